//! Preferences: the flow utility of a deal.

use super::{PartyError, Valuation};
use crate::index::{IssueIndex, OptionIndex};
use crate::space::{Deal, Level, Space};

/// A utility that two choices have only together, above or below zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interaction {
    /// The two options, of different issues.
    pub between: [(IssueIndex, OptionIndex); 2],
    /// What they add when both are chosen, in utility.
    pub value: f64,
}

impl Interaction {
    /// Whether a deal has both choices.
    #[must_use]
    pub fn applies(&self, deal: &Deal) -> bool {
        self.between
            .iter()
            .all(|&(issue, option)| deal.level(issue) == Some(Level::Option(option)))
    }
}

/// What a party wants: u(x) = Σ w_k·v_k(x_k) + Σ interactions (Keeney & Raiffa 1976).
///
/// Weights are swing weights: what the step from the worst to the best level *on the table* is worth. They are not
/// negative and sum to one.
#[derive(Debug, Clone, PartialEq)]
pub struct Preferences {
    weights: Vec<f64>,
    values: Vec<Valuation>,
    interactions: Vec<Interaction>,
}

impl Preferences {
    /// How far from one the weights may sum.
    pub const WEIGHT_TOLERANCE: f64 = 1e-9;

    /// Weights and value functions in the order of the space's issues. [`Party::check`](super::Party::check) says
    /// whether they fit a space.
    #[must_use]
    pub fn new(weights: Vec<f64>, values: Vec<Valuation>) -> Self {
        Self {
            weights,
            values,
            interactions: Vec::new(),
        }
    }

    /// The same with interactions between choices.
    #[must_use]
    pub fn with_interactions(mut self, interactions: Vec<Interaction>) -> Self {
        self.interactions = interactions;
        self
    }

    /// Swing weights, in the order of the space's issues.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Value functions, in the order of the space's issues.
    #[must_use]
    pub fn values(&self) -> &[Valuation] {
        &self.values
    }

    /// Interactions between choices.
    #[must_use]
    pub fn interactions(&self) -> &[Interaction] {
        &self.interactions
    }

    /// Flow utility of a deal, when the first belligerent holds `shares[k]` of the region that issue k is about.
    ///
    /// Utility is 0 to 1 but for interactions.
    #[must_use]
    pub fn utility(&self, space: &Space, deal: &Deal, shares: &[f64]) -> f64 {
        let issues = space.issues().iter().zip(deal.levels()).zip(shares);
        let sum: f64 = self
            .weights
            .iter()
            .zip(&self.values)
            .zip(issues)
            .map(|((weight, value), ((issue, level), share))| {
                weight * value.at(*level, &issue.domain, *share)
            })
            .sum();
        let joint: f64 = self
            .interactions
            .iter()
            .filter(|interaction| interaction.applies(deal))
            .map(|interaction| interaction.value)
            .sum();
        sum + joint
    }

    pub(super) fn check(&self, party: &str, space: &Space) -> Result<(), PartyError> {
        let issues = space.issues();
        for (what, found) in [
            ("weights", self.weights.len()),
            ("value functions", self.values.len()),
        ] {
            if found != issues.len() {
                return Err(PartyError::Length {
                    party: party.to_owned(),
                    what,
                    found,
                    expected: issues.len(),
                });
            }
        }
        for ((issue, weight), value) in issues.iter().zip(&self.weights).zip(&self.values) {
            let found = if weight.is_finite() && *weight >= 0.0 {
                value.fault(&issue.domain)
            } else {
                Some("has a weight that is not a finite number of 0 or more")
            };
            if let Some(fault) = found {
                return Err(PartyError::Part {
                    party: party.to_owned(),
                    place: format!("issue \"{}\"", issue.id),
                    fault,
                });
            }
        }
        let sum: f64 = self.weights.iter().sum();
        if (sum - 1.0).abs() > Self::WEIGHT_TOLERANCE {
            return Err(PartyError::WeightSum {
                party: party.to_owned(),
                sum,
            });
        }
        let sound = |&(issue, option): &(IssueIndex, OptionIndex)| {
            space
                .issue(issue)
                .is_some_and(|issue| option.get() < issue.domain.options().len())
        };
        for interaction in &self.interactions {
            let [first, second] = &interaction.between;
            if !sound(first)
                || !sound(second)
                || first.0 == second.0
                || !interaction.value.is_finite()
            {
                return Err(PartyError::Part {
                    party: party.to_owned(),
                    place: "interaction".to_owned(),
                    fault: "is not a finite value on options of two different issues",
                });
            }
        }
        Ok(())
    }
}
