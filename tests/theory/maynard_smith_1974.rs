//! Maynard Smith, J. (1974). The theory of games and the evolution of animal conflicts. Journal of Theoretical Biology
//! 47: 209–221; the two sides of different cost after Fudenberg, D. & Tirole, J. (1991). Game Theory, chapter 4.
//!
//! In the mixed equilibrium each side gives up at the rate that keeps the other in two minds, and nobody gains.

use dealzone::games::{Player, WarOfAttrition};
use dealzone::stream::{Purpose, Stream};
use proptest::prelude::*;

/// T8a–c: prizes of 1 and costs of .10 and .25.
#[test]
fn maynard_smith_1974_the_costlier_side_is_less_likely_to_give_up_first() {
    let war = WarOfAttrition::new([1.0, 1.0], [0.10, 0.25]).unwrap();
    assert!((war.rate(Player::First) - 0.25).abs() < 1e-15);
    assert!((war.rate(Player::Second) - 0.10).abs() < 1e-15);
    assert!((war.expected_length() - 2.857).abs() < 5e-4);
    assert!((war.gives_up_first(Player::Second) - 0.2857).abs() < 5e-5);
    assert!((war.gives_up_first(Player::First) - 0.7143).abs() < 5e-5);
}

/// Two hundred thousand wars fought out.
#[test]
fn maynard_smith_1974_by_simulation() {
    let war = WarOfAttrition::new([1.0, 1.0], [0.10, 0.25]).unwrap();
    let mut stream = Stream::new(1974, 0, Purpose::Sampling, 0);
    let wars = 200_000;
    let (mut second, mut length) = (0, 0.0);
    let mut payoffs = [0.0; 2];
    for _ in 0..wars {
        let end = war.play(&mut stream);
        second += i32::from(end.by == Player::Second);
        length += end.after;
        for (payoff, cost) in payoffs.iter_mut().zip([0.10, 0.25]) {
            *payoff -= cost * end.after;
        }
        payoffs[end.by.other().index()] += 1.0;
    }
    let wars = f64::from(wars);
    // About four standard errors each.
    assert!((f64::from(second) / wars - war.gives_up_first(Player::Second)).abs() < 0.004);
    assert!((length / wars - war.expected_length()).abs() < 0.03);
    for payoff in payoffs {
        assert!((payoff / wars).abs() < 0.01, "{payoffs:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn maynard_smith_1974_closed_form(
        values in [0.1..10.0_f64, 0.1..10.0_f64],
        costs in [0.01..2.0_f64, 0.01..2.0_f64],
    ) {
        let war = WarOfAttrition::new(values, costs).unwrap();
        let [first, second] = [costs[1] / values[1], costs[0] / values[0]];
        prop_assert!((war.expected_length() * (first + second) - 1.0).abs() < 1e-12);
        prop_assert!((war.gives_up_first(Player::First) - first / (first + second)).abs() < 1e-12);
    }

    /// The definition of the equilibrium: no time to give up is better than another.
    #[test]
    fn maynard_smith_1974_every_time_is_as_good(
        values in [0.1..10.0_f64, 0.1..10.0_f64],
        costs in [0.01..2.0_f64, 0.01..2.0_f64],
        time in 0.0..50.0_f64,
    ) {
        let war = WarOfAttrition::new(values, costs).unwrap();
        for player in Player::BOTH {
            prop_assert!(war.payoff(player, time).abs() < 1e-9);
        }
    }
}
