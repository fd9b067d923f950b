//! What a party makes of a layout in one situation.

use super::layout::{Layout, Side};
use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::PartyIndex;
use crate::space::Interim;

/// In a frame, a deal is worth constant + delivered · Σ flow + Σ direct beyond fighting on.
#[derive(Debug, Clone)]
pub(crate) struct Lens {
    /// By frame.
    pub(super) constants: Vec<f64>,
    /// By slot.
    pub(super) flow: Vec<f64>,
    /// By slot.
    pub(super) direct: Vec<f64>,
}

impl Layout {
    /// What a party makes of every slot and every frame in a situation; `None` where it has said in public how much of an
    /// amount without steps is to be.
    pub(crate) fn lens(
        &self,
        conflict: &Conflict,
        party: PartyIndex,
        situation: &Situation,
        outlook: &Outlook,
    ) -> Option<Lens> {
        let at = party.get();
        let (side, owner) = (&self.sides[at], &conflict.parties()[at]);
        let (mut flow, mut direct) = (side.flow.clone(), side.direct.clone());
        for front in &side.fronts {
            flow[front.slot] += front.weight * front.value.at(outlook.shares[front.issue]);
        }
        for commitment in &situation.commitments[at] {
            let issue = commitment.issue.get();
            let first = self.first(issue)?;
            let share = outlook.shares[issue];
            let value = &owner.preferences.values()[issue];
            let domain = &conflict.space().issues()[issue].domain;
            let said = value.at(commitment.level, domain, share);
            let cost =
                owner.audience.cost * commitment.firmness * owner.preferences.weights()[issue];
            let slots = first..first + self.count(issue);
            let fronts = side.fronts.iter().filter(|front| front.issue == issue);
            for (direct, value) in direct[slots.clone()].iter_mut().zip(&side.values[slots]) {
                *direct -= cost * (said - value).max(0.0);
            }
            for front in fronts {
                // A value that moves stands as zero among those that do not.
                let short = (said - front.value.at(share)).max(0.0) - said.max(0.0);
                direct[front.slot] -= cost * short;
            }
        }
        let (war, promised) = (outlook.war[at], outlook.promised[at]);
        let ceasefire = outlook.status_quo[at];
        let fighting = outlook.status_quo[at] - outlook.fighting_cost[at];
        let mut constants = self.framing(side, &flow, &direct);
        let frames = self.frames.iter().zip(&side.terms).zip(&side.aftermath);
        for (constant, ((frame, terms), aftermath)) in constants.iter_mut().zip(frames) {
            let interim = match frame.interim {
                Interim::Ceasefire => ceasefire,
                Interim::Fighting => fighting,
            };
            let unframed = terms.interim * interim + terms.broken * war + aftermath - war;
            *constant += unframed + promised;
        }
        Some(Lens {
            constants,
            flow,
            direct,
        })
    }

    /// By frame, what the options that frame the deal are worth.
    pub(super) fn framing(&self, side: &Side, flow: &[f64], direct: &[f64]) -> Vec<f64> {
        // Frames come in the lexical order of their options.
        let mut sums = vec![(0.0, 0.0)];
        for issue in &self.framing_issues {
            let first = self.first(issue.get()).unwrap_or_default();
            let slots = first..first + self.count(issue.get());
            let mut longer = Vec::with_capacity(sums.len() * slots.len());
            for (flows, directs) in sums {
                let pairs = flow[slots.clone()].iter().zip(&direct[slots.clone()]);
                longer.extend(pairs.map(|(flow, direct)| (flows + flow, directs + direct)));
            }
            sums = longer;
        }
        let frames = sums.iter().zip(&side.terms);
        let worths = frames.map(|((flow, direct), terms)| terms.delivered * flow + direct);
        worths.collect()
    }
}
