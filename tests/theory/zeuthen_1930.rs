//! Zeuthen, F. (1930). Problems of monopoly and economic warfare; Harsanyi, J. C. (1956). Approaches to the bargaining
//! problem before and after the theory of games. Econometrica 24: 144–157.
//!
//! The side that would risk less by insisting gives way, and this leads to the Nash solution.

use dealzone::conflict::Conflict;
use dealzone::games::{Division, Player, Zeuthen};
use dealzone::space::Level;
use proptest::prelude::*;

use super::pie;

/// T20: disagreement values of .1 and .2 of a pie lead to .45, where the zone's Nash solution is.
#[test]
fn zeuthen_1930_leads_to_the_nash_solution() {
    let agreed = Zeuthen::new(Division::PIE, [0.1, 0.2])
        .unwrap()
        .concede(1e-5)
        .unwrap();
    assert!((agreed[0] - 0.45).abs() < 2e-5, "{agreed:?}");
    let conflict = Conflict::builder(pie::space())
        .parties(pie::sides(1.0))
        .reservations([0.1, 0.2])
        .build()
        .unwrap();
    let nash = conflict.zone().solutions().unwrap().nash.unwrap();
    let Level::Amount(share) = nash.deal.levels()[0] else {
        panic!("a share is an amount");
    };
    assert!((agreed[0] - share).abs() < 2e-5);
}

#[test]
fn zeuthen_1930_risk_limits() {
    let talks = Zeuthen::new(Division::PIE, [0.0, 0.0]).unwrap();
    // One asks .8 and is offered .4; the other asks .6 and is offered .2.
    let demands = [0.8, 0.6];
    assert!((talks.risk_limit(Player::First, demands) - 0.5).abs() < 1e-12);
    assert!((talks.risk_limit(Player::Second, demands) - 2.0 / 3.0).abs() < 1e-12);
    assert!(talks.concede(0.0).is_err());
    assert!(Zeuthen::new(Division::PIE, [0.6, 0.6]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    /// On curved frontiers too: the point agreed on has the greatest product of gains, but for the step.
    #[test]
    fn zeuthen_1930_greatest_product(
        exponents in [0.3..1.0_f64, 0.3..1.0_f64],
        disagreement in [0.0..0.4_f64, 0.0..0.4_f64],
    ) {
        let division = Division::powers(exponents).unwrap();
        let product = |share: f64| {
            let utilities = [share.powf(exponents[0]), (1.0 - share).powf(exponents[1])];
            (utilities[0] - disagreement[0]).max(0.0) * (utilities[1] - disagreement[1]).max(0.0)
        };
        let best = (0..=10_000)
            .map(|step| product(f64::from(step) / 10_000.0))
            .fold(0.0, f64::max);
        let talks = Zeuthen::new(division, disagreement).unwrap();
        let agreed = talks.concede(1e-4).unwrap();
        let found = (agreed[0] - disagreement[0]) * (agreed[1] - disagreement[1]);
        prop_assert!((found - best).abs() < 1e-3, "{found} {best}");
    }
}
