//! Constraints: what no deal may break, whoever signs it.

use std::collections::BTreeSet;

use super::{Condition, Deal, Domain, Level, Pattern, Space, SpaceError, Test};
use crate::index::{IssueIndex, OptionIndex};

/// How the two sides of a linear constraint compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The sum is at most the bound.
    AtMost,
    /// The sum equals the bound (to within [`Rule::TOLERANCE`]).
    Equal,
    /// The sum is at least the bound.
    AtLeast,
}

/// One term of a linear constraint: a coefficient times an amount.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinearTerm {
    /// The issue, an amount.
    pub issue: IssueIndex,
    /// What its level is multiplied by.
    pub coefficient: f64,
}

/// What a constraint says.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// Σ coefficient · amount compared with a bound.
    Linear {
        /// The terms of the sum.
        terms: Vec<LinearTerm>,
        /// The comparison.
        relation: Relation,
        /// The right-hand side.
        bound: f64,
    },
    /// Where the pattern matches, the condition must hold too.
    Implies {
        /// The premise.
        when: Pattern,
        /// The consequence.
        then: Condition,
    },
    /// The pattern must not match.
    Excludes(Pattern),
}

impl Rule {
    /// By how much, relative to the size of its terms, a linear constraint may be missed: rounding, not slack.
    pub const TOLERANCE: f64 = 1e-9;

    /// Whether a deal meets it.
    #[must_use]
    pub fn holds(&self, deal: &Deal) -> bool {
        match self {
            Self::Linear {
                terms,
                relation,
                bound,
            } => {
                let mut sum = -bound;
                let mut size = bound.abs();
                for term in terms {
                    let Some(Level::Amount(amount)) = deal.level(term.issue) else {
                        return false;
                    };
                    sum += term.coefficient * amount;
                    size += (term.coefficient * amount).abs();
                }
                let tolerance = Self::TOLERANCE * size.max(1.0);
                match relation {
                    Relation::AtMost => sum <= tolerance,
                    Relation::Equal => sum.abs() <= tolerance,
                    Relation::AtLeast => sum >= -tolerance,
                }
            }
            Self::Implies { when, then } => !when.matches(deal) || then.holds(deal),
            Self::Excludes(pattern) => !pattern.matches(deal),
        }
    }

    /// The patterns that it forbids; none for a linear rule.
    ///
    /// An implication forbids its premise together with every way to miss its consequence.
    pub(crate) fn forbidden(&self, space: &Space) -> Vec<Pattern> {
        match self {
            Self::Linear { .. } => Vec::new(),
            Self::Excludes(pattern) => vec![pattern.clone()],
            Self::Implies { when, then } => then
                .negated(space)
                .map(|missed| {
                    let mut pattern = when.clone();
                    pattern.conditions.push(missed);
                    pattern
                })
                .into_iter()
                .collect(),
        }
    }
}

impl Condition {
    /// The condition that holds exactly where this one does not, up to the boundary of an amount; `None` where this one
    /// always holds.
    pub(crate) fn negated(&self, space: &Space) -> Option<Condition> {
        let test = match &self.test {
            Test::AnyOf(options) => {
                let count = space.issue(self.issue)?.domain.options().len();
                let others: BTreeSet<OptionIndex> = (0..count)
                    .map(OptionIndex)
                    .filter(|option| !options.contains(option))
                    .collect();
                if others.is_empty() {
                    return None;
                }
                Test::AnyOf(others)
            }
            Test::Above(bound) => Test::Below(*bound),
            Test::Below(bound) => Test::Above(*bound),
        };
        Some(Condition {
            issue: self.issue,
            test,
        })
    }
}

/// A rule with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Constraint {
    /// Unique within the space: lower-case letters, digits, `_` and `-`.
    pub id: String,
    /// What a reader is shown.
    pub label: String,
    /// What it says.
    pub rule: Rule,
}

impl Constraint {
    /// A constraint whose label is its id.
    pub fn new(id: impl Into<String>, rule: Rule) -> Self {
        let id = id.into();
        Self {
            label: id.clone(),
            id,
            rule,
        }
    }

    pub(super) fn check(&self, space: &Space) -> Result<(), SpaceError> {
        let fault = |fault| SpaceError::Constraint {
            constraint: self.id.clone(),
            fault,
        };
        match &self.rule {
            Rule::Linear { terms, bound, .. } => {
                if terms.is_empty() {
                    return Err(fault("has no terms"));
                }
                if !bound.is_finite() || terms.iter().any(|term| !term.coefficient.is_finite()) {
                    return Err(fault("has a number that is not finite"));
                }
                let amounts = terms.iter().all(|term| {
                    space
                        .issue(term.issue)
                        .is_some_and(|issue| matches!(issue.domain, Domain::Amount { .. }))
                });
                if !amounts {
                    return Err(fault("sums an issue that is not an amount"));
                }
                let distinct: BTreeSet<IssueIndex> = terms.iter().map(|term| term.issue).collect();
                if distinct.len() < terms.len() {
                    return Err(fault("sums the same issue twice"));
                }
                Ok(())
            }
            Rule::Implies { when, then } => match when.fault(space).or_else(|| then.fault(space)) {
                Some(found) => Err(fault(found)),
                None => Ok(()),
            },
            Rule::Excludes(pattern) => match pattern.fault(space) {
                Some(found) => Err(fault(found)),
                None => Ok(()),
            },
        }
    }
}
