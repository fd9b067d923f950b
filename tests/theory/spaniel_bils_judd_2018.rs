//! Spaniel, W., Bils, P. & Judd, G. (2018). Stalling. Working paper; derived here from the mechanism.
//!
//! Both live with A's share s until a war of length T is decided. Patience alone, if it differs, leaves no deal:
//! exactly when (δ_A^T − δ_B^T)(p − s) > c_A + c_B. The effect is greatest for wars neither short nor long.

use dealzone::conflict::Conflict;
use dealzone::units::{AnnualRate, Period};
use proptest::prelude::*;

use super::pie;

/// By how much the reservations pass the prize, and whether that leaves a zone: the sum falls short of the prize by the
/// surplus of both, half of it each.
fn excess(discounts: [f64; 2], odds: f64, held: f64, cost: f64, length: i32) -> (f64, bool) {
    let year = Period::new(1.0).unwrap();
    let mut sides = pie::sides(1.0);
    for (side, discount) in sides.iter_mut().zip(discounts) {
        side.discount = AnnualRate::new(-discount.ln()).unwrap();
    }
    let [first, second] = [0, 1].map(|side: usize| {
        let later = sides[side].discount.discount_factor(year).powi(length);
        later * (odds - held)
    });
    let zone = Conflict::builder(pie::space())
        .parties(sides)
        .reservations([held + first - cost, 1.0 - held - second - cost])
        .period(year)
        .build()
        .unwrap()
        .deal_zone();
    (-2.0 * zone.lower(), zone.exists())
}

/// T26: δ = .95 and .80, p = .7, s = .3, costs .1 in all.
#[test]
fn unequal_patience_closes_the_zone_for_wars_of_middle_length() {
    for (length, expected) in [(1, -0.0400), (5, 0.0784), (20, 0.0388), (60, -0.0816)] {
        let (excess, exists) = excess([0.95, 0.80], 0.7, 0.3, 0.05, length);
        assert!((excess - expected).abs() < 5e-5, "{length}: {excess}");
        assert_eq!(exists, expected < 0.0, "{length}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn spaniel_bils_judd_2018_closed_form(
        patient in 0.8..0.99_f64,
        hasty in 0.3..0.8_f64,
        odds in 0.5..0.9_f64,
        held in 0.1..0.5_f64,
        cost in 0.0..0.1_f64,
        length in 1..60_i32,
    ) {
        let expected = (patient.powi(length) - hasty.powi(length)) * (odds - held) - 2.0 * cost;
        prop_assume!(expected.abs() > 1e-6);
        let (excess, exists) = excess([patient, hasty], odds, held, cost, length);
        prop_assert!((excess - expected).abs() < 1e-9, "{excess} {expected}");
        prop_assert_eq!(exists, expected < 0.0);
    }
}
