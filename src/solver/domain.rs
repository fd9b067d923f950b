//! The part of the space that a branch covers: allowed options and intervals of amounts.

use super::program::{Literal, Program, Variable, VariableTest};

const WORD: usize = 64;

/// How a literal stands over a domain.
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
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Range {
    /// A bit for each allowed option.
    Options(Vec<u64>),
    /// The closed interval of amounts; empty where the ends are crossed.
    Amounts(f64, f64),
}

impl Range {
    pub(super) fn options(&self) -> impl Iterator<Item = usize> + '_ {
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

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Options(words) => words.iter().all(|word| *word == 0),
            Self::Amounts(from, to) => from > to,
        }
    }

    pub(super) fn is_fixed(&self) -> bool {
        match self {
            Self::Options(words) => words.iter().map(|word| word.count_ones()).sum::<u32>() == 1,
            Self::Amounts(from, to) => from == to,
        }
    }

    pub(super) fn of_options(count: usize, options: impl IntoIterator<Item = usize>) -> Self {
        let mut words = vec![0_u64; count.div_ceil(WORD)];
        for option in options {
            if option < count {
                words[option / WORD] |= 1 << (option % WORD);
            }
        }
        Self::Options(words)
    }

    /// The options of `self` that are, or are not, among `chosen`.
    pub(super) fn split_options(&self, chosen: &[usize]) -> (Self, Self) {
        match self {
            Self::Options(words) => {
                let Self::Options(mask) =
                    Self::of_options(words.len() * WORD, chosen.iter().copied())
                else {
                    return (self.clone(), self.clone());
                };
                let within = words.iter().zip(&mask).map(|(a, b)| a & b).collect();
                let without = words.iter().zip(&mask).map(|(a, b)| a & !b).collect();
                (Self::Options(within), Self::Options(without))
            }
            Self::Amounts(..) => (self.clone(), self.clone()),
        }
    }
}

/// A box: a range for every variable.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Domain(pub(super) Vec<Range>);

impl Domain {
    /// The whole space of a program.
    pub(super) fn whole(program: &Program) -> Self {
        Self(
            program
                .variables()
                .iter()
                .map(|variable| match variable {
                    Variable::Choice { options, .. } => Range::of_options(*options, 0..*options),
                    Variable::Amount { lower, upper, .. } => Range::Amounts(*lower, *upper),
                })
                .collect(),
        )
    }

    pub(super) fn standing(&self, literal: &Literal) -> Standing {
        match (&literal.test, &self.0[literal.variable]) {
            (VariableTest::AnyOf(options), range @ Range::Options(_)) => {
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
                compare(from > bound, to > bound)
            }
            (VariableTest::Below(bound), Range::Amounts(from, to)) => {
                compare(to < bound, from < bound)
            }
            _ => Standing::Fails,
        }
    }

    /// How a conjunction stands, and the position of its only open literal if there is just one.
    pub(super) fn conjunction(&self, literals: &[Literal]) -> (Standing, Option<usize>) {
        let mut open = None;
        let mut count = 0;
        for (position, literal) in literals.iter().enumerate() {
            match self.standing(literal) {
                Standing::Holds => {}
                Standing::Fails => return (Standing::Fails, None),
                Standing::Open => {
                    count += 1;
                    open = Some(position);
                }
            }
        }
        match count {
            0 => (Standing::Holds, None),
            1 => (Standing::Open, open),
            _ => (Standing::Open, None),
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
