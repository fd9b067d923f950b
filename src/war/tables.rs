//! The value of war along a chain, exactly, for every place the front can be.

mod cost;
mod front;
mod induction;

use std::sync::Arc;

use super::chain::Chain;
use super::stakes::{Stakes, StakesError};
use super::state::{RegimeIndex, StateError, WarState, WarStep};
use super::{Belief, WarProcess};
use crate::index::PartyIndex;
use crate::stream::Stream;
use cost::CostTable;
use front::Front;
use induction::FrontInduction;

/// The most numbers that the tables may hold: half a gibibyte of them.
pub const MAX_CELLS: u64 = 1 << 26;
/// The most steps that building the tables may take: about a minute of them.
pub const MAX_UPDATES: u64 = 1 << 36;

/// What keeps a war from being solved.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ChainWarError {
    /// There are no parties.
    #[error("there are no parties with a stake in the war")]
    NoParties,
    /// The stakes of a party do not fit the chain.
    #[error("party {party}: {source}")]
    Stakes {
        /// The party, counted from zero.
        party: usize,
        /// What does not fit.
        source: StakesError,
    },
    /// The tables would hold more than [`MAX_CELLS`] numbers.
    #[error("the tables would hold {found} numbers, more than {MAX_CELLS}: keep fewer periods")]
    Cells {
        /// How many numbers they would hold.
        found: u64,
    },
    /// The tables would take more than [`MAX_UPDATES`] steps to build.
    #[error("the tables would take {found} steps, more than {MAX_UPDATES}: use longer periods")]
    Updates {
        /// How many steps they would take.
        found: u64,
    },
}

/// A war along a [`Chain`], solved by backward induction for all its parties.
///
/// With the line of axis a at n, regime g, period t, strength θ, δ the discount factor, h the hazard of the ending
/// and T the horizon, for each party:
///
/// ```text
/// F(n,g,t) = (1−δ) φ(n) + δ Σ_n' p_θ(n'|n,g) Σ_g' P(g'|g) [ h φ(n') + (1−h) F(n',g',t+1) ],   F(·,·,T) = φ
/// C(g,t)   = (1−δ) c(g)(1 + ε t Δ) + δ (1−h) Σ_g' P(g'|g) C(g',t+1),                         C(·,T) = 0
/// W        = rest + Σ_θ π(θ) Σ_a F_a(n_a,g,t) − C(g,t)
/// ```
///
/// The axes add up because utility is additive and expectation is linear. The belief is a plain average because the
/// war goes on whatever is believed.
///
/// # Complexity
/// Building takes parties × axes × positions × regimes² × strengths × horizon steps; an axis that is worth the same
/// to a party wherever the line runs takes none. A value takes axes × strengths look-ups.
///
/// ```
/// use dealzone::index::PartyIndex;
/// use dealzone::units::{AnnualRate, Period, Probability};
/// use dealzone::war::{
///     Axis, AxisOdds, Belief, Chain, ChainParts, ChainWar, Regime, RegimeIndex, Stakes, WarProcess,
/// };
///
/// // Four slices that change hands at even odds, and two sides with opposite interests in them.
/// let odds = AxisOdds { mobility: Probability::new(0.5)?, advance_log_odds: 0.0 };
/// let chain = Chain::new(ChainParts {
///     period: Period::from_days(7.0)?,
///     horizon: 260,
///     axes: vec![Axis::new("north", 4, 2, vec![odds])],
///     regimes: vec![Regime::new("sustained")],
///     opening_regime: RegimeIndex(0),
///     transitions: vec![vec![Probability::ONE]],
///     ending: AnnualRate::ZERO,
///     strengths: vec![0.0],
/// })?;
/// let discount = AnnualRate::new(0.1)?;
/// let stakes = |front: [f64; 5]| Stakes {
///     discount,
///     rest: 0.0,
///     front: vec![front.to_vec()],
///     cost: vec![0.2],
///     exhaustion: 0.0,
/// };
/// let first = stakes([0.0, 0.25, 0.5, 0.75, 1.0]);
/// let second = stakes([1.0, 0.75, 0.5, 0.25, 0.0]);
/// let war = ChainWar::new(chain, vec![first, second], 53)?;
///
/// let value = |party| war.value(PartyIndex(party), &war.opening(), &Belief::uniform(1));
/// // A fair fight from the middle is worth half the prize less the fighting, to both alike.
/// assert!((value(0) - value(1)).abs() < 1e-12);
/// assert!(value(0) < 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct ChainWar {
    chain: Chain,
    /// Periods whose values are kept.
    kept: u32,
    parties: Vec<Solved>,
}

