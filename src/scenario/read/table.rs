//! Tables whose keys are all known.

use super::{Node, Registry};
use crate::scenario::nearest::nearest;
use crate::scenario::{Fault, ScenarioError};

/// A table that has no key but those allowed.
#[derive(Debug, Clone)]
pub(crate) struct Table<'a> {
    node: Node<'a>,
}

impl<'a> Table<'a> {
    pub(super) fn new(node: &Node<'a>, allowed: &[&str]) -> Result<Self, ScenarioError> {
        let stranger = node
            .as_table()?
            .keys()
            .filter(|key| !allowed.contains(&key.get_ref().as_ref()))
            .min_by_key(|key| key.span().start);
        match stranger {
            None => Ok(Self { node: node.clone() }),
            Some(key) => Err(node.file.error(
                key.span(),
                &node.path_to(key.get_ref()),
                Fault::UnknownKey {
                    allowed: allowed.iter().map(|&key| key.to_owned()).collect(),
                    nearest: nearest(key.get_ref(), allowed.iter().copied()).map(str::to_owned),
                },
            )),
        }
    }

    /// The same table with the provenance of its `cite`, where it has one, over what it inherits.
    pub(crate) fn citing(mut self, registry: &Registry<'a>) -> Result<Self, ScenarioError> {
        if let Some(cite) = self.get("cite") {
            self.node.cite = self.node.cite.overridden(&cite, registry)?;
        }
        Ok(self)
    }

    /// The error that this table has no such key.
    pub(crate) fn misses(&self, key: &str) -> ScenarioError {
        self.node.misses(key)
    }

    /// The value at a key, where there is one.
    pub(crate) fn get(&self, key: &str) -> Option<Node<'a>> {
        self.node
            .value
            .get(key)
            .map(|value| self.node.child(key, value))
    }

    /// The value at a key that must be there.
    pub(crate) fn need(&self, key: &str) -> Result<Node<'a>, ScenarioError> {
        self.get(key).ok_or_else(|| self.node.misses(key))
    }

    /// The elements at a key; none where there is no such key.
    pub(crate) fn list(
        &self,
        key: &str,
        what: &'static str,
        id: &str,
        most: usize,
    ) -> Result<Vec<Node<'a>>, ScenarioError> {
        self.get(key)
            .map_or_else(|| Ok(Vec::new()), |node| node.list(what, id, 0, most))
    }

    /// The only one of these keys that is there, with its value.
    pub(crate) fn only<'k>(&self, keys: &[&'k str]) -> Result<(&'k str, Node<'a>), ScenarioError> {
        let mut found = keys.iter().filter_map(|&key| Some((key, self.get(key)?)));
        let (first, second) = (found.next(), found.next());
        match (first, second) {
            (Some(entry), None) => Ok(entry),
            (first, _) => Err(self.node.error(Fault::Combination {
                found: match first {
                    None => "none of them".to_owned(),
                    Some(_) => "several at once".to_owned(),
                },
                expected: format!("exactly one of `{}`", keys.join("`, `")),
            })),
        }
    }
}
