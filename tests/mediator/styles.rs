//! What each style does, and what none may do.

use dealzone::conflict::Conflict;
use dealzone::index::PartyIndex;
use dealzone::mediator::{Bias, Mediation, MediationError, Style};
use dealzone::party::{Curve, Party, Preferences, Role, Valuation};
use dealzone::scenario::Scenario;
use dealzone::solver::ZERO_TOLERANCE;
use dealzone::space::{Family, Issue, Level, Space};
use dealzone::talks::{
    Breakdown, Event, Outcome, Protocol, Round, Talks, TalksError, TalksSettings, TalksState,
    TimeDependent, ZoneReading,
};
use dealzone::units::Probability;
use dealzone::war::{BattleStakes, Belief, DiscountedReservation, FadingReservation, OneBattle};

use crate::random;

/// The protocols that a style can work under.
fn protocols(style: Style) -> &'static [Protocol] {
    match style {
        Style::Facilitation => &[Protocol::Alternating, Protocol::Stacked, Protocol::Shuttle],
        _ => &[Protocol::SingleText, Protocol::Shuttle],
    }
}

fn settings(conflict: &Conflict, style: Style, protocol: Protocol, seed: u64) -> TalksSettings {
    let mediation = Mediation::new(PartyIndex(2), style, 30.0, 0.02)
        .unwrap()
        .with_messages(Probability::new(0.2).unwrap(), 0.3)
        .unwrap();
    let mut settings = TalksSettings::alternating(conflict, 6);
    settings.protocol = protocol;
    settings.mediation = Some(mediation);
    settings.absence = 2;
    for (side, beta) in [(0, 0.3 + (seed % 7) as f64), (1, 1.0 + (seed % 5) as f64)] {
        settings = settings.seat(PartyIndex(side), TimeDependent::new(beta).unwrap());
    }
    settings
}

/// One run under one style: what must hold of it. Returns whether a deal was signed, and whether the zone was empty.
fn check_run(seed: u64) -> (bool, bool) {
    let conflict = random::conflict(seed / 8);
    let style = Style::ALL[(seed % 3) as usize];
    let choices = protocols(style);
    let protocol = choices[(seed / 3) as usize % choices.len()];
    let settings = settings(&conflict, style, protocol, seed);
    // Nothing fades in these conflicts, so a zone that is empty stays so.
    let empty = match style {
        Style::Manipulation => conflict.within_reach().deal_zone().is_empty(),
        _ => conflict.deal_zone().is_empty(),
    };
    let rounds: Vec<Round> = Talks::new(&conflict, settings, seed).unwrap().collect();
    let leverage = conflict.leverage().unwrap();
    let mut pulled = Vec::new();
    for round in &rounds {
        for event in &round.events {
            if let Event::Levers { pulled: now, .. } = event {
                assert_eq!(style, Style::Manipulation, "seed {seed}");
                assert!(leverage.allows(now), "seed {seed}: {now:?}");
                pulled.clone_from(now);
            }
        }
    }
    let last = rounds.last().unwrap();
    let signed = last.outcome.as_ref().unwrap().deal();
    if let Some(deal) = signed {
        assert!(!empty, "seed {seed} {style:?} {protocol:?}");
        assert_ne!(
            last.zone,
            ZoneReading::Empty,
            "seed {seed} {style:?} {protocol:?}"
        );
        assert!(conflict.space().admits(deal));
        // Worked out anew, the mediator's levers and their cost included.
        let mut situation = dealzone::conflict::Situation::opening(&conflict);
        situation.levers = pulled;
        let outlook = dealzone::conflict::Outlook::new(&conflict, &situation);
        let values = dealzone::zone::Values::new(&conflict, &situation, &outlook, deal);
        for (party, gain) in values.surplus().iter().enumerate() {
            assert!(
                *gain >= -ZERO_TOLERANCE,
                "seed {seed} {style:?}: party {party} {gain}"
            );
        }
    }
    (signed.is_some(), empty)
}

fn check_runs(runs: std::ops::Range<u64>) {
    let (mut signed, mut empty) = (0, 0);
    for seed in runs.clone() {
        let (one, other) = check_run(seed);
        signed += u64::from(one);
        empty += u64::from(other);
    }
    let runs = runs.end - runs.start;
    assert!(
        signed > runs / 20 && empty > runs / 20,
        "{signed} and {empty} of {runs}"
    );
}

