//! Plans of the war as a chain of slices.

use super::PartyPlan;
use crate::index::ParameterIndex;
use crate::scenario::read::{Measure, Node, Registry, Table, ids, names};
use crate::scenario::{Fault, ScenarioError};
use crate::units::{DAYS_PER_YEAR, Years};
use crate::war::limits;

/// A front that moves at random under a regime that moves at random.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainPlan {
    /// How long the war can last; above zero, at most a century.
    pub horizon: Years,
    /// The rate at which it ends by itself, per year.
    pub ending_rate: ParameterIndex,
    /// The grid of strengths, in log-odds of advance, strictly increasing.
    pub strengths: Vec<f64>,
    /// What nature draws the true strength from.
    pub truth: BeliefPlan,
    /// The states of the support behind the war.
    pub regimes: Vec<RegimePlan>,
    /// The regime on the scenario's date, a position in `regimes`.
    pub opening_regime: usize,
    /// The axes of the front.
    pub axes: Vec<AxisPlan>,
    /// What each party pays and believes, in the order of the parties.
    pub parties: Vec<FighterPlan>,
}

/// A state of the support behind the war.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegimePlan {
    /// Unique within the war.
    pub id: String,
    /// What a reader is shown.
    pub label: String,
    /// The rate at which it gives way to each regime, per year, in their order; `None` for itself and where it never
    /// does.
    pub leaves_for: Vec<Option<ParameterIndex>>,
}

/// A row of slices that the line runs through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AxisPlan {
    /// Unique within the war.
    pub id: String,
    /// What a reader is shown.
    pub label: String,
    /// The slices, from the first belligerent's rear to the second's.
    pub slices: Vec<SlicePlan>,
    /// How many slices the first belligerent holds on the scenario's date.
    pub opening: u32,
    /// The odds of movement, by regime.
    pub odds: Vec<OddsPlan>,
}

/// Neighbouring slices of one size in one region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlicePlan {
    /// The region that they lie in, a position in [`WarPlan::regions`](super::WarPlan::regions).
    pub region: usize,
    /// How many they are, one at least.
    pub count: u32,
    /// The area of each, km².
    pub area: ParameterIndex,
}

/// The odds of movement on an axis under a regime.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OddsPlan {
    /// Moves of the line per year, either way.
    pub moves: ParameterIndex,
    /// Log-odds that a move is an advance of the first belligerent, at strength zero.
    pub advance: ParameterIndex,
}

/// What a party pays for the war and believes about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FighterPlan {
    /// Cost of fighting by regime, in utility.
    pub cost: Vec<ParameterIndex>,
    /// How much the cost grows with each year fought, as a share of the first, per year.
    pub exhaustion: ParameterIndex,
    /// Its prior over strength.
    pub belief: BeliefPlan,
}

/// A normal distribution over the grid of strengths, in log-odds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BeliefPlan {
    /// Its mean, in log-odds of an advance by the first belligerent.
    pub mean: ParameterIndex,
    /// Its standard deviation, zero or more.
    pub sd: ParameterIndex,
}

/// As many years as the periods allow, where these are not shorter than a day.
const MAX_YEARS: f64 = limits::MAX_HORIZON as f64 / DAYS_PER_YEAR;
const MAX_SLICES: u32 = limits::MAX_SLICES as u32;

impl ChainPlan {
    /// The keys of `[war]` that it reads.
    pub(super) const KEYS: &[&str] = &[
        "horizon_years",
        "ending_rate",
        "strengths",
        "truth",
        "opening_regime",
        "regime",
        "axis",
    ];

