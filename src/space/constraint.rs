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

/// Refuses implications that lead back to where they start: they are one statement written as several, and a reader
/// cannot tell which level is the cause.
pub(super) fn check_acyclic(space: &Space) -> Result<(), SpaceError> {
    let implications: Vec<(&str, &Pattern, &Condition)> = space
        .constraints()
        .iter()
        .filter_map(|constraint| match &constraint.rule {
            Rule::Implies { when, then } => Some((constraint.id.as_str(), when, then)),
            _ => None,
        })
        .collect();
    let leads_to = |from: usize, to: usize| {
        let (_, _, then) = implications[from];
        let (_, when, _) = implications[to];
        when.conditions
            .iter()
            .any(|condition| condition.issue == then.issue && overlaps(&condition.test, &then.test))
    };
    let count = implications.len();
    // Kahn's algorithm: what cannot be taken away, cause before consequence, lies on a cycle or behind one.
    let mut causes: Vec<usize> = (0..count)
        .map(|to| (0..count).filter(|&from| leads_to(from, to)).count())
        .collect();
    let mut ready: Vec<usize> = (0..count).filter(|&rule| causes[rule] == 0).collect();
    let mut taken = vec![false; count];
    while let Some(rule) = ready.pop() {
        taken[rule] = true;
        for to in (0..count).filter(|&to| leads_to(rule, to)) {
            causes[to] -= 1;
            if causes[to] == 0 {
                ready.push(to);
            }
        }
    }
    match taken.iter().position(|taken| !taken) {
        None => Ok(()),
        Some(first) => {
            // Walk back along causes until a rule repeats: the walk from there on is a cycle.
            let mut walk = vec![first];
            loop {
                let last = walk[walk.len() - 1];
                let Some(cause) = (0..count).find(|&from| !taken[from] && leads_to(from, last))
                else {
                    break;
                };
                if let Some(start) = walk.iter().position(|&rule| rule == cause) {
                    walk.drain(..start);
                    break;
                }
                walk.push(cause);
            }
            walk.reverse();
            Err(SpaceError::CyclicImplications {
                constraints: walk
                    .into_iter()
                    .map(|rule| implications[rule].0.to_owned())
                    .collect(),
            })
        }
    }
}

fn overlaps(left: &Test, right: &Test) -> bool {
    match (left, right) {
        (Test::AnyOf(left), Test::AnyOf(right)) => !left.is_disjoint(right),
        (Test::Above(low), Test::Below(high)) | (Test::Below(high), Test::Above(low)) => low < high,
        (Test::Above(_), Test::Above(_)) | (Test::Below(_), Test::Below(_)) => true,
        _ => false,
    }
}
