//! The talks: deterministic, resumable, and never outside the zone.
#![allow(clippy::unwrap_used, clippy::panic)]

use dealzone::conflict::Conflict;
use dealzone::index::{OptionIndex, PartyIndex};
use dealzone::mediator::Style;
use dealzone::party::{Party, Preferences, Valuation};
use dealzone::scenario::{Parameter, Scenario, Setting};
use dealzone::solver::ZERO_TOLERANCE;
use dealzone::space::{Deal, Family, Issue, Level, Space};
use dealzone::stream::{Purpose, Stream};
use dealzone::talks::{
    Breakdown, Ending, Entrant, Event, Foul, Move, Negotiator, Outcome, Playbook, Protocol,
    Response, Round, Talks, TalksError, TalksSettings, TalksState, TimeDependent, Turn, View,
    ZoneReading,
};

fn ukraine(demands: &str) -> (Scenario, Conflict, TalksSettings) {
    let scenario = Scenario::builtin("ukraine-2026-01-23").unwrap();
    let setting = scenario.setting();
    let conflict = scenario.conflict_at(&setting, Some(demands)).unwrap();
    let settings = scenario.talks_settings(&setting).unwrap();
    (scenario, conflict, settings)
}

/// Two or three parties over four choices, with reservations that leave a zone about half the time.
fn small_conflict(seed: u64) -> Conflict {
    let mut stream = Stream::new(seed, 0, Purpose::Sampling, 0);
    let options = ["a", "b", "c"];
    let issues = ["one", "two", "three", "four"]
        .map(|id| Issue::choice(id, Family::Other, options))
        .to_vec();
    let space = Space::new(issues, Vec::new()).unwrap();
    let parties = 2 + (stream.uniform() * 2.0) as usize;
    let mut builder = Conflict::builder(space);
    let mut reservations = Vec::new();
    for party in 0..parties {
        let raw: Vec<f64> = (0..4).map(|_| 0.1 + stream.uniform()).collect();
        let sum: f64 = raw.iter().sum();
        let weights = raw.iter().map(|weight| weight / sum).collect();
        let values = (0..4)
            .map(|_| Valuation::table((0..3).map(|_| stream.uniform())))
            .collect();
        builder = builder.party(Party::new(
            format!("party-{party}"),
            Preferences::new(weights, values),
        ));
        reservations.push(0.45 + 0.35 * stream.uniform());
    }
    builder.reservations(reservations).build().unwrap()
}

fn settings(conflict: &Conflict, seed: u64) -> TalksSettings {
    let betas = [0.2, 1.0, 4.0];
    (0..conflict.parties().len()).fold(
        TalksSettings::alternating(conflict, 12),
        |settings, place| {
            let beta = betas[(seed as usize + place) % 3];
            settings.seat(PartyIndex(place), TimeDependent::new(beta).unwrap())
        },
    )
}

fn least_surplus(conflict: &Conflict, round: &Round, deal: &Deal) -> f64 {
    let offered = round.events.iter().find_map(|event| match event {
        Event::Offer {
            deal: offered,
            surplus,
            ..
        } if offered == deal => Some(surplus),
        _ => None,
    });
    let surplus = offered.unwrap_or_else(|| panic!("the deal signed was not on the table"));
    assert_eq!(surplus.len(), conflict.parties().len());
    surplus.iter().copied().fold(f64::INFINITY, f64::min)
}

#[test]
fn agreements_lie_in_the_zone_and_an_empty_zone_has_none() {
    let (mut agreements, mut empty) = (0, 0);
    for seed in 0..400 {
        let conflict = small_conflict(seed);
        let zone = conflict.deal_zone();
        let mut talks = Talks::new(&conflict, settings(&conflict, seed), seed).unwrap();
        let rounds: Vec<Round> = talks.by_ref().collect();
        let last = rounds.last().unwrap();
        let outcome = last.outcome.as_ref().unwrap();
        if zone.is_empty() {
            empty += 1;
            assert_eq!(outcome.deal(), None, "seed {seed}");
            assert_eq!(outcome.ending(), Ending::NoZone, "seed {seed}");
            assert!(rounds.iter().all(|round| round.zone == ZoneReading::Empty));
        } else {
            assert!(
                rounds.iter().all(|round| round.zone.exists()),
                "seed {seed}"
            );
        }
        if let Some(deal) = outcome.deal() {
            agreements += 1;
            assert!(
                least_surplus(&conflict, last, deal) >= -ZERO_TOLERANCE,
                "seed {seed}"
            );
            assert!(conflict.space().admits(deal));
        }
    }
    assert!(agreements > 50 && empty > 50, "{agreements} {empty}");
}

