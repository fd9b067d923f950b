//! How good the deals of a frame can be at most, without compiling it.

use super::Ask;
use super::Compiler;
use super::effect::Effect;
use super::tables::{Tables, lever_slope};
use crate::conflict::{Conflict, LeverEffect, Outlook};
use crate::space::{Domain, Frame};

/// In how many parts an amount is looked at.
const PARTS: usize = 8;

/// What does not depend on the frame, looked at for these multipliers.
#[derive(Debug)]
pub(super) struct Sight<'a> {
    /// One a row.
    multipliers: &'a [f64],
    /// By issue.
    amounts: Vec<Amount>,
}

/// What an amount adds, at the ends of parts within which every effect is monotone.
#[derive(Debug, Default)]
struct Amount {
    ends: Vec<f64>,
    /// By ask, at every end: what counts by the weight of delivered terms, and what counts as it is.
    asks: Vec<Vec<(f64, f64)>>,
    /// By ask: a lever, which is straight.
    levers: Vec<Option<LeverEffect>>,
    /// What the constraints add for each unit.
    slope: f64,
}

impl Compiler<'_> {
    /// By frame, a value that no deal of it passes: the Lagrangian bound of these multipliers, one a row and not
    /// negative but for equalities, where patterns are left out and joint effects count where they help.
    ///
    /// `None` where there is not one multiplier for each row, or they do not weigh the objectives to one in all, as those
    /// that show a box to be infeasible do not.
    pub(crate) fn ceilings(&self, multipliers: &[f64]) -> Option<Vec<f64>> {
        let rows = self.tables.asks.len() + self.tables.linear.len();
        let asks = self.tables.asks.iter().zip(multipliers);
        let weight: f64 = asks.map(|(ask, multiplier)| ask.scale() * multiplier).sum();
        if multipliers.len() != rows || (weight - 1.0).abs() > 1e-9 {
            return None;
        }
        let sight = self.tables.sight(self.conflict, multipliers);
        let frames = self.frames.iter();
        let ceilings = frames.map(|frame| {
            self.tables
                .ceiling(self.conflict, self.outlook, frame, &sight)
        });
        Some(ceilings.collect())
    }

    /// Multipliers that weigh all objectives alike.
    pub(crate) fn even_multipliers(&self) -> Vec<f64> {
        let scales = self.tables.asks.iter().map(Ask::scale);
        let count = scales.clone().filter(|scale| *scale > 0.0).count().max(1);
        let mut even: Vec<f64> = scales
            .map(|scale| match scale > 0.0 {
                true => 1.0 / (scale * count as f64),
                false => 0.0,
            })
            .collect();
        even.resize(even.len() + self.tables.linear.len(), 0.0);
        even
    }
}

