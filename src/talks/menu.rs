//! Deals by what they are worth to one party, looked up and not searched for.

use super::ledger::Ledger;
use crate::index::OptionIndex;
use crate::space::{Deal, Level};

/// Most sums of half a deal that are kept.
const MOST_SUMS: usize = 1 << 18;
/// How far the sum of two halves may be off the sum taken in order.
const ROUNDING: f64 = 1e-12;

/// All deals of an additive space without anything that rules deals out, as two halves: what the first issues can be
/// worth together and what the rest can, each sorted (Horowitz & Sahni 1974). A deal of a given worth is then a pair of
/// sums, found in one walk along both lists: 10⁹ deals take two lists of some 30,000.
#[derive(Debug)]
pub(super) struct Menu {
    digits: Vec<Digit>,
    halves: [Vec<Sum>; 2],
    /// What the sums of each half are worth, side by side for the walk along them.
    worths: [Vec<f64>; 2],
}

/// Where the option of an issue is found in a code.
#[derive(Debug, Clone, Copy)]
struct Digit {
    /// In the code of which half.
    half: usize,
    /// What one step counts there.
    place: u32,
    /// How many options there are.
    options: u32,
}

/// What some options are worth together, and which they are: a number in mixed radix, the first issue first.
#[derive(Debug, Clone, Copy)]
struct Sum {
    worth: f64,
    code: u32,
}

/// The pair that is nearest to a sum from one side, of those seen.
#[derive(Debug, Clone, Copy)]
struct Nearest {
    total: f64,
    /// Where in the shorter half, and where in the longer.
    at: usize,
    end: usize,
}

impl Nearest {
    fn above() -> Self {
        let (at, end) = (0, 0);
        Self {
            total: f64::INFINITY,
            at,
            end,
        }
    }

    fn below() -> Self {
        let total = f64::NEG_INFINITY;
        Self {
            total,
            ..Self::above()
        }
    }
}

/// A sum of either half: a deal.
type Pair = (Sum, Sum);

impl Menu {
    /// The deals that a ledger prices; `None` where there are too many.
    pub(super) fn new(ledger: &Ledger) -> Option<Self> {
        let options: Vec<usize> = ledger.issues().map(<[f64]>::len).collect();
        let count = |issues: &[usize]| {
            let sums = issues.iter().try_fold(1_usize, |sums, options| {
                sums.checked_mul(*options).filter(|sums| *sums <= MOST_SUMS)
            });
            sums.unwrap_or(usize::MAX)
        };
        let larger = |split: &usize| count(&options[..*split]).max(count(&options[*split..]));
        let split = (0..=options.len()).min_by_key(larger)?;
        if larger(&split) > MOST_SUMS {
            return None;
        }
        let issues: Vec<&[f64]> = ledger.issues().collect();
        let halves = [&issues[..split], &issues[split..]].map(sums);
        let digit = |(at, count): (usize, &usize)| {
            let half = usize::from(at >= split);
            let end = if half == 0 { split } else { options.len() };
            let place: usize = options[at + 1..end].iter().product();
            Digit {
                half,
                place: place as u32,
                options: *count as u32,
            }
        };
        Some(Self {
            digits: options.iter().enumerate().map(digit).collect(),
            worths: [0, 1].map(|half: usize| halves[half].iter().map(|sum| sum.worth).collect()),
            halves,
        })
    }

    /// The deal that is worth most.
    pub(super) fn best(&self) -> Option<Deal> {
        let [first, second] = &self.halves;
        Some(self.deal(first.last()?, second.last()?, None))
    }

    /// The deal that is worth least.
    pub(super) fn worst(&self) -> Option<Deal> {
        let [first, second] = &self.halves;
        Some(self.deal(first.first()?, second.first()?, None))
    }

