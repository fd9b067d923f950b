//! A value with its place, its key path and what it inherits.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::cite::Cite;
use super::scalar::{describe, quoted};
use super::{File, Registry, Table};
use crate::scenario::nearest::nearest;
use crate::scenario::{Fault, ScenarioError};

/// A value of the file.
#[derive(Debug, Clone)]
pub(crate) struct Node<'a> {
    pub(crate) file: File<'a>,
    pub(crate) value: &'a DeValue<'a>,
    pub(crate) span: Range<usize>,
    /// The dotted path of keys, with ids in place of positions where there are ids.
    pub(crate) path: String,
    /// The provenance that quantities here inherit.
    pub(super) cite: Cite<'a>,
}

/// One entry of a table.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'a> {
    pub(crate) key: &'a str,
    /// The value at the place of its key, for errors about the key.
    pub(crate) at: Node<'a>,
    pub(crate) node: Node<'a>,
}

impl<'a> Node<'a> {
    pub(super) fn root(file: File<'a>, value: &'a DeValue<'a>) -> Self {
        Self {
            file,
            value,
            span: 0..0,
            path: String::new(),
            cite: Cite::default(),
        }
    }

    /// The value under this one at a key or position.
    pub(super) fn child(&self, step: &str, value: &'a toml::Spanned<DeValue<'a>>) -> Self {
        Self {
            value: value.get_ref(),
            span: value.span(),
            path: self.path_to(step),
            ..self.clone()
        }
    }

    /// A value within this one, under the same key path.
    pub(super) fn inside(&self, value: &'a toml::Spanned<DeValue<'a>>) -> Self {
        Self {
            value: value.get_ref(),
            span: value.span(),
            ..self.clone()
        }
    }

    /// The path of a step below this one, cut where it is long and on one line whatever the key.
    pub(super) fn path_to(&self, step: &str) -> String {
        let plain = |letter: char| if letter.is_control() { ' ' } else { letter };
        let step: String = step.chars().take(64).map(plain).collect();
        if self.path.is_empty() || step.starts_with('[') {
            format!("{}{step}", self.path)
        } else {
            format!("{}.{step}", self.path)
        }
    }

    /// An error about this value.
    pub(crate) fn error(&self, fault: Fault) -> ScenarioError {
        self.file.error(self.span.clone(), &self.path, fault)
    }

    /// The error that this value is not of the type expected.
    pub(crate) fn is_not(&self, expected: impl Into<String>) -> ScenarioError {
        self.error(Fault::Type {
            found: describe(self.value),
            expected: expected.into(),
        })
    }