impl Tables<'_> {
    fn sight<'m>(&self, conflict: &Conflict, multipliers: &'m [f64]) -> Sight<'m> {
        let issues = conflict.space().issues().iter().enumerate();
        let amounts = issues
            .map(|(index, issue)| match issue.domain {
                Domain::Amount { lower, upper, .. } => {
                    self.amount(index, (lower, upper), multipliers)
                }
                _ => Amount::default(),
            })
            .collect();
        Sight {
            multipliers,
            amounts,
        }
    }

    fn amount(&self, index: usize, (lower, upper): (f64, f64), multipliers: &[f64]) -> Amount {
        let mut ends: Vec<f64> = (0..=PARTS)
            .map(|part| lower + (upper - lower) * (part as f64 / PARTS as f64))
            .collect();
        for effects in &self.effects {
            if let Effect::Amount(effect) = &effects[index] {
                ends.extend(effect.knots().filter(|knot| (lower..upper).contains(knot)));
            }
        }
        ends.sort_by(f64::total_cmp);
        ends.dedup();
        let slopes = self.linear.iter().zip(&multipliers[self.asks.len()..]);
        let slope: f64 = slopes
            .filter_map(|((_, slopes), multiplier)| Some(multiplier * slopes.get(&index)?))
            .sum();
        let (mut asks, mut levers) = (Vec::new(), Vec::new());
        for (effects, ask) in self.effects.iter().zip(self.asks) {
            asks.push(match &effects[index] {
                Effect::Amount(effect) => ends.iter().map(|end| effect.at(*end)).collect(),
                _ => Vec::new(),
            });
            levers.push(match (&effects[index], ask) {
                (Effect::Lever(lever), ask) if ask.is_surplus() => Some(*lever),
                _ => None,
            });
        }
        Amount {
            ends,
            asks,
            levers,
            slope,
        }
    }

    fn ceiling(
        &self,
        conflict: &Conflict,
        outlook: &Outlook,
        frame: &Frame,
        sight: &Sight<'_>,
    ) -> f64 {
        let multipliers = sight.multipliers;
        let terms = self.terms(conflict, frame);
        let rows = self.rows(conflict, outlook, frame, &terms);
        let floors = rows.iter().zip(multipliers);
        let mut ceiling: f64 = -floors
            .map(|(row, multiplier)| multiplier * row.floor)
            .sum::<f64>();
        let asks = self.asks.iter().zip(multipliers);
        let multipliers: Vec<f64> = asks.map(|(ask, by)| ask.sign() * by).collect();
        let delivered: Vec<f64> = terms
            .iter()
            .zip(&multipliers)
            .map(|(terms, multiplier)| terms.delivered * multiplier)
            .collect();
        let mut chosen = frame.choices.iter();
        let mut sums: Vec<f64> = Vec::new();
        for (index, issue) in conflict.space().issues().iter().enumerate() {
            let options = match &issue.domain {
                Domain::Choice(options) | Domain::Ordinal(options) => options.len(),
                Domain::Amount { .. } => {
                    ceiling +=
                        sight.amounts[index].highest(&delivered, &multipliers, |ask, lever| {
                            lever_slope(lever, &terms[ask])
                        });
                    continue;
                }
            };
            sums.clear();
            sums.resize(options, 0.0);
            for (ask, effects) in self.effects.iter().enumerate() {
                if let Effect::Options { flow, direct } = &effects[index] {
                    for ((sum, flow), direct) in sums.iter_mut().zip(flow).zip(direct) {
                        *sum += delivered[ask] * flow + multipliers[ask] * direct;
                    }
                }
            }
            let fixed = issue.frame.as_ref().and_then(|_| chosen.next());
            ceiling += match fixed {
                Some((_, option)) => sums[option.get()],
                None => sums.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            };
        }
        for joint in self.joints.iter().filter(|joint| joint.when.is_left(frame)) {
            let weight = if joint.is_flow {
                delivered[joint.ask]
            } else {
                multipliers[joint.ask]
            };
            ceiling += (weight * joint.value).max(0.0);
        }
        ceiling
    }
}

impl Amount {
    /// The most that the amount adds: part by part, each effect at its better end.
    fn highest(
        &self,
        delivered: &[f64],
        multipliers: &[f64],
        slope: impl Fn(usize, &LeverEffect) -> f64,
    ) -> f64 {
        let levers = self.levers.iter().enumerate();
        let lever: f64 = levers
            .filter_map(|(ask, lever)| Some(multipliers[ask] * slope(ask, lever.as_ref()?)))
            .sum();
        let straight = lever + self.slope;
        let mut most = f64::NEG_INFINITY;
        for (part, ends) in self.ends.windows(2).enumerate() {
            let mut sum = (straight * ends[0]).max(straight * ends[1]);
            for (ask, effects) in self.asks.iter().enumerate() {
                if let Some([from, to]) = effects.get(part..part + 2) {
                    let at = |(flow, direct): (f64, f64)| {
                        delivered[ask] * flow + multipliers[ask] * direct
                    };
                    sum += at(*from).max(at(*to));
                }
            }
            most = most.max(sum);
        }
        most
    }
}
