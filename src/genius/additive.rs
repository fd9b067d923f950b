//! The frontier of additive utilities: issues are merged one by one, and of partial sums only those are kept that no
//! other one matches or beats for every party (Nemhauser & Ullmann 1969; Martins 1984).

use super::figures::TOLERANCE;
use crate::solver::undominated;

/// What every value of every issue adds to each party's utility: weight · evaluation.
#[derive(Debug, Clone)]
pub(super) struct Tables {
    pub(super) parties: usize,
    /// By issue, then value by value, then party by party.
    pub(super) issues: Vec<Vec<f64>>,
}

impl Tables {
    /// How many values an issue has.
    pub(super) fn values(&self, issue: usize) -> usize {
        self.issues[issue].len() / self.parties
    }

    /// The least and greatest sum that issues from `from` on can add for a party.
    pub(super) fn reach(&self, from: usize, party: usize) -> (f64, f64) {
        let (mut least, mut most) = (0.0, 0.0);
        for issue in &self.issues[from..] {
            let own = issue.iter().skip(party).step_by(self.parties);
            let (low, high) = own.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), add| {
                (low.min(*add), high.max(*add))
            });
            least += low;
            most += high;
        }
        (least, most)
    }
}

/// A deal on the frontier.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Merged {
    pub(super) utilities: Vec<f64>,
    /// The position of the value, by issue.
    pub(super) picks: Vec<u32>,
}

/// Partial sums of one issue more than those kept, and where each came from.
struct Growing {
    parties: usize,
    sums: Vec<f64>,
    /// The sum before it, and the value.
    origins: Vec<(u32, u32)>,
    /// Beyond so many sums the dominated ones are dropped.
    room: usize,
}

/// Fewest sums that are made before dominated ones are dropped.
const ROOM: usize = 1 << 16;

impl Growing {
    /// Drops what another sum matches or beats; how much work that was, in comparisons of two sums.
    fn thin(&mut self) -> u64 {
        let parties = self.parties;
        let kept = non_dominated(&self.sums, parties, 0.0);
        let made = self.origins.len() as u64;
        let mut sums = Vec::with_capacity(kept.len() * parties);
        let mut origins = Vec::with_capacity(kept.len());
        for at in kept {
            let at = at as usize;
            sums.extend_from_slice(&self.sums[at * parties..(at + 1) * parties]);
            origins.push(self.origins[at]);
        }
        let each = match parties {
            0..=2 => 4,
            3 => 16,
            // Each sum is held against all that are kept.
            _ => origins.len() as u64 / 2,
        };
        (self.sums, self.origins) = (sums, origins);
        self.room = 2 * self.origins.len() + ROOM;
        made * each
    }
}

/// Every non-dominated vector of utilities, and one deal for each; `None` where that takes more than `most` comparisons
/// of partial deals.
///
/// Sums run in the order of the issues, and rounding never turns the order of two sums around when the same is added to
/// both: so what is kept is what comparing all outcomes one by one would keep, to the last bit.
pub(super) fn frontier(tables: &Tables, most: u64) -> Option<Vec<Merged>> {
    let parties = tables.parties;
    let mut sums: Vec<f64> = vec![0.0; parties];
    // For each issue and each sum kept after it: the sum before it that it came from, and the value.
    let mut origins: Vec<Vec<(u32, u32)>> = Vec::new();
    let mut work: u64 = 0;
    for issue in &tables.issues {
        let values: Vec<&[f64]> = issue.chunks_exact(parties).collect();
        let mut kept = non_dominated(issue, parties, 0.0);
        kept.sort_unstable();
        if parties > 3 {
            // No fewer are kept in the end than before, but for ties.
            let before = (sums.len() / parties) as u64;
            let made = before.saturating_mul(kept.len() as u64);
            if made.saturating_mul(before) > most {
                return None;
            }
        }
        let mut growing = Growing {
            parties,
            sums: Vec::new(),
            origins: Vec::new(),
            room: ROOM,
        };
        for (before, sum) in (0..).zip(sums.chunks_exact(parties)) {
            for at in &kept {
                let value = values[*at as usize];
                growing
                    .sums
                    .extend(sum.iter().zip(value).map(|(sum, add)| sum + add));
                growing.origins.push((before, *at));
            }
            if growing.origins.len() > growing.room {
                work += growing.thin();
                if work > most {
                    return None;
                }
            }
        }
        work += growing.thin();
        if work > most {
            return None;
        }
        sums = growing.sums;
        origins.push(growing.origins);
    }
    let merged = told_apart(&sums, parties).into_iter().map(|end| {
        let mut picks = Vec::with_capacity(origins.len());
        let mut at = end;
        for origin in origins.iter().rev() {
            let (before, value) = origin[at as usize];
            picks.push(value);
            at = before;
        }
        picks.reverse();
        let first = end as usize * parties;
        Merged {
            utilities: sums[first..first + parties].to_vec(),
            picks,
        }
    });
    Some(merged.collect())
}

/// The positions of the vectors in a flat list that no other matches or beats everywhere to within `tolerance`, from the
/// greatest for the first party down; of those that match each other the first in that order.
fn non_dominated(flat: &[f64], parties: usize, tolerance: f64) -> Vec<u32> {
    if parties == 2 {
        return staircase(flat, tolerance);
    }
    let vectors: Vec<&[f64]> = flat.chunks_exact(parties).collect();
    undominated(&vectors, tolerance)
        .into_iter()
        .map(|at| at as u32)
        .collect()
}

/// The same for two parties, where a sort and one pass do.
fn staircase(flat: &[f64], tolerance: f64) -> Vec<u32> {
    let mut order: Vec<(f64, f64, u32)> = flat
        .chunks_exact(2)
        .zip(0..)
        .map(|(pair, at)| (pair[0], pair[1], at))
        .collect();
    order.sort_unstable_by(|a, b| {
        let by_first = b.0.total_cmp(&a.0);
        by_first.then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2))
    });
    let mut best = f64::NEG_INFINITY;
    order.retain(|(_, second, _)| {
        let matched = best >= second - tolerance;
        if !matched {
            best = *second;
        }
        !matched
    });
    order.into_iter().map(|(_, _, at)| at).collect()
}

/// The positions of the vectors in a flat list that count as different and not dominated when numbers within
/// [`TOLERANCE`] of each other count as equal, in increasing order of the vectors.
///
/// One pass from the greatest utility of the first party down: what one before it matches but for the tolerance is
/// dropped. So of vectors that only rounding tells apart the one stays that is first in that order.
pub(super) fn told_apart(flat: &[f64], parties: usize) -> Vec<u32> {
    let mut left = non_dominated(flat, parties, TOLERANCE);
    left.reverse();
    left
}
