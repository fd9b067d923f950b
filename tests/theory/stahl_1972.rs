//! Ståhl, I. (1972). Bargaining theory. Stockholm School of Economics.
//!
//! With a last round its proposer takes all, and the rest follows backwards.

use dealzone::games::{AlternatingOffers, Player};
use proptest::prelude::*;

/// T3e: δ = (.9, .8), the first player proposes first, 1 to 6 rounds.
#[test]
fn stahl_1972_who_is_last_has_the_upper_hand() {
    let game = AlternatingOffers::new([0.9, 0.8]).unwrap();
    for (rounds, expected) in (1..).zip([1.0, 0.2, 0.92, 0.344, 0.8624, 0.44768]) {
        let agreements = game.with_deadline(Player::First, rounds);
        assert_eq!(agreements.len(), rounds);
        let found = agreements[0].of(Player::First);
        assert!((found - expected).abs() < 1e-12, "{rounds}: {found}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Two more rounds before the end are worth 1 − δ₂ + δ₁δ₂ times what was there before: from the first player's 1 or
    /// 0 at the end, a geometric sum.
    #[test]
    fn stahl_1972_closed_form(
        first in 0.0..0.99_f64,
        second in 0.0..0.99_f64,
        rounds in 1_usize..40,
    ) {
        let game = AlternatingOffers::new([first, second]).unwrap();
        let found = game.with_deadline(Player::First, rounds)[0].of(Player::First);
        let both = first * second;
        let pairs = i32::try_from((rounds - 1) / 2).unwrap();
        let forever = (1.0 - second) / (1.0 - both);
        let last = if rounds % 2 == 1 { 1.0 } else { 1.0 - second };
        let expected = forever + both.powi(pairs) * (last - forever);
        prop_assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }

    /// Whoever proposes in the last round has everything then.
    #[test]
    fn stahl_1972_the_last_proposer_takes_all(rounds in 1_usize..20) {
        let game = AlternatingOffers::new([0.9, 0.8]).unwrap();
        let last = game.with_deadline(Player::Second, rounds)[rounds - 1];
        prop_assert_eq!(last.of(last.proposer), 1.0);
        prop_assert_eq!(last.proposer == Player::Second, rounds % 2 == 1);
    }
}
