//! Baron, D. P. & Ferejohn, J. A. (1989). Bargaining in legislatures. American Political Science Review 83: 1181–1206.
//!
//! A proposer buys the cheapest votes it needs: 1 − δ(n − 1)/2n is left to it under majority rule, 1 − δ(n − 1)/n under
//! unanimity.

use dealzone::games::{Legislature, Member};
use dealzone::units::Probability;
use proptest::prelude::*;

fn probability(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

/// T16: three and five members, majority and unanimity.
#[test]
fn baron_ferejohn_1989_the_proposer_keeps_what_the_cheapest_votes_leave() {
    for (members, quota, discount, proposer, partner) in [
        (3, 2, 1.0, 2.0 / 3.0, 1.0 / 3.0),
        (3, 2, 0.8, 0.733_333, 0.266_667),
        (5, 3, 1.0, 0.6, 0.2),
        (3, 3, 0.8, 0.466_667, 0.266_667),
    ] {
        let found = Legislature::equal(members, quota, discount)
            .unwrap()
            .equilibrium();
        for member in 0..members {
            let share = found.proposer_share(member);
            assert!(
                (share - proposer).abs() < 5e-7,
                "{members} {quota}: {share}"
            );
            assert!((found.prices()[member] - partner).abs() < 5e-7);
        }
    }
}

/// Members with any odds and any patience, and a quota below all.
fn any_legislature() -> impl Strategy<Value = (Vec<Member>, usize)> {
    (2_usize..8)
        .prop_flat_map(|members| {
            let lots = proptest::collection::vec(0.01..1.0_f64, members);
            let discounts = proptest::collection::vec(0.0..0.99_f64, members);
            (lots, discounts, 1..=members)
        })
        .prop_map(|(lots, discounts, quota)| {
            let all: f64 = lots.iter().sum();
            let members = lots
                .iter()
                .zip(discounts)
                .map(|(lot, discount)| Member {
                    proposes: probability(lot / all),
                    discount: probability(discount),
                })
                .collect();
            (members, quota)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn baron_ferejohn_1989_closed_form(members in 1_usize..30, discount in 0.0..0.999_f64) {
        let members = 2 * members + 1;
        let n = members as f64;
        let majority = Legislature::equal(members, members / 2 + 1, discount).unwrap().equilibrium();
        let expected = 1.0 - discount * (n - 1.0) / (2.0 * n);
        prop_assert!((majority.proposer_share(0) - expected).abs() < 1e-12);
        prop_assert!((majority.prices()[1] - discount / n).abs() < 1e-12);
        let unanimity = Legislature::equal(members, members, discount).unwrap().equilibrium();
        let expected = 1.0 - discount * (n - 1.0) / n;
        prop_assert!((unanimity.proposer_share(0) - expected).abs() < 1e-12);
    }

    /// The definition of the equilibrium, for any odds of proposing and any patience: each member can expect its own
    /// turns, in which it buys the cheapest votes, and its price whenever another buys its vote; the votes bought are
    /// as many as are needed, and only the cheapest.
    #[test]
    fn baron_ferejohn_1989_any_members((members, quota) in any_legislature()) {
        let found = Legislature::new(members.clone(), quota).unwrap().equilibrium();
        let prices = found.prices();
        let sum: f64 = found.values().iter().sum();
        prop_assert!((sum - 1.0).abs() < 1e-9, "values sum to {sum}");
        let mut sorted = prices.to_vec();
        sorted.sort_by(f64::total_cmp);
        let dearest = sorted[quota - 1];
        for (place, member) in members.iter().enumerate() {
            let (odds, discount) = (member.proposes.get(), member.discount.get());
            let bought = found.bought()[place];
            let value = odds * found.proposer_share(place) + bought * prices[place];
            prop_assert!((found.values()[place] - value).abs() < 1e-9, "{place}: {found:?}");
            prop_assert!((prices[place] - discount * value).abs() < 1e-9);
            prop_assert!(bought >= 0.0 && bought <= 1.0 - odds + 1e-12);
            if quota > 1 && prices[place] > dearest + 1e-9 {
                prop_assert!(bought.abs() < 1e-9, "{place} is too dear: {found:?}");
            }
            if prices[place] < dearest - 1e-9 {
                prop_assert!((bought - (1.0 - odds)).abs() < 1e-9, "{place} is cheap: {found:?}");
            }
        }
        // A free vote may be counted as bought where it is not needed.
        if prices.iter().all(|&price| price > 1e-12) && quota > 1 {
            let votes: f64 = found.bought().iter().sum();
            prop_assert!((votes - (quota - 1) as f64).abs() < 1e-7, "{votes} votes: {found:?}");
        }
    }
}

/// Where no vote but one's own is needed the proposer takes all; where nothing survives a delay votes are free.
#[test]
fn baron_ferejohn_1989_dictators_and_the_impatient() {
    let alone = Legislature::equal(4, 1, 0.9).unwrap().equilibrium();
    assert_eq!(alone.proposer_share(2), 1.0);
    let impatient = Legislature::equal(5, 3, 0.0).unwrap().equilibrium();
    assert_eq!(impatient.proposer_share(0), 1.0);
    assert!((impatient.values()[0] - 0.2).abs() < 1e-15);
}

#[test]
fn baron_ferejohn_1989_faults_are_told() {
    let message = |result: Result<Legislature, _>| -> String {
        let error: dealzone::games::GameError = result.unwrap_err();
        error.to_string()
    };
    assert_eq!(
        message(Legislature::equal(3, 4, 0.8)),
        "4 votes are not from 1 to all 3"
    );
    assert_eq!(
        message(Legislature::equal(3, 3, 1.0)),
        "all must agree, and member 0 can wait for ever: nothing settles who gets what"
    );
    assert_eq!(
        message(Legislature::equal(0, 0, 1.0)),
        "0 members are not from 1 to 10000"
    );
    let half = Member {
        proposes: probability(0.4),
        discount: probability(0.9),
    };
    assert_eq!(
        message(Legislature::new(vec![half; 2], 2)),
        "the odds of proposing sum to 0.8, not to 1"
    );
}
