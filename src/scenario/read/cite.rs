//! Provenance, as far as it is given, and how it is inherited.

use super::{Node, Registry};
use crate::index::SourceIndex;
use crate::scenario::{Date, Kind, ScenarioError};

/// What is known of where the numbers below a place come from. Each part is inherited by itself.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cite<'a> {
    pub(super) unit: Option<&'a str>,
    pub(super) source: Option<SourceIndex>,
    pub(super) as_of: Option<Date>,
    pub(super) kind: Option<Kind>,
}

impl<'a> Cite<'a> {
    /// The same with the parts that a `cite` table gives.
    pub(super) fn overridden(
        self,
        node: &Node<'a>,
        registry: &Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        node.table(&["unit", "source", "as_of", "kind"])?;
        self.with(node, registry)
    }

    /// The same with the parts that a table gives among other keys.
    pub(super) fn with(
        mut self,
        node: &Node<'a>,
        registry: &Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let part = |key: &str| node.value.get(key).map(|value| node.child(key, value));
        if let Some(unit) = part("unit") {
            self.unit = Some(unit.text()?);
        }
        if let Some(source) = part("source") {
            self.source = Some(registry.source(&source)?);
        }
        if let Some(as_of) = part("as_of") {
            self.as_of = Some(registry.date(&as_of)?);
        }
        if let Some(kind) = part("kind") {
            let words = [
                Kind::Measured,
                Kind::Reported,
                Kind::Computed,
                Kind::Assumption,
            ]
            .map(|kind| (kind.word(), kind));
            self.kind = Some(kind.word("a kind", &words)?);
        }
        Ok(self)
    }
}
