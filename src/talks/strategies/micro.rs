//! MiCRO: as many new offers as the other side makes (de Jonge 2022).

use std::cmp::Ordering;

use super::{OfferStrategy, best_to_sign};
use crate::index::PartyIndex;
use crate::space::{Deal, Level};
use crate::talks::View;

/// Goes down the list of its deals, best first, by one whenever the others have made at least as many different offers as
/// it has: minimal concession in reply to new offers. Otherwise, and at the end of its list, it repeats one of the offers
/// that it has made, drawn at random (de Jonge 2022, "An analysis of the linear bilateral ANAC domains using the MiCRO
/// benchmark strategy").
///
/// What it aims at is apart from what it offers: the deal that it would concede to where it is ready to concede, else the
/// least that it has offered. [`Accept::Aim`](super::super::Accept::Aim) makes of that the paper's rule of acceptance;
/// AC_next would compare with the offer that is drawn.
///
/// Among several others the one that has made the fewest different offers counts, of those that have made any. In a space
/// too large to be listed, the next deal on the list is one that is worth less by more than 10⁻⁶.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Micro;

/// Where it stands in its list.
struct Place<'a> {
    /// The offers that it has made and would still sign, each once.
    made: Vec<&'a Deal>,
    /// The one furthest down the list.
    least: &'a Deal,
    /// The next on the list, where it is ready to concede.
    next: Option<Deal>,
}

impl<'a> Place<'a> {
    /// `None` before it has made an offer that it would sign.
    fn of(view: &View<'a>) -> Option<Self> {
        let mut made = distinct(view.offers_of(view.me()));
        let count = made.len();
        made.retain(|deal| view.would_sign(deal));
        let worths = made.iter().map(|deal| (view.worth(deal), *deal));
        // Deals of equal worth are listed in the order in which they stand here.
        let least = worths.rev().min_by(|one, other| one.0.total_cmp(&other.0));
        let (_, least) = least?;
        let next = match count <= answers(view) {
            true => view.next_below(least),
            false => None,
        };
        Some(Self { made, least, next })
    }
}

impl OfferStrategy for Micro {
    fn aim(&self, view: &View<'_>) -> f64 {
        match Place::of(view) {
            Some(place) => view.worth(place.next.as_ref().unwrap_or(place.least)),
            None => view.best_worth(),
        }
    }

    fn offer(&self, view: &View<'_>) -> Option<Deal> {
        let Some(place) = Place::of(view) else {
            return best_to_sign(view);
        };
        let repeated = || {
            let drawn = view.stream().uniform() * place.made.len() as f64;
            place.made.get(drawn as usize).copied().cloned()
        };
        place.next.clone().or_else(repeated)
    }
}

/// How many different offers it is answered with: the fewest of any other that has made one, none where nobody has.
fn answers(view: &View<'_>) -> usize {
    let others = (0..view.parties()).map(PartyIndex);
    others
        .filter(|party| *party != view.me() && view.last_offer(*party).is_some())
        .map(|party| distinct(view.offers_of(party)).len())
        .min()
        .unwrap_or(0)
}

/// The different deals among these, in the order of their levels.
fn distinct<'a>(deals: impl Iterator<Item = &'a Deal>) -> Vec<&'a Deal> {
    let mut deals: Vec<&Deal> = deals.collect();
    deals.sort_by(|one, other| order(one, other));
    deals.dedup();
    deals
}

fn order(one: &Deal, other: &Deal) -> Ordering {
    let level = |(one, other): (&Level, &Level)| match (one, other) {
        (Level::Option(one), Level::Option(other)) => one.cmp(other),
        (Level::Amount(one), Level::Amount(other)) => one.total_cmp(other),
        (Level::Option(_), Level::Amount(_)) => Ordering::Less,
        (Level::Amount(_), Level::Option(_)) => Ordering::Greater,
    };
    let pairs = one.levels().iter().zip(other.levels());
    pairs
        .map(level)
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}
