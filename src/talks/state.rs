//! All that talks carry from one round to the next.

use serde::{Deserialize, Serialize};

use super::{Offer, Outcome};
use crate::conflict::Situation;
use crate::index::PartyIndex;
use crate::space::Deal;
use crate::stream::{Purpose, Stream};
use crate::zone::Demands;

/// Talks between two rounds: saved with serde, resumed by [`Talks::resume`](super::Talks::resume) with the same
/// future.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TalksState {
    pub(super) version: u32,
    pub(super) seed: u64,
    pub(super) run: u64,
    /// Rounds that have passed.
    pub(super) round: u32,
    pub(super) situation: Situation,
    /// The true strength, as a position in the grid; no party knows it.
    pub(super) strength: usize,
    pub(super) war_values: Vec<f64>,
    /// Every offer that was made, in order.
    pub(super) offers: Vec<Offer>,
    /// Who would sign the last offer where it stands, its maker first and then others in the order in which they said so;
    /// nobody where no offer stands.
    pub(super) standing: Vec<PartyIndex>,
    /// How many parties accepted the last offer.
    pub(super) accepted: usize,
    pub(super) without_progress: u32,
    pub(super) rounds_with_zone: u32,
    /// By party: the round in which it left, where it is away.
    pub(super) away: Vec<Option<u32>>,
    /// A deal that was in the zone when last looked; with the levers among its issues where they count.
    pub(super) witness: Option<Deal>,
    /// A smallest set of red lines to lift where they exclude every deal; they do not change with the rounds.
    pub(super) impasse: Option<Demands>,
    pub(super) outcome: Option<Outcome>,
}

impl TalksState {
    pub(super) const VERSION: u32 = 4;

    /// Rounds that have passed.
    #[must_use]
    pub fn round(&self) -> u32 {
        self.round
    }

    /// How things stand.
    #[must_use]
    pub fn situation(&self) -> &Situation {
        &self.situation
    }

    /// How the talks ended, if they have.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// Every offer that was made, in order.
    #[must_use]
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// The random numbers of one purpose in this round.
    pub(super) fn stream(&self, purpose: Purpose) -> Stream {
        Stream::new(self.seed, self.run, purpose, u64::from(self.round))
    }

    /// Drops what only a further round would need.
    pub(super) fn forget(&mut self) {
        self.witness = None;
        self.impasse = None;
        self.standing.clear();
        self.rounds_with_zone = 0;
    }
}
