//! What a situation means to the parties: shares of the regions, and the value of not agreeing.

use super::{Conflict, LeverEffect, Situation};
use crate::index::PartyIndex;
use crate::party::Flow;

/// What the parties can expect in one situation if nothing is signed.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// The share of each issue's region that the first belligerent holds, 0 to 1; by issue.
    pub shares: Vec<f64>,
    /// W, the normalised utility of fighting on, by each party's own beliefs, under the sticks that are held.
    pub war: Vec<f64>,
    /// What fighting costs each party now, a flow in utility.
    pub fighting_cost: Vec<f64>,
    /// The flow utility of the status quo at the present front, before the cost of fighting; by party.
    pub status_quo: Vec<f64>,
    /// What signing any deal adds for each party: carrots promised, less what levers cost the mediator.
    pub promised: Vec<f64>,
}

impl Outlook {
    /// Works out what a situation means. Where the situation is not one of the conflict, what it lacks is NaN.
    #[must_use]
    pub fn new(conflict: &Conflict, situation: &Situation) -> Self {
        let issues = conflict.space().issues().len();
        let shares = conflict
            .territory()
            .shares(&situation.war.positions, issues);
        let parties = (0..conflict.parties().len()).map(PartyIndex);
        // On the table, levers are pulled by the deal and not by the situation.
        let leverage = conflict.leverage().filter(|_| conflict.table.is_none());
        let pulled = |party: PartyIndex| match leverage {
            Some(leverage) => leverage.sum(&situation.levers, party),
            None => LeverEffect::default(),
        };
        Self {
            war: parties
                .clone()
                .map(|party| match situation.beliefs.get(party.get()) {
                    Some(belief) => {
                        conflict.war().value(party, &situation.war, belief) + pulled(party).war
                    }
                    None => f64::NAN,
                })
                .collect(),
            promised: parties.clone().map(|party| pulled(party).deal).collect(),
            fighting_cost: parties
                .map(|party| conflict.war().fighting_cost(party, &situation.war))
                .collect(),
            status_quo: conflict
                .status_quo
                .iter()
                .map(|flow| flow.at(&shares))
                .collect(),
            shares,
        }
    }
}

impl Conflict {
    /// By party, the flow utility of the status quo.
    pub(super) fn flows_of_status_quo(&self) -> Vec<Flow> {
        let deal = self.space.status_quo();
        let parties = self.parties.iter();
        parties
            .map(|party| Flow::new(&party.preferences, &self.space, &deal))
            .collect()
    }
}
