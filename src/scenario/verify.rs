//! What can only be checked on the whole of a scenario: that it can be assembled.

use super::read::Places;
use super::{AssemblyError, Fault, Scenario, ScenarioError};
use crate::party::{PartyError, Preferences};
use crate::space::SpaceError;

/// Assembles the scenario at its central values, under each of its demand sets, and finds what is wrong in the file.
pub(super) fn at_central_values(
    scenario: &Scenario,
    places: &Places<'_>,
) -> Result<(), ScenarioError> {
    weights(scenario, places)?;
    let setting = scenario.setting();
    let located = |error| locate(error, places);
    scenario.parties(&setting, None).map_err(located)?;
    for set in scenario.demand_sets() {
        scenario.parties(&setting, Some(&set.id)).map_err(located)?;
    }
    Ok(())
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

/// The place of the part that an error names.
fn locate(error: AssemblyError, places: &Places<'_>) -> ScenarioError {
    match error {
        AssemblyError::Space(SpaceError::CyclicImplications { constraints }) => {
            let paths: Vec<String> = constraints
                .iter()
                .map(|id| format!("constraint.{id}"))
                .collect();
            places.error(&paths, Fault::Cycle { constraints })
        }
        AssemblyError::Space(error) => {
            let path = match &error {
                SpaceError::Issue { issue, .. } => format!("issue.{issue}"),
                SpaceError::Constraint { constraint, .. } => format!("constraint.{constraint}"),
                _ => String::new(),
            };
            places.error(&[path], Fault::Space(error))
        }
        AssemblyError::Party(error) => {
            let path = match &error {
                PartyError::Length { party, .. }
                | PartyError::WeightSum { party, .. }
                | PartyError::Part { party, .. }
                | PartyError::Ids { party, .. } => format!("party.{party}"),
            };
            places.error(&[path], Fault::Party(error))
        }
        error => places.error(&[""], Fault::Assembly(error)),
    }
}
