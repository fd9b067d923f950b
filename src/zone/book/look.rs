//! Frames with two parties' eyes.

use super::Book;
use super::aim::{Aim, height};
use super::columns::Sheet;
use super::dive::{ASIDE, Dive, Found, Tally, TooMany};
use super::layout::Layout;
use super::lens::Lens;
use super::levers::Levers;
use super::rope::{Rope, balance};
use super::sight::Sight;
use super::tree::Tree;
use crate::index::PartyIndex;

/// Room for the rounding of a bound.
const ROUNDING: f64 = 1e-12;
/// How far beside the share of attention at which two corners are worth the same only one of them is best.
const STEP: f64 = 1e-6;
/// Most steps toward the shares of attention at which a frame promises least; there are fewer corners than that.
const MOST_TURNS: usize = 100;

/// What is asked of one party: t in its surplus, `floor + scale · t`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Side<'l> {
    pub(crate) lens: &'l Lens,
    pub(crate) floor: f64,
    /// Above zero.
    pub(crate) scale: f64,
}

/// What two parties are asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'l> {
    pub(crate) sides: [Side<'l>; 2],
    pub(crate) aim: Aim,
    /// What may be pulled beside the deal.
    pub(crate) levers: Option<&'l Levers>,
}

/// What two parties are asked, and of which deals.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question<'l> {
    pub(super) layout: &'l Layout,
    pub(super) book: &'l Book,
    /// By gate; `None` where the limits leave nothing.
    pub(super) ropes: &'l [Option<Rope>],
    /// `None` for somebody to whom deals are worth the same in every frame.
    pub(super) parties: [Option<PartyIndex>; 2],
    pub(super) sides: [Side<'l>; 2],
    pub(super) aim: Aim,
    pub(super) levers: Option<&'l Levers>,
}

/// What a frame promises, and the share of attention to the first party at which that is least.
#[derive(Debug, Clone, Copy)]
pub(super) struct Promise {
    pub(super) value: f64,
    pub(super) share: f64,
}

/// The two surpluses at the deal of a frame that is best by some share of attention, and their sum by it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Corner {
    sums: [f64; 2],
    pub(super) value: f64,
    /// What that bounds what is asked by.
    pub(super) height: f64,
}

/// Room for looks, used again from question to question.
#[derive(Debug, Clone, Default)]
pub(super) struct Room {
    /// By party and column: what it is worth in the frame that is looked at, in the scale of the question.
    worths: [Vec<f64>; 2],
    sight: Sight,
    /// Of a dive.
    sights: [Sight; ASIDE.len()],
}

/// A look at one frame after the other with two parties' eyes.
pub(super) struct Look<'l> {
    question: Question<'l>,
    room: &'l mut Room,
    /// The frame that is looked at, if any.
    place: Option<usize>,
    tree: &'l Tree,
    /// By party: what it is worth before anything is chosen.
    base: [f64; 2],
    /// By party: how much delivered flow counts in it.
    counts: [f64; 2],
    /// What levers can do in it.
    levers: Option<&'l Rope>,
    /// The share by which it was last looked at, if it was.
    share: Option<f64>,
}

impl<'l> Look<'l> {
    pub(super) fn new(question: Question<'l>, room: &'l mut Room) -> Self {
        Self {
            tree: &question.book.loose,
            question,
            room,
            place: None,
            base: [0.0; 2],
            counts: [0.0; 2],
            levers: None,
            share: None,
        }
    }

    /// Turns to a frame; `sheets` are what the parties make of the columns.
    pub(super) fn turn_to(&mut self, place: usize, sheets: &[Sheet; 2]) {
        if self.place == Some(place) {
            return;
        }
        (self.place, self.share) = (Some(place), None);
        let question = self.question;
        let (frame, tree) = question.book.frames[place];
        self.tree = &question.book.trees[tree];
        self.levers = question.levers.map(|levers| levers.rope(frame));
        let sheets = sheets.iter().zip(&mut self.room.worths);
        for (party, (sheet, worths)) in sheets.enumerate() {
            let side = question.sides[party];
            let delivered = question.layout.delivered(question.parties[party], frame);
            self.base[party] = (side.lens.constants[frame] - side.floor) / side.scale;
            self.counts[party] = delivered / side.scale;
            sheet.weigh(delivered, side.scale, worths);
        }
    }

    /// By party, what a unit of utility comes to in the scale of the question.
    fn parts(&self) -> [f64; 2] {
        self.question.sides.map(|side| 1.0 / side.scale)
    }

