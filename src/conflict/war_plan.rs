//! What is to happen without a deal, as it is kept to be worked out for these parties or others.

use std::sync::Arc;

use super::ConflictError;
use crate::index::IssueIndex;
use crate::party::{OptionValue, Party, Valuation};
use crate::space::{Level, Space};
use crate::war::{Chain, ChainWar, Stakes, Territory, WarProcess};

/// What a party pays for fighting along a chain.
#[derive(Debug, Clone, PartialEq)]
pub struct FightingCost {
    /// The flow of utility that fighting takes at first, by regime; zero or more.
    pub by_regime: Vec<f64>,
    /// How much it grows for each year fought, as a share of its first value; zero or more.
    pub exhaustion: f64,
}

/// What is to happen without a deal, before the parties' preferences are known.
#[derive(Debug, Clone)]
pub(super) enum WarPlan {
    Process(Arc<dyn WarProcess>),
    Reservations(Vec<f64>),
    Chain(Box<ChainPlan>),
}

#[derive(Debug, Clone)]
pub(super) struct ChainPlan {
    pub(super) chain: Chain,
    pub(super) territory: Territory,
    pub(super) costs: Vec<FightingCost>,
    pub(super) kept: u32,
}

impl ChainPlan {
    /// The war that it is to parties with these preferences; tables are taken from an earlier one where they are the
    /// same.
    pub(super) fn solve(
        &self,
        space: &Space,
        parties: &[Party],
        earlier: Option<&ChainWar>,
    ) -> Result<ChainWar, ConflictError> {
        let Self {
            chain,
            territory,
            costs,
            kept,
        } = self;
        territory.fits(chain)?;
        if costs.len() != parties.len() {
            return Err(ConflictError::Costs {
                found: costs.len(),
                expected: parties.len(),
            });
        }
        let stakes = parties
            .iter()
            .zip(costs)
            .map(|(party, cost)| stakes(space, party, cost, chain, territory))
            .collect();
        Ok(match earlier {
            Some(earlier) => ChainWar::new_like(earlier, chain.clone(), stakes, *kept)?,
            None => ChainWar::new(chain.clone(), stakes, *kept)?,
        })
    }
}

/// What a party gains from each axis beyond its opening position, and from the rest of the status quo.
fn stakes(
    space: &Space,
    party: &Party,
    cost: &FightingCost,
    chain: &Chain,
    territory: &Territory,
) -> Stakes {
    let status_quo = space.status_quo();
    let opening: Vec<usize> = chain.parts().axes.iter().map(|axis| axis.opening).collect();
    let shares = territory.shares(&opening, space.issues().len());
    let slope = |issue: IssueIndex| {
        let weight = party.preferences.weights()[issue.get()];
        match (
            &party.preferences.values()[issue.get()],
            status_quo.level(issue),
        ) {
            (Valuation::Options(values), Some(Level::Option(option))) => {
                match values[option.get()] {
                    OptionValue::AtFront { none, all } => weight * (all - none),
                    OptionValue::Constant(_) => 0.0,
                }
            }
            _ => 0.0,
        }
    };
    let front = chain
        .parts()
        .axes
        .iter()
        .enumerate()
        .map(|(axis, row)| {
            (0..=row.slices)
                .map(|position| {
                    territory
                        .change(axis, position)
                        .into_iter()
                        .map(|(issue, change)| slope(issue) * change)
                        .sum()
                })
                .collect()
        })
        .collect();
    Stakes {
        discount: party.discount,
        rest: party.preferences.utility(space, &status_quo, &shares),
        front,
        cost: cost.by_regime.clone(),
        exhaustion: cost.exhaustion,
    }
}
