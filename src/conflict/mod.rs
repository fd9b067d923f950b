//! A conflict: what can be agreed, who must agree, and what happens without agreement, put together and checked.

mod builder;
mod lever;
mod outlook;
mod reach;
mod situation;
mod war_plan;

pub use builder::{ConflictBuilder, ConflictError};
pub use lever::{Lever, LeverEffect, Leverage, LeverageError, Timing};
pub use outlook::Outlook;
pub use situation::{Situation, SituationError};
pub use war_plan::FightingCost;

use std::sync::Arc;

use crate::index::PartyIndex;
use crate::party::{Flow, Party, Role};
use crate::space::Space;
use crate::units::{AnnualRate, Period};
use crate::war::{Belief, ChainWar, Territory, WarProcess};
use war_plan::WarPlan;

/// Two sides at war, those who mediate, and all that the questions about them need.
///
/// Built by [`Conflict::builder`], or read from a file as a [`Scenario`](crate::scenario::Scenario). It does not
/// change: what moves from round to round is a [`Situation`].
#[derive(Debug, Clone)]
pub struct Conflict {
    space: Space,
    parties: Vec<Party>,
    war: Arc<dyn WarProcess>,
    first: PartyIndex,
    priors: Vec<Belief>,
    nature: Belief,
    territory: Territory,
    breach: AnnualRate,
    period: Period,
    leverage: Option<Leverage>,
    /// The first lever among the issues, where the levers are on the table.
    table: Option<usize>,
    /// By party, the flow utility of the status quo.
    status_quo: Vec<Flow>,
    /// The same conflict with its levers on the table, where it has any.
    reach: Option<Arc<Conflict>>,
    /// What the war was made from, to make it again for other parties.
    plan: WarPlan,
    /// The war, where it runs along a chain.
    solved: Option<Arc<ChainWar>>,
}

impl Conflict {
    /// Starts a conflict over this space.
    #[must_use]
    pub fn builder(space: Space) -> ConflictBuilder {
        ConflictBuilder::new(space)
    }

    /// The parts of this conflict, to build another that differs in some: "what if" questions start here.
    ///
    /// A war along a chain is worked out again from the parties that are then there; where nothing it rests on has
    /// changed its tables are taken over. A war given as a process or as reservation values stays as it was.
    ///
    /// ```
    /// # use dealzone::prelude::*;
    /// # fn show(conflict: &Conflict) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut parties = conflict.parties().to_vec();
    /// parties[0].scale = 2.0;
    /// let other = conflict.to_builder().with_parties(parties).build()?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn to_builder(&self) -> ConflictBuilder {
        ConflictBuilder::of(self)
    }

    /// The space of deals: issues and constraints, as they were given.
    #[must_use]
    pub fn space(&self) -> &Space {
        &self.space
    }

    /// Who must agree, in the order that [`PartyIndex`] counts.
    #[must_use]
    pub fn parties(&self) -> &[Party] {
        &self.parties
    }

    /// The parties that fight, in their order.
    pub fn belligerents(&self) -> impl Iterator<Item = PartyIndex> + Clone + '_ {
        let parties = (0..self.parties.len()).map(PartyIndex);
        parties.filter(|party| self.parties[party.get()].role == Role::Belligerent)
    }

    /// The index of the party with this id; `None` where there is none.
    #[must_use]
    pub fn find_party(&self, id: &str) -> Option<PartyIndex> {
        self.parties
            .iter()
            .position(|party| party.id == id)
            .map(PartyIndex)
    }

    /// What happens without agreement, and what that is worth: the process that was given, or the chain solved.
    #[must_use]
    pub fn war(&self) -> &dyn WarProcess {
        &*self.war
    }

    /// The first belligerent: strength is its strength, and positions of the front count what it holds.
    #[must_use]
    pub fn first_belligerent(&self) -> PartyIndex {
        self.first
    }

    /// What each party believes of the strength behind the front when the talks open.
    #[must_use]
    pub fn priors(&self) -> &[Belief] {
        &self.priors
    }

    /// What the true strength is drawn from; no party knows it.
    #[must_use]
    pub fn nature(&self) -> &Belief {
        &self.nature
    }

    /// Which part of each region the first belligerent holds.
    #[must_use]
    pub fn territory(&self) -> &Territory {
        &self.territory
    }

    /// The rate at which a deal breaks when no framing choice changes it.
    #[must_use]
    pub fn breach(&self) -> AnnualRate {
        self.breach
    }

    /// The length of one round, in which the front moves once.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// What a mediator can do beside writing texts; `None` where it can do nothing.
    #[must_use]
    pub fn leverage(&self) -> Option<&Leverage> {
        self.leverage.as_ref()
    }
}
