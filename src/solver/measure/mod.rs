//! How much of a space meets every row: counted for choices, enclosed for amounts.
//!
//! `component` takes a program apart into what no constraint ties together, and `alternative` the choices of a part from
//! its amounts; `region` and `standing` say which boxes of a part meet its constraints; `tree` gathers points by what
//! they add to the objective rows, and `enclosure` adds up. Here one node of each tree makes a block of points, all of which meet the objective
//! rows, or none, or which is divided.

mod alternative;
mod component;
mod enclosure;
mod region;
mod standing;
mod tree;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::rc::Rc;

use self::alternative::{Alternative, alternatives};
use self::component::{components, constant};
pub(crate) use self::enclosure::Enclosure;
use self::tree::{Leaf, MOST, Tree, leaves, product};
use super::program::Program;

/// A measure of points: a point counts one for each option, and the length of the interval for each amount.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Measure {
    /// The measure lies within these.
    pub(crate) bounds: Enclosure,
    /// Blocks weighed.
    pub(crate) boxes: u64,
}

/// The measure of points in a union of programs that break no pattern and meet every row, an objective row at t = 0.
///
/// A block all of whose points meet every row counts whole, one none of whose points do not at all, and others are
/// divided: the largest first, until the bounds are about `gap` apart (as a share of the upper one) or `boxes` have been
/// weighed. An amount that a constraint fixes once the others are known is not a dimension of its own.
pub(crate) fn measure(programs: &[Program], gap: f64, boxes: u64) -> Measure {
    let mut prepared: Vec<Forest> = programs
        .iter()
        .flat_map(|program| Forest::all(program, MOST_LEAVES / programs.len()))
        .collect();
    let mut found = Found {
        settled: Enclosure::ZERO,
        high: 0.0,
        undecided: 0.0,
        boxes: 0,
        open: BinaryHeap::new(),
    };
    for (index, forest) in prepared.iter().enumerate() {
        let roots = forest.trees.iter().map(|tree| tree.root).collect();
        found.weigh(forest, index, roots);
    }
    while let Some(largest) = found.next(gap, boxes) {
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
    let open = found.open.iter().map(|block| block.measure);
    Measure {
        bounds: open.fold(found.settled, Enclosure::plus),
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
    asked: Vec<(Enclosure, f64)>,
}

impl Forest {
    /// The points of a program, as forests that have none in common, of so many leaves where points can be left unlisted.
    fn all(program: &Program, room: usize) -> Vec<Self> {
        let constant = constant(program);
        let asked: Vec<(Enclosure, f64)> = program
            .rows()
            .iter()
            .zip(&constant)
            .filter(|(row, _)| row.scale > 0.0)
            .map(|(row, constant)| {
                let floor = Enclosure::exactly(row.floor - row.tolerance());
                (floor.minus(*constant), row.scale)
            })
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
    fn planted(parts: &[Rc<Alternative>], asked: &[(Enclosure, f64)], room: usize) -> Option<Self> {
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
            let parts = self.trees.iter().zip(nodes);
            let sum = parts
                .map(|(tree, node)| tree.spans(*node)[row])
                .fold(Enclosure::ZERO, Enclosure::plus);
            if sum.high < floor.low {
                return Standing::Outside;
            }
            if sum.low < floor.high {
                open.push((row, *scale));
            }
        }
        let spread = |at: usize| -> f64 {
            if open.is_empty() {
                let measure = self.trees[at].measure(nodes[at]);
                return if measure.is_tight() {
                    0.0
                } else {
                    measure.width() / measure.high
                };
            }
            let spans = self.trees[at].spans(nodes[at]);
            let widths = open.iter().map(|&(row, scale)| spans[row].width() / scale);
            widths.sum()
        };
        let cut = (0..nodes.len())
            .filter(|&at| self.trees[at].can_be_divided(nodes[at]))
            .map(|at| (spread(at), at))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        match cut {
            _ if !open.is_empty() => Standing::Open {
                cut: cut.map(|(_, cut)| cut),
            },
            Some((spread, cut)) if spread > 0.0 => Standing::Within { cut },
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
    /// All its points meet the objective rows, and there is nothing more to learn of the parts' constraints.
    Inside,
    /// All its points meet the objective rows; some cells have not been decided.
    Within {
        cut: usize,
    },
    Outside,
    /// `None` where it cannot be divided: single points that rounding leaves undecided.
    Open {
        cut: Option<usize>,
    },
}

/// What has been counted, and what is left.
struct Found {
    /// The measure of the blocks that are not divided any more.
    settled: Enclosure,
    /// About the most that the others may come to.
    high: f64,
    /// About how far the bounds of the others lie apart.
    undecided: f64,
    boxes: u64,
    open: BinaryHeap<Block>,
}

impl Found {
    fn weigh(&mut self, forest: &Forest, program: usize, nodes: Box<[u32]>) {
        self.boxes += 1;
        let trees = forest.trees.iter().zip(&nodes);
        let whole = trees
            .map(|(tree, node)| tree.measure(*node))
            .fold(Enclosure::ONE, Enclosure::times);
        let (measure, cut) = match forest.standing(&nodes) {
            Standing::Outside => return,
            Standing::Inside => (whole, None),
            Standing::Within { cut } => (whole, Some(cut)),
            Standing::Open { cut } => (whole.or(Enclosure::ZERO), cut),
        };
        let Some(cut) = cut else {
            self.settled = self.settled.plus(measure);
            return;
        };
        self.high += measure.high;
        self.undecided += measure.width();
        self.open.push(Block {
            measure,
            order: self.boxes,
            program,
            nodes,
            cut,
        });
    }

    /// Takes out the block of which least is known, unless so many have been weighed or the bounds are this near.
    fn next(&mut self, gap: f64, boxes: u64) -> Option<Block> {
        if self.boxes >= boxes || self.undecided <= gap * (self.settled.high + self.high) {
            return None;
        }
        let block = self.open.pop()?;
        self.high -= block.measure.high;
        self.undecided -= block.measure.width();
        Some(block)
    }
}

/// A block that may be divided.
#[derive(Debug)]
struct Block {
    measure: Enclosure,
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
        self.measure
            .width()
            .total_cmp(&other.measure.width())
            .then(other.order.cmp(&self.order))
    }
}
