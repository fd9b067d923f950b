//! Tit for tat over whole deals, after the three of Faratin, Sierra & Jennings (1998, section 4.3).

use super::{OfferStrategy, best_to_sign, own_last};
use crate::space::Deal;
use crate::talks::{TalksError, View};

/// By how much rounding may move an aim.
const ROUNDING: f64 = 1e-9;

/// How a concession is returned. With u the worth of its own last offer, and d₀, …, dₙ the demands of the others' offers,
/// the last of them dₙ: a demand is by how much an offer is worth less to this party than its best deal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reciprocity {
    /// In proportion to a step of theirs, δ offers ago: W + (u − W) · d₍ₙ₋δ₊₁₎ / d₍ₙ₋δ₎ (relative tit for tat).
    Relative {
        /// δ, 1 or more.
        delta: u32,
    },
    /// By the same amount, give or take a random one of at most M, up or down at even odds: u − (d₍ₙ₋δ₎ − d₍ₙ₋δ₊₁₎) ± R(M)
    /// (random absolute tit for tat).
    RandomAbsolute {
        /// δ, 1 or more.
        delta: u32,
        /// M, in utility; 0 or more.
        most: f64,
    },
    /// In proportion to what they gave over the last γ steps: W + (u − W) · dₙ / d₍ₙ₋γ₎ (averaged tit for tat).
    Averaged {
        /// γ, 1 or more.
        gamma: u32,
    },
}

/// Gives as the others gave: from the worth of its last offer, by what their offers have improved for it. It offers the deal
/// that is nearest to its aim, from above.
///
/// This is not the paper's tactic to the letter. Faratin, Sierra & Jennings (1998, "Negotiation decision functions for
/// autonomous agents", section 4.3) imitate on each issue by itself and need numbers there, such as prices; options have
/// no such numbers, and terms hang together. So it is whole deals that are compared here, by what they are worth to this
/// party, as do the tit for tat of NegMAS and that of Baarslag, Hindriks & Jonker (2013, "A tit for tat negotiation
/// strategy for real-time bilateral negotiations").
///
/// - *By the same amount* is the paper's formula with worth in place of the number. Over one amount that is valued
///   linearly it makes the paper's offers.
/// - *In proportion*: the paper divides one number by another, and a price has a zero to count from. Utility has none of
///   its own, so each side's is counted from a deal that matters: what the others demand from this party's best deal down,
///   what this party asks from the value of war up. No answer changes with where the zero of utility is put.
///
/// Aims stay between the value of war and the best deal. Until enough offers were made to imitate it offers the deal that
/// it would like best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TitForTat {
    reciprocity: Reciprocity,
}

impl TitForTat {
    /// Returns concessions in this way.
    ///
    /// # Errors
    /// [`TalksError::Tactic`] for a number out of range.
    pub fn new(reciprocity: Reciprocity) -> Result<Self, TalksError> {
        let refuse = |what, found, expected| {
            Err(TalksError::Tactic {
                what,
                found,
                expected,
            })
        };
        match reciprocity {
            Reciprocity::Relative { delta: 0 } | Reciprocity::RandomAbsolute { delta: 0, .. } => {
                refuse("δ", 0.0, "1 or more")
            }
            Reciprocity::Averaged { gamma: 0 } => refuse("γ", 0.0, "1 or more"),
            Reciprocity::RandomAbsolute { most, .. } if !(most.is_finite() && most >= 0.0) => {
                refuse("M", most, "a finite number of 0 or more")
            }
            _ => Ok(Self { reciprocity }),
        }
    }

    /// The worth to aim at after an offer of this worth; `None` where there is too little to imitate.
    fn next(&self, view: &View<'_>, last: f64) -> Option<f64> {
        let (best, war) = (view.best_worth(), view.war_value());
        let demand = |steps: u32| {
            let mut newest_first = view.offers_of_others().rev();
            let deal = newest_first.nth(steps as usize)?;
            Some((best - view.worth(deal)).max(0.0))
        };
        let in_proportion = |older: f64, newer: f64| {
            let left = if older > 0.0 { newer / older } else { 1.0 };
            war + (last - war) * left
        };
        let aim = match self.reciprocity {
            Reciprocity::Relative { delta } => in_proportion(demand(delta)?, demand(delta - 1)?),
            Reciprocity::RandomAbsolute { delta, most } => {
                let mut stream = view.stream();
                let (size, sign) = (most * stream.uniform(), stream.uniform());
                let noise = if sign < 0.5 { size } else { -size };
                last - (demand(delta)? - demand(delta - 1)?) + noise
            }
            Reciprocity::Averaged { gamma } => in_proportion(demand(gamma)?, demand(0)?),
        };
        Some(aim)
    }
}

impl OfferStrategy for TitForTat {
    fn aim(&self, view: &View<'_>) -> f64 {
        let best = view.best_worth();
        own_last(view)
            .and_then(|last| self.next(view, view.worth(last)))
            .map_or(best, |aim| aim.min(best).max(view.war_value()))
    }

    fn offer(&self, view: &View<'_>) -> Option<Deal> {
        view.nearest_above(self.aim(view), ROUNDING)
            .or_else(|| best_to_sign(view))
    }
}
