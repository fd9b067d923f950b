//! No concession at all.

use super::{OfferStrategy, best_to_sign};
use crate::space::Deal;
use crate::talks::View;

/// Offers the deal that it would like best, and aims at nothing less, to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hardliner;

impl OfferStrategy for Hardliner {
    fn aim(&self, view: &View<'_>) -> f64 {
        view.best_worth()
    }

    fn offer(&self, view: &View<'_>) -> Option<Deal> {
        best_to_sign(view)
    }
}
