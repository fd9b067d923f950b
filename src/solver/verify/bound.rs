//! The bound of a box by given multipliers, rounded outward.

use super::super::domain::Domain;
use super::super::program::Program;
use super::super::row::Row;
use super::kinds::{Kinds, Linked, Values};
use super::linked::greatest;
use super::upward::{plus, times, weigh};
use super::worth::worth;

/// What multipliers prove of a box.
pub(super) struct Bound<'a> {
    program: &'a Program,
    multipliers: &'a [f64],
    /// No point of the box has a greater weighted sum.
    pub(super) total: f64,
    /// By variable: what it has in the total where it stands alone.
    most: Vec<f64>,
    /// The objective's weight, rounded down and up.
    weight: [f64; 2],
}

impl<'a> Bound<'a> {
    /// `None` where these are not multipliers of the program.
    pub(super) fn new(
        program: &'a Program,
        kinds: &Kinds,
        domain: &Domain,
        multipliers: &'a [f64],
    ) -> Option<Self> {
        let rows = program.rows();
        let fits = |(multiplier, row): (&f64, &Row)| {
            multiplier.is_finite() && (*multiplier >= 0.0 || row.equal && row.scale == 0.0)
        };
        if multipliers.len() != rows.len() || !multipliers.iter().zip(rows).all(fits) {
            return None;
        }
        let [mut light, mut heavy, mut total] = [0.0; 3];
        for (row, multiplier) in rows.iter().zip(multipliers) {
            light = plus(light, times(-row.scale, *multiplier));
            heavy = plus(heavy, times(row.scale, *multiplier));
            total = plus(total, times(-row.floor, *multiplier));
            // A point counts that misses a constraint by its tolerance: the proof speaks of those too.
            total = plus(total, times(row.allowance(), multiplier.abs()));
        }
        let worth = |variable: usize, values: Option<&Values>| {
            let range = domain.range(program.slot(variable));
            worth(program, variable, values, range, multipliers)
        };
        let mut most = vec![0.0; program.variable_count()];
        for variable in (0..most.len()).filter(|it| kinds.places[*it].is_none()) {
            most[variable] = worth(variable, None);
            total = plus(total, most[variable]);
        }
        let worths = |linked: &Linked| {
            let kinds = linked.kinds.iter();
            let worths = kinds.map(|kind| worth(linked.variable, Some(&kind.values)));
            worths.collect()
        };
        let worths: Vec<Vec<f64>> = kinds.linked.iter().map(worths).collect();
        Some(Self {
            program,
            multipliers,
            total: plus(total, greatest(program, kinds, &worths, multipliers)),
            most,
            weight: [-light, heavy],
        })
    }

    /// What the total changes by where a choice that stands alone has this option.
    pub(super) fn change(&self, choice: usize, option: usize) -> f64 {
        let most = self.most[choice];
        if most.is_finite() {
            let effects = self.program.option_effects(choice, option);
            plus(weigh(self.multipliers, effects), -most)
        } else {
            // The total is as infinite.
            0.0
        }
    }

    /// No point with this weighted sum, or less, has a greater value: the sum divided by the objective's weight, on the
    /// side that makes it greater. −∞ where none can have it, +∞ where nothing is shown.
    pub(super) fn value(&self, total: f64) -> f64 {
        let [light, heavy] = self.weight;
        let weight = if total > 0.0 { light } else { heavy };
        if total == f64::NEG_INFINITY || (total < 0.0 && weight <= 0.0) {
            f64::NEG_INFINITY
        } else if weight > 0.0 {
            (total / weight).next_up()
        } else {
            f64::INFINITY
        }
    }
}
