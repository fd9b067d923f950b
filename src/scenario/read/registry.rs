//! What is collected while a file is read: sources, quantities, and where things are.

use std::collections::BTreeMap;

use super::{Allowed, File, Node, Places};
use crate::index::{ParameterIndex, SourceIndex};
use crate::scenario::parameter::Parameters;
use crate::scenario::{Date, Fault, Parameter, ScenarioError, Source};

/// The sources and quantities of a file, in its order.
#[derive(Debug)]
pub(crate) struct Registry<'a> {
    as_of: Date,
    sources: Vec<Source>,
    by_key: BTreeMap<&'a str, SourceIndex>,
    parameters: Parameters,
    places: Places<'a>,
}

impl<'a> Registry<'a> {
    /// A registry of a scenario of this date with these `[[source]]` tables.
    pub(crate) fn new(
        file: File<'a>,
        as_of: Date,
        sources: &[Node<'a>],
    ) -> Result<Self, ScenarioError> {
        let mut registry = Self {
            as_of,
            sources: Vec::new(),
            by_key: BTreeMap::new(),
            parameters: Parameters::default(),
            places: Places::new(file),
        };
        for node in sources {
            registry.read_source(node)?;
        }
        Ok(registry)
    }

    fn read_source(&mut self, node: &Node<'a>) -> Result<(), ScenarioError> {
        let table = node.table(&["key", "title", "address", "published", "assumption"])?;
        let key = table.need("key")?;
        let assumed = match table.get("assumption") {
            Some(node) => node.boolean()?,
            None => false,
        };
        let address = table.get("address");
        if let (true, Some(address)) = (assumed, &address) {
            return Err(address.error(Fault::Combination {
                found: "an address of an assumption".to_owned(),
                expected: "one or the other".to_owned(),
            }));
        }
        let source = Source {
            key: key.id()?.to_owned(),
            title: table.need("title")?.text()?.to_owned(),
            address: match assumed {
                true => None,
                false => Some(table.need("address")?.text()?.to_owned()),
            },
            published: self.date(&table.need("published")?)?,
        };
        let index = SourceIndex(self.sources.len());
        if self.by_key.insert(key.id()?, index).is_some() {
            return Err(key.error(Fault::Duplicate {
                what: "source",
                id: source.key,
            }));
        }
        self.sources.push(source);
        Ok(())
    }

    pub(crate) fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The source whose key a node gives.
    pub(crate) fn source(&self, node: &Node<'a>) -> Result<SourceIndex, ScenarioError> {
        let key = node.text()?;
        self.by_key
            .get(key)
            .copied()
            .ok_or_else(|| node.names_no(key, "a source", self.by_key.keys().copied()))
    }

    /// A date that is not after that of the scenario.
    pub(crate) fn date(&self, node: &Node<'a>) -> Result<Date, ScenarioError> {
        let found = node.date()?;
        if found <= self.as_of {
            Ok(found)
        } else {
            Err(node.error(Fault::TooLate {
                found,
                latest: self.as_of,
            }))
        }
    }

    pub(super) fn keep(
        &mut self,
        node: &Node<'a>,
        parameter: Parameter,
        allowed: Allowed,
    ) -> Result<ParameterIndex, ScenarioError> {
        self.mark(node);
        self.parameters.push(parameter, allowed).ok_or_else(|| {
            node.error(Fault::Duplicate {
                what: "quantity",
                id: node.path.clone(),
            })
        })
    }

    /// Remembers where something is.
    pub(crate) fn mark(&mut self, node: &Node<'a>) {
        self.places.mark(&node.path, node.span.clone());
    }

    pub(crate) fn places(&self) -> &Places<'a> {
        &self.places
    }

    pub(crate) fn parameter(&self, index: ParameterIndex) -> Option<&Parameter> {
        self.parameters.list().get(index.get())
    }

    /// Sources and parameters in the order of the file, and where everything is.
    pub(crate) fn finish(self) -> (Vec<Source>, Parameters, Places<'a>) {
        (self.sources, self.parameters, self.places)
    }
}
