//! What a program asks of a sum of effects.

use super::{ROW_TOLERANCE, ZERO_TOLERANCE};

/// What a row asks: its sum of effects is at least `floor + scale · t`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// The constant on the right-hand side.
    pub floor: f64,
    /// What t is multiplied by: above zero for an objective row, zero for a constraint.
    pub scale: f64,
    /// Whether the sum must equal the floor instead; only for a constraint.
    pub equal: bool,
}

impl Row {
    /// A row whose slack, divided by `scale`, is to be made as large as possible.
    #[must_use]
    pub fn objective(floor: f64, scale: f64) -> Self {
        Self {
            floor,
            scale,
            equal: false,
        }
    }

    /// A row that must reach its floor.
    #[must_use]
    pub fn constraint(floor: f64) -> Self {
        Self {
            floor,
            scale: 0.0,
            equal: false,
        }
    }

    /// By how much a sum may miss the row and count as meeting it (an objective row at t = 0): rounding, not slack.
    pub(super) fn tolerance(self) -> f64 {
        if self.scale > 0.0 {
            ZERO_TOLERANCE * self.scale
        } else {
            ROW_TOLERANCE * self.floor.abs().max(1.0)
        }
    }

    /// By how much a proof lets a point miss the row: twice as much as a point may to count, so that no rounding of its
    /// sums brings in a point that a proof has ruled out. Nothing where the row is an objective.
    pub(super) fn allowance(self) -> f64 {
        if self.scale > 0.0 {
            0.0
        } else {
            2.0 * self.tolerance()
        }
    }
}