    /// Reads the rest of `[war]`; `regions` are the nodes of its regions, in order.
    pub(super) fn read<'a>(
        war: &Table<'a>,
        regions: &[Node<'a>],
        parties: &[Node<'a>],
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let horizon = war.need("horizon_years")?;
        registry.mark(&horizon);
        let years = horizon.positive()?;
        let horizon = Years::new(years)
            .ok()
            .filter(|_| years <= MAX_YEARS)
            .ok_or_else(|| {
                horizon.error(Fault::OutOfRange {
                    found: years,
                    expected: format!("at most {MAX_YEARS} years"),
                })
            })?;
        let ending_rate = registry.quantity(&war.need("ending_rate")?, Measure::RATE)?;
        let strengths = read_strengths(war)?;
        let truth = BeliefPlan::read(&war.need("truth")?, registry)?;
        let nodes = war
            .need("regime")?
            .list("regimes", "id", 1, limits::MAX_REGIMES)?;
        let regime_ids = names("regime", &nodes)?;
        let regimes = nodes
            .iter()
            .map(|node| RegimePlan::read(node, &regime_ids, registry))
            .collect::<Result<_, _>>()?;
        let opening_regime = position(&war.need("opening_regime")?, "a regime", &regime_ids)?;
        let mut axes = Vec::new();
        let nodes = war.list("axis", "axes", "id", limits::MAX_AXES)?;
        ids("axis", "id", &nodes)?;
        for node in &nodes {
            axes.push(AxisPlan::read(node, regions, &regime_ids, registry)?);
        }
        let mut fighters = Vec::new();
        for node in parties {
            fighters.push(FighterPlan::read(node, &regime_ids, registry)?);
        }
        Ok(Self {
            horizon,
            ending_rate,
            strengths,
            truth,
            regimes,
            opening_regime,
            axes,
            parties: fighters,
        })
    }
}

/// The position of what a node names.
fn position(node: &Node<'_>, what: &'static str, ids: &[&str]) -> Result<usize, ScenarioError> {
    let id = node.text()?;
    ids.iter()
        .position(|&known| known == id)
        .ok_or_else(|| node.names_no(id, what, ids.iter().copied()))
}

/// The grid of strengths: finite and strictly increasing.
pub(super) fn read_strengths(war: &Table<'_>) -> Result<Vec<f64>, ScenarioError> {
    let mut strengths: Vec<f64> = Vec::new();
    for node in war
        .need("strengths")?
        .list("strengths", "", 1, limits::MAX_STRENGTHS)?
    {
        let found = node.number()?;
        if let Some(before) = strengths.last().filter(|&&before| found <= before) {
            return Err(node.error(Fault::OutOfRange {
                found,
                expected: format!("a number above the one before, {before}"),
            }));
        }
        strengths.push(found);
    }
    Ok(strengths)
}

impl BeliefPlan {
    pub(super) fn read<'a>(
        node: &Node<'a>,
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let table = node.table(&["mean", "sd", "cite"])?.citing(registry)?;
        Ok(Self {
            mean: registry.quantity(&table.need("mean")?, Measure::LOG_ODDS)?,
            sd: registry.quantity(&table.need("sd")?, Measure::DEVIATION)?,
        })
    }
}

impl RegimePlan {
    fn read<'a>(
        node: &Node<'a>,
        ids: &[&str],
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let table = node
            .table(&["id", "label", "leaves_for", "cite"])?
            .citing(registry)?;
        registry.mark(node);
        let id = table.need("id")?.id()?;
        let mut leaves_for = vec![None; ids.len()];
        if let Some(node) = table.get("leaves_for") {
            registry.mark(&node);
            let others = || ids.iter().copied().filter(|&other| other != id);
            let rates = node.by_name("another regime", others(), registry)?;
            let places = ids
                .iter()
                .zip(&mut leaves_for)
                .filter(|(other, _)| **other != id);
            for ((_, place), rate) in places.zip(rates) {
                *place = registry.optional(rate, Measure::RATE)?;
            }
        }
        Ok(Self {
            id: id.to_owned(),
            label: table.need("label")?.text()?.to_owned(),
            leaves_for,
        })
    }
}

impl AxisPlan {
    fn read<'a>(
        node: &Node<'a>,
        regions: &[Node<'a>],
        regimes: &[&str],
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let table = node
            .table(&["id", "label", "slices", "opening", "odds", "cite"])?
            .citing(registry)?;
        registry.mark(node);
        let region_ids = regions
            .iter()
            .map(|region| region.need("issue")?.text())
            .collect::<Result<Vec<_>, _>>()?;
        let mut slices = Vec::new();
        let mut total: u32 = 0;
        let place = table.need("slices")?;
        for node in place.list("groups of slices", "", 1, limits::MAX_SLICES)? {
            let table = node
                .table(&["region", "count", "area", "cite"])?
                .citing(registry)?;
            let slice = SlicePlan {
                region: position(&table.need("region")?, "a region", &region_ids)?,
                count: table.need("count")?.count(1, MAX_SLICES)?,
                area: registry.quantity(&table.need("area")?, Measure::AREA)?,
            };
            total = total.saturating_add(slice.count);
            slices.push(slice);
        }
        place.check_count("slices", total as usize, 1, limits::MAX_SLICES)?;
        let opening = table.need("opening")?.count(0, total)?;
        let mut odds = Vec::new();
        for node in
            table
                .need("odds")?
                .by_every_name("a regime", regimes.iter().copied(), registry)?
        {
            let table = node
                .table(&["moves", "advance", "cite"])?
                .citing(registry)?;
            odds.push(OddsPlan {
                moves: registry.quantity(&table.need("moves")?, Measure::RATE)?,
                advance: registry.quantity(&table.need("advance")?, Measure::LOG_ODDS)?,
            });
        }
        Ok(Self {
            id: table.need("id")?.id()?.to_owned(),
            label: table.need("label")?.text()?.to_owned(),
            slices,
            opening,
            odds,
        })
    }
}

impl FighterPlan {
    fn read<'a>(
        node: &Node<'a>,
        regimes: &[&str],
        registry: &mut Registry<'a>,
    ) -> Result<Self, ScenarioError> {
        let table = PartyPlan::open(node, registry)?;
        let costs =
            table
                .need("war_cost")?
                .by_every_name("a regime", regimes.iter().copied(), registry)?;
        Ok(Self {
            cost: costs
                .iter()
                .map(|cost| registry.quantity(cost, Measure::COST))
                .collect::<Result<_, _>>()?,
            exhaustion: registry.quantity(&table.need("exhaustion")?, Measure::RATE)?,
            belief: BeliefPlan::read(&table.need("belief")?, registry)?,
        })
    }
}
