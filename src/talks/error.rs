//! What can be wrong with talks before they begin.

use super::{Damage, Entrant};
use crate::conflict::SituationError;

/// Why talks cannot begin, or be resumed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TalksError {
    /// A list that is not one entry a party.
    #[error("{found} {what} for {parties} parties")]
    Length {
        /// What the list holds.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many parties there are.
        parties: usize,
    },
    /// Talks of no rounds.
    #[error("talks need a round at least")]
    NoRounds,
    /// The opener is no party, mediates or offers nothing; or the mediator is no party.
    #[error(
        "the opener must be a party that makes offers, and the mediator another party of the conflict"
    )]
    Roles,
    /// A single text that nobody writes.
    #[error("a single text needs a mediator to write it")]
    NoMediator,
    /// A single text under a mediator that writes none.
    #[error("a single text needs a mediator that writes: one that facilitates does not")]
    NoText,
    /// Manipulation by a mediator that has no levers in this conflict.
    #[error("a mediator that manipulates needs levers, and has none in this conflict")]
    NoLevers,
    /// A negotiator for a party that is not there.
    #[error("there is no party {party} to negotiate for")]
    NoParty {
        /// The party, counted from zero.
        party: usize,
    },
    /// A concession exponent that is not above zero.
    #[error("a concession exponent is {found}, not a finite number above 0")]
    Concession {
        /// What was found.
        found: f64,
    },
    /// A strategy that is not in the catalogue.
    #[error(
        "there is no strategy {found:?}: there are {names}, and a number for a concession exponent",
        names = Entrant::NAMES.join(", ")
    )]
    Strategy {
        /// What was found.
        found: String,
    },
    /// A number that a strategy or a rule cannot have.
    #[error("{what} is {found}, not {expected}")]
    Tactic {
        /// Which number.
        what: &'static str,
        /// What was found.
        found: f64,
        /// What it may be.
        expected: &'static str,
    },
    /// A saved state of another version of the library.
    #[error("the saved talks are of version {found}; this library resumes version {expected}")]
    Version {
        /// The version found.
        found: u32,
        /// The version expected.
        expected: u32,
    },
    /// A saved state that does not belong to the conflict.
    #[error("the saved talks are not of this conflict: {0}")]
    Situation(#[from] SituationError),
    /// A saved state with a deal or a strength that the conflict does not have.
    #[error("the saved talks are not of this conflict: {what}")]
    Foreign {
        /// What does not fit.
        what: &'static str,
    },
    /// A saved state that no talks could have come to.
    #[error("the saved talks are damaged: {0}")]
    Damaged(#[from] Damage),
}
