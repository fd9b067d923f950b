//! Frame by frame: most questions need only one.

use super::clash::OutOfBudget;
use super::compile::Compiler;
use crate::solver::{Budget, Goal, Search, Status, ZERO_TOLERANCE};
use crate::space::Deal;

/// Frames glanced at before all are compiled.
const GLANCED: usize = 32;
/// Boxes that a glance at a frame may take: what it finds beyond the deal it is after is lost.
const GLANCE: u64 = 8;

/// A deal that meets what is asked.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) frame: usize,
    pub(super) value: f64,
    pub(super) deal: Deal,
}

/// Looks for a deal that meets what is asked, frame by frame, until it is found or known not to be there; `Err` where
/// the budget runs out first. What is spent is taken off the budget.
pub(super) fn seek(
    compiler: &mut Compiler<'_>,
    frames: impl Iterator<Item = usize>,
    budget: &mut Budget,
) -> Result<Option<Found>, OutOfBudget> {
    let mut multipliers = Vec::new();
    for frame in frames {
        let here = *budget;
        match look(compiler, frame, &mut multipliers, here, budget) {
            Some(Ok(found)) => return Ok(Some(found)),
            Some(Err(Status::OutOfBudget)) => return Err(OutOfBudget),
            Some(Err(Status::Settled)) | None => {}
        }
    }
    Ok(None)
}

/// A deal that a short look at each of the first frames comes across. What is spent is taken off the budget.
pub(super) fn glance(compiler: &mut Compiler<'_>, budget: &mut Budget) -> Option<Found> {
    let mut multipliers = Vec::new();
    let mut tried = 0;
    for frame in 0..compiler.frame_count() {
        if tried == GLANCED {
            break;
        }
        let here = Budget {
            boxes: budget.boxes.min(GLANCE),
            ..*budget
        };
        match look(compiler, frame, &mut multipliers, here, budget) {
            Some(Ok(found)) => return Some(found),
            Some(Err(_)) => tried += 1,
            None => {}
        }
    }
    None
}

/// What a frame holds: `None` where it is known to hold no deal without looking.
fn look(
    compiler: &mut Compiler<'_>,
    frame: usize,
    multipliers: &mut Vec<f64>,
    here: Budget,
    budget: &mut Budget,
) -> Option<Result<Found, Status>> {
    if compiler.is_excluded(frame) {
        return None;
    }
    let program = compiler.program(frame)?;
    let mut search = Search::with_multipliers(vec![program], std::mem::take(multipliers));
    let status = search.run(Goal::Sign, here);
    *multipliers = search.multipliers().to_vec();
    let summary = search.summary();
    *budget = budget.less(summary.boxes);
    Some(match summary.best {
        Some((_, value, picks)) if value >= -ZERO_TOLERANCE => Ok(Found {
            frame,
            value,
            deal: compiler.deal(frame, &picks),
        }),
        _ => Err(status),
    })
}
