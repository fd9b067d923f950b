//! What can be wrong with a scenario file.

use std::io;

use super::read::quoted;
use super::{AssemblyError, Date, Kind};
use crate::party::PartyError;
use crate::space::SpaceError;

/// What was found at a place of a scenario file, and what was expected there.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The file cannot be read.
    #[error("found {reason}, expected a file that can be read")]
    Unreadable {
        /// What the system says, by kind.
        kind: io::ErrorKind,
        /// What the system says, in words.
        reason: String,
    },
    /// The file is too big to be a scenario.
    #[error("found more than {limit} bytes, expected at most that")]
    TooBig {
        /// The most allowed, in bytes.
        limit: usize,
    },
    /// The file is not text.
    #[error("found {found}, expected text in UTF-8")]
    NotUtf8 {
        /// What was found, described.
        found: String,
    },
    /// The file says nothing.
    #[error("found an empty file, expected a scenario")]
    Empty,
    /// There is no scenario of this name in the library.
    #[error("found no scenario of that name, expected {}", one_of(.known))]
    NotBuiltIn {
        /// The names of those there are.
        known: Vec<String>,
    },
    /// There is no file of this name, nor a scenario in the library.
    #[error("found no file and no built-in scenario of that name, expected a file or {}", one_of(.known))]
    NeitherFileNorBuiltIn {
        /// The names of those in the library.
        known: Vec<String>,
    },
    /// The text is not TOML.
    #[error("found a fault of syntax ({message}), expected TOML")]
    Syntax {
        /// What the parser says.
        message: String,
    },
    /// A key or a table is given twice.
    #[error("found a second {key}, expected each key once")]
    DuplicateKey {
        /// The key as written.
        key: String,
    },
    /// A dotted key goes deeper than any scenario does.
    #[error("found a key of more than {limit} parts, expected at most that")]
    TooDeep {
        /// The most parts allowed.
        limit: usize,
    },
    /// The file is of another version of the format.
    #[error("found format {found}, expected {expected}")]
    Version {
        /// The version of the file.
        found: i64,
        /// The version that is read here.
        expected: i64,
    },
    /// A key that the format does not have at this place.
    #[error("found a key that is not known here, expected {}{}", one_of(.allowed), meant(.nearest))]
    UnknownKey {
        /// The keys that the place may have.
        allowed: Vec<String>,
        /// The one that is spelt most like what was found, where one is close.
        nearest: Option<String>,
    },
    /// A key that must be there is not.
    #[error("found no such key, expected it in this table")]
    MissingKey,
    /// Something of another type or form.
    #[error("found {found}, expected {expected}")]
    Type {
        /// What was found, as written or described.
        found: String,
        /// What was expected, described.
        expected: String,
    },
    /// A name for something that is not there.
    #[error("found {found}, expected {what}: {}{}", one_of(.known), meant(.nearest))]
    UnknownName {
        /// What was found, in quotes.
        found: String,
        /// What it should name: "an issue".
        what: &'static str,
        /// The names there are.
        known: Vec<String>,
        /// The one that is spelt most like what was found, where one is close.
        nearest: Option<String>,
    },
    /// The same thing twice.
    #[error("found a second {what} `{id}`, expected each once")]
    Duplicate {
        /// What it is.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// Too few or too many of something.
    #[error("found {what}: {found}, expected {}", span(*.least, *.most))]
    Count {
        /// What is counted, in the plural.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// The fewest allowed.
        least: usize,
        /// The most allowed.
        most: usize,
    },
    /// A number that its place does not allow.
    #[error("found {found}, expected {expected}")]
    OutOfRange {
        /// The number.
        found: f64,
        /// What is allowed, as a phrase.
        expected: String,
    },
    /// A range that does not hold its value.
    #[error(
        "found value {value} in the range {low} to {high}, expected low ≤ value ≤ high, in brief [value, low, high]"
    )]
    Range {
        /// The central value.
        value: f64,
        /// The low end as written.
        low: f64,
        /// The high end as written.
        high: f64,
    },
    /// A unit that is not the one of the place.
    #[error("found unit {}, expected {}", quoted(.found), quoted(.expected))]
    Unit {
        /// The unit given or inherited.
        found: String,
        /// The unit of the place.
        expected: String,
    },
    /// A number without its provenance.
    #[error("found a quantity without {missing}, expected it here or in a `cite` above")]
    Uncited {
        /// What is missing, as a key: "source".
        missing: &'static str,
    },
    /// A date after the date of the scenario.
    #[error("found {found}, expected a date not after {latest}, the date of the scenario")]
    TooLate {
        /// The date.
        found: Date,
        /// The date of the scenario.
        latest: Date,
    },
    /// A fact that cites an assumption, or an assumption that cites none.
    #[error("found kind \"{}\" citing \"{source_key}\", expected {}", .kind.word(), basis(*.kind))]
    Basis {
        /// How the number is said to have come about.
        kind: Kind,
        /// What it cites.
        source_key: String,
    },
    /// Parts that do not go together.
    #[error("found {found}, expected {expected}")]
    Combination {
        /// What was found, as a phrase.
        found: String,
        /// What would have been in order, as a phrase.
        expected: String,
    },
    /// A party's weights do not sum to one.
    #[error("found weights of \"{party}\" that sum to {sum}, expected 1")]
    WeightSum {
        /// The party.
        party: String,
        /// What they sum to.
        sum: f64,
    },
    /// The front can take more of a region than there is, or less than nothing.
    #[error("found slices that take what is held from {least} to {most} km2, expected 0 to {area}")]
    Region {
        /// What is held with every axis at the first belligerent's rear.
        least: f64,
        /// What is held with every axis at the second belligerent's rear.
        most: f64,
        /// The area of the region.
        area: f64,
    },
    /// Implications that lead back to where they start.
    #[error("found a cycle of implications ({}), expected none", .constraints.join(" → "))]
    Cycle {
        /// The constraints, each leading to the next and the last to the first.
        constraints: Vec<String>,
    },
    /// Constraints that exclude every deal between them.
    #[error("found {}, expected room for a deal", clash(.constraints))]
    Contradiction {
        /// Constraints that clash, in the order of the file. Without any one of them there are deals, unless there are
        /// so many that this was not found out.
        constraints: Vec<String>,
    },
    /// What assembly says in its own words.
    #[error("found a fault ({0}), expected a sound scenario")]
    Assembly(AssemblyError),
    /// What the space of deals says against its parts.
    #[error("found a fault ({0}), expected a sound space of deals")]
    Space(SpaceError),
    /// What a party says against its parts.
    #[error("found a fault ({0}), expected a sound party")]
    Party(PartyError),
}

