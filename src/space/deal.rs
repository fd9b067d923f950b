//! Deals: a level for every issue.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::index::{IssueIndex, OptionIndex};

/// What a deal says on one issue.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A named option.
    Option(OptionIndex),
    /// An amount, in the issue's unit.
    Amount(f64),
}

/// A level for every issue of a space, in its order. A clone shares the levels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<Level>", into = "Vec<Level>")]
pub struct Deal(Arc<[Level]>);

impl From<Vec<Level>> for Deal {
    fn from(levels: Vec<Level>) -> Self {
        Self::new(levels)
    }
}

impl From<Deal> for Vec<Level> {
    fn from(deal: Deal) -> Self {
        deal.levels().to_vec()
    }
}

impl FromIterator<Level> for Deal {
    fn from_iter<I: IntoIterator<Item = Level>>(levels: I) -> Self {
        Self(levels.into_iter().collect())
    }
}

impl Deal {
    /// A deal from its levels, in the order of the space's issues. [`Space::admits`](super::Space::admits) says
    /// whether it is a deal of that space.
    #[must_use]
    pub fn new(levels: Vec<Level>) -> Self {
        Self(levels.into())
    }

    /// The levels, in the order of the space's issues.
    #[must_use]
    pub fn levels(&self) -> &[Level] {
        &self.0
    }

    /// The level of one issue, where the deal has it.
    #[must_use]
    pub fn level(&self, issue: IssueIndex) -> Option<Level> {
        self.0.get(issue.get()).copied()
    }

    /// Whether it is a clone of the other, so that nothing need be compared.
    pub(crate) fn is_clone_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The same deal with one level changed; unchanged where the deal has no such issue.
    #[must_use]
    pub fn with(mut self, issue: IssueIndex, level: Level) -> Self {
        if let Some(place) = Arc::make_mut(&mut self.0).get_mut(issue.get()) {
            *place = level;
        }
        self
    }
}
