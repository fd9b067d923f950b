//! Quantities: a number with its range and its provenance.

use toml::de::DeValue;

use super::{Measure, Node, Registry};
use crate::index::ParameterIndex;
use crate::scenario::{Fault, Kind, Parameter, ScenarioError};

/// The keys of a quantity that is written as a table.
const KEYS: &[&str] = &["value", "range", "unit", "source", "as_of", "kind", "note"];

impl<'a> Registry<'a> {
    /// Reads a quantity and keeps it under its key path.
    pub(crate) fn quantity(
        &mut self,
        node: &Node<'a>,
        measure: Measure<'_>,
    ) -> Result<ParameterIndex, ScenarioError> {
        let numbers = match node.value {
            DeValue::Table(_) => in_full(node)?,
            _ => in_brief(node)?,
        };
        for (place, number) in &numbers {
            measure
                .allowed
                .check(*number)
                .map_err(|fault| place.error(fault))?;
        }
        let [(_, value), (_, low), (_, high)] = numbers;
        if !(low <= value && value <= high) {
            return Err(node.error(Fault::Range { value, low, high }));
        }
        let cite = match node.value {
            DeValue::Table(_) => node.cite.with(node, self)?,
            _ => node.cite,
        };
        if let Some(found) = cite.unit.filter(|&found| found != measure.unit) {
            return Err(node.error(Fault::Unit {
                found: found.to_owned(),
                expected: measure.unit.to_owned(),
            }));
        }
        let missing = |missing| node.error(Fault::Uncited { missing });
        let source = cite.source.ok_or_else(|| missing("source"))?;
        let as_of = cite.as_of.ok_or_else(|| missing("as_of"))?;
        let kind = cite.kind.ok_or_else(|| missing("kind"))?;
        let cited = &self.sources()[source.get()];
        if cited.is_assumption() != (kind == Kind::Assumption) {
            return Err(node.error(Fault::Basis {
                kind,
                source_key: cited.key.clone(),
            }));
        }
        let note = match node.value.get("note") {
            Some(note) => Some(node.child("note", note).text()?.to_owned()),
            None => None,
        };
        let parameter = Parameter {
            key: node.path.clone(),
            value,
            low,
            high,
            unit: measure.unit.to_owned(),
            source,
            as_of,
            kind,
            note,
        };
        self.keep(node, parameter)
    }

    /// The quantity at a key of a table, where there is one.
    pub(crate) fn optional(
        &mut self,
        node: Option<Node<'a>>,
        measure: Measure<'_>,
    ) -> Result<Option<ParameterIndex>, ScenarioError> {
        node.map(|node| self.quantity(&node, measure)).transpose()
    }
}

/// Value, low and high of `[value, low, high]`, each with its place.
fn in_brief<'a>(node: &Node<'a>) -> Result<[(Node<'a>, f64); 3], ScenarioError> {
    let expected = "a quantity: [value, low, high] or { value = …, range = [low, high], … }";
    let DeValue::Array(items) = node.value else {
        return Err(node.is_not(expected));
    };
    let [value, low, high] = &items[..] else {
        return Err(node.is_not(expected));
    };
    Ok([
        number(node.inside(value))?,
        number(node.inside(low))?,
        number(node.inside(high))?,
    ])
}

/// Value, low and high of `{ value = …, range = [low, high] }`, each with its place.
fn in_full<'a>(node: &Node<'a>) -> Result<[(Node<'a>, f64); 3], ScenarioError> {
    let table = node.table(KEYS)?;
    let range = table.need("range")?;
    let DeValue::Array(items) = range.value else {
        return Err(range.is_not("[low, high]"));
    };
    let [low, high] = &items[..] else {
        return Err(range.is_not("[low, high]"));
    };
    Ok([
        number(table.need("value")?)?,
        number(range.inside(low))?,
        number(range.inside(high))?,
    ])
}

fn number(node: Node<'_>) -> Result<(Node<'_>, f64), ScenarioError> {
    let number = node.number()?;
    Ok((node, number))
}
