//! What keeps a game from being played.

use super::Player;

/// A game that makes no sense.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GameError {
    /// A number out of its range.
    #[error("{what} is {found}, not {expected}")]
    Number {
        /// What the number is.
        what: &'static str,
        /// The number.
        found: f64,
        /// What it may be, as a phrase.
        expected: &'static str,
    },
    /// A number of one of the players that is out of its range.
    #[error("{what} of the {} player is {found}, not {expected}", name(*.player))]
    OfPlayer {
        /// Whose number it is.
        player: Player,
        /// What the number is.
        what: &'static str,
        /// The number.
        found: f64,
        /// What it may be, as a phrase.
        expected: &'static str,
    },
    /// Too few points for a frontier.
    #[error("a frontier needs two points, not {found}")]
    FewPoints {
        /// How many there are.
        found: usize,
    },
    /// A point that is not right of and below the one before it.
    #[error(
        "point {point} of the frontier does not give the first player more and the second less"
    )]
    Order {
        /// The point, counted from zero.
        point: usize,
    },
    /// A point that lies below the line through its neighbours.
    #[error("point {point} lies below the line through its neighbours: lotteries would do better")]
    Dent {
        /// The point, counted from zero.
        point: usize,
    },
    /// What the players can have without each other is more than there is to share.
    #[error(
        "outside options of {first} and {second} cannot both be had within the prize: nobody would agree to anything"
    )]
    NothingToShare {
        /// The first player's outside option.
        first: f64,
        /// The second player's outside option.
        second: f64,
    },
}

fn name(player: Player) -> &'static str {
    match player {
        Player::First => "first",
        Player::Second => "second",
    }
}

/// A number for each player, if both are finite and pass.
pub(super) fn pair(
    what: &'static str,
    found: [f64; 2],
    valid: impl Fn(f64) -> bool,
    expected: &'static str,
) -> Result<[f64; 2], GameError> {
    for (player, found) in Player::BOTH.into_iter().zip(found) {
        if !found.is_finite() || !valid(found) {
            return Err(GameError::OfPlayer {
                player,
                what,
                found,
                expected,
            });
        }
    }
    Ok(found)
}
