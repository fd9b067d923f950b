//! What was seen of the frames in earlier situations, so that most need not be looked at again.

use std::collections::BinaryHeap;

use super::candidate::Candidate;
use super::columns::Sheet;
use super::dive::Found;
use super::look::Room;
use super::question::Question;

/// Shares of attention that are remembered: closer to all or nothing they soon make a difference.
const SHARES: [f64; 11] = [
    0.015_625, 0.062_5, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 0.937_5, 0.984_375,
];
const MARKS: usize = SHARES.len();
/// Room for the rounding of a bound that was moved on.
const ROUNDING: f64 = 1e-11;

/// What frames promised when they were last looked at, by shares of attention.
///
/// Between two situations what a frame promises rises by no more than its constant does, by these shares, and then by
/// what the options of each issue have gained at most. So a promise is kept apart from the constants, and the gains are
/// added up: the sum bounds what the frame promises now.
#[derive(Debug, Clone)]
pub(crate) struct Memory {
    /// By mark and, where any frame was looked at by it, by frame: a promise, less the constants and the gains until then.
    promises: [Vec<f64>; MARKS],
    /// Whether anything was asked yet.
    is_used: bool,
    /// What each party made of the columns when last asked, and the time before.
    sheets: [Sheet; 2],
    before: [Sheet; 2],
    /// By party: what its options have gained in all, at most.
    gained: [f64; 2],
    /// The mark of the share to look at frames by.
    pub(super) mark: usize,
    /// The deal that was found last.
    pub(super) found: Option<Found>,
    pub(super) room: Room,
    /// Room for the frames that may be best, and for the bounds of all.
    pub(super) candidates: BinaryHeap<Candidate>,
    constants: [Vec<f64>; 2],
    bounds: Vec<f64>,
}

/// The share that a mark stands for.
pub(super) fn share(mark: usize) -> f64 {
    SHARES[mark]
}

/// The mark next to a share.
pub(super) fn mark(share: f64) -> usize {
    let after = SHARES.partition_point(|known| *known <= share);
    let (low, high) = (after.saturating_sub(1), after.min(MARKS - 1));
    if share - SHARES[low] < SHARES[high] - share {
        low
    } else {
        high
    }
}

impl Memory {
    /// Nothing seen yet.
    pub(crate) fn new() -> Self {
        Self {
            promises: Default::default(),
            is_used: false,
            sheets: Default::default(),
            before: Default::default(),
            gained: [0.0; 2],
            mark: MARKS / 2,
            found: None,
            room: Room::default(),
            candidates: BinaryHeap::new(),
            constants: Default::default(),
            bounds: Vec::new(),
        }
    }

    /// Takes note of how the situation has moved.
    ///
    /// `delivered` is, by party, the least and the greatest weight of delivered terms among the frames.
    pub(super) fn move_on(&mut self, question: Question<'_>, delivered: [(f64, f64); 2]) {
        let columns = &question.book.columns;
        for (party, side) in question.sides.iter().enumerate() {
            columns.fill(side.lens, &mut self.before[party]);
            let (before, now) = (&self.sheets[party], &self.before[party]);
            if self.is_used {
                self.gained[party] += columns.gain(before, now, delivered[party]);
            }
        }
        std::mem::swap(&mut self.before, &mut self.sheets);
        self.is_used = true;
    }

    /// What each party made of the columns when last asked.
    pub(super) fn sheets(&self) -> &[Sheet; 2] {
        &self.sheets
    }

    /// By party: what counts in a promise whatever the options, for a frame whose constant is zero, in the scale of the
    /// question.
    fn common(&self, question: Question<'_>) -> [f64; 2] {
        let sides = question.sides;
        [0, 1].map(|party| (self.gained[party] - sides[party].floor) / sides[party].scale)
    }

    /// By frame, what is asked of no deal of it passes, by the shares of any mark.
    pub(super) fn bounds(&mut self, question: Question<'_>) -> &[f64] {
        let Question {
            sides, book, aim, ..
        } = question;
        let common = self.common(question);
        for (party, constants) in self.constants.iter_mut().enumerate() {
            let (lens, part) = (sides[party].lens, 1.0 / sides[party].scale);
            let frames = book.frames.iter();
            constants.clear();
            constants
                .extend(frames.map(|(frame, _)| lens.constants[*frame] * part + common[party]));
        }
        let [ones, others] = &self.constants;
        self.bounds.clear();
        self.bounds.resize(book.frames.len(), f64::INFINITY);
        for (mark, promises) in self.promises.iter().enumerate() {
            let (first, second) = (share(mark), 1.0 - share(mark));
            let factor = aim.factor(first);
            let constants = ones.iter().zip(others);
            let kept = self.bounds.iter_mut().zip(promises);
            for ((bound, kept), (one, other)) in kept.zip(constants) {
                let moved = factor * (kept + first * one + second * other + ROUNDING);
                *bound = if moved < *bound { moved } else { *bound };
            }
        }
        &self.bounds
    }

