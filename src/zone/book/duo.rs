//! The deal that leaves the worse off of two parties best off.

use super::amounts::Worths;
use super::dive::{ASIDE, Dive, Found, Sight, Tally};
use super::layout::Layout;
use super::lens::Lens;
use super::memory::{self, Memory};
use super::rope::Rope;
use super::solo::first_highest;
use super::tree::{Step, Tree};
use super::{Book, Demands};
use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::space::Deal;

/// By how much the amounts may be missed, in utility: once where values are looked at in straight lines, and once where
/// their frontier is.
const ERROR: f64 = 5e-6;
/// Most deals that are weighed one by one before the question is given up.
const MOST_DEALS: usize = 20_000;
/// Room for the rounding of a bound.
const ROUNDING: f64 = 1e-12;
/// Most steps toward the shares of attention at which a frame promises least; there are fewer corners than that.
const MOST_TURNS: usize = 100;

/// What is asked of one party: its surplus is `floor + scale · t`, for the greatest t.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Side<'l> {
    pub(crate) lens: &'l Lens,
    pub(crate) floor: f64,
    /// Above zero.
    pub(crate) scale: f64,
}

/// Finds, in any situation, the deal with the greatest lesser scaled surplus of two parties.
#[derive(Debug)]
pub(crate) struct Duo {
    parties: [PartyIndex; 2],
    pub(super) book: Book,
    /// By gate; `None` where the limits leave nothing.
    ropes: Vec<Option<Rope>>,
    /// By party, the least and the greatest weight of delivered terms among the frames.
    pub(super) delivered: [(f64, f64); 2],
}

/// The two surpluses at one deal of a frame, and their sum by shares of attention.
#[derive(Debug, Clone, Copy)]
struct Corner {
    sums: [f64; 2],
    value: f64,
}

/// What a frame promises, and the share of attention to the first party at which that is least.
#[derive(Debug, Clone, Copy)]
struct Promise {
    value: f64,
    share: f64,
}

