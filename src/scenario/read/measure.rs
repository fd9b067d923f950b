//! What a quantity is counted in, and which values it may have.

use crate::scenario::Fault;

/// The unit of a place of the format and the values allowed there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measure<'u> {
    pub(crate) unit: &'u str,
    pub(crate) allowed: Allowed,
}

/// The values that a place allows, all of them finite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Allowed {
    Any,
    AtLeastZero,
    AboveZero,
    AtLeastOne,
    ZeroToOne,
    UpToOne,
    MinusOneToOne,
    /// Curvatures: beyond 700 an exponential is out of the range of numbers.
    Within700,
    /// From one number to another: the range of an amount.
    Between(f64, f64),
}

impl Allowed {
    /// Whether a value is allowed.
    pub(crate) fn contains(self, value: f64) -> bool {
        value.is_finite()
            && match self {
                Self::Any => true,
                Self::AtLeastZero => value >= 0.0,
                Self::AboveZero => value > 0.0,
                Self::AtLeastOne => value >= 1.0,
                Self::ZeroToOne => (0.0..=1.0).contains(&value),
                Self::UpToOne => value > 0.0 && value <= 1.0,
                Self::MinusOneToOne => (-1.0..=1.0).contains(&value),
                Self::Within700 => value.abs() <= 700.0,
                Self::Between(least, most) => (least..=most).contains(&value),
            }
    }

    /// What is allowed, in words.
    pub(crate) fn phrase(self) -> String {
        let phrase = match self {
            Self::Any => "a finite number",
            Self::AtLeastZero => "0 or more",
            Self::AboveZero => "a number above 0",
            Self::AtLeastOne => "1 or more",
            Self::ZeroToOne => "a number from 0 to 1",
            Self::UpToOne => "a number above 0 and at most 1",
            Self::MinusOneToOne => "a number from -1 to 1",
            Self::Within700 => "a number from -700 to 700",
            Self::Between(least, most) => return format!("a number from {least} to {most}"),
        };
        phrase.to_owned()
    }

    /// Checks a value.
    pub(crate) fn check(self, value: f64) -> Result<(), Fault> {
        if self.contains(value) {
            Ok(())
        } else {
            Err(Fault::OutOfRange {
                found: value,
                expected: self.phrase(),
            })
        }
    }
}

impl<'u> Measure<'u> {
    /// Any finite number of a unit.
    pub(crate) fn any(unit: &'u str) -> Self {
        Self::new(unit, Allowed::Any)
    }

    /// A level of an amount: a number of its unit within its range.
    pub(crate) fn within(unit: &'u str, lower: f64, upper: f64) -> Self {
        Self::new(unit, Allowed::Between(lower, upper))
    }

    const fn new(unit: &'u str, allowed: Allowed) -> Self {
        Self { unit, allowed }
    }
}

/// The places of the format, by what they hold.
impl Measure<'static> {
    pub(crate) const WEIGHT: Self = Self::new("share of weight", Allowed::ZeroToOne);
    pub(crate) const VALUE: Self = Self::new("value 0 to 1", Allowed::ZeroToOne);
    pub(crate) const UTILITY: Self = Self::new("utility", Allowed::Any);
    pub(crate) const COST: Self = Self::new("utility", Allowed::AtLeastZero);
    /// Prices of red lines and scales: utility that must not vanish.
    pub(crate) const PRICE: Self = Self::new("utility", Allowed::AboveZero);
    pub(crate) const RATE: Self = Self::new("per year", Allowed::AtLeastZero);
    pub(crate) const DELAY: Self = Self::new("months", Allowed::AtLeastZero);
    pub(crate) const FACTOR: Self = Self::new("factor", Allowed::AtLeastZero);
    pub(crate) const AREA: Self = Self::new("km2", Allowed::AboveZero);
    pub(crate) const HELD: Self = Self::new("km2", Allowed::AtLeastZero);
    pub(crate) const LOG_ODDS: Self = Self::new("log-odds", Allowed::Any);
    pub(crate) const DEVIATION: Self = Self::new("log-odds", Allowed::AtLeastZero);
    pub(crate) const SHARE: Self = Self::new("share", Allowed::ZeroToOne);
    pub(crate) const POSITIVE_SHARE: Self = Self::new("share", Allowed::UpToOne);
    pub(crate) const SHIFT: Self = Self::new("share", Allowed::MinusOneToOne);
    /// How far a mediator leans to a side.
    pub(crate) const LEAN: Self = Self::new("utility", Allowed::MinusOneToOne);
    pub(crate) const STANDARD_ERROR: Self = Self::new("share", Allowed::AboveZero);
    pub(crate) const EXPONENT: Self = Self::new("exponent", Allowed::AboveZero);
    pub(crate) const CURVATURE: Self = Self::new("exponent", Allowed::Within700);
    pub(crate) const ROUNDS: Self = Self::new("rounds", Allowed::AtLeastOne);
}
