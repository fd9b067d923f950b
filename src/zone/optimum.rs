//! The greatest value of a compiled question, with a bound that is proven.

use super::compile::Compiled;
use super::precision::REFINEMENT;
use crate::solver::{Assignment, Budget, Goal, Search, Status};
use crate::space::Deal;

/// What a search for the greatest value came to.
#[derive(Debug, Clone)]
pub(crate) struct Optimum {
    /// The value of the best point found; −∞ where none was.
    pub(crate) lower: f64,
    /// No point has a greater value: as the leaves of the search prove it with every sum rounded outward. −∞ where
    /// every point is infeasible.
    pub(crate) upper: f64,
    /// The best point: its program, and its picks.
    pub(crate) best: Option<(usize, Assignment)>,
}

impl Optimum {
    /// Searches the programs of a question until the optimum is known to within a gap or the budget is spent.
    pub(crate) fn of(compiled: &mut Compiled, gap: f64, budget: Budget) -> Self {
        let mut search = Search::over(std::mem::take(&mut compiled.programs));
        let budget = Budget {
            boxes: budget.boxes.min(REFINEMENT),
            ..budget
        };
        let status = search.run(Goal::Optimum(gap), budget);
        let summary = search.summary();
        Self {
            upper: match status {
                Status::Settled => search.proof().upper,
                Status::OutOfBudget => summary.upper,
            },
            lower: summary
                .best
                .as_ref()
                .map_or(f64::NEG_INFINITY, |(_, value, _)| *value),
            best: summary.best.map(|(program, _, picks)| (program, picks)),
        }
    }

    /// The deal of the best point.
    pub(crate) fn deal(&self, compiled: &Compiled) -> Option<Deal> {
        let (program, picks) = self.best.as_ref()?;
        Some(compiled.deal(*program, picks))
    }
}
