//! What is on the table: how other parts of a file name issues, options and levels.

use std::collections::BTreeMap;

use super::IssuePlan;
use crate::index::{IssueIndex, OptionIndex};
use crate::scenario::read::{Node, quoted};
use crate::scenario::{Fault, ScenarioError};
use crate::space::{Domain, Level};

/// The issues of a scenario by id, and their options by id.
#[derive(Debug)]
pub(crate) struct Agenda<'p> {
    issues: &'p [IssuePlan],
    by_id: BTreeMap<&'p str, IssueIndex>,
    options: Vec<BTreeMap<&'p str, OptionIndex>>,
}

impl<'p> Agenda<'p> {
    pub(crate) fn new(issues: &'p [IssuePlan]) -> Self {
        let options = |issue: &'p IssuePlan| {
            let ids = issue
                .domain
                .options()
                .iter()
                .map(|option| option.id.as_str());
            ids.zip((0..).map(OptionIndex)).collect()
        };
        Self {
            issues,
            by_id: issues
                .iter()
                .map(|issue| issue.id.as_str())
                .zip((0..).map(IssueIndex))
                .collect(),
            options: issues.iter().map(options).collect(),
        }
    }

    /// The plan of an issue.
    pub(crate) fn plan(&self, issue: IssueIndex) -> &'p IssuePlan {
        &self.issues[issue.get()]
    }

    /// The issue with an id that stands at a node.
    pub(crate) fn find(&self, node: &Node<'_>, id: &str) -> Result<IssueIndex, ScenarioError> {
        self.by_id.get(id).copied().ok_or_else(|| {
            let known = self.issues.iter().map(|issue| issue.id.as_str());
            node.names_no(id, "an issue", known)
        })
    }

    /// The issue that a node names.
    pub(crate) fn issue(&self, node: &Node<'_>) -> Result<IssueIndex, ScenarioError> {
        self.find(node, node.text()?)
    }

    /// The option of an issue that a node names.
    pub(crate) fn option(
        &self,
        node: &Node<'_>,
        issue: IssueIndex,
    ) -> Result<OptionIndex, ScenarioError> {
        let plan = self.plan(issue);
        if let Domain::Amount { .. } = plan.domain {
            return Err(node.error(Fault::Combination {
                found: format!("an option of the amount `{}`", plan.id),
                expected: "an issue with options".to_owned(),
            }));
        }
        let id = node.text()?;
        self.options[issue.get()].get(id).copied().ok_or_else(|| {
            let known = plan
                .domain
                .options()
                .iter()
                .map(|option| option.id.as_str());
            node.names_no(id, "an option of the issue", known)
        })
    }

    /// The level of an issue that a node gives.
    pub(crate) fn level(&self, node: &Node<'_>, issue: IssueIndex) -> Result<Level, ScenarioError> {
        level(node, &self.plan(issue).domain)
    }
}

/// The level of a domain that a node gives: an option's id, or a number for an amount.
pub(super) fn level(node: &Node<'_>, domain: &Domain) -> Result<Level, ScenarioError> {
    let Domain::Amount {
        lower,
        upper,
        unit,
        step,
    } = domain
    else {
        let id = node
            .value
            .as_str()
            .ok_or_else(|| node.is_not("an option of the issue"))?;
        return domain.find(id).map(Level::Option).ok_or_else(|| {
            let known = domain.options().iter().map(|option| option.id.as_str());
            node.names_no(id, "an option of the issue", known)
        });
    };
    let level = Level::Amount(node.number()?);
    if domain.contains(level) {
        return Ok(level);
    }
    let steps = step.map_or_else(String::new, |step| format!(" in steps of {step}"));
    Err(node.error(Fault::OutOfRange {
        found: node.number()?,
        expected: format!("{lower} to {upper}{steps}, in {}", quoted(unit)),
    }))
}
