//! Boxes that are closed by listing the combinations of some choices.

use super::super::domain::Domain;
use super::super::program::{Program, Variable};
use super::super::proof::{MOST_LISTED, MOST_SUMS};
use super::audit::Audit;
use super::bound::Bound;
use super::upward::Upward;
use super::worth::weigh;

/// How far lists are gone through.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// What is bounded by this is gone through no further.
    low: f64,
    /// Once something is bounded by more than this alone, nothing else matters.
    high: f64,
    /// Sums that may still be formed.
    sums: u64,
}

impl Limits {
    /// To tell whether a claim holds.
    pub(super) fn of_claim(upper: f64) -> Self {
        Self {
            low: upper,
            high: upper,
            sums: MOST_SUMS,
        }
    }

    /// To tell what holds, which is about this, give or take rounding.
    pub(super) fn about(upper: f64) -> Self {
        Self {
            low: upper + 1e-13 * upper.abs().max(1.0),
            high: f64::INFINITY,
            sums: MOST_SUMS,
        }
    }
}

/// What several sets of multipliers prove of a box together, when these choices are made one after another.
pub(super) struct List<'a> {
    sets: &'a [Bound<'a>],
    /// By choice, option and set: what the option is worth at the most.
    worths: Vec<Vec<Vec<f64>>>,
    /// By number of choices made, and set: what the other choices are worth at the most.
    others: Vec<Vec<f64>>,
    /// By set: what all but the choices is worth at the most.
    base: Vec<Upward>,
}

impl<'a> List<'a> {
    /// `None` where these are not choices that stand alone, each named once, or are too many; or where a set does not weigh the
    /// objective, or there is none.
    pub(super) fn new(
        program: &Program,
        audit: &Audit,
        domain: &Domain,
        sets: &'a [Bound<'a>],
        order: &[usize],
    ) -> Option<Self> {
        if sets.is_empty() || !sets.iter().all(Bound::weighs_objective) {
            return None;
        }
        let mut is_listed = vec![false; program.variable_count()];
        let mut worths = Vec::with_capacity(order.len());
        for &choice in order {
            let is_choice = matches!(program.variables().get(choice)?, Variable::Choice { .. });
            if !is_choice || audit.is_linked[choice] || is_listed[choice] {
                return None;
            }
            is_listed[choice] = true;
            let worth = |option| {
                let effects = program.option_effects(choice, option);
                let sets = sets.iter().map(|set| weigh(set.multipliers(), effects));
                sets.collect()
            };
            let options = domain.range(program.slot(choice)).options();
            worths.push(options.map(worth).collect());
        }
        let mut others = vec![vec![0.0; sets.len()]];
        for &choice in order.iter().rev() {
            let after = others[others.len() - 1].iter().zip(sets);
            let with = after.map(|(after, set)| {
                let mut sum = Upward(*after);
                sum.add(set.most(choice));
                sum.0
            });
            others.push(with.collect());
        }
        others.reverse();
        (order.len() <= MOST_LISTED).then(|| Self {
            base: sets.iter().map(|set| set.without(&is_listed)).collect(),
            sets,
            worths,
            others,
        })
    }

    /// No point of the box has a greater value, unless this is above the higher limit. `None` where there are not sums
    /// enough to tell.
    pub(super) fn bound(&self, limits: &mut Limits) -> Option<f64> {
        self.go_on(&self.base, &vec![0.0; self.sets.len()], 0, limits)
    }

    /// The same of the points that have so many choices made: set by set, what the base and all but the last of them are
    /// worth, and what the last is.
    fn go_on(
        &self,
        before: &[Upward],
        last: &[f64],
        count: usize,
        limits: &mut Limits,
    ) -> Option<f64> {
        let mut bound = f64::INFINITY;
        let mut made = Vec::with_capacity(self.sets.len());
        for (index, set) in self.sets.iter().enumerate() {
            limits.sums = limits.sums.checked_sub(1)?;
            let mut total = before[index];
            total.add(last[index]);
            made.push(total);
            total.add(self.others[count][index]);
            bound = bound.min(set.value(total));
            if bound <= limits.low {
                return Some(bound);
            }
        }
        let Some(options) = self.worths.get(count) else {
            return Some(bound);
        };
        let mut most = f64::NEG_INFINITY;
        for worths in options {
            most = most.max(self.go_on(&made, worths, count + 1, limits)?);
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
    ) -> Option<Option<f64>> {
        let audit = Audit::new(program);
        let domain = Domain::whole(program);
        let bounds = sets
            .iter()
            .map(|set| Bound::new(program, &audit, &domain, set).unwrap());
        let bounds: Vec<Bound<'_>> = bounds.collect();
        let list = List::new(program, &audit, &domain, &bounds, order)?;
        Some(list.bound(limits))
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
            for limits in [Limits::of_claim(claim), Limits::about(claim)] {
                let mut left = limits;
                let bound = listed(&program, &sets, order, &mut left).unwrap().unwrap();
                if limits.high == f64::INFINITY {
                    prop_assert!(best <= bound);
                } else {
                    prop_assert!(best <= claim || bound > claim);
                }
                let sums = limits.sums - left.sums;
                prop_assert!(sums > 0);
                let mut exactly = Limits { sums, ..limits };
                prop_assert_eq!(listed(&program, &sets, order, &mut exactly), Some(Some(bound)));
                let mut fewer = Limits { sums: sums - 1, ..limits };
                prop_assert_eq!(listed(&program, &sets, order, &mut fewer), Some(None));
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
        let mut limits = Limits::about(-1e3);
        let bound = listed(&program, &alone, &[2, 0, 3, 1], &mut limits);
        let bound = bound.unwrap().unwrap();
        let best = best(&program);
        assert!(best <= bound && bound < best + 1e-12, "{bound} {best}");
    }

    #[test]
    fn what_is_no_list_is_refused() {
        let mut program = program(&[0.5; 2 * OPTIONS * CHOICES]);
        let amount = program.add_amount(0.0, 1.0, None, Vec::new());
        let even = vec![1.0, 1.0];
        let refused = |sets: &[Vec<f64>], order: &[usize]| {
            listed(&program, sets, order, &mut Limits::of_claim(0.0)).is_none()
        };
        assert!(!refused(std::slice::from_ref(&even), &[0, 1]));
        assert!(refused(&[], &[0, 1]));
        assert!(refused(&[even.clone(), vec![0.0, 0.0]], &[0, 1]));
        for order in [vec![0, 0], vec![amount], vec![99]] {
            assert!(refused(std::slice::from_ref(&even), &order), "{order:?}");
        }
    }
}
