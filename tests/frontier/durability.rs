//! Deals that last, and what breaks those that do not.

use dealzone::conflict::{Outlook, Situation};
use dealzone::index::{IssueIndex, OptionIndex, PartyIndex};
use dealzone::party::{Aftermath, Curve, Party, Preferences, Valuation};
use dealzone::prelude::*;
use dealzone::space::{FrameEffect, Interim};
use dealzone::units::{AnnualRate, Period, Years};
use dealzone::zone::{Rearming, Values, bearable_breach};

/// V_d = .6, W = .45, V_r = .2: signing is no worse than fighting on up to a breach of .375.
#[test]
fn fearon_1995_what_breach_an_unenforced_deal_can_bear() {
    assert!((bearable_breach(0.6, 0.45, 0.2) - 0.375).abs() < 1e-15);
    assert_eq!(bearable_breach(0.4, 0.45, 0.2), 0.0);
    assert_eq!(bearable_breach(0.6, 0.45, 0.5), 1.0);

    // The rate of breach at which it weighs .375: r = δλ/(1 − δ + δλ) with λ = 1 − exp(−rate · Δ).
    let (discount, period) = (0.1_f64, 1.0 / 52.0_f64);
    let delta = (-discount * period).exp();
    let hazard = 0.375 * (1.0 - delta) / (delta * (1.0 - 0.375));
    let rate = -(1.0 - hazard).ln() / period;
    let surplus = |factor: f64| {
        let mut frame = Issue::choice("guarantee", Family::Security, ["none"]);
        frame.frame = Some(vec![FrameEffect {
            delay: Years::ZERO,
            breach_factor: factor,
            interim: Interim::Ceasefire,
        }]);
        let mut party = Party::new(
            "a",
            Preferences::new(vec![1.0], vec![Valuation::table([0.6])]),
        );
        party.discount = AnnualRate::new(discount).unwrap();
        party.aftermath = vec![Aftermath {
            issue: IssueIndex(0),
            option: OptionIndex(0),
            change: 0.2 - 0.45,
        }];
        let mut other = party.clone();
        other.id = "b".to_owned();
        let conflict = Conflict::builder(Space::new(vec![frame], Vec::new()).unwrap())
            .party(party)
            .party(other)
            .reservations([0.45, 0.45])
            .breach(AnnualRate::new(rate).unwrap())
            .period(Period::new(period).unwrap())
            .build()
            .unwrap();
        let situation = Situation::opening(&conflict);
        let outlook = Outlook::new(&conflict, &situation);
        let deal = conflict.space().status_quo();
        let told = conflict.zone().durability(&deal, &Rearming::default());
        assert!((told.parties[0].bearable_breach - 0.375).abs() < 1e-12);
        Values::new(&conflict, &situation, &outlook, &deal).surplus()[0]
    };
    assert!(surplus(1.0).abs() < 1e-12);
    assert!(surplus(0.99) > 0.0 && surplus(1.01) < 0.0);
}

/// A pie, and a guarantee that says who gains from a pause: without it the first side is stronger by .3 after two
/// years of rearming.
fn shifting(guarantee: bool) -> Conflict {
    let share = Issue::amount("share", Family::Territory, 0.0, 1.0, "of the pie");
    let mut frame = Issue::choice("guarantee", Family::Security, ["none", "treaty"]);
    let neutral = FrameEffect::NEUTRAL;
    frame.frame = Some(vec![
        neutral,
        FrameEffect {
            breach_factor: 0.0,
            ..neutral
        },
    ]);
    let mut constraints = Vec::new();
    if !guarantee {
        constraints.push(dealzone::space::Constraint::new(
            "no_treaty",
            dealzone::space::Rule::Excludes(Pattern::new([Condition::any_of(
                IssueIndex(1),
                [OptionIndex(1)],
            )])),
        ));
    }
    let party = |id, at_lower: f64, change: f64| {
        let curve = Curve::Linear {
            at_lower,
            at_upper: 1.0 - at_lower,
        };
        let values = vec![Valuation::Amount(curve), Valuation::table([0.0, 0.0])];
        let mut party = Party::new(id, Preferences::new(vec![1.0, 0.0], values));
        party.aftermath = vec![Aftermath {
            issue: IssueIndex(1),
            option: OptionIndex(0),
            change,
        }];
        party
    };
    Conflict::builder(Space::new(vec![share, frame], constraints).unwrap())
        .party(party("a", 0.0, 0.3))
        .party(party("b", 1.0, -0.3))
        .reservations([0.4, 0.4])
        .build()
        .unwrap()
}

