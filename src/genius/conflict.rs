//! Scenarios as conflicts, so that the zone, the talks and all else that takes a conflict runs on them.

use super::domain::{Issue, Outcome, Value, Values};
use super::figures::{Exactness, Figures, Point, of_frontier, reservations};
use super::profile::{Evaluator, Profile, Rectangle, Side, Utility};
use super::scenario::Scenario;
use crate::conflict::{Conflict, ConflictError};
use crate::index::{IssueIndex, OptionIndex};
use crate::party::{Curve, Interaction, Party, Preferences, Valuation};
use crate::solver::Budget;
use crate::space::{
    self, Choice, Condition, Deal, Family, Level, Pattern, Space, SpaceError, Test,
};

/// Why a scenario is no conflict.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ConversionError {
    /// Rectangles that no interactions of options can stand for.
    #[error("{file}: {fault}")]
    Rectangles {
        /// The profile's file.
        file: String,
        /// What is in the way, as a phrase.
        fault: &'static str,
    },
    /// No weight above zero, or one below.
    #[error("{file}: the weights are not all 0 or more, with one above")]
    Weights {
        /// The profile's file.
        file: String,
    },
    /// A function that jumps: curves of a conflict are continuous.
    #[error("{file}: the evaluation of \"{issue}\" jumps, and a conflict's are continuous")]
    Jump {
        /// The profile's file.
        file: String,
        /// The issue's name.
        issue: String,
    },
    /// The issues make no space.
    #[error(transparent)]
    Space(#[from] SpaceError),
    /// The profiles make no parties, or too few or too many.
    #[error(transparent)]
    Conflict(#[from] ConflictError),
}

/// How near the list comes to every deal where an issue is real, of what the largest sum of weights is, or of one.
const WITHIN: f64 = 0.005;
/// The budget of the searches that cover such a frontier.
const BOXES: u64 = 20_000;

impl Scenario {
    /// The scenario as a conflict without a war: disagreement leaves each party its reservation value for good.
    ///
    /// Issues and parties keep their order; they are called `issue-1` and `party-1` and labelled as in the files. A
    /// party's weights are divided by their sum so that they sum to one, its reservation value likewise, and its scale
    /// σ is one over the sum: surpluses over σ are u − r as the files have them. Whole numbers are options, but for more than
    /// [`Space::MAX_OPTIONS`] amounts in steps; reals are amounts.
    ///
    /// A rectangle is an [interaction](Interaction) of the options on its sides, and what all deals have is the value of
    /// the first issue whatever its option. The sum is divided by the largest that the file states, and not cut at 1
    /// where a deal has more than that.
    ///
    /// # Errors
    /// [`ConversionError`] where a weight is negative, all are zero, or the parts are too many, or evaluations are outside
    /// 0 to 1; and for rectangles over an issue that is no list of whole numbers, or where all deals have less than
    /// nothing or more than the largest sum.
    pub fn conflict(&self) -> Result<Conflict, ConversionError> {
        let issues: Vec<space::Issue> = self
            .domain()
            .issues()
            .iter()
            .enumerate()
            .map(|(at, issue)| issue_of(at, issue))
            .collect();
        let mut builder = Conflict::builder(Space::new(issues, Vec::new())?);
        let mut floors = Vec::new();
        for (at, profile) in self.profiles().iter().enumerate() {
            let (party, total) = self.party_of(at, profile)?;
            builder = builder.party(party);
            floors.push(profile.reservation / total);
        }
        Ok(builder.reservations(floors).build()?)
    }

    fn party_of(&self, at: usize, profile: &Profile) -> Result<(Party, f64), ConversionError> {
        let file = || profile.file.clone();
        let (weights, evaluators) = match &profile.utility {
            Utility::Additive {
                weights,
                evaluators,
            } => (weights, evaluators),
            Utility::Rectangles {
                rectangles,
                largest,
            } => {
                let preferences = self.interactions(rectangles, *largest).map_err(|fault| {
                    let file = file();
                    ConversionError::Rectangles { file, fault }
                })?;
                let mut party = Party::new(format!("party-{}", at + 1), preferences);
                party.label.clone_from(&profile.file);
                return Ok((party, 1.0));
            }
        };
        let total: f64 = weights.iter().sum();
        if !(total > 0.0 && weights.iter().all(|weight| *weight >= 0.0)) {
            return Err(ConversionError::Weights { file: file() });
        }
        let values = self.domain().issues().iter().zip(evaluators);
        for (issue, evaluator) in values.clone() {
            if jumps(issue, evaluator) {
                return Err(ConversionError::Jump {
                    file: file(),
                    issue: issue.name.clone(),
                });
            }
        }
        let preferences = Preferences::new(
            weights.iter().map(|weight| weight / total).collect(),
            values
                .map(|(issue, evaluator)| valuation(issue, evaluator))
                .collect(),
        );
        let mut party = Party::new(format!("party-{}", at + 1), preferences);
        party.label = profile.file.clone();
        party.scale = 1.0 / total;
        Ok((party, total))
    }

    /// Preferences of rectangles, or why there are none.
    fn interactions(
        &self,
        rectangles: &[Rectangle],
        largest: f64,
    ) -> Result<Preferences, &'static str> {
        let issues = self.domain().issues();
        let mut always = 0.0;
        let mut interactions = Vec::new();
        for rectangle in rectangles {
            let mut value = rectangle.utility / largest;
            if rectangle.outside {
                // Outside is everywhere less inside.
                always += value;
                value = -value;
            }
            let conditions: Result<Vec<_>, _> = rectangle
                .sides
                .iter()
                .map(|side| self.condition(side))
                .collect();
            let mut when = Pattern::new(conditions?);
            // A side along all of an issue asks nothing.
            when.conditions.retain(|condition| {
                let all = issues[condition.issue.get()].values.count();
                !matches!(&condition.test, Test::AnyOf(held) if Some(held.len() as u64) == all)
            });
            let is_empty = |condition: &Condition| matches!(&condition.test, Test::AnyOf(held) if held.is_empty());
            if when.conditions.is_empty() {
                always += value;
            } else if !when.conditions.iter().any(is_empty) {
                interactions.push(Interaction { when, value });
            }
        }
        if !(0.0..=1.0).contains(&always) {
            return Err("all deals have less than nothing, or more than the largest sum");
        }
        let mut weights = vec![0.0; issues.len()];
        weights[..1].fill(1.0);
        let constant = |(at, issue): (usize, &Issue)| {
            let value = if at == 0 { always } else { 0.0 };
            match listed(issue) {
                Some(count) => Valuation::table(vec![value; count]),
                None => Valuation::Amount(Curve::Linear {
                    at_lower: value,
                    at_upper: value,
                }),
            }
        };
        let values = issues.iter().enumerate().map(constant).collect();
        Ok(Preferences::new(weights, values).with_interactions(interactions))
    }

    /// The options on a side of a rectangle.
    fn condition(&self, side: &Side) -> Result<Condition, &'static str> {
        let issue = &self.domain().issues()[side.issue];
        let Values::Integer { lower, upper } = issue.values else {
            return Err("a rectangle has a side along an issue that is not of whole numbers");
        };
        if listed(issue).is_none() {
            return Err("a rectangle has a side along an issue of more values than can be listed");
        }
        let held = side.min.max(lower)..=side.max.min(upper);
        let options = held.map(|value| OptionIndex((value - lower) as usize));
        Ok(Condition::any_of(IssueIndex(side.issue), options))
    }

    /// The outcome that a deal of the [conflict](Self::conflict) stands for.
    #[must_use]
    pub fn outcome_of(&self, deal: &Deal) -> Outcome {
        let issues = self.domain().issues().iter().zip(deal.levels());
        issues
            .map(|(issue, level)| match (&issue.values, level) {
                (Values::Integer { lower, .. }, Level::Option(option)) => {
                    Value::Integer(lower + option.get() as i64)
                }
                (Values::Integer { .. }, Level::Amount(amount)) => {
                    Value::Integer(amount.round() as i64)
                }
                (Values::Real { .. }, Level::Amount(amount)) => Value::Real(*amount),
                (Values::Real { lower, .. }, Level::Option(_)) => Value::Real(*lower),
                (_, Level::Option(option)) => Value::Option(option.get()),
                (_, Level::Amount(_)) => Value::Option(0),
            })
            .collect()
    }

    /// The figures of an additive scenario that is not finite, or too large to be exact: its frontier covered by exact
    /// searches.
    pub(super) fn covered_figures(&self) -> Option<Figures> {
        let is_additive = |profile: &Profile| matches!(profile.utility, Utility::Additive { .. });
        if !self.profiles().iter().all(is_additive) {
            return None;
        }
        let conflict = self.conflict().ok()?;
        let query = conflict.zone().budget(Budget {
            boxes: BOXES,
            ..Budget::default()
        });
        let scales = conflict.parties().iter().map(|party| 1.0 / party.scale);
        let within = WITHIN * scales.fold(1.0, f64::max);
        let frontier = query.frontier().beyond_the_zone().within(within);
        // What is finite was too much to enumerate already.
        let frontier = frontier.labels(0);
        // Corners between points grow with a power of the number of parties.
        let points = match self.profiles().len() {
            0..=3 => 500,
            4 => 100,
            _ => 20,
        };
        let frontier = frontier.most_points(points).solve();
        let pareto: Option<Vec<Point>> = frontier
            .points
            .iter()
            .map(|found| {
                let outcome = self.outcome_of(&found.deal);
                Some(Point {
                    utilities: self.utilities(&outcome)?,
                    outcome,
                })
            })
            .collect();
        let mut pareto = pareto?;
        pareto.sort_by(|a, b| {
            let pairs = a.utilities.iter().zip(&b.utilities);
            let mut orders = pairs.map(|(left, right)| left.total_cmp(right));
            orders
                .find(|order| order.is_ne())
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        let exactness = match frontier.exactness {
            crate::zone::Exactness::Exact => Exactness::Exact,
            crate::zone::Exactness::Within(gap) => Exactness::Within(gap),
        };
        of_frontier(
            self.domain().outcomes(),
            reservations(self.profiles()),
            None,
            pareto,
            exactness,
        )
    }
}

fn issue_of(at: usize, issue: &Issue) -> space::Issue {
    let id = format!("issue-{}", at + 1);
    let named = |labels: &mut dyn Iterator<Item = String>| {
        let mut made = space::Issue::choice(id.clone(), Family::Other, [] as [&str; 0]);
        let options = labels
            .enumerate()
            .map(|(option, label)| Choice::new(format!("value-{}", option + 1), label));
        made.domain = space::Domain::Choice(options.collect());
        made
    };
    let mut made = match &issue.values {
        Values::Discrete(values) => named(&mut values.iter().cloned()),
        Values::Integer { lower, upper } => {
            if issue
                .values
                .count()
                .is_some_and(|count| count <= Space::MAX_OPTIONS as u64)
            {
                named(&mut (*lower..=*upper).map(|value| value.to_string()))
            } else {
                let (lower, upper) = (*lower as f64, *upper as f64);
                let mut made = space::Issue::amount(id, Family::Other, lower, upper, "");
                if let space::Domain::Amount { step, .. } = &mut made.domain {
                    *step = Some(1.0);
                }
                made
            }
        }
        Values::Real { lower, upper } if lower == upper => {
            named(&mut std::iter::once(lower.to_string()))
        }
        Values::Real { lower, upper } => {
            space::Issue::amount(id, Family::Other, *lower, *upper, "")
        }
    };
    made.label.clone_from(&issue.name);
    made
}

/// How many options an issue has in the conflict; `None` where it is an amount.
fn listed(issue: &Issue) -> Option<usize> {
    match issue.values {
        Values::Real { lower, upper } => (lower == upper).then_some(1),
        _ => {
            let count = issue.values.count()?;
            (count <= Space::MAX_OPTIONS as u64).then_some(count as usize)
        }
    }
}

/// Whether a triangle has a side that is upright, within a range that is not told value by value.
fn jumps(issue: &Issue, evaluator: &Evaluator) -> bool {
    let listed = issue
        .values
        .count()
        .is_some_and(|count| count <= Space::MAX_OPTIONS as u64);
    matches!(evaluator, Evaluator::Triangular { lower, upper, top }
        if !listed && (lower == top || top == upper))
}

fn valuation(issue: &Issue, evaluator: &Evaluator) -> Valuation {
    let (lower, upper) = match &issue.values {
        Values::Real { lower, upper } if lower < upper => (*lower, *upper),
        Values::Real { lower, .. } => return Valuation::table([evaluator.at_number(*lower)]),
        Values::Integer { lower, upper }
            if issue
                .values
                .count()
                .is_none_or(|count| count > Space::MAX_OPTIONS as u64) =>
        {
            (*lower as f64, *upper as f64)
        }
        _ => return Valuation::table(evaluator.table(1.0, issue).unwrap_or_default()),
    };
    // Straight between the ends and the places where the function bends.
    let bends = match evaluator {
        Evaluator::Linear {
            offset,
            slope,
            from,
        } if *slope != 0.0 => vec![from - offset / slope, from + (1.0 - offset) / slope],
        Evaluator::Triangular { lower, upper, top } => vec![*lower, *top, *upper],
        _ => Vec::new(),
    };
    let mut at: Vec<f64> = bends
        .into_iter()
        .filter(|bend| *bend > lower && *bend < upper)
        .chain([lower, upper])
        .collect();
    at.sort_by(f64::total_cmp);
    at.dedup();
    let points = at
        .into_iter()
        .map(|value| (value, evaluator.at_number(value)));
    Valuation::Amount(Curve::Piecewise(points.collect()))
}
