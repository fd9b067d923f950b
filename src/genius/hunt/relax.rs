//! The bound of a hunt: each rectangle's weight is shared out among its sides, and every issue then takes the value that
//! collects most on its own.
//!
//! A rectangle counts where all its sides are met. Shares that sum to its weight let each side count by itself, which
//! says no less; a rectangle that takes away counts by a multiple of how far its sides are met beyond all but one. The
//! least such bound is that of the linear relaxation (Lagrangian decomposition, Guignard & Kim 1987); shares descend
//! towards it by subgradients with the step of Polyak (1969), whose target is what a better deal must have.

use super::aim::{Aim, Limits};

/// A side of a rectangle, in classes of values of its issue.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    pub(super) issue: u32,
    pub(super) low: u32,
    pub(super) high: u32,
}

/// A rectangle whose sides a box leaves open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    pub(super) party: u32,
    pub(super) sides: u32,
    pub(super) weight: f64,
}

/// Deals with the classes of each issue in a range, and what is known of them.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// By issue, both ends included.
    pub(super) ranges: Vec<(u32, u32)>,
    /// What all of its deals have, by party.
    pub(super) gains: Vec<f64>,
    pub(super) open: Vec<Open>,
    /// The sides that are open, rectangle by rectangle.
    pub(super) sides: Vec<Side>,
    /// What part of the weight each side has; of a rectangle that takes away all sides have the same, up to one.
    pub(super) shares: Vec<f64>,
    pub(super) lambda: Vec<f64>,
    /// Σ λ·gain is no more than this for any of its deals.
    pub(super) bound: f64,
}

impl Part {
    /// The same, with the range of an issue cut: sides that are met or missed all over it are no longer open.
    pub(super) fn cut(&self, issue: usize, range: (u32, u32)) -> Self {
        let mut cut = Self {
            ranges: self.ranges.clone(),
            gains: self.gains.clone(),
            open: Vec::with_capacity(self.open.len()),
            sides: Vec::with_capacity(self.sides.len()),
            shares: Vec::with_capacity(self.sides.len()),
            lambda: self.lambda.clone(),
            bound: self.bound,
        };
        cut.ranges[issue] = range;
        let mut first = 0;
        for open in &self.open {
            let end = first + open.sides as usize;
            let pairs = self.sides[first..end].iter().zip(&self.shares[first..end]);
            first = end;
            let start = cut.sides.len();
            let mut missed = false;
            for (side, share) in pairs {
                let (low, high) = cut.ranges[side.issue as usize];
                let (from, to) = (side.low.max(low), side.high.min(high));
                if from > to {
                    missed = true;
                    break;
                }
                if (from, to) != (low, high) {
                    cut.sides.push(Side {
                        low: from,
                        high: to,
                        ..*side
                    });
                    cut.shares.push(*share);
                }
            }
            let left = cut.sides.len() - start;
            if missed {
                cut.sides.truncate(start);
                cut.shares.truncate(start);
            } else if left == 0 {
                cut.gains[open.party as usize] += open.weight;
            } else {
                if open.weight > 0.0 {
                    to_simplex(&mut cut.shares[start..]);
                }
                cut.open.push(Open {
                    sides: left as u32,
                    ..*open
                });
            }
        }
        cut
    }

    /// A range of some issue beyond which no deal is better than one within it, narrower than the box: where all open
    /// rectangles add, values before the first end of a side, and after the last beginning, are matched there.
    pub(super) fn narrower(&self) -> Option<(usize, (u32, u32))> {
        let count = self.ranges.len();
        let mut ends = vec![(u32::MAX, 0_u32); count];
        let mut takes = vec![false; count];
        let mut first = 0;
        for open in &self.open {
            for side in &self.sides[first..first + open.sides as usize] {
                let issue = side.issue as usize;
                ends[issue] = (ends[issue].0.min(side.high), ends[issue].1.max(side.low));
                takes[issue] |= open.weight < 0.0;
            }
            first += open.sides as usize;
        }
        for (issue, ((low, high), (first_end, last_start))) in
            self.ranges.iter().zip(ends).enumerate()
        {
            if low == high || takes[issue] {
                continue;
            }
            if first_end == u32::MAX {
                return Some((issue, (*low, *low)));
            }
            let range = (first_end.max(*low), last_start.min(*high));
            // Where every side holds some common value that one is as good as any.
            let range = if range.0 > range.1 {
                (range.1, range.1)
            } else {
                range
            };
            if range != (*low, *high) {
                return Some((issue, range));
            }
        }
        None
    }
}

