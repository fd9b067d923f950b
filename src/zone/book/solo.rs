//! The best deal of one party.

use super::amounts::{Sharing, Worths};
use super::layout::{Layout, Lens};
use super::tree::{Step, Tree};
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
    delivered: (f64, f64),
}

impl Solo {
    /// Lays out what a party may be asked for among the deals that meet these demands; `None` where that cannot be.
    pub(crate) fn new(
        conflict: &Conflict,
        layout: &Layout,
        party: PartyIndex,
        demands: &Demands,
    ) -> Option<Self> {
        let book = Book::new(conflict, layout, demands)?;
        let worths = Worths::new(conflict, layout, &book.amounts, &[party], ERROR)?;
        let gates = book.gates.iter();
        let sharings = gates.map(|limits| worths.best_of_one(limits)).collect();
        let delivered = book.delivered(layout, party);
        Some(Self {
            party,
            sharings,
            delivered,
            book,
        })
    }

    /// The deal that the party would like best; `None` where there is none at all.
    pub(crate) fn best(&self, layout: &Layout, lens: &Lens) -> Option<Deal> {
        let mut look = Look {
            solo: self,
            lens,
            scores: vec![0.0; layout.slots],
            amounts: Vec::new(),
            best: Vec::new(),
        };
        let (low, high) = self.delivered;
        let ends = [low, high].map(|delivered| look.loosely(delivered));
        // What the rest of a deal adds is a greatest sum, so it bends upward in the weight of delivered terms.
        let ceiling = |frame: usize| {
            let part = match high > low {
                true => (layout.delivered(self.party, frame) - low) / (high - low),
                false => 0.0,
            };
            lens.constants[frame] + ends[0] + part * (ends[1] - ends[0])
        };
        let frames = self.book.frames.iter();
        let mut ceilings: Vec<f64> = frames.map(|(frame, _)| ceiling(*frame)).collect();
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
            let delivered = layout.delivered(self.party, frame);
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
            look.at(tree, layout.delivered(self.party, frame));
        }
        let (mut options, mut gate) = (Vec::new(), None);
        let mut open = Vec::new();
        self.book.forest.follow(
            tree,
            &look.scores,
            &look.best,
            &mut open,
            |step| match step {
                Step::Branch(branch) => options.push((branch.issue, branch.option)),
                Step::Gate(at) => gate = Some(at),
            },
        );
        let sharing = self.sharings[gate?].as_ref()?;
        Some(self.book.deal(layout, frame, options, &sharing.amounts))
    }
}

/// Room for the rounding of a ceiling.
const ROUNDING: f64 = 1e-12;

/// The first of the highest.
pub(super) fn first_highest(values: &[f64]) -> Option<usize> {
    let mut highest = 0;
    let mut most = *values.first()?;
    for (at, value) in values.iter().enumerate() {
        if *value > most {
            (highest, most) = (at, *value);
        }
    }
    Some(highest)
}

/// A look at trees by one party.
struct Look<'l> {
    solo: &'l Solo,
    lens: &'l Lens,
    scores: Vec<f64>,
    amounts: Vec<f64>,
    best: Vec<f64>,
}

impl Look<'_> {
    fn score(&mut self, delivered: f64) {
        for slots in &self.solo.book.slots {
            let pairs = self.lens.flow[slots.clone()].iter();
            let pairs = pairs.zip(&self.lens.direct[slots.clone()]);
            let scores = self.scores[slots.clone()].iter_mut();
            for (score, (flow, direct)) in scores.zip(pairs) {
                *score = delivered * flow + direct;
            }
        }
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
        forest.best(tree, &self.scores, &self.amounts, &mut self.best)
    }

    /// No less than any frame allows at this weight of delivered terms.
    fn loosely(&mut self, delivered: f64) -> f64 {
        let solo = self.solo;
        let sum = self.at(&solo.book.loose, delivered);
        let joints = solo.book.framed_joints.iter();
        sum + joints.map(|slot| self.scores[*slot].max(0.0)).sum::<f64>()
    }
}
