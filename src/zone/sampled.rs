//! The zone's share of a space too large to be counted, by sampling.

use super::{Demand, Values, ZoneQuery};
use crate::conflict::Outlook;
use crate::index::OptionIndex;
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

/// How often a part of a deal is drawn anew at the most.
const TRIES: usize = 10_000;
/// The normal quantile of 95 % on both sides.
const QUANTILE: f64 = 1.959_963_984_540_054;

impl ZoneQuery<'_> {
    /// Estimates the zone's share of the space from this many deals that meet the constraints, drawn alike. The same
    /// seed gives the same deals. Constraints that next to no deal meets leave fewer.
    ///
    /// An amount that a linear equality fixes once the others are known is not drawn but follows, so that the share is
    /// measured on what the equality leaves.
    ///
    /// # Complexity
    /// One valuation of a deal for each draw; issues that constraints tie together are drawn until they meet them.
    #[must_use]
    pub fn sampled_share(&self, draws: u64, seed: u64) -> SampledShare {
        let space = self.conflict.space();
        let outlook = Outlook::new(self.conflict, &self.situation);
        let components = components(space);
        let (mut admissible, mut in_zone) = (0, 0);
        for draw in 0..draws {
            let mut stream = Stream::new(seed, draw, Purpose::Sampling, 0);
            let Some(deal) = drawn(space, &components, &mut stream) else {
                continue;
            };
            admissible += 1;
            let values = Values::new(self.conflict, &self.situation, &outlook, &deal);
            let gains = values.parties().iter().zip(self.conflict.parties());
            let gains: Vec<bool> = gains
                .map(|(value, party)| value.participates(party.scale))
                .collect();
            let agreed = self.demands.as_slice().iter().all(|demand| match *demand {
                Demand::Participation { party } => {
                    gains.get(party.get()).is_some_and(|gains| *gains)
                }
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

/// Issues that constraints tie together, those constraints, and the amounts that equalities among them fix.
struct Component<'a> {
    issues: Vec<usize>,
    rules: Vec<&'a Rule>,
    followers: Vec<(usize, &'a Rule)>,
}

fn issues_of(rule: &Rule) -> Vec<usize> {
    match rule {
        Rule::Linear { terms, .. } => terms.iter().map(|term| term.issue.get()).collect(),
        Rule::Implies { when, then } => {
            let all = when.conditions.iter().chain([then]);
            all.map(|condition| condition.issue.get()).collect()
        }
        Rule::Excludes(pattern) => {
            let all = pattern.conditions.iter();
            all.map(|condition| condition.issue.get()).collect()
        }
    }
}

/// The parts of the space that no constraint ties to each other: a deal meets the constraints where each part does.
fn components(space: &Space) -> Vec<Component<'_>> {
    let rules: Vec<&Rule> = space.constraints().iter().map(|it| &it.rule).collect();
    let count = space.issues().len();
    let mut group: Vec<usize> = (0..count).collect();
    for rule in &rules {
        let tied: Vec<usize> = issues_of(rule).iter().map(|&issue| group[issue]).collect();
        let least = tied.iter().copied().min().unwrap_or(0);
        for of in &mut group {
            if tied.contains(of) {
                *of = least;
            }
        }
    }
    (0..count)
        .filter(|&of| group[of] == of)
        .map(|of| {
            let among = |rule: &&Rule| issues_of(rule).first().is_some_and(|at| group[*at] == of);
            let rules: Vec<&Rule> = rules.iter().copied().filter(among).collect();
            Component {
                issues: (0..count).filter(|&issue| group[issue] == of).collect(),
                followers: followers(space, &rules),
                rules,
            }
        })
        .collect()
}

/// For each equality, the first continuous amount that no other equality asks about, and the equality.
fn followers<'a>(space: &Space, rules: &[&'a Rule]) -> Vec<(usize, &'a Rule)> {
    let is_equality =
        |rule: &Rule| matches!(rule, Rule::Linear { relation, .. } if *relation == Relation::Equal);
    let equalities: Vec<&Rule> = rules
        .iter()
        .copied()
        .filter(|rule| is_equality(rule))
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

/// A deal that meets the constraints, every one as likely as another: each component is drawn anew until it meets its
/// own. `None` where one does not within [`TRIES`].
fn drawn(space: &Space, components: &[Component<'_>], stream: &mut Stream) -> Option<Deal> {
    let mut levels = space.status_quo().levels().to_vec();
    for component in components {
        let mut met = false;
        for _ in 0..TRIES {
            for &issue in &component.issues {
                levels[issue] = level(&space.issues()[issue].domain, stream.uniform());
            }
            for (follower, rule) in &component.followers {
                levels[*follower] = following(*follower, rule, &levels);
            }
            let in_range = component
                .followers
                .iter()
                .all(|(at, _)| space.issues()[*at].domain.contains(levels[*at]));
            if in_range && !component.rules.is_empty() {
                let deal = Deal::new(levels.clone());
                met = component.rules.iter().all(|rule| rule.holds(space, &deal));
            } else {
                met = in_range;
            }
            if met {
                break;
            }
        }
        if !met {
            return None;
        }
    }
    Some(Deal::new(levels))
}

/// The level at a share of the domain, 0 to below 1.
fn level(domain: &Domain, draw: f64) -> Level {
    match domain {
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
}

/// What an equality leaves for one of its amounts; out of its range where the others leave no room.
fn following(follower: usize, rule: &Rule, levels: &[Level]) -> Level {
    let (mut left, mut slope) = (0.0, 1.0);
    if let Rule::Linear { terms, bound, .. } = rule {
        left = *bound;
        for term in terms {
            match levels[term.issue.get()] {
                _ if term.issue.get() == follower => slope = term.coefficient,
                Level::Amount(amount) => left -= term.coefficient * amount,
                Level::Option(_) => {}
            }
        }
    }
    Level::Amount(left / slope)
}