#[test]
fn the_same_seed_gives_the_same_run_on_any_thread() {
    let (_, conflict, mut settings) = ukraine("freeze");
    settings.rounds = 6;
    let play = |seed| -> Vec<Round> {
        Talks::new(&conflict, settings.clone(), seed)
            .unwrap()
            .collect()
    };
    let alone: Vec<_> = (0..4).map(play).collect();
    for threads in [2, 4] {
        let mut apart = vec![Vec::new(); 4];
        std::thread::scope(|scope| {
            for (first, chunk) in apart.chunks_mut(4 / threads).enumerate() {
                let play = &play;
                scope.spawn(move || {
                    for (place, rounds) in chunk.iter_mut().enumerate() {
                        *rounds = play((first * (4 / threads) + place) as u64);
                    }
                });
            }
        });
        assert_eq!(apart, alone);
    }
    assert_ne!(alone[0], alone[1]);
}

#[test]
fn talks_resumed_at_any_round_have_the_same_future() {
    for protocol in [
        Protocol::SingleText,
        Protocol::Alternating,
        Protocol::Stacked,
    ] {
        let (_, conflict, mut settings) = ukraine("freeze");
        settings.rounds = 7;
        settings.protocol = protocol;
        let whole: Vec<Round> = Talks::new(&conflict, settings.clone(), 5)
            .unwrap()
            .collect();
        for stop in 0..whole.len() {
            let mut talks = Talks::new(&conflict, settings.clone(), 5).unwrap();
            let mut rounds: Vec<Round> = talks.by_ref().take(stop).collect();
            let saved = serde_json::to_string(talks.state()).unwrap();
            let state: TalksState = serde_json::from_str(&saved).unwrap();
            rounds.extend(Talks::resume(&conflict, settings.clone(), state).unwrap());
            assert_eq!(rounds, whole, "{protocol:?} stopped after {stop}");
        }
    }
}

/// What a playbook holds and what is remembered from round to round saves work and shows nowhere: whole runs are the same
/// with it, without it, and resumed with nothing remembered.
fn are_played_alike(conflict: &Conflict, settings: &TalksSettings, runs: u64, what: &str) {
    let playbook = Playbook::new(conflict);
    for run in 0..runs {
        let mut talks = Talks::by(&playbook, settings.clone(), 3, run).unwrap();
        let outcome = talks.run();
        let last = talks.state().clone();
        let mut alone = Talks::new_run(conflict, settings.clone(), 3, run).unwrap();
        let stop = 1 + (7 * run as usize) % last.round() as usize;
        alone.by_ref().take(stop).for_each(drop);
        let state = alone.state().clone();
        let mut resumed = Talks::resume(conflict, settings.clone(), state).unwrap();
        assert_eq!(
            resumed.run(),
            outcome,
            "{what}, run {run} stopped after {stop}"
        );
        assert_eq!(*resumed.state(), last, "{what}, run {run}");
    }
}

#[test]
fn runs_that_share_a_playbook_are_those_played_alone() {
    for demands in ["four_regions", "anchorage", "freeze"] {
        let (_, conflict, settings) = ukraine(demands);
        are_played_alike(&conflict, &settings, 12, demands);
    }
}

