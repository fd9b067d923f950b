//! The strategies at the table: what they offer, what they accept, and that none of them leaves the zone.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::{Arc, Mutex};

use dealzone::conflict::Conflict;
use dealzone::games::{AlternatingOffers, Player};
use dealzone::index::{IssueIndex, OptionIndex, PartyIndex};
use dealzone::party::{Curve, Party, Preferences, RedLine, Valuation};
use dealzone::solver::ZERO_TOLERANCE;
use dealzone::space::{Condition, Deal, Family, Issue, Level, Pattern, Space};
use dealzone::stream::{Purpose, Stream};
use dealzone::talks::{
    Accept, Agent, Bayesian, Breakdown, Choice, Concession, Ending, Estimate, Event, Frequency,
    Hardliner, IssueEstimate, Micro, Modelled, Negotiator, OpponentModel, Outcome, Protocol,
    RandomWalker, Reciprocity, Reserve, Response, Round, Rubinstein, Talks, TalksSettings,
    TalksState, TimeDependent, TitForTat, TradeOff, View, WalkOut,
};

fn uniform(seed: u64) -> Stream {
    Stream::new(seed, 0, Purpose::Sampling, 0)
}

/// Choices of random sizes, valued at random; every third with a red line and every fifth with a space of amounts too.
fn random_conflict(seed: u64) -> Conflict {
    let mut stream = uniform(seed);
    let issues = 1 + (stream.uniform() * 4.0) as usize;
    let parties = 2 + (stream.uniform() * 2.0) as usize;
    let names = ["a", "b", "c", "d", "e"];
    let sizes: Vec<usize> = (0..issues)
        .map(|_| 2 + (stream.uniform() * 4.0) as usize)
        .collect();
    let mut space: Vec<Issue> = sizes
        .iter()
        .enumerate()
        .map(|(at, size)| Issue::choice(format!("i{at}"), Family::Other, names[..*size].to_vec()))
        .collect();
    let with_amount = seed.is_multiple_of(5);
    if with_amount {
        space.push(Issue::amount("fund", Family::Assets, 0.0, 10.0, "USD bn"));
    }
    let mut builder = Conflict::builder(Space::new(space, Vec::new()).unwrap());
    let mut reservations = Vec::new();
    for place in 0..parties {
        let count = sizes.len() + usize::from(with_amount);
        let raw: Vec<f64> = (0..count).map(|_| 0.1 + stream.uniform()).collect();
        let sum: f64 = raw.iter().sum();
        let mut values: Vec<Valuation> = sizes
            .iter()
            .map(|size| Valuation::table((0..*size).map(|_| stream.uniform())))
            .collect();
        if with_amount {
            let (at_lower, at_upper) = if place == 0 { (0.0, 1.0) } else { (1.0, 0.0) };
            values.push(Valuation::Amount(Curve::Linear { at_lower, at_upper }));
        }
        let weights = raw.iter().map(|weight| weight / sum).collect();
        let mut party = Party::new(format!("p{place}"), Preferences::new(weights, values));
        if seed.is_multiple_of(3) && place == 0 {
            let first = Condition::any_of(IssueIndex(0), [OptionIndex(0)]);
            party
                .red_lines
                .push(RedLine::absolute("line", Pattern::new([first])));
        }
        builder = builder.party(party);
        reservations.push(0.3 + 0.4 * stream.uniform());
    }
    builder.reservations(reservations).build().unwrap()
}

/// Every strategy there is, with every rule of acceptance among them.
fn agents() -> Vec<Arc<dyn Negotiator>> {
    let conceder = TimeDependent::new(2.0).unwrap();
    let boulware = TimeDependent::new(0.3).unwrap();
    let nearest = conceder.choosing(Choice::Nearest { tolerance: 1e-6 });
    let exponential = TimeDependent::conceding(Concession::Exponential {
        beta: 1.5,
        initial: 0.05,
    });
    let give_back = |reciprocity| TitForTat::new(reciprocity).unwrap();
    let (delta, gamma, most) = (1, 2, 0.05);
    vec![
        Arc::new(conceder),
        Arc::new(boulware.down_to(Reserve::WorstDeal)),
        Arc::new(Agent::new(nearest, Accept::NEXT)),
        Arc::new(Agent::new(
            exponential.unwrap(),
            Accept::Combined { from: 0.8 },
        )),
        Arc::new(Agent::new(
            give_back(Reciprocity::Relative { delta }),
            Accept::Aim,
        )),
        Arc::new(Agent::new(
            give_back(Reciprocity::RandomAbsolute { delta, most }),
            Accept::NEXT,
        )),
        Arc::new(Agent::new(
            give_back(Reciprocity::Averaged { gamma }),
            Accept::NEXT,
        )),
        Arc::new(Agent::new(Micro, Accept::Aim)),
        Arc::new(Agent::new(TradeOff::new(0.05).unwrap(), Accept::NEXT)),
        Arc::new(Agent::new(Modelled::new(conceder, Frequency), Accept::Aim)),
        Arc::new(Agent::new(
            Modelled::new(boulware, Bayesian::PAPER),
            Accept::Time { from: 0.9 },
        )),
        Arc::new(Agent::new(Hardliner, Accept::Constant { least: 0.7 })),
        Arc::new(Agent::new(RandomWalker, Accept::Time { from: 0.5 })),
    ]
}

