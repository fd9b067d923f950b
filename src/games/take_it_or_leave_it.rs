//! One offer to a rival whose cost of war is its own secret: Fearon (1995), "Rationalist Explanations for War",
//! International Organization 49: 379–414.

use super::Prior;
use super::error::{GameError, number};
use super::quadrature::root;
use crate::units::Probability;

/// A demand that the rival takes or leaves, where leaving it means war.
///
/// The first side wins a war with probability p and pays c; the second pays a cost y that only it knows, and grants a
/// share x exactly when y ≥ x − p. To ask for more is to risk more: the best demand maximises
///
/// ```text
/// (1 − F(x − p)) x + F(x − p) (p − c)
/// ```
///
/// There is always a deal that both prefer to war, and war still comes with probability F(x* − p).
///
/// ```
/// use dealzone::games::{Prior, TakeItOrLeaveIt};
/// use dealzone::units::Probability;
///
/// let best = TakeItOrLeaveIt::new(Probability::new(0.6)?, 0.10, Prior::uniform(0.0, 0.3)?)?.solve();
/// assert!((best.demand - 0.70).abs() < 1e-12);
/// assert!((best.war - 1.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TakeItOrLeaveIt {
    odds: f64,
    cost: f64,
    rival: Prior,
}

/// The best demand, and what comes of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Demand {
    /// The share of the prize that is asked for, 0 to 1.
    pub demand: f64,
    /// The probability that it is refused and war comes.
    pub war: f64,
    /// What the first side can expect, as a share of the prize.
    pub value: f64,
}

impl TakeItOrLeaveIt {
    /// The first side's odds of winning, its cost of war, and what it believes of the rival's cost; costs in units of
    /// the prize.
    ///
    /// # Errors
    /// [`GameError::Number`] when the cost is not finite or below zero, or the rival's may be below zero.
    pub fn new(odds: Probability, cost: f64, rival: Prior) -> Result<Self, GameError> {
        number("the cost of war", cost, |cost| cost >= 0.0, "0 or more")?;
        let lower = rival.lower();
        number(
            "the rival's least cost of war",
            lower,
            |cost| cost >= 0.0,
            "0 or more",
        )?;
        Ok(Self {
            odds: odds.get(),
            cost,
            rival,
        })
    }

    /// What a demand brings, a share of the prize.
    #[must_use]
    pub fn value(&self, demand: f64) -> f64 {
        let war = self.war(demand);
        (1.0 - war) * demand + war * (self.odds - self.cost)
    }

    /// The probability that a demand is refused.
    #[must_use]
    pub fn war(&self, demand: f64) -> f64 {
        self.rival.at_most(demand - self.odds)
    }

    /// The best demand: the least that every rival grants, or more, up to the whole prize.
    #[must_use]
    pub fn solve(&self) -> Demand {
        // The value rises while what is gained from those who grant, 1 − F, is worth more than the war with those who
        // no longer do, f · (y + c).
        let most = self.rival.upper().min(1.0 - self.odds);
        let least = self.rival.lower().min(most);
        let beyond = root(least, most, |y| y + self.cost - self.rival.ratio_above(y));
        let demand = (self.odds + beyond).min(1.0);
        Demand {
            demand,
            war: self.war(demand),
            value: self.value(demand),
        }
    }
}
