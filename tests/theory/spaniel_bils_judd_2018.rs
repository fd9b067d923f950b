//! Spaniel, W., Bils, P. & Judd, G. (2018). Stalling. Working paper; derived here from the mechanism.
//!
//! Both live with A's share s until a war of length T is decided. Patience alone, if it differs, leaves no deal:
//! exactly when (δ_A^T − δ_B^T)(p − s) > c_A + c_B. The effect is greatest for wars neither short nor long.

use dealzone::conflict::Conflict;
use dealzone::units::{AnnualRate, Period};

use super::pie;

/// T26: δ = .95 and .80, p = .7, s = .3, costs .1 in all.
#[test]
fn unequal_patience_closes_the_zone_for_wars_of_middle_length() {
    let year = Period::new(1.0).unwrap();
    let [mut a, mut b] = pie::sides(1.0);
    a.discount = AnnualRate::new(-(0.95_f64.ln())).unwrap();
    b.discount = AnnualRate::new(-(0.80_f64.ln())).unwrap();
    let (odds, held, cost) = (0.7, 0.3, 0.05);
    for (length, expected) in [(1, -0.0400), (5, 0.0784), (20, 0.0388), (60, -0.0816)] {
        let until = |rate: AnnualRate| rate.discount_factor(year).powi(length);
        let gain = odds - held;
        let zone = Conflict::builder(pie::space())
            .parties([a.clone(), b.clone()])
            .reservations([
                held + until(a.discount) * gain - cost,
                1.0 - held - until(b.discount) * gain - cost,
            ])
            .period(year)
            .build()
            .unwrap()
            .deal_zone();
        // The sum of the reservations passes the prize by this much, and each side falls short by half.
        let excess = -2.0 * zone.lower();
        assert!((excess - expected).abs() < 5e-5, "{length}: {excess}");
        assert_eq!(zone.is_empty(), expected > 0.0, "{length}");
        assert_eq!(zone.exists(), expected < 0.0, "{length}");
    }
}
