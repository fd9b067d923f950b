//! One period of war for both sides, over all axes together: backward for values, forward for chances.

use super::{Fighting, RegimeIndex};
use crate::games::GameError;
use crate::index::PartyIndex;
use crate::war::{Chain, ChainWar, Stakes, StateError, WarState};

/// The chain at one strength, with both sides' stakes. A layer holds a number for each regime and front, the front
/// innermost and its last axis the fastest.
#[derive(Debug, Clone)]
pub(super) struct Induction {
    chain: Chain,
    stakes: [Stakes; 2],
    discount: [f64; 2],
    strength: usize,
    /// How many fronts there are: the product of the positions of the axes.
    fronts: usize,
    /// φ of both sides, by front.
    flows: Vec<[f64; 2]>,
}

impl Induction {
    pub(super) fn new(
        war: &ChainWar,
        sides: [PartyIndex; 2],
        strength: usize,
    ) -> Result<Self, GameError> {
        let of = |side: PartyIndex| {
            let party = side.get();
            war.stakes(side).cloned().ok_or(GameError::Party { party })
        };
        let stakes = [of(sides[0])?, of(sides[1])?];
        let parts = war.chain().parts();
        let strengths = parts.strengths.len();
        if strength >= strengths {
            return Err(GameError::Strength {
                strength,
                strengths,
            });
        }
        let fronts = parts
            .axes
            .iter()
            .map(|axis| axis.slices as u64 + 1)
            .fold(1_u64, u64::saturating_mul);
        let found = fronts
            .saturating_mul(parts.regimes.len() as u64)
            .saturating_mul(u64::from(parts.horizon));
        if found > Fighting::MAX_STATES {
            return Err(GameError::States { found });
        }
        let discount =
            [0, 1].map(|side: usize| stakes[side].discount.discount_factor(parts.period));
        let mut induction = Self {
            chain: war.chain().clone(),
            discount,
            strength,
            fronts: fronts as usize,
            flows: Vec::new(),
            stakes,
        };
        induction.flows = (0..induction.fronts)
            .map(|front| induction.flow(front))
            .collect();
        Ok(induction)
    }

    pub(super) fn horizon(&self) -> u32 {
        self.chain.parts().horizon
    }

    pub(super) fn hazard(&self) -> f64 {
        self.chain.hazard().get()
    }

    /// The numbers in one period.
    pub(super) fn layer(&self) -> usize {
        self.chain.parts().regimes.len() * self.fronts
    }

    pub(super) fn states(&self) -> usize {
        self.layer() * self.horizon() as usize
    }

    /// The place of a state in its layer.
    pub(super) fn place(&self, state: &WarState) -> Result<usize, StateError> {
        self.chain.validate(state)?;
        let axes = self.chain.parts().axes.iter().zip(&state.positions);
        let front = axes.fold(0, |place, (axis, position)| {
            place * (axis.slices + 1) + position
        });
        Ok(state.regime.get() * self.fronts + front)
    }

    /// Certainty of the opening.
    pub(super) fn opening(&self) -> Vec<f64> {
        let mut chances = vec![0.0; self.layer()];
        if let Ok(place) = self.place(&self.chain.opening()) {
            chances[place] = 1.0;
        }
        chances
    }

    /// What the front as it stands is worth for good, whatever the regime.
    pub(super) fn frozen(&self) -> Vec<[f64; 2]> {
        self.flows.repeat(self.chain.parts().regimes.len())
    }

