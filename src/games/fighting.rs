//! Bargaining while fighting, by players who know everything: after Slantchev (2003), "The Power to Hurt", American
//! Political Science Review 97: 123–133, and Powell (2004), "Bargaining and Learning While Fighting", American Journal of
//! Political Science 48: 344–361, on the front of Smith and Stam (2004).

mod induction;

use super::error::GameError;
use super::{Division, Player};
use crate::index::PartyIndex;
use crate::war::{ChainWar, RegimeIndex, StateError, WarState};
use induction::Induction;

/// Who makes the offers, one a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proposing {
    /// The same side in every period.
    Always(Player),
    /// This side in period 0, and then in turn.
    Alternating(Player),
}

impl Proposing {
    /// Who proposes in a period.
    #[must_use]
    pub fn in_period(self, period: u32) -> Player {
        match self {
            Self::Always(player) => player,
            Self::Alternating(first) if period.is_multiple_of(2) => first,
            Self::Alternating(first) => first.other(),
        }
    }
}

/// Two sides who may settle in any period of a war along a chain, solved by backward induction.
///
/// In each period one side proposes utilities that the division allows, for good; the other accepts, or they fight a
/// period: each lives with the front as it is and pays for the fighting, the front and the regime move, and the war may
/// burn out. With D what fighting on is worth, δ the discount factor, φ the flow of the status quo with the line at n,
/// c the cost and h the hazard of the ending,
///
/// ```text
/// D_i(n,g,t) = (1−δ_i) [φ_i(n) − c_i(g,t)] + δ_i E[ h φ_i(n') + (1−h) V_i(n',g',t+1) ],    V(·,·,T) = φ
/// V          = the best for the proposer that leaves the other its D, where that leaves the proposer its own D;
///              else D
/// ```
///
/// The strength behind the front is known to both, and what is agreed is kept. Then sides of equal patience settle at
/// once in any state: fighting only costs. Sides of unequal patience may not, because the patient one sells a rising
/// position too dear for the other to buy now: war goes on until it has risen or failed to.
///
/// A side at war by its own tables and this one differ in one thing: [`ChainWar`] values a war that is fought to its
/// end, this one a war that can be settled later.
///
/// ```
/// # use dealzone::units::{AnnualRate, Period, Probability};
/// # use dealzone::war::{Axis, AxisOdds, Belief, Chain, ChainParts, ChainWar, Regime, RegimeIndex, Stakes, WarProcess};
/// use dealzone::games::{Division, Fighting, Play, Player, Proposing};
/// use dealzone::index::PartyIndex;
/// # let odds = AxisOdds { mobility: Probability::new(0.5)?, advance_log_odds: 0.0 };
/// # let chain = Chain::new(ChainParts {
/// #     period: Period::from_days(30.0)?,
/// #     horizon: 60,
/// #     axes: vec![Axis::new("north", 4, 2, vec![odds])],
/// #     regimes: vec![Regime::new("sustained")],
/// #     opening_regime: RegimeIndex(0),
/// #     transitions: vec![vec![Probability::ONE]],
/// #     ending: AnnualRate::ZERO,
/// #     strengths: vec![0.0],
/// # })?;
/// # let stakes = |front: [f64; 5]| Stakes {
/// #     discount: AnnualRate::new(0.1).unwrap(),
/// #     rest: 0.0,
/// #     front: vec![front.to_vec()],
/// #     cost: vec![0.2],
/// #     exhaustion: 0.0,
/// # };
/// # let first = stakes([0.0, 0.25, 0.5, 0.75, 1.0]);
/// # let second = stakes([1.0, 0.75, 0.5, 0.25, 0.0]);
/// // A war along a front of four slices, worth all or nothing at its ends.
/// let war = ChainWar::new(chain, vec![first, second], 1)?;
/// let sides = [PartyIndex(0), PartyIndex(1)];
/// let game = Fighting::new(&war, sides, 0, Division::PIE, Proposing::Always(Player::First))?;
/// let start = game.at(&war.opening())?;
/// // The second side is left just what the war would bring it, and the first has the rest.
/// let second = war.value(PartyIndex(1), &war.opening(), &Belief::uniform(1));
/// assert!(matches!(start.play, Play::Settle { utilities } if (utilities[1] - second).abs() < 1e-12));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Fighting {
    induction: Induction,
    division: Division,
    proposing: Proposing,
    /// D of both sides, by period, then regime, then front.
    fighting_on: Vec<[f64; 2]>,
}

