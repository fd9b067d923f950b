//! Sides who disagree about who is winning, and learn by fighting: after Slantchev (2003), "The Principle of Convergence
//! in Wartime Negotiations", American Political Science Review 97: 621–632, and Smith and Stam (2004), "Bargaining and
//! the Nature of War", Journal of Conflict Resolution 48: 783–813.

use super::Division;
use super::error::{GameError, pair};
use super::fighting::{Node, Play, Proposing};
use crate::index::PartyIndex;
use crate::units::Probability;
use crate::war::{Belief, OneBattle, WarProcess, WarState};

/// Two sides with priors of their own about the odds of a battle, who may settle before it or see one engagement more.
///
/// Each knows what the other believes, and thinks it wrong: they agree to disagree. In every period one of them proposes;
/// if that is refused they fight an engagement, at a cost each, and both see who won it. After the last engagement the
/// battle decides. With p̂ the chance that a side gives the first of them to win the next engagement, k the engagement's
/// cost, w how many the first has won of n, and W the value of the battle by a side's own belief,
///
/// ```text
/// D_i(n,w) = p̂_i V_i(n+1,w+1) + (1 − p̂_i) V_i(n+1,w) − k_i,     D_i(N,w) = W_i(N,w)
/// V        = the best for the proposer that leaves the other its D, where that leaves the proposer its own D;
///            else D
/// ```
///
/// A side that thinks the other too hopeful expects the engagements to teach it better, and would rather fight a while
/// than pay for its hopes: so war begins although the zone is open, and it ends when beliefs have met (Yildiz 2004,
/// "Waiting to Persuade", Quarterly Journal of Economics 119: 223–248).
///
/// ```
/// use dealzone::games::{Convergence, Division, Play, Player, Proposing};
/// use dealzone::index::PartyIndex;
/// use dealzone::war::{BattleStakes, Belief, OneBattle};
///
/// let stakes = |win, lose| BattleStakes { if_first_wins: win, if_second_wins: lose, cost: 0.1 };
/// let battle = OneBattle::new(vec![-1.0, 1.0], vec![stakes(1.0, 0.0), stakes(0.0, 1.0)])?;
/// let alike = [Belief::uniform(2), Belief::uniform(2)];
/// let sides = [PartyIndex(0), PartyIndex(1)];
/// let proposing = Proposing::Alternating(Player::First);
/// let game = Convergence::new(&battle, sides, alike, [0.01; 2], 5, Division::PIE, proposing)?;
/// // Who agree on the odds have nothing to teach each other, and settle at once.
/// assert!(matches!(game.at(0, 0).map(|node| node.play), Some(Play::Settle { .. })));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Convergence {
    division: Division,
    proposing: Proposing,
    engagements: u32,
    /// D of both sides, by engagements fought and then engagements won by the first.
    fighting_on: Vec<[f64; 2]>,
}

impl Convergence {
    /// The most engagements there may be before the battle.
    pub const MAX_ENGAGEMENTS: u32 = 500;

    /// The game between two parties to a battle, with their priors, what an engagement costs each, and how many there
    /// are before the battle decides.
    ///
    /// # Complexity
    /// Engagements² × the strengths of the grid.
    ///
    /// # Errors
    /// [`GameError`] when a party is not there, a cost is below zero, a prior is over another grid, or there are more
    /// than [`Self::MAX_ENGAGEMENTS`].
    pub fn new(
        battle: &OneBattle,
        sides: [PartyIndex; 2],
        priors: [Belief; 2],
        costs: [f64; 2],
        engagements: u32,
        division: Division,
        proposing: Proposing,
    ) -> Result<Self, GameError> {
        let costs = pair(
            "the cost of an engagement",
            costs,
            |at| at >= 0.0,
            "0 or more",
        )?;
        let strengths = battle.strengths();
        for (side, prior) in sides.into_iter().zip(&priors) {
            let (party, found) = (side.get(), prior.weights().len());
            if party >= battle.parties() {
                return Err(GameError::Party { party });
            }
            if found != strengths {
                return Err(GameError::Grid { found, strengths });
            }
        }
        if engagements > Self::MAX_ENGAGEMENTS {
            return Err(GameError::Engagements { found: engagements });
        }
        let mut game = Self {
            division,
            proposing,
            engagements,
            fighting_on: vec![[0.0; 2]; row(engagements as usize + 1)],
        };
        game.solve(battle, sides, &priors, costs);
        Ok(game)
    }

