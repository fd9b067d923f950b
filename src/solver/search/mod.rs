//! Branch and bound over a union of programs.

mod branch;
mod cut;
mod examine;
mod list;
mod listing;
mod narrow;

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use self::listing::Lists;
use super::ZERO_TOLERANCE;
use super::domain::Domain;
use super::form::{ProgramError, check};
use super::program::{Assignment, Program};
use super::proof::{Proof, ProofNode};
use super::relaxation::even_multipliers;
use super::verify;
use super::warm::Start;

/// What a search is to settle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// Whether any point has a value of zero or more.
    Sign,
    /// The greatest value of points that meet their constraint rows exactly, to within this gap (0 or more).
    Optimum(f64),
}

impl Goal {
    /// Whether bounds are to hold as a proof has them: the sign is settled by the proof, the optimum is that of points
    /// that meet their rows.
    fn is_proven(self) -> bool {
        self == Self::Sign
    }
}

/// How much work a search may do before it must answer with what it has. Counted, not clocked, so that the answer
/// does not depend on the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Boxes that may be bounded, in this call. Listing choices counts as well: what takes about as long, as one box.
    pub boxes: u64,
    /// Boxes that may wait at one time: a bound on memory.
    pub waiting: usize,
}

impl Default for Budget {
    /// A million boxes, of which at most half may wait at one time.
    fn default() -> Self {
        Self {
            boxes: 1_000_000,
            waiting: 500_000,
        }
    }
}

impl Budget {
    /// What is left of it when so many boxes are spent.
    pub(crate) fn less(self, boxes: u64) -> Self {
        Self {
            boxes: self.boxes.saturating_sub(boxes),
            ..self
        }
    }
}

/// How far a search has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The goal is settled.
    Settled,
    /// The budget ran out; another call goes on from here.
    OutOfBudget,
}

/// What a search knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The best point found: its program, its value and its picks.
    pub best: Option<(usize, f64, Assignment)>,
    /// No point has a greater value, up to rounding (a [`Proof`] has the bound rounded outward). −∞ where every point
    /// is infeasible.
    pub upper: f64,
    /// Boxes bounded so far, with what lists of choices took.
    pub boxes: u64,
}

/// A box that waits to be bounded.
#[derive(Debug)]
struct Waiting {
    bound: f64,
    /// Tells boxes of equal bound apart, the first made first.
    order: u64,
    program: usize,
    domain: Domain,
    start: Arc<Start>,
    node: usize,
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound
            .total_cmp(&other.bound)
            .then(other.order.cmp(&self.order))
    }
}

/// A search that can be stopped and continued.
#[derive(Debug)]
pub struct Search {
    programs: Vec<Program>,
    waiting: BinaryHeap<Waiting>,
    nodes: Vec<ProofNode>,
    best: Option<(usize, f64, Assignment)>,
    /// The greatest bound among boxes closed.
    closed: f64,
    boxes: u64,
    made: u64,
    /// Multipliers that closed the last box: often good for the next.
    last: Vec<f64>,
    lists: Lists,
}

impl Search {
    /// A search over the union of these programs, which have the same rows in the same order.
    ///
    /// # Errors
    /// [`ProgramError`] for the first thing that is not well formed.
    pub fn new(programs: Vec<Program>) -> Result<Self, ProgramError> {
        check(&programs)?;
        Ok(Self::over(programs))
    }

    /// The same, for programs that are well formed as they are made.
    pub(crate) fn over(programs: Vec<Program>) -> Self {
        let start = programs
            .first()
            .map(|program| even_multipliers(program.rows()))
            .unwrap_or_default();
        Self::with_multipliers(programs, start)
    }

    /// The same, trying these multipliers first: those of a similar search, say. Multipliers that do not fit are
    /// replaced by even ones.
    pub(crate) fn with_multipliers(mut programs: Vec<Program>, multipliers: Vec<f64>) -> Self {
        share_links(&mut programs);
        let mut search = Self {
            nodes: vec![ProofNode::Open; programs.len()],
            waiting: BinaryHeap::new(),
            best: None,
            closed: f64::NEG_INFINITY,
            boxes: 0,
            made: 0,
            last: Vec::new(),
            lists: Lists::new(&programs),
            programs,
        };
        for index in 0..search.programs.len() {
            let program = &search.programs[index];
            let fits = multipliers.len() == program.rows().len()
                && multipliers
                    .iter()
                    .all(|multiplier| multiplier.is_finite() && *multiplier >= 0.0);
            let start = Start::from_multipliers(if fits {
                multipliers.clone()
            } else {
                even_multipliers(program.rows())
            });
            let domain = Domain::whole(program);
            search.wait(f64::INFINITY, index, domain, start.into(), index);
        }
        search
    }

