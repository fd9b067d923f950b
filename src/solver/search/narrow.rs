//! Leaving out what a bound already excludes (reduced-cost fixing).

use super::super::domain::Domain;
use super::super::proof::{Kept, ProofNode};
use super::super::vector::dot;
use super::Search;

impl Search {
    /// Leaves out options that bring the bound of their box to the cutoff by themselves, and returns the node of what
    /// is kept.
    pub(super) fn narrow(
        &mut self,
        index: usize,
        domain: &mut Domain,
        node: usize,
        bound: f64,
        multipliers: &[f64],
        cutoff: f64,
    ) -> usize {
        let program = &self.programs[index];
        let places = &program.links().places;
        let mut narrowed = Vec::new();
        let mut worths: Vec<(usize, f64)> = Vec::new();
        for variable in (0..places.len()).filter(|&variable| places[variable].is_none()) {
            let range = domain.range(program.slot(variable));
            if range.is_fixed() {
                continue;
            }
            worths.clear();
            worths.extend(range.options().map(|option| {
                let effects = program.option_effects(variable, option);
                (option, dot(multipliers, effects))
            }));
            let most = worths
                .iter()
                .map(|(_, worth)| *worth)
                .fold(f64::NEG_INFINITY, f64::max);
            let left = |worth: f64| bound - (most - worth);
            let greatest_excluded = worths
                .iter()
                .map(|(_, worth)| left(*worth))
                .filter(|left| *left <= cutoff)
                .reduce(f64::max);
            if let Some(excluded) = greatest_excluded {
                self.closed = self.closed.max(excluded);
                let options: Vec<usize> = worths
                    .iter()
                    .filter(|(_, worth)| left(*worth) > cutoff)
                    .map(|(option, _)| *option)
                    .collect();
                domain.keep_options(program.slot(variable), &options);
                narrowed.push(Kept { variable, options });
            }
        }
        if narrowed.is_empty() {
            return node;
        }
        let child = self.node();
        self.nodes[node] = ProofNode::Narrowed {
            multipliers: multipliers.to_vec(),
            kept: narrowed,
            node: child,
        };
        child
    }
}
