//! Whether a saved state is one that talks could have come to: files are edited, cut short and mixed up.

use super::{Breakdown, Outcome, Protocol, TalksError, TalksSettings, TalksState};
use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::zone::Demands;

/// What no talks could have come to.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// A count that is greater than what it counts can be.
    #[error("`{field}` is {found}, and can be {most} at most")]
    Count {
        /// The field.
        field: &'static str,
        /// What was found.
        found: u32,
        /// The most that there can be.
        most: u32,
    },
    /// All rounds have passed, and the talks go on.
    #[error("{round} of {rounds} rounds have passed, and there is no outcome")]
    Endless {
        /// Rounds that have passed.
        round: u32,
        /// Rounds of the talks.
        rounds: u32,
    },
    /// An offer of a round that had not come, or that was over when the offer before it was made.
    #[error("offer {offer} is of round {found}, where {least} to {most} is possible")]
    OfferRound {
        /// The offer, counted from zero.
        offer: usize,
        /// Its round.
        found: u32,
        /// The first round that it can be of.
        least: u32,
        /// The last.
        most: u32,
    },
    /// An offer that stands under a protocol without any, or that somebody made who did not make the last one.
    #[error("the offer that stands is not by the maker of the last, or the protocol has none")]
    Standing,
    /// Acceptances of somebody who is no side, of one side twice, or of all.
    #[error(
        "the offer that stands is accepted by somebody who is no side, by one twice, or by all"
    )]
    Acceptances,
    /// A party that left in a round that has not come.
    #[error("party {party} left in round {found}, where 1 to {most} is possible")]
    Away {
        /// The party, counted from zero.
        party: usize,
        /// The round.
        found: u32,
        /// Rounds that have passed.
        most: u32,
    },
    /// A value of war that is no number.
    #[error("the value of war to party {party} is {found}, which is not finite")]
    WarValue {
        /// The party, counted from zero.
        party: usize,
        /// The value.
        found: f64,
    },
    /// Red lines to lift that are not those which exclude every deal.
    #[error("the red lines that are said to exclude every deal are not those that do")]
    Impasse,
    /// An outcome that names a party or an axis that is not there, or another deadline.
    #[error("the outcome is not one of these talks")]
    Outcome,
}

impl TalksState {
    /// Whether the talks that these settings are of could have come here; what a situation and a zone can be is not asked.
    pub(super) fn audit(
        &self,
        conflict: &Conflict,
        settings: &TalksSettings,
    ) -> Result<(), TalksError> {
        if self.version != Self::VERSION {
            return Err(TalksError::Version {
                found: self.version,
                expected: Self::VERSION,
            });
        }
        self.situation.check(conflict)?;
        self.check_names(conflict)?;
        self.check_counts(conflict, settings)?;
        self.check_offers(conflict, settings)?;
        self.check_outcome(conflict, settings)?;
        Ok(())
    }

    /// Everything that is named is there.
    fn check_names(&self, conflict: &Conflict) -> Result<(), TalksError> {
        let parties = conflict.parties().len();
        let mut deals = self
            .offers
            .iter()
            .map(|offer| &offer.deal)
            .chain(self.outcome.as_ref().and_then(Outcome::deal));
        let what = if self.strength >= conflict.war().strengths() {
            "a strength that is not in the grid"
        } else if self.war_values.len() != parties || self.away.len() != parties {
            "not one entry for each party"
        } else if !deals.all(|deal| conflict.space().admits(deal)) {
            "a deal that is not of the space"
        } else if !self.offerers().all(|party| party.get() < parties) {
            "an offer of a party that is not there"
        } else {
            return Ok(());
        };
        Err(TalksError::Foreign { what })
    }

    /// Everybody who is said to have offered, been shown or accepted anything.
    fn offerers(&self) -> impl Iterator<Item = PartyIndex> {
        let offers = self.offers.iter();
        offers
            .flat_map(|offer| offer.to.into_iter().chain([offer.by]))
            .chain(self.standing.iter().copied())
    }

