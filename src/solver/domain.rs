//! The part of the space that a branch covers: allowed options and intervals of amounts.

use super::program::{Literal, Program, Variable, VariableTest};
use super::slot::{Slot, WORD};

/// How a literal stands over a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It holds at every point.
    Holds,
    /// It holds at none.
    Fails,
    /// It holds at some.
    Open,
}

/// What one variable may still be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Range<'a> {
    /// A bit for each allowed option.
    Options(&'a [u64]),
    /// The closed interval of amounts; empty where the ends are crossed.
    Amounts(f64, f64),
}

impl<'a> Range<'a> {
    /// The allowed options, in increasing order; none for an amount.
    pub(super) fn options(self) -> impl Iterator<Item = usize> + 'a {
        let words: &[u64] = match self {
            Self::Options(words) => words,
            Self::Amounts(..) => &[],
        };
        words.iter().enumerate().flat_map(|(index, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                if left == 0 {
                    return None;
                }
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                Some(index * WORD + bit)
            })
        })
    }

    /// Whether an option is allowed.
    pub(super) fn has(self, option: usize) -> bool {
        match self {
            Self::Options(words) => words
                .get(option / WORD)
                .is_some_and(|word| word >> (option % WORD) & 1 == 1),
            Self::Amounts(..) => false,
        }
    }

    pub(super) fn is_fixed(self) -> bool {
        match self {
            Self::Options(words) => words.iter().map(|word| word.count_ones()).sum::<u32>() == 1,
            Self::Amounts(from, to) => from == to,
        }
    }
}

/// A box: a range for every variable.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Domain {
    words: Box<[u64]>,
    intervals: Box<[(f64, f64)]>,
}

impl Domain {
    /// The whole space of a program.
    pub(super) fn whole(program: &Program) -> Self {
        let mut words = Vec::new();
        let mut intervals = Vec::new();
        for variable in program.variables() {
            match variable {
                Variable::Choice { options, .. } => {
                    let first = words.len();
                    words.resize(first + options.div_ceil(WORD), 0);
                    allow(&mut words[first..], 0..*options);
                }
                Variable::Amount { lower, upper, .. } => intervals.push((*lower, *upper)),
            }
        }
        Self {
            words: words.into(),
            intervals: intervals.into(),
        }
    }

    /// What the variable with this place may still be.
    pub(super) fn range(&self, slot: Slot) -> Range<'_> {
        match slot {
            Slot::Words(first, count) => Range::Options(&self.words[first..first + count]),
            Slot::Interval(index) => {
                let (from, to) = self.intervals[index];
                Range::Amounts(from, to)
            }
        }
    }

    /// Leaves a choice those of its options that are among these.
    pub(super) fn keep_options(&mut self, slot: Slot, options: &[usize]) {
        if let Slot::Words(first, count) = slot {
            let words = &mut self.words[first..first + count];
            let mut kept = vec![0; count];
            allow(&mut kept, options.iter().copied());
            for (word, kept) in words.iter_mut().zip(kept) {
                *word &= kept;
            }
        }
    }

    /// Leaves a choice a single option.
    pub(super) fn fix_option(&mut self, slot: Slot, option: usize) {
        if let Slot::Words(first, count) = slot {
            let words = &mut self.words[first..first + count];
            words.fill(0);
            allow(words, [option]);
        }
    }

    /// Replaces an amount's interval.
    pub(super) fn set_interval(&mut self, slot: Slot, from: f64, to: f64) {
        if let Slot::Interval(index) = slot {
            self.intervals[index] = (from, to);
        }
    }

    pub(super) fn standing(&self, program: &Program, literal: &Literal) -> Standing {
        let range = self.range(program.slot(literal.variable));
        match (&literal.test, range) {
            (VariableTest::AnyOf(options), Range::Options(_)) => {
                let mut within = false;
                let mut without = false;
                for option in range.options() {
                    if options.contains(&option) {
                        within = true;
                    } else {
                        without = true;
                    }
                }
                match (within, without) {
                    (true, true) => Standing::Open,
                    (true, false) => Standing::Holds,
                    _ => Standing::Fails,
                }
            }
            (VariableTest::Above(bound), Range::Amounts(from, to)) => {
                compare(from > *bound, to > *bound)
            }
            (VariableTest::Below(bound), Range::Amounts(from, to)) => {
                compare(to < *bound, from < *bound)
            }
            _ => Standing::Fails,
        }
    }

    /// How a conjunction stands.
    pub(super) fn conjunction(&self, program: &Program, literals: &[Literal]) -> Standing {
        let mut standing = Standing::Holds;
        for literal in literals {
            match self.standing(program, literal) {
                Standing::Holds => {}
                Standing::Fails => return Standing::Fails,
                Standing::Open => standing = Standing::Open,
            }
        }
        standing
    }
}

fn allow(words: &mut [u64], options: impl IntoIterator<Item = usize>) {
    for option in options {
        if let Some(word) = words.get_mut(option / WORD) {
            *word |= 1 << (option % WORD);
        }
    }
}

fn compare(everywhere: bool, somewhere: bool) -> Standing {
    match (everywhere, somewhere) {
        (true, _) => Standing::Holds,
        (false, true) => Standing::Open,
        (false, false) => Standing::Fails,
    }
}
