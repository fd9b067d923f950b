//! Closing a box by listing the combinations of choices that its multipliers leave.
//!
//! Where a bound lies just above the cutoff, few options are cheap enough for a point above the cutoff to have them, and
//! few combinations of those. To go through them, and to drop each as soon as one of some sets of multipliers brings
//! what is left to the cutoff, takes a sum a step where a box takes a linear program. The sets are those of the box, one
//! turned away from each row, and one for each row alone.

use super::super::domain::{Domain, Range};
use super::super::oracle::Oracle;
use super::super::program::{Assignment, Pick, Program};
use super::super::proof::MOST_LISTED;
use super::super::relaxation::look;
use super::super::row::Row;
use super::super::vector::dot;

/// The part of a row's multiplier that is taken away for a set of multipliers of its own.
const AWAY: f64 = 0.5;

/// A list that is being gone through.
#[derive(Debug)]
pub(super) struct List {
    /// The sets of multipliers, those of the box first.
    sets: Vec<Vec<f64>>,
    /// The choices that stand alone and are open, in the order in which they are made.
    choices: Vec<Choice>,
    /// By number of choices made, and set: the bound of what is left.
    left: Vec<Vec<f64>>,
    /// By choice, down to the one that is being made: which of its options comes next.
    next: Vec<usize>,
    /// The choices made; nothing else is open.
    point: Assignment,
    sums: u64,
    /// The greatest bound by which anything was dropped.
    bound: f64,
}

/// A choice to be made.
#[derive(Debug)]
struct Choice {
    variable: usize,
    /// The best first, by the multipliers of the box.
    options: Vec<usize>,
    /// By option and set: what it costs against the best.
    costs: Vec<Vec<f64>>,
}

/// Where a list stands.
#[derive(Debug, PartialEq)]
pub(super) enum Standing {
    /// Everything is dropped.
    Done,
    /// There is more to go through.
    More,
    /// No set drops this point. It is dropped by whoever goes on.
    Left,
}

impl List {
    /// A list of the open choices of a box; `None` where anything else is open in it, a choice that is linked or an
    /// amount, or where they are too many.
    pub(super) fn new(
        program: &Program,
        domain: &Domain,
        multipliers: &[f64],
        as_proven: bool,
    ) -> Option<Self> {
        let places = &program.links().places;
        let mut choices = Vec::new();
        let mut point = Vec::with_capacity(places.len());
        for (variable, place) in places.iter().enumerate() {
            let range = domain.range(program.slot(variable));
            point.push(match range {
                Range::Options(_) => Pick::Option(range.options().next()?),
                Range::Amounts(from, _) => Pick::Amount(from),
            });
            match range {
                _ if range.is_fixed() => {}
                Range::Options(_) if place.is_none() => {
                    choices.push(Choice::new(program, range, variable, multipliers));
                }
                _ => return None,
            }
        }
        if choices.is_empty() || choices.len() > MOST_LISTED {
            return None;
        }
        // What is decided early should cost much: the dearer the second best, the fewer ways there are through it.
        choices.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let mut choices: Vec<Choice> = choices.into_iter().map(|(_, choice)| choice).collect();
        let mut oracle = Oracle::new(program, domain);
        let sets = turned(program.rows(), multipliers);
        let bounds = sets
            .iter()
            .map(|set| look(&mut oracle, program.rows(), set, as_proven))
            .collect();
        for choice in &mut choices {
            choice.weigh(program, &sets);
        }
        let mut left = vec![vec![0.0; sets.len()]; choices.len() + 1];
        left[0] = bounds;
        Some(Self {
            sets,
            choices,
            left,
            next: vec![0],
            point,
            sums: 0,
            bound: f64::NEG_INFINITY,
        })
    }

    /// The choices as they are made.
    pub(super) fn point(&self) -> &[Pick] {
        &self.point
    }

    /// The sums formed so far.
    pub(super) fn sums(&self) -> u64 {
        self.sums
    }

    /// The least bound of the point.
    pub(super) fn least_left(&self) -> f64 {
        let left = self.left[self.choices.len()].iter();
        left.copied().fold(f64::INFINITY, f64::min)
    }

