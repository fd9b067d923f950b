//! What two parties see of a tree when their wishes are weighed by shares of attention.

use super::tree::{Forest, Node, Tree, first_greatest};

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
    /// has of it; given what they make of each column, and of the amounts at each gate. In the sight, whose scores are what
    /// columns are worth by these shares, it leaves the same of every node.
    pub(super) fn corner(
        &self,
        tree: &Tree,
        shares: [f64; 2],
        worths: &[Vec<f64>; 2],
        amounts: impl Fn(usize) -> Option<[f64; 2]>,
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
        let (best, parts) = (best.as_mut_slice(), parts.as_mut_slice());
        let (scores, [ones, others]) = (scores.as_slice(), worths);
        let (ones, others) = (ones.as_slice(), others.as_slice());
        let add =
            |[one, other]: [f64; 2], column: usize| [one + ones[column], other + others[column]];
        for &node in &tree.order {
            let (most, sums) = match &self.nodes[node] {
                Node::Amounts(gate) => match amounts(*gate) {
                    Some(worth) => (shares[0] * worth[0] + shares[1] * worth[1], worth),
                    None => (f64::NEG_INFINITY, [0.0; 2]),
                },
                Node::Options { first, branches } => {
                    let (most, at) = first_greatest(&scores[*first..first + branches.len()]);
                    (most, [ones[first + at], others[first + at]])
                }
                Node::Choice(branches) => {
                    let (mut most, mut taken) = (f64::NEG_INFINITY, None);
                    for branch in &self.branches[branches.clone()] {
                        let sum = self.sum(branch, scores, best);
                        if sum > most {
                            (most, taken) = (sum, Some(branch));
                        }
                    }
                    let mut sums = [0.0; 2];
                    if let Some(branch) = taken {
                        sums = add(sums, branch.column);
                        let (joints, below) =
                            self.extra[branch.extra.clone()].split_at(branch.joints);
                        for joint in joints {
                            sums = add(sums, *joint);
                        }
                        for part in below {
                            let [one, other] = parts[*part];
                            sums = [sums[0] + one, sums[1] + other];
                        }
                    }
                    (most, sums)
                }
            };
            (best[node], parts[node]) = (most, sums);
        }
        let (mut most, mut sums) = (0.0, [0.0; 2]);
        for column in &tree.fixed {
            most += scores[*column];
            sums = add(sums, *column);
        }
        for root in &tree.roots {
            most += best[*root];
            sums[0] += parts[*root][0];
            sums[1] += parts[*root][1];
        }
        (most, sums)
    }
}
