//! Amounts: stepped ones against enumeration, continuous ones against their closed frontier.

use dealzone::conflict::Outlook;
use dealzone::party::End;
use dealzone::prelude::*;
use dealzone::space::{Constraint, LinearTerm, Relation, Rule, Test};
use dealzone::zone::{Exactness, Values};

use crate::random::{Draw, all_deals, pareto};

/// Amounts in steps are told apart one by one, as choices are.
#[test]
fn stepped_amounts_are_listed_whole() {
    for seed in 0..40 {
        let mut draw = Draw::new(seed, 1);
        let mut issues: Vec<Issue> = (0..2)
            .map(|at| Issue::amount(format!("amount{at}"), Family::Assets, 0.0, 1.0, "parts"))
            .collect();
        for issue in &mut issues {
            if let Domain::Amount { step, .. } = &mut issue.domain {
                *step = Some(0.125);
            }
        }
        issues.push(Issue::choice("choice", Family::Other, ["a", "b", "c"]));
        let parties = [End::Lower, End::Upper].map(|best| {
            let curve = |exponent| Valuation::Amount(Curve::Power { best, exponent });
            let values = vec![
                curve(draw.between(0.3, 2.0)),
                curve(draw.between(0.3, 2.0)),
                Valuation::table((0..3).map(|_| draw.between(0.0, 1.0))),
            ];
            let id = if best == End::Lower { "a" } else { "b" };
            let first = draw.between(0.1, 0.5);
            Party::new(id, Preferences::new(vec![first, 0.4, 0.6 - first], values))
        });
        let conflict = Conflict::builder(Space::new(issues, Vec::new()).unwrap())
            .parties(parties)
            .reservations([draw.between(0.1, 0.5), draw.between(0.1, 0.5)])
            .build()
            .unwrap();
        let query = conflict.zone();
        let frontier = query.frontier().solve();
        assert_eq!(frontier.exactness, Exactness::Exact);
        let zone: Vec<Vec<f64>> = all_deals(&conflict)
            .into_iter()
            .map(|(_, surplus, _)| surplus)
            .filter(|surplus| surplus.iter().all(|gain| *gain >= -1e-12))
            .collect();
        let share = query.share();
        assert!(share.is_exact, "seed {seed}");
        assert_eq!(share.zone.0, zone.len() as f64, "seed {seed}");
        let expected = pareto(&zone);
        assert_eq!(frontier.points.len(), expected.len(), "seed {seed}");
        for (found, expected) in frontier.points.iter().zip(&expected) {
            for (found, expected) in found.surplus.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-9, "seed {seed}");
            }
        }
    }
}

/// Three parties divide a pie: a frontier of two dimensions is covered too.
#[test]
fn three_parties_are_covered() {
    let issues: Vec<Issue> = ["a", "b", "c"]
        .map(|id| Issue::amount(id, Family::Assets, 0.0, 1.0, "of the pool"))
        .to_vec();
    // Each issue is divided between two of the parties.
    let value = |upper: bool| {
        let (at_lower, at_upper) = if upper { (0.0, 1.0) } else { (1.0, 0.0) };
        Valuation::Amount(Curve::Linear { at_lower, at_upper })
    };
    let party = |id, won: usize, lost: usize| {
        let mut weights = vec![0.0; 3];
        (weights[won], weights[lost]) = (0.6, 0.4);
        let values = (0..3).map(|at| value(at == won)).collect();
        Party::new(id, Preferences::new(weights, values))
    };
    let conflict = Conflict::builder(Space::new(issues, Vec::new()).unwrap())
        .party(party("a", 0, 1))
        .party(party("b", 1, 2))
        .party(party("c", 2, 0))
        .reservations([0.4, 0.4, 0.4])
        .build()
        .unwrap();
    let query = conflict.zone();
    let cover = query.frontier().within(0.05).solve();
    let Exactness::Within(gap) = cover.exactness else {
        panic!("amounts are never listed whole")
    };
    assert!(cover.is_complete && gap <= 0.05, "{gap}");
    // Against a grid over the whole space.
    let situation = Situation::opening(&conflict);
    let outlook = dealzone::conflict::Outlook::new(&conflict, &situation);
    for code in 0..11_usize.pow(3) {
        let deal = Deal::new(
            [code % 11, code / 11 % 11, code / 121]
                .map(|step| Level::Amount(step as f64 / 10.0))
                .to_vec(),
        );
        let surplus = dealzone::zone::Values::new(&conflict, &situation, &outlook, &deal).surplus();
        if surplus.iter().all(|gain| *gain >= 0.0) {
            let near = cover.points.iter().any(|point| {
                let pairs = point.surplus.iter().zip(&surplus);
                pairs
                    .into_iter()
                    .all(|(listed, gain)| *listed >= gain - gap - 1e-8)
            });
            assert!(near, "{surplus:?}");
        }
    }
}

