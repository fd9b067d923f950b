//! What was put on the table.

use serde::{Deserialize, Serialize};

use crate::index::PartyIndex;
use crate::space::Deal;

/// A deal that was put on the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// In which round, from one.
    pub round: u32,
    /// Who offered it.
    pub by: PartyIndex,
    /// Who was shown it beside its maker; everybody where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PartyIndex>,
    /// The deal.
    pub deal: Deal,
}

impl Offer {
    /// Whether a party was shown it.
    #[must_use]
    pub fn is_shown_to(&self, party: PartyIndex) -> bool {
        self.by == party || self.to.is_none_or(|to| to == party)
    }
}
