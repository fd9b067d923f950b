//! The frontier of sums of rectangles, without regard to how many outcomes there are.
//!
//! Rectangles with parallel sides have a common point where every two of them do (Helly 1923, number 2 for boxes). So a
//! deal is a set of rectangles no two of which clash, and the frontier that of the independent sets of the graph of
//! clashes, weighted by party. It is found by parting: of a set of rectangles that falls into parts which do not clash
//! with each other the frontier is the sum of the parts' frontiers; of one that does not, the frontier of the deals
//! with one rectangle in it and of those that give it up. Each set is solved once. All of it is exact as long as the
//! budget lasts; a set met after that is told by deals found in it and by bounds.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::domain::Value;
use super::profile::Side;
use crate::solver::undominated;

/// A set of rectangles, a bit each.
pub(super) type Set = Vec<u64>;

/// A rectangle that adds to each party's sum, nowhere below zero.
#[derive(Debug, Clone)]
pub(super) struct Weighted {
    pub(super) adds: Vec<f64>,
    /// In the order of their issues.
    pub(super) sides: Vec<Side>,
}

impl Weighted {
    /// Whether an outcome lies in it.
    pub(super) fn holds(&self, outcome: &[Value]) -> bool {
        self.sides.iter().all(|side| match outcome.get(side.issue) {
            Some(Value::Integer(value)) => (side.min..=side.max).contains(value),
            Some(Value::Option(option)) => (side.min..=side.max).contains(&(*option as i64)),
            _ => false,
        })
    }
}

/// Deals that stand for a frontier, and bounds where they may not be all of it.
#[derive(Debug, Clone)]
pub(super) struct Front {
    pub(super) points: Vec<Sum>,
    /// No deal is worth more to every party than one of these; `None` where the points are the frontier.
    pub(super) beyond: Option<Vec<Vec<f64>>>,
}

/// What a set of rectangles adds up to.
#[derive(Debug, Clone)]
pub(super) struct Sum {
    pub(super) sums: Vec<f64>,
    pub(super) chosen: Set,
}

/// Deepest parting: each level holds a frontier on the stack of the thread.
const MAX_DEPTH: usize = 1000;

/// The frontier of the sums of rectangles. `work` bounds the steps: sums made, and rectangles looked at.
pub(super) fn frontier(rectangles: &[Weighted], parties: usize, work: u64) -> Front {
    let words = rectangles.len().div_ceil(64);
    let clashes = rectangles
        .iter()
        .enumerate()
        .map(|(at, own)| {
            let mut set = vec![0; words];
            for (other_at, other) in rectangles.iter().enumerate() {
                if at != other_at && clash(&own.sides, &other.sides) {
                    set[other_at / 64] |= 1 << (other_at % 64);
                }
            }
            set
        })
        .collect();
    let mut all = vec![0_u64; words];
    for at in 0..rectangles.len() {
        all[at / 64] |= 1 << (at % 64);
    }
    let mut search = Search {
        rectangles,
        parties,
        clashes,
        solved: BTreeMap::new(),
        left: work,
    };
    search.whole(&all, 0)
}

/// Whether two rectangles have no point in common; sides in the order of their issues.
fn clash(own: &[Side], others: &[Side]) -> bool {
    let (mut at, mut other_at) = (0, 0);
    while let (Some(side), Some(other)) = (own.get(at), others.get(other_at)) {
        if side.issue == other.issue && (side.max < other.min || other.max < side.min) {
            return true;
        }
        at += usize::from(side.issue <= other.issue);
        other_at += usize::from(other.issue <= side.issue);
    }
    false
}

struct Search<'r> {
    rectangles: &'r [Weighted],
    parties: usize,
    clashes: Vec<Set>,
    solved: BTreeMap<Set, Rc<Front>>,
    left: u64,
}