#[test]
fn no_style_signs_a_loss_passes_its_budget_or_agrees_where_no_zone_is_in_reach() {
    check_runs(0..10_000);
}

#[test]
#[ignore = "minutes"]
fn no_style_signs_a_loss_passes_its_budget_or_agrees_where_no_zone_is_in_reach_long() {
    check_runs(10_000..110_000);
}

#[test]
fn talks_of_every_style_resumed_at_any_round_have_the_same_future() {
    let scenario = Scenario::builtin("ukraine-2026-01-23").unwrap();
    let setting = scenario.setting();
    let conflict = scenario.conflict_at(&setting, Some("freeze")).unwrap();
    for style in Style::ALL {
        for protocol in protocols(style) {
            let mut settings = scenario.talks_settings(&setting).unwrap().in_style(style);
            settings.protocol = *protocol;
            settings.rounds = 4;
            let whole: Vec<Round> = Talks::new(&conflict, settings.clone(), 3)
                .unwrap()
                .collect();
            for stop in 0..whole.len() {
                let mut talks = Talks::new(&conflict, settings.clone(), 3).unwrap();
                let mut rounds: Vec<Round> = talks.by_ref().take(stop).collect();
                let saved = serde_json::to_string(talks.state()).unwrap();
                let state: TalksState = serde_json::from_str(&saved).unwrap();
                rounds.extend(Talks::resume(&conflict, settings.clone(), state).unwrap());
                assert_eq!(rounds, whole, "{style:?} {protocol:?} stopped after {stop}");
            }
        }
    }
}

fn linear(at_lower: f64, at_upper: f64) -> Preferences {
    let value = Valuation::Amount(Curve::Linear { at_lower, at_upper });
    Preferences::new(vec![1.0], vec![value])
}

fn mediator() -> Party {
    let mut mediator = Party::new("m", linear(0.5, 0.5));
    mediator.role = Role::Mediator;
    mediator
}

fn pie() -> Space {
    let share = Issue::amount("share", Family::Territory, 0.0, 1.0, "share of the pie");
    Space::new(vec![share], Vec::new()).unwrap()
}

/// A mediator that leans to a side by 0.1 writes it a text that leaves it better off than the other by as much.
#[test]
fn a_text_leans_by_the_bias_of_its_writer() {
    let conflict = Conflict::builder(pie())
        .parties([
            Party::new("a", linear(0.0, 1.0)),
            Party::new("b", linear(1.0, 0.0)),
            mediator(),
        ])
        .reservations([0.3, 0.2, 0.1])
        .build()
        .unwrap();
    for (by, toward) in [(0.1, 0), (0.1, 1), (-0.1, 1), (0.0, 0)] {
        let mediation = Mediation::new(PartyIndex(2), Style::Formulation, 9.0, 0.0)
            .unwrap()
            .with_bias(Bias {
                toward: PartyIndex(toward),
                by,
            })
            .unwrap();
        let mut settings = TalksSettings::alternating(&conflict, 1);
        settings.protocol = Protocol::SingleText;
        settings.mediation = Some(mediation);
        let round = Talks::new(&conflict, settings, 1).unwrap().step().unwrap();
        let surplus = round.events.iter().find_map(|event| match event {
            Event::Offer { surplus, .. } => Some(surplus.clone()),
            _ => None,
        });
        let surplus = surplus.unwrap();
        let ahead = surplus[toward] - surplus[1 - toward];
        assert!(
            (ahead - by).abs() < 1e-3,
            "{by} toward {toward}: {surplus:?}"
        );
    }
}

