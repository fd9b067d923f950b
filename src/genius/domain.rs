//! Domains: what is negotiated.

use super::error::{Fault, GeniusError};

/// The largest number of a range: beyond 2⁵³ whole numbers run together.
pub(super) const MAX_NUMBER: u64 = 9_000_000_000_000_000;

/// The values that an issue can take.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Named values.
    Discrete(Vec<String>),
    /// Whole numbers from the lower end to the upper, both included.
    Integer {
        /// The least.
        lower: i64,
        /// The greatest.
        upper: i64,
    },
    /// All numbers of an interval.
    Real {
        /// The least.
        lower: f64,
        /// The greatest.
        upper: f64,
    },
}

impl Values {
    /// How many there are; `None` for an interval of reals.
    #[must_use]
    pub fn count(&self) -> Option<u64> {
        match self {
            Self::Discrete(values) => Some(values.len() as u64),
            Self::Integer { lower, upper } => Some(upper.abs_diff(*lower).saturating_add(1)),
            Self::Real { .. } => None,
        }
    }

    /// Whether a value is one of these.
    pub(super) fn hold(&self, value: Value) -> bool {
        match (self, value) {
            (Self::Discrete(values), Value::Option(at)) => at < values.len(),
            (Self::Integer { lower, upper }, Value::Integer(value)) => {
                (*lower..=*upper).contains(&value)
            }
            (Self::Real { lower, upper }, Value::Real(value)) => (*lower..=*upper).contains(&value),
            _ => false,
        }
    }

    /// The first and the last value as a whole number: the position of a named one; zero of reals.
    pub(super) fn ends(&self) -> (i64, i64) {
        match self {
            Self::Discrete(values) => (0, values.len() as i64 - 1),
            Self::Integer { lower, upper } => (*lower, *upper),
            Self::Real { .. } => (0, 0),
        }
    }

    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Discrete(_) => "discrete",
            Self::Integer { .. } => "integer",
            Self::Real { .. } => "real",
        }
    }
}

/// One issue.
#[derive(Debug, Clone, PartialEq)]
pub struct Issue {
    /// Its number in the file, by which profiles refer to it.
    pub index: i64,
    /// Its name.
    pub name: String,
    /// What it can be.
    pub values: Values,
}

/// A value of one issue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// The position of a named value, from zero.
    Option(usize),
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
}

/// A value for every issue, in the order of the domain.
pub type Outcome = Vec<Value>;

/// The issues that are negotiated, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Domain {
    /// The name that the file gives it.
    pub name: String,
    issues: Vec<Issue>,
}

impl Domain {
    /// Most issues.
    pub const MAX_ISSUES: usize = 512;
    /// Most values of a discrete or integer issue.
    pub const MAX_VALUES: u64 = 1 << 21;
    /// Most values of all discrete and integer issues together.
    pub const MAX_ALL_VALUES: u64 = 1 << 22;

    /// A domain of these issues.
    ///
    /// # Errors
    /// [`GeniusError`] where there is no issue or are too many, an index or name is there twice, or an issue has no
    /// value, the same twice or too many.
    pub fn new(name: impl Into<String>, issues: Vec<Issue>) -> Result<Self, GeniusError> {
        let name = name.into();
        let count = issues.len();
        let most = Self::MAX_ISSUES;
        if count == 0 || count > most {
            let fault = Fault::Count {
                what: "issues",
                found: count as u64,
                least: 1,
                most: most as u64,
            };
            return Err(GeniusError::of_file(name, fault));
        }
        for (at, issue) in issues.iter().enumerate() {
            let place = || format!("issue {} (\"{}\")", issue.index, clipped(&issue.name));
            let fault = |fault| GeniusError::of_element(name.clone(), place(), fault);
            if issues[..at].iter().any(|other| other.index == issue.index) {
                return Err(fault(Fault::Twice {
                    what: "index",
                    found: issue.index.to_string(),
                }));
            }
            if issues[..at].iter().any(|other| other.name == issue.name) {
                return Err(fault(Fault::Twice {
                    what: "name",
                    found: issue.name.clone(),
                }));
            }
            check_values(&issue.values).map_err(fault)?;
        }
        let all = issues.iter().filter_map(|issue| issue.values.count()).sum();
        if all > Self::MAX_ALL_VALUES {
            let fault = Fault::Count {
                what: "values in all",
                found: all,
                least: 1,
                most: Self::MAX_ALL_VALUES,
            };
            return Err(GeniusError::of_file(name, fault));
        }
        Ok(Self { name, issues })
    }

    /// The issues.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// How many outcomes there are, exactly up to 2⁵³; `None` where an issue is real.
    #[must_use]
    pub fn outcomes(&self) -> Option<f64> {
        self.issues.iter().try_fold(1.0, |product, issue| {
            Some(product * issue.values.count()? as f64)
        })
    }

    /// Whether every value is one of its issue's.
    #[must_use]
    pub fn contains(&self, outcome: &[Value]) -> bool {
        outcome.len() == self.issues.len()
            && self
                .issues
                .iter()
                .zip(outcome)
                .all(|(issue, value)| issue.values.hold(*value))
    }
}

fn check_values(values: &Values) -> Result<(), Fault> {
    match values {
        Values::Integer { lower, upper }
            if lower > upper || lower.unsigned_abs().max(upper.unsigned_abs()) > MAX_NUMBER =>
        {
            return Err(Fault::Range {
                lower: *lower as f64,
                upper: *upper as f64,
            });
        }
        Values::Real { lower, upper }
            if !(lower <= upper && lower.abs().max(upper.abs()) <= MAX_NUMBER as f64) =>
        {
            return Err(Fault::Range {
                lower: *lower,
                upper: *upper,
            });
        }
        _ => {}
    }
    if let Some(count) = values.count()
        && !(1..=Domain::MAX_VALUES).contains(&count)
    {
        return Err(Fault::Count {
            what: "values",
            found: count,
            least: 1,
            most: Domain::MAX_VALUES,
        });
    }
    if let Values::Discrete(values) = values {
        let mut sorted: Vec<&String> = values.iter().collect();
        sorted.sort();
        if let Some(pair) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(Fault::Twice {
                what: "value",
                found: pair[0].clone(),
            });
        }
    }
    Ok(())
}

/// A name short enough for a message.
pub(super) fn clipped(name: &str) -> String {
    shortened(name, 60)
}

/// The beginning of a text, with what a terminal might obey told by its code.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let mut letters = text.chars();
    let mut short = String::new();
    for letter in letters.by_ref().take(most) {
        if letter.is_control() {
            short.extend(letter.escape_default());
        } else {
            short.push(letter);
        }
    }
    if letters.next().is_some() {
        short.push('…');
    }
    short
}
