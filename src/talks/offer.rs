//! Finding offers without enumerating deals: the machinery of the zone with one party's rows.

use super::{Estimate, IssueEstimate};
use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::PartyIndex;
use crate::space::Deal;
use crate::zone::{Ask, Demand, Demands, Guess, best_deal};

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
        let likeness = Ask::Likeness {
            deal: deal.clone(),
            weights: vec![1.0 / issues as f64; issues],
        };
        self.solve(&[likeness, self.at_least(surplus)])
            .map(|(_, deal)| deal)
    }

    /// Of the deals that give the party this surplus at least, the one that gives it least; to within 10⁻⁶, and where the
    /// budget of the search runs out the best one found.
    pub(crate) fn least_above(&self, surplus: f64) -> Option<Deal> {
        let least = Ask::Loss {
            party: self.party,
            floor: 0.0,
            scale: 1.0,
        };
        let asks = if surplus > f64::NEG_INFINITY {
            vec![least, self.at_least(surplus)]
        } else {
            vec![least]
        };
        self.solve(&asks).map(|(_, deal)| deal)
    }

    /// The best deal for the party that gives it no more than this surplus.
    pub(crate) fn best_below(&self, surplus: f64) -> Option<Deal> {
        let best = Ask::Surplus {
            party: self.party,
            floor: 0.0,
            scale: 1.0,
        };
        let at_most = Ask::Loss {
            party: self.party,
            floor: -surplus,
            scale: 0.0,
        };
        self.solve(&[best, at_most]).map(|(_, deal)| deal)
    }

    /// Of the deals that give the party this surplus at least, the best one for whoever has this utility.
    pub(crate) fn best_for(&self, estimate: &Estimate, surplus: f64) -> Option<Deal> {
        let guesses = estimate.issues().iter().map(|issue| match issue {
            IssueEstimate::Options(values) => Guess::Options(values.clone()),
            IssueEstimate::Amount(points) => Guess::Points(points.clone()),
        });
        let liked = Ask::Guessed {
            issues: guesses.collect(),
        };
        self.solve(&[liked, self.at_least(surplus)])
            .map(|(_, deal)| deal)
    }

    fn at_least(&self, surplus: f64) -> Ask {
        Ask::Surplus {
            party: self.party,
            floor: surplus,
            scale: 0.0,
        }
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
