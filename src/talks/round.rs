//! What happened in a round.

use serde::{Deserialize, Serialize};

use super::{Foul, Outcome, Ripeness};
use crate::index::PartyIndex;
use crate::space::Deal;
use crate::war::{RegimeIndex, WarState};

/// Something that happened, in the order of the round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// The line moved on an axis: slices that the first belligerent gained (+) or lost (−).
    FrontMoved {
        /// The axis, counted from zero.
        axis: usize,
        /// By how many slices.
        by: i64,
    },
    /// Support behind the war changed.
    RegimeChanged {
        /// From this regime.
        from: RegimeIndex,
        /// To this.
        to: RegimeIndex,
    },
    /// A deal was put on the table.
    Offer {
        /// Who offers.
        by: PartyIndex,
        /// The deal.
        deal: Deal,
        /// What each party would gain by it over fighting on. The parties do not see this; each knows its own.
        surplus: Vec<f64>,
    },
    /// An offer that only the mediator was told.
    Confided {
        /// Who told it.
        by: PartyIndex,
        /// The deal.
        deal: Deal,
    },
    /// The mediator pulled its levers otherwise than before.
    Levers {
        /// The mediator.
        by: PartyIndex,
        /// How far each is pulled now, 0 to 1.
        pulled: Vec<f64>,
    },
    /// The mediator told each side what the other believes of the war.
    Message {
        /// The mediator.
        by: PartyIndex,
    },
    /// A party left the table: there is no deal that it would sign.
    Left {
        /// Who left.
        by: PartyIndex,
    },
    /// A party that had left came back: there is again a deal that it would sign.
    Returned {
        /// Who came back.
        by: PartyIndex,
    },
    /// A party that was to propose let its turn pass.
    Passed {
        /// Who passed.
        by: PartyIndex,
    },
    /// A move against the rules; it does not count. In a turn to propose it stands alone; in place of an answer it is followed
    /// by the party's rejection.
    Foul {
        /// Who made it.
        by: PartyIndex,
        /// What is wrong with it.
        foul: Foul,
    },
    /// A party accepted the offer on the table.
    Accepted {
        /// Who accepted.
        by: PartyIndex,
    },
    /// A party rejected the offer on the table.
    Rejected {
        /// Who rejected.
        by: PartyIndex,
    },
    /// A party repeated its position in public: backing down from it has become costlier.
    Statement {
        /// Who spoke.
        by: PartyIndex,
    },
}

/// What was known of the deal zone in a round.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneReading {
    /// A deal exists that every party prefers to fighting on: one with this least scaled surplus is known.
    Exists {
        /// The least scaled surplus of the best deal known.
        at_least: f64,
    },
    /// It is proven that none exists.
    Empty,
    /// The budget of the test ran out.
    Undecided,
}

impl ZoneReading {
    /// Whether a zone is known to exist.
    #[must_use]
    pub fn exists(self) -> bool {
        matches!(self, Self::Exists { .. })
    }
}

/// What happened in a round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// The round, from one.
    pub number: u32,
    /// Where the war stands after this round's moves.
    pub war: WarState,
    /// The share of each issue's region that the first belligerent holds, 0 to 1.
    pub shares: Vec<f64>,
    /// W of each party.
    pub war_values: Vec<f64>,
    /// Whether there is a deal zone, with the levers of a mediator that manipulates.
    pub zone: ZoneReading,
    /// Whether the conflict is ripe.
    pub ripeness: Ripeness,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// How the talks ended, in the round that ends them.
    pub outcome: Option<Outcome>,
}
