//! What two players can share: the frontier of their utilities.

use super::Player;
use super::error::{GameError, pair};

/// What two players can have of one prize: for each utility of one, the most that the other can then have.
///
/// The frontier is concave and falls, and whatever lies below it can be had too. Utilities are zero or more and
/// measured from what a player has if the two never agree.
///
/// ```
/// use dealzone::games::{Division, Player};
///
/// assert_eq!(Division::PIE.left_for(Player::Second, 0.3), Some(0.7));
/// // A kinked frontier, as the points of a deal zone make one.
/// let kinked = Division::through(vec![[0.0, 1.0], [0.5, 0.9], [1.0, 0.0]])?;
/// assert_eq!(kinked.left_for(Player::Second, 0.25), Some(0.95));
/// assert_eq!(kinked.left_for(Player::First, 1.1), None);
/// # Ok::<(), dealzone::games::GameError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Division(Shape);

#[derive(Debug, Clone, PartialEq)]
enum Shape {
    /// uᵢ = (own share)^exponent.
    Powers([f64; 2]),
    /// Straight between points, from the first player's least to its most.
    Points(Vec<[f64; 2]>),
}

impl Division {
    /// A prize of size one whose shares are worth what they are.
    pub const PIE: Self = Self(Shape::Powers([1.0; 2]));

    /// A prize of size one, with uᵢ = (own share)^exponent: an exponent below one is aversion to risk.
    ///
    /// # Errors
    /// [`GameError::OfPlayer`] unless both exponents are above 0 and at most 1: above 1 the frontier is not concave.
    pub fn powers(exponents: [f64; 2]) -> Result<Self, GameError> {
        let valid = |exponent: f64| exponent > 0.0 && exponent <= 1.0;
        let exponents = pair("the exponent", exponents, valid, "above 0 and at most 1")?;
        Ok(Self(Shape::Powers(exponents)))
    }

    /// The frontier through these points, straight between them: the first player's utility rises, the second's
    /// falls.
    ///
    /// # Errors
    /// [`GameError`] when there are fewer than two points, a utility is not finite or below zero, the points are out
    /// of order, or one lies below the line through its neighbours by more than 10⁻⁹.
    pub fn through(points: Vec<[f64; 2]>) -> Result<Self, GameError> {
        if points.len() < 2 {
            let found = points.len();
            return Err(GameError::FewPoints { found });
        }
        for &point in &points {
            pair("a utility", point, |utility| utility >= 0.0, "0 or more")?;
        }
        for (point, two) in points.windows(2).enumerate() {
            if two[1][0] <= two[0][0] || two[1][1] >= two[0][1] {
                return Err(GameError::Order { point: point + 1 });
            }
        }
        for (point, three) in points.windows(3).enumerate() {
            let way = (three[1][0] - three[0][0]) / (three[2][0] - three[0][0]);
            let line = three[0][1] + way * (three[2][1] - three[0][1]);
            if three[1][1] < line - 1e-9 {
                return Err(GameError::Dent { point: point + 1 });
            }
        }
        Ok(Self(Shape::Points(points)))
    }

    /// The most that a player can have at all.
    #[must_use]
    pub fn best(&self, player: Player) -> f64 {
        match (&self.0, player) {
            (Shape::Powers(_), _) => 1.0,
            (Shape::Points(points), Player::First) => points[points.len() - 1][0],
            (Shape::Points(points), Player::Second) => points[0][1],
        }
    }

    /// The least that a player has on the frontier: where the other has its best.
    #[must_use]
    pub fn least(&self, player: Player) -> f64 {
        self.rest(player, self.best(player.other()))
    }

    /// The most that a player can have while the other has at least this utility; `None` where the other cannot have
    /// that much.
    #[must_use]
    pub fn left_for(&self, player: Player, other_has: f64) -> Option<f64> {
        let most = self.best(player.other());
        // Written so that a utility that is not a number is refused too.
        let possible = other_has <= most;
        possible.then(|| self.rest(player, other_has.max(0.0)))
    }

    /// The best for a proposer that leaves the other what it has without a settlement: the utilities, or `None` where
    /// that leaves the proposer less than it has itself.
    pub(super) fn settle(&self, proposer: Player, without: [f64; 2]) -> Option<[f64; 2]> {
        let responder = proposer.other();
        let (own, other) = (proposer.index(), responder.index());
        let kept = self.left_for(proposer, without[other])?;
        let mut utilities = [0.0; 2];
        utilities[own] = kept;
        // Less than the frontier's least cannot be given.
        utilities[other] = without[other].max(self.least(responder));
        (kept >= without[own]).then_some(utilities)
    }

    /// What is left for a player when the other has this utility, cut to what the other can have.
    pub(super) fn rest(&self, player: Player, other_has: f64) -> f64 {
        let (own, other) = (player.index(), player.other().index());
        match &self.0 {
            Shape::Powers(exponents) => {
                let share = power(other_has.clamp(0.0, 1.0), 1.0 / exponents[other]);
                power(1.0 - share, exponents[own])
            }
            Shape::Points(points) => {
                // In order of what the other has, so that one search serves both players.
                let at = |place: usize| match other {
                    0 => points[place],
                    _ => points[points.len() - 1 - place],
                };
                let above = (1..points.len())
                    .find(|&place| other_has <= at(place)[other])
                    .unwrap_or(points.len() - 1);
                let (from, to) = (at(above - 1), at(above));
                let way = (other_has - from[other]) / (to[other] - from[other]);
                from[own] + way.clamp(0.0, 1.0) * (to[own] - from[own])
            }
        }
    }
}

/// A power that keeps shares exact where utility is the share.
fn power(base: f64, exponent: f64) -> f64 {
    if exponent == 1.0 {
        return base;
    }
    libm::pow(base, exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_player_is_left_the_inverse_of_the_other() {
        let kinked = Division::through(vec![[0.1, 1.0], [0.5, 0.9], [1.0, 0.2]]).unwrap();
        let powers = Division::powers([0.7, 0.4]).unwrap();
        for (division, least) in [(kinked, 0.1), (powers, 0.0), (Division::PIE, 0.0)] {
            for step in 0..=10 {
                let first = least + (1.0 - least) * f64::from(step) / 10.0;
                let second = division.left_for(Player::Second, first).unwrap();
                let back = division.left_for(Player::First, second).unwrap();
                assert!((back - first).abs() < 1e-12, "{division:?} {first} {back}");
            }
        }
    }

    #[test]
    fn frontiers_that_are_none_are_refused() {
        let message = |points| Division::through(points).unwrap_err().to_string();
        assert_eq!(
            message(vec![[0.0, 1.0]]),
            "a frontier needs two points, not 1"
        );
        assert_eq!(
            message(vec![[0.0, 1.0], [0.0, 0.5]]),
            "point 1 of the frontier does not give the first player more and the second less"
        );
        assert_eq!(
            message(vec![[0.0, 1.0], [0.5, 0.2], [1.0, 0.0]]),
            "point 1 lies below the line through its neighbours: lotteries would do better"
        );
        assert_eq!(
            message(vec![[0.0, 1.0], [1.0, -0.1]]),
            "a utility of the second player is -0.1, not 0 or more"
        );
        assert_eq!(
            Division::powers([2.0, 1.0]).unwrap_err().to_string(),
            "the exponent of the first player is 2, not above 0 and at most 1"
        );
    }
}
