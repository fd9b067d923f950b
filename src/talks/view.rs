//! What a negotiator may see: its own interests, the calendar, and the offers that it was shown.

use super::ground::Ground;
use super::{Offer, TalksSettings, TalksState};
use crate::index::PartyIndex;
use crate::party::Party;
use crate::space::{Deal, Space};
use crate::stream::{Purpose, Stream};

/// The world as one party sees it when it is its turn. Nothing here tells another side's weights, beliefs or red lines.
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
        self.ground.value(self.party, deal).surplus()
    }

    /// Whether a deal crosses one of its absolute red lines.
    #[must_use]
    pub fn refuses(&self, deal: &Deal) -> bool {
        self.ground.value(self.party, deal).refused
    }

    /// The deal that it would like best; `None` where its red lines leave none.
    #[must_use]
    pub fn best_deal(&self) -> Option<Deal> {
        self.ground.best(self.party).map(|(_, deal)| deal.clone())
    }

    /// What it would gain by the deal it would like best; −∞ where its red lines leave none.
    #[must_use]
    pub fn best_surplus(&self) -> f64 {
        self.ground.best_surplus(self.party)
    }

    /// Of the deals that give it this surplus at least, the one most like a given one.
    #[must_use]
    pub fn closest_to(&self, deal: &Deal, surplus: f64) -> Option<Deal> {
        self.ground.search(self.party).closest_to(deal, surplus)
    }

    /// Random numbers of its own, the same whenever it asks in this round.
    #[must_use]
    pub fn stream(&self) -> Stream {
        let purpose = Purpose::Party(u32::try_from(self.party.get()).unwrap_or(u32::MAX));
        self.state.stream(purpose)
    }
}
