//! How much of the space is a deal zone.

use super::compile::{Ask, Compiler};
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
    /// Work done: points of deals' parts that were listed.
    pub boxes: u64,
}

/// The most points of a list of deals' parts, whatever the budget: they are kept in memory.
const MOST_POINTS: u64 = 400_000;

impl ZoneQuery<'_> {
    /// Which share of the space's deals every party prefers to fighting on? None, exactly, where the zone is proven
    /// empty. Red lines and parties that are not among the demands of the query do not count. The lists that each of the
    /// two measures keeps may be about as long as the budget's boxes, at most 400,000.
    ///
    /// # Complexity
    /// Issues that no constraint ties together are listed apart, amounts as cells. Some of these parts make questions, what
    /// each party must still be given, others answers, and a table tells how many answers meet a question: so the work is
    /// with the length of two lists, of which every pair is a deal. Where there are choices alone, up to some hundred
    /// million pairs are told apart one by one, and many more where the lists are long; else a deal counts to within a cell
    /// of the table, and the bounds are a little apart. Frames that differ by little have their answers in common.
    /// [`sampled_share`](Self::sampled_share) estimates what lies between.
    #[must_use]
    pub fn share(&self) -> Share {
        let room = self.budget.boxes.min(MOST_POINTS) as usize;
        // Bounds on the best deal settle an empty zone where boxes that are counted would not.
        let zone = if self.clone().verdict_only().solve().is_empty() {
            Measure {
                bounds: Enclosure::ZERO,
                boxes: 0,
            }
        } else {
            self.measure(&self.demands, room)
        };
        let all = self.measure(&Demands::new([]), room);
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

    fn measure(&self, demands: &Demands, room: usize) -> Measure {
        let outlook = Outlook::new(self.conflict, &self.situation);
        let asks = Ask::participation(self.conflict, demands);
        let mut compiler =
            Compiler::new(self.conflict, &self.situation, &outlook, demands, &asks).by_flow();
        let frames = 0..compiler.frame_count();
        let programs: Vec<_> = frames.filter_map(|frame| compiler.program(frame)).collect();
        measure(&programs, room)
    }
}
