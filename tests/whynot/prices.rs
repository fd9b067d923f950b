//! Prices of opening against every deal of small conflicts.

use dealzone::conflict::Conflict;
use dealzone::party::Role;
use dealzone::zone::{DealTerms, Price};

use crate::small::{allowed, conflict};

/// Within the gap of a price and the tolerance of its rows.
const TOLERANCE: f64 = 4e-6;

fn least(amounts: impl Iterator<Item = f64>) -> Option<f64> {
    amounts.reduce(f64::min)
}

fn check(seed: u64, what: &str, price: &Price, expected: Option<f64>) {
    match (price, expected) {
        (Price::Never, None) => {}
        (Price::Of(payment), Some(expected)) => {
            assert!(
                (payment.enough - expected).abs() < TOLERANCE,
                "seed {seed}, {what}: {} for {expected}",
                payment.enough
            );
            assert!(
                payment.at_least <= expected + TOLERANCE,
                "seed {seed}, {what}"
            );
        }
        _ => panic!("seed {seed}, {what}: {price:?} for {expected:?}"),
    }
}

#[test]
fn prices_are_those_of_the_best_of_all_deals() {
    let (mut open, mut closed, mut never) = (0, 0, 0);
    for seed in 0..300 {
        let conflict = conflict(seed);
        let deals = allowed(&conflict);
        let opening = conflict.zone().opening();
        let count = conflict.parties().len();
        let scale = |party: usize| conflict.parties()[party].scale;
        let others_gain = |surplus: &[f64], of: &[usize]| {
            (0..count).all(|party| of.contains(&party) || surplus[party] >= 0.0)
        };

        for (party, price) in &opening.gifts {
            let party = party.get();
            let gifts = deals
                .iter()
                .filter(|(_, surplus)| others_gain(surplus, &[party]))
                .map(|(_, surplus)| -surplus[party]);
            let expected = least(gifts);
            never += usize::from(expected.is_none());
            check(seed, "gift", price, expected);
        }
        let total = |surplus: &Vec<f64>| -> f64 {
            (0..count).map(|party| -surplus[party] / scale(party)).sum()
        };
        let expected = least(deals.iter().map(|(_, surplus)| total(surplus)));
        check(seed, "payments", &opening.payments, expected);
        let shortfall = |surplus: &Vec<f64>| -> f64 {
            (0..count)
                .map(|party| (-surplus[party] / scale(party)).max(0.0))
                .sum()
        };
        let expected = least(deals.iter().map(|(_, surplus)| shortfall(surplus)));
        check(seed, "subsidy", &opening.subsidy, expected);

        // What a fall of the value of war by one is worth to a party in the frame of a deal.
        let worth = |conflict: &Conflict, deal, party: usize| {
            let frame = conflict.space().frame_of(deal, conflict.breach());
            let party = &conflict.parties()[party];
            1.0 - DealTerms::new(party, &frame, conflict.period()).broken
        };
        for (party, price) in &opening.war {
            let party = party.get();
            let falls = deals
                .iter()
                .filter(|(_, surplus)| others_gain(surplus, &[party]))
                .map(|(deal, surplus)| -surplus[party] / worth(&conflict, deal, party));
            check(seed, "war", price, least(falls));
        }
        let fighting: Vec<usize> = (0..count)
            .filter(|party| conflict.parties()[*party].role == Role::Belligerent)
            .collect();
        let falls = deals
            .iter()
            .filter(|(_, surplus)| others_gain(surplus, &fighting))
            .map(|(deal, surplus)| {
                fighting
                    .iter()
                    .map(|&party| -surplus[party] / scale(party) / worth(&conflict, deal, party))
                    .fold(f64::NEG_INFINITY, f64::max)
            });
        check(seed, "war for all", &opening.war_for_all, least(falls));
        match conflict.deal_zone().exists() {
            true => open += 1,
            false => closed += 1,
        }
    }
    assert!(
        open > 50 && closed > 50 && never > 20,
        "{open} {closed} {never}"
    );
}

/// What goes to each party is what the deal leaves it short of, and payments among the parties cancel out.
#[test]
fn payments_leave_nobody_short() {
    for seed in 0..100 {
        let conflict = conflict(seed);
        let deals = allowed(&conflict);
        let opening = conflict.zone().opening();
        for price in [&opening.payments, &opening.subsidy] {
            let Price::Of(payment) = price else { continue };
            let (_, surplus) = deals
                .iter()
                .find(|(deal, _)| *deal == payment.deal)
                .unwrap();
            for (gain, received) in surplus.iter().zip(&payment.by_party) {
                assert!(gain + received >= -TOLERANCE, "seed {seed}");
            }
            let paid: f64 = payment
                .by_party
                .iter()
                .zip(conflict.parties())
                .map(|(received, party)| received / party.scale)
                .sum();
            assert!(
                (paid - payment.enough.max(0.0)).abs() < TOLERANCE,
                "seed {seed}"
            );
        }
    }
}

/// A gift that is enough opens the zone of a conflict in which the party's war is worth that much less, and one that is
/// proven too small does not.
#[test]
fn a_costlier_war_opens_the_zone_at_its_price_and_not_before() {
    let mut tried = 0;
    for seed in 0..100 {
        let conflict = conflict(seed);
        let opening = conflict.zone().opening();
        for (party, price) in &opening.war {
            let Price::Of(payment) = price else { continue };
            if payment.enough.abs() < 1e-3 {
                continue;
            }
            tried += 1;
            for (change, exists) in [(1e-5, true), (-1e-5, false)] {
                let situation = dealzone::conflict::Situation::opening(&conflict);
                let outlook = dealzone::conflict::Outlook::new(&conflict, &situation);
                let mut war = outlook.war.clone();
                war[party.get()] -= payment.enough + change;
                let costlier = conflict.to_builder().reservations(war).build().unwrap();
                assert_eq!(costlier.deal_zone().exists(), exists, "seed {seed}");
            }
        }
    }
    assert!(tried > 50, "{tried}");
}
