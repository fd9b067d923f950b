//! The mediator at work: what it knows of the sides, the text that it writes, and its patience.

mod text;

pub(crate) use text::write_text;

use crate::index::PartyIndex;
use crate::units::Probability;

/// A number that a mediator cannot have.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MediationError {
    /// Patience below one round, or not finite.
    #[error("a mediator's patience is {found} rounds, not 1 or more")]
    Patience {
        /// What was found.
        found: f64,
    },
    /// Noise below zero, or not finite.
    #[error("a mediator's estimates err by {found}, not by 0 or more")]
    Noise {
        /// What was found.
        found: f64,
    },
}

/// What a mediator does, in the terms of Beardsley, Quinn, Biswas & Wilkenfeld (2006).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// It writes the package that it expects to leave the worst-off side best off, within what is no loss to itself.
    Formulation,
}

/// How a mediator works.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mediation {
    party: PartyIndex,
    style: Style,
    patience: f64,
    noise: f64,
}

impl Mediation {
    /// A mediator with this many rounds of patience on average (1 or more), whose estimates of each side's surplus err
    /// with this standard deviation (0 or more, in utility).
    ///
    /// # Errors
    /// [`MediationError`] when a number is out of range.
    pub fn new(
        party: PartyIndex,
        style: Style,
        patience: f64,
        noise: f64,
    ) -> Result<Self, MediationError> {
        if !(patience.is_finite() && patience >= 1.0) {
            return Err(MediationError::Patience { found: patience });
        }
        if !(noise.is_finite() && noise >= 0.0) {
            return Err(MediationError::Noise { found: noise });
        }
        Ok(Self {
            party,
            style,
            patience,
            noise,
        })
    }

    /// Who mediates.
    #[must_use]
    pub fn party(&self) -> PartyIndex {
        self.party
    }

    /// What it does.
    #[must_use]
    pub fn style(&self) -> Style {
        self.style
    }

    /// Mean number of rounds without progress before it leaves.
    #[must_use]
    pub fn patience(&self) -> f64 {
        self.patience
    }

    /// Standard deviation of its estimate of each side's surplus, in utility.
    #[must_use]
    pub fn noise(&self) -> f64 {
        self.noise
    }

    /// The probability that it leaves after a round without progress: a geometric wait has the mean asked for.
    #[must_use]
    pub fn leaving(&self) -> Probability {
        Probability::new(1.0 / self.patience).unwrap_or(Probability::ONE)
    }
}
