//! A value of not agreeing that fades round by round.

use super::fixed::{ReservationError, check_values};
use super::{Belief, WarProcess, WarState};
use crate::index::PartyIndex;
use crate::units::Probability;

/// What one party has without a deal, and what is left of it after each round.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FadingReservation {
    /// The normalised utility of not agreeing when the talks open; finite.
    pub value: f64,
    /// The share of the value that is left after a round: one keeps it, zero loses it at once.
    pub kept: Probability,
}

/// A reservation value that shrinks with every round: W at round t is W₀ · keptᵗ.
///
/// The discounted reservation value of the automated negotiating agents competition (Baarslag et al. 2013). A value
/// below zero fades towards zero too. Nothing moves and nothing ends it; the grid has one strength.
#[derive(Debug, Clone, PartialEq)]
pub struct DiscountedReservation {
    parties: Vec<FadingReservation>,
}

impl DiscountedReservation {
    /// A fading reservation value for each party.
    ///
    /// # Errors
    /// [`ReservationError`] when there are no parties or a value is not finite.
    pub fn new(parties: Vec<FadingReservation>) -> Result<Self, ReservationError> {
        check_values(parties.iter().map(|party| party.value))?;
        Ok(Self { parties })
    }
}

impl WarProcess for DiscountedReservation {
    fn parties(&self) -> usize {
        self.parties.len()
    }

    fn value(&self, party: PartyIndex, state: &WarState, _: &Belief) -> f64 {
        match self.parties.get(party.get()) {
            Some(party) if self.validate(state).is_ok() => {
                party.value * libm::pow(party.kept.get(), f64::from(state.period))
            }
            _ => f64::NAN,
        }
    }
}
