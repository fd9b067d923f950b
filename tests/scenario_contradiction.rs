//! Constraints that leave no deal, and those that come close.
#![allow(clippy::expect_used, clippy::panic)]

use dealzone::scenario::{Fault, Scenario};

const SAMPLE: &str = include_str!("scenarios/two-regions.toml");

/// The constraints of the sample, in the order of the file.
const OWN: [&str; 3] = ["pool", "status_needs_line", "no_ceded_without_status"];

/// The ids that clash once these constraints are added to the sample; none where it is read.
fn clash(constraints: &[(&str, &str)]) -> Vec<String> {
    let added: String = constraints
        .iter()
        .map(|(id, rule)| format!("[[constraint]]\nid = \"{id}\"\n{rule}\n\n"))
        .collect();
    let text = SAMPLE.replacen("[[party]]", &format!("{added}[[party]]"), 1);
    match Scenario::from_toml(&text, "two-regions.toml") {
        Ok(scenario) => {
            assert!(scenario.conflict().is_ok());
            Vec::new()
        }
        Err(error) => {
            let Fault::Contradiction { constraints } = error.fault() else {
                panic!("{error}");
            };
            assert_eq!(error.key(), format!("constraint.{}", constraints[0]));
            assert!(error.position().is_some_and(|(line, _)| line > 138));
            constraints.clone()
        }
    }
}

fn sum(terms: &str, relation: &str, bound: f64) -> String {
    format!("terms = {{ {terms} }}\nrelation = \"{relation}\"\nbound = [{bound}, {bound}, {bound}]")
}

#[test]
fn at_most_one_and_at_least_two() {
    let (most, least) = (
        sum("fund = 1", "at_most", 10.0),
        sum("fund = 1", "at_least", 20.0),
    );
    assert_eq!(
        clash(&[("most", &most), ("least", &least)]),
        ["most", "least"]
    );
    assert!(
        clash(&[
            ("most", &most),
            ("least", &sum("fund = 1", "at_least", 10.0))
        ])
        .is_empty()
    );
}

#[test]
fn a_chain_of_implications_into_exclusions() {
    let chain = [
        ("no_front", "excludes = { east_line = [\"front\"] }"),
        ("no_return", "excludes = { east_line = [\"restored\"] }"),
        (
            "ceded_needs_pay",
            "when = { east_line = [\"ceded\"] }\nthen = { returned = { above = 100 } }",
        ),
        (
            "pay_needs_wait",
            "when = { returned = { above = 50 } }\nthen = { sequence = [\"terms_first\"] }",
        ),
        ("no_wait", "excludes = { sequence = [\"terms_first\"] }"),
    ];
    assert_eq!(clash(&chain), chain.map(|(id, _)| id));
    for spared in 0..chain.len() {
        let mut fewer = chain.to_vec();
        fewer.remove(spared);
        assert!(clash(&fewer).is_empty(), "without {}", chain[spared].0);
    }
}

#[test]
fn a_pool_out_of_reach_of_the_amounts() {
    let pool = sum("fund = 1, returned = 1", "equal", 650.0);
    assert_eq!(clash(&[("all_of_it", &pool)]), ["all_of_it"]);
    // At the very end of both ranges there is one deal, which only the pool of the sample forbids.
    let pool = sum("fund = 1, returned = 1", "equal", 600.0);
    assert_eq!(clash(&[("all_of_it", &pool)]), [OWN[0], "all_of_it"]);
    let pool = sum("fund = 1, returned = 1", "equal", 300.0);
    assert!(clash(&[("all_of_it", &pool)]).is_empty());
}

#[test]
fn between_the_steps_of_an_amount() {
    let exact = sum("fund = 1", "equal", 15.0);
    assert_eq!(clash(&[("exact", &exact)]), ["exact"]);
    assert!(clash(&[("exact", &sum("fund = 1", "equal", 20.0))]).is_empty());
}

#[test]
fn red_lines_that_exclude_everything_are_a_finding() {
    let shut = SAMPLE.replacen(
        "refuses = [{ east_line = [\"restored\"] }",
        "refuses = [{ east_line = [\"front\", \"ceded\", \"restored\"] }",
        1,
    );
    let scenario =
        Scenario::from_toml(&shut, "shut.toml").unwrap_or_else(|error| panic!("{error}"));
    assert!(
        scenario
            .conflict()
            .expect("a conflict")
            .deal_zone()
            .is_empty()
    );
}
