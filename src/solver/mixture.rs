//! The best mixture of points that somebody else finds: column generation (Dantzig & Wolfe 1960) with any oracle.

use super::master::Master;
use super::row::Row;
use super::vector::dot;

/// A mixture of points whose mean has the greatest least slack.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mixture {
    /// Points by the order in which they were given, the first being 0, with weights that sum to one.
    pub(crate) weights: Vec<(usize, f64)>,
    /// t of the mean.
    pub(crate) value: f64,
    /// No mixture has a greater value.
    pub(crate) upper: f64,
}

/// What was found where the points are weighed by some multipliers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Priced {
    /// What the best point found adds to each row; `None` where none was found.
    pub(crate) sums: Option<Vec<f64>>,
    /// No point has a greater weighed sum.
    pub(crate) upper: f64,
}

/// The greatest t such that the mean of some points has `floor + scale · t` in every row, all of which are objective
/// rows. `price` is asked for the point that is best by given multipliers, at most `rounds` times, until the bound is
/// within `gap`.
///
/// By duality the value is min over λ ≥ 0, Σ scale·λ = 1, of max over x of Σ λ · (sums(x) − floor): any multipliers bound
/// it, and the best ones are those of the mixture.
pub(crate) fn mix(
    rows: &[Row],
    first: Vec<f64>,
    rounds: usize,
    gap: f64,
    mut price: impl FnMut(&[f64]) -> Priced,
) -> Mixture {
    let floors: Vec<f64> = rows.iter().map(|row| row.floor).collect();
    let scales: Vec<f64> = rows.iter().map(|row| row.scale).collect();
    let mut master = Master::new(rows, first);
    let mut upper = f64::INFINITY;
    for _ in 0..rounds {
        master.optimise();
        let (multipliers, _) = master.multipliers();
        let weight = dot(&scales, &multipliers);
        let found = price(&multipliers);
        // Rounding may leave the multipliers' sum off one by some units in the last place.
        upper = upper.min((found.upper - dot(&floors, &multipliers)) / weight);
        let Some(sums) = found.sums else { break };
        let gain = dot(&sums, &multipliers) - dot(&floors, &multipliers) - weight * master.level();
        if upper - master.level() <= gap || gain <= gap / 2.0 {
            break;
        }
        master.add(sums);
    }
    master.optimise();
    Mixture {
        weights: master.mixture(),
        value: master.level(),
        upper: upper.max(master.level()),
    }
}
