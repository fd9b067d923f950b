//! The deals that bargaining theory singles out.

use super::field::{Aim, Field, Point};
use super::frontier::enumerate;
use super::nash::{LogProduct, nash};
use super::{Concept, FrontierPoint, SolutionPoint, ZoneQuery};
use crate::index::PartyIndex;
use crate::solver::Combination;

/// How closely solution points are searched for, in scaled surplus.
pub(super) const GAP: f64 = 1e-10;
/// Partial deals made before enumeration gives way to search.
const LABELS: u64 = 3_000_000;

/// The solutions of a zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Solutions {
    /// Who is weighed: the parties whose participation is demanded, or those [among whom](ZoneQuery::among) the question
    /// is.
    pub parties: Vec<PartyIndex>,
    /// What each of them could gain at best in the zone, in its own utility: the ideal point.
    pub ideal: Vec<f64>,
    /// The greatest least scaled gain.
    pub egalitarian: SolutionPoint,
    /// The greatest least share of the ideal gain; `None` where nobody who is weighed can gain.
    pub kalai_smorodinsky: Option<SolutionPoint>,
    /// The greatest sum of scaled gains.
    pub utilitarian: SolutionPoint,
    /// The greatest product of gains, all weighing alike; `None` where no deal leaves everybody who is weighed with a
    /// gain, for a [reason](Self::without_nash).
    pub nash: Option<SolutionPoint>,
}

/// Why there is no Nash solution: in the zone no deal leaves everybody who is weighed with a gain.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoNash {
    /// These gain nothing by any deal of the zone. Among the others alone there may be a solution
    /// ([`ZoneQuery::among`]).
    CannotGain(Vec<PartyIndex>),
    /// Each gains by some deal, but no deal was found by which all do.
    NotTogether,
}

impl Solutions {
    /// Why there is no Nash solution; `None` where there is one.
    #[must_use]
    pub fn without_nash(&self) -> Option<NoNash> {
        if self.nash.is_some() {
            return None;
        }
        let shares = shares_of(&self.ideal);
        let pairs = self.parties.iter().zip(shares);
        let idle: Vec<PartyIndex> = pairs
            .filter(|(_, share)| *share == 0.0)
            .map(|(party, _)| *party)
            .collect();
        Some(if idle.is_empty() {
            NoNash::NotTogether
        } else {
            NoNash::CannotGain(idle)
        })
    }
}

impl ZoneQuery<'_> {
    /// The egalitarian, Kalai–Smorodinsky, utilitarian and Nash solutions of the zone; `None` where no deal in the zone
    /// was found, or nobody is weighed.
    ///
    /// All whose participation is demanded are weighed, unless the question is [`among`](Self::among) some of them.
    ///
    /// Where the frontier is finite they are read off it, exactly: each concept is monotone, so that a deal on the
    /// frontier is best. Elsewhere each is an exact search, and Nash an outer approximation by searches; the gap says
    /// how far it came within the budget, which holds for each search.
    #[must_use]
    pub fn solutions(&self) -> Option<Solutions> {
        let field = Field::among(self, self.weighed())?;
        match enumerate(&field, 0.0, LABELS) {
            Some((listed, _)) => read_off(&field, &listed),
            None => search(&field),
        }
    }

    /// The Nash solution with these weights, one for each party that is weighed, in order (for the Rubinstein bargaining
    /// game the weights go by the other side's impatience, Binmore, Rubinstein & Wolinsky 1986). A party with the weight
    /// zero must lose nothing, and counts for nothing else.
    ///
    /// `None` where no deal leaves every party of a weight above zero with a gain, or the weights are not one number each,
    /// finite and not below zero, with one above it.
    #[must_use]
    pub fn weighted_nash(&self, weights: &[f64]) -> Option<SolutionPoint> {
        let parties = self.weighed();
        if weights.len() != parties.len() || weights.iter().any(|weight| *weight < 0.0) {
            return None;
        }
        let pairs = parties.into_iter().zip(weights);
        let (parties, weights): (Vec<PartyIndex>, Vec<f64>) =
            pairs.filter(|(_, weight)| **weight != 0.0).unzip();
        let field = Field::among(self, parties)?;
        let aim = LogProduct::new(&weights, field.parties.len())?;
        match enumerate(&field, 0.0, LABELS) {
            Some((listed, _)) => best(&field, &listed, Concept::Nash, |gains| aim.at(gains)),
            None => {
                let start = egalitarian(&field)?;
                nash(&field, &aim, &[start.1])
            }
        }
    }
}

/// The point of a list with the greatest finite value, the first of equals.
fn best(
    field: &Field<'_>,
    listed: &[FrontierPoint],
    concept: Concept,
    value: impl Fn(&[f64]) -> f64,
) -> Option<SolutionPoint> {
    let mut found: Option<(f64, &FrontierPoint)> = None;
    for point in listed {
        let value = value(&field.weighed(&point.surplus));
        if value.is_finite() && found.is_none_or(|(most, _)| value > most) {
            found = Some((value, point));
        }
    }
    found.map(|(value, point)| SolutionPoint {
        concept,
        deal: point.deal.clone(),
        surplus: point.surplus.clone(),
        value,
        gap: 0.0,
    })
}

