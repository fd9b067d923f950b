//! What singles a deal out, and a deal that is singled out.

use super::field::{Field, Point};
use crate::space::Deal;

/// What makes a deal a solution. Surpluses s are gains over fighting on; σ are the parties' scales.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Concept {
    /// The greatest least scaled gain, max min s/σ (Kalai 1977; Rawls 1971).
    Egalitarian,
    /// The greatest least share of what each could gain at best in the zone (Kalai & Smorodinsky 1975). On a zone
    /// without convex surpluses the least share is maximised instead of all shares being equal.
    KalaiSmorodinsky,
    /// The greatest sum of scaled gains, Σ s/σ.
    Utilitarian,
    /// The greatest product of gains, Π s^a with a weight each (Nash 1950; with weights, Harsanyi & Selten 1972 and
    /// Kalai 1977).
    Nash,
}

/// A deal that a concept singles out. Among deals alike to the concept, one is taken that no other improves on for
/// somebody at nobody's cost, to within the gap of the search.
#[derive(Debug, Clone, PartialEq)]
pub struct SolutionPoint {
    /// What makes it a solution.
    pub concept: Concept,
    /// The deal.
    pub deal: Deal,
    /// What each party of the conflict gains by it over fighting on, in its own utility.
    pub surplus: Vec<f64>,
    /// What the concept maximises, at the deal: the least scaled gain, the least share, the sum; for Nash
    /// Σ a·ln s with weights that sum to one.
    pub value: f64,
    /// No deal in the zone has a value greater than `value` by more than this. Zero where the whole frontier was
    /// enumerated.
    pub gap: f64,
}

impl SolutionPoint {
    /// The gap is measured from a proven upper bound.
    pub(super) fn new(
        field: &Field<'_>,
        concept: Concept,
        point: &Point,
        value: f64,
        upper: f64,
    ) -> Self {
        let deal = field.deal(point);
        Self {
            concept,
            surplus: field.surplus(&deal),
            deal,
            value,
            gap: (upper - value).max(0.0),
        }
    }
}