    fn check_counts(&self, conflict: &Conflict, settings: &TalksSettings) -> Result<(), Damage> {
        let round = self.round;
        let parties = u32::try_from(conflict.parties().len()).unwrap_or(u32::MAX);
        let accepted = u32::try_from(self.accepted).unwrap_or(u32::MAX);
        for (field, found, most) in [
            ("round", round, settings.rounds),
            ("accepted", accepted, parties),
            ("without_progress", self.without_progress, round),
            ("rounds_with_zone", self.rounds_with_zone, round),
        ] {
            if found > most {
                return Err(Damage::Count { field, found, most });
            }
        }
        if round == settings.rounds && self.outcome.is_none() {
            let rounds = settings.rounds;
            return Err(Damage::Endless { round, rounds });
        }
        for (party, away) in self.away.iter().enumerate() {
            if let Some(found) = *away
                && !(1..=round).contains(&found)
            {
                let most = round;
                return Err(Damage::Away { party, found, most });
            }
        }
        for (party, found) in self.war_values.iter().copied().enumerate() {
            if !found.is_finite() {
                return Err(Damage::WarValue { party, found });
            }
        }
        Ok(())
    }

    fn check_offers(&self, conflict: &Conflict, settings: &TalksSettings) -> Result<(), Damage> {
        let mut least = 1;
        for (offer, made) in self.offers.iter().enumerate() {
            let (found, most) = (made.round, self.round);
            if !(least..=most).contains(&found) {
                return Err(Damage::OfferRound {
                    offer,
                    found,
                    least,
                    most,
                });
            }
            least = found;
        }
        let accepted = &self.standing;
        let Some(maker) = accepted.first() else {
            return Ok(());
        };
        let last = self.offers.last();
        let last = last.filter(|last| last.by == *maker && last.to.is_none());
        if settings.protocol != Protocol::Stacked || last.is_none() {
            return Err(Damage::Standing);
        }
        let sides = super::protocol::sides(settings, conflict);
        let mut once = accepted.clone();
        once.sort_unstable();
        once.dedup();
        let by_sides = accepted.iter().all(|party| sides.contains(party));
        // With all of them the talks would have ended, and then nothing stands any more, or the round with no offer standing.
        let some = once.len() == accepted.len() && accepted.len() < sides.len();
        if by_sides && some {
            Ok(())
        } else {
            Err(Damage::Acceptances)
        }
    }

    fn check_outcome(&self, conflict: &Conflict, settings: &TalksSettings) -> Result<(), Damage> {
        let is_party = |party: PartyIndex| party.get() < conflict.parties().len();
        let fits = match &self.outcome {
            None | Some(Outcome::Kept { .. } | Outcome::Broken { .. }) => true,
            Some(Outcome::NotRatified { party, .. }) => is_party(*party),
            Some(Outcome::NoDeal {
                breakdown,
                rounds_with_zone,
            }) => {
                *rounds_with_zone <= self.round
                    && match *breakdown {
                        Breakdown::Deadline { rounds } => rounds == settings.rounds,
                        Breakdown::WalkOut { party } => is_party(party),
                        Breakdown::MediatorWithdrew { without_progress } => {
                            without_progress <= self.round
                        }
                        Breakdown::Collapse { axis } => axis < conflict.territory().axes().count(),
                        Breakdown::WarEnded { .. } => true,
                    }
            }
        };
        if fits { Ok(()) } else { Err(Damage::Outcome) }
    }

    /// Whether the red lines that are said to exclude every deal are those that do.
    pub(super) fn check_impasse(&self, found: Option<&Demands>) -> Result<(), Damage> {
        match &self.impasse {
            Some(said) if found != Some(said) => Err(Damage::Impasse),
            _ => Ok(()),
        }
    }
}
