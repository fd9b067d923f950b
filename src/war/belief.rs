//! What a party believes about the strength behind the front.

use serde::{Deserialize, Serialize};

/// How far the weights of a belief, or a row of a transition matrix, may sum from one.
pub(super) const SUM_TOLERANCE: f64 = 1e-9;

/// Weights over a grid of strengths: zero or more, and summing to one.
///
/// Two parties with different beliefs about one front are Fearon's mutual optimism; what they both see of the front
/// brings them together (Smith and Stam 2004).
///
/// ```
/// use dealzone::war::Belief;
///
/// let mut belief = Belief::uniform(2);
/// let likelihoods = [0.75, 0.25];
/// belief.update(|strength| likelihoods[strength]);
/// assert_eq!(belief.weights(), [0.75, 0.25]);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<f64>", into = "Vec<f64>")]
pub struct Belief(Vec<f64>);

/// Numbers that are not a belief.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BeliefError {
    /// There are no strengths to have a belief about.
    #[error("a belief needs at least one strength")]
    Empty,
    /// A weight that is negative or not finite.
    #[error("weight {found} at strength {strength} is not 0 or more")]
    Weight {
        /// Position of the strength in the grid.
        strength: usize,
        /// The weight.
        found: f64,
    },
    /// The weights do not sum to one.
    #[error("the weights sum to {found}, not to 1")]
    Sum {
        /// Their sum.
        found: f64,
    },
    /// The weights have no positive, finite sum to share out.
    #[error("the weights sum to {found}: nothing to share out")]
    NoWeight {
        /// Their sum.
        found: f64,
    },
    /// The grid is not finite and strictly increasing.
    #[error(
        "strength {found} at position {strength} of the grid is not finite and above the one before"
    )]
    Grid {
        /// Position in the grid.
        strength: usize,
        /// The strength found there.
        found: f64,
    },
    /// The mean is not finite, or the standard deviation is not finite and zero or more.
    #[error("no normal distribution has mean {mean} and standard deviation {deviation}")]
    Normal {
        /// The mean.
        mean: f64,
        /// The standard deviation.
        deviation: f64,
    },
}

impl Belief {
    /// A belief with these weights, kept to the last bit.
    ///
    /// # Errors
    /// [`BeliefError`] when there are none, when one is negative or not finite, or when they sum to something
    /// further than 10⁻⁹ from one.
    pub fn new(weights: Vec<f64>) -> Result<Self, BeliefError> {
        let found = checked_sum(&weights)?;
        if (found - 1.0).abs() > SUM_TOLERANCE {
            return Err(BeliefError::Sum { found });
        }
        Ok(Self(weights))
    }

    /// A belief in proportion to these weights, as from the density of a distribution at the points of a grid.
    ///
    /// # Errors
    /// [`BeliefError`] when there are none, when one is negative or not finite, or when the sum is zero or
    /// overflows.
    pub fn proportional(mut weights: Vec<f64>) -> Result<Self, BeliefError> {
        let found = checked_sum(&weights)?;
        if found <= 0.0 || !found.is_finite() {
            return Err(BeliefError::NoWeight { found });
        }
        weights.iter_mut().for_each(|weight| *weight /= found);
        // Tiny sums lose digits on division, so what comes out is checked like any other weights.
        Self::new(weights)
    }

    /// The normal distribution on a grid of strengths, finite and strictly increasing.
    ///
    /// Each strength takes the probability between the midpoints to its neighbours, the first and the last one
    /// also the tails. A standard deviation of zero is certainty of the strength nearest to the mean.
    ///
    /// # Errors
    /// [`BeliefError`] when the grid is empty or out of order, the mean is not finite, or the standard deviation
    /// is negative or not finite.
    pub fn normal(grid: &[f64], mean: f64, deviation: f64) -> Result<Self, BeliefError> {
        if !mean.is_finite() || !deviation.is_finite() || deviation < 0.0 {
            return Err(BeliefError::Normal { mean, deviation });
        }
        check_grid(grid)?;
        let mut edges: Vec<f64> = vec![f64::NEG_INFINITY];
        edges.extend(grid.windows(2).map(|pair| pair[0] / 2.0 + pair[1] / 2.0));
        edges.push(f64::INFINITY);
        let weights = edges
            .windows(2)
            .map(|cell| {
                if deviation > 0.0 {
                    normal_mass((cell[0] - mean) / deviation, (cell[1] - mean) / deviation)
                } else {
                    f64::from(cell[0] <= mean && mean < cell[1])
                }
            })
            .collect();
        Self::proportional(weights)
    }

    /// Equal weights on this many strengths; on one strength if the number is zero.
    #[must_use]
    pub fn uniform(strengths: usize) -> Self {
        let strengths = strengths.max(1);
        Self(vec![1.0 / strengths as f64; strengths])
    }

