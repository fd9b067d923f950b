//! Counting (van Galen Last 2012, "Agent Smith").

use super::{Estimate, OpponentModel, bin, bins, of_bins};
use crate::index::PartyIndex;
use crate::talks::View;

/// What is asked for often is wanted: the frequency model of Agent Smith, as Baarslag, Hendrikx, Hindriks & Jonker (2013)
/// describe it.
///
/// # Formula
/// With n_k(o) the number of offers with option o of issue k, the value of an option is n_k(o)/max n_k and the weight of
/// an issue is max n_k / Σ_j max n_j: who insists on one option cares for the issue. Amounts are counted in eight parts.
/// Before any offer all options and all issues are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Frequency;

impl OpponentModel for Frequency {
    fn estimate(&self, view: &View<'_>, of: PartyIndex) -> Estimate {
        let issues = view.space().issues();
        let mut counts: Vec<Vec<u32>> = issues.iter().map(|issue| vec![0; bins(issue)]).collect();
        for deal in view.offers_of(of) {
            for ((issue, level), counts) in issues.iter().zip(deal.levels()).zip(&mut counts) {
                if let Some(count) = bin(issue, *level).and_then(|bin| counts.get_mut(bin)) {
                    *count += 1;
                }
            }
        }
        let most: Vec<f64> = counts
            .iter()
            .map(|counts| f64::from(counts.iter().copied().max().unwrap_or(0)))
            .collect();
        let total: f64 = most.iter().sum();
        Estimate::new(
            issues
                .iter()
                .zip(counts)
                .zip(most)
                .map(|((issue, counts), most)| {
                    let weight = if total > 0.0 { most / total } else { 0.0 };
                    let value = |count: u32| weight * f64::from(count) / most.max(1.0);
                    of_bins(issue, counts.into_iter().map(value).collect())
                })
                .collect(),
        )
    }
}
