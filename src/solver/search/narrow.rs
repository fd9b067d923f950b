//! Leaving out what a bound already excludes (reduced-cost fixing).

use super::super::domain::Domain;
use super::super::oracle::dot;
use super::super::proof::{Kept, ProofNode};
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
        let alone = (0..places.len()).filter(|&variable| places[variable].is_none());
        for variable in alone {
            let worths: Vec<(usize, f64)> = domain
                .range(program.slot(variable))
                .options()
                .map(|option| {
                    (
                        option,
                        dot(multipliers, program.option_effects(variable, option)),
                    )
                })
                .collect();
            let most = worths
                .iter()
                .map(|(_, worth)| *worth)
                .fold(f64::NEG_INFINITY, f64::max);
            let left = |worth: f64| bound - (most - worth);
            let options: Vec<usize> = worths
                .iter()
                .filter(|(_, worth)| left(*worth) > cutoff)
                .map(|(option, _)| *option)
                .collect();
            if options.len() < worths.len() {
                for (_, worth) in &worths {
                    let left = left(*worth);
                    if left <= cutoff {
                        self.closed = self.closed.max(left);
                    }
                }
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
