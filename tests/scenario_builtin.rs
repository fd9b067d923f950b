//! The scenario that the library carries with it.
#![allow(clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;

use dealzone::index::PartyIndex;
use dealzone::scenario::{Date, Kind, Scenario};

fn ukraine() -> Scenario {
    Scenario::builtin("ukraine-2026-01-23").unwrap_or_else(|error| panic!("{}", error.render()))
}

#[test]
fn nothing_in_it_is_later_than_its_date() {
    let scenario = ukraine();
    let latest: Date = "2026-01-23".parse().expect("a date");
    assert_eq!(scenario.as_of(), latest);
    for source in scenario.sources() {
        assert!(source.published <= latest, "{}", source.key);
    }
    for parameter in scenario.parameters() {
        assert!(parameter.as_of <= latest, "{}", parameter.key);
    }
    for set in scenario.demand_sets() {
        assert!(set.as_of <= latest, "{}", set.id);
        for demand in scenario.demands(set.party, Some(&set.id)) {
            assert!(demand.as_of <= latest, "{}", demand.id);
        }
    }
    // Dates in the text itself, those in comments and titles too.
    let text = include_str!("../src/scenario/builtin/ukraine-2026-01-23.toml");
    for start in text.match_indices("20").map(|(at, _)| at) {
        let date = text.get(start..start + 10).map(str::parse::<Date>);
        if let Some(Ok(date)) = date {
            assert!(date <= latest, "{date}");
        }
    }
}

#[test]
fn how_its_numbers_came_about() {
    let scenario = ukraine();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for parameter in scenario.parameters() {
        *counts.entry(parameter.kind.word()).or_default() += 1;
        let source = scenario.source(parameter.source).expect("a source");
        assert_eq!(
            source.is_assumption(),
            parameter.kind == Kind::Assumption,
            "{}",
            parameter.key
        );
    }
    insta::assert_snapshot!(format!("{counts:?}"), @r#"{"assumption": 499, "computed": 18, "reported": 5}"#);
}

#[test]
fn every_demand_set_becomes_a_conflict_with_talks() {
    let scenario = ukraine();
    let setting = scenario.setting();
    let sets: Vec<&str> = scenario.demand_sets().map(|set| set.id.as_str()).collect();
    assert_eq!(sets.len(), 3);
    for set in sets {
        let conflict = scenario
            .conflict_at(&setting, Some(set))
            .expect("a conflict");
        for (index, party) in conflict.parties().iter().enumerate() {
            // Who said each red line is known, in the same order.
            let demands: Vec<&str> = scenario
                .demands(PartyIndex(index), Some(set))
                .map(|demand| demand.id.as_str())
                .collect();
            let lines: Vec<&str> = party
                .red_lines
                .iter()
                .map(|line| line.id.as_str())
                .collect();
            assert_eq!(demands, lines);
        }
    }
    let settings = scenario.talks_settings(&setting).expect("talks");
    assert_eq!(
        settings.negotiators.len(),
        scenario.conflict().expect("a conflict").parties().len()
    );
}
