//! What amounts without steps are worth: how they are best shared out between the wishes of one party or two.

use super::amounts::{Amounts, Limit};
use super::rope::Rope;
use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::party::Curve;
use crate::space::Relation;

/// Most points at which one amount is looked at.
const MOST_POINTS: usize = 1 << 12;
/// Most corners of a frontier.
const MOST_CORNERS: usize = 1 << 10;
/// Most amounts whose corners are all looked at.
const MOST_ENDS: usize = 10;
/// The least share of attention that either of two parties gets.
const LEAST: f64 = 1e-9;

/// What amounts are worth to one party or two, in straight lines between points so near that nothing that matters is
/// lost.
#[derive(Debug)]
pub(super) struct Worths<'a> {
    amounts: &'a Amounts,
    /// By amount, ascending.
    points: Vec<Vec<f64>>,
    /// By party, amount and point: weight × value.
    values: Vec<Vec<Vec<f64>>>,
}

/// Amounts shared out, and what they are worth to each party.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sharing {
    pub(super) amounts: Vec<f64>,
    pub(super) worth: Vec<f64>,
}

impl<'a> Worths<'a> {
    /// The amounts as these parties see them: no party's worth of all of them together is missed by more than `error`.
    /// `None` where a value bends the wrong way, so that looking at few points would miss the best.
    pub(super) fn new(
        conflict: &Conflict,
        amounts: &'a Amounts,
        parties: &[PartyIndex],
        error: f64,
    ) -> Option<Self> {
        let curves = parties.iter().map(|party| amounts.curves(conflict, *party));
        let curves: Option<Vec<Vec<(f64, Curve)>>> = curves.collect();
        let curves = curves?;
        let wishes: Vec<&[(f64, Curve)]> = curves.iter().map(Vec::as_slice).collect();
        Self::of(amounts, &wishes, error)
    }

    /// The same by wishes: for each, its weight and its curve by amount.
    pub(super) fn of(amounts: &'a Amounts, wishes: &[&[(f64, Curve)]], error: f64) -> Option<Self> {
        let each = error / amounts.issues.len().max(1) as f64;
        let mut points = Vec::new();
        let mut values = vec![Vec::new(); wishes.len()];
        let ranges = amounts.wholes.iter().zip(&amounts.ranges);
        for (place, ((from, to), (lower, upper))) in ranges.enumerate() {
            let mut curves = Vec::new();
            let mut found = vec![*lower, *upper];
            for wish in wishes {
                let (weight, curve) = &wish[place];
                let weight = *weight;
                if weight > 0.0 && !is_concave(curve) {
                    return None;
                }
                if let Curve::Piecewise(knots) = curve {
                    let inner = knots.iter().map(|knot| knot.0);
                    found.extend(inner.filter(|knot| (*lower..*upper).contains(knot)));
                }
                curves.push((weight, curve));
            }
            found.sort_by(f64::total_cmp);
            found.dedup();
            let at = |amount: f64| -> Vec<f64> {
                let values = curves.iter();
                values
                    .map(|(weight, curve)| weight * curve.at(amount, *from, *to))
                    .collect()
            };
            let found = refined(&found, each, &at)?;
            for (place, values) in values.iter_mut().enumerate() {
                values.push(found.iter().map(|amount| at(*amount)[place]).collect());
            }
            points.push(found);
        }
        Some(Self {
            amounts,
            points,
            values,
        })
    }

