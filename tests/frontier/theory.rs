//! Solution points with known answers.

use dealzone::party::End;
use dealzone::prelude::*;
use dealzone::space::{Constraint, LinearTerm, Relation, Rule};
use dealzone::zone::Exactness;

/// One pie of size one. `curves` are the parties' values of the first one's share.
fn pie(curves: [Curve; 2], reservations: [f64; 2]) -> Conflict {
    let share = Issue::amount("share", Family::Other, 0.0, 1.0, "of the pie");
    let party = |id, curve| {
        Party::new(
            id,
            Preferences::new(vec![1.0], vec![Valuation::Amount(curve)]),
        )
    };
    let [first, second] = curves;
    Conflict::builder(Space::new(vec![share], Vec::new()).unwrap())
        .party(party("a", first))
        .party(party("b", second))
        .reservations(reservations)
        .build()
        .unwrap()
}

fn rising() -> Curve {
    Curve::Linear {
        at_lower: 0.0,
        at_upper: 1.0,
    }
}

fn falling() -> Curve {
    Curve::Linear {
        at_lower: 1.0,
        at_upper: 0.0,
    }
}

/// u₂ = √(1 − x).
fn root() -> Curve {
    Curve::Power {
        best: End::Lower,
        exponent: 0.5,
    }
}

fn share(deal: &Deal) -> f64 {
    match deal.level(IssueIndex(0)) {
        Some(Level::Amount(amount)) => amount,
        _ => panic!("a share is an amount"),
    }
}

#[track_caller]
fn at(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() < tolerance,
        "{found} is not {expected}"
    );
}

#[test]
fn nash_1950_splits_what_is_gained() {
    let conflict = pie([rising(), falling()], [0.1, 0.2]);
    let solutions = conflict.zone().solutions().unwrap();
    let nash = solutions.nash.unwrap();
    at(share(&nash.deal), 0.45, 1e-6);
    assert!(nash.gap < 1e-9, "{}", nash.gap);
    at(share(&solutions.egalitarian.deal), 0.45, 1e-9);
}

#[test]
fn kalai_1977_weighted_nash() {
    let conflict = pie([rising(), falling()], [0.1, 0.2]);
    let query = conflict.zone();
    at(
        share(&query.weighted_nash(&[0.7, 0.3]).unwrap().deal),
        0.59,
        1e-6,
    );
    at(
        share(&query.weighted_nash(&[7.0, 3.0]).unwrap().deal),
        0.59,
        1e-6,
    );
    assert!(query.weighted_nash(&[1.0]).is_none());
    // Who weighs nothing need only lose nothing: the first takes all but what fighting on is worth to the second.
    at(
        share(&query.weighted_nash(&[1.0, 0.0]).unwrap().deal),
        0.8,
        1e-6,
    );
    for unsound in [
        [0.0, 0.0],
        [1.0, -1.0],
        [1.0, f64::NAN],
        [f64::INFINITY, 1.0],
    ] {
        assert!(query.weighted_nash(&unsound).is_none());
    }
}

#[test]
fn kalai_smorodinsky_1975_one_frontier_four_answers() {
    let conflict = pie([rising(), root()], [0.0, 0.0]);
    let solutions = conflict.zone().solutions().unwrap();
    at(
        share(&solutions.nash.as_ref().unwrap().deal),
        2.0 / 3.0,
        1e-6,
    );
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    at(
        share(&solutions.kalai_smorodinsky.as_ref().unwrap().deal),
        golden,
        1e-6,
    );
    at(share(&solutions.egalitarian.deal), golden, 1e-6);
    at(share(&solutions.utilitarian.deal), 0.75, 1e-4);
    at(solutions.utilitarian.value, 1.25, 1e-9);
}

