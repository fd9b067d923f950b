//! Every refusal says which part, and what was found there.

use dealzone::index::PartyIndex;
use dealzone::stream::{Purpose, Stream};
use dealzone::war::{
    BattleStakes, Belief, Chain, ChainParts, ChainWar, FixedReservation, OneBattle, RegimeIndex,
    Stakes, WarProcess, WarState,
};

use crate::wars::{chain, probability, rate, realistic, row};

/// The message, and what is done to good parts to get it.
type Case<Parts> = (&'static str, fn(&mut Parts));

fn chain_error(spoil: impl FnOnce(&mut ChainParts)) -> String {
    let (mut parts, _) = realistic();
    spoil(&mut parts);
    Chain::new(parts).unwrap_err().to_string()
}

fn stakes_error(spoil: impl FnOnce(&mut Stakes)) -> String {
    let (parts, mut stakes) = realistic();
    spoil(&mut stakes[1]);
    ChainWar::new(chain(&parts), stakes, 10)
        .unwrap_err()
        .to_string()
}

#[test]
fn chains_name_the_axis_or_the_regime() {
    let cases: [Case<ChainParts>; 16] = [
        ("the horizon is 0 periods, not 1 to 36525", |parts| {
            parts.horizon = 0
        }),
        ("the front has 65 axes, more than 64", |parts| {
            parts.axes = vec![parts.axes[0].clone(); 65];
        }),
        ("there are 0 regimes, not 1 to 16", |parts| {
            parts.regimes.clear()
        }),
        ("the grid has 2000 strengths, not 1 to 1024", |parts| {
            parts.strengths = vec![0.0; 2000]
        }),
        (
            "strength -0.5 at position 1 of the grid is not finite and above the one before",
            |parts| parts.strengths = vec![0.0, -0.5],
        ),
        ("two axes are called \"north\"", |parts| {
            parts.axes[2].id = "north".into()
        }),
        ("two regimes are called \"cut\"", |parts| {
            parts.regimes[0].id = "cut".into()
        }),
        ("axis \"centre\" has 0 slices, not 1 to 1024", |parts| {
            parts.axes[1].slices = 0
        }),
        ("axis \"south\" opens at 9, beyond its 8 slices", |parts| {
            parts.axes[2].opening = 9
        }),
        ("axis \"north\" has odds for 2 regimes, not 3", |parts| {
            parts.axes[0].odds.pop();
        }),
        (
            "on axis \"north\" in regime \"cut\" the log-odds of advance are NaN",
            |parts| {
                parts.axes[0].odds[2].advance_log_odds = f64::NAN;
            },
        ),
        ("the war opens in regime 3, there are 3", |parts| {
            parts.opening_regime = RegimeIndex(3)
        }),
        ("there are 2 rows of transitions for 3 regimes", |parts| {
            parts.transitions.pop();
        }),
        (
            "the transitions from regime \"reduced\" have 2 entries, not 3",
            |parts| {
                parts.transitions[1] = row(&[0.5, 0.5]);
            },
        ),
        (
            "the transitions from regime \"cut\" sum to 0.75, not to 1",
            |parts| {
                parts.transitions[2] = row(&[0.5, 0.25, 0.0]);
            },
        ),
        ("axis \"south\" has 5000 slices, not 1 to 1024", |parts| {
            parts.axes[2].slices = 5000
        }),
    ];
    for (message, spoil) in cases {
        assert_eq!(chain_error(spoil), message);
    }
    // Within rounding of one is one.
    let (mut parts, _) = realistic();
    parts.transitions[0] = vec![probability(0.333_333_333_3); 3];
    assert!(Chain::new(parts).is_ok());
}

#[test]
fn stakes_name_the_party_and_the_place() {
    let cases: [Case<Stakes>; 10] = [
        (
            "party 1: a discount of 0 a year gives one period no weight",
            |stakes| {
                stakes.discount = rate(0.0);
            },
        ),
        (
            "party 1: the rest of the status quo is worth inf",
            |stakes| stakes.rest = f64::INFINITY,
        ),
        (
            "party 1: there are values for 2 axes, the front has 3",
            |stakes| {
                stakes.front.pop();
            },
        ),
        (
            "party 1: axis \"south\" has 8 values for 9 positions",
            |stakes| {
                stakes.front[2].pop();
            },
        ),
        (
            "party 1: axis \"centre\" is worth NaN with the line at 4",
            |stakes| {
                stakes.front[1][4] = f64::NAN;
            },
        ),
        (
            "party 1: there are costs for 4 regimes, the war has 3",
            |stakes| stakes.cost.push(0.0),
        ),
        (
            "party 1: fighting in regime \"cut\" costs -0.1, not 0 or more",
            |stakes| {
                stakes.cost[2] = -0.1;
            },
        ),
        (
            "party 1: exhaustion of -1 a year is not 0 or more",
            |stakes| stakes.exhaustion = -1.0,
        ),
        (
            "party 1: fighting in regime \"sustained\" costs more than can be counted by the horizon",
            |stakes| (stakes.cost[0], stakes.exhaustion) = (1e200, 1e200),
        ),
        (
            "party 1: exhaustion of NaN a year is not 0 or more",
            |stakes| {
                stakes.exhaustion = f64::NAN;
            },
        ),
    ];
    for (message, spoil) in cases {
        assert_eq!(stakes_error(spoil), message);
    }
}

#[test]
fn a_war_too_large_to_solve_is_refused_before_it_is_started() {
    let (mut parts, mut stakes) = realistic();
    parts.axes[0].slices = 1000;
    parts.horizon = 36_525;
    for stakes in &mut stakes {
        stakes.front[0] = (0..=1000).map(f64::from).collect();
    }
    let refusal = |parts: &ChainParts, kept| {
        let refused = ChainWar::new(chain(parts), stakes.clone(), kept);
        refused.unwrap_err().to_string()
    };
    assert_eq!(
        refusal(&parts, 36_525),
        "the tables would hold 1678141125 numbers, more than 67108864: keep fewer periods"
    );
    parts.strengths = (0..1000).map(f64::from).collect();
    assert_eq!(
        refusal(&parts, 1),
        "the tables would take 1006884675000 steps, more than 68719476736: use longer periods"
    );
}

#[test]
fn nobody_to_value_a_war_is_an_error() {
    let (parts, _) = realistic();
    let none = ChainWar::new(chain(&parts), vec![], 1).unwrap_err();
    assert_eq!(
        none.to_string(),
        "there are no parties with a stake in the war"
    );
    let none = FixedReservation::new(vec![]).unwrap_err();
    assert_eq!(
        none.to_string(),
        "there are no parties with a reservation value"
    );
    let none = OneBattle::new(vec![0.0], vec![]).unwrap_err();
    assert_eq!(
        none.to_string(),
        "there are no parties with a stake in the battle"
    );
}

#[test]
fn battles_and_reservations_name_the_party() {
    let stakes = BattleStakes {
        if_first_wins: 1.0,
        if_second_wins: 0.0,
        cost: 0.1,
    };
    let battle = |spoilt| {
        let refused = OneBattle::new(vec![0.0], vec![stakes, spoilt]);
        refused.unwrap_err().to_string()
    };
    assert_eq!(
        battle(BattleStakes {
            cost: -1.0,
            ..stakes
        }),
        "the battle costs party 1 -1, not 0 or more"
    );
    assert_eq!(
        battle(BattleStakes {
            if_second_wins: f64::NAN,
            ..stakes
        }),
        "party 1 gets NaN from the battle"
    );
    let fixed = FixedReservation::new(vec![0.5, f64::NEG_INFINITY]).unwrap_err();
    assert_eq!(fixed.to_string(), "party 1 has a reservation value of -inf");
}

#[test]
fn states_from_elsewhere_are_found_out() {
    let (parts, stakes) = realistic();
    let war = ChainWar::new(chain(&parts), stakes, 1).unwrap();
    let opening = war.opening();
    let mut short = opening.clone();
    short.positions.pop();
    let mut beyond = opening.clone();
    beyond.positions[2] = 9;
    let mut regime = opening.clone();
    regime.regime = RegimeIndex(3);
    for (state, message) in [
        (short, "the state has 2 positions, the war has 3"),
        (beyond, "position 9 on axis 2 is beyond its last, 8"),
        (regime, "the state is in regime 3, the war has 3"),
    ] {
        assert_eq!(war.validate(&state).unwrap_err().to_string(), message);
        let belief = Belief::uniform(5);
        assert!(war.value(PartyIndex(0), &state, &belief).is_nan());
        assert!(war.fighting_cost(PartyIndex(0), &state).is_nan());
        assert_eq!(war.likelihood(&opening, &state, 0), 0.0);
        let mut stream = Stream::new(1, 0, Purpose::War, 0);
        assert_eq!(war.step(&state, 0, &mut stream).state, state);
    }
    assert!(
        war.value(PartyIndex(0), &opening, &Belief::uniform(4))
            .is_nan()
    );
}

#[test]
fn a_state_comes_back_from_data() {
    let state = WarState {
        positions: vec![3, 1],
        regime: RegimeIndex(2),
        period: 17,
    };
    let text = serde_json::to_string(&state).unwrap();
    assert_eq!(text, r#"{"positions":[3,1],"regime":2,"period":17}"#);
    assert_eq!(serde_json::from_str::<WarState>(&text).unwrap(), state);
}
