//! What does not change while nothing moves: what a situation means, and what each party makes of it.

use std::sync::{Arc, OnceLock};

use super::ledger::Ledger;
use super::legacy::{Legacy, LookedAt};
use super::menu::Menu;
use super::{OfferSearch, Playbook};
use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::{OptionIndex, PartyIndex};
use crate::party::Force;
use crate::solver::ZERO_TOLERANCE;
use crate::space::{Deal, Domain, Level};
use crate::zone::{Appraisal, Demands, Lens, PartyValue, Values, Verdict};

/// Most deals that are listed one by one.
const MOST_LISTED: usize = 1 << 16;
/// Most deals whose worth is remembered.
const MOST_LOOKED_AT: usize = 4;
/// By how much two deals differ in worth that are not taken for the same where they are not listed.
const DIFFERENT: f64 = 1e-6;

/// The ground that a round is played on.
#[derive(Debug)]
pub(super) struct Ground<'a> {
    pub(super) conflict: &'a Conflict,
    pub(super) situation: Situation,
    pub(super) outlook: Outlook,
    pub(super) playbook: Playbook<'a>,
    seats: Vec<Seat>,
    /// By party, the deal that it liked best when that was last looked for, before.
    liked: Vec<Option<Deal>>,
    /// Deals that were looked at: the first few of a round are asked for again and again.
    looked_at: [OnceLock<LookedAt>; MOST_LOOKED_AT],
    /// Those that were looked at before.
    before: Vec<LookedAt>,
}

/// Deals that are not laid out.
#[derive(Debug)]
struct NotLaidOut;

/// The deal that a party would like best.
#[derive(Debug)]
pub(super) struct Best {
    pub(super) deal: Deal,
    /// What the party would gain by it over fighting on.
    pub(super) surplus: f64,
    /// What signing it is worth.
    pub(super) worth: f64,
}

/// Whether there is a deal that a party would sign.
#[derive(Debug)]
enum Prospect {
    /// There is this one.
    Deal(Deal),
    /// It is proven that there is none.
    Nothing,
    /// The search leaves it open.
    Open,
}

/// What one party makes of it, each part worked out when first asked for.
#[derive(Debug)]
struct Seat {
    ledger: Option<Ledger>,
    has_red_lines: bool,
    lens: OnceLock<Option<Lens>>,
    menu: OnceLock<Option<Menu>>,
    best: OnceLock<Option<Best>>,
    /// What a search for any deal that it would sign comes to.
    prospect: OnceLock<Prospect>,
    /// What its worst deal is worth.
    worst: OnceLock<f64>,
    /// The deals that it would sign, best first.
    ranking: OnceLock<Option<Vec<Deal>>>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(playbook: Playbook<'a>, situation: Situation, legacy: Legacy) -> Self {
        let conflict = playbook.conflict();
        let outlook = Outlook::new(conflict, &situation);
        let parties = conflict.parties().iter().enumerate();
        let mut liked = legacy.liked;
        liked.resize(parties.len(), None);
        // Who was asked for it before is likely to be asked again.
        let renewed = |party, before| {
            let layout = playbook.layout()?;
            Some(layout.lens_in(before, conflict, party, &situation, &outlook))
        };
        let lenses = legacy
            .lenses
            .into_iter()
            .chain(std::iter::repeat_with(|| None));
        let seats = parties
            .zip(lenses)
            .map(|((index, party), lens)| Seat {
                ledger: Ledger::new(conflict, &situation, &outlook, PartyIndex(index)),
                has_red_lines: party
                    .red_lines
                    .iter()
                    .any(|line| line.force == Force::Absolute),
                lens: lens
                    .and_then(|before| renewed(PartyIndex(index), before))
                    .map_or_else(OnceLock::new, OnceLock::from),
                menu: OnceLock::new(),
                best: OnceLock::new(),
                prospect: OnceLock::new(),
                worst: OnceLock::new(),
                ranking: OnceLock::new(),
            })
            .collect();
        Self {
            conflict,
            situation,
            outlook,
            playbook,
            seats,
            liked,
            looked_at: Default::default(),
            before: legacy.looked_at,
        }
    }

    /// What is left to the next ground; `self` is not needed any more. A ground that somebody else still holds leaves only
    /// what was liked.
    pub(super) fn leave(self: &mut Arc<Self>) -> Legacy {
        let best = |seat: &Seat| Some(seat.best.get()?.as_ref()?.deal.clone());
        let pairs = self.seats.iter().zip(&self.liked);
        let liked = pairs.map(|(seat, liked)| best(seat).or_else(|| liked.clone()));
        let liked = liked.collect();
        let (mut lenses, mut looked_at) = (Vec::new(), Vec::new());
        if let Some(own) = Arc::get_mut(self) {
            let seats = own.seats.iter_mut();
            lenses.extend(seats.map(|seat| seat.lens.take().flatten()));
            looked_at.extend(own.looked_at.iter_mut().filter_map(OnceLock::take));
        }
        Legacy {
            liked,
            lenses,
            looked_at,
        }
    }

