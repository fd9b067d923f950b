//! Solved games: what players do who know the game and play it well, one result of the literature a page.
//!
//! The zone says which deals all prefer to war, and the talks what agents with habits make of it. These games say what
//! agents in equilibrium would do, in settings small enough to be solved: yardsticks for the talks, and the published
//! numbers that the model stands on.
//!
//! | game | question | source |
//! |---|---|---|
//! | [`AlternatingOffers`] | who gets what where delay costs both? | Rubinstein 1982; Ståhl 1972; Binmore, Shaked and Sutton 1989 |
//! | [`Zeuthen`] | who gives way next? | Zeuthen 1930; Harsanyi 1956 |
//! | [`Legislature`] | who gets what where votes decide? | Baron and Ferejohn 1989 |
//! | [`TakeItOrLeaveIt`] | how much is asked of a rival whose cost of war is secret? | Fearon 1995 |
//! | [`DoubleAuction`] | which deals are missed where both limits are secret? | Chatterjee and Samuelson 1983 |
//! | [`BilateralTrade`] | which are missed at best, and what would it cost to make them all? | Myerson and Satterthwaite 1983 |
//! | [`WarOfAttrition`], [`PrivateAttrition`] | who holds out longer, and how long? | Maynard Smith 1974; Bishop, Cannings and Maynard Smith 1978 |
//! | [`AudienceCosts`] | who backs down in public? | Fearon 1994 |
//! | [`MediatedDemand`] | which mediator is believed? | Kydd 2003 |
//! | [`Fighting`] | when does a war end whose sides talk while they fight? | Slantchev 2003; Powell 2004 |
//! | [`Convergence`] | when does it end if they disagree about who is winning, and learn? | Slantchev 2003; Smith and Stam 2004; Yildiz 2004 |
//! | [`Lanchester`] | who wins a battle of attrition? | Lanchester 1916 |
//!
//! Shares are of a prize of size one unless a page says otherwise. What is wrong with a game is a [`GameError`] of its
//! constructor; a game that exists can be solved.

mod alternating_offers;
mod audience_costs;
mod bilateral_trade;
mod convergence;
mod division;
mod double_auction;
mod error;
mod fighting;
mod lanchester;
mod legislature;
mod mediated_demand;
mod prior;
mod quadrature;
mod take_it_or_leave_it;
mod war_of_attrition;
mod zeuthen;

pub use alternating_offers::{Agreement, AlternatingOffers};
pub use audience_costs::AudienceCosts;
pub use bilateral_trade::{BilateralTrade, Trade};
pub use convergence::Convergence;
pub use division::Division;
pub use double_auction::DoubleAuction;
pub use error::GameError;
pub use fighting::{Ending, Fighting, Node, Play, Proposing};
pub use lanchester::{Lanchester, LanchesterLaw, LastStand};
pub use legislature::{Legislature, Member, StationaryEquilibrium};
pub use mediated_demand::{BelievedBiases, MediatedDemand, MediatedDemandParts};
pub use prior::Prior;
pub use take_it_or_leave_it::{Demand, TakeItOrLeaveIt};
pub use war_of_attrition::{PrivateAttrition, Surrender, WarOfAttrition};
pub use zeuthen::Zeuthen;

use serde::{Deserialize, Serialize};

/// One of two players.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Player {
    /// The one whose share is counted.
    First,
    /// The one who gets the rest.
    Second,
}

impl Player {
    /// Both, in order.
    pub const BOTH: [Self; 2] = [Self::First, Self::Second];

    /// The player across the table.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }

    /// The position in a pair: 0 or 1.
    #[must_use]
    pub fn index(self) -> usize {
        match self {
            Self::First => 0,
            Self::Second => 1,
        }
    }
}
