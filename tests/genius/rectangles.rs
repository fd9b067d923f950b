//! Scenarios with rectangles: the figures, and lists that others have left.

use std::fs;

use dealzone::genius::{
    Domain, Evaluator, Exactness, Issue, Profile, Rectangle, Scenario, Side, Standing, TOLERANCE,
    Utility, Values, listed_frontier,
};
use proptest::prelude::*;

use crate::brute_force::all;
use crate::files::{own, scratch};

/// The utilities of all outcomes, one by one.
fn utilities(scenario: &Scenario) -> Vec<Vec<f64>> {
    let outcomes = all(scenario.domain());
    outcomes
        .iter()
        .map(|outcome| scenario.utilities(outcome).unwrap())
        .collect()
}

prop_compose! {
    /// Rectangles inside and outside, above and below zero, and perhaps a party that is additive.
    fn scenario()(parties in 1_usize..4, issues in 1_usize..5)(
        drawn in prop::collection::vec(
            prop::collection::vec(
                (
                    -4_i8..20,
                    any::<bool>(),
                    prop::collection::vec((0..issues, -1_i64..6, -1_i64..6), 0..4),
                ),
                0..9,
            ),
            parties,
        ),
        slopes in prop::collection::vec(-5_i8..6, issues),
        additive in any::<bool>(),
        parties in Just(parties),
        issues in Just(issues),
    ) -> Scenario {
        let named = (0..issues as i64).map(|index| Issue {
            index,
            name: format!("issue {index}"),
            values: Values::Integer { lower: 0, upper: 4 },
        });
        let domain = Domain::new("random", named.collect()).unwrap();
        let rectangles = |party: usize| {
            let drawn = drawn[party].iter().map(|(utility, outside, drawn)| {
                let mut sides: Vec<Side> = Vec::new();
                for (issue, one, other) in drawn {
                    if sides.iter().all(|side| side.issue != *issue) {
                        sides.push(Side { issue: *issue, min: *one.min(other), max: *one.max(other) });
                    }
                }
                Rectangle { utility: f64::from(*utility), sides, outside: *outside }
            });
            Utility::Rectangles { rectangles: drawn.collect(), largest: 25.0 }
        };
        let profile = |party: usize| Profile {
            file: format!("party-{party}.xml"),
            utility: if additive && party + 1 == parties && party > 0 {
                let line = |slope: &i8| Evaluator::Linear {
                    offset: 0.5,
                    slope: f64::from(*slope) / 8.0,
                    from: 0.0,
                };
                Utility::Additive {
                    weights: vec![0.25; issues],
                    evaluators: slopes.iter().map(line).collect(),
                }
            } else {
                rectangles(party)
            },
            reservation: 0.2,
            discount: 1.0,
        };
        Scenario::new("random.xml", domain, (0..parties).map(profile).collect()).unwrap()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn frontiers_are_those_of_the_list_of_all_outcomes(scenario in scenario()) {
        let figures = scenario.figures().unwrap();
        prop_assert_eq!(&figures.exactness, &Exactness::Exact);
        let utilities = utilities(&scenario);
        for point in &figures.pareto {
            let own = scenario.utilities(&point.outcome).unwrap();
            prop_assert!(
                own.iter().zip(&point.utilities).all(|(a, b)| (a - b).abs() < 1e-12),
                "{:?} {:?}", own, point
            );
            let beaten = utilities.iter().any(|other| {
                let pairs = || other.iter().zip(&point.utilities);
                pairs().all(|(a, b)| *a >= *b) && pairs().any(|(a, b)| *a > b + TOLERANCE)
            });
            prop_assert!(!beaten, "{:?}", point);
        }
        let rational = utilities
            .iter()
            .filter(|one| one.iter().all(|utility| *utility >= 0.2 - TOLERANCE))
            .count();
        prop_assert_eq!(figures.rational, Some(rational as f64));
        for one in &utilities {
            let matched = figures.pareto.iter().any(|point| {
                point.utilities.iter().zip(one).all(|(a, b)| *a >= b - TOLERANCE)
            });
            prop_assert!(matched, "{:?}", one);
        }
    }
}

#[test]
fn the_festival_against_the_list_of_all_outcomes() {
    let scenario = Scenario::load(own("festival")).unwrap();
    let figures = scenario.figures().unwrap();
    assert_eq!(figures.exactness, Exactness::Exact);
    let mut utilities = utilities(&scenario);
    utilities.sort_by(|a, b| b[0].total_cmp(&a[0]).then(b[1].total_cmp(&a[1])));
    let mut expected: Vec<Vec<f64>> = Vec::new();
    for one in &utilities {
        if expected.last().is_none_or(|last| one[1] > last[1]) {
            expected.push(one.clone());
        }
    }
    expected.reverse();
    let found: Vec<Vec<f64>> = figures
        .pareto
        .iter()
        .map(|one| one.utilities.clone())
        .collect();
    assert_eq!(found, expected);
    for point in &figures.pareto {
        assert_eq!(scenario.utilities(&point.outcome).unwrap(), point.utilities);
    }
    let gains = |one: &Vec<f64>| (one[0] - 0.25, one[1] - 0.25);
    let rational = utilities
        .iter()
        .map(gains)
        .filter(|(a, b)| *a >= 0.0 && *b >= 0.0);
    let nash = rational.clone().map(|(a, b)| a * b).fold(0.0, f64::max);
    let least = rational.map(|(a, b)| a.min(b)).fold(0.0, f64::max);
    assert!((figures.nash.as_ref().unwrap().value - nash).abs() < 1e-12);
    assert!((figures.egalitarian.as_ref().unwrap().value - least).abs() < 1e-12);
    assert_eq!(
        figures.nash.as_ref().unwrap().upper,
        figures.nash.as_ref().unwrap().value
    );
}

#[test]
fn a_list_is_held_against_the_frontier() {
    let scenario = Scenario::load(own("festival")).unwrap();
    let figures = scenario.figures().unwrap();
    let (first, last) = (
        &figures.pareto[0].utilities,
        &figures.pareto.last().unwrap().utilities,
    );
    let listed = vec![
        first.clone(),
        vec![last[0] - 0.01, last[1]],
        vec![last[0] + 0.01, last[1]],
        vec![0.5],
    ];
    let comparison = figures.compare(&listed);
    assert!(comparison.is_proven);
    assert_eq!(comparison.listed.len(), 3);
    assert_eq!(comparison.listed[0].1, Standing::Agrees);
    assert!(matches!(&comparison.listed[1].1, Standing::Beaten(point) if &point.utilities == last));
    assert_eq!(comparison.listed[2].1, Standing::Unreached);
    assert_eq!(comparison.missing.len(), figures.pareto.len() - 1);
}

#[test]
fn lists_are_read_from_the_folder() {
    let folder = scratch("listed");
    assert_eq!(listed_frontier(&folder).unwrap(), None);
    fs::write(folder.join("pareto.xml"), "\n0.5, 1.0\n 0.75,0.25\n\n").unwrap();
    let listed = listed_frontier(&folder).unwrap();
    assert_eq!(listed, Some(vec![vec![0.5, 1.0], vec![0.75, 0.25]]));
    fs::write(folder.join("pareto.xml"), "<xml/>").unwrap();
    let error = listed_frontier(&folder).unwrap_err().to_string();
    assert!(
        error.contains("pareto.xml") && error.contains("<xml/>"),
        "{error}"
    );
}
