//! Odd values that the public interface lets through: an answer or an error, never a panic.

use dealzone::conflict::{Conflict, Situation};
use dealzone::index::{IssueIndex, OptionIndex, PartyIndex};
use dealzone::party::{Commitment, Curve, End, Force, Party, Preferences, RedLine, Valuation};
use dealzone::solver::Budget;
use dealzone::space::{Condition, Family, FrameEffect, Interim, Issue, Level, Pattern, Space};
use dealzone::units::{AnnualRate, Period, Years};
use dealzone::zone::{CertificateError, Demand, Demands, Verdict};

use super::random;

fn unknown() -> [Demand; 3] {
    let party = PartyIndex(0);
    [
        Demand::Participation {
            party: PartyIndex(99),
        },
        Demand::RedLine { party, line: 99 },
        Demand::RedLine {
            party: PartyIndex(99),
            line: 0,
        },
    ]
}

#[test]
fn demands_that_the_conflict_does_not_have_are_passed_over() {
    for seed in 0..100 {
        let conflict = random::conflict(seed);
        let all = Demands::new(Demands::all(&conflict).as_slice().iter().copied());
        let more = Demands::new(all.as_slice().iter().copied().chain(unknown()));
        let query = conflict.zone().demands(more);
        let zone = query.solve();
        assert_eq!(zone, conflict.zone().demands(all.clone()).solve());
        let clashes = query.clashes();
        assert_eq!(clashes, conflict.zone().demands(all).clashes());
    }
}

/// A choice that both sides gain by, and a line of one of them across all of it.
fn drawn(force: Force) -> Conflict {
    let space = Space::new(
        vec![Issue::choice("which", Family::Other, ["a", "b"])],
        vec![],
    );
    let side = |id| {
        Party::new(
            id,
            Preferences::new(vec![1.0], vec![Valuation::table([0.5, 1.0])]),
        )
    };
    let mut first = side("first");
    first.red_lines.push(RedLine {
        id: "line".into(),
        label: "line".into(),
        refuses: vec![Pattern::new([Condition::any_of(
            IssueIndex(0),
            [OptionIndex(0), OptionIndex(1)],
        )])],
        force,
    });
    Conflict::builder(space.unwrap())
        .parties([first, side("second")])
        .reservations([0.1, 0.1])
        .build()
        .unwrap()
}

/// What is paid for may be done: a line with a price is no demand, and nothing is proven by it.
#[test]
fn a_red_line_with_a_price_is_passed_over_and_proves_nothing() {
    let (absolute, priced) = (drawn(Force::Absolute), drawn(Force::Priced(0.2)));
    let line = Demands::new([Demand::RedLine {
        party: PartyIndex(0),
        line: 0,
    }]);
    let closed = absolute.zone().demands(line.clone()).solve();
    assert!(closed.is_empty());
    assert!(priced.deal_zone().exists());
    assert!(priced.zone().demands(line.clone()).solve().exists());
    assert!(priced.zone().demands(line).clashes().sets().is_empty());
    let Verdict::Empty { certificate } = closed.verdict() else {
        panic!("{closed:?}");
    };
    let verify = |conflict| certificate.verify(conflict, &Situation::opening(conflict));
    assert!(verify(&absolute).is_ok());
    assert_eq!(verify(&priced), Err(CertificateError::UnknownDemand));
}

#[test]
fn no_demands_at_all_ask_whether_anything_is_allowed() {
    for seed in 0..100 {
        let conflict = random::conflict(seed);
        let query = conflict.zone().demands(Demands::new([]));
        let zone = query.solve();
        assert!(zone.exists() || zone.upper() == f64::NEG_INFINITY, "{seed}");
        assert_eq!(query.clashes().sets().is_empty(), zone.exists());
    }
}

/// Of two commitments on one issue it would be unclear which stands.
#[test]
fn a_situation_with_two_commitments_on_one_issue_is_refused() {
    let conflict = random::conflict(1);
    let issue = IssueIndex(0);
    let said = |firmness| Commitment {
        issue,
        level: conflict.space().issues()[0].status_quo,
        firmness,
    };
    let mut situation = Situation::opening(&conflict);
    situation.commitments[0] = vec![said(0.5)];
    assert!(conflict.zone().at(situation.clone()).is_ok());
    situation.commitments[0].push(said(0.25));
    assert!(situation.check(&conflict).is_err());
    assert!(conflict.zone().at(situation).is_err());
}

#[test]
fn a_budget_of_nothing_is_undecided_at_the_most() {
    for (boxes, waiting) in [(0, 0), (0, 10), (1, 0), (u64::MAX, 0)] {
        for seed in 0..50 {
            let conflict = random::conflict(seed);
            let query = conflict.zone().budget(Budget { boxes, waiting });
            let zone = query.solve();
            assert!(zone.lower() <= zone.upper(), "{seed}");
            assert!(query.clashes().sets().len() < 1_000);
        }
    }
}

/// Two sides over a share and a framing choice, with the numbers given.
fn extreme(
    rate: f64,
    months: f64,
    breach: f64,
    factor: f64,
    scale: f64,
    exponent: f64,
    war: f64,
) -> Conflict {
    let share = Issue::amount("share", Family::Other, -1e300, 1e300, "unit");
    let mut time = Issue::choice("time", Family::Time, ["now", "later"]);
    time.frame = Some(vec![
        FrameEffect::NEUTRAL,
        FrameEffect {
            delay: Years::from_months(months).unwrap(),
            breach_factor: factor,
            interim: Interim::Fighting,
        },
    ]);
    let side = |id, best| {
        let values = vec![
            Valuation::Amount(Curve::Power { best, exponent }),
            Valuation::table([0.0, 1.0]),
        ];
        let mut party = Party::new(id, Preferences::new(vec![0.5, 0.5], values));
        party.discount = AnnualRate::new(rate).unwrap();
        party.scale = scale.clamp(1e-6, 1e6);
        party
    };
    let mut priced = side("a", End::Upper);
    priced.red_lines.push(RedLine {
        id: "line".into(),
        label: "line".into(),
        refuses: vec![Pattern::new([Condition::any_of(
            IssueIndex(1),
            [OptionIndex(0)],
        )])],
        force: Force::Priced(scale),
    });
    priced.audience.cost = scale;
    priced.audience.public.push(Commitment {
        issue: IssueIndex(0),
        level: Level::Amount(1e299),
        firmness: 1.0,
    });
    Conflict::builder(Space::new(vec![share, time], vec![]).unwrap())
        .parties([priced, side("b", End::Lower)])
        .reservations([war, 0.5])
        .breach(AnnualRate::new(breach).unwrap())
        .period(Period::from_days(7.0).unwrap())
        .build()
        .unwrap()
}

#[test]
fn extreme_numbers_do_not_panic() {
    let budget = Budget {
        boxes: 30,
        ..Budget::default()
    };
    let ends = [0.0, 1.0, 1e300];
    for rate in ends {
        for months in ends {
            for breach in ends {
                for factor in ends {
                    for scale in [1e-300, 1.0, 1e300] {
                        for exponent in [1e-300, 2.0] {
                            for war in [-1e300, 0.4, 1e300] {
                                let conflict =
                                    extreme(rate, months, breach, factor, scale, exponent, war);
                                let query = conflict.zone().budget(budget);
                                let zone = query.solve();
                                assert!(!zone.lower().is_nan() && !zone.upper().is_nan());
                            }
                        }
                    }
                }
            }
        }
    }
}
