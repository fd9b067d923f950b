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
        self.keep(node, parameter, measure.allowed)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::read::{File, with_document};

    /// The parameter at `outer.inner.x` of a text, or the error about it.
    fn read(text: &str) -> Result<Parameter, ScenarioError> {
        let sources = r#"
            [[source]]
            key = "idea"
            title = "An idea"
            published = 2026-01-01
            assumption = true
            [[source]]
            key = "poll"
            title = "A poll"
            address = "polls.example"
            published = 2026-01-01
        "#;
        let text = format!("{text}\n{sources}");
        let file = File {
            name: "x.toml",
            text: &text,
        };
        with_document(file, |root| {
            let table = root.table(&["outer", "source", "cite"])?;
            let sources = table.list("source", "sources", "key", 9)?;
            let as_of = "2026-01-23".parse().expect("a date");
            let mut registry = Registry::new(file, as_of, &sources)?;
            let outer = table.citing(&registry)?.need("outer")?;
            let outer = outer.table(&["inner", "cite"])?.citing(&registry)?;
            let inner = outer.need("inner")?.table(&["x", "cite"])?;
            let x = inner.citing(&registry)?.need("x")?;
            let index = registry.quantity(&x, Measure::SHARE)?;
            Ok(registry.parameter(index).expect("just read").clone())
        })
    }

    #[test]
    fn each_part_of_the_provenance_is_inherited_by_itself() {
        let found = read(
            r#"
            cite = { source = "idea", kind = "assumption", as_of = 2026-01-01 }
            [outer]
            cite = { source = "poll", kind = "reported" }
            [outer.inner]
            cite = { as_of = 2026-01-10 }
            x = { value = 0.5, range = [0, 1], kind = "measured" }
            "#,
        )
        .expect("a sound quantity");
        assert_eq!(found.key, "outer.inner.x");
        assert_eq!((found.low, found.value, found.high), (0.0, 0.5, 1.0));
        assert_eq!((found.source.get(), found.kind), (1, Kind::Measured));
        assert_eq!(found.as_of.to_string(), "2026-01-10");
        assert_eq!(found.unit, "share");
    }

    #[test]
    fn what_is_not_inherited_is_missed() {
        let error = read("outer.inner.x = [0.5, 0, 1]\ncite = { source = \"poll\" }");
        assert_eq!(
            error.expect_err("two parts are missing").fault(),
            &Fault::Uncited { missing: "as_of" }
        );
    }

    #[test]
    fn a_unit_is_checked_wherever_it_comes_from() {
        let text =
            "cite = { source = \"poll\", as_of = 2026-01-01, kind = \"measured\", unit = \"km2\" }";
        let error = read(&format!("{text}\nouter.inner.x = [0.5, 0, 1]"));
        assert!(matches!(
            error.expect_err("a share is no area").fault(),
            Fault::Unit { found, expected } if found == "km2" && expected == "share"
        ));
    }
}
