//! Plans of constraints.

use super::Agenda;
use super::pattern::{ConditionPlan, PatternPlan, read_conditions};
use crate::index::ParameterIndex;
use crate::scenario::read::{Measure, Node, Registry, Table};
use crate::scenario::{Fault, ScenarioError, Setting};
use crate::space::{Constraint, Domain, LinearTerm, Relation, Rule};

/// What a file says about a constraint.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ConstraintPlan {
    pub(crate) id: String,
    label: String,
    rule: RulePlan,
}

#[derive(Debug, Clone, PartialEq)]
enum RulePlan {
    Linear {
        terms: Vec<LinearTerm>,
        relation: Relation,
        bound: ParameterIndex,
    },
    Implies {
        when: PatternPlan,
        then: ConditionPlan,
    },
    Excludes(PatternPlan),
}

const RELATIONS: &[(&str, Relation)] = &[
    ("at_most", Relation::AtMost),
    ("equal", Relation::Equal),
    ("at_least", Relation::AtLeast),
];

impl ConstraintPlan {
    pub(crate) fn read<'a>(
        node: &Node<'a>,
        agenda: &Agenda<'_>,
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let allowed = [
            "id", "label", "terms", "relation", "bound", "when", "then", "excludes", "cite",
        ];
        let table = node.table(&allowed)?.citing(registry)?;
        registry.mark(node);
        let id = table.need("id")?.id()?;
        let (form, keys): (_, &[&str]) = match table.only(&["terms", "when", "excludes"])?.0 {
            "terms" => ("terms", &["terms", "relation", "bound"]),
            "when" => ("when", &["when", "then"]),
            _ => ("excludes", &["excludes"]),
        };
        for stray in ["relation", "bound", "then"] {
            if let (Some(node), false) = (table.get(stray), keys.contains(&stray)) {
                return Err(node.error(Fault::Combination {
                    found: format!("`{stray}` beside `{form}`"),
                    expected: format!("only `{}`", keys.join("`, `")),
                }));
            }
        }
        Ok(Self {
            label: match table.get("label") {
                Some(node) => node.text()?.to_owned(),
                None => id.to_owned(),
            },
            id: id.to_owned(),
            rule: match form {
                "terms" => read_linear(&table, agenda, registry)?,
                "when" => RulePlan::Implies {
                    when: PatternPlan::read(&table.need("when")?, agenda, registry)?,
                    then: read_consequence(&table.need("then")?, agenda, registry)?,
                },
                _ => {
                    let node = table.need("excludes")?;
                    RulePlan::Excludes(PatternPlan::read(&node, agenda, registry)?)
                }
            },
        })
    }

    pub(crate) fn build(&self, at: &Setting) -> Constraint {
        Constraint {
            id: self.id.clone(),
            label: self.label.clone(),
            rule: match &self.rule {
                RulePlan::Linear {
                    terms,
                    relation,
                    bound,
                } => Rule::Linear {
                    terms: terms.clone(),
                    relation: *relation,
                    bound: at.value(*bound),
                },
                RulePlan::Implies { when, then } => Rule::Implies {
                    when: when.build(at),
                    then: then.build(at),
                },
                RulePlan::Excludes(pattern) => Rule::Excludes(pattern.build(at)),
            },
        }
    }
}

fn read_linear<'a>(
    table: &Table<'a>,
    agenda: &Agenda<'_>,
    registry: &mut Registry<'a>,
) -> Result<RulePlan, ScenarioError> {
    let node = table.need("terms")?;
    let entries = node.entries()?;
    node.check_count("terms", entries.len(), 1, crate::space::Space::MAX_ISSUES)?;
    let mut terms = Vec::new();
    for entry in entries {
        let issue = agenda.find(&entry.at, entry.key)?;
        let Domain::Amount { .. } = agenda.plan(issue).domain else {
            return Err(entry.at.error(Fault::Combination {
                found: "an issue with options in a sum".to_owned(),
                expected: "an amount".to_owned(),
            }));
        };
        terms.push(LinearTerm {
            issue,
            coefficient: entry.node.number()?,
        });
    }
    terms.sort_by_key(|term| term.issue);
    // The first issue's unit is that of the sum: coefficients convert the others.
    let unit = match terms.first().map(|term| &agenda.plan(term.issue).domain) {
        Some(Domain::Amount { unit, .. }) => unit,
        _ => "",
    };
    Ok(RulePlan::Linear {
        relation: table.need("relation")?.word("a relation", RELATIONS)?,
        bound: registry.quantity(&table.need("bound")?, Measure::any(unit))?,
        terms,
    })
}

/// A pattern of one condition.
fn read_consequence<'a>(
    node: &Node<'a>,
    agenda: &Agenda<'_>,
    registry: &mut Registry<'a>,
) -> Result<ConditionPlan, ScenarioError> {
    let mut conditions = read_conditions(node, agenda, registry)?;
    match (conditions.pop(), conditions.len()) {
        (Some(only), 0) => Ok(only),
        (_, others) => {
            node.check_count("conditions", others + 1, 1, 1)?;
            Err(node.misses("then"))
        }
    }
}
