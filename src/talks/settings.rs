//! How the parties talk.

use std::sync::Arc;

use super::protocol::is_side;
use super::{Consent, Negotiator, Protocol, TalksError, TimeDependent};
use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::mediator::{Mediation, Style};
use crate::party::Role;
use crate::units::{Probability, Years};

/// How rounds count as time. With r the round from one and R the last:
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clock {
    /// (r − 1)/(R − 1): from 0 in the first round to 1 in the last.
    #[default]
    Closed,
    /// r/(R + 1): never 0 and never 1.
    Open,
}

impl Clock {
    /// The part of the time that has passed in a round.
    #[must_use]
    pub fn elapsed(self, round: u32, rounds: u32) -> f64 {
        match self {
            Self::Closed if rounds <= 1 => 1.0,
            Self::Closed => f64::from(round.saturating_sub(1)) / f64::from(rounds - 1),
            Self::Open => f64::from(round) / (f64::from(rounds) + 1.0),
        }
    }
}

/// When a party leaves the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum WalkOut {
    /// As long as there is no deal that it would sign: each crosses one of its absolute red lines or is a loss to it against
    /// fighting on.
    #[default]
    Hopeless,
    /// Never. Where there is no deal that it would sign it lets its turns pass and rejects what is offered, to the last
    /// round, as agents of frameworks do that know no walking out.
    Never,
}

/// How the parties talk.
#[derive(Debug, Clone)]
pub struct TalksSettings {
    /// After how many rounds they end without a deal; 1 or more.
    pub rounds: u32,
    /// Who proposes, and how.
    pub protocol: Protocol,
    /// The party that proposes first; not the mediator, nor another in that role whose negotiator offers nothing.
    pub opener: PartyIndex,
    /// How rounds count as time.
    pub clock: Clock,
    /// Who negotiates for each party; by party. A mediator's is not asked while it writes the text.
    pub negotiators: Vec<Arc<dyn Negotiator>>,
    /// Probability that a party makes a public statement in a round; by party.
    pub statements: Vec<Probability>,
    /// How the mediator works; `None` where nobody mediates.
    pub mediation: Option<Mediation>,
    /// When a party leaves.
    pub walk_out: WalkOut,
    /// For how many rounds the others wait for a party that has left; 0 where its leaving ends the talks.
    pub absence: u32,
    /// For how long after the signature it is watched whether the deal is kept.
    pub watch: Years,
}

impl TalksSettings {
    /// Alternating offers over this many rounds: the first party opens, all concede linearly but mediators, who sign
    /// what is no loss to them; nobody makes statements.
    #[must_use]
    pub fn alternating(conflict: &Conflict, rounds: u32) -> Self {
        let parties = conflict.parties();
        Self {
            rounds,
            protocol: Protocol::Alternating,
            opener: PartyIndex(0),
            clock: Clock::default(),
            negotiators: parties
                .iter()
                .map(|party| -> Arc<dyn Negotiator> {
                    match party.role {
                        Role::Belligerent => Arc::new(TimeDependent::LINEAR),
                        Role::Mediator => Arc::new(Consent),
                    }
                })
                .collect(),
            statements: vec![Probability::ZERO; parties.len()],
            mediation: None,
            walk_out: WalkOut::default(),
            absence: 0,
            watch: Years::ZERO,
        }
    }

    /// The same with somebody else negotiating for a party. Where there is no such party there is then a negotiator too many,
    /// and talks do not open: [`TalksError::Length`].
    #[must_use]
    pub fn seat(mut self, party: PartyIndex, negotiator: impl Negotiator + 'static) -> Self {
        match self.negotiators.get_mut(party.get()) {
            Some(seat) => *seat = Arc::new(negotiator),
            None => self.negotiators.push(Arc::new(negotiator)),
        }
        self
    }

    /// The same with the mediator, where there is one, in this style. Where the mediator was to write a single text and
    /// no longer writes, it shuttles between the sides instead.
    #[must_use]
    pub fn in_style(mut self, style: Style) -> Self {
        self.mediation = self.mediation.map(|mediation| mediation.with_style(style));
        if self.protocol == Protocol::SingleText && !style.writes() {
            self.protocol = Protocol::Shuttle;
        }
        self
    }

    pub(super) fn check(&self, conflict: &Conflict) -> Result<(), TalksError> {
        let parties = conflict.parties().len();
        for (what, found) in [
            ("negotiators", self.negotiators.len()),
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
        let is_known = mediator.is_none_or(|mediator| mediator.get() < parties);
        if !is_known || !is_side(self, conflict, self.opener) {
            return Err(TalksError::Roles);
        }
        if self.protocol.needs_mediator() && mediator.is_none() {
            return Err(TalksError::NoMediator);
        }
        self.check_style(conflict)
    }

    fn check_style(&self, conflict: &Conflict) -> Result<(), TalksError> {
        let style = self.mediation.map(|mediation| mediation.style());
        if self.protocol == Protocol::SingleText && style == Some(Style::Facilitation) {
            return Err(TalksError::NoText);
        }
        if style == Some(Style::Manipulation)
            && conflict.leverage().map(|leverage| leverage.mediator) != self.mediator()
        {
            return Err(TalksError::NoLevers);
        }
        Ok(())
    }

    /// The mediator, where there is one.
    #[must_use]
    pub fn mediator(&self) -> Option<PartyIndex> {
        self.mediation.as_ref().map(|mediation| mediation.party())
    }
}
