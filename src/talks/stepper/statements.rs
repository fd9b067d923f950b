//! What the parties say in public.

use super::{Log, Talks};
use crate::index::PartyIndex;
use crate::stream::Purpose;
use crate::talks::Event;

impl Talks<'_> {
    /// Public positions fade, and harden for those who speak.
    pub(super) fn make_statements(&mut self, log: &mut Log) {
        for (index, party) in self.conflict.parties().iter().enumerate() {
            let by = PartyIndex(index);
            let speaks = self.settings.statements[index].get();
            if self.state.situation.commitments[index].is_empty() {
                continue;
            }
            let mut stream = self.state.stream(Purpose::Statement(index as u32));
            let commitments = &mut self.state.situation.commitments[index];
            let kept = party
                .audience
                .fading
                .discount_factor(self.conflict.period());
            for commitment in commitments.iter_mut() {
                commitment.firmness *= kept;
            }
            if stream.uniform() < speaks {
                for commitment in commitments.iter_mut() {
                    commitment.firmness = (commitment.firmness + party.audience.hardening).min(1.0);
                }
                log.note(|| Event::Statement { by });
            }
        }
    }
}
