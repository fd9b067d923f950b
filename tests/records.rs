//! Runs written down and played again, and tournaments.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::atomic::{AtomicUsize, Ordering};

use dealzone::conflict::Conflict;
use dealzone::index::PartyIndex;
use dealzone::party::{Party, Preferences, Valuation};
use dealzone::scenario::Scenario;
use dealzone::space::{Family, Issue, Space};
use dealzone::stream::{Purpose, Stream};
use dealzone::talks::{
    Accept, Agent, Arena, Breakdown, Choice, Entrant, Event, Foul, Hardliner, Micro, Outcome,
    Protocol, RandomWalker, Round, Talks, TalksError, TalksSettings, TimeDependent, Tournament,
    Trace, TraceError, ZoneReading,
};
use dealzone::war::{RegimeIndex, WarEnd};

fn freeze() -> (Conflict, TalksSettings) {
    let scenario = Scenario::builtin("ukraine-2026-01-23").unwrap();
    let setting = scenario.setting();
    let conflict = scenario.conflict_at(&setting, Some("freeze")).unwrap();
    let mut settings = scenario.talks_settings(&setting).unwrap();
    settings.rounds = 5;
    (conflict, settings)
}

#[test]
fn a_trace_is_played_again_and_checked() {
    let (conflict, settings) = freeze();
    let mut talks = Talks::new_run(&conflict, settings.clone(), 7, 3).unwrap();
    let trace = Trace::of(&mut talks).unwrap();
    assert_eq!((trace.seed, trace.run), (7, 3));
    let text = trace.to_json_lines();
    assert_eq!(text.lines().count(), trace.rounds.len() + 1);
    let read = Trace::from_json_lines(&text).unwrap();
    assert_eq!(read, trace);
    read.check(&conflict, settings.clone()).unwrap();

    let mut forged = read.clone();
    forged.rounds[1].war_values[0] += 1e-12;
    let error = forged.check(&conflict, settings.clone()).unwrap_err();
    assert_eq!(error, TraceError::Differs { round: 2 });
    let mut short = read.clone();
    short.rounds.pop();
    let error = short.check(&conflict, settings.clone()).unwrap_err();
    let (found, expected) = (trace.rounds.len() - 1, trace.rounds.len());
    assert_eq!(error, TraceError::Length { found, expected });
    let mut other = read;
    other.seed = 8;
    assert!(other.check(&conflict, settings.clone()).is_err());

    let mut begun = Talks::new(&conflict, settings, 1).unwrap();
    begun.step();
    let error = Trace::of(&mut begun).unwrap_err();
    assert_eq!(error, TraceError::Begun { rounds: 1 });
    assert_eq!(
        error.to_string(),
        "1 rounds of the talks have been played already, and a trace is of all of them"
    );
}

