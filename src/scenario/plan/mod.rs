//! What a file says, with a parameter in place of every uncertain number.
//!
//! Each page reads one part of the format into a plan, and makes the part of the model from the plan at a
//! [`Setting`](super::Setting).

mod agenda;
mod cast;
mod chain;
mod concession;
mod constraint;
mod demand;
mod issue;
mod mediator;
mod party;
mod pattern;
mod region;
mod talks;
mod value;
mod war;

pub use chain::{AxisPlan, BeliefPlan, ChainPlan, FighterPlan, OddsPlan, RegimePlan, SlicePlan};
pub use concession::{AcceptPlan, ChoicePlan, ConcessionPlan, ReturnPlan, StrategyPlan};
pub use demand::{Demand, DemandSet};
pub use mediator::{LeverPlan, MediationPlan};
pub use region::RegionPlan;
pub use talks::TalksPlan;
pub use war::{BattlePlan, BattleStakesPlan, ProcessPlan, WarPlan};

pub(super) use agenda::Agenda;
pub(super) use cast::Cast;
pub(super) use constraint::ConstraintPlan;
pub(super) use demand::DemandSetPlan;
pub(super) use issue::IssuePlan;
pub(super) use party::PartyPlan;

/// Most options that an issue of a file may list.
const MAX_OPTIONS: usize = 4096;
