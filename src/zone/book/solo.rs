//! The best deal of one party.

use super::columns::Sheet;
use super::layout::Layout;
use super::lens::Lens;
use super::tree::{Step, Tree, first_at_least, greatest};
use super::worths::{Sharing, Worths};
use super::{Book, Demands};
use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::space::Deal;

/// By how much the best may be missed: amounts are looked at in straight lines so near to their values.
const ERROR: f64 = 5e-7;

/// Finds the best deal of one party, in any situation.
#[derive(Debug)]
pub(crate) struct Solo {
    party: PartyIndex,
    book: Book,
    /// By gate: the amounts at their best; `None` where the limits leave none.
    sharings: Vec<Option<Sharing>>,
    /// The least and the greatest weight of delivered terms among the frames.
    delivered: [f64; 2],
    /// By frame that holds a deal: how far its own weight lies from the least to the greatest.
    parts: Vec<f64>,
}

impl Solo {
    /// Lays out what a party may be asked for among the deals that meet these demands; `None` where that cannot be.
    pub(crate) fn new(
        conflict: &Conflict,
        layout: &Layout,
        party: PartyIndex,
        demands: &Demands,
    ) -> Option<Self> {
        let book = Book::new(conflict, layout, demands, Some(&[party]))?;
        let worths = Worths::new(conflict, &book.amounts, &[party], ERROR)?;
        let gates = book.gates.iter();
        let sharings = gates.map(|limits| worths.best_of_one(limits)).collect();
        let (low, high) = book.delivered(layout, party);
        let part = |frame: usize| match high > low {
            true => (layout.delivered(Some(party), frame) - low) / (high - low),
            false => 0.0,
        };
        Some(Self {
            party,
            sharings,
            delivered: [low, high],
            parts: book.frames.iter().map(|(frame, _)| part(*frame)).collect(),
            book,
        })
    }

    /// The deal that the party would like best; `None` where there is none at all.
    pub(crate) fn best(&self, layout: &Layout, lens: &Lens) -> Option<Deal> {
        let mut look = Look {
            solo: self,
            sheet: Sheet::default(),
            scores: Vec::new(),
            amounts: Vec::new(),
        };
        self.book.columns.fill(lens, &mut look.sheet);
        let ends = self.delivered.map(|delivered| look.loosely(delivered));
        let rise = ends[1] - ends[0];
        // What the rest of a deal adds is a greatest sum, so it bends upward in the weight of delivered terms.
        let frames = self.book.frames.iter().zip(&self.parts);
        let ceilings =
            frames.map(|((frame, _), part)| lens.constants[*frame] + ends[0] + part * rise);
        let mut ceilings: Vec<f64> = ceilings.collect();
        let mut found: Option<(f64, usize)> = None;
        let mut lately = None;
        loop {
            let highest = first_highest(&ceilings)?;
            let known = found.map_or(f64::NEG_INFINITY, |(value, _)| value);
            // Of equals the first frame.
            let is_behind = found.is_some_and(|(_, place)| place < highest);
            let margin = ROUNDING * if is_behind { -1.0 } else { 1.0 };
            if ceilings[highest] + margin <= known || ceilings[highest] == f64::NEG_INFINITY {
                break;
            }
            let (frame, tree) = self.book.frames[highest];
            let delivered = layout.delivered(Some(self.party), frame);
            let sum = look.at(&self.book.trees[tree], delivered);
            let value = lens.constants[frame] + sum;
            ceilings[highest] = f64::NEG_INFINITY;
            lately = Some(highest);
            let is_better = match found {
                None => value > f64::NEG_INFINITY,
                Some((known, place)) => value > known || (value == known && highest < place),
            };
            if is_better {
                found = Some((value, highest));
            }
        }
        let (_, place) = found?;
        let (frame, tree) = self.book.frames[place];
        let tree = &self.book.trees[tree];
        if lately != Some(place) {
            look.at(tree, layout.delivered(Some(self.party), frame));
        }
        let (mut columns, mut gate) = (Vec::new(), None);
        let mut open = Vec::new();
        self.book
            .forest
            .follow(tree, &look.scores, &mut open, |step| match step {
                Step::Branch(branch) => columns.extend(self.book.forest.columns(branch)),
                Step::Gate(at) => gate = Some(at),
            });
        let sharing = self.sharings[gate?].as_ref()?;
        Some(self.book.deal(layout, place, &columns, &sharing.amounts))
    }
}

/// Room for the rounding of a ceiling.
const ROUNDING: f64 = 1e-12;

/// The first of the highest.
pub(super) fn first_highest(values: &[f64]) -> Option<usize> {
    first_at_least(values, greatest(values))
}

/// A look at trees by one party.
struct Look<'l> {
    solo: &'l Solo,
    sheet: Sheet,
    scores: Vec<f64>,
    amounts: Vec<f64>,
}

impl Look<'_> {
    fn score(&mut self, delivered: f64) {
        self.sheet.weigh(delivered, 1.0, &mut self.scores);
        self.amounts.clear();
        let sharings = self.solo.sharings.iter();
        self.amounts.extend(sharings.map(|sharing| match sharing {
            Some(sharing) => delivered * sharing.worth[0],
            None => f64::NEG_INFINITY,
        }));
    }

    fn at(&mut self, tree: &Tree, delivered: f64) -> f64 {
        self.score(delivered);
        let forest = &self.solo.book.forest;
        forest.best(tree, &self.amounts, &mut self.scores)
    }

    /// No less than any frame allows at this weight of delivered terms.
    fn loosely(&mut self, delivered: f64) -> f64 {
        let solo = self.solo;
        let sum = self.at(&solo.book.loose, delivered);
        let joints = solo.book.framed_joints.iter();
        sum + joints
            .map(|column| self.scores[*column].max(0.0))
            .sum::<f64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conflict::Outlook;
    use crate::random::{self, Draw};
    use crate::zone::{Ask, Values, best_deal};

    #[test]
    fn a_party_gets_what_the_search_finds_in_random_conflicts() {
        let (mut found, mut empty) = (0, 0);
        for seed in 0..1_000 {
            let conflict = random::conflict(seed);
            let mut draw = Draw::new(seed, 77);
            let party = PartyIndex(draw.below(conflict.parties().len()));
            let demands = draw.demands(&conflict);
            let Some(layout) = Layout::new(&conflict) else {
                continue;
            };
            let Some(solo) = Solo::new(&conflict, &layout, party, &demands) else {
                continue;
            };
            for _ in 0..3 {
                let situation = draw.situation(&conflict);
                let outlook = Outlook::new(&conflict, &situation);
                let Some(lens) = layout.lens(&conflict, party, &situation, &outlook) else {
                    continue;
                };
                let ask = [Ask::Surplus {
                    party,
                    floor: 0.0,
                    scale: 1.0,
                }];
                let question = (&demands, ask.as_slice());
                let known = best_deal(&conflict, &situation, &outlook, question, 1e-7, 50_000);
                let deal = solo.best(&layout, &lens);
                assert_eq!(deal.is_some(), known.is_some(), "seed {seed}");
                let (Some(deal), Some((known, _))) = (deal, known) else {
                    empty += 1;
                    continue;
                };
                assert!(random::is_met(&conflict, &demands, &deal), "seed {seed}");
                let value = Values::of_party(&conflict, &situation, &outlook, &deal, party);
                let missed = (value.surplus() - known).abs();
                assert!(missed < 1e-6, "seed {seed}: misses {known} by {missed}");
                found += 1;
            }
        }
        assert!(found > 800 && empty > 5, "{found} found, {empty} empty");
    }
}
