//! Finding offers without enumerating deals: the machinery of the zone with one party's rows.

use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::PartyIndex;
use crate::space::Deal;
use crate::zone::{Ask, Demand, Demands, best_deal};

/// How close to the best an offer must be.
const GAP: f64 = 1e-6;
/// Boxes that the search for one offer may take; it then offers the best it has.
const BOXES: u64 = 2_000;

/// Searches over the deals that one party would sign.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OfferSearch<'a> {
    conflict: &'a Conflict,
    situation: &'a Situation,
    outlook: &'a Outlook,
    party: PartyIndex,
}

impl<'a> OfferSearch<'a> {
    pub(crate) fn new(
        conflict: &'a Conflict,
        situation: &'a Situation,
        outlook: &'a Outlook,
        party: PartyIndex,
    ) -> Self {
        Self {
            conflict,
            situation,
            outlook,
            party,
        }
    }

    /// The party's best deal and what it gains by it.
    pub(crate) fn best(&self) -> Option<(f64, Deal)> {
        self.solve(&[Ask::Surplus {
            party: self.party,
            floor: 0.0,
            scale: 1.0,
        }])
    }

    /// Of the deals that give the party this surplus at least, the one most like a given one.
    pub(crate) fn closest_to(&self, deal: &Deal, surplus: f64) -> Option<Deal> {
        let issues = self.conflict.space().issues().len();
        self.solve(&[
            Ask::Likeness {
                deal: deal.clone(),
                weights: vec![1.0 / issues as f64; issues],
            },
            Ask::Surplus {
                party: self.party,
                floor: surplus,
                scale: 0.0,
            },
        ])
        .map(|(_, deal)| deal)
    }

    fn solve(&self, asks: &[Ask]) -> Option<(f64, Deal)> {
        let own = Demands::new(
            Demands::all(self.conflict)
                .as_slice()
                .iter()
                .copied()
                .filter(|demand| {
                    matches!(demand, Demand::RedLine { .. }) && demand.party() == self.party
                }),
        );
        best_deal(
            self.conflict,
            self.situation,
            self.outlook,
            (&own, asks),
            GAP,
            BOXES,
        )
    }
}
