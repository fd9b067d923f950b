//! Quantities that must not be mixed up: probabilities, annual rates, and lengths of time.
//!
//! Every constructor checks its range, so a value of one of these types is always finite and in range.

use serde::{Deserialize, Serialize};

/// A number that is outside what its unit allows.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{found} is not {expected}")]
#[non_exhaustive]
pub struct UnitError {
    /// The number that was given.
    pub found: f64,
    /// What the unit allows, as a phrase: "a probability (0 to 1)".
    pub expected: &'static str,
}

macro_rules! unit {
    ($(#[$meta:meta])* $name:ident, $expected:literal, $value:ident => $valid:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(try_from = "f64", into = "f64")]
        pub struct $name(f64);

        impl $name {
            /// Checks the range and wraps the number.
            ///
            /// # Errors
            /// [`UnitError`] when the number is not finite or is out of range.
            pub fn new($value: f64) -> Result<Self, UnitError> {
                if $value.is_finite() && $valid {
                    Ok(Self($value))
                } else {
                    Err(UnitError { found: $value, expected: $expected })
                }
            }

            /// The bare number, in the unit of the type.
            #[must_use]
            pub fn get(self) -> f64 {
                self.0
            }
        }

        impl TryFrom<f64> for $name {
            type Error = UnitError;
            fn try_from(value: f64) -> Result<Self, UnitError> {
                Self::new(value)
            }
        }

        impl From<$name> for f64 {
            fn from(value: $name) -> f64 {
                value.0
            }
        }
    };
}

unit! {
    /// A probability, 0 to 1.
    Probability, "a probability (0 to 1)", value => (0.0..=1.0).contains(&value)
}

unit! {
    /// A continuous rate per year, zero or more: of discounting, or of an event (a hazard).
    AnnualRate, "a rate per year (0 or more)", value => value >= 0.0
}

unit! {
    /// A length of time in years, zero or more.
    Years, "a length of time in years (0 or more)", value => value >= 0.0
}

unit! {
    /// The length of one round of talks in years, above zero.
    Period, "a period in years (above 0)", value => value > 0.0
}

impl Probability {
    /// Cannot happen.
    pub const ZERO: Self = Self(0.0);
    /// Certain.
    pub const ONE: Self = Self(1.0);

    /// The probability that it does not happen.
    #[must_use]
    pub fn complement(self) -> Self {
        Self(1.0 - self.0)
    }
}

/// Days in a year, the Julian year of astronomy: what turns days and months into years here.
pub const DAYS_PER_YEAR: f64 = 365.25;

impl Period {
    /// Seven days.
    pub const WEEK: Self = Self(7.0 / DAYS_PER_YEAR);

    /// A period of this many days.
    ///
    /// # Errors
    /// [`UnitError`] unless the number is finite and above zero.
    pub fn from_days(days: f64) -> Result<Self, UnitError> {
        Self::new(days / DAYS_PER_YEAR)
    }
}

impl Years {
    /// At once.
    pub const ZERO: Self = Self(0.0);
    /// Five years.
    pub const FIVE: Self = Self(5.0);

    /// A length of time of this many months, twelve to the year.
    ///
    /// # Errors
    /// [`UnitError`] unless the number is finite and not negative.
    pub fn from_months(months: f64) -> Result<Self, UnitError> {
        Self::new(months / 12.0)
    }

    /// The same length counted in periods; not rounded.
    #[must_use]
    pub fn in_periods(self, period: Period) -> f64 {
        self.0 / period.get()
    }
}

impl std::ops::Add for Years {
    type Output = Self;
    /// Saturates at the greatest finite number.
    fn add(self, other: Self) -> Self {
        Self((self.0 + other.0).min(f64::MAX))
    }
}

impl AnnualRate {
    /// Nothing happens, nothing is discounted.
    pub const ZERO: Self = Self(0.0);

    /// The rate times a factor; a factor below zero or not a number counts as zero, and the result saturates at the
    /// greatest finite number.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self((self.0 * factor.max(0.0)).min(f64::MAX))
    }

    /// The discount factor of one period: δ = exp(−ρΔ).
    #[must_use]
    pub fn discount_factor(self, period: Period) -> f64 {
        libm::exp(-self.0 * period.get())
    }

    /// The probability that the event comes within one period: 1 − exp(−λΔ).
    #[must_use]
    pub fn hazard(self, period: Period) -> Probability {
        Probability(-libm::expm1(-self.0 * period.get()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn out_of_range_is_refused_with_what_was_expected() {
        assert_eq!(
            Probability::new(1.2).unwrap_err().to_string(),
            "1.2 is not a probability (0 to 1)"
        );
        assert!(AnnualRate::new(-0.1).is_err());
        assert!(Period::from_days(0.0).is_err());
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(Probability::new(bad).is_err());
            assert!(Years::new(bad).is_err());
        }
    }

    #[test]
    fn annual_rates_become_period_rates() {
        let week = Period::from_days(7.0).unwrap();
        let rate = AnnualRate::new(0.1).unwrap();
        let year: f64 = rate.discount_factor(week).powf(DAYS_PER_YEAR / 7.0);
        assert!((year - (-0.1_f64).exp()).abs() < 1e-12);
        assert_eq!(
            rate.hazard(week).get(),
            -libm::expm1(-0.1 * (7.0 / DAYS_PER_YEAR))
        );
    }
}
