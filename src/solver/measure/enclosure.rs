//! Numbers between two bounds. What is summed or multiplied is rounded outward, but where floats hold it exactly: counts
//! stay exact.

/// A number that is no less than `low` and no more than `high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Enclosure {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Enclosure {
    pub(crate) const ZERO: Self = Self::exactly(0.0);
    pub(super) const ONE: Self = Self::exactly(1.0);

    pub(super) const fn exactly(value: f64) -> Self {
        Self {
            low: value,
            high: value,
        }
    }

    /// The numbers that lie no farther than this from a value.
    pub(super) fn about(value: f64, error: f64) -> Self {
        Self::exactly(value).plus(Self {
            low: -error,
            high: error,
        })
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            low: below(sum(self.low, other.low)),
            high: above(sum(self.high, other.high)),
        }
    }

    pub(super) fn minus(self, other: Self) -> Self {
        self.plus(Self {
            low: -other.high,
            high: -other.low,
        })
    }

    /// The product of two numbers of which neither is below zero.
    pub(super) fn times(self, other: Self) -> Self {
        Self {
            low: below(product(self.low, other.low)).max(0.0),
            high: above(product(self.high, other.high)),
        }
    }

    /// The share that a measure is of a larger one, at most one; zero of nothing.
    pub(crate) fn share_of(self, whole: Self) -> Self {
        let low = below(quotient(self.low, whole.high));
        let high = above(quotient(self.high, whole.low)).min(1.0);
        Self {
            low: if whole.high > 0.0 { low.max(0.0) } else { 0.0 },
            high: if whole.low > 0.0 {
                high
            } else {
                f64::from(whole.high > 0.0)
            },
        }
    }

    /// Whatever is one or the other.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }

    pub(crate) fn width(self) -> f64 {
        self.high - self.low
    }
}

/// What rounding takes of a product below this may itself be too small for a float.
const LEAST_PRODUCT: f64 = 1e-290;

/// A rounded number, and what rounding took from it; not a number where that cannot be told.
type Rounded = (f64, f64);

/// Knuth's "TwoSum" (1969).
fn sum(one: f64, other: f64) -> Rounded {
    let total = one + other;
    let second = total - one;
    (total, (one - (total - second)) + (other - second))
}

/// Dekker (1971), in one operation.
fn product(one: f64, other: f64) -> Rounded {
    let total = one * other;
    let is_exact_error = total.abs() > LEAST_PRODUCT || one == 0.0 || other == 0.0;
    (
        total,
        if is_exact_error {
            libm::fma(one, other, -total)
        } else {
            f64::NAN
        },
    )
}

/// The error has the sign of what is left over.
fn quotient(one: f64, other: f64) -> Rounded {
    let ratio = one / other;
    (ratio, libm::fma(-ratio, other, one))
}

fn below((rounded, error): Rounded) -> f64 {
    if error < 0.0 || error.is_nan() {
        rounded.next_down()
    } else {
        rounded
    }
}

fn above((rounded, error): Rounded) -> f64 {
    if error > 0.0 || error.is_nan() {
        rounded.next_up()
    } else {
        rounded
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whole numbers, and thirty-second parts of them, are exact in sixty-four bits.
        #[test]
        fn what_floats_hold_stays_exact(a in 0..1_u64 << 20, b in 0..1_u64 << 20) {
            let [one, other] = [a, b].map(|whole| Enclosure::exactly(whole as f64 / 32.0));
            prop_assert_eq!(one.plus(other), Enclosure::exactly((a + b) as f64 / 32.0));
            prop_assert_eq!(one.times(other), Enclosure::exactly((a * b) as f64 / 1024.0));
        }

        /// Held to whole numbers of 128 bits.
        #[test]
        fn what_they_do_not_hold_lies_between(a in 1_u64.., b in 1_u64.., c in 1_u64..) {
            let whole = |value: u64| Enclosure::exactly((value >> 11) as f64);
            let [a, b, c] = [a, b, c];
            let product = whole(a).times(whole(b));
            let exact = u128::from(a >> 11) * u128::from(b >> 11);
            prop_assert!(product.low as u128 <= exact && exact <= product.high as u128);
            let sum = product.plus(whole(c));
            let exact = exact + u128::from(c >> 11);
            prop_assert!(sum.low as u128 <= exact && exact <= sum.high as u128);
            prop_assert!(sum.width() <= 1e-12 * sum.high);
            let rest = sum.minus(whole(c));
            let exact = exact - u128::from(c >> 11);
            prop_assert!(rest.low as u128 <= exact && exact <= rest.high as u128);
        }
    }

    #[test]
    fn what_is_too_large_or_too_small_for_floats_lies_between() {
        let large = Enclosure::exactly(f64::MAX);
        assert_eq!(large.times(large).low, f64::MAX);
        assert_eq!(large.plus(large).low, f64::MAX);
        let small = Enclosure::exactly(f64::MIN_POSITIVE);
        let product = small.times(small);
        assert!(product.low <= 0.0 && product.high > 0.0);
    }
}
