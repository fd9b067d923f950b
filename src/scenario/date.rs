//! Calendar dates: what a scenario knows of time.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A day of the Gregorian calendar, year 1 to 9999. Later days are greater; shown as `2026-01-23`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    // In this order, so that the derived comparison is that of the calendar.
    year: u16,
    month: u8,
    day: u8,
}

/// A day that the calendar does not have, or text that is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found} is not a day of the calendar, written year-month-day")]
pub struct DateError {
    /// What was given.
    pub found: String,
}

impl Date {
    /// The day, if the calendar has it.
    ///
    /// # Errors
    /// [`DateError`] for a year outside 1 to 9999, and for a month or a day that does not exist.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, DateError> {
        if (1..=9999).contains(&year) && (1..=days_in(year, month)).contains(&day) {
            Ok(Self { year, month, day })
        } else {
            Err(DateError {
                found: format!("{year:04}-{month:02}-{day:02}"),
            })
        }
    }

    /// The year, 1 to 9999.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }
}

/// Days in a month; none in a month that does not exist.
fn days_in(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let error = || DateError {
            found: text.chars().take(64).collect(),
        };
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shaped {
            return Err(error());
        }
        let year = text[..4].parse().map_err(|_| error())?;
        let month = text[5..7].parse().map_err(|_| error())?;
        let day = text[8..].parse().map_err(|_| error())?;
        Self::new(year, month, day)
    }
}

impl TryFrom<String> for Date {
    type Error = DateError;

    fn try_from(text: String) -> Result<Self, DateError> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leap_years_are_gregorian() {
        for (year, leap) in [(2024, true), (2026, false), (1900, false), (2000, true)] {
            assert_eq!(Date::new(year, 2, 29).is_ok(), leap, "{year}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for (year, month, day) in [(0, 1, 1), (10_000, 1, 1), (2026, 0, 1), (2026, 13, 1)] {
            assert!(Date::new(year, month, day).is_err());
        }
        assert_eq!(
            Date::new(2026, 4, 31).unwrap_err().to_string(),
            "2026-04-31 is not a day of the calendar, written year-month-day"
        );
    }

    #[test]
    fn text_comes_back_and_order_is_that_of_the_calendar() {
        let date: Date = "2026-01-23".parse().unwrap();
        assert_eq!(date.to_string(), "2026-01-23");
        assert!(date < "2026-02-01".parse().unwrap());
        assert!(date > "2025-12-31".parse().unwrap());
        for bad in [
            "",
            "2026-1-23",
            "2026/01/23",
            "2026-01-23T",
            "２６-01-23",
            "+026-01-23",
        ] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
    }
}
