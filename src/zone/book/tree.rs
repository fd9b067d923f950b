//! What can be combined with what: a tree of choices in which alternatives and independent parts take turns (the AND/OR
//! trees of Dechter & Mateescu 2007).

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
    pub(super) column: usize,
    /// Further columns that count with it and then the nodes of its parts, in the forest's list.
    pub(super) extra: Range<usize>,
    /// How many of them are columns.
    pub(super) joints: usize,
}

/// All deals of a frame but for the amounts without steps: nodes of a [`Forest`].
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) roots: Vec<usize>,
    /// All nodes below the roots, parts before what they are parts of.
    pub(super) order: Vec<usize>,
    /// Columns that count in every deal.
    pub(super) fixed: Vec<usize>,
}

/// The nodes of many trees, which have most of them in common. A node comes after the parts of its branches.
#[derive(Debug, Default)]
pub(super) struct Forest {
    pub(super) nodes: Vec<Node>,
    pub(super) branches: Vec<Branch>,
    /// Further columns and parts of the branches.
    pub(super) extra: Vec<usize>,
}

impl Forest {
    /// The greatest sum of scores, one a column, with what the amounts add, one a gate; −∞ where a gate lets nothing
    /// through. In `best` it leaves what every node adds at most.
    pub(super) fn best(
        &self,
        tree: &Tree,
        scores: &[f64],
        amounts: &[f64],
        best: &mut Vec<f64>,
    ) -> f64 {
        best.resize(self.nodes.len(), f64::NEG_INFINITY);
        for &node in &tree.order {
            let most = match &self.nodes[node] {
                Node::Amounts(gate) => amounts[*gate],
                Node::Options { first, branches } => {
                    greatest(&scores[*first..first + branches.len()])
                }
                Node::Choice(branches) => {
                    let sums = self.branches[branches.clone()].iter();
                    let sums = sums.map(|branch| self.sum(branch, scores, best));
                    sums.fold(f64::NEG_INFINITY, greater)
                }
            };
            best[node] = most;
        }
        let fixed: f64 = tree.fixed.iter().map(|column| scores[*column]).sum();
        let roots = tree.roots.iter().map(|root| best[*root]);
        fixed + roots.sum::<f64>()
    }

    /// What an option adds with the best of all that follows.
    #[inline]
    pub(super) fn sum(&self, branch: &Branch, scores: &[f64], best: &[f64]) -> f64 {
        let mut sum = scores[branch.column];
        if branch.extra.is_empty() {
            return sum;
        }
        let (joints, parts) = self.extra[branch.extra.clone()].split_at(branch.joints);
        for joint in joints {
            sum += scores[*joint];
        }
        for part in parts {
            sum += best[*part];
        }
        sum
    }

    /// The branch of a node that is best, of equals the first; `None` for amounts.
    pub(super) fn taken(&self, node: usize, scores: &[f64], best: &[f64]) -> Option<usize> {
        // Summed as the best was, so that one of them is as great to the last bit.
        let most = best[node];
        let (start, found) = match &self.nodes[node] {
            Node::Amounts(_) => return None,
            Node::Options { first, branches } => {
                let scores = &scores[*first..first + branches.len()];
                (branches.start, first_at_least(scores, most))
            }
            Node::Choice(branches) => {
                let is_best = |branch: &Branch| self.sum(branch, scores, best) >= most;
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
        best: &[f64],
        open: &mut Vec<usize>,
        mut visit: impl FnMut(Step<'t>),
    ) {
        open.clear();
        open.extend_from_slice(&tree.roots);
        while let Some(node) = open.pop() {
            match &self.nodes[node] {
                Node::Amounts(gate) => visit(Step::Gate(*gate)),
                Node::Options { .. } | Node::Choice(_) => {
                    if let Some(at) = self.taken(node, scores, best) {
                        let branch = &self.branches[at];
                        visit(Step::Branch(branch));
                        open.extend_from_slice(self.parts(branch));
                    }
                }
            }
        }
    }

    /// What is left to choose with a branch.
    pub(super) fn parts(&self, branch: &Branch) -> &[usize] {
        &self.extra[branch.extra.clone()][branch.joints..]
    }

    /// The columns that count with a branch: its own, and those of the joints that it completes and of options that are left
    /// no choice.
    pub(super) fn columns<'t>(&'t self, branch: &'t Branch) -> impl Iterator<Item = usize> + 't {
        let joints = self.extra[branch.extra.clone()][..branch.joints].iter();
        std::iter::once(branch.column).chain(joints.copied())
    }

    /// Puts another number in the place of each column, and notes which options now lie side by side.
    pub(super) fn renumber(&mut self, number: impl Fn(usize) -> usize) {
        for branch in &mut self.branches {
            branch.column = number(branch.column);
            let joints = &mut self.extra[branch.extra.clone()][..branch.joints];
            joints.iter_mut().for_each(|joint| *joint = number(*joint));
        }
        for node in &mut self.nodes {
            let Node::Choice(branches) = node else {
                continue;
            };
            let own = &self.branches[branches.clone()];
            let first = own.first().map_or(0, |branch| branch.column);
            let mut places = (first..).zip(own);
            if places.all(|(place, branch)| branch.column == place && branch.extra.is_empty()) {
                *node = Node::Options {
                    first,
                    branches: branches.clone(),
                };
            }
        }
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
