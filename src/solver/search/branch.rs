//! Dividing a box.

use super::super::domain::Range;
use super::super::proof::{Part, ProofNode};
use super::super::vector::dot;
use super::cut::Cut;
use super::{Search, Waiting};

impl Search {
    pub(super) fn branch(&mut self, waiting: Waiting, cut: Cut) {
        let Waiting {
            bound,
            program: index,
            domain,
            start,
            node,
            ..
        } = waiting;
        match cut {
            Cut::Options(variable) => {
                let slot = self.programs[index].slot(variable);
                let options: Vec<usize> = domain.range(slot).options().collect();
                let stands_alone = self.programs[index].links().places[variable].is_none();
                // What each option is worth at these multipliers tells how far it lies below the box's bound, where it
                // has no part in what others are worth.
                let worth = |option: usize| {
                    let effects = self.programs[index].option_effects(variable, option);
                    dot(&start.multipliers, effects)
                };
                let worths: Vec<f64> = options.iter().map(|&option| worth(option)).collect();
                let most = worths.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let mut parts = Vec::with_capacity(options.len());
                for (option, worth) in options.into_iter().zip(worths) {
                    let child = self.node();
                    parts.push(Part {
                        options: vec![option],
                        node: child,
                    });
                    let mut part = domain.clone();
                    part.fix_option(slot, option);
                    let short = if stands_alone { most - worth } else { 0.0 };
                    self.wait(bound - short, index, part, start.clone(), child);
                }
                self.nodes[node] = ProofNode::Options { variable, parts };
            }
            Cut::Amounts(variable, at) => {
                let [below, above] = self.programs[index].cut(variable, at);
                let slot = self.programs[index].slot(variable);
                let nodes = [self.node(), self.node()];
                if let Range::Amounts(from, to) = domain.range(slot) {
                    let parts = [(from, below), (above, to)];
                    for (child, (from, to)) in nodes.into_iter().zip(parts) {
                        let mut part = domain.clone();
                        part.set_interval(slot, from, to);
                        self.wait(bound, index, part, start.clone(), child);
                    }
                }
                self.nodes[node] = ProofNode::Amounts {
                    variable,
                    below,
                    above,
                    nodes,
                };
            }
        }
    }
}