    /// D in a period, from V in the next.
    pub(super) fn step(&self, period: u32, next: &[[f64; 2]]) -> Vec<[f64; 2]> {
        let parts = self.chain.parts();
        let years = f64::from(period) * parts.period.get();
        let hazard = self.hazard();
        let mut layer = Vec::with_capacity(next.len());
        for (regime, row) in parts.transitions.iter().enumerate() {
            // What the front of the next period is worth in this regime, before the regime moves.
            let mut ahead: Vec<[f64; 2]> = self
                .flows
                .iter()
                .map(|flow| flow.map(|at| hazard * at))
                .collect();
            for (chance, values) in row.iter().zip(next.chunks_exact(self.fronts)) {
                let weight = (1.0 - hazard) * chance.get();
                for (ahead, value) in ahead.iter_mut().zip(values) {
                    for side in [0, 1] {
                        ahead[side] += weight * value[side];
                    }
                }
            }
            self.each_axis(regime, |odds, positions, stride| {
                ahead = average(&ahead, odds, positions, stride);
            });
            for (ahead, flow) in ahead.iter_mut().zip(&self.flows) {
                for side in [0, 1] {
                    let stakes = &self.stakes[side];
                    let cost = stakes.cost[regime] * (1.0 + stakes.exhaustion * years);
                    let discount = self.discount[side];
                    ahead[side] = (1.0 - discount) * (flow[side] - cost) + discount * ahead[side];
                }
            }
            layer.append(&mut ahead);
        }
        layer
    }

    /// The chances of each state of the next period in which the war goes on, from those of this one.
    pub(super) fn spread(&self, chances: &[f64]) -> Vec<f64> {
        let parts = self.chain.parts();
        let goes_on = 1.0 - self.hazard();
        let mut next = vec![0.0; chances.len()];
        let rows = chances.chunks_exact(self.fronts).zip(&parts.transitions);
        for (regime, (now, row)) in rows.enumerate() {
            let mut moved = now.to_vec();
            self.each_axis(regime, |odds, positions, stride| {
                moved = scatter(&moved, odds, positions, stride);
            });
            for (next, chance) in next.chunks_exact_mut(self.fronts).zip(row) {
                for (next, moved) in next.iter_mut().zip(&moved) {
                    *next += goes_on * chance.get() * moved;
                }
            }
        }
        next
    }

    /// Visits the axes with the odds \[retreat, stay, advance\] in a regime, the number of positions, and how far apart
    /// neighbours are in a row of fronts.
    fn each_axis(&self, regime: usize, mut visit: impl FnMut([f64; 3], usize, usize)) {
        let mut stride = 1;
        for (number, axis) in self.chain.parts().axes.iter().enumerate().rev() {
            let odds = self
                .chain
                .move_odds(number, RegimeIndex(regime), self.strength);
            if let Some(odds) = odds {
                visit(
                    [odds.retreat, odds.stay, odds.advance],
                    axis.slices + 1,
                    stride,
                );
            }
            stride *= axis.slices + 1;
        }
    }

    /// φ of both sides at a front.
    fn flow(&self, front: usize) -> [f64; 2] {
        let mut left = front;
        let mut flow = [0, 1].map(|side: usize| self.stakes[side].rest);
        for (number, axis) in self.chain.parts().axes.iter().enumerate().rev() {
            let position = left % (axis.slices + 1);
            left /= axis.slices + 1;
            for (flow, stakes) in flow.iter_mut().zip(&self.stakes) {
                *flow += stakes.front[number][position];
            }
        }
        flow
    }
}

/// Where each of the three moves leads from a place; a move over the end stays.
fn moves(place: usize, positions: usize, stride: usize) -> [usize; 3] {
    let position = place / stride % positions;
    let back = if position == 0 { place } else { place - stride };
    let on = if position + 1 == positions {
        place
    } else {
        place + stride
    };
    [back, place, on]
}

/// The average over an axis's moves of what each front is worth.
fn average(values: &[[f64; 2]], odds: [f64; 3], positions: usize, stride: usize) -> Vec<[f64; 2]> {
    (0..values.len())
        .map(|place| {
            let [back, here, on] = moves(place, positions, stride).map(|to| values[to]);
            [0, 1].map(|side: usize| {
                odds[1] * here[side] + (odds[0] * back[side] + odds[2] * on[side])
            })
        })
        .collect()
}

/// The chances after an axis has moved.
fn scatter(chances: &[f64], odds: [f64; 3], positions: usize, stride: usize) -> Vec<f64> {
    let mut moved = vec![0.0; chances.len()];
    for (place, chance) in chances.iter().enumerate() {
        for (to, odds) in moves(place, positions, stride).into_iter().zip(odds) {
            moved[to] += odds * chance;
        }
    }
    moved
}
