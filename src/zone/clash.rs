//! Why a zone is empty, as sets: every smallest set of demands that cannot hold together, and every smallest set to
//! lift, by the MARCO method (Liffiton, Previti, Malik & Marques-Silva 2016).

use super::Demands;

/// Tests after which the enumeration stops; what it has found by then is right, and is said to be incomplete.
const TESTS: usize = 5_000;

/// Which demands clash.
#[derive(Debug, Clone, PartialEq)]
pub struct Clashes {
    sets: Vec<Demands>,
    lifts: Vec<Demands>,
    complete: bool,
}

impl Clashes {
    /// Nothing clashes.
    #[must_use]
    pub fn none() -> Self {
        Self {
            sets: Vec::new(),
            lifts: Vec::new(),
            complete: true,
        }
    }

    /// Minimal clashing sets: the demands of one cannot all be met, and without any one of them they can. Smallest
    /// first.
    ///
    /// A single empty set means that the constraints of the space exclude every deal, whatever is demanded.
    #[must_use]
    pub fn sets(&self) -> &[Demands] {
        &self.sets
    }

    /// Minimal sets to lift: without the demands of one, all others can be met together; lifting fewer of them is
    /// not enough. Smallest first.
    #[must_use]
    pub fn lifts(&self) -> &[Demands] {
        &self.lifts
    }

    /// Whether these are all there are.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }
}

/// The budget of a test ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OutOfBudget;

/// A set of demands as marks by position.
type Marks = Vec<bool>;

struct Enumeration<'a, F> {
    demands: &'a Demands,
    /// What is met together with a set: all of the set and more, or `None` where it clashes.
    meets: F,
    /// Sets known to hold together.
    met: Vec<Marks>,
    clashing: Vec<Marks>,
    lifts: Vec<Marks>,
    tests: usize,
}

/// Enumerates the clashes between demands, given a test of any set of them.
pub(super) fn find_clashes(
    demands: &Demands,
    meets: impl FnMut(&Demands) -> Result<Option<Demands>, OutOfBudget>,
) -> Clashes {
    let mut enumeration = Enumeration {
        demands,
        meets,
        met: Vec::new(),
        clashing: Vec::new(),
        lifts: Vec::new(),
        tests: 0,
    };
    let complete = enumeration.run().is_ok();
    let named = |sets: &[Marks]| {
        let mut named: Vec<Demands> = sets
            .iter()
            .map(|marks| subset(demands, marks))
            .filter(|set| complete || !set.as_slice().is_empty())
            .collect();
        named.sort_by_key(|set| (set.as_slice().len(), set.clone()));
        named
    };
    let sets = named(&enumeration.clashing);
    // Nothing to lift where everything holds together.
    let lifts = if sets.is_empty() {
        Vec::new()
    } else {
        named(&enumeration.lifts)
    };
    Clashes {
        sets,
        lifts,
        complete,
    }
}

impl<F> Enumeration<'_, F>
where
    F: FnMut(&Demands) -> Result<Option<Demands>, OutOfBudget>,
{
    fn run(&mut self) -> Result<(), OutOfBudget> {
        let count = self.demands.as_slice().len();
        while let Some(seed) = self.unexplored(&mut vec![true; count], 0) {
            if self.holds(&seed)? {
                self.grow(seed)?;
            } else {
                self.shrink(seed)?;
            }
        }
        Ok(())
    }

    /// A set not yet known to hold or to clash: it leaves out one demand of each clashing set, and keeps one of each
    /// set to lift.
    fn unexplored(&self, set: &mut Marks, from: usize) -> Option<Marks> {
        if self.lifts.iter().any(|lift| {
            lift.iter()
                .zip(set.iter())
                .all(|(lifted, kept)| !lifted || !kept)
        }) {
            return None;
        }
        let next = (from..self.clashing.len()).find(|&at| contains(set, &self.clashing[at]));
        let Some(at) = next else {
            return Some(set.clone());
        };
        for demand in 0..set.len() {
            if self.clashing[at][demand] {
                set[demand] = false;
                let found = self.unexplored(set, at + 1);
                set[demand] = true;
                if found.is_some() {
                    return found;
                }
            }
        }
        None
    }

    fn holds(&mut self, set: &Marks) -> Result<bool, OutOfBudget> {
        if self.met.iter().any(|met| contains(met, set)) {
            return Ok(true);
        }
        if self.clashing.iter().any(|clash| contains(set, clash)) {
            return Ok(false);
        }
        self.tests += 1;
        if self.tests > TESTS {
            return Err(OutOfBudget);
        }
        match (self.meets)(&subset(self.demands, set))? {
            Some(met) => {
                let marks = self
                    .demands
                    .as_slice()
                    .iter()
                    .map(|demand| met.contains(*demand));
                self.met.push(marks.collect());
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// Adds demands for as long as the set holds; what is left out then is a minimal set to lift.
    fn grow(&mut self, mut set: Marks) -> Result<(), OutOfBudget> {
        for demand in 0..set.len() {
            if !set[demand] {
                set[demand] = true;
                set[demand] = self.holds(&set)?;
            }
        }
        self.lifts.push(set.iter().map(|kept| !kept).collect());
        Ok(())
    }

    /// Takes demands away for as long as the set clashes.
    fn shrink(&mut self, mut set: Marks) -> Result<(), OutOfBudget> {
        for demand in 0..set.len() {
            if set[demand] {
                set[demand] = false;
                set[demand] = self.holds(&set)?;
            }
        }
        self.clashing.push(set);
        Ok(())
    }
}

fn contains(set: &Marks, subset: &Marks) -> bool {
    set.iter()
        .zip(subset)
        .all(|(kept, wanted)| *kept || !wanted)
}

fn subset(demands: &Demands, marks: &Marks) -> Demands {
    Demands::new(
        demands
            .as_slice()
            .iter()
            .zip(marks)
            .filter(|(_, mark)| **mark)
            .map(|(demand, _)| *demand),
    )
}
