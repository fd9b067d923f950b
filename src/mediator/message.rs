//! What a mediator tells each side of the other's beliefs.

use super::Mediation;
use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::party::Role;
use crate::stream::{Stream, normal};
use crate::war::Belief;

/// What the parties believe once the mediator has told each side what the other believes of the strength behind the
/// front, garbled.
///
/// # Formula
/// A side moves toward what it hears by its [credence](Mediation::credence) κ: π ← (1 − κ) π + κ π′ (linear pooling:
/// Stone 1961; DeGroot 1974), where π′ is the other side's belief with normal errors in the log-odds of each strength.
/// Pooling and not Bayes' rule, because the same prior is passed on again and again: taken for new evidence each time,
/// it would make the sides sure of what nobody knows.
pub(crate) fn pass_on(
    conflict: &Conflict,
    mediation: &Mediation,
    beliefs: &[Belief],
    stream: &mut Stream,
) -> Vec<Belief> {
    let fights = |party: usize| conflict.parties()[party].role == Role::Belligerent;
    let mut told = beliefs.to_vec();
    for (at, belief) in told.iter_mut().enumerate().filter(|(at, _)| fights(*at)) {
        let other = (0..beliefs.len()).find(|party| *party != at && fights(*party));
        if let Some(other) = other {
            let heard = garbled(&beliefs[other], mediation.distortion(), stream);
            *belief = pooled(belief, &heard, mediation.credence(PartyIndex(at)));
        }
    }
    told
}

fn garbled(belief: &Belief, distortion: f64, stream: &mut Stream) -> Belief {
    let weights = belief.weights().iter();
    let garbled = weights
        .map(|weight| weight * libm::exp(distortion * normal(stream)))
        .collect();
    // Errors so wild that nothing is left to share out say nothing.
    Belief::proportional(garbled).unwrap_or_else(|_| belief.clone())
}

fn pooled(own: &Belief, heard: &Belief, credence: f64) -> Belief {
    let pairs = own.weights().iter().zip(heard.weights());
    let weights = pairs
        .map(|(own, heard)| own + credence * (heard - own))
        .collect();
    Belief::proportional(weights).unwrap_or_else(|_| own.clone())
}
