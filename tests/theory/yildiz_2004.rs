//! Yildiz, M. (2004). Waiting to persuade. Quarterly Journal of Economics 119: 223–248; in war Slantchev, B. L. (2003). The
//! principle of convergence in wartime negotiations. American Political Science Review 97: 621–632, and Smith & Stam (2004).
//!
//! Sides that disagree about the odds, and know that they do, fight to teach each other, and settle when beliefs have met.

use dealzone::games::{Convergence, Division, GameError, Play, Player, Proposing};
use dealzone::index::PartyIndex;
use dealzone::units::Probability;
use dealzone::war::{BattleStakes, Belief, OneBattle};
use proptest::prelude::*;

const SIDES: [PartyIndex; 2] = [PartyIndex(0), PartyIndex(1)];

/// Beliefs Beta(a, b) over the chance that the first side wins.
type Shapes = [[f64; 2]; 2];

fn game(shapes: Shapes, war: f64, engagement: f64, engagements: u32) -> Convergence {
    let cells = 1000;
    let chances: Vec<f64> = (0..cells)
        .map(|cell| (f64::from(cell) + 0.5) / f64::from(cells))
        .collect();
    let stakes = |if_first_wins| BattleStakes {
        if_first_wins,
        if_second_wins: 1.0 - if_first_wins,
        cost: war,
    };
    let log_odds = chances.iter().map(|p| (p / (1.0 - p)).ln()).collect();
    let battle = OneBattle::new(log_odds, vec![stakes(1.0), stakes(0.0)]).unwrap();
    let priors = shapes.map(|[a, b]| {
        let density = |p: &f64| p.powf(a - 1.0) * (1.0 - p).powf(b - 1.0);
        Belief::proportional(chances.iter().map(density).collect()).unwrap()
    });
    let proposing = Proposing::Alternating(Player::First);
    Convergence::new(
        &battle,
        SIDES,
        priors,
        [engagement; 2],
        engagements,
        Division::PIE,
        proposing,
    )
    .unwrap()
}

fn settles(game: &Convergence, fought: u32, won: u32) -> bool {
    matches!(game.at(fought, won).unwrap().play, Play::Settle { .. })
}

const HOPEFUL: Shapes = [[7.0, 3.0], [4.0, 6.0]];

/// T10: beliefs Beta(7, 3) and Beta(4, 6) and costs of .1 each leave no zone at first, and one after five even engagements:
/// where the battle is all that is left, that is when they settle.
#[test]
fn slantchev_2003_they_settle_when_beliefs_have_met() {
    assert!(!settles(&game(HOPEFUL, 0.1, 0.0, 0), 0, 0));
    assert!(!settles(&game(HOPEFUL, 0.1, 0.0, 4), 4, 2));
    assert!(settles(&game(HOPEFUL, 0.1001, 0.0, 6), 6, 3));
    // Beliefs alike have nothing to teach.
    let alike = game([[5.0, 5.0], [5.0, 5.0]], 0.1, 0.001, 10);
    assert!((alike.settled(Probability::new(0.5).unwrap())[0] - 1.0).abs() < 1e-12);
}

/// What the paper is known for: with a zone open they fight all the same, each to teach the other, if that is cheap; where an
/// engagement is dear they settle.
#[test]
fn yildiz_2004_war_begins_although_a_deal_is_there() {
    // The sum of costs is .32, the gap of beliefs .3.
    assert!(settles(&game(HOPEFUL, 0.16, 0.0, 0), 0, 0));
    let cheap = game(HOPEFUL, 0.16, 0.001, 20);
    assert!(!settles(&cheap, 0, 0));
    assert!(settles(&game(HOPEFUL, 0.16, 0.2, 20), 0, 0));
    // They settle before the battle, nearly always, and not at once.
    let settled = cheap.settled(Probability::new(0.55).unwrap());
    assert_eq!(settled.len(), 21);
    assert_eq!(settled[0], 0.0);
    let all: f64 = settled.iter().sum();
    assert!(all > 0.95 && all < 1.0 + 1e-12, "{settled:?}");
}

/// The game by its definition, with the means of Beta distributions in closed form.
fn by_hand(shapes: Shapes, costs: [f64; 2], engagements: u32, fought: u32, won: u32) -> [f64; 2] {
    let (n, w) = (f64::from(fought), f64::from(won));
    let [first, second] = shapes.map(|[a, b]| (a + w) / (a + b + n));
    let [war, engagement] = costs;
    let on = if fought == engagements {
        [first - war, 1.0 - second - war]
    } else {
        let lost = by_hand(shapes, costs, engagements, fought + 1, won);
        let won = by_hand(shapes, costs, engagements, fought + 1, won + 1);
        [
            first * won[0] + (1.0 - first) * lost[0] - engagement,
            second * won[1] + (1.0 - second) * lost[1] - engagement,
        ]
    };
    let own = usize::from(fought % 2 == 1);
    let least = on[1 - own].max(0.0);
    if least > 1.0 || 1.0 - least < on[own] {
        return on;
    }
    let mut settled = [least; 2];
    settled[own] = 1.0 - least;
    settled
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn slantchev_2003_learning_equals_the_definition(
        shapes in [[3.0..9.0_f64, 3.0..9.0_f64], [3.0..9.0_f64, 3.0..9.0_f64]],
        war in 0.0..0.3_f64,
        engagement in 0.0..0.05_f64,
        engagements in 0_u32..8,
    ) {
        let node = game(shapes, war, engagement, engagements).at(0, 0).unwrap();
        let found = match node.play {
            Play::Settle { utilities } => utilities,
            Play::Fight | Play::Over => node.fighting_on,
        };
        let expected = by_hand(shapes, [war, engagement], engagements, 0, 0);
        for (found, expected) in found.into_iter().zip(expected) {
            prop_assert!((found - expected).abs() < 1e-4, "{found} {expected}");
        }
    }
}

#[test]
fn yildiz_2004_games_that_are_none_are_refused() {
    let stakes = BattleStakes {
        if_first_wins: 1.0,
        if_second_wins: 0.0,
        cost: 0.1,
    };
    let battle = OneBattle::new(vec![-1.0, 1.0], vec![stakes; 2]).unwrap();
    let solve = |sides, strengths, engagements| {
        let priors = [Belief::uniform(2), Belief::uniform(strengths)];
        let proposing = Proposing::Always(Player::Second);
        Convergence::new(
            &battle,
            sides,
            priors,
            [0.1; 2],
            engagements,
            Division::PIE,
            proposing,
        )
    };
    assert_eq!(
        solve([PartyIndex(0), PartyIndex(2)], 2, 3).unwrap_err(),
        GameError::Party { party: 2 }
    );
    assert_eq!(
        solve(SIDES, 3, 3).unwrap_err().to_string(),
        "a prior over 3 strengths does not fit a battle over 2"
    );
    assert_eq!(
        solve(SIDES, 2, 501).unwrap_err().to_string(),
        "501 engagements are more than 500"
    );
    let game = solve(SIDES, 2, 3).unwrap();
    assert!(game.at(2, 3).is_none() && game.at(4, 0).is_none());
}
