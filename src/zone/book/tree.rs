//! What can be combined with what: a tree of choices in which alternatives and independent parts take turns (the AND/OR
//! trees of Dechter & Mateescu 2007).

use std::collections::BTreeMap;
use std::ops::Range;

/// From how many numbers on they are looked at side by side, and how many at once.
const MANY: usize = 24;
const LANES: usize = 8;

/// One choice, or the amounts without steps.
#[derive(Debug)]
pub(super) enum Node {
    /// An issue of which nothing follows, its options side by side from this column on.
    Options {
        first: usize,
        branches: Range<usize>,
    },
    /// An issue, and what follows of each of its options.
    Choice(Range<usize>),
    /// The amounts, with the limits that hold: a position in the list of gates.
    Amounts(usize),
}

/// One option, what comes with it, and the independent parts that are left to choose.
#[derive(Debug)]
pub(super) struct Branch {
    /// What is summed up for it, in the forest's list: its own column, further columns that count with it, and then its
    /// parts.
    pub(super) terms: Range<usize>,
    /// How many of them are columns.
    pub(super) own: usize,
}

/// Issues with as many options each, of which nothing follows.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) options: usize,
    pub(super) rows: Vec<Row>,
}

/// One of these: its options side by side from this column on, and its node.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) first: usize,
    pub(super) node: usize,
}

/// All deals of a frame but for the amounts without steps: nodes of a [`Forest`].
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) roots: Vec<usize>,
    /// Of the nodes below the roots, those with options of which nothing follows.
    pub(super) rows: Vec<Rows>,
    /// All others, parts before what they are parts of.
    pub(super) order: Vec<usize>,
    /// Columns that count in every deal.
    pub(super) fixed: Vec<usize>,
}

/// The nodes of many trees, which have most of them in common. A node comes after the parts of its branches.
///
/// Scores are side by side: one a column, and after these what each node adds at most.
#[derive(Debug, Default)]
pub(super) struct Forest {
    pub(super) nodes: Vec<Node>,
    pub(super) branches: Vec<Branch>,
    /// What the branches sum up: columns, and of their parts the places among the scores.
    pub(super) terms: Vec<usize>,
    /// How many columns there are.
    width: usize,
}

impl Forest {
    /// Where among the scores what a node adds stands.
    #[inline]
    pub(super) fn place(&self, node: usize) -> usize {
        self.width + node
    }

    /// Makes room for what the nodes add.
    pub(super) fn make_room(&self, scores: &mut Vec<f64>) {
        scores.resize(self.place(self.nodes.len()), f64::NEG_INFINITY);
    }

    /// The greatest sum of scores, those of the columns given, with what the amounts add, one a gate; −∞ where a gate lets
    /// nothing through. Among the scores it leaves what every node adds at most.
    pub(super) fn best(&self, tree: &Tree, amounts: &[f64], scores: &mut Vec<f64>) -> f64 {
        self.make_room(scores);
        for Rows { options, rows } in &tree.rows {
            for row in rows {
                let most = greatest(&scores[row.first..row.first + options]);
                scores[self.place(row.node)] = most;
            }
        }
        for &node in &tree.order {
            let most = match &self.nodes[node] {
                Node::Amounts(gate) => amounts[*gate],
                // Those of which nothing follows are rows.
                Node::Options { branches, .. } | Node::Choice(branches) => {
                    let sums = self.branches[branches.clone()].iter();
                    let sums = sums.map(|branch| self.sum(branch, scores));
                    sums.fold(f64::NEG_INFINITY, greater)
                }
            };
            scores[self.place(node)] = most;
        }
        let fixed: f64 = tree.fixed.iter().map(|column| scores[*column]).sum();
        let roots = tree.roots.iter().map(|root| scores[self.place(*root)]);
        fixed + roots.sum::<f64>()
    }

    /// What an option adds with the best of all that follows.
    #[inline]
    pub(super) fn sum(&self, branch: &Branch, scores: &[f64]) -> f64 {
        let terms = &self.terms[branch.terms.clone()];
        terms.iter().map(|term| scores[*term]).sum()
    }

    /// The branch of a node that is best, of equals the first; `None` for amounts.
    pub(super) fn taken(&self, node: usize, scores: &[f64]) -> Option<usize> {
        // Summed as the best was, so that one of them is as great to the last bit.
        let most = scores[self.place(node)];
        let (start, found) = match &self.nodes[node] {
            Node::Amounts(_) => return None,
            Node::Options { first, branches } => {
                let scores = &scores[*first..first + branches.len()];
                (branches.start, first_at_least(scores, most))
            }
            Node::Choice(branches) => {
                let is_best = |branch: &Branch| self.sum(branch, scores) >= most;
                let mut choices = self.branches[branches.clone()].iter();
                (branches.start, choices.position(is_best))
            }
        };
        Some(start + found.unwrap_or(0))
    }

