//! C(g, t): what the fighting still to come costs a party.

use crate::war::chain::Chain;
use crate::war::stakes::Stakes;
use crate::war::state::{RegimeIndex, WarState};

/// C for the kept periods.
#[derive(Debug, Clone)]
pub(super) struct CostTable {
    regimes: usize,
    /// By period, then regime.
    periods: Vec<f64>,
}

impl CostTable {
    pub(super) fn new(chain: &Chain, stakes: &Stakes, discount: f64, kept: u32) -> Self {
        let regimes = chain.parts().regimes.len();
        let mut periods = vec![0.0; kept as usize * regimes];
        induct(chain, stakes, discount, 0, |period, costs| {
            if period < kept {
                let start = period as usize * regimes;
                periods[start..start + regimes].copy_from_slice(costs);
            }
        });
        Self { regimes, periods }
    }

    /// C(g, t), or `None` where the period is not kept.
    pub(super) fn get(&self, regime: RegimeIndex, period: u32) -> Option<f64> {
        let start = usize::try_from(period).ok()?.checked_mul(self.regimes)?;
        self.periods.get(start.checked_add(regime.get())?).copied()
    }
}

/// C(g, t) at a state, without a table.
pub(super) fn solve(chain: &Chain, stakes: &Stakes, discount: f64, state: &WarState) -> f64 {
    let mut cost = 0.0;
    induct(chain, stakes, discount, state.period, |_, costs| {
        cost = costs[state.regime.get()];
    });
    cost
}

/// C(g,t) = (1−δ) c(g)(1 + ε t Δ) + δ (1−h) Σ_g' P(g'|g) C(g',t+1), from C = 0 at the horizon down to a period;
/// `visit` sees each period's costs, by regime.
fn induct(
    chain: &Chain,
    stakes: &Stakes,
    discount: f64,
    down_to: u32,
    mut visit: impl FnMut(u32, &[f64]),
) {
    let parts = chain.parts();
    let goes_on = discount * chain.hazard().complement().get();
    let mut next = vec![0.0; parts.regimes.len()];
    let mut now = next.clone();
    for period in (down_to..parts.horizon).rev() {
        let growth = (1.0 - discount) * stakes.growth(chain, period);
        for ((now, &cost), row) in now.iter_mut().zip(&stakes.cost).zip(&parts.transitions) {
            let to_come: f64 = row
                .iter()
                .zip(&next)
                .map(|(chance, cost)| chance.get() * cost)
                .sum();
            *now = growth * cost + goes_on * to_come;
        }
        visit(period, &now);
        std::mem::swap(&mut now, &mut next);
    }
}
