//! What a party makes of a layout in one situation.

use std::borrow::Cow;

use super::layout::Layout;
use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::PartyIndex;

/// In a frame, a deal is worth constant + delivered · Σ flow + Σ direct beyond fighting on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lens {
    /// By frame.
    pub(super) constants: Vec<f64>,
    /// By slot.
    pub(super) flow: Vec<f64>,
    /// By slot.
    pub(super) direct: Vec<f64>,
    /// Room to work in.
    pub(super) room: Vec<f64>,
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
        self.lens_in(Lens::default(), conflict, party, situation, outlook)
    }

    /// The same in the room of a lens that is not needed any more.
    pub(crate) fn lens_in(
        &self,
        lens: Lens,
        conflict: &Conflict,
        party: PartyIndex,
        situation: &Situation,
        outlook: &Outlook,
    ) -> Option<Lens> {
        let Lens {
            mut constants,
            mut flow,
            mut direct,
            mut room,
        } = lens;
        let at = party.get();
        let (side, owner) = (&self.sides[at], &conflict.parties()[at]);
        flow.clone_from(&side.flow);
        direct.clone_from(&side.direct);
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
        let weights = &side.weights;
        let frames = self.frames.len();
        let mut said = situation.commitments[at].iter();
        match said.any(|said| self.frames_deal(said.issue.get())) {
            true => self.add_up(&direct, &mut constants, &mut room),
            false => constants.clone_from(&weights.direct),
        }
        let flows = match side
            .fronts
            .iter()
            .any(|front| self.frames_deal(front.issue))
        {
            true => Cow::Owned(self.framing(&flow)),
            false => Cow::Borrowed(&weights.flow),
        };
        let flows = &flows[..frames];
        let (calm, fought) = (&weights.ceasefire[..frames], &weights.fighting[..frames]);
        let (delivered, broken) = (&weights.delivered[..frames], &weights.broken[..frames]);
        let aftermath = &weights.aftermath[..frames];
        // Number by number, so that several frames are worked out at once.
        for (frame, constant) in constants.iter_mut().enumerate() {
            let interim = calm[frame] * ceasefire + fought[frame] * fighting;
            let unframed = interim + broken[frame] * war + aftermath[frame] - war;
            *constant = delivered[frame] * flows[frame] + *constant + (unframed + promised);
        }
        Some(Lens {
            constants,
            flow,
            direct,
            room,
        })
    }

    /// By frame, what the options that frame the deal are worth together, given what each slot is.
    pub(super) fn framing(&self, worths: &[f64]) -> Vec<f64> {
        let mut sums = Vec::new();
        self.add_up(worths, &mut sums, &mut Vec::new());
        sums
    }

    /// Puts these sums in one room, and may use another.
    fn add_up(&self, worths: &[f64], sums: &mut Vec<f64>, room: &mut Vec<f64>) {
        sums.clear();
        sums.resize(self.frames.len(), 0.0);
        room.resize(self.frames.len(), 0.0);
        let mut known = 1;
        // Frames come in the lexical order of their options.
        for issue in &self.framing_issues {
            let first = self.first(issue.get()).unwrap_or_default();
            let own = &worths[first..first + self.count(issue.get())];
            spread(&sums[..known], own, room);
            std::mem::swap(sums, room);
            known *= own.len();
        }
    }
}

/// Each sum with each of these, those with the same sum side by side.
fn spread(sums: &[f64], own: &[f64], sides: &mut [f64]) {
    match *own {
        // Most issues have so few options.
        [one, two] => {
            let (pairs, _) = sides.as_chunks_mut();
            for (pair, sum) in pairs.iter_mut().zip(sums) {
                *pair = [sum + one, sum + two];
            }
        }
        [one, two, three] => {
            let (triples, _) = sides.as_chunks_mut();
            for (triple, sum) in triples.iter_mut().zip(sums) {
                *triple = [sum + one, sum + two, sum + three];
            }
        }
        _ => {
            for (many, sum) in sides.chunks_exact_mut(own.len()).zip(sums) {
                for (next, worth) in many.iter_mut().zip(own) {
                    *next = sum + worth;
                }
            }
        }
    }
}
