//! Alternating offers: one side proposes a round, in turn, and all others answer.

use super::{Log, Talks};
use crate::space::Deal;

impl Talks<'_> {
    pub(super) fn alternate(&mut self, log: &mut Log) -> Option<Deal> {
        let turn = (self.state.round as usize - 1) % self.sides.len();
        let proposer = self.sides[turn];
        let Some(deal) = self.put_forward(proposer, log) else {
            self.note_progress(0);
            return None;
        };
        self.table(proposer, deal.clone(), log);
        let accepted = self.poll(proposer, &deal, log);
        self.note_progress(accepted);
        (accepted + 1 == self.conflict.parties().len()).then_some(deal)
    }
}
