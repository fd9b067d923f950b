//! The single text: the mediator writes, and the sides answer.

use super::{Event, Foul, Log, Talks};
use crate::space::Deal;

impl Talks<'_> {
    pub(super) fn circulate(&mut self, log: &mut Log) -> Option<Deal> {
        let mediation = self.settings.mediation?;
        let mediator = mediation.party();
        let Some(deal) = self.write(mediation, None, log) else {
            log.note(|| Event::Passed { by: mediator });
            self.note_progress(0);
            return None;
        };
        if !self.conflict.space().admits(&deal) {
            log.note(|| Event::Foul {
                by: mediator,
                foul: Foul::NotADeal,
            });
            self.note_progress(0);
            return None;
        }
        let signs = self.ground.would_sign(mediator, &deal);
        self.table(mediator, deal.clone(), log);
        let accepted = self.poll(mediator, &deal, log);
        self.note_progress(accepted);
        (signs && accepted + 1 == self.conflict.parties().len()).then_some(deal)
    }
}
