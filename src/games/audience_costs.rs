//! A crisis in public: after Fearon (1994), "Domestic Political Audiences and the Escalation of International
//! Disputes", American Political Science Review 88: 577–592.

use super::Player;
use super::error::{GameError, pair};

/// Two leaders escalate in public until one backs down or both would rather fight.
///
/// Backing down at time t costs a leader a·t before its own audience; the other then has the prize, worth v. Each
/// backs down at the rate that keeps the other in two minds. A leader that waits till t and then gives way has
/// v F(t) − (1 − F(t)) a t against an opponent that concedes by t with probability F(t), and this is level where
///
/// ```text
/// F(t) = a t / (v + a t)
/// ```
///
/// with the *waiting* leader's own a and v: it is the opponent of the leader with the greater audience cost that gives
/// way. From t = −w/a on, with w < 0 the value of war, a leader would rather fight than back down, and is locked in.
///
/// This is the indifference condition of the contest, derived from the paper's mechanism; what the paper adds, private
/// values of war, is not here.
///
/// ```
/// use dealzone::games::{AudienceCosts, Player};
///
/// let crisis = AudienceCosts::new([1.0, 1.0], [0.1, 0.1], [-0.3, -0.5])?;
/// assert!((crisis.conceded_by(Player::Second, 3.0) - 0.230769).abs() < 1e-6);
/// assert!((crisis.lock_in(Player::First) - 3.0).abs() < 1e-12);
/// # Ok::<(), dealzone::games::GameError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AudienceCosts {
    prizes: [f64; 2],
    rates: [f64; 2],
    war: [f64; 2],
}

impl AudienceCosts {
    /// What the prize is worth to each leader, what a unit of time adds to the cost of backing down, and what war is
    /// worth, measured from having backed down at once.
    ///
    /// # Errors
    /// [`GameError::OfPlayer`] unless the prizes are above zero, the rates zero or more, and war is worth less than
    /// zero: who would rather fight than back down at once has nothing to wait for.
    pub fn new(prizes: [f64; 2], rates: [f64; 2], war: [f64; 2]) -> Result<Self, GameError> {
        Ok(Self {
            prizes: pair("the value of the prize", prizes, |at| at > 0.0, "above 0")?,
            rates: pair("the audience cost", rates, |at| at >= 0.0, "0 or more")?,
            war: pair("the value of war", war, |at| at < 0.0, "below 0")?,
        })
    }

    /// When a leader would as soon fight as back down; infinite where its audience does not care.
    #[must_use]
    pub fn lock_in(&self, player: Player) -> f64 {
        let own = player.index();
        -self.war[own] / self.rates[own]
    }

    /// When the first of them is locked in, and the crisis is decided one way or the other.
    #[must_use]
    pub fn horizon(&self) -> f64 {
        self.lock_in(Player::First)
            .min(self.lock_in(Player::Second))
    }

    /// The probability that this leader has backed down by a time, zero or later; after the horizon as at it, because
    /// nobody waits in two minds any more.
    #[must_use]
    pub fn conceded_by(&self, player: Player, time: f64) -> f64 {
        let other = player.other().index();
        let cost = self.rates[other] * time.clamp(0.0, self.horizon());
        // A rate of zero never ends: 0 · ∞ is no cost.
        if cost > 0.0 {
            cost / (self.prizes[other] + cost)
        } else {
            0.0
        }
    }

    /// What a leader can expect that plans to back down at a time up to the horizon: zero whatever the time.
    #[must_use]
    pub fn payoff(&self, player: Player, back_down_at: f64) -> f64 {
        let own = player.index();
        let conceded = self.conceded_by(player.other(), back_down_at);
        self.prizes[own] * conceded - (1.0 - conceded) * self.rates[own] * back_down_at
    }

    /// The probability that neither has backed down by the horizon.
    #[must_use]
    pub fn stands_firm(&self) -> f64 {
        let horizon = self.horizon();
        Player::BOTH
            .into_iter()
            .map(|player| 1.0 - self.conceded_by(player, horizon))
            .product()
    }
}
