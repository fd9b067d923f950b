//! The XML of GENIUS.

mod document;
mod domain;
mod profile;
mod scan;
mod write;

pub(super) use write::{domain as domain_text, profile as profile_text};

use super::domain::{Domain, clipped};
use super::error::{GeniusError, Warning};
use super::profile::Profile;
use document::{Element, Xml};

/// What the root element says that a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Domain,
    Profile,
    Other(String),
}

/// What a file is.
pub(super) fn kind(file: &str, text: &str) -> Result<Kind, GeniusError> {
    let xml = Xml::parse(file, text)?;
    Ok(match xml.root().name() {
        "negotiation_template" => Kind::Domain,
        "utility_space" => Kind::Profile,
        other => Kind::Other(clipped(other)),
    })
}

/// Reads a domain.
pub(super) fn read_domain(
    file: &str,
    text: &str,
    warnings: &mut Vec<Warning>,
) -> Result<Domain, GeniusError> {
    let xml = Xml::parse(file, text)?;
    domain::read(file, xml.root(), warnings)
}

/// Reads a profile over a domain.
pub(super) fn read_profile(
    file: &str,
    text: &str,
    domain: &Domain,
    warnings: &mut Vec<Warning>,
) -> Result<Profile, GeniusError> {
    let xml = Xml::parse(file, text)?;
    profile::read(file, xml.root(), domain, warnings)
}
