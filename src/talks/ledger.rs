//! What deals are worth to one party where that is a plain sum: the formula of the zone with its products worked out.

use crate::conflict::Situation;
use crate::conflict::{Conflict, Outlook};
use crate::index::PartyIndex;
use crate::party::{Force, Valuation};
use crate::space::{Deal, Domain, Interim, Level};
use crate::zone::DealTerms;

/// What options are worth to a party over a space of choices, with no frames, interactions, priced red lines or public
/// positions. It gives the same numbers as the formula, bit for bit.
#[derive(Debug)]
pub(super) struct Ledger {
    /// Weight times value, the options of all issues one after the other.
    scores: Vec<f64>,
    /// Where the options of each issue begin, and where the last ends.
    starts: Vec<usize>,
    /// V = interim + delivered · u + broken + promised.
    interim: f64,
    delivered: f64,
    broken: f64,
    /// What levers add.
    promised: f64,
}

impl Ledger {
    /// The ledger of a party; `None` where its worth is not a plain sum over options.
    pub(super) fn new(
        conflict: &Conflict,
        situation: &Situation,
        outlook: &Outlook,
        index: PartyIndex,
    ) -> Option<Self> {
        let space = conflict.space();
        let at = index.get();
        let party = conflict.parties().get(at)?;
        let issues = space.issues();
        let is_plain = issues.iter().all(|issue| {
            issue.frame.is_none() && matches!(issue.domain, Domain::Choice(_) | Domain::Ordinal(_))
        }) && party.preferences.interactions().is_empty()
            && situation.commitments.get(at).is_some_and(Vec::is_empty)
            && party
                .red_lines
                .iter()
                .all(|line| matches!(line.force, Force::Absolute));
        if !is_plain {
            return None;
        }
        let options = issues.iter().map(|issue| issue.domain.options().len());
        let mut scores = Vec::with_capacity(options.sum());
        let mut starts = Vec::with_capacity(issues.len() + 1);
        starts.push(0);
        let weights = party.preferences.weights().iter();
        for ((weight, value), share) in weights.zip(party.preferences.values()).zip(&outlook.shares)
        {
            let Valuation::Options(values) = value else {
                return None;
            };
            scores.extend(values.iter().map(|value| weight * value.at(*share)));
            starts.push(scores.len());
        }
        // Without framing issues there is one frame.
        let frame = space.frames(conflict.breach()).into_iter().next()?;
        let terms = DealTerms::new(party, &frame, conflict.period());
        let interim = match frame.interim {
            Interim::Ceasefire => outlook.status_quo[at],
            Interim::Fighting => outlook.status_quo[at] - outlook.fighting_cost[at],
        };
        (starts.len() == issues.len() + 1 && terms.delivered > 0.0).then_some(Self {
            scores,
            starts,
            interim: terms.interim * interim,
            delivered: terms.delivered,
            broken: terms.broken * outlook.war[at],
            promised: outlook.promised[at],
        })
    }

    /// What each option adds to the flow, issue by issue.
    pub(super) fn issues(&self) -> impl Iterator<Item = &[f64]> {
        self.starts
            .windows(2)
            .map(|ends| &self.scores[ends[0]..ends[1]])
    }

    /// What signing a deal of the space is worth, V.
    pub(super) fn worth(&self, deal: &Deal) -> f64 {
        let flow: f64 = self
            .starts
            .iter()
            .zip(deal.levels())
            .map(|(start, level)| match level {
                Level::Option(option) => self.scores.get(start + option.get()).copied(),
                Level::Amount(_) => None,
            })
            .map(|score| score.unwrap_or(0.0))
            .sum();
        self.worth_of(flow)
    }

    /// What a flow is worth.
    pub(super) fn worth_of(&self, flow: f64) -> f64 {
        self.interim + self.delivered * flow + self.broken + self.promised
    }

    /// The flow that is worth this much.
    pub(super) fn flow_for(&self, worth: f64) -> f64 {
        (worth - self.interim - self.broken - self.promised) / self.delivered
    }
}
