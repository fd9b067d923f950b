//! Audience costs: what falling short of a public position costs at home (Fearon 1994).

use serde::{Deserialize, Serialize};

use crate::index::IssueIndex;
use crate::space::{Level, Space};
use crate::units::AnnualRate;

/// A position taken in public.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    /// The issue spoken about.
    pub issue: IssueIndex,
    /// What was said to be the least acceptable.
    pub level: Level,
    /// How firmly it stands now, 0 (forgotten) to 1 (said again and again).
    pub firmness: f64,
}

/// What a party has said in public and what that costs:
/// A(x) = α Σ_k firmness_k · w_k · max(0, v_k(public_k) − v_k(x_k)).
#[derive(Debug, Clone, PartialEq)]
pub struct Audience {
    /// α: cost of falling short by one unit of utility on a firm position; 0 or more.
    pub cost: f64,
    /// Rate at which firmness fades while nothing is said.
    pub fading: AnnualRate,
    /// What each statement adds to firmness, up to 1; 0 to 1.
    pub hardening: f64,
    /// Positions as they stand at the opening; at most one an issue.
    pub public: Vec<Commitment>,
}

impl Audience {
    /// Nothing was said, and nothing said costs anything.
    #[must_use]
    pub fn silent() -> Self {
        Self {
            cost: 0.0,
            fading: AnnualRate::ZERO,
            hardening: 0.0,
            public: Vec::new(),
        }
    }

    pub(super) fn fault(&self, space: &Space) -> Option<&'static str> {
        if !(self.cost.is_finite() && self.cost >= 0.0) {
            return Some("has a cost that is not a finite number of 0 or more");
        }
        if !(0.0..=1.0).contains(&self.hardening) {
            return Some("has a hardening outside 0 to 1");
        }
        for (position, commitment) in self.public.iter().enumerate() {
            let known = space
                .issue(commitment.issue)
                .is_some_and(|issue| issue.domain.contains(commitment.level));
            if !known {
                return Some("has a public position that is not a level of its issue");
            }
            if !(0.0..=1.0).contains(&commitment.firmness) {
                return Some("has a firmness outside 0 to 1");
            }
            if self.public[..position]
                .iter()
                .any(|earlier| earlier.issue == commitment.issue)
            {
                return Some("has two public positions on one issue");
            }
        }
        None
    }
}
