//! Fearon, J. D. (1995). Rationalist explanations for war. International Organization 49: 379–414.
//!
//! With odds p that A wins and costs c, every share in \[p − c_A, p + c_B\] is better than war for both: the range is
//! never empty while the prize can be divided and nobody likes risk.

use dealzone::conflict::Conflict;
use dealzone::games::{Prior, TakeItOrLeaveIt};
use dealzone::party::{Party, Preferences, Valuation};
use dealzone::space::{Family, Issue, Level, Space};
use dealzone::units::Probability;
use dealzone::war::{BattleStakes, OneBattle};
use dealzone::zone::Verdict;
use proptest::prelude::*;

use super::pie;

/// All or nothing: A wins with probability p.
fn battle(p: f64, costs: [f64; 2]) -> OneBattle {
    let [first, second] = costs;
    let stakes = |if_first_wins, if_second_wins, cost| BattleStakes {
        if_first_wins,
        if_second_wins,
        cost,
    };
    let log_odds = (p / (1.0 - p)).ln();
    let parties = vec![stakes(1.0, 0.0, first), stakes(0.0, 1.0, second)];
    OneBattle::new(vec![log_odds], parties).unwrap()
}

fn conflict(space: Space, exponent: f64, p: f64, costs: [f64; 2]) -> Conflict {
    Conflict::builder(space)
        .parties(pie::sides(exponent))
        .war(battle(p, costs))
        .build()
        .unwrap()
}

/// T1a–b: p = .6, c = .10 and .15 give \[.50, .75\].
#[test]
fn the_bargaining_range_is_from_p_less_a_s_cost_to_p_plus_b_s() {
    let exists = |share| {
        conflict(pie::pinned(share), 1.0, 0.6, [0.10, 0.15])
            .deal_zone()
            .exists()
    };
    for (share, expected) in [
        (0.0, false),
        (0.4999, false),
        (0.5001, true),
        (0.625, true),
        (0.7499, true),
        (0.7501, false),
        (1.0, false),
    ] {
        assert_eq!(exists(share), expected, "{share}");
    }
    // The best of them halves what is saved.
    let zone = conflict(pie::space(), 1.0, 0.6, [0.10, 0.15]).deal_zone();
    assert!((zone.lower() - 0.125).abs() < 1e-9);
    let Some(Level::Amount(share)) = zone.closest().map(|closest| closest.deal.levels()[0]) else {
        panic!("no deal comes closest");
    };
    assert!((share - 0.625).abs() < 1e-8, "{share}");
}

/// However small the costs, there is a range.
#[test]
fn a_divisible_prize_always_has_a_range() {
    for p in [0.05, 0.3, 0.5, 0.9] {
        for cost in [1e-6, 0.01, 0.2] {
            let zone = conflict(pie::space(), 1.0, p, [cost, cost]).deal_zone();
            assert!(zone.exists(), "{p} {cost}");
            assert!((zone.lower() - cost).abs() < 1e-9, "{p} {cost}");
        }
    }
}

/// T1e: risk-averse, a = .5, widens the range to \[.25, .9375\] (p = .6, c_A = .10, c_B = .15).
#[test]
fn aversion_to_risk_widens_the_range() {
    for (share, expected) in [
        (0.2499, false),
        (0.2501, true),
        (0.9374, true),
        (0.9376, false),
    ] {
        let zone = conflict(pie::pinned(share), 0.5, 0.6, [0.10, 0.15]).deal_zone();
        assert_eq!(zone.exists(), expected, "{share}");
        assert_eq!(zone.is_empty(), !expected, "{share}");
    }
}

/// T1f: risk-acceptant, a = 2, empties it: A wants .7071 or more and B leaves .5000 at the most.
#[test]
fn a_liking_for_risk_empties_the_range() {
    let zone = conflict(pie::space(), 2.0, 0.6, [0.10, 0.15]).deal_zone();
    assert!(zone.is_empty());
    for (share, a_agrees, b_agrees) in [
        (0.4999, false, true),
        (0.5001, false, false),
        (0.7070, false, false),
        (0.7072, true, false),
    ] {
        let pinned = conflict(pie::pinned(share), 2.0, 0.6, [0.10, 0.15]).deal_zone();
        let surplus = &pinned.closest().unwrap().surplus;
        assert_eq!(surplus[0] >= 0.0, a_agrees, "{share} {surplus:?}");
        assert_eq!(surplus[1] >= 0.0, b_agrees, "{share} {surplus:?}");
    }
    let certificate = match zone.verdict() {
        Verdict::Empty { certificate } => certificate,
        other => panic!("{other:?}"),
    };
    assert!(certificate.upper() < 0.0);
}

/// A prize that cannot be divided.
fn indivisible(p: f64, costs: [f64; 2]) -> Conflict {
    let who = Issue::choice("who", Family::Territory, ["b-takes-all", "a-takes-all"]);
    let party = |id, values: [f64; 2]| {
        let table = Valuation::table(values);
        Party::new(id, Preferences::new(vec![1.0], vec![table]))
    };
    Conflict::builder(Space::new(vec![who], vec![]).unwrap())
        .party(party("a", [0.0, 1.0]))
        .party(party("b", [1.0, 0.0]))
        .war(battle(p, costs))
        .build()
        .unwrap()
}

/// T1g: an indivisible prize has a deal only if p ≤ c_A or p ≥ 1 − c_B; a lottery with the odds of war restores one.
#[test]
fn fearon_1995_an_indivisible_prize_may_have_no_deal() {
    let costs = [0.10, 0.15];
    for (p, expected) in [
        (0.09, true),
        (0.11, false),
        (0.6, false),
        (0.84, false),
        (0.86, true),
    ] {
        let zone = indivisible(p, costs).deal_zone();
        assert_eq!(zone.exists(), expected, "{p}");
    }
    let lottery = indivisible(0.6, costs).zone().lottery().unwrap();
    // Chances from p − c_A to p + c_B suit both; in the middle each gains half of the costs.
    assert!((lottery.value - 0.125).abs() < 1e-9, "{lottery:?}");
    assert!((lottery.surplus[0] - 0.125).abs() < 1e-9 && (lottery.surplus[1] - 0.125).abs() < 1e-9);
}