    fn solve(
        &mut self,
        battle: &OneBattle,
        sides: [PartyIndex; 2],
        priors: &[Belief; 2],
        costs: [f64; 2],
    ) {
        for fought in (0..=self.engagements).rev() {
            for (won, beliefs) in beliefs(battle, priors, fought).iter().enumerate() {
                let fighting_on = [0, 1].map(|side: usize| {
                    let belief = &beliefs[side];
                    if fought == self.engagements {
                        let state = WarState {
                            positions: vec![won],
                            period: fought,
                            ..battle.opening()
                        };
                        return battle.value(sides[side], &state, belief);
                    }
                    let chance = belief.mean(battle.chances());
                    let [lost, won] = [won, won + 1].map(|won| self.value(fought + 1, won)[side]);
                    chance * won + (1.0 - chance) * lost - costs[side]
                });
                self.fighting_on[row(fought as usize) + won] = fighting_on;
            }
        }
    }

    /// V: what they settle for, or what fighting on is worth.
    fn value(&self, fought: u32, won: usize) -> [f64; 2] {
        let fighting_on = self.fighting_on[row(fought as usize) + won];
        match self.play(fought, fighting_on) {
            Play::Settle { utilities } => utilities,
            Play::Fight | Play::Over => fighting_on,
        }
    }

    fn play(&self, fought: u32, fighting_on: [f64; 2]) -> Play {
        self.division
            .settle(self.proposing.in_period(fought), fighting_on)
            .map_or(Play::Fight, |utilities| Play::Settle { utilities })
    }

    /// What is done after this many engagements, of which the first side has won so many; `None` where there are not
    /// so many. After the last one to fight is to let the battle decide.
    #[must_use]
    pub fn at(&self, fought: u32, won: u32) -> Option<Node> {
        if won > fought || fought > self.engagements {
            return None;
        }
        let fighting_on = self.fighting_on[row(fought as usize) + won as usize];
        Some(Node {
            proposer: self.proposing.in_period(fought),
            fighting_on,
            play: self.play(fought, fighting_on),
        })
    }

    /// The probability that they settle after 0, 1, … engagements when the first side wins each with this chance; what
    /// is left to one is the probability of the battle.
    #[must_use]
    pub fn settled(&self, chance: Probability) -> Vec<f64> {
        let chance = chance.get();
        let mut reached = vec![1.0];
        let mut settled = Vec::with_capacity(self.engagements as usize + 1);
        for fought in 0..=self.engagements {
            let mut now = 0.0;
            let mut next = vec![0.0; reached.len() + 1];
            for (won, reached) in reached.into_iter().enumerate() {
                let fighting_on = self.fighting_on[row(fought as usize) + won];
                if self.play(fought, fighting_on) == Play::Fight {
                    next[won] += (1.0 - chance) * reached;
                    next[won + 1] += chance * reached;
                } else {
                    now += reached;
                }
            }
            settled.push(now);
            reached = next;
        }
        settled
    }
}

/// Where the row of so many engagements begins.
fn row(fought: usize) -> usize {
    fought * (fought + 1) / 2
}

/// Both sides' beliefs after so many engagements, by how many of them the first side won.
fn beliefs(battle: &OneBattle, priors: &[Belief; 2], fought: u32) -> Vec<[Belief; 2]> {
    // In logarithms, so that many engagements do not come to nothing; what was never seen is no evidence.
    let evidence = |count: u32, log: f64| {
        if count > 0 {
            f64::from(count) * log
        } else {
            0.0
        }
    };
    (0..=fought)
        .map(|won| {
            let logs: Vec<f64> = battle
                .chances()
                .iter()
                .map(|&chance| {
                    let lost = evidence(fought - won, libm::log1p(-chance));
                    evidence(won, libm::log(chance)) + lost
                })
                .collect();
            let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let likelihood: Vec<f64> = logs.iter().map(|log| libm::exp(log - most)).collect();
            [0, 1].map(|side: usize| {
                let mut belief = priors[side].clone();
                belief.update(|strength| likelihood[strength]);
                belief
            })
        })
        .collect()
}
