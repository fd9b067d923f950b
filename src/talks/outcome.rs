//! How talks end.

use serde::{Deserialize, Serialize};

use crate::index::PartyIndex;
use crate::space::Deal;
use crate::units::Years;
use crate::war::WarEnd;

/// Why talks broke down.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Breakdown {
    /// The last round passed.
    Deadline {
        /// How many rounds there were.
        rounds: u32,
    },
    /// A party left: there is no deal that it would sign.
    WalkOut {
        /// Who left.
        party: PartyIndex,
    },
    /// The mediator lost patience.
    MediatorWithdrew {
        /// Rounds without progress before it left.
        without_progress: u32,
    },
    /// One side took all there was to take on an axis of the front.
    Collapse {
        /// The axis, counted from zero.
        axis: usize,
    },
    /// The war ended by itself, frozen where it stood.
    WarEnded {
        /// How it ended.
        end: WarEnd,
    },
}

/// How talks ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
    /// A deal was signed and ratified, and it was kept for as long as it was watched.
    Kept {
        /// The deal.
        deal: Deal,
    },
    /// A deal was signed and ratified, and it broke.
    Broken {
        /// The deal.
        deal: Deal,
        /// From the signature to the breach.
        after: Years,
    },
    /// A deal was signed, and one side's domestic audience turned it down.
    NotRatified {
        /// The deal.
        deal: Deal,
        /// Where it failed.
        party: PartyIndex,
    },
    /// Nothing was signed.
    NoDeal {
        /// Why the talks ended.
        breakdown: Breakdown,
        /// In how many of the rounds a deal zone was known to exist.
        rounds_with_zone: u32,
    },
}

/// The five ways in which an attempt at peace can end. The four that fail are never merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// A deal was signed, ratified and kept.
    Peace,
    /// There was never a deal that every side prefers to fighting on.
    NoZone,
    /// There was one, and no deal was signed, whether or not a deal of it was ever offered.
    TalksFailed,
    /// A deal was signed and not ratified.
    NotRatified,
    /// A deal was ratified and not kept.
    NotKept,
}

impl Outcome {
    /// Which of the five ways it is.
    #[must_use]
    pub fn ending(&self) -> Ending {
        match self {
            Self::Kept { .. } => Ending::Peace,
            Self::Broken { .. } => Ending::NotKept,
            Self::NotRatified { .. } => Ending::NotRatified,
            Self::NoDeal {
                rounds_with_zone: 0,
                ..
            } => Ending::NoZone,
            Self::NoDeal { .. } => Ending::TalksFailed,
        }
    }

    /// The deal that was signed, whatever became of it.
    #[must_use]
    pub fn deal(&self) -> Option<&Deal> {
        match self {
            Self::Kept { deal } | Self::Broken { deal, .. } | Self::NotRatified { deal, .. } => {
                Some(deal)
            }
            Self::NoDeal { .. } => None,
        }
    }
}