    /// The weights, in the order of the grid.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.0
    }

    /// Bayes' rule, given how likely what was seen is at each strength.
    ///
    /// Where nothing that the belief allows explains what was seen (every likelihood zero, or their sum not a
    /// number), there is nothing to condition on, and the belief stays as it was.
    pub fn update(&mut self, likelihood: impl Fn(usize) -> f64) {
        let joint: Vec<f64> = self
            .0
            .iter()
            .enumerate()
            .map(|(strength, weight)| weight * likelihood(strength))
            .collect();
        if let Ok(posterior) = Self::proportional(joint) {
            *self = posterior;
        }
    }

    /// The mean of a quantity with this value at each strength; the strengths themselves, to get the mean strength.
    ///
    /// Weights without a value count for nothing, as if the value there were zero.
    #[must_use]
    pub fn mean(&self, grid: &[f64]) -> f64 {
        self.0
            .iter()
            .zip(grid)
            .map(|(weight, at)| weight * at)
            .sum()
    }
}

impl TryFrom<Vec<f64>> for Belief {
    type Error = BeliefError;
    fn try_from(weights: Vec<f64>) -> Result<Self, BeliefError> {
        Self::new(weights)
    }
}

impl From<Belief> for Vec<f64> {
    fn from(belief: Belief) -> Self {
        belief.0
    }
}

fn checked_sum(weights: &[f64]) -> Result<f64, BeliefError> {
    if weights.is_empty() {
        return Err(BeliefError::Empty);
    }
    for (strength, &found) in weights.iter().enumerate() {
        if !found.is_finite() || found < 0.0 {
            return Err(BeliefError::Weight { strength, found });
        }
    }
    Ok(weights.iter().sum())
}

/// Grids of strength are finite and strictly increasing, here and in the processes.
pub(super) fn check_grid(grid: &[f64]) -> Result<(), BeliefError> {
    if grid.is_empty() {
        return Err(BeliefError::Empty);
    }
    let mut below = f64::NEG_INFINITY;
    for (strength, &found) in grid.iter().enumerate() {
        if !found.is_finite() || found <= below {
            return Err(BeliefError::Grid { strength, found });
        }
        below = found;
    }
    Ok(())
}

/// The standard normal probability of an interval, from the tail on its own side so that far cells keep their
/// digits.
fn normal_mass(from: f64, to: f64) -> f64 {
    let upper_tail = |at: f64| 0.5 * libm::erfc(at / std::f64::consts::SQRT_2);
    if from >= 0.0 {
        upper_tail(from) - upper_tail(to)
    } else if to <= 0.0 {
        upper_tail(-to) - upper_tail(-from)
    } else {
        1.0 - upper_tail(-from) - upper_tail(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_normal_belief_is_symmetric_and_sums_to_one() {
        let grid = [-1.0, -0.5, 0.0, 0.5, 1.0];
        let belief = Belief::normal(&grid, 0.0, 0.4).unwrap();
        assert!((belief.weights().iter().sum::<f64>() - 1.0).abs() < 1e-15);
        assert!(belief.mean(&grid).abs() < 1e-15);
        // Φ(0.25/0.4) − Φ(−0.25/0.4), from a table of the normal distribution.
        assert!((belief.weights()[2] - 0.468_03).abs() < 1e-4);
    }

    #[test]
    fn a_mean_far_off_the_grid_is_believed_at_its_end() {
        let belief = Belief::normal(&[-1.0, 0.0, 1.0], 80.0, 1.0).unwrap();
        assert!((belief.weights()[2] - 1.0).abs() < 1e-15);
        let certain = Belief::normal(&[-1.0, 0.0, 1.0], 0.2, 0.0).unwrap();
        assert_eq!(certain.weights(), [0.0, 1.0, 0.0]);
    }

    #[test]
    fn impossible_evidence_leaves_the_belief() {
        let prior = Belief::new(vec![0.25, 0.75]).unwrap();
        for likelihood in [0.0, f64::NAN] {
            let mut belief = prior.clone();
            belief.update(|_| likelihood);
            assert_eq!(belief, prior);
        }
    }

    #[test]
    fn weights_come_back_from_data_to_the_last_bit() {
        let belief = Belief::proportional(vec![0.1, 0.2, 0.4]).unwrap();
        let text = serde_json::to_string(&belief).unwrap();
        assert_eq!(serde_json::from_str::<Belief>(&text).unwrap(), belief);
        assert!(serde_json::from_str::<Belief>("[0.5,0.6]").is_err());
    }

    #[test]
    fn errors_say_what_was_found() {
        let message = |result: Result<Belief, BeliefError>| result.unwrap_err().to_string();
        assert_eq!(
            message(Belief::new(vec![])),
            "a belief needs at least one strength"
        );
        assert_eq!(
            message(Belief::new(vec![1.5, -0.5])),
            "weight -0.5 at strength 1 is not 0 or more"
        );
        assert_eq!(
            message(Belief::new(vec![0.5, 0.25])),
            "the weights sum to 0.75, not to 1"
        );
        assert_eq!(
            message(Belief::proportional(vec![0.0, 0.0])),
            "the weights sum to 0: nothing to share out"
        );
        assert_eq!(
            message(Belief::normal(&[0.0, 0.0], 0.0, 1.0)),
            "strength 0 at position 1 of the grid is not finite and above the one before"
        );
        assert_eq!(
            message(Belief::normal(&[0.0], 0.0, -1.0)),
            "no normal distribution has mean 0 and standard deviation -1"
        );
    }
}
