//! Text, ids, numbers and dates.

use toml::de::DeValue;

use super::Node;
use crate::scenario::{Date, Fault, ScenarioError};

/// The longest part of a text that an error repeats, in characters.
const SHOWN: usize = 48;

/// A text in quotes, on one line and cut where it is long.
pub(crate) fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("\"{}\"", shown.escape_debug())
}

/// Whether text can be an id: 1 to 64 lower-case letters, digits, `_` or `-`.
pub(super) fn is_id(text: &str) -> bool {
    crate::space::check_ids(std::iter::once(text), crate::space::Place::Option).is_ok()
}

/// A value as an error shows it.
pub(super) fn describe(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => quoted(text),
        DeValue::Integer(number) => cut(&number.to_string()),
        DeValue::Float(number) => cut(number.as_str()),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(time) => time.to_string(),
        DeValue::Array(items) => format!("a list of {}", items.len()),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

fn cut(digits: &str) -> String {
    let mut shown: String = digits.chars().take(SHOWN).collect();
    if shown.len() < digits.len() {
        shown.push('…');
    }
    shown
}

impl<'a> Node<'a> {
    /// A text that says something.
    pub(crate) fn text(&self) -> Result<&'a str, ScenarioError> {
        match self.value {
            DeValue::String(text) if !text.trim().is_empty() => Ok(text),
            _ => Err(self.is_not("a text")),
        }
    }

    /// An id.
    pub(crate) fn id(&self) -> Result<&'a str, ScenarioError> {
        self.value
            .as_str()
            .filter(|text| is_id(text))
            .ok_or_else(|| {
                self.is_not("an id (1 to 64 lower-case letters, digits, \"_\" or \"-\")")
            })
    }

    /// One of a few words, each with its meaning.
    pub(crate) fn word<T: Copy>(
        &self,
        what: &'static str,
        words: &[(&'static str, T)],
    ) -> Result<T, ScenarioError> {
        let text = self.value.as_str().ok_or_else(|| self.is_not(what))?;
        words
            .iter()
            .find(|(word, _)| *word == text)
            .map(|&(_, meaning)| meaning)
            .ok_or_else(|| self.names_no(text, what, words.iter().map(|&(word, _)| word)))
    }

    /// True or false.
    pub(crate) fn boolean(&self) -> Result<bool, ScenarioError> {
        self.value
            .as_bool()
            .ok_or_else(|| self.is_not("true or false"))
    }

    /// A whole number of 64 bits.
    pub(crate) fn integer(&self) -> Result<i64, ScenarioError> {
        self.value
            .as_integer()
            .and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok())
            .ok_or_else(|| self.is_not("a whole number"))
    }

    /// A whole number that counts something, so many at least and at most.
    pub(crate) fn count(&self, least: u32, most: u32) -> Result<u32, ScenarioError> {
        u32::try_from(self.integer()?)
            .ok()
            .filter(|count| (least..=most).contains(count))
            .ok_or_else(|| self.is_not(format!("a whole number, {least} to {most}")))
    }

    /// A finite number.
    pub(crate) fn number(&self) -> Result<f64, ScenarioError> {
        let number = match self.value {
            DeValue::Integer(_) => self.integer()? as f64,
            DeValue::Float(number) => number.as_str().parse().unwrap_or(f64::NAN),
            _ => f64::NAN,
        };
        if number.is_finite() {
            Ok(number)
        } else {
            Err(self.is_not("a finite number"))
        }
    }

    /// A number above zero.
    pub(crate) fn positive(&self) -> Result<f64, ScenarioError> {
        let number = self.number()?;
        if number > 0.0 {
            Ok(number)
        } else {
            Err(self.error(Fault::OutOfRange {
                found: number,
                expected: "a number above 0".to_owned(),
            }))
        }
    }

    /// A date without a time.
    pub(crate) fn date(&self) -> Result<Date, ScenarioError> {
        let expected = "a date such as 2026-01-23, unquoted";
        match self.value {
            DeValue::Datetime(toml::value::Datetime {
                date: Some(date),
                time: None,
                offset: None,
            }) => Date::new(date.year, date.month, date.day).map_err(|_| self.is_not(expected)),
            _ => Err(self.is_not(expected)),
        }
    }
}