    /// What a deal is worth to a party, by the formula.
    fn value(&self, party: PartyIndex, deal: &Deal) -> PartyValue {
        let Some(layout) = self.playbook.layout() else {
            return Values::of_party(self.conflict, &self.situation, &self.outlook, deal, party);
        };
        let read = || layout.appraisal(self.conflict, deal, party);
        let at =
            |appraisal: &Appraisal| appraisal.value(self.conflict, &self.situation, &self.outlook);
        for place in &self.looked_at {
            let known = place.get_or_init(|| LookedAt::new(deal, self.seats.len(), &self.before));
            if known.deal.is_clone_of(deal) {
                let appraisal = &known.appraisals[party.get()];
                let value = || at(appraisal.get_or_init(read));
                return *known.values[party.get()].get_or_init(value);
            }
        }
        at(&read())
    }

    /// What a party makes of what deals can say; `None` where that cannot be laid out.
    pub(super) fn lens(&self, party: PartyIndex) -> Option<&Lens> {
        let seat = self.seats.get(party.get())?;
        let lens = seat.lens.get_or_init(|| {
            let layout = self.playbook.layout()?;
            layout.lens(self.conflict, party, &self.situation, &self.outlook)
        });
        lens.as_ref()
    }

    /// The best deal of a party where deals are laid out; `Err` where they are not.
    fn best_by_playbook(&self, party: PartyIndex) -> Result<Option<Deal>, NotLaidOut> {
        let (layout, solo) = self.playbook.solo(party).ok_or(NotLaidOut)?;
        let lens = self.lens(party).ok_or(NotLaidOut)?;
        Ok(solo.best(layout, lens))
    }

    /// The best deal of a party to within what a search resolves; where that is a loss, a deal that is none, if there is one.
    fn best_by_search(&self, party: PartyIndex) -> Option<(f64, Deal)> {
        let found = self.search(party).best();
        let surplus = |deal: &Deal| self.surplus_of(party, deal);
        let found = found.map(|(_, deal)| (surplus(&deal), deal));
        if found
            .as_ref()
            .is_some_and(|(surplus, _)| self.is_no_loss(party, *surplus))
        {
            return found;
        }
        let seat = &self.seats[party.get()];
        match seat.prospect.get_or_init(|| self.prospect(party)) {
            Prospect::Deal(deal) => Some((surplus(deal), deal.clone())),
            Prospect::Nothing | Prospect::Open => found,
        }
    }

    /// Tests the zone of a party that is alone at the table.
    fn prospect(&self, party: PartyIndex) -> Prospect {
        let own = Demands::of(self.conflict, party);
        let Ok(query) = self.conflict.zone().at(self.situation.clone()) else {
            return Prospect::Open;
        };
        match query.demands(own).verdict_only().solve().verdict() {
            Verdict::Exists { witness } => Prospect::Deal(witness.clone()),
            Verdict::Empty { .. } => Prospect::Nothing,
            Verdict::Undecided => Prospect::Open,
        }
    }

    /// What signing a deal of the space is worth to a party: V − A − prices.
    pub(super) fn worth(&self, party: PartyIndex, deal: &Deal) -> f64 {
        match &self.seats[party.get()].ledger {
            Some(ledger) => ledger.worth(deal),
            None => self.value(party, deal).worth(),
        }
    }

    /// What a party gains by a deal over fighting on.
    pub(super) fn surplus_of(&self, party: PartyIndex, deal: &Deal) -> f64 {
        match &self.seats[party.get()].ledger {
            Some(ledger) => ledger.worth(deal) - self.outlook.war[party.get()],
            None => self.value(party, deal).surplus(),
        }
    }

    /// Whether a deal crosses an absolute red line of a party.
    pub(super) fn refuses(&self, party: PartyIndex, deal: &Deal) -> bool {
        self.seats[party.get()].has_red_lines && self.value(party, deal).refused
    }

    /// Whether a party would sign a deal: it crosses no absolute red line of its own and is no loss.
    pub(super) fn would_sign(&self, party: PartyIndex, deal: &Deal) -> bool {
        self.is_no_loss(party, self.surplus_of(party, deal)) && !self.refuses(party, deal)
    }

