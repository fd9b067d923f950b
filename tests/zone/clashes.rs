//! Which demands clash: against every subset of them.

use dealzone::conflict::{Conflict, Outlook, Situation};
use dealzone::index::{IssueIndex, OptionIndex};
use dealzone::party::{Force, Party, Preferences, RedLine, Valuation};
use dealzone::space::{Condition, Deal, Family, Issue, Level, Pattern, Space};
use dealzone::zone::{Demand, Demands, Values};

use super::brute_force::optimum;
use super::random;

/// Most demands of a conflict that is enumerated: each one more doubles the work.
const MOST: usize = 6;
/// A conflict in which some subset is this close to the edge is left out: rounding may fall either way.
const EDGE: f64 = 1e-9;

/// Whether each subset of the demands (a bit mask) can be met; `None` where one of them lies on the edge.
fn subsets(conflict: &Conflict, demands: &Demands) -> Option<Vec<bool>> {
    (0..1_usize << demands.as_slice().len())
        .map(|mask| {
            let best = optimum(conflict, &subset(demands, mask));
            let participates = subset(demands, mask)
                .as_slice()
                .iter()
                .any(|demand| matches!(demand, Demand::Participation { .. }));
            (!participates || best.abs() > EDGE).then_some(best >= 0.0)
        })
        .collect()
}

fn subset(demands: &Demands, mask: usize) -> Demands {
    let kept = demands.as_slice().iter().enumerate();
    Demands::new(
        kept.filter(|(bit, _)| mask >> bit & 1 == 1)
            .map(|(_, demand)| *demand),
    )
}

fn sorted(mut sets: Vec<Demands>) -> Vec<Demands> {
    sets.sort_by_key(|set| (set.as_slice().len(), set.clone()));
    sets
}

/// Holds the clashes of a conflict to those of enumeration: by set of demands, as a mask, whether it can be met. How many
/// clashes and sets to lift there are.
fn compare(conflict: &Conflict, demands: &Demands, met: &[bool], seed: u64) -> (usize, usize) {
    let count = demands.as_slice().len();
    let bits = |mask: usize| (0..count).map(move |bit| mask ^ (1 << bit));
    // Minimal clashing: met as soon as one demand is taken away.
    let sets = (0..met.len())
        .filter(|&mask| !met[mask] && bits(mask).all(|other| other > mask || met[other]));
    let sets = sorted(sets.map(|mask| subset(demands, mask)).collect());
    // Minimal to lift: what a maximal set that is met leaves out.
    let all = met.len() - 1;
    let lifts = (0..met.len()).filter(|&mask| {
        met[mask] && !met[all] && bits(mask).all(|other| other < mask || !met[other])
    });
    let lifts = sorted(lifts.map(|mask| subset(demands, all ^ mask)).collect());

    let clashes = conflict.zone().clashes();
    assert!(clashes.is_complete(), "seed {seed}");
    assert_eq!(clashes.sets(), sets, "seed {seed}");
    assert_eq!(clashes.lifts(), lifts, "seed {seed}");
    (sets.len(), lifts.len())
}

#[test]
fn clashes_and_lifts_are_those_of_enumeration() {
    let (mut compared, mut with_several) = (0, 0);
    for seed in 200_000..200_250 {
        let conflict = random::conflict(seed);
        let demands = Demands::all(&conflict);
        let count = demands.as_slice().len();
        if count > MOST {
            continue;
        }
        let Some(met) = subsets(&conflict, &demands) else {
            continue;
        };
        let (sets, _) = compare(&conflict, &demands, &met, seed);
        compared += 1;
        with_several += usize::from(sets > 1);
    }
    assert!(
        compared > 80 && with_several > 10,
        "{compared} {with_several}"
    );
}

