//! Constraints: what no deal may break, whoever signs it.

use std::collections::BTreeSet;

use super::{Condition, Deal, Domain, Level, OutOfReach, Pattern, Space, SpaceError, Test};
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

/// What a constraint says of a deal, whoever signs it.
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
    /// Where the pattern matches, the condition must hold too; an amount at the very bound of the consequence meets
    /// it, so that a best deal exists.
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
    /// By how much, relative to the greatest size that its terms can have in the space, a linear constraint may be
    /// missed: rounding, not slack.
    ///
    /// A [`Certificate`](crate::zone::Certificate) speaks of all deals that miss none by more than twice this, so that
    /// no deal that is admitted lies outside what it proves.
    pub const TOLERANCE: f64 = 1e-9;

    /// Whether a deal of this space meets it.
    #[must_use]
    pub fn holds(&self, space: &Space, deal: &Deal) -> bool {
        match self {
            Self::Linear {
                terms,
                relation,
                bound,
            } => {
                let mut sum = -bound;
                for term in terms {
                    let Some(Level::Amount(amount)) = deal.level(term.issue) else {
                        return false;
                    };
                    sum += term.coefficient * amount;
                }
                let tolerance = Self::TOLERANCE * linear_size(space, terms, *bound);
                match relation {
                    Relation::AtMost => sum <= tolerance,
                    Relation::Equal => sum.abs() <= tolerance,
                    Relation::AtLeast => sum >= -tolerance,
                }
            }
            Self::Implies { when, then } => {
                !when.matches(deal) || then.holds(deal) || then.is_at_bound(deal)
            }
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

/// The greatest size of a term of a linear constraint, or of its bound, over the space.
pub(crate) fn linear_size(space: &Space, terms: &[LinearTerm], bound: f64) -> f64 {
    terms
        .iter()
        .map(|term| {
            let reach = match space.issue(term.issue).map(|issue| &issue.domain) {
                Some(Domain::Amount { lower, upper, .. }) => lower.abs().max(upper.abs()),
                _ => 0.0,
            };
            (term.coefficient * reach).abs()
        })
        .fold(bound.abs().max(f64::MIN_POSITIVE), f64::max)
}

impl Condition {
    /// Whether an amount lies at the very bound that it is tested against.
    fn is_at_bound(&self, deal: &Deal) -> bool {
        match (&self.test, deal.level(self.issue)) {
            (Test::Above(bound) | Test::Below(bound), Some(Level::Amount(amount))) => {
                amount == *bound
            }
            _ => false,
        }
    }

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
            Rule::Implies { when, then } => {
                let found = when.fault(space).or_else(|| then.fault(space));
                let beyond = || {
                    when.out_of_reach(space)
                        .or_else(|| then.out_of_reach(space))
                };
                self.sound(found, beyond)
            }
            Rule::Excludes(pattern) => {
                self.sound(pattern.fault(space), || pattern.out_of_reach(space))
            }
        }
    }

    fn sound(
        &self,
        fault: Option<&'static str>,
        beyond: impl FnOnce() -> Option<OutOfReach>,
    ) -> Result<(), SpaceError> {
        let constraint = || self.id.clone();
        match (fault, beyond()) {
            (Some(fault), _) => Err(SpaceError::Constraint {
                constraint: constraint(),
                fault,
            }),
            (None, Some(source)) => Err(SpaceError::Bound {
                constraint: constraint(),
                source: Box::new(source),
            }),
            (None, None) => Ok(()),
        }
    }
}
