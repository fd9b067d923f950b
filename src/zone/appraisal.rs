//! The value of one deal to one party, in whatever situation.

use super::{DealTerms, PartyValue};
use crate::conflict::{Conflict, LeverEffect, Outlook, Situation};
use crate::index::{IssueIndex, PartyIndex};
use crate::party::{Flow, Force};
use crate::space::{Deal, Frame, Interim, Level};

/// What a deal is worth to one party as far as no situation changes it.
#[derive(Debug, Clone)]
pub(crate) struct Appraisal {
    deal: Deal,
    party: PartyIndex,
    flow: Flow,
    terms: DealTerms,
    interim: Interim,
    aftermath: f64,
    price: f64,
    refused: bool,
}

impl Appraisal {
    /// Reads a deal; the party must be one of the conflict's.
    pub(crate) fn new(conflict: &Conflict, deal: &Deal, index: PartyIndex) -> Self {
        let party = &conflict.parties()[index.get()];
        let frame = conflict.space().frame_of(deal, conflict.breach());
        let terms = DealTerms::new(party, &frame, conflict.period());
        Self::in_frame(conflict, deal, index, (&frame, terms))
    }

    /// The same, with its frame and how that weighs what the deal brings worked out before.
    pub(super) fn in_frame(
        conflict: &Conflict,
        deal: &Deal,
        index: PartyIndex,
        (frame, terms): (&Frame, DealTerms),
    ) -> Self {
        let party = &conflict.parties()[index.get()];
        let effects = party.aftermath.iter();
        let effects =
            effects.filter(|effect| frame.choices.contains(&(effect.issue, effect.option)));
        let prices = party.red_lines.iter().filter_map(|line| match line.force {
            Force::Priced(price) => {
                let crossed = line.refuses.iter().filter(|pattern| pattern.matches(deal));
                Some(price * crossed.count() as f64)
            }
            Force::Absolute => None,
        });
        Self {
            deal: deal.clone(),
            party: index,
            flow: Flow::new(&party.preferences, conflict.space(), deal),
            terms,
            interim: frame.interim,
            aftermath: effects.map(|effect| effect.change).sum(),
            price: prices.sum(),
            refused: party.refuses(deal),
        }
    }

    /// What the deal is worth in a situation.
    pub(crate) fn value(
        &self,
        conflict: &Conflict,
        situation: &Situation,
        outlook: &Outlook,
    ) -> PartyValue {
        let (deal, index) = (&self.deal, self.party);
        let at = index.get();
        let flow = self.flow.at(&outlook.shares);
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
        let interim = match self.interim {
            Interim::Ceasefire => known(&outlook.status_quo),
            Interim::Fighting => known(&outlook.status_quo) - known(&outlook.fighting_cost),
        };
        PartyValue {
            flow,
            deal: self.terms.interim * interim
                + self.terms.delivered * flow
                + self.terms.broken * (war + self.aftermath)
                + levers.deal,
            war,
            audience_cost: audience_cost(conflict, situation, outlook, deal, index),
            price: self.price,
            refused: self.refused,
        }
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
