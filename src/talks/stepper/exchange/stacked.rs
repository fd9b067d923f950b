//! Stacked alternating offers: each side in turn accepts the offer on the table or replaces it.

use super::{Event, Foul, Log, Move, Talks, Turn};
use crate::index::PartyIndex;
use crate::space::Deal;
use crate::talks::Offer;

impl Talks<'_> {
    pub(super) fn stack(&mut self, log: &mut Log) -> Option<Deal> {
        let mut most = 0;
        for turn in 0..self.sides.len() {
            let party = self.sides[turn];
            let agreed = self.take_turn(party, log);
            most = most.max(self.acceptances());
            if agreed {
                return self.sign(log);
            }
        }
        if self.acceptances() == self.sides.len() {
            let deal = self.standing()?.deal.clone();
            if self
                .bystanders()
                .all(|party| self.accepts(party, &deal, log))
            {
                return self.sign(log);
            }
            self.state.standing.clear();
        }
        self.note_progress(most.saturating_sub(1));
        None
    }

    /// How many would sign the offer that stands.
    fn acceptances(&self) -> usize {
        self.state.standing.len()
    }

    /// The offer that stands: the last one, where somebody would sign it.
    fn standing(&self) -> Option<&Offer> {
        let is_standing = !self.state.standing.is_empty();
        self.state.offers.last().filter(|_| is_standing)
    }

    /// One side's turn; whether everybody at the table would now sign the offer that stands.
    fn take_turn(&mut self, party: PartyIndex, log: &mut Log) -> bool {
        let turn = match self.standing() {
            // An acceptance holds as long as the offer does.
            Some(standing) if standing.by != party && self.state.standing.contains(&party) => {
                return false;
            }
            Some(standing) if standing.by != party => Turn::AcceptOrReplace(&standing.deal),
            _ => Turn::Offer,
        };
        match self.ask(party, turn, log) {
            Some(Move::Accept) => return self.accept_standing(party, log),
            Some(Move::Offer(deal)) => self.replace_standing(party, deal, log),
            Some(Move::Decline) => log.note(|| Event::Passed { by: party }),
            None => {}
        }
        false
    }

    /// Puts an offer in the place of the one that stands, where it may be made; its maker has accepted it.
    fn replace_standing(&mut self, by: PartyIndex, deal: Deal, log: &mut Log) {
        if !self.clear(by, &deal, log) {
            return;
        }
        self.table(by, deal, log);
        self.state.standing.clear();
        self.state.standing.push(by);
    }

    fn accept_standing(&mut self, party: PartyIndex, log: &mut Log) -> bool {
        let Some(standing) = self.standing() else {
            return false;
        };
        if !self.ground.would_sign(party, &standing.deal) {
            log.note(|| Event::Foul {
                by: party,
                foul: Foul::AcceptsLoss,
            });
            return false;
        }
        self.state.standing.push(party);
        log.note(|| Event::Accepted { by: party });
        self.acceptances() == self.conflict.parties().len()
    }

    /// Signs the offer that stands, unless the front has moved since somebody accepted it and it is now a loss.
    fn sign(&mut self, log: &mut Log) -> Option<Deal> {
        let deal = self.standing()?.deal.clone();
        let ground = &self.ground;
        self.state.standing.retain(|party| {
            let signs = ground.would_sign(*party, &deal);
            if !signs {
                log.note(|| Event::Rejected { by: *party });
            }
            signs
        });
        let least = self.sides.len();
        if self.acceptances() < least {
            self.state.standing.clear();
            self.note_progress(0);
            return None;
        }
        Some(deal)
    }
}