/// One battle that A holds for all but won, and B for even: A alone is wrong, and no deal suits both.
fn optimist() -> Conflict {
    let strengths = vec![-0.6, 0.0, 0.6];
    let stakes = [(1.0, 0.0), (0.0, 1.0), (0.4, 0.4)]
        .map(|(if_first_wins, if_second_wins)| BattleStakes {
            if_first_wins,
            if_second_wins,
            cost: 0.05,
        })
        .to_vec();
    let even = Belief::new(vec![0.1, 0.8, 0.1]).unwrap();
    Conflict::builder(pie())
        .parties([
            Party::new("a", linear(0.0, 1.0)),
            Party::new("b", linear(1.0, 0.0)),
            mediator(),
        ])
        .war(OneBattle::new(strengths, stakes).unwrap())
        .beliefs(vec![
            Belief::new(vec![0.0, 0.1, 0.9]).unwrap(),
            even.clone(),
            even.clone(),
        ])
        .nature(even)
        .build()
        .unwrap()
}

/// In a hundred talks with a mediator that passes messages and leans to a side: how many are agreed, and what part of the
/// pie the first side gets in them on average.
fn agreed(conflict: &Conflict, toward: usize, trust: f64) -> (usize, f64) {
    let mediation = Mediation::new(PartyIndex(2), Style::Facilitation, 1e6, 0.0)
        .unwrap()
        .with_messages(Probability::new(trust).unwrap(), 0.5)
        .unwrap()
        .with_bias(Bias {
            toward: PartyIndex(toward),
            by: 1.0,
        })
        .unwrap();
    let mut settings = TalksSettings::alternating(conflict, 6);
    settings.protocol = Protocol::Shuttle;
    settings.mediation = Some(mediation);
    let shares: Vec<f64> = (0..100)
        .filter_map(|run| {
            let mut talks = Talks::new_run(conflict, settings.clone(), 5, run).unwrap();
            match talks.run().deal()?.levels()[0] {
                Level::Amount(share) => Some(share),
                Level::Option(_) => None,
            }
        })
        .collect();
    let mean = shares.iter().sum::<f64>() / shares.len() as f64;
    (shares.len(), mean)
}

/// That the other side is stronger than it thinks, a side believes only from a mediator of its own (Kydd 2003): so a
/// friend talks its own side down. It opens the zone that optimism closed, at terms worse for whom it leans to.
#[test]
fn kydd_2003_hard_news_is_believed_from_a_friend() {
    let conflict = optimist();
    assert!(conflict.deal_zone().is_empty());
    let (friends, from_friend) = agreed(&conflict, 0, 0.2);
    let (strangers, from_stranger) = agreed(&conflict, 1, 0.2);
    let (unheeded, _) = agreed(&conflict, 0, 0.0);
    assert!(
        friends > unheeded + 20 && strangers > unheeded + 20,
        "{friends} {strangers} {unheeded}"
    );
    assert!(
        from_friend < from_stranger - 0.03,
        "{from_friend} {from_stranger}"
    );
}

#[test]
fn what_the_sides_believe_comes_closer_as_they_are_told() {
    let conflict = optimist();
    let mediation = Mediation::new(PartyIndex(2), Style::Facilitation, 1e6, 0.0)
        .unwrap()
        .with_messages(Probability::new(0.3).unwrap(), 0.0)
        .unwrap();
    let mut settings = TalksSettings::alternating(&conflict, 4);
    settings.mediation = Some(mediation);
    let mut talks = Talks::new(&conflict, settings, 2).unwrap();
    let apart = |talks: &Talks<'_>| {
        let beliefs = &talks.state().situation().beliefs;
        let pairs = beliefs[0].weights().iter().zip(beliefs[1].weights());
        pairs.map(|(one, other)| (one - other).abs()).sum::<f64>()
    };
    let before = apart(&talks);
    let round = talks.step().unwrap();
    assert!(
        round
            .events
            .iter()
            .any(|event| matches!(event, Event::Message { .. }))
    );
    assert!(apart(&talks) < 0.5 * before, "{before} {}", apart(&talks));
}

