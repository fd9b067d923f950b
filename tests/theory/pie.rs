//! A prize of size one, to be divided.

use dealzone::index::IssueIndex;
use dealzone::party::{Curve, End, Party, Preferences, Valuation};
use dealzone::space::{Constraint, Family, Issue, LinearTerm, Relation, Rule, Space};

/// The first side's share, 0 to 1.
pub(crate) fn share() -> Issue {
    Issue::amount("share", Family::Territory, 0.0, 1.0, "share of the prize")
}

pub(crate) fn space() -> Space {
    Space::new(vec![share()], vec![]).unwrap()
}

/// Only this share is on the table.
pub(crate) fn pinned(at: f64) -> Space {
    let rule = Rule::Linear {
        terms: vec![LinearTerm {
            issue: IssueIndex(0),
            coefficient: 1.0,
        }],
        relation: Relation::Equal,
        bound: at,
    };
    Space::new(vec![share()], vec![Constraint::new("pinned", rule)]).unwrap()
}

/// Two sides with u = (own share)^exponent: risk-averse below 1, neutral at 1, acceptant above.
pub(crate) fn sides(exponent: f64) -> [Party; 2] {
    [("a", End::Upper), ("b", End::Lower)].map(|(id, best)| {
        let curve = Curve::Power { best, exponent };
        Party::new(
            id,
            Preferences::new(vec![1.0], vec![Valuation::Amount(curve)]),
        )
    })
}
