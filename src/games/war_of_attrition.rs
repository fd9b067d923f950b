//! Who gives up first: Maynard Smith (1974), "The Theory of Games and the Evolution of Animal Conflicts", Journal of
//! Theoretical Biology 47: 209–221; Fudenberg and Tirole (1991), "Game Theory", chapter 4; with private values Bishop,
//! Cannings and Maynard Smith (1978), "The War of Attrition with Random Rewards", Journal of Theoretical Biology 74:
//! 377–388.

use super::error::{GameError, number, pair};
use super::quadrature::integrate;
use super::{Player, Prior};
use crate::stream::Stream;

/// Two sides pay for every moment until one gives up and the other has the prize; each knows what the other values
/// and pays.
///
/// In the equilibrium in which both mix, each gives up at the rate that keeps the *other* in two minds: the cost of
/// the other over its value of the prize. So nobody gains by the fight, and it is the side that holding out costs more
/// that is *less* likely to give up first: a property of this equilibrium, not a finding about wars.
///
/// ```
/// use dealzone::games::{Player, WarOfAttrition};
///
/// let war = WarOfAttrition::new([1.0, 1.0], [0.10, 0.25])?;
/// assert_eq!(war.rate(Player::First), 0.25);
/// assert!((war.expected_length() - 1.0 / 0.35).abs() < 1e-12);
/// # Ok::<(), dealzone::games::GameError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WarOfAttrition {
    values: [f64; 2],
    costs: [f64; 2],
}

/// How a war of attrition went.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Surrender {
    /// Who gave up.
    pub by: Player,
    /// When, in the unit of time of the costs.
    pub after: f64,
}

impl WarOfAttrition {
    /// What the prize is worth to each side, and what each pays in a unit of time.
    ///
    /// # Errors
    /// [`GameError::OfPlayer`] unless all are finite and above zero.
    pub fn new(values: [f64; 2], costs: [f64; 2]) -> Result<Self, GameError> {
        Ok(Self {
            values: pair("the value of the prize", values, |at| at > 0.0, "above 0")?,
            costs: pair("the cost", costs, |at| at > 0.0, "above 0")?,
        })
    }

    /// The rate at which a player gives up: what the other pays, over what the prize is worth to it.
    #[must_use]
    pub fn rate(&self, player: Player) -> f64 {
        let other = player.other().index();
        self.costs[other] / self.values[other]
    }

    /// The probability that this player gives up before the other.
    #[must_use]
    pub fn gives_up_first(&self, player: Player) -> f64 {
        self.rate(player) / (self.rate(player) + self.rate(player.other()))
    }

    /// How long it lasts on average.
    #[must_use]
    pub fn expected_length(&self) -> f64 {
        1.0 / (self.rate(Player::First) + self.rate(Player::Second))
    }

    /// What a player can expect that plans to give up after a time, against the other's equilibrium: the prize where
    /// the other gives up before, less what is paid until one does. It is zero whatever the time.
    #[must_use]
    pub fn payoff(&self, player: Player, give_up_after: f64) -> f64 {
        let own = player.index();
        let rate = self.rate(player.other());
        let lasting = |time: f64| libm::exp(-rate * time);
        let won = self.values[own] * (1.0 - lasting(give_up_after));
        won - self.costs[own] * integrate(0.0, give_up_after, lasting)
    }

    /// Fights it out once.
    pub fn play(&self, stream: &mut Stream) -> Surrender {
        let [first, second] = Player::BOTH.map(|player| Surrender {
            by: player,
            after: -libm::log1p(-stream.uniform()) / self.rate(player),
        });
        if first.after <= second.after {
            first
        } else {
            second
        }
    }
}

/// Two sides alike but for what the prize is worth to each, which only it knows; time costs both one a unit.
///
/// The symmetric equilibrium: a side that values the prize at v gives up after ∫ x f(x)/(1 − F(x)) dx from the least
/// value to v. The one who values it more wins.
///
/// ```
/// use dealzone::games::{PrivateAttrition, Prior};
///
/// let war = PrivateAttrition::new(Prior::exponential(1.0)?)?;
/// assert!((war.gives_up_after(2.0) - 2.0).abs() < 1e-12);
/// # Ok::<(), dealzone::games::GameError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrivateAttrition {
    values: Prior,
}

impl PrivateAttrition {
    /// What each believes of the other's value.
    ///
    /// # Errors
    /// [`GameError::Number`] when the value may be below zero.
    pub fn new(values: Prior) -> Result<Self, GameError> {
        let lower = values.lower();
        number(
            "the least value of the prize",
            lower,
            |at| at >= 0.0,
            "0 or more",
        )?;
        Ok(Self { values })
    }

    /// How long a side with this value holds out; infinite at the upper end of the prior and beyond.
    #[must_use]
    pub fn gives_up_after(&self, value: f64) -> f64 {
        if value >= self.values.upper() {
            return f64::INFINITY;
        }
        integrate(self.values.lower(), value, |x| {
            x / self.values.ratio_above(x)
        })
    }

    /// What a side can expect that has one value and holds out as if it had another, a value of the prior.
    #[must_use]
    pub fn payoff(&self, value: f64, as_if: f64) -> f64 {
        // Over rivals by their rank, so that a prior without an upper end is no exception.
        let won = integrate(0.0, self.values.at_most(as_if), |rank| {
            value - self.gives_up_after(self.values.quantile(rank))
        });
        let lost = self.values.above(as_if);
        // The highest value gives up after no finite time, and never has to.
        if lost > 0.0 {
            won - self.gives_up_after(as_if) * lost
        } else {
            won
        }
    }
}