fn random_settings(conflict: &Conflict, seed: u64, rounds: u32) -> TalksSettings {
    let agents = agents();
    let mut stream = uniform(seed ^ 0xA6E7);
    let mut settings = TalksSettings::alternating(conflict, rounds);
    if stream.uniform() < 0.5 {
        settings.protocol = Protocol::Stacked;
    }
    for seat in &mut settings.negotiators {
        *seat = Arc::clone(&agents[(stream.uniform() * agents.len() as f64) as usize]);
    }
    settings
}

/// Plays one random run and holds it to what must always be true; whether it was signed.
fn hold(seed: u64) -> bool {
    let conflict = random_conflict(seed / 4);
    let settings = random_settings(&conflict, seed, 10);
    let rounds: Vec<Round> = Talks::new(&conflict, settings.clone(), seed)
        .unwrap()
        .collect();
    let outcome = rounds.last().unwrap().outcome.clone().unwrap();
    let quick = Talks::new(&conflict, settings, seed).unwrap().run();
    assert_eq!(quick, outcome, "seed {seed}: written down and not");
    let fouls = rounds.iter().flat_map(|round| &round.events);
    for event in fouls {
        assert!(
            !matches!(event, Event::Foul { .. }),
            "seed {seed}: {event:?}"
        );
    }
    if rounds.iter().any(|round| !round.zone.exists()) {
        assert_eq!(outcome.ending(), Ending::NoZone, "seed {seed}");
    }
    let Some(deal) = outcome.deal() else {
        return false;
    };
    assert!(conflict.space().admits(deal), "seed {seed}");
    let events = rounds.iter().flat_map(|round| &round.events).rev();
    let surplus = events.clone().find_map(|event| match event {
        Event::Offer {
            deal: offered,
            surplus,
            ..
        } if offered == deal => Some(surplus),
        _ => None,
    });
    let least = surplus
        .unwrap()
        .iter()
        .copied()
        .fold(f64::INFINITY, f64::min);
    assert!(least >= -ZERO_TOLERANCE, "seed {seed}: {least}");
    true
}

#[test]
fn random_runs_break_no_invariant() {
    let signed = (0..1_500).filter(|seed| hold(*seed)).count();
    assert!((100..1_400).contains(&signed), "{signed}");
}

#[test]
#[ignore = "a hundred thousand runs take minutes"]
fn a_hundred_thousand_random_runs_break_no_invariant() {
    let signed = (0..100_000).filter(|seed| hold(*seed)).count();
    assert!(signed > 10_000, "{signed}");
}

#[test]
fn every_strategy_resumes_with_the_same_future() {
    let conflict = (0..)
        .map(|seed| random_conflict(seed * 30 + 1))
        .find(|conflict| conflict.parties().len() == 2 && conflict.deal_zone().exists())
        .unwrap();
    for (place, agent) in agents().into_iter().enumerate() {
        for protocol in [Protocol::Alternating, Protocol::Stacked] {
            let mut settings = TalksSettings::alternating(&conflict, 8);
            settings.protocol = protocol;
            settings.negotiators[0] = Arc::clone(&agent);
            settings.negotiators[1] = Arc::new(Agent::new(Micro, Accept::Time { from: 1.0 }));
            let open = || Talks::new(&conflict, settings.clone(), 3).unwrap();
            let whole: Vec<Round> = open().collect();
            for stop in 0..whole.len() {
                let mut talks = open();
                let mut rounds: Vec<Round> = talks.by_ref().take(stop).collect();
                let saved = serde_json::to_string(talks.state()).unwrap();
                let state: TalksState = serde_json::from_str(&saved).unwrap();
                rounds.extend(Talks::resume(&conflict, settings.clone(), state).unwrap());
                assert_eq!(rounds, whole, "agent {place} stopped after {stop}");
            }
        }
    }
}

