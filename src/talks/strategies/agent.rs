//! A strategy of offers and a rule of acceptance, together.

use super::OfferStrategy;
use crate::space::Deal;
use crate::talks::{AcceptanceRule, Negotiator, Response, View};

/// A negotiator made of a strategy of offers and a rule of acceptance.
///
/// It accepts nothing that crosses a red line of its party's or is worth less than war, whatever the rule says.
///
/// ```
/// use dealzone::talks::{Accept, Agent, Micro};
///
/// let agent = Agent::new(Micro, Accept::Aim);
/// # let _ = agent;
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agent<S, A> {
    strategy: S,
    rule: A,
}

impl<S: OfferStrategy, A: AcceptanceRule> Agent<S, A> {
    /// The two together.
    pub fn new(strategy: S, rule: A) -> Self {
        Self { strategy, rule }
    }

    fn accepts(&self, view: &View<'_>, offer: &Deal) -> bool {
        view.would_sign(offer) && self.rule.accepts(view, offer, &self.strategy)
    }
}

impl<S: OfferStrategy, A: AcceptanceRule> Negotiator for Agent<S, A> {
    fn propose(&self, view: &View<'_>) -> Option<Deal> {
        self.strategy.offer(view)
    }

    fn respond(&self, view: &View<'_>, offer: &Deal) -> Response {
        if self.accepts(view, offer) {
            Response::Accept
        } else {
            Response::Reject
        }
    }
}
