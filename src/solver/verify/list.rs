//! Boxes that are closed by listing the combinations of some choices.

use super::super::domain::Domain;
use super::super::program::Program;
use super::super::proof::MOST_SUMS;
use super::bound::Bound;
use super::upward::plus;

/// How far lists are gone through.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// What is bounded by this is gone through no further.
    pub(super) low: f64,
    /// Once something is bounded by more than this alone, nothing else matters.
    pub(super) high: f64,
    /// Sums that may still be formed.
    sums: u64,
}

impl Limits {
    pub(super) fn new(low: f64, high: f64) -> Self {
        Self {
            low,
            high,
            sums: MOST_SUMS,
        }
    }
}

/// What several sets of multipliers prove of a box together, when choices are made one after another.
pub(super) struct List<'a> {
    sets: &'a [Bound<'a>],
    /// By choice, option and set: what the total changes by.
    changes: Vec<Vec<Vec<f64>>>,
}

impl<'a> List<'a> {
    /// A list of these choices, which stand alone and are named once.
    pub(super) fn new(
        program: &Program,
        domain: &Domain,
        sets: &'a [Bound<'a>],
        order: &[usize],
    ) -> Self {
        let changes = |choice: &usize| {
            let change = |option| sets.iter().map(|set| set.change(*choice, option)).collect();
            let options = domain.range(program.slot(*choice)).options();
            options.map(change).collect()
        };
        Self {
            sets,
            changes: order.iter().map(changes).collect(),
        }
    }

    /// No point of the box has a greater value, unless this is above the higher limit. `None` where there are not sums
    /// enough to tell.
    pub(super) fn bound(&self, limits: &mut Limits) -> Option<f64> {
        let totals: Vec<f64> = self.sets.iter().map(|set| set.total).collect();
        let unchanged = vec![0.0; totals.len()];
        let mut room = vec![0.0; totals.len() * (self.changes.len() + 1)];
        self.go_on(&totals, &unchanged, &self.changes, &mut room, limits)
    }

    /// The same of the points that have some choices made: set by set, the total before the last of them, and what that
    /// changes it by; the choices to be made; and room for totals after each.
    fn go_on(
        &self,
        before: &[f64],
        changes: &[f64],
        choices: &[Vec<Vec<f64>>],
        room: &mut [f64],
        limits: &mut Limits,
    ) -> Option<f64> {
        let (totals, room) = room.split_at_mut(self.sets.len());
        let mut bound = f64::INFINITY;
        for (index, set) in self.sets.iter().enumerate() {
            limits.sums = limits.sums.checked_sub(1)?;
            totals[index] = plus(before[index], changes[index]);
            bound = bound.min(set.value(totals[index]));
            if bound <= limits.low {
                return Some(bound);
            }
        }
        let Some((options, choices)) = choices.split_first() else {
            return Some(bound);
        };
        let mut most = f64::NEG_INFINITY;
        for changes in options {
            most = most.max(self.go_on(totals, changes, choices, room, limits)?);
            if most > limits.high {
                break;
            }
        }
        Some(most)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::solver::verify::kinds::Kinds;
    use crate::solver::{Pick, Row};

    const OPTIONS: usize = 3;
    const CHOICES: usize = 4;

    /// Four choices of three options over two objectives; none is linked.
    fn program(effects: &[f64]) -> Program {
        let mut program = Program::new(vec![Row::objective(0.3, 1.0), Row::objective(0.2, 0.5)]);
        for effects in effects.chunks(2 * OPTIONS) {
            program.add_choice(effects.to_vec());
        }
        program
    }

    /// The greatest value of all points.
    fn best(program: &Program) -> f64 {
        (0..OPTIONS.pow(CHOICES as u32))
            .filter_map(|code| {
                let option = |place| code / OPTIONS.pow(place) % OPTIONS;
                let point: Vec<Pick> = (0..CHOICES as u32)
                    .map(|place| Pick::Option(option(place)))
                    .collect();
                program.value(&point)
            })
            .fold(f64::NEG_INFINITY, f64::max)
    }

    /// What these sets prove in this order, within these limits.
    fn listed(
        program: &Program,
        sets: &[Vec<f64>],
        order: &[usize],
        limits: &mut Limits,
    ) -> Option<f64> {
        let kinds = Kinds::new(program);
        let domain = Domain::whole(program);
        let bounds = sets
            .iter()
            .map(|set| Bound::new(program, &kinds, &domain, set).unwrap());
        let bounds: Vec<Bound<'_>> = bounds.collect();
        List::new(program, &domain, &bounds, order).bound(limits)
    }

    proptest! {
        /// Whatever sets, order and claim: no point is better than the list says, and it ends within its sums.
        #[test]
        fn no_point_lies_above_what_a_list_shows(
            effects in prop::collection::vec(0.0..1.0_f64, 2 * OPTIONS * CHOICES),
            weights in prop::collection::vec((0.0..2.0_f64, 0.01..2.0_f64), 1..4),
            order in Just((0..CHOICES).collect::<Vec<_>>()).prop_shuffle(),
            count in 0..=CHOICES,
            claim in -1.0..3.0_f64,
        ) {
            let program = program(&effects);
            let sets: Vec<Vec<f64>> = weights.iter().map(|(a, b)| vec![*a, *b]).collect();
            let order = &order[..count];
            let best = best(&program);
            for limits in [Limits::new(claim, claim), Limits::new(claim, f64::INFINITY)] {
                let mut left = limits;
                let bound = listed(&program, &sets, order, &mut left).unwrap();
                if limits.high == f64::INFINITY {
                    prop_assert!(best <= bound.max(claim));
                } else {
                    prop_assert!(best <= claim || bound > claim);
                }
                let sums = limits.sums - left.sums;
                prop_assert!(sums > 0);
                let mut exactly = Limits { sums, ..limits };
                prop_assert_eq!(listed(&program, &sets, order, &mut exactly), Some(bound));
                let mut fewer = Limits { sums: sums - 1, ..limits };
                prop_assert_eq!(listed(&program, &sets, order, &mut fewer), None);
            }
        }
    }

    #[test]
    fn all_choices_made_the_rows_alone_show_the_best_point() {
        let effects: Vec<f64> = (0..2 * OPTIONS * CHOICES)
            .map(|at| (at * 7 % 11) as f64 / 11.0)
            .collect();
        let program = program(&effects);
        let alone = [vec![1.0, 0.0], vec![0.0, 2.0]];
        let mut limits = Limits::new(-1e3, f64::INFINITY);
        let bound = listed(&program, &alone, &[2, 0, 3, 1], &mut limits);
        let bound = bound.unwrap();
        let best = best(&program);
        assert!(best <= bound && bound < best + 1e-12, "{bound} {best}");
    }
}
