//! Plans of parties.

use std::collections::BTreeSet;

use super::demand::RedLinePlan;
use super::{Agenda, Cast, IssuePlan};
use crate::index::{IssueIndex, OptionIndex, ParameterIndex};
use crate::party::{
    Audience, Commitment, Interaction, Party, Preferences, Ratification, Role, SupportShift,
};
use crate::scenario::read::{Measure, Node, Registry, Table};
use crate::scenario::{Fault, Scenario, ScenarioError, Setting};
use crate::space::{Level, Space};
use crate::units::{AnnualRate, Probability, UnitError};

/// What a file says about a party, apart from what it stands to gain and lose in the war.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PartyPlan {
    pub(crate) id: String,
    label: String,
    role: Role,
    scale: Option<ParameterIndex>,
    discount: ParameterIndex,
    interactions: Vec<InteractionPlan>,
    pub(crate) red_lines: Vec<RedLinePlan>,
    audience: Option<AudiencePlan>,
    public: Vec<CommitmentPlan>,
    ratification: Option<RatificationPlan>,
    sponsors: Vec<IssueIndex>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct InteractionPlan {
    between: [(IssueIndex, OptionIndex); 2],
    value: ParameterIndex,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct AudiencePlan {
    cost: ParameterIndex,
    hardening: ParameterIndex,
    fading: ParameterIndex,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct CommitmentPlan {
    issue: IssueIndex,
    level: Level,
    firmness: ParameterIndex,
}

#[derive(Debug, Clone, PartialEq)]
struct RatificationPlan {
    support: ParameterIndex,
    threshold: ParameterIndex,
    standard_error: ParameterIndex,
    shifts: Vec<(IssueIndex, OptionIndex, ParameterIndex)>,
}

const KEYS: &[&str] = &[
    "id",
    "label",
    "role",
    "scale",
    "discount",
    "war_cost",
    "exhaustion",
    "belief",
    "sponsors",
    "audience",
    "public",
    "red_line",
    "interaction",
    "ratification",
    "cite",
];

/// The most interactions, and the most shifts of support, of one party.
const MAX_EFFECTS: usize = 4096;

impl PartyPlan {
    pub(crate) fn read<'a>(
        node: &Node<'a>,
        cast: &Cast,
        agenda: &Agenda<'_>,
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let table = Self::open(node, registry)?;
        registry.mark(node);
        let interactions = table.list("interaction", "interactions", "", MAX_EFFECTS)?;
        let red_lines = table.list("red_line", "red lines", "id", Scenario::MAX_RED_LINES)?;
        let ratification = table.get("ratification");
        Ok(Self {
            id: table.need("id")?.id()?.to_owned(),
            label: table.need("label")?.text()?.to_owned(),
            role: cast.role(&table.need("id")?)?,
            scale: registry.optional(table.get("scale"), Measure::PRICE)?,
            discount: registry.quantity(&table.need("discount")?, Measure::RATE)?,
            interactions: interactions
                .iter()
                .map(|entry| InteractionPlan::read(entry, node, agenda, registry))
                .collect::<Result<_, _>>()?,
            red_lines: RedLinePlan::read_all(&red_lines, &[], agenda, registry)?,
            audience: match table.get("audience") {
                Some(node) => Some(AudiencePlan::read(&node, registry)?),
                None => None,
            },
            public: read_public(&table, agenda, registry)?,
            ratification: match ratification {
                Some(node) => Some(RatificationPlan::read(&node, agenda, registry)?),
                None => None,
            },
            sponsors: read_sponsors(&table, agenda)?,
        })
    }

    /// The party's table, for those who read the rest of it.
    pub(super) fn open<'a>(
        node: &Node<'a>,
        registry: &Registry<'a>,
    ) -> Result<Table<'a>, ScenarioError> {
        node.table(KEYS)?.citing(registry)
    }

    /// The party at a setting, with further red lines from a demand set.
    pub(crate) fn build(
        &self,
        party: usize,
        issues: &[IssuePlan],
        further: &[RedLinePlan],
        space: &Space,
        at: &Setting,
    ) -> Result<Party, UnitError> {
        let interactions = self
            .interactions
            .iter()
            .map(|plan| Interaction::between(plan.between, at.value(plan.value)));
        let values = issues.iter().map(|issue| issue.values[party].build(at));
        let preferences = Preferences::new(weights(party, issues, at), values.collect());
        let mut built = Party::new(
            &self.id,
            preferences.with_interactions(interactions.collect()),
        );
        built.label.clone_from(&self.label);
        built.role = self.role;
        built.discount = AnnualRate::new(at.value(self.discount))?;
        if let Some(scale) = self.scale {
            built.scale = at.value(scale);
        }
        built.red_lines = self
            .red_lines
            .iter()
            .chain(further)
            .map(|line| line.build(space, at))
            .collect();
        built.audience = self.build_audience(at)?;
        built.aftermath = issues
            .iter()
            .enumerate()
            .flat_map(|(index, issue)| issue.build_aftermath(IssueIndex(index), party, at))
            .collect();
        built.ratification = self
            .ratification
            .as_ref()
            .map(|plan| plan.build(at))
            .transpose()?;
        built.sponsors.clone_from(&self.sponsors);
        Ok(built)
    }

    fn build_audience(&self, at: &Setting) -> Result<Audience, UnitError> {
        let mut audience = Audience::silent();
        if let Some(plan) = self.audience {
            audience.cost = at.value(plan.cost);
            audience.hardening = at.value(plan.hardening);
            audience.fading = AnnualRate::new(at.value(plan.fading))?;
        }
        let commitment = |plan: &CommitmentPlan| Commitment {
            issue: plan.issue,
            level: plan.level,
            firmness: at.value(plan.firmness),
        };
        audience.public = self.public.iter().map(commitment).collect();
        Ok(audience)
    }
}

