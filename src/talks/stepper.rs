//! The stepper: one round at a time, always in the same order.

use super::aftermath;
use super::{
    Breakdown, Event, Negotiator, Outcome, Protocol, Response, Ripeness, Round, TalksError,
    TalksSettings, TalksState, View, ZoneReading,
};
use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::PartyIndex;
use crate::mediator::write_text;
use crate::party::Role;
use crate::solver::ZERO_TOLERANCE;
use crate::space::Deal;
use crate::stream::{Purpose, Stream};
use crate::war::WarEnd;
use crate::zone::{Demands, Values, Verdict};

/// Talks under way: an iterator of [`Round`]s that ends with an [`Outcome`].
///
/// The seed and the number of the run fix everything that happens; see [`Stream`]. Between two rounds
/// [`state`](Self::state) can be saved, and [`resume`](Self::resume) goes on with the same future.
#[derive(Debug)]
pub struct Talks<'a> {
    conflict: &'a Conflict,
    settings: TalksSettings,
    negotiators: Vec<Box<dyn Negotiator>>,
    state: TalksState,
}

/// A mediator at the table signs whatever is no loss to it.
#[derive(Debug)]
struct Consent;

impl Negotiator for Consent {
    fn propose(&self, _: &View<'_>) -> Option<Deal> {
        None
    }

    fn respond(&self, view: &View<'_>, offer: &Deal) -> Response {
        if !view.refuses(offer) && view.surplus(offer) >= 0.0 {
            Response::Accept
        } else {
            Response::Reject
        }
    }
}

impl<'a> Talks<'a> {
    /// Opens talks; run 0 of this seed.
    ///
    /// # Errors
    /// [`TalksError`] when the settings do not fit the conflict.
    pub fn new(
        conflict: &'a Conflict,
        settings: TalksSettings,
        seed: u64,
    ) -> Result<Self, TalksError> {
        Self::new_run(conflict, settings, seed, 0)
    }

    /// Opens the talks of one run among many of the same seed.
    ///
    /// # Errors
    /// [`TalksError`] when the settings do not fit the conflict.
    pub fn new_run(
        conflict: &'a Conflict,
        settings: TalksSettings,
        seed: u64,
        run: u64,
    ) -> Result<Self, TalksError> {
        let situation = Situation::opening(conflict);
        let nature = conflict.nature().weights().iter().copied();
        let state = TalksState {
            version: TalksState::VERSION,
            seed,
            run,
            round: 0,
            war_values: Outlook::new(conflict, &situation).war,
            situation,
            strength: Stream::new(seed, run, Purpose::Nature, 0).weighted(nature),
            offers: vec![None; conflict.parties().len()],
            last_offer: None,
            accepted: 0,
            without_progress: 0,
            rounds_with_zone: 0,
            witness: None,
            impasse: None,
            outcome: None,
        };
        Self::resume(conflict, settings, state)
    }

    /// Goes on with saved talks, under the settings and the negotiators that they had.
    ///
    /// # Errors
    /// [`TalksError`] when the settings or the state do not fit the conflict.
    pub fn resume(
        conflict: &'a Conflict,
        settings: TalksSettings,
        state: TalksState,
    ) -> Result<Self, TalksError> {
        settings.check(conflict)?;
        state.check(conflict)?;
        let mediator = settings.mediator();
        let negotiators = settings
            .concession
            .iter()
            .enumerate()
            .map(|(party, concession)| -> Box<dyn Negotiator> {
                if mediator == Some(PartyIndex(party)) {
                    Box::new(Consent)
                } else {
                    Box::new(*concession)
                }
            })
            .collect();
        Ok(Self {
            conflict,
            settings,
            negotiators,
            state,
        })
    }

    /// Lets somebody else negotiate for a party.
    ///
    /// # Errors
    /// [`TalksError::NoParty`] when there is no such party.
    pub fn with_negotiator(
        mut self,
        party: PartyIndex,
        negotiator: impl Negotiator + 'static,
    ) -> Result<Self, TalksError> {
        let place = self
            .negotiators
            .get_mut(party.get())
            .ok_or(TalksError::NoParty { party: party.get() })?;
        *place = Box::new(negotiator);
        Ok(self)
    }

    /// All that the next round depends on.
    #[must_use]
    pub fn state(&self) -> &TalksState {
        &self.state
    }

    /// Plays the rounds that are left and says how the talks ended.
    pub fn run(&mut self) -> Outcome {
        loop {
            if let Some(outcome) = &self.state.outcome {
                return outcome.clone();
            }
            self.step();
        }
    }

