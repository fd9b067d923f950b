//! Jordan, J. S. (2015). A bargain might not exist. Working paper.
//!
//! With three sides the reservation values may sum to more than the prize although war is costly.

use dealzone::conflict::Conflict;
use dealzone::index::{IssueIndex, PartyIndex};
use dealzone::party::{Curve, Party, Preferences, Valuation};
use dealzone::space::{Constraint, Family, Issue, LinearTerm, Relation, Rule, Space};
use dealzone::zone::{DealZone, Demand};
use proptest::prelude::*;

/// Three shares of one prize, each valued by its owner alone.
fn conflict(reservations: [f64; 3]) -> Conflict {
    let shares = ["a", "b", "c"].map(|id| Issue::amount(id, Family::Assets, 0.0, 1.0, "share"));
    let whole = Rule::Linear {
        terms: (0..3)
            .map(|issue| LinearTerm {
                issue: IssueIndex(issue),
                coefficient: 1.0,
            })
            .collect(),
        relation: Relation::Equal,
        bound: 1.0,
    };
    let space = Space::new(shares.to_vec(), vec![Constraint::new("whole", whole)]).unwrap();
    let own = |id, place: usize| {
        let curve = Curve::Linear {
            at_lower: 0.0,
            at_upper: 1.0,
        };
        let mut weights = vec![0.0; 3];
        weights[place] = 1.0;
        Party::new(
            id,
            Preferences::new(weights, vec![Valuation::Amount(curve); 3]),
        )
    };
    Conflict::builder(space)
        .parties([own("a", 0), own("b", 1), own("c", 2)])
        .reservations(reservations)
        .build()
        .unwrap()
}

fn zone(reservations: [f64; 3]) -> DealZone {
    conflict(reservations).deal_zone()
}

/// T24: .55 + .30 + .20 = 1.05, so each falls short by a third of .05.
#[test]
fn three_reservations_may_exceed_the_prize() {
    let zone = zone([0.55, 0.30, 0.20]);
    assert!(zone.is_empty());
    assert!((zone.lower() + 0.05 / 3.0).abs() < 1e-9);
    assert!((zone.upper() + 0.05 / 3.0).abs() < 1e-9);
}

#[test]
fn a_little_less_and_a_bargain_exists() {
    let zone = zone([0.55, 0.30, 0.10]);
    assert!(zone.exists());
    assert!((zone.lower() - 0.05 / 3.0).abs() < 1e-9);
}

/// All three are needed for the clash: any two can be satisfied.
#[test]
fn no_two_of_them_clash() {
    let conflict = conflict([0.55, 0.30, 0.20]);
    let clashes = conflict.zone().clashes();
    let sets: Vec<Vec<Demand>> = clashes
        .sets()
        .iter()
        .map(|set| set.as_slice().to_vec())
        .collect();
    let participation = |party| Demand::Participation {
        party: PartyIndex(party),
    };
    assert_eq!(
        sets,
        [vec![participation(0), participation(1), participation(2)]]
    );
    assert_eq!(clashes.lifts().len(), 3);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    /// Each gains or falls short by a third of what the reservations leave.
    #[test]
    fn jordan_2015_closed_form(reservations in [0.3..0.6_f64, 0.3..0.6_f64, 0.3..0.6_f64]) {
        let left = 1.0 - reservations.iter().sum::<f64>();
        prop_assume!(left.abs() > 1e-6);
        // No reservation is so low that its owner would have to give what it has not got.
        let zone = zone(reservations);
        prop_assert_eq!(zone.exists(), left > 0.0);
        prop_assert_eq!(zone.is_empty(), left < 0.0);
        prop_assert!((zone.lower() - left / 3.0).abs() < 1e-9);
    }
}
