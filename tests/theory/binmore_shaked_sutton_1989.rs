//! Binmore, K., Shaked, A. & Sutton, J. (1989). An outside option experiment. Quarterly Journal of Economics 104:
//! 753–770.
//!
//! What one could have elsewhere counts only where it is more than talking on would bring: "deal me out".

use dealzone::games::{AlternatingOffers, Player};
use proptest::prelude::*;

fn proposer_has(discount: [f64; 2], outside: f64) -> f64 {
    let game = AlternatingOffers::new(discount).unwrap();
    let game = game.with_outside_options([0.0, outside]).unwrap();
    game.equilibrium(Player::First).of(Player::First)
}

/// T3f: with δ = (.9, .8) an option of .4 leaves the proposer .6, and one of .2 changes nothing.
#[test]
fn binmore_shaked_sutton_1989_an_option_counts_only_where_it_binds() {
    for (outside, expected) in [(0.4, 0.6), (0.2, 0.714_286), (0.0, 0.714_286)] {
        let found = proposer_has([0.9, 0.8], outside);
        assert!((found - expected).abs() < 5e-7, "{outside}: {found}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The proposer keeps the less of Rubinstein's share and what the option leaves.
    #[test]
    fn binmore_shaked_sutton_1989_closed_form(
        first in 0.0..0.99_f64,
        second in 0.0..0.99_f64,
        outside in 0.0..1.0_f64,
    ) {
        let found = proposer_has([first, second], outside);
        let talking_on = (1.0 - second) / (1.0 - first * second);
        prop_assert!((found - talking_on.min(1.0 - outside)).abs() < 1e-12);
    }

    /// Two options: no profitable deviation at either proposal.
    #[test]
    fn binmore_shaked_sutton_1989_two_options(
        first in 0.0..0.99_f64,
        second in 0.0..0.99_f64,
        ours in 0.0..0.5_f64,
        theirs in 0.0..0.5_f64,
    ) {
        let game = AlternatingOffers::new([first, second]).unwrap();
        let game = game.with_outside_options([ours, theirs]).unwrap();
        let [x, y] = Player::BOTH.map(|proposer| game.equilibrium(proposer));
        let least_of_second = (second * y.of(Player::Second)).max(theirs);
        let least_of_first = (first * x.of(Player::First)).max(ours);
        prop_assert!((x.of(Player::Second) - least_of_second).abs() < 1e-12);
        prop_assert!((y.of(Player::First) - least_of_first).abs() < 1e-12);
        prop_assert!(x.of(Player::First) >= ours - 1e-12);
        prop_assert!(y.of(Player::Second) >= theirs - 1e-12);
    }
}
