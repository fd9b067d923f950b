//! What can only be checked on the whole of a scenario: that it can be assembled.

use super::plan::ProcessPlan;
use super::read::Places;
use super::{AssemblyError, Fault, Scenario, ScenarioError, contradiction};
use crate::conflict::{ConflictError, LeverageError};
use crate::party::{PartyError, Preferences};
use crate::space::{Space, SpaceError};
use crate::war::{
    BattleError, ChainError, ChainWarError, ReservationError, StakesError, TerritoryError, limits,
};

/// Assembles the scenario at its central values, under each of its demand sets, and finds what is wrong in the file.
pub(super) fn at_central_values(
    scenario: &Scenario,
    places: &Places<'_>,
) -> Result<(), ScenarioError> {
    weights(scenario, places)?;
    let space = assemble(scenario).map_err(|error| Fitting { scenario, places }.locate(error))?;
    match contradiction::find(&space).as_slice() {
        [] => Ok(()),
        clash => {
            let paths: Vec<String> = clash.iter().map(|id| format!("constraint.{id}")).collect();
            let constraints = clash.to_vec();
            Err(places.error(&paths, Fault::Contradiction { constraints }))
        }
    }
}

/// All that assembly does at central values, but for solving the war: that may take a minute, and cannot fail.
fn assemble(scenario: &Scenario) -> Result<Space, AssemblyError> {
    let setting = scenario.setting();
    let space = scenario.space(&setting)?;
    // A demand set changes nothing but the red lines of its party.
    for set in scenario.demand_sets() {
        let index = set.party.get();
        if let Some(plan) = scenario.parties.get(index) {
            scenario.party_over(&space, index, plan, &setting, Some(&set.id))?;
        }
    }
    let parties = scenario.parties_over(&space, &setting, None)?;
    scenario.talks_settings(&setting)?;
    scenario
        .builder(space.clone(), parties, &setting)?
        .check()?;
    Ok(space)
}

/// Assembly divides weights by their sum, so that they are checked before.
fn weights(scenario: &Scenario, places: &Places<'_>) -> Result<(), ScenarioError> {
    for (index, party) in scenario.parties.iter().enumerate() {
        let weights = || scenario.issues.iter().map(|issue| issue.weights[index]);
        let parameters = || weights().filter_map(|weight| scenario.parameters().get(weight.get()));
        let sum: f64 = parameters().map(|weight| weight.value).sum();
        if (sum - 1.0).abs() > Preferences::WEIGHT_TOLERANCE {
            let keys: Vec<&str> = parameters().map(|weight| weight.key.as_str()).collect();
            let fault = Fault::WeightSum {
                party: party.id.clone(),
                sum,
            };
            return Err(places.error(&keys, fault));
        }
    }
    Ok(())
}

/// From what assembly says to the place in the file that it is about.
struct Fitting<'a> {
    scenario: &'a Scenario,
    places: &'a Places<'a>,
}

