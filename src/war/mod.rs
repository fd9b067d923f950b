//! War: what each party can expect if nothing is ever signed.
//!
//! A deal is worth signing only against this, so it is the other half of every question the library answers. Four
//! accounts of it share one interface, [`WarProcess`]:
//!
//! - [`ChainWar`]: a front of many slices that moves at random under changing support, the whole war solved by
//!   backward induction (after Smith and Stam 2004);
//! - [`OneBattle`]: a costly lottery (Fearon 1995), with the odds learnt from engagements (Slantchev 2003);
//! - [`FixedReservation`]: a number for each party, as in the textbook;
//! - [`DiscountedReservation`]: a number for each party that fades with every round.
//!
//! [`WarState`] is where a war stands, [`Belief`] is what a party thinks of the strength behind it, and a
//! [`Stream`] moves the state a period on. [`Territory`] turns the positions of the front into shares of the regions
//! that the talks are about. Strength is a position in a grid that the process owns: nobody in the conflict sees it,
//! each party weighs the grid by a belief of its own, and the values are averages under it.
//!
//! All values are *normalised*: (1−δ) Σ δ^τ flow_τ, so that a constant flow is worth itself. How fast a party
//! discounts is [`Party::discount`](crate::party::Party::discount): no process is asked for it, and [`Stakes`] hold
//! it only because a war along a chain is solved with it.

mod battle;
mod belief;
mod chain;
mod discounted;
mod fixed;
mod stakes;
mod state;
mod tables;
mod territory;

use std::fmt::Debug;

pub use battle::{BattleError, BattleStakes, OneBattle};
pub use belief::{Belief, BeliefError};
pub use chain::{Axis, AxisOdds, Chain, ChainError, ChainParts, MoveOdds, Regime};
pub use discounted::{DiscountedReservation, FadingReservation};
pub use fixed::{FixedReservation, ReservationError};
pub use stakes::{Stakes, StakesError};
pub use state::{RegimeIndex, StateError, WarEnd, WarState, WarStep};
pub use tables::{ChainWar, ChainWarError};
pub use territory::{Region, Slice, Territory, TerritoryError};

/// Limits on the size of a war, so that no input can exhaust memory.
pub mod limits {
    pub use super::chain::{MAX_AXES, MAX_HORIZON, MAX_REGIMES, MAX_SLICES, MAX_STRENGTHS};
    pub use super::tables::{MAX_CELLS, MAX_UPDATES};
}

use crate::index::PartyIndex;
use crate::stream::Stream;

/// What happens while nothing is signed, and what it is worth to each party.
///
/// Two of the parties fight, and the process knows them only as the first and the second belligerent: strength is
/// the first one's, and positions count what the first one holds. Any party may have something at stake.
///
/// The provided methods are those of a war in which nothing moves but the calendar, nothing can be learnt and fighting
/// costs nothing beside its value: the textbook's disagreement point needs [`parties`](Self::parties) and
/// [`value`](Self::value) alone. A process with a front replaces all of them from [`strengths`](Self::strengths) on.
///
/// No method panics. A state that [`validate`](Self::validate) refuses, a party that is not there and a belief
/// over another grid have a value of NaN; such a state has no likelihood, and a step leaves it as it is.
pub trait WarProcess: Debug + Send + Sync {
    /// How many parties have a value here.
    fn parties(&self) -> usize;

    /// The normalised utility of going on without a deal, W: the rest of the status quo, the front, and the cost of
    /// fighting, all included.
    fn value(&self, party: PartyIndex, state: &WarState, belief: &Belief) -> f64;

    /// What an axis of the front is called; `None` for an axis that is not there or has no name.
    fn axis_name(&self, _axis: usize) -> Option<&str> {
        None
    }

    /// What a regime is called; `None` for a regime that is not there or has no name.
    fn regime_name(&self, _regime: RegimeIndex) -> Option<&str> {
        None
    }

    /// How many strengths the grid has; one where there is nothing to learn.
    fn strengths(&self) -> usize {
        1
    }

    /// Whether nothing ever moves and nothing can be learnt: a step then changes no more than the count of periods, and
    /// draws nothing that matters.
    fn is_still(&self) -> bool {
        false
    }

    /// Where the war stands when the talks open.
    fn opening(&self) -> WarState {
        WarState::default()
    }

    /// Checks that a state belongs to this process, as one read from a file may not.
    ///
    /// # Errors
    /// [`StateError`] names the first thing that does not fit.
    fn validate(&self, state: &WarState) -> Result<(), StateError> {
        state.fits(std::iter::empty(), 1)
    }

    /// What fighting costs a party in this period, a flow in utility, zero or more; zero where the process has no
    /// cost apart from its value.
    fn fighting_cost(&self, _party: PartyIndex, _state: &WarState) -> f64 {
        0.0
    }

    /// Draws the next period, given the true strength as a position in the grid; a position past the end is read as
    /// the last.
    ///
    /// The same number of draws is taken from the stream in every period of the war, so that runs with other odds
    /// share their luck.
    fn step(&self, state: &WarState, _strength: usize, _stream: &mut Stream) -> WarStep {
        let state = match self.validate(state) {
            Ok(()) => state.next_period(),
            Err(_) => state.clone(),
        };
        WarStep { state, end: None }
    }

    /// The probability of the moves seen between two states one period apart, were this the strength: the
    /// likelihood in Bayes' rule.
    ///
    /// Only moves that depend on strength count. A change of regime tells nothing about strength, whoever caused
    /// it, and is left out.
    fn likelihood(&self, before: &WarState, after: &WarState, strength: usize) -> f64 {
        let fits = self.validate(before).is_ok() && self.validate(after).is_ok();
        f64::from(fits && strength < self.strengths())
    }
}

/// The logistic function, 1 / (1 + e⁻ˣ): log-odds to probability.
///
/// `logistic(x)` and `logistic(-x)` are each accurate however small, which 1 − logistic(x) would not be.
fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}
