//! Plans of value functions.

use toml::de::DeValue;

use crate::index::{OptionIndex, ParameterIndex};
use crate::party::{Curve, End, OptionValue};
use crate::scenario::read::{Measure, Node, Registry};
use crate::scenario::{Fault, ScenarioError, Setting};

/// The value of an option to a party.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum OptionValuePlan {
    Constant(ParameterIndex),
    AtFront {
        none: ParameterIndex,
        all: ParameterIndex,
    },
}

impl OptionValuePlan {
    pub(super) fn read<'a>(
        node: &Node<'a>,
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        if !(node.has("none") || node.has("all")) {
            return Ok(Self::Constant(registry.quantity(node, Measure::VALUE)?));
        }
        registry.mark(node);
        let table = node.table(&["none", "all", "cite"])?.citing(registry)?;
        Ok(Self::AtFront {
            none: registry.quantity(&table.need("none")?, Measure::VALUE)?,
            all: registry.quantity(&table.need("all")?, Measure::VALUE)?,
        })
    }

    pub(super) fn build(self, at: &Setting) -> OptionValue {
        match self {
            Self::Constant(value) => OptionValue::Constant(at.value(value)),
            Self::AtFront { none, all } => OptionValue::AtFront {
                none: at.value(none),
                all: at.value(all),
            },
        }
    }
}

/// The value of an amount to a party.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum CurvePlan {
    Linear {
        lower: ParameterIndex,
        upper: ParameterIndex,
    },
    Piecewise(Vec<(f64, ParameterIndex)>),
    Power {
        best: End,
        exponent: ParameterIndex,
    },
    Exponential {
        best: End,
        curvature: ParameterIndex,
    },
}

/// The most points of a curve.
const MAX_POINTS: usize = 4096;

impl CurvePlan {
    /// Reads a curve over the amounts `lower` to `upper`.
    pub(super) fn read<'a>(
        node: &Node<'a>,
        (lower, upper): (f64, f64),
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let shapes = ["linear", "points", "power", "exponential"];
        let table = node
            .table(&["linear", "points", "power", "exponential", "cite"])?
            .citing(registry)?;
        let (shape, node) = table.only(&shapes)?;
        if shape == "points" {
            return Self::read_points(&node, (lower, upper), registry);
        }
        let allowed: &[&str] = match shape {
            "linear" => &["lower", "upper", "cite"],
            "power" => &["best", "exponent", "cite"],
            _ => &["best", "curvature", "cite"],
        };
        let table = node.table(allowed)?.citing(registry)?;
        let ends = [("lower", End::Lower), ("upper", End::Upper)];
        let best = || table.need("best")?.word("an end of the range", &ends);
        Ok(match shape {
            "linear" => Self::Linear {
                lower: registry.quantity(&table.need("lower")?, Measure::VALUE)?,
                upper: registry.quantity(&table.need("upper")?, Measure::VALUE)?,
            },
            "power" => Self::Power {
                best: best()?,
                exponent: registry.quantity(&table.need("exponent")?, Measure::EXPONENT)?,
            },
            _ => Self::Exponential {
                best: best()?,
                curvature: registry.quantity(&table.need("curvature")?, Measure::CURVATURE)?,
            },
        })
    }

    fn read_points<'a>(
        node: &Node<'a>,
        (lower, upper): (f64, f64),
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let nodes = node.list("points", "", 2, MAX_POINTS)?;
        let last = nodes.len() - 1;
        let mut points: Vec<(f64, ParameterIndex)> = Vec::new();
        for (position, node) in nodes.iter().enumerate() {
            let table = node.table(&["at", "value", "cite"])?.citing(registry)?;
            let place = table.need("at")?;
            let at = place.number()?;
            let above = points.last().map_or(f64::NEG_INFINITY, |point| point.0);
            let expected = match position {
                0 if at != lower => Some(format!("{lower}, the least amount, first")),
                _ if at <= above => Some("amounts that increase".to_owned()),
                _ if position == last && at != upper => {
                    Some(format!("{upper}, the greatest amount, last"))
                }
                _ => None,
            };
            if let Some(expected) = expected {
                return Err(place.error(Fault::OutOfRange {
                    found: at,
                    expected,
                }));
            }
            points.push((
                at,
                registry.quantity(&table.need("value")?, Measure::VALUE)?,
            ));
        }
        Ok(Self::Piecewise(points))
    }

    fn build(&self, at: &Setting) -> Curve {
        match self {
            Self::Linear { lower, upper } => Curve::Linear {
                at_lower: at.value(*lower),
                at_upper: at.value(*upper),
            },
            Self::Piecewise(points) => Curve::Piecewise(
                points
                    .iter()
                    .map(|&(amount, value)| (amount, at.value(value)))
                    .collect(),
            ),
            Self::Power { best, exponent } => Curve::Power {
                best: *best,
                exponent: at.value(*exponent),
            },
            Self::Exponential { best, curvature } => match (at.value(*curvature), best) {
                // The limit: a range of curvatures may pass through zero, where the formula has none.
                (0.0, End::Lower) => straight(1.0, 0.0),
                (0.0, End::Upper) => straight(0.0, 1.0),
                (curvature, _) => Curve::Exponential {
                    best: *best,
                    curvature,
                },
            },
        }
    }
}

fn straight(at_lower: f64, at_upper: f64) -> Curve {
    Curve::Linear { at_lower, at_upper }
}

/// A party's value function over an issue.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ValuationPlan {
    Options(Vec<OptionValuePlan>),
    Amount(CurvePlan),
}

impl ValuationPlan {
    pub(super) fn build(&self, at: &Setting) -> crate::party::Valuation {
        use crate::party::Valuation;
        match self {
            Self::Options(values) => {
                Valuation::Options(values.iter().map(|value| value.build(at)).collect())
            }
            Self::Amount(curve) => Valuation::Amount(curve.build(at)),
        }
    }

    /// The first option whose value moves with the front.
    pub(crate) fn at_front(&self) -> Option<OptionIndex> {
        let Self::Options(values) = self else {
            return None;
        };
        values
            .iter()
            .position(|value| matches!(value, OptionValuePlan::AtFront { .. }))
            .map(OptionIndex)
    }
}

/// A number written bare, or a quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Number {
    Fixed(f64),
    Uncertain(ParameterIndex),
}

impl Number {
    pub(super) fn read<'a>(
        node: &Node<'a>,
        measure: Measure<'_>,
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        match node.value {
            DeValue::Integer(_) | DeValue::Float(_) => {
                let number = node.number()?;
                let checked = measure.allowed.check(number);
                checked.map_err(|fault| node.error(fault))?;
                Ok(Self::Fixed(number))
            }
            _ => Ok(Self::Uncertain(registry.quantity(node, measure)?)),
        }
    }

    pub(super) fn build(self, at: &Setting) -> f64 {
        match self {
            Self::Fixed(number) => number,
            Self::Uncertain(parameter) => at.value(parameter),
        }
    }
}
