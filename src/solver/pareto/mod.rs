//! Every non-dominated point of programs with finitely many points.
//!
//! Variables are merged one by one, and of the partial sums those that another one matches or beats in every row are
//! dropped at once (Nemhauser & Ullmann 1969; multi-objective label setting, Martins 1984). A partial point carries the
//! picks of variables that joint effects or patterns still ask about, and is compared only with others of the same
//! picks.

mod label;
mod order;
mod staircase;

use self::label::enumerate;
pub(crate) use self::staircase::undominated;
use super::ZERO_TOLERANCE;
use super::program::{Assignment, Pick, Program, Variable};

/// Most levels of an amount in steps that are told apart one by one.
const MOST_LEVELS: f64 = 4096.0;

/// A non-dominated point.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FinitePoint {
    pub(crate) program: usize,
    pub(crate) picks: Assignment,
    /// The slack of each objective row.
    pub(crate) slacks: Vec<f64>,
}

/// What enumeration came to.
#[derive(Debug)]
pub(crate) enum Finite {
    /// All non-dominated points, one for each vector of slacks, and how many partial points were made.
    Points(Vec<FinitePoint>, u64),
    /// An amount varies continuously, or has too many levels.
    Continuous,
    /// More partial points than allowed.
    TooMany,
}

/// All non-dominated points of a union of programs, by the slacks of their first `objectives` rows. Of points whose
/// slacks differ by no more than [`ZERO_TOLERANCE`] one is kept. Points with a slack below `least` are left out.
/// `labels` bounds the partial points that are made.
pub(crate) fn non_dominated(
    programs: &[Program],
    objectives: usize,
    least: f64,
    labels: u64,
) -> Finite {
    let mut left = labels;
    let mut points = Vec::new();
    for (index, program) in programs.iter().enumerate() {
        let Some(levels) = levels(program) else {
            return Finite::Continuous;
        };
        match enumerate(program, &levels, objectives, least, &mut left) {
            Some(found) => points.extend(found.into_iter().map(|(picks, slacks)| FinitePoint {
                program: index,
                picks,
                slacks,
            })),
            None => return Finite::TooMany,
        }
    }
    let keys: Vec<&[f64]> = points.iter().map(|point| point.slacks.as_slice()).collect();
    let kept = undominated(&keys, ZERO_TOLERANCE);
    let kept = kept.into_iter().map(|at| points[at].clone()).collect();
    Finite::Points(kept, labels - left)
}

/// The picks of every variable; `None` where one varies continuously.
fn levels(program: &Program) -> Option<Vec<Vec<Pick>>> {
    program
        .variables()
        .iter()
        .map(|variable| match variable {
            Variable::Choice { options, .. } => Some((0..*options).map(Pick::Option).collect()),
            Variable::Amount {
                lower,
                upper,
                step: Some(step),
                ..
            } => {
                let count = ((upper - lower) / step).round();
                (count < MOST_LEVELS).then(|| {
                    (0..=count as usize)
                        .map(|level| Pick::Amount((lower + step * level as f64).min(*upper)))
                        .collect()
                })
            }
            Variable::Amount { step: None, .. } => None,
        })
        .collect()
}
