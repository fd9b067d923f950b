//! How two parties can share amounts out.

use super::aim::Aim;
use super::worths::Sharing;

/// A frontier of sharings in straight lines: the first party gains and the second loses along it.
#[derive(Debug, Default)]
pub(super) struct Rope {
    /// By corner, what both have of it.
    worths: Vec<[f64; 2]>,
    /// By corner, apart from what is looked at again and again.
    amounts: Vec<Vec<f64>>,
    /// Between corners: what the second loses for what the first gains; ascending.
    prices: Vec<f64>,
}

/// What counts as no gain at all, in utility: sharings that differ by roundings alone are one.
const ROUNDING: f64 = 1e-12;

impl Rope {
    /// The sharings that are best for some way to weigh the two, of these; in the order of what the first has.
    pub(super) fn new(sharings: Vec<Sharing>) -> Self {
        let mut rope = Self::default();
        for Sharing { amounts, worth } in sharings {
            if rope.push([worth[0], worth[1]]) {
                rope.amounts.truncate(rope.worths.len() - 1);
                rope.amounts.push(amounts);
            }
        }
        rope
    }

    /// Puts a corner in the place of those that are none any more, unless it is none itself.
    fn push(&mut self, next: [f64; 2]) -> bool {
        while let Some(last) = self.worths.last() {
            let (gain, loss) = (next[0] - last[0], last[1] - next[1]);
            if gain <= ROUNDING && loss >= 0.0 {
                return false;
            }
            let price = loss / gain;
            if gain > ROUNDING && price >= self.prices.last().copied().unwrap_or(0.0) {
                self.prices.push(price);
                break;
            }
            // Between the one before and the next something better than the last can be had.
            self.worths.pop();
            self.prices.pop();
        }
        self.worths.push(next);
        true
    }

    /// What both have of the corner that is worth most where they count by so much.
    pub(super) fn best(&self, counts: [f64; 2]) -> [f64; 2] {
        let [first, second] = counts;
        let at = self.prices.partition_point(|price| second * price < first);
        self.worths[at]
    }

    /// The place on the rope that is best for what is asked of two sums, each `base + count · worth`: what it comes to, and
    /// where it is. `None` where one that has to have something does not have it.
    pub(super) fn balance(
        &self,
        aim: Aim,
        bases: [f64; 2],
        counts: [f64; 2],
    ) -> Option<(f64, Spot)> {
        let sums =
            |worth: &[f64; 2]| [0, 1].map(|party| bases[party] + counts[party] * worth[party]);
        // The first corner at which the first party has no less than it needs.
        let at = self
            .worths
            .partition_point(|worth| aim.tilt(sums(worth)) < 0.0);
        let ends = at.checked_sub(1).zip(self.worths.get(at));
        let Some((before, after)) = ends else {
            let corner = at.min(self.worths.len() - 1);
            let value = aim.asked(sums(&self.worths[corner]))?;
            return Some((value, Spot { corner, part: 0.0 }));
        };
        let (low, high) = (sums(&self.worths[before]), sums(after));
        let (short, over) = (-aim.tilt(low), aim.tilt(high));
        let part = (short / (short + over)).clamp(0.0, 1.0);
        let [first, second] = [0, 1].map(|party| low[party] + part * (high[party] - low[party]));
        let value = match aim {
            Aim::Lesser => first.min(second),
            Aim::Above(floored) => [second, first][floored],
        };
        let spot = Spot {
            corner: before,
            part,
        };
        Some((value, spot))
    }

    /// The amounts at a spot.
    pub(super) fn amounts(&self, spot: Spot) -> Vec<f64> {
        let from = &self.amounts[spot.corner];
        match self.amounts.get(spot.corner + 1) {
            Some(to) if spot.part > 0.0 => {
                let pairs = from.iter().zip(to);
                pairs
                    .map(|(from, to)| from + spot.part * (to - from))
                    .collect()
            }
            _ => from.clone(),
        }
    }
}

