//! The single text: the mediator writes, and the sides answer.

use super::{Event, Foul, Log, Talks};
use crate::mediator::write_text;
use crate::space::Deal;
use crate::stream::Purpose;
use crate::zone::Demands;

impl Talks<'_> {
    pub(super) fn circulate(&mut self, log: &mut Log) -> Option<Deal> {
        let mediation = self.settings.mediation.as_ref()?;
        let mediator = mediation.party();
        let all = Demands::all(self.conflict);
        let lifted = self.state.impasse.as_ref();
        let demands = lifted.map_or(all.clone(), |lift| all.without(lift));
        // A stream apart from that of its patience.
        let mut noise = self.state.stream(Purpose::Party(mediator.get() as u32));
        let text = write_text(
            self.conflict,
            &self.ground.situation,
            &self.ground.outlook,
            mediation,
            &demands,
            &mut noise,
        );
        let Some(deal) = text else {
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
        self.table(mediator, &deal, log);
        let accepted = self.poll(mediator, &deal, log);
        self.note_progress(accepted);
        (signs && accepted + 1 == self.conflict.parties().len()).then_some(deal)
    }
}
