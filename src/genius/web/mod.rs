//! The JSON of GeniusWeb: domains, and profiles that are linear additive.

mod file;
mod read;
mod write;

pub(super) use read::{domain_in_profile, read_domain, read_profile};
pub(super) use write::{domain_text, profile_text};

use super::domain::shortened;
use super::error::{Fault, GeniusError, Place};
use file::Keys;

/// Profiles of GeniusWeb that are not linear additive.
const OTHER_PROFILES: [&str; 3] = [
    "DefaultPartialOrdering",
    "PartialOrdering",
    "SumOfGroupsUtilitySpace",
];

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Domain,
    Profile,
    Other,
}

/// What a file is.
pub(super) fn kind(file: &str, text: &str) -> Result<Kind, GeniusError> {
    let Keys(keys) = parsed(file, text)?;
    let has = |key: &str| keys.iter().any(|own| own == key);
    if let Some(other) = OTHER_PROFILES.into_iter().find(|name| has(name)) {
        let fault = Fault::Unknown {
            what: "profile",
            found: other.to_owned(),
            known: "LinearAdditiveUtilitySpace",
        };
        return Err(GeniusError::of_element(file, other, fault));
    }
    Ok(if has("LinearAdditiveUtilitySpace") {
        Kind::Profile
    } else if has("issuesValues") {
        Kind::Domain
    } else {
        Kind::Other
    })
}

fn parsed<V: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<V, GeniusError> {
    serde_json::from_str(text).map_err(|error| {
        let (row, column) = (error.line(), error.column());
        let told = error.to_string();
        let told = told
            .strip_suffix(&format!(" at line {row} column {column}"))
            .unwrap_or(told.as_str());
        GeniusError {
            file: file.to_owned(),
            place: Some(Box::new(Place {
                element: String::new(),
                at: Some((row as u32, column as u32)),
            })),
            fault: Fault::Syntax(shortened(told, 200)),
        }
    })
}
