//! The scenarios that the library carries with it.
#![allow(clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;

use dealzone::index::{ParameterIndex, PartyIndex};
use dealzone::scenario::{Date, Kind, Scenario};
use dealzone::stream::{Purpose, Stream};

fn builtins() -> impl Iterator<Item = Scenario> {
    Scenario::builtins()
        .map(|id| Scenario::builtin(id).unwrap_or_else(|error| panic!("{}", error.render())))
}

#[test]
fn nothing_in_one_is_later_than_its_date() {
    for scenario in builtins() {
        let latest = scenario.as_of();
        let (id, _) = scenario.id().split_at(scenario.id().len() - 11);
        assert_eq!(scenario.id(), format!("{id}-{latest}"));
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
        // Dates and years in the text itself, those in comments and titles too.
        let path = format!("src/scenario/builtin/{}.toml", scenario.id());
        let text = std::fs::read_to_string(path).expect("the file");
        for start in text.match_indices("20").map(|(at, _)| at) {
            let date = text.get(start..start + 10).map(str::parse::<Date>);
            if let Some(Ok(date)) = date {
                assert!(date <= latest, "{date}");
            }
        }
        for word in text.split(|letter: char| !letter.is_ascii_alphanumeric()) {
            if let Ok(year @ 2000..2100) = word.parse::<u16>() {
                assert!(year <= latest.year(), "{year}");
            }
        }
    }
}

#[test]
fn how_their_numbers_came_about() {
    let mut page = String::new();
    for scenario in builtins() {
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
        page += &format!("{}: {counts:?}\n", scenario.id());
    }
    insta::assert_snapshot!(page, @r#"
    istanbul-2022-03-30: {"assumption": 255, "computed": 4}
    minsk-2015-02-11: {"assumption": 244, "computed": 2}
    ukraine-2026-01-23: {"assumption": 521, "computed": 18, "reported": 5}
    "#);
}

#[test]
fn every_demand_set_becomes_a_conflict_with_talks() {
    let mut sets = Vec::new();
    for scenario in builtins() {
        let setting = scenario.setting();
        for set in scenario.demand_sets() {
            let conflict = scenario
                .conflict_at(&setting, Some(&set.id))
                .expect("a conflict");
            for (index, party) in conflict.parties().iter().enumerate() {
                // Who said each red line is known, in the same order.
                let demands: Vec<&str> = scenario
                    .demands(PartyIndex(index), Some(&set.id))
                    .map(|demand| demand.id.as_str())
                    .collect();
                let lines: Vec<&str> = party
                    .red_lines
                    .iter()
                    .map(|line| line.id.as_str())
                    .collect();
                assert_eq!(demands, lines);
            }
            let settings = scenario.talks_settings(&setting).expect("talks");
            assert_eq!(settings.negotiators.len(), conflict.parties().len());
            sets.push(set.id.clone());
        }
    }
    let known = "stated basis draft whole_region four_regions anchorage freeze";
    assert_eq!(sets.join(" "), known);
}

/// The weights of a party are swing weights of one whole at the central values, not only after division.
#[test]
fn weights_sum_to_one() {
    for scenario in builtins() {
        let conflict = scenario.conflict().expect("a conflict");
        for party in conflict.parties() {
            let ending = format!(".weight.{}", party.id);
            let sum: f64 = scenario
                .parameters()
                .iter()
                .filter(|parameter| parameter.key.ends_with(&ending))
                .map(|parameter| parameter.value)
                .sum();
            assert!((sum - 1.0).abs() < 1e-9, "{} {sum}", party.id);
        }
    }
}

/// A share of the ranges is only worth computing where all of them can be.
#[test]
fn every_setting_within_the_ranges_can_be_assembled() {
    for scenario in builtins() {
        let parameters = scenario.parameters();
        for run in 0..20 {
            let mut setting = scenario.setting();
            let mut stream = Stream::new(2, run, Purpose::Sampling, 0);
            for (at, parameter) in parameters.iter().enumerate() {
                // Ends of ranges more often than the middle: that is where parts stop fitting.
                let share = (2.0 * stream.uniform() - 0.5).clamp(0.0, 1.0);
                let value = parameter.low + share * (parameter.high - parameter.low);
                setting
                    .set_at(ParameterIndex(at), value.min(parameter.high))
                    .expect("within the range");
            }
            for set in scenario.demand_sets() {
                if let Err(error) = scenario.conflict_at(&setting, Some(&set.id)) {
                    panic!("{} at draw {run}: {error}", scenario.id());
                }
            }
        }
    }
}
