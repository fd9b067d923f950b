//! Plans of red lines, and of alternative sets of them.

use super::pattern::{ConditionPlan, PatternPlan, read_conditions};
use super::{Agenda, Cast};
use crate::index::{ParameterIndex, PartyIndex, SourceIndex};
use crate::party::{Force, RedLine};
use crate::scenario::read::{Measure, Node, Registry, ids};
use crate::scenario::{Date, Fault, Scenario, ScenarioError, Setting};
use crate::space::{Pattern, Space};

/// A demand that a party has made: where its red line comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// The id of the red line, unique within the party.
    pub id: String,
    /// What is demanded, as a clause.
    pub label: String,
    /// Who says so.
    pub source: SourceIndex,
    /// When it was said.
    pub as_of: Date,
}

/// One of the sets of red lines that a party may stand by: its demands as they stood at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandSet {
    /// Unique within the scenario.
    pub id: String,
    /// What a reader is shown.
    pub label: String,
    /// Whose demands they are.
    pub party: PartyIndex,
    /// Who says so.
    pub source: SourceIndex,
    /// When it was said.
    pub as_of: Date,
}

/// What a file says about a red line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RedLinePlan {
    pub(crate) demand: Demand,
    refuses: Vec<PatternPlan>,
    requires: Vec<ConditionPlan>,
    price: Option<ParameterIndex>,
}

/// What a file says about a demand set.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DemandSetPlan {
    pub(crate) set: DemandSet,
    pub(crate) red_lines: Vec<RedLinePlan>,
}

/// The most patterns that one red line refuses.
const MAX_PATTERNS: usize = 4096;

impl RedLinePlan {
    fn read<'a>(
        node: &Node<'a>,
        agenda: &Agenda<'_>,
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let allowed = [
            "id", "label", "source", "as_of", "price", "refuses", "requires", "cite",
        ];
        let table = node.table(&allowed)?.citing(registry)?;
        registry.mark(node);
        let (mut refuses, mut requires) = (Vec::new(), Vec::new());
        for node in table.list("refuses", "patterns", "", MAX_PATTERNS)? {
            refuses.push(PatternPlan::read(&node, agenda, registry)?);
        }
        if let Some(node) = table.get("requires") {
            for condition in read_conditions(&node, agenda, registry)? {
                if condition.always_holds(agenda) {
                    let id = &agenda.plan(condition.issue).id;
                    return Err(node.error(Fault::Combination {
                        found: format!("every option of `{id}`"),
                        expected: "at least one left out, or nothing is required".to_owned(),
                    }));
                }
                requires.push(condition);
            }
        }
        if refuses.is_empty() && requires.is_empty() {
            return Err(node.error(Fault::Combination {
                found: "a red line that refuses nothing".to_owned(),
                expected: "`refuses`, `requires` or both".to_owned(),
            }));
        }
        Ok(Self {
            demand: Demand {
                id: table.need("id")?.id()?.to_owned(),
                label: table.need("label")?.text()?.to_owned(),
                source: registry.source(&table.need("source")?)?,
                as_of: registry.date(&table.need("as_of")?)?,
            },
            refuses,
            requires,
            price: registry.optional(table.get("price"), Measure::PRICE)?,
        })
    }

    /// Reads the red lines under a table, their ids unlike each other's and those given.
    pub(super) fn read_all<'a>(
        nodes: &[Node<'a>],
        earlier: &[RedLinePlan],
        agenda: &Agenda<'_>,
        registry: &mut Registry<'a>,
    ) -> Result<Vec<Self>, ScenarioError> {
        for (id, node) in ids("red line of the party", "id", nodes)?
            .into_iter()
            .zip(nodes)
        {
            if earlier.iter().any(|line| line.demand.id == id) {
                return Err(node.need("id")?.error(Fault::Duplicate {
                    what: "red line of the party",
                    id: id.to_owned(),
                }));
            }
        }
        nodes
            .iter()
            .map(|node| Self::read(node, agenda, registry))
            .collect()
    }

    pub(crate) fn build(&self, space: &Space, at: &Setting) -> RedLine {
        let refused = self.refuses.iter().map(|pattern| pattern.build(at));
        // What misses one requirement crosses the line, whatever the others are.
        let missed = self
            .requires
            .iter()
            .filter_map(|required| required.build(at).negated(space))
            .map(|missed| Pattern::new([missed]));
        RedLine {
            id: self.demand.id.clone(),
            label: self.demand.label.clone(),
            refuses: refused.chain(missed).collect(),
            force: self
                .price
                .map_or(Force::Absolute, |price| Force::Priced(at.value(price))),
        }
    }
}

impl DemandSetPlan {
    /// Reads a demand set; `own` are the red lines that each party draws in any case.
    pub(crate) fn read<'a>(
        node: &Node<'a>,
        own: &[&[RedLinePlan]],
        cast: &Cast,
        agenda: &Agenda<'_>,
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let allowed = [
            "id", "label", "party", "source", "as_of", "red_line", "cite",
        ];
        let table = node.table(&allowed)?.citing(registry)?;
        registry.mark(node);
        let party = cast.find(&table.need("party")?)?;
        let own = own.get(party.get()).copied().unwrap_or_default();
        let most = Scenario::MAX_RED_LINES.saturating_sub(own.len());
        let lines = table.list("red_line", "red lines", "id", most)?;
        Ok(Self {
            set: DemandSet {
                id: table.need("id")?.id()?.to_owned(),
                label: table.need("label")?.text()?.to_owned(),
                party,
                source: registry.source(&table.need("source")?)?,
                as_of: registry.date(&table.need("as_of")?)?,
            },
            red_lines: RedLinePlan::read_all(&lines, own, agenda, registry)?,
        })
    }
}
