//! What a mediator tells each side of the other's beliefs.

use super::Mediation;
use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::party::Role;
use crate::stream::{Stream, normal};
use crate::war::Belief;

/// What the parties believe once the mediator has told each side what the other believes of the strength behind the
/// front, garbled; where there are several others, what they believe on average.
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
        let others = (0..beliefs.len()).filter(|party| *party != at && fights(*party));
        let others: Vec<&Belief> = others.map(|party| &beliefs[party]).collect();
        if let Some(believed) = average(&others) {
            let heard = garbled(&believed, mediation.distortion(), stream);
            *belief = pooled(belief, &heard, mediation.credence(PartyIndex(at)));
        }
    }
    told
}

/// What several believe on average; `None` where there is nobody.
fn average(beliefs: &[&Belief]) -> Option<Belief> {
    let (first, rest) = beliefs.split_first()?;
    if rest.is_empty() {
        return Some((*first).clone());
    }
    let mut sums = first.weights().to_vec();
    for belief in rest {
        for (sum, weight) in sums.iter_mut().zip(belief.weights()) {
            *sum += weight;
        }
    }
    Belief::proportional(sums).ok()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mediator::Style;
    use crate::party::{Party, Preferences, Valuation};
    use crate::space::{Family, Issue, Space};
    use crate::stream::Purpose;
    use crate::units::Probability;
    use crate::war::{BattleStakes, OneBattle};

    /// With credence ½: from .8 half the way to (.2 + .6)/2, from .2 to (.8 + .6)/2, from .6 to (.8 + .2)/2; nobody tells
    /// the mediator. Of two sides each hears the other.
    #[test]
    fn of_several_others_a_side_hears_the_average() {
        for (believed, expected) in [
            (&[0.8, 0.2, 0.6, 0.5][..], &[0.6, 0.45, 0.55, 0.5][..]),
            (&[0.8, 0.2, 0.5], &[0.5, 0.5, 0.5]),
        ] {
            let sides = believed.len() - 1;
            let issue = Issue::choice("one", Family::Other, ["a", "b"]);
            let mut builder = Conflict::builder(Space::new(vec![issue], Vec::new()).unwrap());
            for at in 0..=sides {
                let wants = Preferences::new(vec![1.0], vec![Valuation::table([0.0, 1.0])]);
                let mut party = Party::new(format!("p{at}"), wants);
                if at == sides {
                    party.role = Role::Mediator;
                }
                builder = builder.party(party);
            }
            let stakes = BattleStakes {
                if_first_wins: 0.5,
                if_second_wins: 0.5,
                cost: 0.1,
            };
            let belief = |first: &f64| Belief::new(vec![*first, 1.0 - first]).unwrap();
            let beliefs: Vec<Belief> = believed.iter().map(belief).collect();
            let war = OneBattle::new(vec![-0.5, 0.5], vec![stakes; sides + 1]).unwrap();
            let conflict = builder.war(war).beliefs(beliefs.clone()).build().unwrap();
            let mediation = Mediation::new(PartyIndex(sides), Style::Facilitation, 10.0, 0.0)
                .and_then(|mediation| mediation.with_messages(Probability::new(0.5).unwrap(), 0.0))
                .unwrap();
            let mut stream = Stream::new(1, 0, Purpose::Message, 1);
            let told = pass_on(&conflict, &mediation, &beliefs, &mut stream);
            for (belief, expected) in told.iter().zip(expected) {
                assert!((belief.weights()[0] - expected).abs() < 1e-12, "{told:?}");
            }
        }
    }
}
