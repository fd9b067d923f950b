//! The zone's share of a space too large to be counted, by sampling.

use super::{Demand, Values, ZoneQuery};
use crate::conflict::Outlook;
use crate::index::OptionIndex;
use crate::solver::ZERO_TOLERANCE;
use crate::space::{Deal, Domain, Level, Relation, Rule, Space};
use crate::stream::{Purpose, Stream};

/// An estimate of the zone's share of the space, from deals drawn at random. The share itself is that of
/// [`Share`](super::Share); it says nothing about whether a zone exists.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampledShare {
    /// The part of the deals drawn that lay in the zone; 0 where none met the constraints.
    pub share: f64,
    /// Lower end of the interval at 95 % confidence (Wilson 1927).
    pub low: f64,
    /// Upper end of that interval.
    pub high: f64,
    /// Deals drawn that met the constraints of the space.
    pub admissible: u64,
    /// Of these, deals in the zone.
    pub in_zone: u64,
}

/// The normal quantile of 95 % on both sides.
const QUANTILE: f64 = 1.959_963_984_540_054;

impl ZoneQuery<'_> {
    /// Estimates the zone's share of the space from this many draws, of which those that break a constraint do not
    /// count. The same seed gives the same draws.
    ///
    /// An amount that a linear equality fixes once the others are known is not drawn but follows, so that the share is
    /// measured on what the equality leaves.
    ///
    /// # Complexity
    /// One valuation of a deal for each draw.
    #[must_use]
    pub fn sampled_share(&self, draws: u64, seed: u64) -> SampledShare {
        let space = self.conflict.space();
        let outlook = Outlook::new(self.conflict, &self.situation);
        let followers = followers(space);
        let (mut admissible, mut in_zone) = (0, 0);
        for draw in 0..draws {
            let mut stream = Stream::new(seed, draw, Purpose::Sampling, 0);
            let deal = drawn(space, &followers, &mut stream);
            if !space.admits(&deal) {
                continue;
            }
            admissible += 1;
            let values = Values::new(self.conflict, &self.situation, &outlook, &deal);
            let surplus = values.surplus();
            let agreed = self.demands.as_slice().iter().all(|demand| match *demand {
                Demand::Participation { party } => surplus
                    .get(party.get())
                    .is_some_and(|gain| *gain >= -ZERO_TOLERANCE),
                Demand::RedLine { party, line } => {
                    let lines = self.conflict.parties().get(party.get());
                    lines
                        .and_then(|party| party.red_lines.get(line))
                        .is_none_or(|line| {
                            !line.refuses.iter().any(|pattern| pattern.matches(&deal))
                        })
                }
            });
            in_zone += u64::from(agreed);
        }
        let (low, high) = wilson(in_zone as f64, admissible as f64);
        SampledShare {
            share: if admissible > 0 {
                in_zone as f64 / admissible as f64
            } else {
                0.0
            },
            low,
            high,
            admissible,
            in_zone,
        }
    }
}

/// Wilson's interval; everything where nothing was drawn.
fn wilson(hits: f64, draws: f64) -> (f64, f64) {
    if draws == 0.0 {
        return (0.0, 1.0);
    }
    let share = hits / draws;
    let square = QUANTILE * QUANTILE;
    let centre = share + square / (2.0 * draws);
    let spread = QUANTILE * ((share * (1.0 - share) + square / (4.0 * draws)) / draws).sqrt();
    let scale = 1.0 + square / draws;
    (
        ((centre - spread) / scale).max(0.0),
        ((centre + spread) / scale).min(1.0),
    )
}

/// For each equality, the first continuous amount that no other equality asks about, and the equality.
fn followers(space: &Space) -> Vec<(usize, &Rule)> {
    let equalities: Vec<&Rule> = space
        .constraints()
        .iter()
        .map(|constraint| &constraint.rule)
        .filter(|rule| {
            matches!(
                rule,
                Rule::Linear {
                    relation: Relation::Equal,
                    ..
                }
            )
        })
        .collect();
    let asks = |rule: &Rule, issue: usize| {
        matches!(rule, Rule::Linear { terms, .. }
            if terms.iter().any(|term| term.issue.get() == issue && term.coefficient != 0.0))
    };
    equalities
        .iter()
        .filter_map(|rule| {
            let follower = space.issues().iter().enumerate().position(|(at, issue)| {
                matches!(issue.domain, Domain::Amount { step: None, .. })
                    && asks(rule, at)
                    && equalities.iter().filter(|other| asks(other, at)).count() == 1
            })?;
            Some((follower, *rule))
        })
        .collect()
}

fn drawn(space: &Space, followers: &[(usize, &Rule)], stream: &mut Stream) -> Deal {
    let mut levels: Vec<Level> = space
        .issues()
        .iter()
        .map(|issue| {
            let draw = stream.uniform();
            match &issue.domain {
                Domain::Choice(options) | Domain::Ordinal(options) => {
                    Level::Option(OptionIndex((draw * options.len() as f64) as usize))
                }
                Domain::Amount {
                    lower, upper, step, ..
                } => Level::Amount(match step {
                    None => lower + draw * (upper - lower),
                    Some(step) => {
                        let last = ((upper - lower) / step + Rule::TOLERANCE).floor();
                        lower + step * (draw * (last + 1.0)).floor()
                    }
                }),
            }
        })
        .collect();
    for (follower, rule) in followers {
        let Rule::Linear { terms, bound, .. } = rule else {
            continue;
        };
        let mut left = *bound;
        let mut slope = 1.0;
        for term in terms {
            match levels[term.issue.get()] {
                _ if term.issue.get() == *follower => slope = term.coefficient,
                Level::Amount(amount) => left -= term.coefficient * amount,
                Level::Option(_) => {}
            }
        }
        // Out of its range where the others leave no room: such a draw does not count.
        levels[*follower] = Level::Amount(left / slope);
    }
    Deal::new(levels)
}