/// However a facilitator errs, in a shuttle the other side is shown the words that it was told.
#[test]
fn a_facilitator_carries_offers_word_for_word_and_garbles_beliefs() {
    let conflict = optimist();
    let mut carried = 0;
    for seed in 0..20 {
        let play = |distortion: f64| {
            let mediation = Mediation::new(PartyIndex(2), Style::Facilitation, 1e6, 0.5)
                .unwrap()
                .with_messages(Probability::new(0.2).unwrap(), distortion)
                .unwrap();
            let settings = settings(&conflict, Style::Facilitation, Protocol::Shuttle, seed);
            let settings = TalksSettings {
                mediation: Some(mediation),
                ..settings
            };
            let mut talks = Talks::new(&conflict, settings, seed).unwrap();
            let first = talks.step().unwrap();
            let told = talks.state().situation().beliefs.clone();
            let rounds: Vec<Round> = std::iter::once(first).chain(talks).collect();
            (told, rounds)
        };
        let (garbled, rounds) = play(3.0);
        let (plain, _) = play(0.0);
        assert_ne!(garbled[..2], plain[..2]);
        for round in rounds {
            let told = round.events.iter().find_map(|event| match event {
                Event::Confided { by, deal } => Some((by, deal)),
                _ => None,
            });
            let shown = round.events.iter().find_map(|event| match event {
                Event::Offer { by, deal, .. } => Some((by, deal)),
                _ => None,
            });
            assert_eq!(told.map(|told| told.1), shown.map(|shown| shown.1));
            if let (Some(told), Some(shown)) = (told, shown) {
                assert!(told.0 != shown.0 && *shown.0 == PartyIndex(2));
                carried += 1;
            }
        }
    }
    assert!(carried > 20, "{carried}");
}

/// A side whose war promises more than the whole pie leaves, and comes back when that has faded.
#[test]
fn a_side_leaves_and_comes_back_when_things_change() {
    let fading = |value, kept| FadingReservation {
        value,
        kept: Probability::new(kept).unwrap(),
    };
    let war =
        DiscountedReservation::new(vec![fading(2.0, 0.8), fading(0.1, 1.0), fading(0.1, 1.0)])
            .unwrap();
    let conflict = Conflict::builder(pie())
        .parties([
            Party::new("a", linear(0.0, 1.0)),
            Party::new("b", linear(1.0, 0.0)),
            mediator(),
        ])
        .war(war)
        .build()
        .unwrap();
    let play = |absence| -> Vec<Round> {
        let mut settings = TalksSettings::alternating(&conflict, 12);
        settings.absence = absence;
        Talks::new(&conflict, settings, 1).unwrap().collect()
    };
    let ever = |rounds: &[Round], wanted: fn(&Event) -> bool| {
        rounds.iter().any(|round| round.events.iter().any(wanted))
    };
    let patient = play(5);
    let left = |event: &Event| matches!(event, Event::Left { by: PartyIndex(0) });
    let returned = |event: &Event| matches!(event, Event::Returned { by: PartyIndex(0) });
    assert!(ever(&patient, left) && ever(&patient, returned));
    assert!(
        patient
            .last()
            .unwrap()
            .outcome
            .as_ref()
            .unwrap()
            .deal()
            .is_some()
    );
    let strict = play(0);
    assert_eq!(strict.len(), 1);
    assert!(matches!(
        strict[0].outcome,
        Some(Outcome::NoDeal {
            breakdown: Breakdown::WalkOut {
                party: PartyIndex(0)
            },
            ..
        })
    ));
}

#[test]
fn mediators_that_cannot_be_are_refused() {
    let conflict = random::conflict(0);
    let refused = |style, protocol| {
        let settings = settings(&conflict, style, protocol, 0);
        Talks::new(&conflict, settings, 0).unwrap_err()
    };
    assert_eq!(
        refused(Style::Facilitation, Protocol::SingleText),
        TalksError::NoText
    );
    let mut without = optimist();
    let bare = settings(&without, Style::Manipulation, Protocol::SingleText, 0);
    assert_eq!(
        Talks::new(&without, bare.clone(), 0).unwrap_err(),
        TalksError::NoLevers
    );
    without = random::conflict(1);
    assert!(Talks::new(&without, bare, 0).is_ok());

    let good = Mediation::new(PartyIndex(2), Style::Facilitation, 9.0, 0.0).unwrap();
    let bias = |by| {
        good.with_bias(Bias {
            toward: PartyIndex(0),
            by,
        })
    };
    assert_eq!(bias(1.5), Err(MediationError::Bias { found: 1.5 }));
    assert!(bias(f64::NAN).is_err());
    assert_eq!(
        good.with_messages(Probability::ONE, -1.0),
        Err(MediationError::Distortion { found: -1.0 })
    );
}
