//! What options and amounts are worth by given multipliers, rounded up.

use super::super::effect::{Piece, piece_at};
use super::upward::Upward;

/// Chords to a curved effect, in the checker.
const CHORDS: usize = 4;

/// An upper bound on the weighted effects of an amount over an interval.
pub(super) fn greatest(effects: &[Vec<Piece>], multipliers: &[f64], from: f64, to: f64) -> f64 {
    let mut cuts = vec![from, to];
    let pieces = effects.iter().flatten();
    cuts.extend(
        pieces
            .map(|piece| piece.upto)
            .filter(|cut| (from..to).contains(cut)),
    );
    if effects.iter().flatten().any(|piece| !piece.is_straight()) {
        cuts.extend((1..CHORDS).map(|part| from + (to - from) * (part as f64 / CHORDS as f64)));
    }
    cuts.sort_by(f64::total_cmp);
    let mut most = f64::NEG_INFINITY;
    for ends in cuts.windows(2) {
        for end in ends {
            let mut total = Upward(0.0);
            for (pieces, multiplier) in effects.iter().zip(multipliers) {
                // The piece of the upper end holds on the whole segment.
                let Some(piece) = piece_at(pieces, ends[1]) else {
                    continue;
                };
                let (value, excess) = (piece.at(*end), piece.excess(ends[0], ends[1]));
                // libm's power and exponential err by less than an ulp or two; the point of greatest excess is found
                // to half the digits, and the excess itself, flat there, to nearly all.
                let size = piece.offset.abs() + piece.coefficient.abs() + value.abs();
                let guard = if piece.is_straight() {
                    4.0 * f64::EPSILON * size
                } else {
                    1e-13 * size + 1e-9 * excess
                };
                if *multiplier >= 0.0 {
                    total.add_product(value + excess + guard, *multiplier);
                } else {
                    // Only equalities, whose effects are straight, have negative multipliers.
                    total.add_product(value - guard, *multiplier);
                    if !piece.is_straight() {
                        total.add(f64::INFINITY);
                    }
                }
            }
            most = most.max(total.0);
        }
    }
    most
}

/// A multiplier-weighted sum, rounded up.
pub(super) fn weigh(multipliers: &[f64], effects: &[f64]) -> f64 {
    let mut total = Upward(0.0);
    for (multiplier, effect) in multipliers.iter().zip(effects) {
        total.add_product(*multiplier, *effect);
    }
    total.0
}
