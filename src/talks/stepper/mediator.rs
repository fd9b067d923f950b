//! What the mediator does beside answering: it writes, pulls levers, and passes messages.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Log, Talks};
use crate::conflict::Outlook;
use crate::index::PartyIndex;
use crate::mediator::{Desk, LaidOut, Mandate, Mediation, Style, pass_on};
use crate::space::Deal;
use crate::stream::Purpose;
use crate::talks::Event;
use crate::talks::playbook::Laid;
use crate::zone::{Demands, Memory};

impl Talks<'_> {
    /// The text that a mediator which writes would show now, its levers pulled as the text has it; `None` where it can
    /// write none, and then its levers stay as they are.
    ///
    /// `carried` is a side whose offer the text is made from, and what the side is to be left with.
    pub(super) fn write(
        &mut self,
        mediation: Mediation,
        carried: Option<(PartyIndex, f64)>,
        log: &mut Log,
    ) -> Option<Deal> {
        let ground = Arc::clone(&self.ground);
        let lifted = self.state.impasse.as_ref();
        let laid_out = ground.playbook.laid_out(lifted);
        let demands = match &laid_out {
            Some(laid_out) => laid_out.demands,
            None => {
                let all = Demands::all(self.conflict);
                &lifted.map_or(all.clone(), |lift| all.without(lift))
            }
        };
        // A stream apart from that of its patience.
        let place = u32::try_from(mediation.party().get()).unwrap_or(u32::MAX);
        let mut noise = self.state.stream(Purpose::Party(place));
        let mandate = Mandate {
            mediation: &mediation,
            demands,
            carried,
        };
        let table = match mediation.style() {
            Style::Manipulation => self.conflict.within_reach(),
            _ => self.conflict,
        };
        let has_levers = table.levers_on_table().next().is_some();
        let outlook = match has_levers {
            true => &Outlook::new(table, &ground.situation),
            false => &ground.outlook,
        };
        let mut desk = Desk::new(table, &ground.situation, outlook);
        let lens = |party| match has_levers {
            // The levers that are pulled now are on the table too.
            true => {
                let layout = ground.playbook.layout()?;
                let lens = layout.lens(self.conflict, party, &ground.situation, outlook);
                lens.map(Cow::Owned)
            }
            false => ground.lens(party).map(Cow::Borrowed),
        };
        let levers = |sides| match has_levers {
            true => ground.playbook.levers(sides).map(Some),
            false => Some(None),
        };
        if let Some(layout) = ground.playbook.layout()
            && let Some(Laid { duo, memory, .. }) = laid_out
            && let [Some(one), Some(other)] = duo.parties().map(lens)
            && let Some(levers) = levers(duo.parties())
        {
            desk.laid_out = Some(LaidOut {
                layout,
                duo,
                memory: self.memory.get_or_insert_with(|| match has_levers {
                    true => Memory::new(),
                    false => memory.clone(),
                }),
                lenses: [one, other],
                levers,
            });
        }
        let draft = desk.best(mandate, &mut noise)?;
        // Where levers are pulled, another ground takes over what this one leaves.
        drop(ground);
        self.pull(mediation.party(), draft.levers, log);
        Some(draft.deal)
    }

    /// Pulls levers, and has everybody look around where that changes anything.
    fn pull(&mut self, by: PartyIndex, pulled: Vec<f64>, log: &mut Log) {
        if pulled != self.state.situation.levers {
            log.note(|| Event::Levers {
                by,
                pulled: pulled.clone(),
            });
            self.state.situation.levers = pulled;
            self.take_stock();
        }
    }

    /// A mediator that facilitates tells each side what the other believes. They hear it at the end of the round, so
    /// that the zone of a round is the one in which its offers are answered.
    pub(super) fn pass_messages(&mut self, log: &mut Log) {
        if let Some(mediation) = self.settings.mediation
            && mediation.style() == Style::Facilitation
        {
            let mut stream = self.state.stream(Purpose::Message);
            let beliefs = &mut self.state.situation.beliefs;
            *beliefs = pass_on(self.conflict, &mediation, beliefs, &mut stream);
            log.note(|| Event::Message {
                by: mediation.party(),
            });
        }
    }
}
