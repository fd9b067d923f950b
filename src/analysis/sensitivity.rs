//! Which uncertain inputs a result depends on: Sobol' (2001), "Global Sensitivity Indices for Nonlinear Mathematical
//! Models", Mathematics and Computers in Simulation 55: 271–280, estimated as Saltelli et al. (2010), "Variance Based
//! Sensitivity Analysis of Model Output", Computer Physics Communications 181: 259–270.

use crate::parallel;
use crate::stream::{Purpose, Stream};
use crate::units::Probability;

/// A question about the variance of a model's result when its inputs are independent and uniform on 0 to 1.
///
/// An input's *first-order index* is the share of the variance that knowing it alone would remove, its *total index*
/// the share that would be left if all but it were known. With rows a and b of two independent samples, and aᵢ the row a
/// with input i taken from b,
///
/// ```text
/// Sᵢ  = mean[ f(b) (f(aᵢ) − f(a)) ] / V      (Saltelli et al. 2010)
/// STᵢ = mean[ (f(a) − f(aᵢ))² ] / 2V         (Jansen 1999)
/// ```
///
/// with f less its mean and V the variance over both samples. Intervals are percentiles of a bootstrap over rows.
///
/// ```
/// use dealzone::analysis::Sensitivity;
///
/// // A sum of squares has no interactions: both indices share the variance out.
/// let found = Sensitivity::new(2)?.samples(20_000)?.seed(1).run(|x| x[0] + 2.0 * x[1])?;
/// assert!((found.inputs[1].first.value - 0.8).abs() < 0.05);
/// assert!((found.inputs[1].total.value - 0.8).abs() < 0.05);
/// # Ok::<(), dealzone::analysis::SensitivityError>(())
/// ```
///
/// To ask it of a scenario, let input i stand for the i-th of some parameters by
/// [`Parameter::at`](crate::scenario::Parameter::at), and the result be a bound of the zone at that setting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sensitivity {
    inputs: usize,
    samples: usize,
    resamples: usize,
    confidence: f64,
    seed: u64,
}

/// What keeps an analysis from being done.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SensitivityError {
    /// No inputs, or too many.
    #[error("{found} inputs are not from 1 to {}", Sensitivity::MAX_INPUTS)]
    Inputs {
        /// How many there are.
        found: usize,
    },
    /// Too few samples to say anything, or too many to be kept.
    #[error("{found} samples are not from 2 to {most}, the most for so many inputs")]
    Samples {
        /// How many were asked for.
        found: usize,
        /// How many can be kept.
        most: usize,
    },
    /// A result that is not finite.
    #[error("the model gives {found} in sample {sample}")]
    Result {
        /// The sample, counted from zero.
        sample: usize,
        /// The result.
        found: f64,
    },
    /// The result is the same whatever the inputs, so there is no variance to share out.
    #[error("the model gives {found} whatever the inputs")]
    Constant {
        /// The result.
        found: f64,
    },
}

/// How a result's variance comes from its inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct SobolIndices {
    /// The mean of the result over both samples, in the unit of the result.
    pub mean: f64,
    /// V, its variance over both samples, in the square of that unit; above zero.
    pub variance: f64,
    /// The indices of each input, in order.
    pub inputs: Vec<InputIndices>,
}

/// The indices of one input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InputIndices {
    /// Sᵢ, the share of the variance that the input brings alone, 0 to 1 but for the error of sampling.
    pub first: Estimate,
    /// STᵢ, the share that it brings alone and with others; Sᵢ or more but for the error of sampling.
    pub total: Estimate,
}

/// A number with the interval that sampling leaves it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The estimate; by chance it may fall a little below 0 or above 1.
    pub value: f64,
    /// The lower end of the interval.
    pub lower: f64,
    /// The upper end of the interval.
    pub upper: f64,
}

/// What the model gives for one row of the samples: at a, at b, and at each aᵢ.
#[derive(Debug, Clone)]
struct Row {
    a: f64,
    b: f64,
    mixed: Vec<f64>,
}

impl Sensitivity {
    /// The most inputs there may be.
    pub const MAX_INPUTS: usize = 10_000;
    /// The most results that may be kept: samples times two more than the inputs.
    pub const MAX_RESULTS: usize = 1 << 26;

    /// The analysis of a model with this many inputs: 4,096 samples, 1,000 resamples, intervals of 95 %, seed 0.
    ///
    /// # Errors
    /// [`SensitivityError::Inputs`] when there are none or more than [`Self::MAX_INPUTS`].
    pub fn new(inputs: usize) -> Result<Self, SensitivityError> {
        if inputs == 0 || inputs > Self::MAX_INPUTS {
            return Err(SensitivityError::Inputs { found: inputs });
        }
        Ok(Self {
            inputs,
            samples: 4096,
            resamples: 1000,
            confidence: 0.95,
            seed: 0,
        })
    }

    /// The number of rows; the model is asked `inputs + 2` times for each.
    ///
    /// # Errors
    /// [`SensitivityError::Samples`] when there are fewer than two, or more than [`Self::MAX_RESULTS`] allow.
    pub fn samples(mut self, samples: usize) -> Result<Self, SensitivityError> {
        let most = Self::MAX_RESULTS / (self.inputs + 2);
        if !(2..=most).contains(&samples) {
            let found = samples;
            return Err(SensitivityError::Samples { found, most });
        }
        self.samples = samples;
        Ok(self)
    }

    /// How often the rows are drawn again for the intervals; without any the intervals are the estimates.
    #[must_use]
    pub fn resamples(mut self, resamples: usize) -> Self {
        self.resamples = resamples;
        self
    }

