//! Prices: what it would take to open the zone.

use super::Lottery;
use crate::index::PartyIndex;
use crate::space::Deal;

/// What the least amount is that opens the zone.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Price {
    /// This amount, to within its two bounds.
    Of(Payment),
    /// No amount does: the constraints, the red lines and the other parties leave no deal. This is proven (of a
    /// costlier war, but for deals that break with a weight above 1 − 10⁻⁶: for those no amount is searched for).
    Never,
    /// The budget ran out before a deal was found.
    Unknown,
}

/// An amount that opens the zone, and the deal that is then in it.
///
/// Below zero the zone is open, and as much can be taken away with a deal left in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Payment {
    /// Less than this does not open the zone: proven, with every sum rounded outward.
    pub at_least: f64,
    /// This much does, with this deal.
    pub enough: f64,
    /// A deal that then leaves no party worse off than fighting on.
    pub deal: Deal,
    /// What goes to each party, in its own utility; of a costlier war, by how much its value falls.
    pub by_party: Vec<f64>,
}

/// What it would take to open the zone, each way by itself.
///
/// Surpluses are normalised utility, and a *gift* is a flow of utility for good: one unit is the whole swing from the
/// worst to the best deal on the table. Amounts that go to several parties at once are counted in units of each
/// party's scale σ: the rate at which utility changes hands.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Opening {
    /// A gift to one party alone, in its own utility: −max s_i over the deals that leave no other party worse off. By
    /// participating party.
    pub gifts: Vec<(PartyIndex, Price)>,
    /// Payments among the parties, and what has to come from outside if theirs do not suffice:
    /// −max Σ s_i/σ_i. Below zero the parties can pay one another and no one else is needed (compare the subsidy of
    /// Myerson & Satterthwaite 1983).
    pub payments: Price,
    /// Gifts from outside to several parties, where none of them pays: min Σ max(0, −s_i/σ_i); zero where the zone is
    /// open.
    pub subsidy: Price,
    /// By how much the value of war has to fall for one belligerent alone, in its own utility.
    pub war: Vec<(PartyIndex, Price)>,
    /// By how much the value of war has to fall for all belligerents at once, each in units of its σ.
    pub war_for_all: Price,
    /// Lots drawn among deals: they open the zone where the value is zero or above. `None` where no deal is left to draw
    /// among, or none was found.
    pub lottery: Option<Lottery>,
}
