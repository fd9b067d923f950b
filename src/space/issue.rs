//! Issues: the things that a deal settles.

use serde::{Deserialize, Serialize};

use super::error::{self, Place};
use super::{FrameEffect, Level, SpaceError};
use crate::index::OptionIndex;

/// What kind of thing an issue is; reports group by it, the mathematics does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Family {
    /// Where lines run, and the legal status of regions.
    Territory,
    /// Money and property, frozen pools among them.
    Assets,
    /// Sequence, phases, review and sunset dates.
    Time,
    /// Guarantees, alliances, forces.
    Security,
    /// Sanctions and trade.
    Economy,
    /// Elections, ratification, amnesty.
    Politics,
    /// Anything else.
    Other,
}

/// A named option of an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Unique within the issue: lower-case letters, digits, `_` and `-`.
    pub id: String,
    /// What a reader is shown.
    pub label: String,
}

impl Choice {
    /// An option with this id and label.
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
        }
    }
}

/// The levels that an issue can take.
#[derive(Debug, Clone, PartialEq)]
pub enum Domain {
    /// Named options without an order.
    Choice(Vec<Choice>),
    /// Named options from low to high.
    Ordinal(Vec<Choice>),
    /// A quantity in `lower ..= upper`, continuous or in steps.
    Amount {
        /// Least level, in `unit`.
        lower: f64,
        /// Greatest level, in `unit`; above `lower`.
        upper: f64,
        /// What is counted: "USD bn", "troops".
        unit: String,
        /// Distance between levels, counted from `lower`; a continuum where absent.
        step: Option<f64>,
    },
}

impl Domain {
    /// The named options; none for an amount.
    #[must_use]
    pub fn options(&self) -> &[Choice] {
        match self {
            Self::Choice(options) | Self::Ordinal(options) => options,
            Self::Amount { .. } => &[],
        }
    }

    /// The index of the option with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<OptionIndex> {
        self.options()
            .iter()
            .position(|option| option.id == id)
            .map(OptionIndex)
    }

    /// Whether a level is of the right kind and in range, and on the grid where there are steps.
    #[must_use]
    pub fn contains(&self, level: Level) -> bool {
        match (self, level) {
            (Self::Choice(options) | Self::Ordinal(options), Level::Option(option)) => {
                option.get() < options.len()
            }
            (
                Self::Amount {
                    lower, upper, step, ..
                },
                Level::Amount(amount),
            ) => {
                (*lower..=*upper).contains(&amount)
                    && step.is_none_or(|step| {
                        // The nearest grid level, made as the search makes it, so that both agree to the bit; the
                        // upper end stands for a level that rounding puts beside it.
                        let nearest = lower + step * ((amount - lower) / step).round();
                        nearest == amount
                            || (amount == *upper && (nearest - upper).abs() <= 1e-9 * step)
                    })
            }
            _ => false,
        }
    }

    /// How many levels there are; `None` for a continuum.
    pub(super) fn level_count(&self) -> Option<f64> {
        match self {
            Self::Choice(options) | Self::Ordinal(options) => Some(options.len() as f64),
            Self::Amount {
                lower, upper, step, ..
            } => step.map(|step| ((upper - lower) / step + 1e-9).floor() + 1.0),
        }
    }
}

/// One thing to settle: a line, a sum, a status, in named options or as an amount.
#[derive(Debug, Clone, PartialEq)]
pub struct Issue {
    /// Unique within the space: lower-case letters, digits, `_` and `-`.
    pub id: String,
    /// What a reader is shown.
    pub label: String,
    /// What kind of thing it is.
    pub family: Family,
    /// The levels it can take.
    pub domain: Domain,
    /// What holds while nothing is signed.
    pub status_quo: Level,
    /// For an issue that frames the deal, what each option does to timing and durability, in option order.
    pub frame: Option<Vec<FrameEffect>>,
}

impl Issue {
    /// An issue with named options, the first of them the status quo.
    pub fn choice<'a>(
        id: impl Into<String>,
        family: Family,
        options: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let id = id.into();
        Self {
            label: id.clone(),
            id,
            family,
            domain: Domain::Choice(
                options
                    .into_iter()
                    .map(|option| Choice::new(option, option))
                    .collect(),
            ),
            status_quo: Level::Option(OptionIndex(0)),
            frame: None,
        }
    }

    /// A continuous amount in `lower ..= upper`, its status quo the lower end.
    pub fn amount(
        id: impl Into<String>,
        family: Family,
        lower: f64,
        upper: f64,
        unit: impl Into<String>,
    ) -> Self {
        let id = id.into();
        Self {
            label: id.clone(),
            id,
            family,
            domain: Domain::Amount {
                lower,
                upper,
                unit: unit.into(),
                step: None,
            },
            status_quo: Level::Amount(lower),
            frame: None,
        }
    }

    pub(super) fn check(&self) -> Result<(), SpaceError> {
        let fault = |fault| SpaceError::Issue {
            issue: self.id.clone(),
            fault,
        };
        match &self.domain {
            Domain::Choice(options) | Domain::Ordinal(options) => {
                error::check_count("options", options.len(), 1, super::Space::MAX_OPTIONS)?;
                error::check_ids(
                    options.iter().map(|option| option.id.as_str()),
                    Place::Option,
                )?;
                if let Some(effects) = &self.frame {
                    if effects.len() != options.len() {
                        return Err(fault("its frame effects are not one for each option"));
                    }
                    if !effects.iter().all(FrameEffect::is_valid) {
                        return Err(fault("a breach factor is not a finite number of 0 or more"));
                    }
                }
            }
            Domain::Amount {
                lower, upper, step, ..
            } => {
                if !(lower.is_finite() && upper.is_finite() && lower < upper) {
                    return Err(fault(
                        "its range is not finite with the lower end below the upper",
                    ));
                }
                if step
                    .is_some_and(|step| !(step.is_finite() && step > 0.0 && step <= upper - lower))
                {
                    return Err(fault("its step is not above zero and within the range"));
                }
                if self.frame.is_some() {
                    return Err(fault("an amount cannot frame a deal; use a choice"));
                }
            }
        }
        if self.domain.contains(self.status_quo) {
            Ok(())
        } else {
            Err(fault("its status quo is not one of its levels"))
        }
    }
}