#[test]
fn what_is_no_trace_is_refused_by_its_line() {
    let refused = |text: &str| Trace::from_json_lines(text).unwrap_err().to_string();
    assert_eq!(refused(""), "line 1 of the trace: there is none");
    assert_eq!(
        refused(r#"{"trace":9,"seed":1,"run":0}"#),
        "the trace is of version 9; this library reads version 1"
    );
    let error = refused("{\"trace\":1,\"seed\":1,\"run\":0}\n{}\n");
    assert!(
        error.starts_with("line 2 of the trace: missing field"),
        "{error}"
    );
}

#[test]
fn the_table_of_a_run_has_a_row_for_each_event() {
    let (conflict, settings) = freeze();
    let trace = Trace::of(&mut Talks::new(&conflict, settings, 1).unwrap()).unwrap();
    let table = trace.to_csv(&conflict);
    let events: usize = trace.rounds.iter().map(|round| round.events.len()).sum();
    assert_eq!(table.lines().count(), 1 + trace.rounds.len() + events + 1);
    let head = table.lines().next().unwrap();
    let levers = conflict.leverage().unwrap().levers.len();
    let columns = 9 + conflict.space().issues().len() + 2 * conflict.parties().len() + levers;
    assert_eq!(head.split(',').count(), columns);
    for line in table.lines() {
        assert_eq!(line.split(',').count(), columns, "{line}");
    }
    assert!(table.contains("offer,united_states,"), "{table}");
}

/// What a row of a table says: its columns by name, without those that are empty.
fn said(table: &str) -> Vec<String> {
    let mut lines = table.lines().map(|line| line.split(','));
    let head: Vec<&str> = lines.next().unwrap().collect();
    let rows = lines.map(|line| {
        let pairs = head.iter().zip(line).filter(|(_, field)| !field.is_empty());
        let pairs: Vec<String> = pairs
            .map(|(name, field)| format!("{name}: {field}"))
            .collect();
        pairs.join("; ")
    });
    rows.collect()
}

#[test]
fn the_table_of_a_run_says_all_that_its_events_do() {
    let (conflict, settings) = freeze();
    let mut round = Talks::new(&conflict, settings, 1).unwrap().step().unwrap();
    let deal = conflict.space().status_quo();
    let (one, two) = (PartyIndex(0), PartyIndex(1));
    let levers = conflict.leverage().unwrap().levers.len();
    round.zone = ZoneReading::Exists { at_least: 0.25 };
    round.war_values = vec![0.5, 0.25, 0.125];
    round.events = vec![
        Event::FrontMoved { axis: 1, by: -2 },
        Event::RegimeChanged {
            from: RegimeIndex(0),
            to: RegimeIndex(2),
        },
        Event::Foul {
            by: one,
            foul: Foul::AcceptsLoss,
        },
        Event::Foul {
            by: two,
            foul: Foul::Panicked {
                message: "no idea".to_owned(),
            },
        },
        Event::Levers {
            by: PartyIndex(2),
            pulled: vec![0.5; levers],
        },
        Event::Confided { by: one, deal },
        Event::Passed { by: two },
    ];
    let ends = [
        Breakdown::Collapse { axis: 1 },
        Breakdown::WalkOut { party: two },
        Breakdown::MediatorWithdrew {
            without_progress: 4,
        },
        Breakdown::Deadline { rounds: 5 },
        Breakdown::WarEnded {
            end: WarEnd::BurntOut,
        },
    ];
    let rounds = ends.map(|breakdown| {
        let outcome = Outcome::NoDeal {
            breakdown,
            rounds_with_zone: 0,
        };
        let written = Round {
            outcome: Some(outcome),
            ..round.clone()
        };
        round.events.clear();
        written
    });
    let trace = Trace {
        seed: 1,
        run: 0,
        rounds: rounds.into(),
    };
    let page = said(&trace.to_csv(&conflict)).join("\n");
    insta::assert_snapshot!("trace_as_a_table", page);
}

fn drawn(seed: u64) -> Conflict {
    let mut stream = Stream::new(seed, 0, Purpose::Sampling, 0);
    let names = ["a", "b", "c"];
    let issues = (0..3).map(|at| Issue::choice(format!("i{at}"), Family::Other, names));
    let mut builder = Conflict::builder(Space::new(issues.collect(), Vec::new()).unwrap());
    for id in ["first", "second"] {
        let values = (0..3).map(|_| Valuation::table((0..3).map(|_| stream.uniform())));
        let preferences = Preferences::new(vec![0.5, 0.25, 0.25], values.collect());
        builder = builder.party(Party::new(id, preferences));
    }
    builder.reservations([0.3, 0.3]).build().unwrap()
}

#[test]
fn every_match_of_a_tournament_is_the_one_played_alone() {
    let conflicts: Vec<Conflict> = (0..4).map(drawn).collect();
    let arenas: Vec<Arena<'_>> = conflicts
        .iter()
        .map(|conflict| Arena {
            name: "drawn".to_owned(),
            conflict,
            settings: TalksSettings {
                protocol: Protocol::Stacked,
                ..TalksSettings::alternating(conflict, 20)
            },
        })
        .collect();
    let nearest = Choice::Nearest { tolerance: 1e-6 };
    let entrants = vec![
        Entrant::new("conceder", TimeDependent::new(4.0).unwrap()),
        Entrant::new("linear", TimeDependent::LINEAR.choosing(nearest)),
        Entrant::new("MiCRO", Agent::new(Micro, Accept::Aim)),
        Entrant::new("walker", Agent::new(RandomWalker, Accept::NEXT)),
        Entrant::new(
            "hardliner",
            Agent::new(Hardliner, Accept::Constant { least: 2.0 }),
        ),
    ];
    let tournament = Tournament::new(entrants.clone(), arenas.clone(), 1).repeated(2);
    assert_eq!(tournament.len(), 4 * 5 * 2 * 5 * 2);
    let count = AtomicUsize::new(0);
    let results = tournament.play(|| {
        count.fetch_add(1, Ordering::Relaxed);
    });
    let results = results.unwrap();
    assert_eq!(count.into_inner(), tournament.len());
    assert_eq!(results.matches.len(), tournament.len());
    // One match after the other, on one thread: repetitions follow each other.
    for (at, found) in results.matches.iter().enumerate() {
        let arena = &arenas[found.arena];
        let mut settings = arena.settings.clone();
        for (party, seat) in settings.negotiators.iter_mut().enumerate() {
            let sits = if party == found.seat.get() {
                found.entrant
            } else {
                found.against
            };
            *seat = entrants[sits].negotiator.clone();
        }
        let run = (at % 2) as u64;
        let mut talks = Talks::new_run(arena.conflict, settings, 1, run).unwrap();
        let outcome = talks.run();
        assert_eq!(outcome.deal(), found.deal.as_ref(), "match {at}");
        assert_eq!(talks.state().round(), found.rounds, "match {at}");
    }
    // Two who never give way never meet; who gives way always signs something with who takes it.
    let hard = &results.standings[4];
    assert_eq!((hard.agreements > 0.0, hard.gain >= 0.0), (true, true));
    let both_hard = results
        .matches
        .iter()
        .filter(|found| found.entrant == 4 && found.against == 4);
    assert!(both_hard.clone().count() > 0);
    assert!(
        both_hard
            .clone()
            .all(|found| found.deal.is_none() && found.to_nash.is_none())
    );
    for found in &results.matches {
        if found.deal.is_some() {
            let (frontier, nash) = (found.to_frontier.unwrap(), found.to_nash.unwrap());
            assert!(
                frontier <= nash + 1e-12,
                "the Nash deal lies on the frontier"
            );
        }
    }
}

#[test]
fn arenas_that_do_not_fit_are_refused() {
    let conflict = drawn(1);
    let arena = Arena {
        name: "none".to_owned(),
        conflict: &conflict,
        settings: TalksSettings::alternating(&conflict, 0),
    };
    let entrant = Entrant::new("linear", TimeDependent::LINEAR);
    let refused = Tournament::new(vec![entrant], vec![arena], 1).play(|| {});
    assert_eq!(refused.unwrap_err(), TalksError::NoRounds);
}
