//! Equilibrium play (Rubinstein 1982; Ståhl 1972; Binmore, Shaked & Sutton 1989).

use super::{OfferStrategy, best_to_sign};
use crate::games::{AlternatingOffers, Player};
use crate::space::Deal;
use crate::talks::View;

/// How near an offer comes to the share that is looked for: a responder who would have just what waiting is worth is given
/// the benefit of it.
const NEAR: f64 = 2e-6;

/// Plays the subgame-perfect equilibrium of alternating offers, one offer a round.
///
/// Unlike the other strategies it knows what it is up against, because it is told: the game that it is given holds both
/// sides' discount factors and outside options. It takes the worth of a deal, less the value of war, for its utility in
/// that game, so it plays well where the game's division is that of the deals. The stepper does not shrink the pie:
/// discounting is what both players reckon with.
#[derive(Debug, Clone, PartialEq)]
pub struct Rubinstein {
    game: AlternatingOffers,
    me: Player,
    finite: bool,
}

impl Rubinstein {
    /// Plays this game as this player, as if the talks had no last round.
    #[must_use]
    pub fn new(game: AlternatingOffers, me: Player) -> Self {
        Self {
            game,
            me,
            finite: false,
        }
    }

    /// The same, reckoning with the last round of the talks.
    #[must_use]
    pub fn to_the_deadline(mut self) -> Self {
        self.finite = true;
        self
    }

    /// What it gets where this player proposes with so many rounds to go, this one among them.
    fn utility(&self, proposer: Player, rounds_left: u32) -> f64 {
        let agreement = if self.finite {
            let agreements = self.game.with_deadline(proposer, rounds_left as usize);
            agreements.first().copied()
        } else {
            Some(self.game.equilibrium(proposer))
        };
        agreement.map_or(0.0, |agreement| agreement.of(self.me))
    }

    fn rounds_left(view: &View<'_>) -> u32 {
        (view.rounds() + 1).saturating_sub(view.round())
    }
}

impl OfferStrategy for Rubinstein {
    /// The least that it accepts, to within 2 · 10⁻⁶: who is asked for an answer is not the proposer.
    fn aim(&self, view: &View<'_>) -> f64 {
        view.war_value() + self.utility(self.me.other(), Self::rounds_left(view)) - NEAR
    }

    fn offer(&self, view: &View<'_>) -> Option<Deal> {
        let gain = self.utility(self.me, Self::rounds_left(view));
        view.nearest_above(view.war_value() + gain, 1e-9)
            .or_else(|| best_to_sign(view))
    }
}
