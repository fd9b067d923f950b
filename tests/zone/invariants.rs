//! What must hold of every zone, whatever the numbers.

use dealzone::conflict::Conflict;
use dealzone::index::{IssueIndex, OptionIndex};
use dealzone::party::RedLine;
use dealzone::solver::Budget;
use dealzone::space::{Condition, Domain, Pattern, Test};
use dealzone::zone::{DealZone, Demands};

use super::brute_force::optimum;
use super::random::{self, Draw};
use super::rebuild::Parts;

const SEEDS: std::ops::Range<u64> = 50_000..50_600;
const CLOSE: f64 = 2e-9;

fn of(conflict: &Conflict, change: impl FnOnce(&mut Parts)) -> Conflict {
    let mut parts = Parts::of(conflict);
    change(&mut parts);
    parts.build()
}

fn close(left: f64, right: f64) -> bool {
    left == right || (left - right).abs() < CLOSE
}

/// The same verdict and z\*, unless z\* is within rounding of zero.
fn same(seed: u64, left: &DealZone, right: &DealZone) {
    assert!(
        close(left.lower(), right.lower()),
        "seed {seed}: {left:?} {right:?}"
    );
    assert!(
        close(left.upper(), right.upper()),
        "seed {seed}: {left:?} {right:?}"
    );
    if left.lower().abs() > CLOSE {
        assert_eq!(left.exists(), right.exists(), "seed {seed}");
        assert_eq!(left.is_empty(), right.is_empty(), "seed {seed}");
    }
}

/// Every test below counts the zones of both kinds: one that saw but one kind would prove little.
fn for_both_kinds(mut check: impl FnMut(u64, &Conflict, &DealZone)) {
    let (mut exist, mut empty) = (0, 0);
    for seed in SEEDS {
        let conflict = random::conflict(seed);
        let zone = conflict.deal_zone();
        check(seed, &conflict, &zone);
        exist += usize::from(zone.exists());
        empty += usize::from(zone.is_empty());
    }
    assert!(exist > 150 && empty > 150, "{exist} {empty}");
}

#[test]
fn a_costlier_war_never_empties_a_zone() {
    for_both_kinds(|seed, conflict, zone| {
        let mut draw = Draw::new(seed, 1);
        let costlier = of(conflict, |parts| {
            let one = draw.below(parts.war.len());
            parts.war[one] -= draw.between(0.0, 0.3);
        });
        let after = costlier.deal_zone();
        assert!(after.upper() >= zone.lower() - CLOSE, "seed {seed}");
        assert!(after.exists() || !zone.exists(), "seed {seed}");
    });
}

#[test]
fn the_verdict_does_not_depend_on_scales() {
    for_both_kinds(|seed, conflict, zone| {
        let mut draw = Draw::new(seed, 2);
        let rescaled = of(conflict, |parts| {
            for party in &mut parts.parties {
                party.scale *= draw.between(0.1, 10.0);
            }
        });
        let after = rescaled.deal_zone();
        if zone.lower().abs() > CLOSE {
            assert_eq!(after.exists(), zone.exists(), "seed {seed}");
            assert_eq!(after.is_empty(), zone.is_empty(), "seed {seed}");
        }
    });
}

#[test]
fn reordered_parties_reorder_the_surplus() {
    for_both_kinds(|seed, conflict, zone| {
        let order = Draw::new(seed, 3).order(conflict.parties().len());
        let after = of(conflict, |parts| parts.reorder_parties(&order)).deal_zone();
        same(seed, zone, &after);
        // Every party's best deal need not be unique, but the least surplus is: told by the party it belongs to.
        let least = |zone: &DealZone, place: &dyn Fn(usize) -> usize| {
            zone.closest().map(|closest| {
                (0..order.len())
                    .map(|old| closest.surplus[place(old)] / conflict.parties()[old].scale)
                    .fold(f64::INFINITY, f64::min)
            })
        };
        let moved = |old| order.iter().position(|&other| other == old).unwrap();
        match (least(zone, &|old| old), least(&after, &moved)) {
            (Some(before), Some(after)) => assert!(close(before, after), "seed {seed}"),
            (before, after) => assert_eq!(before, after, "seed {seed}"),
        }
    });
}

