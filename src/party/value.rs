//! Value functions: from a level of one issue to 0 (worst on the table) … 1 (best on the table).

use crate::space::{Domain, Level};

/// The value of one option.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OptionValue {
    /// The same wherever the front stands. In 0..=1.
    Constant(f64),
    /// The line runs where the front stands: linear in the share of the region that the first belligerent holds.
    AtFront {
        /// Value when it holds nothing of the region. In 0..=1.
        none: f64,
        /// Value when it holds all of it. In 0..=1.
        all: f64,
    },
}

impl OptionValue {
    /// The value when the first belligerent holds this share of the region, 0 to 1.
    #[must_use]
    pub fn at(self, share: f64) -> f64 {
        match self {
            Self::Constant(value) => value,
            Self::AtFront { none, all } => none + (all - none) * share,
        }
    }

    fn is_valid(self) -> bool {
        let within = |value: f64| (0.0..=1.0).contains(&value);
        match self {
            Self::Constant(value) => within(value),
            Self::AtFront { none, all } => within(none) && within(all),
        }
    }
}

/// One end of an amount's range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The least amount.
    Lower,
    /// The greatest amount.
    Upper,
}

/// A value function over an amount. Below, q is the distance from the worst end as a fraction of the range.
#[derive(Debug, Clone, PartialEq)]
pub enum Curve {
    /// A straight line between two values, each in 0..=1.
    Linear {
        /// Value at the least amount.
        at_lower: f64,
        /// Value at the greatest amount.
        at_upper: f64,
    },
    /// Straight lines between (amount, value) points: amounts strictly increasing from one end of the range to the
    /// other, values in 0..=1.
    Piecewise(Vec<(f64, f64)>),
    /// v = q^exponent: constant relative risk attitude (Pratt 1964; Arrow 1965). An exponent below 1 is
    /// risk-averse, above 1 risk-acceptant; above zero.
    Power {
        /// The end that is worth 1.
        best: End,
        /// The exponent.
        exponent: f64,
    },
    /// v = (1 − exp(−a·q)) / (1 − exp(−a)): constant absolute risk attitude, saturating for a > 0 (Pratt 1964).
    Exponential {
        /// The end that is worth 1.
        best: End,
        /// The curvature a: not zero, at most 700 either way.
        curvature: f64,
    },
}

impl Curve {
    /// The value at an amount of the range `lower ..= upper`; amounts outside count as the nearest end.
    #[must_use]
    pub fn at(&self, amount: f64, lower: f64, upper: f64) -> f64 {
        let amount = amount.clamp(lower, upper);
        let from_worst = |best: &End| match best {
            End::Upper => (amount - lower) / (upper - lower),
            End::Lower => (upper - amount) / (upper - lower),
        };
        match self {
            Self::Linear { at_lower, at_upper } => {
                at_lower + (at_upper - at_lower) * ((amount - lower) / (upper - lower))
            }
            Self::Piecewise(points) => {
                let after = points
                    .partition_point(|point| point.0 < amount)
                    .clamp(1, points.len() - 1);
                let ((x0, v0), (x1, v1)) = (points[after - 1], points[after]);
                v0 + (v1 - v0) * ((amount - x0) / (x1 - x0))
            }
            Self::Power { best, exponent } => libm::pow(from_worst(best), *exponent),
            Self::Exponential { best, curvature } => {
                libm::expm1(-curvature * from_worst(best)) / libm::expm1(-curvature)
            }
        }
    }

    fn fault(&self, lower: f64, upper: f64) -> Option<&'static str> {
        let within = |value: &f64| (0.0..=1.0).contains(value);
        match self {
            Self::Linear { at_lower, at_upper } => {
                (!(within(at_lower) && within(at_upper))).then_some("has a value outside 0 to 1")
            }
            Self::Piecewise(points) => {
                let spans = points.len() >= 2
                    && points.first().is_some_and(|point| point.0 == lower)
                    && points.last().is_some_and(|point| point.0 == upper);
                if !spans {
                    Some("does not run from the least amount to the greatest")
                } else if !points.windows(2).all(|pair| pair[0].0 < pair[1].0) {
                    Some("has amounts that do not increase")
                } else if !points.iter().all(|point| within(&point.1)) {
                    Some("has a value outside 0 to 1")
                } else {
                    None
                }
            }
            Self::Power { exponent, .. } => (!(exponent.is_finite() && *exponent > 0.0))
                .then_some("has an exponent that is not a finite number above 0"),
            Self::Exponential { curvature, .. } => (!(curvature.abs() <= 700.0
                && *curvature != 0.0))
                .then_some("has a curvature that is zero or beyond 700"),
        }
    }
}

/// The value function of one issue.
#[derive(Debug, Clone, PartialEq)]
pub enum Valuation {
    /// A value for each option, in order.
    Options(Vec<OptionValue>),
    /// A curve over an amount.
    Amount(Curve),
}

impl Valuation {
    /// A constant value for each option, in order.
    pub fn table(values: impl IntoIterator<Item = f64>) -> Self {
        Self::Options(values.into_iter().map(OptionValue::Constant).collect())
    }

    /// The value of a level when the first belligerent holds `share` of the region; zero for a level that is not of
    /// the issue.
    #[must_use]
    pub fn at(&self, level: Level, domain: &Domain, share: f64) -> f64 {
        match (self, level, domain) {
            (Self::Options(values), Level::Option(option), _) => values
                .get(option.get())
                .map_or(0.0, |value| value.at(share)),
            (Self::Amount(curve), Level::Amount(amount), Domain::Amount { lower, upper, .. }) => {
                curve.at(amount, *lower, *upper)
            }
            _ => 0.0,
        }
    }

    pub(super) fn fault(&self, domain: &Domain) -> Option<&'static str> {
        match (self, domain) {
            (Self::Options(values), Domain::Choice(options) | Domain::Ordinal(options)) => {
                if values.len() != options.len() {
                    Some("has not one value for each option")
                } else if !values.iter().all(|value| value.is_valid()) {
                    Some("has a value outside 0 to 1")
                } else {
                    None
                }
            }
            (Self::Amount(curve), Domain::Amount { lower, upper, .. }) => {
                curve.fault(*lower, *upper)
            }
            (Self::Options(_), _) => Some("values options, but the issue is an amount"),
            (Self::Amount(_), _) => Some("values an amount, but the issue has options"),
        }
    }
}
