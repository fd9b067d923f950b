//! What one deal is worth to each party, straight from the formulas: the yardstick that every search is held to.

use super::Appraisal;
use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::PartyIndex;
use crate::solver::ZERO_TOLERANCE;
use crate::space::Deal;

/// What a deal is worth to one party. All in the party's utility, normalised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PartyValue {
    /// u(x): the flow once the terms are delivered.
    pub flow: f64,
    /// V: the value of the deal, with its delay, the risk that it breaks, and what levers pulled add to it.
    pub deal: f64,
    /// W: the value of fighting on.
    pub war: f64,
    /// A: what falling short of public positions costs.
    pub audience_cost: f64,
    /// What crossing priced red lines costs: the price of a line for each of its patterns that the deal matches.
    pub price: f64,
    /// Whether the deal crosses an absolute red line.
    pub refused: bool,
}

impl PartyValue {
    /// V − A − price: what signing is worth to the party, to be compared with W.
    #[must_use]
    pub fn worth(&self) -> f64 {
        self.deal - self.audience_cost - self.price
    }

    /// s = V − W − A − price: what the party gains by signing instead of fighting on.
    #[must_use]
    pub fn surplus(&self) -> f64 {
        self.deal - self.war - self.audience_cost - self.price
    }

    /// Whether a party of this scale σ participates: s/σ is not below zero by more than
    /// [`ZERO_TOLERANCE`], as in the test of the zone.
    pub(super) fn participates(&self, scale: f64) -> bool {
        self.surplus() / scale >= -ZERO_TOLERANCE
    }
}

/// What a deal is worth to every party.
#[derive(Debug, Clone, PartialEq)]
pub struct Values(Vec<PartyValue>);

impl Values {
    /// The value of a deal in a situation. Where the situation or the outlook is of another conflict, what it lacks is
    /// NaN.
    #[must_use]
    pub fn new(conflict: &Conflict, situation: &Situation, outlook: &Outlook, deal: &Deal) -> Self {
        Self(
            (0..conflict.parties().len())
                .map(PartyIndex)
                .map(|party| Self::of_party(conflict, situation, outlook, deal, party))
                .collect(),
        )
    }

    /// The value of a deal to one party; the party must be one of the conflict's.
    pub(crate) fn of_party(
        conflict: &Conflict,
        situation: &Situation,
        outlook: &Outlook,
        deal: &Deal,
        party: PartyIndex,
    ) -> PartyValue {
        let appraisal = Appraisal::new(conflict, deal, party);
        appraisal.value(conflict, situation, outlook)
    }

    /// By party.
    #[must_use]
    pub fn parties(&self) -> &[PartyValue] {
        &self.0
    }

    /// The surplus of each party, s.
    #[must_use]
    pub fn surplus(&self) -> Vec<f64> {
        self.0.iter().map(PartyValue::surplus).collect()
    }
}
