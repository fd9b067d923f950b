//! The best deal for the other side at one's own target.

use super::{OfferStrategy, TimeDependent, best_to_sign};
use crate::space::Deal;
use crate::talks::{OpponentModel, View};

/// Concedes by the clock, and of the deals that give it its target offers the one that the other side would like best,
/// by what a model has learnt from that side's offers. Before any offer of theirs it opens with the deal that it would
/// like best itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Modelled<M> {
    concession: TimeDependent,
    model: M,
}

impl<M: OpponentModel> Modelled<M> {
    /// These concessions, with this model of the other side.
    pub fn new(concession: TimeDependent, model: M) -> Self {
        Self { concession, model }
    }
}

impl<M: OpponentModel> OfferStrategy for Modelled<M> {
    fn aim(&self, view: &View<'_>) -> f64 {
        self.concession.aim(view)
    }

    fn offer(&self, view: &View<'_>) -> Option<Deal> {
        let last = view.offers().rev().find(|offer| offer.by != view.me());
        last.and_then(|last| {
            let estimate = self.model.estimate(view, last.by);
            view.best_for(&estimate, self.aim(view))
        })
        .or_else(|| best_to_sign(view))
    }
}
