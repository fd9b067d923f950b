//! What two parties see of a tree when their wishes are weighed by shares of attention.

use super::tree::{Forest, Node, Tree};

/// A tree as it looks by one share of attention.
#[derive(Debug, Clone, Default)]
pub(super) struct Sight {
    /// What makes a sum by that share comparable with what is asked: see [`Aim::factor`](super::aim::Aim::factor).
    pub(super) factor: f64,
    /// What the best corner is worth by that share.
    pub(super) value: f64,
    /// What both parties have of the best corner.
    pub(super) sums: [f64; 2],
    /// By column.
    pub(super) scores: Vec<f64>,
    /// By node.
    pub(super) best: Vec<f64>,
    /// By node, what both parties have of the best below it.
    pub(super) parts: Vec<[f64; 2]>,
}

impl Forest {
    /// The greatest sum of what columns and amounts are worth by two parties' shares of attention, and what each of the two
    /// has of it. In the sight, whose scores are what columns are worth by these shares, it leaves the same of every node.
    pub(super) fn corner(
        &self,
        tree: &Tree,
        shares: [f64; 2],
        (worths, amounts): (&[Vec<f64>; 2], &[Option<[f64; 2]>]),
        sight: &mut Sight,
    ) -> (f64, [f64; 2]) {
        let Sight {
            scores,
            best,
            parts,
            ..
        } = sight;
        best.resize(self.nodes.len(), f64::NEG_INFINITY);
        parts.resize(self.nodes.len(), [0.0; 2]);
        let add = |sums: &mut [f64; 2], column: usize| {
            sums[0] += worths[0][column];
            sums[1] += worths[1][column];
        };
        for &node in &tree.order {
            let (mut most, mut sums) = (f64::NEG_INFINITY, [0.0; 2]);
            match &self.nodes[node] {
                Node::Amounts(gate) => {
                    if let Some(worth) = amounts[*gate] {
                        most = shares[0] * worth[0] + shares[1] * worth[1];
                        sums = worth;
                    }
                }
                Node::Options { first, branches } => {
                    let mut taken = *first;
                    let columns = *first..first + branches.len();
                    for (column, score) in columns.clone().zip(&scores[columns]) {
                        if *score > most {
                            (most, taken) = (*score, column);
                        }
                    }
                    add(&mut sums, taken);
                }
                Node::Choice(branches) => {
                    let mut taken = None;
                    for branch in &self.branches[branches.clone()] {
                        let sum = self.sum(branch, scores, best);
                        if sum > most {
                            (most, taken) = (sum, Some(branch));
                        }
                    }
                    if let Some(branch) = taken {
                        self.columns(branch)
                            .for_each(|column| add(&mut sums, column));
                        for part in self.parts(branch) {
                            sums[0] += parts[*part][0];
                            sums[1] += parts[*part][1];
                        }
                    }
                }
            }
            (best[node], parts[node]) = (most, sums);
        }
        let (mut most, mut sums) = (0.0, [0.0; 2]);
        for column in &tree.fixed {
            most += scores[*column];
            add(&mut sums, *column);
        }
        for root in &tree.roots {
            most += best[*root];
            sums[0] += parts[*root][0];
            sums[1] += parts[*root][1];
        }
        (most, sums)
    }
}
