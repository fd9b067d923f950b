//! The tables against enumeration, the plain recursion and simulation, and what must not change them.

use dealzone::index::PartyIndex;
use dealzone::stream::{Purpose, Stream};
use dealzone::units::Period;
use dealzone::war::{
    Axis, AxisOdds, Belief, ChainParts, ChainWar, Regime, RegimeIndex, Stakes, WarEnd, WarProcess,
    WarState,
};
use proptest::prelude::*;

use crate::oracle::{enumerated_value, simple_value};
use crate::wars::{chain, probability, rate, realistic, row, swapped};

const TOLERANCE: f64 = 1e-12;

fn solved(parts: &ChainParts, stakes: &[Stakes], kept: u32) -> ChainWar {
    ChainWar::new(chain(parts), stakes.to_vec(), kept).unwrap()
}

fn small_axis(id: &'static str) -> impl Strategy<Value = (Axis, Vec<f64>)> {
    (1..=3_usize).prop_flat_map(move |slices| {
        let odds = prop::collection::vec((0.0..=1.0, -2.0..2.0), 2);
        let values = prop::collection::vec(-1.0..1.0, slices + 1);
        (0..=slices, odds, values).prop_map(move |(opening, odds, values)| {
            let odds = odds
                .into_iter()
                .map(|(mobility, advance_log_odds)| AxisOdds {
                    mobility: probability(mobility),
                    advance_log_odds,
                })
                .collect();
            (Axis::new(id, slices, opening, odds), values)
        })
    })
}

prop_compose! {
    fn small_war()(
        axes in (small_axis("east"), prop::option::of(small_axis("west"))),
        horizon in 1..=4_u32,
        leave in (0.0..=1.0, 0.0..=1.0),
        ending in 0.0..3.0,
        period in 0.01..0.5,
        discount in 0.01..2.0,
        cost in (0.0..1.0, 0.0..1.0),
        exhaustion in 0.0..2.0,
        rest in -1.0..1.0,
        prior in 0.0..=1.0,
    ) -> (ChainParts, Stakes, Belief) {
        let (axes, front) = [Some(axes.0), axes.1].into_iter().flatten().unzip();
        let parts = ChainParts {
            period: Period::new(period).unwrap(),
            horizon,
            axes,
            regimes: ["more", "less"].map(Regime::new).to_vec(),
            opening_regime: RegimeIndex(0),
            transitions: vec![row(&[1.0 - leave.0, leave.0]), row(&[leave.1, 1.0 - leave.1])],
            ending: rate(ending),
            strengths: vec![-0.7, 0.4],
        };
        let stakes = Stakes {
            discount: rate(discount), rest, front, cost: vec![cost.0, cost.1], exhaustion,
        };
        (parts, stakes, Belief::new(vec![prior, 1.0 - prior]).unwrap())
    }
}

/// Every state of a small war in a period.
fn states(parts: &ChainParts, period: u32) -> Vec<WarState> {
    let mut states: Vec<WarState> = (0..parts.regimes.len())
        .map(|regime| WarState {
            positions: vec![],
            regime: RegimeIndex(regime),
            period,
        })
        .collect();
    for axis in &parts.axes {
        states = states
            .iter()
            .flat_map(|state| {
                (0..=axis.slices).map(move |position| {
                    let mut state = state.clone();
                    state.positions.push(position);
                    state
                })
            })
            .collect();
    }
    states
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tables_equal_the_enumeration_of_all_paths((parts, stakes, belief) in small_war()) {
        let war = solved(&parts, std::slice::from_ref(&stakes), parts.horizon);
        for state in states(&parts, 0).into_iter().step_by(17).chain([war.opening()]) {
            let found = war.value(PartyIndex(0), &state, &belief);
            let expected = enumerated_value(&parts, &stakes, &state, &belief);
            prop_assert!((found - expected).abs() < TOLERANCE, "{found} {expected} at {state:?}");
        }
    }

    #[test]
    fn tables_equal_the_plain_recursion_in_every_state((parts, stakes, belief) in small_war()) {
        let war = solved(&parts, std::slice::from_ref(&stakes), 1);
        for period in 0..=parts.horizon + 1 {
            for state in states(&parts, period) {
                let found = war.value(PartyIndex(0), &state, &belief);
                let expected = simple_value(&parts, &stakes, &state, &belief);
                prop_assert!((found - expected).abs() < TOLERANCE, "{found} {expected} at {state:?}");
            }
        }
    }

    #[test]
    fn a_higher_cost_never_raises_the_value_of_war(
        (parts, stakes, belief) in small_war(), more in (0.0..1.0, 0.0..1.0, 0.0..1.0),
    ) {
        let dearer = Stakes {
            cost: vec![stakes.cost[0] + more.0, stakes.cost[1] + more.1],
            exhaustion: stakes.exhaustion + more.2,
            ..stakes.clone()
        };
        let war = solved(&parts, &[stakes, dearer], parts.horizon);
        for period in 0..=parts.horizon {
            for state in states(&parts, period) {
                let value = |party| war.value(PartyIndex(party), &state, &belief);
                prop_assert!(value(1) <= value(0));
            }
        }
    }

    #[test]
    fn the_likelihoods_of_all_moves_sum_to_one((parts, stakes, _) in small_war()) {
        let war = solved(&parts, &[stakes], 0);
        for before in states(&parts, 0) {
            let after = states(&parts, 1).into_iter().filter(|after| after.regime == before.regime);
            let total: f64 = after.map(|after| war.likelihood(&before, &after, 1)).sum();
            prop_assert!((total - 1.0).abs() < TOLERANCE);
        }
    }
}

