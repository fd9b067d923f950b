//! What ends talks without a deal.

use super::Talks;
use crate::index::PartyIndex;
use crate::solver::ZERO_TOLERANCE;
use crate::stream::Purpose;
use crate::talks::Breakdown;
use crate::war::WarEnd;

impl Talks<'_> {
    /// What ends the talks before anybody has spoken.
    pub(super) fn over_before_talking(&self, end: Option<WarEnd>) -> Option<Breakdown> {
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
        (0..self.conflict.parties().len())
            .map(PartyIndex)
            .find(|party| self.ground.best_surplus(*party) < -ZERO_TOLERANCE)
            .map(|party| Breakdown::WalkOut { party })
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
