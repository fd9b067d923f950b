//! A fixed value of not agreeing, as in the textbook.

use super::{Belief, WarProcess, WarState};
use crate::index::PartyIndex;

/// Reservations that no party could have.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ReservationError {
    /// There are no parties.
    #[error("there are no parties with a reservation value")]
    NoParties,
    /// A value that is not finite.
    #[error("party {party} has a reservation value of {found}")]
    Value {
        /// The party, counted from zero.
        party: usize,
        /// Its value.
        found: f64,
    },
}

/// The disagreement point of Nash (1950): a constant for each party, whatever happens and whatever is believed.
///
/// Nothing moves and nothing ends it. The state has no axes and one regime, the grid one strength.
#[derive(Debug, Clone, PartialEq)]
pub struct FixedReservation {
    values: Vec<f64>,
}

impl FixedReservation {
    /// A constant reservation value for each party: its normalised utility of not agreeing.
    ///
    /// # Errors
    /// [`ReservationError`] when there are no parties or a value is not finite.
    pub fn new(values: Vec<f64>) -> Result<Self, ReservationError> {
        check_values(values.iter().copied())?;
        Ok(Self { values })
    }
}

pub(super) fn check_values(values: impl Iterator<Item = f64>) -> Result<(), ReservationError> {
    let mut parties = 0;
    for (party, found) in values.enumerate() {
        if !found.is_finite() {
            return Err(ReservationError::Value { party, found });
        }
        parties += 1;
    }
    if parties == 0 {
        return Err(ReservationError::NoParties);
    }
    Ok(())
}

impl WarProcess for FixedReservation {
    fn parties(&self) -> usize {
        self.values.len()
    }

    fn is_still(&self) -> bool {
        true
    }

    fn value(&self, party: PartyIndex, state: &WarState, _: &Belief) -> f64 {
        match self.values.get(party.get()) {
            Some(&value) if self.validate(state).is_ok() => value,
            _ => f64::NAN,
        }
    }
}
