//! What happened at the talks.

use crate::talks::{Outcome, Round, Talks};

/// The rounds of one run of talks.
#[derive(Debug, Clone, PartialEq)]
pub struct Transcript {
    /// The seed that the talks were given, as the reader is told it.
    pub seed: u64,
    /// The rounds, in order.
    pub rounds: Vec<Round>,
}

impl Transcript {
    /// Plays talks to their end and writes them down.
    #[must_use]
    pub fn of(seed: u64, talks: &mut Talks<'_>) -> Self {
        Self {
            seed,
            rounds: talks.collect(),
        }
    }

    /// How the talks ended; `None` where no round was played.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        self.rounds.last()?.outcome.as_ref()
    }
}
