//! `run` ends as `step` after `step` does, where it is all about whether a party has anything to gain as elsewhere.

use std::sync::Arc;

use dealzone::conflict::{Conflict, Outlook, Situation};
use dealzone::index::{IssueIndex, OptionIndex, PartyIndex};
use dealzone::party::{Curve, Party, Preferences, RedLine, Valuation};
use dealzone::scenario::Scenario;
use dealzone::space::{
    Condition, Constraint, Deal, Domain, Family, Issue, Level, LinearTerm, Pattern, Relation, Rule,
    Space,
};
use dealzone::stream::{Purpose, Stream};
use dealzone::talks::{
    Accept, Agent, Choice, Hardliner, Micro, Negotiator, Protocol, RandomWalker, Round, Talks,
    TalksSettings, TimeDependent,
};
use dealzone::zone::Values;

/// What the best deal is to be worth above fighting on: nothing, or next to nothing, on either side.
const GAINS: [f64; 11] = [
    0.0, 1e-15, -1e-15, 1e-12, -1e-12, -1.5e-12, -3e-12, 1e-9, 1e-7, -1e-7, 1e-6,
];

/// Amounts on the table, and the most of each.
const AMOUNTS: usize = 4;
const MOST: usize = 3;

/// A choice, and amounts in steps that do not all fit a purse: a space that is searched, not laid out. What is gained
/// differs by some 10⁻⁷ between one deal and the next, less than the search for a best deal resolves.
fn tight(seed: u64) -> Conflict {
    let mut stream = Stream::new(seed, 0, Purpose::Sampling, 0);
    let mut issues = vec![Issue::choice("choice", Family::Other, ["a", "b"])];
    for at in 0..AMOUNTS {
        let mut fund = Issue::amount(format!("fund-{at}"), Family::Assets, 0.0, 3.0, "USD bn");
        if let Domain::Amount { step, upper, .. } = &mut fund.domain {
            *step = Some(1.0);
            *upper = MOST as f64;
        }
        issues.push(fund);
    }
    let terms = (1..=AMOUNTS).map(|issue| LinearTerm {
        issue: IssueIndex(issue),
        coefficient: 1.0 + stream.uniform(),
    });
    let purse = Rule::Linear {
        terms: terms.collect(),
        relation: Relation::AtMost,
        bound: 7.5,
    };
    // Without the purse deals are laid out, and the best is exact.
    let constraints = match seed % 4 {
        0 => vec![],
        _ => vec![Constraint::new("purse", purse)],
    };
    let space = Space::new(issues, constraints).unwrap();
    let mut parties = Vec::new();
    for place in 0..2 {
        let mut values = vec![Valuation::table([0.5, 0.5 + 2e-7])];
        for _ in 0..AMOUNTS {
            let span = 5e-6 * stream.uniform();
            let [at_lower, at_upper] = match stream.uniform() < 0.7 {
                true => [0.5, 0.5 + span],
                false => [0.5 + span, 0.5],
            };
            values.push(Valuation::Amount(Curve::Linear { at_lower, at_upper }));
        }
        let weights = vec![1.0 / (AMOUNTS + 1) as f64; AMOUNTS + 1];
        let mut party = Party::new(format!("p{place}"), Preferences::new(weights, values));
        party.scale = [1.0, 0.25, 3.0][(stream.uniform() * 3.0) as usize];
        if stream.uniform() < 0.3 {
            let first = Condition::any_of(IssueIndex(0), [OptionIndex(place)]);
            party
                .red_lines
                .push(RedLine::absolute("line", Pattern::new([first])));
        }
        parties.push(party);
    }
    let conflict = |reservations: [f64; 2]| {
        let mut builder = Conflict::builder(space.clone());
        for party in &parties {
            builder = builder.party(party.clone());
        }
        builder.reservations(reservations).build().unwrap()
    };
    let best = best_surplus(&conflict([0.0, 0.0]));
    let gain = GAINS[(stream.uniform() * GAINS.len() as f64) as usize];
    let one = best[0] - gain * parties[0].scale;
    // The other side hardly minds, so that the zone is where the first signs.
    let other = best[1] - [1e-4, 1e-12][usize::from(stream.uniform() < 0.2)];
    conflict([one, other])
}

/// What each party gains by its best deal, of all deals one by one.
fn best_surplus(conflict: &Conflict) -> [f64; 2] {
    let situation = Situation::opening(conflict);
    let outlook = Outlook::new(conflict, &situation);
    let mut best = [f64::NEG_INFINITY; 2];
    for code in 0..2 * (MOST + 1).pow(AMOUNTS as u32) {
        let mut rest = code / 2;
        let amounts = (0..AMOUNTS).map(|_| {
            let amount = rest % (MOST + 1);
            rest /= MOST + 1;
            Level::Amount(amount as f64)
        });
        let choice = Level::Option(OptionIndex(code % 2));
        let deal: Deal = std::iter::once(choice).chain(amounts).collect();
        if !conflict.space().admits(&deal) {
            continue;
        }
        let values = Values::new(conflict, &situation, &outlook, &deal);
        for (best, value) in best.iter_mut().zip(values.parties()) {
            if !value.refused {
                *best = best.max(value.surplus());
            }
        }
    }
    best
}

