//! The top of a file, and the order in which its parts are read.

use std::sync::Arc;

use super::plan::{
    Agenda, Cast, ConstraintPlan, DemandSetPlan, IssuePlan, PartyPlan, TalksPlan, WarPlan,
};
use super::read::{Measure, Node, Registry, ids};
use super::{Fault, Scenario, ScenarioError, verify};
use crate::space::Space;

/// The version of the format that is read here.
const FORMAT: i64 = 1;

const KEYS: &[&str] = &[
    "format",
    "id",
    "title",
    "as_of",
    "summary",
    "breach_rate",
    "cite",
    "source",
    "issue",
    "constraint",
    "party",
    "demand_set",
    "war",
    "talks",
];

/// Reads and checks a whole file.
///
/// Each part is read before those that name things in it, wherever it stands in the file: dates and sources, then who
/// there is, what is on the table, and what is said about both.
pub(super) fn read(root: &Node<'_>) -> Result<Scenario, ScenarioError> {
    let version = root.need("format")?;
    let found = version.integer()?;
    if found != FORMAT {
        return Err(version.error(Fault::Version {
            found,
            expected: FORMAT,
        }));
    }
    let table = root.table(KEYS)?;
    let as_of = table.need("as_of")?.date()?;
    let sources = table.list("source", "sources", "key", Scenario::MAX_SOURCES)?;
    let mut registry = Registry::new(root.file, as_of, &sources)?;
    let table = table.citing(&registry)?;

    // Counts before contents: a file of a million issues is refused before the first of them is read.
    let issue_nodes = table
        .need("issue")?
        .list("issues", "id", 1, Space::MAX_ISSUES)?;
    let constraint_nodes = table.list("constraint", "constraints", "id", Space::MAX_CONSTRAINTS)?;
    let place = table.need("party")?;
    let party_nodes = place.list("parties", "id", 2, Scenario::MAX_PARTIES)?;
    let set_nodes = table.list("demand_set", "demand sets", "id", Scenario::MAX_DEMAND_SETS)?;

    let cast = Cast::read(&place, &party_nodes)?;
    let breach_rate = registry.quantity(&table.need("breach_rate")?, Measure::RATE)?;
    ids("issue", "id", &issue_nodes)?;
    ids("constraint", "id", &constraint_nodes)?;
    ids("demand set", "id", &set_nodes)?;
    let issues = issue_nodes
        .iter()
        .map(|node| IssuePlan::read(node, &cast, &mut registry))
        .collect::<Result<Vec<_>, _>>()?;
    let agenda = Agenda::new(&issues);
    let constraints = constraint_nodes
        .iter()
        .map(|node| ConstraintPlan::read(node, &agenda, &mut registry))
        .collect::<Result<Vec<_>, _>>()?;
    let parties = party_nodes
        .iter()
        .map(|node| PartyPlan::read(node, &cast, &agenda, &mut registry))
        .collect::<Result<Vec<_>, _>>()?;
    let own: Vec<_> = parties
        .iter()
        .map(|party| party.red_lines.as_slice())
        .collect();
    let demand_sets = set_nodes
        .iter()
        .map(|node| DemandSetPlan::read(node, &own, &cast, &agenda, &mut registry))
        .collect::<Result<Vec<_>, _>>()?;
    let war = table.need("war")?;
    let war = WarPlan::read(&war, &party_nodes, &cast, &issues, &mut registry)?;
    let talks = TalksPlan::read(&table.need("talks")?, &cast, &mut registry)?;
    let (sources, parameters, places) = registry.finish();
    let scenario = Scenario {
        id: table.need("id")?.id()?.to_owned(),
        title: table.need("title")?.text()?.to_owned(),
        as_of,
        summary: table.need("summary")?.text()?.to_owned(),
        sources,
        parameters: Arc::new(parameters),
        breach_rate,
        issues,
        constraints,
        parties,
        demand_sets,
        war,
        talks,
    };
    verify::at_central_values(&scenario, &places)?;
    Ok(scenario)
}
