//! How long it takes to solve a war, and to look a value up.
//!
//! The war is of the size that ensembles rebuild: three parties, five axes of 30 slices, three regimes, seven
//! strengths, five years of weeks, and a year of them kept.
#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use dealzone::index::PartyIndex;
use dealzone::units::{AnnualRate, Period, Probability};
use dealzone::war::{
    Axis, AxisOdds, Belief, Chain, ChainParts, ChainWar, Regime, RegimeIndex, Stakes, WarProcess,
};

const SLICES: usize = 30;
const AXES: usize = 5;

fn chain() -> Chain {
    let chance = |value| Probability::new(value).unwrap();
    let odds = |advance_log_odds| AxisOdds {
        mobility: chance(0.3),
        advance_log_odds,
    };
    Chain::new(ChainParts {
        period: Period::from_days(7.0).unwrap(),
        horizon: 260,
        axes: (0..AXES)
            .map(|axis| {
                let odds = [-0.1, 0.2, 0.5].map(odds).to_vec();
                Axis::new(format!("axis {axis}"), SLICES, 12 + axis, odds)
            })
            .collect(),
        regimes: ["sustained", "reduced", "cut"].map(Regime::new).to_vec(),
        opening_regime: RegimeIndex(0),
        transitions: [[0.96, 0.03, 0.01], [0.04, 0.92, 0.04], [0.01, 0.04, 0.95]]
            .map(|row| row.map(chance).to_vec())
            .to_vec(),
        ending: AnnualRate::new(0.2).unwrap(),
        strengths: vec![-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5],
    })
    .unwrap()
}

fn stakes(scale: f64) -> Stakes {
    let front = (0..=SLICES).map(|position| scale * position as f64 / SLICES as f64);
    Stakes {
        discount: AnnualRate::new(0.2).unwrap(),
        rest: 0.3,
        front: vec![front.collect(); AXES],
        cost: vec![0.1, 0.12, 0.15],
        exhaustion: 0.2,
    }
}

fn war(criterion: &mut Criterion) {
    let chain = chain();
    let all = vec![stakes(0.1), stakes(-0.1), stakes(0.02)];
    let belligerents = vec![stakes(0.1), stakes(-0.1), stakes(0.0)];
    criterion.bench_function("war/solve/three_parties", |bench| {
        bench.iter(|| ChainWar::new(black_box(chain.clone()), all.clone(), 53).unwrap());
    });
    criterion.bench_function("war/solve/third_without_stake", |bench| {
        bench.iter(|| ChainWar::new(black_box(chain.clone()), belligerents.clone(), 53).unwrap());
    });
    let war = ChainWar::new(chain.clone(), all, 53).unwrap();
    let belief = Belief::normal(&chain.parts().strengths, 0.1, 0.7).unwrap();
    let state = war.opening();
    criterion.bench_function("war/value", |bench| {
        bench.iter(|| war.value(PartyIndex(0), black_box(&state), black_box(&belief)));
    });
}

criterion_group!(benches, war);
criterion_main!(benches);
