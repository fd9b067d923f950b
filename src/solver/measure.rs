//! How much of a space meets every row: counted for choices, enclosed for amounts.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::ROW_TOLERANCE;
use super::ZERO_TOLERANCE;
use super::effect::effect_at;
use super::extent::{amount_span, span};
use super::program::{Literal, Program, Variable, VariableTest};

/// Bounds on a measure of points: a point counts one for each option, and the length of the interval for each amount.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Measure {
    /// The measure is at least this.
    pub(crate) low: f64,
    /// And at most this.
    pub(crate) high: f64,
    /// Boxes weighed.
    pub(crate) boxes: u64,
}

/// The measure of points in a union of programs that break no pattern and meet every row, an objective row at t = 0.
///
/// A box all of whose points meet every row counts whole, one none of whose points do not at all, and others are cut:
/// the largest first, until the bounds are `gap` apart (as a share of the upper one) or `boxes` have been weighed. An
/// amount that a constraint fixes once the others are known is not a dimension of its own.
pub(crate) fn measure(programs: &[Program], gap: f64, boxes: u64) -> Measure {
    let prepared: Vec<Prepared<'_>> = programs.iter().map(Prepared::new).collect();
    let mut found = Measure {
        low: 0.0,
        high: 0.0,
        boxes: 0,
    };
    let mut open = BinaryHeap::new();
    let mut undecided = 0.0;
    for (index, program) in prepared.iter().enumerate() {
        weigh(
            program,
            index,
            program.whole(),
            &mut found,
            &mut open,
            &mut undecided,
        );
    }
    while let Some(largest) = open.pop() {
        if found.boxes >= boxes || undecided <= gap * (found.low + undecided) {
            open.push(largest);
            break;
        }
        undecided -= largest.size;
        let program = &prepared[largest.program];
        for part in program.parts(&largest) {
            weigh(
                program,
                largest.program,
                part,
                &mut found,
                &mut open,
                &mut undecided,
            );
        }
    }
    // Summed anew: what was added and taken away carries rounding.
    let rest: f64 = open.iter().map(|part| part.size).sum();
    found.high = found.low + rest;
    found
}

fn weigh(
    program: &Prepared<'_>,
    index: usize,
    ranges: Vec<Range>,
    found: &mut Measure,
    open: &mut BinaryHeap<Open>,
    undecided: &mut f64,
) {
    found.boxes += 1;
    let size = program.size(&ranges);
    match program.standing(&ranges) {
        Standing::Inside => found.low += size,
        Standing::Outside => {}
        Standing::Open { cut } => {
            *undecided += size;
            open.push(Open {
                size,
                order: found.boxes,
                program: index,
                ranges,
                cut,
            });
        }
    }
}

/// What a variable may be in a box.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Range {
    Any,
    Option(usize),
    Amount(f64, f64),
}

/// A box that is neither inside nor outside.
#[derive(Debug)]
struct Open {
    size: f64,
    order: u64,
    program: usize,
    ranges: Vec<Range>,
    cut: usize,
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Open {}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        self.size
            .total_cmp(&other.size)
            .then(other.order.cmp(&self.order))
    }
}

enum Standing {
    Inside,
    Outside,
    Open { cut: usize },
}

/// A program with the amounts that its equalities fix.
struct Prepared<'a> {
    program: &'a Program,
    /// For an amount that follows from others: the row that fixes it.
    fixed_by: Vec<Option<usize>>,
}

impl<'a> Prepared<'a> {
    fn new(program: &'a Program) -> Self {
        let mut fixed_by = vec![None; program.variable_count()];
        for (row, asked) in program.rows().iter().enumerate() {
            if !asked.equal {
                continue;
            }
            // One that no other equality asks about, so that each row fixes its own.
            let pivot = program
                .variables()
                .iter()
                .enumerate()
                .position(|(at, variable)| {
                    let Variable::Amount { step: None, .. } = variable else {
                        return false;
                    };
                    fixed_by[at].is_none()
                        && slope(variable, row) != 0.0
                        && program.rows().iter().enumerate().all(|(other, asked)| {
                            other == row || !asked.equal || slope(variable, other) == 0.0
                        })
                });
            if let Some(pivot) = pivot {
                fixed_by[pivot] = Some(row);
            }
        }
        Self { program, fixed_by }
    }

    fn whole(&self) -> Vec<Range> {
        self.program
            .variables()
            .iter()
            .map(|variable| match variable {
                Variable::Choice { options: 1, .. } => Range::Option(0),
                Variable::Choice { .. } => Range::Any,
                Variable::Amount { lower, upper, .. } => Range::Amount(*lower, *upper),
            })
            .collect()
    }