    /// The sharing that is worth most where each party counts by so much; `None` where the limits leave none.
    fn best(&self, limits: &[Limit], counts: &[f64]) -> Option<Sharing> {
        let ranges = self.amounts.within(limits)?;
        let mut levels: Vec<f64> = ranges.iter().map(|range| range.0).collect();
        let tie = self.amounts.tie.as_ref();
        let coefficient = |amount: usize| tie.map_or(0.0, |tie| tie.coefficients[amount]);
        let used = levels.iter().enumerate();
        let mut used: f64 = used
            .map(|(amount, level)| coefficient(amount) * level)
            .sum();
        // Position of the segment that each amount is in.
        let mut at: Vec<usize> = self
            .points
            .iter()
            .zip(&levels)
            .map(|(points, level)| points.partition_point(|point| point <= level).max(1) - 1)
            .collect();
        let slope = |amount: usize, segment: usize| -> f64 {
            let points = &self.points[amount];
            let width = points[segment + 1] - points[segment];
            let values = self.values.iter().zip(counts);
            let rise = values
                .map(|(values, count)| {
                    count * (values[amount][segment + 1] - values[amount][segment])
                })
                .sum::<f64>();
            rise / width
        };
        // What the next step of an amount adds for what it uses up; `None` where there is no next step that adds anything.
        let rate = |amount: usize, segment: usize, level: f64| {
            if segment + 1 >= self.points[amount].len() || level >= ranges[amount].1 {
                return None;
            }
            let gain = slope(amount, segment);
            match coefficient(amount) {
                uses if uses > 0.0 => Some(gain / uses),
                _ => (gain > 0.0).then_some(f64::INFINITY),
            }
        };
        let places = at.iter().zip(&levels).enumerate();
        let rates = places.map(|(amount, (at, level))| rate(amount, *at, *level));
        let mut rates: Vec<Option<f64>> = rates.collect();
        loop {
            let mut next: Option<(f64, usize)> = None;
            for (amount, rate) in rates.iter().enumerate() {
                if let Some(rate) = *rate
                    && next.is_none_or(|(best, _)| rate > best)
                {
                    next = Some((rate, amount));
                }
            }
            let Some((best, amount)) = next else {
                break;
            };
            let uses = coefficient(amount);
            let end = self.points[amount][at[amount] + 1].min(ranges[amount].1);
            let room = match tie {
                Some(tie) if uses > 0.0 => {
                    let left = (tie.bound - used) / uses;
                    let stops = match tie.relation {
                        Relation::Equal => true,
                        Relation::AtMost if best <= 0.0 => break,
                        Relation::AtMost => true,
                        Relation::AtLeast => best <= 0.0,
                    };
                    if stops && left <= 0.0 {
                        break;
                    }
                    if stops { left } else { f64::INFINITY }
                }
                _ => f64::INFINITY,
            };
            if end - levels[amount] <= room {
                used += uses * (end - levels[amount]);
                levels[amount] = end;
                at[amount] += 1;
                rates[amount] = rate(amount, at[amount], end);
            } else {
                levels[amount] += room;
                break;
            }
        }
        let worth = (0..self.values.len())
            .map(|party| self.worth(party, &levels))
            .collect();
        Some(Sharing {
            amounts: levels,
            worth,
        })
    }

    /// What some levels are worth to a party, along the straight lines.
    fn worth(&self, party: usize, levels: &[f64]) -> f64 {
        let amounts = levels.iter().zip(&self.points).zip(&self.values[party]);
        amounts
            .map(|((level, points), values)| {
                let after = points.partition_point(|point| point < level);
                let after = after.clamp(1, points.len().max(2) - 1);
                match (points.get(after), values.get(after)) {
                    (Some(to), Some(high)) => {
                        let (from, low) = (points[after - 1], values[after - 1]);
                        low + (high - low) * ((level - from) / (to - from))
                    }
                    _ => values[0],
                }
            })
            .sum()
    }

    /// The best sharing for one party.
    pub(super) fn best_of_one(&self, limits: &[Limit]) -> Option<Sharing> {
        self.best(limits, &[1.0])
    }

    /// The sharing that is worth least to one party, at a corner of what the limits leave: values rise ever more slowly, so
    /// none inside is worse. `None` where there are too many corners to look at all.
    pub(super) fn worst_of_one(&self, limits: &[Limit]) -> Option<Sharing> {
        let ranges = self.amounts.within(limits)?;
        let count = ranges.len();
        if count > MOST_ENDS {
            return None;
        }
        let tie = self.amounts.tie.as_ref();
        let mut worst: Option<Sharing> = None;
        // At a corner all amounts but one are at an end of their range, and that one meets the constraint.
        for ends in 0..1_usize << count {
            let levels = ranges.iter().enumerate().map(|(place, range)| {
                let is_high = ends >> place & 1 == 1;
                if is_high { range.1 } else { range.0 }
            });
            let levels: Vec<f64> = levels.collect();
            let mut weigh = |levels: &[f64]| {
                if self.amounts.is_met(levels) {
                    let worth = vec![self.worth(0, levels)];
                    if worst.as_ref().is_none_or(|known| worth[0] < known.worth[0]) {
                        worst = Some(Sharing {
                            amounts: levels.to_vec(),
                            worth,
                        });
                    }
                }
            };
            weigh(&levels);
            let Some(tie) = tie else {
                continue;
            };
            for place in 0..count {
                let coefficient = tie.coefficients[place];
                if coefficient > 0.0 && ends >> place & 1 == 0 {
                    let mut levels = levels.clone();
                    levels[place] = 0.0;
                    levels[place] = (tie.bound - tie.sum(&levels)) / coefficient;
                    if (ranges[place].0..=ranges[place].1).contains(&levels[place]) {
                        weigh(&levels);
                    }
                }
            }
        }
        worst
    }

