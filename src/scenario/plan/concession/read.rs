//! How a file says which deals a party offers, and which it accepts.

use super::{AcceptPlan, ChoicePlan, ConcessionPlan, ReturnPlan, StrategyPlan};
use crate::scenario::read::{Measure, Node, Registry, Table};
use crate::scenario::{Fault, ScenarioError};
use crate::talks::Reserve;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    TimeDependent,
    TitForTat,
    Micro,
    TradeOff,
    Hardliner,
    RandomWalker,
}

const KINDS: &[(&str, Kind)] = &[
    ("time_dependent", Kind::TimeDependent),
    ("tit_for_tat", Kind::TitForTat),
    ("micro", Kind::Micro),
    ("trade_off", Kind::TradeOff),
    ("hardliner", Kind::Hardliner),
    ("random_walker", Kind::RandomWalker),
];

/// Names that are usual for strategies with numbers of their own, and how a file says them.
const OTHER_NAMES: &[(&str, &str)] = &[
    (
        "boulware",
        "`time_dependent` with an `exponent` below 1, and where the number comes from",
    ),
    ("linear", "`time_dependent` with an `exponent` of 1"),
    (
        "conceder",
        "`time_dependent` with an `exponent` above 1, and where the number comes from",
    ),
    (
        "selfish",
        "`time_dependent` with `choice = \"nearest\"`, and an `exponent`",
    ),
    (
        "frequency",
        "`time_dependent` with `model = { rule = \"frequency\" }`, and an `exponent`",
    ),
    (
        "bayesian",
        "`time_dependent` with `model = { rule = \"bayesian\", … }`, and an `exponent`",
    ),
    (
        "rubinstein",
        "a strategy that needs to know nothing of the other side",
    ),
];

const EVERYBODY: &[&str] = &["strategy", "accepts", "cite"];

impl Kind {
    /// The keys that it takes beside those of everybody.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::TimeDependent => &["exponent", "initial", "curve", "reserve", "choice", "model"],
            Self::TitForTat => &["returns", "steps", "most"],
            Self::TradeOff => &["step"],
            Self::Micro | Self::Hardliner | Self::RandomWalker => &[],
        }
    }

    fn read(node: &Node<'_>) -> Result<Self, ScenarioError> {
        if !node.has("strategy") {
            return Ok(Self::TimeDependent);
        }
        let place = node.need("strategy")?;
        let found = place.value.as_str().unwrap_or_default();
        match OTHER_NAMES.iter().find(|(name, _)| *name == found) {
            Some((name, meant)) => Err(place.error(Fault::Combination {
                found: format!("`{name}`, which is no strategy of a file"),
                expected: (*meant).to_owned(),
            })),
            None => place.word("a strategy", KINDS),
        }
    }

    /// Refuses a number that another strategy would take: without effect it misleads.
    fn check_keys(self, word: &str, node: &Node<'_>) -> Result<(), ScenarioError> {
        for (other, kind) in KINDS.iter().filter(|(_, kind)| *kind != self) {
            if let Some(key) = kind.keys().iter().find(|key| node.has(key)) {
                return Err(node.need(key)?.error(Fault::Combination {
                    found: format!("`{key}` with the strategy `{word}`"),
                    expected: format!("the strategy `{other}`, or no such key"),
                }));
            }
        }
        Ok(())
    }
}

impl ConcessionPlan {
    pub(in crate::scenario::plan) fn read<'a>(
        node: &Node<'a>,
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        if node.value.as_table().is_none() {
            return Err(node.is_not("a table, such as { exponent = [value, low, high] }"));
        }
        let kind = Kind::read(node)?;
        let word = KINDS.iter().find(|(_, known)| *known == kind);
        kind.check_keys(word.map_or("", |(word, _)| word), node)?;
        let table = node
            .table(&[EVERYBODY, kind.keys()].concat())?
            .citing(registry)?;
        let strategy = match kind {
            Kind::TimeDependent => read_time_dependent(&table, registry)?,
            Kind::TitForTat => read_tit_for_tat(&table, registry)?,
            Kind::TradeOff => StrategyPlan::TradeOff {
                step: registry.quantity(&table.need("step")?, Measure::PRICE)?,
            },
            Kind::Micro => StrategyPlan::Micro,
            Kind::Hardliner => StrategyPlan::Hardliner,
            Kind::RandomWalker => StrategyPlan::RandomWalker,
        };
        let accepts = match table.get("accepts") {
            Some(node) => AcceptPlan::read(&node, registry)?,
            None if matches!(kind, Kind::TimeDependent | Kind::Micro) => AcceptPlan::Aim,
            None => AcceptPlan::Next(None, None),
        };
        Ok(Self { strategy, accepts })
    }
}

