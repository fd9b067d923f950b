//! What a hunt looks for, and what a deal must have to be better than the best one found.

/// By less than this nothing counts as better.
pub(super) const GRAIN: f64 = 1e-10;

/// What is to be made as large as possible, in gains: utilities less reservation values.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::genius) enum Aim {
    /// The gain of one party, however large, whatever the others have.
    Alone(usize),
    /// The sum of all gains, each up to its cap.
    Total,
    /// The gain of one party among deals that leave everybody its floor at least.
    Own { party: usize, floors: Vec<f64> },
    /// The least gain over scale among deals in which nobody gains less than nothing; a scale of zero leaves the party
    /// out.
    Least { scales: Vec<f64> },
    /// The product of the gains among deals in which nobody gains less than nothing.
    Product,
}

/// What limits the gains of each party.
#[derive(Debug, Clone)]
pub(in crate::genius) struct Limits {
    /// No more than this counts.
    pub(in crate::genius) caps: Vec<f64>,
    /// The gain of every deal is `from` and a multiple of this; zero where no such step is known.
    pub(in crate::genius) steps: Vec<f64>,
    pub(in crate::genius) from: Vec<f64>,
}

impl Limits {
    /// The least gain of a party that is above a level.
    fn above(&self, party: usize, level: f64) -> f64 {
        let step = self.steps[party];
        if step > 0.0 {
            let steps = ((level + GRAIN - self.from[party]) / step - 1e-7).ceil();
            self.from[party] + step * steps
        } else {
            level + GRAIN
        }
    }

    /// The least gain of a party that is no less than a level.
    fn from(&self, party: usize, level: f64) -> f64 {
        self.above(party, level - 2.0 * GRAIN)
    }
}

impl Aim {
    /// The value of a deal; `None` where it does not come into question.
    pub(super) fn value(&self, gains: &[f64], limits: &Limits) -> Option<f64> {
        let slack = crate::genius::figures::TOLERANCE;
        let capped = || {
            let pairs = gains.iter().zip(&limits.caps);
            pairs.map(|(gain, cap)| gain.min(*cap))
        };
        let rational = || gains.iter().all(|gain| *gain >= -slack);
        match self {
            Self::Alone(party) => Some(gains[*party]),
            Self::Total => Some(capped().sum()),
            Self::Own { party, floors } => {
                let mut pairs = gains.iter().zip(floors);
                pairs
                    .all(|(gain, floor)| *gain >= floor - slack)
                    .then(|| gains[*party])
            }
            Self::Least { scales } => rational().then(|| {
                let asked = capped().zip(scales).filter(|(_, scale)| **scale > 0.0);
                let least = asked
                    .map(|(gain, scale)| gain.max(0.0) / scale)
                    .fold(f64::INFINITY, f64::min);
                if least.is_finite() { least } else { 0.0 }
            }),
            Self::Product => rational().then(|| capped().map(|gain| gain.max(0.0)).product()),
        }
    }

    /// Whether the multipliers may move, and from where.
    pub(super) fn multipliers(&self, parties: usize) -> (Vec<f64>, bool) {
        let even = vec![1.0 / parties as f64; parties];
        match self {
            Self::Alone(party) => {
                let mut one = vec![0.0; parties];
                one[*party] = 1.0;
                (one, false)
            }
            Self::Total => (even, false),
            Self::Least { scales } if scales.iter().all(|scale| *scale <= 0.0) => (even, false),
            _ => (even, parties > 1),
        }
    }

    /// The least that Σ λ·gain can be for a deal that is better than `best` (for one that comes into question where that
    /// is `None`), and how it moves with each λ. Multipliers are not negative.
    pub(super) fn asked(
        &self,
        lambda: &[f64],
        best: Option<f64>,
        limits: &Limits,
        slopes: &mut Vec<f64>,
    ) -> f64 {
        slopes.clear();
        let parties = 0..lambda.len();
        match (self, best) {
            (Self::Alone(at), Some(best)) => slopes.extend(parties.map(|party| {
                if party == *at {
                    limits.above(party, best)
                } else {
                    0.0
                }
            })),
            (Self::Alone(_) | Self::Total, None) => {
                slopes.resize(lambda.len(), f64::NEG_INFINITY);
                return f64::NEG_INFINITY;
            }
            (Self::Total, Some(best)) => {
                slopes.extend(parties.map(|_| (best + GRAIN) / lambda.len() as f64))
            }
            (Self::Own { party: at, floors }, best) => slopes.extend(parties.map(|party| {
                let floor = limits.from(party, floors[party]);
                match best {
                    Some(best) if party == *at => floor.max(limits.above(party, best)),
                    _ => floor,
                }
            })),
            (Self::Least { scales }, Some(best)) => slopes.extend(parties.map(|party| {
                if scales[party] > 0.0 {
                    limits.above(party, best * scales[party])
                } else {
                    limits.from(party, 0.0)
                }
            })),
            (Self::Product, Some(best)) if best > 0.0 => {
                let count = lambda.len() as f64;
                let product: f64 = lambda.iter().product();
                let better = best * (1.0 + GRAIN) + 1e-15;
                // The arithmetic mean of λ·gain is no less than the geometric.
                let asked = count * libm::pow(better * product, 1.0 / count);
                slopes.extend(lambda.iter().map(|own| asked / (count * own.max(1e-12))));
                return asked;
            }
            (Self::Least { .. } | Self::Product, _) => {
                slopes.extend(parties.map(|party| limits.from(party, 0.0)));
            }
        }
        slopes
            .iter()
            .zip(lambda)
            .map(|(slope, own)| slope * own)
            .sum()
    }

    /// A value that no deal passes of which Σ λ·gain is no more than `bound`.
    pub(super) fn upper(&self, lambda: &[f64], bound: f64, limits: &Limits) -> f64 {
        let count = lambda.len() as f64;
        let own = match self {
            Self::Alone(party) => bound / lambda[*party],
            Self::Total => bound * count,
            Self::Own { party, floors } => {
                let others = floors.iter().zip(lambda).enumerate();
                let rest: f64 = others
                    .filter(|(at, _)| at != party)
                    .map(|(_, (floor, own))| floor * own)
                    .sum();
                (bound - rest) / lambda[*party]
            }
            Self::Least { scales } => {
                let pairs = scales.iter().zip(lambda);
                bound / pairs.map(|(scale, own)| scale * own).sum::<f64>()
            }
            Self::Product => {
                let product: f64 = lambda.iter().product();
                libm::pow(bound.max(0.0) / count, count) / product
            }
        };
        let own = if own.is_nan() { f64::INFINITY } else { own };
        match self {
            Self::Alone(_) | Self::Own { .. } => own,
            _ => own.min(self.value(&limits.caps, limits).unwrap_or(f64::INFINITY)),
        }
    }
}
