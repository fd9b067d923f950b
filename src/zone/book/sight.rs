//! What two parties see of a tree when their wishes are weighed by shares of attention.

use super::tree::{Forest, Node, Row, Rows, Tree, first_greatest};

/// A tree as it looks by one share of attention.
#[derive(Debug, Clone, Default)]
pub(super) struct Sight {
    /// What makes a sum by that share comparable with what is asked: see [`Aim::factor`](super::aim::Aim::factor).
    pub(super) factor: f64,
    /// What the best corner is worth by that share.
    pub(super) value: f64,
    /// What both parties have of the best corner.
    pub(super) sums: [f64; 2],
    /// By column, and then by node.
    pub(super) scores: Vec<f64>,
    /// By node, what both parties have of the best below it.
    pub(super) parts: Vec<[f64; 2]>,
}

impl Sight {
    /// How much a deal that is so far behind the best may still lose by this sight and be worth more than enough.
    pub(super) fn spare(&self, behind: f64, enough: f64) -> f64 {
        match self.factor < f64::INFINITY {
            true => self.value - behind - enough / self.factor,
            false => f64::INFINITY,
        }
    }
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
        let Sight { scores, parts, .. } = sight;
        parts.resize(self.nodes.len(), [0.0; 2]);
        let (scores, parts) = (scores.as_mut_slice(), parts.as_mut_slice());
        let [ones, others] = worths;
        let (ones, others) = (ones.as_slice(), others.as_slice());
        let add =
            |[one, other]: [f64; 2], column: usize| [one + ones[column], other + others[column]];
        for Rows { options, rows } in &tree.rows {
            // Each small number apart, so that it is known when this is compiled.
            let mut along = |options| {
                self.along(rows, options, worths, (&mut *scores, &mut *parts));
            };
            match *options {
                2 => along(2),
                3 => along(3),
                4 => along(4),
                many => along(many),
            }
        }
        for &node in &tree.order {
            let (most, sums) = match &self.nodes[node] {
                Node::Amounts(gate) => match amounts(*gate) {
                    Some(worth) => (shares[0] * worth[0] + shares[1] * worth[1], worth),
                    None => (f64::NEG_INFINITY, [0.0; 2]),
                },
                // Those of which nothing follows are rows.
                Node::Options { branches, .. } | Node::Choice(branches) => {
                    let (mut most, mut taken) = (f64::NEG_INFINITY, None);
                    for branch in &self.branches[branches.clone()] {
                        let sum = self.sum(branch, scores);
                        if sum > most {
                            (most, taken) = (sum, Some(branch));
                        }
                    }
                    let mut sums = [0.0; 2];
                    if let Some(branch) = taken {
                        for column in self.columns(branch) {
                            sums = add(sums, *column);
                        }
                        for part in self.parts(branch) {
                            let [one, other] = parts[part];
                            sums = [sums[0] + one, sums[1] + other];
                        }
                    }
                    (most, sums)
                }
            };
            (scores[self.place(node)], parts[node]) = (most, sums);
        }
        let (mut most, mut sums) = (0.0, [0.0; 2]);
        for column in &tree.fixed {
            most += scores[*column];
            sums = add(sums, *column);
        }
        for root in &tree.roots {
            most += scores[self.place(*root)];
            sums[0] += parts[*root][0];
            sums[1] += parts[*root][1];
        }
        (most, sums)
    }

    /// The best of the options of each row, so many each: in line, for that number is to be known where it is called.
    #[inline(always)]
    fn along(
        &self,
        rows: &[Row],
        options: usize,
        worths: &[Vec<f64>; 2],
        (scores, parts): (&mut [f64], &mut [[f64; 2]]),
    ) {
        for row in rows {
            let columns = row.first..row.first + options;
            let (most, at) = first_greatest(&scores[columns.clone()]);
            scores[self.place(row.node)] = most;
            let worth = |party: usize| worths[party][columns.clone()][at];
            parts[row.node] = [worth(0), worth(1)];
        }
    }
}
