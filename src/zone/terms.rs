//! How a frame weighs what a deal brings: the interim, the delivered terms, and a breach.

use crate::party::Party;
use crate::space::Frame;
use crate::units::Period;

/// The weights of the value of a deal in one frame; they sum to one.
///
/// # Formula
/// With the discount factor δ of a period, the probability λ that the deal breaks in it, β = δ(1−λ) and delivery after
/// d periods,
///
/// V = (1−δ)/(1−β) · \[(1−β^d) u⁰ + β^d u(x)\] + δλ/(1−β) · (W + ψ):
///
/// the normalised sum of the flow u⁰ before delivery and u(x) after it, until a breach that leaves the value of war
/// and the aftermath ψ. A deal that may be broken is worth less (Fearon 1995; Powell 2006).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DealTerms {
    /// Weight of the flow between signature and delivery.
    pub interim: f64,
    /// Weight of the flow after delivery.
    pub delivered: f64,
    /// Weight of what a breach leaves.
    pub broken: f64,
}

impl DealTerms {
    /// The weights for one party in one frame.
    #[must_use]
    pub fn new(party: &Party, frame: &Frame, period: Period) -> Self {
        let discount = party.discount.discount_factor(period);
        let breach = frame.breach.hazard(period).get();
        let kept = discount * (1.0 - breach);
        if kept >= 1.0 {
            // Neither impatience nor breach: only the terms count, for ever.
            return Self {
                interim: 0.0,
                delivered: 1.0,
                broken: 0.0,
            };
        }
        // 1 − δ and 1 − β without cancellation: both are small for short periods.
        let impatience = -libm::expm1(-party.discount.get() * period.get());
        let ended = impatience + discount * breach;
        let until = libm::pow(kept, frame.delay.in_periods(period));
        let lasting = impatience / ended;
        Self {
            interim: lasting * (1.0 - until),
            delivered: lasting * until,
            broken: discount * breach / ended,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::party::{Preferences, Valuation};
    use crate::space::{Family, FrameEffect, Interim, Issue, Space};
    use crate::units::{AnnualRate, Years};

    /// The closed form against the sum of flows, period by period.
    #[test]
    fn weights_are_the_sum_of_flows() {
        let mut issue = Issue::choice("timing", Family::Time, ["later"]);
        issue.frame = Some(vec![FrameEffect {
            delay: Years::new(0.5).unwrap(),
            breach_factor: 2.0,
            interim: Interim::Ceasefire,
        }]);
        let space = Space::new(vec![issue], Vec::new()).unwrap();
        let frame = &space.frames(AnnualRate::new(0.2).unwrap())[0];
        let mut party = Party::new(
            "a",
            Preferences::new(vec![1.0], vec![Valuation::table([0.0])]),
        );
        party.discount = AnnualRate::new(0.3).unwrap();
        let period = Period::new(0.125).unwrap();
        let terms = DealTerms::new(&party, frame, period);

        let (discount, breach) = ((-0.3_f64 * 0.125).exp(), 1.0 - (-0.4_f64 * 0.125).exp());
        let mut sums = [0.0; 3];
        let mut alive = 1.0;
        for at in 0..20_000 {
            let place = usize::from(at >= 4);
            sums[place] += (1.0 - discount) * alive;
            sums[2] += alive * discount * breach;
            alive *= discount * (1.0 - breach);
        }
        for (weight, sum) in [terms.interim, terms.delivered, terms.broken]
            .iter()
            .zip(sums)
        {
            assert!((weight - sum).abs() < 1e-12, "{terms:?} {sums:?}");
        }
        let total = terms.interim + terms.delivered + terms.broken;
        assert!((total - 1.0).abs() < 1e-15);
    }
}