    /// Whether a surplus counts as none below zero.
    fn is_no_loss(&self, party: PartyIndex, surplus: f64) -> bool {
        // Scaled, as the test of the zone is: or a deal could be signed where there is none.
        surplus / self.conflict.parties()[party.get()].scale >= -ZERO_TOLERANCE
    }

    /// Whether there may be a deal that a party would sign: `false` only where there is none. It depends on nothing but
    /// where things stand, so that nobody leaves or stays for having been looked at.
    pub(super) fn has_prospects(&self, party: PartyIndex) -> bool {
        let best = self.best(party);
        if best.is_some_and(|best| self.is_no_loss(party, best.surplus)) {
            return true;
        }
        // Only a search leaves anything open; it was asked for when the best was looked for.
        let prospect = self.seats[party.get()].prospect.get();
        matches!(prospect, Some(Prospect::Open))
    }

    /// The same where the deal that the party liked best before is still a gain: then the best need not be found.
    pub(super) fn has_prospects_still(&self, party: PartyIndex) -> bool {
        // By more than the best may be missed, so that the answer does not hang on what is remembered.
        let is_gain =
            |deal: &Deal| self.surplus_of(party, deal) > DIFFERENT && !self.refuses(party, deal);
        let liked = self.liked[party.get()].as_ref();
        liked.is_some_and(is_gain) || self.has_prospects(party)
    }

    /// What every party would gain by a deal.
    pub(super) fn surplus(&self, deal: &Deal) -> Vec<f64> {
        let parties = (0..self.seats.len()).map(PartyIndex);
        parties.map(|party| self.surplus_of(party, deal)).collect()
    }

    /// The least scaled surplus of a deal that is in the zone; `None` for one that is not.
    pub(super) fn zone_value(&self, deal: &Deal) -> Option<f64> {
        let least = self
            .conflict
            .parties()
            .iter()
            .enumerate()
            .map(|(index, party)| {
                let index = PartyIndex(index);
                match self.seats[index.get()].ledger {
                    Some(_) if self.refuses(index, deal) => f64::NEG_INFINITY,
                    Some(_) => self.surplus_of(index, deal) / party.scale,
                    None => match self.value(index, deal) {
                        value if value.refused => f64::NEG_INFINITY,
                        value => value.surplus() / party.scale,
                    },
                }
            })
            .fold(f64::INFINITY, f64::min);
        (least >= -ZERO_TOLERANCE).then_some(least)
    }

    /// The same of a deal with its levers, where they are on the table.
    pub(super) fn zone_value_within_reach(&self, deal: &Deal) -> Option<f64> {
        let reach = self.conflict.within_reach();
        let outlook = Outlook::new(reach, &self.situation);
        let values = Values::new(reach, &self.situation, &outlook, deal);
        let pairs = values.parties().iter().zip(reach.parties());
        let least = pairs
            .map(|(value, party)| match value.refused {
                true => f64::NEG_INFINITY,
                false => value.surplus() / party.scale,
            })
            .fold(f64::INFINITY, f64::min);
        (least >= -ZERO_TOLERANCE).then_some(least)
    }

    /// The deal that a party would like best; `None` where its red lines leave none.
    pub(super) fn best(&self, party: PartyIndex) -> Option<&Best> {
        let seat = self.seats.get(party.get())?;
        let found = seat.best.get_or_init(|| {
            let (surplus, deal) = match self.menu(party) {
                Some((menu, _)) => {
                    let deal = menu.best()?;
                    (self.surplus_of(party, &deal), deal)
                }
                None => match self.best_by_playbook(party) {
                    Ok(deal) => {
                        let deal = deal?;
                        (self.surplus_of(party, &deal), deal)
                    }
                    Err(NotLaidOut) => self.best_by_search(party)?,
                },
            };
            Some(Best {
                worth: self.worth(party, &deal),
                surplus,
                deal,
            })
        });
        found.as_ref()
    }

    /// What a party would gain by the deal that it would like best; −∞ where its red lines leave none.
    pub(super) fn best_surplus(&self, party: PartyIndex) -> f64 {
        self.best(party)
            .map_or(f64::NEG_INFINITY, |best| best.surplus)
    }

    /// What the deal that a party would like best is worth to it; −∞ where its red lines leave none.
    pub(super) fn best_worth(&self, party: PartyIndex) -> f64 {
        self.best(party)
            .map_or(f64::NEG_INFINITY, |best| best.worth)
    }

