//! Rubinstein, A. (1982). Perfect equilibrium in a bargaining model. Econometrica 50: 97–109.
//!
//! Of two players who offer in turn and discount by δ₁ and δ₂, the one who proposes first has (1 − δ₂)/(1 − δ₁δ₂), at
//! once.

use dealzone::games::{AlternatingOffers, Division, Player};
use dealzone::units::{AnnualRate, Period};
use proptest::prelude::*;

fn proposer_has(discount: [f64; 2], proposer: Player) -> f64 {
    let game = AlternatingOffers::new(discount).unwrap();
    game.equilibrium(proposer).of(proposer)
}

/// T3a–c: δ = (.9, .8) gives .714286 to the first, or .357143 to the second if it proposes; .9 for both gives .526316.
#[test]
fn rubinstein_1982_the_proposer_gains_by_the_others_haste() {
    for (discount, proposer, expected) in [
        ([0.9, 0.8], Player::First, 0.714_286),
        ([0.9, 0.8], Player::Second, 0.357_143),
        ([0.9, 0.9], Player::First, 0.526_316),
    ] {
        let found = proposer_has(discount, proposer);
        assert!((found - expected).abs() < 5e-7, "{discount:?}: {found}");
    }
}

/// T3d: as rounds grow short the shares are in inverse proportion to the rates: r = (.05, .10) gives 2/3.
#[test]
fn rubinstein_1982_short_rounds_share_by_patience() {
    let rates = [0.05, 0.10].map(|rate| AnnualRate::new(rate).unwrap());
    let mut before = f64::INFINITY;
    for round in [1.0, 0.1, 0.01, 0.001, 1e-6] {
        let round = Period::new(round).unwrap();
        let game = AlternatingOffers::from_rates(rates, round).unwrap();
        for proposer in Player::BOTH {
            let away = (game.equilibrium(proposer).of(Player::First) - 2.0 / 3.0).abs();
            assert!(away < before || proposer == Player::Second, "{round:?}");
            before = away;
        }
    }
    assert!(before < 1e-7, "{before}");
}

/// The product of both sides' gains, weighted by patience, is greatest where Rubinstein's shares end up: on a curved
/// frontier too (Binmore 1987; Nash 1950, Kalai 1977).
#[test]
fn rubinstein_1982_short_rounds_lead_to_the_weighted_nash_solution() {
    let rates = [0.05, 0.10].map(|rate| AnnualRate::new(rate).unwrap());
    let round = Period::new(1e-6).unwrap();
    let weight = 0.10 / 0.15;
    for exponents in [[1.0, 1.0], [1.0, 0.5], [0.4, 0.8]] {
        let game = AlternatingOffers::from_rates(rates, round)
            .unwrap()
            .over(Division::powers(exponents).unwrap())
            .unwrap();
        // The weighted product of x^a and (1 − x)^b is greatest at x = wa / (wa + (1 − w)b).
        let [first, second] = exponents;
        let share = weight * first / (weight * first + (1.0 - weight) * second);
        let found = game.equilibrium(Player::First).of(Player::First);
        let expected = share.powf(first);
        assert!((found - expected).abs() < 1e-6, "{exponents:?}: {found}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The closed form, for any patience.
    #[test]
    fn rubinstein_1982_closed_form(first in 0.0..0.999_f64, second in 0.0..0.999_f64) {
        let found = proposer_has([first, second], Player::First);
        let expected = (1.0 - second) / (1.0 - first * second);
        prop_assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }

    /// On any frontier each player is offered exactly what waiting would be worth to it: the definition of the
    /// equilibrium, asked of both proposals.
    #[test]
    fn rubinstein_1982_nobody_gains_by_waiting(
        first in 0.0..0.99_f64,
        second in 0.0..0.99_f64,
        a in 0.1..1.0_f64,
        b in 0.1..1.0_f64,
    ) {
        let division = Division::powers([a, b]).unwrap();
        let game = AlternatingOffers::new([first, second]).unwrap().over(division.clone()).unwrap();
        let [x, y] = Player::BOTH.map(|proposer| game.equilibrium(proposer));
        prop_assert!((x.of(Player::Second) - second * y.of(Player::Second)).abs() < 1e-9);
        prop_assert!((y.of(Player::First) - first * x.of(Player::First)).abs() < 1e-9);
        for agreement in [x, y] {
            let to_other = agreement.of(agreement.proposer.other());
            let left = division.left_for(agreement.proposer, to_other).unwrap();
            prop_assert!((agreement.of(agreement.proposer) - left).abs() < 1e-12);
        }
    }
}
