//! Patterns: conjunctions of conditions on levels.

use std::collections::BTreeSet;

use super::{Deal, Domain, Level, Space};
use crate::index::{IssueIndex, OptionIndex};

/// What a condition asks of one level.
///
/// The tests on amounts are strict, so that the levels which escape them form a closed interval and a best deal
/// exists.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The option is one of these.
    AnyOf(BTreeSet<OptionIndex>),
    /// The amount is greater than this.
    Above(f64),
    /// The amount is less than this.
    Below(f64),
}

/// A test on the level of one issue.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The issue whose level is tested.
    pub issue: IssueIndex,
    /// What is asked of it.
    pub test: Test,
}

impl Condition {
    /// The option of an issue is one of these.
    pub fn any_of(issue: IssueIndex, options: impl IntoIterator<Item = OptionIndex>) -> Self {
        Self {
            issue,
            test: Test::AnyOf(options.into_iter().collect()),
        }
    }

    /// Whether a deal meets it; a level of the wrong kind does not.
    #[must_use]
    pub fn holds(&self, deal: &Deal) -> bool {
        match (&self.test, deal.level(self.issue)) {
            (Test::AnyOf(options), Some(Level::Option(option))) => options.contains(&option),
            (Test::Above(bound), Some(Level::Amount(amount))) => amount > *bound,
            (Test::Below(bound), Some(Level::Amount(amount))) => amount < *bound,
            _ => false,
        }
    }

    /// The fault in it, if any, as a phrase.
    pub(crate) fn fault(&self, space: &Space) -> Option<&'static str> {
        let Some(issue) = space.issue(self.issue) else {
            return Some("names an issue that is not there");
        };
        match (&self.test, &issue.domain) {
            (Test::AnyOf(options), Domain::Choice(known) | Domain::Ordinal(known)) => {
                if options.is_empty() {
                    Some("tests against no option")
                } else if options.iter().any(|option| option.get() >= known.len()) {
                    Some("names an option that is not there")
                } else {
                    None
                }
            }
            (Test::Above(bound) | Test::Below(bound), Domain::Amount { .. }) => {
                (!bound.is_finite()).then_some("has a bound that is not finite")
            }
            (Test::AnyOf(_), Domain::Amount { .. }) => Some("tests an amount for options"),
            (Test::Above(_) | Test::Below(_), _) => Some("tests an option for an amount"),
        }
    }

    /// The bound that its amount never reaches, if it tests against such. Ends are within reach: "above the upper end"
    /// is how it is said that the upper end must be met.
    pub(crate) fn out_of_reach(&self, space: &Space) -> Option<OutOfReach> {
        let issue = space.issue(self.issue)?;
        match (&self.test, &issue.domain) {
            (
                Test::Above(bound) | Test::Below(bound),
                Domain::Amount {
                    lower, upper, unit, ..
                },
            ) if !(*lower..=*upper).contains(bound) => Some(OutOfReach {
                issue: issue.id.clone(),
                bound: *bound,
                lower: *lower,
                upper: *upper,
                unit: unit.clone(),
            }),
            _ => None,
        }
    }
}

/// A test of an amount against a bound that no level of it reaches: every level meets it, or none does.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("tests \"{issue}\" at {bound}, which is not within {lower} to {upper} {unit}")]
pub struct OutOfReach {
    /// The issue's id.
    pub issue: String,
    /// What its amount is tested against.
    pub bound: f64,
    /// The least level of the issue.
    pub lower: f64,
    /// The greatest level of the issue.
    pub upper: f64,
    /// What all three are counted in.
    pub unit: String,
}

/// A conjunction of conditions: a deal matches when it meets all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// The conditions; none at all match every deal.
    pub conditions: Vec<Condition>,
}

impl Pattern {
    /// The pattern of these conditions.
    pub fn new(conditions: impl IntoIterator<Item = Condition>) -> Self {
        Self {
            conditions: conditions.into_iter().collect(),
        }
    }

    /// Whether a deal meets every condition.
    #[must_use]
    pub fn matches(&self, deal: &Deal) -> bool {
        self.conditions
            .iter()
            .all(|condition| condition.holds(deal))
    }

    /// The fault in it, if any, as a phrase.
    pub(crate) fn fault(&self, space: &Space) -> Option<&'static str> {
        if self.conditions.is_empty() {
            return Some("has no condition");
        }
        self.conditions
            .iter()
            .find_map(|condition| condition.fault(space))
    }

    /// The first bound that an amount never reaches.
    pub(crate) fn out_of_reach(&self, space: &Space) -> Option<OutOfReach> {
        let mut conditions = self.conditions.iter();
        conditions.find_map(|condition| condition.out_of_reach(space))
    }
}
