//! The negotiating text.

use super::Mediation;
use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::PartyIndex;
use crate::party::Role;
use crate::space::Deal;
use crate::stream::{Stream, normal};
use crate::zone::{Ask, Demands, best_deal};

/// How close to the best text the mediator gets.
const GAP: f64 = 1e-4;
/// Boxes that the search for a text may take; the mediator then shows the best it has.
const BOXES: u64 = 500;

/// What a text has to heed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mandate<'a> {
    pub(crate) mediation: &'a Mediation,
    /// The red lines that are on record, apart from those that no text can heed.
    pub(crate) demands: &'a Demands,
    /// A side whose offer is carried, and what it is to be left with by the mediator's estimate; `None` where the
    /// mediator begins from a blank page.
    pub(crate) carried: Option<(PartyIndex, f64)>,
}

/// A text, and how far the levers are pulled that go with it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Draft {
    pub(crate) deal: Deal,
    /// Empty where there are no levers on the table.
    pub(crate) levers: Vec<f64>,
}

impl Draft {
    /// The package with the best estimated worst surplus among the sides that is no loss to the mediator; `None` where
    /// there is none. Of a conflict with its levers on the table, the levers are part of the package.
    ///
    /// Where an offer is carried, of those packages that leave the side that made it what it asked for, by estimate.
    pub(crate) fn best(
        conflict: &Conflict,
        situation: &Situation,
        mandate: Mandate<'_>,
        stream: &mut Stream,
    ) -> Option<Self> {
        let mediation = mandate.mediation;
        let outlook = Outlook::new(conflict, situation);
        let asks: Vec<Ask> = conflict
            .parties()
            .iter()
            .enumerate()
            .map(|(index, party)| {
                let error = mediation.noise() * normal(stream);
                let index = PartyIndex(index);
                let (floor, scale) = if index == mediation.party() {
                    (0.0, 0.0)
                } else if let Some((_, asked)) = mandate.carried.filter(|(side, _)| *side == index)
                {
                    (error + asked, 0.0)
                } else if party.role == Role::Belligerent {
                    (error + mediation.lean(index) / 2.0, party.scale)
                } else {
                    (error, party.scale)
                };
                Ask::Surplus {
                    party: index,
                    floor,
                    scale,
                }
            })
            .collect();
        let question = (mandate.demands, asks.as_slice());
        let (_, package) = best_deal(conflict, situation, &outlook, question, GAP, BOXES)?;
        Some(Self {
            levers: conflict.pulled_by(&package),
            deal: conflict.without_levers(&package),
        })
    }
}
