//! Who must agree: what a party wants, what it will not sign, and what it has said in public.
//!
//! | page | what it holds |
//! |---|---|
//! | [`Preferences`] | weights, value functions and interactions: the flow utility of a deal |
//! | [`RedLine`] | levels a party will not sign, or only at a price |
//! | [`Audience`] | what falling short of a public position costs |
//! | [`Aftermath`] | what a broken deal leaves a party with |
//! | [`Ratification`] | whether those at home accept what was signed |

mod audience;
mod error;
mod flow;
mod preferences;
mod ratification;
mod red_line;
mod value;

pub use audience::{Audience, Commitment};
pub use error::PartyError;
pub(crate) use flow::Flow;
pub use preferences::{Interaction, Preferences};
pub use ratification::{Ratification, SupportShift};
pub use red_line::{Force, RedLine};
pub use value::{Curve, End, OptionValue, Valuation};

use crate::index::{IssueIndex, OptionIndex};
use crate::space::{Deal, Space};
use crate::units::AnnualRate;

/// What brings a party to the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It fights.
    Belligerent,
    /// It mediates: it does not fight, but has a utility and costs of its own.
    Mediator,
}

/// What a broken deal leaves a party with, beyond the value of the war it returns to: the ψ of the literature on
/// commitment (Powell 2006), set by an option of a framing issue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aftermath {
    /// The framing issue.
    pub issue: IssueIndex,
    /// The option that has the effect.
    pub option: OptionIndex,
    /// Change in the party's value of war after a breach, in utility: below zero where the other side gains more
    /// from the pause.
    pub change: f64,
}

/// One party to the conflict.
#[derive(Debug, Clone, PartialEq)]
pub struct Party {
    /// Unique within the conflict: lower-case letters, digits, `_` and `-`.
    pub id: String,
    /// What a reader is shown.
    pub label: String,
    /// Whether it fights or mediates.
    pub role: Role,
    /// How fast it discounts the future, per year; above zero where the war is a chain.
    pub discount: AnnualRate,
    /// σ, by which its surplus is divided before parties are compared; within [`SCALES`](Self::SCALES).
    pub scale: f64,
    /// What each level of each issue is worth to it, 0 to 1, and how issues weigh against each other.
    pub preferences: Preferences,
    /// What it will not sign, or only at a price; ids unique within the party.
    pub red_lines: Vec<RedLine>,
    /// What it has said in public, and what it costs to fall short of that.
    pub audience: Audience,
    /// What a broken deal leaves it with, by options of framing issues; nothing but the war where nothing is said.
    pub aftermath: Vec<Aftermath>,
    /// Whether those at home accept what it signs; `None` where nobody is asked.
    pub ratification: Option<Ratification>,
    /// Issues that it funds or guarantees: without it they stay at their status quo.
    pub sponsors: Vec<IssueIndex>,
}

impl Party {
    /// What a scale may be: far outside, the tolerance of the zone's sign would hide real losses, or rounding would
    /// pass for gains.
    pub const SCALES: std::ops::RangeInclusive<f64> = 1e-6..=1e6;

    /// A belligerent with these preferences that discounts nothing, has drawn no line and said nothing.
    pub fn new(id: impl Into<String>, preferences: Preferences) -> Self {
        let id = id.into();
        Self {
            label: id.clone(),
            id,
            role: Role::Belligerent,
            discount: AnnualRate::ZERO,
            scale: 1.0,
            preferences,
            red_lines: Vec::new(),
            audience: Audience::silent(),
            aftermath: Vec::new(),
            ratification: None,
            sponsors: Vec::new(),
        }
    }

    /// Whether a deal crosses one of its absolute red lines.
    #[must_use]
    pub fn refuses(&self, deal: &Deal) -> bool {
        self.red_lines.iter().any(|line| {
            line.force == Force::Absolute
                && line.refuses.iter().any(|refused| refused.matches(deal))
        })
    }

    /// Checks the party against the space it is to bargain over.
    ///
    /// # Errors
    /// [`PartyError`] for the first fault found, naming the party and the issue or red line.
    pub fn check(&self, space: &Space) -> Result<(), PartyError> {
        let fault = |place: String, fault: &'static str| PartyError::Part {
            party: self.id.clone(),
            place,
            fault,
        };
        if !Self::SCALES.contains(&self.scale) {
            return Err(fault("scale".to_owned(), "is not between 1e-6 and 1e6"));
        }
        self.preferences.check(&self.id, space)?;
        error::check_red_lines(self, space)?;
        self.audience
            .fault(space)
            .map_or(Ok(()), |found| Err(fault("audience".to_owned(), found)))?;
        for effect in &self.aftermath {
            let framing = space.issue(effect.issue).is_some_and(|issue| {
                issue.frame.is_some() && effect.option.get() < issue.domain.options().len()
            });
            if !framing || !effect.change.is_finite() {
                return Err(fault(
                    "aftermath".to_owned(),
                    "is not a finite change on an option of a framing issue",
                ));
            }
        }
        if let Some(found) = self
            .ratification
            .as_ref()
            .and_then(|ratification| ratification.fault(space))
        {
            return Err(fault("ratification".to_owned(), found));
        }
        if self
            .sponsors
            .iter()
            .any(|&issue| space.issue(issue).is_none())
        {
            return Err(fault(
                "sponsors".to_owned(),
                "names an issue that is not there",
            ));
        }
        Ok(())
    }
}
