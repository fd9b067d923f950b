//! The negotiating text.

use super::Mediation;
use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::PartyIndex;
use crate::party::Role;
use crate::solver::ZERO_TOLERANCE;
use crate::space::Deal;
use crate::stream::{Stream, normal};
use crate::zone::{Ask, Demands, Duo, Layout, Lens, Memory, Side, best_deal};

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

/// Deals laid out for two sides, what was seen of them before, and what the sides make of them now.
#[derive(Debug)]
pub(crate) struct LaidOut<'a> {
    pub(crate) layout: &'a Layout,
    pub(crate) duo: &'a Duo,
    pub(crate) memory: &'a mut Memory,
    /// Of the two whose surpluses are weighed.
    pub(crate) lenses: [&'a Lens; 2],
}

/// Where a mediator writes: a conflict, and how things stand.
#[derive(Debug)]
pub(crate) struct Desk<'a> {
    conflict: &'a Conflict,
    situation: &'a Situation,
    outlook: &'a Outlook,
    /// The deals that meet the demands of the mandate, laid out for the two sides.
    pub(crate) laid_out: Option<LaidOut<'a>>,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(
        conflict: &'a Conflict,
        situation: &'a Situation,
        outlook: &'a Outlook,
    ) -> Self {
        Self {
            conflict,
            situation,
            outlook,
            laid_out: None,
        }
    }

    /// The package with the best estimated worst surplus among the sides that is no loss to the mediator; `None` where
    /// there is none. Of a conflict with its levers on the table, the levers are part of the package.
    ///
    /// Where an offer is carried, of those packages that leave the side that made it what it asked for, by estimate.
    pub(crate) fn best(mut self, mandate: Mandate<'_>, stream: &mut Stream) -> Option<Draft> {
        let mediation = mandate.mediation;
        let asks: Vec<Ask> = self
            .conflict
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
        let package = match self.by_layout(&asks) {
            Some(package) => package,
            None => {
                let question = (mandate.demands, asks.as_slice());
                let (situation, outlook) = (self.situation, self.outlook);
                best_deal(self.conflict, situation, outlook, question, GAP, BOXES)?.1
            }
        };
        Some(Draft {
            levers: self.conflict.pulled_by(&package),
            deal: self.conflict.without_levers(&package),
        })
    }

    /// The package where deals are laid out for just the two whose surplus is to be raised, and it leaves the others what
    /// they are to have.
    fn by_layout(&mut self, asks: &[Ask]) -> Option<Deal> {
        let LaidOut {
            layout,
            duo,
            memory,
            lenses: [one, other],
        } = self.laid_out.take()?;
        let [first, second] = duo.parties();
        let mut sides: [Option<Side<'_>>; 2] = [None, None];
        let mut floors = Vec::new();
        for ask in asks {
            match *ask {
                Ask::Surplus {
                    party,
                    floor,
                    scale,
                } if scale > 0.0 => {
                    let side = |lens| Side { lens, floor, scale };
                    match party {
                        party if party == first => sides[0] = Some(side(one)),
                        party if party == second => sides[1] = Some(side(other)),
                        _ => return None,
                    }
                }
                Ask::Surplus { party, floor, .. } => floors.push((party, floor)),
                _ => return None,
            }
        }
        let [Some(one), Some(other)] = sides else {
            return None;
        };
        let (_, package) = duo.best(layout, [one, other], GAP, memory).ok()??;
        let keeps = |(party, floor): &(PartyIndex, f64)| {
            let (situation, outlook) = (self.situation, self.outlook);
            let value = layout.value(self.conflict, situation, outlook, &package, *party);
            value.surplus() >= floor - ZERO_TOLERANCE
        };
        floors.iter().all(keeps).then_some(package)
    }
}
