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
            halves,
        })
    }

    /// The deal that is worth most.
    pub(super) fn best(&self) -> Option<Deal> {
        let [first, second] = &self.halves;
        Some(self.deal(first.last()?, second.last()?))
    }

    /// The deal that is worth least.
    pub(super) fn worst(&self) -> Option<Deal> {
        let [first, second] = &self.halves;
        Some(self.deal(first.first()?, second.first()?))
    }

    /// The deal that is worth least among those worth this much, or one that misses it by no more than the tolerance if
    /// it is nearer; `None` where there is neither.
    pub(super) fn nearest_above(
        &self,
        ledger: &Ledger,
        worth: f64,
        tolerance: f64,
    ) -> Option<Deal> {
        let aim = ledger.flow_for(worth);
        // Sums of halves are off by roundings: a pair just below the aim may be what is looked for, or just not.
        let (mut above, below) = self.around(aim - ROUNDING);
        let lowest = ledger.flow_for(worth - tolerance) - ROUNDING;
        let mut below = below
            .filter(|(first, second)| tolerance > 0.0 && first.worth + second.worth >= lowest)
            .map(|(first, second)| self.deal(&first, &second));
        let above = loop {
            let Some((first, second)) = above else {
                break None;
            };
            let deal = self.deal(&first, &second);
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
        let (short, long, swapped) = self.by_length();
        let (mut above, mut below) = (None, None);
        let mut end = long.len();
        let walks =
            short.len() + long.len() < short.len() * (long.len().max(2).ilog2() as usize + 1);
        for one in short {
            if walks {
                while end > 0 && one.worth + long[end - 1].worth >= sum {
                    end -= 1;
                }
            } else {
                end = long.partition_point(|other| one.worth + other.worth < sum);
            }
            keep(&mut above, one, long.get(end), |total, best| total < best);
            let less = end.checked_sub(1).and_then(|at| long.get(at));
            keep(&mut below, one, less, |total, best| total > best);
        }
        let in_order = |found: Option<(f64, &'_ Sum, &'_ Sum)>| {
            found.map(|(_, one, other)| {
                if swapped {
                    (*other, *one)
                } else {
                    (*one, *other)
                }
            })
        };
        (in_order(above), in_order(below))
    }

    /// The halves, the shorter one first, and whether that is the second.
    fn by_length(&self) -> (&[Sum], &[Sum], bool) {
        let [first, second] = &self.halves;
        if first.len() <= second.len() {
            (first, second, false)
        } else {
            (second, first, true)
        }
    }

    fn deal(&self, first: &Sum, second: &Sum) -> Deal {
        let codes = [first.code, second.code];
        let option = |digit: &Digit| codes[digit.half] / digit.place % digit.options;
        let levels = self.digits.iter().map(option);
        levels
            .map(|option| Level::Option(OptionIndex(option as usize)))
            .collect()
    }
}

/// Keeps a pair whose sum is better than that of the one kept.
fn keep<'a>(
    found: &mut Option<(f64, &'a Sum, &'a Sum)>,
    one: &'a Sum,
    other: Option<&'a Sum>,
    better: impl Fn(f64, f64) -> bool,
) {
    if let Some(other) = other {
        let total = one.worth + other.worth;
        if found.is_none_or(|(best, ..)| better(total, best)) {
            *found = Some((total, one, other));
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
