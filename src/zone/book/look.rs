//! Frame after frame with two parties' eyes.

use super::aim::height;
use super::columns::Sheet;
use super::dive::{ASIDE, Dive, Found, ROUNDING, TooMany};
use super::eyes::Eyes;
use super::question::Question;
use super::rope::balance;
use super::sight::Sight;

/// How far beside the share of attention at which two corners are worth the same only one of them is best.
const STEP: f64 = 1e-6;
/// Most steps toward the shares of attention at which a frame promises least; there are fewer corners than that.
const MOST_TURNS: usize = 100;

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
    /// By party and column: what it is worth in the frame that is looked at.
    worths: [Vec<f64>; 2],
    sights: Sights,
    /// Of a dive: nodes to be passed, and columns taken.
    open: Vec<usize>,
    columns: Vec<usize>,
}

/// Sights of frames.
#[derive(Debug, Clone, Default)]
struct Sights {
    /// Of the frame that is looked at.
    here: Sight,
    /// Of the most promising frame so far, while that is known.
    kept: Sight,
    /// Of a dive.
    dive: [Sight; ASIDE.len()],
}

/// A look at one frame after the other.
pub(super) struct Look<'l> {
    eyes: Eyes<'l>,
    sights: &'l mut Sights,
    open: &'l mut Vec<usize>,
    columns: &'l mut Vec<usize>,
    /// The frame that is looked at, if any.
    place: Option<usize>,
    /// The share by which it was last looked at, if it was.
    share: Option<f64>,
    /// The most promising frame so far, if its sight is kept, and what it promises.
    most: Option<(usize, Promise)>,
}

impl<'l> Look<'l> {
    pub(super) fn new(question: Question<'l>, room: &'l mut Room) -> Self {
        Self {
            eyes: Eyes::new(question, &mut room.worths),
            sights: &mut room.sights,
            open: &mut room.open,
            columns: &mut room.columns,
            place: None,
            share: None,
            most: None,
        }
    }

    /// Turns to a frame; `sheets` are what the parties make of the columns.
    pub(super) fn turn_to(&mut self, place: usize, sheets: &[Sheet; 2]) {
        if self.place != Some(place) {
            (self.place, self.share) = (Some(place), None);
            self.eyes.turn_to(place, sheets);
        }
    }

    /// What is asked of a deal that was found before, as it is worth now; −∞ where it does not do any more.
    pub(super) fn value(&mut self, found: &Found, sheets: &[Sheet; 2]) -> f64 {
        self.turn_to(found.place, sheets);
        let eyes = &self.eyes;
        let mut tally = eyes.tally();
        found.columns.iter().for_each(|column| tally.add(*column));
        let sums = tally.sums;
        let rope = eyes.question.ropes[found.gate].as_ref();
        let own = rope.map(|rope| (rope, eyes.counts));
        let best = own.and_then(|own| balance(eyes.question.aim, sums, own, eyes.levers()));
        best.map_or(f64::NEG_INFINITY, |(value, _)| value)
    }

    /// The deal of the frame that is best where the first party gets this share of attention.
    pub(super) fn corner(&mut self, share: f64) -> Corner {
        let here = &mut self.sights.here;
        if self.share != Some(share) {
            self.eyes.see(share, here);
            self.share = Some(share);
        }
        Corner {
            sums: here.sums,
            value: here.value,
            height: height(here.value, here.factor),
        }
    }

    /// What the frame promises at the share of attention at which it promises least: no deal of it leaves both parties
    /// more. Where that is seen to be no more than `enough`, anything that shows it. Wherever it starts from, it comes to
    /// the same two corners, and says the same.
    pub(super) fn promise(&mut self, start: f64, enough: f64) -> Promise {
        let known = |corner: Corner, share| Promise {
            value: corner.height,
            share,
        };
        let aim = self.eyes.question.aim;
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

    /// Keeps the sight by which the frame was just seen to promise this, if none has promised more: it is the one that is
    /// dived into first.
    pub(super) fn keep(&mut self, place: usize, promise: Promise) {
        if self.share == Some(promise.share)
            && self.most.is_none_or(|(_, most)| most.value < promise.value)
        {
            std::mem::swap(&mut self.sights.here, &mut self.sights.kept);
            (self.most, self.share) = (Some((place, promise)), None);
        }
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
        let (eyes, Sights { here, kept, dive }) = (&self.eyes, &mut *self.sights);
        let most = self.most.take_if(|(most, _)| *most == place);
        if most.is_some_and(|(_, most)| most.share == promise.share) {
            std::mem::swap(&mut dive[0], kept);
        } else if self.share == Some(promise.share) {
            std::mem::swap(&mut dive[0], here);
            self.share = None;
        } else {
            eyes.see(promise.share, &mut dive[0]);
        }
        let question = eyes.question;
        let sights = dive;
        let mut dive = Dive {
            aim: question.aim,
            ropes: question.ropes,
            forest: &question.book.forest,
            place,
            counts: eyes.counts,
            levers: eyes.levers(),
            gap,
            open: self.open,
            columns: self.columns,
            gate: None,
            found,
            left,
        };
        // Begins with the two corners between which the frame promises least: more often than not one of them is all that
        // is looked for.
        let (tree, [near, aside, ..]) = (eyes.tree, &mut *sights);
        dive.at_once(tree, eyes.tally(), near)?;
        if promise.value > dive.enough() {
            let step = if question.aim.tilt(near.sums) >= 0.0 {
                -STEP
            } else {
                STEP
            };
            eyes.see((promise.share + step).clamp(0.0, 1.0), aside);
            dive.at_once(tree, eyes.tally(), aside)?;
        }
        if promise.value > dive.enough() {
            for (aside, sight) in ASIDE.iter().zip(sights.iter_mut()).skip(1) {
                eyes.see((promise.share + aside).clamp(0.0, 1.0), sight);
            }
            dive.all(tree, eyes.tally(), sights)?;
        }
        Ok(())
    }
}