fn members(set: &[u64]) -> impl Iterator<Item = usize> + '_ {
    set.iter().enumerate().flat_map(|(word, bits)| {
        let mut bits = *bits;
        std::iter::from_fn(move || {
            let bit = bits.trailing_zeros();
            (bits != 0).then(|| {
                bits &= bits - 1;
                word * 64 + bit as usize
            })
        })
    })
}

fn without(set: &[u64], other: &[u64]) -> Set {
    set.iter()
        .zip(other)
        .map(|(own, other)| own & !other)
        .collect()
}

fn common(set: &[u64], other: &[u64]) -> Set {
    set.iter()
        .zip(other)
        .map(|(own, other)| own & other)
        .collect()
}

fn lacks(set: &[u64], at: usize) -> Set {
    let mut set = set.to_vec();
    set[at / 64] &= !(1 << (at % 64));
    set
}

fn is_empty(set: &[u64]) -> bool {
    set.iter().all(|word| *word == 0)
}

/// The vectors that no other matches or beats.
fn highest(vectors: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let keys: Vec<&[f64]> = vectors.iter().map(Vec::as_slice).collect();
    let kept = undominated(&keys, 0.0);
    kept.into_iter().map(|at| vectors[at].clone()).collect()
}

impl Front {
    fn nothing(parties: usize, words: usize) -> Self {
        Self {
            points: vec![Sum {
                sums: vec![0.0; parties],
                chosen: vec![0; words],
            }],
            beyond: None,
        }
    }

    /// What bounds the deals: the bounds, or the points themselves.
    pub(super) fn bounds(&self) -> Vec<Vec<f64>> {
        match &self.beyond {
            Some(beyond) => beyond.clone(),
            None => self.points.iter().map(|point| point.sums.clone()).collect(),
        }
    }

    /// The frontier of deals from either.
    fn or(self, other: Self) -> Self {
        let beyond = (self.beyond.is_some() || other.beyond.is_some()).then(|| {
            let mut bounds = self.bounds();
            bounds.extend(other.bounds());
            highest(bounds)
        });
        let mut points = self.points;
        points.extend(other.points);
        let keys: Vec<&[f64]> = points.iter().map(|point| point.sums.as_slice()).collect();
        let kept = undominated(&keys, 0.0);
        Self {
            points: kept.into_iter().map(|at| points[at].clone()).collect(),
            beyond,
        }
    }
}

fn added(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(a, b)| a + b).collect()
}

