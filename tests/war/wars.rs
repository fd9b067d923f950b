//! Wars to test with.

use dealzone::units::{AnnualRate, Period, Probability};
use dealzone::war::{Axis, AxisOdds, Chain, ChainParts, Regime, RegimeIndex, Stakes};

pub(crate) fn probability(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

pub(crate) fn rate(value: f64) -> AnnualRate {
    AnnualRate::new(value).unwrap()
}

pub(crate) fn row(chances: &[f64]) -> Vec<Probability> {
    chances.iter().copied().map(probability).collect()
}

/// A year of weekly rounds over three axes, support in three regimes, five strengths, and three parties of which
/// the third has no stake in the front but pays for the war.
pub(crate) fn realistic() -> (ChainParts, Vec<Stakes>) {
    let axis = |id: &str, slices, opening, log_odds: [f64; 3]| {
        let odds = log_odds.map(|advance_log_odds| AxisOdds {
            mobility: probability(0.3),
            advance_log_odds,
        });
        Axis::new(id, slices, opening, odds.to_vec())
    };
    let parts = ChainParts {
        period: Period::from_days(7.0).unwrap(),
        horizon: 52,
        axes: vec![
            axis("north", 30, 12, [-0.1, 0.4, 0.9]),
            axis("centre", 20, 11, [0.0, 0.3, 1.1]),
            axis("south", 8, 1, [-0.4, 0.0, 0.3]),
        ],
        regimes: ["sustained", "reduced", "cut"].map(Regime::new).to_vec(),
        opening_regime: RegimeIndex(0),
        transitions: vec![
            row(&[0.95, 0.04, 0.01]),
            row(&[0.05, 0.9, 0.05]),
            row(&[0.0, 0.1, 0.9]),
        ],
        ending: rate(0.25),
        strengths: vec![-1.0, -0.5, 0.0, 0.5, 1.0],
    };
    let first = Stakes {
        discount: rate(0.3),
        rest: 0.1,
        front: parts
            .axes
            .iter()
            .map(|axis| share(axis.slices, 1.0))
            .collect(),
        cost: vec![0.2, 0.15, 0.1],
        exhaustion: 0.5,
    };
    let second = Stakes {
        discount: rate(0.8),
        rest: 0.2,
        front: parts
            .axes
            .iter()
            .map(|axis| share(axis.slices, 0.5).into_iter().rev().collect())
            .collect(),
        cost: vec![0.1, 0.2, 0.4],
        exhaustion: 0.25,
    };
    let third = Stakes {
        discount: rate(0.1),
        rest: 0.5,
        front: parts
            .axes
            .iter()
            .map(|axis| vec![0.1; axis.slices + 1])
            .collect(),
        cost: vec![0.05, 0.02, 0.0],
        exhaustion: 0.0,
    };
    (parts, vec![first, second, third])
}

/// A curved share of the axis, so that nothing holds merely because values are linear.
fn share(slices: usize, power: f64) -> Vec<f64> {
    (0..=slices)
        .map(|position| 0.3 * (position as f64 / slices as f64).powf(power))
        .collect()
}

/// The same war with the names of the sides exchanged.
pub(crate) fn swapped(parts: &ChainParts, stakes: &[Stakes]) -> (ChainParts, Vec<Stakes>) {
    let mut parts = parts.clone();
    for axis in &mut parts.axes {
        axis.opening = axis.slices - axis.opening;
        for odds in &mut axis.odds {
            odds.advance_log_odds = -odds.advance_log_odds;
        }
    }
    parts.strengths = parts.strengths.iter().rev().map(|at| -at).collect();
    let mut stakes = stakes.to_vec();
    for values in stakes.iter_mut().flat_map(|stakes| &mut stakes.front) {
        values.reverse();
    }
    (parts, stakes)
}

pub(crate) fn chain(parts: &ChainParts) -> Chain {
    Chain::new(parts.clone()).unwrap()
}
