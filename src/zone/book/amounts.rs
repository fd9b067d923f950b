//! The amounts without steps, and what ties them.

use super::layout::{Layout, Place};
use crate::conflict::{Conflict, Leverage};
use crate::index::PartyIndex;
use crate::party::{Curve, Valuation};
use crate::space::{Level, Relation, Rule, linear_size};

/// A bound that an exclusion sets to an amount.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Limit {
    pub(super) issue: usize,
    pub(super) at_most: bool,
    pub(super) bound: f64,
}

/// The amounts of a space, with the one constraint that ties them.
#[derive(Debug)]
pub(super) struct Amounts {
    pub(super) issues: Vec<usize>,
    /// The whole range of each, over which it is valued.
    pub(super) wholes: Vec<(f64, f64)>,
    /// What constraints on one amount alone leave of it.
    pub(super) ranges: Vec<(f64, f64)>,
    pub(super) tie: Option<Tie>,
}

/// Σ coefficient · amount compared with a bound; no coefficient below zero, and zero where an amount is not in it.
#[derive(Debug)]
pub(super) struct Tie {
    pub(super) coefficients: Vec<f64>,
    pub(super) relation: Relation,
    pub(super) bound: f64,
    tolerance: f64,
}

impl Tie {
    pub(super) fn sum(&self, levels: &[f64]) -> f64 {
        let pairs = self.coefficients.iter().zip(levels);
        pairs.map(|(coefficient, level)| coefficient * level).sum()
    }
}

impl Amounts {
    /// The amounts of a layout; `None` where more than one constraint ties them, or one with signs of both kinds.
    pub(super) fn new(conflict: &Conflict, layout: &Layout) -> Option<Self> {
        let space = conflict.space();
        let mut amounts = Self {
            issues: Vec::new(),
            wholes: Vec::new(),
            ranges: Vec::new(),
            tie: None,
        };
        for (issue, place) in layout.places.iter().enumerate() {
            if let Place::Open { lower, upper } = place {
                amounts.issues.push(issue);
                amounts.wholes.push((*lower, *upper));
                amounts.ranges.push((*lower, *upper));
            }
        }
        for constraint in space.constraints() {
            let Rule::Linear {
                terms,
                relation,
                bound,
            } = &constraint.rule
            else {
                continue;
            };
            let tolerance = 0.1 * Rule::TOLERANCE * linear_size(space, terms, *bound);
            let mut coefficients = vec![0.0; amounts.issues.len()];
            for term in terms {
                let place = amounts.place(term.issue.get())?;
                coefficients[place] += term.coefficient;
            }
            let (mut relation, mut bound) = (*relation, *bound);
            if coefficients.iter().all(|coefficient| *coefficient <= 0.0) {
                coefficients
                    .iter_mut()
                    .for_each(|coefficient| *coefficient = -*coefficient);
                bound = -bound;
                relation = match relation {
                    Relation::AtMost => Relation::AtLeast,
                    Relation::Equal => Relation::Equal,
                    Relation::AtLeast => Relation::AtMost,
                };
            }
            let mut tied = coefficients
                .iter()
                .enumerate()
                .filter(|(_, found)| **found != 0.0);
            match (tied.next(), tied.next()) {
                (Some((place, coefficient)), None) => {
                    let range = &mut amounts.ranges[place];
                    let end = bound / coefficient;
                    if relation != Relation::AtLeast {
                        range.1 = range.1.min(end);
                    }
                    if relation != Relation::AtMost {
                        range.0 = range.0.max(end);
                    }
                }
                _ if coefficients.iter().any(|found| *found < 0.0) || amounts.tie.is_some() => {
                    return None;
                }
                _ => {
                    amounts.tie = Some(Tie {
                        coefficients,
                        relation,
                        bound,
                        tolerance,
                    });
                }
            }
        }
        Some(amounts)
    }

    /// How far levers can be pulled.
    pub(super) fn of_levers(leverage: &Leverage) -> Self {
        let costs = leverage.levers.iter().map(|lever| lever.cost);
        let coefficients: Vec<f64> = costs.collect();
        let whole = vec![(0.0, 1.0); coefficients.len()];
        let is_tied = coefficients.iter().any(|cost| *cost > 0.0);
        Self {
            issues: (0..coefficients.len()).collect(),
            wholes: whole.clone(),
            ranges: whole,
            tie: is_tied.then_some(Tie {
                coefficients,
                relation: Relation::AtMost,
                bound: leverage.budget,
                tolerance: 0.0,
            }),
        }
    }

    /// By amount, how a party weighs and values it; `None` where it values one of them by options.
    pub(super) fn curves(
        &self,
        conflict: &Conflict,
        party: PartyIndex,
    ) -> Option<Vec<(f64, Curve)>> {
        let preferences = &conflict.parties()[party.get()].preferences;
        let curve = |issue: &usize| match &preferences.values()[*issue] {
            Valuation::Amount(curve) => Some((preferences.weights()[*issue], curve.clone())),
            Valuation::Options(_) => None,
        };
        self.issues.iter().map(curve).collect()
    }

    /// Whether amounts within their ranges meet the constraint that ties them.
    pub(super) fn is_met(&self, levels: &[f64]) -> bool {
        self.tie.as_ref().is_none_or(|tie| {
            let over = tie.sum(levels) - tie.bound;
            (tie.relation == Relation::AtLeast || over <= tie.tolerance)
                && (tie.relation == Relation::AtMost || over >= -tie.tolerance)
        })
    }

    fn place(&self, issue: usize) -> Option<usize> {
        self.issues.iter().position(|known| *known == issue)
    }

    /// The ranges that some limits leave; `None` where they leave nothing.
    pub(super) fn within(&self, limits: &[Limit]) -> Option<Vec<(f64, f64)>> {
        let mut ranges = self.ranges.clone();
        for limit in limits {
            let range = &mut ranges[self.place(limit.issue)?];
            if limit.at_most {
                range.1 = range.1.min(limit.bound);
            } else {
                range.0 = range.0.max(limit.bound);
            }
        }
        let fits = match &self.tie {
            None => true,
            Some(tie) => {
                let sum = |end: fn(&(f64, f64)) -> f64| -> f64 {
                    let pairs = tie.coefficients.iter().zip(&ranges);
                    pairs
                        .map(|(coefficient, range)| coefficient * end(range))
                        .sum()
                };
                let (least, most) = (sum(|range| range.0), sum(|range| range.1));
                (tie.relation == Relation::AtLeast || least <= tie.bound + tie.tolerance)
                    && (tie.relation == Relation::AtMost || most >= tie.bound - tie.tolerance)
            }
        };
        (fits && ranges.iter().all(|range| range.0 <= range.1)).then_some(ranges)
    }
}

/// The deal's level of an amount.
pub(super) fn level(amount: f64) -> Level {
    Level::Amount(amount)
}