#[test]
fn so_are_those_in_which_offers_are_carried_and_levers_pulled() {
    for demands in ["four_regions", "freeze"] {
        let (_, conflict, mut settings) = ukraine(demands);
        for (style, protocol) in [
            (Style::Facilitation, Protocol::Shuttle),
            (Style::Formulation, Protocol::Shuttle),
            (Style::Manipulation, Protocol::Shuttle),
            (Style::Manipulation, Protocol::SingleText),
        ] {
            settings.protocol = protocol;
            let mediation = settings.mediation.unwrap();
            settings.mediation = Some(mediation.with_style(style));
            let what = format!("{demands}, {style:?}, {protocol:?}");
            are_played_alike(&conflict, &settings, 5, &what);
        }
    }
}

#[test]
fn so_are_those_of_sides_that_look_for_offers() {
    let (_, conflict, mut settings) = ukraine("freeze");
    settings.protocol = Protocol::Alternating;
    settings.mediation = None;
    for name in ["boulware", "selfish", "tit-for-tat", "micro", "trade-off"] {
        for seat in &mut settings.negotiators[..2] {
            *seat = Entrant::named(name).unwrap().negotiator;
        }
        are_played_alike(&conflict, &settings, 3, name);
    }
}

/// So are runs over conflicts of different wars that share what does not rest on the war.
#[test]
fn conflicts_that_differ_in_the_war_share_a_playbook() {
    let scenario = Scenario::builtin("ukraine-2026-01-23").unwrap();
    let settings = scenario.talks_settings(&scenario.setting()).unwrap();
    let at = |setting: &Setting, demands| scenario.conflict_at(setting, Some(demands)).unwrap();
    let of_war = |parameter: &&Parameter| parameter.key.starts_with("war.regime");
    for demands in ["four_regions", "anchorage", "freeze"] {
        let first = at(&scenario.setting(), demands);
        let playbook = Playbook::new(&first);
        let mut shared = 0;
        for (run, parameter) in (0..).zip(scenario.parameters().iter().filter(of_war)) {
            let setting = scenario.setting();
            let Ok(setting) = setting.with(&parameter.key, parameter.low) else {
                continue;
            };
            let conflict = at(&setting, demands);
            let own = playbook.over(&conflict).unwrap();
            let mut talks = Talks::by(&own, settings.clone(), 3, run).unwrap();
            let mut alone = Talks::new_run(&conflict, settings.clone(), 3, run).unwrap();
            assert_eq!(talks.run(), alone.run(), "{demands} {}", parameter.key);
            assert_eq!(talks.state(), alone.state(), "{demands} {}", parameter.key);
            shared += 1;
        }
        assert!(shared > 2, "{shared}");
        let other = if demands == "freeze" {
            "anchorage"
        } else {
            "freeze"
        };
        assert!(playbook.over(&at(&scenario.setting(), other)).is_none());
    }
}

#[test]
fn a_state_of_another_conflict_is_refused() {
    let small = small_conflict(1);
    let talks = Talks::new(&small, settings(&small, 1), 1).unwrap();
    let (_, conflict, plan) = ukraine("freeze");
    assert!(matches!(
        Talks::resume(&conflict, plan, talks.state().clone()),
        Err(TalksError::Situation(_))
    ));
    let mut json = serde_json::to_value(talks.state()).unwrap();
    json["version"] = 0.into();
    let state: TalksState = serde_json::from_value(json).unwrap();
    let error = Talks::resume(&small, settings(&small, 1), state).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the saved talks are of version 0; this library resumes version 4"
    );
}

/// A negotiator of the user's own, who cannot be made to break the rules of the table.
#[derive(Debug)]
struct Careless;

impl Negotiator for Careless {
    fn propose(&self, view: &View<'_>) -> Option<Deal> {
        Some(Deal::new(view.space().status_quo().levels()[1..].to_vec()))
    }

    fn respond(&self, _: &View<'_>, _: &Deal) -> Response {
        Response::Accept
    }
}

#[test]
fn offers_that_are_no_deals_are_set_aside_and_losses_are_not_signed() {
    let mut illegal = 0;
    for seed in 0..40 {
        let conflict = small_conflict(seed);
        let mut talks = Talks::new(&conflict, settings(&conflict, seed), seed)
            .unwrap()
            .with_negotiator(PartyIndex(0), Careless)
            .unwrap();
        let rounds: Vec<Round> = talks.by_ref().collect();
        illegal += rounds
            .iter()
            .flat_map(|round| &round.events)
            .filter(
                |event| matches!(event, Event::Foul { by, foul: Foul::NotADeal } if by.get() == 0),
            )
            .count();
        let last = rounds.last().unwrap();
        if let Some(deal) = last.outcome.as_ref().unwrap().deal() {
            assert!(least_surplus(&conflict, last, deal) >= -ZERO_TOLERANCE);
        }
    }
    assert!(illegal > 0);
}

