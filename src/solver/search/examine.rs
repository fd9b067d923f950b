//! What is done with a box: it is bounded, and closed, or searched for a good point and divided.

use super::super::ZERO_TOLERANCE;
use super::super::domain::Domain;
use super::super::oracle::{Column, Oracle};
use super::super::program::Program;
use super::super::relaxation::{Aim, Relaxed, look, relax};
use super::super::rounding::round;
use super::super::warm::Start;
use super::cut::{Cut, choose_cut};
use super::{Goal, Search, Waiting};

/// What the bound of a box that must be divided may lie too high, as a part of its height above the cutoff.
const SLACK: f64 = 0.05;

/// Boxes at the beginning near which every good point is climbed from: one that settles the sign is soon found, if it
/// is there.
const THOROUGH: u64 = 64;
/// After them, one in so many.
const SPARING: u64 = 8;

/// How a box turned out.
enum Examined {
    /// These multipliers bring it to the cutoff, or show it infeasible.
    Closed { bound: f64, multipliers: Vec<f64> },
    /// It may hold something better.
    Open(OpenBox),
}

struct OpenBox {
    bound: f64,
    multipliers: Vec<f64>,
    /// Points whose mixture attains the bound, or nearly.
    mixture: Vec<(f64, Column)>,
    /// Where to divide; `None` where the mixture is a point of the program, which attains the bound.
    cut: Option<Cut>,
    /// Whether its columns are points of the program but for curved effects.
    is_exact: bool,
}

impl Search {
    pub(super) fn examine(&mut self, waiting: Waiting, goal: Goal) {
        if waiting.bound == f64::INFINITY && !self.last.is_empty() && goal != Goal::Sign {
            let bound = self.look(&waiting);
            if bound < f64::INFINITY {
                return self.defer(waiting, bound);
            }
        }
        self.lists.make_room();
        let multipliers = self.first_multipliers(&waiting);
        let program = &self.programs[waiting.program];
        let cutoff = self.cutoff(goal);
        match bound_box(
            program,
            &waiting.domain,
            multipliers,
            &waiting.start,
            cutoff,
            goal.is_proven(),
        ) {
            Examined::Closed { bound, multipliers } => {
                self.close(waiting.node, bound, &multipliers);
                if bound > f64::NEG_INFINITY {
                    self.last = multipliers;
                }
            }
            Examined::Open(open) => {
                self.last.clone_from(&open.multipliers);
                self.divide(waiting, open, goal);
            }
        }
    }

    /// Multipliers to begin with: where a box has none of its own, those of the last.
    fn first_multipliers<'a>(&'a self, waiting: &'a Waiting) -> &'a [f64] {
        let rows = self.programs[waiting.program].rows().len();
        if self.last.len() == rows && waiting.bound == f64::INFINITY {
            &self.last
        } else {
            &waiting.start.multipliers
        }
    }

    /// Where a program of the union stands by the multipliers of the last box.
    fn look(&self, waiting: &Waiting) -> f64 {
        let program = &self.programs[waiting.program];
        let mut oracle = Oracle::new(program, &waiting.domain);
        look(
            &mut oracle,
            program.rows(),
            self.first_multipliers(waiting),
            false,
        )
    }

    /// Puts a box back until it is its turn by this bound.
    fn defer(&mut self, waiting: Waiting, bound: f64) {
        let multipliers = self.first_multipliers(&waiting).to_vec();
        if bound == f64::NEG_INFINITY {
            return self.close(waiting.node, bound, &multipliers);
        }
        let start = Start::from_multipliers(multipliers);
        let Waiting {
            program,
            domain,
            node,
            ..
        } = waiting;
        self.wait(bound, program, domain, start.into(), node);
    }

    /// Looks for a good point in an open box, and divides it.
    fn divide(&mut self, waiting: Waiting, open: OpenBox, goal: Goal) {
        let Waiting {
            program: index,
            order,
            mut domain,
            node,
            ..
        } = waiting;
        let OpenBox {
            bound,
            multipliers,
            mixture,
            cut,
            is_exact,
        } = open;
        let program = &self.programs[index];
        let is_thorough = self.boxes <= THOROUGH || self.boxes.is_multiple_of(SPARING);
        let found = round(program, &domain, &mixture, &multipliers, is_thorough);
        let start = Start::new(program, is_exact, multipliers, &mixture);
        if let Some((value, point)) = found {
            self.improve(index, value, point);
        }
        let cutoff = self.cutoff(goal);
        let is_done = match goal {
            Goal::Sign => self.best_value() >= -ZERO_TOLERANCE,
            Goal::Optimum(_) => bound <= cutoff,
        };
        match cut {
            Some(cut) if !is_done => {
                let multipliers = &start.multipliers;
                let node = self.narrow(index, &mut domain, node, bound, multipliers, cutoff);
                let narrowed = Waiting {
                    bound,
                    order,
                    program: index,
                    domain,
                    start: start.into(),
                    node,
                };
                self.list_or_branch(narrowed, cut, goal);
            }
            // The sign is settled, and the box is left for another goal.
            Some(_) if goal == Goal::Sign => self.wait(bound, index, domain, start.into(), node),
            // At the cutoff, or a point that has been weighed exactly.
            _ => self.close(node, bound, &start.multipliers),
        }
    }
}

/// Bounds a box: loosely where it has to be divided, exactly where nothing is left to divide.
fn bound_box(
    program: &Program,
    domain: &Domain,
    multipliers: &[f64],
    start: &Start,
    cutoff: f64,
    as_proven: bool,
) -> Examined {
    let mut oracle = Oracle::new(program, domain);
    let mut aim = Aim {
        cutoff,
        slack: SLACK,
        as_proven,
    };
    let columns = start.columns(program, domain);
    let mut relaxed = relax(&mut oracle, program.rows(), multipliers, columns, aim);
    loop {
        let (bound, multipliers, mixture) = match relaxed {
            Relaxed::Infeasible { multipliers } => {
                return Examined::Closed {
                    bound: f64::NEG_INFINITY,
                    multipliers,
                };
            }
            Relaxed::Bounded {
                bound,
                multipliers,
                mixture,
            } => (bound, multipliers, mixture),
        };
        if bound <= cutoff || mixture.is_empty() {
            return Examined::Closed { bound, multipliers };
        }
        let is_exact = oracle.is_exact();
        let cut = choose_cut(program, domain, is_exact, &mixture, &multipliers, bound);
        if cut.is_some() || aim.slack == 0.0 {
            return Examined::Open(OpenBox {
                bound,
                multipliers,
                mixture,
                cut,
                is_exact,
            });
        }
        aim.slack = 0.0;
        let columns = mixture.into_iter().map(|(_, column)| column).collect();
        relaxed = relax(&mut oracle, program.rows(), &multipliers, columns, aim);
    }
}