/// One demand to a rival whose cost is uniform up to this.
fn demand(odds: f64, cost: f64, most: f64) -> TakeItOrLeaveIt {
    let odds = Probability::new(odds).unwrap();
    TakeItOrLeaveIt::new(odds, cost, Prior::uniform(0.0, most).unwrap()).unwrap()
}

/// T1c–d: against a cost anywhere up to .3 it pays to ask for .70, and to risk a war in one of three cases, though a deal
/// that both prefer is always there.
#[test]
fn fearon_1995_risk_and_return() {
    let best = demand(0.6, 0.10, 0.3).solve();
    assert!((best.demand - 0.70).abs() < 1e-12, "{best:?}");
    assert!((best.war - 1.0 / 3.0).abs() < 1e-12, "{best:?}");
    // Whatever the rival's cost, the zone is there.
    for cost in [0.0, 0.05, 0.3] {
        let zone = conflict(pie::space(), 1.0, 0.6, [0.10, cost]).deal_zone();
        assert!(zone.exists(), "{cost}");
    }
    // Where war is dear enough to oneself nothing is risked.
    let careful = demand(0.6, 0.4, 0.3).solve();
    assert!((careful.demand - 0.6).abs() < 1e-12 && careful.war == 0.0);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    /// The ends of the range and the best of it, for any odds and costs.
    #[test]
    fn fearon_1995_closed_form(p in 0.05..0.95_f64, first in 0.0..0.5_f64, second in 0.0..0.5_f64) {
        let least = (p - first).max(0.0);
        let most = (p + second).min(1.0);
        for (share, inside) in [(least + 1e-6, true), (least - 1e-6, false), (most - 1e-6, true), (most + 1e-6, false)] {
            if (0.0..=1.0).contains(&share) && most - least > 1e-5 {
                let found = conflict(pie::pinned(share), 1.0, p, [first, second]).deal_zone();
                prop_assert_eq!(found.exists(), inside, "{}", share);
            }
        }
        let zone = conflict(pie::space(), 1.0, p, [first, second]).deal_zone();
        prop_assert!(zone.exists());
        // Both gain half of what war costs, unless the prize ends first.
        let expected = ((first + second) / 2.0).min(1.0 - p + first).min(p + second);
        prop_assert!((zone.lower() - expected).abs() < 1e-9, "{} {expected}", zone.lower());
    }

    /// Without division a deal needs odds as lopsided as war is dear; the lottery needs nothing.
    #[test]
    fn fearon_1995_indivisible_closed_form(p in 0.05..0.95_f64, first in 0.0..0.6_f64, second in 0.0..0.6_f64) {
        prop_assume!((p - first).abs() > 1e-6 && (1.0 - p - second).abs() > 1e-6);
        let conflict = indivisible(p, [first, second]);
        prop_assert_eq!(conflict.deal_zone().exists(), p < first || p > 1.0 - second);
        let lottery = conflict.zone().lottery().unwrap();
        // As with a prize that can be divided.
        let expected = ((first + second) / 2.0).min(1.0 - p + first).min(p + second);
        prop_assert!((lottery.value - expected).abs() < 1e-9, "{} {}", lottery.value, expected);
    }

    /// With u = (own share)^a A takes (p − c)^(1/a) or more and B leaves 1 − (1 − p − c)^(1/a) at the most.
    #[test]
    fn fearon_1995_attitudes_to_risk_closed_form(
        p in 0.3..0.7_f64,
        first in 0.0..0.2_f64,
        second in 0.0..0.2_f64,
        a in 0.4..2.5_f64,
    ) {
        let least = (p - first).powf(1.0 / a);
        let most = 1.0 - (1.0 - p - second).powf(1.0 / a);
        prop_assume!((most - least).abs() > 1e-3);
        let zone = conflict(pie::space(), a, p, [first, second]).deal_zone();
        prop_assert_eq!(zone.exists(), most > least);
        prop_assert_eq!(zone.is_empty(), most < least);
    }

    /// x\* = p + (C − c)/2 and Pr(war) = (1 − c/C)/2, while the prize is not all asked for.
    #[test]
    fn fearon_1995_risk_and_return_closed_form(
        p in 0.1..0.6_f64,
        cost in 0.0..0.3_f64,
        most in 0.05..0.4_f64,
    ) {
        let best = demand(p, cost, most).solve();
        let beyond = ((most - cost) / 2.0).max(0.0);
        prop_assert!((best.demand - (p + beyond)).abs() < 1e-12);
        prop_assert!((best.war - (beyond / most)).abs() < 1e-12);
    }

    /// Any regular prior: no other demand does better.
    #[test]
    fn fearon_1995_no_other_demand_does_better(
        p in 0.1..0.9_f64,
        cost in 0.0..0.3_f64,
        most in 0.05..0.4_f64,
        exponent in 1.0..3.0_f64,
    ) {
        for rival in [Prior::power(0.0, most, exponent).unwrap(), Prior::exponential(most).unwrap()] {
            let game = TakeItOrLeaveIt::new(Probability::new(p).unwrap(), cost, rival).unwrap();
            let best = game.solve();
            for step in 0..=1000 {
                let other = game.value(f64::from(step) / 1000.0);
                prop_assert!(other <= best.value + 1e-12, "{other} {best:?}");
            }
        }
    }
}
