//! What a row can come to at the least and at the most.

use super::effect::{Piece, effect_at};
use super::program::{Program, Variable};

/// Bounds on the sums of every row over the whole space of a program: no point lies outside them.
pub(crate) fn extent(program: &Program) -> Vec<(f64, f64)> {
    let mut total = vec![(0.0, 0.0); program.rows().len()];
    for (index, variable) in program.variables().iter().enumerate() {
        for (row, (low, high)) in total.iter_mut().enumerate() {
            let (least, most) = match variable {
                Variable::Choice { .. } => span(program.choice_effects(index, row)),
                Variable::Amount {
                    lower,
                    upper,
                    effects,
                    ..
                } => amount_span(&effects[row], *lower, *upper),
            };
            *low += least;
            *high += most;
        }
    }
    for joint in program.joints() {
        for ((low, high), effect) in total.iter_mut().zip(&joint.effect) {
            *low += effect.min(0.0);
            *high += effect.max(0.0);
        }
    }
    total
}

/// The least and the greatest of some values; zero where there are none.
pub(super) fn span(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values
        .fold(None, |found: Option<(f64, f64)>, value| match found {
            None => Some((value, value)),
            Some((low, high)) => Some((low.min(value), high.max(value))),
        })
        .unwrap_or((0.0, 0.0))
}

/// The least and the greatest effect of an amount over an interval: every piece is monotone, so that they lie at the
/// ends or where one piece gives way to the next.
pub(super) fn amount_span(pieces: &[Piece], from: f64, to: f64) -> (f64, f64) {
    let inner = pieces
        .iter()
        .map(|piece| piece.upto)
        .filter(|upto| from < *upto && *upto < to);
    span(
        [from, to]
            .into_iter()
            .chain(inner)
            .map(|amount| effect_at(pieces, amount)),
    )
}
