//! How much of a space meets every row: counted for choices, enclosed for amounts.
//!
//! `component` takes a program apart into what no constraint ties together, and `alternative` the choices of a part from
//! its amounts; `region` and `standing` say which boxes of a part meet its constraints; `tree` gathers points by what
//! they add to the objective rows. Here one node of each tree makes a block of points, all of which meet the objective
//! rows, or none, or which is divided.

mod alternative;
mod component;
mod region;
mod standing;
mod tree;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::rc::Rc;

use self::alternative::{Alternative, alternatives};
use self::component::{components, constant};
use self::tree::{Leaf, MOST, Tree, leaves, product};
use super::program::Program;

/// Bounds on a measure of points: a point counts one for each option, and the length of the interval for each amount.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Measure {
    /// The measure is at least this.
    pub(crate) low: f64,
    /// And at most this.
    pub(crate) high: f64,
    /// Blocks weighed.
    pub(crate) boxes: u64,
}

/// The measure of points in a union of programs that break no pattern and meet every row, an objective row at t = 0.
///
/// A block all of whose points meet every row counts whole, one none of whose points do not at all, and others are
/// divided: the largest first, until the bounds are `gap` apart (as a share of the upper one) or `boxes` have been
/// weighed. An amount that a constraint fixes once the others are known is not a dimension of its own.
pub(crate) fn measure(programs: &[Program], gap: f64, boxes: u64) -> Measure {
    let mut prepared: Vec<Forest> = programs
        .iter()
        .flat_map(|program| Forest::all(program, MOST_LEAVES / programs.len()))
        .collect();
    let mut found = Found {
        low: 0.0,
        undecided: 0.0,
        boxes: 0,
        open: BinaryHeap::new(),
    };
    for (index, forest) in prepared.iter().enumerate() {
        let roots = forest.trees.iter().map(|tree| tree.root).collect();
        found.weigh(forest, index, roots);
    }
    while let Some(largest) = found.open.pop() {
        if found.boxes >= boxes || found.undecided <= gap * (found.low + found.undecided) {
            found.open.push(largest);
            break;
        }
        found.undecided -= largest.undecided;
        // A block counted whole but for points that its parts' constraints leave open is counted anew in its parts.
        found.low -= largest.low;
        let forest = &mut prepared[largest.program];
        let parts = forest.trees[largest.cut]
            .divided(largest.nodes[largest.cut])
            .to_vec();
        for part in parts {
            let mut nodes = largest.nodes.clone();
            nodes[largest.cut] = part;
            found.weigh(forest, largest.program, nodes);
        }
    }
    // Summed anew: what was added and taken away carries rounding.
    let rest: f64 = found.open.iter().map(|block| block.undecided).sum();
    Measure {
        low: found.low,
        high: found.low + rest,
        boxes: found.boxes,
    }
}

/// How many cells of a part are cut at first, to know how many of its points meet its own constraints.
const CUTS: usize = 512;

/// About how many leaves the trees of all programs may have before any is cut: they are kept in memory.
const MOST_LEAVES: usize = 1 << 20;
/// The most forests that a program is taken apart into: the alternatives of its parts multiply.
const MOST_FORESTS: usize = 64;

/// Parts of a program, and what it asks of their sum.
struct Forest {
    trees: Vec<Tree>,
    /// By objective row: what the parts must add to it, and its unit.
    asked: Vec<(f64, f64)>,
}

impl Forest {
    /// The points of a program, as forests that have none in common, of so many leaves where points can be left unlisted.
    fn all(program: &Program, room: usize) -> Vec<Self> {
        let constant = constant(program);
        let asked: Vec<(f64, f64)> = program
            .rows()
            .iter()
            .zip(&constant)
            .filter(|(row, _)| row.scale > 0.0)
            .map(|(row, constant)| (row.floor - constant - row.tolerance(), row.scale))
            .collect();
        let Some(parts) = components(program, &constant) else {
            return Vec::new();
        };
        let mut forests = vec![Vec::new()];
        for part in parts {
            let alternatives: Vec<Rc<Alternative>> =
                alternatives(part, MOST_FORESTS / forests.len().max(1))
                    .into_iter()
                    .map(Rc::new)
                    .collect();
            forests = forests
                .iter()
                .flat_map(|before: &Vec<_>| {
                    let with = |one| before.iter().chain([one]).map(Rc::clone).collect();
                    alternatives.iter().map(with)
                })
                .collect();
        }
        let planted = forests
            .iter()
            .filter_map(|parts| Self::planted(parts, &asked, room / forests.len()));
        planted.collect()
    }