/// What a party sees when it is first asked; `None` where the talks are over before.
fn seen<T: Send + 'static>(
    conflict: &Conflict,
    party: usize,
    look: impl Fn(&View<'_>) -> T + Send + Sync + 'static,
) -> Option<T> {
    struct Eye<T, F> {
        look: F,
        found: Arc<Mutex<Option<T>>>,
    }
    impl<T, F> std::fmt::Debug for Eye<T, F> {
        fn fmt(&self, form: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            form.write_str("Eye")
        }
    }
    impl<T: Send, F: Fn(&View<'_>) -> T + Send + Sync> Negotiator for Eye<T, F> {
        fn propose(&self, view: &View<'_>) -> Option<Deal> {
            *self.found.lock().unwrap() = Some((self.look)(view));
            None
        }
        fn respond(&self, _: &View<'_>, _: &Deal) -> Response {
            Response::Reject
        }
    }
    let found = Arc::new(Mutex::new(None));
    let eye = Eye {
        look,
        found: Arc::clone(&found),
    };
    let mut settings = TalksSettings::alternating(conflict, 1);
    settings.opener = PartyIndex(party);
    Talks::new(conflict, settings.seat(PartyIndex(party), eye), 0)
        .unwrap()
        .step();
    found.lock().unwrap().take()
}

fn all_deals(sizes: &[usize]) -> Vec<Deal> {
    let mut all = vec![Vec::new()];
    for size in sizes {
        all = all
            .iter()
            .flat_map(|levels: &Vec<Level>| {
                (0..*size).map(|option| {
                    let mut levels = levels.clone();
                    levels.push(Level::Option(OptionIndex(option)));
                    levels
                })
            })
            .collect();
    }
    all.into_iter().map(Deal::new).collect()
}

/// The table of deals and the solver's search, each against all deals one by one.
#[test]
fn the_nearest_deal_above_an_aim_is_the_one_that_enumeration_finds() {
    let mut compared = 0;
    for seed in 0..400 {
        let conflict = random_conflict(seed);
        let issues = conflict.space().issues();
        if issues.iter().any(|issue| issue.domain.options().is_empty()) {
            continue;
        }
        let sizes: Vec<usize> = issues
            .iter()
            .map(|issue| issue.domain.options().len())
            .collect();
        let by_table = conflict.parties()[0].red_lines.is_empty();
        let aim = uniform(seed ^ 0xFFFF).uniform();
        let tolerance = if seed.is_multiple_of(2) { 0.0 } else { 0.01 };
        let found = seen(&conflict, 0, move |view| {
            let war = view.war_value();
            let all = all_deals(&sizes);
            let open = all.iter().filter(|deal| !view.refuses(deal));
            let worths = open
                .map(|deal| view.worth(deal))
                .filter(|worth| *worth >= war);
            let aim = aim.max(war);
            let above = |least: f64, worth: f64| {
                if worth >= aim {
                    least.min(worth)
                } else {
                    least
                }
            };
            let least = worths.clone().fold(f64::INFINITY, above);
            let below = worths.filter(|worth| *worth < aim && aim - worth <= tolerance);
            let below = below.fold(f64::NEG_INFINITY, f64::max);
            let nearest = if by_table && aim - below < least - aim {
                below
            } else {
                least
            };
            let found = view.nearest_above(aim, tolerance);
            (
                nearest,
                found.map_or(f64::INFINITY, |deal| view.worth(&deal)),
            )
        });
        let Some((nearest, worth)) = found else {
            continue;
        };
        compared += 1;
        let off = if by_table { 1e-12 } else { 2e-6 };
        assert!(
            nearest == worth || (nearest - worth).abs() < off,
            "seed {seed}: {found:?}"
        );
    }
    assert!(compared > 200, "{compared}");
}

