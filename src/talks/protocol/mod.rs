//! Who moves when, and which moves are legal.

mod foul;
mod guard;

pub use foul::Foul;
pub(super) use guard::guarded;

use super::{Negotiator, TalksSettings, View};
use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::party::Role;
use crate::space::Deal;

/// Who proposes, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Protocol {
    /// The sides propose in turn, one offer a round, and all others answer (Rubinstein 1982).
    Alternating,
    /// In every round each side in a fixed order accepts the offer on the table or replaces it. An offer counts as its
    /// maker's acceptance, and a deal needs everybody's (the stacked alternating offers of Aydoğan, Festen, Hindriks &
    /// Jonker 2017). Whoever is at the table and offers nothing, as a mediator does, answers last.
    Stacked,
    /// The mediator writes one text a round, and the sides answer.
    SingleText,
    /// The sides see only the mediator. One side a round, in turn, tells it an offer; a mediator that writes makes of it
    /// what it expects to leave the others best off without costing that side anything, and any other carries it word
    /// for word. The others answer, and so does that side where the offer has changed.
    Shuttle,
}

impl Protocol {
    /// Whether there must be a mediator.
    #[must_use]
    pub fn needs_mediator(self) -> bool {
        matches!(self, Self::SingleText | Self::Shuttle)
    }
}

/// What a party is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Turn<'a> {
    /// An offer.
    Offer,
    /// Whether it accepts this one.
    Answer(&'a Deal),
    /// Whether it accepts this one, or which one it puts in its place.
    AcceptOrReplace(&'a Deal),
}

/// What a party does when asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Move {
    /// Puts a deal on the table.
    Offer(Deal),
    /// Would sign the offer on the table.
    Accept,
    /// Neither.
    Decline,
}

/// Asks a party for its move, and lets through only one that the turn allows: a panic is a foul, and so is an answer
/// to what was not asked. Whether a deal is one that may be offered or signed is the table's to check.
pub(super) fn ask(
    negotiator: &dyn Negotiator,
    view: &View<'_>,
    turn: Turn<'_>,
) -> Result<Move, Foul> {
    let made = guarded(|| negotiator.act(view, turn))?;
    match (turn, &made) {
        (Turn::Offer, Move::Accept) | (Turn::Answer(_), Move::Offer(_)) => Err(Foul::OutOfTurn),
        _ => Ok(made),
    }
}

/// The sides in the order in which they propose, from the opener on.
pub(super) fn sides(settings: &TalksSettings, conflict: &Conflict) -> Vec<PartyIndex> {
    let parties = conflict.parties().len();
    let opener = settings.opener.get().min(parties);
    (opener..parties)
        .chain(0..opener)
        .map(PartyIndex)
        .filter(|party| is_side(settings, conflict, *party))
        .collect()
}

/// Whether a party proposes: the one that mediates does not, nor does another in the role of a mediator whose negotiator
/// offers nothing. Who is no side answers all the same.
pub(super) fn is_side(settings: &TalksSettings, conflict: &Conflict, party: PartyIndex) -> bool {
    let role = conflict.parties().get(party.get()).map(|party| party.role);
    let negotiator = settings.negotiators.get(party.get());
    let offers = match role {
        Some(Role::Belligerent) => true,
        Some(Role::Mediator) => negotiator.is_some_and(|negotiator| negotiator.proposes()),
        None => false,
    };
    offers && settings.mediator() != Some(party)
}
