//! A saved state with any of its fields changed is refused, or goes on as talks do: it never brings them down.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dealzone::conflict::{Conflict, Outlook, Situation};
use dealzone::index::PartyIndex;
use dealzone::party::{Party, Preferences, Valuation};
use dealzone::scenario::Scenario;
use dealzone::solver::ZERO_TOLERANCE;
use dealzone::space::{Family, Issue, Space};
use dealzone::talks::{
    Accept, Agent, Damage, Micro, Protocol, Reciprocity, Talks, TalksError, TalksSettings,
    TalksState, TimeDependent, TitForTat,
};
use dealzone::zone::Values;
use serde_json::{Value, json};

/// Three sides over two choices, who agree late if at all.
fn small() -> (Conflict, TalksSettings) {
    let issue = |id: &str| Issue::choice(id, Family::Other, ["0", "1", "2"]);
    let space = Space::new(vec![issue("one"), issue("two")], Vec::new()).unwrap();
    let wants = |weights: [f64; 2], values: [[f64; 3]; 2]| {
        Preferences::new(weights.to_vec(), values.map(Valuation::table).to_vec())
    };
    let conflict = Conflict::builder(space)
        .party(Party::new(
            "a",
            wants([0.7, 0.3], [[0.0, 0.5, 1.0], [1.0, 0.4, 0.0]]),
        ))
        .party(Party::new(
            "b",
            wants([0.4, 0.6], [[1.0, 0.6, 0.0], [0.0, 0.7, 1.0]]),
        ))
        .party(Party::new(
            "c",
            wants([0.5, 0.5], [[0.2, 1.0, 0.0], [1.0, 0.0, 0.5]]),
        ))
        .reservations([0.3, 0.3, 0.2])
        .build()
        .unwrap();
    let averaged = TitForTat::new(Reciprocity::Averaged { gamma: 1 }).unwrap();
    let mut settings = TalksSettings::alternating(&conflict, 9)
        .seat(PartyIndex(0), TimeDependent::new(0.2).unwrap())
        .seat(PartyIndex(1), Agent::new(Micro, Accept::Aim))
        .seat(PartyIndex(2), Agent::new(averaged, Accept::NEXT));
    settings.absence = 3;
    (conflict, settings)
}

/// What every value in a document is changed into.
fn changes(value: &Value) -> Vec<Value> {
    let max = u64::from(u32::MAX);
    let mut all = vec![
        json!(null),
        json!(true),
        json!(0),
        json!(1),
        json!(2),
        json!(7),
        json!(-1),
        json!(0.5),
        json!(1e308),
        json!(-1e308),
        json!(max - 1),
        json!(max),
        json!(max + 1),
        json!(u64::MAX),
        json!("x"),
        json!([]),
        json!([0]),
        json!([0, 0]),
        json!([1, null]),
        json!({}),
        json!({"option": 1}),
        json!({"amount": 1e300}),
        json!({"no_deal": {"breakdown": {"walk_out": {"party": 9}}, "rounds_with_zone": 0}}),
        json!({"no_deal": {"breakdown": {"collapse": {"axis": 9}}, "rounds_with_zone": 0}}),
        json!({"by": 0, "deal": [{"option": 0}, {"option": 0}], "accepted": [0]}),
        json!([{"red_line": {"party": 0, "line": 0}}]),
        json!([{"participation": {"party": 0}}]),
    ];
    if let Value::Array(list) = value {
        let mut longer = list.clone();
        longer.extend(list.last().cloned());
        all.push(Value::Array(longer));
        all.push(Value::Array(
            list.iter().skip(1).cloned().collect::<Vec<_>>(),
        ));
        all.push(Value::Array(list.iter().rev().cloned().collect::<Vec<_>>()));
    }
    all
}

/// The ways to every value in a document.
fn places(value: &Value, way: &str, all: &mut Vec<String>) {
    all.push(way.to_owned());
    match value {
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                places(value, &format!("{way}/{at}"), all);
            }
        }
        Value::Object(map) => {
            for (key, value) in map {
                places(value, &format!("{way}/{key}"), all);
            }
        }
        _ => {}
    }
}

