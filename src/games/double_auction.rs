//! Two sides that name a price each, in secret: Chatterjee and Samuelson (1983), "Bargaining under Incomplete
//! Information", Operations Research 31: 835–851.

use super::Prior;
use super::bilateral_trade::{BilateralTrade, Trade};
use super::error::{GameError, number};
use crate::units::Probability;

/// Both name a price at once; where the buyer's is not below the seller's they trade at k times the one and 1 − k
/// times the other.
///
/// With value and cost uniform over ranges of their own there is an equilibrium in straight lines. Against a seller
/// whose prices begin at s₀ the buyer's best is (v + k s₀)/(1 + k), and against a buyer whose prices end at b₁ the
/// seller's is (c + (1 − k) b₁)/(2 − k); the two ends settle each other. Both shade, so that deals are missed although
/// a zone exists.
///
/// ```
/// use dealzone::games::DoubleAuction;
/// use dealzone::units::Probability;
///
/// let game = DoubleAuction::new(Probability::new(0.5)?, [0.0, 1.0], [0.0, 1.0])?;
/// assert!((game.buyer_offers(0.6) - (2.0 / 3.0 * 0.6 + 1.0 / 12.0)).abs() < 1e-15);
/// assert!((game.outcome().deal - 9.0 / 32.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DoubleAuction {
    trade: BilateralTrade,
    k: f64,
    /// s₀, the price of the seller with the least cost.
    least_asked: f64,
    /// b₁, the price of the buyer with the greatest value.
    most_offered: f64,
}

impl DoubleAuction {
    /// The weight of the buyer's price, and the ranges of the buyer's value and the seller's cost.
    ///
    /// # Errors
    /// [`GameError`] for a range that is none, or for ranges so far apart that straight lines are no equilibrium: the
    /// keenest buyer would name more than any seller asks, or the keenest seller less than any buyer offers.
    pub fn new(k: Probability, value: [f64; 2], cost: [f64; 2]) -> Result<Self, GameError> {
        let trade = BilateralTrade::new(
            Prior::uniform(value[0], value[1])?,
            Prior::uniform(cost[0], cost[1])?,
        )?;
        let k = k.get();
        // b₁ = (v₁ + k s₀)/(1 + k) and s₀ = (c₀ + (1 − k) b₁)/(2 − k).
        let most_offered =
            ((2.0 - k) * value[1] + k * cost[0]) / ((1.0 + k) * (2.0 - k) - k * (1.0 - k));
        let least_asked = (cost[0] + (1.0 - k) * most_offered) / (2.0 - k);
        let game = Self {
            trade,
            k,
            least_asked,
            most_offered,
        };
        number(
            "the most that a buyer offers",
            most_offered,
            |most| most <= game.seller_asks(cost[1]),
            "within what sellers ask: straight lines are no equilibrium of these ranges",
        )?;
        number(
            "the least that a seller asks",
            least_asked,
            |least| least >= game.buyer_offers(value[0]),
            "within what buyers offer: straight lines are no equilibrium of these ranges",
        )?;
        Ok(game)
    }

    /// The price that a buyer with this value names.
    #[must_use]
    pub fn buyer_offers(&self, value: f64) -> f64 {
        (value + self.k * self.least_asked) / (1.0 + self.k)
    }

    /// The price that a seller with this cost names.
    #[must_use]
    pub fn seller_asks(&self, cost: f64) -> f64 {
        (cost + (1.0 - self.k) * self.most_offered) / (2.0 - self.k)
    }

    /// How often they trade, and what is gained.
    #[must_use]
    pub fn outcome(&self) -> Trade {
        // The buyer who names just what this seller asks.
        self.trade
            .trade_from(|cost| (1.0 + self.k) * self.seller_asks(cost) - self.k * self.least_asked)
    }

    /// What could be gained if the limits were known.
    #[must_use]
    pub fn first_best(&self) -> Trade {
        self.trade.first_best()
    }
}
