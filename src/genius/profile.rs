//! Profiles: what one party wants.

use super::domain::{Issue, Value, Values};

/// How one issue is evaluated, before its weight.
#[derive(Debug, Clone, PartialEq)]
pub enum Evaluator {
    /// A number for each named value, in the order of the domain; what counts is its share of the largest.
    Table(Vec<f64>),
    /// `offset + slope · (value − from)`, cut to \[0, 1\].
    Linear {
        /// At `from`.
        offset: f64,
        /// By unit.
        slope: f64,
        /// Where the value is counted from: the lower end for integer issues, zero for real ones.
        from: f64,
    },
    /// The same for every value.
    Constant(f64),
    /// Rises from 0 at `lower` to 1 at `top` and falls to 0 at `upper`; 0 outside.
    Triangular {
        /// Where it begins.
        lower: f64,
        /// Where it ends.
        upper: f64,
        /// Where it is 1.
        top: f64,
    },
    /// A number in \[0, 1\] for each named value, as it stands (GeniusWeb).
    Shares(Vec<f64>),
    /// Along a straight line between two ends, as it stands (GeniusWeb).
    Between {
        /// The least value and its utility.
        low: (f64, f64),
        /// The greatest value and its utility.
        high: (f64, f64),
    },
}

/// A largest evaluation below this counts as none: every value of the issue is worth 0 then, as in GENIUS.
const LEAST_LARGEST: f64 = 1e-5;

impl Evaluator {
    /// The evaluation of a value, before the weight; zero for a value of another kind.
    ///
    /// A table costs as much as it is long.
    #[must_use]
    pub fn at(&self, value: Value) -> f64 {
        match (self, value) {
            (Self::Table(evaluations), Value::Option(at)) => share(
                evaluations.get(at).copied().unwrap_or(0.0),
                largest(evaluations),
            ),
            (Self::Shares(shares), Value::Option(at)) => shares.get(at).copied().unwrap_or(0.0),
            (_, Value::Integer(value)) => self.at_number(value as f64),
            (_, Value::Real(value)) => self.at_number(value),
            (Self::Constant(value), _) => *value,
            _ => 0.0,
        }
    }

    pub(super) fn at_number(&self, value: f64) -> f64 {
        match self {
            Self::Linear {
                offset,
                slope,
                from,
            } => (offset + slope * (value - from)).clamp(0.0, 1.0),
            Self::Constant(value) => *value,
            Self::Triangular { lower, upper, top } => {
                if value < *lower || value >= *upper {
                    // At the top end itself where the triangle has no falling side.
                    if value == *top && top == upper {
                        1.0
                    } else {
                        0.0
                    }
                } else if value < *top {
                    (value - lower) / (top - lower)
                } else {
                    1.0 - (value - top) / (upper - top)
                }
            }
            Self::Between { low, high } => {
                if high.0 == low.0 {
                    low.1
                } else {
                    low.1 + (high.1 - low.1) * ((value - low.0) / (high.0 - low.0))
                }
            }
            Self::Table(_) | Self::Shares(_) => 0.0,
        }
    }

    /// What a value adds to a utility: weight · evaluation, and of a table weight · evaluation / largest, in this
    /// order, which sets how it is rounded.
    fn weighted(&self, weight: f64, value: Value) -> f64 {
        match (self, value) {
            (Self::Table(evaluations), Value::Option(at)) => {
                let evaluation = evaluations.get(at).copied().unwrap_or(0.0);
                share(weight * evaluation, largest(evaluations))
            }
            _ => weight * self.at(value),
        }
    }

    /// What every value of an issue adds to a utility under this weight, in order; `None` for an issue of reals.
    pub(super) fn table(&self, weight: f64, issue: &Issue) -> Option<Vec<f64>> {
        match (&issue.values, self) {
            (Values::Discrete(_), Self::Table(evaluations)) => {
                let largest = largest(evaluations);
                let shares = evaluations.iter().map(|one| share(weight * one, largest));
                Some(shares.collect())
            }
            (Values::Discrete(values), _) => {
                let options = (0..values.len()).map(Value::Option);
                Some(options.map(|value| self.weighted(weight, value)).collect())
            }
            (Values::Integer { lower, upper }, _) => {
                let numbers = (*lower..=*upper).map(Value::Integer);
                Some(numbers.map(|value| self.weighted(weight, value)).collect())
            }
            (Values::Real { .. }, _) => None,
        }
    }
}