fn settings(conflict: &Conflict, seed: u64) -> TalksSettings {
    let linear = TimeDependent::LINEAR;
    let nearest = linear.choosing(Choice::Nearest { tolerance: 0.0 });
    let agents: [Arc<dyn Negotiator>; 5] = [
        Arc::new(linear),
        Arc::new(nearest),
        Arc::new(Agent::new(Micro, Accept::Aim)),
        Arc::new(Agent::new(Hardliner, Accept::Combined { from: 0.5 })),
        Arc::new(Agent::new(RandomWalker, Accept::NEXT)),
    ];
    let mut stream = Stream::new(seed, 1, Purpose::Sampling, 0);
    let mut settings = TalksSettings::alternating(conflict, 6);
    settings.absence = [0, 0, 2][(stream.uniform() * 3.0) as usize];
    if stream.uniform() < 0.5 {
        settings.protocol = Protocol::Stacked;
    }
    for seat in &mut settings.negotiators {
        *seat = Arc::clone(&agents[(stream.uniform() * agents.len() as f64) as usize]);
    }
    settings
}

/// Plays a run in one go, round by round, and round by round with a saved state between any two; how many rounds.
fn hold(conflict: &Conflict, settings: &TalksSettings, seed: u64, what: &str) -> usize {
    let open = || Talks::new(conflict, settings.clone(), seed).unwrap();
    let mut talks = open();
    let outcome = talks.run();
    let whole = serde_json::to_value(talks.state()).unwrap();
    let mut stepped = open();
    let rounds: Vec<Round> = stepped.by_ref().collect();
    let last = rounds.last().unwrap();
    assert_eq!(last.outcome.as_ref(), Some(&outcome), "{what} {seed}");
    let state = serde_json::to_value(stepped.state()).unwrap();
    assert_eq!(state, whole, "{what} {seed}");
    // And any mixture of the two.
    for first in 1..rounds.len() {
        let mut mixed = open();
        mixed.by_ref().take(first).for_each(drop);
        let saved = mixed.state().clone();
        let mut resumed = Talks::resume(conflict, settings.clone(), saved).unwrap();
        assert_eq!(mixed.run(), outcome, "{what} {seed} after {first}");
        assert_eq!(resumed.run(), outcome, "{what} {seed} resumed at {first}");
    }
    rounds.len()
}

#[test]
fn a_run_is_its_rounds_where_the_best_gain_is_next_to_nothing() {
    let (mut left, mut stayed) = (0, 0);
    for seed in 0..600 {
        let conflict = tight(seed);
        let rounds = hold(&conflict, &settings(&conflict, seed), seed, "tight");
        *(if rounds == 1 { &mut left } else { &mut stayed }) += 1;
    }
    assert!(left > 100 && stayed > 100, "{left} {stayed}");
}

#[test]
fn a_run_is_its_rounds_where_the_front_moves() {
    let scenario = Scenario::builtin("ukraine-2026-01-23").unwrap();
    let setting = scenario.setting();
    for demands in ["four_regions", "anchorage", "freeze"] {
        let conflict = scenario.conflict_at(&setting, Some(demands)).unwrap();
        for protocol in [
            Protocol::SingleText,
            Protocol::Alternating,
            Protocol::Stacked,
            Protocol::Shuttle,
        ] {
            let mut settings = scenario.talks_settings(&setting).unwrap();
            settings.rounds = 4;
            settings.protocol = protocol;
            hold(&conflict, &settings, 3, demands);
        }
    }
}

/// A party that has nothing to gain is gone in the first round, and one that loses nothing is not.
#[test]
fn a_party_leaves_where_every_deal_is_a_loss_and_only_there() {
    let share = Issue::choice("share", Family::Other, ["0", "1", "2"]);
    let space = Space::new(vec![share], Vec::new()).unwrap();
    let wants = |order: [f64; 3]| Preferences::new(vec![1.0], vec![Valuation::table(order)]);
    for (reservation, leaves) in [(1.0, false), (1.0 + 1e-9, true), (1.0 - 1e-9, false)] {
        let conflict = Conflict::builder(space.clone())
            .party(Party::new("a", wants([0.0, 0.5, 1.0])))
            .party(Party::new("b", wants([1.0, 0.5, 0.0])))
            .reservations([reservation, 0.0])
            .build()
            .unwrap();
        let mut talks = Talks::new(&conflict, TalksSettings::alternating(&conflict, 3), 0).unwrap();
        let round = talks.step().unwrap();
        assert_eq!(round.outcome.is_some(), leaves, "{reservation}");
        let left = dealzone::talks::Event::Left { by: PartyIndex(0) };
        assert_eq!(round.events.contains(&left), leaves, "{reservation}");
    }
}
