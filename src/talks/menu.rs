//! Deals by what they are worth to one party, looked up and not searched for.

use std::sync::OnceLock;

use super::ledger::Ledger;
use crate::index::OptionIndex;
use crate::space::{Deal, Level};

/// Most sums of half a deal that are kept.
const MOST_SUMS: usize = 1 << 18;
/// How far the sum of two halves may be off the sum taken in order.
const ROUNDING: f64 = 1e-12;
/// Most answers that are remembered.
const MOST_STEPS: usize = 256;

/// All deals of an additive space without anything that rules deals out, as two halves: what the first issues can be
/// worth together and what the rest can, each sorted (Horowitz & Sahni 1974). A deal of a given worth is then a pair of
/// sums, found in one walk along both lists: 10⁹ deals take two lists of some 30,000.
#[derive(Debug)]
pub(super) struct Menu {
    digits: Vec<Digit>,
    halves: [Vec<Sum>; 2],
    /// What the sums of each half are worth, side by side for the walk along them.
    worths: [Vec<f64>; 2],
    /// Answers that were given, by the deal: a power of two of places. Aims move little from turn to turn, and until one
    /// passes the next deal below the answer is the deal that was offered last.
    steps: Vec<OnceLock<Step>>,
}

/// A deal, and the aims that it is the answer to.
#[derive(Debug, Clone, Copy)]
struct Step {
    codes: [u32; 2],
    /// Its sum, and the greatest that is less; −∞ where there is none.
    sum: f64,
    below: f64,
    worth: f64,
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
        let deals = halves[0].len().saturating_mul(halves[1].len());
        let places = deals.clamp(1, MOST_STEPS).next_power_of_two();
        Some(Self {
            steps: (0..places).map(|_| OnceLock::new()).collect(),
            digits: options.iter().enumerate().map(digit).collect(),
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
        // Sums of halves are off by roundings: a pair just below the aim may be what is looked for, or just not.
        let aim = ledger.flow_for(worth) - ROUNDING;
        let lowest = if tolerance > 0.0 {
            ledger.flow_for(worth - tolerance) - ROUNDING
        } else {
            f64::INFINITY
        };
        match last {
            Some(last) if self.answers(last, worth, aim, lowest) => Some(last.clone()),
            _ => self.look_up(ledger, worth, tolerance, [aim, lowest]),
        }
    }

    /// Whether a deal is known to be the answer to an aim, and no deal below it comes into question.
    fn answers(&self, deal: &Deal, worth: f64, aim: f64, lowest: f64) -> bool {
        let step = self.codes(deal).and_then(|codes| {
            let step = self.steps[self.place(codes)].get()?;
            (step.codes == codes).then_some(step)
        });
        step.is_some_and(|step| {
            step.below < aim && aim <= step.sum && step.below < lowest && step.worth >= worth
        })
    }

    /// The same, by a walk along the halves: from the sum that is aimed at, and the lowest that the tolerance allows.
    fn look_up(
        &self,
        ledger: &Ledger,
        worth: f64,
        tolerance: f64,
        [aim, lowest]: [f64; 2],
    ) -> Option<Deal> {
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
                let codes = [pair.0.code, pair.1.code];
                let step = || Step {
                    codes,
                    sum: sum(&pair),
                    below: next,
                    worth: deal_worth,
                };
                if below.is_none() {
                    self.steps[self.place(codes)].get_or_init(step);
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

    /// The codes of a deal; `None` for one of another space.
    fn codes(&self, deal: &Deal) -> Option<[u32; 2]> {
        let mut codes = [0; 2];
        for (digit, level) in self.digits.iter().zip(deal.levels()) {
            let Level::Option(OptionIndex(option)) = *level else {
                return None;
            };
            if option >= digit.options as usize {
                return None;
            }
            codes[digit.half] += digit.place * option as u32;
        }
        Some(codes)
    }

    /// Where an answer is remembered.
    fn place(&self, [first, second]: [u32; 2]) -> usize {
        let mixed = first.wrapping_mul(0x9E37_79B1).wrapping_add(second);
        (mixed ^ (mixed >> 15)) as usize & (self.steps.len() - 1)
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

    fn deal(&self, first: &Sum, second: &Sum) -> Deal {
        let codes = [first.code, second.code];
        let levels = self.digits.iter().map(|digit| {
            let option = codes[digit.half] / digit.place % digit.options;
            Level::Option(OptionIndex(option as usize))
        });
        levels.collect()
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
                let sum = ledger.flow_for(aim) - ROUNDING;
                let lowest = ledger.flow_for(aim - tolerance) - ROUNDING;
                let hit = last
                    .as_ref()
                    .is_some_and(|last| menu.answers(last, aim, sum, lowest));
                again += usize::from(hit);
                let found = menu.nearest_above(&ledger, aim, tolerance, last.as_ref());
                let walked = Menu::new(&ledger).unwrap();
                let walked = walked.look_up(&ledger, aim, tolerance, [sum, lowest]);
                assert_eq!(found, walked, "aim {aim}, tolerance {tolerance}");
                answers += 1;
                last = found;
            }
        }
        assert!(again > answers / 5, "{again} of {answers} from memory");
    }
}
