//! The types that most programs name: `use dealzone::prelude::*` to build a conflict, ask for its zone, and let the
//! parties talk.

pub use crate::conflict::{Conflict, Situation};
pub use crate::index::{IssueIndex, OptionIndex, PartyIndex};
pub use crate::mediator::{Mediation, Style};
pub use crate::party::{Curve, Force, Interaction, Party, Preferences, RedLine, Role, Valuation};
pub use crate::scenario::{Scenario, Setting};
pub use crate::space::{
    Condition, Constraint, Deal, Domain, Family, Issue, Level, Pattern, Rule, Space, Test,
};
pub use crate::talks::{
    Breakdown, Entrant, Event, Outcome, Protocol, Round, Talks, TalksSettings, TimeDependent,
};
pub use crate::zone::{Certificate, DealZone, Demands, Proven, Verdict};
