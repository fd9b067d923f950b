//! A proof in a file is of one scenario under one demand set, and says of which.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::PathBuf;

use dealzone::report::Finding;
use dealzone::scenario::Scenario;

#[path = "../examples/zone/proof.rs"]
mod proof;

/// A file of this test alone, in the directory that cargo keeps for tests.
fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("saved-proof-{name}.json"))
}

fn finding(scenario: &Scenario, set: &str) -> Finding {
    let conflict = scenario
        .conflict_at(&scenario.setting(), Some(set))
        .unwrap();
    Finding::new(set, set, conflict)
}

fn two_regions(change: (&str, &str)) -> Scenario {
    let text = include_str!("scenarios/two-regions.toml");
    Scenario::from_toml(&text.replacen(change.0, change.1, 1), "two-regions.toml").unwrap()
}

#[test]
fn a_proof_is_checked_against_its_own_scenario_and_demands_alone() {
    let scenario = two_regions(("", ""));
    let path = file("own");
    let empty = finding(&scenario, "spring");
    proof::write(&scenario, Some("spring"), &empty, &path).unwrap();

    let said = proof::check(&scenario, None, &path).unwrap();
    assert!(said.starts_with("Two regions, under the demand set \"spring\"; written by dealzone "));
    assert!(said.contains("No deal zone: "));
    assert_eq!(
        proof::check(&scenario, Some("spring"), &path).unwrap(),
        said
    );

    let refused = |scenario: &Scenario, set| {
        let error = proof::check(scenario, set, &path).unwrap_err();
        error
            .to_string()
            .split_once(".json: ")
            .unwrap()
            .1
            .to_owned()
    };
    assert_eq!(
        refused(&scenario, Some("autumn")),
        "the proof is of the demand set \"spring\", not of the demand set \"autumn\""
    );
    let other = two_regions(("id = \"two-regions\"", "id = \"three-regions\""));
    assert_eq!(
        refused(&other, None),
        "the proof is of the scenario \"two-regions\", not of \"three-regions\""
    );
    let bare = serde_json::to_vec(empty.checked_proof().unwrap()).unwrap();
    fs::write(&path, bare).unwrap();
    assert!(refused(&scenario, None).starts_with("unknown field"));
}

#[test]
fn where_there_is_a_zone_there_is_no_proof_to_write() {
    let scenario = Scenario::from_file("tests/scenarios/border-dispute.toml").unwrap();
    let open = Finding::new("as_written", "", scenario.conflict().unwrap());
    let path = file("none");
    let error = proof::write(&scenario, None, &open, &path).unwrap_err();
    assert!(error.to_string().starts_with("there is no proof to write"));
    assert!(!path.exists());
}