    /// The frontier between two parties, from what the second likes best to what the first does: straight lines between
    /// corners so near that both at once lose no more than `error` on them. `None` inside where the limits leave nothing.
    pub(super) fn frontier(&self, limits: &[Limit], error: f64) -> Option<Option<Rope>> {
        let at = |share: f64| self.best(limits, &[share, 1.0 - share]);
        let Some(last) = at(1.0 - LEAST) else {
            return Some(None);
        };
        let Some(first) = at(LEAST) else {
            return Some(None);
        };
        let mut corners = vec![first];
        // What is still to be looked between, the last first.
        let mut open = vec![((LEAST, 1.0 - LEAST), last)];
        while let Some(((from, to), end)) = open.pop() {
            if corners.len() + open.len() > MOST_CORNERS {
                return None;
            }
            let start = &corners[corners.len() - 1];
            if missed(start, from, &end, to) <= error {
                if end.worth != start.worth {
                    corners.push(end);
                }
                continue;
            }
            let middle = from + (to - from) / 2.0;
            let between = at(middle)?;
            open.push(((middle, to), end));
            open.push(((from, middle), between));
        }
        Some(Some(Rope::new(corners)))
    }
}

/// By how much both parties at once could have more than on the line between two corners that were best by these shares
/// of attention.
fn missed(start: &Sharing, from: f64, end: &Sharing, to: f64) -> f64 {
    let (dx, dy) = (end.worth[0] - start.worth[0], end.worth[1] - start.worth[1]);
    if dx <= 0.0 || dy >= 0.0 {
        return 0.0;
    }
    // The line that no sharing passes on either side: from·x + (1 − from)·y ≤ that of the start, and so for the end. They
    // meet at start + t·(1 − from, −from).
    let turn = to * (1.0 - from) - (1.0 - to) * from;
    if turn <= 0.0 {
        return 0.0;
    }
    let t = (to * dx + (1.0 - to) * dy).max(0.0) / turn;
    let (x, y) = (t * (1.0 - from), -t * from);
    // How far along (1, 1) that lies beyond the line between the corners.
    ((-dy * x + dx * y) / (dx - dy)).max(0.0)
}

/// Whether a value never rises faster further on.
fn is_concave(curve: &Curve) -> bool {
    match curve {
        Curve::Linear { .. } => true,
        Curve::Piecewise(points) => {
            let slope = |ends: &[(f64, f64)]| (ends[1].1 - ends[0].1) / (ends[1].0 - ends[0].0);
            let slopes: Vec<f64> = points.windows(2).map(slope).collect();
            slopes
                .windows(2)
                .all(|pair| pair[1] <= pair[0] + 1e-12 * pair[0].abs())
        }
        Curve::Power { exponent, .. } => *exponent <= 1.0,
        Curve::Exponential { curvature, .. } => *curvature > 0.0,
    }
}

/// Points so near each other that straight lines between them miss no value by more than this: a concave function rises
/// above a chord at most twice as far as it does in its middle.
fn refined(coarse: &[f64], error: f64, at: &impl Fn(f64) -> Vec<f64>) -> Option<Vec<f64>> {
    let mut points = vec![coarse[0]];
    let mut before = at(coarse[0]);
    let mut open: Vec<(f64, Vec<f64>)> = coarse[1..]
        .iter()
        .rev()
        .map(|end| (*end, at(*end)))
        .collect();
    while let Some((end, value)) = open.pop() {
        let start = points[points.len() - 1];
        let middle = start + (end - start) / 2.0;
        if middle > start && middle < end {
            let between = at(middle);
            let parties = between.iter().zip(before.iter().zip(&value));
            let off = parties
                .map(|(between, (low, high))| between - (low + high) / 2.0)
                .fold(0.0, f64::max);
            if 2.0 * off > error {
                open.push((end, value));
                open.push((middle, between));
                if points.len() + open.len() > MOST_POINTS {
                    return None;
                }
                continue;
            }
        }
        points.push(end);
        before = value;
    }
    Some(points)
}
