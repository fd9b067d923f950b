//! Finding offers without enumerating deals: among deals laid out, or by the machinery of the zone with one party's rows.

use super::{Estimate, IssueEstimate};
use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::PartyIndex;
use crate::space::{Deal, Domain, Issue, Level};
use crate::zone::{Ask, Demands, Guess, Layout, Lens, Nearest, Shelf, best_deal};

/// How close to the best an offer must be.
const GAP: f64 = 1e-6;
/// How close to the best where it is weighed by a guess or by likeness, which are no closer to the truth.
const NEAR: f64 = 1e-4;
/// Boxes that the search for one offer may take; it then offers the best it has.
const BOXES: u64 = 2_000;

/// Searches over the deals that one party would sign.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OfferSearch<'a> {
    conflict: &'a Conflict,
    situation: &'a Situation,
    outlook: &'a Outlook,
    party: PartyIndex,
    /// The deals that cross none of its red lines, laid out, and what it makes of them.
    pub(super) laid_out: Option<(&'a Layout, &'a Shelf, &'a Lens)>,
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
            laid_out: None,
        }
    }

    /// The party's best deal and what it gains by it.
    pub(crate) fn best(&self) -> Option<(f64, Deal)> {
        self.solve(&[self.gain(0.0, 1.0)])
    }

    /// Of the deals that give the party this surplus at least, the one most like a given one.
    pub(crate) fn closest_to(&self, deal: &Deal, surplus: f64) -> Option<Deal> {
        let issues = self.conflict.space().issues();
        let weight = 1.0 / issues.len() as f64;
        let pairs = issues.iter().zip(deal.levels());
        let guesses = pairs.map(|(issue, level)| likeness(issue, *level, weight));
        self.liked(guesses.collect(), surplus)
    }

    /// Of the deals that give the party this surplus at least, the one that gives it least; to within 10⁻⁶, and where the
    /// budget of the search runs out the best one found.
    pub(crate) fn least_above(&self, surplus: f64) -> Option<Deal> {
        self.nearest(Nearest::Above, surplus).unwrap_or_else(|| {
            let least = self.loss(0.0, 1.0);
            let asks = if surplus > f64::NEG_INFINITY {
                vec![least, self.gain(surplus, 0.0)]
            } else {
                vec![least]
            };
            self.solve(&asks).map(|(_, deal)| deal)
        })
    }

    /// The best deal for the party that gives it no more than this surplus.
    pub(crate) fn best_below(&self, surplus: f64) -> Option<Deal> {
        self.nearest(Nearest::Below, surplus).unwrap_or_else(|| {
            let asks = [self.gain(0.0, 1.0), self.loss(-surplus, 0.0)];
            self.solve(&asks).map(|(_, deal)| deal)
        })
    }

    /// Of the deals that give the party this surplus at least, the best one for whoever has this utility.
    pub(crate) fn best_for(&self, estimate: &Estimate, surplus: f64) -> Option<Deal> {
        let guesses = estimate.issues().iter().map(|issue| match issue {
            IssueEstimate::Options(values) => Guess::Options(values.clone()),
            IssueEstimate::Amount(points) => Guess::Points(points.clone()),
        });
        self.liked(guesses.collect(), surplus)
    }

    /// Of the deals that give the party this surplus at least, the one that is best by these guesses.
    fn liked(&self, guesses: Vec<Guess>, surplus: f64) -> Option<Deal> {
        if let Some((layout, shelf, lens)) = self.laid_out
            && let Ok(found) = shelf.liked(layout, lens, &guesses, surplus, NEAR)
        {
            return found;
        }
        let liked = Ask::Guessed { issues: guesses };
        let asks = [liked, self.gain(surplus, 0.0)];
        self.solve(&asks).map(|(_, deal)| deal)
    }

    /// The deal whose surplus is nearest to this one from one side; no answer where that is not found among deals laid out.
    fn nearest(&self, from: Nearest, surplus: f64) -> Option<Option<Deal>> {
        let (layout, shelf, lens) = self.laid_out?;
        shelf.nearest(layout, lens, (from, surplus), GAP).ok()
    }

    fn gain(&self, floor: f64, scale: f64) -> Ask {
        Ask::Surplus {
            party: self.party,
            floor,
            scale,
        }
    }

    fn loss(&self, floor: f64, scale: f64) -> Ask {
        Ask::Loss {
            party: self.party,
            floor,
            scale,
        }
    }

    fn solve(&self, asks: &[Ask]) -> Option<(f64, Deal)> {
        let own = Demands::red_lines_of(self.conflict, self.party);
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

/// How like levels of an issue are to one: options all or nothing, amounts in proportion to the distance.
fn likeness(issue: &Issue, level: Level, weight: f64) -> Guess {
    match (&issue.domain, level) {
        (Domain::Choice(options) | Domain::Ordinal(options), Level::Option(same)) => {
            let alike = |option| weight * f64::from(option == same.get());
            Guess::Options((0..options.len()).map(alike).collect())
        }
        (Domain::Amount { lower, upper, .. }, Level::Amount(same)) => {
            let alike = |amount: f64| weight * (1.0 - (amount - same).abs() / (upper - lower));
            let mut points = vec![*lower, same, *upper];
            points.dedup();
            Guess::Points(points.into_iter().map(|at| (at, alike(at))).collect())
        }
        _ => Guess::Options(Vec::new()),
    }
}
