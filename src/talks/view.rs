//! What a negotiator may see: its own interests, the calendar, and the offers that it was shown.

use super::ground::Ground;
use super::{Estimate, Offer, TalksSettings, TalksState};
use crate::index::PartyIndex;
use crate::party::Party;
use crate::space::{Deal, Space};
use crate::stream::{Purpose, Stream};

/// The world as one party sees it when it is its turn. Nothing here tells another side's weights, beliefs or red lines:
/// what it was made from cannot be reached from outside.
///
/// ```compile_fail,E0616
/// # use dealzone::talks::View;
/// fn peek(view: &View<'_>) -> f64 {
///     view.ground.conflict.parties()[1].preferences.weights()[0]
/// }
/// ```
///
/// Its own are there for the asking.
///
/// ```
/// # use dealzone::talks::View;
/// fn own(view: &View<'_>) -> f64 {
///     view.party().preferences.weights()[0]
/// }
/// ```
#[derive(Debug)]
pub struct View<'a> {
    ground: &'a Ground<'a>,
    settings: &'a TalksSettings,
    state: &'a TalksState,
    party: PartyIndex,
}

impl<'a> View<'a> {
    pub(super) fn new(
        ground: &'a Ground<'a>,
        settings: &'a TalksSettings,
        state: &'a TalksState,
        party: PartyIndex,
    ) -> Self {
        Self {
            ground,
            settings,
            state,
            party,
        }
    }

    /// Who is looking.
    #[must_use]
    pub fn me(&self) -> PartyIndex {
        self.party
    }

    /// How many parties there are, the mediator among them.
    #[must_use]
    pub fn parties(&self) -> usize {
        self.ground.conflict.parties().len()
    }

