//! Random small conflicts that use every part of the model but the chain of war and curved values.

use dealzone::conflict::{Conflict, Situation};
use dealzone::index::{IssueIndex, OptionIndex, PartyIndex};
use dealzone::party::{
    Aftermath, Commitment, Curve, Force, Interaction, Party, Preferences, RedLine, Valuation,
};
use dealzone::space::{
    Condition, Constraint, Deal, Domain, Family, FrameEffect, Interim, Issue, Level, LinearTerm,
    Pattern, Relation, Rule, Space, Test,
};
use dealzone::stream::{Purpose, Stream};
use dealzone::units::{AnnualRate, Period, Years};
use dealzone::war::{Belief, FixedReservation, ReservationError, WarProcess, WarState};
use dealzone::zone::{Demand, Demands};

/// Fixed reservation values, and a cost of fighting that counts while a deal lets the fighting go on.
#[derive(Debug)]
pub(crate) struct PaidReservation {
    fixed: FixedReservation,
    costs: Vec<f64>,
}

impl PaidReservation {
    pub(crate) fn new(values: Vec<f64>, costs: Vec<f64>) -> Result<Self, ReservationError> {
        let fixed = FixedReservation::new(values)?;
        Ok(Self { fixed, costs })
    }
}

impl WarProcess for PaidReservation {
    fn parties(&self) -> usize {
        self.fixed.parties()
    }
    fn value(&self, party: PartyIndex, state: &WarState, belief: &Belief) -> f64 {
        self.fixed.value(party, state, belief)
    }
    fn fighting_cost(&self, party: PartyIndex, _: &WarState) -> f64 {
        self.costs[party.get()]
    }
}

/// Draws of one seed.
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

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.0.uniform() < probability
    }

    /// A random order of `0 .. count`; `order[new] = old`.
    pub(crate) fn order(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for last in (1..count).rev() {
            order.swap(last, self.below(last + 1));
        }
        order
    }
}

#[allow(dead_code, reason = "for the tests inside the library")]
impl Draw {
    /// The demands of a conflict but for some of its red lines.
    pub(crate) fn demands(&mut self, conflict: &Conflict) -> Demands {
        let all = Demands::all(conflict);
        let kept = all.as_slice().iter().copied();
        Demands::new(
            kept.filter(|demand| {
                matches!(demand, Demand::Participation { .. }) || self.chance(0.6)
            }),
        )
    }

    /// The opening of a conflict, with public positions held as firmly as it happens.
    pub(crate) fn situation(&mut self, conflict: &Conflict) -> Situation {
        let mut situation = Situation::opening(conflict);
        for commitment in situation.commitments.iter_mut().flatten() {
            commitment.firmness = self.between(0.0, 1.0);
        }
        situation
    }
}

#[allow(dead_code, reason = "for the tests inside the library")]
/// Whether a deal is of the space and crosses none of the red lines among these demands.
pub(crate) fn is_met(conflict: &Conflict, demands: &Demands, deal: &Deal) -> bool {
    let mut crossed = demands.as_slice().iter().filter(|demand| match demand {
        Demand::RedLine { party, line } => {
            let line = &conflict.parties()[party.get()].red_lines[*line];
            line.refuses.iter().any(|pattern| pattern.matches(deal))
        }
        Demand::Participation { .. } => false,
    });
    conflict.space().admits(deal) && crossed.next().is_none()
}

/// The conflict of a seed: 2 to 4 parties, 1 to 4 choices, up to 3 amounts, and some of everything else.
pub(crate) fn conflict(seed: u64) -> Conflict {
    let mut draw = Draw::new(seed, 0);
    let parties = 2 + draw.below(3);
    let space = space(&mut draw);
    let mut builder = Conflict::builder(space.clone())
        .breach(AnnualRate::new(draw.below(2) as f64 * draw.between(0.0, 0.6)).unwrap())
        .period(Period::from_days(draw.between(7.0, 90.0)).unwrap());
    for index in 0..parties {
        builder = builder.party(party(&mut draw, &space, index));
    }
    let generosity = 0.16 * (parties - 2) as f64;
    let values = (0..parties).map(|_| draw.between(0.38, 0.8) - generosity);
    let values = values.collect();
    let costs = (0..parties).map(|_| draw.between(0.0, 0.3)).collect();
    builder
        .war(PaidReservation::new(values, costs).unwrap())
        .build()
        .unwrap()
}

