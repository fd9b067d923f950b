//! Log-rolling over two issues: each side gives way where it cares less (Raiffa 1982; Keeney & Raiffa 1976).

use dealzone::conflict::Conflict;
use dealzone::party::{Curve, Party, Preferences, Valuation};
use dealzone::space::{Family, Issue, Level, Space};
use dealzone::zone::DealZone;

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
