//! Reading TOML so that every error knows its line.
//!
//! A [`Node`] is a value with its place, its key path and the provenance that it inherits; a [`Table`] is a node whose
//! keys are known to be allowed; a [`Registry`] collects the quantities.

mod cite;
mod file;
mod guard;
mod measure;
mod node;
mod places;
mod quantity;
mod registry;
mod scalar;
mod table;

pub(super) use file::{File, Spot};
pub(super) use measure::{Allowed, Measure};
pub(super) use node::{Node, ids, names};
pub(super) use places::Places;
pub(super) use registry::Registry;
pub(super) use scalar::quoted;
pub(super) use table::Table;

use super::{Fault, ScenarioError};
use toml::de::DeTable;

/// Parses text as TOML and hands the top table on, so that the tree lives as long as it is read.
pub(super) fn with_document<T>(
    file: File<'_>,
    read: impl FnOnce(&Node<'_>) -> Result<T, ScenarioError>,
) -> Result<T, ScenarioError> {
    guard::check(file)?;
    let tree = DeTable::parse(file.text).map_err(|error| {
        let span = error.span().unwrap_or(file.text.len()..file.text.len());
        let fault = match error.message() {
            "duplicate key" => Fault::DuplicateKey {
                key: quoted(file.text.get(span.clone()).unwrap_or_default()),
            },
            message => Fault::Syntax {
                message: message.replace('\n', " "),
            },
        };
        file.error(span, "", fault)
    })?;
    let value = toml::de::DeValue::Table(tree.into_inner());
    read(&Node::root(file, &value))
}
