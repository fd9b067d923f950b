//! The deal that leaves the worse off of two parties best off, or one of them where the other is left with something.

use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use super::aim::Aim;
use super::amounts;
use super::candidate::{Candidate, State};
use super::dive::{Found, TooMany};
use super::layout::Layout;
use super::look::{Look, Promise, Room};
use super::memory::{self, Memory};
use super::question::{Asked, Question};
use super::rope::Rope;
use super::worths::Worths;
use super::{Book, Demands};
use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::space::Deal;

/// By how much the amounts may be missed, in utility: once where values are looked at in straight lines, and once where
/// their frontier is.
const ERROR: f64 = 5e-6;
/// Room for the rounding of what a deal is worth and of what its frame promises.
const MARGIN: f64 = 1e-9;
/// Most deals that are weighed one by one before the question is given up.
const MOST_DEALS: usize = 20_000;

/// Finds, in any situation, the deal that is best for what is asked of the scaled surpluses of two parties.
#[derive(Debug)]
pub(crate) struct Duo {
    parties: [PartyIndex; 2],
    book: Book,
    /// By gate; `None` where the limits leave nothing.
    ropes: Vec<Option<Rope>>,
    /// By party, the least and the greatest weight of delivered terms among the frames.
    delivered: [(f64, f64); 2],
}

impl Duo {
    /// Lays out the deals that meet these demands for two parties; `None` where that cannot be.
    pub(crate) fn new(
        conflict: &Conflict,
        layout: &Layout,
        parties: [PartyIndex; 2],
        demands: &Demands,
    ) -> Option<Self> {
        let book = Book::new(conflict, layout, demands, Some(&parties))?;
        let worths = Worths::new(conflict, &book.amounts, &parties, ERROR)?;
        let gates = book.gates.iter();
        let ropes: Option<Vec<Option<Rope>>> =
            gates.map(|limits| worths.frontier(limits, ERROR)).collect();
        Some(Self {
            ropes: ropes?,
            delivered: parties.map(|party| book.delivered(layout, party)),
            parties,
            book,
        })
    }

    /// Whose surpluses are weighed.
    pub(crate) fn parties(&self) -> [PartyIndex; 2] {
        self.parties
    }

    /// Whether the demands leave no deal at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.book.frames.is_empty() || self.ropes.iter().all(Option::is_none)
    }

    /// The deal with the greatest t to within `gap`, and that t; `Err` where it is not found by the work that is allowed.
    /// The gap is to be wider than what is lost on amounts. What is remembered of earlier situations, by the same scales,
    /// saves work and changes nothing else.
    ///
    /// Where levers may be pulled the deal says how far they are, after all else. What is remembered is to be of questions
    /// with the same levers.
    ///
    /// A floor that one has to be left above is met, and so closely that deals which leave it 10⁻⁵ more are no better than
    /// the one found, by more than the gap.
    pub(crate) fn best(
        &self,
        layout: &Layout,
        Asked { sides, aim, levers }: Asked<'_>,
        gap: f64,
        memory: &mut Memory,
    ) -> Result<Option<(f64, Deal)>, TooMany> {
        let least_scale = sides[0].scale.min(sides[1].scale);
        let gap = gap - 2.0 * ERROR / least_scale;
        if gap <= 0.0 {
            return Err(TooMany);
        }
        let question = Question {
            layout,
            book: &self.book,
            ropes: &self.ropes,
            parties: self.parties.map(Some),
            sides,
            aim,
            levers,
        };
        memory.move_on(question, self.delivered);
        let mut room = std::mem::take(&mut memory.room);
        let found = find(question, gap, (&mut room, memory));
        memory.room = room;
        memory.found = found?;
        Ok(memory.found.as_ref().and_then(|found| {
            let rope = self.ropes[found.gate].as_ref()?;
            let amounts = rope.amounts(found.spots[0]);
            let deal = self
                .book
                .deal(layout, found.place, &found.columns, &amounts);
            let Some(levers) = levers else {
                return Some((found.value, deal));
            };
            let (frame, _) = self.book.frames[found.place];
            let pulled = levers.rope(frame).amounts(found.spots[1]);
            let levels = deal.levels().iter().copied();
            let levels = levels.chain(pulled.into_iter().map(amounts::level));
            Some((found.value, Deal::new(levels.collect())))
        }))
    }
}

/// Looks at the frames that may be best, the most promising first.
pub(super) fn find(
    question: Question<'_>,
    gap: f64,
    (room, memory): (&mut Room, &mut Memory),
) -> Result<Option<Found>, TooMany> {
    let mut look = Look::new(question, room);
    // The deal that was found last time is still one. A frame that promises less is never dived into: the frame of that deal
    // would be before it, and after that it promises too little. So nothing hangs on what is passed over here.
    // Where one has to have something, roundings count for more than the margin.
    let last = memory.found.as_ref();
    let last = last.filter(|_| question.aim == Aim::Lesser);
    let bar = last.map_or(f64::NEG_INFINITY, |last| {
        look.value(last, memory.sheets()) - MARGIN
    });
    let mut candidates = std::mem::take(&mut memory.candidates).into_vec();
    candidates.clear();
    let bounds = memory.bounds(question).iter().enumerate();
    let promising = bounds.filter(|(_, promise)| **promise > bar);
    candidates.extend(promising.map(|(place, promise)| Candidate {
        promise: *promise,
        place,
        state: State::Remembered,
    }));
    let mut candidates = BinaryHeap::from(candidates);
    let mut found: Option<Found> = None;
    let mut left = MOST_DEALS;
    while let Some(mut first) = candidates.peek_mut() {
        let enough = found
            .as_ref()
            .map_or(bar, |found| bar.max(found.value + gap));
        let Candidate {
            promise,
            place,
            state,
        } = &mut *first;
        if *promise <= enough {
            break;
        }
        look.turn_to(*place, memory.sheets());
        match *state {
            State::Known(share) => {
                let value = *promise;
                let promise = Promise { value, share };
                let place = PeekMut::pop(first).place;
                look.dive(place, promise, gap, &mut found, &mut left)?;
            }
            // The share at which the last frame promised least is a good one to look at the next by.
            State::Seen(mark) if mark == memory.mark => {
                let start = memory::share(memory.mark);
                let known = look.promise(start, enough);
                look.keep(*place, known);
                (*promise, *state) = (known.value, State::Known(known.share));
                memory.mark = memory::mark(known.share);
            }
            _ => {
                let share = memory::share(memory.mark);
                let corner = look.corner(share);
                memory.keep(question, *place, corner.value);
                (*promise, *state) = (promise.min(corner.height), State::Seen(memory.mark));
            }
        }
    }
    memory.candidates = candidates;
    Ok(found)
}
