//! Every minimal set to lift: the sets that have a demand in common with each clash, and none in vain.

use std::collections::BTreeSet;

use super::super::Demands;
use super::OutOfBudget;
use super::marks::Marks;
use super::trials::Trials;

/// A walk through the minimal sets that meet each clash, in which the clashes become known on the way.
pub(super) struct Walk<'a, F> {
    trials: Trials<'a, F>,
    lifts: BTreeSet<Marks>,
}

impl<'a, F> Walk<'a, F>
where
    F: FnMut(&Demands) -> Result<Option<Demands>, OutOfBudget>,
{
    pub(super) fn new(trials: Trials<'a, F>) -> Self {
        Self {
            trials,
            lifts: BTreeSet::new(),
        }
    }

    pub(super) fn trials(&self) -> &Trials<'a, F> {
        &self.trials
    }

    pub(super) fn lifts(&self) -> impl Iterator<Item = &Marks> {
        self.lifts.iter()
    }

    /// Walks until a whole walk has come across no further clash: whether a demand is lifted in vain depends on the clashes
    /// known, so that what a walk passes over may be needed for one that it finds later.
    pub(super) fn run(&mut self) -> Result<(), OutOfBudget> {
        loop {
            let known = self.trials.clashing().len();
            let count = self.trials.count();
            self.walk(&mut Marks::none(count), &Marks::all(count))?;
            if self.trials.clashing().len() == known {
                return Ok(());
            }
        }
    }

    /// Goes through the minimal sets with all that is lifted, and more of the candidates alone (the depth-first search
    /// MMCS, Murakami & Uno 2014, which needs no memory of where it has been).
    fn walk(&mut self, lifted: &mut Marks, candidates: &Marks) -> Result<(), OutOfBudget> {
        let clash = loop {
            if let Some(clash) = self.narrowest(lifted, candidates)? {
                break clash;
            }
            if self.lifts.contains(lifted) {
                return Ok(());
            }
            if self.trials.holds_without(lifted)? {
                self.lifts.insert(lifted.clone());
                return Ok(());
            }
        };
        let mut others = candidates.without(&clash);
        for demand in clash.iter() {
            lifted.put(demand);
            if self.is_minimal(lifted)? {
                self.walk(lifted, &others)?;
            }
            lifted.take(demand);
            // Each set is gone through once: under the last of its demands of this clash.
            others.put(demand);
        }
        Ok(())
    }

    /// The candidates of a clash of which nothing is lifted, the fewest; `None` where something is lifted of each.
    fn narrowest(
        &mut self,
        lifted: &Marks,
        candidates: &Marks,
    ) -> Result<Option<Marks>, OutOfBudget> {
        self.trials.step(self.trials.clashing().len() + 1)?;
        let clashing = self.trials.clashing().iter();
        let open = clashing.filter(|clash| clash.is_apart_from(lifted));
        Ok(open
            .map(|clash| clash.common(candidates))
            .min_by_key(Marks::len))
    }

    /// Whether each demand lifted is the only one lifted of some clash.
    fn is_minimal(&mut self, lifted: &Marks) -> Result<bool, OutOfBudget> {
        self.trials.step(self.trials.clashing().len() + 1)?;
        let mut needed = Marks::none(self.trials.count());
        for clash in self.trials.clashing() {
            if let Some(only) = clash.only_common(lifted) {
                needed.put(only);
            }
        }
        Ok(needed.contains(lifted))
    }
}
