//! Shuttle: the sides see only the mediator, who carries their offers to and fro.

use super::{Event, Log, Talks};
use crate::space::Deal;
use crate::talks::Offer;

impl Talks<'_> {
    pub(super) fn shuttle(&mut self, log: &mut Log) -> Option<Deal> {
        let mediation = self.settings.mediation?;
        let mediator = mediation.party();
        let turn = (self.state.round as usize - 1) % self.sides.len();
        let proposer = self.sides[turn];
        let Some(told) = self.put_forward(proposer, log) else {
            self.note_progress(0);
            return None;
        };
        log.note(|| Event::Confided {
            by: proposer,
            deal: told.clone(),
        });
        self.state.offers.push(Offer {
            round: self.state.round,
            by: proposer,
            to: Some(mediator),
            deal: told.clone(),
        });
        let asked = self.ground.surplus_of(proposer, &told);
        let carried = if mediation.style().writes() {
            let text = self.write(mediation, Some((proposer, asked)), log);
            text.filter(|deal| self.conflict.space().admits(deal))
        } else {
            None
        };
        let carried = carried.unwrap_or_else(|| told.clone());
        self.table(mediator, carried.clone(), log);
        // Levers pulled since may have made of its own words a deal that the side would no longer sign.
        let stands_by = if carried == told {
            self.ground.would_sign(proposer, &told)
        } else {
            self.accepts(proposer, &carried, log)
        };
        let sides = self.sides.iter().copied().filter(|side| *side != proposer);
        let rest = self.bystanders().filter(|party| *party != mediator);
        let others: Vec<_> = sides.chain(rest).collect();
        let accepted = others
            .iter()
            .filter(|party| self.accepts(**party, &carried, log))
            .count();
        let signs = self.ground.would_sign(mediator, &carried);
        self.note_progress(accepted + usize::from(stands_by) + usize::from(signs));
        (signs && stands_by && accepted == others.len()).then_some(carried)
    }
}
