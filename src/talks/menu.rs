//! Deals by what they are worth to one party, looked up and not searched for.

use super::answers::{Answer, Answers};
use super::halves::{Sum, bits, halves, sums};
use super::ledger::Ledger;
use crate::index::OptionIndex;
use crate::space::{Deal, Level};

/// How far the sum of two halves may be off the sum taken in order.
const ROUNDING: f64 = 1e-12;

/// All deals of an additive space without anything that rules deals out, as two halves: what some issues can be worth
/// together and what the rest can, each sorted (Horowitz & Sahni 1974). A deal of a given worth is then a pair of
/// sums, found in one walk along both lists: 10⁹ deals take two lists of some 30,000.
#[derive(Debug)]
pub(super) struct Menu {
    digits: Vec<Digit>,
    halves: [Vec<Sum>; 2],
    /// What the sums of each half are worth, side by side for the walk along them.
    worths: [Vec<f64>; 2],
    /// Aims move little from turn to turn, and until one passes the next deal below the answer is the deal that was offered
    /// last.
    answers: Answers,
}

/// Where the option of an issue is found in a code.
#[derive(Debug, Clone, Copy)]
struct Digit {
    /// In the code of which half.
    half: usize,
    /// How many bits it has to its right there.
    shift: u32,
    /// Its bits, at the right end.
    mask: u32,
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
        let issues: Vec<&[f64]> = ledger.issues().collect();
        let halves = halves(&issues)?;
        let own = |half: usize| {
            let of_half = issues
                .iter()
                .zip(&halves)
                .filter(move |(_, of)| **of == half);
            of_half.map(|(issue, _)| *issue).collect::<Vec<&[f64]>>()
        };
        let mut shifts = [0; 2];
        let digit = |(issue, half): (&&[f64], &usize)| {
            let (bits, half) = (bits(issue.len()), *half);
            let shift = shifts[half];
            shifts[half] += bits;
            Digit {
                half,
                shift,
                mask: (1 << bits) - 1,
            }
        };
        // The last issue of each half is at the right end.
        let mut digits: Vec<Digit> = issues.iter().zip(&halves).rev().map(digit).collect();
        digits.reverse();
        let halves = [0, 1].map(|half| sums(&own(half)));
        Some(Self {
            answers: Answers::new(),
            digits,
            worths: [0, 1].map(|half: usize| halves[half].iter().map(|sum| sum.worth).collect()),
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
    /// it is nearer; `None` where there is neither. The answer does not depend on the deal that was offered last: it is
    /// found sooner where it is that one.
    pub(super) fn nearest_above(
        &self,
        ledger: &Ledger,
        worth: f64,
        tolerance: f64,
        last: Option<&Deal>,
    ) -> Option<Deal> {
        let within = tolerance.max(0.0);
        let known = last.and_then(|last| Some((last, self.answer(last)?)));
        match known.filter(|(_, known)| known.least <= worth - within && worth <= known.most) {
            Some((last, _)) => Some(last.clone()),
            None => self.look_up(ledger, worth, within),
        }
    }

    /// What is remembered of a deal.
    fn answer(&self, deal: &Deal) -> Option<Answer> {
        let mut codes = [0; 2];
        for (digit, level) in self.digits.iter().zip(deal.levels()) {
            let Level::Option(option) = level else {
                return None;
            };
            codes[digit.half] |= (option.get() as u32 & digit.mask) << digit.shift;
        }
        self.answers.get(code(codes))
    }

    /// The same, by a walk along the halves.
    fn look_up(&self, ledger: &Ledger, worth: f64, tolerance: f64) -> Option<Deal> {
        // Sums of halves are off by roundings: a pair just below the aim may be what is looked for, or just not.
        let aim = ledger.flow_for(worth) - ROUNDING;
        let lowest = if tolerance > 0.0 {
            ledger.flow_for(worth - tolerance) - ROUNDING
        } else {
            f64::INFINITY
        };
        let sum = |(first, second): &Pair| first.worth + second.worth;
        let (mut above, below) = self.around(aim);
        let next = below.as_ref().map_or(f64::NEG_INFINITY, sum);
        let mut below = below
            .filter(|pair| sum(pair) >= lowest)
            .map(|(first, second)| self.deal(&first, &second));
        let above = loop {
            let Some(pair) = above else {
                break None;
            };
            let deal = self.deal(&pair.0, &pair.1);
            let deal_worth = ledger.worth(&deal);
            if deal_worth >= worth {
                if below.is_none() {
                    // What is aimed at between this and next turns into sums between theirs: roundings keep the order.
                    let reached = ledger.flow_for(deal_worth) - ROUNDING <= sum(&pair);
                    self.answers.put(Answer {
                        code: code([pair.0.code, pair.1.code]),
                        least: least_above(ledger, next).min(worth),
                        most: if reached { deal_worth } else { worth },
                    });
                }
                break Some(deal);
            }
            below = Some(deal);
            (above, _) = self.around(sum(&pair).next_up());
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
        let walks =
            short.len() + long.len() < short.len() * (long.len().max(2).ilog2() as usize + 1);
        let mut end = match short.last() {
            Some(most) => long.partition_point(|other| most + other < sum),
            None => 0,
        };
        // From the greatest on: what talks are about is mostly worth much, and then few can be of a pair that is.
        for (at, one) in short.iter().enumerate().rev() {
            if walks {
                while let Some(other) = long.get(end)
                    && one + other < sum
                {
                    end += 1;
                }
            } else {
                end += long[end..].partition_point(|other| one + other < sum);
            }
            if let Some(other) = long.get(end) {
                let total = one + other;
                // Of equals the first.
                if total <= above.total {
                    above = Nearest { total, at, end };
                }
            }
            if let Some(end) = end.checked_sub(1) {
                let total = one + long[end];
                if total >= below.total {
                    below = Nearest { total, at, end };
                } else if end + 1 == long.len() {
                    break;
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

    fn deal(&self, first: &Sum, second: &Sum) -> Deal {
        let codes = [first.code, second.code];
        let levels = self.digits.iter().map(|digit| {
            let option = codes[digit.half] >> digit.shift & digit.mask;
            Level::Option(OptionIndex(option as usize))
        });
        levels.collect()
    }
}

/// The code of a deal, from those of its halves.
fn code([first, second]: [u32; 2]) -> u64 {
    u64::from(first) << u32::BITS | u64::from(second)
}

/// A worth that is nearly the least to turn into more than this sum, and certainly does; ∞ where roundings hide it, and −∞
/// where there is no sum.
fn least_above(ledger: &Ledger, sum: f64) -> f64 {
    if sum == f64::NEG_INFINITY {
        return sum;
    }
    let worth = ledger.worth_of(sum + ROUNDING);
    let turns = |worth: &f64| ledger.flow_for(*worth) - ROUNDING > sum;
    let nudged =
        [0.0, 4.0, 64.0, 1024.0].map(|steps| worth + steps * f64::EPSILON * worth.abs().max(1.0));
    nudged.into_iter().find(turns).unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conflict::{Conflict, Outlook, Situation};
    use crate::index::PartyIndex;
    use crate::party::{Party, Preferences, Valuation};
    use crate::space::{Family, Issue, Space};
    use crate::stream::{Purpose, Stream};

    fn ledger(stream: &mut Stream) -> Ledger {
        let names = ["a", "b", "c", "d", "e"];
        let sizes: Vec<usize> = (0..4)
            .map(|_| 2 + (stream.uniform() * 4.0) as usize)
            .collect();
        let issues = sizes.iter().enumerate().map(|(at, size)| {
            Issue::choice(format!("i{at}"), Family::Other, names[..*size].to_vec())
        });
        let space = Space::new(issues.collect(), Vec::new()).unwrap();
        // Values in tenths: many deals are worth the same, but for rounding.
        let mut value = || (stream.uniform() * 10.0).floor() / 10.0;
        let values: Vec<Valuation> = sizes
            .iter()
            .map(|size| Valuation::table((0..*size).map(|_| value())))
            .collect();
        let party = |id: &str| Party::new(id, Preferences::new(vec![0.25; 4], values.clone()));
        let conflict = Conflict::builder(space)
            .parties(["first", "second"].map(party))
            .reservations([0.0, 0.0])
            .build()
            .unwrap();
        let situation = Situation::opening(&conflict);
        let outlook = Outlook::new(&conflict, &situation);
        Ledger::new(&conflict, &situation, &outlook, PartyIndex(0)).unwrap()
    }

    #[test]
    fn what_is_remembered_does_not_change_an_answer() {
        let mut stream = Stream::new(3, 0, Purpose::Sampling, 0);
        let (mut again, mut answers) = (0, 0);
        for _ in 0..100 {
            let ledger = ledger(&mut stream);
            let menu = Menu::new(&ledger).unwrap();
            let (mut aim, mut last) = (1.0_f64, None);
            for _ in 0..200 {
                let tolerance = if stream.uniform() < 0.8 { 1e-6 } else { 0.02 };
                // Mostly down and by little, at times anywhere, and at times just what a deal is worth.
                aim = match (stream.uniform(), &last) {
                    (draw, _) if draw < 0.1 => stream.uniform(),
                    (draw, Some(deal)) if draw < 0.2 => ledger.worth(deal),
                    _ => aim - 0.01 * stream.uniform(),
                };
                let known = last.as_ref().and_then(|last| menu.answer(last));
                let hit =
                    known.is_some_and(|known| known.least <= aim - tolerance && aim <= known.most);
                again += usize::from(hit);
                let found = menu.nearest_above(&ledger, aim, tolerance, last.as_ref());
                let walked = Menu::new(&ledger).unwrap();
                let walked = walked.look_up(&ledger, aim, tolerance);
                assert_eq!(found, walked, "aim {aim}, tolerance {tolerance}");
                answers += 1;
                last = found;
            }
        }
        assert!(again > answers / 5, "{again} of {answers} from memory");
    }
}
