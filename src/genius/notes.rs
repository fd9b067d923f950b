//! What is noticed along the way through a file.

use super::error::{Oddity, Warning};

/// Most warnings of a file that are told one by one: what is odd a thousand times is told often enough.
const MOST: usize = 20;

/// Warnings of one file, added to those of others.
pub(super) struct Notes<'w> {
    file: &'w str,
    warnings: &'w mut Vec<Warning>,
    count: usize,
}

impl<'w> Notes<'w> {
    pub(super) fn new(file: &'w str, warnings: &'w mut Vec<Warning>) -> Self {
        Self {
            file,
            warnings,
            count: 0,
        }
    }

    pub(super) fn warn(&mut self, element: impl FnOnce() -> String, oddity: Oddity) {
        self.count += 1;
        if self.count <= MOST {
            self.push(element(), oddity);
        }
    }

    /// Tells how many there were beyond.
    pub(super) fn finish(mut self) {
        if let Some(more @ 1..) = self.count.checked_sub(MOST) {
            self.push(String::new(), Oddity::More(more));
        }
    }

    fn push(&mut self, element: String, oddity: Oddity) {
        self.warnings.push(Warning {
            file: self.file.to_owned(),
            element,
            oddity,
        });
    }
}