    /// Its own interests.
    #[must_use]
    pub fn party(&self) -> &'a Party {
        &self.ground.conflict.parties()[self.party.get()]
    }

    /// What can be agreed.
    #[must_use]
    pub fn space(&self) -> &'a Space {
        self.ground.conflict.space()
    }

    /// The round, from one.
    #[must_use]
    pub fn round(&self) -> u32 {
        self.state.round
    }

    /// The last round.
    #[must_use]
    pub fn rounds(&self) -> u32 {
        self.settings.rounds
    }

    /// The part of the time that has passed, 0 to 1, by the clock of the talks.
    #[must_use]
    pub fn elapsed(&self) -> f64 {
        self.settings.clock.elapsed(self.round(), self.rounds())
    }

    /// The offers that it was shown, its own among them, in the order in which they were made.
    pub fn offers(&self) -> impl DoubleEndedIterator<Item = &'a Offer> + use<'a> {
        let me = self.party;
        self.state
            .offers
            .iter()
            .filter(move |offer| offer.is_shown_to(me))
    }

    /// The offers of one party, in the order in which they were made.
    pub fn offers_of(
        &self,
        party: PartyIndex,
    ) -> impl DoubleEndedIterator<Item = &'a Deal> + use<'a> {
        self.offers()
            .filter(move |offer| offer.by == party)
            .map(|offer| &offer.deal)
    }

    /// The offers of all others, in the order in which they were made.
    pub fn offers_of_others(&self) -> impl DoubleEndedIterator<Item = &'a Deal> + use<'a> {
        let me = self.party;
        self.offers()
            .filter(move |offer| offer.by != me)
            .map(|offer| &offer.deal)
    }

    /// The last offer of a party; `None` where it has made none.
    #[must_use]
    pub fn last_offer(&self, party: PartyIndex) -> Option<&'a Deal> {
        self.offers_of(party).next_back()
    }

    /// The last offer that somebody else made.
    #[must_use]
    pub fn last_offer_of_others(&self) -> Option<&'a Deal> {
        self.offers_of_others().next_back()
    }

    /// What war is worth to it now, W.
    #[must_use]
    pub fn war_value(&self) -> f64 {
        self.ground.outlook.war[self.party.get()]
    }

    /// What it would gain by a deal over fighting on.
    #[must_use]
    pub fn surplus(&self, deal: &Deal) -> f64 {
        self.ground.surplus_of(self.party, deal)
    }

    /// What signing a deal is worth to it, to be compared with [`war_value`](Self::war_value).
    #[must_use]
    pub fn worth(&self, deal: &Deal) -> f64 {
        self.ground.worth(self.party, deal)
    }

    /// Whether it would sign a deal: it crosses none of its absolute red lines and is no loss to it.
    #[must_use]
    pub fn would_sign(&self, deal: &Deal) -> bool {
        self.surplus(deal) >= 0.0 && !self.refuses(deal)
    }

    /// Whether a deal crosses one of its absolute red lines.
    #[must_use]
    pub fn refuses(&self, deal: &Deal) -> bool {
        self.ground.refuses(self.party, deal)
    }

    /// The deal that it would like best; `None` where its red lines leave none.
    #[must_use]
    pub fn best_deal(&self) -> Option<Deal> {
        self.ground.best(self.party).map(|best| best.deal.clone())
    }

    /// What it would gain by the deal it would like best; −∞ where its red lines leave none.
    #[must_use]
    pub fn best_surplus(&self) -> f64 {
        self.ground.best_surplus(self.party)
    }

    /// What the deal that it would like best is worth; −∞ where its red lines leave none.
    #[must_use]
    pub fn best_worth(&self) -> f64 {
        self.ground.best_worth(self.party)
    }

    /// No more than that, and at hand at once.
    pub(super) fn best_worth_at_least(&self) -> f64 {
        self.ground.best_worth_at_least(self.party)
    }

    /// What its worst deal is worth among those that cross none of its red lines, a loss or not; ∞ where there is none.
    #[must_use]
    pub fn worst_worth(&self) -> f64 {
        self.ground.worst_worth(self.party)
    }

    /// Of the deals that it would sign and that are worth this much, the one that is worth least; or one that misses it
    /// by no more than the tolerance, if it is nearer. `None` where there is none.
    ///
    /// Exact in a space of choices where nothing but worth matters to the party, of up to some 10⁹ deals; elsewhere to
    /// within 10⁻⁶, without the tolerance, and the best that a bounded search finds.
    #[must_use]
    pub fn nearest_above(&self, worth: f64, tolerance: f64) -> Option<Deal> {
        // As often as not it is the deal that the party offered last: then it need not be made again.
        let last = self.last_offer(self.party);
        self.ground
            .nearest_above(self.party, worth, tolerance, last)
    }

    /// The best deal for it among those that are worth less than this one, and no loss. Where the space has at most 65,536
    /// deals, all of them choices, deals of the same worth follow each other too, in the order of their options.
    #[must_use]
    pub fn next_below(&self, deal: &Deal) -> Option<Deal> {
        self.ground.next_below(self.party, deal)
    }

    /// Of the deals that are worth this much to it at least, the one that somebody else would like best by a guess at what
    /// they want: to within 10⁻⁴ of what the guess says, or the best that a bounded search finds.
    #[must_use]
    pub fn best_for(&self, estimate: &Estimate, worth: f64) -> Option<Deal> {
        let surplus = worth - self.war_value();
        self.ground.search(self.party).best_for(estimate, surplus)
    }

    /// Of the deals that give it this surplus at least, the one most like a given one, in the share of issues on which they
    /// agree, to within 10⁻⁴ or as far as a bounded search comes; `None` where there is none, or where that one has other
    /// levels than the issues of the space. It may break a constraint.
    #[must_use]
    pub fn closest_to(&self, deal: &Deal, surplus: f64) -> Option<Deal> {
        if !self.space().spans(deal) {
            return None;
        }
        self.ground.search(self.party).closest_to(deal, surplus)
    }

    /// Random numbers of its own, the same whenever it asks in this round.
    #[must_use]
    pub fn stream(&self) -> Stream {
        let purpose = Purpose::Party(u32::try_from(self.party.get()).unwrap_or(u32::MAX));
        self.state.stream(purpose)
    }
}
