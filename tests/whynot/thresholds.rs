//! Where the verdict flips, against the papers.

use dealzone::analysis::{AnalysisError, Reading, Scan, Threshold};
use dealzone::conflict::{Conflict, Outlook, Situation};
use dealzone::scenario::Scenario;
use dealzone::war::Belief;

use crate::textbook::{battle, certain, flips, pie};

/// As closely as a scan brackets by default, for ranges of a few units.
const TOLERANCE: f64 = 5e-6;

fn close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{found:?} for {expected:?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            (found - expected).abs() < TOLERANCE,
            "{found} for {expected}"
        );
    }
}

/// T1e-f: with u = x² and p = .6, c_B = .15 the sides' reservations are √(.6 − c_A) and 1 − √.25: the zone opens at
/// c_A = .35.
#[test]
fn fearon_1995_the_cost_at_which_risk_acceptant_sides_settle() {
    let scenario = battle(&pie(2.0), &certain(0.6), [0.0, 0.0], [0.10, 0.15]);
    assert!(scenario.conflict().unwrap().deal_zone().is_empty());
    close(
        &flips(&scenario, None, "war.outcome.a.cost", Scan::default()),
        &[0.35],
    );
}

/// With p − c_A = .5 and 1 − p − c_B = .25 and both sides alike the zone closes where .5^(1/a) is the golden ratio's
/// inverse; with one exponent at 1 the other side's is where x^a = .5 at the last x that B leaves, 1 − .25 = .75.
#[test]
fn fearon_1995_the_attitude_to_risk_at_which_the_zone_closes() {
    let scenario = battle(&pie(1.0), &certain(0.6), [0.0, 0.0], [0.10, 0.15]);
    let key = "issue.share.value.a.power.exponent";
    let expected = libm::log(0.5) / libm::log(0.75);
    close(&flips(&scenario, None, key, Scan::default()), &[expected]);
}

/// T1g: who wins all or nothing needs p ≤ c_A or p ≥ 1 − c_B.
#[test]
fn fearon_1995_an_indivisible_prize_changes_hands_at_the_cost_of_the_whole() {
    let prize = r#"
[[issue]]
id = "prize"
label = "Who has the prize"
family = "territory"
domain = "choice"
status_quo = "b"
weight = { a = [1, 1, 1], b = [1, 1, 1] }
[[issue.option]]
id = "a"
label = "A"
value = { a = [1, 1, 1], b = [0, 0, 0] }
[[issue.option]]
id = "b"
label = "B"
value = { a = [0, 0, 0], b = [1, 1, 1] }
"#;
    let scenario = battle(prize, &certain(0.6), [0.0, 0.0], [0.10, 0.15]);
    close(
        &flips(&scenario, None, "war.outcome.a.cost", Scan::default()),
        &[0.6],
    );
    close(
        &flips(&scenario, None, "war.outcome.b.cost", Scan::default()),
        &[0.4],
    );
}

/// T10: the zone is there where the gap between the sides' beliefs is no more than what both pay for the battle.
#[test]
fn slantchev_2003_optimism_closes_the_zone_at_the_sum_of_the_costs() {
    let strengths = [-1.0, 0.0, 1.0];
    let chance = |mean: f64| {
        let chances = strengths.map(|at: f64| 1.0 / (1.0 + libm::exp(-at)));
        Belief::normal(&strengths, mean, 1.0)
            .unwrap()
            .mean(&chances)
    };
    let scenario = battle(&pie(1.0), "[-1, 0, 1]", [0.0, 0.0], [0.07, 0.05]);
    let found = flips(&scenario, None, "party.a.belief.mean", Scan::default());
    assert_eq!(found.len(), 1);
    let gap = chance(found[0]) - chance(0.0);
    assert!((gap - 0.12).abs() < TOLERANCE, "{gap}");
}

/// A prize that cannot be cut, and what it weighs for A.
fn prize(id: &str, weight: &str) -> String {
    format!(
        r#"
[[issue]]
id = "{id}"
label = "{id}"
family = "territory"
domain = "choice"
status_quo = "b"
weight = {{ a = {weight}, b = [0.5, 0.5, 0.5] }}
[[issue.option]]
id = "a"
label = "A"
value = {{ a = [1, 1, 1], b = [0, 0, 0] }}
[[issue.option]]
id = "b"
label = "B"
value = {{ a = [0, 0, 0], b = [1, 1, 1] }}
"#
    )
}

/// Two indivisible prizes of which B must keep one: A settles for whichever it values at .6 or more, so the zone closes
/// and opens again as one weight grows.
#[test]
fn a_verdict_that_is_not_monotone_flips_twice() {
    let issues = prize("one", "[0.5, 0, 1]") + &prize("two", "[0.5, 0.5, 0.5]");
    // A expects .7 − .1 of a battle, and B .3 and no cost: one prize of two is enough for it, none is not.
    let scenario = battle(&issues, &certain(0.7), [0.0, 0.0], [0.1, 0.0]);
    // Weights are divided by their sum: w / (w + .5) is .6 at .75, and .4 at a third.
    let key = "issue.one.weight.a";
    close(
        &flips(&scenario, None, key, Scan::default()),
        &[1.0 / 3.0, 0.75],
    );
    // One part on either side sees both, for the centre lies between them; the sweep names the nearer.
    let sweep = scenario
        .sweep(&scenario.setting(), None, Scan::coarse())
        .unwrap();
    let flip = sweep
        .flips
        .iter()
        .find(|flip| Some(flip.parameter) == scenario.find(key))
        .unwrap();
    assert!((flip.threshold.value() - 1.0 / 3.0).abs() < 1e-3);
    assert!((flip.distance - 1.0 / 3.0).abs() < 2e-3);
    assert!(sweep.flips.is_sorted_by(|a, b| a.distance <= b.distance));
    assert!(sweep.unclear.is_empty());
    assert_eq!(sweep.centre.exists(), Some(false));
}

