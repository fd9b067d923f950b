//! What ends talks without a deal.

use super::{Log, Talks};
use crate::index::PartyIndex;
use crate::space::Deal;
use crate::stream::Purpose;
use crate::talks::{Breakdown, Event, WalkOut};
use crate::war::WarEnd;

impl Talks<'_> {
    /// What ends the talks before anybody has spoken.
    pub(super) fn over_before_talking(
        &mut self,
        end: Option<WarEnd>,
        log: &mut Log,
    ) -> Option<Breakdown> {
        if let Some(end) = end {
            return Some(Breakdown::WarEnded { end });
        }
        let territory = self.conflict.territory();
        let positions = &self.state.situation.war.positions;
        let collapsed = territory
            .axes()
            .zip(territory.opening())
            .zip(positions)
            .position(|((slices, opening), position)| {
                position != opening && (*position == 0 || *position == slices)
            });
        if let Some(axis) = collapsed {
            return Some(Breakdown::Collapse { axis });
        }
        self.come_and_go(log);
        let round = self.state.round;
        let mut parties = self.state.away.iter().enumerate();
        parties
            .find(|(_, away)| away.is_some_and(|since| round - since >= self.settings.absence))
            .map(|(party, _)| Breakdown::WalkOut {
                party: PartyIndex(party),
            })
    }

    /// A party leaves while there is no deal that it would sign, and comes back when there is one.
    fn come_and_go(&mut self, log: &mut Log) {
        if self.settings.walk_out == WalkOut::Never {
            return;
        }
        // A deal that it is known to sign will do, and then the best one need not be found. Not where nothing moves: there
        // the best is found once, and which deals are known depends on who looks.
        let known = match self.is_quiet() {
            true => None,
            false => self.known_deal().cloned(),
        };
        for (index, away) in self.state.away.iter_mut().enumerate() {
            let by = PartyIndex(index);
            let stays = match &known {
                None => self.ground.has_prospects(by),
                Some(known) => {
                    self.ground.would_sign(by, known) || self.ground.has_prospects_still(by)
                }
            };
            match (&away, stays) {
                (None, false) => {
                    *away = Some(self.state.round);
                    log.note(|| Event::Left { by });
                }
                (Some(_), true) => {
                    *away = None;
                    log.note(|| Event::Returned { by });
                }
                _ => {}
            }
        }
    }

    /// A deal that somebody has found good.
    fn known_deal(&self) -> Option<&Deal> {
        let witness = self.state.witness.as_ref().filter(|_| !self.manipulates());
        witness.or_else(|| self.state.offers.last().map(|offer| &offer.deal))
    }

    /// What ends the talks when a round has passed without a deal.
    pub(super) fn over_without_deal(&self) -> Option<Breakdown> {
        if let Some(mediation) = &self.settings.mediation
            && self.state.without_progress > 0
            && self.state.stream(Purpose::Mediator).uniform() < mediation.leaving().get()
        {
            return Some(Breakdown::MediatorWithdrew {
                without_progress: self.state.without_progress,
            });
        }
        (self.state.round >= self.settings.rounds).then_some(Breakdown::Deadline {
            rounds: self.settings.rounds,
        })
    }
}
