//! A look along the tags of a text before a tree is made of it: what would cost the parser more time, memory or stack
//! than any domain needs is refused here.
//!
//! Building and freeing the tree descends once a level, attributes of one element are compared with each other, and a
//! namespace that an element declares is copied to it with all of those around it.

use super::document::{at_offset, joined};
use crate::genius::domain::clipped;
use crate::genius::error::{Fault, GeniusError, Place};

/// Longest attribute that is read, in bytes as they stand in the file.
const MAX_ATTRIBUTE: usize = 4096;
/// Most attributes of an element.
const MAX_ATTRIBUTES: u64 = 64;
/// Deepest nesting of elements.
const MAX_DEPTH: usize = 64;

/// Where the look has come to.
struct Scan<'t> {
    file: &'t str,
    text: &'t str,
    /// Line and column where the text begins in its file.
    start: (u32, u32),
    /// The elements that are open.
    open: Vec<&'t str>,
}

/// Refuses what is not to be parsed. What is not well-formed is left to the parser to refuse, as long as that costs
/// nothing.
pub(super) fn check<'t>(
    file: &'t str,
    text: &'t str,
    start: (u32, u32),
) -> Result<(), GeniusError> {
    let mut scan = Scan {
        file,
        text,
        start,
        open: Vec::new(),
    };
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find('<')) {
        at += next;
        match scan.tag(at)? {
            Some(end) => at = end,
            None => break,
        }
    }
    Ok(())
}

impl Scan<'_> {
    fn error(&self, at: usize, inner: Option<&str>, fault: Fault) -> GeniusError {
        let names = self.open.iter().copied().chain(inner).map(clipped);
        GeniusError {
            file: self.file.to_owned(),
            place: Some(Box::new(Place {
                element: joined(names.collect()),
                at: Some(at_offset(self.text, at, self.start)),
            })),
            fault,
        }
    }

    /// Goes along what begins with `<` at `at`, to where it ends; `None` where it never does.
    fn tag(&mut self, at: usize) -> Result<Option<usize>, GeniusError> {
        let rest = &self.text[at..];
        let beyond = |closing: &str| {
            let found = rest.find(closing);
            found.map(|end| at + end + closing.len())
        };
        for (opening, closing) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")] {
            if rest.starts_with(opening) {
                return Ok(beyond(closing));
            }
        }
        if rest.starts_with("<!DOCTYPE") {
            return Err(self.error(at, None, Fault::DocumentType));
        }
        if rest.starts_with("</") {
            self.open.pop();
            return Ok(beyond(">"));
        }
        self.opening(at)
    }

    /// The same of a tag that opens an element.
    fn opening(&mut self, at: usize) -> Result<Option<usize>, GeniusError> {
        let text = self.text;
        let name_end = text[at + 1..]
            .find(|letter: char| letter.is_ascii_whitespace() || "/><=".contains(letter))
            .map_or(text.len(), |length| at + 1 + length);
        let name = &text[at + 1..name_end];
        let bytes = text.as_bytes();
        let mut here = name_end;
        let mut attributes = 0;
        let mut attribute = name_end;
        while let Some(byte) = bytes.get(here) {
            match byte {
                b'>' => {
                    if bytes[here - 1] != b'/' {
                        self.open.push(name);
                    }
                    if self.open.len() > MAX_DEPTH {
                        let most = MAX_DEPTH;
                        return Err(self.error(at, None, Fault::TooDeep { most }));
                    }
                    return Ok(Some(here + 1));
                }
                b'=' => {
                    attributes += 1;
                    let told = text[attribute..here].trim();
                    let fault = if attributes > MAX_ATTRIBUTES {
                        Fault::Count {
                            what: "attributes",
                            found: attributes,
                            least: 0,
                            most: MAX_ATTRIBUTES,
                        }
                    } else if told.starts_with("xmlns") && !self.open.is_empty() {
                        Fault::Namespace(clipped(told))
                    } else {
                        here += 1;
                        continue;
                    };
                    return Err(self.error(at, Some(name), fault));
                }
                b'"' | b'\'' => {
                    let Some(length) = text[here + 1..].find(char::from(*byte)) else {
                        return Ok(None);
                    };
                    if length > MAX_ATTRIBUTE {
                        let told = text[attribute..here].trim_matches(['=', ' ', '\t', '\r', '\n']);
                        let fault = Fault::LongAttribute {
                            attribute: clipped(told),
                            found: length,
                            most: MAX_ATTRIBUTE,
                        };
                        return Err(self.error(at, Some(name), fault));
                    }
                    here += length + 2;
                    attribute = here;
                }
                _ => here += 1,
            }
        }
        Ok(None)
    }
}
