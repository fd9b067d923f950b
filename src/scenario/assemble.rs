//! From plans and a setting to the model.

use super::plan::PartyPlan;
use super::{Scenario, Setting};
use crate::conflict::ConflictError;
use crate::mediator::MediationError;
use crate::party::{Party, PartyError};
use crate::space::{Space, SpaceError};
use crate::talks::TalksError;
use crate::units::UnitError;
use crate::war::{BattleError, BeliefError, ChainError, ReservationError, TerritoryError};

/// Why a scenario cannot be assembled at a setting. At central values it always can.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AssemblyError {
    /// The setting is of another scenario.
    #[error("the setting is of another scenario")]
    ForeignSetting,
    /// There is no such demand set.
    #[error("there is no demand set \"{found}\"; {}", there_are(.known))]
    UnknownDemandSet {
        /// The id that was given.
        found: String,
        /// The ids there are.
        known: Vec<String>,
    },
    /// The issues and constraints do not fit together.
    #[error(transparent)]
    Space(#[from] SpaceError),
    /// A party is not in order: above all, all of its weights may be zero.
    #[error(transparent)]
    Party(#[from] PartyError),
    /// The war along a chain does not fit together.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The regions of the front do not fit together.
    #[error("{place}: {source}")]
    Territory {
        /// What does not, as the file names it: "war.region.east_line".
        place: String,
        /// How.
        source: TerritoryError,
    },
    /// The battle does not fit together.
    #[error(transparent)]
    Battle(#[from] BattleError),
    /// A reservation value is not finite.
    #[error(transparent)]
    Reservation(#[from] ReservationError),
    /// A prior is not a belief.
    #[error(transparent)]
    Belief(#[from] BeliefError),
    /// The talks do not fit together.
    #[error(transparent)]
    Talks(#[from] TalksError),
    /// The mediator is not in order.
    #[error(transparent)]
    Mediation(#[from] MediationError),
    /// The parts are in order, but not together.
    #[error(transparent)]
    Conflict(#[from] ConflictError),
    /// A number that its unit does not allow.
    #[error(transparent)]
    Unit(#[from] UnitError),
}

fn there_are(known: &[String]) -> String {
    match known {
        [] => "the scenario has none".to_owned(),
        _ => format!("there are: {}", known.join(", ")),
    }
}

impl Scenario {
    /// The space of deals at a setting.
    ///
    /// # Errors
    /// [`AssemblyError`] for a setting of another scenario, and where the parts do not fit at these values.
    pub fn space(&self, setting: &Setting) -> Result<Space, AssemblyError> {
        self.check(setting)?;
        let issues = self.issues.iter().map(|issue| issue.build(setting));
        let constraints = self
            .constraints
            .iter()
            .map(|constraint| constraint.build(setting));
        Ok(Space::new(
            issues.collect::<Result<_, _>>()?,
            constraints.collect(),
        )?)
    }

    /// The parties at a setting, in the order of the file.
    ///
    /// The demand set with this id adds its red lines to those that its party draws in any case. A party that the
    /// demand set is not about stands by the first of its own, and so does every party where none is named.
    ///
    /// Weights that a setting has moved are divided by their sum: one weight alone cannot move.
    ///
    /// # Errors
    /// [`AssemblyError`] for a setting of another scenario, a demand set that is not there, and a party that is not
    /// in order at these values.
    pub fn parties(
        &self,
        setting: &Setting,
        demand_set: Option<&str>,
    ) -> Result<Vec<Party>, AssemblyError> {
        let space = self.space(setting)?;
        self.parties_over(&space, setting, demand_set)
    }

    /// The parties over a space that is there already.
    pub(super) fn parties_over(
        &self,
        space: &Space,
        setting: &Setting,
        demand_set: Option<&str>,
    ) -> Result<Vec<Party>, AssemblyError> {
        if let Some(found) = demand_set.filter(|id| self.demand_sets().all(|set| set.id != *id)) {
            return Err(AssemblyError::UnknownDemandSet {
                found: found.to_owned(),
                known: self.demand_sets().map(|set| set.id.clone()).collect(),
            });
        }
        let plans = self.parties.iter().enumerate();
        plans
            .map(|(index, plan)| self.party_over(space, index, plan, setting, demand_set))
            .collect()
    }

    /// One of the parties over a space.
    pub(super) fn party_over(
        &self,
        space: &Space,
        index: usize,
        plan: &PartyPlan,
        setting: &Setting,
        demand_set: Option<&str>,
    ) -> Result<Party, AssemblyError> {
        let further = self
            .demand_set_of(index, demand_set)
            .map_or(&[][..], |plan| plan.red_lines.as_slice());
        let party = plan.build(index, &self.issues, further, space, setting)?;
        party.check(space)?;
        Ok(party)
    }

    pub(super) fn check(&self, setting: &Setting) -> Result<(), AssemblyError> {
        if setting.is_of(&self.parameters) {
            Ok(())
        } else {
            Err(AssemblyError::ForeignSetting)
        }
    }
}