#[test]
fn a_spent_budget_is_told() {
    let share = Issue::amount("share", Family::Other, 0.0, 1.0, "of the pie");
    let party = |id, best| {
        let curve = Curve::Power {
            best,
            exponent: 0.5,
        };
        Party::new(
            id,
            Preferences::new(vec![1.0], vec![Valuation::Amount(curve)]),
        )
    };
    let conflict = Conflict::builder(Space::new(vec![share], Vec::new()).unwrap())
        .party(party("a", End::Upper))
        .party(party("b", End::Lower))
        .reservations([0.1, 0.1])
        .build()
        .unwrap();
    let query = conflict.zone();
    let cover = query.frontier().within(1e-4).most_points(5).solve();
    let Exactness::Within(gap) = cover.exactness else {
        panic!("amounts are never listed whole")
    };
    assert!(!cover.is_complete && gap > 1e-4 && gap < 0.5, "{gap}");
    // u₁² + u₂² = 1: what is listed lies on it, and every deal is within the gap of what is listed.
    for step in 1..100 {
        let angle = f64::from(step) / 100.0 * std::f64::consts::FRAC_PI_2;
        let gains = [angle.cos() - 0.1, angle.sin() - 0.1];
        if gains.iter().all(|gain| *gain >= 0.0) {
            let near = cover.points.iter().any(|point| {
                point.surplus[0] >= gains[0] - gap - 1e-8
                    && point.surplus[1] >= gains[1] - gap - 1e-8
            });
            assert!(near, "{gains:?}");
        }
    }
}

/// Amounts that constraints tie to choices and to each other, in every way that constraints can: the bounds of the share
/// hold what a fine grid counts.
#[test]
fn shares_of_tied_amounts_hold_what_a_grid_counts() {
    const STEPS: usize = 60;
    for seed in 0..6 {
        let mut draw = Draw::new(seed, 3);
        let issues = vec![
            Issue::choice("first", Family::Other, ["a", "b", "c"]),
            Issue::amount("left", Family::Assets, 0.0, 1.0, "of the pool"),
            Issue::choice("second", Family::Other, ["a", "b"]),
            Issue::amount("right", Family::Assets, 0.0, 2.0, "of the pool"),
            Issue::amount("rest", Family::Assets, 0.0, 3.0, "of the pool"),
        ];
        let term = |issue: usize, coefficient: f64| LinearTerm {
            issue: IssueIndex(issue),
            coefficient,
        };
        let is = |issue: usize, option: usize| {
            Condition::any_of(IssueIndex(issue), [OptionIndex(option)])
        };
        let above = |issue: usize, bound: f64| Condition {
            issue: IssueIndex(issue),
            test: Test::Above(bound),
        };
        let constraints = vec![
            // The rest follows from the other two.
            Constraint::new(
                "pool",
                Rule::Linear {
                    terms: vec![term(1, 1.0), term(3, 1.0), term(4, 1.0)],
                    relation: Relation::Equal,
                    bound: 3.0,
                },
            ),
            Constraint::new(
                "cap",
                Rule::Linear {
                    terms: vec![term(1, 1.0), term(3, 0.5)],
                    relation: Relation::AtMost,
                    bound: draw.between(0.8, 1.6),
                },
            ),
            Constraint::new(
                "tie",
                Rule::Excludes(Pattern::new([is(0, 0), above(1, 0.35)])),
            ),
            Constraint::new("other", Rule::Excludes(Pattern::new([is(0, 1), is(2, 1)]))),
            Constraint::new(
                "both",
                Rule::Excludes(Pattern::new([is(2, 0), above(1, 0.55), above(3, 1.15)])),
            ),
        ];
        let space = Space::new(issues, constraints).unwrap();
        let sides = [(0.0, 1.0), (1.0, 0.0)];
        let parties = sides.map(|(at_lower, at_upper)| {
            let line = Valuation::Amount(Curve::Linear { at_lower, at_upper });
            let mut values = vec![line.clone(), line.clone(), line];
            values.insert(0, Valuation::table((0..3).map(|_| draw.between(0.0, 1.0))));
            values.insert(2, Valuation::table((0..2).map(|_| draw.between(0.0, 1.0))));
            let id = if at_lower == 0.0 { "a" } else { "b" };
            Party::new(id, Preferences::new(vec![0.3, 0.2, 0.2, 0.2, 0.1], values))
        });
        let conflict = Conflict::builder(space)
            .parties(parties)
            .reservations([draw.between(0.35, 0.5), draw.between(0.35, 0.5)])
            .build()
            .unwrap();
        let (mut all, mut inside) = (0, 0);
        let outlook = Outlook::new(&conflict, &Situation::opening(&conflict));
        for cell in 0..6 * STEPS * STEPS {
            let (choices, cell) = (cell % 6, cell / 6);
            let middle = |at: usize, upper: f64| (at as f64 + 0.5) / STEPS as f64 * upper;
            let (left, right) = (middle(cell % STEPS, 1.0), middle(cell / STEPS, 2.0));
            let deal = Deal::new(vec![
                Level::Option(OptionIndex(choices % 3)),
                Level::Amount(left),
                Level::Option(OptionIndex(choices / 3)),
                Level::Amount(right),
                Level::Amount(3.0 - left - right),
            ]);
            let space = conflict.space();
            if space
                .constraints()
                .iter()
                .all(|it| it.rule.holds(space, &deal))
            {
                let values =
                    Values::new(&conflict, &Situation::opening(&conflict), &outlook, &deal);
                all += 1;
                inside += usize::from(values.surplus().iter().all(|gain| *gain >= 0.0));
            }
        }
        let counted =
            f64::from(u32::try_from(inside).unwrap()) / f64::from(u32::try_from(all).unwrap());
        let share = conflict.zone().share();
        assert!(share.high - share.low < 0.02, "seed {seed}: {share:?}");
        assert!(
            share.low - 0.01 <= counted && counted <= share.high + 0.01,
            "seed {seed}: {counted} {share:?}"
        );
        let sampled = conflict.zone().sampled_share(20_000, seed);
        assert!(
            sampled.low - 0.01 <= share.high && share.low <= sampled.high + 0.01,
            "seed {seed}: {sampled:?} {share:?}"
        );
    }
}
