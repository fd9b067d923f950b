//! What is laid out of the built-in conflict, beside what the search finds.

use super::*;
use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::PartyIndex;
use crate::scenario::Scenario;
use crate::stream::{Purpose, Stream};
use crate::war::RegimeIndex;
use crate::zone::{Ask, Demand, Values, best_deal};

fn below(stream: &mut Stream, bound: usize) -> usize {
    (stream.uniform() * bound as f64) as usize
}

/// The built-in conflict with every number drawn from its range, where they fit each other.
fn drawn(scenario: &Scenario, stream: &mut Stream) -> Conflict {
    let sets = [
        None,
        Some("four_regions"),
        Some("anchorage"),
        Some("freeze"),
    ];
    let demands = sets[below(stream, sets.len())];
    let mut setting = scenario.setting();
    if stream.uniform() < 0.7 {
        for parameter in scenario.parameters() {
            let value = parameter.low + (parameter.high - parameter.low) * stream.uniform();
            let known = setting.clone();
            setting = setting.with(&parameter.key, value).unwrap_or(known);
        }
    }
    scenario.conflict_at(&setting, demands).unwrap_or_else(|_| {
        let setting = scenario.setting();
        scenario.conflict_at(&setting, demands).unwrap()
    })
}

/// A situation that talks could come to.
fn situation(conflict: &Conflict, stream: &mut Stream) -> Situation {
    let mut situation = Situation::opening(conflict);
    let slices: Vec<usize> = conflict.territory().axes().collect();
    for (position, slices) in situation.war.positions.iter_mut().zip(slices) {
        *position = below(stream, slices + 1);
    }
    situation.war.regime = RegimeIndex(below(stream, 3));
    situation.war.period = below(stream, 100) as u32;
    for commitment in situation.commitments.iter_mut().flatten() {
        commitment.firmness = stream.uniform();
    }
    situation
}

/// The demands of a conflict but for some red lines.
fn demands(conflict: &Conflict, stream: &mut Stream) -> Demands {
    let all = Demands::all(conflict);
    let kept = all.as_slice().iter().copied();
    Demands::new(
        kept.filter(|demand| {
            matches!(demand, Demand::Participation { .. }) || stream.uniform() < 0.6
        }),
    )
}

