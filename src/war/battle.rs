//! One battle that decides everything: the costly lottery of Fearon (1995), "Rationalist Explanations for War",
//! International Organization 49: 379–414.

use super::belief::check_grid;
use super::state::{StateError, WarState, WarStep};
use super::{Belief, BeliefError, WarProcess, logistic};
use crate::index::PartyIndex;
use crate::stream::Stream;

/// What one party gets from the battle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BattleStakes {
    /// Normalised utility if the first belligerent wins; finite.
    pub if_first_wins: f64,
    /// Normalised utility if the second belligerent wins; finite.
    pub if_second_wins: f64,
    /// What the battle costs the party whoever wins, in normalised utility; zero or more.
    pub cost: f64,
}

/// Parts that do not make a battle.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BattleError {
    /// There are no parties.
    #[error("there are no parties with a stake in the battle")]
    NoParties,
    /// The grid of strengths is not finite and strictly increasing.
    #[error(transparent)]
    Grid(#[from] BeliefError),
    /// A payoff that is not finite.
    #[error("party {party} gets {found} from the battle")]
    Payoff {
        /// The party, counted from zero.
        party: usize,
        /// The payoff.
        found: f64,
    },
    /// A cost that is negative or not finite.
    #[error("the battle costs party {party} {found}, not 0 or more")]
    Cost {
        /// The party, counted from zero.
        party: usize,
        /// The cost.
        found: f64,
    },
}

/// A costly lottery that any side can turn to, with odds that smaller engagements teach.
///
/// The first belligerent wins with probability p(θ) = logistic(θ), so that
///
/// W = Σ_θ π(θ) [p(θ)·win + (1 − p(θ))·lose] − c.
///
/// While the parties talk, every period brings one engagement at the same odds, and all see who won: the state's one
/// position counts those that the first belligerent won. They decide nothing, but they bring beliefs together, as in
/// Slantchev (2003). The battle itself is what follows if the talks fail: it never ends them.
///
/// ```
/// use dealzone::index::PartyIndex;
/// use dealzone::war::{BattleStakes, Belief, OneBattle, WarProcess};
///
/// let even_odds = 0.0;
/// let battle = OneBattle::new(
///     vec![even_odds],
///     vec![
///         BattleStakes { if_first_wins: 1.0, if_second_wins: 0.0, cost: 0.1 },
///         BattleStakes { if_first_wins: 0.0, if_second_wins: 1.0, cost: 0.2 },
///     ],
/// )?;
/// let value = |party| battle.value(PartyIndex(party), &battle.opening(), &Belief::uniform(1));
/// // The first takes any share of the prize above 0.4, and the second leaves it any below 1 − 0.3.
/// assert!((value(0) - 0.4).abs() < 1e-15);
/// assert!((value(1) - 0.3).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct OneBattle {
    /// The first belligerent's probability of winning at each strength of the grid.
    chances: Vec<f64>,
    parties: Vec<BattleStakes>,
}

impl OneBattle {
    /// A battle at these strengths (log-odds that the first belligerent wins, strictly increasing) with these
    /// stakes, one for each party.
    ///
    /// # Errors
    /// [`BattleError`] when the grid is empty or out of order, there are no parties, or a payoff or a cost is out
    /// of range.
    pub fn new(strengths: Vec<f64>, parties: Vec<BattleStakes>) -> Result<Self, BattleError> {
        check_grid(&strengths)?;
        if parties.is_empty() {
            return Err(BattleError::NoParties);
        }
        for (party, stakes) in parties.iter().enumerate() {
            for found in [stakes.if_first_wins, stakes.if_second_wins] {
                if !found.is_finite() {
                    return Err(BattleError::Payoff { party, found });
                }
            }
            if !stakes.cost.is_finite() || stakes.cost < 0.0 {
                let found = stakes.cost;
                return Err(BattleError::Cost { party, found });
            }
        }
        let chances = strengths.into_iter().map(logistic).collect();
        Ok(Self { chances, parties })
    }

    /// The first belligerent's probability of winning at each strength of the grid.
    #[must_use]
    pub fn chances(&self) -> &[f64] {
        &self.chances
    }
}

impl WarProcess for OneBattle {
    fn parties(&self) -> usize {
        self.parties.len()
    }

    fn strengths(&self) -> usize {
        self.chances.len()
    }

    fn opening(&self) -> WarState {
        WarState {
            positions: vec![0],
            ..WarState::default()
        }
    }

    fn validate(&self, state: &WarState) -> Result<(), StateError> {
        let engagements = usize::try_from(state.period).unwrap_or(usize::MAX);
        state.fits(std::iter::once(engagements), 1)
    }

    fn value(&self, party: PartyIndex, state: &WarState, belief: &Belief) -> f64 {
        let Some(stakes) = self.parties.get(party.get()) else {
            return f64::NAN;
        };
        if belief.weights().len() != self.chances.len() || self.validate(state).is_err() {
            return f64::NAN;
        }
        let chance = belief.mean(&self.chances);
        chance * stakes.if_first_wins + (1.0 - chance) * stakes.if_second_wins - stakes.cost
    }

    fn step(&self, state: &WarState, strength: usize, stream: &mut Stream) -> WarStep {
        let mut next = state.clone();
        if self.validate(state).is_ok() && state.period < u32::MAX {
            next = state.next_period();
            let chance = self.chances[strength.min(self.chances.len() - 1)];
            next.positions[0] += usize::from(stream.uniform() < chance);
        }
        WarStep {
            state: next,
            end: None,
        }
    }

    fn likelihood(&self, before: &WarState, after: &WarState, strength: usize) -> f64 {
        let Some(&chance) = self.chances.get(strength) else {
            return 0.0;
        };
        if self.validate(before).is_err() || self.validate(after).is_err() {
            return 0.0;
        }
        match after.positions[0].checked_sub(before.positions[0]) {
            Some(0) => 1.0 - chance,
            Some(1) => chance,
            _ => 0.0,
        }
    }
}
