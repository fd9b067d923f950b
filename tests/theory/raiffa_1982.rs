//! Raiffa, H. (1982). The Art and Science of Negotiation, on the Panama Canal talks; the division of ten issues after
//! Brams, S. J. & Taylor, A. D. (1996). Fair Division.

use dealzone::conflict::Conflict;
use dealzone::party::{Curve, Party, Preferences, Valuation};
use dealzone::space::{Family, Issue, Level, Space};

const ISSUES: [&str; 10] = [
    "defence-rights",
    "use-rights",
    "land-and-water",
    "expansion-rights",
    "duration",
    "expansion-routes",
    "jurisdiction",
    "military-rights",
    "defence-role",
    "compensation",
];
const UNITED_STATES: [f64; 10] = [22.0, 22.0, 15.0, 14.0, 11.0, 6.0, 4.0, 2.0, 2.0, 2.0];
const PANAMA: [f64; 10] = [9.0, 15.0, 15.0, 3.0, 15.0, 5.0, 11.0, 7.0, 7.0, 13.0];

/// T15: 66 points each, and only land and water is split, 2/15 of it to the United States.
#[test]
fn each_side_gets_66_of_its_hundred_points() {
    let issues = ISSUES.map(|id| Issue::amount(id, Family::Other, 0.0, 1.0, "share of the US"));
    let side = |id, points: [f64; 10], at_lower, at_upper| {
        let weights = points.iter().map(|points| points / 100.0).collect();
        let curve = Curve::Linear { at_lower, at_upper };
        Party::new(
            id,
            Preferences::new(weights, vec![Valuation::Amount(curve); 10]),
        )
    };
    let conflict = Conflict::builder(Space::new(issues.to_vec(), vec![]).unwrap())
        .party(side("united-states", UNITED_STATES, 0.0, 1.0))
        .party(side("panama", PANAMA, 1.0, 0.0))
        .reservations([0.0, 0.0])
        .build()
        .unwrap();
    let zone = conflict.deal_zone();
    assert!((zone.lower() - 0.66).abs() < 1e-9, "{}", zone.lower());
    assert!((zone.upper() - 0.66).abs() < 1e-9, "{}", zone.upper());
    let closest = zone.closest().unwrap();
    for surplus in &closest.surplus {
        assert!((surplus - 0.66).abs() < 1e-9);
    }
    let expected = [1.0, 1.0, 2.0 / 15.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0];
    for ((id, level), expected) in ISSUES.iter().zip(closest.deal.levels()).zip(expected) {
        assert!(
            matches!(level, Level::Amount(share) if (share - expected).abs() < 1e-7),
            "{id}: {level:?} is not {expected}"
        );
    }
}
