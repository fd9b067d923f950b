//! Linked variables in the checker: conjunction by conjunction, without the search's tables.

use super::super::domain::{Domain, Range, Standing};
use super::super::plan::Plan;
use super::super::program::{Program, Variable};
use super::audit::{Audit, Kind, KindTest};
use super::upward::Upward;
use super::worth::{greatest, weigh};

/// The linked variables of a box, to be weighed together.
pub(super) struct Linkage<'a> {
    program: &'a Program,
    audit: &'a Audit,
    domain: &'a Domain,
    /// By linked variable and kind: an upper bound on its worth; −∞ where the box leaves no value of the kind.
    worths: Vec<Vec<f64>>,
    /// By joint effect: its worth, and whether it has been counted.
    joints: Vec<(f64, bool)>,
}

impl<'a> Linkage<'a> {
    pub(super) fn new(
        program: &'a Program,
        audit: &'a Audit,
        domain: &'a Domain,
        multipliers: &[f64],
    ) -> Self {
        let worths = audit.linked.iter().map(|linked| {
            let range = domain.range(program.slot(linked.variable));
            let worth = |kind| worth(program, linked.variable, kind, range, multipliers);
            linked.kinds.iter().map(worth).collect()
        });
        Self {
            worths: worths.collect(),
            joints: program
                .joints()
                .iter()
                .map(|joint| (weigh(multipliers, &joint.effect), false))
                .collect(),
            program,
            audit,
            domain,
        }
    }

    /// Whether a test passes all over the box.
    fn holds(&self, test: &KindTest) -> bool {
        let mut kinds = self.worths[test.place].iter().zip(&test.passing);
        kinds.all(|(worth, passing)| *worth == f64::NEG_INFINITY || *passing)
    }

    /// Whether a test passes nowhere in the box.
    fn fails(&self, test: &KindTest) -> bool {
        let mut kinds = self.worths[test.place].iter().zip(&test.passing);
        kinds.all(|(worth, passing)| *worth == f64::NEG_INFINITY || !passing)
    }

    /// An upper bound on the joint effects of a group that the steps have not counted: at most one holds.
    pub(super) fn apart(&self, group: &[usize]) -> f64 {
        let mut most = 0.0_f64;
        for &member in group {
            let (worth, is_counted) = self.joints[member];
            if is_counted {
                continue;
            }
            let when = &self.program.joints()[member].when;
            let mut tests = self.audit.conjunctions[member].iter();
            if tests.any(|test| self.fails(test)) {
                continue;
            }
            match self.domain.conjunction(self.program, when) {
                Standing::Holds => return worth,
                Standing::Open => most = most.max(worth),
                Standing::Fails => {}
            }
        }
        most
    }

    /// An upper bound on what the linked variables and the joint effects that the steps count are worth; `None` if the
    /// steps count anything twice, or a variable not at all.
    pub(super) fn greatest(&mut self, plan: &Plan) -> Option<f64> {
        let mut messages: Vec<Option<Vec<f64>>> = Vec::with_capacity(plan.steps.len());
        let mut carried = vec![false; self.worths.len()];
        let mut total = Upward(0.0);
        for step in &plan.steps {
            if step.carries && std::mem::replace(&mut carried[step.place], true) {
                return None;
            }
            let mut read = Vec::with_capacity(step.messages.len());
            for &message in &step.messages {
                read.push((
                    &plan.steps[message].scope,
                    messages.get_mut(message)?.take()?,
                ));
            }
            let mut tests = Vec::with_capacity(step.factors.len());
            for &conjunction in &step.factors {
                // The joint effects come first, and then the patterns.
                let worth = match self.joints.get_mut(conjunction) {
                    Some((_, true)) => return None,
                    Some((worth, is_counted)) => {
                        *is_counted = true;
                        *worth
                    }
                    None => f64::NEG_INFINITY,
                };
                let (within, beyond): (Vec<_>, Vec<_>) = self
                    .audit
                    .conjunctions
                    .get(conjunction)?
                    .iter()
                    .partition(|test| test.place == step.place || step.scope.contains(&test.place));
                if !beyond.iter().all(|test| self.holds(test)) {
                    return None;
                }
                tests.push((within, worth));
            }
            let mut message = Vec::new();
            let mut kinds = vec![0; self.worths.len()];
            loop {
                let mut most = f64::NEG_INFINITY;
                for (own, worth) in self.worths[step.place].iter().enumerate() {
                    if *worth == f64::NEG_INFINITY {
                        continue;
                    }
                    kinds[step.place] = own;
                    let mut sum = Upward(if step.carries { *worth } else { 0.0 });
                    for (tests, worth) in &tests {
                        if tests.iter().all(|test| test.passing[kinds[test.place]]) {
                            sum.add(*worth);
                        }
                    }
                    for (scope, message) in &read {
                        let place = scope
                            .iter()
                            .fold(0, |at, &place| at * self.worths[place].len() + kinds[place]);
                        sum.add(message[place]);
                    }
                    most = most.max(sum.0);
                }
                message.push(most);
                // The next combination, the last variable fastest.
                let next = step.scope.iter().rev().find(|&&place| {
                    kinds[place] = (kinds[place] + 1) % self.worths[place].len();
                    kinds[place] != 0
                });
                if next.is_none() {
                    break;
                }
            }
            if step.scope.is_empty() {
                total.add(message[0]);
                messages.push(None);
            } else {
                messages.push(Some(message));
            }
        }
        let complete =
            carried.iter().all(|carried| *carried) && messages.iter().all(Option::is_none);
        complete.then_some(total.0)
    }
}

/// An upper bound on what a linked variable is worth at the values of one kind that its range leaves.
fn worth(
    program: &Program,
    variable: usize,
    kind: &Kind,
    range: Range<'_>,
    multipliers: &[f64],
) -> f64 {
    match (&program.variables()[variable], kind, range) {
        (Variable::Choice { .. }, Kind::Options(_), _) => kind
            .options(range)
            .map(|option| weigh(multipliers, program.option_effects(variable, option)))
            .fold(f64::NEG_INFINITY, f64::max),
        (
            Variable::Amount { effects, .. },
            Kind::Amounts(first, last),
            Range::Amounts(from, to),
        ) => {
            let (from, to) = (from.max(*first), to.min(*last));
            if from <= to {
                greatest(effects, multipliers, from, to)
            } else {
                f64::NEG_INFINITY
            }
        }
        _ => f64::INFINITY,
    }
}
