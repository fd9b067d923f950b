//! The figures that negotiation domains are compared by.

use super::domain::Outcome;
use super::profile::Profile;

/// Utilities within this of each other count as equal: whether an outcome is individually rational and which points of
/// the frontier differ are not left to rounding.
pub const TOLERANCE: f64 = 1e-9;

/// A deal and what it is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// By party, not discounted.
    pub utilities: Vec<f64>,
    /// One outcome that is worth that.
    pub outcome: Outcome,
}

/// A deal that a solution singles out.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// What it maximises, at the deal.
    pub value: f64,
    /// No deal has more of it: the same as `value` where that is proven to be the greatest.
    pub upper: f64,
    /// The deal.
    pub point: Point,
}

/// What is proven of a list of deals that stands for a frontier.
#[derive(Debug, Clone, PartialEq)]
pub enum Exactness {
    /// Every non-dominated vector of utilities is listed once, and no other.
    Exact,
    /// For every deal there is one on the list that gives no party less by more than this.
    Within(f64),
    /// The deals listed were found; no deal is worth more to every party than one of these vectors.
    Below(Vec<Vec<f64>>),
}

/// What rectangles add up to, before division by the largest sum that the file states and cutting at 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Sums {
    /// The frontier of sums, by increasing sum of the first party.
    pub frontier: Vec<Vec<f64>>,
    /// The largest sum found for each party.
    pub best: Vec<f64>,
    /// No deal has more; the same as `best` where that is proven.
    pub upper: Vec<f64>,
    /// The largest sum that each party's file states; 1 for a party without rectangles.
    pub stated: Vec<f64>,
}

/// The figures of a scenario. Utilities are not discounted; disagreement gives each party its reservation value r.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// How many outcomes there are; `None` where an issue is real.
    pub outcomes: Option<f64>,
    /// r, by party.
    pub reservation: Vec<f64>,
    /// How many outcomes leave every party u ≥ r; `None` where that was not counted.
    pub rational: Option<f64>,
    /// The Pareto frontier over all outcomes, individually rational or not, by increasing utility of the first party.
    pub pareto: Vec<Point>,
    /// What is proven of `pareto`, and so of all that follows.
    pub exactness: Exactness,
    /// max Π (u − r) over individually rational deals; `None` where there is none.
    pub nash: Option<Solution>,
    /// max min (u − r) / (ideal − r) over individually rational deals, the ideal of a party being its best among them;
    /// parties whose ideal is r are left out.
    pub kalai_smorodinsky: Option<Solution>,
    /// max min (u − r) over individually rational deals.
    pub egalitarian: Option<Solution>,
    /// max Σ u over all outcomes.
    pub welfare: Solution,
    /// For a scenario with rectangles, what they add up to.
    pub sums: Option<Sums>,
}

pub(super) fn reservations(profiles: &[Profile]) -> Vec<f64> {
    profiles.iter().map(|profile| profile.reservation).collect()
}

/// The figures that follow from a frontier: each is reached on it, because it never falls when somebody gains. `None`
/// for a frontier without points.
pub(super) fn of_frontier(
    outcomes: Option<f64>,
    reservation: Vec<f64>,
    rational: Option<f64>,
    pareto: Vec<Point>,
    exactness: Exactness,
) -> Option<Figures> {
    let listed: Vec<Vec<f64>> = pareto.iter().map(|one| one.utilities.clone()).collect();
    let beyond: Vec<Vec<f64>> = match &exactness {
        Exactness::Exact => listed,
        Exactness::Within(gap) => listed
            .iter()
            .map(|one| one.iter().map(|utility| utility + gap).collect())
            .collect(),
        Exactness::Below(vectors) => vectors.clone(),
    };
    let gains = |utilities: &[f64]| -> Option<Vec<f64>> {
        let pairs = utilities.iter().zip(&reservation);
        let gains: Vec<f64> = pairs.map(|(utility, floor)| utility - floor).collect();
        gains
            .iter()
            .all(|gain| *gain >= -TOLERANCE)
            .then(|| gains.iter().map(|gain| gain.max(0.0)).collect())
    };
    let best = |value: &dyn Fn(&[f64]) -> f64| -> Option<Solution> {
        let mut found: Option<(f64, &Point)> = None;
        for point in &pareto {
            if let Some(gains) = gains(&point.utilities) {
                let value = value(&gains);
                if found.is_none_or(|(best, _)| value > best) {
                    found = Some((value, point));
                }
            }
        }
        let bounds = beyond.iter().filter_map(|one| Some(value(&gains(one)?)));
        let (value, point) = found?;
        Some(Solution {
            value,
            upper: bounds.fold(value, f64::max),
            point: point.clone(),
        })
    };
    let least = |gains: &[f64]| gains.iter().copied().fold(f64::INFINITY, f64::min);
    let ideal = |points: &mut dyn Iterator<Item = &[f64]>| -> Vec<f64> {
        let mut ideal = vec![0.0_f64; reservation.len()];
        for gains in points.filter_map(gains) {
            for (best, gain) in ideal.iter_mut().zip(gains) {
                *best = best.max(gain);
            }
        }
        ideal
    };
    let shares = |gains: &[f64], ideal: &[f64]| -> f64 {
        let asked = gains
            .iter()
            .zip(ideal)
            .filter(|(_, ideal)| **ideal > TOLERANCE);
        let least = asked
            .map(|(gain, ideal)| gain / ideal)
            .fold(f64::INFINITY, f64::min);
        if least.is_finite() { least } else { 0.0 }
    };
    let reached = ideal(&mut pareto.iter().map(|one| one.utilities.as_slice()));
    let mut kalai_smorodinsky = best(&|gains| shares(gains, &reached));
    if exactness != Exactness::Exact
        && let Some(solution) = &mut kalai_smorodinsky
    {
        // With another ideal the shares are others: what is known of the value found is that it is at most one.
        solution.upper = 1.0;
    }
    let welfare = pareto
        .iter()
        .map(|point| (point.utilities.iter().sum::<f64>(), point))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let most_welfare = beyond.iter().map(|one| one.iter().sum::<f64>());
    let (value, point) = welfare?;
    let welfare = Solution {
        value,
        upper: most_welfare.fold(value, f64::max),
        point: point.clone(),
    };
    Some(Figures {
        outcomes,
        nash: best(&|gains| gains.iter().product()),
        kalai_smorodinsky,
        egalitarian: best(&least),
        welfare,
        sums: None,
        rational,
        pareto,
        exactness,
        reservation,
    })
}
