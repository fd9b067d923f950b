//! Whether all points of a box meet every row and break no pattern, or none, and else where to cut it.

use super::super::program::{Literal, Program, Variable, VariableTest};
use super::region::{Range, Region, slope};

/// Where a box lies.
pub(super) enum Standing {
    Inside,
    Outside,
    Open { cut: usize },
}

impl Region<'_> {
    pub(super) fn standing(&self, ranges: &[Range]) -> Standing {
        let rows = self.program.rows();
        let mut held = ranges.to_vec();
        let mut inside = true;
        let mut spread = vec![0.0; ranges.len()];
        for (at, row) in self.fixed_by.iter().enumerate() {
            let (Some(row), Range::Amount(lower, upper)) = (row, ranges[at]) else {
                continue;
            };
            let (low, high) = self.row(*row, &held, Some(at));
            let slope = slope(&self.program.variables()[at], *row);
            let base = self.effect_span(at, *row, Range::Amount(lower, lower)).0 - slope * lower;
            let ends = [low, high].map(|sum| (rows[*row].floor - sum - base) / slope);
            let (from, to) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
            let tolerance = 1e-9 * (upper - lower);
            if to < lower - tolerance || from > upper + tolerance {
                return Standing::Outside;
            }
            if from < lower - tolerance || to > upper + tolerance {
                inside = false;
                self.add_spread(*row, ranges, &mut spread);
            }
            held[at] = Range::Amount(from.max(lower).min(upper), to.min(upper).max(lower));
        }
        for (row, asked) in rows.iter().enumerate() {
            if self.fixed_by.contains(&Some(row)) {
                continue;
            }
            let (low, high) = self.row(row, &held, None);
            let tolerance = asked.tolerance();
            if high < asked.floor - tolerance || (asked.equal && low > asked.floor + tolerance) {
                return Standing::Outside;
            }
            if low < asked.floor - tolerance || (asked.equal && high > asked.floor + tolerance) {
                inside = false;
                self.add_spread(row, ranges, &mut spread);
            }
        }
        for pattern in self.program.forbidden() {
            match conjunction(pattern, &held, self.program) {
                Some(true) => return Standing::Outside,
                Some(false) => {}
                None => {
                    inside = false;
                    for literal in pattern {
                        self.blame(literal.variable, 1e-6, ranges, &mut spread);
                    }
                }
            }
        }
        if inside {
            return Standing::Inside;
        }
        for joint in self.program.joints() {
            if conjunction(&joint.when, &held, self.program).is_none() {
                let most = joint
                    .effect
                    .iter()
                    .fold(0.0, |most: f64, effect| most.max(effect.abs()));
                for literal in &joint.when {
                    self.blame(literal.variable, most, ranges, &mut spread);
                }
            }
        }
        let cut = (0..ranges.len())
            .filter(|&at| self.fixed_by[at].is_none() && self.can_be_cut(at, ranges[at]))
            .max_by(|&a, &b| spread[a].total_cmp(&spread[b]).then(b.cmp(&a)));
        match cut {
            Some(cut) => Standing::Open { cut },
            // A single point, undecided by rounding alone.
            None => Standing::Inside,
        }
    }

    /// Blames an undecided row on the variables that spread it.
    fn add_spread(&self, row: usize, ranges: &[Range], spread: &mut [f64]) {
        for at in 0..ranges.len() {
            let (low, high) = self.effect_span(at, row, ranges[at]);
            self.blame(at, high - low, ranges, spread);
        }
    }

    /// What is laid to an amount that follows from others is laid to them.
    fn blame(&self, at: usize, amount: f64, ranges: &[Range], spread: &mut [f64]) {
        let Some(row) = self.fixed_by[at].filter(|_| amount > 0.0) else {
            spread[at] += amount;
            return;
        };
        let (low, high) = self.effect_span(at, row, ranges[at]);
        for (other, spread) in spread.iter_mut().enumerate() {
            if other != at {
                let (least, most) = self.effect_span(other, row, ranges[other]);
                *spread += amount * (most - least) / (high - low);
            }
        }
    }
}

/// Whether a conjunction holds all over a box (or but for a set of no measure); `None` where in a part.
pub(super) fn conjunction(
    literals: &[Literal],
    ranges: &[Range],
    program: &Program,
) -> Option<bool> {
    let mut all = true;
    for literal in literals {
        let (everywhere, somewhere) = match (&literal.test, ranges[literal.variable]) {
            (VariableTest::AnyOf(options), Range::Option(option)) => {
                let holds = options.contains(&option);
                (holds, holds)
            }
            (VariableTest::AnyOf(options), Range::Any) => {
                let count = match &program.variables()[literal.variable] {
                    Variable::Choice { options, .. } => *options,
                    Variable::Amount { .. } => 0,
                };
                let within = (0..count).filter(|option| options.contains(option)).count();
                (within == count, within > 0)
            }
            (VariableTest::Above(bound), Range::Amount(from, to)) => (from > *bound, to > *bound),
            (VariableTest::Below(bound), Range::Amount(from, to)) => (to < *bound, from < *bound),
            _ => (false, false),
        };
        if !somewhere {
            return Some(false);
        }
        all &= everywhere;
    }
    all.then_some(true)
}
