//! Bayes' rule over simple preferences (Hindriks & Tykhonov 2008).

use super::{Estimate, OpponentModel, bin, bins, of_bins};
use crate::index::PartyIndex;
use crate::talks::{TalksError, View};

/// Weights that an issue may have, before they are scaled to sum to one.
const WEIGHTS: usize = 5;

/// Learns by Bayes' rule which weight each issue has and which option of it is best (Hindriks & Tykhonov 2008, "Opponent
/// modelling in automated multi-issue negotiation using Bayesian learning"; the scalable form, in which the issues are
/// learnt one by one, each with the means of the others).
///
/// # Formula
/// The hypotheses of an issue are its weights 0, ¼, ½, ¾, 1 (scaled), and each of its options o as the best, the value
/// of the others falling in a straight line to 0 with their distance in the list: downhill, uphill and triangular shapes.
/// An offer that is the t-th of its party, from zero, is held to be worth 1 − c·t to it, and
/// P(H | offer) ∝ P(H) exp(−(u_H(offer) − (1 − c t))² / 2σ²). Amounts are learnt about in eight parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bayesian {
    concession: f64,
    deviation: f64,
}

impl Bayesian {
    /// The paper's: c = 0.05, σ = 0.25.
    pub const PAPER: Self = Self {
        concession: 0.05,
        deviation: 0.25,
    };

    /// Holding that an offer gives way by c after the one before it (0 or more), give or take σ (above 0).
    ///
    /// # Errors
    /// [`TalksError::Tactic`] for a number out of range.
    pub fn new(concession: f64, deviation: f64) -> Result<Self, TalksError> {
        let refuse = |what, found, expected| {
            Err(TalksError::Tactic {
                what,
                found,
                expected,
            })
        };
        if !(concession.is_finite() && concession >= 0.0) {
            return refuse(
                "the concession expected",
                concession,
                "a finite number of 0 or more",
            );
        }
        if !(deviation.is_finite() && deviation > 0.0) {
            return refuse(
                "the deviation expected",
                deviation,
                "a finite number above 0",
            );
        }
        Ok(Self {
            concession,
            deviation,
        })
    }

    fn likelihood(self, utility: f64, offer: usize) -> f64 {
        let expected = (1.0 - self.concession * offer as f64).max(0.0);
        let off = (utility - expected) / self.deviation;
        libm::exp(-0.5 * off * off)
    }
}

/// What is believed of one issue.
#[derive(Debug)]
struct Belief {
    /// By weight, and by best option.
    weight: Vec<f64>,
    best: Vec<f64>,
}

impl Belief {
    fn new(bins: usize) -> Self {
        Self {
            weight: vec![1.0 / WEIGHTS as f64; WEIGHTS],
            best: vec![1.0 / bins as f64; bins],
        }
    }

    fn weight_of(hypothesis: usize) -> f64 {
        hypothesis as f64 / (WEIGHTS - 1) as f64
    }

    /// The value of a bin where another is the best.
    fn value_of(bins: usize, best: usize, bin: usize) -> f64 {
        let reach = best.max(bins - 1 - best).max(1);
        1.0 - bin.abs_diff(best) as f64 / reach as f64
    }

    fn mean_weight(&self) -> f64 {
        let all = self.weight.iter().enumerate();
        all.map(|(at, belief)| belief * Self::weight_of(at)).sum()
    }

    fn mean_value(&self, bin: usize) -> f64 {
        let bins = self.best.len();
        let all = self.best.iter().enumerate();
        all.map(|(best, belief)| belief * Self::value_of(bins, best, bin))
            .sum()
    }
}

fn update(beliefs: &mut [f64], likelihood: impl Fn(usize) -> f64) {
    for (at, belief) in beliefs.iter_mut().enumerate() {
        *belief *= likelihood(at);
    }
    let total: f64 = beliefs.iter().sum();
    let even = 1.0 / beliefs.len() as f64;
    for belief in beliefs {
        *belief = if total > 0.0 { *belief / total } else { even };
    }
}

impl OpponentModel for Bayesian {
    fn estimate(&self, view: &View<'_>, of: PartyIndex) -> Estimate {
        let issues = view.space().issues();
        let mut beliefs: Vec<Belief> = issues
            .iter()
            .map(|issue| Belief::new(bins(issue)))
            .collect();
        for (number, deal) in view.offers_of(of).enumerate() {
            let offered: Vec<usize> = issues
                .iter()
                .zip(deal.levels())
                .map(|(issue, level)| bin(issue, *level).unwrap_or(0))
                .collect();
            let weights: Vec<f64> = beliefs.iter().map(Belief::mean_weight).collect();
            let values: Vec<f64> = beliefs
                .iter()
                .zip(&offered)
                .map(|(belief, bin)| belief.mean_value(*bin))
                .collect();
            let (weight, sum): (f64, f64) = weights
                .iter()
                .zip(&values)
                .fold((0.0, 0.0), |(total, sum), (weight, value)| {
                    (total + weight, sum + weight * value)
                });
            for (at, belief) in beliefs.iter_mut().enumerate() {
                let (others, rest) = (weight - weights[at], sum - weights[at] * values[at]);
                let utility = |own: f64, value: f64| {
                    let scale = others + own;
                    if scale > 0.0 {
                        (rest + own * value) / scale
                    } else {
                        0.0
                    }
                };
                update(&mut belief.weight, |guess| {
                    self.likelihood(utility(Belief::weight_of(guess), values[at]), number)
                });
                let bins = belief.best.len();
                update(&mut belief.best, |best| {
                    let value = Belief::value_of(bins, best, offered[at]);
                    self.likelihood(utility(weights[at], value), number)
                });
            }
        }
        let total: f64 = beliefs.iter().map(Belief::mean_weight).sum();
        Estimate::new(
            issues
                .iter()
                .zip(&beliefs)
                .map(|(issue, belief)| {
                    let weight = if total > 0.0 {
                        belief.mean_weight() / total
                    } else {
                        0.0
                    };
                    let values = (0..belief.best.len()).map(|bin| weight * belief.mean_value(bin));
                    of_bins(issue, values.collect())
                })
                .collect(),
        )
    }
}
