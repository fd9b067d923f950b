//! Putting a conflict together.

use std::sync::Arc;

use super::war_plan::{War, WarPlan};
use super::{Conflict, FightingCost, Leverage, LeverageError};
use crate::index::{IssueIndex, PartyIndex};
use crate::party::{OptionValue, Party, PartyError, Valuation};
use crate::space::{Place, Space, SpaceError, check_count, check_ids};
use crate::units::{AnnualRate, Period};
use crate::war::{
    Belief, Chain, ChainWar, ChainWarError, ReservationError, Territory, TerritoryError, WarProcess,
};

/// What is wrong with a conflict.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ConflictError {
    /// A party that does not fit the space.
    #[error(transparent)]
    Party(#[from] PartyError),
    /// The number or the ids of the parties.
    #[error(transparent)]
    Parties(SpaceError),
    /// The first belligerent is not among the parties.
    #[error("party {party}, counted from zero, is to be the first belligerent, and is not there")]
    NoFirstBelligerent {
        /// The party.
        party: usize,
    },
    /// A war whose tables cannot be built.
    #[error(transparent)]
    Chain(#[from] ChainWarError),
    /// A war along a chain whose axes are not those of the territory.
    #[error(transparent)]
    Territory(#[from] TerritoryError),
    /// Reservation values that are not finite.
    #[error(transparent)]
    Reservation(#[from] ReservationError),
    /// A war for another number of parties.
    #[error("the war values {found} parties, the conflict has {expected}")]
    WarParties {
        /// Parties of the war.
        found: usize,
        /// Parties of the conflict.
        expected: usize,
    },
    /// Not one belief for each party, or a belief over another grid.
    #[error(
        "{beliefs} beliefs over {found} strengths, where {parties} parties and {strengths} strengths are"
    )]
    Beliefs {
        /// How many beliefs there are.
        beliefs: usize,
        /// Strengths of the first that does not fit (or of the first at all).
        found: usize,
        /// Parties of the conflict.
        parties: usize,
        /// Strengths of the war.
        strengths: usize,
    },
    /// Nothing was said about what happens without a deal.
    #[error("the conflict has no war: give reservation values, a process, or a chain")]
    NoWar,
    /// Not one list of fighting costs for each party.
    #[error("{found} parties have costs of fighting, the conflict has {expected}")]
    Costs {
        /// How many there are.
        found: usize,
        /// Parties of the conflict.
        expected: usize,
    },
    /// Levers that do not fit the parties, or have the id of an issue.
    #[error(transparent)]
    Leverage(#[from] LeverageError),
    /// The issues and constraints are too many with the levers among them.
    #[error("with the levers on the table: {0}")]
    Reach(SpaceError),
    /// A value that moves with the front on an issue whose region no front divides.
    #[error("party \"{party}\" values issue \"{issue}\" by the front, but it has no region")]
    NoRegion {
        /// The party's id.
        party: String,
        /// The issue's id.
        issue: String,
    },
}

/// Collects the parts of a [`Conflict`]; see there.
#[derive(Debug, Clone)]
pub struct ConflictBuilder {
    space: Space,
    parties: Vec<Party>,
    war: Option<WarPlan>,
    first: PartyIndex,
    territory: Territory,
    priors: Option<Vec<Belief>>,
    nature: Option<Belief>,
    breach: AnnualRate,
    period: Period,
    leverage: Option<Leverage>,
    /// The first lever among the issues of the conflict that this builder came from.
    table: Option<usize>,
    /// A war solved before, whose tables are taken where they are the same.
    solved: Option<Arc<ChainWar>>,
}

impl ConflictBuilder {
    /// Rounds of talks for which the tables of a chain are kept at hand unless another number is given.
    pub const KEPT_ROUNDS: u32 = 104;

    pub(super) fn new(space: Space) -> Self {
        Self {
            space,
            parties: Vec::new(),
            war: None,
            first: PartyIndex(0),
            territory: Territory::none(),
            priors: None,
            nature: None,
            breach: AnnualRate::ZERO,
            period: Period::WEEK,
            leverage: None,
            table: None,
            solved: None,
        }
    }

    /// The parts that a conflict was built from.
    pub(super) fn of(conflict: &Conflict) -> Self {
        Self {
            space: conflict.space.clone(),
            parties: conflict.parties.clone(),
            war: Some(conflict.plan.clone()),
            first: conflict.first,
            territory: conflict.territory.clone(),
            priors: Some(conflict.priors.clone()),
            nature: Some(conflict.nature.clone()),
            breach: conflict.breach,
            period: conflict.period,
            leverage: conflict.leverage.clone(),
            table: conflict.table,
            solved: conflict.solved.clone(),
        }
    }

    /// Takes the tables of a war along a chain from this conflict wherever they are the same. It changes how long
    /// building takes, and nothing else.
    #[must_use]
    pub fn like(mut self, conflict: &Conflict) -> Self {
        self.solved = conflict.solved.clone();
        self
    }

    /// Puts these parties in place of all that are there, in this order, which [`PartyIndex`] counts.
    #[must_use]
    pub fn with_parties(mut self, parties: impl IntoIterator<Item = Party>) -> Self {
        self.parties = parties.into_iter().collect();
        self
    }

    /// Adds a party after those that are there; a conflict has 2 to 16.
    #[must_use]
    pub fn party(mut self, party: Party) -> Self {
        self.parties.push(party);
        self
    }

    /// Adds parties in this order.
    #[must_use]
    pub fn parties(mut self, parties: impl IntoIterator<Item = Party>) -> Self {
        self.parties.extend(parties);
        self
    }

    /// Without a deal each party has this utility for good.
    #[must_use]
    pub fn reservations(mut self, values: impl IntoIterator<Item = f64>) -> Self {
        self.war = Some(WarPlan::Reservations(values.into_iter().collect()));
        self
    }

    /// What happens without a deal, by any process.
    #[must_use]
    pub fn war(mut self, war: impl WarProcess + 'static) -> Self {
        self.war = Some(WarPlan::Process(Arc::new(war)));
        self
    }

    /// Without a deal the front moves along this chain through this territory. What it is worth to each party
    /// follows from its preferences and discounting; `costs` are by party.
    #[must_use]
    pub fn chain(mut self, chain: Chain, territory: Territory, costs: Vec<FightingCost>) -> Self {
        self.war = Some(WarPlan::Chain {
            chain: Box::new(chain),
            costs,
            kept: Self::KEPT_ROUNDS,
        });
        self.territory(territory)
    }

    /// The regions that the talks are about, and what the first belligerent holds of each: for a war other than along
    /// a chain, which brings its own.
    #[must_use]
    pub fn territory(mut self, territory: Territory) -> Self {
        self.territory = territory;
        self
    }

    /// Which party is the first belligerent; the first of all where nothing is said.
    #[must_use]
    pub fn first_belligerent(mut self, party: PartyIndex) -> Self {
        self.first = party;
        self
    }

    /// For how many rounds the tables of a chain are kept at hand; later ones are worked out on demand, at the same
    /// values.
    #[must_use]
    pub fn kept_rounds(mut self, rounds: u32) -> Self {
        if let Some(WarPlan::Chain { kept, .. }) = &mut self.war {
            *kept = rounds;
        }
        self
    }

    /// What each party believes of the strength behind the front; all strengths alike where nothing is said.
    #[must_use]
    pub fn beliefs(mut self, priors: Vec<Belief>) -> Self {
        self.priors = Some(priors);
        self
    }

    /// What the true strength is drawn from; all strengths alike where nothing is said.
    #[must_use]
    pub fn nature(mut self, nature: Belief) -> Self {
        self.nature = Some(nature);
        self
    }

    /// The rate at which a deal breaks when no framing choice changes it; zero where nothing is said.
    #[must_use]
    pub fn breach(mut self, rate: AnnualRate) -> Self {
        self.breach = rate;
        self
    }

    /// The length of one round; a week where nothing is said.
    #[must_use]
    pub fn period(mut self, period: Period) -> Self {
        self.period = period;
        self
    }

    /// What a mediator can do beside writing texts; nothing where nothing is said.
    #[must_use]
    pub fn leverage(mut self, leverage: Leverage) -> Self {
        self.leverage = Some(leverage);
        self
    }

    /// Checks the parts and puts them together.
    ///
    /// # Errors
    /// [`ConflictError`] for the first fault found, naming the part.
    pub fn build(mut self) -> Result<Conflict, ConflictError> {
        let plan = self.war.clone().ok_or(ConflictError::NoWar)?;
        let checked = self.checked()?;
        let (war, solved): (Arc<dyn WarProcess>, _) = match checked.war {
            War::Process(war) => (war, None),
            War::Chain(chain, stakes, kept) => {
                let war = Arc::new(match &self.solved {
                    Some(earlier) => ChainWar::new_like(earlier, *chain, stakes, kept)?,
                    None => ChainWar::new(*chain, stakes, kept)?,
                });
                (Arc::clone(&war) as Arc<dyn WarProcess>, Some(war))
            }
        };
        let mut conflict = Conflict {
            space: self.space,
            parties: self.parties,
            war,
            first: self.first,
            priors: checked.priors,
            nature: checked.nature,
            territory: self.territory,
            breach: self.breach,
            period: self.period,
            leverage: self.leverage,
            table: self.table,
            status_quo: Vec::new(),
            reach: None,
            plan,
            solved,
        };
        conflict.status_quo = conflict.flows_of_status_quo();
        conflict.reach = conflict.reaching()?.map(Arc::new);
        Ok(conflict)
    }

    /// Finds what keeps the conflict from being built, without the minutes that solving a war along a chain may take.
    pub(crate) fn check(mut self) -> Result<(), ConflictError> {
        match self.checked()?.war {
            War::Process(_) => Ok(()),
            War::Chain(chain, stakes, kept) => Ok(ChainWar::check(&chain, &stakes, kept)?),
        }
    }

    /// Checks all but whether a war along a chain can be solved, and completes what was left out.
    fn checked(&mut self) -> Result<Checked, ConflictError> {
        let (space, parties) = (&self.space, &self.parties);
        check_parties(space, parties)?;
        if let Some(leverage) = &self.leverage {
            let plain = self.table.unwrap_or(space.issues().len());
            let issues = space.issues().iter().take(plain);
            leverage.check(parties, issues.map(|issue| issue.id.as_str()))?;
        }
        if self.first.get() >= parties.len() {
            return Err(ConflictError::NoFirstBelligerent {
                party: self.first.get(),
            });
        }
        let plan = self.war.take().ok_or(ConflictError::NoWar)?;
        let (war, valued, strengths) = plan.settled(space, parties, &self.territory)?;
        check_regions(space, parties, &self.territory)?;
        if valued != parties.len() {
            return Err(ConflictError::WarParties {
                found: valued,
                expected: parties.len(),
            });
        }
        let uniform = || Belief::uniform(strengths);
        let priors = self.priors.take();
        let priors = priors.unwrap_or_else(|| vec![uniform(); parties.len()]);
        let nature = self.nature.take().unwrap_or_else(uniform);
        let misfit = priors
            .iter()
            .chain([&nature])
            .find(|belief| belief.weights().len() != strengths);
        if priors.len() != parties.len() || misfit.is_some() {
            return Err(ConflictError::Beliefs {
                beliefs: priors.len(),
                found: misfit.map_or(strengths, |belief| belief.weights().len()),
                parties: parties.len(),
                strengths,
            });
        }
        Ok(Checked {
            war,
            priors,
            nature,
        })
    }
}

/// What [`ConflictBuilder::checked`] hands on.
struct Checked {
    war: War,
    priors: Vec<Belief>,
    nature: Belief,
}

/// Most parties a conflict may have.
pub(crate) const MAX_PARTIES: usize = 16;

fn check_parties(space: &Space, parties: &[Party]) -> Result<(), ConflictError> {
    check_count("parties", parties.len(), 2, MAX_PARTIES).map_err(ConflictError::Parties)?;
    check_ids(parties.iter().map(|party| party.id.as_str()), Place::Party)
        .map_err(ConflictError::Parties)?;
    for party in parties {
        party.check(space)?;
    }
    Ok(())
}

/// A value that moves with the front needs a front.
fn check_regions(
    space: &Space,
    parties: &[Party],
    territory: &Territory,
) -> Result<(), ConflictError> {
    for party in parties {
        for (index, value) in party.preferences.values().iter().enumerate() {
            let moves = matches!(value, Valuation::Options(values)
                if values.iter().any(|value| matches!(value, OptionValue::AtFront { .. })));
            let divided = territory
                .regions()
                .iter()
                .any(|region| region.issue == IssueIndex(index));
            if moves && !divided {
                return Err(ConflictError::NoRegion {
                    party: party.id.clone(),
                    issue: space.issues()[index].id.clone(),
                });
            }
        }
    }
    Ok(())
}
