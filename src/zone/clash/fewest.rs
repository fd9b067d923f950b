//! The smallest sets to lift, without a list of all: implicit hitting sets (Reiter 1987; Chandrasekaran, Karp,
//! Moreno-Centeno & Vempala 2011; Ignatiev, Previti, Liffiton & Marques-Silva 2015).

use super::super::Demands;
use super::OutOfBudget;
use super::marks::Marks;
use super::trials::Trials;

/// The most sets that are listed: clashes that have nothing in common multiply them.
const MOST: usize = 64;

/// Sets of demands to lift, all of the smallest size.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::zone) struct Fewest {
    /// The sets, in order; none where the search ran out before it found one, or nothing helps.
    pub(in crate::zone) lifts: Vec<Demands>,
    /// Whether these are all of that size.
    pub(in crate::zone) complete: bool,
}

/// Why the search stops before it has gone through all.
enum Stop {
    Enough,
    OutOfBudget,
}

impl From<OutOfBudget> for Stop {
    fn from(_: OutOfBudget) -> Self {
        Self::OutOfBudget
    }
}

struct Search<'a, F> {
    trials: Trials<'a, F>,
    found: Vec<Marks>,
    /// The most demands that are lifted now.
    size: usize,
}

/// The smallest sets of demands without which all others hold together, given a test of any set of them.
pub(in crate::zone) fn fewest_lifts(
    demands: &Demands,
    meets: impl FnMut(&Demands) -> Result<Option<Demands>, OutOfBudget>,
) -> Fewest {
    let mut search = Search {
        trials: Trials::new(demands, meets),
        found: Vec::new(),
        size: 0,
    };
    let complete = search.run().is_ok();
    let found = search.found.iter();
    let mut lifts: Vec<Demands> = found.map(|lifted| search.trials.named(lifted)).collect();
    lifts.sort();
    Fewest { lifts, complete }
}

impl<F> Search<'_, F>
where
    F: FnMut(&Demands) -> Result<Option<Demands>, OutOfBudget>,
{
    /// One size after the other: the first at which something is found is the smallest.
    fn run(&mut self) -> Result<(), Stop> {
        let count = self.trials.count();
        while self.found.is_empty() && self.size <= count {
            self.walk(&mut Marks::none(count), &Marks::all(count))?;
            self.size += 1;
        }
        Ok(())
    }

    /// Goes through the sets of no more than the size that have a demand in common with each clash: all that is lifted,
    /// and more of the candidates alone. What remains without such a set is tested; where it clashes, one more clash has
    /// to be met.
    fn walk(&mut self, lifted: &mut Marks, candidates: &Marks) -> Result<(), Stop> {
        let clash = loop {
            let (clash, more) = self.open(lifted, candidates)?;
            if more > self.size - lifted.len() {
                return Ok(());
            }
            if let Some(clash) = clash {
                break clash;
            }
            if self.trials.holds_without(lifted)? {
                if self.found.len() == MOST {
                    return Err(Stop::Enough);
                }
                self.found.push(lifted.clone());
                return Ok(());
            }
        };
        let mut others = candidates.clone();
        for demand in clash.iter() {
            others.take(demand);
            lifted.put(demand);
            self.walk(lifted, &others)?;
            lifted.take(demand);
        }
        Ok(())
    }

    /// The candidates of a clash of which nothing is lifted, the fewest; and how many more have to be lifted at least: as
    /// many as there are such clashes without a candidate in common, taken as they come, the narrowest first.
    fn open(
        &mut self,
        lifted: &Marks,
        candidates: &Marks,
    ) -> Result<(Option<Marks>, usize), OutOfBudget> {
        self.trials.step(2 * self.trials.clashing().len() + 1)?;
        let clashing = self.trials.clashing().iter();
        let mut open: Vec<Marks> = clashing
            .filter(|clash| clash.is_apart_from(lifted))
            .map(|clash| clash.common(candidates))
            .collect();
        open.sort_by_key(Marks::len);
        if open.first().is_some_and(Marks::is_empty) {
            return Ok((None, usize::MAX));
        }
        let mut taken = Marks::none(self.trials.count());
        let mut apart = 0;
        for clash in &open {
            if clash.is_apart_from(&taken) {
                taken.put_all(clash);
                apart += 1;
            }
        }
        Ok((open.into_iter().next(), apart))
    }
}
