//! Raiffa, H. (1982). The Art and Science of Negotiation, on the Panama Canal talks; the division of ten issues after
//! Brams, S. J. & Taylor, A. D. (1996). Fair Division.

use dealzone::conflict::Conflict;
use dealzone::party::{Curve, Party, Preferences, Valuation};
use dealzone::space::{Family, Issue, Level, Space};
use proptest::prelude::*;

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

fn conflict(first: [f64; 10], second: [f64; 10]) -> Conflict {
    let issues = ISSUES.map(|id| Issue::amount(id, Family::Other, 0.0, 1.0, "share of the US"));
    let side = |id, points: [f64; 10], at_lower, at_upper| {
        let weights = points.iter().map(|points| points / 100.0).collect();
        let curve = Curve::Linear { at_lower, at_upper };
        Party::new(
            id,
            Preferences::new(weights, vec![Valuation::Amount(curve); 10]),
        )
    };
    Conflict::builder(Space::new(issues.to_vec(), vec![]).unwrap())
        .party(side("united-states", first, 0.0, 1.0))
        .party(side("panama", second, 1.0, 0.0))
        .reservations([0.0, 0.0])
        .build()
        .unwrap()
}

/// T15: 66 points each, and only land and water is split, 2/15 of it to the United States.
#[test]
fn each_side_gets_66_of_its_hundred_points() {
    let conflict = conflict(UNITED_STATES, PANAMA);
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

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    /// Adjusted Winner by hand: issues in order of the ratio of points go to the first side until both have as many, the
    /// last of them in part. No division gives the worse off more (Brams & Taylor 1996).
    #[test]
    fn brams_taylor_1996_adjusted_winner(
        first in proptest::array::uniform10(1.0..20.0_f64),
        second in proptest::array::uniform10(1.0..20.0_f64),
    ) {
        let hundred = |points: [f64; 10]| points.map(|at| 100.0 * at / points.iter().sum::<f64>());
        let (first, second) = (hundred(first), hundred(second));
        let mut order: Vec<usize> = (0..10).collect();
        order.sort_by(|&i, &j| (first[j] / second[j]).total_cmp(&(first[i] / second[i])));
        let (mut ours, mut theirs) = (0.0, 100.0);
        for issue in order {
            let share = ((theirs - ours) / (first[issue] + second[issue])).clamp(0.0, 1.0);
            ours += share * first[issue];
            theirs -= share * second[issue];
        }
        prop_assert!((ours - theirs).abs() < 1e-9);
        let zone = conflict(first, second).deal_zone();
        prop_assert!((zone.lower() - ours / 100.0).abs() < 1e-9, "{} {ours}", zone.lower());
    }
}
