//! XML documents as trees whose errors know their place.

use roxmltree::{Document, Node, ParsingOptions};

use crate::genius::error::{Fault, GeniusError, Place};

/// Longest attribute that is read, in bytes.
const MAX_ATTRIBUTE: usize = 4096;
/// Most elements, texts and comments of a document.
const MAX_NODES: u32 = 4_000_000;
/// Deepest nesting of elements; the parser of the tree descends once a level.
const MAX_DEPTH: usize = 64;

/// A parsed file.
pub(super) struct Xml<'t> {
    file: &'t str,
    document: Document<'t>,
}

impl<'t> Xml<'t> {
    pub(super) fn parse(file: &'t str, text: &'t str) -> Result<Self, GeniusError> {
        check_depth(file, text)?;
        let options = ParsingOptions {
            allow_dtd: false,
            nodes_limit: MAX_NODES,
            ..ParsingOptions::default()
        };
        let document =
            Document::parse_with_options(text.trim_start(), options).map_err(|error| {
                let fault = match error {
                    roxmltree::Error::DtdDetected => Fault::DocumentType,
                    other => Fault::Syntax(other.to_string()),
                };
                GeniusError::of_file(file, fault)
            })?;
        let xml = Self { file, document };
        xml.check_attributes()?;
        Ok(xml)
    }

    fn check_attributes(&self) -> Result<(), GeniusError> {
        for node in self.document.descendants().filter(Node::is_element) {
            for attribute in node.attributes() {
                let found = attribute.value().len();
                if found > MAX_ATTRIBUTE {
                    let fault = Fault::LongAttribute {
                        attribute: attribute.name().chars().take(60).collect(),
                        found,
                        most: MAX_ATTRIBUTE,
                    };
                    return Err(self.root_at(node).error(fault));
                }
            }
        }
        Ok(())
    }

    fn root_at<'d>(&'d self, node: Node<'d, 't>) -> Element<'d, 't> {
        Element { xml: self, node }
    }

    pub(super) fn root(&self) -> Element<'_, 't> {
        self.root_at(self.document.root_element())
    }
}

/// Refuses text whose tags open far more often than they close, before the tree is built: building and freeing it
/// descends once a level.
fn check_depth(file: &str, text: &str) -> Result<(), GeniusError> {
    let bytes = text.as_bytes();
    let mut depth: usize = 0;
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>")]
            .iter()
            .find(|(opening, _)| rest.starts_with(opening.as_bytes()));
        if let Some((_, closing)) = skipped {
            // What never closes is for the parser to refuse.
            at += text[at..].find(closing).unwrap_or(rest.len());
            continue;
        }
        match (rest[0], rest.get(1)) {
            (b'<', Some(b'/')) => depth = depth.saturating_sub(1),
            (b'<', Some(b'!' | b'?')) => {}
            (b'<', _) => depth += 1,
            (b'/', Some(b'>')) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            let fault = Fault::TooDeep { most: MAX_DEPTH };
            return Err(GeniusError::of_file(file, fault));
        }
        at += 1;
    }
    Ok(())
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
                at: Some((at.row, at.col)),
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
                let short: String = name.chars().take(60).collect();
                if before > 0 || after {
                    format!("{short}[{}]", before + 1)
                } else {
                    short
                }
            })
            .collect();
        parts.reverse();
        parts.join("/")
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
                found: text.chars().take(60).collect(),
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
                found: text.chars().take(60).collect(),
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
