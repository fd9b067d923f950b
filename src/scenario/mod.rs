//! Scenarios: conflicts written down in a file, every number with its range and its source.
//!
//! A scenario is read once and assembled many times. Reading checks everything and says by file, line and key what is
//! wrong. Assembly puts the model together at a [`Setting`], a value for each parameter, so that thresholds and
//! ensembles never touch the text.
//!
//! | page | what it holds |
//! |---|---|
//! | [`format`](mod@format) | the file format |
//! | [`Scenario`] | what was read: title and date, sources, parameters, demand sets, war and talks |
//! | [`Parameter`] | a number that nobody knows exactly: value, range, unit, [`Source`], date and [`Kind`] |
//! | [`Setting`] | a value for each parameter |
//! | [`ScenarioError`] | where a file is wrong, and the [`Fault`] that is there |
//!
//! ```no_run
//! use dealzone::scenario::Scenario;
//!
//! let scenario = Scenario::from_file("two-regions.toml")?;
//! let central = scenario.setting();
//! let space = scenario.space(&central)?;
//! let parties = scenario.parties(&central, None)?;
//! assert!(parties.iter().all(|party| party.check(&space).is_ok()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod assemble;
mod builtin;
mod conflict;
mod contradiction;
mod date;
mod error;
mod fault;
mod load;
mod nearest;
mod parameter;
mod plan;
mod read;
mod root;
mod setting;
mod talks;
mod verify;

pub use assemble::AssemblyError;
pub use date::{Date, DateError};
pub use error::ScenarioError;
pub use fault::Fault;
pub use parameter::{Kind, Parameter, Source};
pub use plan::{
    AcceptPlan, AxisPlan, BattlePlan, BattleStakesPlan, BeliefPlan, ChainPlan, ChoicePlan,
    ConcessionPlan, Demand, DemandSet, FighterPlan, LeverPlan, MediationPlan, OddsPlan,
    ProcessPlan, RegimePlan, RegionPlan, ReturnPlan, SlicePlan, StrategyPlan, TalksPlan, WarPlan,
};
pub use setting::{Setting, SettingError};

// Where the references of the page lead in these pages; see `documentation`.
#[doc = "[`Parameter`]: crate::scenario::Parameter"]
#[doc = "[`Curve`]: crate::party::Curve"]
#[doc = "[`Concession`]: crate::talks::Concession"]
#[doc = "[`Reciprocity`]: crate::talks::Reciprocity"]
#[doc = "[`TradeOff`]: crate::talks::TradeOff"]
#[doc = "[`Micro`]: crate::talks::Micro"]
#[doc = "[`Hardliner`]: crate::talks::Hardliner"]
#[doc = "[`RandomWalker`]: crate::talks::RandomWalker"]
#[doc = "[`Rubinstein`]: crate::talks::Rubinstein"]
#[doc = "[`Accept`]: crate::talks::Accept"]
#[doc = "[`Frequency`]: crate::talks::Frequency"]
#[doc = "[`Bayesian`]: crate::talks::Bayesian"]
#[doc = ""]
#[doc = include_str!("format.md")]
pub mod format {}

use std::sync::Arc;

use crate::index::{ParameterIndex, PartyIndex, SourceIndex};
use parameter::Parameters;
use plan::{ConstraintPlan, DemandSetPlan, IssuePlan, PartyPlan};

/// A conflict as a file describes it, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    id: String,
    title: String,
    as_of: Date,
    summary: String,
    sources: Vec<Source>,
    parameters: Arc<Parameters>,
    breach_rate: ParameterIndex,
    issues: Vec<IssuePlan>,
    constraints: Vec<ConstraintPlan>,
    parties: Vec<PartyPlan>,
    demand_sets: Vec<DemandSetPlan>,
    war: WarPlan,
    talks: TalksPlan,
}

impl Scenario {
    /// The greatest size of a file, in bytes.
    pub const MAX_BYTES: usize = 16 << 20;
    /// Most sources a scenario may have.
    pub const MAX_SOURCES: usize = 4096;
    /// Most parties a scenario may have; the fewest are two.
    pub const MAX_PARTIES: usize = 8;
    /// Most demand sets a scenario may have.
    pub const MAX_DEMAND_SETS: usize = 64;
    /// Most red lines a party may have under any demand set.
    pub const MAX_RED_LINES: usize = 64;

    /// Its id: lower-case letters, digits, `_` and `-`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Its date: nothing in it is later.
    #[must_use]
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// What it is about, in a paragraph.
    #[must_use]
    pub fn summary(&self) -> &str {
        &self.summary
    }

    /// What its numbers rest on, in the order of the file.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The source at an index, where there is one.
    #[must_use]
    pub fn source(&self, index: SourceIndex) -> Option<&Source> {
        self.sources.get(index.get())
    }

    /// Every uncertain number, in the order that [`ParameterIndex`] counts.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        self.parameters.list()
    }

    /// The parameter with this key.
    #[must_use]
    pub fn parameter(&self, key: &str) -> Option<&Parameter> {
        self.parameters().get(self.find(key)?.get())
    }

    /// The index of the parameter with this key.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<ParameterIndex> {
        self.parameters.find(key)
    }

    /// The central value of every parameter.
    #[must_use]
    pub fn setting(&self) -> Setting {
        Setting::central(&self.parameters)
    }

    /// The rate at which a deal breaks when no framing choice changes it, per year.
    #[must_use]
    pub fn breach_rate(&self) -> ParameterIndex {
        self.breach_rate
    }

    /// What parties may be taken to demand, in the order of the file: of each party's sets, the first is its default.
    pub fn demand_sets(&self) -> impl Iterator<Item = &DemandSet> {
        self.demand_sets.iter().map(|plan| &plan.set)
    }

    /// What a party demands, and who says so: one demand for each of its red lines in
    /// [`Scenario::parties`], in their order.
    pub fn demands(
        &self,
        party: PartyIndex,
        demand_set: Option<&str>,
    ) -> impl Iterator<Item = &Demand> {
        let own = self.parties.get(party.get()).map(|plan| &plan.red_lines);
        let further = self
            .demand_set_of(party.get(), demand_set)
            .map(|plan| &plan.red_lines);
        own.into_iter()
            .chain(further)
            .flatten()
            .map(|line| &line.demand)
    }

    /// What happens without a deal.
    #[must_use]
    pub fn war(&self) -> &WarPlan {
        &self.war
    }

    /// How the parties talk.
    #[must_use]
    pub fn talks(&self) -> &TalksPlan {
        &self.talks
    }

    /// The demand set that a party stands by when one of them is named, or none is.
    fn demand_set_of(&self, party: usize, named: Option<&str>) -> Option<&DemandSetPlan> {
        let mut own = self
            .demand_sets
            .iter()
            .filter(|plan| plan.set.party.get() == party);
        let default = own.clone().next();
        own.find(|plan| Some(plan.set.id.as_str()) == named)
            .or(default)
    }
}
