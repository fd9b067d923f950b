//! Where things are, for errors that are found after reading.

use std::collections::BTreeMap;
use std::ops::Range;

use super::File;
use crate::scenario::{Fault, ScenarioError};

/// The places of quantities and of things with ids, by key path.
#[derive(Debug)]
pub(crate) struct Places<'a> {
    file: File<'a>,
    spans: BTreeMap<String, Range<usize>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(file: File<'a>) -> Self {
        Self {
            file,
            spans: BTreeMap::new(),
        }
    }

    pub(super) fn mark(&mut self, path: &str, span: Range<usize>) {
        self.spans.insert(path.to_owned(), span);
    }

    /// An error about things by their key paths, the first of them foremost; about the file where none was marked.
    pub(crate) fn error(&self, paths: &[impl AsRef<str>], fault: Fault) -> ScenarioError {
        // More excerpts than this hide the first.
        const SHOWN: usize = 16;
        let spots = paths
            .iter()
            .map(AsRef::as_ref)
            .take(SHOWN)
            .filter_map(|path| Some(self.file.spot(self.spans.get(path)?.clone(), path)))
            .collect();
        let key = paths.first().map_or("", AsRef::as_ref);
        ScenarioError::new(self.file.name, key, fault, spots)
    }
}
