//! From a scenario at a setting to a [`Conflict`].

use super::plan::{AxisPlan, BattlePlan, BeliefPlan, ChainPlan, ProcessPlan};
use super::{AssemblyError, Scenario, Setting};
use crate::conflict::{Conflict, ConflictBuilder, FightingCost};
use crate::party::Party;
use crate::space::Space;
use crate::units::{AnnualRate, Period, Probability};
use crate::war::{
    Axis, AxisOdds, BattleStakes, Belief, Chain, ChainError, ChainParts, DiscountedReservation,
    FadingReservation, FixedReservation, OneBattle, Regime, RegimeIndex, Region, Slice, Territory,
    TerritoryError,
};

impl Scenario {
    /// The conflict at central values, each party standing by the first of its demand sets.
    ///
    /// # Errors
    /// [`AssemblyError`], which a scenario that was read never meets at central values.
    pub fn conflict(&self) -> Result<Conflict, AssemblyError> {
        self.conflict_at(&self.setting(), None)
    }

    /// The conflict at a setting, under the demand set with this id; see [`Scenario::parties`].
    ///
    /// # Errors
    /// [`AssemblyError`] for a setting of another scenario, a demand set that is not there, and values that do not fit
    /// together.
    pub fn conflict_at(
        &self,
        setting: &Setting,
        demand_set: Option<&str>,
    ) -> Result<Conflict, AssemblyError> {
        Ok(self.builder_at(setting, demand_set)?.build()?)
    }

    /// The parts of the conflict at a setting, under the demand set with this id, to be built or changed.
    ///
    /// # Errors
    /// As [`Scenario::conflict_at`].
    pub fn builder_at(
        &self,
        setting: &Setting,
        demand_set: Option<&str>,
    ) -> Result<ConflictBuilder, AssemblyError> {
        let space = self.space(setting)?;
        let parties = self.parties_over(&space, setting, demand_set)?;
        self.builder(space, parties, setting)
    }

    /// All of the conflict, put together but for the last step: solving the war.
    pub(super) fn builder(
        &self,
        space: Space,
        parties: Vec<Party>,
        setting: &Setting,
    ) -> Result<ConflictBuilder, AssemblyError> {
        let builder = Conflict::builder(space)
            .parties(parties)
            .first_belligerent(self.war().first)
            .breach(AnnualRate::new(setting.value(self.breach_rate()))?)
            .period(self.talks().period);
        let leverage = self.talks().mediation.as_ref();
        let builder = match leverage.and_then(|plan| plan.leverage(setting)) {
            Some(leverage) => builder.leverage(leverage),
            None => builder,
        };
        let builder = match &self.war().process {
            ProcessPlan::Chain(plan) => return self.chain(plan, setting, builder),
            ProcessPlan::Fixed { reservation } => {
                let values = reservation.iter().map(|value| setting.value(*value));
                builder.war(FixedReservation::new(values.collect())?)
            }
            ProcessPlan::Discounted { reservation, decay } => {
                let period = self.talks().period;
                let fading = reservation
                    .iter()
                    .zip(decay)
                    .map(|(value, decay)| {
                        let rate = AnnualRate::new(setting.value(*decay))?;
                        Ok(FadingReservation {
                            value: setting.value(*value),
                            kept: rate.hazard(period).complement(),
                        })
                    })
                    .collect::<Result<_, AssemblyError>>()?;
                builder.war(DiscountedReservation::new(fading)?)
            }
            ProcessPlan::Battle(plan) => battle(plan, setting, builder)?,
        };
        // Only along a chain does the front move.
        Ok(builder.territory(self.territory(&[], setting)?))
    }

    fn chain(
        &self,
        plan: &ChainPlan,
        setting: &Setting,
        builder: ConflictBuilder,
    ) -> Result<ConflictBuilder, AssemblyError> {
        let period = self.talks().period;
        let axes = plan
            .axes
            .iter()
            .map(|axis| {
                Ok(Axis {
                    id: axis.id.clone(),
                    label: axis.label.clone(),
                    slices: axis.slices.iter().map(|run| run.count as usize).sum(),
                    opening: axis.opening as usize,
                    odds: axis
                        .odds
                        .iter()
                        .map(|odds| {
                            Ok(AxisOdds {
                                mobility: AnnualRate::new(setting.value(odds.moves))?
                                    .hazard(period),
                                advance_log_odds: setting.value(odds.advance),
                            })
                        })
                        .collect::<Result<_, AssemblyError>>()?,
                })
            })
            .collect::<Result<_, AssemblyError>>()?;
        let chain = Chain::new(ChainParts {
            period,
            horizon: plan.horizon.in_periods(period).ceil() as u32,
            axes,
            regimes: plan
                .regimes
                .iter()
                .map(|regime| Regime {
                    id: regime.id.clone(),
                    label: regime.label.clone(),
                })
                .collect(),
            opening_regime: RegimeIndex(plan.opening_regime),
            transitions: transitions(plan, setting, period)?,
            ending: AnnualRate::new(setting.value(plan.ending_rate))?,
            strengths: plan.strengths.clone(),
        })?;
        let costs = plan
            .parties
            .iter()
            .map(|party| FightingCost {
                by_regime: party.cost.iter().map(|cost| setting.value(*cost)).collect(),
                exhaustion: setting.value(party.exhaustion),
            })
            .collect();
        let priors = plan
            .parties
            .iter()
            .map(|party| belief(&party.belief, &plan.strengths, setting))
            .collect::<Result<_, _>>()?;
        Ok(builder
            .chain(chain, self.territory(&plan.axes, setting)?, costs)
            .kept_rounds(self.talks().rounds.saturating_add(1))
            .beliefs(priors)
            .nature(belief(&plan.truth, &plan.strengths, setting)?))
    }

