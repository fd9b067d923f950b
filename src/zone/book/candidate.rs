//! A frame that may hold the best deal.

use std::cmp::Ordering;

/// A frame, and what is known of it.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// No deal of it is worth more.
    pub(super) promise: f64,
    pub(super) place: usize,
    pub(super) state: State,
}

/// How much is known of what a frame promises.
#[derive(Debug, Clone, Copy)]
pub(super) enum State {
    /// What was seen of it in earlier situations.
    Remembered,
    /// It was looked at by a share of attention: the mark of that.
    Seen(usize),
    /// All: it is by this share that it promises least.
    Known(f64),
}

impl Ord for Candidate {
    /// Of equal promises that of the first frame is the greater.
    fn cmp(&self, other: &Self) -> Ordering {
        let promises = self.promise.total_cmp(&other.promise);
        promises.then(other.place.cmp(&self.place))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate {}
