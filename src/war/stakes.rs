//! What one party has at stake in a war along a chain.

use super::chain::Chain;
use crate::units::AnnualRate;

/// What one party gains from the front and pays for the fighting.
#[derive(Debug, Clone, PartialEq)]
pub struct Stakes {
    /// How fast the party discounts, a year, as in [`Party::discount`](crate::party::Party::discount); above zero,
    /// because to a party that waits for ever a war of any length costs nothing.
    pub discount: AnnualRate,
    /// The flow utility of the rest of the status quo, all that does not move with the front.
    pub rest: f64,
    /// `front[axis][position]`, the flow utility of the axis with the line there, φ; one entry for each position
    /// from 0 to the number of slices.
    pub front: Vec<Vec<f64>>,
    /// `cost[regime]`, the flow of utility that fighting takes in the first period, zero or more.
    pub cost: Vec<f64>,
    /// How much the cost grows for each year fought, as a share of its first value, ε; zero or more.
    pub exhaustion: f64,
}

/// Stakes that do not fit the chain.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StakesError {
    /// The discount rate leaves a period no weight at all.
    #[error("a discount of {found} a year gives one period no weight")]
    Patience {
        /// The rate, a year.
        found: f64,
    },
    /// The rest of the status quo is not finite.
    #[error("the rest of the status quo is worth {found}")]
    Rest {
        /// Its value.
        found: f64,
    },
    /// Not one list of values for each axis.
    #[error("there are values for {found} axes, the front has {axes}")]
    Axes {
        /// How many lists there are.
        found: usize,
        /// How many axes the front has.
        axes: usize,
    },
    /// Not one value for each position of an axis.
    #[error("axis \"{axis}\" has {found} values for {positions} positions")]
    Positions {
        /// The axis.
        axis: String,
        /// How many values there are.
        found: usize,
        /// How many positions the axis has.
        positions: usize,
    },
    /// A value of the front that is not finite.
    #[error("axis \"{axis}\" is worth {found} with the line at {position}")]
    Front {
        /// The axis.
        axis: String,
        /// The position.
        position: usize,
        /// Its value.
        found: f64,
    },
    /// Not one cost for each regime.
    #[error("there are costs for {found} regimes, the war has {regimes}")]
    Regimes {
        /// How many costs there are.
        found: usize,
        /// How many regimes the war has.
        regimes: usize,
    },
    /// A cost that is negative or not finite.
    #[error("fighting in regime \"{regime}\" costs {found}, not 0 or more")]
    Cost {
        /// The regime.
        regime: String,
        /// The cost.
        found: f64,
    },
    /// Exhaustion that is negative or not finite.
    #[error("exhaustion of {found} a year is not 0 or more")]
    Exhaustion {
        /// The exhaustion, a year.
        found: f64,
    },
    /// The cost has grown out of range by the horizon.
    #[error("fighting in regime \"{regime}\" costs more than can be counted by the horizon")]
    Overflow {
        /// The regime.
        regime: String,
    },
}

impl Stakes {
    /// Checks the stakes against the chain they are in.
    ///
    /// # Errors
    /// [`StakesError`] names the axis, position or regime that does not fit and what was found there.
    pub fn check(&self, chain: &Chain) -> Result<(), StakesError> {
        let parts = chain.parts();
        if self.discount.discount_factor(parts.period) >= 1.0 {
            return Err(StakesError::Patience {
                found: self.discount.get(),
            });
        }
        if !self.rest.is_finite() {
            return Err(StakesError::Rest { found: self.rest });
        }
        self.check_front(chain)?;
        self.check_cost(chain)
    }

    fn check_front(&self, chain: &Chain) -> Result<(), StakesError> {
        let axes = &chain.parts().axes;
        if self.front.len() != axes.len() {
            return Err(StakesError::Axes {
                found: self.front.len(),
                axes: axes.len(),
            });
        }
        for (axis, values) in axes.iter().zip(&self.front) {
            let id = || axis.id.clone();
            if values.len() != axis.slices + 1 {
                return Err(StakesError::Positions {
                    axis: id(),
                    found: values.len(),
                    positions: axis.slices + 1,
                });
            }
            for (position, &found) in values.iter().enumerate() {
                if !found.is_finite() {
                    return Err(StakesError::Front {
                        axis: id(),
                        position,
                        found,
                    });
                }
            }
        }
        Ok(())
    }

    fn check_cost(&self, chain: &Chain) -> Result<(), StakesError> {
        let parts = chain.parts();
        if self.cost.len() != parts.regimes.len() {
            return Err(StakesError::Regimes {
                found: self.cost.len(),
                regimes: parts.regimes.len(),
            });
        }
        if !self.exhaustion.is_finite() || self.exhaustion < 0.0 {
            return Err(StakesError::Exhaustion {
                found: self.exhaustion,
            });
        }
        for (regime, &found) in parts.regimes.iter().zip(&self.cost) {
            if !found.is_finite() || found < 0.0 {
                return Err(StakesError::Cost {
                    regime: regime.id.clone(),
                    found,
                });
            }
            if !(found * self.growth(chain, parts.horizon)).is_finite() {
                return Err(StakesError::Overflow {
                    regime: regime.id.clone(),
                });
            }
        }
        Ok(())
    }

    /// How the cost has grown by a period: 1 + ε·t·Δ.
    pub(super) fn growth(&self, chain: &Chain, period: u32) -> f64 {
        1.0 + self.exhaustion * f64::from(period) * chain.parts().period.get()
    }
}
