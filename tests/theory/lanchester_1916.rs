//! Lanchester, F. W. (1916). Aircraft in warfare: the dawn of the fourth arm.
//!
//! aA² − bB² stays what it is under aimed fire, aA − bB under fire at an area.

use dealzone::games::{Lanchester, LanchesterLaw, Player};
use dealzone::stream::{Purpose, Stream};
use proptest::prelude::*;

/// T17: 1,000 against 800 at rates of .01.
#[test]
fn lanchester_1916_a_thousand_against_eight_hundred() {
    let battle = Lanchester::new([1000.0, 800.0], [0.01, 0.01]).unwrap();
    let square = battle.fight(LanchesterLaw::Square);
    assert_eq!(square.winner, Some(Player::First));
    assert!((square.left - 600.0).abs() < 1e-9);
    assert!((square.after - 109.861).abs() < 5e-4, "{}", square.after);
    let linear = battle.fight(LanchesterLaw::Linear);
    assert!((linear.left - 200.0).abs() < 1e-9);
    assert_eq!(linear.after, f64::INFINITY);
    let even = Lanchester::new([500.0, 500.0], [0.01, 0.01]).unwrap();
    assert_eq!(even.fight(LanchesterLaw::Square).winner, None);
}

/// One step of the classical method of Runge and Kutta.
fn step(law: LanchesterLaw, rates: [f64; 2], forces: [f64; 2], width: f64) -> [f64; 2] {
    let slope = |[first, second]: [f64; 2]| match law {
        LanchesterLaw::Square => [-rates[1] * second, -rates[0] * first],
        LanchesterLaw::Linear => [-rates[1] * first * second, -rates[0] * first * second],
    };
    let ahead =
        |slope: [f64; 2], width: f64| [forces[0] + width * slope[0], forces[1] + width * slope[1]];
    let one = slope(forces);
    let two = slope(ahead(one, width / 2.0));
    let three = slope(ahead(two, width / 2.0));
    let four = slope(ahead(three, width));
    [0, 1].map(|side: usize| {
        forces[side] + width / 6.0 * (one[side] + 2.0 * two[side] + 2.0 * three[side] + four[side])
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    /// Against the equations themselves, step by step.
    #[test]
    fn lanchester_1916_solves_its_equations(
        forces in [1.0..10.0_f64, 1.0..10.0_f64],
        rates in [0.01..0.2_f64, 0.01..0.2_f64],
        share in 0.1..0.9_f64,
    ) {
        let battle = Lanchester::new(forces, rates).unwrap();
        for law in [LanchesterLaw::Square, LanchesterLaw::Linear] {
            let time = share * battle.fight(law).after.min(10.0);
            let steps = 2000;
            let mut expected = forces;
            for _ in 0..steps {
                expected = step(law, rates, expected, time / f64::from(steps));
            }
            for (found, expected) in battle.after(law, time).into_iter().zip(expected) {
                prop_assert!((found - expected).abs() < 1e-8, "{law:?} {found} {expected}");
            }
        }
    }

    #[test]
    fn lanchester_1916_closed_form(
        forces in [1.0..1000.0_f64, 1.0..1000.0_f64],
        rates in [0.001..1.0_f64, 0.001..1.0_f64],
    ) {
        let battle = Lanchester::new(forces, rates).unwrap();
        let [a, b] = rates;
        let [first, second] = forces;
        let square = a * first * first - b * second * second;
        let end = battle.fight(LanchesterLaw::Square);
        let (winner, left) = if square > 0.0 {
            (Player::First, (square / a).sqrt())
        } else {
            (Player::Second, (-square / b).sqrt())
        };
        prop_assert_eq!(end.winner, Some(winner));
        prop_assert!((end.left - left).abs() < 1e-6 * (1.0 + left));
        let loser = battle.after(LanchesterLaw::Square, end.after)[winner.other().index()];
        prop_assert!(loser.abs() < 1e-6);
        let linear = a * first - b * second;
        let end = battle.fight(LanchesterLaw::Linear);
        let left = if linear > 0.0 { linear / a } else { -linear / b };
        prop_assert!((end.left - left).abs() < 1e-9 * (1.0 + left));
    }

    /// The chance that single units fall one by one, against battles fought out at random.
    #[test]
    fn lanchester_1916_chances_by_simulation(
        first in 1_u32..8,
        second in 1_u32..8,
        rates in [0.1..1.0_f64, 0.1..1.0_f64],
        seed in 0_u64..1000,
    ) {
        let battle = Lanchester::new([f64::from(first), f64::from(second)], rates).unwrap();
        let mut stream = Stream::new(seed, 0, Purpose::Sampling, 0);
        for law in [LanchesterLaw::Square, LanchesterLaw::Linear] {
            let battles = 4000;
            let mut won = 0;
            for _ in 0..battles {
                let mut left = [first, second];
                while left[0] > 0 && left[1] > 0 {
                    let weight = |side: usize| match law {
                        LanchesterLaw::Square => rates[side] * f64::from(left[side]),
                        LanchesterLaw::Linear => rates[side],
                    };
                    let hits = stream.weighted([weight(0), weight(1)].into_iter());
                    left[1 - hits] -= 1;
                }
                won += i32::from(left[0] > 0);
            }
            let found = battle.chance(law).unwrap().get();
            // Five standard errors of a half.
            prop_assert!((found - f64::from(won) / f64::from(battles)).abs() < 0.04);
        }
    }
}

/// What a battle model takes as its odds: a small edge in numbers is a large one in odds under the square law.
#[test]
fn lanchester_1916_numbers_count_twice_under_aimed_fire() {
    let battle = Lanchester::new([100.0, 80.0], [0.01, 0.01]).unwrap();
    let square = battle.chance(LanchesterLaw::Square).unwrap().get();
    let linear = battle.chance(LanchesterLaw::Linear).unwrap().get();
    assert!(
        square > 0.99 && linear > 0.9 && linear < square,
        "{square} {linear}"
    );
    let even = Lanchester::new([50.0, 50.0], [0.3, 0.3]).unwrap();
    assert!((even.chance(LanchesterLaw::Square).unwrap().get() - 0.5).abs() < 1e-12);
    let many = Lanchester::new([1e5, 1.0], [0.3, 0.3]).unwrap();
    assert_eq!(
        many.chance(LanchesterLaw::Square).unwrap_err().to_string(),
        "the force in whole units of the first player is 100000, not from 1 to 10,000"
    );
}
