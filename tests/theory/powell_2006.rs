//! Powell, R. (2006). War as a commitment problem. International Organization 60: 169–203.
//!
//! A deal worth V_d if kept and V_r once the other side has rearmed and broken it is signed only while the risk of
//! that is at most r\* = (V_d − W) / (V_d − V_r).

use dealzone::conflict::Conflict;
use dealzone::index::{IssueIndex, OptionIndex};
use dealzone::party::{Aftermath, Party, Preferences, Valuation};
use dealzone::space::{Family, FrameEffect, Issue, Space};
use dealzone::units::{AnnualRate, Period};
use dealzone::zone::DealZone;
use proptest::prelude::*;

const KEPT: f64 = 0.6;
const WAR: f64 = 0.45;
const BROKEN: f64 = 0.2;

/// A deal that breaks, discounted, with weight r: δλ / (1 − δ(1 − λ)) = r, times what a guarantee leaves of the rate.
fn zone(r: f64, guarantee: f64) -> DealZone {
    zone_with([KEPT, WAR, BROKEN], r, guarantee)
}

fn zone_with([kept, war, broken]: [f64; 3], r: f64, guarantee: f64) -> DealZone {
    let period = Period::from_days(30.0).unwrap();
    let discount = AnnualRate::new(0.1).unwrap();
    let factor = discount.discount_factor(period);
    let hazard = r * (1.0 - factor) / (factor * (1.0 - r));
    let breach = AnnualRate::new(-(1.0 - hazard).ln() / period.get()).unwrap();

    let mut terms = Issue::choice("terms", Family::Security, ["unguarded", "guaranteed"]);
    terms.frame = Some(vec![
        FrameEffect::NEUTRAL,
        FrameEffect {
            breach_factor: guarantee,
            ..FrameEffect::NEUTRAL
        },
    ]);
    let party = |id, value| {
        let table = Valuation::table([value; 2]);
        let mut party = Party::new(id, Preferences::new(vec![1.0], vec![table]));
        party.discount = discount;
        party
    };
    let mut defender = party("defender", kept);
    defender.aftermath = vec![0, 1]
        .into_iter()
        .map(|option| Aftermath {
            issue: IssueIndex(0),
            option: OptionIndex(option),
            change: broken - war,
        })
        .collect();
    Conflict::builder(Space::new(vec![terms], vec![]).unwrap())
        .party(defender)
        .party(party("riser", 1.0))
        .reservations([war, 0.0])
        .breach(breach)
        .period(period)
        .build()
        .unwrap()
        .deal_zone()
}

/// T25: .6, .45, .2 give r\* = .375.
#[test]
fn a_deal_is_signed_up_to_the_critical_risk() {
    let critical = (KEPT - WAR) / (KEPT - BROKEN);
    assert!((critical - 0.375_f64).abs() < 1e-12);
    for r in [0.0, 0.2, 0.3749, 0.3751, 0.5, 0.9] {
        let zone = zone(r, 1.0);
        assert_eq!(zone.exists(), r < critical, "{r}");
        assert_eq!(zone.is_empty(), r > critical, "{r}");
        let gain = (1.0 - r) * KEPT + r * BROKEN - WAR;
        assert!((zone.lower() - gain).abs() < 1e-9, "{r}: {}", zone.lower());
    }
}

/// What a guarantee is for: at a risk of one half it opens the zone.
#[test]
fn a_guarantee_opens_the_zone() {
    assert!(zone(0.5, 1.0).is_empty());
    assert!(zone(0.5, 0.5).exists());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn powell_2006_closed_form(
        kept in 0.5..1.0_f64,
        war in 0.2..0.5_f64,
        broken in 0.0..0.2_f64,
        r in 0.0..0.95_f64,
    ) {
        let critical = (kept - war) / (kept - broken);
        prop_assume!((r - critical).abs() > 1e-6);
        let zone = zone_with([kept, war, broken], r, 1.0);
        prop_assert_eq!(zone.exists(), r < critical);
        prop_assert_eq!(zone.is_empty(), r > critical);
    }
}