/// One party's stakes, and what the war is worth with them.
#[derive(Debug, Clone)]
struct Solved {
    stakes: Stakes,
    discount: f64,
    fronts: Vec<Arc<Front>>,
    cost: CostTable,
}

impl ChainWar {
    /// Solves the war, and keeps the values of the first `kept_periods` periods; talks of n rounds look up n + 1,
    /// with the opening.
    ///
    /// Values at later periods are as exact, but each is solved afresh, as slowly as its part of the tables was
    /// built. From the horizon on the front is frozen and nothing is fought over.
    ///
    /// # Errors
    /// [`ChainWarError`] when there are no parties, the stakes of one do not fit the chain, or the tables would be
    /// larger or slower than the limits allow.
    pub fn new(
        chain: Chain,
        stakes: Vec<Stakes>,
        kept_periods: u32,
    ) -> Result<Self, ChainWarError> {
        Self::solve(chain, stakes, kept_periods, None)
    }

    /// The same, taking from a war that was solved before every front that is the same in both. The values are those
    /// of [`ChainWar::new`], to the last bit.
    ///
    /// Worth it where many wars differ in little: in what one party has at stake, or in costs alone.
    ///
    /// # Errors
    /// As [`ChainWar::new`].
    pub fn new_like(
        earlier: &Self,
        chain: Chain,
        stakes: Vec<Stakes>,
        kept_periods: u32,
    ) -> Result<Self, ChainWarError> {
        Self::solve(chain, stakes, kept_periods, Some(earlier))
    }

    fn solve(
        chain: Chain,
        stakes: Vec<Stakes>,
        kept_periods: u32,
        earlier: Option<&Self>,
    ) -> Result<Self, ChainWarError> {
        Self::check(&chain, &stakes, kept_periods)?;
        let kept = kept_periods.min(chain.parts().horizon);
        let same = earlier.filter(|earlier| earlier.kept == kept && earlier.chain == chain);
        let parties = stakes
            .into_iter()
            .enumerate()
            .map(|(party, stakes)| {
                let same = same.and_then(|earlier| earlier.parties.get(party));
                Solved::new(&chain, stakes, kept, same)
            })
            .collect();
        Ok(Self {
            chain,
            kept,
            parties,
        })
    }

    /// Finds what keeps a war from being solved, without solving it.
    pub(crate) fn check(
        chain: &Chain,
        stakes: &[Stakes],
        kept_periods: u32,
    ) -> Result<(), ChainWarError> {
        if stakes.is_empty() {
            return Err(ChainWarError::NoParties);
        }
        for (party, stakes) in stakes.iter().enumerate() {
            stakes
                .check(chain)
                .map_err(|source| ChainWarError::Stakes { party, source })?;
        }
        check_size(chain, stakes, kept_periods.min(chain.parts().horizon))
    }

    /// The chain the war runs along.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// What a party has at stake, if there is such a party.
    #[must_use]
    pub fn stakes(&self, party: PartyIndex) -> Option<&Stakes> {
        self.parties.get(party.get()).map(|party| &party.stakes)
    }
}

fn check_size(chain: &Chain, stakes: &[Stakes], kept: u32) -> Result<(), ChainWarError> {
    let parts = chain.parts();
    let rows = (parts.regimes.len() * parts.strengths.len()) as u64;
    let positions: u64 = stakes
        .iter()
        .flat_map(|stakes| &stakes.front)
        .filter(|values| !front::is_constant(values))
        .map(|values| values.len() as u64)
        .sum();
    let found = (rows * positions).saturating_mul(u64::from(kept));
    if found > MAX_CELLS {
        return Err(ChainWarError::Cells { found });
    }
    let found = (rows * positions)
        .saturating_mul(parts.regimes.len() as u64)
        .saturating_mul(u64::from(parts.horizon));
    if found > MAX_UPDATES {
        return Err(ChainWarError::Updates { found });
    }
    Ok(())
}

