//! What a negotiator may see: its own interests, the calendar, and the offers on the table.

use std::cell::OnceCell;

use super::OfferSearch;
use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::PartyIndex;
use crate::party::Party;
use crate::space::{Deal, Space};
use crate::zone::Values;

/// The world as one party sees it in one round. Nothing here tells another side's weights, beliefs or red lines.
#[derive(Debug)]
pub struct View<'a> {
    conflict: &'a Conflict,
    situation: &'a Situation,
    outlook: &'a Outlook,
    party: PartyIndex,
    round: u32,
    rounds: u32,
    /// The last offer of each party.
    offers: &'a [Option<Deal>],
    /// Who made the last of them.
    last: Option<PartyIndex>,
    best: OnceCell<Option<(f64, Deal)>>,
}

impl<'a> View<'a> {
    #[allow(clippy::too_many_arguments)]
    pub(super) fn new(
        conflict: &'a Conflict,
        situation: &'a Situation,
        outlook: &'a Outlook,
        party: PartyIndex,
        (round, rounds): (u32, u32),
        offers: &'a [Option<Deal>],
        last: Option<PartyIndex>,
    ) -> Self {
        Self {
            conflict,
            situation,
            outlook,
            party,
            round,
            rounds,
            offers,
            last,
            best: OnceCell::new(),
        }
    }

    /// Who is looking.
    #[must_use]
    pub fn me(&self) -> PartyIndex {
        self.party
    }

    /// Its own interests.
    #[must_use]
    pub fn party(&self) -> &'a Party {
        &self.conflict.parties()[self.party.get()]
    }

    /// What can be agreed.
    #[must_use]
    pub fn space(&self) -> &'a Space {
        self.conflict.space()
    }

    /// The round, from one.
    #[must_use]
    pub fn round(&self) -> u32 {
        self.round
    }

    /// The last round.
    #[must_use]
    pub fn rounds(&self) -> u32 {
        self.rounds
    }

    /// The part of the time that has passed, 0 in the first round to 1 in the last.
    #[must_use]
    pub fn elapsed(&self) -> f64 {
        if self.rounds <= 1 {
            1.0
        } else {
            f64::from(self.round - 1) / f64::from(self.rounds - 1)
        }
    }

    /// The last offer of a party; `None` where it has made none.
    #[must_use]
    pub fn last_offer(&self, party: PartyIndex) -> Option<&'a Deal> {
        self.offers.get(party.get())?.as_ref()
    }

    /// The last offer that somebody else made.
    #[must_use]
    pub fn last_offer_of_others(&self) -> Option<&'a Deal> {
        match self.last {
            Some(last) if last != self.party => self.last_offer(last),
            _ => (0..self.offers.len())
                .map(PartyIndex)
                .filter(|party| *party != self.party)
                .find_map(|party| self.last_offer(party)),
        }
    }

    /// What war is worth to it now, W.
    #[must_use]
    pub fn war_value(&self) -> f64 {
        self.outlook.war[self.party.get()]
    }

    /// What it would gain by a deal over fighting on.
    #[must_use]
    pub fn surplus(&self, deal: &Deal) -> f64 {
        Values::of_party(
            self.conflict,
            self.situation,
            self.outlook,
            deal,
            self.party,
        )
        .surplus()
    }

    /// Whether a deal crosses one of its absolute red lines.
    #[must_use]
    pub fn refuses(&self, deal: &Deal) -> bool {
        Values::of_party(
            self.conflict,
            self.situation,
            self.outlook,
            deal,
            self.party,
        )
        .refused
    }

    /// The deal that it would like best; `None` where its red lines leave none.
    #[must_use]
    pub fn best_deal(&self) -> Option<Deal> {
        self.best().map(|(_, deal)| deal.clone())
    }

    /// What it would gain by the deal it would like best; −∞ where its red lines leave none.
    #[must_use]
    pub fn best_surplus(&self) -> f64 {
        self.best()
            .map_or(f64::NEG_INFINITY, |(surplus, _)| *surplus)
    }

    /// Of the deals that give it this surplus at least, the one most like a given one.
    #[must_use]
    pub fn closest_to(&self, deal: &Deal, surplus: f64) -> Option<Deal> {
        self.search().closest_to(deal, surplus)
    }

    fn best(&self) -> Option<&(f64, Deal)> {
        self.best.get_or_init(|| self.search().best()).as_ref()
    }

    fn search(&self) -> OfferSearch<'a> {
        OfferSearch::new(self.conflict, self.situation, self.outlook, self.party)
    }
}