/// The frontier through (0, 1), (.5, .9) and (1, 0).
#[test]
fn kalai_smorodinsky_1975_kinked_frontier() {
    let kinked = Curve::Piecewise(vec![(0.0, 1.0), (0.5, 0.9), (1.0, 0.0)]);
    let conflict = pie([rising(), kinked], [0.0, 0.0]);
    let solutions = conflict.zone().solutions().unwrap();
    at(share(&solutions.nash.unwrap().deal), 0.5, 1e-6);
    at(
        share(&solutions.kalai_smorodinsky.unwrap().deal),
        0.642_857_142_857,
        1e-6,
    );
}

#[test]
fn nash_1950_is_not_moved_by_scale() {
    let party = |scale: f64| {
        let pie = Issue::amount("share", Family::Other, 0.0, 1.0, "of the pie");
        let of = |id, curve| {
            Party::new(
                id,
                Preferences::new(vec![1.0], vec![Valuation::Amount(curve)]),
            )
        };
        let mut second = of("b", root());
        second.scale = scale;
        let conflict = Conflict::builder(Space::new(vec![pie], Vec::new()).unwrap())
            .party(of("a", rising()))
            .party(second)
            .reservations([0.05, 0.1])
            .build()
            .unwrap();
        let solutions = conflict.zone().solutions().unwrap();
        [solutions.nash, solutions.kalai_smorodinsky].map(|found| share(&found.unwrap().deal))
    };
    let (one, ten) = (party(1.0), party(10.0));
    // The product is flat at its greatest: to within 1e-12 of it the share may move by 1e-6.
    at(one[0], ten[0], 1e-5);
    at(one[1], ten[1], 1e-6);
}

/// The Panama Canal talks (Raiffa 1982), each of ten issues divided in parts: Adjusted Winner gives both 66 points, and
/// the United States 2/15 of land and water (Brams & Taylor 1996).
#[test]
fn raiffa_1982_panama_canal() {
    let points = [
        [22.0, 22.0, 15.0, 14.0, 11.0, 6.0, 4.0, 2.0, 2.0, 2.0],
        [9.0, 15.0, 15.0, 3.0, 15.0, 5.0, 11.0, 7.0, 7.0, 13.0],
    ];
    let issues = (0..10)
        .map(|at| {
            Issue::amount(
                format!("issue{at}"),
                Family::Other,
                0.0,
                1.0,
                "won by the US",
            )
        })
        .collect();
    let party = |id, points: &[f64], curve: Curve| {
        let weights = points.iter().map(|points| points / 100.0).collect();
        Party::new(
            id,
            Preferences::new(weights, vec![Valuation::Amount(curve); 10]),
        )
    };
    let conflict = Conflict::builder(Space::new(issues, Vec::new()).unwrap())
        .party(party("united_states", &points[0], rising()))
        .party(party("panama", &points[1], falling()))
        .reservations([0.0, 0.0])
        .build()
        .unwrap();
    let query = conflict.zone();
    let solutions = query.solutions().unwrap();
    at(solutions.egalitarian.value, 0.66, 1e-9);
    for gain in &solutions.egalitarian.surplus {
        at(*gain, 0.66, 1e-6);
    }
    let Some(Level::Amount(split)) = solutions.egalitarian.deal.level(IssueIndex(2)) else {
        panic!("an amount")
    };
    at(split, 2.0 / 15.0, 1e-6);

    let frontier = query.frontier().within(0.02).solve();
    assert!(frontier.is_complete, "{:?}", frontier.exactness);
    // Every way to win issues whole, in the order of the ratio of their points, is a corner of the frontier.
    let mut order: Vec<usize> = (0..10).collect();
    order.sort_by(|&a, &b| {
        let ratio = |at: usize| points[0][at] / points[1][at];
        ratio(b).total_cmp(&ratio(a))
    });
    let (mut us, mut panama) = (0.0, 1.0);
    for issue in order {
        us += points[0][issue] / 100.0;
        panama -= points[1][issue] / 100.0;
        let near = frontier.points.iter().any(|point| {
            point.surplus[0] >= us - 0.02 - 1e-9 && point.surplus[1] >= panama - 0.02 - 1e-9
        });
        assert!(near, "({us}, {panama})");
    }
}

