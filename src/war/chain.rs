//! The chain: a front of slices that moves at random, after Smith and Stam (2004), "Bargaining and the Nature of
//! War", Journal of Conflict Resolution 48: 783–813.
//!
//! The order of a period is fixed: the front moves under the regime of the period, the regime moves, and then, with
//! the hazard of the ending, the war stops at the new positions. At the horizon it stops in any case.

mod check;

pub use check::{ChainError, MAX_AXES, MAX_HORIZON, MAX_REGIMES, MAX_SLICES, MAX_STRENGTHS};

use super::logistic;
use super::state::{RegimeIndex, StateError, WarEnd, WarState, WarStep};
use crate::stream::Stream;
use crate::units::{AnnualRate, Period, Probability};

/// One row of slices that the line runs through.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Unlike that of any other axis.
    pub id: String,
    /// What a reader is shown.
    pub label: String,
    /// How many slices it has, 1 to [`MAX_SLICES`]; a position is how many of them the first belligerent holds.
    pub slices: usize,
    /// The position when the talks open, 0 to `slices`.
    pub opening: usize,
    /// The odds of movement, one entry a regime.
    pub odds: Vec<AxisOdds>,
}

impl Axis {
    /// An axis whose label is its id; see the fields for what is allowed, which [`Chain::new`] checks.
    pub fn new(id: impl Into<String>, slices: usize, opening: usize, odds: Vec<AxisOdds>) -> Self {
        let id = id.into();
        Self {
            label: id.clone(),
            id,
            slices,
            opening,
            odds,
        }
    }
}

/// The odds that the line on one axis moves in one period under one regime.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AxisOdds {
    /// The probability that it moves at all.
    pub mobility: Probability,
    /// Given that it moves, the log-odds of advance by the first belligerent against retreat, at strength zero;
    /// finite. Zero is even odds.
    pub advance_log_odds: f64,
}

/// A state of the support behind the war: aid sustained or cut, sanctions, mobilisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regime {
    /// Unlike that of any other regime.
    pub id: String,
    /// What a reader is shown.
    pub label: String,
}

impl Regime {
    /// A regime whose label is its id.
    pub fn new(id: impl Into<String>) -> Self {
        let id = id.into();
        Self {
            label: id.clone(),
            id,
        }
    }
}

/// What a [`Chain`] is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainParts {
    /// The length of one period.
    pub period: Period,
    /// Periods until the war stops wherever it stands, 1 to [`MAX_HORIZON`].
    pub horizon: u32,
    /// The axes of the front, at most [`MAX_AXES`]; none is a war in which nothing moves.
    pub axes: Vec<Axis>,
    /// The regimes, 1 to [`MAX_REGIMES`].
    pub regimes: Vec<Regime>,
    /// The regime when the talks open.
    pub opening_regime: RegimeIndex,
    /// `transitions[now][next]`, the probability of the regime of the next period; each row sums to one.
    pub transitions: Vec<Vec<Probability>>,
    /// The rate at which the war ends by itself, a year.
    pub ending: AnnualRate,
    /// The grid of strengths, in log-odds of advance against retreat, strictly increasing, 1 to [`MAX_STRENGTHS`].
    pub strengths: Vec<f64>,
}

/// The probabilities of one period's move on one axis, away from its ends; they sum to one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MoveOdds {
    /// The second belligerent takes a slice.
    pub retreat: f64,
    /// The line stays.
    pub stay: f64,
    /// The first belligerent takes a slice.
    pub advance: f64,
}

impl MoveOdds {
    /// p(+1) = m·logistic(b+θ), p(−1) = m·(1 − logistic(b+θ)), p(0) = 1 − m.
    fn new(odds: AxisOdds, strength: f64) -> Self {
        let mobility = odds.mobility.get();
        let log_odds = odds.advance_log_odds + strength;
        Self {
            retreat: mobility * logistic(-log_odds),
            stay: 1.0 - mobility,
            advance: mobility * logistic(log_odds),
        }
    }

    /// At an end of the row a blocked move stays put.
    fn at(self, position: usize, slices: usize) -> Self {
        let mut odds = self;
        if position == 0 {
            odds.stay += odds.retreat;
            odds.retreat = 0.0;
        }
        if position == slices {
            odds.stay += odds.advance;
            odds.advance = 0.0;
        }
        odds
    }
}

/// A front that moves at random under a regime that moves at random: checked, with its odds worked out.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    parts: ChainParts,
    /// By axis, then regime, then strength.
    odds: Vec<MoveOdds>,
}