    /// The error that this value, or the key that leads to it, names nothing.
    pub(crate) fn names_no<'k>(
        &self,
        found: &str,
        what: &'static str,
        known: impl Iterator<Item = &'k str>,
    ) -> ScenarioError {
        let known: Vec<String> = known.map(str::to_owned).collect();
        self.error(Fault::UnknownName {
            found: quoted(found),
            what,
            nearest: nearest(found, known.iter().map(String::as_str)).map(str::to_owned),
            known,
        })
    }

    /// The elements of a list, so many at least and at most. An element that is a table is known by the text at
    /// `id` where it has one, and any other by its position from zero.
    pub(crate) fn list(
        &self,
        what: &'static str,
        id: &str,
        least: usize,
        most: usize,
    ) -> Result<Vec<Node<'a>>, ScenarioError> {
        let DeValue::Array(items) = self.value else {
            let key = self.path.rsplit('.').next().unwrap_or_default();
            return Err(self.is_not(match self.value {
                DeValue::Table(_) => {
                    format!(
                        "a list of {what}: `[[{key}]]` for `[{key}]`, or `[{{ … }}]` for `{{ … }}`"
                    )
                }
                _ => format!("a list of {what}"),
            }));
        };
        self.check_count(what, items.len(), least, most)?;
        let step = |position: usize, value: &DeValue<'_>| {
            value
                .get(id)
                .and_then(|id| id.get_ref().as_str())
                .filter(|id| super::scalar::is_id(id))
                .map_or_else(|| format!("[{position}]"), str::to_owned)
        };
        Ok(items
            .iter()
            .enumerate()
            .map(|(position, item)| self.child(&step(position, item.get_ref()), item))
            .collect())
    }

    pub(crate) fn check_count(
        &self,
        what: &'static str,
        found: usize,
        least: usize,
        most: usize,
    ) -> Result<(), ScenarioError> {
        if (least..=most).contains(&found) {
            Ok(())
        } else {
            Err(self.error(Fault::Count {
                what,
                found,
                least,
                most,
            }))
        }
    }

    pub(super) fn as_table(&self) -> Result<&'a DeTable<'a>, ScenarioError> {
        self.value.as_table().ok_or_else(|| self.is_not("a table"))
    }

    /// A table that may have these keys and no others.
    pub(crate) fn table(&self, allowed: &[&str]) -> Result<Table<'a>, ScenarioError> {
        Table::new(self, allowed)
    }

    /// A table keyed by names: what it has for each name, in the order of the names. It may have a `cite` as well.
    pub(crate) fn by_name<'n>(
        &self,
        what: &'static str,
        names: impl Iterator<Item = &'n str> + Clone,
        registry: &Registry<'a>,
    ) -> Result<Vec<Option<Node<'a>>>, ScenarioError> {
        let entries = self.as_table()?;
        let known: BTreeSet<&str> = names.clone().chain(["cite"]).collect();
        let stranger = entries
            .iter()
            .filter(|(key, _)| !known.contains(key.get_ref().as_ref()))
            .min_by_key(|(key, _)| key.span().start);
        if let Some((key, _)) = stranger {
            let place = Node {
                span: key.span(),
                ..self.clone()
            };
            return Err(place.names_no(key.get_ref(), what, names));
        }
        let mut node = self.clone();
        if let Some(cite) = entries.get("cite") {
            node.cite = node.cite.overridden(&self.child("cite", cite), registry)?;
        }
        Ok(names
            .map(|name| entries.get(name).map(|value| node.child(name, value)))
            .collect())
    }

    /// A table that has every one of these names, in the order of the names.
    pub(crate) fn by_every_name<'n>(
        &self,
        what: &'static str,
        names: impl Iterator<Item = &'n str> + Clone,
        registry: &Registry<'a>,
    ) -> Result<Vec<Node<'a>>, ScenarioError> {
        self.by_name(what, names.clone(), registry)?
            .into_iter()
            .zip(names)
            .map(|(node, name)| node.ok_or_else(|| self.misses(name)))
            .collect()
    }

    /// The error that this table has no such key.
    pub(crate) fn misses(&self, key: &str) -> ScenarioError {
        self.file
            .error(self.span.clone(), &self.path_to(key), Fault::MissingKey)
    }

    /// The entries of a table, in the order of the file.
    pub(crate) fn entries(&self) -> Result<Vec<Entry<'a>>, ScenarioError> {
        let mut entries: Vec<_> = self.as_table()?.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let entry = |(key, value): (&'a toml::Spanned<Cow<'a, str>>, _)| {
            let node = self.child(key.get_ref(), value);
            Entry {
                key: key.get_ref(),
                at: Node {
                    span: key.span(),
                    ..node.clone()
                },
                node,
            }
        };
        Ok(entries.into_iter().map(entry).collect())
    }

    /// The value at a key of a table whose other keys do not matter yet.
    pub(crate) fn need(&self, key: &str) -> Result<Node<'a>, ScenarioError> {
        match self.as_table()?.get(key) {
            Some(value) => Ok(self.child(key, value)),
            None => Err(self.misses(key)),
        }
    }

    /// Whether this is a table with this key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some()
    }
}

/// The ids at a key of tables, each once.
pub(crate) fn ids<'a>(
    what: &'static str,
    key: &str,
    nodes: &[Node<'a>],
) -> Result<Vec<&'a str>, ScenarioError> {
    let mut seen = BTreeSet::new();
    let mut ids = Vec::new();
    for node in nodes {
        let place = node.need(key)?;
        let id = place.id()?;
        if !seen.insert(id) {
            return Err(place.error(Fault::Duplicate {
                what,
                id: id.to_owned(),
            }));
        }
        ids.push(id);
    }
    Ok(ids)
}

/// The ids of what other tables have as keys: `cite` cannot be among them, because such a table may have one.
pub(crate) fn names<'a>(
    what: &'static str,
    nodes: &[Node<'a>],
) -> Result<Vec<&'a str>, ScenarioError> {
    let names = ids(what, "id", nodes)?;
    match names.iter().position(|&name| name == "cite") {
        None => Ok(names),
        Some(at) => Err(nodes[at].need("id")?.error(Fault::Combination {
            found: format!("a {what} called `cite`"),
            expected: format!(
                "another id: in a table by {what} that key says where the numbers come from"
            ),
        })),
    }
}
