//! Amounts in steps, and bounds that levels lie on exactly.

use dealzone::conflict::{Conflict, Situation};
use dealzone::index::{IssueIndex, OptionIndex};
use dealzone::party::{Curve, Party, Preferences, RedLine, Valuation};
use dealzone::space::{
    Condition, Constraint, Domain, Family, Issue, Level, Pattern, Rule, Space, Test,
};
use dealzone::zone::Verdict;
use serde_json::json;

use super::forged::claimed;

fn stepped(lower: f64, upper: f64, by: f64) -> Issue {
    let mut issue = Issue::amount("share", Family::Other, lower, upper, "unit");
    if let Domain::Amount { step, .. } = &mut issue.domain {
        *step = Some(by);
    }
    issue
}

/// Two sides that want the opposite of each other on the first issue and do not care for the rest.
fn opposed(space: &Space, reservations: [f64; 2]) -> Conflict {
    let side = |id, best| {
        let mut weights = vec![0.0; space.issues().len()];
        weights[0] = 1.0;
        let values = space.issues().iter().map(|issue| match issue.domain {
            Domain::Amount { .. } => Valuation::Amount(Curve::Linear {
                at_lower: 1.0 - best,
                at_upper: best,
            }),
            _ => Valuation::table(issue.domain.options().iter().map(|_| 0.0)),
        });
        let values = values.collect();
        Party::new(id, Preferences::new(weights, values))
    };
    Conflict::builder(space.clone())
        .parties([side("a", 1.0), side("b", 0.0)])
        .reservations(reservations)
        .build()
        .unwrap()
}

fn witness(conflict: &Conflict) -> Vec<Level> {
    match conflict.deal_zone().verdict() {
        Verdict::Exists { witness } => {
            assert!(conflict.space().admits(witness), "{witness:?}");
            witness.levels().to_vec()
        }
        other => panic!("{other:?}"),
    }
}

/// 3 · 0.1 is more than 0.3: the last level stands for the upper end all the same.
#[test]
fn the_last_level_survives_rounding() {
    for (lower, upper, step) in [(0.0, 0.3, 0.1), (0.1, 0.7, 0.2), (0.0, 1.0, 1.0 / 3.0)] {
        let space = Space::new(vec![stepped(lower, upper, step)], vec![]).unwrap();
        let conflict = opposed(&space, [0.99, 0.0]);
        let [Level::Amount(share)] = witness(&conflict)[..] else {
            panic!("not an amount");
        };
        assert!((share - upper).abs() < 1e-12, "{share}");
        assert!(space.issues()[0].domain.contains(Level::Amount(upper)));
    }
}

/// An upper end off the grid is no level: not to the search, and not to the space.
#[test]
fn an_upper_end_off_the_grid_is_no_level() {
    let issue = stepped(0.0, 1.0, 0.3);
    assert!(!issue.domain.contains(Level::Amount(1.0)));
    let space = Space::new(vec![issue], vec![]).unwrap();
    assert_eq!(space.deal_count(), Some(4.0));
    assert!(opposed(&space, [0.95, 0.0]).deal_zone().is_empty());
    assert!(opposed(&space, [0.85, 0.0]).deal_zone().exists());
}

/// A cut that skips a level of the grid proves nothing of that level.
#[test]
fn a_cut_that_skips_a_level_is_refused() {
    let space = Space::new(vec![stepped(0.0, 1.0, 0.5)], vec![]).unwrap();
    let conflict = opposed(&space, [0.3, 0.3]);
    assert!(conflict.deal_zone().exists());
    let lie = |below: f64, above: f64| {
        let json = json!({
            "demands": [{ "participation": { "party": 0 } }, { "participation": { "party": 1 } }],
            "proof": { "upper": -0.2, "nodes": [
                { "amounts": { "variable": 0, "below": below, "above": above, "nodes": [1, 2] } },
                { "multipliers": [1.0, 0.0] },
                { "multipliers": [0.0, 1.0] },
            ] },
        });
        let certificate = claimed(&json).unwrap();
        certificate.verify(&conflict, &Situation::opening(&conflict))
    };
    for (below, above) in [
        (0.0, 1.0),
        (0.26, 1.0),
        (0.49, 1.0),
        (-0.1, 1.0),
        (0.1, 0.6),
    ] {
        assert!(lie(below, above).is_err(), "{below} {above}");
    }
}

/// Where both sides of a bound are refused the bound itself is not.
#[test]
fn a_bound_refused_from_both_sides_can_be_agreed() {
    let share = Issue::amount("share", Family::Other, 0.0, 1.0, "unit");
    let space = Space::new(vec![share], vec![]).unwrap();
    let mut conflict = opposed(&space, [0.2, 0.2]);
    let [mut a, mut b] = [conflict.parties()[0].clone(), conflict.parties()[1].clone()];
    let line = |test| {
        let issue = IssueIndex(0);
        RedLine::absolute("line", Pattern::new([Condition { issue, test }]))
    };
    a.red_lines.push(line(Test::Below(0.4)));
    b.red_lines.push(line(Test::Above(0.4)));
    conflict = Conflict::builder(space)
        .parties([a, b])
        .reservations([0.2, 0.2])
        .build()
        .unwrap();
    assert_eq!(witness(&conflict), [Level::Amount(0.4)]);
}

/// The consequence of an implication is met at its bound, so that there is a best deal.
#[test]
fn a_consequence_is_met_at_its_bound() {
    let share = Issue::amount("share", Family::Other, 0.0, 1.0, "unit");
    let line = Issue::choice("line", Family::Other, ["settled"]);
    let rule = Rule::Implies {
        when: Pattern::new([Condition::any_of(IssueIndex(1), [OptionIndex(0)])]),
        then: Condition {
            issue: IssueIndex(0),
            test: Test::Above(0.7),
        },
    };
    let space = Space::new(vec![share, line], vec![Constraint::new("if", rule)]).unwrap();
    let conflict = opposed(&space, [0.2, 0.3]);
    let levels = witness(&conflict);
    assert!(matches!(levels[0], Level::Amount(amount) if (amount - 0.7).abs() < 1e-9));
}
