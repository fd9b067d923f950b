//! What the values of a variable are worth by given multipliers, rounded up.

use super::super::domain::Range;
use super::super::effect::{Piece, piece_at};
use super::super::program::{Program, Variable};
use super::kinds::Values;
use super::upward::{plus, times, weigh};

/// Chords to a curved effect, in the checker.
const CHORDS: usize = 4;

/// An upper bound on what a variable is worth at these of its values (all, where none are named), as far as its range
/// leaves them; −∞ where it leaves none.
pub(super) fn worth(
    program: &Program,
    variable: usize,
    values: Option<&Values>,
    range: Range<'_>,
    multipliers: &[f64],
) -> f64 {
    let worth = |option| weigh(multipliers, program.option_effects(variable, option));
    let most = |most: f64, option| most.max(worth(option));
    match (&program.variables()[variable], values, range) {
        (Variable::Choice { .. }, None, _) => range.options().fold(f64::NEG_INFINITY, most),
        (Variable::Choice { .. }, Some(Values::Options(options)), _) => {
            let left = options.iter().copied().filter(|option| range.has(*option));
            left.fold(f64::NEG_INFINITY, most)
        }
        (Variable::Amount { effects, .. }, None, Range::Amounts(from, to)) => {
            greatest(effects, multipliers, from, to)
        }
        (
            Variable::Amount { effects, .. },
            Some(Values::Amounts(first, last)),
            Range::Amounts(from, to),
        ) => greatest(effects, multipliers, from.max(*first), to.min(*last)),
        _ => f64::INFINITY,
    }
}

/// An upper bound on the weighted effects of an amount over an interval.
fn greatest(effects: &[Vec<Piece>], multipliers: &[f64], from: f64, to: f64) -> f64 {
    if from > to {
        return f64::NEG_INFINITY;
    }
    let pieces = || effects.iter().flatten();
    let ends = pieces().map(|piece| piece.upto);
    let mut cuts: Vec<f64> = ends.filter(|cut| (from..to).contains(cut)).collect();
    cuts.extend([from, to]);
    if !pieces().all(Piece::is_straight) {
        cuts.extend((1..CHORDS).map(|part| from + (to - from) * (part as f64 / CHORDS as f64)));
    }
    cuts.sort_by(f64::total_cmp);
    let mut most = f64::NEG_INFINITY;
    for segment in cuts.windows(2) {
        for end in segment {
            let rows = effects.iter().zip(multipliers);
            let total = rows.fold(0.0, |total, (pieces, multiplier)| {
                plus(total, at_most(pieces, *multiplier, segment, *end))
            });
            most = most.max(total);
        }
    }
    most
}

/// A straight line that covers an effect, times its multiplier, all over a segment: how high it is at this end.
fn at_most(pieces: &[Piece], multiplier: f64, segment: &[f64], end: f64) -> f64 {
    // The piece of the upper end holds on the whole segment.
    let Some(piece) = piece_at(pieces, segment[1]) else {
        return 0.0;
    };
    let value = piece.at(end);
    if value.is_nan() || (multiplier < 0.0 && !piece.is_straight()) {
        // Only equalities have negative multipliers, and their effects are straight.
        return f64::INFINITY;
    }
    let size = piece.offset.abs() + piece.coefficient.abs() + value.abs();
    let above = if piece.is_straight() {
        4.0 * f64::EPSILON * size
    } else {
        // libm's power and exponential err by less than an ulp or two; the point of greatest excess is found to half
        // the digits, and the excess itself, flat there, to nearly all.
        let excess = piece.excess(segment[0], segment[1]);
        excess + 1e-13 * size + 1e-9 * excess
    };
    times(value + above.copysign(multiplier), multiplier)
}