/// The gains of peace are .2, the shift of power .3: no division buys off the side that grows (Powell 2006).
#[test]
fn powell_2006_a_shift_greater_than_the_gains_of_peace_breaks_every_deal() {
    let conflict = shifting(false);
    let query = conflict.zone();
    let rearming = Rearming::default();
    let best = query.most_durable(&rearming).unwrap();
    // a keeps the deal for good where x ≥ .4 + .3, b signs where 1 − x ≥ .4: x = .6 comes nearest.
    assert!((best.durability.margin + 0.1).abs() < 1e-6);
    assert!(best.upper < 0.0);
    let breach = best.durability.breach().unwrap();
    assert_eq!(breach.party, PartyIndex(0));
    // W grows by .15 a year from .4 to the share of .6: after a year and a third.
    assert!((breach.after.get() - 4.0 / 3.0).abs() < 0.03, "{breach:?}");
    assert!((breach.shortfall - 0.1).abs() < 1e-6, "{breach:?}");
    assert!(!best.durability.is_self_enforcing());
}

#[test]
fn a_guarantee_makes_the_deal_self_enforcing() {
    let conflict = shifting(true);
    let best = conflict.zone().most_durable(&Rearming::default()).unwrap();
    assert!(best.durability.is_self_enforcing());
    assert_eq!(
        best.deal.level(IssueIndex(1)),
        Some(Level::Option(OptionIndex(1)))
    );
    assert!(
        (best.durability.margin - 0.1).abs() < 1e-6,
        "{:?}",
        best.durability
    );
    assert!(best.upper - best.durability.margin < 1e-6);
}

#[test]
fn a_cost_of_breach_counts_where_a_guarantee_is_given() {
    let conflict = shifting(true);
    let query = conflict.zone();
    let rearming = Rearming {
        cost_of_breach: 0.25,
        ..Rearming::default()
    };
    // This guarantee rules a breach out, so that the cost counts whole; without it there is none.
    let deal = Deal::new(vec![Level::Amount(0.5), Level::Option(OptionIndex(1))]);
    let plain = query.durability(&deal, &Rearming::default());
    let costly = query.durability(&deal, &rearming);
    assert!((plain.margin - 0.1).abs() < 1e-12);
    assert!((costly.margin - 0.35).abs() < 1e-12);
    let bare = Deal::new(vec![Level::Amount(0.5), Level::Option(OptionIndex(0))]);
    let [free, fined] = [Rearming::default(), rearming].map(|it| query.durability(&bare, &it));
    assert_eq!(free, fined);
}

/// Against every time looked at on a grid of divisions.
#[test]
fn the_most_durable_deal_is_that_of_a_grid() {
    let conflict = shifting(false);
    let query = conflict.zone();
    for years in [0.0, 0.5, 2.0, 8.0] {
        let rearming = Rearming {
            time: Years::new(years).unwrap(),
            ..Rearming::default()
        };
        let best = query.most_durable(&rearming).unwrap();
        let grid = (400..=600)
            .map(|step| {
                let deal = Deal::new(vec![
                    Level::Amount(f64::from(step) / 1000.0),
                    Level::Option(OptionIndex(0)),
                ]);
                query.durability(&deal, &rearming).margin
            })
            .fold(f64::NEG_INFINITY, f64::max);
        assert!(best.durability.margin >= grid - 1e-9, "{years}");
        assert!(
            best.upper >= grid - 1e-9 && best.upper - grid < 2e-3,
            "{years}: {best:?} {grid}"
        );
    }
}