    /// No more than [`best_worth`](Self::best_worth), and at hand: by the deal that the party liked best before.
    pub(super) fn best_worth_at_least(&self, party: PartyIndex) -> f64 {
        let seat = &self.seats[party.get()];
        if seat.best.get().is_some() {
            return self.best_worth(party);
        }
        // Only where deals are laid out the best found is surely no worse than a deal seen before.
        let liked = self.liked[party.get()].as_ref();
        let liked = liked.filter(|deal| !self.refuses(party, deal));
        match liked.filter(|_| self.playbook.solo(party).is_some() && self.lens(party).is_some()) {
            Some(deal) => self.worth(party, deal) - DIFFERENT,
            None => f64::NEG_INFINITY,
        }
    }

    /// What the worst deal is worth to a party that crosses none of its red lines, a loss or not; ∞ where there is none.
    pub(super) fn worst_worth(&self, party: PartyIndex) -> f64 {
        *self.seats[party.get()].worst.get_or_init(|| {
            let worst = match self.menu(party) {
                Some((menu, _)) => menu.worst(),
                None => self.search(party).least_above(f64::NEG_INFINITY),
            };
            worst.map_or(f64::INFINITY, |deal| self.worth(party, &deal))
        })
    }

    /// Of the deals that a party would sign and that are worth this much to it, the one that is worth least; or one that
    /// misses it by no more than the tolerance, if it is nearer.
    pub(super) fn nearest_above(
        &self,
        party: PartyIndex,
        worth: f64,
        tolerance: f64,
        last: Option<&Deal>,
    ) -> Option<Deal> {
        let war = self.outlook.war[party.get()];
        let worth = worth.max(war);
        match self.menu(party) {
            Some((menu, ledger)) => {
                let within = tolerance.min(worth - war);
                menu.nearest_above(ledger, worth, within, last)
            }
            None => self.search(party).least_above(worth - war),
        }
    }

    /// The best deal for a party that is worth less to it than this one, or as much and later in the list of its deals
    /// where they are few enough to be listed.
    pub(super) fn next_below(&self, party: PartyIndex, deal: &Deal) -> Option<Deal> {
        let seat = self.seats.get(party.get())?;
        match seat.ranking.get_or_init(|| self.rank(party)) {
            Some(ranking) => {
                let at = ranking.iter().position(|listed| listed == deal)?;
                ranking.get(at + 1).cloned()
            }
            None => {
                let less = self.surplus_of(party, deal) - DIFFERENT;
                let next = self.search(party).best_below(less)?;
                self.would_sign(party, &next).then_some(next)
            }
        }
    }

    /// The deals that a party would sign, best first, deals of the same worth in the order of their options; `None` where
    /// there are too many deals to be listed.
    fn rank(&self, party: PartyIndex) -> Option<Vec<Deal>> {
        let space = self.conflict.space();
        let options: Vec<usize> = space
            .issues()
            .iter()
            .map(|issue| match &issue.domain {
                Domain::Choice(options) | Domain::Ordinal(options) => options.len(),
                Domain::Amount { .. } => usize::MAX,
            })
            .collect();
        let count = options
            .iter()
            .try_fold(1_usize, |count, options| count.checked_mul(*options))
            .filter(|count| *count <= MOST_LISTED)?;
        let deal = |mut rest: usize| {
            let mut levels: Vec<Level> = options
                .iter()
                .rev()
                .map(|options| {
                    let level = Level::Option(OptionIndex(rest % options));
                    rest /= options;
                    level
                })
                .collect();
            levels.reverse();
            Deal::new(levels)
        };
        let mut listed: Vec<(f64, Deal)> = (0..count)
            .map(deal)
            .filter(|deal| space.admits(deal) && self.would_sign(party, deal))
            .map(|deal| (self.worth(party, &deal), deal))
            .collect();
        listed.sort_by(|one, other| other.0.total_cmp(&one.0));
        Some(listed.into_iter().map(|(_, deal)| deal).collect())
    }

    pub(super) fn search(&self, party: PartyIndex) -> OfferSearch<'_> {
        let mut search = OfferSearch::new(self.conflict, &self.situation, &self.outlook, party);
        if let Some((layout, shelf)) = self.playbook.shelf(party)
            && let Some(lens) = self.lens(party)
        {
            search.laid_out = Some((layout, shelf, lens));
        }
        search
    }

    /// The party's deals by worth, where nothing but worth matters to it and they can be laid out.
    fn menu(&self, party: PartyIndex) -> Option<(&Menu, &Ledger)> {
        let seat = self.seats.get(party.get())?;
        let ledger = seat.ledger.as_ref()?;
        if seat.has_red_lines || !self.conflict.space().constraints().is_empty() {
            return None;
        }
        let menu = seat.menu.get_or_init(|| Menu::new(ledger)).as_ref()?;
        Some((menu, ledger))
    }
}