impl Search<'_> {
    /// The frontier of a set, part by part.
    fn whole(&mut self, set: &Set, depth: usize) -> Front {
        let mut front = Front::nothing(self.parties, set.len());
        let mut left = set.clone();
        while !is_empty(&left) {
            let part = self.part_of(&left);
            left = without(&left, &part);
            let own = self.solve(&part, depth);
            front = self.sum(&front, &own);
        }
        front
    }

    /// The rectangles that hang together with the first of a set.
    fn part_of(&self, set: &Set) -> Set {
        let mut part = vec![0_u64; set.len()];
        let mut waiting: Vec<usize> = members(set).take(1).collect();
        while let Some(at) = waiting.pop() {
            part[at / 64] |= 1 << (at % 64);
            let next = without(&common(&self.clashes[at], set), &part);
            for other in members(&next) {
                part[other / 64] |= 1 << (other % 64);
                waiting.push(other);
            }
        }
        part
    }

    /// Deals of two sets that do not clash.
    fn sum(&mut self, one: &Front, other: &Front) -> Front {
        let made = one.points.len() * other.points.len();
        self.left = self.left.saturating_sub(made as u64);
        let pairs: Vec<(usize, usize)> = (0..one.points.len())
            .flat_map(|a| (0..other.points.len()).map(move |b| (a, b)))
            .collect();
        let sums: Vec<Vec<f64>> = pairs
            .iter()
            .map(|(a, b)| added(&one.points[*a].sums, &other.points[*b].sums))
            .collect();
        let keys: Vec<&[f64]> = sums.iter().map(Vec::as_slice).collect();
        let points = undominated(&keys, 0.0)
            .into_iter()
            .map(|at| {
                let (a, b) = pairs[at];
                let sets = one.points[a].chosen.iter().zip(&other.points[b].chosen);
                Sum {
                    sums: sums[at].clone(),
                    chosen: sets.map(|(a, b)| a | b).collect(),
                }
            })
            .collect();
        let beyond = (one.beyond.is_some() || other.beyond.is_some()).then(|| {
            let (ones, others) = (one.bounds(), other.bounds());
            let pairs = ones
                .iter()
                .flat_map(|a| others.iter().map(move |b| added(a, b)));
            highest(pairs.collect())
        });
        Front { points, beyond }
    }

    /// The frontier of a set that hangs together.
    fn solve(&mut self, set: &Set, depth: usize) -> Rc<Front> {
        if let Some(front) = self.solved.get(set) {
            return Rc::clone(front);
        }
        let mut pivot = (0, 0);
        for at in members(set) {
            let others = common(&self.clashes[at], set);
            let mut given_up = vec![0.0; self.parties];
            for other in members(&others) {
                given_up = added(&given_up, &self.rectangles[other].adds);
            }
            let own = &self.rectangles[at].adds;
            if given_up.iter().zip(own).all(|(lost, own)| lost <= own) {
                // Nobody would miss what it clashes with.
                pivot = (at, usize::MAX);
                break;
            }
            let count = members(&others).count();
            if count > pivot.1 {
                pivot = (at, count);
            }
        }
        if self.left == 0 || depth >= MAX_DEPTH {
            return Rc::new(self.told_by_bounds(set));
        }
        // Looking for where to part a set takes a step for every pair of words and members.
        let looked = members(set).count() * set.len();
        self.left = self.left.saturating_sub(1 + looked as u64);
        let (at, clashes) = pivot;
        let rest = without(&lacks(set, at), &self.clashes[at]);
        let mut front = self.whole(&rest, depth + 1);
        for point in &mut front.points {
            point.sums = added(&point.sums, &self.rectangles[at].adds);
            point.chosen[at / 64] |= 1 << (at % 64);
        }
        if let Some(beyond) = &mut front.beyond {
            for bound in beyond {
                *bound = added(bound, &self.rectangles[at].adds);
            }
        }
        if clashes != usize::MAX {
            front = front.or(self.whole(&lacks(set, at), depth + 1));
        }
        let front = Rc::new(front);
        // What only bounds tell would be told better with more budget, and is not kept as solved.
        if front.beyond.is_none() {
            self.left = self.left.saturating_sub(front.points.len() as u64);
            self.solved.insert(set.clone(), Rc::clone(&front));
        }
        front
    }

    /// Deals found greedily, one in the interest of each party and one of all, and for each party the sum of the
    /// heaviest of groups of rectangles that clash with each other: of each group a deal holds one at most.
    fn told_by_bounds(&mut self, set: &Set) -> Front {
        let parties = self.parties;
        let weight = |at: usize, aim: usize| -> f64 {
            let adds = &self.rectangles[at].adds;
            if aim < parties {
                adds[aim] + 1e-9 * adds.iter().sum::<f64>()
            } else {
                adds.iter().sum()
            }
        };
        let mut points = Vec::new();
        let mut bound = Vec::new();
        for aim in 0..=parties {
            let mut order: Vec<usize> = members(set).collect();
            order.sort_by(|a, b| weight(*b, aim).total_cmp(&weight(*a, aim)).then(a.cmp(b)));
            let mut chosen: Set = vec![0; set.len()];
            let mut sums = vec![0.0; parties];
            for at in &order {
                if is_empty(&common(&self.clashes[*at], &chosen)) {
                    chosen[at / 64] |= 1 << (at % 64);
                    sums = added(&sums, &self.rectangles[*at].adds);
                }
            }
            points.push(Sum { sums, chosen });
            if aim == parties {
                break;
            }
            let mut groups: Vec<Vec<usize>> = Vec::new();
            let mut total = 0.0;
            for at in order {
                let own = self.rectangles[at].adds[aim];
                if own <= 0.0 {
                    continue;
                }
                let joins = |group: &&mut Vec<usize>| {
                    group
                        .iter()
                        .all(|other| self.clashes[at][other / 64] >> (other % 64) & 1 == 1)
                };
                match groups.iter_mut().find(joins) {
                    Some(group) => group.push(at),
                    None => {
                        groups.push(vec![at]);
                        total += own;
                    }
                }
            }
            bound.push(total);
        }
        let keys: Vec<&[f64]> = points.iter().map(|point| point.sums.as_slice()).collect();
        let kept = undominated(&keys, 0.0);
        Front {
            points: kept.into_iter().map(|at| points[at].clone()).collect(),
            beyond: Some(vec![bound]),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VALUES: i64 = 5;

    prop_compose! {
        fn rectangles()(parties in 1_usize..4, issues in 1_usize..4)(
            drawn in prop::collection::vec(
                (0..parties, 1_u8..20, prop::collection::vec((0..issues, 0..VALUES, 0..VALUES), 1..4)),
                1..14,
            ),
            parties in Just(parties),
            issues in Just(issues),
        ) -> (usize, usize, Vec<Weighted>) {
            let rectangles = drawn.into_iter().map(|(party, utility, drawn)| {
                let mut adds = vec![0.0; parties];
                adds[party] = f64::from(utility);
                let mut sides: Vec<Side> = Vec::new();
                for (issue, one, other) in drawn {
                    if sides.iter().all(|side| side.issue != issue) {
                        sides.push(Side { issue, min: one.min(other), max: one.max(other) });
                    }
                }
                sides.sort_by_key(|side| side.issue);
                Weighted { adds, sides }
            });
            (parties, issues, rectangles.collect())
        }
    }

    fn all_sums(parties: usize, issues: usize, rectangles: &[Weighted]) -> Vec<Vec<f64>> {
        let count = VALUES.pow(issues as u32);
        (0..count)
            .map(|at| {
                let value = |issue: usize| at / VALUES.pow(issue as u32) % VALUES;
                let mut sums = vec![0.0; parties];
                for one in rectangles {
                    let inside = |side: &Side| (side.min..=side.max).contains(&value(side.issue));
                    if one.sides.iter().all(inside) {
                        sums = added(&sums, &one.adds);
                    }
                }
                sums
            })
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn the_frontier_is_that_of_the_list_of_all_deals((parties, issues, rectangles) in rectangles()) {
            let front = frontier(&rectangles, parties, u64::MAX);
            prop_assert!(front.beyond.is_none());
            let found: Vec<Vec<f64>> = front.points.iter().map(|one| one.sums.clone()).collect();
            // Sums of whole numbers are exact in any order.
            prop_assert_eq!(found, highest(all_sums(parties, issues, &rectangles)));
        }

        /// Cut short at any moment: what is found is a deal, and what is proven holds.
        #[test]
        fn bounds_hold_whenever_the_budget_ends(
            (parties, issues, rectangles) in rectangles(),
            work in 0_u64..40,
        ) {
            let front = frontier(&rectangles, parties, work);
            let all = all_sums(parties, issues, &rectangles);
            let covers = |bound: &Vec<f64>, one: &Vec<f64>| bound.iter().zip(one).all(|(a, b)| a >= b);
            let bounds = front.bounds();
            for one in &all {
                prop_assert!(bounds.iter().any(|bound| covers(bound, one)), "{:?} {:?}", one, bounds);
            }
            for point in &front.points {
                prop_assert!(all.iter().any(|one| covers(one, &point.sums)), "{:?}", point.sums);
            }
        }
    }
}