impl Solved {
    /// Solves for one party; `same` is one solved along the same chain for the same periods.
    fn new(chain: &Chain, stakes: Stakes, kept: u32, same: Option<&Self>) -> Self {
        let discount = stakes.discount.discount_factor(chain.parts().period);
        let cost = CostTable::new(chain, &stakes, discount, kept);
        let mut solved = Self {
            stakes,
            discount,
            fronts: Vec::new(),
            cost,
        };
        solved.fronts = (0..solved.stakes.front.len())
            .map(|axis| {
                let same = same.filter(|same| {
                    same.discount == discount
                        && same.stakes.front.get(axis) == solved.stakes.front.get(axis)
                });
                match same.and_then(|same| same.fronts.get(axis)) {
                    Some(front) => Arc::clone(front),
                    None => Arc::new(Front::new(solved.induction(chain, axis), kept)),
                }
            })
            .collect();
        solved
    }

    fn induction<'a>(&'a self, chain: &'a Chain, axis: usize) -> FrontInduction<'a> {
        FrontInduction {
            chain,
            axis,
            values: &self.stakes.front[axis],
            discount: self.discount,
        }
    }

    /// W at a state that belongs to the chain.
    fn value(&self, chain: &Chain, state: &WarState, belief: &Belief) -> f64 {
        let mut value = self.stakes.rest;
        if chain.is_over(state) {
            for (values, &position) in self.stakes.front.iter().zip(&state.positions) {
                value += values[position];
            }
            return value;
        }
        for (axis, (front, &position)) in self.fronts.iter().zip(&state.positions).enumerate() {
            let induction = self.induction(chain, axis);
            let place = state.regime.get() * induction.values.len() + position;
            value += front.value(induction, place, state.period, belief);
        }
        value - self.cost_to_come(chain, state)
    }

    fn cost_to_come(&self, chain: &Chain, state: &WarState) -> f64 {
        self.cost
            .get(state.regime, state.period)
            .unwrap_or_else(|| cost::solve(chain, &self.stakes, self.discount, state))
    }
}

impl WarProcess for ChainWar {
    fn axis_name(&self, axis: usize) -> Option<&str> {
        let axis = self.chain.parts().axes.get(axis)?;
        Some(&axis.label)
    }

    fn regime_name(&self, regime: RegimeIndex) -> Option<&str> {
        let regime = self.chain.parts().regimes.get(regime.get())?;
        Some(&regime.label)
    }

    fn parties(&self) -> usize {
        self.parties.len()
    }

    fn strengths(&self) -> usize {
        self.chain.parts().strengths.len()
    }

    fn opening(&self) -> WarState {
        self.chain.opening()
    }

    fn validate(&self, state: &WarState) -> Result<(), StateError> {
        self.chain.validate(state)
    }

    fn value(&self, party: PartyIndex, state: &WarState, belief: &Belief) -> f64 {
        let fits = belief.weights().len() == self.strengths() && self.chain.validate(state).is_ok();
        match self.parties.get(party.get()) {
            Some(party) if fits => party.value(&self.chain, state, belief),
            _ => f64::NAN,
        }
    }

    /// c(g)·(1 + ε·t·Δ), and zero from the horizon on.
    fn fighting_cost(&self, party: PartyIndex, state: &WarState) -> f64 {
        match self.parties.get(party.get()) {
            Some(party) if self.chain.validate(state).is_ok() => {
                if self.chain.is_over(state) {
                    return 0.0;
                }
                party.stakes.cost[state.regime.get()]
                    * party.stakes.growth(&self.chain, state.period)
            }
            _ => f64::NAN,
        }
    }

    fn step(&self, state: &WarState, strength: usize, stream: &mut Stream) -> WarStep {
        self.chain.step(state, strength, stream)
    }

    fn likelihood(&self, before: &WarState, after: &WarState, strength: usize) -> f64 {
        self.chain.likelihood(before, after, strength)
    }
}
