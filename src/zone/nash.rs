//! The Nash solution of a zone with amounts: outer approximation of the product of gains.

use super::field::{Field, Point};
use super::{Concept, SolutionPoint};
use crate::solver::Combination;

/// How closely the logarithm of the product is searched for.
const GAP: f64 = 1e-12;
/// Most searches, each with one more tangent.
const ROUNDS: usize = 80;
/// A gain below this share of the best known is drawn up to it before a tangent is laid there: the slope of the
/// logarithm at nothing has no bound.
const AWAY: f64 = 1e-3;

/// G(s) = Σ a_i ln s_i, with weights above zero that sum to one: the logarithm of Nash's product.
#[derive(Debug, Clone)]
pub(super) struct LogProduct {
    weights: Vec<f64>,
}

impl LogProduct {
    pub(super) fn new(weights: &[f64], parties: usize) -> Option<Self> {
        let total: f64 = weights.iter().sum();
        let sound = weights.len() == parties
            && total.is_finite()
            && weights.iter().all(|weight| *weight > 0.0);
        sound.then(|| Self {
            weights: weights.iter().map(|weight| weight / total).collect(),
        })
    }

    /// −∞ where somebody gains nothing.
    pub(super) fn at(&self, gains: &[f64]) -> f64 {
        let pairs = self.weights.iter().zip(gains);
        pairs
            .map(|(weight, gain)| {
                if *gain > 0.0 {
                    weight * libm::log(*gain)
                } else {
                    f64::NEG_INFINITY
                }
            })
            .sum()
    }

    /// The tangent at a point, which lies nowhere below G: Σ (a/z) s ≥ t − G(z) + Σ a.
    fn tangent(&self, at: &[f64]) -> Combination {
        Combination {
            weights: self.weights.iter().zip(at).map(|(a, z)| a / z).collect(),
            floor: 1.0 - self.at(at),
        }
    }
}

/// The deal with the greatest product of gains.
///
/// G is concave and grows with every gain, so it lies below each of its tangents, and so does its maximum below that of
/// the least of several tangents. That one is a max–min over the zone, which the exact search solves on any zone,
/// convex or not. A tangent at each deal found tightens the bound until the best deal known reaches it (Kelley 1960;
/// outer approximation, Duran & Grossmann 1986).
pub(super) fn nash(field: &Field<'_>, aim: &LogProduct, known: &[Point]) -> Option<SolutionPoint> {
    let count = field.parties.len();
    let mut points = known.to_vec();
    let mut best: Option<(f64, Point, Vec<f64>)> = None;
    for point in known {
        consider(field, aim, point, &mut best);
    }
    // No deal but on the edge of the zone for somebody: there is no product to maximise.
    best.as_ref()?;
    let mut tangents: Vec<Combination> = Vec::new();
    for point in known {
        tangents.push(tangent_near(field, aim, point, &best)?);
    }
    let mut upper = f64::INFINITY;
    for _ in 0..ROUNDS {
        let found = field.combine(
            &vec![0.0; count],
            &tangents,
            GAP / 4.0,
            field.budget(),
            &points,
        );
        upper = upper.min(found.upper);
        let Some(point) = found.point else { break };
        consider(field, aim, &point, &mut best);
        let value = best.as_ref().map_or(f64::NEG_INFINITY, |best| best.0);
        if upper - value <= GAP || !found.settled || points.contains(&point) {
            break;
        }
        tangents.push(tangent_near(field, aim, &point, &best)?);
        points.push(point);
    }
    let (value, point, _) = best?;
    Some(SolutionPoint::new(
        field,
        Concept::Nash,
        &point,
        value,
        upper,
    ))
}

fn consider(
    field: &Field<'_>,
    aim: &LogProduct,
    point: &Point,
    best: &mut Option<(f64, Point, Vec<f64>)>,
) {
    let gains = field.slacks(point);
    let value = aim.at(&gains);
    if value.is_finite() && best.as_ref().is_none_or(|best| value > best.0) {
        *best = Some((value, point.clone(), gains));
    }
}

/// The tangent at a point's gains, each drawn up to a part of the best known deal's.
fn tangent_near(
    field: &Field<'_>,
    aim: &LogProduct,
    point: &Point,
    best: &Option<(f64, Point, Vec<f64>)>,
) -> Option<Combination> {
    let (_, _, inner) = best.as_ref()?;
    let pairs = field.slacks(point).into_iter().zip(inner);
    let gains: Vec<f64> = pairs.map(|(gain, inner)| gain.max(AWAY * inner)).collect();
    Some(aim.tangent(&gains))
}
