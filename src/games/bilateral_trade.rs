//! What two sides with secret limits can gain from each other at best: Myerson and Satterthwaite (1983), "Efficient
//! Mechanisms for Bilateral Trading", Journal of Economic Theory 29: 265–281.

use super::error::GameError;
use super::quadrature::{integrate, integrate_pieces, root};
use super::{Player, Prior};

/// One who would give up something for no less than its cost, and one who would pay no more than its value; each
/// knows its own limit alone.
///
/// A zone exists whenever the value is above the cost. No mechanism, and no mediator without money of its own, can
/// bring about the deal in every such case, unless the priors leave no doubt. Both sides would have to be paid a
/// subsidy of ∫ F_s (1 − F_b), the first over the seller's cost, the second over the buyer's value. Without it the best
/// that any mechanism can do is to trade exactly when
///
/// ```text
/// v − α (1 − F_b(v))/f_b(v) ≥ c + α F_s(c)/f_s(c)
/// ```
///
/// with the least α that balances the budget.
///
/// ```
/// use dealzone::games::{BilateralTrade, Prior};
///
/// let unit = Prior::uniform(0.0, 1.0)?;
/// let trade = BilateralTrade::new(unit, unit)?;
/// assert!((trade.subsidy() - 1.0 / 6.0).abs() < 1e-12);
/// assert!((trade.first_best().gains - 1.0 / 6.0).abs() < 1e-12);
/// assert!((trade.second_best().gains - 9.0 / 64.0).abs() < 1e-12);
/// # Ok::<(), dealzone::games::GameError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BilateralTrade {
    buyer: Prior,
    seller: Prior,
}

/// What comes of a way to trade, before anybody knows who they face.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trade {
    /// The probability of a deal.
    pub deal: f64,
    /// Value less cost where there is a deal, on average over all cases.
    pub gains: f64,
}

impl BilateralTrade {
    /// The priors over the buyer's value and the seller's cost.
    ///
    /// # Errors
    /// [`GameError::Unbounded`] for a prior without an upper end.
    pub fn new(buyer: Prior, seller: Prior) -> Result<Self, GameError> {
        for (player, prior) in Player::BOTH.into_iter().zip([buyer, seller]) {
            if !prior.upper().is_finite() {
                return Err(GameError::Unbounded { player });
            }
        }
        Ok(Self { buyer, seller })
    }

    /// Trade whenever the value is at least the cost: its probability is that of a zone.
    #[must_use]
    pub fn first_best(&self) -> Trade {
        self.trade_from(|cost| cost)
    }

    /// What it would cost, on average, to have every deal of the zone made: the least subsidy under which both sides
    /// tell their limits.
    #[must_use]
    pub fn subsidy(&self) -> f64 {
        let from = self.buyer.lower().max(self.seller.lower());
        let to = self.buyer.upper().min(self.seller.upper());
        integrate(from, to, |x| self.seller.at_most(x) * self.buyer.above(x))
    }

    /// The most that any mechanism without a subsidy can bring.
    #[must_use]
    pub fn second_best(&self) -> Trade {
        let alpha = root(0.0, 1.0, |alpha| self.budget(alpha));
        self.trade_from(|cost| self.least_value(alpha, cost))
    }

    /// What is left over of the payments when trade is by α; it rises with α.
    fn budget(&self, alpha: f64) -> f64 {
        self.over_sellers(
            |cost| self.least_value(alpha, cost),
            |cost, least| {
                // ∫ (v − (1 − F)/f) f from the least value up is that value times 1 − F.
                (least - cost - self.seller.ratio_below(cost)) * self.buyer.above(least)
            },
        )
    }

    /// The least value at which α lets a buyer have it from this seller.
    fn least_value(&self, alpha: f64, cost: f64) -> f64 {
        let price = cost + alpha * self.seller.ratio_below(cost);
        root(self.buyer.lower(), self.buyer.upper(), |value| {
            value - alpha * self.buyer.ratio_above(value) - price
        })
    }

    /// What comes of trading with every buyer from a value up; that value rises with the cost.
    pub(super) fn trade_from(&self, least_value: impl Fn(f64) -> f64) -> Trade {
        let buyer = &self.buyer;
        Trade {
            deal: self.over_sellers(&least_value, |_, least| buyer.above(least)),
            gains: self.over_sellers(&least_value, |cost, least| {
                (least - cost) * buyer.above(least) + buyer.excess(least)
            }),
        }
    }

    /// The average over sellers of something that has kinks where the least value enters and leaves the prior.
    fn over_sellers(
        &self,
        least_value: impl Fn(f64) -> f64,
        what: impl Fn(f64, f64) -> f64,
    ) -> f64 {
        let (from, to) = (self.seller.lower(), self.seller.upper());
        // The least value may lie level at either end: the cuts are where it leaves the lower and reaches the upper.
        let cut = |passed: &dyn Fn(f64) -> bool| {
            root(
                from,
                to,
                |cost| {
                    if passed(least_value(cost)) { 1.0 } else { -1.0 }
                },
            )
        };
        let enters = cut(&|least| least > self.buyer.lower());
        let leaves = cut(&|least| least >= self.buyer.upper());
        integrate_pieces(from, to, &[enters, leaves], |cost| {
            self.seller.density(cost) * what(cost, least_value(cost))
        })
    }
}
