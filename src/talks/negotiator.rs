//! What a negotiator does.

use std::fmt::Debug;

use super::{Move, Turn, View};
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
/// A negotiator keeps nothing from call to call: all that it may know is in the [`View`], every offer that it was shown
/// among it, so that talks can be resumed at any round. A panic is caught, and costs the turn;
/// that needs panics that unwind, and in a program built with `panic = "abort"` one ends the program.
pub trait Negotiator: Debug + Send + Sync {
    /// The deal to offer now; `None` to let the turn pass.
    fn propose(&self, view: &View<'_>) -> Option<Deal>;

    /// The answer to an offer.
    fn respond(&self, view: &View<'_>, offer: &Deal) -> Response;

    /// Whether it ever offers anything. A party in the role of a mediator whose negotiator does not is given no turn to, and
    /// answers what the others offer.
    fn proposes(&self) -> bool {
        true
    }

    /// The move in a turn. Unless a negotiator says otherwise it answers what it was asked: by
    /// [`respond`](Self::respond), and where that is no and an offer is asked for, by [`propose`](Self::propose).
    fn act(&self, view: &View<'_>, turn: Turn<'_>) -> Move {
        let propose = || self.propose(view).map_or(Move::Decline, Move::Offer);
        match turn {
            Turn::Offer => propose(),
            Turn::Answer(offer) | Turn::AcceptOrReplace(offer) => {
                match (self.respond(view, offer), turn) {
                    (Response::Accept, _) => Move::Accept,
                    (Response::Reject, Turn::AcceptOrReplace(_)) => propose(),
                    (Response::Reject, _) => Move::Decline,
                }
            }
        }
    }
}

/// A mediator at the table: it offers nothing and signs whatever is no loss to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consent;

impl Negotiator for Consent {
    fn proposes(&self) -> bool {
        false
    }

    fn propose(&self, _: &View<'_>) -> Option<Deal> {
        None
    }

    fn respond(&self, view: &View<'_>, offer: &Deal) -> Response {
        if !view.refuses(offer) && view.surplus(offer) >= 0.0 {
            Response::Accept
        } else {
            Response::Reject
        }
    }
}
