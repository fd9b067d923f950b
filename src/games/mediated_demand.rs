//! Which mediator is believed: after Kydd (2003), "Which Side Are You On? Bias, Credibility, and Mediation", American
//! Journal of Political Science 47: 597–611.

use super::error::{GameError, number};
use crate::units::Probability;

/// One demand, advised by a mediator who has looked into the other side's resolve.
///
/// The first side wins a war with probability p at a cost c. The other's cost is low (it is resolved) or high (it
/// would yield), and it grants a share up to p plus its cost. So there are two demands worth making: the *cautious*
/// one, p + low, which both kinds grant, and the *bold* one, p + high, which the resolved refuse at the price of war.
/// The mediator sees which kind it is, and is wrong with probability e. It values the first side's share by its bias,
/// and war at a loss.
///
/// It is believed when it says "the other side will yield" only if, having seen that, it would rather see the bold
/// demand made, knowing that it may be wrong. One without a bias would always counsel caution.
///
/// This is derived from the paper's mechanism, with its players and its order of moves; payoffs are those above.
///
/// ```
/// use dealzone::games::{MediatedDemand, MediatedDemandParts};
/// use dealzone::units::Probability;
///
/// let game = MediatedDemand::new(MediatedDemandParts {
///     odds: Probability::new(0.5)?,
///     cost: 0.10,
///     low: 0.05,
///     high: 0.25,
///     error: Probability::new(0.1)?,
///     loss: 0.2,
/// })?;
/// assert!((game.boldness_limit() - 0.571429).abs() < 1e-6);
/// let biases = game.believed_biases().ok_or("no mediator is believed")?;
/// assert!((biases.least - 0.114286).abs() < 1e-6);
/// assert!(!game.is_believed(0.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MediatedDemand {
    parts: MediatedDemandParts,
}

/// What a [`MediatedDemand`] is made of; costs and loss in units of the prize.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MediatedDemandParts {
    /// p, the probability that the demanding side wins a war.
    pub odds: Probability,
    /// The demanding side's cost of war, zero or more.
    pub cost: f64,
    /// The other side's cost of war if it is resolved, zero or more.
    pub low: f64,
    /// The other side's cost of war if it would yield, above `low`; with p at most one.
    pub high: f64,
    /// e, how often the mediator is wrong about the other side; below one half.
    pub error: Probability,
    /// What the mediator loses by a war, above zero.
    pub loss: f64,
}

/// The biases with which a mediator is believed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BelievedBiases {
    /// With less it counsels caution whatever it has seen.
    pub least: f64,
    /// With more it counsels boldness whatever it has seen; infinite where even then it would not.
    pub most: f64,
}

/// The demand that is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Boldness {
    Cautious,
    Bold,
}

/// A lottery between a share granted and a war.
#[derive(Debug, Clone, Copy)]
struct Prospect {
    /// The first side's expected share, before costs.
    share: f64,
    war: f64,
}

impl MediatedDemand {
    /// Checks the parts.
    ///
    /// # Errors
    /// [`GameError::Number`] names the part that is out of its range.
    pub fn new(parts: MediatedDemandParts) -> Result<Self, GameError> {
        number("the cost of war", parts.cost, |at| at >= 0.0, "0 or more")?;
        number(
            "the low cost of war",
            parts.low,
            |at| at >= 0.0,
            "0 or more",
        )?;
        let most = 1.0 - parts.odds.get();
        number(
            "the high cost of war",
            parts.high,
            |at| at > parts.low && at <= most,
            "above the low cost and at most the other side's odds of winning",
        )?;
        number(
            "the mediator's error",
            parts.error.get(),
            |at| at < 0.5,
            "below one half",
        )?;
        number(
            "the mediator's loss by war",
            parts.loss,
            |at| at > 0.0,
            "above 0",
        )?;
        Ok(Self { parts })
    }

    /// What a demand leads to when the other side is resolved with a probability.
    fn prospect(&self, demand: Boldness, resolved: f64) -> Prospect {
        let odds = self.parts.odds.get();
        match demand {
            Boldness::Cautious => Prospect {
                share: odds + self.parts.low,
                war: 0.0,
            },
            Boldness::Bold => Prospect {
                share: (1.0 - resolved) * (odds + self.parts.high) + resolved * odds,
                war: resolved,
            },
        }
    }

    /// What the bold demand brings over the cautious one, to the demanding side.
    fn boldness_gain(&self, resolved: f64) -> f64 {
        let value = |demand| {
            let prospect = self.prospect(demand, resolved);
            prospect.share - prospect.war * self.parts.cost
        };
        value(Boldness::Bold) - value(Boldness::Cautious)
    }

    /// The same to a mediator with a bias.
    fn mediators_gain(&self, bias: f64, resolved: f64) -> f64 {
        let value = |demand| {
            let prospect = self.prospect(demand, resolved);
            bias * prospect.share - prospect.war * self.parts.loss
        };
        value(Boldness::Bold) - value(Boldness::Cautious)
    }

    /// How likely the other side may be to be resolved for the bold demand to be the better one, without advice: it
    /// is up to this probability.
    #[must_use]
    pub fn boldness_limit(&self) -> f64 {
        zero(self.boldness_gain(0.0), self.boldness_gain(1.0))
    }

    /// Whether the demanding side follows the advice of a mediator that it believes: bold when told that the other
    /// side will yield, cautious when told that it is resolved.
    #[must_use]
    pub fn is_followed(&self, resolved: Probability) -> bool {
        let [prior, error] = [resolved.get(), self.parts.error.get()];
        let seen = |resolved_seen: f64, yielding_seen: f64| {
            let joint = prior * resolved_seen;
            // What is never seen proves nothing.
            if joint > 0.0 {
                joint / (joint + (1.0 - prior) * yielding_seen)
            } else {
                0.0
            }
        };
        self.boldness_gain(seen(error, 1.0 - error)) >= 0.0
            && self.boldness_gain(seen(1.0 - error, error)) <= 0.0
    }

    /// Whether a mediator with this bias says what it has seen, whichever it is.
    ///
    /// What it saw is all that it goes by, as if both kinds were as likely before: it is wrong with probability e
    /// either way.
    #[must_use]
    pub fn is_believed(&self, bias: f64) -> bool {
        let error = self.parts.error.get();
        self.mediators_gain(bias, error) >= 0.0 && self.mediators_gain(bias, 1.0 - error) <= 0.0
    }

    /// The biases with which a mediator says what it has seen; `None` where there are none.
    #[must_use]
    pub fn believed_biases(&self) -> Option<BelievedBiases> {
        let error = self.parts.error.get();
        // The gain is linear in the bias, and below zero without one.
        let crossing = |resolved| {
            let [without, with] = [0.0, 1.0].map(|bias| self.mediators_gain(bias, resolved));
            if with > without {
                -without / (with - without)
            } else {
                f64::INFINITY
            }
        };
        let biases = BelievedBiases {
            least: crossing(error),
            most: crossing(1.0 - error),
        };
        biases.least.is_finite().then_some(biases)
    }
}

/// Where a line with these values at 0 and 1 crosses zero, cut to 0 and 1.
fn zero(at_zero: f64, at_one: f64) -> f64 {
    (at_zero / (at_zero - at_one)).clamp(0.0, 1.0)
}
