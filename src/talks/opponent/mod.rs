//! What a party guesses that another one wants, from the offers that it was shown.

mod bayesian;
mod frequency;

pub use bayesian::Bayesian;
pub use frequency::Frequency;

use std::fmt::Debug;

use super::View;
use crate::index::{OptionIndex, PartyIndex};
use crate::space::{Deal, Domain, Issue, Level};

/// Learns what another party wants from its offers.
pub trait OpponentModel: Debug + Send + Sync {
    /// What a party is guessed to want, as seen from here.
    fn estimate(&self, view: &View<'_>, of: PartyIndex) -> Estimate;
}

/// What one issue is guessed to be worth to somebody, weight included.
#[derive(Debug, Clone, PartialEq)]
pub enum IssueEstimate {
    /// By option.
    Options(Vec<f64>),
    /// Straight lines between (amount, value) points, from the least amount to the greatest.
    Amount(Vec<(f64, f64)>),
}

/// A guessed utility: a sum over issues, in the order of the space.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    pub(crate) issues: Vec<IssueEstimate>,
}

impl Estimate {
    /// What each issue adds.
    #[must_use]
    pub fn new(issues: Vec<IssueEstimate>) -> Self {
        Self { issues }
    }

    /// What each issue adds.
    #[must_use]
    pub fn issues(&self) -> &[IssueEstimate] {
        &self.issues
    }

    /// The guessed utility of a deal; a level that the estimate does not know adds nothing.
    #[must_use]
    pub fn utility(&self, deal: &Deal) -> f64 {
        let pairs = self.issues.iter().zip(deal.levels());
        pairs.map(|(issue, level)| issue.at(*level)).sum()
    }
}

impl IssueEstimate {
    /// What a level adds.
    #[must_use]
    pub fn at(&self, level: Level) -> f64 {
        match (self, level) {
            (Self::Options(values), Level::Option(option)) => {
                values.get(option.get()).copied().unwrap_or(0.0)
            }
            (Self::Amount(points), Level::Amount(amount)) => between(points, amount),
            _ => 0.0,
        }
    }
}

fn between(points: &[(f64, f64)], amount: f64) -> f64 {
    let after = points.partition_point(|point| point.0 < amount);
    match (
        after.checked_sub(1).and_then(|at| points.get(at)),
        points.get(after),
    ) {
        (Some((x0, v0)), Some((x1, v1))) => v0 + (v1 - v0) * ((amount - x0) / (x1 - x0)),
        (Some((_, value)), None) | (None, Some((_, value))) => *value,
        (None, None) => 0.0,
    }
}

/// Into how many parts of equal length an amount is cut, to be learnt about like an option.
const PARTS: usize = 8;

/// How many options an issue counts as.
fn bins(issue: &Issue) -> usize {
    match &issue.domain {
        Domain::Choice(options) | Domain::Ordinal(options) => options.len(),
        Domain::Amount { .. } => PARTS,
    }
}

/// Which of them a level is.
fn bin(issue: &Issue, level: Level) -> Option<usize> {
    match (&issue.domain, level) {
        (Domain::Choice(_) | Domain::Ordinal(_), Level::Option(OptionIndex(option))) => {
            Some(option)
        }
        (Domain::Amount { lower, upper, .. }, Level::Amount(amount)) => {
            let share = (amount - lower) / (upper - lower);
            Some(((share * PARTS as f64) as usize).min(PARTS - 1))
        }
        _ => None,
    }
}

/// Values by bin as an estimate of the issue: an amount takes each value in the middle of its part.
fn of_bins(issue: &Issue, values: Vec<f64>) -> IssueEstimate {
    match &issue.domain {
        Domain::Choice(_) | Domain::Ordinal(_) => IssueEstimate::Options(values),
        Domain::Amount { lower, upper, .. } => {
            let width = (upper - lower) / PARTS as f64;
            let ends = [(*lower, values.first()), (*upper, values.last())];
            let [first, last] = ends.map(|(at, value)| (at, value.copied().unwrap_or(0.0)));
            let middles = values.iter().enumerate();
            let middles =
                middles.map(|(part, value)| (lower + width * (part as f64 + 0.5), *value));
            IssueEstimate::Amount([first].into_iter().chain(middles).chain([last]).collect())
        }
    }
}
