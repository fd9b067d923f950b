//! Moves that are not in the rules.

use serde::{Deserialize, Serialize};

/// What a party did at the table that it may not do. The move does not count and the talks go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Foul {
    /// An offer with a level that is not one of its issue, or against a constraint.
    #[error("offers what is not a deal of the space")]
    NotADeal,
    /// An offer that crosses a red line of its maker's or is worth less to it than fighting on.
    #[error("offers a deal that it would not sign itself")]
    WouldNotSign,
    /// An acceptance of what crosses a red line of the party's or is worth less to it than fighting on.
    #[error("accepts a deal that it would not sign")]
    AcceptsLoss,
    /// An acceptance where it was asked for an offer, or an offer where it was asked for an answer alone.
    #[error("moves out of turn")]
    OutOfTurn,
    /// Its code panicked.
    #[error("panics: {message}")]
    Panicked {
        /// What the panic said.
        message: String,
    },
}
