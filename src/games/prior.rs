//! What is believed of a number that only one player knows.

use super::error::{GameError, number};

/// The distribution of a private number: a cost, a value, an endurance.
///
/// All of them are regular: the odds of ending now rise with the number, so that the best offers and mechanisms below
/// are unique (Myerson 1981).
///
/// ```
/// use dealzone::games::Prior;
///
/// let cost = Prior::uniform(0.0, 0.3)?;
/// assert!((cost.at_most(0.1) - 1.0 / 3.0).abs() < 1e-15);
/// # Ok::<(), dealzone::games::GameError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior(Shape);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Shape {
    /// F(x) = ((x − lower)/(upper − lower))^exponent.
    Power {
        lower: f64,
        upper: f64,
        exponent: f64,
    },
    /// F(x) = 1 − exp(−x/mean).
    Exponential { mean: f64 },
}

impl Prior {
    /// Every number between two is as likely as any other.
    ///
    /// # Errors
    /// [`GameError::Number`] unless both are finite and the upper is above the lower.
    pub fn uniform(lower: f64, upper: f64) -> Result<Self, GameError> {
        Self::power(lower, upper, 1.0)
    }

    /// F(x) = ((x − lower)/(upper − lower))^exponent: the greatest of `exponent` uniform draws. Above one, high numbers
    /// are likelier.
    ///
    /// # Errors
    /// [`GameError::Number`] unless the ends are finite, the upper is above the lower, and the exponent is 1 or more.
    pub fn power(lower: f64, upper: f64, exponent: f64) -> Result<Self, GameError> {
        number("the lower end of a prior", lower, |_| true, "a number")?;
        number(
            "the upper end of a prior",
            upper,
            |upper| upper > lower && (upper - lower).is_finite(),
            "above the lower end",
        )?;
        number(
            "the exponent of a prior",
            exponent,
            |exponent| exponent >= 1.0,
            "1 or more",
        )?;
        Ok(Self(Shape::Power {
            lower,
            upper,
            exponent,
        }))
    }

    /// F(x) = 1 − exp(−x/mean), from zero up.
    ///
    /// # Errors
    /// [`GameError::Number`] unless the mean is finite and above zero.
    pub fn exponential(mean: f64) -> Result<Self, GameError> {
        number("the mean of a prior", mean, |mean| mean > 0.0, "above 0")?;
        Ok(Self(Shape::Exponential { mean }))
    }

    /// The least number that is possible.
    #[must_use]
    pub fn lower(&self) -> f64 {
        match self.0 {
            Shape::Power { lower, .. } => lower,
            Shape::Exponential { .. } => 0.0,
        }
    }

    /// The greatest number that is possible; infinite for an exponential prior.
    #[must_use]
    pub fn upper(&self) -> f64 {
        match self.0 {
            Shape::Power { upper, .. } => upper,
            Shape::Exponential { .. } => f64::INFINITY,
        }
    }

    /// F(x), the probability that the number is at most x.
    #[must_use]
    pub fn at_most(&self, x: f64) -> f64 {
        match self.0 {
            Shape::Power { exponent, .. } => libm::pow(self.way(x), exponent),
            Shape::Exponential { mean } => -libm::expm1(-x.max(0.0) / mean),
        }
    }

    /// 1 − F(x), the probability that it is more.
    #[must_use]
    pub fn above(&self, x: f64) -> f64 {
        match self.0 {
            Shape::Power { exponent, .. } => 1.0 - libm::pow(self.way(x), exponent),
            Shape::Exponential { mean } => libm::exp(-x.max(0.0) / mean),
        }
    }

    /// f(x), the density; zero outside the range.
    #[must_use]
    pub fn density(&self, x: f64) -> f64 {
        if x < self.lower() || x > self.upper() {
            return 0.0;
        }
        match self.0 {
            Shape::Power {
                lower,
                upper,
                exponent,
            } => exponent * libm::pow(self.way(x), exponent - 1.0) / (upper - lower),
            Shape::Exponential { mean } => libm::exp(-x / mean) / mean,
        }
    }

