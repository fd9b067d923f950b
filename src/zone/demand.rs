//! Demands: what each party insists on, one by one, so that they can be lifted one by one.

use serde::{Deserialize, Serialize};

use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::party::Force;

/// One thing that a party insists on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Demand {
    /// An absolute red line: a position in the party's list.
    RedLine {
        /// Whose line.
        party: PartyIndex,
        /// Position in the party's red lines.
        line: usize,
    },
    /// Participation: that the party gains, or loses nothing, against fighting on.
    Participation {
        /// Who must gain.
        party: PartyIndex,
    },
}

impl Demand {
    /// Whose demand it is.
    #[must_use]
    pub fn party(self) -> PartyIndex {
        match self {
            Self::RedLine { party, .. } | Self::Participation { party } => party,
        }
    }

    /// Whether the conflict has the party, and the party the red line, as an absolute one: a line with a price forbids
    /// nothing.
    pub(super) fn is_known(self, conflict: &Conflict) -> bool {
        let party = conflict.parties().get(self.party().get());
        party.is_some_and(|party| match self {
            Self::RedLine { line, .. } => {
                let line = party.red_lines.get(line);
                line.is_some_and(|line| line.force == Force::Absolute)
            }
            Self::Participation { .. } => true,
        })
    }

    /// What is demanded, in words: "Ukraine: no recognition de jure".
    #[must_use]
    pub fn describe(self, conflict: &Conflict) -> String {
        let Some(party) = conflict.parties().get(self.party().get()) else {
            return String::new();
        };
        match self {
            Self::RedLine { line, .. } => match party.red_lines.get(line) {
                Some(line) => format!("{}: {}", party.label, line.label),
                None => String::new(),
            },
            Self::Participation { .. } => {
                format!("{}: gains no less than by fighting on", party.label)
            }
        }
    }
}

/// A set of demands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "Vec<Demand>", into = "Vec<Demand>")]
pub struct Demands(Vec<Demand>);

impl From<Vec<Demand>> for Demands {
    fn from(demands: Vec<Demand>) -> Self {
        Self::new(demands)
    }
}

impl From<Demands> for Vec<Demand> {
    fn from(demands: Demands) -> Self {
        demands.0
    }
}

impl Demands {
    /// Every demand of a conflict: each party's absolute red lines, then each party's participation.
    #[must_use]
    pub fn all(conflict: &Conflict) -> Self {
        let mut demands = Vec::new();
        for (index, party) in conflict.parties().iter().enumerate() {
            let party_index = PartyIndex(index);
            demands.extend(
                party
                    .red_lines
                    .iter()
                    .enumerate()
                    .filter(|(_, line)| line.force == Force::Absolute)
                    .map(|(line, _)| Demand::RedLine {
                        party: party_index,
                        line,
                    }),
            );
            demands.push(Demand::Participation { party: party_index });
        }
        Self::new(demands)
    }

    /// Every demand of one party.
    pub(crate) fn of(conflict: &Conflict, party: PartyIndex) -> Self {
        let mut demands = Self::all(conflict);
        demands.0.retain(|demand| demand.party() == party);
        demands
    }

    /// The red lines of one party.
    pub(crate) fn red_lines_of(conflict: &Conflict, party: PartyIndex) -> Self {
        let mut demands = Self::of(conflict, party);
        let is_red_line = |demand: &Demand| matches!(demand, Demand::RedLine { .. });
        demands.0.retain(is_red_line);
        demands
    }

    /// These demands, in order and without repetition.
    pub fn new(demands: impl IntoIterator<Item = Demand>) -> Self {
        let mut demands: Vec<Demand> = demands.into_iter().collect();
        demands.sort();
        demands.dedup();
        Self(demands)
    }

    /// Those that the conflict has.
    pub(super) fn known(mut self, conflict: &Conflict) -> Self {
        self.0.retain(|demand| demand.is_known(conflict));
        self
    }

    /// The demands.
    #[must_use]
    pub fn as_slice(&self) -> &[Demand] {
        &self.0
    }

    /// Whether a demand is among them.
    #[must_use]
    pub fn contains(&self, demand: Demand) -> bool {
        self.0.contains(&demand)
    }

    /// These but for some.
    #[must_use]
    pub fn without(&self, lifted: &Self) -> Self {
        Self(
            self.0
                .iter()
                .copied()
                .filter(|demand| !lifted.contains(*demand))
                .collect(),
        )
    }
}