/// Of the deals that are worth enough to a party, the best for somebody else is the one that a list of all deals gives.
#[test]
fn the_best_for_them_is_the_one_that_enumeration_finds() {
    let (mut compared, mut none) = (0, 0);
    // Without an amount the deals can be listed.
    for seed in (0..400).filter(|seed| !u64::is_multiple_of(*seed, 5)) {
        let conflict = random_conflict(seed);
        let mut stream = Stream::new(seed, 1, Purpose::Sampling, 0);
        let sizes: Vec<usize> = conflict
            .space()
            .issues()
            .iter()
            .map(|issue| issue.domain.options().len())
            .collect();
        let issues = sizes
            .iter()
            .map(|size| IssueEstimate::Options((0..*size).map(|_| stream.uniform()).collect()));
        let estimate = Estimate::new(issues.collect());
        let share = stream.uniform() * 1.1;
        let looked = seen(&conflict, 0, move |view| {
            let aim = view.war_value() + share * view.best_surplus().max(0.0);
            let all = all_deals(&sizes);
            let open = all.iter().filter(|deal| !view.refuses(deal));
            let enough = open.filter(|deal| view.worth(deal) >= aim);
            let expected = enough.map(|deal| estimate.utility(deal));
            let expected = expected.fold(f64::NEG_INFINITY, f64::max);
            let found = view.best_for(&estimate, aim);
            let found = found.map(|deal| {
                let refused = view.refuses(&deal);
                (estimate.utility(&deal), view.worth(&deal), refused)
            });
            (found, expected, aim)
        });
        // Where a party has no deal to sign the talks end before anybody is asked.
        let Some((found, expected, aim)) = looked else {
            continue;
        };
        match found {
            Some((theirs, own, refused)) => {
                compared += 1;
                assert!(!refused, "seed {seed}");
                assert!(own >= aim - 1e-6, "seed {seed}: {own} below {aim}");
                assert!(
                    (theirs - expected).abs() < 2e-6,
                    "seed {seed}: {theirs}, not {expected}"
                );
            }
            None => {
                none += 1;
                assert!(
                    expected.is_infinite(),
                    "seed {seed}: there is one of {expected}"
                );
            }
        }
    }
    assert!(compared > 200 && none > 0, "{compared} {none}");
}

/// Twelve issues of ten options, and a red line of each side that keeps its deals from being looked up.
#[test]
fn a_million_million_deals_are_searched_and_not_listed() {
    let mut stream = uniform(5);
    let names = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    let issues = (0..12).map(|at| Issue::choice(format!("i{at}"), Family::Other, names));
    let space = Space::new(issues.collect(), Vec::new()).unwrap();
    assert!(space.deal_count().unwrap() >= 1e12);
    let mut party = |id: &str| {
        let values = (0..12).map(|_| Valuation::table((0..10).map(|_| stream.uniform())));
        let mut party = Party::new(id, Preferences::new(vec![1.0 / 12.0; 12], values.collect()));
        let both = [0, 1].map(|issue| Condition::any_of(IssueIndex(issue), [OptionIndex(3)]));
        party
            .red_lines
            .push(RedLine::absolute("not-both", Pattern::new(both)));
        party
    };
    let (first, second) = (party("first"), party("second"));
    let theirs: Vec<Vec<f64>> = second
        .preferences
        .values()
        .iter()
        .map(|value| match value {
            Valuation::Options(values) => values.iter().map(|value| value.at(0.0)).collect(),
            Valuation::Amount(_) => Vec::new(),
        })
        .collect();
    let conflict = Conflict::builder(space)
        .parties([first, second])
        .reservations([0.2, 0.2])
        .build()
        .unwrap();
    let estimate = Estimate::new(theirs.into_iter().map(IssueEstimate::Options).collect());
    let (aimed, liked, own) = seen(&conflict, 0, move |view| {
        let aimed = view.nearest_above(0.7, 0.0).map(|deal| view.worth(&deal));
        let liked = view.best_for(&estimate, 0.7).unwrap();
        (
            aimed.unwrap(),
            estimate.utility(&liked) / 12.0,
            view.worth(&liked),
        )
    })
    .unwrap();
    assert!((0.7..0.7001).contains(&aimed), "{aimed}");
    // The best for them at 0.7 for me is better for them than a fair coin would be.
    assert!(own >= 0.7 - 1e-9 && liked > 0.6, "{own} {liked}");
}