fn space(draw: &mut Draw) -> Space {
    let mut issues = Vec::new();
    for index in 0..1 + draw.below(4) {
        issues.push(choice(draw, index));
    }
    for index in 0..draw.below(4) {
        issues.push(amount(draw, index));
    }
    // Choices and amounts in any order: nothing may depend on it.
    let order = draw.order(issues.len());
    let issues: Vec<Issue> = order.iter().map(|&old| issues[old].clone()).collect();
    let mut constraints = Vec::new();
    for index in 0..draw.below(3) {
        let rule = linear(draw, &issues);
        constraints.extend(rule.map(|rule| Constraint::new(format!("sum-{index}"), rule)));
    }
    for index in 0..draw.below(3) {
        let rule = implication(draw, &issues);
        constraints.extend(rule.map(|rule| Constraint::new(format!("if-{index}"), rule)));
    }
    for index in 0..draw.below(2) {
        let rule = Rule::Excludes(pattern(draw, &issues));
        constraints.push(Constraint::new(format!("not-{index}"), rule));
    }
    Space::new(issues, constraints).unwrap()
}

fn choice(draw: &mut Draw, index: usize) -> Issue {
    let options = &["a", "b", "c", "d"][..2 + draw.below(3)];
    let mut issue = Issue::choice(
        format!("choice-{index}"),
        Family::Other,
        options.iter().copied(),
    );
    issue.status_quo = Level::Option(OptionIndex(draw.below(options.len())));
    if draw.chance(0.3) {
        let effect = |_| FrameEffect {
            delay: Years::from_months(draw.below(2) as f64 * draw.between(0.0, 18.0)).unwrap(),
            breach_factor: draw.between(0.0, 2.5),
            interim: if draw.chance(0.3) {
                Interim::Fighting
            } else {
                Interim::Ceasefire
            },
        };
        issue.frame = Some((0..options.len()).map(effect).collect());
    }
    issue
}

fn amount(draw: &mut Draw, index: usize) -> Issue {
    let lower = draw.between(-5.0, 5.0);
    let upper = lower + draw.between(0.2, 10.0);
    let mut issue = Issue::amount(
        format!("amount-{index}"),
        Family::Other,
        lower,
        upper,
        "unit",
    );
    if draw.chance(0.2) {
        // As often as not the upper end is on the grid.
        let parts = if draw.chance(0.5) {
            (2 + draw.below(3)) as f64
        } else {
            draw.between(1.0, 4.0)
        };
        if let Domain::Amount { step, .. } = &mut issue.domain {
            *step = Some((upper - lower) / parts);
        }
    } else {
        issue.status_quo = Level::Amount(draw.between(lower, upper));
    }
    issue
}

fn range(issue: &Issue) -> Option<(f64, f64)> {
    match issue.domain {
        Domain::Amount { lower, upper, .. } => Some((lower, upper)),
        _ => None,
    }
}

fn linear(draw: &mut Draw, issues: &[Issue]) -> Option<Rule> {
    let mut terms = Vec::new();
    let (mut least, mut most) = (0.0, 0.0);
    for (index, issue) in issues.iter().enumerate() {
        if let Some((lower, upper)) = range(issue)
            && draw.chance(0.7)
        {
            let coefficient = draw.between(-2.0, 2.0);
            let ends = [coefficient * lower, coefficient * upper];
            least += ends[0].min(ends[1]);
            most += ends[0].max(ends[1]);
            terms.push(LinearTerm {
                issue: IssueIndex(index),
                coefficient,
            });
        }
    }
    let bound = least + (most - least) * draw.between(-0.03, 1.03);
    let relation = match draw.below(5) {
        0 | 1 => Relation::AtMost,
        2 | 3 => Relation::AtLeast,
        _ => Relation::Equal,
    };
    (!terms.is_empty()).then_some(Rule::Linear {
        terms,
        relation,
        bound,
    })
}

/// From an issue to a later one, so that no implications make a cycle.
fn implication(draw: &mut Draw, issues: &[Issue]) -> Option<Rule> {
    if issues.len() < 2 {
        return None;
    }
    let cause = draw.below(issues.len() - 1);
    let consequence = cause + 1 + draw.below(issues.len() - cause - 1);
    Some(Rule::Implies {
        when: Pattern::new([condition(draw, issues, cause)]),
        then: condition(draw, issues, consequence),
    })
}

fn condition(draw: &mut Draw, issues: &[Issue], issue: usize) -> Condition {
    let test = match range(&issues[issue]) {
        Some((lower, upper)) => {
            let bound = draw.between(lower, upper);
            if draw.chance(0.5) {
                Test::Above(bound)
            } else {
                Test::Below(bound)
            }
        }
        None => {
            let options = issues[issue].domain.options().len();
            let some = (0..1 + draw.below(options - 1)).map(|_| OptionIndex(draw.below(options)));
            Test::AnyOf(some.collect())
        }
    };
    Condition {
        issue: IssueIndex(issue),
        test,
    }
}