    /// The number that is not passed with this probability, F⁻¹; the ends for probabilities outside 0 to 1.
    #[must_use]
    pub fn quantile(&self, probability: f64) -> f64 {
        let probability = probability.clamp(0.0, 1.0);
        match self.0 {
            Shape::Power {
                lower,
                upper,
                exponent,
            } => lower + (upper - lower) * libm::pow(probability, 1.0 / exponent),
            Shape::Exponential { mean } => -mean * libm::log1p(-probability),
        }
    }

    /// ∫ (1 − F) from x up: what the number passes x by, on average.
    #[must_use]
    pub fn excess(&self, x: f64) -> f64 {
        match self.0 {
            Shape::Power {
                lower,
                upper,
                exponent,
            } => {
                let from = x.clamp(lower, upper);
                let missed = 1.0 - libm::pow(self.way(from), exponent + 1.0);
                (lower - x).max(0.0) + (upper - from) - (upper - lower) * missed / (exponent + 1.0)
            }
            Shape::Exponential { mean } => (-x).max(0.0) + mean * libm::exp(-x.max(0.0) / mean),
        }
    }

    /// (1 − F)/f: what a seller gives up on those above for a little more from each; falls in x.
    pub(super) fn ratio_above(&self, x: f64) -> f64 {
        match self.0 {
            Shape::Power {
                lower,
                upper,
                exponent,
            } => {
                if exponent == 1.0 {
                    return upper - x.clamp(lower, upper);
                }
                self.above(x) / self.density(x.clamp(lower, upper))
            }
            Shape::Exponential { mean } => mean,
        }
    }

    /// F/f: the same for a buyer and those below; rises in x.
    pub(super) fn ratio_below(&self, x: f64) -> f64 {
        match self.0 {
            Shape::Power {
                lower,
                upper,
                exponent,
            } => (x.clamp(lower, upper) - lower) / exponent,
            Shape::Exponential { mean } => mean * libm::expm1(x.max(0.0) / mean),
        }
    }

    /// How far x has come from the lower to the upper end, 0 to 1.
    fn way(&self, x: f64) -> f64 {
        match self.0 {
            Shape::Power { lower, upper, .. } => ((x - lower) / (upper - lower)).clamp(0.0, 1.0),
            Shape::Exponential { .. } => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::quadrature::integrate;
    use super::*;

    #[test]
    fn the_parts_of_a_prior_agree_with_its_density() {
        let priors = [
            Prior::uniform(-0.5, 2.0).unwrap(),
            Prior::power(0.2, 1.0, 2.5).unwrap(),
            Prior::exponential(0.7).unwrap(),
        ];
        for prior in priors {
            for step in 1..10 {
                let probability = f64::from(step) / 10.0;
                let x = prior.quantile(probability);
                assert!((prior.at_most(x) - probability).abs() < 1e-14);
                assert!((prior.at_most(x) + prior.above(x) - 1.0).abs() < 1e-15);
                let mass = integrate(prior.lower(), x, |x| prior.density(x));
                assert!((mass - probability).abs() < 1e-12, "{prior:?} {mass}");
                let far = prior.upper().min(60.0);
                let excess = integrate(x, far, |x| prior.above(x));
                assert!((prior.excess(x) - excess).abs() < 1e-12, "{prior:?} {x}");
                let above = prior.above(x) / prior.density(x);
                assert!((prior.ratio_above(x) - above).abs() < 1e-12);
                let below = prior.at_most(x) / prior.density(x);
                assert!((prior.ratio_below(x) - below).abs() < 1e-12);
            }
            let below = prior.lower() - 1.0;
            assert_eq!(prior.at_most(below), 0.0);
            assert!((prior.excess(below) - prior.excess(prior.lower()) - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn priors_that_are_none_are_refused() {
        let message = |prior: Result<Prior, GameError>| prior.unwrap_err().to_string();
        assert_eq!(
            message(Prior::uniform(0.3, 0.3)),
            "the upper end of a prior is 0.3, not above the lower end"
        );
        assert_eq!(
            message(Prior::power(0.0, 1.0, 0.5)),
            "the exponent of a prior is 0.5, not 1 or more"
        );
        assert!(Prior::uniform(f64::NAN, 1.0).is_err());
        assert!(Prior::exponential(0.0).is_err());
    }
}
