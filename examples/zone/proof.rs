//! Proofs in files: what they are of, and the check that needs no search.

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use dealzone::conflict::{Conflict, Situation};
use dealzone::report::Finding;
use dealzone::scenario::Scenario;
use dealzone::zone::{Certificate, Proven};
use serde::{Deserialize, Serialize};

/// A proof that the zone of a scenario is empty at its central values, and which scenario that is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved {
    /// The version of the library that wrote it.
    dealzone: String,
    /// The id of the scenario.
    scenario: String,
    /// Its title.
    title: String,
    /// The id of the demand set; null for the demands as written.
    demand_set: Option<String>,
    /// The proof itself.
    certificate: Certificate,
}

/// Writes the proof of a finding to a file, as JSON.
pub(crate) fn write(
    scenario: &Scenario,
    demand_set: Option<&str>,
    finding: &Finding,
    path: &Path,
) -> Result<(), Box<dyn Error>> {
    let certificate = finding
        .checked_proof()
        .ok_or("there is no proof to write: the zone was not found to be empty")?;
    let saved = Saved {
        dealzone: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: scenario.id().to_owned(),
        title: scenario.title().to_owned(),
        demand_set: demand_set.map(str::to_owned),
        certificate: certificate.clone(),
    };
    let unwritten = |error| format!("{}: {error}", path.display());
    fs::write(path, serde_json::to_vec(&saved)?).map_err(unwritten)?;
    Ok(())
}

/// Recomputes the proof in a file from a scenario alone, and says what it shows.
///
/// Without `asked` the demand set is that of the file.
pub(crate) fn check(
    scenario: &Scenario,
    asked: Option<&str>,
    path: &Path,
) -> Result<String, Box<dyn Error>> {
    let read = |error: &dyn Error| format!("{}: {error}", path.display());
    let text = fs::read(path).map_err(|error| read(&error))?;
    let saved: Saved = serde_json::from_slice(&text).map_err(|error| read(&error))?;
    if saved.scenario != scenario.id() {
        let (found, expected) = (&saved.scenario, scenario.id());
        return Err(format!(
            "{}: the proof is of the scenario \"{found}\", not of \"{expected}\"",
            path.display()
        )
        .into());
    }
    let set = saved.demand_set.as_deref();
    if asked.is_some() && asked != set {
        return Err(format!(
            "{}: the proof is of {}, not of {}",
            path.display(),
            demands(set),
            demands(asked)
        )
        .into());
    }
    let conflict = scenario.conflict_at(&scenario.setting(), set)?;
    let proven = saved
        .certificate
        .verify(&conflict, &Situation::opening(&conflict))
        .map_err(|error| read(&error))?;
    shown(&saved, &conflict, &proven)
}

fn demands(set: Option<&str>) -> String {
    match set {
        Some(id) => format!("the demand set \"{id}\""),
        None => "the demands as written".to_owned(),
    }
}

/// What a proof that holds shows, in words.
fn shown(saved: &Saved, conflict: &Conflict, proven: &Proven) -> Result<String, Box<dyn Error>> {
    let (upper, unneeded) = match proven {
        Proven::Empty { upper, unneeded } => (*upper, unneeded),
        Proven::Bound { upper } => {
            let text = "a bound on what all can gain, and no proof that there is no zone";
            return Err(format!("it shows no more than {upper:+.4} for every side: {text}").into());
        }
    };
    let mut page = String::new();
    let (title, under) = (&saved.title, demands(saved.demand_set.as_deref()));
    let version = &saved.dealzone;
    writeln!(
        page,
        "{title}, under {under}; written by dealzone {version}."
    )?;
    writeln!(
        page,
        "The proof holds: branches and leaves recomputed with outward rounding: {}.",
        saved.certificate.proof().nodes.len()
    )?;
    for demand in unneeded.as_slice() {
        writeln!(page, "It needs no appeal to: {}", demand.describe(conflict))?;
    }
    if upper == f64::NEG_INFINITY {
        writeln!(page, "No deal zone: the demands alone exclude every deal.")?;
    } else {
        writeln!(
            page,
            "No deal zone: no deal gives every side more than {upper:+.4} over fighting on."
        )?;
    }
    Ok(page)
}