/// A pie that can be cut anywhere, or in steps of a fortieth.
fn pie(reservations: [f64; 2], continuous: bool) -> Conflict {
    let linear = |at_lower, at_upper| Valuation::Amount(Curve::Linear { at_lower, at_upper });
    let (issue, values) = if continuous {
        let issue = Issue::amount("share", Family::Other, 0.0, 1.0, "pies");
        (issue, [linear(0.0, 1.0), linear(1.0, 0.0)])
    } else {
        let names: Vec<String> = (0..=40).map(|part| format!("s{part}")).collect();
        let issue = Issue::choice("share", Family::Other, names.iter().map(String::as_str));
        let shares = || (0..=40).map(|part| f64::from(part) / 40.0);
        let rest = shares().map(|share| 1.0 - share);
        (issue, [Valuation::table(shares()), Valuation::table(rest)])
    };
    let [first, second] = values.map(|value| Preferences::new(vec![1.0], vec![value]));
    Conflict::builder(Space::new(vec![issue], Vec::new()).unwrap())
        .parties([Party::new("first", first), Party::new("second", second)])
        .reservations(reservations)
        .build()
        .unwrap()
}

fn share(outcome: &Outcome) -> f64 {
    match outcome.deal().unwrap().level(IssueIndex(0)).unwrap() {
        Level::Amount(share) => share,
        Level::Option(OptionIndex(part)) => part as f64 / 40.0,
    }
}

/// Both play the equilibrium: the first offer is accepted, and is the one of the paper.
#[test]
fn rubinstein_1982_is_what_equilibrium_players_agree_on() {
    let conflict = pie([0.0, 0.0], true);
    let play = |discounts, opener, deadline: Option<u32>, outside: [f64; 2]| {
        let game = AlternatingOffers::new(discounts).unwrap();
        let game = game.with_outside_options(outside).unwrap();
        let mut settings = TalksSettings::alternating(&conflict, deadline.unwrap_or(50));
        settings.opener = PartyIndex(opener);
        for (party, player) in Player::BOTH.into_iter().enumerate() {
            let mut strategy = Rubinstein::new(game.clone(), player);
            if deadline.is_some() {
                strategy = strategy.to_the_deadline();
            }
            settings = settings.seat(PartyIndex(party), Agent::new(strategy, Accept::Aim));
        }
        let mut talks = Talks::new(&conflict, settings, 0).unwrap();
        let outcome = talks.run();
        assert_eq!(talks.state().round(), 1, "{outcome:?}");
        share(&outcome)
    };
    let none = [0.0; 2];
    for (share, expected) in [
        (play([0.9, 0.8], 0, None, none), 0.714_286),
        (1.0 - play([0.9, 0.8], 1, None, none), 0.357_143),
        (play([0.9, 0.9], 0, None, none), 0.526_316),
        (play([0.9, 0.8], 0, None, [0.0, 0.4]), 0.6),
        (play([0.9, 0.8], 0, None, [0.0, 0.2]), 0.714_286),
    ] {
        assert!((share - expected).abs() < 1e-5, "{share} {expected}");
    }
    // Ståhl 1972: who proposes last takes all.
    for (rounds, expected) in [1.0, 0.2, 0.92, 0.344, 0.8624, 0.44768].iter().enumerate() {
        let share = play([0.9, 0.8], 0, Some(rounds as u32 + 1), none);
        assert!(
            (share - expected).abs() < 1e-5,
            "{rounds}: {share} {expected}"
        );
    }
}

/// 1 − 0.05 t meets 0.075 t at t = 8, at 0.6.
#[test]
fn faratin_1998_linear_concessions_meet_where_the_lines_cross() {
    let conflict = pie([0.5, 0.25], false);
    let nearest = Choice::Nearest { tolerance: 1e-9 };
    let agent = TimeDependent::LINEAR
        .choosing(nearest)
        .with_slack(1e-12)
        .unwrap();
    let mut settings = TalksSettings::alternating(&conflict, 11);
    settings.protocol = Protocol::Stacked;
    for party in 0..2 {
        settings = settings.seat(PartyIndex(party), agent);
    }
    let mut talks = Talks::new(&conflict, settings, 0).unwrap();
    let outcome = talks.run();
    assert_eq!(talks.state().round() - 1, 8);
    assert!((share(&outcome) - 0.6).abs() < 1e-9, "{outcome:?}");
}

