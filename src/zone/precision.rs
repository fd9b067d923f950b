//! How closely z\* is pinned down once the verdict is known, and what that may cost.

use super::search::spend;
use crate::solver::{Budget, Goal, Program, Search, Status};

/// How closely where that comes cheap.
const FINE: f64 = 1e-9;
/// How closely at least, where it does not: halving the gap again and again costs little until deals have to be told
/// apart one by one, and that costs most of all.
const COARSE: f64 = 1e-3;
/// Effects of options on rows times rows, over all boxes, that are cheap: some milliseconds. Besides, one box for each
/// program of the question is, for none is known before it is bounded.
const CHEAP: u64 = 100_000;
/// Boxes spent on it at the most.
pub(super) const REFINEMENT: u64 = 20_000;

/// How closely, and what is left of the work that may be spent on it.
#[derive(Debug)]
pub(super) struct Precision {
    /// What the question says.
    within: Option<f64>,
    /// Boxes that come cheap.
    cheap: u64,
    /// Boxes that may be spent.
    most: u64,
}

impl Precision {
    pub(super) fn new(within: Option<f64>, programs: &[Program]) -> Self {
        let effort = |program: &Program| program.effect_count() * program.rows().len();
        let effort = programs.iter().map(effort).max();
        Self {
            within,
            cheap: CHEAP / effort.unwrap_or(0).max(1) as u64 + programs.len() as u64,
            most: REFINEMENT,
        }
    }

    /// Searches on for the optimum; `Settled` where it is known as closely as is asked for.
    pub(super) fn pin_down(&mut self, search: &mut Search, left: &mut Budget) -> Status {
        if let Some(gap) = self.within {
            return self.run(search, gap, self.most, left);
        }
        // A search that is asked for another gap drops the list that it is going through: no way back to the finer one.
        if self.cheap > 0 {
            let status = self.run(search, FINE, self.cheap, left);
            if status == Status::Settled || self.cheap > 0 {
                return status;
            }
        }
        self.run(search, COARSE, self.most, left)
    }

    fn run(&mut self, search: &mut Search, gap: f64, boxes: u64, left: &mut Budget) -> Status {
        let mut here = Budget {
            boxes: left.boxes.min(boxes).min(self.most),
            ..*left
        };
        let before = here.boxes;
        let status = spend(search, Goal::Optimum(gap), &mut here);
        let spent = before - here.boxes;
        self.cheap = self.cheap.saturating_sub(spent);
        self.most -= spent;
        *left = left.less(spent);
        status
    }
}
