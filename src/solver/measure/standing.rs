//! Whether all points of a box meet every constraint and break no pattern, or none, and else where to cut it.

use super::super::program::{Literal, Program, Variable, VariableTest};
use super::cells::{Cell, Leaf};
use super::enclosure::Enclosure;
use super::region::{Range, Region, slope};

/// A box as its equalities leave it.
struct Held {
    ranges: Vec<Range>,
    /// Equalities that not all of the box can meet.
    undecided: Vec<usize>,
}

/// Where a box lies.
enum Standing {
    Inside,
    Outside,
    Open { cut: Option<usize> },
}

impl Region {
    /// Whether no point of a box meets the constraints, as far as its bounds tell.
    pub(super) fn is_outside(&self, ranges: &[Range]) -> bool {
        self.held(ranges)
            .is_none_or(|held| matches!(self.standing(ranges, &held), Standing::Outside))
    }

    /// A box as a leaf: where it lies and what it adds; `None` where no point of it meets the constraints.
    pub(super) fn leaf(&self, ranges: Vec<Range>) -> Option<Leaf> {
        let held = self.held(&ranges)?;
        let size = self.size(&ranges);
        let (measure, cut) = match self.standing(&ranges, &held) {
            Standing::Outside => return None,
            Standing::Inside => (size, self.widest(&ranges, &held.ranges)),
            // Where it cannot be cut either, a single point, undecided by rounding alone.
            Standing::Open { cut } => (size.or(Enclosure::ZERO), cut),
        };
        let rows = self.program.rows().iter().enumerate();
        Some(Leaf {
            measure,
            spans: rows
                .filter(|(_, asked)| asked.scale > 0.0)
                .map(|(row, _)| self.row(row, &held.ranges, None))
                .collect(),
            cell: cut.map(|cut| Cell { ranges, cut }),
        })
    }

    /// The box with each amount that follows from others within what they leave it; `None` where they leave nothing.
    fn held(&self, ranges: &[Range]) -> Option<Held> {
        let mut held = Held {
            ranges: ranges.to_vec(),
            undecided: Vec::new(),
        };
        for (at, row) in self.fixed_by.iter().enumerate() {
            let (Some(row), Range::Amount(lower, upper)) = (row, ranges[at]) else {
                continue;
            };
            let floor = self.program.rows()[*row].floor;
            let others = self.row(*row, &held.ranges, Some(at));
            let slope = slope(&self.program.variables()[at], *row);
            let base = self.effect(at, *row, Range::Amount(lower, lower)).low - slope * lower;
            let ends = [others.low, others.high].map(|sum| (floor - sum - base) / slope);
            let (from, to) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
            let tolerance = 1e-9 * (upper - lower);
            if to < lower - tolerance || from > upper + tolerance {
                return None;
            }
            if from < lower - tolerance || to > upper + tolerance {
                held.undecided.push(*row);
            }
            held.ranges[at] = Range::Amount(from.max(lower).min(upper), to.min(upper).max(lower));
        }
        Some(held)
    }

    fn standing(&self, ranges: &[Range], held: &Held) -> Standing {
        let rows = self.program.rows();
        let mut inside = held.undecided.is_empty();
        let mut spread = vec![0.0; ranges.len()];
        for row in &held.undecided {
            self.add_spread(*row, ranges, &mut spread);
        }
        for (row, asked) in rows.iter().enumerate() {
            if asked.scale > 0.0 || self.fixed_by.contains(&Some(row)) {
                continue;
            }
            let Enclosure { low, high } = self.row(row, &held.ranges, None);
            let tolerance = asked.tolerance();
            if high < asked.floor - tolerance || (asked.equal && low > asked.floor + tolerance) {
                return Standing::Outside;
            }
            if low < asked.floor - tolerance || (asked.equal && high > asked.floor + tolerance) {
                inside = false;
                self.add_spread(row, ranges, &mut spread);
            }
        }
        for pattern in self.program.forbidden() {
            match conjunction(pattern, &held.ranges, &self.program) {
                Some(true) => return Standing::Outside,
                Some(false) => {}
                None => {
                    inside = false;
                    self.blame_literals(pattern, 1e-6, &held.ranges, ranges, &mut spread);
                }
            }
        }
        if inside {
            return Standing::Inside;
        }
        self.add_joints(&held.ranges, ranges, &mut spread);
        let cut = self.cut_by(ranges, &spread).map(|(_, cut)| cut);
        Standing::Open { cut }
    }

