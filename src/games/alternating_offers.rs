//! Alternating offers with discounting: Rubinstein (1982), "Perfect Equilibrium in a Bargaining Model", Econometrica
//! 50: 97–109; with a deadline, Ståhl (1972), "Bargaining Theory"; with outside options, Binmore, Shaked and Sutton
//! (1989), "An Outside Option Experiment", Quarterly Journal of Economics 104: 753–770.

use super::error::{GameError, pair};
use super::{Division, Player};
use crate::units::{AnnualRate, Period};

/// Two players who offer in turn until one accepts, each discounting what comes later.
///
/// In every round one proposes and the other accepts, refuses, or refuses and takes its outside option, which ends the
/// talks and gives each its own. After a refusal the other proposes in the next round. In the subgame perfect
/// equilibrium the first proposal is accepted: with φ what the division leaves, δ the discount factors, b the outside
/// options, and x and y the utilities when the first and the second player proposes,
///
/// ```text
/// x₂ = max(δ₂ y₂, b₂),  x₁ = φ₁(x₂);      y₁ = max(δ₁ x₁, b₁),  y₂ = φ₂(y₁)
/// ```
///
/// On a concave frontier there is one solution. For the pie without outside options it is Rubinstein's:
/// the proposer has (1 − δ₂)/(1 − δ₁δ₂). With a deadline the same equations run backwards from the last round.
///
/// ```
/// use dealzone::games::{AlternatingOffers, Player};
///
/// let game = AlternatingOffers::new([0.9, 0.8])?;
/// let agreement = game.equilibrium(Player::First);
/// assert!((agreement.utilities[0] - 0.714286).abs() < 1e-6);
///
/// // One who can have .4 elsewhere gets no less, and no more either.
/// let game = game.with_outside_options([0.0, 0.4])?;
/// assert_eq!(game.equilibrium(Player::First).utilities[1], 0.4);
/// # Ok::<(), dealzone::games::GameError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct AlternatingOffers {
    division: Division,
    discount: [f64; 2],
    outside: [f64; 2],
}

/// What is agreed when a player proposes in equilibrium.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Who proposes.
    pub proposer: Player,
    /// The utilities of the first and the second player, as of the round of the proposal.
    pub utilities: [f64; 2],
}

impl Agreement {
    /// The utility of a player, as of the round of the proposal.
    #[must_use]
    pub fn of(self, player: Player) -> f64 {
        self.utilities[player.index()]
    }
}

impl AlternatingOffers {
    /// Offers over a pie of size one, with the players' discount factors of one round, δ.
    ///
    /// # Errors
    /// [`GameError::OfPlayer`] unless both are at least 0 and below 1.
    pub fn new(discount: [f64; 2]) -> Result<Self, GameError> {
        let valid = |factor: f64| (0.0..1.0).contains(&factor);
        Ok(Self {
            division: Division::PIE,
            discount: pair(
                "the discount factor",
                discount,
                valid,
                "0 or more and below 1",
            )?,
            outside: [0.0; 2],
        })
    }

    /// The same, from rates of discounting a year and the length of a round.
    ///
    /// # Errors
    /// [`GameError::OfPlayer`] for a rate that leaves a round no weight at all, such as zero.
    pub fn from_rates(rates: [AnnualRate; 2], round: Period) -> Result<Self, GameError> {
        Self::new(rates.map(|rate| rate.discount_factor(round)))
    }

    /// The same players over another division.
    ///
    /// # Errors
    /// [`GameError::NothingToShare`] when it cannot give both their outside options.
    pub fn over(mut self, division: Division) -> Result<Self, GameError> {
        self.division = division;
        let outside = self.outside;
        self.with_outside_options(outside)
    }

    /// The same players with a utility each that it has if the talks are broken off.
    ///
    /// # Errors
    /// [`GameError::OfPlayer`] unless both are finite and 0 or more; [`GameError::NothingToShare`] when the division
    /// cannot give both what they have outside, so that there would be nothing to agree on.
    pub fn with_outside_options(mut self, outside: [f64; 2]) -> Result<Self, GameError> {
        self.outside = pair("the outside option", outside, |at| at >= 0.0, "0 or more")?;
        let [first, second] = outside;
        match self.division.left_for(Player::Second, first) {
            Some(left) if left >= second => Ok(self),
            _ => Err(GameError::NothingToShare { first, second }),
        }
    }