    fn size(&self, ranges: &[Range]) -> f64 {
        self.program
            .variables()
            .iter()
            .zip(ranges)
            .zip(&self.fixed_by)
            .map(|((variable, range), fixed)| match (variable, range) {
                _ if fixed.is_some() => 1.0,
                (Variable::Choice { options, .. }, Range::Any) => *options as f64,
                (
                    Variable::Amount {
                        step: Some(step), ..
                    },
                    Range::Amount(from, to),
                ) => ((to - from) / step).round() + 1.0,
                (_, Range::Amount(from, to)) => to - from,
                _ => 1.0,
            })
            .product()
    }

    fn standing(&self, ranges: &[Range]) -> Standing {
        let rows = self.program.rows();
        let mut held = ranges.to_vec();
        let mut inside = true;
        let mut spread = vec![0.0; ranges.len()];
        for (at, row) in self.fixed_by.iter().enumerate() {
            let (Some(row), Range::Amount(lower, upper)) = (row, ranges[at]) else {
                continue;
            };
            let (low, high) = self.row(*row, &held, Some(at));
            let slope = slope(&self.program.variables()[at], *row);
            let base = self.effect_span(at, *row, Range::Amount(lower, lower)).0 - slope * lower;
            let ends = [low, high].map(|sum| (rows[*row].floor - sum - base) / slope);
            let (from, to) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
            let tolerance = 1e-9 * (upper - lower);
            if to < lower - tolerance || from > upper + tolerance {
                return Standing::Outside;
            }
            if from < lower - tolerance || to > upper + tolerance {
                inside = false;
                self.add_spread(*row, ranges, &mut spread);
            }
            held[at] = Range::Amount(from.max(lower).min(upper), to.min(upper).max(lower));
        }
        for (row, asked) in rows.iter().enumerate() {
            if self.fixed_by.contains(&Some(row)) {
                continue;
            }
            let (low, high) = self.row(row, &held, None);
            let tolerance = if asked.scale > 0.0 {
                ZERO_TOLERANCE
            } else {
                ROW_TOLERANCE * asked.floor.abs().max(1.0)
            };
            if high < asked.floor - tolerance || (asked.equal && low > asked.floor + tolerance) {
                return Standing::Outside;
            }
            if low < asked.floor - tolerance || (asked.equal && high > asked.floor + tolerance) {
                inside = false;
                self.add_spread(row, ranges, &mut spread);
            }
        }
        for pattern in self.program.forbidden() {
            match conjunction(pattern, &held, self.program) {
                Some(true) => return Standing::Outside,
                Some(false) => {}
                None => {
                    inside = false;
                    for literal in pattern {
                        self.blame(literal.variable, 1e-6, ranges, &mut spread);
                    }
                }
            }
        }
        if inside {
            return Standing::Inside;
        }
        for joint in self.program.joints() {
            if conjunction(&joint.when, &held, self.program).is_none() {
                let most = joint
                    .effect
                    .iter()
                    .fold(0.0, |most: f64, effect| most.max(effect.abs()));
                for literal in &joint.when {
                    self.blame(literal.variable, most, ranges, &mut spread);
                }
            }
        }
        let cut = (0..ranges.len())
            .filter(|&at| self.fixed_by[at].is_none() && self.can_be_cut(at, ranges[at]))
            .max_by(|&a, &b| spread[a].total_cmp(&spread[b]).then(b.cmp(&a)));
        match cut {
            Some(cut) => Standing::Open { cut },
            // A single point, undecided by rounding alone.
            None => Standing::Inside,
        }
    }

    fn can_be_cut(&self, at: usize, range: Range) -> bool {
        match (&self.program.variables()[at], range) {
            (_, Range::Any) => true,
            (
                Variable::Amount {
                    step: Some(step), ..
                },
                Range::Amount(from, to),
            ) => to - from > 0.5 * step,
            (_, Range::Amount(from, to)) => {
                let middle = from + (to - from) / 2.0;
                from < middle && middle < to
            }
            _ => false,
        }
    }

