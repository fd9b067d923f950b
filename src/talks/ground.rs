//! What does not change while nothing moves: what a situation means, and what each party makes of it.

use std::sync::OnceLock;

use super::OfferSearch;
use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::PartyIndex;
use crate::solver::ZERO_TOLERANCE;
use crate::space::Deal;
use crate::zone::{PartyValue, Values};

/// The ground that a round is played on.
#[derive(Debug)]
pub(super) struct Ground<'a> {
    pub(super) conflict: &'a Conflict,
    pub(super) situation: Situation,
    pub(super) outlook: Outlook,
    /// By party: the deal that it would like best and what it would gain by it, worked out when first asked for.
    best: Vec<OnceLock<Option<(f64, Deal)>>>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(conflict: &'a Conflict, situation: Situation) -> Self {
        Self {
            conflict,
            outlook: Outlook::new(conflict, &situation),
            situation,
            best: conflict.parties().iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// What a deal is worth to a party.
    pub(super) fn value(&self, party: PartyIndex, deal: &Deal) -> PartyValue {
        Values::of_party(self.conflict, &self.situation, &self.outlook, deal, party)
    }

    /// Whether a party would sign a deal: it crosses no absolute red line of its own and is no loss.
    pub(super) fn would_sign(&self, party: PartyIndex, deal: &Deal) -> bool {
        let value = self.value(party, deal);
        !value.refused && value.surplus() >= -ZERO_TOLERANCE
    }

    /// What every party would gain by a deal.
    pub(super) fn surplus(&self, deal: &Deal) -> Vec<f64> {
        Values::new(self.conflict, &self.situation, &self.outlook, deal).surplus()
    }

    /// The least scaled surplus of a deal that is in the zone; `None` for one that is not.
    pub(super) fn zone_value(&self, deal: &Deal) -> Option<f64> {
        zone_value(self.conflict, &self.situation, &self.outlook, deal)
    }

    /// The same of a deal with its levers, where they are on the table.
    pub(super) fn zone_value_within_reach(&self, deal: &Deal) -> Option<f64> {
        let reach = self.conflict.within_reach();
        let outlook = Outlook::new(reach, &self.situation);
        zone_value(reach, &self.situation, &outlook, deal)
    }

    /// The deal that a party would like best and what it would gain by it; `None` where its red lines leave none.
    pub(super) fn best(&self, party: PartyIndex) -> Option<&(f64, Deal)> {
        self.best
            .get(party.get())?
            .get_or_init(|| self.search(party).best())
            .as_ref()
    }

    /// What a party would gain by the deal that it would like best; −∞ where its red lines leave none.
    pub(super) fn best_surplus(&self, party: PartyIndex) -> f64 {
        self.best(party)
            .map_or(f64::NEG_INFINITY, |(surplus, _)| *surplus)
    }

    pub(super) fn search(&self, party: PartyIndex) -> OfferSearch<'_> {
        OfferSearch::new(self.conflict, &self.situation, &self.outlook, party)
    }
}

fn zone_value(
    conflict: &Conflict,
    situation: &Situation,
    outlook: &Outlook,
    deal: &Deal,
) -> Option<f64> {
    let parties = conflict.parties().iter().enumerate();
    let least = parties
        .map(|(index, party)| {
            let value = Values::of_party(conflict, situation, outlook, deal, PartyIndex(index));
            if value.refused {
                f64::NEG_INFINITY
            } else {
                value.surplus() / party.scale
            }
        })
        .fold(f64::INFINITY, f64::min);
    (least >= -ZERO_TOLERANCE).then_some(least)
}
