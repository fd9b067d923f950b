//! The types that most programs name: `use dealzone::prelude::*`.

pub use crate::conflict::{Conflict, Situation};
pub use crate::index::{IssueIndex, OptionIndex, PartyIndex};
pub use crate::party::{Curve, Party, Preferences, RedLine, Valuation};
pub use crate::space::{Condition, Deal, Domain, Family, Issue, Level, Pattern, Space};
pub use crate::zone::{DealZone, Demands, Verdict};
