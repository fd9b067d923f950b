//! Offers and answers: one file a protocol, and what they share.

mod alternating;
mod shuttle;
mod single_text;
mod stacked;

use super::{Log, Talks};
use crate::index::PartyIndex;
use crate::space::Deal;
use crate::talks::protocol::{Foul, Move, Protocol, Turn, ask};
use crate::talks::{Event, Offer};

impl Talks<'_> {
    /// The offers and answers of one round; the deal, where all would sign one.
    pub(super) fn exchange(&mut self, log: &mut Log) -> Option<Deal> {
        if self.state.away.iter().any(Option::is_some) {
            self.note_progress(0);
            return None;
        }
        match self.settings.protocol {
            Protocol::Alternating => self.alternate(log),
            Protocol::Stacked => self.stack(log),
            Protocol::SingleText => self.circulate(log),
            Protocol::Shuttle => self.shuttle(log),
        }
    }

    /// Asks a party for its move; `None` where it is against the rules, which is noted.
    fn ask(&self, party: PartyIndex, turn: Turn<'_>, log: &mut Log) -> Option<Move> {
        let negotiator = &*self.settings.negotiators[party.get()];
        ask(negotiator, &self.view(party), turn)
            .map_err(|foul| log.note(|| Event::Foul { by: party, foul }))
            .ok()
    }

    /// What a party puts forward in its turn; `None` where it lets the turn pass or makes a foul of it. Either is noted.
    fn put_forward(&mut self, party: PartyIndex, log: &mut Log) -> Option<Deal> {
        let Move::Offer(deal) = self.ask(party, Turn::Offer, log)? else {
            log.note(|| Event::Passed { by: party });
            return None;
        };
        self.clear(party, &deal, log).then_some(deal)
    }

    /// Whether a party may put this deal on the table; a foul is noted where it may not. Where it may, the deal is to be
    /// among the offers before the party is asked again.
    fn clear(&mut self, party: PartyIndex, deal: &Deal, log: &mut Log) -> bool {
        self.may_offer(party, deal)
            .map_err(|foul| log.note(|| Event::Foul { by: party, foul }))
            .is_ok()
    }

    /// Whether a party may put this deal on the table. What was found of the very deal that it offered last still holds
    /// while nothing has moved.
    fn may_offer(&mut self, party: PartyIndex, deal: &Deal) -> Result<(), Foul> {
        if self.cleared[party.get()] {
            let mut offers = self.state.offers.iter().rev();
            let last = offers.find(|offer| offer.by == party);
            if last.is_some_and(|last| last.deal.is_clone_of(deal)) {
                return Ok(());
            }
        }
        if !self.conflict.space().admits(deal) {
            Err(Foul::NotADeal)
        } else if !self.ground.would_sign(party, deal) {
            Err(Foul::WouldNotSign)
        } else {
            self.cleared[party.get()] = true;
            Ok(())
        }
    }

    /// Puts a deal on the table.
    fn table(&mut self, by: PartyIndex, deal: Deal, log: &mut Log) {
        log.note(|| Event::Offer {
            by,
            deal: deal.clone(),
            surplus: self.ground.surplus(&deal),
        });
        self.remember(&deal, log);
        self.state.offers.push(Offer {
            round: self.state.round,
            by,
            to: None,
            deal,
        });
    }

    /// Who proposes nothing and answers all the same.
    fn bystanders(&self) -> impl Iterator<Item = PartyIndex> {
        (0..self.conflict.parties().len())
            .map(PartyIndex)
            .filter(|party| !self.sides.contains(party))
    }

    /// A party's answer to an offer. An acceptance counts only where the party loses nothing by it.
    fn accepts(&self, by: PartyIndex, deal: &Deal, log: &mut Log) -> bool {
        let accepts = self.ask(by, Turn::Answer(deal), log) == Some(Move::Accept);
        let counts = accepts && self.ground.would_sign(by, deal);
        if accepts && !counts {
            log.note(|| Event::Foul {
                by,
                foul: Foul::AcceptsLoss,
            });
        }
        log.note(|| {
            if counts {
                Event::Accepted { by }
            } else {
                Event::Rejected { by }
            }
        });
        counts
    }

    /// Asks everybody but the proposer; how many accept.
    fn poll(&self, proposer: PartyIndex, deal: &Deal, log: &mut Log) -> usize {
        (0..self.conflict.parties().len())
            .map(PartyIndex)
            .filter(|party| *party != proposer)
            .filter(|party| self.accepts(*party, deal, log))
            .count()
    }

    /// Progress is an offer that more parties accept than the one before it.
    fn note_progress(&mut self, accepted: usize) {
        if accepted > self.state.accepted {
            self.state.without_progress = 0;
        } else {
            self.state.without_progress += 1;
        }
        self.state.accepted = accepted;
    }
}
