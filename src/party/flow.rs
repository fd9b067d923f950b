//! The flow utility of one deal while the front moves.

use super::{OptionValue, Preferences, Valuation};
use crate::space::{Deal, Level, Space};

/// The flow utility of one deal as far as no front moves it: for deals that are looked at again and again.
#[derive(Debug, Clone)]
pub(crate) struct Flow {
    /// By issue: weight × value, and zero where a front moves it.
    parts: Vec<f64>,
    fronts: Vec<Moving>,
    /// What interactions add.
    joint: f64,
}

/// An issue on which the line runs where the front stands.
#[derive(Debug, Clone, Copy)]
struct Moving {
    issue: usize,
    weight: f64,
    value: OptionValue,
}

impl Flow {
    /// Reads a deal with a party's preferences.
    pub(crate) fn new(preferences: &Preferences, space: &Space, deal: &Deal) -> Self {
        let (mut parts, mut fronts) = (Vec::with_capacity(space.issues().len()), Vec::new());
        let issues = space.issues().iter().zip(deal.levels());
        let values = preferences.weights().iter().zip(preferences.values());
        for (number, ((weight, valuation), (issue, level))) in values.zip(issues).enumerate() {
            let mut part = weight * valuation.at(*level, &issue.domain, 0.0);
            if let (Valuation::Options(values), Level::Option(option)) = (valuation, level)
                && let Some(value @ OptionValue::AtFront { .. }) = values.get(option.get())
            {
                fronts.push(Moving {
                    issue: number,
                    weight: *weight,
                    value: *value,
                });
                part = 0.0;
            }
            parts.push(part);
        }
        let met = preferences.interactions().iter();
        let met = met.filter(|interaction| interaction.when.matches(deal));
        Self {
            parts,
            fronts,
            joint: met.map(|interaction| interaction.value).sum(),
        }
    }

    /// The utility when the first belligerent holds `shares[k]` of the region that issue k is about; NaN for a share
    /// that is not given.
    pub(crate) fn at(&self, shares: &[f64]) -> f64 {
        let (mut sum, mut next) = (0.0, 0);
        // In the order of the issues, as ledgers sum it up: both are to agree to the last bit.
        for front in &self.fronts {
            sum = self.parts[next..front.issue]
                .iter()
                .fold(sum, |sum, part| sum + part);
            let share = shares.get(front.issue).copied().unwrap_or(f64::NAN);
            sum += front.weight * front.value.at(share);
            next = front.issue + 1;
        }
        sum = self.parts[next..].iter().fold(sum, |sum, part| sum + part);
        sum + self.joint
    }
}
