//! What one deal is worth to each party, straight from the formulas: the yardstick that every search is held to.

use super::DealTerms;
use crate::conflict::{Conflict, LeverEffect, Outlook, Situation};
use crate::index::{IssueIndex, PartyIndex};
use crate::party::Force;
use crate::solver::ZERO_TOLERANCE;
use crate::space::{Deal, Frame, Interim, Level};

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
                .map(|party| value(conflict, situation, outlook, deal, PartyIndex(party)))
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
        value(conflict, situation, outlook, deal, party)
    }

    /// The value of a deal to one party, with its frame and how that weighs what a deal brings worked out before.
    pub(super) fn in_frame(
        conflict: &Conflict,
        (situation, outlook): (&Situation, &Outlook),
        deal: &Deal,
        party: PartyIndex,
        (frame, terms): (&Frame, DealTerms),
    ) -> PartyValue {
        value_in(conflict, (situation, outlook), deal, party, (frame, terms))
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

fn value(
    conflict: &Conflict,
    situation: &Situation,
    outlook: &Outlook,
    deal: &Deal,
    index: PartyIndex,
) -> PartyValue {
    let party = &conflict.parties()[index.get()];
    let frame = conflict.space().frame_of(deal, conflict.breach());
    let terms = DealTerms::new(party, &frame, conflict.period());
    value_in(conflict, (situation, outlook), deal, index, (&frame, terms))
}

fn value_in(
    conflict: &Conflict,
    (situation, outlook): (&Situation, &Outlook),
    deal: &Deal,
    index: PartyIndex,
    (frame, terms): (&Frame, DealTerms),
) -> PartyValue {
    let space = conflict.space();
    let at = index.get();
    let party = &conflict.parties()[at];
    let flow = party.preferences.utility(space, deal, &outlook.shares);
    let known = |values: &[f64]| values.get(at).copied().unwrap_or(f64::NAN);
    let mut levers = LeverEffect {
        deal: known(&outlook.promised),
        war: 0.0,
    };
    for issue in conflict.levers_on_table() {
        if let (Some(effect), Some(Level::Amount(share))) =
            (conflict.lever_at(issue, index), deal.level(issue))
        {
            levers.deal += share * effect.deal;
            levers.war += share * effect.war;
        }
    }
    let war = known(&outlook.war) + levers.war;
    let interim = match frame.interim {
        Interim::Ceasefire => known(&outlook.status_quo),
        Interim::Fighting => known(&outlook.status_quo) - known(&outlook.fighting_cost),
    };
    let aftermath: f64 = party
        .aftermath
        .iter()
        .filter(|effect| frame.choices.contains(&(effect.issue, effect.option)))
        .map(|effect| effect.change)
        .sum();
    PartyValue {
        flow,
        deal: terms.interim * interim
            + terms.delivered * flow
            + terms.broken * (war + aftermath)
            + levers.deal,
        war,
        audience_cost: audience_cost(conflict, situation, outlook, deal, index),
        price: party
            .red_lines
            .iter()
            .filter_map(|line| match line.force {
                Force::Priced(price) => {
                    let crossed = line.refuses.iter().filter(|pattern| pattern.matches(deal));
                    Some(price * crossed.count() as f64)
                }
                Force::Absolute => None,
            })
            .sum(),
        refused: party.refuses(deal),
    }
}

/// A(x) = α Σ firmness · w · max(0, v(public) − v(x)) (Fearon 1994).
fn audience_cost(
    conflict: &Conflict,
    situation: &Situation,
    outlook: &Outlook,
    deal: &Deal,
    index: PartyIndex,
) -> f64 {
    let party = &conflict.parties()[index.get()];
    let short: f64 = situation
        .commitments
        .get(index.get())
        .into_iter()
        .flatten()
        .filter_map(|commitment| {
            let IssueIndex(issue) = commitment.issue;
            let domain = &conflict.space().issue(commitment.issue)?.domain;
            let value = &party.preferences.values()[issue];
            let share = outlook.shares.get(issue).copied().unwrap_or(f64::NAN);
            let reached = deal
                .level(commitment.issue)
                .map_or(0.0, |level| value.at(level, domain, share));
            let said = value.at(commitment.level, domain, share);
            let weight = party.preferences.weights()[issue];
            Some(commitment.firmness * weight * (said - reached).max(0.0))
        })
        .sum();
    party.audience.cost * short
}
