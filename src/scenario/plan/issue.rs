//! Plans of issues, with what each option is worth and does to each party.

use super::Cast;
use super::agenda::level;
use super::value::{CurvePlan, OptionValuePlan, ValuationPlan};
use crate::index::{IssueIndex, OptionIndex, ParameterIndex};
use crate::party::Aftermath;
use crate::scenario::read::{Measure, Node, Registry, Table, ids};
use crate::scenario::{Fault, ScenarioError, Setting};
use crate::space::{Choice, Domain, Family, FrameEffect, Interim, Issue, Level};
use crate::units::{UnitError, Years};

/// What a file says about an issue.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct IssuePlan {
    pub(crate) id: String,
    label: String,
    family: Family,
    pub(crate) domain: Domain,
    status_quo: Level,
    frame: Option<Vec<EffectPlan>>,
    /// By party.
    pub(crate) weights: Vec<ParameterIndex>,
    /// By party.
    pub(crate) values: Vec<ValuationPlan>,
    aftermath: Vec<AftermathPlan>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct EffectPlan {
    delay_months: Option<ParameterIndex>,
    breach_factor: Option<ParameterIndex>,
    interim: Interim,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct AftermathPlan {
    option: OptionIndex,
    party: usize,
    change: ParameterIndex,
}

const FAMILIES: &[(&str, Family)] = &[
    ("territory", Family::Territory),
    ("assets", Family::Assets),
    ("time", Family::Time),
    ("security", Family::Security),
    ("economy", Family::Economy),
    ("politics", Family::Politics),
    ("other", Family::Other),
];

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Choice,
    Ordinal,
    Amount,
}

const FORMS: &[(&str, Form)] = &[
    ("choice", Form::Choice),
    ("ordinal", Form::Ordinal),
    ("amount", Form::Amount),
];

const OF_OPTIONS: &[&str] = &[
    "id",
    "label",
    "family",
    "domain",
    "status_quo",
    "weight",
    "frame",
    "option",
    "cite",
];
const OF_AMOUNT: &[&str] = &[
    "id",
    "label",
    "family",
    "domain",
    "status_quo",
    "weight",
    "lower",
    "upper",
    "unit",
    "step",
    "value",
    "cite",
];
const OPTION: &[&str] = &["id", "label", "value", "cite"];
const FRAMING_OPTION: &[&str] = &[
    "id",
    "label",
    "value",
    "delay_months",
    "breach_factor",
    "interim",
    "aftermath",
    "cite",
];

