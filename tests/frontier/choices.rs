//! Random conflicts over choices against every deal of them.

use dealzone::conflict::Conflict;
use dealzone::index::PartyIndex;
use dealzone::party::{Party, Preferences, Valuation};
use dealzone::space::{Family, Issue, Space};
use dealzone::zone::{Exactness, Frontier, NoNash};

use crate::random::{Draw, additive, all_deals, conflict, conflict_beside_an_amount, pareto};

const SEEDS: u64 = 1_500;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

fn vectors(frontier: &Frontier) -> Vec<Vec<f64>> {
    let mut vectors: Vec<Vec<f64>> = frontier
        .points
        .iter()
        .map(|point| point.surplus.clone())
        .collect();
    vectors.sort_by(|a, b| b.partial_cmp(a).unwrap());
    vectors
}

#[test]
fn the_frontier_is_that_of_enumeration() {
    for seed in 0..SEEDS {
        let conflict = conflict(seed);
        let allowed: Vec<Vec<f64>> = all_deals(&conflict)
            .into_iter()
            .filter(|(_, _, refused)| !refused)
            .map(|(_, surplus, _)| surplus)
            .collect();
        let query = conflict.zone();
        for beyond in [false, true] {
            let frontier = if beyond {
                query.frontier().beyond_the_zone().solve()
            } else {
                query.frontier().solve()
            };
            assert_eq!(frontier.exactness, Exactness::Exact);
            assert!(frontier.is_complete);
            let within: Vec<Vec<f64>> = allowed
                .iter()
                .filter(|surplus| beyond || surplus.iter().all(|gain| *gain >= -1e-12))
                .cloned()
                .collect();
            let (found, expected) = (vectors(&frontier), pareto(&within));
            assert_eq!(
                found.len(),
                expected.len(),
                "seed {seed}: {found:?} {expected:?}"
            );
            for (found, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
                assert!(close(*found, *expected), "seed {seed}");
            }
        }
    }
}

/// The search that covers a frontier with amounts, on choices: every deal is near a listed one, and no listed one is
/// dominated by more than what is stated.
#[test]
fn a_cover_keeps_its_epsilon() {
    for seed in 0..150 {
        let conflict = conflict(seed);
        let query = conflict.zone();
        let cover = query.frontier().labels(0).within(0.02).solve();
        let Exactness::Within(gap) = cover.exactness else {
            // Where patterns rule out every frame there is nothing to cover.
            assert!(cover.points.is_empty() && all_deals(&conflict).iter().all(|deal| deal.2));
            continue;
        };
        assert!(cover.is_complete && gap <= 0.02, "seed {seed}: {gap}");
        for point in &query.frontier().solve().points {
            let near = cover.points.iter().any(|listed| {
                let pairs = listed.surplus.iter().zip(&point.surplus);
                pairs
                    .zip(conflict.parties())
                    .all(|((listed, exact), party)| *listed >= exact - gap * party.scale - 1e-8)
            });
            assert!(near, "seed {seed}: {point:?}");
        }
    }
}

