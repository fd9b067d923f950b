//! Plans of the talks.

use super::{Cast, ConcessionPlan, MediationPlan};
use crate::index::{ParameterIndex, PartyIndex};
use crate::mediator::Style;
use crate::party::Role;
use crate::scenario::read::{Measure, Node, Registry};
use crate::scenario::{Fault, ScenarioError};
use crate::talks::{Clock, Protocol, WalkOut};
use crate::units::{Period, Years};

/// What a scenario says about the talks, with a parameter in place of every uncertain number.
#[derive(Debug, Clone, PartialEq)]
pub struct TalksPlan {
    /// The length of one round.
    pub period: Period,
    /// After how many rounds they end without a deal.
    pub rounds: u32,
    /// Who proposes, and how.
    pub protocol: Protocol,
    /// The belligerent that proposes first in alternating offers.
    pub opener: PartyIndex,
    /// How rounds count as time.
    pub clock: Clock,
    /// By party, how it negotiates; `None` for one that signs what is no loss to it, as does the party that mediates.
    pub concession: Vec<Option<ConcessionPlan>>,
    /// By party, the probability that it makes a public statement in a round; `None` for those that make none.
    pub statements: Vec<Option<ParameterIndex>>,
    /// How the mediator works; `None` where nobody mediates.
    pub mediation: Option<MediationPlan>,
    /// When a party leaves; where it would sign nothing, if nothing is said.
    pub walk_out: WalkOut,
    /// For how many rounds the others wait for a party that has left; none where nothing is said.
    pub absence: u32,
    /// For how long after the signature it is watched whether a deal is kept; five years where nothing is said.
    pub watch: Years,
}

const PROTOCOLS: &[(&str, Protocol)] = &[
    ("alternating", Protocol::Alternating),
    ("stacked", Protocol::Stacked),
    ("single_text", Protocol::SingleText),
    ("shuttle", Protocol::Shuttle),
];

const CLOCKS: &[(&str, Clock)] = &[("closed", Clock::Closed), ("open", Clock::Open)];

const WALK_OUTS: &[(&str, WalkOut)] = &[("hopeless", WalkOut::Hopeless), ("never", WalkOut::Never)];

const KEYS: &[&str] = &[
    "period_days",
    "rounds",
    "watch_years",
    "absence",
    "walk_out",
    "protocol",
    "opener",
    "clock",
    "concession",
    "statements",
    "mediator",
    "cite",
];

/// For how long a deal is watched where the scenario does not say.
const WATCH: Years = Years::FIVE;

const MAX_ROUNDS: u32 = 1_000_000;

impl TalksPlan {
    pub(crate) fn read<'a>(
        node: &Node<'a>,
        cast: &Cast,
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let table = node.table(KEYS)?.citing(registry)?;
        registry.mark(node);
        let days = table.need("period_days")?;
        registry.mark(&days);
        let rounds = table.need("rounds")?;
        registry.mark(&rounds);
        let length = days.positive()?;
        let period = Period::from_days(length).map_err(|error| {
            days.error(Fault::OutOfRange {
                found: length,
                expected: error.expected.to_owned(),
            })
        })?;
        let protocol = table.need("protocol")?;
        let mediation = match table.get("mediator") {
            Some(node) => Some(MediationPlan::read(&node, cast, registry)?),
            None => None,
        };
        let plan = Self {
            period,
            rounds: rounds.count(1, MAX_ROUNDS)?,
            protocol: protocol.word("a protocol", PROTOCOLS)?,
            opener: cast.find_as(Role::Belligerent, &table.need("opener")?)?,
            clock: match table.get("clock") {
                Some(node) => node.word("a clock", CLOCKS)?,
                None => Clock::default(),
            },
            concession: {
                let mediator = mediation.as_ref().map(|plan| plan.party);
                read_concession(&table.need("concession")?, cast, mediator, registry)?
            },
            statements: match table.get("statements") {
                Some(node) => node
                    .by_name("a party", cast.ids(), registry)?
                    .into_iter()
                    .map(|node| registry.optional(node, Measure::SHARE))
                    .collect::<Result<_, _>>()?,
                None => cast.ids().map(|_| None).collect(),
            },
            mediation,
            walk_out: match table.get("walk_out") {
                Some(node) => node.word("a reason to leave", WALK_OUTS)?,
                None => WalkOut::default(),
            },
            absence: match table.get("absence") {
                Some(node) => node.count(0, MAX_ROUNDS)?,
                None => 0,
            },
            watch: match table.get("watch_years") {
                Some(node) => read_watch(&node)?,
                None => WATCH,
            },
        };
        if plan.protocol.needs_mediator() && plan.mediation.is_none() {
            return Err(protocol.error(Fault::Combination {
                found: match plan.protocol {
                    Protocol::Shuttle => "a shuttle without a mediator to carry the offers",
                    _ => "a single text without a mediator to write it",
                }
                .to_owned(),
                expected: "`[talks.mediator]`".to_owned(),
            }));
        }
        if let Some(absence) = table.get("absence")
            && plan.walk_out == WalkOut::Never
        {
            return Err(absence.error(Fault::Combination {
                found: "`absence` where nobody ever leaves".to_owned(),
                expected: "`walk_out = \"hopeless\"`, or no such key".to_owned(),
            }));
        }
        let style = plan.mediation.as_ref().map(|plan| plan.style);
        if plan.protocol == Protocol::SingleText && style == Some(Style::Facilitation) {
            return Err(protocol.error(Fault::Combination {
                found: "a single text with a mediator that writes none".to_owned(),
                expected: "`protocol = \"alternating\"`, or another `style`".to_owned(),
            }));
        }
        Ok(plan)
    }
}

fn read_watch(node: &Node<'_>) -> Result<Years, ScenarioError> {
    let years = node.positive()?;
    Years::new(years).map_err(|error| {
        node.error(Fault::OutOfRange {
            found: years,
            expected: error.expected.to_owned(),
        })
    })
}

/// How each belligerent negotiates, and those third parties that do more than sign; not the one that mediates.
fn read_concession<'a>(
    node: &Node<'a>,
    cast: &Cast,
    mediator: Option<PartyIndex>,
    registry: &mut Registry<'a>,
) -> Result<Vec<Option<ConcessionPlan>>, ScenarioError> {
    let found = node.by_name("a party", cast.ids(), registry)?;
    let entries = cast.ids().enumerate().zip(found);
    entries
        .map(|((party, id), entry)| match entry {
            Some(entry) if Some(PartyIndex(party)) == mediator => {
                Err(entry.error(Fault::Combination {
                    found: format!("how `{id}` negotiates, which mediates"),
                    expected:
                        "no such entry: a mediator offers nothing of its own, and signs what is no \
                               loss to it"
                            .to_owned(),
                }))
            }
            Some(entry) => ConcessionPlan::read(&entry, registry).map(Some),
            None if cast.fights(party) => Err(node.misses(id)),
            None => Ok(None),
        })
        .collect()
}
