//! Fearon, J. D. (1994). Domestic political audiences and the escalation of international disputes. American Political
//! Science Review 88: 577–592. The indifference condition below is derived from the paper's mechanism.
//!
//! A leader whose audience charges a·t for backing down faces an opponent that concedes by t with probability
//! a t/(v + a t), and is locked in from t = −w/a.

use dealzone::games::{AudienceCosts, Player};
use proptest::prelude::*;

/// T9: v = 1, a = .1 and t = 3 give .230769; with w = −.3 that is when the leader is locked in.
#[test]
fn fearon_1994_concession_and_lock_in() {
    let crisis = AudienceCosts::new([1.0, 1.0], [0.1, 0.1], [-0.3, -0.9]).unwrap();
    assert!((crisis.conceded_by(Player::Second, 3.0) - 0.230_769).abs() < 5e-7);
    assert!((crisis.lock_in(Player::First) - 3.0).abs() < 1e-12);
    assert!((crisis.horizon() - 3.0).abs() < 1e-12);
    // Nobody concedes once the crisis is decided.
    let at_the_end = crisis.conceded_by(Player::Second, 3.0);
    assert_eq!(crisis.conceded_by(Player::Second, 30.0), at_the_end);
    assert!((crisis.stands_firm() - (1.0 / 1.3) * (1.0 / 1.3)).abs() < 1e-12);
}

/// What the paper is known for: the side whose audience charges more is the one the other gives way to.
#[test]
fn fearon_1994_the_audience_makes_the_threat_credible() {
    let crisis = AudienceCosts::new([1.0, 1.0], [0.3, 0.1], [-0.9, -0.9]).unwrap();
    for time in [0.5, 1.0, 2.9] {
        let [first, second] = Player::BOTH.map(|player| crisis.conceded_by(player, time));
        assert!(second > first, "{first} {second}");
    }
    assert!(crisis.lock_in(Player::First) < crisis.lock_in(Player::Second));
    let silent = AudienceCosts::new([1.0, 1.0], [0.0, 0.1], [-0.9, -0.9]).unwrap();
    assert_eq!(silent.lock_in(Player::First), f64::INFINITY);
    assert_eq!(silent.conceded_by(Player::Second, 5.0), 0.0);
    assert!(AudienceCosts::new([1.0, 1.0], [0.1, 0.1], [0.0, -0.9]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fearon_1994_closed_form(
        prizes in [0.1..5.0_f64, 0.1..5.0_f64],
        rates in [0.01..1.0_f64, 0.01..1.0_f64],
        share in 0.0..1.0_f64,
    ) {
        let crisis = AudienceCosts::new(prizes, rates, [-1.0, -2.0]).unwrap();
        let time = share * (1.0 / rates[0]).min(2.0 / rates[1]);
        let cost = rates[0] * time;
        let found = crisis.conceded_by(Player::Second, time);
        prop_assert!((found - cost / (prizes[0] + cost)).abs() < 1e-12);
    }

    /// The definition: backing down at any time is as good as at once. Played out as a bet on the opponent's time, by a
    /// plain sum over many small steps.
    #[test]
    fn fearon_1994_every_time_is_as_good(
        prizes in [0.1..5.0_f64, 0.1..5.0_f64],
        rates in [0.01..1.0_f64, 0.01..1.0_f64],
        share in 0.0..1.0_f64,
    ) {
        let crisis = AudienceCosts::new(prizes, rates, [-1.0, -2.0]).unwrap();
        let time = share * crisis.horizon();
        for player in Player::BOTH {
            prop_assert!(crisis.payoff(player, time).abs() < 1e-12);
            let own = player.index();
            let steps = 1000;
            let at = |step: i32| time * f64::from(step) / f64::from(steps);
            let mut expected = 0.0;
            for step in 0..steps {
                let conceded = |at| crisis.conceded_by(player.other(), at);
                expected += prizes[own] * (conceded(at(step + 1)) - conceded(at(step)));
            }
            let left = 1.0 - crisis.conceded_by(player.other(), time);
            prop_assert!((expected - left * rates[own] * time).abs() < 1e-9);
        }
    }
}
