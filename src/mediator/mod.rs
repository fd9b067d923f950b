//! The mediator at work: what it knows of the sides, what it does, and its patience.
//!
//! | style | what it does | where |
//! |---|---|---|
//! | [`Facilitation`](Style::Facilitation) | tells each side what the other believes of the war, garbled; carries offers as they are | `message` |
//! | [`Formulation`](Style::Formulation) | writes the text | `text` |
//! | [`Manipulation`](Style::Manipulation) | writes it and pulls levers: carrots for those who sign, sticks for those who fight on | `text`, over a conflict with its levers [within reach](crate::conflict::Conflict::within_reach) |

mod message;
mod text;

pub(crate) use message::pass_on;
pub(crate) use text::{Desk, LaidOut, Mandate};

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
    /// A bias beyond one, or not finite.
    #[error("a mediator leans to a side by {found}, not by -1 to 1")]
    Bias {
        /// What was found.
        found: f64,
    },
    /// Distortion below zero, or not finite.
    #[error("what a mediator passes on is distorted by {found}, not by 0 or more")]
    Distortion {
        /// What was found.
        found: f64,
    },
}

/// What a mediator does, in the terms of Beardsley, Quinn, Biswas & Wilkenfeld (2006).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// It passes information between the sides, with noise, and proposes nothing. What it tells of beliefs is garbled. Offers
    /// that it carries, in a shuttle, it carries word for word: an offer is what is to be signed, and one that was misheard
    /// would be another deal, which nobody had offered.
    Facilitation,
    /// It writes the package that it expects to leave the worst-off side best off, within what is no loss to itself.
    Formulation,
    /// It does the same with its levers as further issues: within its budget and what is no loss to itself.
    Manipulation,
}

impl Style {
    /// All of them, in the order of how far they go.
    pub const ALL: [Self; 3] = [Self::Facilitation, Self::Formulation, Self::Manipulation];

    /// The word for it in files and reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Facilitation => "facilitation",
            Self::Formulation => "formulation",
            Self::Manipulation => "manipulation",
        }
    }

    /// The style that a word names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.word() == word)
    }

    /// Whether it writes texts.
    #[must_use]
    pub fn writes(self) -> bool {
        self != Self::Facilitation
    }
}

/// To which side a mediator leans, and how far (Kydd 2003).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bias {
    /// A side.
    pub toward: PartyIndex,
    /// How far, -1 to 1: a text is to leave this side better off by so much utility; below zero it leans to the others.
    pub by: f64,
}

/// How a mediator works.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mediation {
    party: PartyIndex,
    style: Style,
    patience: f64,
    noise: f64,
    bias: Option<Bias>,
    trust: Probability,
    distortion: f64,
}

impl Mediation {
    /// A mediator with this many rounds of patience on average (1 or more), whose estimates of each side's surplus err
    /// with this standard deviation (0 or more, in utility). It leans to no side, and no side believes what it says.
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
            bias: None,
            trust: Probability::ZERO,
            distortion: 0.0,
        })
    }

    /// The same in another style.
    #[must_use]
    pub fn with_style(self, style: Style) -> Self {
        Self { style, ..self }
    }

    /// Leaning to a side.
    ///
    /// # Errors
    /// [`MediationError::Bias`] unless it leans by -1 to 1.
    pub fn with_bias(self, bias: Bias) -> Result<Self, MediationError> {
        if !(-1.0..=1.0).contains(&bias.by) {
            return Err(MediationError::Bias { found: bias.by });
        }
        Ok(Self {
            bias: Some(bias),
            ..self
        })
    }

    /// Believed to this extent when it passes on what the other side believes, while it distorts the log-odds of each
    /// strength with this standard deviation (0 or more). See [`credence`](Self::credence).
    ///
    /// # Errors
    /// [`MediationError::Distortion`] when it is out of range.
    pub fn with_messages(
        self,
        trust: Probability,
        distortion: f64,
    ) -> Result<Self, MediationError> {
        if !(distortion.is_finite() && distortion >= 0.0) {
            return Err(MediationError::Distortion { found: distortion });
        }
        Ok(Self {
            trust,
            distortion,
            ..self
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

    /// The side that it leans to; `None` where it leans to none.
    #[must_use]
    pub fn bias(&self) -> Option<Bias> {
        self.bias
    }

    /// Standard deviation of its errors in what it passes on, in log-odds.
    #[must_use]
    pub fn distortion(&self) -> f64 {
        self.distortion
    }

    /// How far a mediator leans to a party, -1 to 1.
    #[must_use]
    pub fn lean(&self, party: PartyIndex) -> f64 {
        match self.bias {
            Some(bias) if bias.toward == party => bias.by,
            Some(bias) => -bias.by,
            None => 0.0,
        }
    }

    /// By what share of the way a side moves from what it believes to what the mediator tells it the other side
    /// believes: trust · (1 + lean).
    ///
    /// News that the other side is strong is believed from a friend (Kydd 2003): a side trusts a mediator that leans to
    /// it more, and one that leans away from it less. At most 1.
    #[must_use]
    pub fn credence(&self, party: PartyIndex) -> f64 {
        (self.trust.get() * (1.0 + self.lean(party))).min(1.0)
    }

    /// The probability that it leaves after a round without progress: a geometric wait has the mean asked for.
    #[must_use]
    pub fn leaving(&self) -> Probability {
        Probability::new(1.0 / self.patience).unwrap_or(Probability::ONE)
    }
}