/// What is asked of two sums, as much as can be had by a rope, and by one of levers if there is one; and the places on both.
/// `None` where one that has to have something cannot.
pub(super) fn balance(
    aim: Aim,
    bases: [f64; 2],
    (rope, counts): (&Rope, [f64; 2]),
    levers: Option<(&Rope, [f64; 2])>,
) -> Option<(f64, [Spot; 2])> {
    match levers {
        None => {
            let (value, spot) = rope.balance(aim, bases, counts)?;
            Some((value, [spot, Spot::default()]))
        }
        Some(levers) => balance_both(aim, bases, [(rope, counts), levers]),
    }
}

/// The places on two ropes that are best together for what is asked of two sums, as on one: from the end of both that the
/// second likes best, always along the one on which the first gains more for what the second loses.
fn balance_both(
    aim: Aim,
    bases: [f64; 2],
    ropes: [(&Rope, [f64; 2]); 2],
) -> Option<(f64, [Spot; 2])> {
    let mut spots = [Spot::default(); 2];
    let mut sums = bases;
    for (rope, counts) in ropes {
        for party in [0, 1] {
            sums[party] += counts[party] * rope.worths[0][party];
        }
    }
    while aim.tilt(sums) < 0.0 {
        let step = |place: usize| {
            let (rope, counts) = ropes[place];
            let corner = spots[place].corner;
            let ends = rope.worths.get(corner..corner + 2)?;
            let moved = |party: usize| ends[1][party] - ends[0][party];
            Some((place, [0, 1].map(|party| counts[party] * moved(party))))
        };
        let next = match (step(0), step(1)) {
            (Some(one), Some(other)) => {
                // By what the second loses for what the first gains, crosswise.
                let is_dearer = -one.1[1] * other.1[0] > -other.1[1] * one.1[0];
                Some(if is_dearer { other } else { one })
            }
            (one, other) => one.or(other),
        };
        let Some((place, moved)) = next else {
            break;
        };
        let after = [sums[0] + moved[0], sums[1] + moved[1]];
        let (short, over) = (-aim.tilt(sums), aim.tilt(after));
        if over >= 0.0 {
            let part = (short / (short + over)).clamp(0.0, 1.0);
            spots[place].part = part;
            let [first, second] = [sums[0] + part * moved[0], sums[1] + part * moved[1]];
            let value = match aim {
                Aim::Lesser => first.min(second),
                Aim::Above(floored) => [second, first][floored],
            };
            return Some((value, spots));
        }
        sums = after;
        spots[place].corner += 1;
    }
    Some((aim.asked(sums)?, spots))
}

/// A place on a [`Rope`].
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Spot {
    corner: usize,
    part: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rope(worths: &[[f64; 2]]) -> Rope {
        let sharing = |worth: &[f64; 2]| Sharing {
            amounts: Vec::new(),
            worth: worth.to_vec(),
        };
        Rope::new(worths.iter().map(sharing).collect())
    }

    /// Corners that differ by roundings alone had turned the order of prices over, and what is best was not found.
    #[test]
    fn corners_that_differ_by_roundings_are_one() {
        let again = [0.2 + 1e-17, 0.7 + 1e-16];
        let other = rope(&[[0.0, 0.8], [0.2, 0.7], again, [0.2, 0.7], [0.3, 0.5]]);
        assert_eq!(other.prices.len(), 2);
        assert!(other.prices.windows(2).all(|pair| pair[0] <= pair[1]));
        for counts in [[0.0, 1.0], [1.0, 1.0], [1.0, 4.0], [1.0, 0.0]] {
            let sum = |worth: [f64; 2]| counts[0] * worth[0] + counts[1] * worth[1];
            let most = [[0.0, 0.8], [0.2, 0.7], [0.3, 0.5]].map(sum);
            let most = most.into_iter().fold(f64::NEG_INFINITY, f64::max);
            assert!((sum(other.best(counts)) - most).abs() < 1e-12);
        }
    }

    #[test]
    fn what_no_weighing_makes_best_is_no_corner() {
        let corners = rope(&[[0.0, 0.7], [0.1, 0.8], [0.2, 0.5], [0.3, 0.4], [0.3, 0.1]]);
        assert_eq!(corners.worths, [[0.1, 0.8], [0.3, 0.4]]);
        assert_eq!(corners.amounts.len(), 2);
    }
}