    /// What is shared.
    #[must_use]
    pub fn division(&self) -> &Division {
        &self.division
    }

    /// What is agreed at once when this player proposes first and there is no deadline.
    ///
    /// Solved by bisection of the equations above to the last bit, or nearly.
    #[must_use]
    pub fn equilibrium(&self, proposer: Player) -> Agreement {
        // The proposer's utility reproduces itself over two rounds, and the excess over that changes sign once.
        let reproduced = |utility| {
            let answered = self.proposed(proposer.other(), self.least(proposer, utility));
            self.proposed(proposer, self.least(proposer.other(), answered))
        };
        let (mut low, mut high) = (0.0, self.division.best(proposer));
        loop {
            let middle = f64::midpoint(low, high);
            if middle <= low || middle >= high {
                break;
            }
            if reproduced(middle) > middle {
                low = middle;
            } else {
                high = middle;
            }
        }
        let answered = self.proposed(proposer.other(), self.least(proposer, high));
        self.agreement(proposer, self.least(proposer.other(), answered))
    }

    /// What would be agreed in each round of talks that end after the last one, when this player proposes first; the
    /// first entry is what is agreed. No rounds make an empty list.
    ///
    /// Who refuses in the last round has its outside option.
    #[must_use]
    pub fn with_deadline(&self, proposer: Player, rounds: usize) -> Vec<Agreement> {
        let mut agreements: Vec<Agreement> = Vec::with_capacity(rounds);
        for round in (0..rounds).rev() {
            let proposer = if round % 2 == 0 {
                proposer
            } else {
                proposer.other()
            };
            let responder = proposer.other();
            let later = agreements.last().map_or(0.0, |next| next.of(responder));
            agreements.push(self.agreement(proposer, self.least(responder, later)));
        }
        agreements.reverse();
        agreements
    }

    /// The least that a player accepts who would have this utility in the next round.
    fn least(&self, player: Player, next: f64) -> f64 {
        let own = player.index();
        (self.discount[own] * next).max(self.outside[own])
    }

    /// What a proposer keeps who leaves the other this utility.
    fn proposed(&self, proposer: Player, to_other: f64) -> f64 {
        self.division.rest(proposer, to_other)
    }

    fn agreement(&self, proposer: Player, to_other: f64) -> Agreement {
        let mut utilities = [to_other; 2];
        utilities[proposer.index()] = self.proposed(proposer, to_other);
        Agreement {
            proposer,
            utilities,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_say_whose() {
        let message =
            |result: Result<AlternatingOffers, GameError>| result.unwrap_err().to_string();
        assert_eq!(
            message(AlternatingOffers::new([0.9, 1.0])),
            "the discount factor of the second player is 1, not 0 or more and below 1"
        );
        let game = AlternatingOffers::new([0.9, 0.8]).unwrap();
        assert_eq!(
            message(game.clone().with_outside_options([0.7, 0.4])),
            "outside options of 0.7 and 0.4 cannot both be had within the prize: nobody would agree to anything"
        );
        assert!(game.clone().with_outside_options([0.7, 0.3]).is_ok());
        assert!(game.with_outside_options([f64::NAN, 0.3]).is_err());
    }

    #[test]
    fn the_impatient_take_what_is_there() {
        let game = AlternatingOffers::new([0.0, 0.0]).unwrap();
        assert_eq!(game.equilibrium(Player::First).utilities, [1.0, 0.0]);
        assert_eq!(game.equilibrium(Player::Second).utilities, [0.0, 1.0]);
        assert!(game.with_deadline(Player::First, 0).is_empty());
    }

    #[test]
    fn a_long_deadline_is_like_none() {
        let game = AlternatingOffers::new([0.9, 0.8])
            .unwrap()
            .over(Division::powers([0.5, 1.0]).unwrap())
            .unwrap();
        let far = game.with_deadline(Player::Second, 400)[0];
        let never = game.equilibrium(Player::Second);
        for player in Player::BOTH {
            assert!((far.of(player) - never.of(player)).abs() < 1e-12);
        }
    }
}
