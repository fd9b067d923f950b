//! The space of one part of a program, as boxes whose points are measured: sizes, parts, and bounds on sums.

use super::super::effect::{Piece, effect_at};
use super::super::extent::{amount_span, span};
use super::super::program::{Program, Variable};
use super::super::row::Row;
use super::enclosure::Enclosure;
use super::standing::conjunction;

/// What a variable may be in a box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Range {
    Any,
    Option(usize),
    Amount(f64, f64),
}

/// A program with the amounts that its equalities fix.
#[derive(Debug)]
pub(super) struct Region {
    pub(super) program: Program,
    /// For an amount that follows from others: the row that fixes it.
    pub(super) fixed_by: Vec<Option<usize>>,
}

impl Region {
    pub(super) fn new(program: Program) -> Self {
        let mut fixed_by = vec![None; program.variable_count()];
        for (row, asked) in program.rows().iter().enumerate() {
            if !asked.equal {
                continue;
            }
            // One that no other equality asks about, so that each row fixes its own; of these the one that adds most,
            // which the others leave the widest room.
            let reach = |at: usize| -> f64 {
                match &program.variables()[at] {
                    Variable::Amount {
                        lower,
                        upper,
                        step: None,
                        ..
                    } => (slope(&program.variables()[at], row) * (upper - lower)).abs(),
                    _ => 0.0,
                }
            };
            let pivot = (0..program.variable_count())
                .filter(|&at| {
                    fixed_by[at].is_none()
                        && reach(at) > 0.0
                        && program.rows().iter().enumerate().all(|(other, asked)| {
                            other == row
                                || !asked.equal
                                || slope(&program.variables()[at], other) == 0.0
                        })
                })
                .max_by(|&a, &b| reach(a).total_cmp(&reach(b)).then(b.cmp(&a)));
            if let Some(pivot) = pivot {
                fixed_by[pivot] = Some(row);
            }
        }
        Self { program, fixed_by }
    }

    pub(super) fn whole(&self) -> Vec<Range> {
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

    pub(super) fn size(&self, ranges: &[Range]) -> Enclosure {
        self.program
            .variables()
            .iter()
            .zip(ranges)
            .zip(&self.fixed_by)
            .map(|((variable, range), fixed)| match (variable, range) {
                _ if fixed.is_some() => Enclosure::ONE,
                (Variable::Choice { options, .. }, Range::Any) => {
                    Enclosure::exactly(*options as f64)
                }
                (
                    Variable::Amount {
                        step: Some(step), ..
                    },
                    Range::Amount(from, to),
                ) => Enclosure::exactly(((to - from) / step).round() + 1.0),
                (_, Range::Amount(from, to)) => {
                    Enclosure::exactly(*to).minus(Enclosure::exactly(*from))
                }
                _ => Enclosure::ONE,
            })
            .fold(Enclosure::ONE, Enclosure::times)
    }

    pub(super) fn can_be_cut(&self, at: usize, range: Range) -> bool {
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

    /// The parts of a box on both sides of a cut.
    pub(super) fn parts(&self, ranges: &[Range], cut: usize) -> Vec<Vec<Range>> {
        let with = |range: Range| {
            let mut ranges = ranges.to_vec();
            ranges[cut] = range;
            ranges
        };
        match (&self.program.variables()[cut], ranges[cut]) {
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

    /// What a variable adds to a row.
    pub(super) fn effect(&self, at: usize, row: usize, range: Range) -> Enclosure {
        let ((low, high), error) = match (&self.program.variables()[at], range) {
            (Variable::Choice { .. }, Range::Option(option)) => {
                let effect = self.program.option_effects(at, option)[row];
                ((effect, effect), 0.0)
            }
            (Variable::Choice { .. }, _) => (span(self.program.choice_effects(at, row)), 0.0),
            (Variable::Amount { effects, .. }, Range::Amount(from, to)) => (
                amount_span(&effects[row], from, to),
                error(&effects[row], from, to),
            ),
            _ => ((0.0, 0.0), 0.0),
        };
        Enclosure::about(low, error).or(Enclosure::about(high, error))
    }

    /// Whether a constraint is met by a sum that does not change.
    pub(super) fn is_met(asked: &Row, sum: f64) -> bool {
        let tolerance = asked.tolerance();
        sum >= asked.floor - tolerance && !(asked.equal && sum > asked.floor + tolerance)
    }

    /// The sum of a row over a box, leaving one variable out.
    pub(super) fn row(&self, row: usize, ranges: &[Range], without: Option<usize>) -> Enclosure {
        let mut sum = Enclosure::ZERO;
        for (at, range) in ranges.iter().enumerate() {
            if Some(at) != without {
                sum = sum.plus(self.effect(at, row, *range));
            }
        }
        for joint in self.program.joints() {
            let effect = Enclosure::exactly(joint.effect[row]);
            match conjunction(&joint.when, ranges, &self.program) {
                Some(true) => sum = sum.plus(effect),
                Some(false) => {}
                None => sum = sum.plus(effect.or(Enclosure::ZERO)),
            }
        }
        sum
    }
}

/// How far the values of an effect that is worked out may lie from the true ones over an interval: straight pieces err by
/// a few roundings, and powers and exponentials by a few ulps of libm.
fn error(pieces: &[Piece], from: f64, to: f64) -> f64 {
    let held = pieces.iter().filter(|piece| piece.upto >= from);
    held.map(|piece| {
        let reach = piece.at(from).abs().max(piece.at(to).abs());
        let size = piece.offset.abs() + piece.coefficient.abs() + reach;
        size * if piece.is_straight() { 1e-15 } else { 1e-13 }
    })
    .fold(0.0, f64::max)
}

/// The slope of an amount in a row that is linear in it.
pub(super) fn slope(variable: &Variable, row: usize) -> f64 {
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
