//! The negotiating text.

use std::borrow::Cow;

use super::Mediation;
use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::PartyIndex;
use crate::party::Role;
use crate::solver::ZERO_TOLERANCE;
use crate::space::Deal;
use crate::stream::{Stream, normal};
use crate::zone::{Aim, Ask, Asked, Demands, Duo, Layout, Lens, Levers, Memory, Side, best_deal};

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
    pub(crate) lenses: [Cow<'a, Lens>; 2],
    /// Those on the table, if any.
    pub(crate) levers: Option<&'a Levers>,
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
            Some(package) => package?,
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

    /// The package, `None` where there is none; no answer unless deals are laid out for just two of whom one at least is to
    /// be left better off, and the package leaves the others what they are to have.
    fn by_layout(&mut self, asks: &[Ask]) -> Option<Option<Deal>> {
        let LaidOut {
            layout,
            duo,
            memory,
            lenses,
            levers,
        } = self.laid_out.take()?;
        let [first, second] = duo.parties();
        let mut sides: [Option<Side<'_>>; 2] = [None, None];
        let mut aim = Aim::Lesser;
        let mut floors = Vec::new();
        for ask in asks {
            let Ask::Surplus {
                party,
                floor,
                scale,
            } = *ask
            else {
                return None;
            };
            let place = match party {
                party if party == first => 0,
                party if party == second => 1,
                _ if scale > 0.0 => return None,
                _ => {
                    floors.push((party, floor));
                    continue;
                }
            };
            sides[place] = Some(Side {
                lens: &lenses[place],
                floor,
                scale: self.conflict.parties()[party.get()].scale,
            });
            if scale == 0.0 {
                aim = Aim::Above(place);
            }
        }
        let [Some(one), Some(other)] = sides else {
            return None;
        };
        let asked = Asked {
            sides: [one, other],
            aim,
            levers,
        };
        let found = duo.best(layout, asked, GAP, memory).ok()?;
        let Some((_, package)) = found else {
            return Some(None);
        };
        let keeps = |(party, floor): &(PartyIndex, f64)| {
            let appraisal = layout.appraisal(self.conflict, &package, *party);
            let value = appraisal.value(self.conflict, self.situation, self.outlook);
            value.surplus() >= floor - ZERO_TOLERANCE
        };
        floors.iter().all(keeps).then_some(Some(package))
    }
}
