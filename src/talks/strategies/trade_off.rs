//! Trade-offs along an iso-utility surface (Faratin, Sierra & Jennings 2002).

use super::{OfferStrategy, best_to_sign, own_last};
use crate::space::Deal;
use crate::talks::{TalksError, View};

/// Offers deals that are worth as much to it as its last offer and as like as can be to the last offer of the others
/// (Faratin, Sierra & Jennings 2002, "Using similarity criteria to make issue trade-offs in automated negotiations"). When
/// no other deal on that surface is nearer it gives way by a step. It opens with the deal that it would like best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TradeOff {
    step: f64,
}

impl TradeOff {
    /// Gives way by this much utility where it is stuck; above zero.
    ///
    /// # Errors
    /// [`TalksError::Tactic`] unless it is finite and above zero.
    pub fn new(step: f64) -> Result<Self, TalksError> {
        if step.is_finite() && step > 0.0 {
            Ok(Self { step })
        } else {
            Err(TalksError::Tactic {
                what: "the step of a trade-off",
                found: step,
                expected: "a finite number above 0",
            })
        }
    }

    fn at(view: &View<'_>, worth: f64) -> Option<Deal> {
        let theirs = view.last_offer_of_others()?;
        view.closest_to(theirs, worth - view.war_value())
    }
}

impl OfferStrategy for TradeOff {
    fn offer(&self, view: &View<'_>) -> Option<Deal> {
        let Some(last) = own_last(view) else {
            return best_to_sign(view);
        };
        let aim = view.worth(last).max(view.war_value());
        match Self::at(view, aim) {
            Some(deal) if deal != *last => Some(deal),
            _ => Self::at(view, (aim - self.step).max(view.war_value())),
        }
        .or_else(|| Some(last.clone()))
    }
}
