//! What is to happen without a deal, until the parties that it is to happen to are known.

use std::sync::Arc;

use super::ConflictError;
use crate::index::IssueIndex;
use crate::party::{OptionValue, Party, Valuation};
use crate::space::{Level, Space};
use crate::war::{Chain, FixedReservation, Stakes, Territory, WarProcess};

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
    Chain {
        chain: Box<Chain>,
        costs: Vec<FightingCost>,
        kept: u32,
    },
}

/// A process, or what is to be solved to have one: a chain, what the parties have at stake in it, and how many rounds
/// to keep at hand.
pub(super) enum War {
    Process(Arc<dyn WarProcess>),
    Chain(Box<Chain>, Vec<Stakes>, u32),
}

impl WarPlan {
    /// The process, or what there is to solve; then how many parties it values, and over how many strengths.
    pub(super) fn settled(
        self,
        space: &Space,
        parties: &[Party],
        territory: &Territory,
    ) -> Result<(War, usize, usize), ConflictError> {
        Ok(match self {
            Self::Process(war) => {
                let (valued, strengths) = (war.parties(), war.strengths());
                (War::Process(war), valued, strengths)
            }
            Self::Reservations(values) => {
                let war = FixedReservation::new(values)?;
                let (valued, strengths) = (war.parties(), war.strengths());
                (War::Process(Arc::new(war)), valued, strengths)
            }
            Self::Chain { chain, costs, kept } => {
                territory.fits(&chain)?;
                if costs.len() != parties.len() {
                    return Err(ConflictError::Costs {
                        found: costs.len(),
                        expected: parties.len(),
                    });
                }
                let strengths = chain.parts().strengths.len();
                let stakes = stakes(space, parties, &costs, &chain, territory);
                (War::Chain(chain, stakes, kept), parties.len(), strengths)
            }
        })
    }
}

/// What each party gains from each axis beyond its opening position, and from the rest of the status quo.
fn stakes(
    space: &Space,
    parties: &[Party],
    costs: &[FightingCost],
    chain: &Chain,
    territory: &Territory,
) -> Vec<Stakes> {
    let status_quo = space.status_quo();
    let axes = &chain.parts().axes;
    let opening: Vec<usize> = axes.iter().map(|axis| axis.opening).collect();
    let shares = territory.shares(&opening, space.issues().len());
    let slope = |party: &Party, issue: IssueIndex| {
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
    let mut stakes: Vec<Stakes> = parties
        .iter()
        .zip(costs)
        .map(|(party, cost)| Stakes {
            discount: party.discount,
            rest: party.preferences.utility(space, &status_quo, &shares),
            front: Vec::new(),
            cost: cost.by_regime.clone(),
            exhaustion: cost.exhaustion,
        })
        .collect();
    // Axis by axis for all parties at once: a change takes time in the length of the axis.
    for (axis, row) in axes.iter().enumerate() {
        let changes: Vec<_> = (0..=row.slices)
            .map(|position| territory.change(axis, position))
            .collect();
        for (party, stakes) in parties.iter().zip(&mut stakes) {
            let value = |changes: &&[(IssueIndex, f64)]| {
                changes
                    .iter()
                    .map(|&(issue, change)| slope(party, issue) * change)
                    .sum()
            };
            stakes.front.push(changes.iter().map(value).collect());
        }
    }
    stakes
}
