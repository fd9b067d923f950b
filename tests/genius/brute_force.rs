//! The figures of random additive scenarios against the list of all outcomes.

use dealzone::genius::{
    Domain, Evaluator, Exactness, Issue, Outcome, Profile, Scenario, TOLERANCE, Utility, Value,
    Values,
};
use proptest::prelude::*;

pub(crate) fn all(domain: &Domain) -> Vec<Outcome> {
    let mut outcomes = vec![Vec::new()];
    for issue in domain.issues() {
        let values: Vec<Value> = match &issue.values {
            Values::Discrete(values) => (0..values.len()).map(Value::Option).collect(),
            Values::Integer { lower, upper } => (*lower..=*upper).map(Value::Integer).collect(),
            Values::Real { .. } => panic!("not enumerated"),
        };
        outcomes = outcomes
            .iter()
            .flat_map(|outcome| {
                values.iter().map(|value| {
                    let mut longer: Outcome = outcome.clone();
                    longer.push(*value);
                    longer
                })
            })
            .collect();
    }
    outcomes
}

/// One issue: how many values, and for each party its evaluations, or the slope and offset of a line.
fn issue(parties: usize) -> impl Strategy<Value = (Values, Vec<Evaluator>)> {
    let discrete = (1_usize..5).prop_flat_map(move |count| {
        let table = prop::collection::vec(0_u8..8, count);
        let tables = prop::collection::vec(table, parties);
        tables.prop_map(move |tables| {
            let names = (0..count).map(|at| format!("value {at}")).collect();
            let tables = tables
                .into_iter()
                .map(|table| Evaluator::Table(table.into_iter().map(f64::from).collect()));
            (Values::Discrete(names), tables.collect())
        })
    });
    let integer = (-3_i64..3, 0_i64..5).prop_flat_map(move |(lower, more)| {
        let line = (-8_i8..12, -5_i8..6).prop_map(move |(offset, slope)| Evaluator::Linear {
            offset: f64::from(offset) / 8.0,
            slope: f64::from(slope) / 10.0,
            from: lower as f64,
        });
        let lines = prop::collection::vec(line, parties);
        lines.prop_map(move |lines| {
            let upper = lower + more;
            (Values::Integer { lower, upper }, lines)
        })
    });
    prop_oneof![3 => discrete, 1 => integer]
}

prop_compose! {
    fn scenario()(parties in 1_usize..5)(
        parties in Just(parties),
        issues in prop::collection::vec(issue(parties), 1..6),
        weights in prop::collection::vec(prop::collection::vec(0_u8..6, 5), parties),
        reservations in prop::collection::vec(0_u8..7, parties),
    ) -> Scenario {
        let named = issues.iter().zip(1..).map(|((values, _), index)| Issue {
            index,
            name: format!("issue {index}"),
            values: values.clone(),
        });
        let domain = Domain::new("random", named.collect()).unwrap();
        let profiles = (0..parties).map(|party| Profile {
            file: format!("party-{party}.xml"),
            utility: Utility::Additive {
                weights: weights[party][..issues.len()]
                    .iter()
                    .map(|weight| f64::from(*weight) / 10.0)
                    .collect(),
                evaluators: issues
                    .iter()
                    .map(|(_, evaluators)| evaluators[party].clone())
                    .collect(),
            },
            reservation: f64::from(reservations[party]) / 10.0,
            discount: 1.0,
        });
        Scenario::new("random.xml", domain, profiles.collect()).unwrap()
    }
}

fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-9
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn figures_are_those_of_the_list_of_all_outcomes(scenario in scenario()) {
        let figures = scenario.figures().unwrap();
        prop_assert_eq!(&figures.exactness, &Exactness::Exact);
        let outcomes = all(scenario.domain());
        prop_assert_eq!(figures.outcomes, Some(outcomes.len() as f64));
        let utilities: Vec<Vec<f64>> = outcomes
            .iter()
            .map(|outcome| scenario.utilities(outcome).unwrap())
            .collect();
        for point in &figures.pareto {
            prop_assert_eq!(&point.utilities, &scenario.utilities(&point.outcome).unwrap());
            let beaten = utilities.iter().any(|other| {
                let pairs = || other.iter().zip(&point.utilities);
                pairs().all(|(a, b)| *a >= *b) && pairs().any(|(a, b)| *a > b + TOLERANCE)
            });
            prop_assert!(!beaten, "{:?}", point);
        }
        for one in &utilities {
            let matched = figures.pareto.iter().any(|point| {
                point.utilities.iter().zip(one).all(|(a, b)| *a >= b - TOLERANCE)
            });
            prop_assert!(matched, "{:?}", one);
        }
        let floors: Vec<f64> = scenario.profiles().iter().map(|one| one.reservation).collect();
        let rational: Vec<&Vec<f64>> = utilities
            .iter()
            .filter(|one| one.iter().zip(&floors).all(|(u, r)| *u >= r - TOLERANCE))
            .collect();
        prop_assert_eq!(figures.rational, Some(rational.len() as f64));
        let gains = |one: &[f64]| -> Vec<f64> {
            one.iter().zip(&floors).map(|(u, r)| (u - r).max(0.0)).collect()
        };
        let most = |value: &dyn Fn(&[f64]) -> f64| {
            rational.iter().map(|one| value(&gains(one))).fold(f64::NEG_INFINITY, f64::max)
        };
        let welfare = utilities.iter().map(|one| one.iter().sum::<f64>());
        prop_assert!(close(figures.welfare.value, welfare.fold(f64::NEG_INFINITY, f64::max)));
        if rational.is_empty() {
            prop_assert!(figures.nash.is_none() && figures.egalitarian.is_none());
            prop_assert!(figures.kalai_smorodinsky.is_none());
            return Ok(());
        }
        let nash = most(&|gains| gains.iter().product());
        prop_assert!(close(figures.nash.unwrap().value, nash));
        let least = most(&|gains| gains.iter().copied().fold(f64::INFINITY, f64::min));
        prop_assert!(close(figures.egalitarian.unwrap().value, least));
        let ideal: Vec<f64> = (0..floors.len()).map(|party| most(&|gains| gains[party])).collect();
        let share = most(&|gains| {
            let pairs = gains.iter().zip(&ideal).filter(|(_, ideal)| **ideal > TOLERANCE);
            let least = pairs.map(|(gain, ideal)| gain / ideal).fold(f64::INFINITY, f64::min);
            if least.is_finite() { least } else { 0.0 }
        });
        prop_assert!(close(figures.kalai_smorodinsky.unwrap().value, share));
    }
}

/// 10¹² and 10²⁰ outcomes: what is known in closed form.
#[test]
fn the_number_of_outcomes_does_not_count() {
    for issues in [12, 20] {
        let named = (1..=issues).map(|index| Issue {
            index,
            name: format!("issue {index}"),
            values: Values::Integer { lower: 0, upper: 9 },
        });
        let domain = Domain::new("wide", named.collect()).unwrap();
        let party = |offset, slope, reservation| Profile {
            file: "party.xml".to_owned(),
            utility: Utility::Additive {
                weights: vec![1.0 / issues as f64; issues as usize],
                evaluators: vec![
                    Evaluator::Linear {
                        offset,
                        slope,
                        from: 0.0
                    };
                    issues as usize
                ],
            },
            reservation,
            discount: 1.0,
        };
        let (up, down) = (party(0.0, 1.0 / 9.0, 0.5), party(1.0, -1.0 / 9.0, 0.5));
        let scenario = Scenario::new("wide.xml", domain, vec![up, down]).unwrap();
        let figures = scenario.figures().unwrap();
        assert_eq!(figures.pareto.len(), 9 * issues as usize + 1);
        assert!((figures.nash.unwrap().value).abs() < 1e-9);
        assert!((figures.welfare.value - 1.0).abs() < 1e-9);
        // Both at a half: the number of ways in which so many digits sum to the middle.
        let mut ways = vec![1.0_f64];
        for _ in 0..issues {
            let mut next = vec![0.0; ways.len() + 9];
            for (sum, count) in ways.iter().enumerate() {
                for digit in 0..10 {
                    next[sum + digit] += count;
                }
            }
            ways = next;
        }
        let (found, expected) = (figures.rational.unwrap(), ways[9 * issues as usize / 2]);
        // Beyond 2⁵³ a count is rounded.
        assert!((found / expected - 1.0).abs() < 1e-14, "{found} {expected}");
    }
}