impl Duo {
    /// Lays out the deals that meet these demands for two parties; `None` where that cannot be.
    pub(crate) fn new(
        conflict: &Conflict,
        layout: &Layout,
        parties: [PartyIndex; 2],
        demands: &Demands,
    ) -> Option<Self> {
        let book = Book::new(conflict, layout, demands, None)?;
        let worths = Worths::new(conflict, layout, &book.amounts, &parties, ERROR)?;
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
    /// The gap is to be wider than what is lost on amounts. What is remembered of earlier situations saves work and
    /// changes nothing else.
    pub(crate) fn best(
        &self,
        layout: &Layout,
        sides: [Side<'_>; 2],
        gap: f64,
        memory: &mut Memory,
    ) -> Result<Option<(f64, Deal)>, TooMany> {
        let least_scale = sides[0].scale.min(sides[1].scale);
        let gap = gap - 2.0 * ERROR / least_scale;
        if gap <= 0.0 {
            return Err(TooMany);
        }
        memory.move_on(self, sides);
        let mut promises = memory.bounds(self, sides);
        let mut look = Look {
            duo: self,
            layout,
            sides,
            amounts: Vec::with_capacity(self.ropes.len()),
            open: Vec::new(),
            direct: direct(sides),
            sights: Vec::new(),
        };
        let mut sight = Sight::new(layout);
        let mut states = vec![State::Remembered; promises.len()];
        let mut found: Option<Found> = None;
        let mut left = MOST_DEALS;
        while let Some(place) = first_highest(&promises) {
            let known = found
                .as_ref()
                .map_or(f64::NEG_INFINITY, |found| found.value);
            if promises[place] <= known + gap {
                break;
            }
            match states[place] {
                State::Known(promise) => {
                    look.dive(place, promise, gap, &mut found, &mut left)?;
                    promises[place] = f64::NEG_INFINITY;
                }
                // The share at which the last frame promised least is a good one to look at the next by.
                State::Seen(mark) if mark == memory.mark => {
                    let start = memory::share(memory.mark);
                    let promise = look.promise(place, start, known + gap, &mut sight);
                    promises[place] = promise.value;
                    states[place] = State::Known(promise);
                    memory.mark = memory::mark(promise.share);
                }
                _ => {
                    let share = memory::share(memory.mark);
                    let value = look.see(place, share, &mut sight);
                    memory.keep(self, sides, place, value);
                    promises[place] = promises[place].min(value);
                    states[place] = State::Seen(memory.mark);
                }
            }
        }
        Ok(found.and_then(|found| {
            let (frame, _) = self.book.frames[found.place];
            let rope = self.ropes[found.gate].as_ref()?;
            let amounts = rope.amounts(found.spot);
            let deal = self.book.deal(layout, frame, found.options, &amounts);
            Some((found.value, deal))
        }))
    }
}

/// How much is known of what a frame promises.
#[derive(Debug, Clone, Copy)]
enum State {
    /// From what was seen of it in earlier situations.
    Remembered,
    /// It was looked at by a share of attention: the mark of that.
    Seen(usize),
    /// All.
    Known(Promise),
}

/// A question that takes too much work here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMany;

/// A look at the frames with two parties' eyes.
struct Look<'l> {
    duo: &'l Duo,
    layout: &'l Layout,
    sides: [Side<'l>; 2],
    amounts: Vec<f64>,
    open: Vec<usize>,
    /// What counts whatever the frame: a slot, and how much by party.
    direct: Vec<(usize, [f64; 2])>,
    /// Room for those of a dive.
    sights: Vec<Sight>,
}

impl<'l> Look<'l> {
    /// By party: what a frame is worth before its options count, in the scale of the question, and by how much delivered
    /// flow counts.
    fn frame(&self, place: usize) -> ([f64; 2], [f64; 2]) {
        let (frame, _) = self.duo.book.frames[place];
        let base = self
            .sides
            .map(|side| (side.lens.constants[frame] - side.floor) / side.scale);
        let counts = [0, 1].map(|party| {
            self.layout.delivered(self.duo.parties[party], frame) / self.sides[party].scale
        });
        (base, counts)
    }

    fn tree(&self, place: usize) -> &'l Tree {
        let (_, tree) = self.duo.book.frames[place];
        &self.duo.book.trees[tree]
    }

    /// What the best deal of a frame is worth where the first party gets this share of attention.
    fn see(&mut self, place: usize, share: f64, sight: &mut Sight) -> f64 {
        if sight.of == Some((place, share)) {
            return sight.value;
        }
        sight.of = Some((place, share));
        let (base, counts) = self.frame(place);
        let shares = [share, 1.0 - share];
        let flow = [shares[0] * counts[0], shares[1] * counts[1]];
        let [first, second] = self.sides.map(|side| side.lens);
        let pairs = first.flow.iter().zip(&second.flow);
        for (score, (one, other)) in sight.scores.iter_mut().zip(pairs) {
            *score = flow[0] * one + flow[1] * other;
        }
        let direct = [0, 1].map(|party: usize| shares[party] / self.sides[party].scale);
        for (slot, [one, other]) in &self.direct {
            sight.scores[*slot] += direct[0] * one + direct[1] * other;
        }
        self.amounts.clear();
        let ropes = self.duo.ropes.iter();
        self.amounts.extend(ropes.map(|rope| match rope {
            Some(rope) => {
                let worth = &rope.best(flow).worth;
                flow[0] * worth[0] + flow[1] * worth[1]
            }
            None => f64::NEG_INFINITY,
        }));
        let tree = self.tree(place);
        let forest = &self.duo.book.forest;
        let sum = forest.best(tree, &sight.scores, &self.amounts, &mut sight.best);
        sight.value = shares[0] * base[0] + shares[1] * base[1] + sum;
        sight.value
    }

    /// The deal of a frame that is best where the first party gets this share of attention.
    fn corner(&mut self, place: usize, share: f64, sight: &mut Sight) -> Corner {
        let value = self.see(place, share, sight);
        let (base, counts) = self.frame(place);
        let flow = [share * counts[0], (1.0 - share) * counts[1]];
        let tree = self.tree(place);
        let mut tally = Tally::new(self.sides, base, counts);
        tally.fixed(tree);
        let (ropes, forest) = (&self.duo.ropes, &self.duo.book.forest);
        let open = &mut self.open;
        forest.follow(tree, &sight.scores, &sight.best, open, |step| match step {
            Step::Branch(branch) => forest.slots(branch).for_each(|slot| tally.add(slot)),
            Step::Gate(gate) => {
                if let Some(rope) = &ropes[gate] {
                    tally.share(&rope.best(flow).worth);
                }
            }
        });
        Corner {
            sums: tally.sums,
            value,
        }
    }

    /// What a frame promises at the share of attention at which it promises least: no deal of it leaves both parties
    /// more. Where that is seen to be no more than `enough`, anything that shows it. Wherever it starts from, it comes to
    /// the same two corners, and says the same.
    fn promise(&mut self, place: usize, start: f64, enough: f64, sight: &mut Sight) -> Promise {
        let known = |corner: Corner, share| Promise {
            value: corner.value,
            share,
        };
        let here = self.corner(place, start, sight);
        let (mut low, mut high) = (here, here);
        let (mut below, mut above) = (start, start);
        // Outward from the start until it lies between two corners, one for each side.
        let mut step = 1.0 / 32.0;
        while low.sums[0] >= low.sums[1] {
            if below == 0.0 {
                return Promise {
                    value: low.sums[1],
                    share: 0.0,
                };
            }
            (high, below) = (low, (below - step).max(0.0));
            low = self.corner(place, below, sight);
            if low.value <= enough {
                return known(low, below);
            }
            step *= 3.0;
        }
        while high.sums[0] < high.sums[1] {
            if above == 1.0 {
                return Promise {
                    value: high.sums[0],
                    share: 1.0,
                };
            }
            (low, above) = (high, (above + step).min(1.0));
            high = self.corner(place, above, sight);
            if high.value <= enough {
                return known(high, above);
            }
            step *= 3.0;
        }
        let mut promise = known(here, start);
        for _ in 0..MOST_TURNS {
            // Where both corners are worth the same.
            let (rise, fall) = (high.sums[0] - low.sums[0], low.sums[1] - high.sums[1]);
            let share = fall / (rise + fall);
            let here = self.corner(place, share, sight);
            promise = known(here, share);
            let tie = share * low.sums[0] + (1.0 - share) * low.sums[1];
            if here.value <= tie + ROUNDING || here.value <= enough {
                break;
            }
            if here.sums[0] >= here.sums[1] {
                high = here;
            } else {
                low = here;
            }
        }
        promise
    }

    /// Weighs the deals of a frame that may be better than the best one found, by more than the gap.
    fn dive(
        &mut self,
        place: usize,
        promise: Promise,
        gap: f64,
        found: &mut Option<Found>,
        left: &mut usize,
    ) -> Result<(), TooMany> {
        let mut sights = std::mem::take(&mut self.sights);
        sights.resize_with(ASIDE.len(), || Sight::new(self.layout));
        for (aside, sight) in ASIDE.iter().zip(&mut sights) {
            self.see(place, (promise.share + aside).clamp(0.0, 1.0), sight);
        }
        let (base, counts) = self.frame(place);
        let tree = self.tree(place);
        let mut tally = Tally::new(self.sides, base, counts);
        tally.fixed(tree);
        let mut dive = Dive {
            ropes: &self.duo.ropes,
            forest: &self.duo.book.forest,
            place,
            counts,
            sights: &sights,
            gap,
            open: tree.roots.clone(),
            options: Vec::new(),
            gate: None,
            found,
            left,
        };
        let done = dive.deeper([0.0; ASIDE.len()], tally);
        self.sights = sights;
        done
    }
}

/// The slots where anything counts whatever the frame, and how much by party.
fn direct(sides: [Side<'_>; 2]) -> Vec<(usize, [f64; 2])> {
    let [one, other] = sides.map(|side| side.lens.direct.iter().copied());
    let pairs = one.zip(other).enumerate();
    let pairs = pairs.map(|(slot, (one, other))| (slot, [one, other]));
    pairs.filter(|(_, sums)| *sums != [0.0; 2]).collect()
}
