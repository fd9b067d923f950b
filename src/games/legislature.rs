//! A prize divided by vote: Baron and Ferejohn (1989), "Bargaining in Legislatures", American Political Science Review
//! 83: 1181–1206; with any odds of proposing and any patience Eraslan (2002), "Uniqueness of Stationary Equilibrium
//! Payoffs in the Baron–Ferejohn Model", Journal of Economic Theory 103: 11–30.

use super::error::GameError;
use crate::units::Probability;

/// What rounding may leave of a sum that is zero, as a share of its terms.
const ROUNDING: f64 = 1e-14;

/// One member of a [`Legislature`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member {
    /// The probability that it is the one to propose in a round.
    pub proposes: Probability,
    /// δ, what a round's delay leaves of a share, 0 to 1.
    pub discount: Probability,
}

/// Members who divide a prize of size one: in each round one of them, drawn by lot, proposes; with enough votes, its own
/// among them, the proposal is carried; else there is another round.
///
/// In the stationary equilibrium a proposer buys the cheapest votes it needs, each for what waiting is worth to its
/// owner. Payoffs are unique (Eraslan 2002). Let w̄ be the price of the dearest vote that is bought and m what is left
/// of the prize once the cheapest `quota` votes are paid. Then with the odds of proposing p the price wᵢ = δᵢvᵢ of a
/// member's vote is
///
/// ```text
/// δp m/(1 − δ)   where that is below w̄: a vote that everybody buys
/// δp (m + w̄)     else, where that is above w̄: a vote that nobody buys
/// w̄              else: a vote that some buy
/// ```
///
/// and the values sum to one. All prices are proportional to m, so the only unknown is the ratio w̄/m, found on a
/// function made of straight lines.
///
/// ```
/// use dealzone::games::Legislature;
///
/// let majority = Legislature::equal(3, 2, 0.8)?.equilibrium();
/// assert!((majority.proposer_share(0) - 0.73333).abs() < 1e-5);
/// let unanimity = Legislature::equal(3, 3, 0.8)?.equilibrium();
/// assert!((unanimity.proposer_share(0) - 0.46667).abs() < 1e-5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Legislature {
    members: Vec<Member>,
    quota: usize,
}

/// The stationary equilibrium of a [`Legislature`].
#[derive(Debug, Clone, PartialEq)]
pub struct StationaryEquilibrium {
    values: Vec<f64>,
    prices: Vec<f64>,
    bought: Vec<f64>,
    quota: usize,
}

impl Legislature {
    /// The most members there may be.
    pub const MAX_MEMBERS: usize = 10_000;

    /// Members and the number of votes that carry a proposal, the proposer's among them.
    ///
    /// # Errors
    /// [`GameError`] when there are no members or more than [`Self::MAX_MEMBERS`], the odds of proposing do not sum to
    /// one, the quota is not between one and all, or all must agree and somebody can wait for ever, so that nothing
    /// settles who gets what.
    pub fn new(members: Vec<Member>, quota: usize) -> Result<Self, GameError> {
        let found = members.len();
        if found == 0 || found > Self::MAX_MEMBERS {
            return Err(GameError::Members { found });
        }
        if quota == 0 || quota > found {
            let members = found;
            return Err(GameError::Quota { quota, members });
        }
        let found: f64 = members.iter().map(|member| member.proposes.get()).sum();
        if (found - 1.0).abs() > 1e-9 {
            return Err(GameError::Lots { found });
        }
        if quota == members.len() {
            let patient = |member: &Member| member.discount.get() >= 1.0;
            if let Some(member) = members.iter().position(patient) {
                return Err(GameError::Patient { member });
            }
        }
        Ok(Self { members, quota })
    }

    /// Members who propose as often as each other and discount alike.
    ///
    /// # Errors
    /// As [`Legislature::new`], or when the discount factor is not within 0 to 1.
    pub fn equal(members: usize, quota: usize, discount: f64) -> Result<Self, GameError> {
        let discount = Probability::new(discount)?;
        if members == 0 || members > Self::MAX_MEMBERS {
            return Err(GameError::Members { found: members });
        }
        let proposes = Probability::new(1.0 / members as f64)?;
        let member = Member { proposes, discount };
        Self::new(vec![member; members], quota)
    }

