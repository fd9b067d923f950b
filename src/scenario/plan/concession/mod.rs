//! Plans of how a party negotiates: which deals it offers, and which it accepts.

mod read;

use std::sync::Arc;

use crate::index::ParameterIndex;
use crate::scenario::Setting;
use crate::talks::{
    Accept, Agent, Bayesian, Choice, Concession, Frequency, Hardliner, Micro, Modelled, Negotiator,
    OfferStrategy, RandomWalker, Reciprocity, Reserve, TalksError, TimeDependent, TitForTat,
    TradeOff,
};

/// How a party negotiates, with a parameter in place of every uncertain number.
#[derive(Debug, Clone, PartialEq)]
pub struct ConcessionPlan {
    /// Which deals it offers.
    pub strategy: StrategyPlan,
    /// Which it accepts.
    pub accepts: AcceptPlan,
}

/// Which deals a party offers: the strategies of [`talks`](crate::talks), each of which says what its numbers mean.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum StrategyPlan {
    /// [`TimeDependent`], with [`Modelled`] where it has a model.
    TimeDependent {
        /// Whether concessions follow the exponential, not the polynomial.
        exponential: bool,
        /// β.
        exponent: ParameterIndex,
        /// κ; 0 where nothing is said.
        initial: Option<ParameterIndex>,
        /// Where concessions end.
        reserve: Reserve,
        /// Which of the deals that are worth what is aimed at.
        choice: ChoicePlan,
    },
    /// [`TitForTat`].
    TitForTat {
        /// How a concession is returned.
        returns: ReturnPlan,
        /// δ or γ.
        steps: u32,
    },
    /// [`Micro`].
    Micro,
    /// [`TradeOff`].
    TradeOff {
        /// By how much it gives way where it is stuck.
        step: ParameterIndex,
    },
    /// [`Hardliner`].
    Hardliner,
    /// [`RandomWalker`].
    RandomWalker,
}

/// Which of the deals that are worth what is aimed at is offered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ChoicePlan {
    /// The one most like the last offer of the others.
    MostAlike,
    /// The one that is worth least to itself.
    Nearest,
    /// The one that is best for the other side, by what is counted of its offers.
    Frequency,
    /// The same, by Bayes' rule; the concession that is expected, and the deviation from it.
    Bayesian(ParameterIndex, ParameterIndex),
}

/// How tit for tat returns a concession.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ReturnPlan {
    /// In proportion to one of theirs.
    Relative,
    /// By the same amount, give or take a random one of at most this.
    RandomAbsolute(ParameterIndex),
    /// In proportion to several of theirs.
    Averaged,
}

/// Which deals a party accepts: the rules of [`Accept`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AcceptPlan {
    /// What its strategy aims at.
    Aim,
    /// What it would offer next, with a factor (1 where nothing is said) and a gap (0).
    Next(Option<ParameterIndex>, Option<ParameterIndex>),
    /// What is worth this much.
    Constant(ParameterIndex),
    /// Anything from this part of the time on.
    Time(ParameterIndex),
    /// What it would offer next, and from this part of the time on what is no worse than it was offered lately.
    Combined(ParameterIndex),
}

impl ConcessionPlan {
    /// The negotiator at a setting.
    pub(crate) fn build(&self, setting: &Setting) -> Result<Arc<dyn Negotiator>, TalksError> {
        let accept = self.accepts.build(setting)?;
        Ok(match self.strategy {
            StrategyPlan::TimeDependent { choice, .. } => {
                let concession = self.strategy.concession(setting)?;
                match choice {
                    // As an agent would, with its aim worked out once a turn.
                    ChoicePlan::MostAlike | ChoicePlan::Nearest if accept == Accept::Aim => {
                        Arc::new(concession)
                    }
                    ChoicePlan::MostAlike | ChoicePlan::Nearest => agent(concession, accept),
                    ChoicePlan::Frequency => agent(Modelled::new(concession, Frequency), accept),
                    ChoicePlan::Bayesian(expected, deviation) => {
                        let [expected, deviation] =
                            [expected, deviation].map(|index| setting.value(index));
                        let model = Bayesian::new(expected, deviation)?;
                        agent(Modelled::new(concession, model), accept)
                    }
                }
            }
            StrategyPlan::TitForTat { returns, steps } => {
                let reciprocity = match returns {
                    ReturnPlan::Relative => Reciprocity::Relative { delta: steps },
                    ReturnPlan::RandomAbsolute(most) => Reciprocity::RandomAbsolute {
                        delta: steps,
                        most: setting.value(most),
                    },
                    ReturnPlan::Averaged => Reciprocity::Averaged { gamma: steps },
                };
                agent(TitForTat::new(reciprocity)?, accept)
            }
            StrategyPlan::Micro => agent(Micro, accept),
            StrategyPlan::TradeOff { step } => agent(TradeOff::new(setting.value(step))?, accept),
            StrategyPlan::Hardliner => agent(Hardliner, accept),
            StrategyPlan::RandomWalker => agent(RandomWalker, accept),
        })
    }
}

fn agent(strategy: impl OfferStrategy + 'static, accept: Accept) -> Arc<dyn Negotiator> {
    Arc::new(Agent::new(strategy, accept))
}

impl StrategyPlan {
    /// How it concedes by the clock; evenly where it does not.
    fn concession(&self, setting: &Setting) -> Result<TimeDependent, TalksError> {
        let Self::TimeDependent {
            exponential,
            exponent,
            initial,
            reserve,
            choice,
        } = *self
        else {
            return Ok(TimeDependent::LINEAR);
        };
        let beta = setting.value(exponent);
        let initial = initial.map_or(0.0, |initial| setting.value(initial));
        let concession = match exponential {
            true => Concession::Exponential { beta, initial },
            false => Concession::Polynomial { beta, initial },
        };
        let nearest = Choice::Nearest { tolerance: 0.0 };
        Ok(TimeDependent::conceding(concession)?
            .down_to(reserve)
            .choosing(match choice {
                ChoicePlan::Nearest => nearest,
                _ => Choice::MostAlike,
            }))
    }
}

impl AcceptPlan {
    fn build(self, setting: &Setting) -> Result<Accept, TalksError> {
        let value = |index: ParameterIndex| setting.value(index);
        match self {
            Self::Aim => Accept::Aim,
            Self::Next(factor, gap) => Accept::Next {
                factor: factor.map_or(1.0, value),
                gap: gap.map_or(0.0, value),
            },
            Self::Constant(least) => Accept::Constant {
                least: value(least),
            },
            Self::Time(from) => Accept::Time { from: value(from) },
            Self::Combined(from) => Accept::Combined { from: value(from) },
        }
        .check()
    }
}
