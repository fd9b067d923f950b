//! Whether there is a deal zone this round.

use super::{Talks, ZoneReading};
use crate::zone::{Demands, Verdict};

impl Talks<'_> {
    /// Tests the zone: by the deal that was in it last time where that still serves, else exactly.
    pub(super) fn read_zone(&mut self) -> ZoneReading {
        let reading = self.test_zone();
        if reading.exists() {
            self.state.rounds_with_zone += 1;
        }
        reading
    }

    /// In how many of the rounds so far a zone was known to exist, where nothing has moved and the zone was not looked at.
    pub(super) fn count_rounds_with_zone(&mut self) -> u32 {
        let known = self.state.witness.take();
        let reading = self.test_zone();
        if reading != ZoneReading::Undecided {
            return if reading.exists() {
                self.state.round
            } else {
                0
            };
        }
        // The test leaves it open: an offer in the zone then settles it from the next round on.
        self.state.witness = known;
        let offers = self.state.offers.iter();
        let first = offers
            .filter(|offer| self.ground.zone_value(&offer.deal).is_some())
            .map(|offer| offer.round)
            .next();
        first.map_or(0, |first| self.state.round - first)
    }

    fn test_zone(&mut self) -> ZoneReading {
        if self.state.impasse.is_some() {
            return ZoneReading::Empty;
        }
        let witness = self.state.witness.as_ref();
        if let Some(at_least) = witness.and_then(|deal| self.ground.zone_value(deal)) {
            return ZoneReading::Exists { at_least };
        }
        self.state.witness = None;
        let Ok(query) = self.conflict.zone().at(self.ground.situation.clone()) else {
            return ZoneReading::Undecided;
        };
        let zone = query.verdict_only().solve();
        match zone.verdict() {
            Verdict::Exists { witness } => {
                self.state.witness = Some(witness.clone());
                ZoneReading::Exists {
                    at_least: zone.lower(),
                }
            }
            Verdict::Empty { .. } => {
                if zone.upper() == f64::NEG_INFINITY {
                    let lifted = zone.closest().map(|closest| closest.lifted.clone());
                    self.state.impasse = Some(lifted.unwrap_or_else(|| Demands::new([])));
                }
                ZoneReading::Empty
            }
            Verdict::Undecided => ZoneReading::Undecided,
        }
    }
}