    /// Visits what is best: each branch, then the gate.
    pub(super) fn follow<'t>(
        &'t self,
        tree: &Tree,
        scores: &[f64],
        open: &mut Vec<usize>,
        mut visit: impl FnMut(Step<'t>),
    ) {
        open.clear();
        open.extend_from_slice(&tree.roots);
        while let Some(node) = open.pop() {
            match &self.nodes[node] {
                Node::Amounts(gate) => visit(Step::Gate(*gate)),
                Node::Options { .. } | Node::Choice(_) => {
                    if let Some(at) = self.taken(node, scores) {
                        let branch = &self.branches[at];
                        visit(Step::Branch(branch));
                        open.extend(self.parts(branch));
                    }
                }
            }
        }
    }

    /// What is left to choose with a branch.
    pub(super) fn parts(&self, branch: &Branch) -> impl Iterator<Item = usize> + '_ {
        let parts = &self.terms[branch.terms.clone()][branch.own..];
        parts.iter().map(|place| place - self.width)
    }

    /// The columns that count with a branch: its own, and those of the joints that it completes and of options that are left
    /// no choice.
    pub(super) fn columns(&self, branch: &Branch) -> &[usize] {
        &self.terms[branch.terms.clone()][..branch.own]
    }

    /// Puts columns in the place of what stands for them, so many in all, and notes which options now lie side by side.
    pub(super) fn number(&mut self, columns: usize, column: impl Fn(usize) -> usize) {
        self.width = columns;
        for branch in &self.branches {
            let terms = &mut self.terms[branch.terms.clone()];
            let (own, parts) = terms.split_at_mut(branch.own);
            own.iter_mut().for_each(|term| *term = column(*term));
            parts.iter_mut().for_each(|node| *node += columns);
        }
        for node in &mut self.nodes {
            let Node::Choice(branches) = node else {
                continue;
            };
            let own = &self.branches[branches.clone()];
            let mut terms = own.iter().map(|branch| &self.terms[branch.terms.clone()]);
            let first = terms.clone().next().map_or(0, |terms| terms[0]);
            if (first..).zip(&mut terms).all(|(at, terms)| *terms == [at]) {
                *node = Node::Options {
                    first,
                    branches: branches.clone(),
                };
            }
        }
    }

    /// Takes out of the order of a tree the nodes whose options lie side by side.
    pub(super) fn part(&self, tree: &mut Tree) {
        let mut rows: BTreeMap<usize, Vec<Row>> = BTreeMap::new();
        tree.order.retain(|&node| match &self.nodes[node] {
            Node::Options { first, branches } => {
                let first = *first;
                let known = rows.entry(branches.len()).or_default();
                known.push(Row { first, node });
                false
            }
            Node::Choice(_) | Node::Amounts(_) => true,
        });
        let rows = rows.into_iter();
        tree.rows = rows.map(|(options, rows)| Rows { options, rows }).collect();
    }
}

/// The greater of two numbers; the first where they are equal.
fn greater(one: f64, other: f64) -> f64 {
    if other > one { other } else { one }
}

/// The greatest of some numbers.
pub(super) fn greatest(numbers: &[f64]) -> f64 {
    let mut most = f64::NEG_INFINITY;
    if numbers.len() < MANY {
        for number in numbers {
            most = greater(most, *number);
        }
        return most;
    }
    // In lanes, so that no number has to wait for the one before it.
    let mut lanes = [f64::NEG_INFINITY; LANES];
    let chunks = numbers.chunks_exact(LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for (lane, number) in lanes.iter_mut().zip(chunk) {
            *lane = greater(*lane, *number);
        }
    }
    for number in lanes.iter().chain(rest) {
        most = greater(most, *number);
    }
    most
}

/// The greatest of some numbers, and the first place where it stands.
#[inline]
pub(super) fn first_greatest(numbers: &[f64]) -> (f64, usize) {
    let later = |(most, place), at| match numbers[at] > most {
        true => (numbers[at], at),
        false => (most, place),
    };
    match *numbers {
        // Most issues have so few options.
        [only] => (only, 0),
        [first, _] => later((first, 0), 1),
        [first, _, _] => later(later((first, 0), 1), 2),
        [first, _, _, _] => later(later(later((first, 0), 1), 2), 3),
        _ => {
            let most = greatest(numbers);
            (most, first_at_least(numbers, most).unwrap_or(0))
        }
    }
}

/// The first number that is no less than this.
pub(super) fn first_at_least(numbers: &[f64], least: f64) -> Option<usize> {
    numbers.iter().position(|number| *number >= least)
}

/// A step down a tree.
#[derive(Debug)]
pub(super) enum Step<'t> {
    Branch(&'t Branch),
    Gate(usize),
}
