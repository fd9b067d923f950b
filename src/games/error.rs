//! What keeps a game from being played.

use super::{Convergence, Fighting, Legislature, Player};
use crate::units::UnitError;

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
    /// A probability that is none.
    #[error(transparent)]
    Unit(#[from] UnitError),
    /// A private number without an upper end, where a game needs one.
    #[error("the private number of the {} player has no upper end", name(*.player))]
    Unbounded {
        /// Whose number it is.
        player: Player,
    },
    /// No members, or too many.
    #[error("{found} members are not from 1 to {}", Legislature::MAX_MEMBERS)]
    Members {
        /// How many there are.
        found: usize,
    },
    /// A number of votes that cannot decide.
    #[error("{quota} votes are not from 1 to all {members}")]
    Quota {
        /// How many votes would carry a proposal.
        quota: usize,
        /// How many members there are.
        members: usize,
    },
    /// Odds of proposing that do not sum to one.
    #[error("the odds of proposing sum to {found}, not to 1")]
    Lots {
        /// Their sum.
        found: f64,
    },
    /// A member who can wait for ever where nothing happens without it.
    #[error("all must agree, and member {member} can wait for ever: nothing settles who gets what")]
    Patient {
        /// The member, counted from zero.
        member: usize,
    },
    /// A side that is no party to the war.
    #[error("party {party} has no stake in the war")]
    Party {
        /// The party, counted from zero.
        party: usize,
    },
    /// A strength that is not in the grid.
    #[error("strength {strength} is not in the grid, which has {strengths}")]
    Strength {
        /// The position asked for, counted from zero.
        strength: usize,
        /// How many strengths there are.
        strengths: usize,
    },
    /// A prior over another grid.
    #[error("a prior over {found} strengths does not fit a battle over {strengths}")]
    Grid {
        /// How many strengths the prior has.
        found: usize,
        /// How many the battle has.
        strengths: usize,
    },
    /// More engagements than can be solved.
    #[error("{found} engagements are more than {}", Convergence::MAX_ENGAGEMENTS)]
    Engagements {
        /// How many there are.
        found: u32,
    },
    /// More states than can be solved.
    #[error(
        "the war has {found} states, more than {}: keep fewer slices or periods",
        Fighting::MAX_STATES
    )]
    States {
        /// How many there are, periods included.
        found: u64,
    },
}

/// The number, if it is finite and passes.
pub(super) fn number(
    what: &'static str,
    found: f64,
    valid: impl Fn(f64) -> bool,
    expected: &'static str,
) -> Result<f64, GameError> {
    if found.is_finite() && valid(found) {
        return Ok(found);
    }
    Err(GameError::Number {
        what,
        found,
        expected,
    })
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
