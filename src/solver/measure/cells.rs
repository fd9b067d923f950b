//! The points of one part of a program: its choices listed, and its amounts cut into cells, the coarsest first.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::enclosure::Enclosure;
use super::points::Points;
use super::region::{Range, Region};

/// Some points of a part, as they stand in its own constraints, and what they add to the objective rows.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    /// The measure of those that meet the constraints.
    pub(super) measure: Enclosure,
    /// By objective row: what they add.
    pub(super) spans: Vec<Enclosure>,
    /// Where it can be cut; not a single point, nor as little as arithmetic can tell apart.
    pub(super) cell: Option<Cell>,
}

/// A box that can be cut.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) ranges: Vec<Range>,
    pub(super) cut: usize,
}

/// The most combinations of choices of a part, or levels, that are listed.
pub(super) const MOST: usize = 1 << 14;

/// The points of a part, by its choices.
pub(super) fn leaves(region: &Region) -> Vec<Leaf> {
    let boxes = listed(region).into_iter();
    boxes.filter_map(|ranges| region.leaf(ranges)).collect()
}

/// Every combination of the choices of a part that may meet its constraints, where they are few enough; else some
/// choices are left open.
pub(super) fn listed(region: &Region) -> Vec<Vec<Range>> {
    let mut listed = Vec::new();
    let mut open = vec![region.whole()];
    while let Some(ranges) = open.pop() {
        let choice = ranges.iter().position(|range| *range == Range::Any);
        match choice.filter(|_| listed.len() + open.len() < MOST) {
            Some(at) if !region.is_outside(&ranges) => open.extend(region.parts(&ranges, at)),
            Some(_) => {}
            None => listed.push(ranges),
        }
    }
    listed
}

/// For whom cells are cut.
pub(super) struct Need {
    /// By objective row: the least and the most that a part is asked to add, whatever the others do.
    pub(super) asked: Vec<Enclosure>,
    /// By objective row: in what what a cell adds is measured.
    pub(super) unit: Vec<f64>,
}

impl Need {
    /// How far the bounds on what a cell holds lie apart, for whoever asks.
    fn doubt(&self, leaf: &Leaf) -> f64 {
        let mut spread = 0.0;
        for ((span, asked), unit) in leaf.spans.iter().zip(&self.asked).zip(&self.unit) {
            if span.high < asked.low {
                return 0.0;
            }
            if span.low < asked.high {
                spread += span.width() / unit;
            }
        }
        leaf.measure.width() + leaf.measure.high * spread
    }
}

/// The points of a part as so many cells at the most, the ones in most doubt divided first.
pub(super) fn cut(region: &Region, leaves: Vec<Leaf>, need: &Need, most: usize) -> Points {
    let mut points = Points::new(need.unit.len());
    let mut open = BinaryHeap::new();
    let mut order = 0;
    let mut meet = |leaf: Leaf, open: &mut BinaryHeap<Open>, points: &mut Points| {
        let doubt = need.doubt(&leaf);
        match leaf.cell {
            Some(cell) if doubt > 0.0 => {
                order += 1;
                open.push(Open {
                    doubt,
                    order,
                    measure: leaf.measure,
                    spans: leaf.spans,
                    cell,
                });
            }
            _ => points.push(leaf.measure, leaf.spans.into_iter()),
        }
    };
    for leaf in leaves {
        meet(leaf, &mut open, &mut points);
    }
    while points.len() + open.len() < most
        && let Some(Open { cell, .. }) = open.pop()
    {
        for ranges in region.parts(&cell.ranges, cell.cut) {
            if let Some(leaf) = region.leaf(ranges) {
                meet(leaf, &mut open, &mut points);
            }
        }
    }
    for left in open.into_sorted_vec() {
        points.push(left.measure, left.spans.into_iter());
    }
    points
}

/// A cell that may be cut.
struct Open {
    doubt: f64,
    order: usize,
    measure: Enclosure,
    spans: Vec<Enclosure>,
    cell: Cell,
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Open {}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        let doubts = self.doubt.total_cmp(&other.doubt);
        doubts.then(other.order.cmp(&self.order))
    }
}
