//! Where a box keeps what a variable may still be.

/// Options of a choice in one word, a bit for each.
pub(super) const WORD: usize = 64;

/// Where a program's variables have their place in a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// The first of a choice's words, and how many it has.
    Words(usize, usize),
    /// An amount's interval.
    Interval(usize),
}

impl Slot {
    /// The place of a choice after these words.
    pub(super) fn of_choice(first: usize, options: usize) -> Self {
        Self::Words(first, options.div_ceil(WORD))
    }
}
