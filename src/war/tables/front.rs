//! What one axis of the front is worth to one party while the war goes on, kept for the periods of the talks.

use super::induction::FrontInduction;
use crate::war::belief::Belief;

/// One axis to one party.
#[derive(Debug, Clone)]
pub(super) enum Front {
    /// Worth the same wherever the line runs, so there is nothing to solve.
    Constant(f64),
    /// Worth something else at other positions.
    Table(FrontTable),
}

/// Whether an axis is worth the same wherever the line runs.
pub(super) fn is_constant(values: &[f64]) -> bool {
    values.windows(2).all(|pair| pair[0] == pair[1])
}

impl Front {
    /// Solves the axis and keeps the first periods.
    pub(super) fn new(induction: FrontInduction<'_>, kept: u32) -> Self {
        if is_constant(induction.values) {
            return Self::Constant(induction.values[0]);
        }
        let layer = induction.layer_length();
        let mut periods = Vec::with_capacity(kept as usize * layer);
        induction.run(0, |period, values| {
            if period < kept {
                periods.extend_from_slice(values);
            }
        });
        Self::Table(FrontTable { layer, periods })
    }

    /// Σ_θ π(θ) F(n,g,t), with the place of (n,g) in the rows of a strength; from the induction itself where the
    /// period is not kept.
    pub(super) fn value(
        &self,
        induction: FrontInduction<'_>,
        place: usize,
        period: u32,
        belief: &Belief,
    ) -> f64 {
        let table = match self {
            Self::Constant(value) => return *value,
            Self::Table(table) => table,
        };
        if let Some(layer) = table.layer(period) {
            return expectation(layer, place, belief);
        }
        let mut value = f64::NAN;
        induction.run(period, |at, layer| {
            if at == period {
                value = expectation(layer, place, belief);
            }
        });
        value
    }
}

/// F for the kept periods, a layer each.
#[derive(Debug, Clone)]
pub(super) struct FrontTable {
    /// The length of a layer.
    layer: usize,
    /// The last period first, as the induction comes to them.
    periods: Vec<f64>,
}

impl FrontTable {
    fn layer(&self, period: u32) -> Option<&[f64]> {
        let mut layers = self.periods.chunks_exact(self.layer);
        layers.nth_back(usize::try_from(period).ok()?)
    }
}

/// The average over strengths, one equal part of the layer each, of the number at one place in every part.
fn expectation(layer: &[f64], place: usize, belief: &Belief) -> f64 {
    let strengths = layer.chunks_exact(layer.len() / belief.weights().len());
    let values = strengths.map(|rows| rows[place]);
    let weighed = belief.weights().iter().zip(values);
    weighed.map(|(weight, value)| weight * value).sum()
}