#[test]
fn one_party_and_two_get_what_the_search_finds() {
    let scenario = Scenario::builtin("ukraine-2026-01-23").unwrap();
    let mut stream = Stream::new(3, 0, Purpose::Sampling, 0);
    let (mut solos, mut duos, mut empty, mut given_up) = (0, 0, 0, 0);
    for _ in 0..40 {
        let conflict = drawn(&scenario, &mut stream);
        let layout = Layout::new(&conflict).unwrap();
        let demands = demands(&conflict, &mut stream);
        let party = PartyIndex(below(&mut stream, 3));
        let pair = [PartyIndex(0), PartyIndex(1)];
        let solo = Solo::new(&conflict, &layout, party, &demands);
        let duo = Duo::new(&conflict, &layout, pair, &demands);
        let mut memory = Memory::new();
        for _ in 0..3 {
            let situation = situation(&conflict, &mut stream);
            let outlook = Outlook::new(&conflict, &situation);
            let surplus = |deal: &Deal, party: PartyIndex| {
                Values::of_party(&conflict, &situation, &outlook, deal, party).surplus()
            };
            let search = |asks: &[Ask], gap| {
                best_deal(
                    &conflict,
                    &situation,
                    &outlook,
                    (&demands, asks),
                    gap,
                    20_000,
                )
            };
            if let Some(solo) = &solo {
                solos += 1;
                let lens = layout.lens(&conflict, party, &situation, &outlook).unwrap();
                let deal = solo.best(&layout, &lens);
                let ask = Ask::Surplus {
                    party,
                    floor: 0.0,
                    scale: 1.0,
                };
                let known = search(&[ask], 1e-7);
                assert_eq!(deal.is_some(), known.is_some());
                if let (Some(deal), Some((known, _))) = (deal, known) {
                    assert!(conflict.space().admits(&deal), "{deal:?}");
                    let value = surplus(&deal, party);
                    assert!((value - known).abs() < 1e-6, "{value} {known}");
                }
            }
            if let Some(duo) = &duo {
                duos += 1;
                let gap = 1e-4;
                let lenses =
                    pair.map(|party| layout.lens(&conflict, party, &situation, &outlook).unwrap());
                let sides = [0, 1].map(|place| Side {
                    lens: &lenses[place],
                    floor: 0.2 * stream.uniform() - 0.1,
                    scale: conflict.parties()[place].scale,
                });
                let question = Asked {
                    sides,
                    aim: Aim::Lesser,
                    levers: None,
                };
                let Ok(found) = duo.best(&layout, question, gap, &mut memory) else {
                    given_up += 1;
                    continue;
                };
                let known = search(&asks(&question, pair), gap);
                assert_eq!(found.is_some(), known.is_some());
                empty += usize::from(found.is_none());
                if let (Some((value, deal)), Some((known, _))) = (found, known) {
                    assert!(conflict.space().admits(&deal), "{deal:?}");
                    let least = comes_to(&question, pair.map(|party| surplus(&deal, party)));
                    // The amounts are worth no less than the straight lines say.
                    assert!(least >= value - 1e-9, "{least} {value}");
                    // The search may run out of boxes, and then finds less.
                    assert!(least >= known - gap, "{least} {known}");
                    for demand in demands.as_slice() {
                        if let Demand::RedLine { party, line } = demand {
                            let line = &conflict.parties()[party.get()].red_lines[*line];
                            assert!(!line.refuses.iter().any(|pattern| pattern.matches(&deal)));
                        }
                    }
                }
            }
        }
    }
    let counts = format!("{solos} solos, {duos} duos: {empty} empty, {given_up} given up");
    assert!(solos > 60 && duos > 60 && empty < duos / 2, "{counts}");
    assert!(given_up < duos / 10, "{counts}");
}

#[test]
fn offers_are_as_near_as_they_are_asked_for() {
    let scenario = Scenario::builtin("ukraine-2026-01-23").unwrap();
    let mut stream = Stream::new(4, 0, Purpose::Sampling, 0);
    let mut offers = 0;
    for _ in 0..12 {
        let conflict = drawn(&scenario, &mut stream);
        let layout = Layout::new(&conflict).unwrap();
        let situation = situation(&conflict, &mut stream);
        let party = PartyIndex(below(&mut stream, 2));
        let lines = Demands::red_lines_of(&conflict, party);
        let gain = |floor, scale| Ask::Surplus {
            party,
            floor,
            scale,
        };
        let outlook = Outlook::new(&conflict, &situation);
        let shelf = Shelf::new(&conflict, &layout, party, &lines).unwrap();
        let lens = layout.lens(&conflict, party, &situation, &outlook).unwrap();
        let target = 0.2 * stream.uniform() - 0.05;
        let best = [gain(0.0, 1.0)];
        let question = (&lines, best.as_slice());
        let best = best_deal(&conflict, &situation, &outlook, question, 1e-6, 20_000);
        let best = best.map_or(f64::NEG_INFINITY, |(best, _)| best);
        for (from, sign) in [(Nearest::Above, 1.0), (Nearest::Below, -1.0)] {
            let deal = shelf.nearest(&layout, &lens, (from, target), 1e-6);
            let Ok(deal) = deal else {
                continue;
            };
            let Some(deal) = deal else {
                assert!(from == Nearest::Above && target > best - 1e-6);
                continue;
            };
            let value = Values::of_party(&conflict, &situation, &outlook, &deal, party);
            // Amounts vary, so that nearly every surplus up to the best is met.
            let off = sign * (value.surplus() - target);
            assert!(off > -1e-9 && (off < 1e-6 || target > best), "{off}");
            assert!(conflict.space().admits(&deal), "{deal:?}");
            offers += 1;
        }
    }
    assert!(offers > 12, "{offers} offers");
}

/// By how much more a floor is to be passed in the search, in utility: it is met so closely.
const MORE: f64 = 1e-5;

