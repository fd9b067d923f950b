//! Linked variables in the checker: factor by factor, without the search's tables.

use super::super::domain::{Domain, Range, Standing};
use super::super::links::{Classes, Consequence};
use super::super::plan::Plan;
use super::super::program::{Program, Variable};
use super::bound::{greatest, weigh};
use super::upward::Upward;

/// The linked variables of a box, to be weighed together.
pub(super) struct Linkage<'a> {
    program: &'a Program,
    domain: &'a Domain,
    /// By linked variable and class: an upper bound on its worth; −∞ where the box leaves no value of the class.
    worths: Vec<Vec<f64>>,
    /// By joint effect: its worth, and whether it has been counted.
    joints: Vec<(f64, bool)>,
}

impl<'a> Linkage<'a> {
    pub(super) fn new(program: &'a Program, domain: &'a Domain, multipliers: &[f64]) -> Self {
        let worths = program.links().linked.iter().map(|linked| {
            let mut worths = vec![f64::NEG_INFINITY; linked.count];
            let range = domain.range(program.slot(linked.variable));
            match (
                &program.variables()[linked.variable],
                &linked.classes,
                range,
            ) {
                (Variable::Choice { .. }, Classes::Options(classes), range) => {
                    for option in range.options() {
                        let worth =
                            weigh(multipliers, program.option_effects(linked.variable, option));
                        worths[classes[option]] = worths[classes[option]].max(worth);
                    }
                }
                (
                    Variable::Amount { effects, .. },
                    Classes::Cells(cells),
                    Range::Amounts(from, to),
                ) => {
                    for (worth, (first, last)) in worths.iter_mut().zip(cells) {
                        let (from, to) = (from.max(*first), to.min(*last));
                        if from <= to {
                            *worth = greatest(effects, multipliers, from, to);
                        }
                    }
                }
                _ => worths.fill(f64::INFINITY),
            }
            worths
        });
        Self {
            worths: worths.collect(),
            joints: program
                .joints()
                .iter()
                .map(|joint| (weigh(multipliers, &joint.effect), false))
                .collect(),
            program,
            domain,
        }
    }

    /// Whether a test passes all over the box.
    fn holds(&self, (place, passing): &(usize, u64)) -> bool {
        self.worths[*place]
            .iter()
            .enumerate()
            .all(|(class, worth)| *worth == f64::NEG_INFINITY || passing >> class & 1 == 1)
    }

    /// Whether a test passes nowhere in the box.
    fn fails(&self, (place, passing): &(usize, u64)) -> bool {
        self.worths[*place]
            .iter()
            .enumerate()
            .all(|(class, worth)| *worth == f64::NEG_INFINITY || passing >> class & 1 == 0)
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
            let tests = &self.program.links().factors[member].tests;
            if tests.iter().flatten().any(|test| self.fails(test)) {
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
        let links = self.program.links();
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
            for &factor in &step.factors {
                let worth = match links.factors[factor].consequence {
                    Consequence::Joint(joint) => {
                        if std::mem::replace(&mut self.joints[joint].1, true) {
                            return None;
                        }
                        self.joints[joint].0
                    }
                    Consequence::Forbidden(_) => f64::NEG_INFINITY,
                };
                let (within, beyond): (Vec<_>, Vec<_>) = links.factors[factor]
                    .tests
                    .as_ref()?
                    .iter()
                    .partition(|(place, _)| *place == step.place || step.scope.contains(place));
                if !beyond.iter().all(|test| self.holds(test)) {
                    return None;
                }
                tests.push((within, worth));
            }
            let mut message = Vec::new();
            let mut class = vec![0; self.worths.len()];
            loop {
                let mut most = f64::NEG_INFINITY;
                for (own, worth) in self.worths[step.place].iter().enumerate() {
                    if *worth == f64::NEG_INFINITY {
                        continue;
                    }
                    class[step.place] = own;
                    let mut sum = Upward(if step.carries { *worth } else { 0.0 });
                    for (tests, worth) in &tests {
                        if tests
                            .iter()
                            .all(|(place, passing)| passing >> class[*place] & 1 == 1)
                        {
                            sum.add(*worth);
                        }
                    }
                    for (scope, message) in &read {
                        let place = scope
                            .iter()
                            .fold(0, |at, &place| at * self.worths[place].len() + class[place]);
                        sum.add(message[place]);
                    }
                    most = most.max(sum.0);
                }
                message.push(most);
                // The next combination, the last variable fastest.
                let next = step.scope.iter().rev().find(|&&place| {
                    class[place] = (class[place] + 1) % self.worths[place].len();
                    class[place] != 0
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