/// Moves numbers onto those that are not negative and sum to one, to the nearest (Held, Wolfe & Crowder 1974).
pub(super) fn to_simplex(numbers: &mut [f64]) {
    let mut sorted = [0.0_f64; 16];
    if numbers.len() <= sorted.len() {
        let sorted = &mut sorted[..numbers.len()];
        sorted.copy_from_slice(numbers);
        project(numbers, sorted);
    } else {
        let mut sorted = numbers.to_vec();
        project(numbers, &mut sorted);
    }
}

fn project(numbers: &mut [f64], sorted: &mut [f64]) {
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    let (mut sum, mut level) = (0.0, 0.0);
    for (at, number) in sorted.iter().enumerate() {
        sum += number;
        let own = (sum - 1.0) / (at + 1) as f64;
        if own < *number {
            level = own;
        }
    }
    for number in numbers {
        *number = (*number - level).max(0.0);
    }
}

/// How a descent went.
#[derive(Debug)]
pub(super) struct Descent {
    /// Whether no deal of the box is better than the best one found.
    pub(super) is_done: bool,
    /// By issue: how much rectangles disagreed over whether to be met there.
    pub(super) strife: Vec<f64>,
    /// By class, issue after issue: how often it collected most.
    pub(super) taken: Vec<u32>,
}

/// What is used anew for every box.
#[derive(Debug)]
pub(super) struct Workshop {
    /// Where the classes of each issue begin; one more than it has classes are kept.
    pub(super) starts: Vec<usize>,
    sums: Vec<f64>,
    picks: Vec<u32>,
    relaxed: Vec<f64>,
    gains: Vec<f64>,
    slopes: Vec<f64>,
}

impl Workshop {
    pub(super) fn new(classes: &[u32], parties: usize) -> Self {
        let mut starts = vec![0];
        for count in classes {
            starts.push(starts.last().copied().unwrap_or(0) + *count as usize + 1);
        }
        Self {
            sums: vec![0.0; starts.last().copied().unwrap_or(0)],
            picks: vec![0; classes.len()],
            relaxed: vec![0.0; parties],
            gains: vec![0.0; parties],
            slopes: Vec::with_capacity(parties),
            starts,
        }
    }

    /// Lowers the bound of a box, at most so many times, until no deal of it can be better than the best found. Each time
    /// the deal of the values that collect most is offered.
    pub(super) fn descend(
        &mut self,
        own: &mut Part,
        aim: &Aim,
        limits: &Limits,
        (most, moves): (u32, bool),
        best: &mut impl FnMut(&[f64], &[u32]) -> Option<f64>,
    ) -> Descent {
        let mut told = Descent {
            is_done: false,
            strife: vec![0.0; own.ranges.len()],
            taken: vec![0; self.sums.len()],
        };
        let mut lowest = f64::INFINITY;
        let mut kept = (own.shares.clone(), own.lambda.clone());
        let mut bound_kept = f64::INFINITY;
        let mut factor = 1.0;
        let mut stale = 0;
        for round in 0..most {
            let bound = self.bound(own);
            let norm = self.meet(own, &mut told);
            for (issue, pick) in self.picks.iter().enumerate() {
                told.taken[self.starts[issue] + *pick as usize] += 1;
            }
            let level = best(&self.gains, &self.picks);
            let asked = aim.asked(&own.lambda, level, limits, &mut self.slopes);
            let gap = bound - asked;
            if gap < -1e-12 {
                own.bound = bound;
                told.is_done = true;
                return told;
            }
            if gap < lowest {
                if gap > lowest - 1e-3 * lowest.abs() {
                    stale += 1;
                } else {
                    stale = 0;
                }
                lowest = gap;
                bound_kept = bound;
                kept.0.clone_from(&own.shares);
                kept.1.clone_from(&own.lambda);
            } else {
                stale += 1;
            }
            if stale > 8 {
                factor *= 0.6;
                stale = 0;
                if factor < 0.05 {
                    break;
                }
            }
            if round + 1 == most || !gap.is_finite() {
                break;
            }
            if !self.step(own, factor * gap, norm, moves) {
                break;
            }
        }
        (own.shares, own.lambda) = kept;
        own.bound = bound_kept;
        told
    }

    /// The bound, and the value that each issue takes.
    pub(super) fn bound(&mut self, own: &Part) -> f64 {
        let fixed = own.gains.iter().zip(&own.lambda);
        let mut bound: f64 = fixed.map(|(gain, lambda)| gain * lambda).sum();
        self.sums.fill(0.0);
        let mut first = 0;
        for open in &own.open {
            let end = first + open.sides as usize;
            let weight = own.lambda[open.party as usize] * open.weight;
            for (side, share) in own.sides[first..end].iter().zip(&own.shares[first..end]) {
                let start = self.starts[side.issue as usize];
                let part = weight * share;
                self.sums[start + side.low as usize] += part;
                self.sums[start + side.high as usize + 1] -= part;
            }
            if weight < 0.0 {
                bound -= weight * own.shares[first] * f64::from(open.sides - 1);
            }
            first = end;
        }
        for (issue, (low, high)) in own.ranges.iter().enumerate() {
            let start = self.starts[issue];
            let sums = &self.sums[start + *low as usize..=start + *high as usize];
            let (mut sum, mut most, mut pick) = (0.0, f64::NEG_INFINITY, *low);
            for (class, step) in (*low..).zip(sums) {
                sum += step;
                if sum > most {
                    (most, pick) = (sum, class);
                }
            }
            bound += most;
            self.picks[issue] = pick;
        }
        bound
    }