    /// The share of resamples that an interval covers.
    #[must_use]
    pub fn confidence(mut self, confidence: Probability) -> Self {
        self.confidence = confidence.get();
        self
    }

    /// The seed that fixes the samples.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Samples the model, on every core, and estimates the indices.
    ///
    /// # Errors
    /// [`SensitivityError`] when a result is not finite or all are the same.
    pub fn run(
        &self,
        model: impl Fn(&[f64]) -> f64 + Sync,
    ) -> Result<SobolIndices, SensitivityError> {
        let mut rows = parallel::map(self.samples, |sample| self.row(sample, &model));
        for (sample, row) in rows.iter().enumerate() {
            let results = row.mixed.iter().chain([&row.a, &row.b]);
            if let Some(&found) = results.into_iter().find(|found| !found.is_finite()) {
                return Err(SensitivityError::Result { sample, found });
            }
        }
        let both = 2.0 * rows.len() as f64;
        let mean = rows.iter().map(|row| row.a + row.b).sum::<f64>() / both;
        for row in &mut rows {
            for result in row.mixed.iter_mut().chain([&mut row.a, &mut row.b]) {
                *result -= mean;
            }
        }
        let variance = variance(&rows, 0..rows.len());
        if variance <= 0.0 {
            return Err(SensitivityError::Constant { found: mean });
        }
        let resampled: Vec<Vec<[f64; 2]>> = parallel::map(self.resamples, |resample| {
            let mut stream = Stream::new(self.seed, resample as u64, Purpose::Sampling, 1);
            let picks: Vec<usize> = (0..rows.len())
                .map(|_| (stream.uniform() * rows.len() as f64) as usize)
                .collect();
            indices(&rows, self.inputs, picks.iter().copied())
        });
        let inputs = indices(&rows, self.inputs, 0..rows.len())
            .into_iter()
            .enumerate()
            .map(|(input, values)| {
                let [first, total] = [0, 1].map(|kind: usize| {
                    let others = resampled.iter().map(|indices| indices[input][kind]);
                    self.estimate(values[kind], others.collect())
                });
                InputIndices { first, total }
            })
            .collect();
        Ok(SobolIndices {
            mean,
            variance,
            inputs,
        })
    }

    /// One row of both samples, from a stream of its own.
    fn row(&self, sample: usize, model: &impl Fn(&[f64]) -> f64) -> Row {
        let mut stream = Stream::new(self.seed, sample as u64, Purpose::Sampling, 0);
        let mut draw = || -> Vec<f64> { (0..self.inputs).map(|_| stream.uniform()).collect() };
        let (mut a, b) = (draw(), draw());
        let at_a = model(&a);
        let mixed = (0..self.inputs)
            .map(|input| {
                let kept = std::mem::replace(&mut a[input], b[input]);
                let result = model(&a);
                a[input] = kept;
                result
            })
            .collect();
        Row {
            a: at_a,
            b: model(&b),
            mixed,
        }
    }

    fn estimate(&self, value: f64, mut resampled: Vec<f64>) -> Estimate {
        resampled.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let place = libm::round(share * resampled.len().saturating_sub(1) as f64) as usize;
            resampled.get(place).copied().unwrap_or(value)
        };
        let tail = (1.0 - self.confidence) / 2.0;
        Estimate {
            value,
            lower: at(tail),
            upper: at(1.0 - tail),
        }
    }
}

/// The variance over both samples of results less their mean.
fn variance(rows: &[Row], picks: impl ExactSizeIterator<Item = usize>) -> f64 {
    let count = 2.0 * picks.len() as f64;
    let (mut sum, mut squares) = (0.0, 0.0);
    for pick in picks {
        let Row { a, b, .. } = &rows[pick];
        sum += a + b;
        squares += a * a + b * b;
    }
    squares / count - (sum / count) * (sum / count)
}

/// First-order and total index of each input, over the picked rows.
fn indices(
    rows: &[Row],
    inputs: usize,
    picks: impl ExactSizeIterator<Item = usize> + Clone,
) -> Vec<[f64; 2]> {
    let mut sums = vec![[0.0; 2]; inputs];
    for pick in picks.clone() {
        let row = &rows[pick];
        for (sums, mixed) in sums.iter_mut().zip(&row.mixed) {
            let change = mixed - row.a;
            sums[0] += row.b * change;
            sums[1] += change * change / 2.0;
        }
    }
    let whole = variance(rows, picks.clone()) * picks.len() as f64;
    sums.into_iter()
        .map(|sums| sums.map(|sum| sum / whole))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_shared_out_is_refused() {
        let analysis = Sensitivity::new(2).unwrap();
        let message = |model: fn(&[f64]) -> f64| analysis.run(model).unwrap_err().to_string();
        assert_eq!(message(|_| 3.0), "the model gives 3 whatever the inputs");
        assert_eq!(message(|_| f64::NAN), "the model gives NaN in sample 0");
        assert_eq!(
            Sensitivity::new(0).unwrap_err().to_string(),
            "0 inputs are not from 1 to 10000"
        );
        assert!(analysis.samples(1).is_err());
    }

    #[test]
    fn a_seed_fixes_the_samples() {
        let analysis = Sensitivity::new(2).unwrap().samples(64).unwrap().seed(3);
        let once = analysis.run(|x| x[0] * x[1]).unwrap();
        let again = analysis.run(|x| x[0] * x[1]).unwrap();
        assert_eq!(once, again);
        let other = analysis.seed(4).run(|x| x[0] * x[1]).unwrap();
        assert_ne!(once, other);
    }
}
