//! What can be agreed: issues and their domains, deals, and the constraints that a deal must meet.
//!
//! | page | what it holds |
//! |---|---|
//! | [`Issue`] | one thing to settle: its family, its [`Domain`], and what holds while nothing is signed |
//! | [`Deal`] | a [`Level`] for every issue |
//! | [`Pattern`] | a conjunction of conditions on levels; red lines and exclusions are patterns |
//! | [`Constraint`] | what no deal may break: linear over amounts, implication, exclusion |
//! | [`Frame`] | the choices that say when terms arrive and how likely the deal is to break |

mod constraint;
mod cycle;
mod deal;
mod describe;
mod error;
mod frame;
mod issue;
mod pattern;

pub(crate) use constraint::linear_size;
pub use constraint::{Constraint, LinearTerm, Relation, Rule};
pub use deal::{Deal, Level};
pub(crate) use describe::number;
pub use error::{Place, SpaceError};
pub(crate) use error::{check_count, check_ids};
pub use frame::{Frame, FrameEffect, Interim};
pub use issue::{Choice, Domain, Family, Issue};
pub use pattern::{Condition, OutOfReach, Pattern, Test};

use crate::index::{IssueIndex, OptionIndex};
use crate::units::AnnualRate;

/// The set of deals: issues in a fixed order, and the constraints between them.
///
/// Every space is checked when it is made: ids are unique, every index points at something, every status quo lies in
/// its domain, and the implications have no cycle.
#[derive(Debug, Clone, PartialEq)]
pub struct Space {
    issues: Vec<Issue>,
    constraints: Vec<Constraint>,
}

impl Space {
    /// Most issues a space may have.
    pub const MAX_ISSUES: usize = 512;
    /// Most options an issue may have.
    pub const MAX_OPTIONS: usize = 1 << 18;
    /// Most constraints a space may have.
    pub const MAX_CONSTRAINTS: usize = 4096;
    /// Most frames (combinations of framing choices) a space may have.
    pub const MAX_FRAMES: usize = 4096;

    /// Checks the parts and puts them together.
    ///
    /// # Errors
    /// [`SpaceError`] for the first fault found, naming the issue or constraint by its id.
    pub fn new(issues: Vec<Issue>, constraints: Vec<Constraint>) -> Result<Self, SpaceError> {
        error::check_count("issues", issues.len(), 1, Self::MAX_ISSUES)?;
        error::check_count("constraints", constraints.len(), 0, Self::MAX_CONSTRAINTS)?;
        error::check_ids(issues.iter().map(|issue| issue.id.as_str()), Place::Issue)?;
        error::check_ids(
            constraints.iter().map(|constraint| constraint.id.as_str()),
            Place::Constraint,
        )?;
        for issue in &issues {
            issue.check()?;
        }
        let frames = issues
            .iter()
            .filter(|issue| issue.frame.is_some())
            .try_fold(1_usize, |count, issue| {
                count.checked_mul(issue.domain.options().len())
            })
            .unwrap_or(usize::MAX);
        error::check_count("frames", frames, 1, Self::MAX_FRAMES)?;
        let space = Self {
            issues,
            constraints,
        };
        for constraint in &space.constraints {
            constraint.check(&space)?;
        }
        cycle::check_acyclic(&space)?;
        Ok(space)
    }

    /// The issues, in the order that [`IssueIndex`] counts.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// The constraints that every deal must meet.
    #[must_use]
    pub fn constraints(&self) -> &[Constraint] {
        &self.constraints
    }

    /// The issue at an index, where there is one.
    #[must_use]
    pub fn issue(&self, index: IssueIndex) -> Option<&Issue> {
        self.issues.get(index.get())
    }

    /// The index of the issue with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<IssueIndex> {
        self.issues
            .iter()
            .position(|issue| issue.id == id)
            .map(IssueIndex)
    }

    /// What holds while nothing is signed: every issue at its status quo.
    #[must_use]
    pub fn status_quo(&self) -> Deal {
        Deal::new(self.issues.iter().map(|issue| issue.status_quo).collect())
    }

    /// Whether every level lies in its issue's domain and every constraint holds.
    #[must_use]
    pub fn admits(&self, deal: &Deal) -> bool {
        let mut constraints = self.constraints.iter();
        self.spans(deal) && constraints.all(|constraint| constraint.rule.holds(self, deal))
    }

    /// Whether there is a level for every issue, each in its domain, whatever constraints say.
    pub(crate) fn spans(&self, deal: &Deal) -> bool {
        let mut pairs = self.issues.iter().zip(deal.levels());
        deal.levels().len() == self.issues.len()
            && pairs.all(|(issue, level)| issue.domain.contains(*level))
    }

    /// How many deals there are before constraints; `None` where an amount makes them a continuum.
    /// Given as a float because it passes 2⁶⁴ soon.
    #[must_use]
    pub fn deal_count(&self) -> Option<f64> {
        self.issues
            .iter()
            .map(|issue| issue.domain.level_count())
            .try_fold(1.0, |count, levels| Some(count * levels?))
    }

    /// Every frame of the space, in lexical order of its options: one combination of the framing choices each, and a
    /// single empty one where no issue frames.
    ///
    /// `breach` is the yearly rate at which a deal breaks when no framing choice changes it.
    #[must_use]
    pub fn frames(&self, breach: AnnualRate) -> Vec<Frame> {
        let mut frames = vec![Frame::open(breach)];
        for (issue, effects) in self.framing() {
            frames = frames
                .iter()
                .flat_map(|frame| {
                    effects.iter().enumerate().map(move |(option, effect)| {
                        frame.extended(issue, OptionIndex(option), effect)
                    })
                })
                .collect();
        }
        frames
    }

    /// The frame that a deal chooses; a level that is not an option of its framing issue is passed over.
    #[must_use]
    pub fn frame_of(&self, deal: &Deal, breach: AnnualRate) -> Frame {
        self.framing()
            .fold(Frame::open(breach), |frame, (issue, effects)| {
                match deal.level(issue) {
                    Some(Level::Option(option)) => match effects.get(option.get()) {
                        Some(effect) => frame.extended(issue, option, effect),
                        None => frame,
                    },
                    _ => frame,
                }
            })
    }

    fn framing(&self) -> impl Iterator<Item = (IssueIndex, &[FrameEffect])> {
        self.issues
            .iter()
            .enumerate()
            .filter_map(|(index, issue)| Some((IssueIndex(index), issue.frame.as_deref()?)))
    }
}
