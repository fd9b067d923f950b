//! The papers on war as a lottery, and the two reservation values.

use dealzone::index::PartyIndex;
use dealzone::stream::{Purpose, Stream};
use dealzone::war::{
    BattleStakes, Belief, DiscountedReservation, FadingReservation, FixedReservation, OneBattle,
    WarProcess, WarState,
};

use crate::wars::probability;

/// A prize of one for the winner.
fn prize(strengths: Vec<f64>, costs: [f64; 2]) -> OneBattle {
    let stakes = |if_first_wins, cost| BattleStakes {
        if_first_wins,
        if_second_wins: 1.0 - if_first_wins,
        cost,
    };
    OneBattle::new(
        strengths,
        vec![stakes(1.0, costs[0]), stakes(0.0, costs[1])],
    )
    .unwrap()
}

fn log_odds(chance: f64) -> f64 {
    (chance / (1.0 - chance)).ln()
}

/// Fearon 1995: with p = .6, c_A = .10 and c_B = .15 both prefer any division from .50 to .75 to the battle.
#[test]
fn fearon_1995_bargaining_range() {
    let battle = prize(vec![log_odds(0.6)], [0.1, 0.15]);
    let belief = Belief::uniform(1);
    let value = |party| battle.value(PartyIndex(party), &battle.opening(), &belief);
    assert!((value(0) - 0.5).abs() < 1e-15);
    assert!((1.0 - value(1) - 0.75).abs() < 1e-15);
}

/// Slantchev 2003: a first belligerent who believes Beta(7,3) and a second who believes Beta(4,6) are 3/(10+n) apart
/// after n even engagements, and with costs of .1 each they leave a range once that is .2 or less.
#[test]
fn slantchev_2003_learning_opens_the_zone() {
    let cells = 1000;
    let chances: Vec<f64> = (0..cells)
        .map(|cell| (f64::from(cell) + 0.5) / f64::from(cells))
        .collect();
    let beta = |wins: i32, losses: i32| {
        let density = |p: &f64| p.powi(wins - 1) * (1.0 - p).powi(losses - 1);
        Belief::proportional(chances.iter().map(density).collect()).unwrap()
    };
    let battle = prize(chances.iter().copied().map(log_odds).collect(), [0.1, 0.1]);
    let mut beliefs = [beta(7, 3), beta(4, 6)];
    let mut before = battle.opening();
    for engagements in 0..=10_u32 {
        let gap = beliefs[0].mean(battle.chances()) - beliefs[1].mean(battle.chances());
        let expected = 3.0 / (10.0 + f64::from(engagements));
        assert!((gap - expected).abs() < 1e-9, "{gap} after {engagements}");

        let value = |party: usize| battle.value(PartyIndex(party), &before, &beliefs[party]);
        let width = 1.0 - value(0) - value(1);
        assert_eq!(
            width >= -1e-9,
            engagements >= 5,
            "{width} after {engagements}"
        );

        let mut after = before.clone();
        after.period += 1;
        after.positions[0] += usize::from(engagements % 2 == 0);
        for belief in &mut beliefs {
            belief.update(|strength| battle.likelihood(&before, &after, strength));
        }
        before = after;
    }
}

#[test]
fn engagements_are_won_at_the_odds_of_the_strength() {
    let battle = prize(vec![-1.0, log_odds(0.8)], [0.0, 0.0]);
    let mut stream = Stream::new(5, 0, Purpose::War, 0);
    let mut state = battle.opening();
    for _ in 0..10_000 {
        let step = battle.step(&state, 1, &mut stream);
        assert_eq!(step.end, None);
        state = step.state;
    }
    // Three standard errors of 40.
    assert!((7_880..=8_120).contains(&state.positions[0]), "{state:?}");
}

#[test]
fn a_fixed_reservation_stays_and_a_fading_one_fades() {
    let fixed = FixedReservation::new(vec![0.8]).unwrap();
    let fading = DiscountedReservation::new(vec![FadingReservation {
        value: 0.8,
        kept: probability(0.5),
    }])
    .unwrap();
    let mut stream = Stream::new(1, 0, Purpose::War, 0);
    let processes: [(&dyn WarProcess, f64); 2] = [(&fixed, 0.8), (&fading, 0.1)];
    for (process, after_three) in processes {
        let mut state = process.opening();
        for _ in 0..3 {
            let next = process.step(&state, 0, &mut stream).state;
            assert_eq!(process.likelihood(&state, &next, 0), 1.0);
            state = next;
        }
        let value = |state: &WarState| process.value(PartyIndex(0), state, &Belief::uniform(1));
        assert_eq!(value(&process.opening()), 0.8);
        assert!((value(&state) - after_three).abs() < 1e-15);
    }
}

#[test]
fn what_does_not_belong_has_no_value_and_does_not_move() {
    let battle = prize(vec![0.0], [0.1, 0.1]);
    let strange = WarState {
        positions: vec![3],
        ..battle.opening()
    };
    let message = battle.validate(&strange).unwrap_err().to_string();
    assert_eq!(message, "position 3 on axis 0 is beyond its last, 0");
    let one = Belief::uniform(1);
    assert!(battle.value(PartyIndex(0), &strange, &one).is_nan());
    assert!(
        battle
            .value(PartyIndex(2), &battle.opening(), &one)
            .is_nan()
    );
    assert!(
        battle
            .value(PartyIndex(0), &battle.opening(), &Belief::uniform(2))
            .is_nan()
    );
    assert_eq!(battle.likelihood(&strange, &strange, 0), 0.0);
    let mut stream = Stream::new(1, 0, Purpose::War, 0);
    assert_eq!(battle.step(&strange, 0, &mut stream).state, strange);
}