impl Fitting<'_> {
    fn locate(&self, error: AssemblyError) -> ScenarioError {
        match error {
            AssemblyError::Space(error)
            | AssemblyError::Conflict(ConflictError::Parties(error)) => self.space(error),
            AssemblyError::Party(error) | AssemblyError::Conflict(ConflictError::Party(error)) => {
                self.party(error)
            }
            AssemblyError::Chain(error) => self.chain(error),
            AssemblyError::Conflict(ConflictError::Chain(error)) => self.solving(error),
            AssemblyError::Territory { source: error, .. }
            | AssemblyError::Conflict(ConflictError::Territory(error)) => self.territory(error),
            AssemblyError::Reservation(ReservationError::Value { party, .. })
            | AssemblyError::Conflict(ConflictError::Reservation(ReservationError::Value {
                party,
                ..
            })) => self.at(format!("war.reservation.{}", self.party_id(party)), error),
            AssemblyError::Battle(
                BattleError::Payoff { party, .. } | BattleError::Cost { party, .. },
            ) => self.at(format!("war.outcome.{}", self.party_id(party)), error),
            AssemblyError::Conflict(ConflictError::NoRegion { ref issue, .. }) => {
                self.at(format!("issue.{issue}"), error)
            }
            AssemblyError::Conflict(ConflictError::Leverage(ref found)) => {
                let lever = match found {
                    LeverageError::Lever { lever, .. } => Some(lever),
                    _ => None,
                };
                let path = lever.map_or_else(
                    || "talks.mediator".to_owned(),
                    |id| format!("talks.mediator.lever.{id}"),
                );
                self.at(path, error)
            }
            AssemblyError::Talks(_) => self.at("talks", error),
            AssemblyError::Mediation(_) => self.at("talks.mediator", error),
            AssemblyError::ForeignSetting | AssemblyError::UnknownDemandSet { .. } => {
                self.at("", error)
            }
            // All that is left is about the war: a prior, a rate, a grid.
            error => self.at("war", error),
        }
    }

    /// The error in its own words.
    fn at(&self, path: impl Into<String>, error: AssemblyError) -> ScenarioError {
        self.places.error(&[path.into()], Fault::Assembly(error))
    }

    fn combination(
        &self,
        paths: &[impl AsRef<str>],
        found: String,
        expected: impl Into<String>,
    ) -> ScenarioError {
        let expected = expected.into();
        self.places
            .error(paths, Fault::Combination { found, expected })
    }

    fn party_id(&self, index: usize) -> &str {
        self.scenario
            .parties
            .get(index)
            .map_or("", |party| party.id.as_str())
    }

    fn space(&self, error: SpaceError) -> ScenarioError {
        let path = match &error {
            SpaceError::CyclicImplications { constraints } => {
                let paths: Vec<String> = constraints
                    .iter()
                    .map(|id| format!("constraint.{id}"))
                    .collect();
                let constraints = constraints.clone();
                return self.places.error(&paths, Fault::Cycle { constraints });
            }
            SpaceError::Count { what, found, .. } if *what == "frames" => {
                let framing = self.scenario.issues.iter().filter(|issue| issue.frames());
                let paths: Vec<String> =
                    framing.map(|issue| format!("issue.{}", issue.id)).collect();
                let found = match *found {
                    usize::MAX => "countless combinations of framing options".to_owned(),
                    found => format!("{found} combinations of framing options"),
                };
                return self.combination(&paths, found, format!("at most {}", Space::MAX_FRAMES));
            }
            SpaceError::Issue { issue, .. } => format!("issue.{issue}"),
            SpaceError::Constraint { constraint, .. } | SpaceError::Bound { constraint, .. } => {
                format!("constraint.{constraint}")
            }
            _ => String::new(),
        };
        self.places.error(&[path], Fault::Space(error))
    }

    fn party(&self, error: PartyError) -> ScenarioError {
        let path = match &error {
            PartyError::Length { party, .. }
            | PartyError::WeightSum { party, .. }
            | PartyError::Part { party, .. }
            | PartyError::RedLineBound { party, .. }
            | PartyError::Ids { party, .. } => format!("party.{party}"),
        };
        self.places.error(&[path], Fault::Party(error))
    }

    fn chain(&self, error: ChainError) -> ScenarioError {
        let path = match &error {
            ChainError::Horizon { found } => {
                let found = format!("a war of {found} periods");
                let expected = format!("1 to {}, or longer periods", limits::MAX_HORIZON);
                return self.combination(
                    &["war.horizon_years", "talks.period_days"],
                    found,
                    expected,
                );
            }
            ChainError::TransitionSum { regime, found } => {
                let path = format!("war.regime.{regime}.leaves_for");
                let found = format!("rates out of the range of numbers, together {found}");
                return self.combination(&[path], found, "lower rates");
            }
            ChainError::SameAxis { axis }
            | ChainError::Slices { axis, .. }
            | ChainError::Opening { axis, .. }
            | ChainError::Odds { axis, .. } => format!("war.axis.{axis}"),
            ChainError::LogOdds { axis, regime, .. } => {
                format!("war.axis.{axis}.odds.{regime}.advance")
            }
            ChainError::SameRegime { regime } | ChainError::TransitionRow { regime, .. } => {
                format!("war.regime.{regime}")
            }
            _ => "war".to_owned(),
        };
        self.at(path, AssemblyError::Chain(error))
    }

    fn solving(&self, error: ChainWarError) -> ScenarioError {
        match error {
            ChainWarError::Cells { found } => self.combination(
                &["talks.rounds"],
                format!("tables of the war with {found} numbers"),
                format!(
                    "at most {}: fewer rounds, slices, regimes or strengths",
                    limits::MAX_CELLS
                ),
            ),
            ChainWarError::Updates { found } => self.combination(
                &["war.horizon_years", "talks.period_days"],
                format!("a war that takes {found} steps to solve"),
                format!(
                    "at most {}: a nearer horizon, longer periods, or fewer slices, regimes or strengths",
                    limits::MAX_UPDATES
                ),
            ),
            ChainWarError::Stakes { party, source } => self.stakes(party, source),
            ChainWarError::NoParties => {
                self.at("war", AssemblyError::Conflict(ConflictError::Chain(error)))
            }
        }
    }

    fn stakes(&self, index: usize, source: StakesError) -> ScenarioError {
        let party = self.party_id(index);
        match &source {
            StakesError::Patience { found } => {
                let found =
                    format!("a discount of {found} per year, by which a round is worth nothing");
                let expected = "more than that where the war is a chain";
                self.combination(&[format!("party.{party}.discount")], found, expected)
            }
            StakesError::Overflow { regime } => {
                let paths = [
                    format!("party.{party}.war_cost.{regime}"),
                    format!("party.{party}.exhaustion"),
                ];
                let found = "a cost that grows out of the range of numbers by the horizon";
                self.combination(&paths, found.to_owned(), "less of it")
            }
            StakesError::Rest { found } => {
                let found = format!("a status quo that is worth {found} to it");
                self.combination(&[format!("party.{party}")], found, "a finite number")
            }
            StakesError::Positions { axis, .. } | StakesError::Front { axis, .. } => {
                let path = format!("war.axis.{axis}");
                self.unfit(path, index, source)
            }
            StakesError::Cost { regime, .. } => {
                let path = format!("party.{party}.war_cost.{regime}");
                self.unfit(path, index, source)
            }
            StakesError::Exhaustion { .. } => {
                let path = format!("party.{party}.exhaustion");
                self.unfit(path, index, source)
            }
            StakesError::Axes { .. } | StakesError::Regimes { .. } => {
                self.unfit("war".to_owned(), index, source)
            }
        }
    }

    fn unfit(&self, path: String, party: usize, source: StakesError) -> ScenarioError {
        let error = ChainWarError::Stakes { party, source };
        self.at(path, AssemblyError::Conflict(ConflictError::Chain(error)))
    }

    fn territory(&self, error: TerritoryError) -> ScenarioError {
        let region_path = |index: &usize| {
            let region = self.scenario.war().regions.get(*index);
            let issue = region.and_then(|region| self.scenario.issues.get(region.issue.get()));
            format!("war.region.{}", issue.map_or("", |issue| issue.id.as_str()))
        };
        let axis_path = |index: &usize| match &self.scenario.war().process {
            ProcessPlan::Chain(plan) => {
                let id = plan.axes.get(*index).map_or("", |axis| axis.id.as_str());
                format!("war.axis.{id}")
            }
            _ => "war".to_owned(),
        };
        let path = match &error {
            TerritoryError::Area { region, .. } => format!("{}.area", region_path(region)),
            TerritoryError::Held {
                region,
                found,
                area,
            } => {
                let path = format!("{}.held", region_path(region));
                return self.combination(
                    &[path],
                    format!("{found} km2 held"),
                    format!("0 to {area}, the area of the region"),
                );
            }
            TerritoryError::Loss { region, .. } | TerritoryError::Gain { region, .. } => {
                region_path(region)
            }
            TerritoryError::SameIssue { second, .. } => region_path(second),
            TerritoryError::Opening { axis, .. }
            | TerritoryError::SliceRegion { axis, .. }
            | TerritoryError::SliceArea { axis, .. } => axis_path(axis),
            TerritoryError::Slices { axis, .. } | TerritoryError::FrontOpening { axis, .. } => {
                format!("war.axis.{axis}")
            }
            TerritoryError::Openings { .. } | TerritoryError::Axes { .. } => "war".to_owned(),
        };
        // The path is told apart from the fault here, so that the message need not name it again.
        self.at(
            path,
            AssemblyError::Conflict(ConflictError::Territory(error)),
        )
    }
}
