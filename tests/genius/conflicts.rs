//! Scenarios as conflicts, and issues of reals.

use dealzone::conflict::{Outlook, Situation};
use dealzone::genius::{
    ConversionError, Domain, Evaluator, Exactness, Issue, Profile, Rectangle, Scenario, Utility,
    Value, Values,
};
use dealzone::index::{OptionIndex, PartyIndex};
use dealzone::space::{Deal, Level};
use dealzone::stream::{Purpose, Stream};
use dealzone::talks::{Talks, TalksSettings, TimeDependent};
use dealzone::zone::Verdict;

use crate::brute_force::all;
use crate::files::own;

/// The zone's best least gain is the egalitarian value, and its surpluses over σ are u − r.
#[test]
fn a_scenario_is_a_conflict() {
    for name in ["garden", "harbour", "library"] {
        let scenario = Scenario::load(own(name)).unwrap();
        let figures = scenario.figures().unwrap();
        let conflict = scenario.conflict().unwrap();
        let zone = conflict.deal_zone();
        assert!(matches!(zone.verdict(), Verdict::Exists { .. }), "{name}");
        let closest = zone.closest().unwrap();
        let egalitarian = figures.egalitarian.unwrap().value;
        let parties = conflict.parties().iter().zip(&closest.surplus);
        let least = parties
            .map(|(party, gain)| gain / party.scale)
            .fold(f64::INFINITY, f64::min);
        assert!(
            (least - egalitarian).abs() < 1e-9,
            "{name}: {least} {egalitarian}"
        );
        let utilities = scenario
            .utilities(&scenario.outcome_of(&closest.deal))
            .unwrap();
        for (at, profile) in scenario.profiles().iter().enumerate() {
            let gain = closest.surplus[at] / conflict.parties()[at].scale;
            assert!((utilities[at] - profile.reservation - gain).abs() < 1e-9);
        }
        let frontier = conflict.zone();
        let frontier = frontier.frontier().beyond_the_zone().solve();
        assert_eq!(frontier.points.len(), figures.pareto.len(), "{name}");
    }
}

#[test]
fn talks_run_on_what_others_wrote() {
    let scenario = Scenario::load(own("harbour")).unwrap();
    let conflict = scenario.conflict().unwrap();
    let mut settings = TalksSettings::alternating(&conflict, 60);
    for party in 0..3 {
        settings = settings.seat(PartyIndex(party), TimeDependent::LINEAR);
    }
    let outcome = Talks::new(&conflict, settings, 1)
        .unwrap()
        .filter_map(|round| round.outcome)
        .last()
        .unwrap();
    let utilities = scenario
        .utilities(&scenario.outcome_of(outcome.deal().unwrap()))
        .unwrap();
    for (utility, profile) in utilities.iter().zip(scenario.profiles()) {
        assert!(*utility >= profile.reservation - 1e-9);
    }
}

/// Rectangles are interactions of options.
#[test]
fn rectangles_are_played_on() {
    let scenario = Scenario::load(own("festival")).unwrap();
    let conflict = scenario.conflict().unwrap();
    let situation = Situation::opening(&conflict);
    let outlook = Outlook::new(&conflict, &situation);
    let mut stream = Stream::new(1, 0, Purpose::Sampling, 0);
    let mut gains = 0;
    for _ in 0..500 {
        let levels = conflict.space().issues().iter().map(|issue| {
            let options = issue.domain.options().len() as f64;
            Level::Option(OptionIndex((stream.uniform() * options) as usize))
        });
        let deal: Deal = levels.collect();
        let surplus = dealzone::zone::Values::new(&conflict, &situation, &outlook, &deal).surplus();
        let utilities = scenario.utilities(&scenario.outcome_of(&deal)).unwrap();
        for ((surplus, utility), profile) in surplus.iter().zip(utilities).zip(scenario.profiles())
        {
            // The conflict does not cut at 1.
            assert!(((surplus + profile.reservation).min(1.0) - utility).abs() < 1e-12);
            gains += usize::from(*surplus > 0.0);
        }
    }
    assert!(gains > 10, "{gains}");

    let figures = scenario.figures().unwrap();
    let zone = conflict.deal_zone();
    assert!((zone.lower() - figures.egalitarian.unwrap().value).abs() < 1e-9);

    let mut settings = TalksSettings::alternating(&conflict, 20);
    for party in 0..conflict.parties().len() {
        settings = settings.seat(PartyIndex(party), TimeDependent::LINEAR);
    }
    let mut talks = Talks::new(&conflict, settings, 1).unwrap();
    let deal = talks.run().deal().cloned().unwrap();
    let utilities = scenario.utilities(&scenario.outcome_of(&deal)).unwrap();
    for (utility, profile) in utilities.iter().zip(scenario.profiles()) {
        assert!(*utility >= profile.reservation - 1e-9);
    }
}

