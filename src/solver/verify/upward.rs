//! Sums and products rounded up.

/// A sum that is never below the true one. Nothing added to anything is that exactly, and minus infinity stays what it
/// is; a sum of numbers that only looks like it is rounded up to the least number.
pub(super) fn plus(left: f64, right: f64) -> f64 {
    if left == 0.0 || right == f64::NEG_INFINITY {
        right
    } else if right == 0.0 || left == f64::NEG_INFINITY {
        left
    } else {
        (left + right).next_up()
    }
}

/// A product that is never below the true one.
pub(super) fn times(left: f64, right: f64) -> f64 {
    if left == 0.0 || right == 0.0 {
        0.0
    } else {
        (left * right).next_up()
    }
}

/// A sum of products that is never below the true one.
pub(super) fn weigh(multipliers: &[f64], effects: &[f64]) -> f64 {
    let pairs = multipliers.iter().zip(effects);
    pairs.fold(0.0, |sum, (multiplier, effect)| {
        plus(sum, times(*multiplier, *effect))
    })
}
