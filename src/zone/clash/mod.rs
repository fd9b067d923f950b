//! Why a zone is empty, as sets: every smallest set of demands that cannot hold together, and every smallest set to
//! lift.
//!
//! The sets to lift are the minimal ones that have a demand in common with each clash (Reiter 1987). So they are walked
//! through for the clashes known; what remains without one of them either holds together, or contains a clash not known
//! before: the MARCO method (Liffiton, Previti, Malik & Marques-Silva 2016) with the greatest sets tried first, so that
//! clashes are found before sets to lift.

mod fewest;
mod marks;
mod transversals;
mod trials;

pub(super) use fewest::{Fewest, fewest_lifts};

use super::Demands;
use marks::Marks;
use transversals::Walk;
use trials::Trials;

/// Which demands clash.
#[derive(Debug, Clone, PartialEq)]
pub struct Clashes {
    sets: Vec<Demands>,
    lifts: Vec<Demands>,
    complete: bool,
    tests: usize,
}

impl Clashes {
    /// Nothing clashes.
    #[must_use]
    pub fn none() -> Self {
        Self {
            sets: Vec::new(),
            lifts: Vec::new(),
            complete: true,
            tests: 0,
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
    ///
    /// There can be very many: n clashes that have nothing in common have 2ⁿ or more.
    #[must_use]
    pub fn lifts(&self) -> &[Demands] {
        &self.lifts
    }

    /// Whether these are all there are. Where they are not, each one listed is right all the same.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Work done: sets of demands tested, 5000 at the most.
    #[must_use]
    pub fn tests(&self) -> usize {
        self.tests
    }
}

/// The budget of a test ran out, or that of a search among sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OutOfBudget;

/// Enumerates the clashes between demands, given a test of any set of them.
pub(super) fn find_clashes(
    demands: &Demands,
    meets: impl FnMut(&Demands) -> Result<Option<Demands>, OutOfBudget>,
) -> Clashes {
    let mut walk = Walk::new(Trials::new(demands, meets));
    let complete = walk.run().is_ok();
    let trials = walk.trials();
    let named = |sets: &mut dyn Iterator<Item = &Marks>| {
        let mut named: Vec<Demands> = sets.map(|marks| trials.named(marks)).collect();
        named.sort_by_key(|set| (set.as_slice().len(), set.clone()));
        named
    };
    let sets = named(&mut trials.clashing().iter());
    // Nothing to lift where everything holds together.
    let lifts = if sets.is_empty() {
        Vec::new()
    } else {
        named(&mut walk.lifts())
    };
    Clashes {
        sets,
        lifts,
        complete,
        tests: trials.tests(),
    }
}
