//! From a file, a text or a name to a scenario.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use super::plan::{
    Agenda, Cast, ConstraintPlan, DemandSetPlan, IssuePlan, PartyPlan, TalksPlan, WarPlan,
};
use super::read::{self, Measure, Node, Registry, ids};
use super::{Fault, Scenario, ScenarioError, builtin, verify};
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

impl Scenario {
    /// Reads a scenario from a file.
    ///
    /// # Errors
    /// [`ScenarioError`] for a file that cannot be read or is too big, and for all that [`Scenario::from_toml`]
    /// refuses.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, ScenarioError> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let refused = |fault| {
            read::File {
                name: &name,
                text: "",
            }
            .refused(fault)
        };
        let unreadable = |error: io::Error| {
            refused(Fault::Unreadable {
                kind: error.kind(),
                reason: error.to_string(),
            })
        };
        let too_big = || {
            refused(Fault::TooBig {
                limit: Self::MAX_BYTES,
            })
        };
        let file = File::open(path).map_err(unreadable)?;
        let most = Self::MAX_BYTES as u64;
        if file.metadata().map_err(unreadable)?.len() > most {
            return Err(too_big());
        }
        // What is not a regular file may have no length and no end.
        let mut bytes = Vec::new();
        file.take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        if bytes.len() > Self::MAX_BYTES {
            return Err(too_big());
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self::from_toml(&text, &name),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes());
                // All before the fault is sound, so its place in the repaired text is the same.
                let file = read::File {
                    name: &name,
                    text: &text,
                };
                Err(file.error(at..at + 1, "", Fault::NotUtf8))
            }
        }
    }

    /// Reads a scenario from text; errors call it by `name`.
    ///
    /// # Errors
    /// [`ScenarioError`] for the first fault found, with its line, column and key.
    pub fn from_toml(text: &str, name: &str) -> Result<Self, ScenarioError> {
        let file = read::File { name, text };
        if text.len() > Self::MAX_BYTES {
            return Err(file.refused(Fault::TooBig {
                limit: Self::MAX_BYTES,
            }));
        }
        if text.trim_start_matches('\u{feff}').trim().is_empty() {
            return Err(file.refused(Fault::Empty));
        }
        read::with_document(file, read_root)
    }

    /// A scenario that the library carries with it, by its id.
    ///
    /// # Errors
    /// [`ScenarioError`] for an id that is not one of [`Scenario::builtins`].
    pub fn builtin(id: &str) -> Result<Self, ScenarioError> {
        match builtin::TEXTS.iter().find(|(known, _)| *known == id) {
            Some((_, text)) => Self::from_toml(text, &format!("{id}.toml")),
            None => Err(ScenarioError::new(
                id,
                "",
                Fault::NotBuiltIn {
                    known: Self::builtins().map(str::to_owned).collect(),
                },
                Vec::new(),
            )),
        }
    }

    /// The ids of the scenarios that the library carries with it.
    pub fn builtins() -> impl Iterator<Item = &'static str> {
        builtin::TEXTS.iter().map(|&(id, _)| id)
    }
}

fn read_root(root: &Node<'_>) -> Result<Scenario, ScenarioError> {
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
    let mut issues = Vec::new();
    for node in &issue_nodes {
        issues.push(IssuePlan::read(node, &cast, &mut registry)?);
    }
    let agenda = Agenda::new(&issues);
    let mut constraints = Vec::new();
    for node in &constraint_nodes {
        constraints.push(ConstraintPlan::read(node, &agenda, &mut registry)?);
    }
    let mut parties = Vec::new();
    for node in &party_nodes {
        parties.push(PartyPlan::read(node, &cast, &agenda, &mut registry)?);
    }
    let own: Vec<_> = parties
        .iter()
        .map(|party| party.red_lines.as_slice())
        .collect();
    let mut demand_sets = Vec::new();
    for node in &set_nodes {
        demand_sets.push(DemandSetPlan::read(
            node,
            &own,
            &cast,
            &agenda,
            &mut registry,
        )?);
    }
    let war = WarPlan::read(
        &table.need("war")?,
        &party_nodes,
        &cast,
        &issues,
        &mut registry,
    )?;
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
