//! The single negotiating text.

use super::Mediation;
use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::PartyIndex;
use crate::solver::{Budget, Goal, Search};
use crate::space::Deal;
use crate::stream::Stream;
use crate::zone::{Ask, Compiled, Demands};

/// How close to the best text the mediator gets.
const GAP: f64 = 1e-4;
/// Boxes that the search for a text may take; the mediator then shows the best it has.
const BOXES: u64 = 500;

/// The package with the best estimated worst surplus among the sides that is no loss to the mediator, under these
/// demands' red lines, which are on record; `None` where there is none.
pub(crate) fn write_text(
    conflict: &Conflict,
    situation: &Situation,
    outlook: &Outlook,
    mediation: &Mediation,
    demands: &Demands,
    stream: &mut Stream,
) -> Option<Deal> {
    let asks: Vec<Ask> = conflict
        .parties()
        .iter()
        .enumerate()
        .map(|(index, party)| {
            let error = mediation.noise() * normal(stream);
            if PartyIndex(index) == mediation.party() {
                Ask::Surplus {
                    party: mediation.party(),
                    floor: 0.0,
                    scale: 0.0,
                }
            } else {
                Ask::Surplus {
                    party: PartyIndex(index),
                    floor: error,
                    scale: party.scale,
                }
            }
        })
        .collect();
    let mut compiled = Compiled::new(conflict, situation, outlook, demands, &asks);
    let mut search = Search::new(std::mem::take(&mut compiled.programs));
    let budget = Budget {
        boxes: BOXES,
        ..Budget::default()
    };
    search.run(Goal::Optimum(GAP), budget);
    let (program, _, picks) = search.summary().best?;
    Some(compiled.deal(program, &picks))
}

/// A standard normal number (Box & Muller 1958).
fn normal(stream: &mut Stream) -> f64 {
    let radius = libm::sqrt(-2.0 * libm::log1p(-stream.uniform()));
    radius * libm::cos(std::f64::consts::TAU * stream.uniform())
}