/// Two pies and two weights: log-rolling opens a zone of area .0114286 that equal weights close.
#[test]
fn log_rolling_over_two_issues() {
    let conflict = |first: f64| {
        let issues = ["land", "money"]
            .map(|id| Issue::amount(id, Family::Other, 0.0, 1.0, "won by the first"))
            .to_vec();
        let party = |id, weight: f64, curve: Curve| {
            let weights = vec![weight, 1.0 - weight];
            Party::new(
                id,
                Preferences::new(weights, vec![Valuation::Amount(curve); 2]),
            )
        };
        Conflict::builder(Space::new(issues, Vec::new()).unwrap())
            .party(party("a", first, rising()))
            .party(party("b", 0.5, falling()))
            .reservations([0.55, 0.55])
            .build()
            .unwrap()
    };
    let open = conflict(0.7);
    let query = open.zone();
    let solutions = query.solutions().unwrap();
    at(solutions.egalitarian.value, 1.0 / 30.0, 1e-9);
    at(share(&solutions.egalitarian.deal), 5.0 / 6.0, 1e-6);
    let robustness = query.robustness(&solutions.egalitarian.deal);
    at(robustness.radius, 1.0 / 30.0, 1e-9);
    let share = query.share();
    assert!(!share.is_exact);
    assert!(
        share.low <= 0.011_428_571 && 0.011_428_572 <= share.high,
        "{share:?}"
    );
    assert!(share.high - share.low < 1e-4, "{share:?}");

    let closed = conflict(0.5);
    assert!(closed.zone().solutions().is_none());
    let share = closed.zone().share();
    assert_eq!((share.low, share.high), (0.0, 0.0));
    let frontier = closed.zone().frontier().solve();
    assert!(frontier.points.is_empty() && frontier.is_complete);
    let Exactness::Within(gap) = frontier.exactness else {
        panic!("amounts are never listed whole")
    };
    assert_eq!(gap, 0.0);
}

/// A pool divided among three uses, one of them what is left: the share is measured on the triangle of divisions.
#[test]
fn a_pool_is_measured_on_its_divisions() {
    let issues: Vec<Issue> = ["a", "b", "c"]
        .map(|id| Issue::amount(id, Family::Assets, 0.0, 1.0, "of the pool"))
        .to_vec();
    let terms = (0..3)
        .map(|at| LinearTerm {
            issue: IssueIndex(at),
            coefficient: 1.0,
        })
        .collect();
    let pool = Constraint::new(
        "pool",
        Rule::Linear {
            terms,
            relation: Relation::Equal,
            bound: 1.0,
        },
    );
    let space = Space::new(issues, vec![pool]).unwrap();
    let party = |id, at: usize| {
        let mut weights = vec![0.0; 3];
        weights[at] = 1.0;
        Party::new(
            id,
            Preferences::new(weights, vec![Valuation::Amount(rising()); 3]),
        )
    };
    let conflict = Conflict::builder(space)
        .party(party("a", 0))
        .party(party("b", 1))
        .party(party("c", 2))
        .reservations([0.25, 0.25, 0.25])
        .build()
        .unwrap();
    let query = conflict.zone();
    // The triangle shrunk to a quarter of its side: a sixteenth of its area.
    let share = query.share();
    assert!(share.low <= 0.0625 && 0.0625 <= share.high, "{share:?}");
    assert!(share.high - share.low < 1e-2, "{share:?}");
    let sampled = query.sampled_share(100_000, 1);
    assert!(sampled.low < 0.0625 && 0.0625 < sampled.high, "{sampled:?}");
    assert!(sampled.high - sampled.low < 5e-3, "{sampled:?}");
    assert_eq!(sampled, query.sampled_share(100_000, 1));
    let solutions = query.solutions().unwrap();
    for gain in solutions.nash.unwrap().surplus {
        at(gain, 1.0 / 12.0, 1e-6);
    }
    at(solutions.egalitarian.value, 1.0 / 12.0, 1e-9);
}
