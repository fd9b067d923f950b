//! How much of a space meets every row: counted for choices, enclosed for amounts.

mod region;
mod standing;

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use self::region::{Range, Region};
use self::standing::Standing;
use super::program::Program;

/// Bounds on a measure of points: a point counts one for each option, and the length of the interval for each amount.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Measure {
    /// The measure is at least this.
    pub(crate) low: f64,
    /// And at most this.
    pub(crate) high: f64,
    /// Boxes weighed.
    pub(crate) boxes: u64,
}

/// The measure of points in a union of programs that break no pattern and meet every row, an objective row at t = 0.
///
/// A box all of whose points meet every row counts whole, one none of whose points do not at all, and others are cut:
/// the largest first, until the bounds are `gap` apart (as a share of the upper one) or `boxes` have been weighed. An
/// amount that a constraint fixes once the others are known is not a dimension of its own.
pub(crate) fn measure(programs: &[Program], gap: f64, boxes: u64) -> Measure {
    let prepared: Vec<Region<'_>> = programs.iter().map(Region::new).collect();
    let mut found = Measure {
        low: 0.0,
        high: 0.0,
        boxes: 0,
    };
    let mut open = BinaryHeap::new();
    let mut undecided = 0.0;
    for (index, program) in prepared.iter().enumerate() {
        weigh(
            program,
            index,
            program.whole(),
            &mut found,
            &mut open,
            &mut undecided,
        );
    }
    while let Some(largest) = open.pop() {
        if found.boxes >= boxes || undecided <= gap * (found.low + undecided) {
            open.push(largest);
            break;
        }
        undecided -= largest.size;
        let program = &prepared[largest.program];
        for part in program.parts(&largest) {
            weigh(
                program,
                largest.program,
                part,
                &mut found,
                &mut open,
                &mut undecided,
            );
        }
    }
    // Summed anew: what was added and taken away carries rounding.
    let rest: f64 = open.iter().map(|part| part.size).sum();
    found.high = found.low + rest;
    found
}

fn weigh(
    program: &Region<'_>,
    index: usize,
    ranges: Vec<Range>,
    found: &mut Measure,
    open: &mut BinaryHeap<Open>,
    undecided: &mut f64,
) {
    found.boxes += 1;
    let size = program.size(&ranges);
    match program.standing(&ranges) {
        Standing::Inside => found.low += size,
        Standing::Outside => {}
        Standing::Open { cut } => {
            *undecided += size;
            open.push(Open {
                size,
                order: found.boxes,
                program: index,
                ranges,
                cut,
            });
        }
    }
}

/// A box that is neither inside nor outside.
#[derive(Debug)]
struct Open {
    size: f64,
    order: u64,
    program: usize,
    ranges: Vec<Range>,
    cut: usize,
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
        self.size
            .total_cmp(&other.size)
            .then(other.order.cmp(&self.order))
    }
}
