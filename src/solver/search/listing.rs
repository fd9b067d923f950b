//! When a box is listed, and what comes of it.

use super::super::program::Program;
use super::super::proof::{MOST_SUMS, ProofNode};
use super::cut::Cut;
use super::list::{List, Standing};
use super::{Goal, Search, Waiting};

/// Sums that take about as long as bounding a box, for each effect of an option on a row, and at least.
const SUMS_AN_EFFECT: u64 = 32;
const FEWEST_SUMS: u64 = 1_000;
/// The sums of the first list that is tried, in boxes.
const FIRST: u64 = 2;

/// The list that is being gone through, and what is known of how long they take.
#[derive(Debug)]
pub(super) struct Lists {
    pub(super) at_work: Option<Box<Listing>>,
    /// Sums that take about as long as bounding a box.
    a_box: u64,
    /// Sums of lists in vain that there is room for: no more, all in all, than half the time that boxes take.
    room: u64,
    /// Sums of the longest list that is tried.
    longest: u64,
    /// Sums of the lists in the proof.
    proven: u64,
}

/// A box that is being listed.
#[derive(Debug)]
pub(super) struct Listing {
    pub(super) waiting: Waiting,
    pub(super) goal: Goal,
    cut: Cut,
    list: List,
}

impl Lists {
    pub(super) fn new(programs: &[Program]) -> Self {
        let effects = programs.iter().map(Program::effect_count).max();
        let a_box = (SUMS_AN_EFFECT * effects.unwrap_or(0) as u64).max(FEWEST_SUMS);
        Self {
            at_work: None,
            a_box,
            room: FIRST * a_box,
            longest: FIRST * a_box,
            proven: 0,
        }
    }

    /// Makes room for lists in vain once a box is bounded.
    pub(super) fn make_room(&mut self) {
        self.room = self.room.saturating_add(self.a_box / 2);
    }
}

impl Search {
    /// Begins to list a box, or divides it.
    pub(super) fn list_or_branch(&mut self, waiting: Waiting, cut: Cut, goal: Goal) {
        let lists = &self.lists;
        let has_room = lists.room >= lists.longest && lists.proven + lists.longest <= MOST_SUMS / 2;
        let program = &self.programs[waiting.program];
        let multipliers = &waiting.start.multipliers;
        let list = has_room
            .then(|| List::new(program, &waiting.domain, multipliers, goal.is_proven()))
            .flatten();
        match list {
            Some(list) => {
                self.lists.at_work = Some(Box::new(Listing {
                    waiting,
                    goal,
                    cut,
                    list,
                }));
            }
            None => self.branch(waiting, cut),
        }
    }

    /// Goes on with a list for about as long as it takes to bound a box.
    pub(super) fn list_on(&mut self, mut listing: Box<Listing>) {
        let end = listing.list.sums() + self.lists.a_box;
        loop {
            match listing.list.go_on(self.cutoff(listing.goal), end) {
                Standing::Done => return self.end_list(*listing),
                Standing::More if listing.list.sums() < self.lists.longest => {
                    self.lists.at_work = Some(listing);
                    return;
                }
                Standing::Left if self.settle(&mut listing) => {}
                Standing::More | Standing::Left => return self.give_up(*listing),
            }
        }
    }

    /// Takes down a point that no set of multipliers drops; `false` where it cannot be dropped all the same.
    fn settle(&mut self, listing: &mut Listing) -> bool {
        let Listing { waiting, list, .. } = listing;
        let Some(value) = self.programs[waiting.program].value(list.point()) else {
            return false;
        };
        let point = list.point().to_vec();
        self.improve(waiting.program, value, point);
        // Towards the optimum a point found raises the cutoff above itself.
        let bound = list.least_left();
        list.drop_at(bound);
        bound <= self.cutoff(listing.goal)
    }

    /// A list that is gone through closes its box.
    fn end_list(&mut self, listing: Listing) {
        let Listing { waiting, list, .. } = listing;
        self.lists.proven += list.sums();
        let (bound, multipliers, order) = list.end();
        self.closed = self.closed.max(bound);
        self.nodes[waiting.node] = ProofNode::Listed { multipliers, order };
    }

    /// A list that comes to nothing leaves its box to be divided.
    fn give_up(&mut self, listing: Listing) {
        let Listing {
            waiting, cut, list, ..
        } = listing;
        self.lists.room = self.lists.room.saturating_sub(list.sums());
        if list.sums() >= self.lists.longest {
            self.lists.longest *= 2;
        }
        self.branch(waiting, cut);
    }
}
