//! Where a number comes from.

use std::fmt;

use std::collections::BTreeMap;

use super::read::Allowed;
use super::{Date, SettingError};
use crate::index::{ParameterIndex, SourceIndex};

/// How a number came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Someone measured it: an area on a map, a poll.
    Measured,
    /// Someone said it in public.
    Reported,
    /// It follows from other numbers.
    Computed,
    /// The author of the scenario supposes it, for reasons that the source states.
    Assumption,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Measured => "measured",
            Self::Reported => "reported",
            Self::Computed => "computed",
            Self::Assumption => "assumed",
        })
    }
}

impl Kind {
    /// The word that a file uses for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Reported => "reported",
            Self::Computed => "computed",
            Self::Assumption => "assumption",
        }
    }
}

/// What a number rests on: a publication, or an assumption with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What the file calls it.
    pub key: String,
    /// Its title; for an assumption, what is supposed and why.
    pub title: String,
    /// Where it can be read; `None` for an assumption.
    pub address: Option<String>,
    /// When it was published, or an assumption made; not after the date of the scenario.
    pub published: Date,
}

impl Source {
    /// Whether it is an assumption and not a publication.
    #[must_use]
    pub fn is_assumption(&self) -> bool {
        self.address.is_none()
    }
}

/// A number that nobody knows exactly, with all that is known about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its place in the file as a dotted key made of ids, such as `issue.donbas_line.weight.russia`. It stays when
    /// the file is reordered.
    pub key: String,
    /// The central value, in `unit`, as are both ends.
    pub value: f64,
    /// The least that it may be; at most `value`.
    pub low: f64,
    /// The most that it may be; at least `value`.
    pub high: f64,
    /// What it is counted in.
    pub unit: String,
    /// What it rests on.
    pub source: SourceIndex,
    /// The day on which it held; not after the date of the scenario.
    pub as_of: Date,
    /// How it came about.
    pub kind: Kind,
    /// What else the file says about it.
    pub note: Option<String>,
}

impl Parameter {
    /// The value this part of the way from [`low`](Self::low) at 0 to [`high`](Self::high) at 1, and always within the
    /// range: a part outside 0 to 1 is taken for the nearer end.
    ///
    /// A setting of one's own, or one of an ensemble, is made of them:
    ///
    /// ```
    /// use dealzone::prelude::*;
    ///
    /// let scenario = Scenario::builtin("minsk-2015-02-11")?;
    /// let mut setting = scenario.setting();
    /// for parameter in scenario.parameters() {
    ///     setting.set(&parameter.key, parameter.at(0.75))?;
    /// }
    /// let conflict = scenario.conflict_at(&setting, None)?;
    /// # assert!(conflict.space().issues().len() > 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn at(&self, part: f64) -> f64 {
        // Rounding may pass an end by a bit, which a setting would refuse.
        let value = self.low + (self.high - self.low) * part;
        value.max(self.low).min(self.high)
    }
}

/// The parameters of a scenario in the order of the file, and the way from a key to its parameter.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Parameters {
    list: Vec<Parameter>,
    /// By parameter, what a number of its kind may be, whatever its range.
    allowed: Vec<Allowed>,
    by_key: BTreeMap<String, ParameterIndex>,
}

impl Parameters {
    pub(super) fn list(&self) -> &[Parameter] {
        &self.list
    }

    pub(super) fn find(&self, key: &str) -> Option<ParameterIndex> {
        self.by_key.get(key).copied()
    }

    /// Adds a parameter; `None` where its key is taken.
    pub(super) fn push(
        &mut self,
        parameter: Parameter,
        allowed: Allowed,
    ) -> Option<ParameterIndex> {
        let index = ParameterIndex(self.list.len());
        if self.by_key.contains_key(&parameter.key) {
            return None;
        }
        self.by_key.insert(parameter.key.clone(), index);
        self.list.push(parameter);
        self.allowed.push(allowed);
        Some(index)
    }

    /// Whether a value is one that this parameter may have, whatever its range.
    pub(super) fn check(&self, index: ParameterIndex, value: f64) -> Result<(), SettingError> {
        let known = self
            .list
            .get(index.get())
            .zip(self.allowed.get(index.get()));
        match known {
            Some((_, allowed)) if allowed.contains(value) => Ok(()),
            Some((parameter, allowed)) => Err(SettingError::Impossible {
                key: parameter.key.clone(),
                value,
                expected: allowed.phrase(),
            }),
            None => Err(SettingError::Unknown {
                key: format!("[{}]", index.get()),
                nearest: None,
            }),
        }
    }
}