fn least_scaled(gains: &[f64], scales: &[f64]) -> f64 {
    let pairs = gains.iter().zip(scales).filter(|(_, scale)| **scale > 0.0);
    pairs
        .map(|(gain, scale)| gain / scale)
        .fold(f64::INFINITY, f64::min)
}

/// Ideal gains too small to be told from none count as none: nobody can be given a share of them.
fn shares_of(ideal: &[f64]) -> Vec<f64> {
    let told = |&gain: &f64| if gain > 1e-9 { gain } else { 0.0 };
    ideal.iter().map(told).collect()
}

fn scaled_sum(gains: &[f64], scales: &[f64]) -> f64 {
    gains
        .iter()
        .zip(scales)
        .map(|(gain, scale)| gain / scale)
        .sum()
}

fn read_off(field: &Field<'_>, listed: &[FrontierPoint]) -> Option<Solutions> {
    let scales = &field.scales;
    let ideal: Vec<f64> = (0..scales.len())
        .map(|at| {
            let gains = listed
                .iter()
                .map(|point| point.surplus[field.parties[at].get()]);
            gains.fold(f64::NEG_INFINITY, f64::max)
        })
        .collect();
    let shares = shares_of(&ideal);
    let aim = LogProduct::new(&vec![1.0; scales.len()], scales.len())?;
    Some(Solutions {
        parties: field.parties.clone(),
        egalitarian: best(field, listed, Concept::Egalitarian, |gains| {
            least_scaled(gains, scales)
        })?,
        kalai_smorodinsky: best(field, listed, Concept::KalaiSmorodinsky, |gains| {
            least_scaled(gains, &shares)
        }),
        utilitarian: best(field, listed, Concept::Utilitarian, |gains| {
            scaled_sum(gains, scales)
        })?,
        nash: best(field, listed, Concept::Nash, |gains| aim.at(gains)),
        ideal,
    })
}

fn egalitarian(field: &Field<'_>) -> Option<(SolutionPoint, Point)> {
    raised(field, Concept::Egalitarian, &field.scales)
}

/// The deal with the greatest least gain in these units; a party without unit need only lose nothing.
fn raised(field: &Field<'_>, concept: Concept, units: &[f64]) -> Option<(SolutionPoint, Point)> {
    let aims: Vec<Aim> = units
        .iter()
        .map(|&scale| {
            if scale > 0.0 {
                Aim::Raise { floor: 0.0, scale }
            } else {
                Aim::Keep(0.0)
            }
        })
        .collect();
    let found = field.raise(&aims, GAP, field.budget(), &[]);
    if found.value < -1e-9 {
        return None;
    }
    let (point, _) = field.polish(found.point?, GAP, field.budget());
    let value = least_scaled(&field.slacks(&point), units);
    Some((
        SolutionPoint::new(field, concept, &point, value, found.upper),
        point,
    ))
}

fn search(field: &Field<'_>) -> Option<Solutions> {
    let count = field.parties.len();
    let (egalitarian, even) = egalitarian(field)?;
    let mut known = vec![even];
    let mut ideal = Vec::with_capacity(count);
    for party in 0..count {
        let mut aims = vec![Aim::Keep(0.0); count];
        aims[party] = Aim::Raise {
            floor: 0.0,
            scale: 1.0,
        };
        let found = field.raise(&aims, GAP, field.budget(), &known);
        ideal.push(found.point.map_or(0.0, |point| field.slacks(&point)[party]));
    }
    let shares = shares_of(&ideal);
    let kalai_smorodinsky = if shares.iter().any(|share| *share > 0.0) {
        raised(field, Concept::KalaiSmorodinsky, &shares).map(|(solution, point)| {
            known.push(point);
            solution
        })
    } else {
        None
    };
    let sum = Combination {
        weights: field.scales.iter().map(|scale| 1.0 / scale).collect(),
        floor: 0.0,
    };
    let found = field.combine(&vec![0.0; count], &[sum], GAP, field.budget(), &known);
    // The even split is in the zone, so that it serves where the search found nothing.
    let point = found.point.unwrap_or_else(|| known[0].clone());
    let value = scaled_sum(&field.slacks(&point), &field.scales);
    let utilitarian = SolutionPoint::new(field, Concept::Utilitarian, &point, value, found.upper);
    known.push(point);
    let aim = LogProduct::new(&vec![1.0; count], count)?;
    Some(Solutions {
        parties: field.parties.clone(),
        ideal,
        egalitarian,
        kalai_smorodinsky,
        utilitarian,
        nash: nash(field, &aim, &known),
    })
}