    fn territory(&self, axes: &[AxisPlan], setting: &Setting) -> Result<Territory, AssemblyError> {
        let regions = self
            .war()
            .regions
            .iter()
            .map(|region| Region {
                issue: region.issue,
                area: setting.value(region.area),
                held: setting.value(region.held),
            })
            .collect();
        let opening = axes.iter().map(|axis| axis.opening as usize).collect();
        let slices = axes
            .iter()
            .map(|axis| {
                axis.slices
                    .iter()
                    .flat_map(|run| {
                        let slice = Slice {
                            region: run.region,
                            area: setting.value(run.area),
                        };
                        std::iter::repeat_n(slice, run.count as usize)
                    })
                    .collect()
            })
            .collect();
        Territory::new(regions, slices, opening).map_err(|source| AssemblyError::Territory {
            place: self.place_of(&source),
            source,
        })
    }

    /// The region that a fault of the front is about, as the file names it; "war" where it is about no single one.
    fn place_of(&self, fault: &TerritoryError) -> String {
        let index = match fault {
            TerritoryError::Area { region, .. }
            | TerritoryError::Held { region, .. }
            | TerritoryError::Loss { region, .. }
            | TerritoryError::Gain { region, .. } => *region,
            _ => return "war".to_owned(),
        };
        let region = self.war().regions.get(index);
        match region.and_then(|region| self.issues.get(region.issue.get())) {
            Some(issue) => format!("war.region.{}", issue.id),
            None => "war".to_owned(),
        }
    }
}

/// Rates of leaving a regime as probabilities of one period: that of leaving at all is shared out by the rates.
fn transitions(
    plan: &ChainPlan,
    setting: &Setting,
    period: Period,
) -> Result<Vec<Vec<Probability>>, AssemblyError> {
    plan.regimes
        .iter()
        .enumerate()
        .map(|(now, regime)| {
            let rates: Vec<f64> = regime
                .leaves_for
                .iter()
                .map(|rate| rate.map_or(0.0, |rate| setting.value(rate)))
                .collect();
            let total: f64 = rates.iter().sum();
            let leaves = AnnualRate::new(total)
                .map_err(|_| ChainError::TransitionSum {
                    regime: regime.id.clone(),
                    found: total,
                })?
                .hazard(period);
            rates
                .iter()
                .enumerate()
                .map(|(next, rate)| {
                    if next == now {
                        Ok(leaves.complement())
                    } else if total > 0.0 {
                        Ok(Probability::new(leaves.get() * (rate / total))?)
                    } else {
                        Ok(Probability::ZERO)
                    }
                })
                .collect()
        })
        .collect()
}

fn battle(
    plan: &BattlePlan,
    setting: &Setting,
    builder: ConflictBuilder,
) -> Result<ConflictBuilder, AssemblyError> {
    let stakes = plan
        .parties
        .iter()
        .map(|party| BattleStakes {
            if_first_wins: setting.value(party.first_wins),
            if_second_wins: setting.value(party.second_wins),
            cost: setting.value(party.cost),
        })
        .collect();
    let priors = plan
        .parties
        .iter()
        .map(|party| belief(&party.belief, &plan.strengths, setting))
        .collect::<Result<_, _>>()?;
    Ok(builder
        .war(OneBattle::new(plan.strengths.clone(), stakes)?)
        .beliefs(priors)
        .nature(belief(&plan.truth, &plan.strengths, setting)?))
}

fn belief(
    plan: &BeliefPlan,
    strengths: &[f64],
    setting: &Setting,
) -> Result<Belief, AssemblyError> {
    Ok(Belief::normal(
        strengths,
        setting.value(plan.mean),
        setting.value(plan.sd),
    )?)
}