/// Tit for tat gives what it was given, and nothing to who gives nothing.
#[test]
fn faratin_1998_tit_for_tat_answers_in_kind() {
    let conflict = pie([0.0, 0.0], false);
    let run = |other: Arc<dyn Negotiator>, reciprocity| {
        let strategy = TitForTat::new(reciprocity).unwrap();
        let mut settings = TalksSettings::alternating(&conflict, 40);
        settings.protocol = Protocol::Stacked;
        settings.negotiators[1] = other;
        settings = settings.seat(
            PartyIndex(0),
            Agent::new(strategy, Accept::Constant { least: 2.0 }),
        );
        let mut talks = Talks::new(&conflict, settings, 0).unwrap();
        talks.run();
        let offers: Vec<f64> = talks
            .state()
            .offers()
            .iter()
            .filter(|offer| offer.by == PartyIndex(0))
            .map(|offer| match offer.deal.levels()[0] {
                Level::Option(OptionIndex(part)) => part as f64 / 40.0,
                Level::Amount(_) => f64::NAN,
            })
            .collect();
        offers
    };
    let most = 0.0;
    for reciprocity in [
        Reciprocity::Relative { delta: 1 },
        Reciprocity::RandomAbsolute { delta: 1, most },
        Reciprocity::Averaged { gamma: 1 },
    ] {
        let unmoved = run(
            Arc::new(Agent::new(Hardliner, Accept::Constant { least: 2.0 })),
            reciprocity,
        );
        assert!(unmoved.iter().all(|share| *share == 1.0), "{unmoved:?}");
        let nearest = TimeDependent::LINEAR.choosing(Choice::Nearest { tolerance: 1e-9 });
        let stubborn = Agent::new(nearest, Accept::Constant { least: 2.0 });
        let moved = run(Arc::new(stubborn), reciprocity);
        assert!(moved.windows(2).all(|pair| pair[1] <= pair[0]), "{moved:?}");
        assert!(*moved.last().unwrap() < 0.5, "{reciprocity:?} {moved:?}");
        if let Reciprocity::RandomAbsolute { .. } = reciprocity {
            // The other side's steps are a fortieth or none; so are the answers, one behind.
            let steps = moved.windows(2).map(|pair| pair[0] - pair[1]);
            assert!(steps.clone().all(|step| step < 0.0251), "{moved:?}");
        }
    }
}

/// A party that would sign nothing leaves at once; kept at the table it lets its turns pass, whatever its strategy, and
/// signs nothing.
#[test]
fn a_party_without_prospects_leaves_or_passes() {
    let conflict = pie([1.1, 0.0], false);
    for protocol in [Protocol::Alternating, Protocol::Stacked] {
        for (place, agent) in agents().into_iter().enumerate() {
            let mut settings = TalksSettings::alternating(&conflict, 6);
            settings.protocol = protocol;
            settings.negotiators[0] = agent;
            let play = |walk_out| -> Vec<Round> {
                let settings = TalksSettings {
                    walk_out,
                    ..settings.clone()
                };
                let quick = Talks::new(&conflict, settings.clone(), 1).unwrap().run();
                let rounds: Vec<Round> = Talks::new(&conflict, settings, 1).unwrap().collect();
                assert_eq!(rounds.last().unwrap().outcome, Some(quick));
                rounds
            };
            let breakdown = |rounds: &[Round]| match rounds.last().unwrap().outcome {
                Some(Outcome::NoDeal {
                    breakdown,
                    rounds_with_zone: 0,
                }) => breakdown,
                ref other => panic!("agent {place}: {other:?}"),
            };
            let party = PartyIndex(0);
            let left = play(WalkOut::Hopeless);
            assert_eq!(left.len(), 1);
            assert_eq!(breakdown(&left), Breakdown::WalkOut { party });
            let stayed = play(WalkOut::Never);
            assert_eq!(breakdown(&stayed), Breakdown::Deadline { rounds: 6 });
            let own = stayed.iter().flat_map(|round| &round.events);
            let own = own.filter(|event| {
                matches!(event, Event::Foul { .. })
                    || matches!(event, Event::Offer { by, .. } if *by == party)
            });
            assert_eq!(own.count(), 0, "agent {place}, {protocol:?}");
        }
    }
}

