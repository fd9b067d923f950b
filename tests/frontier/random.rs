//! Small random conflicts over choices, and every deal of them.

use dealzone::conflict::{Conflict, Outlook, Situation};
use dealzone::index::{IssueIndex, OptionIndex};
use dealzone::party::{
    Commitment, Curve, Force, Interaction, Party, Preferences, RedLine, Valuation,
};
use dealzone::space::{
    Condition, Constraint, Deal, Domain, Family, FrameEffect, Interim, Issue, Level, Pattern, Rule,
    Space,
};
use dealzone::stream::{Purpose, Stream};
use dealzone::units::{AnnualRate, Years};
use dealzone::zone::Values;

pub(crate) struct Draw(Stream);

impl Draw {
    pub(crate) fn new(seed: u64, run: u64) -> Self {
        Self(Stream::new(seed, run, Purpose::Sampling, 0))
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.0.uniform() * bound as f64) as usize
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.0.uniform()
    }

    fn pattern(&mut self, sizes: &[usize], count: usize) -> Pattern {
        let mut issues: Vec<usize> = (0..sizes.len()).collect();
        Pattern::new((0..count.min(sizes.len())).map(|_| {
            let issue = issues.remove(self.below(issues.len()));
            Condition::any_of(IssueIndex(issue), [OptionIndex(self.below(sizes[issue]))])
        }))
    }
}

fn weights(draw: &mut Draw, count: usize) -> Vec<f64> {
    let raw: Vec<f64> = (0..count).map(|_| draw.between(0.1, 1.0)).collect();
    let total: f64 = raw.iter().sum();
    raw.iter().map(|weight| weight / total).collect()
}

/// The same with an amount besides that nobody cares for: a space with a continuum of deals.
pub(crate) fn conflict_beside_an_amount(seed: u64) -> Conflict {
    build(seed, true)
}

pub(crate) fn conflict(seed: u64) -> Conflict {
    build(seed, false)
}

/// Two or three parties, two to four issues of two to four options each, with everything that a choice can have to do
/// with: frames, implications, exclusions, interactions, public positions, red lines absolute and priced.
fn build(seed: u64, beside_an_amount: bool) -> Conflict {
    let mut draw = Draw::new(seed, 0);
    let parties = 2 + draw.below(2);
    let sizes: Vec<usize> = (0..2 + draw.below(3)).map(|_| 2 + draw.below(3)).collect();
    let mut issues: Vec<Issue> = sizes
        .iter()
        .enumerate()
        .map(|(at, &size)| {
            let names = ["a", "b", "c", "d"];
            let mut issue = Issue::choice(
                format!("issue{at}"),
                Family::Other,
                names[..size].iter().copied(),
            );
            if at == 0 && draw.between(0.0, 1.0) < 0.5 {
                issue.frame = Some(
                    (0..size)
                        .map(|_| FrameEffect {
                            delay: Years::new(draw.between(0.0, 1.0)).unwrap(),
                            breach_factor: draw.between(0.0, 2.0),
                            interim: if draw.below(2) == 0 {
                                Interim::Ceasefire
                            } else {
                                Interim::Fighting
                            },
                        })
                        .collect(),
                );
            }
            issue
        })
        .collect();
    if beside_an_amount {
        issues.push(Issue::amount(
            "beside",
            Family::Other,
            0.0,
            1.0,
            "of nothing",
        ));
    }
    let mut constraints = Vec::new();
    for at in 0..draw.below(3) {
        let rule = if draw.below(2) == 0 {
            Rule::Excludes(draw.pattern(&sizes, 2))
        } else {
            let both = draw.pattern(&sizes, 2).conditions;
            Rule::Implies {
                when: Pattern::new([both[0].clone()]),
                then: both[1].clone(),
            }
        };
        constraints.push(Constraint::new(format!("rule{at}"), rule));
    }
    // A cycle of implications is refused: then without.
    let space = Space::new(issues.clone(), constraints)
        .or_else(|_| Space::new(issues, Vec::new()))
        .unwrap();
    let people: Vec<Party> = (0..parties)
        .map(|at| {
            let mut values: Vec<Valuation> = sizes
                .iter()
                .map(|&size| Valuation::table((0..size).map(|_| draw.between(0.0, 1.0))))
                .collect();
            let mut interactions = Vec::new();
            for _ in 0..draw.below(3) {
                let first = draw.below(sizes.len());
                let second = (first + 1) % sizes.len();
                let between = [first, second]
                    .map(|issue| (IssueIndex(issue), OptionIndex(draw.below(sizes[issue]))));
                interactions.push(Interaction::between(between, draw.between(-0.3, 0.3)));
            }
            let mut weights = weights(&mut draw, sizes.len());
            if beside_an_amount {
                weights.push(0.0);
                values.push(Valuation::Amount(Curve::Linear {
                    at_lower: 0.0,
                    at_upper: 1.0,
                }));
            }
            let preferences = Preferences::new(weights, values).with_interactions(interactions);
            let mut party = Party::new(format!("party{at}"), preferences);
            party.discount = AnnualRate::new(draw.between(0.0, 0.5)).unwrap();
            party.scale = draw.between(0.5, 2.0);
            for line in 0..draw.below(3) {
                let size = 1 + draw.below(2);
                let mut red = RedLine::absolute(format!("line{line}"), draw.pattern(&sizes, size));
                if draw.below(2) == 0 {
                    red.force = Force::Priced(draw.between(0.01, 0.3));
                }
                party.red_lines.push(red);
            }
            if draw.below(2) == 0 {
                let issue = draw.below(sizes.len());
                party.audience.cost = draw.between(0.0, 1.0);
                party.audience.public.push(Commitment {
                    issue: IssueIndex(issue),
                    level: Level::Option(OptionIndex(draw.below(sizes[issue]))),
                    firmness: draw.between(0.0, 1.0),
                });
            }
            party
        })
        .collect();
    let reservations: Vec<f64> = (0..parties).map(|_| draw.between(0.1, 0.55)).collect();
    Conflict::builder(space)
        .parties(people)
        .reservations(reservations)
        .breach(AnnualRate::new(draw.between(0.0, 0.3)).unwrap())
        .build()
        .unwrap()
}

