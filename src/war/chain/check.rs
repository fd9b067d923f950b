//! What a chain may be made of.

use super::ChainParts;
use crate::war::belief::{BeliefError, SUM_TOLERANCE, check_grid};

/// The most axes a front may have.
pub const MAX_AXES: usize = 64;
/// The most slices an axis may have.
pub const MAX_SLICES: usize = 1024;
/// The most regimes a chain may have.
pub const MAX_REGIMES: usize = 16;
/// The most strengths a grid may have.
pub const MAX_STRENGTHS: usize = 1024;
/// The most periods to the horizon: a century of days.
pub const MAX_HORIZON: u32 = 36_525;

/// Parts that do not make a chain.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ChainError {
    /// The horizon is not 1 to [`MAX_HORIZON`].
    #[error("the horizon is {found} periods, not 1 to {MAX_HORIZON}")]
    Horizon {
        /// The horizon, in periods.
        found: u32,
    },
    /// More axes than [`MAX_AXES`].
    #[error("the front has {found} axes, more than {MAX_AXES}")]
    Axes {
        /// How many there are.
        found: usize,
    },
    /// Not 1 to [`MAX_REGIMES`] regimes.
    #[error("there are {found} regimes, not 1 to {MAX_REGIMES}")]
    Regimes {
        /// How many there are.
        found: usize,
    },
    /// Not 1 to [`MAX_STRENGTHS`] strengths.
    #[error("the grid has {found} strengths, not 1 to {MAX_STRENGTHS}")]
    Strengths {
        /// How many there are.
        found: usize,
    },
    /// The grid of strengths is not finite and strictly increasing.
    #[error(transparent)]
    Grid(#[from] BeliefError),
    /// Two axes of one name.
    #[error("two axes are called \"{axis}\"")]
    SameAxis {
        /// Their name.
        axis: String,
    },
    /// Two regimes of one name.
    #[error("two regimes are called \"{regime}\"")]
    SameRegime {
        /// Their name.
        regime: String,
    },
    /// An axis without slices, or with more than [`MAX_SLICES`].
    #[error("axis \"{axis}\" has {found} slices, not 1 to {MAX_SLICES}")]
    Slices {
        /// The axis.
        axis: String,
        /// How many slices it has.
        found: usize,
    },
    /// The opening position is beyond the end of its axis.
    #[error("axis \"{axis}\" opens at {found}, beyond its {slices} slices")]
    Opening {
        /// The axis.
        axis: String,
        /// The opening position.
        found: usize,
        /// How many slices the axis has.
        slices: usize,
    },
    /// An axis does not have the odds of every regime.
    #[error("axis \"{axis}\" has odds for {found} regimes, not {regimes}")]
    Odds {
        /// The axis.
        axis: String,
        /// How many odds it has.
        found: usize,
        /// How many regimes there are.
        regimes: usize,
    },
    /// Log-odds that are not finite.
    #[error("on axis \"{axis}\" in regime \"{regime}\" the log-odds of advance are {found}")]
    LogOdds {
        /// The axis.
        axis: String,
        /// The regime.
        regime: String,
        /// The log-odds.
        found: f64,
    },
    /// The opening regime is not there.
    #[error("the war opens in regime {found}, there are {regimes}")]
    OpeningRegime {
        /// The opening regime, counted from zero.
        found: usize,
        /// How many regimes there are.
        regimes: usize,
    },
    /// Not one row of transitions for each regime.
    #[error("there are {found} rows of transitions for {regimes} regimes")]
    TransitionRows {
        /// How many rows there are.
        found: usize,
        /// How many regimes there are.
        regimes: usize,
    },
    /// A row of transitions does not have an entry for each regime.
    #[error("the transitions from regime \"{regime}\" have {found} entries, not {regimes}")]
    TransitionRow {
        /// The regime the row is from.
        regime: String,
        /// How many entries it has.
        found: usize,
        /// How many regimes there are.
        regimes: usize,
    },
    /// A row of transitions sums to something further than 10⁻⁹ from one.
    #[error("the transitions from regime \"{regime}\" sum to {found}, not to 1")]
    TransitionSum {
        /// The regime the row is from.
        regime: String,
        /// The sum.
        found: f64,
    },
}

/// Sizes first, so that nothing is walked that is over the limits.
pub(super) fn check(parts: &ChainParts) -> Result<(), ChainError> {
    check_sizes(parts)?;
    check_grid(&parts.strengths)?;
    check_regimes(parts)?;
    check_axes(parts)
}

fn check_sizes(parts: &ChainParts) -> Result<(), ChainError> {
    if !(1..=MAX_HORIZON).contains(&parts.horizon) {
        return Err(ChainError::Horizon {
            found: parts.horizon,
        });
    }
    let found = parts.axes.len();
    if found > MAX_AXES {
        return Err(ChainError::Axes { found });
    }
    let found = parts.regimes.len();
    if !(1..=MAX_REGIMES).contains(&found) {
        return Err(ChainError::Regimes { found });
    }
    let found = parts.strengths.len();
    if !(1..=MAX_STRENGTHS).contains(&found) {
        return Err(ChainError::Strengths { found });
    }
    Ok(())
}

fn check_regimes(parts: &ChainParts) -> Result<(), ChainError> {
    let regimes = parts.regimes.len();
    for (number, regime) in parts.regimes.iter().enumerate() {
        let mut earlier = parts.regimes[..number].iter();
        if earlier.any(|other| other.id == regime.id) {
            return Err(ChainError::SameRegime {
                regime: regime.id.clone(),
            });
        }
    }
    let found = parts.opening_regime.get();
    if found >= regimes {
        return Err(ChainError::OpeningRegime { found, regimes });
    }
    let found = parts.transitions.len();
    if found != regimes {
        return Err(ChainError::TransitionRows { found, regimes });
    }
    for (regime, row) in parts.regimes.iter().zip(&parts.transitions) {
        if row.len() != regimes {
            return Err(ChainError::TransitionRow {
                regime: regime.id.clone(),
                found: row.len(),
                regimes,
            });
        }
        let found: f64 = row.iter().map(|chance| chance.get()).sum();
        if (found - 1.0).abs() > SUM_TOLERANCE {
            return Err(ChainError::TransitionSum {
                regime: regime.id.clone(),
                found,
            });
        }
    }
    Ok(())
}

fn check_axes(parts: &ChainParts) -> Result<(), ChainError> {
    for (number, axis) in parts.axes.iter().enumerate() {
        let id = || axis.id.clone();
        if parts.axes[..number].iter().any(|other| other.id == axis.id) {
            return Err(ChainError::SameAxis { axis: id() });
        }
        if !(1..=MAX_SLICES).contains(&axis.slices) {
            return Err(ChainError::Slices {
                axis: id(),
                found: axis.slices,
            });
        }
        if axis.opening > axis.slices {
            return Err(ChainError::Opening {
                axis: id(),
                found: axis.opening,
                slices: axis.slices,
            });
        }
        if axis.odds.len() != parts.regimes.len() {
            return Err(ChainError::Odds {
                axis: id(),
                found: axis.odds.len(),
                regimes: parts.regimes.len(),
            });
        }
        for (odds, regime) in axis.odds.iter().zip(&parts.regimes) {
            if !odds.advance_log_odds.is_finite() {
                return Err(ChainError::LogOdds {
                    axis: id(),
                    regime: regime.id.clone(),
                    found: odds.advance_log_odds,
                });
            }
        }
    }
    Ok(())
}
