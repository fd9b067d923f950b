//! How the parties talk.

use super::{TalksError, TimeDependent};
use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::mediator::Mediation;
use crate::units::{Probability, Years};

/// Who proposes, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Protocol {
    /// The sides propose in turn, one offer a round, and all others answer (Rubinstein 1982).
    Alternating,
    /// The mediator writes one text a round, and the sides answer.
    SingleText,
}

/// How the parties talk.
#[derive(Debug, Clone, PartialEq)]
pub struct TalksSettings {
    /// After how many rounds they end without a deal; 1 or more.
    pub rounds: u32,
    /// Who proposes, and how.
    pub protocol: Protocol,
    /// The party that proposes first in alternating offers; not the mediator.
    pub opener: PartyIndex,
    /// How each party concedes with time; by party. The mediator's is not used while it writes the text.
    pub concession: Vec<TimeDependent>,
    /// Probability that a party makes a public statement in a round; by party.
    pub statements: Vec<Probability>,
    /// How the mediator works; `None` where nobody mediates.
    pub mediation: Option<Mediation>,
    /// For how long after the signature it is watched whether the deal is kept.
    pub watch: Years,
}

impl TalksSettings {
    /// Alternating offers over this many rounds: the first party opens, all concede linearly, nobody makes statements.
    #[must_use]
    pub fn alternating(conflict: &Conflict, rounds: u32) -> Self {
        let parties = conflict.parties().len();
        Self {
            rounds,
            protocol: Protocol::Alternating,
            opener: PartyIndex(0),
            concession: vec![TimeDependent::LINEAR; parties],
            statements: vec![Probability::ZERO; parties],
            mediation: None,
            watch: Years::ZERO,
        }
    }

    pub(super) fn check(&self, conflict: &Conflict) -> Result<(), TalksError> {
        let parties = conflict.parties().len();
        for (what, found) in [
            ("concessions", self.concession.len()),
            ("statement probabilities", self.statements.len()),
        ] {
            if found != parties {
                return Err(TalksError::Length {
                    what,
                    found,
                    parties,
                });
            }
        }
        if self.rounds == 0 {
            return Err(TalksError::NoRounds);
        }
        let mediator = self.mediator();
        let known = |party: PartyIndex| party.get() < parties;
        if !known(self.opener) || mediator == Some(self.opener) || !mediator.is_none_or(known) {
            return Err(TalksError::Roles);
        }
        if self.protocol == Protocol::SingleText && mediator.is_none() {
            return Err(TalksError::NoMediator);
        }
        Ok(())
    }

    /// The mediator, where there is one.
    #[must_use]
    pub fn mediator(&self) -> Option<PartyIndex> {
        self.mediation.as_ref().map(|mediation| mediation.party())
    }
}
