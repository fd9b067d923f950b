//! Weighing the deals of a frame that may be better than the best one found.

use super::duo::{Side, TooMany};
use super::layout::Layout;
use super::lens::Lens;
use super::rope::{Rope, Spot};
use super::tree::{Branch, Forest, Node, Tree};

/// How far from the share of attention at which a frame promises least its deals are looked at too.
pub(super) const ASIDE: [f64; 3] = [0.0, -0.05, 0.05];

/// The best deal found so far: a frame, options and a place on the rope of a gate.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) value: f64,
    pub(super) place: usize,
    pub(super) options: Vec<(usize, usize)>,
    pub(super) gate: usize,
    pub(super) spot: Spot,
}

/// A tree as it looks by one share of attention.
#[derive(Debug, Clone)]
pub(super) struct Sight {
    /// The frame and the share.
    pub(super) of: Option<(usize, f64)>,
    /// What the best corner is worth.
    pub(super) value: f64,
    /// By slot.
    pub(super) scores: Vec<f64>,
    /// By node.
    pub(super) best: Vec<f64>,
}

impl Sight {
    pub(super) fn new(layout: &Layout) -> Self {
        Self {
            of: None,
            value: 0.0,
            scores: vec![0.0; layout.slots],
            best: Vec::new(),
        }
    }
}

/// What two parties have of the options taken so far, in the scale of the question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tally<'l> {
    pub(super) lenses: [&'l Lens; 2],
    pub(super) scales: [f64; 2],
    pub(super) counts: [f64; 2],
    pub(super) sums: [f64; 2],
}

impl<'l> Tally<'l> {
    pub(super) fn new(sides: [Side<'l>; 2], base: [f64; 2], counts: [f64; 2]) -> Self {
        Self {
            lenses: sides.map(|side| side.lens),
            scales: sides.map(|side| side.scale),
            counts,
            sums: base,
        }
    }

    pub(super) fn add(&mut self, slot: usize) {
        for party in 0..2 {
            let lens = self.lenses[party];
            self.sums[party] +=
                self.counts[party] * lens.flow[slot] + lens.direct[slot] / self.scales[party];
        }
    }

    pub(super) fn fixed(&mut self, tree: &Tree) {
        tree.fixed.iter().for_each(|slot| self.add(*slot));
    }

    pub(super) fn share(&mut self, worth: &[f64]) {
        for ((sum, count), worth) in self.sums.iter_mut().zip(self.counts).zip(worth) {
            *sum += count * worth;
        }
    }
}

/// All deals of a frame that may be worth weighing, choice by choice.
pub(super) struct Dive<'d, 'l> {
    pub(super) ropes: &'l [Option<Rope>],
    pub(super) forest: &'l Forest,
    pub(super) place: usize,
    pub(super) counts: [f64; 2],
    /// The first by the share of attention at which the frame promises least, the others beside it.
    pub(super) sights: &'d [Sight],
    pub(super) gap: f64,
    /// Nodes that are still to be passed.
    pub(super) open: Vec<usize>,
    pub(super) options: Vec<(usize, usize)>,
    pub(super) gate: Option<usize>,
    pub(super) found: &'d mut Option<Found>,
    pub(super) left: &'d mut usize,
}

/// By sight, how far what was taken falls behind the best.
pub(super) type Behind = [f64; ASIDE.len()];

impl Dive<'_, '_> {
    /// How far a deal falls behind with a branch; `None` where none with it can still be worth weighing.
    pub(super) fn with(&self, node: usize, branch: &Branch, mut behind: Behind) -> Option<Behind> {
        let found = self.found.as_ref();
        let enough = found.map_or(f64::NEG_INFINITY, |found| found.value + self.gap);
        for (behind, sight) in behind.iter_mut().zip(self.sights) {
            let best = &sight.best;
            *behind += best[node] - self.forest.sum(branch, &sight.scores, best);
            if sight.value - *behind <= enough {
                return None;
            }
        }
        Some(behind)
    }

    pub(super) fn deeper(&mut self, behind: Behind, tally: Tally<'_>) -> Result<(), TooMany> {
        let Some(node) = self.open.pop() else {
            return self.weigh(tally);
        };
        match &self.forest.nodes[node] {
            Node::Amounts(gate) => {
                self.gate = Some(*gate);
                self.deeper(behind, tally)?;
            }
            Node::Options { branches, .. } | Node::Choice(branches) => {
                let first = &self.sights[0];
                let taken = self.forest.taken(node, &first.scores, &first.best);
                let others = branches.clone().filter(|branch| Some(*branch) != taken);
                for at in taken.into_iter().chain(others) {
                    let branch = &self.forest.branches[at];
                    let Some(behind) = self.with(node, branch, behind) else {
                        continue;
                    };
                    let mut tally = tally;
                    self.forest.slots(branch).for_each(|slot| tally.add(slot));
                    let open = self.open.len();
                    self.open.extend_from_slice(self.forest.parts(branch));
                    self.options.push((branch.issue, branch.option));
                    self.deeper(behind, tally)?;
                    self.open.truncate(open);
                    self.options.pop();
                }
            }
        }
        self.open.push(node);
        Ok(())
    }

    /// Weighs the deals with these options, whatever the amounts.
    pub(super) fn weigh(&mut self, tally: Tally<'_>) -> Result<(), TooMany> {
        *self.left = self.left.checked_sub(1).ok_or(TooMany)?;
        let Some(rope) = self.gate.and_then(|gate| self.ropes[gate].as_ref()) else {
            return Ok(());
        };
        let (value, spot) = rope.balance(tally.sums, self.counts);
        if self.found.as_ref().is_none_or(|found| value > found.value) {
            *self.found = Some(Found {
                value,
                place: self.place,
                options: self.options.clone(),
                gate: self.gate.unwrap_or_default(),
                spot,
            });
        }
        Ok(())
    }
}