/// What the search is asked for the same; where one has to have something, a little more of it.
pub(super) fn asks(asked: &Asked<'_>, pair: [PartyIndex; 2]) -> [Ask; 2] {
    [0, 1].map(|place| {
        let Side { floor, scale, .. } = asked.sides[place];
        let (more, scale) = match asked.aim == Aim::Above(place) {
            true => (MORE, 0.0),
            false => (0.0, scale),
        };
        Ask::Surplus {
            party: pair[place],
            floor: floor + more,
            scale,
        }
    })
}

/// What a deal comes to by what is asked of it, where it leaves the two these surpluses; a floor is met but for roundings.
pub(super) fn comes_to(asked: &Asked<'_>, surpluses: [f64; 2]) -> f64 {
    let sums = [0, 1].map(|place| {
        let Side { floor, scale, .. } = asked.sides[place];
        (surpluses[place] - floor) / scale
    });
    match asked.aim {
        Aim::Lesser => sums[0].min(sums[1]),
        Aim::Above(floored) => {
            assert!(sums[floored] >= -1e-9, "{sums:?}");
            sums[1 - floored]
        }
    }
}

/// One side is left above a floor, with levers on the table and without.
#[test]
fn one_is_left_with_something_and_the_other_gets_what_the_search_finds() {
    let scenario = Scenario::builtin("ukraine-2026-01-23").unwrap();
    let mut stream = Stream::new(4, 0, Purpose::Sampling, 0);
    let (mut found_deals, mut empty, mut given_up) = (0, 0, 0);
    for number in 0..40 {
        let bare = drawn(&scenario, &mut stream);
        let layout = Layout::new(&bare).unwrap();
        let demands = demands(&bare, &mut stream);
        let pair = [PartyIndex(0), PartyIndex(1)];
        let Some(duo) = Duo::new(&bare, &layout, pair, &demands) else {
            continue;
        };
        let levers = bare
            .leverage()
            .and_then(|all| Levers::new(all, &layout, pair));
        let levers = levers.filter(|_| number % 2 == 0);
        let conflict = match levers {
            Some(_) => bare.within_reach(),
            None => &bare,
        };
        let mut memory = Memory::new();
        for _ in 0..3 {
            let situation = situation(&bare, &mut stream);
            let outlook = Outlook::new(conflict, &situation);
            let bare_outlook = Outlook::new(&bare, &situation);
            let lenses = pair.map(|party| {
                layout
                    .lens(&bare, party, &situation, &bare_outlook)
                    .unwrap()
            });
            let sides = [0, 1].map(|place| Side {
                lens: &lenses[place],
                floor: 0.2 * stream.uniform() - 0.1,
                scale: bare.parties()[place].scale,
            });
            let floored = below(&mut stream, 2);
            let question = Asked {
                sides,
                aim: Aim::Above(floored),
                levers: levers.as_ref(),
            };
            let gap = 1e-4;
            let Ok(found) = duo.best(&layout, question, gap, &mut memory) else {
                given_up += 1;
                continue;
            };
            let known = best_deal(
                conflict,
                &situation,
                &outlook,
                (&demands, &asks(&question, pair)),
                gap,
                20_000,
            );
            let Some((value, deal)) = found else {
                empty += 1;
                assert_eq!(known, None);
                continue;
            };
            found_deals += 1;
            assert!(conflict.space().admits(&deal), "{number}: {deal:?}");
            let surpluses =
                pair.map(|party| Values::of_party(conflict, &situation, &outlook, &deal, party));
            let least = comes_to(&question, surpluses.map(|value| value.surplus()));
            assert!(least >= value - 1e-9, "{number}: {least} {value}");
            let known = known.map_or(f64::NEG_INFINITY, |(known, _)| known);
            assert!(least >= known - gap, "{number}: {least} {known}");
        }
    }
    let counts = format!("{found_deals} deals, {empty} empty, {given_up} given up");
    assert!(found_deals > 60 && empty > 20 && given_up < 10, "{counts}");
}
