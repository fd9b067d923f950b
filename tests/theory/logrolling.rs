//! Log-rolling over two issues: each side gives way where it cares less (Raiffa 1982; Keeney & Raiffa 1976).

use dealzone::conflict::Conflict;
use dealzone::party::{Curve, Party, Preferences, Valuation};
use dealzone::space::{Family, Issue, Level, Space};
use dealzone::zone::DealZone;
use proptest::prelude::*;

fn zone(first: [f64; 2]) -> DealZone {
    let issues = ["x", "y"].map(|id| Issue::amount(id, Family::Other, 0.0, 1.0, "share"));
    let side = |id, weights: [f64; 2], at_lower, at_upper| {
        let curve = Curve::Linear { at_lower, at_upper };
        Party::new(
            id,
            Preferences::new(weights.to_vec(), vec![Valuation::Amount(curve); 2]),
        )
    };
    Conflict::builder(Space::new(issues.to_vec(), vec![]).unwrap())
        .party(side("first", first, 0.0, 1.0))
        .party(side("second", [0.5, 0.5], 1.0, 0.0))
        .reservations([0.55, 0.55])
        .build()
        .unwrap()
        .deal_zone()
}

/// T19: weights (.7, .3) against (.5, .5) open a zone, slack 1/30 at (5/6, 0).
#[test]
fn different_weights_open_a_zone() {
    let zone = zone([0.7, 0.3]);
    assert!(zone.exists());
    assert!((zone.lower() - 1.0 / 30.0).abs() < 1e-9);
    let levels = zone.closest().unwrap().deal.levels().to_vec();
    for (level, expected) in levels.into_iter().zip([5.0 / 6.0, 0.0]) {
        assert!(
            matches!(level, Level::Amount(amount) if (amount - expected).abs() < 1e-7),
            "{level:?} is not {expected}"
        );
    }
}

/// Equal weights leave one prize: −.05.
#[test]
fn equal_weights_leave_none() {
    let zone = zone([0.5, 0.5]);
    assert!(zone.is_empty());
    assert!((zone.lower() + 0.05).abs() < 1e-9);
    assert!((zone.upper() + 0.05).abs() < 1e-9);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    /// Against a side that weighs both alike: with more than half on one issue it takes that first, all of it or as much
    /// as leaves both the same.
    #[test]
    fn raiffa_1982_log_rolling_closed_form(weight in 0.5..0.99_f64) {
        let zone = zone([weight, 1.0 - weight]);
        // All of the first issue and none of the second is weight against 1/2; below that the two are level where
        // w x = 1 − x/2, and beyond the second issue is never touched.
        let share = (1.0 / (weight + 0.5)).min(1.0);
        let level = (weight * share).min(1.0 - share / 2.0);
        prop_assert!((zone.lower() - (level - 0.55)).abs() < 1e-9, "{} {level}", zone.lower());
    }
}
