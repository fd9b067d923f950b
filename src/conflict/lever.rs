//! Levers: what a mediator can do to make a deal worth more, or the war worth less.

use std::collections::BTreeSet;

use crate::index::PartyIndex;
use crate::party::Party;
use crate::space::{Place, Rule, SpaceError, check_count, check_ids};

/// When a lever works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// A carrot: it is promised, and delivered to those who sign.
    OnSignature,
    /// A stick, or support: it works while the war goes on, signed or not.
    AtOnce,
}

/// What a lever, pulled in full, does to one party. In utility, normalised.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LeverEffect {
    /// Change of the value of any deal, V.
    pub deal: f64,
    /// Change of the value of fighting on, W.
    pub war: f64,
}

/// Something that a mediator can do, in part or in full.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// Unique within the conflict, and not the id of an issue.
    pub id: String,
    /// What a reader is shown: what it is in full.
    pub label: String,
    /// When it works.
    pub timing: Timing,
    /// What it costs the mediator in full, in the mediator's utility; zero or more.
    pub cost: f64,
    /// What it does in full, by party.
    pub effects: Vec<LeverEffect>,
}

/// All that a mediator can do, and how much of it.
///
/// Each lever is pulled by a share from 0 to 1 of its full use, with effects and a cost in proportion. A stick is held,
/// not thrown: it works for as long as it is held, and its cost counts as if that were for good.
#[derive(Debug, Clone, PartialEq)]
pub struct Leverage {
    /// Whose levers they are.
    pub mediator: PartyIndex,
    /// The levers.
    pub levers: Vec<Lever>,
    /// The most that all levers pulled at one time may cost, in the mediator's utility; zero or more.
    pub budget: f64,
}

/// Levers that do not fit the conflict.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LeverageError {
    /// How many levers there are, or their ids.
    #[error(transparent)]
    Levers(#[from] SpaceError),
    /// They are in the hands of a party that is not there.
    #[error("party {party}, counted from zero, is to have the levers, and is not there")]
    NoMediator {
        /// The party.
        party: usize,
    },
    /// A budget below zero or not finite.
    #[error("a budget for levers is {found}, not 0 or more")]
    Budget {
        /// What was found.
        found: f64,
    },
    /// A lever that cannot be.
    #[error("lever \"{lever}\" {fault}")]
    Lever {
        /// Its id.
        lever: String,
        /// What is wrong with it.
        fault: &'static str,
    },
}

impl Leverage {
    /// The most levers there may be.
    pub const MAX_LEVERS: usize = 32;

    /// What a lever in full does to a party, its cost to the mediator included.
    #[must_use]
    pub fn effect(&self, lever: usize, party: PartyIndex) -> LeverEffect {
        let Some(found) = self.levers.get(lever) else {
            return LeverEffect::default();
        };
        let effect = found.effects.get(party.get()).copied().unwrap_or_default();
        if party == self.mediator {
            LeverEffect {
                deal: effect.deal - found.cost,
                ..effect
            }
        } else {
            effect
        }
    }

    /// What levers pulled this far do to a party.
    #[must_use]
    pub fn sum(&self, pulled: &[f64], party: PartyIndex) -> LeverEffect {
        let mut sum = LeverEffect::default();
        for (lever, share) in pulled.iter().enumerate() {
            let effect = self.effect(lever, party);
            sum.deal += share * effect.deal;
            sum.war += share * effect.war;
        }
        sum
    }

    /// What levers pulled this far cost the mediator.
    #[must_use]
    pub fn cost(&self, pulled: &[f64]) -> f64 {
        let costs = self.levers.iter().map(|lever| lever.cost);
        costs.zip(pulled).map(|(cost, share)| cost * share).sum()
    }

    /// Whether levers can be pulled this far: a share for each, within the budget. No shares at all are none pulled.
    #[must_use]
    pub fn allows(&self, pulled: &[f64]) -> bool {
        pulled.is_empty()
            || (pulled.len() == self.levers.len()
                && pulled.iter().all(|share| (0.0..=1.0).contains(share))
                && self.cost(pulled) <= self.budget + self.tolerance())
    }

    /// By how much the budget may be passed: rounding, not slack.
    fn tolerance(&self) -> f64 {
        let costs = self.levers.iter().map(|lever| lever.cost);
        Rule::TOLERANCE * costs.fold(self.budget, f64::max)
    }

    pub(super) fn check<'a>(
        &'a self,
        parties: &[Party],
        issues: impl Iterator<Item = &'a str>,
    ) -> Result<(), LeverageError> {
        check_count("levers", self.levers.len(), 0, Self::MAX_LEVERS)?;
        let ids = self.levers.iter().map(|lever| lever.id.as_str());
        check_ids(ids.clone(), Place::Lever)?;
        let taken: BTreeSet<&str> = issues.collect();
        if let Some(lever) = ids.clone().find(|id| taken.contains(id)) {
            return Err(LeverageError::Lever {
                lever: lever.to_owned(),
                fault: "has the id of an issue",
            });
        }
        if self.mediator.get() >= parties.len() {
            return Err(LeverageError::NoMediator {
                party: self.mediator.get(),
            });
        }
        if !(self.budget.is_finite() && self.budget >= 0.0) {
            return Err(LeverageError::Budget { found: self.budget });
        }
        self.levers
            .iter()
            .try_for_each(|lever| match self.fault(lever, parties.len()) {
                None => Ok(()),
                Some(fault) => Err(LeverageError::Lever {
                    lever: lever.id.clone(),
                    fault,
                }),
            })
    }

    fn fault(&self, lever: &Lever, parties: usize) -> Option<&'static str> {
        let effects = &lever.effects;
        let finite = |effect: &LeverEffect| effect.deal.is_finite() && effect.war.is_finite();
        let moves_war = |effect: &LeverEffect| effect.war != 0.0;
        if effects.len() != parties {
            Some("has not one effect for each party")
        } else if !effects.iter().all(finite) {
            Some("has an effect that is not finite")
        } else if !(lever.cost.is_finite() && lever.cost >= 0.0) {
            Some("has a cost that is not 0 or more")
        } else if lever.timing == Timing::OnSignature && effects.iter().any(moves_war) {
            Some("works on signature and changes the value of war")
        } else if effects.get(self.mediator.get()).is_some_and(moves_war) {
            Some("changes what the mediator itself has without a deal")
        } else {
            None
        }
    }
}