impl Chain {
    /// Checks the parts and works out the odds.
    ///
    /// # Errors
    /// [`ChainError`] names the part that does not fit and what was found there.
    pub fn new(parts: ChainParts) -> Result<Self, ChainError> {
        check::check(&parts)?;
        let odds = parts
            .axes
            .iter()
            .flat_map(|axis| &axis.odds)
            .flat_map(|&odds| {
                parts
                    .strengths
                    .iter()
                    .map(move |&at| MoveOdds::new(odds, at))
            })
            .collect();
        Ok(Self { parts, odds })
    }

    /// What the chain was made of.
    #[must_use]
    pub fn parts(&self) -> &ChainParts {
        &self.parts
    }

    /// The probability that the war ends by itself within a period: h = 1 − exp(−λΔ).
    #[must_use]
    pub fn hazard(&self) -> Probability {
        self.parts.ending.hazard(self.parts.period)
    }

    /// The odds of movement away from the ends of the axis, or `None` where there is no such axis, regime or
    /// strength.
    #[must_use]
    pub fn move_odds(&self, axis: usize, regime: RegimeIndex, strength: usize) -> Option<MoveOdds> {
        let (regimes, strengths) = (self.parts.regimes.len(), self.parts.strengths.len());
        if regime.get() >= regimes || strength >= strengths {
            return None;
        }
        let position = axis.checked_mul(regimes)?.checked_add(regime.get())?;
        self.odds
            .get(position.checked_mul(strengths)?.checked_add(strength)?)
            .copied()
    }

    /// Where the war stands when the talks open.
    #[must_use]
    pub fn opening(&self) -> WarState {
        WarState {
            positions: self.parts.axes.iter().map(|axis| axis.opening).collect(),
            regime: self.parts.opening_regime,
            period: 0,
        }
    }

    /// Checks that a state belongs to this chain.
    ///
    /// # Errors
    /// [`StateError`] names the first thing that does not fit.
    pub fn validate(&self, state: &WarState) -> Result<(), StateError> {
        let last_positions = self.parts.axes.iter().map(|axis| axis.slices);
        state.fits(last_positions, self.parts.regimes.len())
    }

    /// Draws the next period; see [`WarProcess::step`](super::WarProcess::step). At the horizon and after it nothing
    /// moves.
    ///
    /// Takes one draw for each axis in order, one for the regime and one for the ending.
    #[must_use]
    pub fn step(&self, state: &WarState, strength: usize, stream: &mut Stream) -> WarStep {
        if self.is_over(state) || self.validate(state).is_err() {
            return WarStep {
                state: state.clone(),
                end: self.is_over(state).then_some(WarEnd::Horizon),
            };
        }
        let strength = strength.min(self.parts.strengths.len() - 1);
        let mut next = state.next_period();
        for (number, (axis, position)) in
            self.parts.axes.iter().zip(&mut next.positions).enumerate()
        {
            if let Some(odds) = self.move_odds(number, state.regime, strength) {
                let odds = odds.at(*position, axis.slices);
                match stream.weighted([odds.retreat, odds.stay, odds.advance].into_iter()) {
                    0 => *position -= 1,
                    2 => *position += 1,
                    _ => {}
                }
            }
        }
        let row = &self.parts.transitions[state.regime.get()];
        next.regime = RegimeIndex(stream.weighted(row.iter().map(|chance| chance.get())));
        let burnt_out = stream.uniform() < self.hazard().get();
        let end = if burnt_out {
            Some(WarEnd::BurntOut)
        } else {
            self.is_over(&next).then_some(WarEnd::Horizon)
        };
        WarStep { state: next, end }
    }

    /// The probability of the moves between two states; see
    /// [`WarProcess::likelihood`](super::WarProcess::likelihood).
    #[must_use]
    pub fn likelihood(&self, before: &WarState, after: &WarState, strength: usize) -> f64 {
        if self.validate(before).is_err() || self.validate(after).is_err() {
            return 0.0;
        }
        if self.is_over(before) {
            return f64::from(before.positions == after.positions);
        }
        let moves = before.positions.iter().zip(&after.positions);
        let mut likelihood = 1.0;
        for (number, (axis, (&from, &to))) in self.parts.axes.iter().zip(moves).enumerate() {
            let Some(odds) = self.move_odds(number, before.regime, strength) else {
                return 0.0;
            };
            let odds = odds.at(from, axis.slices);
            likelihood *= match (to + 1).checked_sub(from) {
                Some(0) => odds.retreat,
                Some(1) => odds.stay,
                Some(2) => odds.advance,
                _ => 0.0,
            };
        }
        likelihood
    }

    /// Whether the horizon has come.
    pub(super) fn is_over(&self, state: &WarState) -> bool {
        state.period >= self.parts.horizon
    }
}
