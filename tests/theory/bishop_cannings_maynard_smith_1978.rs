//! Bishop, D. T., Cannings, C. & Maynard Smith, J. (1978). The war of attrition with random rewards. Journal of
//! Theoretical Biology 74: 377–388.
//!
//! A side that values the prize at v holds out for ∫ x f(x)/(1 − F(x)) dx.

use dealzone::games::{Prior, PrivateAttrition};
use proptest::prelude::*;

/// T8d–e: t(.5) = .193147 where values are uniform, t(2) = 2 where they are exponential.
#[test]
fn bishop_cannings_maynard_smith_1978_endurance() {
    let uniform = PrivateAttrition::new(Prior::uniform(0.0, 1.0).unwrap()).unwrap();
    assert!((uniform.gives_up_after(0.5) - 0.193_147).abs() < 5e-7);
    let exponential = PrivateAttrition::new(Prior::exponential(1.0).unwrap()).unwrap();
    assert!((exponential.gives_up_after(2.0) - 2.0).abs() < 1e-12);
    assert_eq!(uniform.gives_up_after(1.0), f64::INFINITY);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn bishop_cannings_maynard_smith_1978_closed_forms(
        value in 0.0..0.999_f64,
        size in 0.1..5.0_f64,
    ) {
        let uniform = PrivateAttrition::new(Prior::uniform(0.0, size).unwrap()).unwrap();
        let expected = size * (-value - (1.0 - value).ln());
        prop_assert!((uniform.gives_up_after(value * size) - expected).abs() < 1e-10 * (1.0 + expected));
        let exponential = PrivateAttrition::new(Prior::exponential(size).unwrap()).unwrap();
        let value = 4.0 * value;
        prop_assert!((exponential.gives_up_after(value) - value * value / (2.0 * size)).abs() < 1e-10);
    }

    /// The definition of the equilibrium: nobody gains by holding out as if the prize were worth something else.
    #[test]
    fn bishop_cannings_maynard_smith_1978_nobody_gains_by_pretending(
        value in 0.05..0.95_f64,
        as_if in 0.0..0.99_f64,
        exponent in 1.0..3.0_f64,
    ) {
        for prior in [Prior::power(0.0, 1.0, exponent).unwrap(), Prior::exponential(0.4).unwrap()] {
            let war = PrivateAttrition::new(prior).unwrap();
            let honest = war.payoff(value, value);
            prop_assert!(war.payoff(value, as_if) <= honest + 1e-9, "{prior:?}");
            prop_assert!(honest >= -1e-9);
        }
    }
}
