//! Better points near a point: one choice changed at a time, then two.

use super::domain::Domain;
use super::program::{Assignment, Pick, Program};
use super::vector::dot;

/// Most passes over all choices.
const PASSES: usize = 20;
/// Most changes from which pairs are tried: those that cost least at the multipliers.
const CHANGES: usize = 40;

/// A choice put to another option.
#[derive(Debug, Clone, Copy)]
struct Change {
    variable: usize,
    option: usize,
    /// What it adds to the multiplier-weighted sum; hardly ever above zero.
    worth: f64,
}

/// A point that is being changed, with its sums.
#[derive(Debug)]
struct Climb<'a> {
    program: &'a Program,
    domain: &'a Domain,
    value: f64,
    point: Assignment,
    sums: Vec<f64>,
    changed: Vec<f64>,
}

/// Changes one choice at a time for as long as that raises the value, and two at a time where one will not do.
pub(super) fn improve(
    program: &Program,
    domain: &Domain,
    multipliers: &[f64],
    value: f64,
    point: Assignment,
) -> (f64, Assignment) {
    let sums = program.sums(&point);
    let mut climb = Climb {
        program,
        domain,
        value,
        point,
        changed: sums.clone(),
        sums,
    };
    for _ in 0..PASSES {
        if !climb.change_one() && !climb.change_two(multipliers) {
            break;
        }
    }
    // Running sums carry rounding: the value told is the point's own.
    match program.value(&climb.point) {
        Some(value) => (value, climb.point),
        None => (f64::NEG_INFINITY, climb.point),
    }
}

impl Climb<'_> {
    /// Puts every choice to its best option in turn; `false` where none is better than what it has.
    fn change_one(&mut self) -> bool {
        let before = self.value;
        for variable in 0..self.point.len() {
            let Pick::Option(held) = self.point[variable] else {
                continue;
            };
            let range = self.domain.range(self.program.slot(variable));
            if range.is_fixed() {
                continue;
            }
            let stands_alone = self.program.links().places[variable].is_none();
            let options = range.options();
            let mut best = held;
            for option in options.filter(|&option| option != held) {
                if stands_alone {
                    self.changed.copy_from_slice(&self.sums);
                    put(&mut self.changed, self.program, variable, held, option);
                } else {
                    self.point[variable] = Pick::Option(option);
                    self.changed = self.program.sums(&self.point);
                }
                if let Some(found) = self.program.value_of_sums(&self.changed)
                    && found > self.value
                    && (stands_alone || self.program.allows(&self.point))
                {
                    (self.value, best) = (found, option);
                }
            }
            self.point[variable] = Pick::Option(best);
            if best != held {
                self.sums = self.program.sums(&self.point);
            }
        }
        self.value > before
    }

    /// Makes the two changes, of choices that stand alone, that raise the value most; `false` where none do.
    fn change_two(&mut self, multipliers: &[f64]) -> bool {
        let floors = self.program.rows().iter().map(|row| row.floor);
        let above: f64 = self
            .sums
            .iter()
            .zip(floors)
            .zip(multipliers)
            .map(|((sum, floor), multiplier)| multiplier * (sum - floor))
            .sum();
        // No point is better than its multiplier-weighted slack.
        let room = above - self.value;
        let changes = self.changes(multipliers, room);
        let mut best = None;
        for (at, first) in changes.iter().enumerate() {
            for second in &changes[at + 1..] {
                if first.worth + second.worth + room <= 0.0 {
                    break;
                }
                if second.variable == first.variable {
                    continue;
                }
                self.changed.copy_from_slice(&self.sums);
                for change in [first, second] {
                    let Pick::Option(held) = self.point[change.variable] else {
                        continue;
                    };
                    put(
                        &mut self.changed,
                        self.program,
                        change.variable,
                        held,
                        change.option,
                    );
                }
                if let Some(found) = self.program.value_of_sums(&self.changed)
                    && found > self.value
                {
                    self.value = found;
                    best = Some([*first, *second]);
                }
            }
        }
        for change in best.into_iter().flatten() {
            self.point[change.variable] = Pick::Option(change.option);
        }
        self.sums = self.program.sums(&self.point);
        best.is_some()
    }

    /// The changes that cost least, the cheapest first.
    fn changes(&self, multipliers: &[f64], room: f64) -> Vec<Change> {
        let mut changes = Vec::new();
        for (variable, pick) in self.point.iter().enumerate() {
            let Pick::Option(held) = *pick else { continue };
            let range = self.domain.range(self.program.slot(variable));
            if range.is_fixed() || self.program.links().places[variable].is_some() {
                continue;
            }
            let worth = |option| dot(multipliers, self.program.option_effects(variable, option));
            let before = worth(held);
            for option in range.options() {
                let worth = worth(option) - before;
                if option != held && worth > -2.0 * room {
                    changes.push(Change {
                        variable,
                        option,
                        worth,
                    });
                }
            }
        }
        changes.sort_by(|a, b| b.worth.total_cmp(&a.worth));
        changes.truncate(CHANGES);
        changes
    }
}

/// Puts a choice that stands alone from one option to another.
pub(super) fn put(sums: &mut [f64], program: &Program, variable: usize, from: usize, to: usize) {
    let (from, to) = (
        program.option_effects(variable, from),
        program.option_effects(variable, to),
    );
    for (sum, (from, to)) in sums.iter_mut().zip(from.iter().zip(to)) {
        *sum += to - from;
    }
}