/// What the sides do in one state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// Who proposes in this state.
    pub proposer: Player,
    /// What fighting on is worth to each, settling later included.
    pub fighting_on: [f64; 2],
    /// Whether they settle, and on what, or fight on.
    pub play: Play,
}

/// The play in one state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Play {
    /// The proposer offers these utilities, and the other side accepts.
    Settle {
        /// Of the first and the second side, normalised, for good.
        utilities: [f64; 2],
    },
    /// No division is worth fighting on to both: they fight another period.
    Fight,
    /// The war has come to its horizon: the front stays as it is.
    Over,
}

/// How the war ends, seen from its opening.
#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    /// The probability that it is settled in each period; the first entry is at once.
    pub settled: Vec<f64>,
    /// The probability that it burns out or reaches its horizon unsettled.
    pub unsettled: f64,
}

impl Fighting {
    /// The most states, periods included, that a game may have.
    pub const MAX_STATES: u64 = 1 << 23;

    /// The game between two parties to a war, at a strength both know (its position in the grid).
    ///
    /// Utilities of the division are on the scale of the war's: those of a deal for good, normalised.
    ///
    /// # Complexity
    /// States of the front × regimes² × periods, and as much again for each axis.
    ///
    /// # Errors
    /// [`GameError`] when a party or the strength is not there, or the game is larger than [`Self::MAX_STATES`]: the
    /// fronts of all axes are taken together here, because whether a deal is made depends on all of them.
    pub fn new(
        war: &ChainWar,
        sides: [PartyIndex; 2],
        strength: usize,
        division: Division,
        proposing: Proposing,
    ) -> Result<Self, GameError> {
        let induction = Induction::new(war, sides, strength)?;
        let mut game = Self {
            division,
            proposing,
            fighting_on: vec![[0.0; 2]; induction.states()],
            induction,
        };
        let layer = game.induction.layer();
        let mut values = game.induction.frozen();
        for period in (0..game.induction.horizon()).rev() {
            let fighting_on = game.induction.step(period, &values);
            values.clone_from(&fighting_on);
            for value in &mut values {
                if let Play::Settle { utilities } = game.play(period, *value) {
                    *value = utilities;
                }
            }
            let start = period as usize * layer;
            game.fighting_on[start..start + layer].copy_from_slice(&fighting_on);
        }
        Ok(game)
    }

    /// What is done in a state of the war.
    ///
    /// # Errors
    /// [`StateError`] for a state of another war.
    pub fn at(&self, state: &WarState) -> Result<Node, StateError> {
        let place = self.induction.place(state)?;
        let proposer = self.proposing.in_period(state.period);
        let start = state.period as usize * self.induction.layer();
        Ok(match self.fighting_on.get(start + place) {
            Some(&fighting_on) => Node {
                proposer,
                fighting_on,
                play: self.play(state.period, fighting_on),
            },
            None => Node {
                proposer,
                fighting_on: self.induction.frozen()[place],
                play: Play::Over,
            },
        })
    }

    /// How the war ends that begins at its opening.
    #[must_use]
    pub fn ending(&self) -> Ending {
        let layer = self.induction.layer();
        let mut chances = self.induction.opening();
        let mut settled = Vec::new();
        let mut unsettled = 0.0;
        for period in 0..self.induction.horizon() {
            let start = period as usize * layer;
            let mut now = 0.0;
            for (chance, &fighting_on) in chances.iter_mut().zip(&self.fighting_on[start..]) {
                if matches!(self.play(period, fighting_on), Play::Settle { .. }) {
                    now += std::mem::take(chance);
                }
            }
            settled.push(now);
            unsettled += chances.iter().sum::<f64>() * self.induction.hazard();
            chances = self.induction.spread(&chances);
        }
        unsettled += chances.iter().sum::<f64>();
        Ending { settled, unsettled }
    }

    /// The proposer's best, given what fighting on is worth.
    fn play(&self, period: u32, fighting_on: [f64; 2]) -> Play {
        self.division
            .settle(self.proposing.in_period(period), fighting_on)
            .map_or(Play::Fight, |utilities| Play::Settle { utilities })
    }
}
