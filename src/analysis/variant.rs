//! A conflict without some of the explanations of why there is no deal.

use super::Explanation;
use crate::conflict::{Conflict, ConflictError, Situation};
use crate::index::PartyIndex;
use crate::party::{Curve, End, Force, Party, Preferences, Role, Valuation};
use crate::units::AnnualRate;
use crate::war::Belief;
use crate::zone::{Demand, Demands, ZoneQuery};

/// A question about the zone as it would be without some explanations.
pub(super) struct Variant {
    pub(super) conflict: Conflict,
    pub(super) situation: Situation,
    pub(super) demands: Demands,
}

impl Variant {
    /// The question with these explanations at work, given as bits, and no others.
    pub(super) fn new(query: &ZoneQuery<'_>, at_work: usize) -> Result<Self, ConflictError> {
        let is_without = |explanation: Explanation| at_work & explanation.bit() == 0;
        let conflict = query.conflict;
        let mut parties = conflict.parties().to_vec();
        let mut situation = query.situation.clone();
        let mut demands = query.demands.clone();
        let mut breach = conflict.breach();
        if is_without(Explanation::MutualOptimism)
            && let Some(pool) = pooled_belief(query)
        {
            situation.beliefs.fill(pool);
        }
        if is_without(Explanation::UnequalPatience)
            && let Some(rate) = common_rate(conflict)
        {
            parties.iter_mut().for_each(|party| party.discount = rate);
        }
        if is_without(Explanation::BrokenPromises) {
            breach = AnnualRate::ZERO;
        }
        if is_without(Explanation::ForbiddenTerms) {
            for party in &mut parties {
                // Positions in the list must stay, for the demands that name them.
                for line in &mut party.red_lines {
                    line.force = Force::Absolute;
                }
            }
            demands = Demands::new(
                demands
                    .as_slice()
                    .iter()
                    .copied()
                    .filter(|demand| matches!(demand, Demand::Participation { .. })),
            );
        }
        if is_without(Explanation::RiskAttitude) {
            parties.iter_mut().for_each(straighten);
        }
        if is_without(Explanation::AudienceCosts) {
            situation.commitments.iter_mut().for_each(Vec::clear);
        }
        if is_without(Explanation::ThirdPartyPrice) {
            demands = demands.without(&mediators(conflict));
        }
        Ok(Self {
            conflict: conflict
                .to_builder()
                .with_parties(parties)
                .breach(breach)
                .build()?,
            situation,
            demands,
        })
    }
}

/// Explanations that are present at all, as bits: without any of the others nothing changes.
pub(super) fn present(query: &ZoneQuery<'_>) -> usize {
    let conflict = query.conflict;
    let is_present = |explanation: &Explanation| match explanation {
        Explanation::MutualOptimism => pooled_belief(query).is_some_and(|pool| {
            let beliefs = &query.situation.beliefs;
            beliefs.iter().any(|belief| *belief != pool)
        }),
        Explanation::UnequalPatience => common_rate(conflict).is_some_and(|rate| {
            conflict
                .parties()
                .iter()
                .any(|party| party.discount != rate)
        }),
        Explanation::BrokenPromises => conflict.breach() != AnnualRate::ZERO,
        Explanation::ForbiddenTerms => {
            let is_red_line = |demand: &Demand| matches!(demand, Demand::RedLine { .. });
            query.demands.as_slice().iter().any(is_red_line)
                || conflict
                    .parties()
                    .iter()
                    .flat_map(|party| &party.red_lines)
                    .any(|line| matches!(line.force, Force::Priced(_)))
        }
        Explanation::RiskAttitude => conflict
            .parties()
            .iter()
            .flat_map(|party| party.preferences.values())
            .any(|value| matches!(value, Valuation::Amount(curve) if straight(curve) != *curve)),
        Explanation::AudienceCosts => conflict
            .parties()
            .iter()
            .zip(&query.situation.commitments)
            .any(|(party, said)| {
                party.audience.cost > 0.0 && said.iter().any(|said| said.firmness > 0.0)
            }),
        Explanation::ThirdPartyPrice => {
            let mediators = mediators(conflict);
            let takes_part = |demand: &Demand| mediators.contains(*demand);
            query.demands.as_slice().iter().any(takes_part)
        }
    };
    Explanation::ALL
        .iter()
        .filter(|explanation| is_present(explanation))
        .map(|explanation| explanation.bit())
        .sum()
}

/// The average of the belligerents' beliefs; `None` where nobody fights.
fn pooled_belief(query: &ZoneQuery<'_>) -> Option<Belief> {
    let mut sum = vec![0.0; query.conflict.war().strengths()];
    let beliefs = &query.situation.beliefs;
    let fighting = query
        .conflict
        .belligerents()
        .filter_map(|party| beliefs.get(party.get()));
    let first = fighting.clone().next()?;
    if fighting.clone().all(|belief| belief == first) {
        // An average of equals, to the last bit.
        return Some(first.clone());
    }
    for belief in fighting {
        for (sum, weight) in sum.iter_mut().zip(belief.weights()) {
            *sum += weight;
        }
    }
    Belief::proportional(sum).ok()
}

/// The mean of the belligerents' rates of discounting; `None` where nobody fights.
fn common_rate(conflict: &Conflict) -> Option<AnnualRate> {
    let rates: Vec<f64> = conflict
        .belligerents()
        .map(|party| conflict.parties()[party.get()].discount.get())
        .collect();
    let first = *rates.first()?;
    if rates.iter().all(|rate| *rate == first) {
        return AnnualRate::new(first).ok();
    }
    AnnualRate::new(rates.iter().sum::<f64>() / rates.len() as f64).ok()
}

fn mediators(conflict: &Conflict) -> Demands {
    Demands::new(
        conflict
            .parties()
            .iter()
            .enumerate()
            .filter(|(_, party)| party.role == Role::Mediator)
            .map(|(party, _)| Demand::Participation {
                party: PartyIndex(party),
            }),
    )
}

/// Makes every value function over an amount straight.
fn straighten(party: &mut Party) {
    let values = party.preferences.values().iter().map(|value| match value {
        Valuation::Amount(curve) => Valuation::Amount(straight(curve)),
        Valuation::Options(_) => value.clone(),
    });
    party.preferences = Preferences::new(party.preferences.weights().to_vec(), values.collect())
        .with_interactions(party.preferences.interactions().to_vec());
}

/// The straight line between the ends of a curve.
fn straight(curve: &Curve) -> Curve {
    let line = |at_lower: f64, at_upper: f64| Curve::Linear { at_lower, at_upper };
    match curve {
        Curve::Linear { .. } => curve.clone(),
        Curve::Piecewise(points) => match (points.first(), points.last()) {
            (Some(first), Some(last)) => line(first.1, last.1),
            _ => curve.clone(),
        },
        Curve::Power { best, .. } | Curve::Exponential { best, .. } => match best {
            End::Lower => line(1.0, 0.0),
            End::Upper => line(0.0, 1.0),
        },
    }
}