fn one_of(words: &[String]) -> String {
    match words {
        [] => "none".to_owned(),
        [word] => format!("`{word}`"),
        _ => format!("one of {}", listed(words, "or")),
    }
}

/// Words in quotes; a list that nobody reads to the end is cut.
fn listed(words: &[String], last: &str) -> String {
    const SHOWN: usize = 32;
    let quoted: Vec<String> = words
        .iter()
        .take(SHOWN)
        .map(|word| format!("`{word}`"))
        .collect();
    match words.len().saturating_sub(SHOWN) {
        0 => quoted.join(", "),
        more => format!("{} {last} {more} more", quoted.join(", ")),
    }
}

fn clash(constraints: &[String]) -> String {
    match constraints {
        [only] => format!("a constraint that excludes every deal (`{only}`)"),
        _ => format!(
            "constraints that exclude every deal together ({})",
            listed(constraints, "and")
        ),
    }
}

fn span(least: usize, most: usize) -> String {
    match least == most {
        true => least.to_string(),
        false => format!("{least} to {most}"),
    }
}

fn meant(nearest: &Option<String>) -> String {
    nearest
        .as_ref()
        .map(|word| format!(" (did you mean `{word}`?)"))
        .unwrap_or_default()
}

fn basis(kind: Kind) -> &'static str {
    match kind {
        Kind::Assumption => "a source with `assumption = true`",
        _ => "a source that is published, not an assumption",
    }
}
