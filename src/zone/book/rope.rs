//! How two parties can share amounts out.

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

    /// The place on the rope at which the lesser of two sums is greatest, each `base + count · worth`: that sum, and where
    /// it is.
    pub(super) fn balance(&self, bases: [f64; 2], counts: [f64; 2]) -> (f64, Spot) {
        let sums = |corner: &Sharing| {
            [0, 1].map(|party| bases[party] + counts[party] * corner.worth[party])
        };
        // The first corner at which the first party has no less than the second.
        let at = self.corners.partition_point(|corner| {
            let [first, second] = sums(corner);
            first < second
        });
        if at == 0 {
            return (
                sums(&self.corners[0])[1],
                Spot {
                    corner: 0,
                    part: 0.0,
                },
            );
        }
        let Some(after) = self.corners.get(at) else {
            let last = at - 1;
            return (
                sums(&self.corners[last])[0],
                Spot {
                    corner: last,
                    part: 0.0,
                },
            );
        };
        let ([a, b], [c, d]) = (sums(&self.corners[at - 1]), sums(after));
        let part = ((b - a) / ((b - a) + (c - d))).clamp(0.0, 1.0);
        let least = (a + part * (c - a)).min(b + part * (d - b));
        (
            least,
            Spot {
                corner: at - 1,
                part,
            },
        )
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

/// A place on a [`Rope`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    corner: usize,
    part: f64,
}