/// A party's weights: as they are where they sum to one, and brought to that sum where a setting has moved some of
/// them apart from the others.
fn weights(party: usize, issues: &[IssuePlan], at: &Setting) -> Vec<f64> {
    let mut weights: Vec<f64> = issues
        .iter()
        .map(|issue| at.value(issue.weights[party]))
        .collect();
    let sum: f64 = weights.iter().sum();
    if (sum - 1.0).abs() > Preferences::WEIGHT_TOLERANCE && sum > 0.0 {
        for weight in &mut weights {
            *weight /= sum;
        }
    }
    weights
}

impl InteractionPlan {
    fn read<'a>(
        node: &Node<'a>,
        party: &Node<'a>,
        agenda: &Agenda<'_>,
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let table = node
            .table(&["between", "value", "cite"])?
            .citing(registry)?;
        let between = table.need("between")?;
        let entries = between.entries()?;
        between.check_count("options", entries.len(), 2, 2)?;
        let mut ends = Vec::new();
        for entry in &entries {
            let issue = agenda.find(&entry.at, entry.key)?;
            let option = agenda.option(&entry.node, issue)?;
            ends.push((
                issue,
                option,
                format!("{}.{}", entry.key, entry.node.text()?),
            ));
        }
        ends.sort_by_key(|&(issue, option, _)| (issue, option));
        let [first, second] = &ends[..] else {
            return Err(between.is_not("two options"));
        };
        let mut value = table.need("value")?;
        value.path = format!("{}.interaction.{}.{}", party.path, first.2, second.2);
        Ok(Self {
            between: [(first.0, first.1), (second.0, second.1)],
            value: registry.quantity(&value, Measure::UTILITY)?,
        })
    }
}

impl AudiencePlan {
    fn read<'a>(node: &Node<'a>, registry: &mut Registry<'a>) -> Result<Self, ScenarioError> {
        let table = node
            .table(&["cost", "hardening", "fading", "cite"])?
            .citing(registry)?;
        Ok(Self {
            cost: registry.quantity(&table.need("cost")?, Measure::COST)?,
            hardening: registry.quantity(&table.need("hardening")?, Measure::SHARE)?,
            fading: registry.quantity(&table.need("fading")?, Measure::RATE)?,
        })
    }
}

fn read_public<'a>(
    table: &Table<'a>,
    agenda: &Agenda<'_>,
    registry: &mut Registry<'a>,
) -> Result<Vec<CommitmentPlan>, ScenarioError> {
    let mut public = Vec::new();
    let mut seen = BTreeSet::new();
    for node in table.list("public", "public positions", "issue", Space::MAX_ISSUES)? {
        let table = node
            .table(&["issue", "level", "firmness", "cite"])?
            .citing(registry)?;
        let place = table.need("issue")?;
        let issue = agenda.issue(&place)?;
        if !seen.insert(issue) {
            return Err(place.error(Fault::Duplicate {
                what: "public position on",
                id: place.text()?.to_owned(),
            }));
        }
        public.push(CommitmentPlan {
            issue,
            level: agenda.level(&table.need("level")?, issue)?,
            firmness: registry.quantity(&table.need("firmness")?, Measure::SHARE)?,
        });
    }
    Ok(public)
}

fn read_sponsors(table: &Table<'_>, agenda: &Agenda<'_>) -> Result<Vec<IssueIndex>, ScenarioError> {
    let mut sponsors = Vec::new();
    for node in table.list("sponsors", "issues", "", Space::MAX_ISSUES)? {
        let issue = agenda.issue(&node)?;
        if sponsors.contains(&issue) {
            return Err(node.error(Fault::Duplicate {
                what: "sponsored issue",
                id: node.text()?.to_owned(),
            }));
        }
        sponsors.push(issue);
    }
    Ok(sponsors)
}

impl RatificationPlan {
    fn read<'a>(
        node: &Node<'a>,
        agenda: &Agenda<'_>,
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let table = node
            .table(&["support", "threshold", "standard_error", "shift", "cite"])?
            .citing(registry)?;
        let mut shifts = Vec::new();
        for entry in table.list("shift", "shifts", "", MAX_EFFECTS)? {
            let entry = entry
                .table(&["issue", "option", "shift", "cite"])?
                .citing(registry)?;
            let issue = agenda.issue(&entry.need("issue")?)?;
            let option = entry.need("option")?;
            let option_index = agenda.option(&option, issue)?;
            let mut shift = entry.need("shift")?;
            shift.path = format!(
                "{}.shift.{}.{}",
                node.path,
                agenda.plan(issue).id,
                option.text()?
            );
            let shift = registry.quantity(&shift, Measure::SHIFT)?;
            shifts.push((issue, option_index, shift));
        }
        Ok(Self {
            support: registry.quantity(&table.need("support")?, Measure::SHARE)?,
            threshold: registry.quantity(&table.need("threshold")?, Measure::SHARE)?,
            standard_error: registry
                .quantity(&table.need("standard_error")?, Measure::STANDARD_ERROR)?,
            shifts,
        })
    }

    fn build(&self, at: &Setting) -> Result<Ratification, UnitError> {
        let shift =
            |&(issue, option, shift): &(IssueIndex, OptionIndex, ParameterIndex)| SupportShift {
                issue,
                option,
                shift: at.value(shift),
            };
        Ok(Ratification {
            support: Probability::new(at.value(self.support))?,
            threshold: Probability::new(at.value(self.threshold))?,
            standard_error: at.value(self.standard_error),
            shifts: self.shifts.iter().map(shift).collect(),
        })
    }
}
