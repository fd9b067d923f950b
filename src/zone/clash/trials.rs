//! Testing sets of demands, and what is remembered of the tests.

use std::collections::BTreeSet;

use super::super::Demands;
use super::OutOfBudget;
use super::marks::Marks;

/// What a search among sets of demands may cost; what it has found when it stops is right, and is said to be incomplete.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Sets tested, each by a search for a deal.
    tests: usize,
    /// Sets compared with one another.
    steps: u64,
}

/// The same for the enumeration and for the fewest to lift.
const LIMITS: Limits = Limits {
    tests: 5_000,
    steps: 20_000_000,
};

/// Tests of sets of demands.
pub(super) struct Trials<'a, F> {
    demands: &'a Demands,
    /// What is met together with a set: all of the set and more, or `None` where it clashes.
    meets: F,
    /// Sets known to hold together.
    met: BTreeSet<Marks>,
    /// The minimal clashing sets found.
    clashing: Vec<Marks>,
    left: Limits,
    tests: usize,
}

impl<'a, F> Trials<'a, F>
where
    F: FnMut(&Demands) -> Result<Option<Demands>, OutOfBudget>,
{
    pub(super) fn new(demands: &'a Demands, meets: F) -> Self {
        Self {
            demands,
            meets,
            met: BTreeSet::new(),
            clashing: Vec::new(),
            left: LIMITS,
            tests: 0,
        }
    }

    pub(super) fn count(&self) -> usize {
        self.demands.as_slice().len()
    }

    pub(super) fn clashing(&self) -> &[Marks] {
        &self.clashing
    }

    /// How many sets were tested.
    pub(super) fn tests(&self) -> usize {
        self.tests
    }

    /// Counts comparisons of sets.
    pub(super) fn step(&mut self, steps: usize) -> Result<(), OutOfBudget> {
        let left = self.left.steps.checked_sub(steps as u64);
        self.left.steps = left.ok_or(OutOfBudget)?;
        Ok(())
    }

    /// Tests what remains without a set that has a demand in common with each clash known: `true` where it holds, else
    /// one more clash is known.
    pub(super) fn holds_without(&mut self, lifted: &Marks) -> Result<bool, OutOfBudget> {
        let kept = Marks::all(self.count()).without(lifted);
        // Unless something is lifted in vain, what is met and remembered is no more than this very set.
        if self.met.contains(&kept) || self.test(&kept)? {
            return Ok(true);
        }
        self.shrink(&kept)?;
        Ok(false)
    }

    /// Finds a minimal clash in a set that clashes: again and again the shortest beginning that clashes together with
    /// what is known to be needed, by bisection; its last demand is needed too (Hemery, Lecoutre, Sais & Boussemart
    /// 2006).
    fn shrink(&mut self, set: &Marks) -> Result<(), OutOfBudget> {
        let mut rest: Vec<usize> = set.iter().collect();
        let mut needed = Marks::none(self.count());
        while !rest.is_empty() && self.holds(&needed)? {
            let (mut holds, mut clashes) = (0, rest.len());
            while clashes - holds > 1 {
                let middle = holds.midpoint(clashes);
                let mut tried = needed.clone();
                tried.put_all(&Marks::of(self.count(), rest[..middle].iter().copied()));
                if self.holds(&tried)? {
                    holds = middle;
                } else {
                    clashes = middle;
                }
            }
            needed.put(rest[clashes - 1]);
            rest.truncate(clashes - 1);
        }
        self.clashing.push(needed);
        Ok(())
    }

    fn holds(&mut self, set: &Marks) -> Result<bool, OutOfBudget> {
        self.step(self.met.len() + self.clashing.len() + 1)?;
        if self.met.iter().any(|met| met.contains(set)) {
            return Ok(true);
        }
        if self.clashing.iter().any(|clash| set.contains(clash)) {
            return Ok(false);
        }
        self.test(set)
    }

    fn test(&mut self, set: &Marks) -> Result<bool, OutOfBudget> {
        if self.tests == self.left.tests {
            return Err(OutOfBudget);
        }
        self.tests += 1;
        let named = self.named(set);
        let Some(met) = (self.meets)(&named)? else {
            return Ok(false);
        };
        let demands = self.demands.as_slice().iter().enumerate();
        let met = demands.filter(|(_, demand)| met.contains(**demand));
        self.met
            .insert(Marks::of(self.count(), met.map(|(at, _)| at)));
        Ok(true)
    }

    /// The demands of a set.
    pub(super) fn named(&self, set: &Marks) -> Demands {
        let demands = self.demands.as_slice();
        Demands::new(set.iter().map(|at| demands[at]))
    }
}