#[test]
fn tables_equal_the_plain_recursion_on_a_realistic_chain() {
    let (parts, stakes) = realistic();
    let belief = Belief::normal(&parts.strengths, 0.2, 0.6).unwrap();
    let war = solved(&parts, &stakes, 30);
    for (party, stakes) in stakes.iter().enumerate() {
        for (period, regime, shift) in [(0, 0, 0), (1, 2, 1), (29, 1, 4), (30, 2, 7), (51, 0, 1)] {
            let mut state = war.opening();
            (state.period, state.regime) = (period, RegimeIndex(regime));
            state.positions[0] += shift;
            let found = war.value(PartyIndex(party), &state, &belief);
            let expected = simple_value(&parts, stakes, &state, &belief);
            assert!((found - expected).abs() < TOLERANCE, "{found} {expected}");
        }
    }
}

#[test]
fn periods_that_are_not_kept_have_the_very_same_values() {
    let (parts, stakes) = realistic();
    let belief = Belief::uniform(5);
    let (few, all) = (solved(&parts, &stakes, 2), solved(&parts, &stakes, 1000));
    for period in [0, 1, 2, 40, 51, 52, 53, u32::MAX] {
        let state = WarState {
            period,
            ..all.opening()
        };
        for party in (0..3).map(PartyIndex) {
            assert_eq!(
                few.value(party, &state, &belief),
                all.value(party, &state, &belief)
            );
        }
    }
}

#[test]
fn from_the_horizon_on_the_front_is_frozen() {
    let (parts, stakes) = realistic();
    let war = solved(&parts, &stakes, 10);
    let mut state = war.opening();
    state.period = parts.horizon;
    let flow = stakes[2].rest + 0.1 + 0.1 + 0.1;
    assert_eq!(war.value(PartyIndex(2), &state, &Belief::uniform(5)), flow);
    assert_eq!(war.fighting_cost(PartyIndex(2), &state), 0.0);
    let mut stream = Stream::new(1, 0, Purpose::War, 0);
    let step = war.step(&state, 0, &mut stream);
    assert_eq!((step.state, step.end), (state, Some(WarEnd::Horizon)));
}

#[test]
fn swapping_the_sides_mirrors_every_value() {
    let (parts, stakes) = realistic();
    let belief = Belief::normal(&parts.strengths, 0.4, 0.5).unwrap();
    let mirrored_belief = Belief::new(belief.weights().iter().rev().copied().collect()).unwrap();
    let war = solved(&parts, &stakes, 52);
    let (parts, stakes) = swapped(&parts, &stakes);
    let mirror = solved(&parts, &stakes, 52);
    for party in (0..3).map(PartyIndex) {
        let here = war.value(party, &war.opening(), &belief);
        let there = mirror.value(party, &mirror.opening(), &mirrored_belief);
        assert!((here - there).abs() < TOLERANCE, "{here} {there}");
    }
}

#[test]
fn exhaustion_raises_the_cost_of_fighting_year_by_year() {
    let (parts, stakes) = realistic();
    let war = solved(&parts, &stakes, 1);
    let mut state = war.opening();
    assert_eq!(war.fighting_cost(PartyIndex(0), &state), 0.2);
    state.period = 26;
    let years = 26.0 * 7.0 / 365.25;
    let expected = 0.2 * (1.0 + 0.5 * years);
    assert!((war.fighting_cost(PartyIndex(0), &state) - expected).abs() < 1e-15);
}

#[test]
fn simulated_paths_agree_with_the_tables() {
    simulate(100_000);
}

#[test]
#[ignore = "a few seconds"]
fn a_million_simulated_paths_agree_with_the_tables() {
    simulate(1_000_000);
}

/// Nature draws the strength from the belief, the war runs its course, and its flows are summed.
fn simulate(paths: u64) {
    let (parts, stakes) = realistic();
    let war = solved(&parts, &stakes, 1);
    let belief = Belief::normal(&parts.strengths, 0.2, 0.6).unwrap();
    let mut sums = [(0.0, 0.0); 3];
    for path in 0..paths {
        let mut stream = Stream::new(11, path, Purpose::Sampling, 0);
        let strength = stream.weighted(belief.weights().iter().copied());
        let totals = play_out(&war, &stakes, strength, &mut stream);
        for ((sum, squares), total) in sums.iter_mut().zip(totals) {
            *sum += total;
            *squares += total * total;
        }
    }
    for (party, (sum, squares)) in sums.into_iter().enumerate() {
        let mean = sum / paths as f64;
        let error = ((squares / paths as f64 - mean * mean) / paths as f64).sqrt();
        let expected = war.value(PartyIndex(party), &war.opening(), &belief);
        assert!(
            (mean - expected).abs() < 3.0 * error,
            "party {party}: {mean} ± {error}, {expected}"
        );
    }
}

fn play_out(war: &ChainWar, stakes: &[Stakes], strength: usize, stream: &mut Stream) -> [f64; 3] {
    let mut state = war.opening();
    let mut totals = [0.0; 3];
    let mut weights = [1.0; 3];
    loop {
        let step = war.step(&state, strength, stream);
        for (party, stakes) in stakes.iter().enumerate() {
            let number = PartyIndex(party);
            let discount = stakes.discount.discount_factor(war.chain().parts().period);
            let flow = flow(stakes, &state) - war.fighting_cost(number, &state);
            totals[party] += weights[party] * (1.0 - discount) * flow;
            weights[party] *= discount;
            if step.end.is_some() {
                totals[party] += weights[party] * self::flow(stakes, &step.state);
            }
        }
        if step.end.is_some() {
            return totals;
        }
        state = step.state;
    }
}

fn flow(stakes: &Stakes, state: &WarState) -> f64 {
    let front = stakes.front.iter().zip(&state.positions);
    stakes.rest
        + front
            .map(|(values, &position)| values[position])
            .sum::<f64>()
}
