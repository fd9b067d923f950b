//! Whether there is a deal zone this round.

use super::{Log, Talks, ZoneReading};
use crate::conflict::Conflict;
use crate::mediator::Style;
use crate::space::Deal;
use crate::talks::playbook::Opening;
use crate::zone::Verdict;

impl Talks<'_> {
    /// The conflict whose zone counts: with the levers on the table where the mediator would pull them.
    pub(super) fn tested(&self) -> &Conflict {
        if self.manipulates() {
            self.conflict.within_reach()
        } else {
            self.conflict
        }
    }

    pub(super) fn manipulates(&self) -> bool {
        let mediation = self.settings.mediation;
        mediation.is_some_and(|mediation| mediation.style() == Style::Manipulation)
    }

    /// The least scaled surplus of a deal that is in the zone that counts; `None` for one that is not.
    fn zone_value(&self, deal: &Deal) -> Option<f64> {
        if self.manipulates() {
            self.ground.zone_value_within_reach(deal)
        } else {
            self.ground.zone_value(deal)
        }
    }

    /// Keeps a deal in mind where it is the best one known to be in the zone. Nobody asks where the zone is not looked at.
    pub(super) fn remember(&mut self, deal: &Deal, log: &Log) {
        if self.is_postponed(log) {
            return;
        }
        let whole = match self.manipulates() {
            true => self
                .tested()
                .with_levers(deal, &self.state.situation.levers),
            false => deal.clone(),
        };
        if let Some(value) = self.zone_value(&whole) {
            let known = self.state.witness.as_ref();
            let known = known.and_then(|held| self.zone_value(held));
            if known.is_none_or(|known| value > known) {
                self.state.witness = Some(whole);
            }
        }
    }

    /// Tests the zone: by the deal that was in it last time where that still serves, else exactly.
    pub(super) fn read_zone(&mut self) -> ZoneReading {
        let reading = self.test_zone();
        if reading.exists() {
            self.state.rounds_with_zone += 1;
        }
        reading
    }

    /// In how many of the rounds so far a zone was known to exist, where nothing has moved and the zone was not looked at:
    /// in all where the test finds one, else in those after the first offer that is a deal of it.
    pub(super) fn count_rounds_with_zone(&mut self) -> u32 {
        self.state.witness = None;
        if self.test_zone().exists() {
            return self.state.round;
        }
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
        if let Some(at_least) = witness.and_then(|deal| self.zone_value(deal)) {
            return ZoneReading::Exists { at_least };
        }
        self.state.witness = None;
        match self.ground.playbook.opening(self.manipulates()) {
            Opening::Impasse(lifted) => {
                self.state.impasse = Some(lifted.clone());
                return ZoneReading::Empty;
            }
            Opening::Deal(deal) => {
                if let Some(at_least) = self.zone_value(deal) {
                    self.state.witness = Some(deal.clone());
                    return ZoneReading::Exists { at_least };
                }
            }
            Opening::Nothing => {}
        }
        let Ok(query) = self.tested().zone().at(self.ground.situation.clone()) else {
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
            Verdict::Empty { .. } => ZoneReading::Empty,
            Verdict::Undecided => ZoneReading::Undecided,
        }
    }
}