    /// The product of some parts; `None` where one has no points.
    fn planted(parts: &[Rc<Alternative>], asked: &[(f64, f64)], room: usize) -> Option<Self> {
        let scales: Vec<f64> = asked.iter().map(|(_, scale)| *scale).collect();
        let mut trees = Vec::new();
        for choices in merged(
            parts.iter().map(|part| part.choices.as_slice()).collect(),
            room,
        ) {
            trees.push(Tree::new(None, choices.into_owned(), &scales)?);
        }
        for rest in parts.iter().filter_map(|part| part.rest.as_ref()) {
            let mut tree = Tree::new(Some(Rc::clone(rest)), leaves(rest), &scales)?;
            tree.settle(CUTS);
            trees.push(tree);
        }
        Some(Self {
            trees,
            asked: asked.to_vec(),
        })
    }

    fn standing(&self, nodes: &[u32]) -> Standing {
        let mut open = Vec::new();
        for (row, (floor, scale)) in self.asked.iter().enumerate() {
            let (mut low, mut high) = (0.0, 0.0);
            for (tree, node) in self.trees.iter().zip(nodes) {
                let span = tree.spans(*node)[row];
                low += span.0;
                high += span.1;
            }
            if high < *floor {
                return Standing::Outside;
            }
            if low < *floor {
                open.push((row, *scale));
            }
        }
        let spread = |at: usize| -> f64 {
            let (low, high) = self.trees[at].measure(nodes[at]);
            if open.is_empty() {
                return 1.0 - low / high;
            }
            let spans = self.trees[at].spans(nodes[at]);
            let widths = open
                .iter()
                .map(|&(row, scale)| (spans[row].1 - spans[row].0) / scale);
            widths.sum()
        };
        let cut = (0..nodes.len())
            .filter(|&at| self.trees[at].can_be_divided(nodes[at]))
            .map(|at| (spread(at), at))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        match cut {
            Some((_, cut)) if !open.is_empty() => Standing::Open { cut },
            Some((spread, cut)) if spread > 0.0 => Standing::Within { cut },
            // Or single points, undecided by rounding alone.
            _ => Standing::Inside,
        }
    }
}

/// Lists of points, made one where the products are short enough and all of them have room.
fn merged(mut lists: Vec<&[Leaf]>, room: usize) -> Vec<Cow<'_, [Leaf]>> {
    lists.sort_by_key(|leaves| leaves.len());
    let mut total: usize = lists.iter().map(|leaves| leaves.len()).sum();
    let mut merged: Vec<Cow<'_, [Leaf]>> = Vec::new();
    for leaves in lists {
        let apart = |others: &[Leaf]| total - others.len() - leaves.len();
        let fits = |others: &&mut Cow<'_, [Leaf]>| {
            let product = others.len() * leaves.len();
            product <= MOST && apart(others) + product <= room
        };
        match merged.iter_mut().find(fits) {
            Some(others) => {
                total = apart(others) + others.len() * leaves.len();
                *others = Cow::Owned(product(others, leaves));
            }
            None => merged.push(Cow::Borrowed(leaves)),
        }
    }
    merged
}

/// Where a block lies.
enum Standing {
    /// All its points meet the objective rows, and the parts' constraints are decided.
    Inside,
    /// All its points meet the objective rows; some cells have not been decided.
    Within {
        cut: usize,
    },
    Outside,
    Open {
        cut: usize,
    },
}

/// What has been counted, and what is left.
struct Found {
    low: f64,
    undecided: f64,
    boxes: u64,
    open: BinaryHeap<Block>,
}

impl Found {
    fn weigh(&mut self, forest: &Forest, program: usize, nodes: Box<[u32]>) {
        self.boxes += 1;
        let mut size = (1.0, 1.0);
        for (tree, node) in forest.trees.iter().zip(&nodes) {
            let (low, high) = tree.measure(*node);
            size = (size.0 * low, size.1 * high);
        }
        let (low, cut) = match forest.standing(&nodes) {
            Standing::Outside => return,
            Standing::Inside => {
                self.low += size.1;
                return;
            }
            Standing::Within { cut } => (size.0, cut),
            Standing::Open { cut } => (0.0, cut),
        };
        self.low += low;
        self.undecided += size.1 - low;
        self.open.push(Block {
            undecided: size.1 - low,
            low,
            order: self.boxes,
            program,
            nodes,
            cut,
        });
    }
}

/// A block that is neither inside nor outside.
#[derive(Debug)]
struct Block {
    undecided: f64,
    /// What is counted of it already.
    low: f64,
    order: u64,
    program: usize,
    /// A node of each tree.
    nodes: Box<[u32]>,
    /// The tree whose node is to be divided.
    cut: usize,
}

impl PartialEq for Block {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Block {}

impl PartialOrd for Block {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Block {
    fn cmp(&self, other: &Self) -> Ordering {
        self.undecided
            .total_cmp(&other.undecided)
            .then(other.order.cmp(&self.order))
    }
}