    /// The deal that is worth least among those worth this much, or one that misses it by no more than the tolerance if
    /// it is nearer; `None` where there is neither.
    pub(super) fn nearest_above(
        &self,
        ledger: &Ledger,
        worth: f64,
        tolerance: f64,
        like: Option<&Deal>,
    ) -> Option<Deal> {
        let aim = ledger.flow_for(worth);
        // Sums of halves are off by roundings: a pair just below the aim may be what is looked for, or just not.
        let (mut above, below) = self.around(aim - ROUNDING);
        let lowest = ledger.flow_for(worth - tolerance) - ROUNDING;
        let mut below = below
            .filter(|(first, second)| tolerance > 0.0 && first.worth + second.worth >= lowest)
            .map(|(first, second)| self.deal(&first, &second, like));
        let above = loop {
            let Some((first, second)) = above else {
                break None;
            };
            let deal = self.deal(&first, &second, like);
            if ledger.worth(&deal) >= worth {
                break Some(deal);
            }
            below = Some(deal);
            (above, _) = self.around((first.worth + second.worth).next_up());
        };
        let missed = |deal: &Deal| (ledger.worth(deal) - worth).abs();
        match (above, below.filter(|below| missed(below) <= tolerance)) {
            (Some(above), Some(below)) if missed(&below) < missed(&above) => Some(below),
            (above, below) => above.or(below),
        }
    }

    /// The pair with the least sum that is no less than this, and the one with the greatest that is less.
    fn around(&self, sum: f64) -> (Option<Pair>, Option<Pair>) {
        let [first, second] = &self.worths;
        let swapped = first.len() > second.len();
        let (short, long) = if swapped {
            (second, first)
        } else {
            (first, second)
        };
        let (mut above, mut below) = (Nearest::above(), Nearest::below());
        let mut end = long.len();
        let walks = short.len() + end < short.len() * (end.max(2).ilog2() as usize + 1);
        for (at, one) in short.iter().enumerate() {
            if walks {
                while end > 0 && one + long[end - 1] >= sum {
                    end -= 1;
                }
            } else {
                end = long.partition_point(|other| one + other < sum);
            }
            if let Some(other) = long.get(end) {
                let total = one + other;
                if total < above.total {
                    above = Nearest { total, at, end };
                }
            }
            if let Some(other) = end.checked_sub(1).and_then(|end| long.get(end)) {
                let total = one + other;
                if total > below.total {
                    below = Nearest {
                        total,
                        at,
                        end: end - 1,
                    };
                }
            }
        }
        let pair = |nearest: Nearest| {
            let (first, second) = if swapped {
                (nearest.end, nearest.at)
            } else {
                (nearest.at, nearest.end)
            };
            nearest
                .total
                .is_finite()
                .then(|| (self.halves[0][first], self.halves[1][second]))
        };
        (pair(above), pair(below))
    }

    /// The deal of a pair: where it is the one that it is held to be like, that one and not another of the same levels.
    fn deal(&self, first: &Sum, second: &Sum, like: Option<&Deal>) -> Deal {
        let codes = [first.code, second.code];
        let levels = self.digits.iter().map(|digit| {
            let option = codes[digit.half] / digit.place % digit.options;
            Level::Option(OptionIndex(option as usize))
        });
        match like {
            Some(like) if like.levels().iter().copied().eq(levels.clone()) => like.clone(),
            _ => levels.collect(),
        }
    }
}

/// Every sum over these issues, sorted, equal ones in the order of their codes.
fn sums(issues: &[&[f64]]) -> Vec<Sum> {
    let mut sums = vec![Sum {
        worth: 0.0,
        code: 0,
    }];
    for values in issues {
        sums = sums
            .iter()
            .flat_map(|sum| {
                let base = sum.code * values.len() as u32;
                let next = values.iter().enumerate();
                next.map(move |(option, value)| Sum {
                    worth: sum.worth + value,
                    code: base + option as u32,
                })
            })
            .collect();
    }
    sums.sort_unstable_by(|one, other| {
        let by_worth = one.worth.total_cmp(&other.worth);
        by_worth.then(one.code.cmp(&other.code))
    });
    sums
}