impl IssuePlan {
    pub(crate) fn read<'a>(
        node: &Node<'a>,
        cast: &Cast,
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let form = node.need("domain")?.word("a domain", FORMS)?;
        let allowed = match form {
            Form::Amount => OF_AMOUNT,
            Form::Choice | Form::Ordinal => OF_OPTIONS,
        };
        let table = node.table(allowed)?.citing(registry)?;
        registry.mark(node);
        let mut plan = Self {
            id: table.need("id")?.id()?.to_owned(),
            label: table.need("label")?.text()?.to_owned(),
            family: table.need("family")?.word("a family", FAMILIES)?,
            // Both are set below, once the levels are known.
            domain: Domain::Choice(Vec::new()),
            status_quo: Level::Option(OptionIndex(0)),
            frame: None,
            weights: Vec::new(),
            values: Vec::new(),
            aftermath: Vec::new(),
        };
        for weight in table
            .need("weight")?
            .by_every_name("a party", cast.ids(), registry)?
        {
            plan.weights
                .push(registry.quantity(&weight, Measure::WEIGHT)?);
        }
        match form {
            Form::Amount => plan.read_amount(&table, cast, registry)?,
            Form::Choice | Form::Ordinal => plan.read_options(&table, form, cast, registry)?,
        }
        plan.status_quo = level(&table.need("status_quo")?, &plan.domain)?;
        Ok(plan)
    }

    fn read_amount<'a>(
        &mut self,
        table: &Table<'a>,
        cast: &Cast,
        registry: &mut Registry<'a>,
    ) -> Result<(), ScenarioError> {
        let lower = table.need("lower")?.number()?;
        let place = table.need("upper")?;
        let upper = place.number()?;
        // A range so wide that its length is out of the range of numbers is refused with those that are empty.
        if !(lower < upper && (upper - lower).is_finite()) {
            return Err(place.error(Fault::OutOfRange {
                found: upper,
                expected: format!("a number above `lower`, {lower}"),
            }));
        }
        let step = match table.get("step") {
            None => None,
            Some(place) => {
                let step = place.positive()?;
                if step > upper - lower {
                    return Err(place.error(Fault::OutOfRange {
                        found: step,
                        expected: format!("at most the length of the range, {}", upper - lower),
                    }));
                }
                Some(step)
            }
        };
        self.domain = Domain::Amount {
            lower,
            upper,
            unit: table.need("unit")?.text()?.to_owned(),
            step,
        };
        for node in table
            .need("value")?
            .by_every_name("a party", cast.ids(), registry)?
        {
            let curve = CurvePlan::read(&node, (lower, upper), registry)?;
            self.values.push(ValuationPlan::Amount(curve));
        }
        Ok(())
    }

    fn read_options<'a>(
        &mut self,
        table: &Table<'a>,
        form: Form,
        cast: &Cast,
        registry: &mut Registry<'a>,
    ) -> Result<(), ScenarioError> {
        let framing = match table.get("frame") {
            Some(node) => node.boolean()?,
            None => false,
        };
        let nodes = table
            .need("option")?
            .list("options", "id", 1, super::MAX_OPTIONS)?;
        let mut options = Vec::new();
        let mut effects = Vec::new();
        let mut values: Vec<Vec<OptionValuePlan>> = cast.ids().map(|_| Vec::new()).collect();
        for (id, node) in ids("option", "id", &nodes)?.into_iter().zip(&nodes) {
            let option = open_option(node, framing)?.citing(registry)?;
            let index = OptionIndex(options.len());
            options.push(Choice::new(id, option.need("label")?.text()?));
            let by_party = option
                .need("value")?
                .by_every_name("a party", cast.ids(), registry)?;
            for (node, values) in by_party.iter().zip(&mut values) {
                values.push(OptionValuePlan::read(node, registry)?);
            }
            if framing {
                effects.push(EffectPlan::read(&option, registry)?);
                self.read_aftermath(&option, index, cast, registry)?;
            }
        }
        self.domain = match form {
            Form::Ordinal => Domain::Ordinal(options),
            _ => Domain::Choice(options),
        };
        self.frame = framing.then_some(effects);
        self.values = values.into_iter().map(ValuationPlan::Options).collect();
        Ok(())
    }

    fn read_aftermath<'a>(
        &mut self,
        option: &Table<'a>,
        index: OptionIndex,
        cast: &Cast,
        registry: &mut Registry<'a>,
    ) -> Result<(), ScenarioError> {
        let Some(node) = option.get("aftermath") else {
            return Ok(());
        };
        for (party, node) in node
            .by_name("a party", cast.ids(), registry)?
            .into_iter()
            .enumerate()
        {
            if let Some(node) = node {
                self.aftermath.push(AftermathPlan {
                    option: index,
                    party,
                    change: registry.quantity(&node, Measure::UTILITY)?,
                });
            }
        }
        Ok(())
    }

    /// Whether it frames the deal.
    pub(crate) fn frames(&self) -> bool {
        self.frame.is_some()
    }

    pub(crate) fn build(&self, at: &Setting) -> Result<Issue, UnitError> {
        let effects = |effects: &Vec<EffectPlan>| {
            effects
                .iter()
                .map(|effect| effect.build(at))
                .collect::<Result<Vec<_>, _>>()
        };
        Ok(Issue {
            id: self.id.clone(),
            label: self.label.clone(),
            family: self.family,
            domain: self.domain.clone(),
            status_quo: self.status_quo,
            frame: self.frame.as_ref().map(effects).transpose()?,
        })
    }

    /// What a breach leaves a party with, by the options of this issue.
    pub(super) fn build_aftermath(
        &self,
        issue: IssueIndex,
        party: usize,
        at: &Setting,
    ) -> impl Iterator<Item = Aftermath> {
        self.aftermath
            .iter()
            .filter(move |aftermath| aftermath.party == party)
            .map(move |aftermath| Aftermath {
                issue,
                option: aftermath.option,
                change: at.value(aftermath.change),
            })
    }
}

/// An option's table. What frames a deal is known on any issue, so that an author who forgot `frame = true` is told.
fn open_option<'a>(node: &Node<'a>, framing: bool) -> Result<Table<'a>, ScenarioError> {
    if framing {
        return node.table(FRAMING_OPTION);
    }
    for &key in FRAMING_OPTION.iter().filter(|key| !OPTION.contains(key)) {
        if node.has(key) {
            return Err(node.need(key)?.error(Fault::Combination {
                found: format!("`{key}` on an issue that does not frame the deal"),
                expected: "`frame = true` on the issue".to_owned(),
            }));
        }
    }
    node.table(OPTION)
}

impl EffectPlan {
    fn read<'a>(option: &Table<'a>, registry: &mut Registry<'a>) -> Result<Self, ScenarioError> {
        let interims = [
            ("ceasefire", Interim::Ceasefire),
            ("fighting", Interim::Fighting),
        ];
        Ok(Self {
            delay_months: registry.optional(option.get("delay_months"), Measure::DELAY)?,
            breach_factor: registry.optional(option.get("breach_factor"), Measure::FACTOR)?,
            interim: match option.get("interim") {
                Some(node) => node.word("an interim", &interims)?,
                None => Interim::default(),
            },
        })
    }

    fn build(self, at: &Setting) -> Result<FrameEffect, UnitError> {
        let delay = self
            .delay_months
            .map(|months| Years::from_months(at.value(months)));
        Ok(FrameEffect {
            delay: delay.transpose()?.unwrap_or(FrameEffect::NEUTRAL.delay),
            breach_factor: self
                .breach_factor
                .map_or(FrameEffect::NEUTRAL.breach_factor, |factor| {
                    at.value(factor)
                }),
            interim: self.interim,
        })
    }
}
