//! Which deal to offer: one strategy a file, each after its paper.
//!
//! A strategy says which deal to offer and what it aims at; an [`AcceptanceRule`](super::AcceptanceRule) says which
//! offers are good enough; an [`Agent`] is the two together (the decoupling of Baarslag, Hendrikx, Hindriks & Jonker
//! 2014). All of them keep nothing: what they need to remember they read off the offers in the [`View`].
//!
//! *Worth* is what signing a deal gives its party, V − A − prices, in normalised utility; it compares with the value of
//! war, W. The *reserve* is the least worth that a party settles for.

mod agent;
mod hardliner;
mod micro;
mod modelled;
mod random_walker;
mod rubinstein;
mod time_dependent;
mod tit_for_tat;
mod trade_off;

pub use agent::Agent;
pub use hardliner::Hardliner;
pub use micro::Micro;
pub use modelled::Modelled;
pub use random_walker::RandomWalker;
pub use rubinstein::Rubinstein;
pub use time_dependent::{Choice, Concession, Reserve, TimeDependent};
pub use tit_for_tat::{Reciprocity, TitForTat};
pub use trade_off::TradeOff;

use std::fmt::Debug;

use super::View;
use crate::space::Deal;

/// Which deal to offer.
pub trait OfferStrategy: Debug + Send + Sync {
    /// The worth that it aims at now; what it offers is worth no less, where there is such a deal. Unless a strategy says
    /// otherwise it is what its offer is worth, and ∞ where it lets the turn pass.
    fn aim(&self, view: &View<'_>) -> f64 {
        self.offer(view)
            .map_or(f64::INFINITY, |deal| view.worth(&deal))
    }

    /// The deal to offer now; `None` to let the turn pass.
    fn offer(&self, view: &View<'_>) -> Option<Deal>;
}

/// The deal that the party would like best; `None` where it would sign none.
fn best_to_sign(view: &View<'_>) -> Option<Deal> {
    view.best_deal().filter(|deal| view.would_sign(deal))
}

/// The last offer of the party's own; `None` where it has made none.
fn own_last<'a>(view: &View<'a>) -> Option<&'a Deal> {
    view.last_offer(view.me())
}