#[test]
fn solution_points_and_shares_are_those_of_enumeration() {
    let mut with_nash = 0;
    for seed in 0..SEEDS {
        let conflict = conflict(seed);
        let deals = all_deals(&conflict);
        let zone: Vec<&Vec<f64>> = deals
            .iter()
            .filter(|(_, surplus, refused)| !refused && surplus.iter().all(|gain| *gain >= -1e-12))
            .map(|(_, surplus, _)| surplus)
            .collect();
        let scales: Vec<f64> = conflict.parties().iter().map(|party| party.scale).collect();
        let query = conflict.zone();

        let share = query.share();
        assert!(share.is_exact, "seed {seed}");
        assert_eq!(share.zone.0, zone.len() as f64, "seed {seed}");
        assert_eq!(share.admissible.0, deals.len() as f64, "seed {seed}");

        let Some(solutions) = query.solutions() else {
            assert!(zone.is_empty(), "seed {seed}");
            assert!(!conflict.deal_zone().exists(), "seed {seed}");
            continue;
        };
        let most = |value: &dyn Fn(&[f64]) -> f64| {
            zone.iter()
                .map(|gains| value(gains))
                .fold(f64::NEG_INFINITY, f64::max)
        };
        let least = |gains: &[f64], units: &[f64]| {
            let pairs = gains.iter().zip(units).filter(|(_, unit)| **unit > 1e-9);
            pairs
                .map(|(gain, unit)| gain / unit)
                .fold(f64::INFINITY, f64::min)
        };
        let ideal: Vec<f64> = (0..scales.len())
            .map(|at| most(&|gains| gains[at]))
            .collect();
        assert!(close(
            solutions.egalitarian.value,
            most(&|gains| least(gains, &scales))
        ));
        assert!(close(
            solutions.egalitarian.value,
            conflict.deal_zone().lower()
        ));
        let sum = |gains: &[f64]| -> f64 {
            gains
                .iter()
                .zip(&scales)
                .map(|(gain, scale)| gain / scale)
                .sum()
        };
        assert!(
            close(solutions.utilitarian.value, most(&sum)),
            "seed {seed}"
        );
        if let Some(found) = &solutions.kalai_smorodinsky {
            assert!(
                close(found.value, most(&|gains| least(gains, &ideal))),
                "seed {seed}"
            );
        }
        let product = |gains: &[f64]| gains.iter().product::<f64>();
        match &solutions.nash {
            Some(found) => {
                with_nash += 1;
                let best = most(&product);
                assert!(
                    (product(&found.surplus) - best).abs() < 1e-9 * best,
                    "seed {seed}"
                );
            }
            None => assert!(most(&|gains| least(gains, &scales)) < 1e-9, "seed {seed}"),
        }
        for (at, ideal) in ideal.iter().enumerate() {
            assert!(close(solutions.ideal[at], *ideal), "seed {seed}");
        }
        let robustness = query.robustness(&solutions.egalitarian.deal);
        assert!(
            close(robustness.radius, solutions.egalitarian.value),
            "seed {seed}"
        );
    }
    assert!(with_nash > 100, "{with_nash} zones are too few to tell");
}

/// An amount that nobody cares for makes the space a continuum, where every answer is searched for instead of read off a
/// list: it must not change one of them.
#[test]
fn searches_agree_with_lists() {
    let mut told = 0;
    for seed in 0..300 {
        let listed = conflict(seed).zone().solutions();
        let wider = conflict_beside_an_amount(seed);
        let query = wider.zone();
        let searched = query.solutions();
        assert_eq!(listed.is_some(), searched.is_some(), "seed {seed}");
        let (Some(listed), Some(searched)) = (listed, searched) else {
            continue;
        };
        for (listed, searched) in listed.ideal.iter().zip(&searched.ideal) {
            assert!(close(*listed, *searched), "seed {seed}");
        }
        let pairs = [
            (Some(listed.egalitarian), Some(searched.egalitarian)),
            (listed.kalai_smorodinsky, searched.kalai_smorodinsky),
            (Some(listed.utilitarian), Some(searched.utilitarian)),
            (listed.nash, searched.nash),
        ];
        for (listed, searched) in pairs {
            assert_eq!(
                listed.is_some(),
                searched.is_some(),
                "seed {seed}: {listed:?}"
            );
            let (Some(listed), Some(searched)) = (listed, searched) else {
                continue;
            };
            assert!(
                (listed.value - searched.value).abs() < 1e-8,
                "seed {seed}: {listed:?} {searched:?}"
            );
            assert!(searched.gap < 1e-8, "seed {seed}: {searched:?}");
            told += 1;
        }
        let share = query.share();
        let exact = conflict(seed).zone().share();
        assert!(
            share.low - 1e-12 <= exact.low && exact.high <= share.high + 1e-12,
            "seed {seed}"
        );
    }
    assert!(told > 300, "{told} solutions are too few to tell");
}

