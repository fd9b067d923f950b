//! How much of the space is a deal zone.

use super::compile::{Ask, Compiled};
use super::{Demands, ZoneQuery};
use crate::conflict::Outlook;
use crate::solver::{Enclosure, Measure, measure};

/// The share of deals that lie in the zone, among those that meet the constraints of the space.
///
/// Deals are weighed alike: each combination of options counts the same, and amounts by the length of their interval.
/// It measures the space as it was drawn up, and is no probability of anything. All bounds are rounded outward.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The share is at least this.
    pub low: f64,
    /// And at most this.
    pub high: f64,
    /// How many deals lie in the zone (for amounts: their measure), at least and at most.
    pub zone: (f64, f64),
    /// How many deals meet the constraints of the space, at least and at most.
    pub admissible: (f64, f64),
    /// Whether both are counts known exactly: of choices and amounts in steps.
    pub is_exact: bool,
    /// Work done: blocks of deals weighed.
    pub boxes: u64,
}

/// Blocks of deals that may be weighed for a measure, whatever the budget: they are kept in memory.
const MOST_BLOCKS: u64 = 400_000;
/// How near the bounds of a measure must come, as a share of the upper one, before work stops.
const GAP: f64 = 1e-3;

impl ZoneQuery<'_> {
    /// Which share of the space's deals every party prefers to fighting on? None, exactly, where the zone is proven
    /// empty. Red lines and parties that are not among the demands of the query do not count. Each of the two measures
    /// may use the budget's boxes, at most 400,000.
    ///
    /// # Complexity
    /// Issues that no constraint ties together are listed apart, a few thousand combinations at a time, and gathered by
    /// what they are worth; one node of each list makes a block. Blocks all inside or all outside are not divided, so
    /// that far fewer are weighed than there are deals. On large spaces the bounds are left apart, and
    /// [`sampled_share`](Self::sampled_share) estimates what lies between.
    #[must_use]
    pub fn share(&self) -> Share {
        let boxes = self.budget.boxes.min(MOST_BLOCKS);
        // Bounds on the best deal settle an empty zone where boxes that are counted would not.
        let zone = if self.clone().verdict_only().solve().is_empty() {
            Measure {
                bounds: Enclosure::ZERO,
                boxes: 0,
            }
        } else {
            self.measure(&self.demands, boxes)
        };
        let all = self.measure(&Demands::new([]), boxes);
        let share = zone.bounds.share_of(all.bounds);
        Share {
            low: share.low,
            high: share.high,
            zone: (zone.bounds.low, zone.bounds.high),
            admissible: (all.bounds.low, all.bounds.high),
            is_exact: self.conflict.space().deal_count().is_some()
                && zone.bounds.width() == 0.0
                && all.bounds.width() == 0.0,
            boxes: zone.boxes + all.boxes,
        }
    }

    fn measure(&self, demands: &Demands, boxes: u64) -> Measure {
        let outlook = Outlook::new(self.conflict, &self.situation);
        let asks = Ask::participation(self.conflict, demands);
        let compiled = Compiled::new(self.conflict, &self.situation, &outlook, demands, &asks);
        let finite = self.conflict.space().deal_count().is_some();
        measure(&compiled.programs, if finite { 0.0 } else { GAP }, boxes)
    }
}
