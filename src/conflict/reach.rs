//! A conflict with its levers on the table, as issues beside the others.

use super::{Conflict, ConflictError, Lever, LeverEffect, Leverage};
use crate::index::{IssueIndex, PartyIndex};
use crate::party::{Curve, Preferences, Valuation};
use crate::space::{Constraint, Deal, Family, Issue, Level, LinearTerm, Relation, Rule, Space};

impl Conflict {
    /// The same conflict with every lever of the mediator as a further issue, an amount from 0 to 1, and the budget as
    /// a constraint: its deals say what is signed *and* how far each lever is pulled, and its zone is what the mediator
    /// could bring about. All that can be asked of a conflict can be asked of it.
    ///
    /// Levers pulled in a [`Situation`](super::Situation) do not count in it. Where there are no levers, or they are on
    /// the table already, it is this conflict itself.
    #[must_use]
    pub fn within_reach(&self) -> &Self {
        self.reach.as_deref().unwrap_or(self)
    }

    /// Puts the levers on the table.
    pub(super) fn reaching(&self) -> Result<Option<Self>, ConflictError> {
        let Some(leverage) = self.leverage.as_ref().filter(|_| self.table.is_none()) else {
            return Ok(None);
        };
        let first = self.space.issues().len();
        let mut issues = self.space.issues().to_vec();
        issues.extend(leverage.levers.iter().map(issue));
        let mut constraints = self.space.constraints().to_vec();
        constraints.extend(budget(leverage, first, &self.space));
        let space = Space::new(issues, constraints).map_err(ConflictError::Reach)?;
        let mut parties = self.parties.clone();
        for party in &mut parties {
            // What a lever does is told by its effects, so the preferences give it no weight.
            let silent = Valuation::Amount(Curve::Linear {
                at_lower: 0.0,
                at_upper: 0.0,
            });
            let (mut weights, mut values) = (
                party.preferences.weights().to_vec(),
                party.preferences.values().to_vec(),
            );
            weights.resize(space.issues().len(), 0.0);
            values.resize(space.issues().len(), silent);
            let interactions = party.preferences.interactions().to_vec();
            party.preferences = Preferences::new(weights, values).with_interactions(interactions);
        }
        let mut reach = Self {
            space,
            parties,
            table: Some(first),
            ..self.clone()
        };
        reach.status_quo = reach.flows_of_status_quo();
        Ok(Some(reach))
    }

    /// The levers that are issues of this conflict; none where they are not on the table.
    pub(crate) fn levers_on_table(&self) -> impl Iterator<Item = IssueIndex> {
        let first = self.table.unwrap_or(0);
        let levers = match (&self.leverage, self.table) {
            (Some(leverage), Some(_)) => leverage.levers.len(),
            _ => 0,
        };
        (first..first + levers).map(IssueIndex)
    }

    /// What a lever on the table does to a party, pulled in full; `None` where an issue is not a lever.
    pub(crate) fn lever_at(&self, issue: IssueIndex, party: PartyIndex) -> Option<LeverEffect> {
        let lever = issue.get().checked_sub(self.table?)?;
        let leverage = self.leverage.as_ref()?;
        Some(leverage.effect(lever, party))
    }

    /// How far a deal of this conflict pulls each lever on the table; nothing where none is.
    #[must_use]
    pub fn pulled_by(&self, deal: &Deal) -> Vec<f64> {
        self.levers_on_table()
            .map(|issue| match deal.level(issue) {
                Some(Level::Amount(share)) => share,
                _ => 0.0,
            })
            .collect()
    }

    /// A deal of the conflict without levers on the table, with the levers pulled this far.
    pub(crate) fn with_levers(&self, deal: &Deal, pulled: &[f64]) -> Deal {
        let shares = self
            .levers_on_table()
            .enumerate()
            .map(|(lever, _)| Level::Amount(pulled.get(lever).copied().unwrap_or(0.0)));
        Deal::new(deal.levels().iter().copied().chain(shares).collect())
    }

    /// What a deal of this conflict says apart from the levers on the table.
    #[must_use]
    pub fn without_levers(&self, deal: &Deal) -> Deal {
        match self.table {
            Some(plain) => Deal::new(deal.levels().iter().take(plain).copied().collect()),
            None => deal.clone(),
        }
    }
}

fn issue(lever: &Lever) -> Issue {
    let mut issue = Issue::amount(lever.id.as_str(), Family::Other, 0.0, 1.0, "of full use");
    issue.label.clone_from(&lever.label);
    issue
}

/// The budget, where any lever counts against it.
fn budget(leverage: &Leverage, first: usize, space: &Space) -> Option<Constraint> {
    let terms: Vec<LinearTerm> = leverage
        .levers
        .iter()
        .enumerate()
        .filter(|(_, lever)| lever.cost > 0.0)
        .map(|(lever, found)| LinearTerm {
            issue: IssueIndex(first + lever),
            coefficient: found.cost,
        })
        .collect();
    let taken = |id: &str| space.constraints().iter().any(|rule| rule.id == id);
    let mut id = "budget".to_owned();
    while taken(&id) {
        id.push('_');
    }
    (!terms.is_empty()).then(|| Constraint {
        id,
        label: "The levers cost no more than the mediator's budget".to_owned(),
        rule: Rule::Linear {
            terms,
            relation: Relation::AtMost,
            bound: leverage.budget,
        },
    })
}