impl Evaluator {
    /// The largest size of what a value of the issue adds under this weight; not a number where one is not.
    pub(super) fn size(&self, weight: f64, issue: &Issue) -> f64 {
        let adds = match (self.table(weight, issue), &issue.values) {
            (Some(table), _) => table,
            // What bends between the ends lies within 0 and 1.
            (None, Values::Real { lower, upper }) => {
                let ends = [*lower, *upper].map(|end| weight * self.at_number(end));
                vec![ends[0], ends[1], weight]
            }
            (None, _) => Vec::new(),
        };
        let not_less = |size: f64, add: &f64| {
            if size.is_nan() || size >= add.abs() {
                size
            } else {
                add.abs()
            }
        };
        adds.iter().fold(0.0, not_less)
    }
}

fn largest(evaluations: &[f64]) -> f64 {
    evaluations
        .iter()
        .copied()
        .fold(f64::NEG_INFINITY, f64::max)
}

fn share(evaluation: f64, largest: f64) -> f64 {
    if largest < LEAST_LARGEST {
        0.0
    } else {
        evaluation / largest
    }
}

/// One side of a rectangle: the values of an integer issue from `min` to `max`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// The issue's position in the domain.
    pub issue: usize,
    /// The least value.
    pub min: i64,
    /// The greatest value.
    pub max: i64,
}

/// A hyper-rectangle of deals, and what it adds to the sum for those in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rectangle {
    /// What it adds.
    pub utility: f64,
    /// Its sides, one for each issue that it asks about; a rectangle without sides holds all deals.
    pub sides: Vec<Side>,
    /// Whether it adds for the deals outside of it instead.
    pub outside: bool,
}

impl Rectangle {
    /// What it adds for an outcome.
    #[must_use]
    pub fn at(&self, outcome: &[Value]) -> f64 {
        let inside = self.sides.iter().all(|side| {
            matches!(outcome.get(side.issue), Some(Value::Integer(value)) if (side.min..=side.max).contains(value))
        });
        if inside != self.outside {
            self.utility
        } else {
            0.0
        }
    }
}

/// How the utility of a deal is worked out.
#[derive(Debug, Clone, PartialEq)]
pub enum Utility {
    /// Σ weight · evaluation.
    Additive {
        /// By issue, as they stand in the file.
        weights: Vec<f64>,
        /// By issue.
        evaluators: Vec<Evaluator>,
    },
    /// What the rectangles add up to, divided by `largest`, and at most 1.
    Rectangles {
        /// The rectangles.
        rectangles: Vec<Rectangle>,
        /// The largest sum, as the file states it; above zero.
        largest: f64,
    },
}

/// What one party wants, and what it has without an agreement.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The file that it comes from, or is to be written to.
    pub file: String,
    /// How it values deals.
    pub utility: Utility,
    /// Its utility without an agreement: the reservation value, not discounted.
    pub reservation: f64,
    /// The discount factor d: a deal at time t of \[0, 1\] is worth d^t of what it is worth at once. In (0, 1].
    pub discount: f64,
}

impl Profile {
    /// The size that no utility and no reservation value may pass: beside larger ones 10⁻⁹ is not told from nothing.
    pub const MAX_UTILITY: f64 = 1e6;

    /// The utility of an outcome, not discounted; not a number of any meaning for an outcome of another domain.
    #[must_use]
    pub fn utility(&self, outcome: &[Value]) -> f64 {
        match &self.utility {
            Utility::Additive {
                weights,
                evaluators,
            } => weights
                .iter()
                .zip(evaluators)
                .zip(outcome)
                .fold(0.0, |sum, ((weight, evaluator), value)| {
                    sum + evaluator.weighted(*weight, *value)
                }),
            Utility::Rectangles {
                rectangles,
                largest,
            } => {
                let sum: f64 = rectangles.iter().map(|one| one.at(outcome)).sum();
                (sum / largest).min(1.0)
            }
        }
    }

    /// The utility of an outcome agreed at time `t` of \[0, 1\]: d^t · u.
    #[must_use]
    pub fn discounted(&self, outcome: &[Value], time: f64) -> f64 {
        self.utility(outcome) * libm::pow(self.discount, time.clamp(0.0, 1.0))
    }
}