/// A pie in quarters, of which each side wants as much as it can get and takes no less than 0.3.
fn pie() -> Conflict {
    let share = Issue::choice("share", Family::Other, ["0", "1", "2", "3", "4"]);
    let wants = |order: [f64; 5]| Preferences::new(vec![1.0], vec![Valuation::table(order)]);
    Conflict::builder(Space::new(vec![share], Vec::new()).unwrap())
        .party(Party::new("a", wants([0.0, 0.25, 0.5, 0.75, 1.0])))
        .party(Party::new("b", wants([1.0, 0.75, 0.5, 0.25, 0.0])))
        .reservations([0.3, 0.3])
        .build()
        .unwrap()
}

/// Breaks a rule of the table each time it is asked.
#[derive(Debug)]
struct Rude(fn(&View<'_>, Turn<'_>) -> Move);

impl Negotiator for Rude {
    fn propose(&self, _: &View<'_>) -> Option<Deal> {
        None
    }

    fn respond(&self, _: &View<'_>, _: &Deal) -> Response {
        Response::Reject
    }

    fn act(&self, view: &View<'_>, turn: Turn<'_>) -> Move {
        (self.0)(view, turn)
    }
}

#[test]
fn fouls_are_events_and_never_end_a_run() {
    let fouls = |protocol, rude| -> Vec<Foul> {
        let conflict = pie();
        let mut settings = settings(&conflict, 0).seat(PartyIndex(0), Rude(rude));
        settings.protocol = protocol;
        settings.rounds = 4;
        let rounds: Vec<Round> = Talks::new(&conflict, settings, 0).unwrap().collect();
        assert_eq!(rounds.len(), 4, "{protocol:?}");
        let events = rounds.into_iter().flat_map(|round| round.events);
        let events: Vec<Event> = events.collect();
        // Who makes a foul has not let its turn pass.
        let passed = Event::Passed { by: PartyIndex(0) };
        assert!(!events.contains(&passed), "{protocol:?}");
        events
            .into_iter()
            .filter_map(|event| match event {
                Event::Foul {
                    by: PartyIndex(0),
                    foul,
                } => Some(foul),
                _ => None,
            })
            .collect()
    };
    for protocol in [Protocol::Alternating, Protocol::Stacked] {
        let panics = fouls(protocol, |_, _| panic!("no idea"));
        let message = "no idea".to_owned();
        assert_eq!(panics, vec![Foul::Panicked { message }; 4], "{protocol:?}");
        let odd = |view: &View<'_>, turn: Turn<'_>| match turn {
            Turn::Offer => Move::Accept,
            _ => Move::Offer(view.space().status_quo()),
        };
        let found = fouls(protocol, odd);
        assert!(found.contains(&Foul::OutOfTurn), "{protocol:?} {found:?}");
    }
    // Asked to accept or replace, an offer is in turn: then it is the deal that is looked at.
    let worst = |view: &View<'_>, turn: Turn<'_>| match turn {
        Turn::Offer => Move::Offer(view.best_deal().unwrap()),
        _ => Move::Accept,
    };
    assert!(fouls(Protocol::Stacked, worst).contains(&Foul::AcceptsLoss));
    assert_eq!(Foul::OutOfTurn.to_string(), "moves out of turn");
}