    /// Keeps what a frame was just seen to promise by the shares of the mark.
    pub(super) fn keep(&mut self, question: Question<'_>, place: usize, value: f64) {
        let Question { sides, book, .. } = question;
        let (frame, _) = book.frames[place];
        let common = self.common(question);
        let [one, other] = [0, 1].map(|party| {
            let (lens, part) = (sides[party].lens, 1.0 / sides[party].scale);
            lens.constants[frame] * part + common[party]
        });
        let first = share(self.mark);
        let promises = &mut self.promises[self.mark];
        promises.resize(book.frames.len(), f64::INFINITY);
        promises[place] = value - (first * one + (1.0 - first) * other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conflict::Outlook;
    use crate::index::PartyIndex;
    use crate::random::{self, Draw};
    use crate::zone::book::tests::{asks, comes_to};
    use crate::zone::book::{Aim, Asked, Duo, Layout, Side};
    use crate::zone::{Values, best_deal};

    const GAP: f64 = 1e-4;

    #[test]
    fn two_parties_get_what_the_search_finds_whatever_is_remembered() {
        let (mut found, mut empty, mut given_up) = (0, 0, 0);
        for seed in 0..1_000 {
            let conflict = random::conflict(seed);
            let mut draw = Draw::new(seed, 78);
            let parties = conflict.parties().len();
            let first = draw.below(parties);
            let pair = [first, (first + 1 + draw.below(parties - 1)) % parties].map(PartyIndex);
            let demands = draw.demands(&conflict);
            let Some(layout) = Layout::new(&conflict) else {
                continue;
            };
            let Some(duo) = Duo::new(&conflict, &layout, pair, &demands) else {
                continue;
            };
            let mut memory = Memory::new();
            for _ in 0..3 {
                let situation = draw.situation(&conflict);
                let outlook = Outlook::new(&conflict, &situation);
                let lenses = pair.map(|party| layout.lens(&conflict, party, &situation, &outlook));
                let [Some(one), Some(other)] = &lenses else {
                    continue;
                };
                let lenses = [one, other];
                let sides = [0, 1].map(|place| Side {
                    lens: lenses[place],
                    floor: draw.between(-0.1, 0.1),
                    scale: conflict.parties()[pair[place].get()].scale,
                });
                let aim = [Aim::Lesser, Aim::Above(0), Aim::Above(1)][draw.below(3)];
                let asked = Asked {
                    sides,
                    aim,
                    levers: None,
                };
                let Ok(deal) = duo.best(&layout, asked, GAP, &mut memory) else {
                    given_up += 1;
                    continue;
                };
                let afresh = duo.best(&layout, asked, GAP, &mut Memory::new());
                assert_eq!(afresh.ok(), Some(deal.clone()), "seed {seed}");
                let asks = asks(&asked, pair);
                let question = (&demands, asks.as_slice());
                let known = best_deal(&conflict, &situation, &outlook, question, GAP, 50_000);
                assert!(deal.is_some() || known.is_none(), "seed {seed}");
                assert!(deal.is_none() || known.is_some() || aim != Aim::Lesser);
                let (Some((value, deal)), Some((known, _))) = (deal, known) else {
                    empty += 1;
                    continue;
                };
                assert!(random::is_met(&conflict, &demands, &deal), "seed {seed}");
                let surpluses = pair
                    .map(|party| Values::of_party(&conflict, &situation, &outlook, &deal, party));
                let least = comes_to(&asked, surpluses.map(|value| value.surplus()));
                assert!(least >= value - 1e-9, "seed {seed}: {least} for {value}");
                assert!(least >= known - GAP, "seed {seed}: {least} for {known}");
                found += 1;
            }
        }
        let counts = format!("{found} found, {empty} empty, {given_up} given up");
        assert!(
            found > 700 && empty > 5 && given_up < found / 10,
            "{counts}"
        );
    }
}
