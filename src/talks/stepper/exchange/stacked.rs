//! Stacked alternating offers: each side in turn accepts the offer on the table or replaces it.

use super::{Event, Foul, Log, Move, Talks, Turn};
use crate::index::PartyIndex;
use crate::space::Deal;
use crate::talks::history::Standing;

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
            let standing = self.state.standing.as_ref()?;
            let deal = standing.deal.clone();
            if self
                .bystanders()
                .all(|party| self.accepts(party, &deal, log))
            {
                return self.sign(log);
            }
            self.state.standing = None;
        }
        self.note_progress(most.saturating_sub(1));
        None
    }

    /// How many would sign the offer that stands.
    fn acceptances(&self) -> usize {
        let standing = self.state.standing.as_ref();
        standing.map_or(0, |standing| standing.accepted.len())
    }

    /// One side's turn; whether everybody at the table would now sign the offer that stands.
    fn take_turn(&mut self, party: PartyIndex, log: &mut Log) -> bool {
        let standing = self.state.standing.as_ref();
        let turn = match standing {
            // An acceptance holds as long as the offer does.
            Some(standing) if standing.by != party && standing.accepted.contains(&party) => {
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
        self.table(by, &deal, log);
        match &mut self.state.standing {
            Some(standing) => {
                standing.by = by;
                standing.deal = deal;
                standing.accepted.clear();
                standing.accepted.push(by);
            }
            none => {
                let mut accepted = Vec::with_capacity(self.sides.len());
                accepted.push(by);
                *none = Some(Standing { by, deal, accepted });
            }
        }
    }

    fn accept_standing(&mut self, party: PartyIndex, log: &mut Log) -> bool {
        let Some(standing) = &mut self.state.standing else {
            return false;
        };
        if !self.ground.would_sign(party, &standing.deal) {
            log.note(|| Event::Foul {
                by: party,
                foul: Foul::AcceptsLoss,
            });
            return false;
        }
        standing.accepted.push(party);
        log.note(|| Event::Accepted { by: party });
        standing.accepted.len() == self.conflict.parties().len()
    }

    /// Signs the offer that stands, unless the front has moved since somebody accepted it and it is now a loss.
    fn sign(&mut self, log: &mut Log) -> Option<Deal> {
        let standing = self.state.standing.as_mut()?;
        let ground = &self.ground;
        let deal = standing.deal.clone();
        standing.accepted.retain(|party| {
            let signs = ground.would_sign(*party, &deal);
            if !signs {
                log.note(|| Event::Rejected { by: *party });
            }
            signs
        });
        let least = self.sides.len();
        if standing.accepted.len() < least {
            self.state.standing = None;
            self.note_progress(0);
            return None;
        }
        Some(deal)
    }
}
