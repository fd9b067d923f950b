//! How two parties can share amounts out.

use super::aim::Aim;
use super::amounts::Sharing;

/// A frontier of sharings in straight lines: the first party gains and the second loses along it.
#[derive(Debug)]
pub(super) struct Rope {
    corners: Vec<Sharing>,
    /// Between corners: what the second loses for what the first gains; ascending.
    prices: Vec<f64>,
}

impl Rope {
    pub(super) fn new(corners: Vec<Sharing>) -> Self {
        let prices = corners.windows(2).map(|ends| {
            (ends[0].worth[1] - ends[1].worth[1]) / (ends[1].worth[0] - ends[0].worth[0])
        });
        Self {
            prices: prices.collect(),
            corners,
        }
    }

    /// The corner that is worth most where the parties count by so much.
    pub(super) fn best(&self, counts: [f64; 2]) -> &Sharing {
        let [first, second] = counts;
        let at = self.prices.partition_point(|price| second * price < first);
        &self.corners[at]
    }

    /// The place on the rope that is best for what is asked of two sums, each `base + count · worth`: what it comes to, and
    /// where it is. `None` where one that has to have something does not have it.
    pub(super) fn balance(
        &self,
        aim: Aim,
        bases: [f64; 2],
        counts: [f64; 2],
    ) -> Option<(f64, Spot)> {
        let sums = |corner: &Sharing| {
            [0, 1].map(|party| bases[party] + counts[party] * corner.worth[party])
        };
        // The first corner at which the first party has no less than it needs.
        let at = self
            .corners
            .partition_point(|corner| aim.tilt(sums(corner)) < 0.0);
        let ends = at.checked_sub(1).zip(self.corners.get(at));
        let Some((before, after)) = ends else {
            let corner = at.min(self.corners.len() - 1);
            let value = aim.asked(sums(&self.corners[corner]))?;
            return Some((value, Spot { corner, part: 0.0 }));
        };
        let (low, high) = (sums(&self.corners[before]), sums(after));
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
        let from = &self.corners[spot.corner].amounts;
        match self.corners.get(spot.corner + 1) {
            Some(to) if spot.part > 0.0 => {
                let pairs = from.iter().zip(&to.amounts);
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
            sums[party] += counts[party] * rope.corners[0].worth[party];
        }
    }
    while aim.tilt(sums) < 0.0 {
        let step = |place: usize| {
            let (rope, counts) = ropes[place];
            let corner = spots[place].corner;
            let ends = rope.corners.get(corner..corner + 2)?;
            let moved = |party: usize| ends[1].worth[party] - ends[0].worth[party];
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
