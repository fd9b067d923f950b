//! Weighing the deals of a frame that may be better than the best one found.

use super::aim::{Aim, height};
use super::rope::{Rope, Spot, balance};
use super::sight::Sight;
use super::tree::{Forest, Node, Step, Tree, first_at_least};

/// How far from the share of attention at which a frame promises least its deals are looked at too.
pub(super) const ASIDE: [f64; 3] = [0.0, -0.05, 0.05];

/// Room for the rounding of a bound.
pub(super) const ROUNDING: f64 = 1e-12;

/// A question that takes too much work here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMany;

/// The best deal found so far: a frame, the columns of its options and a place on the rope of a gate.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) value: f64,
    pub(super) place: usize,
    pub(super) columns: Vec<usize>,
    pub(super) gate: usize,
    /// On that rope, and on the one of the levers.
    pub(super) spots: [Spot; 2],
}

/// What two parties have of the options taken so far, in the scale of the question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tally<'l> {
    /// By party and column.
    pub(super) worths: &'l [Vec<f64>; 2],
    pub(super) sums: [f64; 2],
}

impl Tally<'_> {
    pub(super) fn add(&mut self, column: usize) {
        for (sum, worths) in self.sums.iter_mut().zip(self.worths) {
            *sum += worths[column];
        }
    }
}

/// All deals of a frame that may be worth weighing, choice by choice.
pub(super) struct Dive<'d, 'l> {
    pub(super) aim: Aim,
    pub(super) ropes: &'l [Option<Rope>],
    pub(super) forest: &'l Forest,
    pub(super) place: usize,
    /// By party, how much delivered flow counts.
    pub(super) counts: [f64; 2],
    /// What levers can do, and by party how much it counts.
    pub(super) levers: Option<(&'l Rope, [f64; 2])>,
    pub(super) gap: f64,
    /// Nodes that are still to be passed.
    pub(super) open: &'d mut Vec<usize>,
    /// Of the options taken.
    pub(super) columns: &'d mut Vec<usize>,
    pub(super) gate: Option<usize>,
    pub(super) found: &'d mut Option<Found>,
    pub(super) left: &'d mut usize,
}

/// By sight, how far what was taken falls behind the best.
type Behind = [f64; ASIDE.len()];

impl Dive<'_, '_> {
    /// What is worth no more than this need not be weighed.
    pub(super) fn enough(&self) -> f64 {
        let found = self.found.as_ref();
        found.map_or(f64::NEG_INFINITY, |found| found.value + self.gap)
    }

    /// Weighs the deals with the options that are best by one share of attention.
    pub(super) fn at_once(
        &mut self,
        tree: &Tree,
        mut tally: Tally<'_>,
        sight: &Sight,
    ) -> Result<(), TooMany> {
        let forest = self.forest;
        let (taken, gate) = (&mut *self.columns, &mut self.gate);
        taken.clear();
        forest.follow(tree, &sight.scores, self.open, |step| match step {
            Step::Branch(branch) => {
                let columns = forest.columns(branch);
                taken.extend_from_slice(columns);
                columns.iter().for_each(|column| tally.add(*column));
            }
            Step::Gate(at) => *gate = Some(at),
        });
        self.weigh(tally)
    }

    /// Weighs all deals that may be worth it: the first sight is by the share of attention at which the frame promises
    /// least, the others are beside it.
    pub(super) fn all(
        &mut self,
        tree: &Tree,
        tally: Tally<'_>,
        sights: &[Sight],
    ) -> Result<(), TooMany> {
        self.columns.clear();
        self.open.clear();
        self.open.extend_from_slice(&tree.roots);
        self.deeper([0.0; ASIDE.len()], tally, sights)
    }

    /// How far a deal falls behind with a branch of a node, given what the branch adds at most by each sight; `None` where
    /// none with it can still be worth weighing.
    fn with(
        &self,
        node: usize,
        mut behind: Behind,
        sights: &[Sight],
        adds: impl Fn(&Sight) -> f64,
    ) -> Option<Behind> {
        let enough = self.enough();
        let place = self.forest.place(node);
        for (behind, sight) in behind.iter_mut().zip(sights) {
            *behind += sight.scores[place] - adds(sight);
            if height(sight.value - *behind, sight.factor) <= enough {
                return None;
            }
        }
        Some(behind)
    }

    /// Goes on with these columns and parts.
    fn take(
        &mut self,
        columns: &[usize],
        parts: impl Iterator<Item = usize>,
        behind: Behind,
        mut tally: Tally<'_>,
        sights: &[Sight],
    ) -> Result<(), TooMany> {
        let taken = self.columns.len();
        columns.iter().for_each(|column| tally.add(*column));
        self.columns.extend_from_slice(columns);
        let open = self.open.len();
        self.open.extend(parts);
        self.deeper(behind, tally, sights)?;
        self.open.truncate(open);
        self.columns.truncate(taken);
        Ok(())
    }

    fn deeper(
        &mut self,
        behind: Behind,
        tally: Tally<'_>,
        sights: &[Sight],
    ) -> Result<(), TooMany> {
        let Some(node) = self.open.pop() else {
            return self.weigh(tally);
        };
        match &self.forest.nodes[node] {
            Node::Amounts(gate) => {
                self.gate = Some(*gate);
                self.deeper(behind, tally, sights)?;
            }
            Node::Options { first, branches } => {
                let columns = *first..first + branches.len();
                let near = &sights[0];
                let most = near.scores[self.forest.place(node)];
                let taken = first_at_least(&near.scores[columns.clone()], most);
                let taken = taken.map(|at| first + at);
                // Most of many options are out of the question by the first sight alone.
                let least = most - near.spare(behind[0], self.enough()) - ROUNDING;
                let is_near = |column: &usize| near.scores[*column] >= least;
                let others = columns.filter(|column| Some(*column) != taken);
                for column in taken.into_iter().chain(others.filter(is_near)) {
                    let adds = |sight: &Sight| sight.scores[column];
                    if let Some(behind) = self.with(node, behind, sights, adds) {
                        self.take(&[column], std::iter::empty(), behind, tally, sights)?;
                    }
                }
            }
            Node::Choice(branches) => {
                let forest = self.forest;
                let near = &sights[0];
                let taken = forest.taken(node, &near.scores);
                let others = branches.clone().filter(|branch| Some(*branch) != taken);
                for at in taken.into_iter().chain(others) {
                    let branch = &forest.branches[at];
                    let adds = |sight: &Sight| forest.sum(branch, &sight.scores);
                    if let Some(behind) = self.with(node, behind, sights, adds) {
                        let (columns, parts) = (forest.columns(branch), forest.parts(branch));
                        self.take(columns, parts, behind, tally, sights)?;
                    }
                }
            }
        }
        self.open.push(node);
        Ok(())
    }

    /// Weighs the deals with these options, whatever the amounts.
    fn weigh(&mut self, tally: Tally<'_>) -> Result<(), TooMany> {
        *self.left = self.left.checked_sub(1).ok_or(TooMany)?;
        let Some(rope) = self.gate.and_then(|gate| self.ropes[gate].as_ref()) else {
            return Ok(());
        };
        let found = balance(self.aim, tally.sums, (rope, self.counts), self.levers);
        let Some((value, spots)) = found else {
            return Ok(());
        };
        if self.found.as_ref().is_none_or(|found| value > found.value) {
            *self.found = Some(Found {
                value,
                place: self.place,
                columns: self.columns.clone(),
                gate: self.gate.unwrap_or_default(),
                spots,
            });
        }
        Ok(())
    }
}