    /// What both have before anything is chosen.
    fn tally(&self) -> Tally<'_> {
        let mut tally = Tally {
            worths: &self.room.worths,
            sums: self.base,
        };
        let fixed = self.tree.fixed.iter();
        fixed.for_each(|column| tally.add(*column));
        tally
    }

    /// What is asked of a deal that was found before, as it is worth now; −∞ where it does not do any more.
    pub(super) fn value(&mut self, found: &Found, sheets: &[Sheet; 2]) -> f64 {
        self.turn_to(found.place, sheets);
        let mut tally = self.tally();
        found.columns.iter().for_each(|column| tally.add(*column));
        let sums = tally.sums;
        let rope = self.question.ropes[found.gate].as_ref();
        let own = rope.map(|rope| (rope, self.counts));
        let levers = self.levers.map(|levers| (levers, self.parts()));
        let best = own.and_then(|own| balance(self.question.aim, sums, own, levers));
        best.map_or(f64::NEG_INFINITY, |(value, _)| value)
    }

    /// The deal of the frame that is best where the first party gets this share of attention.
    pub(super) fn corner(&mut self, share: f64) -> Corner {
        let mut sight = std::mem::take(&mut self.room.sight);
        if self.share != Some(share) {
            self.see(share, &mut sight);
            self.share = Some(share);
        }
        let Sight {
            sums,
            value,
            factor,
            ..
        } = sight;
        self.room.sight = sight;
        Corner {
            sums,
            value,
            height: height(value, factor),
        }
    }

    /// Looks at the frame with this share of attention for the first party.
    fn see(&mut self, share: f64, sight: &mut Sight) {
        let shares = [share, 1.0 - share];
        let [ones, others] = &self.room.worths;
        let scores = ones.iter().zip(others);
        let scores = scores.map(|(one, other)| shares[0] * one + shares[1] * other);
        sight.scores.clear();
        sight.scores.extend(scores);
        let counts = self.counts;
        let flow = [shares[0] * counts[0], shares[1] * counts[1]];
        let amounts = |gate: usize| {
            let worth = &self.question.ropes[gate].as_ref()?.best(flow).worth;
            Some([counts[0] * worth[0], counts[1] * worth[1]])
        };
        let forest = &self.question.book.forest;
        let (value, sums) = forest.corner(self.tree, shares, &self.room.worths, amounts, sight);
        sight.factor = self.question.aim.factor(share);
        let mut base = self.base;
        if let Some(levers) = self.levers {
            let parts = self.parts();
            let worth = &levers
                .best([shares[0] * parts[0], shares[1] * parts[1]])
                .worth;
            for (party, base) in base.iter_mut().enumerate() {
                *base += parts[party] * worth[party];
            }
        }
        sight.value = shares[0] * base[0] + shares[1] * base[1] + value;
        sight.sums = [base[0] + sums[0], base[1] + sums[1]];
    }

    /// What the frame promises at the share of attention at which it promises least: no deal of it leaves both parties
    /// more. Where that is seen to be no more than `enough`, anything that shows it. Wherever it starts from, it comes to
    /// the same two corners, and says the same.
    pub(super) fn promise(&mut self, start: f64, enough: f64) -> Promise {
        let known = |corner: Corner, share| Promise {
            value: corner.height,
            share,
        };
        let aim = self.question.aim;
        let here = self.corner(start);
        let (mut low, mut high) = (here, here);
        let (mut below, mut above) = (start, start);
        // Outward from the start until it lies between two corners, one for each side.
        let mut step = 1.0 / 8.0;
        while aim.tilt(low.sums) >= 0.0 {
            if below == 0.0 {
                return known(low, 0.0);
            }
            (high, below) = (low, (below - step).max(0.0));
            low = self.corner(below);
            if low.height <= enough {
                return known(low, below);
            }
            step *= 2.0;
        }
        while aim.tilt(high.sums) < 0.0 {
            if above == 1.0 {
                return known(high, 1.0);
            }
            (low, above) = (high, (above + step).min(1.0));
            high = self.corner(above);
            if high.height <= enough {
                return known(high, above);
            }
            step *= 2.0;
        }
        let mut promise = known(here, start);
        for _ in 0..MOST_TURNS {
            // Where both corners are worth the same.
            let (rise, fall) = (high.sums[0] - low.sums[0], low.sums[1] - high.sums[1]);
            let share = fall / (rise + fall);
            let here = self.corner(share);
            promise = known(here, share);
            let tie = share * low.sums[0] + (1.0 - share) * low.sums[1];
            if here.value <= tie + ROUNDING || here.height <= enough {
                break;
            }
            if aim.tilt(here.sums) >= 0.0 {
                high = here;
            } else {
                low = here;
            }
        }
        promise
    }

    /// Weighs the deals of the frame that may be better than the best one found, by more than the gap.
    pub(super) fn dive(
        &mut self,
        place: usize,
        promise: Promise,
        gap: f64,
        found: &mut Option<Found>,
        left: &mut usize,
    ) -> Result<(), TooMany> {
        let mut sights = std::mem::take(&mut self.room.sights);
        if self.share == Some(promise.share) {
            std::mem::swap(&mut sights[0], &mut self.room.sight);
            self.share = None;
        } else {
            self.see(promise.share, &mut sights[0]);
        }
        let question = self.question;
        let dive = Dive {
            aim: question.aim,
            ropes: question.ropes,
            forest: &question.book.forest,
            place,
            counts: self.counts,
            levers: self.levers.map(|levers| (levers, self.parts())),
            gap,
            open: Vec::with_capacity(self.tree.order.len()),
            columns: Vec::with_capacity(question.book.columns.count()),
            gate: None,
            found,
            left,
        };
        let done = self.weigh(promise, dive, &mut sights);
        self.room.sights = sights;
        done
    }

    /// Begins with the two corners between which the frame promises least: more often than not one of them is all that is
    /// looked for.
    fn weigh(
        &mut self,
        promise: Promise,
        mut dive: Dive<'_, '_>,
        sights: &mut [Sight; ASIDE.len()],
    ) -> Result<(), TooMany> {
        let [near, aside, ..] = sights;
        dive.at_once(self.tree, self.tally(), near)?;
        if promise.value > dive.enough() {
            let step = if self.question.aim.tilt(near.sums) >= 0.0 {
                -STEP
            } else {
                STEP
            };
            self.see((promise.share + step).clamp(0.0, 1.0), aside);
            dive.at_once(self.tree, self.tally(), aside)?;
        }
        if promise.value > dive.enough() {
            for (aside, sight) in ASIDE.iter().zip(sights.iter_mut()).skip(1) {
                self.see((promise.share + aside).clamp(0.0, 1.0), sight);
            }
            dive.all(self.tree, self.tally(), sights)?;
        }
        Ok(())
    }
}