/// The same prizes, looked at between bounds that are not those of the file.
#[test]
fn bounds_of_ones_own_may_be_wider_or_narrower_than_the_range() {
    let issues = prize("one", "[0.5, 0.45, 0.55]") + &prize("two", "[0.5, 0.5, 0.5]");
    let scenario = battle(&issues, &certain(0.7), [0.0, 0.0], [0.1, 0.0]);
    let (setting, scan) = (scenario.setting(), Scan::default());
    let within = |key, low, high| scenario.thresholds_within(&setting, None, key, low..=high, scan);
    let at = |key, low, high| -> Vec<f64> {
        let found = within(key, low, high).unwrap();
        assert_eq!((found.low, found.high), (low, high));
        found.flips.iter().map(Threshold::value).collect()
    };
    let key = "issue.one.weight.a";
    assert!(flips(&scenario, None, key, scan).is_empty());
    close(&at(key, 0.0, 1.0), &[1.0 / 3.0, 0.75]);
    close(&at(key, 0.0, 0.5), &[1.0 / 3.0]);
    // The value of the setting need not lie between them, nor need there be a range.
    close(&at(key, 0.6, 0.8), &[0.75]);
    close(&at("issue.two.weight.a", 0.1, 0.6), &[1.0 / 3.0]);
    let refused = |low, high| within(key, low, high).unwrap_err().to_string();
    assert_eq!(
        refused(0.0, 1.5),
        "1.5 is no value for `issue.one.weight.a`: expected a number from 0 to 1"
    );
    assert!(refused(f64::NAN, 1.0).starts_with("NaN is no value"));
    assert_eq!(
        refused(0.8, 0.6),
        "0.6 is no value for `issue.one.weight.a`: expected 0.8 or more"
    );
}

/// A sweep finds what each number's own scan finds, in whatever order its threads come to them.
#[test]
fn a_sweep_is_the_scans_of_all_numbers() {
    let text = include_str!("../scenarios/two-regions.toml");
    let scenario = Scenario::from_toml(text, "two-regions.toml").unwrap();
    let setting = scenario.setting();
    let scan = Scan {
        parts: 3,
        tolerance: 1e-3,
    };
    let sweep = scenario.sweep(&setting, None, scan).unwrap();
    assert_eq!(sweep, scenario.sweep(&setting, None, scan).unwrap());
    for (index, parameter) in scenario.parameters().iter().enumerate() {
        let found = flips(&scenario, None, &parameter.key, scan);
        let flip = sweep
            .flips
            .iter()
            .find(|flip| flip.parameter.get() == index);
        assert_eq!(flip.is_some(), !found.is_empty(), "{}", parameter.key);
        if let Some(flip) = flip {
            assert!(
                found
                    .iter()
                    .any(|at| (at - flip.threshold.value()).abs() < 1e-12)
            );
        }
    }
}

/// Proofs that no deal is allowed are taken over where nothing they rest on has changed, and hold there.
#[test]
fn a_proof_from_red_lines_alone_holds_at_every_value() {
    let scenario = Scenario::builtin("ukraine-2026-01-23").unwrap();
    let scan = Scan {
        parts: 1,
        tolerance: 1e-3,
    };
    for key in ["breach_rate", "party.russia.discount"] {
        assert!(flips(&scenario, Some("four_regions"), key, scan).is_empty());
    }
}

#[test]
fn what_is_not_there_is_named() {
    let scenario = battle(&pie(1.0), &certain(0.6), [0.0, 0.0], [0.1, 0.1]);
    let scan = Scan::default();
    let error = |demands, key| {
        scenario
            .thresholds(&scenario.setting(), demands, key, scan)
            .unwrap_err()
    };
    assert_eq!(
        error(None, "war.outcome.a.costs").to_string(),
        "there is no parameter `war.outcome.a.costs`; did you mean `war.outcome.a.cost`?"
    );
    let structural = "is no parameter: it is a structural number, with no range, and another value of it makes another \
                      scenario file";
    for key in ["talks.rounds", "period_days", "horizon_years"] {
        let found = error(None, key).to_string();
        assert_eq!(found, format!("`{key}` {structural}"));
    }
    assert!(matches!(
        error(Some("none"), "breach_rate"),
        AnalysisError::Assembly(_)
    ));
    let still = scenario
        .thresholds(&scenario.setting(), None, "breach_rate", scan)
        .unwrap();
    assert!(still.flips.is_empty() && still.readings.len() == 1);
    assert!(matches!(still.readings[0].reading, Reading::Exists { .. }));
}

/// Tables that are taken over are those that would have been built, to the last bit.
#[test]
fn a_war_like_another_has_the_values_of_a_fresh_one() {
    let text = include_str!("../scenarios/two-regions.toml");
    let scenario = Scenario::from_toml(text, "two-regions.toml").unwrap();
    let base = scenario.conflict().unwrap();
    let mut tried = 0;
    for parameter in scenario.parameters() {
        let setting = scenario.setting().with(&parameter.key, parameter.high);
        let Ok(builder) = scenario.builder_at(&setting.unwrap(), None) else {
            continue;
        };
        let (fresh, like) = (builder.clone().build(), builder.like(&base).build());
        if let (Ok(fresh), Ok(like)) = (fresh, like) {
            tried += 1;
            let outlook =
                |conflict: &Conflict| Outlook::new(conflict, &Situation::opening(conflict));
            assert_eq!(outlook(&fresh), outlook(&like), "{}", parameter.key);
        }
    }
    assert!(tried > 50, "{tried}");
}