/// What became of the changed states.
#[derive(Debug, Default)]
struct Tally {
    unreadable: usize,
    refused: usize,
    damaged: usize,
    went_on: usize,
}

/// Changes every value of a saved state in every way, or in one of so many, and goes on from it where it is let in.
fn corrupt(
    conflict: &Conflict,
    settings: &TalksSettings,
    saved: &Value,
    one_of: usize,
    tally: &mut Tally,
) {
    let mut ways = Vec::new();
    places(saved, "", &mut ways);
    for (at, way) in ways.into_iter().enumerate() {
        let whole = saved.pointer(&way).unwrap();
        for change in changes(whole).into_iter().skip(at % one_of).step_by(one_of) {
            let mut document = saved.clone();
            *document.pointer_mut(&way).unwrap() = change.clone();
            let Ok(state) = serde_json::from_value::<TalksState>(document) else {
                tally.unreadable += 1;
                continue;
            };
            let went_on = catch_unwind(AssertUnwindSafe(|| go_on(conflict, settings, state)));
            match went_on.unwrap_or_else(|_| panic!("{way} as {change} in {saved}")) {
                Ok(()) => tally.went_on += 1,
                Err(TalksError::Damaged(_)) => tally.damaged += 1,
                Err(error) => {
                    assert!(!error.to_string().is_empty());
                    tally.refused += 1;
                }
            }
        }
    }
}

/// Plays on from a state to the end, which is to be one that talks can have.
fn go_on(
    conflict: &Conflict,
    settings: &TalksSettings,
    state: TalksState,
) -> Result<(), TalksError> {
    let had_ended = state.outcome().is_some();
    let mut talks = Talks::resume(conflict, settings.clone(), state)?;
    for round in talks.by_ref() {
        assert!(round.number <= settings.rounds);
    }
    let outcome = talks.state().outcome().unwrap();
    // Where nothing moves, what is signed now is no loss as things stood at the opening.
    if let Some(deal) = outcome.deal()
        && conflict.war().is_still()
        && !had_ended
    {
        let situation = Situation::opening(conflict);
        let outlook = Outlook::new(conflict, &situation);
        let values = Values::new(conflict, &situation, &outlook, deal);
        let mut gains = values.parties().iter().map(|value| value.surplus());
        assert!(gains.all(|gain| gain >= -ZERO_TOLERANCE));
    }
    Ok(())
}

/// Saved states of a run, one every few rounds, and the last.
fn states(conflict: &Conflict, settings: &TalksSettings, every: usize) -> Vec<Value> {
    let mut talks = Talks::new(conflict, settings.clone(), 5).unwrap();
    let mut states = vec![serde_json::to_value(talks.state()).unwrap()];
    while talks.step().is_some() {
        states.push(serde_json::to_value(talks.state()).unwrap());
    }
    let last = states.len() - 1;
    let kept = states.into_iter().enumerate();
    kept.filter(|(at, _)| at % every == 0 || *at == last)
        .map(|(_, state)| state)
        .collect()
}

#[test]
fn any_field_of_a_saved_state_may_be_changed() {
    let mut tally = Tally::default();
    for protocol in [Protocol::Alternating, Protocol::Stacked] {
        let (conflict, mut settings) = small();
        settings.protocol = protocol;
        for state in states(&conflict, &settings, 4) {
            corrupt(&conflict, &settings, &state, 1, &mut tally);
        }
    }
    let Tally {
        unreadable,
        refused,
        damaged,
        went_on,
    } = tally;
    let least = unreadable.min(refused).min(damaged).min(went_on);
    assert!(least > 100, "{tally:?}");
}

