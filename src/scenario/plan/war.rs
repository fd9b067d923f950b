//! Plans of the war: what happens without a deal.

use super::chain::read_strengths;
use super::region::{check_areas, check_front};
use super::{Agenda, BeliefPlan, Cast, ChainPlan, IssuePlan, PartyPlan, RegionPlan};
use crate::index::{ParameterIndex, PartyIndex};
use crate::party::Role;
use crate::scenario::read::{Measure, Node, Registry, Table};
use crate::scenario::{Fault, ScenarioError};

/// What a scenario says about the war, with a parameter in place of every uncertain number.
#[derive(Debug, Clone, PartialEq)]
pub struct WarPlan {
    /// The belligerent that strength and the front are counted for.
    pub first: PartyIndex,
    /// The other belligerent.
    pub second: PartyIndex,
    /// The regions of the front.
    pub regions: Vec<RegionPlan>,
    /// What happens while nothing is signed.
    pub process: ProcessPlan,
}

/// What happens while nothing is signed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ProcessPlan {
    /// A front of slices that moves at random.
    Chain(ChainPlan),
    /// A fixed utility for each party.
    Fixed {
        /// By party, in utility.
        reservation: Vec<ParameterIndex>,
    },
    /// A utility for each party that decays.
    Discounted {
        /// By party, in utility, at the opening.
        reservation: Vec<ParameterIndex>,
        /// By party, per year.
        decay: Vec<ParameterIndex>,
    },
    /// One battle that decides everything.
    Battle(BattlePlan),
}

/// One battle that decides everything.
#[derive(Debug, Clone, PartialEq)]
pub struct BattlePlan {
    /// The grid of strengths, in log-odds that the first belligerent wins, strictly increasing.
    pub strengths: Vec<f64>,
    /// What nature draws the true strength from.
    pub truth: BeliefPlan,
    /// What each party stands to gain and believes, in the order of the parties.
    pub parties: Vec<BattleStakesPlan>,
}

/// What a party has at stake in a battle, and what it believes about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BattleStakesPlan {
    /// Utility if the first belligerent wins.
    pub first_wins: ParameterIndex,
    /// Utility if the second belligerent wins.
    pub second_wins: ParameterIndex,
    /// What the battle costs, in utility.
    pub cost: ParameterIndex,
    /// Its prior over strength.
    pub belief: BeliefPlan,
}

#[derive(Clone, Copy)]
enum Form {
    Chain,
    Fixed,
    Discounted,
    Battle,
}

const FORMS: &[(&str, Form)] = &[
    ("chain", Form::Chain),
    ("fixed", Form::Fixed),
    ("discounted", Form::Discounted),
    ("battle", Form::Battle),
];

impl WarPlan {
    /// Reads `[war]` and what the parties' tables say of it.
    pub(crate) fn read<'a>(
        node: &Node<'a>,
        parties: &[Node<'a>],
        cast: &Cast,
        issues: &[IssuePlan],
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let form = node.need("process")?.word("a process", FORMS)?;
        let (keys, of_party): (&[&str], &[&str]) = match form {
            Form::Chain => (ChainPlan::KEYS, &["war_cost", "exhaustion", "belief"]),
            Form::Fixed => (&["reservation"], &[]),
            Form::Discounted => (&["reservation", "decay"], &[]),
            Form::Battle => (&["strengths", "truth", "outcome"], &["belief"]),
        };
        check_party_keys(parties, of_party)?;
        let shared = ["process", "first", "second", "region", "cite"];
        let war = node.table(&[&shared, keys].concat())?.citing(registry)?;
        registry.mark(node);
        let first = cast.find_as(Role::Belligerent, &war.need("first")?)?;
        let place = war.need("second")?;
        let second = cast.find_as(Role::Belligerent, &place)?;
        if first == second {
            return Err(place.error(Fault::Combination {
                found: "the first belligerent again".to_owned(),
                expected: "the other one".to_owned(),
            }));
        }
        let agenda = Agenda::new(issues);
        let region_nodes = war.list("region", "regions", "issue", RegionPlan::MOST)?;
        let regions = RegionPlan::read_all(&region_nodes, &agenda, registry)?;
        let ids: Vec<&str> = cast.ids().collect();
        check_front(&regions, issues, &ids, registry)?;
        let process = match form {
            Form::Chain => {
                ProcessPlan::Chain(ChainPlan::read(&war, &region_nodes, parties, registry)?)
            }
            Form::Fixed => ProcessPlan::Fixed {
                reservation: by_party(&war, "reservation", Measure::UTILITY, cast, registry)?,
            },
            Form::Discounted => ProcessPlan::Discounted {
                reservation: by_party(&war, "reservation", Measure::UTILITY, cast, registry)?,
                decay: by_party(&war, "decay", Measure::RATE, cast, registry)?,
            },
            Form::Battle => ProcessPlan::Battle(BattlePlan::read(&war, parties, cast, registry)?),
        };
        let axes: &[_] = match &process {
            ProcessPlan::Chain(chain) => &chain.axes,
            _ => &[],
        };
        check_areas(&regions, axes, &agenda, registry)?;
        Ok(Self {
            first,
            second,
            regions,
            process,
        })
    }
}

/// Refuses what a party says about a war that is not fought: a number without effect misleads.
fn check_party_keys(parties: &[Node<'_>], used: &[&str]) -> Result<(), ScenarioError> {
    for key in ["war_cost", "exhaustion", "belief"] {
        for party in parties.iter().filter(|party| party.has(key)) {
            if !used.contains(&key) {
                return Err(party.need(key)?.error(Fault::Combination {
                    found: format!("`{key}` with a process of war that has no use for it"),
                    expected: match key {
                        "belief" => "a process `chain` or `battle`, or no such key",
                        _ => "the process `chain`, or no such key",
                    }
                    .to_owned(),
                }));
            }
        }
    }
    Ok(())
}

/// A quantity for every party.
fn by_party<'a>(
    war: &Table<'a>,
    key: &str,
    measure: Measure<'_>,
    cast: &Cast,
    registry: &mut Registry<'a>,
) -> Result<Vec<ParameterIndex>, ScenarioError> {
    war.need(key)?
        .by_every_name("a party", cast.ids(), registry)?
        .iter()
        .map(|node| registry.quantity(node, measure))
        .collect()
}

impl BattlePlan {
    fn read<'a>(
        war: &Table<'a>,
        parties: &[Node<'a>],
        cast: &Cast,
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let strengths = read_strengths(war)?;
        let truth = BeliefPlan::read(&war.need("truth")?, registry)?;
        let outcomes = war
            .need("outcome")?
            .by_every_name("a party", cast.ids(), registry)?;
        let mut stakes = Vec::new();
        for (outcome, party) in outcomes.iter().zip(parties) {
            let table = outcome
                .table(&["first_wins", "second_wins", "cost", "cite"])?
                .citing(registry)?;
            let party = PartyPlan::open(party, registry)?;
            stakes.push(BattleStakesPlan {
                first_wins: registry.quantity(&table.need("first_wins")?, Measure::UTILITY)?,
                second_wins: registry.quantity(&table.need("second_wins")?, Measure::UTILITY)?,
                cost: registry.quantity(&table.need("cost")?, Measure::COST)?,
                belief: BeliefPlan::read(&party.need("belief")?, registry)?,
            });
        }
        Ok(Self {
            strengths,
            truth,
            parties: stakes,
        })
    }
}