    /// The parts of a box on both sides of its cut.
    fn parts(&self, part: &Open) -> Vec<Vec<Range>> {
        let with = |range: Range| {
            let mut ranges = part.ranges.clone();
            ranges[part.cut] = range;
            ranges
        };
        match (&self.program.variables()[part.cut], part.ranges[part.cut]) {
            (Variable::Choice { options, .. }, _) => (0..*options)
                .map(|option| with(Range::Option(option)))
                .collect(),
            (
                Variable::Amount {
                    step: Some(step), ..
                },
                Range::Amount(from, to),
            ) => {
                let half = from + step * ((to - from) / step / 2.0).floor();
                vec![
                    with(Range::Amount(from, half)),
                    with(Range::Amount(half + step, to)),
                ]
            }
            (_, Range::Amount(from, to)) => {
                let middle = from + (to - from) / 2.0;
                vec![
                    with(Range::Amount(from, middle)),
                    with(Range::Amount(middle, to)),
                ]
            }
            _ => Vec::new(),
        }
    }

    /// Blames an undecided row on the variables that spread it.
    fn add_spread(&self, row: usize, ranges: &[Range], spread: &mut [f64]) {
        for at in 0..ranges.len() {
            let (low, high) = self.effect_span(at, row, ranges[at]);
            self.blame(at, high - low, ranges, spread);
        }
    }

    /// What is laid to an amount that follows from others is laid to them.
    fn blame(&self, at: usize, amount: f64, ranges: &[Range], spread: &mut [f64]) {
        let Some(row) = self.fixed_by[at].filter(|_| amount > 0.0) else {
            spread[at] += amount;
            return;
        };
        let (low, high) = self.effect_span(at, row, ranges[at]);
        for (other, spread) in spread.iter_mut().enumerate() {
            if other != at {
                let (least, most) = self.effect_span(other, row, ranges[other]);
                *spread += amount * (most - least) / (high - low);
            }
        }
    }

    fn effect_span(&self, at: usize, row: usize, range: Range) -> (f64, f64) {
        match (&self.program.variables()[at], range) {
            (Variable::Choice { .. }, Range::Option(option)) => {
                let effect = self.program.option_effects(at, option)[row];
                (effect, effect)
            }
            (Variable::Choice { .. }, _) => span(self.program.choice_effects(at, row)),
            (Variable::Amount { effects, .. }, Range::Amount(from, to)) => {
                amount_span(&effects[row], from, to)
            }
            _ => (0.0, 0.0),
        }
    }

    /// Bounds on the sum of a row over a box, leaving one variable out.
    fn row(&self, row: usize, ranges: &[Range], without: Option<usize>) -> (f64, f64) {
        let mut sum = (0.0, 0.0);
        for (at, range) in ranges.iter().enumerate() {
            if Some(at) != without {
                let (low, high) = self.effect_span(at, row, *range);
                sum.0 += low;
                sum.1 += high;
            }
        }
        for joint in self.program.joints() {
            let effect = joint.effect[row];
            match conjunction(&joint.when, ranges, self.program) {
                Some(true) => {
                    sum.0 += effect;
                    sum.1 += effect;
                }
                Some(false) => {}
                None => {
                    sum.0 += effect.min(0.0);
                    sum.1 += effect.max(0.0);
                }
            }
        }
        sum
    }
}

/// The slope of an amount in a row that is linear in it.
fn slope(variable: &Variable, row: usize) -> f64 {
    match variable {
        Variable::Amount {
            lower,
            upper,
            effects,
            ..
        } => {
            let [from, to] = [lower, upper].map(|end| effect_at(&effects[row], *end));
            (to - from) / (upper - lower)
        }
        Variable::Choice { .. } => 0.0,
    }
}

/// Whether a conjunction holds all over a box (or but for a set of no measure); `None` where in a part.
fn conjunction(literals: &[Literal], ranges: &[Range], program: &Program) -> Option<bool> {
    let mut all = true;
    for literal in literals {
        let (everywhere, somewhere) = match (&literal.test, ranges[literal.variable]) {
            (VariableTest::AnyOf(options), Range::Option(option)) => {
                let holds = options.contains(&option);
                (holds, holds)
            }
            (VariableTest::AnyOf(options), Range::Any) => {
                let count = match &program.variables()[literal.variable] {
                    Variable::Choice { options, .. } => *options,
                    Variable::Amount { .. } => 0,
                };
                let within = (0..count).filter(|option| options.contains(option)).count();
                (within == count, within > 0)
            }
            (VariableTest::Above(bound), Range::Amount(from, to)) => (from > *bound, to > *bound),
            (VariableTest::Below(bound), Range::Amount(from, to)) => (to < *bound, from < *bound),
            _ => (false, false),
        };
        if !somewhere {
            return Some(false);
        }
        all &= everywhere;
    }
    all.then_some(true)
}
