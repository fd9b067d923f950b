//! Solved games: what players do who know the game and play it well, one result of the literature a page.
//!
//! The zone says which deals all prefer to war, and the talks what agents with habits make of it. These games say what
//! agents in equilibrium would do, in settings small enough to be solved: yardsticks for the talks, and the published
//! numbers that the model stands on.
//!
//! | game | question | source |
//! |---|---|---|
//! | [`AlternatingOffers`] | who gets what where delay costs both? | Rubinstein 1982; Ståhl 1972; Binmore, Shaked and Sutton 1989 |
//!
//! Shares are of a prize of size one unless a page says otherwise. What is wrong with a game is a [`GameError`] of its
//! constructor; a game that exists can be solved.

mod alternating_offers;
mod division;
mod error;

pub use alternating_offers::{Agreement, AlternatingOffers};
pub use division::Division;
pub use error::GameError;

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
