//! The file being read, and places in it.

use std::ops::Range;

use crate::scenario::{Fault, ScenarioError};

/// A file by its name and text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct File<'a> {
    pub(crate) name: &'a str,
    pub(crate) text: &'a str,
}

/// A place in a file with the line that it is on, kept after the file is gone.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    /// From one.
    pub(crate) line: usize,
    /// From one, in characters.
    pub(crate) column: usize,
    /// The line, without its end; `None` where it is too long to show.
    pub(crate) text: Option<String>,
    /// The place in the line, in bytes.
    pub(crate) span: Range<usize>,
    /// What is said about it.
    pub(crate) label: String,
}

impl File<'_> {
    /// The longest line that an error keeps and shows, in bytes.
    const LONGEST: usize = 4096;

    /// The place of a range of bytes. A range of many lines is cut at the end of its first.
    pub(crate) fn spot(&self, span: Range<usize>, label: impl Into<String>) -> Spot {
        let start = self.boundary(span.start);
        let line_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let rest = &self.text[line_start..];
        let line = rest.split_once('\n').map_or(rest, |(line, _)| line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let from = (start - line_start).min(line.len());
        let to = (self.boundary(span.end).max(start) - line_start).clamp(from, line.len());
        Spot {
            line: self.text[..line_start].matches('\n').count() + 1,
            column: self.text[line_start..start].chars().count() + 1,
            text: (line.len() <= Self::LONGEST).then(|| line.to_owned()),
            span: from..to,
            label: label.into(),
        }
    }

    /// An error about a place.
    pub(crate) fn error(&self, span: Range<usize>, key: &str, fault: Fault) -> ScenarioError {
        ScenarioError::new(self.name, key, fault, vec![self.spot(span, key)])
    }

    /// An error about the file as a whole.
    pub(crate) fn refused(&self, fault: Fault) -> ScenarioError {
        ScenarioError::new(self.name, "", fault, Vec::new())
    }

    /// The nearest place before a byte at which a character starts.
    fn boundary(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_end_anyhow() {
        let file = File {
            name: "x",
            text: "a = 1\r\né = \"ü\" # end\r\n",
        };
        let start = file.text.find('"').unwrap();
        let spot = file.spot(start..start + 4, "");
        assert_eq!((spot.line, spot.column), (2, 5));
        assert_eq!(&spot.text.unwrap()[spot.span], "\"ü\"");
        let end = file.spot(9999..99999, "");
        assert_eq!((end.line, end.column), (3, 1));
    }

    #[test]
    fn a_place_of_many_lines_is_cut_at_its_first() {
        let file = File {
            name: "x",
            text: "a = [\n1,\n2]",
        };
        let spot = file.spot(4..file.text.len(), "");
        assert_eq!(spot.span, 4..5);
    }
}