#[test]
fn so_may_one_with_a_front_beliefs_and_a_mediator() {
    let scenario = Scenario::builtin("ukraine-2026-01-23").unwrap();
    let setting = scenario.setting();
    let mut tally = Tally::default();
    for (demands, protocol) in [
        ("four_regions", Protocol::SingleText),
        ("freeze", Protocol::Stacked),
    ] {
        let conflict = scenario.conflict_at(&setting, Some(demands)).unwrap();
        let mut settings = scenario.talks_settings(&setting).unwrap();
        settings.protocol = protocol;
        settings.rounds = 3;
        let state = &states(&conflict, &settings, 1)[1];
        corrupt(&conflict, &settings, state, 5, &mut tally);
    }
    assert!(tally.damaged > 20 && tally.went_on > 20, "{tally:?}");
}

/// What the state of talks that have just begun is refused for when these values are put in.
fn refusal(protocol: Protocol, rounds: usize, changes: &[(&str, Value)]) -> TalksError {
    let (conflict, mut settings) = small();
    settings.protocol = protocol;
    let mut talks = Talks::new(&conflict, settings.clone(), 5).unwrap();
    talks.by_ref().take(rounds).for_each(drop);
    let mut saved = serde_json::to_value(talks.state()).unwrap();
    for (field, value) in changes {
        saved[field] = value.clone();
    }
    let state: TalksState = serde_json::from_value(saved).unwrap();
    Talks::resume(&conflict, settings, state).unwrap_err()
}

#[test]
fn a_state_that_contradicts_itself_is_refused_by_name() {
    let alternating = |field, value| refusal(Protocol::Alternating, 2, &[(field, value)]);
    let stacked = |field, value| refusal(Protocol::Stacked, 1, &[(field, value)]);
    for field in ["round", "without_progress", "rounds_with_zone"] {
        let error = alternating(field, json!(u32::MAX));
        let most = if field == "round" { 9 } else { 2 };
        assert_eq!(
            error.to_string(),
            format!(
                "the saved talks are damaged: `{field}` is 4294967295, and can be {most} at most"
            )
        );
    }
    let damage = |damage| TalksError::Damaged(damage);
    let (round, rounds) = (9, 9);
    assert_eq!(
        alternating("round", json!(9)),
        damage(Damage::Endless { round, rounds })
    );
    assert_eq!(
        alternating("away", json!([null, 1000, null])),
        damage(Damage::Away {
            party: 1,
            found: 1000,
            most: 2
        })
    );
    let deal = json!([{"option": 0}, {"option": 0}]);
    let offer = |round: u32| json!({"round": round, "by": 0, "deal": deal.clone()});
    let (offer_at, least, most) = (1, 2, 2);
    assert_eq!(
        alternating("offers", json!([offer(2), offer(1)])),
        damage(Damage::OfferRound {
            offer: offer_at,
            found: 1,
            least,
            most
        })
    );
    assert_eq!(
        alternating("standing", json!([0])),
        damage(Damage::Standing)
    );
    for accepted in [json!([0, 0]), json!([0, 1, 1]), json!([0, 1, 2])] {
        let changes = [
            ("offers", json!([offer(1)])),
            ("standing", accepted.clone()),
        ];
        let error = refusal(Protocol::Stacked, 1, &changes);
        assert_eq!(error, damage(Damage::Acceptances), "{accepted}");
    }
    assert_eq!(stacked("standing", json!([1])), damage(Damage::Standing));
    let lifted = json!([{"participation": {"party": 0}}]);
    assert_eq!(alternating("impasse", lifted), damage(Damage::Impasse));
    let away = json!({"no_deal": {"breakdown": {"walk_out": {"party": 3}}, "rounds_with_zone": 0}});
    assert_eq!(alternating("outcome", away), damage(Damage::Outcome));
}

#[test]
fn talks_that_have_ended_are_resumed_as_they_ended() {
    for protocol in [Protocol::Alternating, Protocol::Stacked] {
        let (conflict, mut settings) = small();
        settings.protocol = protocol;
        for party in 0..3 {
            settings = settings.seat(PartyIndex(party), TimeDependent::LINEAR);
        }
        let mut talks = Talks::new(&conflict, settings.clone(), 5).unwrap();
        assert!(talks.run().deal().is_some(), "{protocol:?}");
        let resumed = Talks::resume(&conflict, settings, talks.state().clone()).unwrap();
        assert_eq!(resumed.state(), talks.state());
    }
}