    /// What the deal of the values taken gives each party, and what the relaxation counts; the square of the slope.
    fn meet(&mut self, own: &Part, told: &mut Descent) -> f64 {
        self.gains.clone_from(&own.gains);
        self.relaxed.clone_from(&own.gains);
        let mut norm = 0.0;
        let mut first = 0;
        for open in &own.open {
            let end = first + open.sides as usize;
            let sides = &own.sides[first..end];
            let shares = &own.shares[first..end];
            first = end;
            let party = open.party as usize;
            let (mut met, mut relaxed) = (0_u32, 0.0);
            for (side, share) in sides.iter().zip(shares) {
                if self.meets(side) {
                    met += 1;
                    relaxed += share;
                }
            }
            if met == open.sides {
                self.gains[party] += open.weight;
            }
            let count = f64::from(open.sides);
            if open.weight < 0.0 {
                let beyond = f64::from(met) - (count - 1.0);
                self.relaxed[party] += open.weight * shares[0] * beyond;
                let slope = if met == open.sides {
                    shares[0] < 1.0
                } else {
                    shares[0] > 0.0
                };
                if slope && beyond != 0.0 {
                    norm += beyond * beyond;
                    for side in sides {
                        told.strife[side.issue as usize] -= own.lambda[party] * open.weight;
                    }
                }
            } else {
                self.relaxed[party] += open.weight * relaxed;
                if met > 0 && met < open.sides {
                    norm += f64::from(met) * (1.0 - f64::from(met) / count);
                    for side in sides {
                        told.strife[side.issue as usize] += own.lambda[party] * open.weight;
                    }
                }
            }
        }
        norm
    }

    fn meets(&self, side: &Side) -> bool {
        (side.low..=side.high).contains(&self.picks[side.issue as usize])
    }

    /// One step of shares and multipliers; false where there is nowhere to go.
    fn step(&mut self, own: &mut Part, gap: f64, norm: f64, moves: bool) -> bool {
        // Multipliers are few and large beside shares, and move in steps of their own.
        let mut turn: Vec<f64> = Vec::new();
        let mut turned = 0.0;
        let pace = own.open.len() as f64 / 2.0;
        if moves {
            let pairs = self.relaxed.iter().zip(&self.slopes);
            turn.extend(pairs.map(|(relaxed, slope)| relaxed - slope));
            let mean = turn.iter().sum::<f64>() / turn.len() as f64;
            for one in &mut turn {
                *one -= mean;
                turned += *one * *one;
            }
        }
        let total = norm + pace * turned;
        if total <= 1e-18 {
            return false;
        }
        let step = gap / total;
        let mut first = 0;
        for open in &own.open {
            let end = first + open.sides as usize;
            let weight = own.lambda[open.party as usize] * open.weight.abs();
            let sides = &own.sides[first..end];
            let shares = &mut own.shares[first..end];
            first = end;
            if weight < 1e-12 {
                continue;
            }
            let pick =
                |side: &Side| (side.low..=side.high).contains(&self.picks[side.issue as usize]);
            let met = sides.iter().filter(|side| pick(side)).count() as f64;
            let count = sides.len() as f64;
            if open.weight < 0.0 {
                let share = shares[0] + step * (met - (count - 1.0)) / weight;
                shares.fill(share.clamp(0.0, 1.0));
            } else if met > 0.0 && met < count {
                for (side, share) in sides.iter().zip(shares.iter_mut()) {
                    let hit = f64::from(u8::from(pick(side)));
                    *share -= step * (hit - met / count) / weight;
                }
                to_simplex(shares);
            }
        }
        if moves {
            for (own, turn) in own.lambda.iter_mut().zip(&turn) {
                *own -= step * pace * turn;
            }
            to_simplex(&mut own.lambda);
            let least = 1e-6;
            if own.lambda.iter().any(|one| *one < least) {
                for one in &mut own.lambda {
                    *one = one.max(least);
                }
                let sum: f64 = own.lambda.iter().sum();
                for one in &mut own.lambda {
                    *one /= sum;
                }
            }
        }
        true
    }
}
