//! Boxes that are closed by listing the combinations of some choices.

use super::super::domain::Domain;
use super::super::program::{Program, Variable};
use super::super::proof::MOST_LISTED;
use super::audit::Audit;
use super::bound::{Bound, weigh};
use super::upward::Upward;

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

    /// No point of the box has a value above the greater of `claim` and this. Takes the sums that it forms off those
    /// left; `None` where these do not suffice.
    pub(super) fn bound(&self, claim: f64, left: &mut u64) -> Option<f64> {
        self.go_on(&self.base, &vec![0.0; self.sets.len()], 0, claim, left)
    }

    /// The same of the points that have so many choices made: set by set, what the base and all but the last of them are
    /// worth, and what the last is.
    fn go_on(
        &self,
        before: &[Upward],
        last: &[f64],
        count: usize,
        claim: f64,
        left: &mut u64,
    ) -> Option<f64> {
        let mut bound = f64::INFINITY;
        let mut made = Vec::with_capacity(self.sets.len());
        for (index, set) in self.sets.iter().enumerate() {
            *left = left.checked_sub(1)?;
            let mut total = before[index];
            total.add(last[index]);
            made.push(total);
            total.add(self.others[count][index]);
            bound = bound.min(set.value(total));
            if bound <= claim {
                return Some(bound);
            }
        }
        let Some(options) = self.worths.get(count) else {
            return Some(bound);
        };
        let mut most = f64::NEG_INFINITY;
        for worths in options {
            most = most.max(self.go_on(&made, worths, count + 1, claim, left)?);
        }
        Some(most)
    }
}