    /// Plays one round; `None` once the talks have ended.
    pub fn step(&mut self) -> Option<Round> {
        if self.state.outcome.is_some() {
            return None;
        }
        self.state.round += 1;
        let mut events = Vec::new();
        let war_end = self.move_front(&mut events);
        let conflict = self.conflict;
        let situation = self.state.situation.clone();
        let outlook = Outlook::new(conflict, &situation);
        let zone = self.read_zone(&situation, &outlook);
        let offers = self.state.offers.clone();
        let views: Vec<View<'_>> = (0..conflict.parties().len())
            .map(|party| {
                let clock = (self.state.round, self.settings.rounds);
                let last = self.state.last_offer;
                let party = PartyIndex(party);
                View::new(conflict, &situation, &outlook, party, clock, &offers, last)
            })
            .collect();
        let ripeness = self.ripeness(&views);
        let over = self.over_before_talking(war_end, &views);
        let agreed = match over {
            None => self.exchange(&situation, &outlook, &views, &mut events),
            Some(_) => None,
        };
        self.make_statements(&mut events);
        self.state.war_values.clone_from(&outlook.war);
        self.state.outcome = match (agreed, over) {
            (Some(deal), _) => {
                let stream = &mut self.stream(Purpose::Aftermath);
                let watch = self.settings.watch;
                Some(aftermath::follow(conflict, deal, watch, stream))
            }
            (None, over) => {
                over.or_else(|| self.over_without_deal())
                    .map(|breakdown| Outcome::NoDeal {
                        breakdown,
                        rounds_with_zone: self.state.rounds_with_zone,
                    })
            }
        };
        Some(Round {
            number: self.state.round,
            war: situation.war.clone(),
            shares: outlook.shares.clone(),
            war_values: outlook.war.clone(),
            zone,
            ripeness,
            events,
            outcome: self.state.outcome.clone(),
        })
    }

    fn stream(&self, purpose: Purpose) -> Stream {
        let state = &self.state;
        Stream::new(state.seed, state.run, purpose, u64::from(state.round))
    }

    /// Moves the front and the regime, and every belief by what was seen.
    fn move_front(&mut self, events: &mut Vec<Event>) -> Option<WarEnd> {
        let war = self.conflict.war();
        let before = self.state.situation.war.clone();
        let step = war.step(&before, self.state.strength, &mut self.stream(Purpose::War));
        let after = step.state;
        for (axis, (now, then)) in after.positions.iter().zip(&before.positions).enumerate() {
            if now != then {
                let by = *now as i64 - *then as i64;
                events.push(Event::FrontMoved { axis, by });
            }
        }
        if after.regime != before.regime {
            events.push(Event::RegimeChanged {
                from: before.regime,
                to: after.regime,
            });
        }
        for belief in &mut self.state.situation.beliefs {
            belief.update(|strength| war.likelihood(&before, &after, strength));
        }
        self.state.situation.war = after;
        step.end
    }

    /// Tests the zone: by the deal that was in it last time where that still serves, else exactly.
    fn read_zone(&mut self, situation: &Situation, outlook: &Outlook) -> ZoneReading {
        let reading = self.test_zone(situation, outlook);
        if reading.exists() {
            self.state.rounds_with_zone += 1;
        }
        reading
    }

    fn test_zone(&mut self, situation: &Situation, outlook: &Outlook) -> ZoneReading {
        if self.state.impasse.is_some() {
            return ZoneReading::Empty;
        }
        if let Some(witness) = &self.state.witness
            && let Some(at_least) = zone_value(self.conflict, situation, outlook, witness)
        {
            return ZoneReading::Exists { at_least };
        }
        self.state.witness = None;
        let Ok(query) = self.conflict.zone().at(situation.clone()) else {
            return ZoneReading::Undecided;
        };
        let zone = query.verdict_only().solve();
        match zone.verdict() {
            Verdict::Exists { witness } => {
                self.state.witness = Some(witness.clone());
                ZoneReading::Exists {
                    at_least: zone.lower(),
                }
            }
            Verdict::Empty { .. } => {
                if zone.upper() == f64::NEG_INFINITY {
                    let lifted = zone.closest().map(|closest| closest.lifted.clone());
                    self.state.impasse = Some(lifted.unwrap_or_else(|| Demands::new([])));
                }
                ZoneReading::Empty
            }
            Verdict::Undecided => ZoneReading::Undecided,
        }
    }