/// Weights of a conflict are not negative, and rectangles are over lists of whole numbers.
#[test]
fn what_is_no_conflict() {
    let festival = Scenario::load(own("festival")).unwrap();
    let mut profiles = festival.profiles().to_vec();
    if let Utility::Rectangles { rectangles, .. } = &mut profiles[0].utility {
        rectangles.push(Rectangle {
            utility: -1.0,
            sides: Vec::new(),
            outside: false,
        });
    }
    let changed = Scenario::new("f.xml", festival.domain().clone(), profiles).unwrap();
    assert!(matches!(
        changed.conflict(),
        Err(ConversionError::Rectangles { .. })
    ));
    let garden = Scenario::load(own("garden")).unwrap();
    let mut profiles = garden.profiles().to_vec();
    if let Utility::Additive { weights, .. } = &mut profiles[1].utility {
        weights[0] = -0.5;
    }
    let changed = Scenario::new("g.xml", garden.domain().clone(), profiles).unwrap();
    assert!(
        matches!(changed.conflict(), Err(ConversionError::Weights { file }) if file == "garden-west.xml")
    );
    let alone = Scenario::new(
        "g.xml",
        garden.domain().clone(),
        garden.profiles()[..1].to_vec(),
    );
    assert!(matches!(
        alone.unwrap().conflict(),
        Err(ConversionError::Conflict(_))
    ));
}

/// A pie of reals beside a choice: u₁ = ½ x + ½ e, u₂ = ½ (1 − x) + ½ e with e worth one to both for its first value.
#[test]
fn a_real_issue_is_covered() {
    let issue = |index, name: &str, values| Issue {
        index,
        name: name.to_owned(),
        values,
    };
    let both = ["yes", "no"].map(str::to_owned).to_vec();
    let domain = Domain::new(
        "pie",
        vec![
            issue(
                1,
                "share",
                Values::Real {
                    lower: -1.0,
                    upper: 2.0,
                },
            ),
            issue(2, "extra", Values::Discrete(both)),
        ],
    )
    .unwrap();
    let party = |offset, slope| Profile {
        file: "p.xml".to_owned(),
        utility: Utility::Additive {
            weights: vec![0.5, 0.5],
            evaluators: vec![
                Evaluator::Linear {
                    offset,
                    slope,
                    from: 0.0,
                },
                Evaluator::Table(vec![4.0, 1.0]),
            ],
        },
        reservation: 0.25,
        discount: 1.0,
    };
    let scenario =
        Scenario::new("pie.xml", domain, vec![party(0.0, 1.0), party(1.0, -1.0)]).unwrap();
    let figures = scenario.figures().unwrap();
    assert_eq!((figures.outcomes, figures.rational), (None, None));
    let Exactness::Within(gap) = figures.exactness else {
        panic!("{:?}", figures.exactness);
    };
    assert!(gap <= 0.005, "{gap}");
    for point in &figures.pareto {
        assert!(
            (point.utilities[0] + point.utilities[1] - 1.5).abs() < 1e-6,
            "{point:?}"
        );
        assert!(scenario.domain().contains(&point.outcome));
    }
    for share in 0..=100 {
        let outcome = [Value::Real(f64::from(share) / 100.0), Value::Option(0)];
        let utilities = scenario.utilities(&outcome).unwrap();
        let near = |utilities: &[f64]| {
            figures.pareto.iter().any(|point| {
                point
                    .utilities
                    .iter()
                    .zip(utilities)
                    .all(|(a, b)| *a >= b - gap - 1e-9)
            })
        };
        assert!(near(&utilities), "{utilities:?}");
    }
    let nash = figures.nash.unwrap();
    assert!(
        nash.value <= 0.25 + 1e-9 && nash.upper >= 0.25 - 1e-9,
        "{nash:?}"
    );
    assert!(figures.welfare.value <= 1.5 + 1e-9 && figures.welfare.upper >= 1.5 - 1e-9);
}

/// An issue of more values than a conflict has options for: amounts in steps there.
#[test]
fn long_ranges_become_amounts_in_steps() {
    let values = Values::Integer {
        lower: 0,
        upper: 9_999,
    };
    let price = Issue {
        index: 1,
        name: "price".to_owned(),
        values,
    };
    let domain = Domain::new("price", vec![price]).unwrap();
    let party = |offset, slope| Profile {
        file: "p.xml".to_owned(),
        utility: Utility::Additive {
            weights: vec![2.0],
            evaluators: vec![Evaluator::Linear {
                offset,
                slope,
                from: 0.0,
            }],
        },
        reservation: 0.0,
        discount: 1.0,
    };
    let slope = 1.0 / 9_999.0;
    let scenario = Scenario::new(
        "p.xml",
        domain,
        vec![party(-0.5, 2.0 * slope), party(1.0, -slope)],
    )
    .unwrap();
    let figures = scenario.figures().unwrap();
    // Nothing for the first party up to 2499, all from 7500 on: 0, and 2500 to 7500.
    assert_eq!(figures.rational, Some(10_000.0));
    assert_eq!(all(scenario.domain()).len(), 10_000);
    assert_eq!(figures.pareto.len(), 5_002);
    let conflict = scenario.conflict().unwrap();
    let zone = conflict.deal_zone();
    let closest = zone.closest().unwrap();
    let utilities = scenario
        .utilities(&scenario.outcome_of(&closest.deal))
        .unwrap();
    let least = utilities.iter().copied().fold(f64::INFINITY, f64::min);
    assert!((least - figures.egalitarian.unwrap().value).abs() < 1e-9);
}