/// More deals than a float counts one by one: of sixty issues with two options each side wants at least twenty its way.
#[test]
fn counts_beyond_what_floats_tell_apart_are_rounded_outward() {
    const ISSUES: usize = 60;
    let issue = |at| Issue::choice(format!("issue{at}"), Family::Other, ["one", "other"]);
    let party = |name: &str, values: [f64; 2]| {
        let values = vec![Valuation::table(values); ISSUES];
        Party::new(name, Preferences::new(vec![1.0 / 60.0; ISSUES], values))
    };
    let conflict = Conflict::builder(Space::new((0..ISSUES).map(issue).collect(), vec![]).unwrap())
        .party(party("a", [1.0, 0.0]))
        .party(party("b", [0.0, 1.0]))
        .reservations([19.5 / 60.0; 2])
        .build()
        .unwrap();
    let share = conflict.zone().share();
    let mut row = vec![1_u128];
    for _ in 0..ISSUES {
        let inner = row.windows(2).map(|pair| pair[0] + pair[1]);
        row = [1].into_iter().chain(inner).chain([1]).collect();
    }
    let exact: u128 = row[20..=40].iter().sum();
    assert!(exact > 1 << 53);
    assert!(
        (share.zone.0 as u128) <= exact && exact <= share.zone.1 as u128,
        "{exact} {share:?}"
    );
    assert_eq!(share.admissible, (2_f64.powi(60), 2_f64.powi(60)));
    assert!(share.high - share.low < 0.2, "{share:?}");
}

/// Domains as large as the larger ones of the negotiating-agents competitions, without joint effects, against every one
/// of their deals.
#[test]
fn domains_of_a_quarter_million_deals() {
    for (parties, issues, options) in [(2, 6, 8), (2, 9, 4), (3, 6, 8)] {
        let mut draw = Draw::new(7, 2 + parties as u64);
        let conflict = additive(&mut draw, parties, issues, options);
        let query = conflict.zone();
        let start = std::time::Instant::now();
        let frontier = query.frontier().solve();
        let listing = start.elapsed();
        let share = query.share();
        println!(
            "{parties} parties, {options}^{issues} deals: {} on the frontier in {listing:?}, {:?} for the share in {:?}",
            frontier.points.len(),
            share.zone,
            start.elapsed() - listing,
        );
        let zone: Vec<Vec<f64>> = all_deals(&conflict)
            .into_iter()
            .map(|(_, surplus, _)| surplus)
            .filter(|surplus| surplus.iter().all(|gain| *gain >= -1e-12))
            .collect();
        assert!(share.is_exact);
        assert_eq!(share.zone.0, zone.len() as f64);
        let beats = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| *a >= b + 1e-12);
        for point in &frontier.points {
            assert!(!zone.iter().any(|other| beats(other, &point.surplus)));
        }
        for gains in &zone {
            let covered = frontier.points.iter().any(|point| {
                let pairs = point.surplus.iter().zip(gains);
                pairs
                    .into_iter()
                    .all(|(listed, gain)| *listed >= gain - 1e-9)
            });
            assert!(covered, "{gains:?}");
        }
    }
}

