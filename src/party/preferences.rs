//! Preferences: the flow utility of a deal.

use std::collections::BTreeSet;

use super::{Flow, PartyError, Valuation};
use crate::index::{IssueIndex, OptionIndex};
use crate::space::{Condition, Deal, Pattern, Space, Test};

/// A utility that choices have only together, above or below zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Interaction {
    /// The choices: conditions on the options of one issue or more, each of another.
    pub when: Pattern,
    /// What they add when a deal meets all conditions, in utility.
    pub value: f64,
}

impl Interaction {
    /// Of two options, of different issues.
    #[must_use]
    pub fn between(options: [(IssueIndex, OptionIndex); 2], value: f64) -> Self {
        let conditions = options.map(|(issue, option)| Condition::any_of(issue, [option]));
        Self {
            when: Pattern::new(conditions),
            value,
        }
    }

    fn fault(&self, space: &Space) -> Option<&'static str> {
        let conditions = &self.when.conditions;
        let issues: BTreeSet<IssueIndex> = conditions.iter().map(|it| it.issue).collect();
        let on_options = |condition: &Condition| matches!(condition.test, Test::AnyOf(_));
        if let Some(fault) = self.when.fault(space) {
            Some(fault)
        } else if issues.len() < conditions.len() {
            Some("names an issue twice")
        } else if !conditions.iter().all(on_options) {
            // A test on amounts is strict, and a gain beyond it would have no best deal.
            Some("tests an amount")
        } else {
            (!self.value.is_finite()).then_some("has a value that is not finite")
        }
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
    /// Utility is 0 to 1 but for interactions, and NaN where a share is missing that counts.
    #[must_use]
    pub fn utility(&self, space: &Space, deal: &Deal, shares: &[f64]) -> f64 {
        Flow::new(self, space, deal).at(shares)
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
        for interaction in &self.interactions {
            if let Some(fault) = interaction.fault(space) {
                return Err(PartyError::Part {
                    party: party.to_owned(),
                    place: "interaction".to_owned(),
                    fault,
                });
            }
        }
        Ok(())
    }
}
