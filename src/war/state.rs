//! Where a war stands, and how it ended if it did.

use serde::{Deserialize, Serialize};

/// Position of a regime in its chain.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct RegimeIndex(pub usize);

impl RegimeIndex {
    /// The position as a plain number, from zero.
    #[must_use]
    pub fn get(self) -> usize {
        self.0
    }
}

/// Where a war stands at the start of a period; all that its future depends on, but for the strength.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarState {
    /// What the first belligerent holds on each axis, in slices from 0 to all of them.
    pub positions: Vec<usize>,
    /// The support behind the war in this period.
    pub regime: RegimeIndex,
    /// Periods since the talks opened.
    pub period: u32,
}

/// The end of a war without a deal: the front stays where it is for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum WarEnd {
    /// It stopped by itself, at the process's own hazard.
    BurntOut,
    /// It reached the horizon of the process.
    Horizon,
}

/// One period of war.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarStep {
    /// Where the war stands after it.
    pub state: WarState,
    /// Whether the war ended by itself at the end of the period, and how.
    pub end: Option<WarEnd>,
}

/// A state that does not belong to the process it was given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// The state has another number of axes.
    #[error("the state has {found} positions, the war has {expected}")]
    Positions {
        /// Positions in the state.
        found: usize,
        /// Axes of the process.
        expected: usize,
    },
    /// A position beyond the end of its axis.
    #[error("position {found} on axis {axis} is beyond its last, {last}")]
    Position {
        /// The axis, counted from zero.
        axis: usize,
        /// The position in the state.
        found: usize,
        /// The last position of the axis.
        last: usize,
    },
    /// A regime that the process does not have.
    #[error("the state is in regime {found}, the war has {regimes}")]
    Regime {
        /// The regime in the state, counted from zero.
        found: usize,
        /// How many regimes the process has.
        regimes: usize,
    },
}

impl WarState {
    /// The check shared by the processes: the last position of each axis, and the number of regimes.
    pub(super) fn fits(
        &self,
        last_positions: impl ExactSizeIterator<Item = usize>,
        regimes: usize,
    ) -> Result<(), StateError> {
        if self.positions.len() != last_positions.len() {
            return Err(StateError::Positions {
                found: self.positions.len(),
                expected: last_positions.len(),
            });
        }
        for (axis, (&found, last)) in self.positions.iter().zip(last_positions).enumerate() {
            if found > last {
                return Err(StateError::Position { axis, found, last });
            }
        }
        if self.regime.get() >= regimes {
            return Err(StateError::Regime {
                found: self.regime.get(),
                regimes,
            });
        }
        Ok(())
    }

    /// The same place one period later, the war going on.
    pub(super) fn next_period(&self) -> Self {
        Self {
            period: self.period.saturating_add(1),
            ..self.clone()
        }
    }
}
