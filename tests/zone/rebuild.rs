//! The same conflict told in another way: parts changed, renamed or reordered.

use dealzone::conflict::{Conflict, Outlook, Situation};
use dealzone::index::{IssueIndex, OptionIndex};
use dealzone::party::{OptionValue, Party, Preferences, Valuation};
use dealzone::space::{Constraint, Domain, Issue, Level, Pattern, Rule, Space, Test};

use super::random::PaidReservation;

/// The parts of a conflict with fixed reservation values, free to be changed.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    pub(crate) issues: Vec<Issue>,
    pub(crate) constraints: Vec<Constraint>,
    pub(crate) parties: Vec<Party>,
    pub(crate) war: Vec<f64>,
    pub(crate) costs: Vec<f64>,
    conflict: Conflict,
}

impl Parts {
    pub(crate) fn of(conflict: &Conflict) -> Self {
        let outlook = Outlook::new(conflict, &Situation::opening(conflict));
        Self {
            issues: conflict.space().issues().to_vec(),
            constraints: conflict.space().constraints().to_vec(),
            parties: conflict.parties().to_vec(),
            war: outlook.war,
            costs: outlook.fighting_cost,
            conflict: conflict.clone(),
        }
    }

    pub(crate) fn build(self) -> Conflict {
        Conflict::builder(Space::new(self.issues, self.constraints).unwrap())
            .parties(self.parties)
            .war(PaidReservation::new(self.war, self.costs).unwrap())
            .breach(self.conflict.breach())
            .period(self.conflict.period())
            .build()
            .unwrap()
    }

    /// The parties in another order; `order[new] = old`.
    pub(crate) fn reorder_parties(&mut self, order: &[usize]) {
        self.parties = pick(&self.parties, order);
        self.war = pick(&self.war, order);
        self.costs = pick(&self.costs, order);
    }

    /// The issues in another order; `order[new] = old`.
    pub(crate) fn reorder_issues(&mut self, order: &[usize]) {
        let place = |old: IssueIndex| {
            IssueIndex(order.iter().position(|&other| other == old.get()).unwrap())
        };
        self.issues = pick(&self.issues, order);
        for constraint in &mut self.constraints {
            match &mut constraint.rule {
                Rule::Linear { terms, .. } => {
                    terms
                        .iter_mut()
                        .for_each(|term| term.issue = place(term.issue));
                }
                Rule::Implies { when, then } => {
                    in_pattern(when, |issue, _| *issue = place(*issue));
                    then.issue = place(then.issue);
                }
                Rule::Excludes(pattern) => in_pattern(pattern, |issue, _| *issue = place(*issue)),
            }
        }
        for party in &mut self.parties {
            let old = &party.preferences;
            let mut interactions = old.interactions().to_vec();
            for interaction in &mut interactions {
                in_pattern(&mut interaction.when, |issue, _| *issue = place(*issue));
            }
            let weights = pick(old.weights(), order);
            let values = pick(old.values(), order);
            party.preferences = Preferences::new(weights, values).with_interactions(interactions);
            for pattern in party
                .red_lines
                .iter_mut()
                .flat_map(|line| &mut line.refuses)
            {
                in_pattern(pattern, |issue, _| *issue = place(*issue));
            }
            party
                .audience
                .public
                .iter_mut()
                .for_each(|said| said.issue = place(said.issue));
            party
                .aftermath
                .iter_mut()
                .for_each(|effect| effect.issue = place(effect.issue));
        }
    }

    /// The options of one choice in another order; `order[new] = old`. Nothing for an amount.
    pub(crate) fn reorder_options(&mut self, at: usize, order: &[usize]) {
        let issue = &mut self.issues[at];
        let (Domain::Choice(options) | Domain::Ordinal(options)) = &mut issue.domain else {
            return;
        };
        let place = |old: &mut OptionIndex| {
            *old = OptionIndex(order.iter().position(|&other| other == old.get()).unwrap());
        };
        let in_level = |level: &mut Level| {
            if let Level::Option(option) = level {
                place(option);
            }
        };
        let in_test = |issue: &mut IssueIndex, test: &mut Test| {
            if let (true, Test::AnyOf(options)) = (issue.get() == at, test) {
                let moved = options.iter().map(|option| {
                    let mut option = *option;
                    place(&mut option);
                    option
                });
                *options = moved.collect();
            }
        };
        *options = pick(options, order);
        in_level(&mut issue.status_quo);
        issue.frame = issue.frame.as_deref().map(|effects| pick(effects, order));
        for constraint in &mut self.constraints {
            match &mut constraint.rule {
                Rule::Linear { .. } => {}
                Rule::Implies { when, then } => {
                    in_pattern(when, in_test);
                    in_test(&mut then.issue, &mut then.test);
                }
                Rule::Excludes(pattern) => in_pattern(pattern, in_test),
            }
        }
        for party in &mut self.parties {
            let old = &party.preferences;
            let mut interactions = old.interactions().to_vec();
            for interaction in &mut interactions {
                in_pattern(&mut interaction.when, in_test);
            }
            let mut values: Vec<Valuation> = old.values().to_vec();
            if let Valuation::Options(table) = &mut values[at] {
                *table = pick::<OptionValue>(table, order);
            }
            party.preferences =
                Preferences::new(old.weights().to_vec(), values).with_interactions(interactions);
            for pattern in party
                .red_lines
                .iter_mut()
                .flat_map(|line| &mut line.refuses)
            {
                in_pattern(pattern, in_test);
            }
            for said in party
                .audience
                .public
                .iter_mut()
                .filter(|said| said.issue.get() == at)
            {
                in_level(&mut said.level);
            }
            for effect in party
                .aftermath
                .iter_mut()
                .filter(|effect| effect.issue.get() == at)
            {
                place(&mut effect.option);
            }
        }
    }
}

fn pick<T: Clone>(list: &[T], order: &[usize]) -> Vec<T> {
    order.iter().map(|&old| list[old].clone()).collect()
}

fn in_pattern(pattern: &mut Pattern, mut change: impl FnMut(&mut IssueIndex, &mut Test)) {
    for condition in &mut pattern.conditions {
        change(&mut condition.issue, &mut condition.test);
    }
}