fn read_time_dependent<'a>(
    table: &Table<'a>,
    registry: &mut Registry<'a>,
) -> Result<StrategyPlan, ScenarioError> {
    let word = |key: &str, what, words: &[(&'static str, bool)]| match table.get(key) {
        Some(node) => node.word(what, words),
        None => Ok(false),
    };
    let exponential = word(
        "curve",
        "a curve",
        &[("polynomial", false), ("exponential", true)],
    )?;
    let initial = match (table.get("initial"), exponential) {
        // It multiplies: from nothing an exponential never rises.
        (Some(node), true) => Some(registry.quantity(&node, Measure::POSITIVE_SHARE)?),
        (None, true) => return Err(table.misses("initial")),
        (node, false) => registry.optional(node, Measure::SHARE)?,
    };
    let worst = word(
        "reserve",
        "a reserve",
        &[("war", false), ("worst_deal", true)],
    )?;
    let nearest = word(
        "choice",
        "a choice",
        &[("most_alike", false), ("nearest", true)],
    )?;
    let choice = match (table.get("model"), table.get("choice")) {
        (None, _) if nearest => ChoicePlan::Nearest,
        (None, _) => ChoicePlan::MostAlike,
        (Some(model), None) => read_model(&model, registry)?,
        (Some(_), Some(choice)) => {
            return Err(choice.error(Fault::Combination {
                found: "a `choice` and a `model`".to_owned(),
                expected: "one of them: by a model it offers what is best for the other side"
                    .to_owned(),
            }));
        }
    };
    Ok(StrategyPlan::TimeDependent {
        exponential,
        exponent: registry.quantity(&table.need("exponent")?, Measure::EXPONENT)?,
        initial,
        reserve: match worst {
            true => Reserve::WorstDeal,
            false => Reserve::War,
        },
        choice,
    })
}

fn read_model<'a>(
    node: &Node<'a>,
    registry: &mut Registry<'a>,
) -> Result<ChoicePlan, ScenarioError> {
    if node.value.as_table().is_none() {
        return Err(node.is_not("a table, such as { rule = \"frequency\" }"));
    }
    let words = [("frequency", false), ("bayesian", true)];
    let bayesian = node.need("rule")?.word("a rule of learning", &words)?;
    let keys: &[&str] = match bayesian {
        true => &["rule", "concession", "deviation", "cite"],
        false => &["rule"],
    };
    let table = node.table(keys)?.citing(registry)?;
    if !bayesian {
        return Ok(ChoicePlan::Frequency);
    }
    Ok(ChoicePlan::Bayesian(
        registry.quantity(&table.need("concession")?, Measure::COST)?,
        registry.quantity(&table.need("deviation")?, Measure::PRICE)?,
    ))
}

/// Most steps that tit for tat looks back.
const MOST_STEPS: u32 = 1_000;

fn read_tit_for_tat<'a>(
    table: &Table<'a>,
    registry: &mut Registry<'a>,
) -> Result<StrategyPlan, ScenarioError> {
    #[derive(Clone, Copy)]
    enum Way {
        Relative,
        RandomAbsolute,
        Averaged,
    }
    let words = [
        ("relative", Way::Relative),
        ("random_absolute", Way::RandomAbsolute),
        ("averaged", Way::Averaged),
    ];
    let way = table
        .need("returns")?
        .word("a way to return a concession", &words)?;
    let returns = match (way, table.get("most")) {
        (Way::RandomAbsolute, _) => {
            ReturnPlan::RandomAbsolute(registry.quantity(&table.need("most")?, Measure::COST)?)
        }
        (_, Some(most)) => {
            return Err(most.error(Fault::Combination {
                found: "`most` with concessions that are returned without chance".to_owned(),
                expected: "`returns = \"random_absolute\"`, or no such key".to_owned(),
            }));
        }
        (Way::Relative, None) => ReturnPlan::Relative,
        (Way::Averaged, None) => ReturnPlan::Averaged,
    };
    let steps = match table.get("steps") {
        Some(node) => node.count(1, MOST_STEPS)?,
        None => 1,
    };
    Ok(StrategyPlan::TitForTat { returns, steps })
}

impl AcceptPlan {
    fn read<'a>(node: &Node<'a>, registry: &mut Registry<'a>) -> Result<Self, ScenarioError> {
        const RULES: &[(&str, &[&str])] = &[
            ("aim", &[]),
            ("next", &["factor", "gap"]),
            ("constant", &["least"]),
            ("time", &["from"]),
            ("combined", &["from"]),
        ];
        if node.value.as_table().is_none() {
            return Err(node.is_not("a table, such as { rule = \"next\" }"));
        }
        let place = node.need("rule")?;
        let words: Vec<(&str, usize)> = RULES.iter().map(|(word, _)| *word).zip(0..).collect();
        let (rule, keys) = RULES[place.word("a rule of acceptance", &words)?];
        let table = node
            .table(&[&["rule", "cite"], keys].concat())?
            .citing(registry)?;
        let mut need = |key: &str, measure| registry.quantity(&table.need(key)?, measure);
        Ok(match rule {
            "aim" => Self::Aim,
            "constant" => Self::Constant(need("least", Measure::UTILITY)?),
            "time" => Self::Time(need("from", Measure::SHARE)?),
            "combined" => Self::Combined(need("from", Measure::SHARE)?),
            _ => Self::Next(
                registry.optional(table.get("factor"), Measure::FACTOR)?,
                registry.optional(table.get("gap"), Measure::UTILITY)?,
            ),
        })
    }
}