#[test]
fn nothing_is_most_like_what_is_no_deal() {
    let act = |view: &View<'_>, _: Turn<'_>| {
        let short = Deal::new(Vec::new());
        let strange = Deal::new(vec![Level::Amount(0.5)]);
        let beyond = Deal::new(vec![Level::Option(OptionIndex(9))]);
        let found = [short, strange, beyond].map(|deal| view.closest_to(&deal, 0.0));
        match found {
            [None, None, None] => {
                Move::Offer(view.closest_to(&view.space().status_quo(), 0.0).unwrap())
            }
            _ => Move::Decline,
        }
    };
    let conflict = pie();
    let settings = TalksSettings::alternating(&conflict, 1).seat(PartyIndex(0), Rude(act));
    let round = Talks::new(&conflict, settings, 0).unwrap().step().unwrap();
    assert!(
        matches!(round.events[0], Event::Offer { .. }),
        "{:?}",
        round.events
    );
}

#[test]
fn a_seat_that_is_not_there_opens_no_talks() {
    let conflict = pie();
    let settings = TalksSettings::alternating(&conflict, 1);
    let settings = settings.seat(PartyIndex(7), TimeDependent::LINEAR);
    let error = Talks::new(&conflict, settings, 0).unwrap_err();
    assert_eq!(error.to_string(), "3 negotiators for 2 parties");
}

#[test]
fn stacked_agreements_lie_in_the_zone() {
    let (mut agreements, mut empty) = (0, 0);
    for seed in 0..300 {
        let conflict = small_conflict(seed);
        let mut settings = settings(&conflict, seed);
        settings.protocol = Protocol::Stacked;
        let rounds: Vec<Round> = Talks::new(&conflict, settings, seed).unwrap().collect();
        let outcome = rounds.last().unwrap().outcome.as_ref().unwrap();
        let is_empty = conflict.deal_zone().is_empty();
        empty += usize::from(is_empty);
        if let Some(deal) = outcome.deal() {
            agreements += 1;
            assert!(!is_empty, "seed {seed}");
            let surplus =
                rounds
                    .iter()
                    .flat_map(|round| &round.events)
                    .find_map(|event| match event {
                        Event::Offer {
                            deal: offered,
                            surplus,
                            ..
                        } if offered == deal => Some(surplus),
                        _ => None,
                    });
            assert!(surplus.unwrap().iter().all(|gain| *gain >= -ZERO_TOLERANCE));
        }
    }
    assert!(agreements > 50 && empty > 30, "{agreements} {empty}");
}

/// With all the time there is and sides that give way, the single text is signed where a zone exists; where the
/// demands exclude every deal it never is.
#[test]
fn the_single_text_finds_a_deal_only_where_there_is_one() {
    let (_, conflict, mut settings) = ukraine("freeze");
    settings.rounds = 8;
    settings.mediation = settings.mediation.map(|mediation| {
        dealzone::mediator::Mediation::new(mediation.party(), mediation.style(), 1e9, 0.0).unwrap()
    });
    for party in 0..2 {
        settings = settings.seat(PartyIndex(party), TimeDependent::new(4.0).unwrap());
    }
    let outcome = Talks::new(&conflict, settings.clone(), 1).unwrap().run();
    assert!(outcome.deal().is_some(), "{outcome:?}");

    let (_, conflict, _) = ukraine("four_regions");
    let outcome = Talks::new(&conflict, settings, 1).unwrap().run();
    assert!(matches!(
        outcome,
        Outcome::NoDeal {
            breakdown: Breakdown::Deadline { rounds: 8 },
            rounds_with_zone: 0
        }
    ));
}

#[test]
fn settings_that_do_not_fit_are_refused() {
    let conflict = small_conflict(0);
    let parties = conflict.parties().len();
    let good = TalksSettings::alternating(&conflict, 3);
    let refused = |settings| Talks::new(&conflict, settings, 0).unwrap_err();
    let mut short = good.clone();
    short.negotiators.pop();
    assert_eq!(
        refused(short).to_string(),
        format!("{} negotiators for {parties} parties", parties - 1)
    );
    let none = TalksSettings::alternating(&conflict, 0);
    assert_eq!(refused(none), TalksError::NoRounds);
    let mut text = good.clone();
    text.protocol = Protocol::SingleText;
    assert_eq!(refused(text), TalksError::NoMediator);
    let mut stranger = good;
    stranger.opener = PartyIndex(9);
    assert_eq!(refused(stranger), TalksError::Roles);
}
