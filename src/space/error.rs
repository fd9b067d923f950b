//! What can be wrong with a space.

use std::collections::BTreeSet;
use std::fmt;

use super::OutOfReach;

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// An issue of a space.
    Issue,
    /// An option of an issue.
    Option,
    /// A constraint of a space.
    Constraint,
    /// A party of a conflict.
    Party,
    /// A red line of a party.
    RedLine,
    /// A lever of a mediator.
    Lever,
}

impl Place {
    fn plural(self) -> &'static str {
        match self {
            Self::Issue => "issues",
            Self::Option => "options",
            Self::Constraint => "constraints",
            Self::Party => "parties",
            Self::RedLine => "red lines",
            Self::Lever => "levers",
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Issue => "issue",
            Self::Option => "option",
            Self::Constraint => "constraint",
            Self::Party => "party",
            Self::RedLine => "red line",
            Self::Lever => "lever",
        })
    }
}

/// What is wrong with a space, naming the part by its id.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SpaceError {
    /// Too few or too many of something.
    #[error("{found} {what}, where {least} to {most} are allowed")]
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
    /// Two things bear the same id.
    #[error("two {} have the id \"{id}\"", .place.plural())]
    DuplicateId {
        /// What bears it.
        place: Place,
        /// The id.
        id: String,
    },
    /// An id that cannot be one.
    #[error("{place} id \"{id}\" is not 1 to 64 lower-case letters, digits, \"_\" or \"-\"")]
    MalformedId {
        /// What bears it.
        place: Place,
        /// The id, cut at 64 characters.
        id: String,
    },
    /// An issue that is not in order.
    #[error("issue \"{issue}\": {fault}")]
    Issue {
        /// The issue's id.
        issue: String,
        /// What is wrong, as a clause.
        fault: &'static str,
    },
    /// A constraint that is not in order.
    #[error("constraint \"{constraint}\" {fault}")]
    Constraint {
        /// The constraint's id.
        constraint: String,
        /// What is wrong, as a predicate.
        fault: &'static str,
    },
    /// A constraint that tests an amount against a bound outside its range.
    #[error("constraint \"{constraint}\" {source}")]
    Bound {
        /// The constraint's id.
        constraint: String,
        /// The bound and the range.
        source: Box<OutOfReach>,
    },
    /// Implications that lead back to where they start.
    #[error("implications form a cycle: {}", .constraints.join(" → "))]
    CyclicImplications {
        /// The constraints on the cycle, each leading to the next and the last to the first.
        constraints: Vec<String>,
    },
}

pub(crate) fn check_count(
    what: &'static str,
    found: usize,
    least: usize,
    most: usize,
) -> Result<(), SpaceError> {
    if (least..=most).contains(&found) {
        Ok(())
    } else {
        Err(SpaceError::Count {
            what,
            found,
            least,
            most,
        })
    }
}

/// Checks that ids are well formed and no two the same.
pub(crate) fn check_ids<'a>(
    ids: impl Iterator<Item = &'a str>,
    place: Place,
) -> Result<(), SpaceError> {
    let mut seen = BTreeSet::new();
    for id in ids {
        let fits = (1..=64).contains(&id.len())
            && id.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-'
            });
        if !fits {
            return Err(SpaceError::MalformedId {
                place,
                id: id.chars().take(64).collect(),
            });
        }
        if !seen.insert(id) {
            return Err(SpaceError::DuplicateId {
                place,
                id: id.to_owned(),
            });
        }
    }
    Ok(())
}