/// A conjunction of up to three conditions, over options and amounts alike.
fn pattern(draw: &mut Draw, issues: &[Issue]) -> Pattern {
    let size = 1 + draw.below(3);
    Pattern::new((0..size).map(|_| {
        let issue = draw.below(issues.len());
        condition(draw, issues, issue)
    }))
}

fn party(draw: &mut Draw, space: &Space, index: usize) -> Party {
    let issues = space.issues();
    let mut party = Party::new(format!("party-{index}"), preferences(draw, issues));
    party.discount = AnnualRate::new(draw.below(2) as f64 * draw.between(0.0, 0.5)).unwrap();
    if draw.chance(0.7) {
        party.scale = draw.between(0.3, 3.0);
    }
    for line in 0..draw.below(3) {
        let refuses = (0..1 + draw.below(2)).map(|_| pattern(draw, issues));
        party.red_lines.push(RedLine {
            id: format!("line-{line}"),
            label: format!("line {line}"),
            refuses: refuses.collect(),
            force: if draw.chance(0.5) {
                Force::Priced(draw.between(0.01, 0.2))
            } else {
                Force::Absolute
            },
        });
    }
    if draw.chance(0.4) {
        party.audience.cost = draw.between(0.0, 1.0);
        for (index, issue) in issues.iter().enumerate() {
            if draw.chance(0.3) {
                let level = match range(issue) {
                    Some(_) => issue.status_quo,
                    None => Level::Option(OptionIndex(draw.below(issue.domain.options().len()))),
                };
                party.audience.public.push(Commitment {
                    issue: IssueIndex(index),
                    level,
                    firmness: draw.between(0.0, 1.0),
                });
            }
        }
    }
    for (index, issue) in issues.iter().enumerate() {
        if issue.frame.is_some() && draw.chance(0.5) {
            party.aftermath.push(Aftermath {
                issue: IssueIndex(index),
                option: OptionIndex(draw.below(issue.domain.options().len())),
                change: draw.between(-0.4, 0.2),
            });
        }
    }
    party
}

fn preferences(draw: &mut Draw, issues: &[Issue]) -> Preferences {
    let raw: Vec<f64> = issues.iter().map(|_| draw.between(0.1, 1.0)).collect();
    let total: f64 = raw.iter().sum();
    let weights = raw.iter().map(|weight| weight / total).collect();
    let values = issues
        .iter()
        .map(|issue| match range(issue) {
            Some((lower, upper)) => Valuation::Amount(if draw.chance(0.8) {
                Curve::Linear {
                    at_lower: draw.between(0.0, 1.0),
                    at_upper: draw.between(0.0, 1.0),
                }
            } else {
                Curve::Piecewise(vec![
                    (lower, draw.between(0.0, 1.0)),
                    (draw.between(lower, upper), draw.between(0.0, 1.0)),
                    (upper, draw.between(0.0, 1.0)),
                ])
            }),
            None => Valuation::table(
                issue
                    .domain
                    .options()
                    .iter()
                    .map(|_| draw.between(0.0, 1.0)),
            ),
        })
        .collect();
    Preferences::new(weights, values).with_interactions(interactions(draw, issues))
}

fn interactions(draw: &mut Draw, issues: &[Issue]) -> Vec<Interaction> {
    let choices: Vec<usize> = (0..issues.len())
        .filter(|&issue| range(&issues[issue]).is_none())
        .collect();
    let mut interactions = Vec::new();
    for _ in 0..draw.below(3) {
        let (first, second) = (draw.below(choices.len()), draw.below(choices.len()));
        if first != second {
            let between = [first, second].map(|place| {
                let options = issues[choices[place]].domain.options().len();
                (IssueIndex(choices[place]), OptionIndex(draw.below(options)))
            });
            let value = draw.between(-0.3, 0.3);
            let mut interaction = Interaction::between(between, value);
            // Some hold for several options, and for a third issue where there is one.
            if value > 0.0 {
                let third = choices
                    .iter()
                    .find(|&&at| at != choices[first] && at != choices[second]);
                let further = third.map(|&at| Condition::any_of(IssueIndex(at), [OptionIndex(0)]));
                interaction.when.conditions.extend(further);
                for condition in &mut interaction.when.conditions {
                    let options = issues[condition.issue.get()].domain.options().len();
                    if let Test::AnyOf(held) = &mut condition.test
                        && options > 2
                    {
                        held.extend(
                            held.clone()
                                .iter()
                                .map(|at| OptionIndex((at.get() + 1) % options)),
                        );
                    }
                }
            }
            interactions.push(interaction);
        }
    }
    interactions
}