/// Points and frontiers among some of the parties: the best for them of what leaves the others no worse off.
#[test]
fn points_among_some_are_those_of_enumeration() {
    let mut told = 0;
    for seed in 0..400 {
        let (conflict, wider) = (conflict(seed), conflict_beside_an_amount(seed));
        let count = conflict.parties().len();
        if count < 3 {
            continue;
        }
        let left_out = seed as usize % count;
        let weighed: Vec<usize> = (0..count).filter(|&party| party != left_out).collect();
        let among = || weighed.iter().map(|&party| PartyIndex(party));
        let zone: Vec<Vec<f64>> = all_deals(&conflict)
            .into_iter()
            .filter(|(_, surplus, refused)| !refused && surplus.iter().all(|gain| *gain >= -1e-12))
            .map(|(_, surplus, _)| weighed.iter().map(|&party| surplus[party]).collect())
            .collect();
        let scale = |at: usize| conflict.parties()[weighed[at]].scale;
        let most = |value: &dyn Fn(&[f64]) -> f64| {
            zone.iter()
                .map(|gains| value(gains))
                .fold(f64::NEG_INFINITY, f64::max)
        };
        let query = conflict.zone().among(among());
        let frontier = query.frontier().solve();
        let mut listed: Vec<Vec<f64>> = frontier
            .points
            .iter()
            .map(|point| weighed.iter().map(|&party| point.surplus[party]).collect())
            .collect();
        listed.sort_by(|a, b| b.partial_cmp(a).unwrap());
        let expected = pareto(&zone);
        assert_eq!(listed.len(), expected.len(), "seed {seed}");
        for (found, expected) in listed.iter().flatten().zip(expected.iter().flatten()) {
            assert!(close(*found, *expected), "seed {seed}");
        }
        for query in [query, wider.zone().among(among())] {
            let Some(solutions) = query.solutions() else {
                assert!(zone.is_empty(), "seed {seed}");
                continue;
            };
            assert!(solutions.parties.iter().copied().eq(among()));
            let least = |gains: &[f64]| {
                let scaled = gains.iter().enumerate().map(|(at, gain)| gain / scale(at));
                scaled.fold(f64::INFINITY, f64::min)
            };
            let sum = |gains: &[f64]| -> f64 {
                let scaled = gains.iter().enumerate().map(|(at, gain)| gain / scale(at));
                scaled.sum()
            };
            let product = |gains: &[f64]| gains.iter().product::<f64>();
            assert!(
                close(solutions.egalitarian.value, most(&least)),
                "seed {seed}"
            );
            assert!(
                close(solutions.utilitarian.value, most(&sum)),
                "seed {seed}"
            );
            for (at, ideal) in solutions.ideal.iter().enumerate() {
                assert!(close(*ideal, most(&|gains| gains[at])), "seed {seed}");
            }
            match (&solutions.nash, solutions.without_nash()) {
                (Some(found), None) => {
                    let gains: Vec<f64> =
                        weighed.iter().map(|&party| found.surplus[party]).collect();
                    let best = most(&product);
                    assert!((product(&gains) - best).abs() < 1e-8 * best, "seed {seed}");
                    assert!(found.surplus[left_out] >= -1e-9, "seed {seed}");
                    let mut weights = vec![1.0; count];
                    weights[left_out] = 0.0;
                    let weighted = conflict.zone().weighted_nash(&weights).unwrap();
                    assert!(close(weighted.value, found.value), "seed {seed}");
                    told += 1;
                }
                (None, Some(NoNash::CannotGain(idle))) => {
                    for (at, party) in among().enumerate() {
                        let gains = most(&|gains| gains[at]) > 1e-9;
                        assert_eq!(idle.contains(&party), !gains, "seed {seed}");
                    }
                }
                (None, Some(NoNash::NotTogether)) => assert!(most(&least) < 1e-9, "seed {seed}"),
                other => panic!("seed {seed}: {other:?}"),
            }
        }
    }
    assert!(told > 30, "{told}");
}

/// Who gains nothing by any deal leaves no product to make large: it is said who that is, and the others have theirs.
#[test]
fn a_mediator_with_nothing_to_gain_is_named() {
    let space = Space::new(
        vec![Issue::choice("which", Family::Other, ["a", "b", "c"])],
        vec![],
    );
    let party = |id, worth: [f64; 3]| {
        Party::new(
            id,
            Preferences::new(vec![1.0], vec![Valuation::table(worth)]),
        )
    };
    let conflict = Conflict::builder(space.unwrap())
        .parties([
            party("first", [0.2, 0.7, 1.0]),
            party("second", [1.0, 0.7, 0.2]),
            party("mediator", [0.5, 0.5, 0.5]),
        ])
        .reservations([0.1, 0.1, 0.5])
        .build()
        .unwrap();
    let all = conflict.zone().solutions().unwrap();
    assert!(all.nash.is_none());
    let mediator = vec![PartyIndex(2)];
    assert_eq!(all.without_nash(), Some(NoNash::CannotGain(mediator)));
    let two = conflict.zone().among([PartyIndex(0), PartyIndex(1)]);
    let nash = two.solutions().unwrap().nash.unwrap();
    for (gain, expected) in nash.surplus.iter().zip([0.6, 0.6, 0.0]) {
        assert!(close(*gain, expected), "{:?}", nash.surplus);
    }
    let weighted = conflict.zone().weighted_nash(&[1.0, 1.0, 0.0]);
    assert_eq!(weighted.unwrap().deal, nash.deal);
}
