//! The same hunt where most rectangles clash with each other, and the linear relaxation says little: by choosing
//! rectangles.
//!
//! Boxes have a common point where every two have one (Helly 1923), so a deal is a set of rectangles without a clash, and
//! of a group that clashes with each other it holds one at most. Weights are parted among such groups until what is
//! covered cannot make up for what a better deal must have: one of the rectangles left over is in any better deal, and
//! each is tried in turn (Babel 1994; Held, Cook & Sewell 2012).

use super::aim::Aim;
use super::{Bag, Catch, Ground};

/// A set of rectangles, a bit each.
type Set = Vec<u64>;

/// One search.
struct Choosing<'g> {
    ground: &'g Ground,
    aim: &'g Aim,
    lambda: &'g [f64],
    /// By rectangle: those that it clashes with.
    clashes: Vec<Set>,
    /// λ times weight, from the heaviest down as the rectangles are.
    weights: Vec<f64>,
    /// The places of the rectangles among the ground's pieces.
    pieces: Vec<usize>,
    best: Option<Catch>,
    slopes: Vec<f64>,
    left: u64,
}

/// The best deal of an aim among rectangles that all add; `None` where one takes away.
pub(super) fn hunt(ground: &Ground, aim: &Aim, start: &Bag, work: u64) -> Option<Bag> {
    let lambda = start.lambda.as_slice();
    if ground.pieces.iter().any(|piece| piece.weight < 0.0) {
        return None;
    }
    let weight = |at: usize| {
        let piece = &ground.pieces[at];
        piece.weight * lambda[piece.party]
    };
    let mut pieces: Vec<usize> = (0..ground.pieces.len()).collect();
    pieces.sort_by(|a, b| weight(*b).total_cmp(&weight(*a)).then(a.cmp(b)));
    let words = pieces.len().div_ceil(64);
    let mut clashes = vec![vec![0_u64; words]; pieces.len()];
    for (at, own) in pieces.iter().enumerate() {
        for (other_at, other) in pieces.iter().enumerate().take(at) {
            if ground.pieces[*own].clashes(&ground.pieces[*other]) {
                clashes[at][other_at / 64] |= 1 << (other_at % 64);
                clashes[other_at][at / 64] |= 1 << (at % 64);
            }
        }
    }
    let mut all = vec![0_u64; words];
    for at in 0..pieces.len() {
        all[at / 64] |= 1 << (at % 64);
    }
    let mut choosing = Choosing {
        ground,
        aim,
        lambda,
        clashes,
        weights: pieces.iter().map(|at| weight(*at)).collect(),
        pieces,
        best: start.best.clone(),
        slopes: Vec::new(),
        left: work,
    };
    let mut chosen = Vec::new();
    let done = choosing.grow(&all, &ground.always.clone(), &mut chosen);
    let value = choosing
        .best
        .as_ref()
        .map_or(f64::NEG_INFINITY, |best| best.value);
    Some(Bag {
        upper: if done { value } else { start.upper },
        lambda: start.lambda.clone(),
        best: choosing.best,
    })
}

/// The first member of a set.
fn lowest(set: &[u64]) -> Option<usize> {
    let word = set.iter().position(|bits| *bits != 0)?;
    Some(word * 64 + set[word].trailing_zeros() as usize)
}

impl Choosing<'_> {
    /// Looks through the deals that hold the chosen rectangles and others of `set`; false where the budget ends it.
    fn grow(&mut self, set: &Set, gains: &[f64], chosen: &mut Vec<usize>) -> bool {
        self.offer(gains, chosen);
        if self.left == 0 {
            return false;
        }
        let level = self.best.as_ref().map(|best| best.value);
        let asked = self
            .aim
            .asked(self.lambda, level, &self.ground.limits, &mut self.slopes);
        let has: f64 = gains
            .iter()
            .zip(self.lambda)
            .map(|(gain, own)| gain * own)
            .sum();
        let (mut covered, branches) = self.cover(set, asked - has - 1e-12);
        for at in branches {
            let piece = &self.ground.pieces[self.pieces[at]];
            let mut gains = gains.to_vec();
            gains[piece.party] += piece.weight;
            let pairs = covered.iter().zip(&self.clashes[at]);
            let inner: Set = pairs.map(|(own, other)| own & !other).collect();
            chosen.push(at);
            let done = self.grow(&inner, &gains, chosen);
            chosen.pop();
            if !done {
                return false;
            }
            covered[at / 64] |= 1 << (at % 64);
        }
        true
    }

    /// Rectangles whose weight, parted among groups that clash, is less than `room` in all, and those left over.
    fn cover(&mut self, set: &Set, room: f64) -> (Set, Vec<usize>) {
        let mut rest = set.clone();
        let mut covered = vec![0_u64; set.len()];
        let mut branches = Vec::new();
        let mut residual: Vec<f64> = self.weights.clone();
        let mut used = 0.0;
        let mut group: Vec<usize> = Vec::new();
        let mut open = vec![0_u64; set.len()];
        while let Some(first) = lowest(&rest) {
            group.clear();
            group.push(first);
            let mut least = residual[first];
            for ((open, rest), clash) in open.iter_mut().zip(&rest).zip(&self.clashes[first]) {
                *open = rest & clash;
            }
            while let Some(next) = lowest(&open) {
                group.push(next);
                least = least.min(residual[next]);
                for (open, clash) in open.iter_mut().zip(&self.clashes[next]) {
                    *open &= clash;
                }
            }
            self.left = self.left.saturating_sub((group.len() * set.len()) as u64);
            if used + least < room {
                used += least;
                for at in &group {
                    residual[*at] -= least;
                    if residual[*at] <= 0.0 {
                        rest[at / 64] &= !(1 << (at % 64));
                        covered[at / 64] |= 1 << (at % 64);
                    }
                }
            } else {
                rest[first / 64] &= !(1 << (first % 64));
                branches.push(first);
            }
        }
        branches.reverse();
        (covered, branches)
    }

    fn offer(&mut self, gains: &[f64], chosen: &[usize]) {
        let value = self.aim.value(gains, &self.ground.limits);
        let Some(value) = value else { return };
        if self.best.as_ref().is_some_and(|best| value <= best.value) {
            return;
        }
        // The common point of those chosen may lie in others too.
        let mut classes = vec![0; self.ground.classes.len()];
        for at in chosen {
            for (issue, low, _) in &self.ground.pieces[self.pieces[*at]].sides {
                classes[*issue] = classes[*issue].max(*low);
            }
        }
        let gains = self.ground.gains(&classes);
        let value = self.aim.value(&gains, &self.ground.limits).unwrap_or(value);
        self.best = Some(Catch {
            value,
            gains,
            classes,
        });
    }
}