/// Offers by hand, in fortieths of the pie: the others' leave 0, 4, 6, 6 and 12, so that they demand 40, 36, 34, 34 and 28.
#[test]
fn faratin_1998_tit_for_tat_over_worths_in_numbers() {
    let script = [0, 4, 6, 6, 12, 12];
    let play = |reservation: f64, reciprocity, seed| {
        let conflict = pie([reservation, 0.0], false);
        let strategy = TitForTat::new(reciprocity).unwrap();
        let never = Accept::Constant { least: 2.0 };
        let mut settings = TalksSettings::alternating(&conflict, 6)
            .seat(PartyIndex(0), Agent::new(strategy, never))
            .seat(PartyIndex(1), Script(script.to_vec()));
        settings.protocol = Protocol::Stacked;
        let mut talks = Talks::new(&conflict, settings, seed).unwrap();
        talks.run();
        parts_offered(&talks, 0)
    };
    let absolute = |delta, most| Reciprocity::RandomAbsolute { delta, most };
    // They give 4, 2, 0 and 6; so does it, and with δ = 2 one offer later. So would it of a price.
    assert_eq!(play(0.0, absolute(1, 0.0), 0), [40, 40, 36, 34, 34, 28]);
    assert_eq!(play(0.2, absolute(1, 0.0), 0), [40, 40, 36, 34, 34, 28]);
    assert_eq!(play(0.2, absolute(2, 0.0), 0), [40, 40, 40, 36, 34, 34]);
    // Of the 32 above war: 28.8; of 29 · 34/36 = 27.4; of 28 · 34/34; of 28 · 28/34 = 23.1, the next part above each.
    let relative = Reciprocity::Relative { delta: 1 };
    assert_eq!(play(0.2, relative, 0), [40, 40, 37, 36, 36, 32]);
    // Of the 32: · 34/40 = 27.2; of 28 · 34/36 = 26.4; of 27 · 28/34 = 22.2.
    let averaged = Reciprocity::Averaged { gamma: 2 };
    assert_eq!(play(0.2, averaged, 0), [40, 40, 40, 36, 35, 31]);
    // At random by two parts at most, up and down.
    let first: Vec<usize> = (0..60)
        .map(|seed| play(0.0, absolute(1, 0.05), seed)[2])
        .collect();
    assert!(
        first.iter().all(|part| (34..=38).contains(part)),
        "{first:?}"
    );
    assert!(first.contains(&38) && first.contains(&35), "{first:?}");
}

/// de Jonge 2022: against itself each goes down its list one by one, until the lists meet.
#[test]
fn de_jonge_2022_micro_concedes_one_new_offer_at_a_time() {
    let conflict = pie([0.1, 0.1], false);
    let mut settings = TalksSettings::alternating(&conflict, 100);
    settings.protocol = Protocol::Stacked;
    for party in 0..2 {
        settings = settings.seat(PartyIndex(party), Agent::new(Micro, Accept::Aim));
    }
    let mut talks = Talks::new(&conflict, settings.clone(), 0).unwrap();
    let outcome = talks.run();
    assert!((share(&outcome) - 0.5).abs() <= 1.0 / 40.0, "{outcome:?}");
    // One who never moves gets no further offer out of it.
    settings = settings.seat(PartyIndex(1), Agent::new(Hardliner, Accept::Aim));
    let mut talks = Talks::new(&conflict, settings, 0).unwrap();
    talks.run();
    let mut own = parts_offered(&talks, 0);
    own.sort_unstable();
    own.dedup();
    assert_eq!(own.len(), 2);
}

/// Which parts of the pie a party has offered, in order.
fn parts_offered(talks: &Talks<'_>, party: usize) -> Vec<usize> {
    let offers = talks.state().offers().iter();
    offers
        .filter(|offer| offer.by == PartyIndex(party))
        .map(|offer| match offer.deal.level(IssueIndex(0)) {
            Some(Level::Option(part)) => part.get(),
            other => panic!("{other:?}"),
        })
        .collect()
}

/// Offers what it is told, round by round, and accepts nothing.
#[derive(Debug)]
struct Script(Vec<usize>);

impl Negotiator for Script {
    fn propose(&self, view: &View<'_>) -> Option<Deal> {
        let part = self.0.get(view.round() as usize - 1)?;
        Some(Deal::new(vec![Level::Option(OptionIndex(*part))]))
    }
    fn respond(&self, _: &View<'_>, _: &Deal) -> Response {
        Response::Reject
    }
}

