//! Linked variables weighed together: the steps of a plan taken for given multipliers.

use super::plan::{Plan, Step};
use super::program::Joint;
use super::vector::dot;

/// Room for the tables of a plan, used again for every set of multipliers.
#[derive(Debug, Default)]
pub(super) struct Weighing {
    /// By linked variable: where its classes begin in `worths`.
    pub(super) first: Vec<usize>,
    /// The worth of the best value of every class; −∞ where the box leaves none.
    pub(super) worths: Vec<f64>,
    /// By step: where its message begins.
    messages: Vec<usize>,
    /// By step and combination of its scope: the worth of the best class.
    message: Vec<f64>,
    /// By step and combination of its scope: the best class.
    best: Vec<usize>,
    entries: Vec<f64>,
    /// By step: the combination taken, then the entry.
    taken: Vec<usize>,
}

impl Weighing {
    pub(super) fn new(plan: &Plan, counts: impl Iterator<Item = usize>) -> Self {
        let mut weighing = Self::default();
        let mut classes = 0;
        for count in counts {
            weighing.first.push(classes);
            classes += count;
        }
        weighing.worths = vec![f64::NEG_INFINITY; classes];
        let mut size = 0;
        for step in &plan.steps {
            weighing.messages.push(size);
            size += step.table.base.len() / step.table.classes;
        }
        weighing.message = vec![0.0; size];
        weighing.best = vec![0; size];
        weighing.taken = vec![0; plan.steps.len()];
        weighing
    }

    /// Takes in the worths of a linked variable's values, and notes which is best in each class.
    pub(super) fn weigh(
        &mut self,
        place: usize,
        classes: &[usize],
        values: impl Iterator<Item = (usize, f64)>,
        best_in_class: &mut [usize],
    ) {
        for (value, worth) in values {
            let class = self.first[place] + classes[value];
            if worth > self.worths[class] {
                self.worths[class] = worth;
                best_in_class[class] = value;
            }
        }
    }

    /// Finds the best class of every linked variable, given the worths of all classes. `false` where every
    /// combination is forbidden.
    pub(super) fn solve(&mut self, plan: &Plan, joints: &[Joint], multipliers: &[f64]) -> bool {
        for (index, step) in plan.steps.iter().enumerate() {
            self.fill(step, joints, multipliers);
            let from = self.messages[index];
            for (at, classes) in self.entries.chunks_exact(step.table.classes).enumerate() {
                let (mut best, mut most) = (0, f64::NEG_INFINITY);
                for (class, worth) in classes.iter().enumerate() {
                    if *worth > most {
                        (best, most) = (class, *worth);
                    }
                }
                self.best[from + at] = best;
                self.message[from + at] = most;
            }
        }
        // Steps without a scope are taken as they are; the others as the step that reads them says.
        self.taken.fill(0);
        for (index, step) in plan.steps.iter().enumerate().rev() {
            let place = self.messages[index] + self.taken[index];
            if self.message[place] == f64::NEG_INFINITY {
                return false;
            }
            let entry = self.taken[index] * step.table.classes + self.best[place];
            self.taken[index] = entry;
            for (message, reads) in step.messages.iter().zip(&step.table.reads) {
                self.taken[*message] = reads[entry];
            }
        }
        true
    }

    fn fill(&mut self, step: &Step, joints: &[Joint], multipliers: &[f64]) {
        let table = &step.table;
        self.entries.clone_from(&table.base);
        for (joint, holds) in &table.joints {
            let worth = joints
                .get(*joint)
                .map_or(0.0, |joint| dot(multipliers, &joint.effect));
            for entry in holds {
                self.entries[*entry] += worth;
            }
        }
        for (message, reads) in step.messages.iter().zip(&table.reads) {
            let message = &self.message[self.messages[*message]..];
            for (entry, read) in self.entries.iter_mut().zip(reads) {
                *entry += message[*read];
            }
        }
        let first = self.first[step.place];
        let worths = &self.worths[first..first + table.classes];
        for classes in self.entries.chunks_exact_mut(table.classes) {
            for (entry, worth) in classes.iter_mut().zip(worths) {
                if step.carries {
                    *entry += worth;
                } else if *worth == f64::NEG_INFINITY {
                    *entry = f64::NEG_INFINITY;
                }
            }
        }
    }

    /// By step: the variable's class, and the joint effects that hold.
    pub(super) fn taken<'a>(
        &'a self,
        plan: &'a Plan,
    ) -> impl Iterator<Item = (&'a Step, usize, impl Iterator<Item = usize> + 'a)> + 'a {
        plan.steps.iter().zip(&self.taken).map(|(step, entry)| {
            let joints = step
                .table
                .joints
                .iter()
                .filter(move |(_, holds)| holds.binary_search(entry).is_ok())
                .map(|(joint, _)| *joint);
            (step, entry % step.table.classes, joints)
        })
    }
}
