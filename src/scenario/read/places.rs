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

    /// An error about things by their key paths, the first of them foremost. What was not marked is shown at the
    /// nearest thing around it that was, and at the top of the file where nothing was.
    pub(crate) fn error(&self, paths: &[impl AsRef<str>], fault: Fault) -> ScenarioError {
        // More excerpts than this hide the first.
        const SHOWN: usize = 16;
        let spots = paths
            .iter()
            .map(AsRef::as_ref)
            .take(SHOWN)
            .map(|path| self.file.spot(self.around(path), path))
            .collect();
        let key = paths.first().map_or("", AsRef::as_ref);
        ScenarioError::new(self.file.name, key, fault, spots)
    }

    fn around(&self, path: &str) -> Range<usize> {
        let mut path = path;
        loop {
            match (self.spans.get(path), path.rsplit_once('.')) {
                (Some(span), _) => return span.clone(),
                (None, Some((outer, _))) => path = outer,
                (None, None) => return 0..0,
            }
        }
    }
}