    /// The programs searched.
    #[must_use]
    pub fn programs(&self) -> &[Program] {
        &self.programs
    }

    /// The multipliers that closed the last box; to start a similar search with.
    #[must_use]
    pub fn multipliers(&self) -> &[f64] {
        &self.last
    }

    /// Offers a point, found elsewhere; ignored unless it is feasible and better than the best known.
    pub fn offer(&mut self, program: usize, point: Assignment) {
        if let Some(value) = self
            .programs
            .get(program)
            .and_then(|program| program.value(&point))
        {
            self.improve(program, value, point);
        }
    }

    /// What is known now.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let listed = self.lists.at_work.iter().map(|listing| &listing.waiting);
        let open = self.waiting.peek().into_iter().chain(listed);
        let closed = self.closed.max(self.best_value());
        Summary {
            best: self.best.clone(),
            upper: open.fold(closed, |upper, waiting| upper.max(waiting.bound)),
            boxes: self.boxes,
        }
    }

    /// The reasons for the upper bound, which is claimed as the leaves prove it with every sum rounded outward.
    ///
    /// Boxes that still wait are left open, and then the proof claims +∞.
    #[must_use]
    pub fn proof(&self) -> Proof {
        let mut proof = Proof {
            upper: f64::INFINITY,
            nodes: self.nodes.clone(),
        };
        if let Ok(upper) = verify::proven(&self.programs, &proof, self.closed) {
            proof.upper = upper;
        }
        proof
    }

    /// Works until the goal is settled or the budget is spent. A later call goes on from there.
    pub fn run(&mut self, goal: Goal, budget: Budget) -> Status {
        let end = self.boxes.saturating_add(budget.boxes);
        loop {
            let cutoff = self.cutoff(goal);
            if matches!(goal, Goal::Sign) && self.best_value() >= -ZERO_TOLERANCE {
                return Status::Settled;
            }
            if let Some(listing) = self.lists.at_work.take() {
                if listing.goal != goal {
                    self.waiting.push(listing.waiting);
                } else if self.boxes >= end {
                    self.lists.at_work = Some(listing);
                    return Status::OutOfBudget;
                } else {
                    self.boxes += 1;
                    self.list_on(listing);
                }
                continue;
            }
            let Some(waiting) = self.waiting.peek() else {
                return Status::Settled;
            };
            if waiting.bound <= cutoff {
                // The greatest bound is low enough, and so are all others: their parents' multipliers prove it.
                while let Some(waiting) = self.waiting.pop() {
                    self.close(waiting.node, waiting.bound, &waiting.start.multipliers);
                }
                return Status::Settled;
            }
            if self.boxes >= end || self.waiting.len() > budget.waiting {
                return Status::OutOfBudget;
            }
            if let Some(waiting) = self.waiting.pop() {
                self.boxes += 1;
                self.examine(waiting, goal);
            }
        }
    }

    fn best_value(&self) -> f64 {
        self.best
            .as_ref()
            .map_or(f64::NEG_INFINITY, |(_, value, _)| *value)
    }

    /// Boxes bounded at or below this hold nothing of interest.
    fn cutoff(&self, goal: Goal) -> f64 {
        match goal {
            // Twice the tolerance, so that the bound stays below zero when rounded outward.
            Goal::Sign => -2.0 * ZERO_TOLERANCE,
            Goal::Optimum(gap) => self.best_value() + gap,
        }
    }

    fn wait(&mut self, bound: f64, program: usize, domain: Domain, start: Arc<Start>, node: usize) {
        self.made += 1;
        self.waiting.push(Waiting {
            bound,
            order: self.made,
            program,
            domain,
            start,
            node,
        });
    }

    fn node(&mut self) -> usize {
        self.nodes.push(ProofNode::Open);
        self.nodes.len() - 1
    }

    fn close(&mut self, node: usize, bound: f64, multipliers: &[f64]) {
        self.nodes[node] = ProofNode::Multipliers(multipliers.to_vec());
        self.closed = self.closed.max(bound);
    }

    fn improve(&mut self, program: usize, value: f64, point: Assignment) {
        if value > self.best_value() {
            self.best = Some((program, value, point));
        }
    }
}

/// Works the links out once for all programs that have the same.
fn share_links(programs: &mut [Program]) {
    let mut distinct: Vec<usize> = Vec::new();
    for index in 0..programs.len() {
        if programs[index].has_links() {
            continue;
        }
        let (before, rest) = programs.split_at_mut(index);
        // The frames of a deal come in runs: what was seen last is the likeliest.
        let mut known = distinct.iter().rev();
        if !known.any(|&other| rest[0].share_links(&before[other])) {
            distinct.push(index);
        }
    }
}
