//! A value for every parameter of a scenario.

use std::sync::Arc;

use super::nearest::nearest;
use super::parameter::Parameters;
use crate::index::ParameterIndex;

/// A value for every parameter of a scenario, each within its range.
///
/// [`Scenario::setting`](super::Scenario::setting) starts one at the central values. It is what a scenario is
/// assembled at, so that a threshold or an ensemble never touches the text.
///
/// ```
/// # fn show(scenario: &dealzone::scenario::Scenario) -> Result<(), Box<dyn std::error::Error>> {
/// let impatient = scenario.setting().with("party.north.discount", 0.4)?;
/// let parties = scenario.parties(&impatient, None)?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    parameters: Arc<Parameters>,
    values: Vec<f64>,
}

/// A value that a setting does not take.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingError {
    /// The scenario has no such parameter.
    #[error("there is no parameter `{key}`{}", .nearest.as_ref().map(|key| format!("; did you mean `{key}`?")).unwrap_or_default())]
    Unknown {
        /// The key that was given.
        key: String,
        /// The key that is spelt most like it, where one is close.
        nearest: Option<String>,
    },
    /// A number of the file that is fixed.
    #[error(
        "`{key}` is no parameter: it is a structural number, with no range, and another value of it makes another \
         scenario file"
    )]
    Structural {
        /// The key that was given.
        key: String,
    },
    /// The value is one that the parameter cannot have, whatever its range.
    #[error("{value} is no value for `{key}`: expected {expected}")]
    Impossible {
        /// The parameter's key.
        key: String,
        /// The value that was given.
        value: f64,
        /// What it may be.
        expected: String,
    },
    /// The value is outside the parameter's range.
    #[error("{value} is outside the range of `{key}`, {low} to {high}")]
    OutOfRange {
        /// The parameter's key.
        key: String,
        /// The value that was given.
        value: f64,
        /// The least allowed.
        low: f64,
        /// The most allowed.
        high: f64,
    },
}

/// Numbers of a file that are part of what the scenario is: how time is cut, and how long things are looked at.
const STRUCTURAL: [&str; 5] = [
    "talks.absence",
    "talks.period_days",
    "talks.rounds",
    "talks.watch_years",
    "war.horizon_years",
];

impl Setting {
    pub(super) fn central(parameters: &Arc<Parameters>) -> Self {
        Self {
            values: parameters
                .list()
                .iter()
                .map(|parameter| parameter.value)
                .collect(),
            parameters: Arc::clone(parameters),
        }
    }

    /// The values, in the order of [`Scenario::parameters`](super::Scenario::parameters).
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The value of one parameter; NaN for an index of another scenario.
    #[must_use]
    pub fn value(&self, parameter: ParameterIndex) -> f64 {
        self.values
            .get(parameter.get())
            .copied()
            .unwrap_or(f64::NAN)
    }

    /// Changes the value of the parameter with this key.
    ///
    /// # Errors
    /// [`SettingError`] for a key that the scenario does not have, and for a value outside the parameter's range.
    pub fn set(&mut self, key: &str, value: f64) -> Result<(), SettingError> {
        self.set_at(self.find(key)?, value)
    }

    /// The index of the parameter with this key.
    ///
    /// # Errors
    /// [`SettingError::Unknown`] for a key that the scenario does not have, and [`SettingError::Structural`] for that of a
    /// number which is no parameter, such as `talks.rounds`.
    pub fn find(&self, key: &str) -> Result<ParameterIndex, SettingError> {
        if let Some(index) = self.parameters.find(key) {
            return Ok(index);
        }
        let last = |path: &&str| path.split('.').next_back() == Some(key);
        if STRUCTURAL.contains(&key) || STRUCTURAL.iter().any(last) {
            return Err(SettingError::Structural {
                key: key.to_owned(),
            });
        }
        let keys = self.parameters.list().iter();
        let keys = keys.map(|parameter| parameter.key.as_str());
        Err(SettingError::Unknown {
            key: key.to_owned(),
            nearest: nearest(key, keys).map(str::to_owned),
        })
    }

    /// Changes the value of the parameter at this index.
    ///
    /// # Errors
    /// As [`Setting::set`].
    pub fn set_at(&mut self, index: ParameterIndex, value: f64) -> Result<(), SettingError> {
        let place = self.values.get_mut(index.get());
        let (Some(place), Some(parameter)) = (place, self.parameters.list().get(index.get()))
        else {
            return Err(SettingError::Unknown {
                key: format!("[{}]", index.get()),
                nearest: None,
            });
        };
        if !(parameter.low..=parameter.high).contains(&value) {
            return Err(SettingError::OutOfRange {
                key: parameter.key.clone(),
                value,
                low: parameter.low,
                high: parameter.high,
            });
        }
        *place = value;
        Ok(())
    }

    /// Changes the value of the parameter at this index to any that a number of its kind can have, within its range or
    /// beyond it.
    pub(crate) fn put(&mut self, index: ParameterIndex, value: f64) -> Result<(), SettingError> {
        self.parameters.check(index, value)?;
        if let Some(place) = self.values.get_mut(index.get()) {
            *place = value;
        }
        Ok(())
    }

    /// The same setting with one value changed.
    ///
    /// # Errors
    /// As [`Setting::set`].
    pub fn with(mut self, key: &str, value: f64) -> Result<Self, SettingError> {
        self.set(key, value)?;
        Ok(self)
    }

    /// Whether it belongs to the scenario with these parameters.
    pub(super) fn is_of(&self, parameters: &Arc<Parameters>) -> bool {
        Arc::ptr_eq(&self.parameters, parameters) || self.parameters == *parameters
    }
}
