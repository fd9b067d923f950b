//! What is asked of the surpluses of two parties together.

/// What two parties are to have, each counted from its floor in its scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// The lesser of the two as much as can be.
    Lesser,
    /// This one, counted from zero, no less than nothing, and the other as much as can be.
    Above(usize),
}

impl Aim {
    /// By how much the first has more than it needs; where that is less than nothing, it needs more attention.
    pub(super) fn tilt(self, sums: [f64; 2]) -> f64 {
        match self {
            Self::Lesser => sums[0] - sums[1],
            Self::Above(0) => sums[0],
            Self::Above(_) => -sums[1],
        }
    }

    /// What is asked, of what both have; `None` where one that has to have something does not have it.
    pub(super) fn asked(self, sums: [f64; 2]) -> Option<f64> {
        match self {
            Self::Lesser => Some(sums[0].min(sums[1])),
            Self::Above(floored) => (sums[floored] >= 0.0).then_some(sums[1 - floored]),
        }
    }

    /// What a sum of both by the shares of attention is multiplied by for a bound of what is asked, where the first has this
    /// share.
    ///
    /// The lesser of two is no more than any mean of them. Where one has to have something, any multiple of what it has
    /// beyond that may be added to what the other has: a share in the proportion of the two.
    pub(super) fn factor(self, share: f64) -> f64 {
        match self {
            Self::Lesser => 1.0,
            Self::Above(0) => 1.0 / (1.0 - share),
            Self::Above(_) => 1.0 / share,
        }
    }
}

/// What a sum by shares of attention bounds what is asked by: all or nothing, where all attention is on the one that has
/// to have something.
pub(super) fn height(sum: f64, factor: f64) -> f64 {
    if factor < f64::INFINITY {
        factor * sum
    } else if sum < 0.0 {
        f64::NEG_INFINITY
    } else {
        f64::INFINITY
    }
}