/// Where the red lines alone exclude every deal, the closest deal lifts as few as can be, and the best so few.
#[test]
fn the_closest_deal_lifts_the_fewest_red_lines() {
    let mut lifted = 0;
    for seed in 300_000..300_400 {
        let conflict = random::conflict(seed);
        let zone = conflict.deal_zone();
        let all = Demands::all(&conflict);
        let lines: Vec<Demand> = all
            .as_slice()
            .iter()
            .copied()
            .filter(|demand| matches!(demand, Demand::RedLine { .. }))
            .collect();
        let lines = Demands::new(lines);
        if zone.upper() > f64::NEG_INFINITY {
            assert!(zone.closest().unwrap().lifted.as_slice().is_empty());
            continue;
        }
        // Fewest lines first, and among sets of one size the best deal.
        let best = (0..=lines.as_slice().len() as u32).find_map(|size| {
            let masks =
                (0..1_usize << lines.as_slice().len()).filter(|mask| mask.count_ones() == size);
            let best = masks
                .map(|mask| optimum(&conflict, &all.without(&subset(&lines, mask))))
                .fold(f64::NEG_INFINITY, f64::max);
            (best > f64::NEG_INFINITY).then_some((size as usize, best))
        });
        let Some((fewest, best)) = best else {
            assert!(zone.closest().is_none(), "seed {seed}");
            continue;
        };
        let closest = zone.closest().unwrap();
        assert_eq!(closest.lifted.as_slice().len(), fewest, "seed {seed}");
        let parties = conflict.parties().iter().zip(&closest.surplus);
        let least = parties
            .map(|(party, surplus)| surplus / party.scale)
            .fold(f64::INFINITY, f64::min);
        assert!((least - best).abs() < 1e-9, "seed {seed}: {least} {best}");
        lifted += 1;
    }
    assert!(lifted > 15, "{lifted}");
}

/// Three parties over four choices of three options; each draws three red lines across pairs of options.
fn of_a_dozen_demands(seed: u64) -> Conflict {
    let mut draw = random::Draw::new(seed, 11);
    let issues = (0..4).map(|at| Issue::choice(format!("i{at}"), Family::Other, ["a", "b", "c"]));
    let space = Space::new(issues.collect(), vec![]).unwrap();
    let parties: Vec<Party> = (0..3)
        .map(|at| {
            let tables: Vec<Valuation> = (0..4)
                .map(|_| Valuation::table((0..3).map(|_| draw.between(0.0, 1.0))))
                .collect();
            let preferences = Preferences::new(vec![0.25; 4], tables);
            let mut party = Party::new(format!("p{at}"), preferences);
            for line in 0..3 {
                let first = draw.below(4);
                let second = (first + 1 + draw.below(3)) % 4;
                let mut either = |issue| {
                    let left = draw.below(3);
                    let options = (0..3).filter(|&option| option != left || draw.chance(0.2));
                    Condition::any_of(IssueIndex(issue), options.map(OptionIndex))
                };
                let refuses = vec![
                    Pattern::new([either(first)]),
                    Pattern::new([either(first), either(second)]),
                ];
                party.red_lines.push(RedLine {
                    id: format!("r{line}"),
                    label: format!("r{line}"),
                    refuses,
                    force: Force::Absolute,
                });
            }
            party
        })
        .collect();
    let reservations: Vec<f64> = (0..3).map(|_| draw.between(0.3, 0.75)).collect();
    Conflict::builder(space)
        .parties(parties)
        .reservations(reservations)
        .build()
        .unwrap()
}

/// For each deal, which of the demands it meets, as a bit mask.
fn met_by_deal(conflict: &Conflict, demands: &Demands) -> Vec<usize> {
    let situation = Situation::opening(conflict);
    let outlook = Outlook::new(conflict, &situation);
    (0..81)
        .map(|number| {
            let option = |place: u32| Level::Option(OptionIndex(number / 3_usize.pow(place) % 3));
            let deal = Deal::new((0..4).map(option).collect());
            let surplus = Values::new(conflict, &situation, &outlook, &deal).surplus();
            let met = |demand: &Demand| match demand {
                Demand::RedLine { .. } => random::is_met(conflict, &Demands::new([*demand]), &deal),
                Demand::Participation { party } => surplus[party.get()] >= 0.0,
            };
            let bits = demands.as_slice().iter().enumerate();
            bits.map(|(bit, demand)| usize::from(met(demand)) << bit)
                .sum()
        })
        .collect()
}

#[test]
fn clashes_of_a_dozen_demands_are_those_of_enumeration() {
    let (mut most_sets, mut most_lifts) = (0, 0);
    for seed in 0..60 {
        let conflict = of_a_dozen_demands(seed);
        let demands = Demands::all(&conflict);
        assert_eq!(demands.as_slice().len(), 12);
        let deals = met_by_deal(&conflict, &demands);
        let all = (1 << 12) - 1;
        let met: Vec<bool> = (0..=all)
            .map(|mask| deals.iter().any(|deal| mask & !deal == 0))
            .collect();
        let (sets, lifts) = compare(&conflict, &demands, &met, seed);
        most_sets = most_sets.max(sets);
        most_lifts = most_lifts.max(lifts);
    }
    assert!(
        most_sets > 10 && most_lifts > 10,
        "{most_sets} {most_lifts}"
    );
}