/// With m own offers and n of the others': the next on the list where m ≤ n, else one of those made, drawn at random; and
/// what is worth the next, or the least of those made, is accepted, whatever was drawn.
#[test]
fn de_jonge_2022_micro_repeats_at_random_and_accepts_by_its_least_offer() {
    let conflict = pie([0.0, 0.0], false);
    let play = |script: &[usize], seed| {
        let mut settings = TalksSettings::alternating(&conflict, script.len() as u32 + 1)
            .seat(PartyIndex(0), Agent::new(Micro, Accept::Aim))
            .seat(PartyIndex(1), Script(script.to_vec()));
        settings.protocol = Protocol::Stacked;
        let mut talks = Talks::new(&conflict, settings, seed).unwrap();
        let outcome = talks.run();
        (parts_offered(&talks, 0), talks.state().round(), outcome)
    };
    for seed in 0..20 {
        // Four different offers are made, 37 the least; then 36 is too little.
        let (made, _, outcome) = play(&[36, 0, 1, 0, 36, 36], seed);
        assert_eq!(made[..4], [40, 39, 38, 37]);
        assert!(
            made[4..].iter().all(|part| (37..=40).contains(part)),
            "{made:?}"
        );
        assert_eq!(outcome.deal(), None);
        // A new offer of theirs makes it ready for 36, which it makes; what it draws later is worth more.
        let (made, round, outcome) = play(&[36, 0, 1, 0, 36, 2, 0, 36, 0], seed);
        assert_eq!(made[6], 36);
        assert_eq!((round, share(&outcome)), (9, 36.0 / 40.0));
        // Ready for it, it accepts what it would offer next.
        let (_, round, outcome) = play(&[0, 1, 37, 0], seed);
        assert_eq!((round, share(&outcome)), (4, 37.0 / 40.0));
    }
    let mut script = vec![36, 0, 1];
    script.resize(403, 0);
    let (made, ..) = play(&script, 0);
    for part in 37..=40 {
        let drawn = made[4..].iter().filter(|made| **made == part).count();
        // A quarter of 400, within four standard deviations.
        assert!((65..=135).contains(&drawn), "{part}: {drawn}");
    }
}

/// What is asked for throughout weighs more, and is liked more, than what changes.
#[test]
fn opponent_models_learn_what_is_insisted_on() {
    #[derive(Debug)]
    struct Insists;
    impl Negotiator for Insists {
        fn propose(&self, view: &View<'_>) -> Option<Deal> {
            let level = |option: usize| Level::Option(OptionIndex(option));
            Some(Deal::new(vec![level(2), level(view.round() as usize % 3)]))
        }
        fn respond(&self, _: &View<'_>, _: &Deal) -> Response {
            Response::Reject
        }
    }
    #[derive(Debug)]
    struct Learns(Arc<dyn OpponentModel>, Arc<Mutex<Vec<Estimate>>>);
    impl Negotiator for Learns {
        fn propose(&self, _: &View<'_>) -> Option<Deal> {
            None
        }
        fn respond(&self, view: &View<'_>, _: &Deal) -> Response {
            let estimate = self.0.estimate(view, PartyIndex(0));
            self.1.lock().unwrap().push(estimate);
            Response::Reject
        }
    }
    let names = ["a", "b", "c"];
    let issues = ["one", "two"].map(|id| Issue::choice(id, Family::Other, names));
    let value = || Valuation::table([1.0, 0.5, 0.0]);
    let like = |id| Party::new(id, Preferences::new(vec![0.5; 2], vec![value(), value()]));
    let conflict = Conflict::builder(Space::new(issues.to_vec(), Vec::new()).unwrap())
        .parties([like("first"), like("second")])
        .reservations([0.0, 0.0])
        .build()
        .unwrap();
    let models: [Arc<dyn OpponentModel>; 2] = [Arc::new(Frequency), Arc::new(Bayesian::PAPER)];
    for model in models {
        let found = Arc::new(Mutex::new(Vec::new()));
        let settings = TalksSettings::alternating(&conflict, 13)
            .seat(PartyIndex(0), Insists)
            .seat(
                PartyIndex(1),
                Learns(Arc::clone(&model), Arc::clone(&found)),
            );
        Talks::new(&conflict, settings, 0).unwrap().run();
        let last = found.lock().unwrap().pop().unwrap();
        let at = |issue: usize, option| last.issues()[issue].at(Level::Option(OptionIndex(option)));
        assert!(at(0, 2) > at(0, 1) && at(0, 1) >= at(0, 0), "{last:?}");
        let swing = |issue| (0..3).map(|option| at(issue, option)).fold(0.0, f64::max);
        assert!(swing(0) > swing(1), "{model:?} {last:?}");
    }
}
