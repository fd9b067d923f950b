//! XML documents as trees whose errors know their place.

use roxmltree::{Document, Node, ParsingOptions};

use super::scan;
use crate::genius::domain::{clipped, shortened};
use crate::genius::error::{Fault, GeniusError, Place};

/// Most elements, texts and comments of a document.
const MAX_NODES: u32 = 4_000_000;

/// A parsed file.
pub(super) struct Xml<'t> {
    file: &'t str,
    document: Document<'t>,
    /// Line and column where the document begins.
    start: (u32, u32),
}

impl<'t> Xml<'t> {
    pub(super) fn parse(file: &'t str, text: &'t str) -> Result<Self, GeniusError> {
        // A declaration has to come first; files have blank lines before it.
        let blank = [' ', '\t', '\r', '\n'];
        let trimmed = text.trim_start_matches(blank);
        let start = at_offset(text, text.len() - trimmed.len(), (1, 1));
        scan::check(file, trimmed, start)?;
        let options = ParsingOptions {
            allow_dtd: false,
            nodes_limit: MAX_NODES,
            ..ParsingOptions::default()
        };
        let document = Document::parse_with_options(trimmed, options).map_err(|error| {
            let at = error.pos();
            let told = error.to_string();
            let told = told
                .strip_suffix(&format!(" at {at}"))
                .unwrap_or(told.as_str());
            let fault = match error {
                roxmltree::Error::DtdDetected => Fault::DocumentType,
                _ => Fault::Syntax(shortened(told, 200)),
            };
            GeniusError {
                file: file.to_owned(),
                place: Some(Box::new(Place {
                    element: String::new(),
                    at: Some(moved((at.row, at.col), start)),
                })),
                fault,
            }
        })?;
        Ok(Self {
            file,
            document,
            start,
        })
    }

    pub(super) fn root(&self) -> Element<'_, 't> {
        Element {
            xml: self,
            node: self.document.root_element(),
        }
    }
}

/// The line and column of a byte of a text that begins at `start`.
pub(super) fn at_offset(text: &str, offset: usize, start: (u32, u32)) -> (u32, u32) {
    let before = &text[..offset];
    let lines = before.matches('\n').count() as u32;
    let own = before.rsplit('\n').next().unwrap_or("").chars().count() as u32;
    moved((lines + 1, own + 1), start)
}

/// A line and column of a text that begins at `start`.
fn moved((row, column): (u32, u32), start: (u32, u32)) -> (u32, u32) {
    if row == 1 {
        (start.0, column + start.1 - 1)
    } else {
        (row + start.0 - 1, column)
    }
}

/// The way to an element, without its middle where it is long.
pub(super) fn joined(mut names: Vec<String>) -> String {
    if names.len() > 8 {
        names.splice(3..names.len() - 3, ["…".to_owned()]);
    }
    names.join("/")
}

/// An element of a document.
#[derive(Clone, Copy)]
pub(super) struct Element<'d, 't> {
    xml: &'d Xml<'t>,
    node: Node<'d, 't>,
}

impl<'d, 't> Element<'d, 't> {
    pub(super) fn name(&self) -> &'d str {
        self.node.tag_name().name()
    }

    pub(super) fn error(&self, fault: Fault) -> GeniusError {
        let at = self.xml.document.text_pos_at(self.node.range().start);
        GeniusError {
            file: self.xml.file.to_owned(),
            place: Some(Box::new(Place {
                element: self.path(),
                at: Some(moved((at.row, at.col), self.xml.start)),
            })),
            fault,
        }
    }

    /// The way to the element from the root, with its position among siblings of its name where there are any.
    pub(super) fn path(&self) -> String {
        let mut parts: Vec<String> = self
            .node
            .ancestors()
            .filter(Node::is_element)
            .map(|node| {
                let name = node.tag_name().name();
                let alike =
                    |other: &Node<'_, '_>| other.is_element() && other.tag_name().name() == name;
                let before = node
                    .prev_siblings()
                    .skip(1)
                    .filter(|other| alike(other))
                    .count();
                let after = node.next_siblings().skip(1).any(|other| alike(&other));
                let short = clipped(name);
                if before > 0 || after {
                    format!("{short}[{}]", before + 1)
                } else {
                    short
                }
            })
            .collect();
        parts.reverse();
        joined(parts)
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = Element<'d, 't>> + use<'d, 't> {
        let xml = self.xml;
        self.node
            .children()
            .filter(Node::is_element)
            .map(move |node| Element { xml, node })
    }

    pub(super) fn children(
        &self,
        name: &'static str,
    ) -> impl Iterator<Item = Element<'d, 't>> + use<'d, 't> {
        self.elements()
            .filter(move |element| element.name() == name)
    }

    pub(super) fn child(&self, name: &'static str) -> Option<Element<'d, 't>> {
        self.children(name).next()
    }

    pub(super) fn needed_child(&self, name: &'static str) -> Result<Element<'d, 't>, GeniusError> {
        self.child(name)
            .ok_or_else(|| self.error(Fault::MissingElement(name)))
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&'d str> {
        self.node.attribute(name)
    }

    pub(super) fn needed(&self, name: &str) -> Result<&'d str, GeniusError> {
        self.attribute(name)
            .ok_or_else(|| self.error(Fault::Missing(name.to_owned())))
    }

    /// A finite number.
    pub(super) fn number(&self, name: &str) -> Result<f64, GeniusError> {
        let text = self.needed(name)?;
        match text.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            _ => Err(self.error(Fault::Number {
                attribute: name.to_owned(),
                found: clipped(text),
            })),
        }
    }

    /// The first of these attributes that is there, as a finite number.
    pub(super) fn number_of(&self, names: &[&str]) -> Result<Option<f64>, GeniusError> {
        let there = names.iter().find(|name| self.attribute(name).is_some());
        there.map(|name| self.number(name)).transpose()
    }

    /// A whole number; "3.0" counts as one.
    pub(super) fn whole(&self, name: &str) -> Result<i64, GeniusError> {
        let text = self.needed(name)?;
        let fault = || {
            self.error(Fault::Whole {
                attribute: name.to_owned(),
                found: clipped(text),
            })
        };
        if let Ok(whole) = text.trim().parse::<i64>() {
            return Ok(whole);
        }
        match text.trim().parse::<f64>() {
            Ok(number) if number.fract() == 0.0 && number.abs() < 9e15 => Ok(number as i64),
            _ => Err(fault()),
        }
    }
}
