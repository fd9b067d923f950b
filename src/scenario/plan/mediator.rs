//! Plans of the mediator and its levers.

use super::Cast;
use crate::conflict::{Lever, LeverEffect, Leverage, Timing};
use crate::index::{ParameterIndex, PartyIndex};
use crate::mediator::{Bias, Mediation, MediationError, Style};
use crate::party::Role;
use crate::scenario::read::{Measure, Node, Registry, ids};
use crate::scenario::{Fault, ScenarioError, Setting};
use crate::units::Probability;

/// How the mediator works.
#[derive(Debug, Clone, PartialEq)]
pub struct MediationPlan {
    /// The mediator.
    pub party: PartyIndex,
    /// What it does.
    pub style: Style,
    /// Mean number of rounds without progress before it leaves.
    pub patience: ParameterIndex,
    /// Standard deviation of its estimate of each side's surplus, in utility.
    pub noise: ParameterIndex,
    /// The belligerent that it leans to, and how far; `None` where it leans to none.
    pub bias: Option<(PartyIndex, ParameterIndex)>,
    /// By what share of the way a side moves to what it is told; `None` where it does not.
    pub trust: Option<ParameterIndex>,
    /// Standard deviation of its errors in what it passes on; `None` where there are none.
    pub distortion: Option<ParameterIndex>,
    /// The most that its levers may cost at one time; `None` where it has none.
    pub budget: Option<ParameterIndex>,
    /// What it can do beside writing texts.
    pub levers: Vec<LeverPlan>,
}

/// Something that the mediator can do, in part or in full.
#[derive(Debug, Clone, PartialEq)]
pub struct LeverPlan {
    /// Unique among levers and issues.
    pub id: String,
    /// What it is in full.
    pub label: String,
    /// When it works.
    pub timing: Timing,
    /// What it costs the mediator in full.
    pub cost: ParameterIndex,
    /// By party, what it adds in full to the value of any deal; `None` where it adds nothing.
    pub deal: Vec<Option<ParameterIndex>>,
    /// By party, what it adds in full to the value of fighting on; `None` where it adds nothing.
    pub war: Vec<Option<ParameterIndex>>,
}

const STYLES: &[(&str, Style)] = &[
    ("facilitation", Style::Facilitation),
    ("formulation", Style::Formulation),
    ("manipulation", Style::Manipulation),
];

const TIMINGS: &[(&str, Timing)] = &[
    ("on_signature", Timing::OnSignature),
    ("at_once", Timing::AtOnce),
];

const KEYS: &[&str] = &[
    "party",
    "style",
    "patience",
    "noise",
    "bias",
    "trust",
    "distortion",
    "budget",
    "lever",
    "cite",
];

