//! Plans of patterns: tables from issues to options or bounds.

use std::collections::BTreeSet;

use toml::de::DeValue;

use super::Agenda;
use super::value::Number;
use crate::index::{IssueIndex, OptionIndex};
use crate::scenario::read::{Measure, Node, Registry};
use crate::scenario::{Fault, ScenarioError, Setting};
use crate::space::{Condition, Domain, Pattern, Test};

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TestPlan {
    AnyOf(BTreeSet<OptionIndex>),
    Above(Number),
    Below(Number),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ConditionPlan {
    pub(super) issue: IssueIndex,
    pub(super) test: TestPlan,
}

/// Conditions in the order of the issues, whatever the order of the table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PatternPlan(Vec<ConditionPlan>);

/// The most entries of a pattern: one for each issue.
const MAX_CONDITIONS: usize = crate::space::Space::MAX_ISSUES;

impl PatternPlan {
    pub(super) fn read<'a>(
        node: &Node<'a>,
        agenda: &Agenda<'_>,
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        Ok(Self(read_conditions(node, agenda, registry)?))
    }

    pub(super) fn build(&self, at: &Setting) -> Pattern {
        Pattern::new(self.0.iter().map(|condition| condition.build(at)))
    }
}

/// The conditions of a table, in the order of the issues; one at least.
pub(super) fn read_conditions<'a>(
    node: &Node<'a>,
    agenda: &Agenda<'_>,
    registry: &mut Registry<'a>,
) -> Result<Vec<ConditionPlan>, ScenarioError> {
    let entries = node.entries()?;
    node.check_count("conditions", entries.len(), 1, MAX_CONDITIONS)?;
    let mut tests = Vec::new();
    for entry in entries {
        tests.push((agenda.find(&entry.at, entry.key)?, entry.node));
    }
    // Sorted before they are read, so that the order of the parameters does not hang on that of a table.
    tests.sort_by_key(|&(issue, _)| issue);
    let condition = |(issue, node): (IssueIndex, Node<'a>)| {
        let test = read_test(&node, issue, agenda, registry)?;
        Ok(ConditionPlan { issue, test })
    };
    tests.into_iter().map(condition).collect()
}

fn read_test<'a>(
    node: &Node<'a>,
    issue: IssueIndex,
    agenda: &Agenda<'_>,
    registry: &mut Registry<'a>,
) -> Result<TestPlan, ScenarioError> {
    if let Domain::Amount {
        lower, upper, unit, ..
    } = &agenda.plan(issue).domain
    {
        if !node.value.is_table() {
            return Err(
                node.is_not("{ above = … } or { below = … }, because the issue is an amount")
            );
        }
        let table = node.table(&["above", "below", "cite"])?.citing(registry)?;
        let (side, node) = table.only(&["above", "below"])?;
        // A bound beyond the range would be met by every level or by none, and so is a slip.
        let bound = Number::read(&node, Measure::within(unit, *lower, *upper), registry)?;
        return Ok(match side {
            "above" => TestPlan::Above(bound),
            _ => TestPlan::Below(bound),
        });
    }
    let DeValue::Array(_) = node.value else {
        return Err(node.is_not("a list of options of the issue"));
    };
    let mut options = BTreeSet::new();
    for node in node.list("options", "", 1, super::MAX_OPTIONS)? {
        if !options.insert(agenda.option(&node, issue)?) {
            return Err(node.error(Fault::Duplicate {
                what: "option",
                id: node.text()?.to_owned(),
            }));
        }
    }
    Ok(TestPlan::AnyOf(options))
}

impl ConditionPlan {
    pub(super) fn build(&self, at: &Setting) -> Condition {
        let test = match &self.test {
            TestPlan::AnyOf(options) => Test::AnyOf(options.clone()),
            TestPlan::Above(bound) => Test::Above(bound.build(at)),
            TestPlan::Below(bound) => Test::Below(bound.build(at)),
        };
        Condition {
            issue: self.issue,
            test,
        }
    }

    /// Whether every level meets it.
    pub(super) fn always_holds(&self, agenda: &Agenda<'_>) -> bool {
        match &self.test {
            TestPlan::AnyOf(options) => {
                options.len() == agenda.plan(self.issue).domain.options().len()
            }
            TestPlan::Above(_) | TestPlan::Below(_) => false,
        }
    }
}