/// Two sides change places, names and all: each gains what it gained before.
#[test]
fn swapped_belligerents_swap_the_surplus() {
    for seed in SEEDS {
        let conflict = random::conflict(seed);
        if conflict.parties().len() > 2 {
            continue;
        }
        let zone = conflict.deal_zone();
        let after = of(&conflict, |parts| parts.reorder_parties(&[1, 0])).deal_zone();
        same(seed, &zone, &after);
        let (Some(before), Some(after)) = (zone.closest(), after.closest()) else {
            continue;
        };
        if before.deal == after.deal {
            assert!(close(before.surplus[0], after.surplus[1]), "seed {seed}");
            assert!(close(before.surplus[1], after.surplus[0]), "seed {seed}");
        }
    }
}

#[test]
fn the_order_of_issues_and_options_does_not_matter() {
    for_both_kinds(|seed, conflict, zone| {
        let mut draw = Draw::new(seed, 4);
        let reordered = of(conflict, |parts| {
            for issue in 0..parts.issues.len() {
                let order = draw.order(parts.issues[issue].domain.options().len());
                parts.reorder_options(issue, &order);
            }
            let order = draw.order(parts.issues.len());
            parts.reorder_issues(&order);
        });
        same(seed, zone, &reordered.deal_zone());
    });
}

#[test]
fn another_red_line_never_helps() {
    for_both_kinds(|seed, conflict, zone| {
        let mut draw = Draw::new(seed, 5);
        let stricter = of(conflict, |parts| {
            let issue = draw.below(parts.issues.len());
            let domain = &parts.issues[issue].domain;
            let issue = IssueIndex(issue);
            let condition = match domain {
                Domain::Amount { lower, upper, .. } => Condition {
                    issue,
                    test: Test::Above(draw.between(*lower, *upper)),
                },
                Domain::Choice(options) | Domain::Ordinal(options) => {
                    Condition::any_of(issue, [OptionIndex(draw.below(options.len()))])
                }
            };
            let one = draw.below(parts.parties.len());
            let line = RedLine::absolute("another", Pattern::new([condition]));
            parts.parties[one].red_lines.push(line);
        });
        let after = stricter.deal_zone();
        assert!(after.lower() <= zone.upper() + CLOSE, "seed {seed}");
        assert!(!after.exists() || !zone.is_empty(), "seed {seed}");
    });
}

#[test]
fn lifting_a_demand_never_hurts() {
    for_both_kinds(|seed, conflict, zone| {
        let all = Demands::all(conflict);
        let one = Draw::new(seed, 6).below(all.as_slice().len());
        let rest = all.without(&Demands::new([all.as_slice()[one]]));
        let after = conflict.zone().demands(rest).solve();
        // Without any participation there is nothing to compare but the sign.
        assert!(
            after.upper() >= zone.lower().min(0.0) - CLOSE,
            "seed {seed}"
        );
        assert!(after.exists() || !zone.exists(), "seed {seed}");
    });
}

#[test]
fn the_verdict_alone_is_the_same_verdict() {
    for_both_kinds(|seed, conflict, zone| {
        let quick = conflict.zone().verdict_only().solve();
        if zone.lower().abs() > CLOSE {
            assert_eq!(quick.exists(), zone.exists(), "seed {seed}");
            assert_eq!(quick.is_empty(), zone.is_empty(), "seed {seed}");
        }
        assert!(quick.lower() <= zone.upper() + CLOSE, "seed {seed}");
        assert!(quick.upper() >= zone.lower() - CLOSE, "seed {seed}");
    });
}

#[test]
fn a_small_budget_leaves_bounds_that_hold() {
    let mut undecided = 0;
    for seed in SEEDS {
        let conflict = random::conflict(seed);
        let expected = optimum(&conflict, &Demands::all(&conflict));
        for boxes in 0..4 {
            let budget = Budget {
                boxes,
                ..Budget::default()
            };
            let zone = conflict.zone().budget(budget).solve();
            assert!(zone.lower() <= expected + CLOSE, "seed {seed}: {zone:?}");
            assert!(zone.upper() >= expected - CLOSE, "seed {seed}: {zone:?}");
            if expected.abs() > CLOSE {
                assert!(!zone.exists() || expected > 0.0, "seed {seed}");
                assert!(!zone.is_empty() || expected < 0.0, "seed {seed}");
            }
            undecided += usize::from(!zone.exists() && !zone.is_empty());
        }
    }
    assert!(undecided > 300, "{undecided}");
}
