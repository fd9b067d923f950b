//! Ratification: whether those at home accept what was signed (Putnam 1988).

use crate::index::{IssueIndex, OptionIndex};
use crate::space::{Deal, Level, Space};
use crate::units::Probability;

/// What one option does to support at home.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SupportShift {
    /// The issue, one with options.
    pub issue: IssueIndex,
    /// The option that moves support.
    pub option: OptionIndex,
    /// By how much, as a share of those asked: -1 to 1.
    pub shift: f64,
}

/// A vote at home, its outcome uncertain by the error of the polls that foretell it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratification {
    /// Share that supports a deal before any option counts.
    pub support: Probability,
    /// The share of support at which a deal passes as often as not.
    pub threshold: Probability,
    /// Standard error of the support foretold; above zero.
    pub standard_error: f64,
    /// What the options add or take.
    pub shifts: Vec<SupportShift>,
}

impl Ratification {
    /// Share that supports a deal, 0 to 1.
    #[must_use]
    pub fn support(&self, deal: &Deal) -> f64 {
        let shift: f64 = self
            .shifts
            .iter()
            .filter(|shift| deal.level(shift.issue) == Some(Level::Option(shift.option)))
            .map(|shift| shift.shift)
            .sum();
        (self.support.get() + shift).clamp(0.0, 1.0)
    }

    /// Probability that a deal is ratified: Φ((support − threshold) / standard error).
    #[must_use]
    pub fn probability(&self, deal: &Deal) -> f64 {
        let z = (self.support(deal) - self.threshold.get()) / self.standard_error;
        0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
    }

    pub(super) fn fault(&self, space: &Space) -> Option<&'static str> {
        if !(self.standard_error.is_finite() && self.standard_error > 0.0) {
            return Some("has a standard error that is not a finite number above 0");
        }
        let sound = self.shifts.iter().all(|shift| {
            shift.shift.is_finite()
                && space
                    .issue(shift.issue)
                    .is_some_and(|issue| shift.option.get() < issue.domain.options().len())
        });
        (!sound).then_some("has a shift that is not a finite number on an option of an issue")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The Kyiv International Institute of Sociology's 40 to 52 with an error of 4.1 points at 95 %: support among
    /// the decided is .4348 and falls short of a half by 3.12 standard errors of a share.
    #[test]
    fn putnam_1988_a_deal_outside_the_win_set_is_not_ratified() {
        let support = 40.0 / 92.0;
        let ratification = Ratification {
            support: Probability::new(support).unwrap(),
            threshold: Probability::new(0.5).unwrap(),
            standard_error: 0.041 / 1.96,
            shifts: Vec::new(),
        };
        let z = (0.5 - support) / ratification.standard_error;
        assert!((z - 3.12).abs() < 0.005, "{z}");
        let probability = ratification.probability(&Deal::new(Vec::new()));
        assert!((probability - 0.000_91).abs() < 1e-5, "{probability}");
    }
}
