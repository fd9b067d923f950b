//! A war drawn period by period, and what the parties learn from it.

use dealzone::stream::{Purpose, Stream};
use dealzone::war::{Belief, RegimeIndex, WarEnd};

use crate::wars::{chain, rate, realistic};

/// A change of these numbers changes every published run: it needs a line in the changelog.
#[test]
fn value_stability() {
    let (parts, _) = realistic();
    let chain = chain(&parts);
    let mut state = chain.opening();
    for round in 0..20 {
        let mut stream = Stream::new(1, 0, Purpose::War, round);
        let step = chain.step(&state, 2, &mut stream);
        assert_eq!(step.end, None);
        state = step.state;
    }
    assert_eq!(state.positions, [7, 6, 1]);
    assert_eq!((state.regime, state.period), (RegimeIndex(1), 20));
}

#[test]
fn a_war_that_must_end_ends_and_one_that_cannot_reaches_the_horizon() {
    let (mut parts, _) = realistic();
    let mut stream = Stream::new(1, 0, Purpose::War, 0);
    parts.ending = rate(1e6);
    let chain_that_stops = chain(&parts);
    let step = chain_that_stops.step(&chain_that_stops.opening(), 0, &mut stream);
    assert_eq!(step.end, Some(WarEnd::BurntOut));
    parts.ending = rate(0.0);
    parts.horizon = 1;
    let chain_that_lasts = chain(&parts);
    let step = chain_that_lasts.step(&chain_that_lasts.opening(), 0, &mut stream);
    assert_eq!(step.end, Some(WarEnd::Horizon));
}

/// Smith and Stam 2004: whatever the sides first believed, the front brings them to the truth, and so together.
#[test]
fn smith_stam_2004_beliefs_converge() {
    let (mut parts, _) = realistic();
    parts.horizon = 5000;
    parts.ending = rate(0.0);
    for axis in &mut parts.axes {
        (axis.slices, axis.opening) = (1000, 500);
        for odds in &mut axis.odds {
            odds.advance_log_odds = 0.0;
        }
    }
    let chain = chain(&parts);
    let truth = 3;
    let mut optimist = Belief::normal(&parts.strengths, 1.0, 0.5).unwrap();
    let mut pessimist = Belief::normal(&parts.strengths, -1.0, 0.5).unwrap();
    assert!(optimist.mean(&parts.strengths) - pessimist.mean(&parts.strengths) > 1.5);
    let mut stream = Stream::new(4, 0, Purpose::Sampling, 0);
    let mut before = chain.opening();
    for _ in 0..500 {
        let after = chain.step(&before, truth, &mut stream).state;
        for belief in [&mut optimist, &mut pessimist] {
            belief.update(|strength| chain.likelihood(&before, &after, strength));
        }
        before = after;
    }
    for belief in [optimist, pessimist] {
        assert!(belief.weights()[truth] > 0.9, "{belief:?}");
    }
}
