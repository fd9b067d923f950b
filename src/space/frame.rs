//! Frames: when the terms of a deal arrive, and how likely the deal is to break.

use crate::index::{IssueIndex, OptionIndex};
use crate::units::{AnnualRate, Years};

/// What goes on between the signature and the delivery of the terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Interim {
    /// The guns are silent: each side lives with the status quo and pays nothing for fighting.
    #[default]
    Ceasefire,
    /// The fighting goes on until delivery, at its present cost.
    Fighting,
}

/// What one option of a framing issue does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FrameEffect {
    /// How much later the terms arrive.
    pub delay: Years,
    /// What it multiplies the yearly rate of breach by: below 1 for a guarantee, above 1 for what provokes. Finite
    /// and not negative.
    pub breach_factor: f64,
    /// What goes on until delivery. One option that lets the fighting go on outweighs all others.
    pub interim: Interim,
}

impl FrameEffect {
    /// An option that changes neither timing nor durability.
    pub const NEUTRAL: Self = Self {
        delay: Years::ZERO,
        breach_factor: 1.0,
        interim: Interim::Ceasefire,
    };

    pub(super) fn is_valid(&self) -> bool {
        self.breach_factor.is_finite() && self.breach_factor >= 0.0
    }
}

/// One combination of the framing choices, and what it comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The option of each framing issue, in the order of the issues.
    pub choices: Vec<(IssueIndex, OptionIndex)>,
    /// From signature to the delivery of the terms.
    pub delay: Years,
    /// The rate at which the deal breaks.
    pub breach: AnnualRate,
    /// What goes on until delivery.
    pub interim: Interim,
}

impl Frame {
    pub(super) fn open(breach: AnnualRate) -> Self {
        Self {
            choices: Vec::new(),
            delay: Years::ZERO,
            breach,
            interim: Interim::Ceasefire,
        }
    }

    pub(super) fn extended(
        &self,
        issue: IssueIndex,
        option: OptionIndex,
        effect: &FrameEffect,
    ) -> Self {
        let mut choices = self.choices.clone();
        choices.push((issue, option));
        Self {
            choices,
            delay: self.delay + effect.delay,
            breach: self.breach.scaled(effect.breach_factor),
            interim: match (self.interim, effect.interim) {
                (Interim::Ceasefire, Interim::Ceasefire) => Interim::Ceasefire,
                _ => Interim::Fighting,
            },
        }
    }
}