    fn ripeness(&self, views: &[View<'_>]) -> Ripeness {
        let sides = views
            .iter()
            .filter(|view| view.party().role == Role::Belligerent);
        Ripeness::new(sides.map(|view| {
            let before = self.state.war_values[view.me().get()];
            (view.me(), before, view.war_value(), view.best_surplus())
        }))
    }

    /// What ends the talks before anybody has spoken.
    fn over_before_talking(&self, end: Option<WarEnd>, views: &[View<'_>]) -> Option<Breakdown> {
        if let Some(end) = end {
            return Some(Breakdown::WarEnded { end });
        }
        let territory = self.conflict.territory();
        let positions = &self.state.situation.war.positions;
        let collapsed = territory
            .axes()
            .zip(territory.opening())
            .zip(positions)
            .position(|((slices, opening), position)| {
                position != opening && (*position == 0 || *position == slices)
            });
        if let Some(axis) = collapsed {
            return Some(Breakdown::Collapse { axis });
        }
        views
            .iter()
            .find(|view| view.best_surplus() < -ZERO_TOLERANCE)
            .map(|view| Breakdown::WalkOut { party: view.me() })
    }

    /// What ends the talks when a round has passed without a deal.
    fn over_without_deal(&self) -> Option<Breakdown> {
        if let Some(mediation) = &self.settings.mediation
            && self.state.without_progress > 0
            && self.stream(Purpose::Mediator).uniform() < mediation.leaving().get()
        {
            return Some(Breakdown::MediatorWithdrew {
                without_progress: self.state.without_progress,
            });
        }
        (self.state.round >= self.settings.rounds).then_some(Breakdown::Deadline {
            rounds: self.settings.rounds,
        })
    }

    /// One offer and the answers to it; the deal, where all would sign.
    fn exchange(
        &mut self,
        situation: &Situation,
        outlook: &Outlook,
        views: &[View<'_>],
        events: &mut Vec<Event>,
    ) -> Option<Deal> {
        let proposer = self.proposer();
        let offered = match (self.settings.protocol, &self.settings.mediation) {
            (Protocol::SingleText, Some(mediation)) => {
                let all = Demands::all(self.conflict);
                let lifted = &self.state.impasse;
                let demands = lifted
                    .as_ref()
                    .map_or(all.clone(), |lift| all.without(lift));
                // A stream apart from that of its patience.
                let mut noise = self.stream(Purpose::Party(proposer.get() as u32));
                write_text(
                    self.conflict,
                    situation,
                    outlook,
                    mediation,
                    &demands,
                    &mut noise,
                )
            }
            _ => self.negotiators[proposer.get()].propose(&views[proposer.get()]),
        };
        let Some(deal) = offered else {
            events.push(Event::Passed { by: proposer });
            self.note_progress(0);
            return None;
        };
        let values = Values::new(self.conflict, situation, outlook, &deal);
        let would_sign = |party: usize| {
            let value = &values.parties()[party];
            !value.refused && value.surplus() >= -ZERO_TOLERANCE
        };
        let is_text = self.settings.protocol == Protocol::SingleText;
        if !self.conflict.space().admits(&deal) || !(is_text || would_sign(proposer.get())) {
            events.push(Event::IllegalOffer { by: proposer });
            self.note_progress(0);
            return None;
        }
        events.push(Event::Offer {
            by: proposer,
            deal: deal.clone(),
            surplus: values.surplus(),
        });
        let mut accepted = 0;
        for view in views.iter().filter(|view| view.me() != proposer) {
            let by = view.me();
            let response = self.negotiators[by.get()].respond(view, &deal);
            if response == Response::Accept && would_sign(by.get()) {
                accepted += 1;
                events.push(Event::Accepted { by });
            } else {
                events.push(Event::Rejected { by });
            }
        }
        self.note_progress(accepted);
        if let Some(value) = zone_value(self.conflict, situation, outlook, &deal) {
            let known = self.state.witness.as_ref();
            let known = known.and_then(|held| zone_value(self.conflict, situation, outlook, held));
            if known.is_none_or(|known| value > known) {
                self.state.witness = Some(deal.clone());
            }
        }
        self.state.offers[proposer.get()] = Some(deal.clone());
        self.state.last_offer = Some(proposer);
        let all = accepted + 1 == views.len() && would_sign(proposer.get());
        all.then_some(deal)
    }

    /// Whose turn it is: the mediator's where it writes the text, else the sides' in turn from the opener on.
    fn proposer(&self) -> PartyIndex {
        let mediator = self.settings.mediator();
        match (self.settings.protocol, mediator) {
            (Protocol::SingleText, Some(mediator)) => mediator,
            _ => {
                let sides: Vec<PartyIndex> = (0..self.conflict.parties().len())
                    .map(PartyIndex)
                    .filter(|party| Some(*party) != mediator)
                    .collect();
                let opener = sides
                    .iter()
                    .position(|party| *party == self.settings.opener)
                    .unwrap_or(0);
                sides[(opener + self.state.round as usize - 1) % sides.len()]
            }
        }
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

    /// Public positions fade, and harden for those who speak.
    fn make_statements(&mut self, events: &mut Vec<Event>) {
        for (index, party) in self.conflict.parties().iter().enumerate() {
            let by = PartyIndex(index);
            let speaks = self.settings.statements[index].get();
            let mut stream = self.stream(Purpose::Statement(index as u32));
            let commitments = &mut self.state.situation.commitments[index];
            if commitments.is_empty() {
                continue;
            }
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
                events.push(Event::Statement { by });
            }
        }
    }
}

/// The least scaled surplus of a deal that is in the zone; `None` for one that is not.
fn zone_value(
    conflict: &Conflict,
    situation: &Situation,
    outlook: &Outlook,
    deal: &Deal,
) -> Option<f64> {
    let values = Values::new(conflict, situation, outlook, deal);
    let least = values
        .parties()
        .iter()
        .zip(conflict.parties())
        .map(|(value, party)| {
            if value.refused {
                f64::NEG_INFINITY
            } else {
                value.surplus() / party.scale
            }
        })
        .fold(f64::INFINITY, f64::min);
    (least >= -ZERO_TOLERANCE).then_some(least)
}

impl Iterator for Talks<'_> {
    type Item = Round;

    fn next(&mut self) -> Option<Round> {
        self.step()
    }
}