    /// The members, in the order in which shares and values are listed.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Who can expect what, in the stationary equilibrium.
    #[must_use]
    pub fn equilibrium(&self) -> StationaryEquilibrium {
        let ratio = self.price_ratio();
        let prices: Vec<f64> = self.members.iter().map(|one| one.price(ratio)).collect();
        let scale = 1.0 / self.spent(ratio);
        let dearest = scale * ratio;
        let prices: Vec<f64> = prices.into_iter().map(|price| price * scale).collect();
        let cases = || self.members.iter().zip(&prices);
        let values: Vec<f64> = cases()
            .map(|(one, &price)| one.value(price, scale))
            .collect();
        let bought = cases()
            .zip(&values)
            .map(|((one, &price), value)| {
                let other_turns = 1.0 - one.proposes.get();
                if price <= 0.0 || price < dearest {
                    return other_turns;
                }
                let own_turn = one.proposes.get() * (scale + dearest.min(price));
                ((value - own_turn) / price).clamp(0.0, other_turns)
            })
            .collect();
        StationaryEquilibrium {
            values,
            prices,
            bought,
            quota: self.quota,
        }
    }

    /// The prize in units of m: 1/m = 1 + q ω − Σ (ω − αᵢ)⁺, with ω = w̄/m and αᵢ the price of a vote that everybody
    /// buys.
    fn spent(&self, ratio: f64) -> f64 {
        let cheaper: f64 = self
            .members
            .iter()
            .map(|one| (ratio - one.ceiling()).max(0.0))
            .sum();
        1.0 + self.quota as f64 * ratio - cheaper
    }

    /// What the members' values sum to beyond the prize, in units of m; at the equilibrium it is zero.
    fn shortfall(&self, ratio: f64) -> f64 {
        let values: f64 = self
            .members
            .iter()
            .map(|one| one.value(one.price(ratio), 1.0))
            .sum();
        self.spent(ratio) - values
    }

    /// ω = w̄/m: where the shortfall, straight between the ratios at which a member's case changes, comes down to zero.
    ///
    /// It is zero at ratio zero too, where every proposer would keep all: that is the equilibrium only for a quota of
    /// one.
    fn price_ratio(&self) -> f64 {
        if self.quota == 1 {
            return 0.0;
        }
        let mut turns: Vec<f64> = self
            .members
            .iter()
            .flat_map(|one| [one.floor(), one.ceiling()])
            .filter(|turn| turn.is_finite() && *turn > 0.0)
            .collect();
        turns.sort_by(f64::total_cmp);
        turns.dedup();
        let (mut from, mut height) = (0.0, 0.0);
        for to in turns {
            let next = self.shortfall(to);
            if next <= ROUNDING * self.spent(to) {
                // Where it never rose, enough votes are free: the dearest that is bought costs nothing.
                return from
                    + (to - from) * height / (height - next.min(0.0)).max(f64::MIN_POSITIVE);
            }
            (from, height) = (to, next);
        }
        // Beyond the last turn the line goes on down.
        let fall = height - self.shortfall(2.0 * from + 1.0);
        if height > 0.0 && fall > 0.0 {
            from + (from + 1.0) * height / fall
        } else {
            from
        }
    }
}

impl Member {
    /// α = δp/(1 − δ), the price in units of m of a vote that everybody buys.
    fn ceiling(self) -> f64 {
        let own = self.discount.get() * self.proposes.get();
        if own > 0.0 {
            own / (1.0 - self.discount.get())
        } else {
            0.0
        }
    }

    /// The ratio up to which nobody buys the vote: δp (1 + ω) ≥ ω.
    fn floor(self) -> f64 {
        let own = self.discount.get() * self.proposes.get();
        own / (1.0 - own)
    }

    /// The price in units of m.
    fn price(self, ratio: f64) -> f64 {
        let ceiling = self.ceiling();
        if ceiling <= ratio {
            return ceiling;
        }
        let own = self.discount.get() * self.proposes.get();
        ratio.max(own * (1.0 + ratio))
    }

    /// What a member can expect whose vote has a price: that price before the delay, or its own turns to propose where
    /// nothing survives a delay.
    fn value(self, price: f64, scale: f64) -> f64 {
        if self.discount.get() > 0.0 {
            price / self.discount.get()
        } else {
            self.proposes.get() * scale
        }
    }
}

impl StationaryEquilibrium {
    /// v, what each member can expect before lots are drawn; they sum to one.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// w = δv, what each member is paid where its vote is bought.
    #[must_use]
    pub fn prices(&self) -> &[f64] {
        &self.prices
    }

    /// The probability that in a round another proposes and buys a member's vote; a vote that costs nothing counts as
    /// always bought.
    #[must_use]
    pub fn bought(&self) -> &[f64] {
        &self.bought
    }

    /// What a member keeps that proposes: the prize less the cheapest votes it needs; NaN for a member that is not
    /// there.
    #[must_use]
    pub fn proposer_share(&self, member: usize) -> f64 {
        if member >= self.prices.len() {
            return f64::NAN;
        }
        let mut others: Vec<f64> = self.prices.clone();
        others.remove(member);
        others.sort_by(f64::total_cmp);
        1.0 - others.iter().take(self.quota - 1).sum::<f64>()
    }
}
