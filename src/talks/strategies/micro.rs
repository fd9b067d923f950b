//! MiCRO: as many new offers as the other side makes (de Jonge 2022).

use std::cmp::Ordering;

use super::{OfferStrategy, own_last};
use crate::index::PartyIndex;
use crate::space::{Deal, Level};
use crate::talks::View;

/// Goes down the list of its deals, best first, by one whenever the others have made at least as many different offers
/// as it has (minimal concession in reply to new offers; de Jonge 2022, "An analysis of the linear bilateral ANAC
/// domains using the MiCRO benchmark strategy"). Otherwise it repeats its last offer, where the paper repeats one of its
/// earlier ones at random.
///
/// In a space too large to be listed, the next deal on the list is one that is worth less by more than 10⁻⁶.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Micro;

impl OfferStrategy for Micro {
    fn offer(&self, view: &View<'_>) -> Option<Deal> {
        let Some(last) = own_last(view) else {
            return view.best_deal();
        };
        let made = distinct(view.offers_of(view.me()));
        let answered = others(view).all(|party| distinct(view.offers_of(party)) >= made);
        let next = if answered {
            view.next_below(last)
        } else {
            None
        };
        next.or_else(|| Some(last.clone()))
    }
}

/// The other parties that have made an offer.
fn others<'a>(view: &View<'a>) -> impl Iterator<Item = PartyIndex> + use<'a> {
    let me = view.me();
    let all = (0..view.parties()).map(PartyIndex);
    let has_offered: Vec<bool> = all.map(|party| view.last_offer(party).is_some()).collect();
    let named = has_offered.into_iter().enumerate();
    named.filter_map(move |(party, has)| {
        let party = PartyIndex(party);
        (has && party != me).then_some(party)
    })
}

/// How many different deals there are among these.
fn distinct<'a>(deals: impl Iterator<Item = &'a Deal>) -> usize {
    let mut deals: Vec<&Deal> = deals.collect();
    deals.sort_by(|one, other| order(one, other));
    deals.dedup();
    deals.len()
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
