//! Slantchev, B. L. (2003). The power to hurt: costly conflict with completely informed states. American Political
//! Science Review 97: 123–133; The principle of convergence in wartime negotiations, 621–632; and Powell, R. (2004).
//! Bargaining and learning while fighting. American Journal of Political Science 48: 344–361. On the front of Smith &
//! Stam (2004).

use dealzone::conflict::Conflict;
use dealzone::games::{Division, Ending, Fighting, GameError, Play, Player, Proposing};
use dealzone::index::PartyIndex;
use dealzone::space::Level;
use dealzone::stream::{Purpose, Stream};
use dealzone::talks::{Talks, TalksSettings, TimeDependent};
use dealzone::units::{AnnualRate, Period, Probability};
use dealzone::war::{
    Axis, AxisOdds, BattleStakes, Belief, Chain, ChainParts, ChainWar, OneBattle, Regime,
    RegimeIndex, Stakes, WarProcess, WarState,
};
use proptest::prelude::*;

use super::pie;

const SIDES: [PartyIndex; 2] = [PartyIndex(0), PartyIndex(1)];

fn probability(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

fn rate(value: f64) -> AnnualRate {
    AnnualRate::new(value).unwrap()
}

/// A war over a prize of one, shared as the front stands; periods of a tenth of a year.
#[derive(Debug, Clone)]
struct War {
    horizon: u32,
    /// Slices of each axis.
    slices: Vec<usize>,
    /// The log-odds of advance, by axis and regime.
    odds: Vec<[f64; 2]>,
    mobility: f64,
    /// The chance that the regime changes.
    turn: f64,
    ending: f64,
    patience: [f64; 2],
    costs: [[f64; 2]; 2],
}

impl War {
    fn solve(&self) -> ChainWar {
        let axis = |(slices, odds): (&usize, &[f64; 2])| {
            let name = format!("axis {slices} {odds:?}");
            let odds = odds.map(|advance_log_odds| AxisOdds {
                mobility: probability(self.mobility),
                advance_log_odds,
            });
            Axis::new(name, *slices, slices / 2, odds.to_vec())
        };
        let chain = Chain::new(ChainParts {
            period: Period::new(0.1).unwrap(),
            horizon: self.horizon,
            axes: self.slices.iter().zip(&self.odds).map(axis).collect(),
            regimes: ["sustained", "cut"].map(Regime::new).to_vec(),
            opening_regime: RegimeIndex(0),
            transitions: vec![
                vec![probability(1.0 - self.turn), probability(self.turn)],
                vec![probability(self.turn), probability(1.0 - self.turn)],
            ],
            ending: rate(self.ending),
            strengths: vec![0.0],
        })
        .unwrap();
        let stakes = [0, 1].map(|side: usize| {
            let share = |held: f64| if side == 0 { held } else { 1.0 - held };
            Stakes {
                discount: rate(self.patience[side]),
                rest: 0.0,
                front: self
                    .slices
                    .iter()
                    .map(|&slices| {
                        (0..=slices)
                            .map(|held| {
                                share(held as f64 / slices as f64) / self.slices.len() as f64
                            })
                            .collect()
                    })
                    .collect(),
                cost: self.costs[side].to_vec(),
                exhaustion: 0.3,
            }
        });
        ChainWar::new(chain, stakes.to_vec(), 1).unwrap()
    }
}

fn any_war(horizon: u32) -> impl Strategy<Value = War> {
    (
        proptest::collection::vec((1_usize..4, [-1.5..1.5_f64, -1.5..1.5_f64]), 1..=2),
        (0.0..1.0_f64, 0.0..1.0_f64, 0.0..1.0_f64),
        [0.05..4.0_f64, 0.05..4.0_f64],
        [[0.0..0.3_f64, 0.0..0.3_f64], [0.0..0.3_f64, 0.0..0.3_f64]],
    )
        .prop_map(move |(axes, (mobility, turn, ending), patience, costs)| {
            let (slices, odds) = axes.into_iter().unzip();
            War {
                horizon,
                slices,
                odds,
                mobility,
                turn,
                ending,
                patience,
                costs,
            }
        })
}

/// What both sides can expect in a state, by following every path to its end: nothing is shared with the library but
/// the odds of one move.
fn by_every_path(war: &ChainWar, proposing: Proposing, state: &WarState) -> [f64; 2] {
    let parts = war.chain().parts();
    let flow = |state: &WarState| {
        SIDES.map(|side| {
            let stakes = war.stakes(side).unwrap();
            let held = stakes.front.iter().zip(&state.positions);
            stakes.rest + held.map(|(values, &at)| values[at]).sum::<f64>()
        })
    };
    if state.period == parts.horizon {
        return flow(state);
    }
    let hazard = war.chain().hazard().get();
    let mut ahead = [0.0; 2];
    for (front, chance) in fronts(war, state) {
        for (regime, next) in parts.transitions[state.regime.get()].iter().enumerate() {
            let after = WarState {
                positions: front.clone(),
                regime: RegimeIndex(regime),
                period: state.period + 1,
            };
            let (frozen, later) = (flow(&after), by_every_path(war, proposing, &after));
            for side in [0, 1] {
                let worth = hazard * frozen[side] + (1.0 - hazard) * later[side];
                ahead[side] += chance * next.get() * worth;
            }
        }
    }
    let now = flow(state);
    let on = [0, 1].map(|side: usize| {
        let stakes = war.stakes(SIDES[side]).unwrap();
        let discount = (-stakes.discount.get() * parts.period.get()).exp();
        let years = f64::from(state.period) * parts.period.get();
        let cost = stakes.cost[state.regime.get()] * (1.0 + stakes.exhaustion * years);
        (1.0 - discount) * (now[side] - cost) + discount * ahead[side]
    });
    // The prize is one: the proposer keeps what the other's war leaves of it, if that is worth more than its own.
    let own = proposing.in_period(state.period).index();
    let left = 1.0 - on[1 - own].max(0.0);
    if on[1 - own] > 1.0 || left < on[own] {
        return on;
    }
    let mut settled = [0.0; 2];
    settled[own] = left;
    settled[1 - own] = 1.0 - left;
    settled
}

/// Where the front may stand after a period, with what chance.
fn fronts(war: &ChainWar, state: &WarState) -> Vec<(Vec<usize>, f64)> {
    let mut fronts = vec![(Vec::new(), 1.0)];
    for (number, axis) in war.chain().parts().axes.iter().enumerate() {
        let odds = war.chain().move_odds(number, state.regime, 0).unwrap();
        let at = state.positions[number];
        let to = [
            (at.saturating_sub(1), odds.retreat),
            (at, odds.stay),
            ((at + 1).min(axis.slices), odds.advance),
        ];
        fronts = fronts
            .iter()
            .flat_map(|(front, chance)| {
                to.map(|(at, odds)| {
                    let mut front: Vec<usize> = front.clone();
                    front.push(at);
                    (front, chance * odds)
                })
            })
            .collect();
    }
    fronts
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    /// Backward induction against every path, for sides of any patience.
    #[test]
    fn slantchev_2003_fighting_equals_every_path(war in any_war(3), first in any::<bool>()) {
        let war = war.solve();
        let first = if first { Player::First } else { Player::Second };
        for proposing in [Proposing::Always(first), Proposing::Alternating(first)] {
            let game = Fighting::new(&war, SIDES, 0, Division::PIE, proposing).unwrap();
            let expected = by_every_path(&war, proposing, &war.opening());
            let node = game.at(&war.opening()).unwrap();
            let found = match node.play {
                Play::Settle { utilities } => utilities,
                Play::Fight | Play::Over => node.fighting_on,
            };
            for (found, expected) in found.into_iter().zip(expected) {
                prop_assert!((found - expected).abs() < 1e-12, "{found} {expected}");
            }
        }
    }

    /// Sides of equal patience who know everything settle at once wherever the war stands: fighting only costs.
    #[test]
    fn slantchev_2003_equal_patience_settles_at_once(mut war in any_war(30)) {
        war.patience[1] = war.patience[0];
        let war = war.solve();
        let game = Fighting::new(&war, SIDES, 0, Division::PIE, Proposing::Alternating(Player::First)).unwrap();
        let Ending { settled, unsettled } = game.ending();
        prop_assert!((settled[0] - 1.0).abs() < 1e-12 && unsettled == 0.0, "{settled:?}");
    }

    /// A side that never proposes is held to what a war fought to its end would bring it, whatever the front: the
    /// library's own tables of the war, which know of no deals.
    #[test]
    fn powell_2004_who_never_proposes_is_held_to_its_war(mut war in any_war(20)) {
        war.patience[1] = war.patience[0];
        let war = war.solve();
        let game = Fighting::new(&war, SIDES, 0, Division::PIE, Proposing::Always(Player::First)).unwrap();
        let state = war.opening();
        let second = war.value(PartyIndex(1), &state, &Belief::uniform(1));
        let Play::Settle { utilities } = game.at(&state).unwrap().play else {
            return Err(TestCaseError::fail("no settlement"));
        };
        // Nobody gets less than nothing: where the war is worth less, so it is later too, and only a bound is left.
        if second > 0.25 {
            prop_assert!(utilities[1] >= second - 1e-12);
        }
        prop_assert!((utilities[0] + utilities[1] - 1.0).abs() < 1e-12);
    }
}

/// The same exactly, where no side could fall below nothing.
#[test]
fn powell_2004_the_offer_is_the_certain_equivalent_of_the_war() {
    let war = War {
        horizon: 80,
        slices: vec![6],
        odds: vec![[0.4, -0.4]],
        mobility: 0.6,
        turn: 0.1,
        ending: 0.1,
        patience: [0.2, 0.2],
        costs: [[0.01, 0.01], [0.0, 0.0]],
    }
    .solve();
    let proposing = Proposing::Always(Player::First);
    let game = Fighting::new(&war, SIDES, 0, Division::PIE, proposing).unwrap();
    for held in 0..=6 {
        let state = WarState {
            positions: vec![held],
            ..war.opening()
        };
        let second = war.value(PartyIndex(1), &state, &Belief::uniform(1));
        let Play::Settle { utilities } = game.at(&state).unwrap().play else {
            panic!("no settlement with {held} slices");
        };
        assert!((utilities[1] - second).abs() < 1e-12, "{held}");
    }
}

/// A front that does not move is Rubinstein's game with something to live on meanwhile: the proposer has its own flow and
/// (1 − δ₂)/(1 − δ₁δ₂) of what is saved (Muthoo 1999, chapter 6).
#[test]
fn rubinstein_1982_with_a_war_that_stands_still() {
    let war = War {
        horizon: 4000,
        slices: vec![4],
        odds: vec![[0.0; 2]],
        mobility: 0.0,
        turn: 0.0,
        ending: 0.0,
        patience: [0.5, 1.0],
        costs: [[0.1, 0.1], [0.2, 0.2]],
    };
    let mut solved = war.solve();
    // Costs that do not grow.
    let stakes = SIDES.map(|side| Stakes {
        exhaustion: 0.0,
        ..solved.stakes(side).unwrap().clone()
    });
    solved = ChainWar::new(solved.chain().clone(), stakes.to_vec(), 1).unwrap();
    let proposing = Proposing::Alternating(Player::First);
    let game = Fighting::new(&solved, SIDES, 0, Division::PIE, proposing).unwrap();
    let Play::Settle { utilities } = game.at(&solved.opening()).unwrap().play else {
        panic!("no settlement");
    };
    let [first, second] = [0.5_f64, 1.0].map(|rate| (-rate * 0.1).exp());
    let flows = [0.5 - 0.1, 0.5 - 0.2];
    let saved = 1.0 - flows[0] - flows[1];
    let expected = flows[0] + saved * (1.0 - second) / (1.0 - first * second);
    assert!(
        (utilities[0] - expected).abs() < 1e-9,
        "{utilities:?} {expected}"
    );
}

/// A war whose patient side is winning and cheap to fight: the hasty one cannot pay now what the patient one would have
/// later, so that they fight until the front has moved.
fn stalling() -> ChainWar {
    War {
        horizon: 60,
        slices: vec![8],
        odds: vec![[1.5, 1.5]],
        mobility: 0.8,
        turn: 0.0,
        ending: 0.0,
        patience: [0.05, 2.0],
        costs: [[0.01, 0.01], [0.01, 0.01]],
    }
    .solve()
}

/// Unequal patience alone makes a war of those who know everything, and it ends when the front has moved (the mechanism
/// of Spaniel, Bils & Judd 2018). Chances of its end are those of wars fought out.
#[test]
fn slantchev_2003_unequal_patience_fights_for_a_while() {
    let war = stalling();
    let proposing = Proposing::Alternating(Player::First);
    let game = Fighting::new(&war, SIDES, 0, Division::PIE, proposing).unwrap();
    assert_eq!(game.at(&war.opening()).unwrap().play, Play::Fight);
    let Ending { settled, unsettled } = game.ending();
    let all: f64 = settled.iter().sum::<f64>() + unsettled;
    assert!((all - 1.0).abs() < 1e-12, "{all}");
    assert_eq!(settled[0], 0.0);

    let wars = 20_000;
    let mut ends = vec![0.0; settled.len()];
    for run in 0..wars {
        let mut stream = Stream::new(7, run, Purpose::War, 0);
        let mut state = war.opening();
        loop {
            match game.at(&state).unwrap().play {
                Play::Settle { .. } => {
                    ends[state.period as usize] += 1.0 / wars as f64;
                    break;
                }
                Play::Over => break,
                Play::Fight => {}
            }
            let step = war.step(&state, 0, &mut stream);
            if step.end.is_some() {
                break;
            }
            state = step.state;
        }
    }
    for (period, (found, expected)) in ends.iter().zip(&settled).enumerate() {
        // Four standard errors of a half at the most.
        assert!(
            (found - expected).abs() < 0.015,
            "{period}: {found} {expected}"
        );
    }
    let late: f64 = settled[1..].iter().sum();
    assert!(late > 0.5, "{settled:?}");
}

/// Agents of habit beside rational ones, over the same war: what equilibrium settles at once takes sides that open high
/// and concede by the clock many rounds, and both lose by it what fighting costs meanwhile.
#[test]
fn slantchev_2003_habits_take_longer_than_equilibrium() {
    let rounds = 20;
    let war = War {
        horizon: 200,
        slices: vec![10],
        odds: vec![[0.0; 2]],
        mobility: 0.3,
        turn: 0.0,
        ending: 0.0,
        patience: [0.3, 0.3],
        costs: [[0.2, 0.2], [0.2, 0.2]],
    }
    .solve();
    let proposing = Proposing::Alternating(Player::First);
    let game = Fighting::new(&war, SIDES, 0, Division::PIE, proposing).unwrap();
    let Play::Settle { utilities } = game.at(&war.opening()).unwrap().play else {
        panic!("no settlement");
    };
    let mut sides = pie::sides(1.0);
    for side in &mut sides {
        side.discount = rate(0.3);
    }
    let conflict = Conflict::builder(pie::space())
        .parties(sides)
        .war(war.clone())
        .period(Period::new(0.1).unwrap())
        .build()
        .unwrap();
    let (mut agreed, mut waited) = (0, 0);
    for seed in 0..20 {
        let settings = SIDES.into_iter().fold(
            TalksSettings::alternating(&conflict, rounds),
            |settings, side| settings.seat(side, TimeDependent::new(0.5).unwrap()),
        );
        let last = Talks::new(&conflict, settings, seed)
            .unwrap()
            .last()
            .unwrap();
        let Some(deal) = last.outcome.as_ref().unwrap().deal().cloned() else {
            continue;
        };
        let Level::Amount(share) = deal.levels()[0] else {
            panic!("a share is an amount");
        };
        agreed += 1;
        waited += last.number;
        // What the rational sides know of the state in which the agents sign: neither signs below its war.
        let node = game.at(&last.war).unwrap();
        let fought = SIDES.map(|side| war.value(side, &last.war, &Belief::uniform(1)));
        assert!(
            share >= fought[0] - 1e-9 && 1.0 - share >= fought[1] - 1e-9,
            "seed {seed}"
        );
        // To be able to settle later is worth something.
        for (on, fought) in node.fighting_on.into_iter().zip(fought) {
            assert!(on >= fought - 1e-12, "seed {seed}");
        }
    }
    assert!(agreed >= 15, "{agreed} agree");
    assert!(waited / agreed >= 5, "{waited} rounds for {agreed}");
    assert!((utilities[0] - 0.5).abs() < 0.05, "{utilities:?}");
}

#[test]
fn slantchev_2003_games_that_cannot_be_solved_are_refused() {
    let war = stalling();
    let proposing = Proposing::Always(Player::Second);
    let solve = |sides, strength| {
        Fighting::new(&war, sides, strength, Division::PIE, proposing).unwrap_err()
    };
    assert_eq!(
        solve([PartyIndex(0), PartyIndex(7)], 0).to_string(),
        "party 7 has no stake in the war"
    );
    assert_eq!(
        solve(SIDES, 3),
        GameError::Strength {
            strength: 3,
            strengths: 1
        }
    );
    let game = Fighting::new(&war, SIDES, 0, Division::PIE, proposing).unwrap();
    let over = WarState {
        period: 60,
        ..war.opening()
    };
    assert_eq!(game.at(&over).unwrap().play, Play::Over);
    let beyond = WarState {
        positions: vec![9],
        ..war.opening()
    };
    assert!(game.at(&beyond).is_err());
}

/// One battle for a prize of one, over a grid of a thousand odds.
fn battle(costs: [f64; 2]) -> (OneBattle, Vec<f64>) {
    let cells = 1000;
    let chances: Vec<f64> = (0..cells)
        .map(|cell| (f64::from(cell) + 0.5) / f64::from(cells))
        .collect();
    let log_odds = chances.iter().map(|p| (p / (1.0 - p)).ln()).collect();
    let stakes = |if_first_wins, cost| BattleStakes {
        if_first_wins,
        if_second_wins: 1.0 - if_first_wins,
        cost,
    };
    let parties = vec![stakes(1.0, costs[0]), stakes(0.0, costs[1])];
    (OneBattle::new(log_odds, parties).unwrap(), chances)
}

/// T10: beliefs Beta(7, 3) and Beta(4, 6), and even engagements that both see, leave a gap of 3/(10 + n); with costs of
/// .1 each the zone opens at n = 5.
#[test]
fn slantchev_2003_convergence_opens_the_zone_itself() {
    let (war, chances) = battle([0.1, 0.1]);
    for (engagements, gap) in [(0, 0.3), (4, 0.2143), (5, 0.2), (10, 0.15)] {
        let even = f64::from(engagements) / 2.0;
        let beta = |wins: f64, losses: f64| {
            let density = |p: &f64| p.powf(wins + even - 1.0) * (1.0 - p).powf(losses + even - 1.0);
            Belief::proportional(chances.iter().map(density).collect()).unwrap()
        };
        let beliefs = [beta(7.0, 3.0), beta(4.0, 6.0)];
        let width = width(war.clone(), beliefs);
        assert!((width - (0.2 - gap)).abs() < 5e-5, "{engagements}: {width}");
        assert_eq!(width > -1e-9, engagements >= 5);
    }
}

/// The width of the range of shares that both prefer to war by their own beliefs, below zero where there is none: each
/// side of the closest deal falls short or gains by half of it.
fn width(war: OneBattle, beliefs: [Belief; 2]) -> f64 {
    let zone = Conflict::builder(pie::space())
        .parties(pie::sides(1.0))
        .war(war)
        .beliefs(beliefs.to_vec())
        .build()
        .unwrap()
        .deal_zone();
    2.0 * zone.lower()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    /// Optimism by k takes exactly k off the width.
    #[test]
    fn slantchev_2003_optimism_shrinks_the_range_by_itself(
        costs in [0.0..0.2_f64, 0.0..0.2_f64],
        wins in [0.0..8.0_f64, 0.0..8.0_f64],
    ) {
        let (war, chances) = battle(costs);
        let belief = |wins: f64| {
            let density = |p: &f64| p.powf(wins) * (1.0 - p).powf(8.0 - wins);
            Belief::proportional(chances.iter().map(density).collect()).unwrap()
        };
        let beliefs = wins.map(belief);
        let [first, second] = [0, 1].map(|side: usize| beliefs[side].mean(&chances));
        let found = width(war, beliefs);
        prop_assert!((found - (costs[0] + costs[1] - (first - second))).abs() < 1e-9, "{found}");
    }
}
