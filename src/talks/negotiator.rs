//! What a negotiator does.

use std::fmt::Debug;

use super::View;
use crate::space::Deal;

/// An answer to an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Response {
    /// Would sign it.
    Accept,
    /// Would not.
    Reject,
}

/// How a party proposes and answers.
///
/// A negotiator keeps nothing from call to call: all that it may know is in the [`View`], so that talks can be
/// resumed at any round.
pub trait Negotiator: Debug + Send + Sync {
    /// The deal to offer now; `None` to let the turn pass.
    fn propose(&self, view: &View<'_>) -> Option<Deal>;

    /// The answer to an offer.
    fn respond(&self, view: &View<'_>, offer: &Deal) -> Response;
}