/// Parties that only weigh options, each by random values.
pub(crate) fn additive(draw: &mut Draw, parties: usize, issues: usize, options: usize) -> Conflict {
    let names: Vec<String> = (0..options).map(|at| format!("option{at}")).collect();
    let space = (0..issues)
        .map(|at| {
            let names = names.iter().map(String::as_str);
            Issue::choice(format!("issue{at}"), Family::Other, names)
        })
        .collect();
    let people: Vec<Party> = (0..parties)
        .map(|at| {
            let values = (0..issues)
                .map(|_| Valuation::table((0..options).map(|_| draw.between(0.0, 1.0))))
                .collect();
            let preferences = Preferences::new(weights(draw, issues), values);
            Party::new(format!("party{at}"), preferences)
        })
        .collect();
    Conflict::builder(Space::new(space, Vec::new()).unwrap())
        .parties(people)
        .reservations(vec![0.5; parties])
        .build()
        .unwrap()
}

/// Every combination of options that meets the constraints, with each party's surplus and whether any refuses it.
pub(crate) fn all_deals(conflict: &Conflict) -> Vec<(Deal, Vec<f64>, bool)> {
    let situation = Situation::opening(conflict);
    let outlook = Outlook::new(conflict, &situation);
    let mut levels: Vec<Vec<Level>> = vec![Vec::new()];
    for issue in conflict.space().issues() {
        let here: Vec<Level> = match &issue.domain {
            Domain::Choice(options) | Domain::Ordinal(options) => (0..options.len())
                .map(|at| Level::Option(OptionIndex(at)))
                .collect(),
            Domain::Amount {
                lower, upper, step, ..
            } => {
                let step = step.unwrap();
                let count = ((upper - lower) / step).round() as usize;
                (0..=count)
                    .map(|at| Level::Amount(lower + step * at as f64))
                    .collect()
            }
        };
        levels = levels
            .into_iter()
            .flat_map(|before| {
                here.iter().map(move |level| {
                    let mut next = before.clone();
                    next.push(*level);
                    next
                })
            })
            .collect();
    }
    levels
        .into_iter()
        .map(Deal::new)
        .filter(|deal| conflict.space().admits(deal))
        .map(|deal| {
            let values = Values::new(conflict, &situation, &outlook, &deal);
            let refused = values.parties().iter().any(|value| value.refused);
            (deal, values.surplus(), refused)
        })
        .collect()
}

/// The vectors that no other one matches or beats everywhere and beats somewhere, sorted.
pub(crate) fn pareto(vectors: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let beats = |a: &[f64], b: &[f64]| {
        a.iter().zip(b).all(|(a, b)| *a >= b - 1e-12)
            && a.iter().zip(b).any(|(a, b)| *a > b + 1e-12)
    };
    let mut kept: Vec<Vec<f64>> = vectors
        .iter()
        .filter(|vector| !vectors.iter().any(|other| beats(other, vector)))
        .cloned()
        .collect();
    kept.sort_by(|a, b| b.partial_cmp(a).unwrap());
    kept.dedup_by(|a, b| a.iter().zip(&*b).all(|(a, b)| (a - b).abs() < 1e-12));
    kept
}
