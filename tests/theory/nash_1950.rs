//! Nash, J. F. (1950). The bargaining problem. Econometrica 18: 155–162; with weights Kalai, E. (1977). Nonsymmetric Nash
//! solutions. International Journal of Game Theory 6: 129–133; Kalai, E. & Smorodinsky, M. (1975). Other solutions to
//! Nash's bargaining problem. Econometrica 43: 513–518.

use dealzone::conflict::Conflict;
use dealzone::games::{AlternatingOffers, Division, Player};
use dealzone::party::{Curve, End, Party, Preferences, Valuation};
use dealzone::space::Level;
use dealzone::units::{AnnualRate, Period};
use dealzone::zone::SolutionPoint;
use proptest::prelude::*;

use super::pie;

/// A pie with uᵢ = (own share)^exponent.
fn conflict(exponents: [f64; 2], reservations: [f64; 2]) -> Conflict {
    let side = |(id, best, exponent)| {
        let curve = Curve::Power { best, exponent };
        Party::new(
            id,
            Preferences::new(vec![1.0], vec![Valuation::Amount(curve)]),
        )
    };
    Conflict::builder(pie::space())
        .party(side(("a", End::Upper, exponents[0])))
        .party(side(("b", End::Lower, exponents[1])))
        .reservations(reservations)
        .build()
        .unwrap()
}

fn share(point: &SolutionPoint) -> f64 {
    match point.deal.levels()[0] {
        Level::Amount(share) => share,
        other => panic!("a share is an amount, not {other:?}"),
    }
}

/// T4 and T5: the numbers are in `tests/frontier`; here one frontier gives all four answers at once.
#[test]
fn nash_1950_one_frontier_four_answers() {
    let conflict = conflict([1.0, 0.5], [0.0, 0.0]);
    let solutions = conflict.zone().solutions().unwrap();
    for (point, expected) in [
        (solutions.nash.unwrap(), 2.0 / 3.0),
        (solutions.kalai_smorodinsky.unwrap(), 0.618_034),
        (solutions.utilitarian, 0.75),
        (solutions.egalitarian, 0.618_034),
    ] {
        let found = share(&point);
        assert!(
            (found - expected).abs() < 1e-4,
            "{:?}: {found}",
            point.concept
        );
    }
}

/// T3d with T4: what alternating offers over the gains from a deal come to as rounds grow short is the Nash solution of
/// the zone with weights by the other side's haste.
#[test]
fn nash_1950_is_where_alternating_offers_lead() {
    let rates = [0.05, 0.10].map(|rate| AnnualRate::new(rate).unwrap());
    let game = AlternatingOffers::from_rates(rates, Period::new(1e-5).unwrap())
        .unwrap()
        .over(Division::through(vec![[0.0, 0.7], [0.7, 0.0]]).unwrap())
        .unwrap();
    let gained = game.equilibrium(Player::First).of(Player::First);
    let conflict = conflict([1.0, 1.0], [0.1, 0.2]);
    let nash = conflict.zone().weighted_nash(&[0.10, 0.05]).unwrap();
    // The product is flat at its greatest: to within 1e-9 of it the share may move by some 1e-5.
    assert!(
        (0.1 + gained - share(&nash)).abs() < 1e-4,
        "{gained} {nash:?}"
    );
    assert!((gained - 0.7 * 2.0 / 3.0).abs() < 1e-6);
}

/// With nothing to fall back on a tangent is laid at a corner, where one side has all.
#[test]
fn kalai_1977_with_nothing_to_fall_back_on() {
    let conflict = conflict([1.0, 1.0], [0.0, 0.0]);
    let nash = conflict.zone().weighted_nash(&[0.10, 0.05]).unwrap();
    assert!((share(&nash) - 2.0 / 3.0).abs() < 1e-5, "{nash:?}");
    assert!(nash.gap < 1e-9, "{nash:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 32, ..ProptestConfig::default() })]

    /// On a pie what is left over after both reservations is split by the weights.
    #[test]
    fn kalai_1977_closed_form(first in 0.0..0.4_f64, second in 0.0..0.4_f64, weight in 0.1..0.9_f64) {
        let conflict = conflict([1.0, 1.0], [first, second]);
        let point = conflict.zone().weighted_nash(&[weight, 1.0 - weight]).unwrap();
        let expected = first + weight * (1.0 - first - second);
        prop_assert!((share(&point) - expected).abs() < 1e-4, "{} {expected}", share(&point));
    }

    /// Without reservations the product of x^a and (1 − x)^b is greatest at a/(a + b); the Kalai–Smorodinsky point is
    /// where both utilities are the same share of their best, here of 1.
    #[test]
    fn kalai_smorodinsky_1975_closed_form(a in 0.4..1.0_f64, b in 0.4..1.0_f64) {
        let conflict = conflict([a, b], [0.0, 0.0]);
        let solutions = conflict.zone().solutions().unwrap();
        let nash = share(&solutions.nash.unwrap());
        prop_assert!((nash - a / (a + b)).abs() < 1e-3, "{nash}");
        let point = share(&solutions.kalai_smorodinsky.unwrap());
        prop_assert!((point.powf(a) - (1.0 - point).powf(b)).abs() < 1e-6, "{point}");
    }
}