    /// Where to cut a box for its objective rows; `None` where it adds the same throughout.
    fn widest(&self, ranges: &[Range], held: &[Range]) -> Option<usize> {
        let mut spread = vec![0.0; ranges.len()];
        for (row, asked) in self.program.rows().iter().enumerate() {
            if asked.scale > 0.0 {
                self.add_spread(row, ranges, &mut spread);
            }
        }
        self.add_joints(held, ranges, &mut spread);
        let (most, cut) = self.cut_by(ranges, &spread)?;
        (most > 0.0).then_some(cut)
    }

    /// The variable that spreads a box most, among those that can be cut.
    fn cut_by(&self, ranges: &[Range], spread: &[f64]) -> Option<(f64, usize)> {
        (0..ranges.len())
            .filter(|&at| self.fixed_by[at].is_none() && self.can_be_cut(at, ranges[at]))
            .map(|at| (spread[at], at))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
    }

    /// Blames joint effects that hold in a part of the box on the variables they test.
    fn add_joints(&self, held: &[Range], ranges: &[Range], spread: &mut [f64]) {
        for joint in self.program.joints() {
            if conjunction(&joint.when, held, &self.program).is_none() {
                let most = joint
                    .effect
                    .iter()
                    .fold(0.0, |most: f64, effect| most.max(effect.abs()));
                self.blame_literals(&joint.when, most, held, ranges, spread);
            }
        }
    }

    /// Blames those literals of a conjunction that hold in a part of the box.
    fn blame_literals(
        &self,
        literals: &[Literal],
        amount: f64,
        held: &[Range],
        ranges: &[Range],
        spread: &mut [f64],
    ) {
        for literal in literals {
            if conjunction(std::slice::from_ref(literal), held, &self.program).is_none() {
                self.blame(literal.variable, amount, ranges, spread);
            }
        }
    }

    /// Blames an undecided row on the variables that spread it.
    fn add_spread(&self, row: usize, ranges: &[Range], spread: &mut [f64]) {
        for at in 0..ranges.len() {
            self.blame(at, self.effect(at, row, ranges[at]).width(), ranges, spread);
        }
    }

    /// What is laid to an amount that follows from others is laid to them.
    fn blame(&self, at: usize, amount: f64, ranges: &[Range], spread: &mut [f64]) {
        let Some(row) = self.fixed_by[at].filter(|_| amount > 0.0) else {
            spread[at] += amount;
            return;
        };
        let whole = self.effect(at, row, ranges[at]).width();
        for (other, spread) in spread.iter_mut().enumerate() {
            if other != at {
                *spread += amount * self.effect(other, row, ranges[other]).width() / whole;
            }
        }
    }
}

/// Whether a conjunction holds all over a box (or but for a set of no measure); `None` where in a part.
pub(super) fn conjunction(
    literals: &[Literal],
    ranges: &[Range],
    program: &Program,
) -> Option<bool> {
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
            (VariableTest::Above(bound), Range::Amount(from, to)) => {
                let is_up_to_an_end = from >= *bound && program.is_continuous(literal.variable);
                (from > *bound || (is_up_to_an_end && from < to), to > *bound)
            }
            (VariableTest::Below(bound), Range::Amount(from, to)) => {
                let is_up_to_an_end = to <= *bound && program.is_continuous(literal.variable);
                (to < *bound || (is_up_to_an_end && from < to), from < *bound)
            }
            _ => (false, false),
        };
        if !somewhere {
            return Some(false);
        }
        all &= everywhere;
    }
    all.then_some(true)
}