impl MediationPlan {
    pub(super) fn read<'a>(
        node: &Node<'a>,
        cast: &Cast,
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let table = node.table(KEYS)?.citing(registry)?;
        let party = cast.find_as(Role::Mediator, &table.need("party")?)?;
        let style = table.need("style")?;
        let nodes = table.list("lever", "levers", "id", Leverage::MAX_LEVERS)?;
        ids("lever", "id", &nodes)?;
        let plan = Self {
            party,
            style: style.word("a style", STYLES)?,
            patience: registry.quantity(&table.need("patience")?, Measure::ROUNDS)?,
            noise: registry.quantity(&table.need("noise")?, Measure::COST)?,
            bias: match table.get("bias") {
                Some(node) => Some(read_bias(&node, cast, registry)?),
                None => None,
            },
            trust: registry.optional(table.get("trust"), Measure::SHARE)?,
            distortion: registry.optional(table.get("distortion"), Measure::DEVIATION)?,
            budget: match nodes.is_empty() {
                false => Some(registry.quantity(&table.need("budget")?, Measure::COST)?),
                true => registry.optional(table.get("budget"), Measure::COST)?,
            },
            levers: nodes
                .iter()
                .map(|node| LeverPlan::read(node, party, cast, registry))
                .collect::<Result<_, _>>()?,
        };
        if plan.style == Style::Manipulation && plan.levers.is_empty() {
            return Err(style.error(Fault::Combination {
                found: "manipulation without levers".to_owned(),
                expected: "`[[talks.mediator.lever]]`".to_owned(),
            }));
        }
        Ok(plan)
    }

    /// How the mediator works at a setting.
    pub(crate) fn build(&self, setting: &Setting) -> Result<Mediation, MediationError> {
        let value = |index: Option<ParameterIndex>| index.map_or(0.0, |index| setting.value(index));
        let trust = Probability::new(value(self.trust)).unwrap_or(Probability::ZERO);
        let mediation = Mediation::new(
            self.party,
            self.style,
            setting.value(self.patience),
            setting.value(self.noise),
        )?
        .with_messages(trust, value(self.distortion))?;
        match self.bias {
            None => Ok(mediation),
            Some((toward, by)) => mediation.with_bias(Bias {
                toward,
                by: setting.value(by),
            }),
        }
    }

    /// What the mediator can do beside writing texts, at a setting.
    pub(crate) fn leverage(&self, setting: &Setting) -> Option<Leverage> {
        let value = |index: Option<ParameterIndex>| index.map_or(0.0, |index| setting.value(index));
        (!self.levers.is_empty()).then(|| Leverage {
            mediator: self.party,
            budget: value(self.budget),
            levers: self
                .levers
                .iter()
                .map(|lever| Lever {
                    id: lever.id.clone(),
                    label: lever.label.clone(),
                    timing: lever.timing,
                    cost: setting.value(lever.cost),
                    effects: lever
                        .deal
                        .iter()
                        .zip(&lever.war)
                        .map(|(deal, war)| LeverEffect {
                            deal: value(*deal),
                            war: value(*war),
                        })
                        .collect(),
                })
                .collect(),
        })
    }
}

fn read_bias<'a>(
    node: &Node<'a>,
    cast: &Cast,
    registry: &mut Registry<'a>,
) -> Result<(PartyIndex, ParameterIndex), ScenarioError> {
    let table = node.table(&["toward", "by", "cite"])?.citing(registry)?;
    let toward = cast.find_as(Role::Belligerent, &table.need("toward")?)?;
    Ok((
        toward,
        registry.quantity(&table.need("by")?, Measure::LEAN)?,
    ))
}

impl LeverPlan {
    fn read<'a>(
        node: &Node<'a>,
        mediator: PartyIndex,
        cast: &Cast,
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let table = node
            .table(&["id", "label", "timing", "cost", "deal", "war", "cite"])?
            .citing(registry)?;
        registry.mark(node);
        let timing = table.need("timing")?.word("a timing", TIMINGS)?;
        let mut effects = |key: &str| match table.get(key) {
            None => Ok(vec![None; cast.ids().count()]),
            Some(node) => node
                .by_name("a party", cast.ids(), registry)?
                .into_iter()
                .map(|node| registry.optional(node, Measure::UTILITY))
                .collect::<Result<Vec<_>, _>>(),
        };
        let (deal, war) = (effects("deal")?, effects("war")?);
        let refused = |found: &str, expected: &str| {
            let place = table.get("war").unwrap_or_else(|| node.clone());
            Err(place.error(Fault::Combination {
                found: found.to_owned(),
                expected: expected.to_owned(),
            }))
        };
        if timing == Timing::OnSignature && table.get("war").is_some() {
            return refused(
                "a lever that works on signature and changes the value of war",
                "`timing = \"at_once\"`, or `deal` alone",
            );
        }
        if war[mediator.get()].is_some() {
            return refused(
                "a lever that changes what the mediator itself has without a deal",
                "effects on the other parties, and a `cost` to the mediator",
            );
        }
        Ok(Self {
            id: table.need("id")?.id()?.to_owned(),
            label: table.need("label")?.text()?.to_owned(),
            timing,
            cost: registry.quantity(&table.need("cost")?, Measure::COST)?,
            deal,
            war,
        })
    }
}