    /// Notes that nothing better than this was dropped.
    pub(super) fn drop_at(&mut self, bound: f64) {
        self.bound = self.bound.max(bound);
    }

    /// The bound, the sets and the order of the choices, once all is dropped.
    pub(super) fn end(self) -> (f64, Vec<Vec<f64>>, Vec<usize>) {
        let order = self.choices.iter().map(|choice| choice.variable);
        let order = order.collect();
        (self.bound, self.sets, order)
    }

    /// Goes on until this many sums are formed, all in all, or something is left that no set drops.
    pub(super) fn go_on(&mut self, cutoff: f64, sums: u64) -> Standing {
        while self.sums < sums {
            let Some(made) = self.next.len().checked_sub(1) else {
                return Standing::Done;
            };
            let choice = &self.choices[made];
            let at = self.next[made];
            let Some(costs) = choice.costs.get(at) else {
                self.next.pop();
                continue;
            };
            self.next[made] += 1;
            let (before, after) = self.left.split_at_mut(made + 1);
            let (before, after) = (&before[made], &mut after[0]);
            let mut dropped = None;
            for (set, (left, cost)) in before.iter().zip(costs).enumerate() {
                after[set] = left - cost;
                self.sums += 1;
                if after[set] <= cutoff {
                    dropped = Some((set, after[set]));
                    break;
                }
            }
            match dropped {
                Some((set, bound)) => {
                    self.bound = self.bound.max(bound);
                    if set == 0 {
                        // The options after it cost more; the checker forms a sum for each.
                        self.sums += (choice.options.len() - self.next[made]) as u64;
                        self.next[made] = choice.options.len();
                    }
                }
                None => {
                    self.point[choice.variable] = Pick::Option(choice.options[at]);
                    if self.next.len() == self.choices.len() {
                        return Standing::Left;
                    }
                    self.next.push(0);
                }
            }
        }
        Standing::More
    }
}

impl Choice {
    /// The choice, with what its second best option costs.
    fn new(
        program: &Program,
        range: Range<'_>,
        variable: usize,
        multipliers: &[f64],
    ) -> (f64, Self) {
        let options = range.options();
        let mut options: Vec<(f64, usize)> = options
            .map(|option| {
                let effects = program.option_effects(variable, option);
                (dot(multipliers, effects), option)
            })
            .collect();
        options.sort_by(|a, b| b.0.total_cmp(&a.0));
        let second = match options[..] {
            [(best, _), (second, _), ..] => best - second,
            _ => 0.0,
        };
        let choice = Self {
            variable,
            costs: vec![Vec::new(); options.len()],
            options: options.into_iter().map(|(_, option)| option).collect(),
        };
        (second, choice)
    }

    fn weigh(&mut self, program: &Program, sets: &[Vec<f64>]) {
        for set in sets {
            let worth = |option: &usize| dot(set, program.option_effects(self.variable, *option));
            let worths: Vec<f64> = self.options.iter().map(worth).collect();
            let most = worths.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            for (costs, worth) in self.costs.iter_mut().zip(worths) {
                costs.push(most - worth);
            }
        }
    }
}

/// The given set of multipliers; for each objective row one that holds it for less dear; and one for each row alone,
/// which together tell whether a point lies above the cutoff.
fn turned(rows: &[Row], multipliers: &[f64]) -> Vec<Vec<f64>> {
    let mut sets = vec![multipliers.to_vec()];
    let mut alone = Vec::new();
    for (row, asked) in rows
        .iter()
        .enumerate()
        .filter(|(_, asked)| asked.scale > 0.0)
    {
        let taken = AWAY * multipliers[row];
        let left = 1.0 - taken * asked.scale;
        if taken > 0.0 && left > 0.0 {
            let mut away = multipliers.to_vec();
            away[row] -= taken;
            away.iter_mut().for_each(|multiplier| *multiplier /= left);
            sets.push(away);
        }
        let mut only = vec![0.0; rows.len()];
        only[row] = 1.0 / asked.scale;
        alone.push(only);
    }
    sets.append(&mut alone);
    sets
}
