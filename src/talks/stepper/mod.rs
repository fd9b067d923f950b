//! The stepper: one round at a time, always in the same order.

mod ending;
mod exchange;
mod front;
mod log;
mod mediator;
mod reading;
mod statements;

use std::sync::Arc;

use super::aftermath;
use super::ground::Ground;
use super::{
    Negotiator, Outcome, Ripeness, Round, TalksError, TalksSettings, TalksState, View, ZoneReading,
};
use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::PartyIndex;
use crate::party::Role;
use crate::stream::{Purpose, Stream};
use log::Log;

/// Talks under way: an iterator of [`Round`]s that ends with an [`Outcome`].
///
/// The seed and the number of the run fix everything that happens; see [`Stream`]. Between two rounds
/// [`state`](Self::state) can be saved, and [`resume`](Self::resume) goes on with the same future.
#[derive(Debug)]
pub struct Talks<'a> {
    conflict: &'a Conflict,
    settings: TalksSettings,
    state: TalksState,
    /// The sides, in the order in which they propose.
    sides: Vec<PartyIndex>,
    /// Where things stand in the round under way.
    ground: Arc<Ground<'a>>,
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
            offers: Vec::new(),
            standing: None,
            accepted: 0,
            without_progress: 0,
            rounds_with_zone: 0,
            away: vec![None; conflict.parties().len()],
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
        let talks = Self {
            conflict,
            sides: super::protocol::sides(&settings, conflict.parties().len()),
            ground: Arc::new(Ground::new(conflict, state.situation.clone())),
            settings,
            state,
        };
        let table = talks.tested().space();
        if talks.state.witness.iter().any(|deal| !table.admits(deal)) {
            let what = "a deal that is not of the space";
            return Err(TalksError::Foreign { what });
        }
        Ok(talks)
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
            .settings
            .negotiators
            .get_mut(party.get())
            .ok_or(TalksError::NoParty { party: party.get() })?;
        *place = Arc::new(negotiator);
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
        let mut log = Log::default();
        self.state.round += 1;
        let war_end = self.move_front(&mut log);
        self.look_around();
        let zone = self.read_zone();
        let ripeness = self.ripeness();
        let over = self.over_before_talking(war_end, &mut log);
        let agreed = match over {
            None => self.exchange(&mut log),
            Some(_) => None,
        };
        self.make_statements(&mut log);
        self.pass_messages(&mut log);
        let ground = Arc::clone(&self.ground);
        self.state.war_values.clone_from(&ground.outlook.war);
        self.state.outcome = match (agreed, over) {
            (Some(deal), _) => {
                let stream = &mut self.state.stream(Purpose::Aftermath);
                let watch = self.settings.watch;
                Some(aftermath::follow(self.conflict, deal, watch, stream))
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
            war: ground.situation.war.clone(),
            shares: ground.outlook.shares.clone(),
            war_values: ground.outlook.war.clone(),
            zone,
            ripeness,
            events: log.into_events(),
            outcome: self.state.outcome.clone(),
        })
    }

    /// Works out what the situation means.
    fn look_around(&mut self) {
        self.ground = Arc::new(Ground::new(self.conflict, self.state.situation.clone()));
    }

    /// What a party sees now.
    fn view(&self, party: PartyIndex) -> View<'_> {
        View::new(&self.ground, &self.settings, &self.state, party)
    }

    fn ripeness(&self) -> Ripeness {
        let parties = self.conflict.parties().iter().enumerate();
        let sides = parties.filter(|(_, party)| party.role == Role::Belligerent);
        Ripeness::new(sides.map(|(index, _)| {
            let (before, now) = (self.state.war_values[index], self.ground.outlook.war[index]);
            let party = PartyIndex(index);
            (party, before, now, self.ground.best_surplus(party))
        }))
    }
}

impl Iterator for Talks<'_> {
    type Item = Round;

    fn next(&mut self) -> Option<Round> {
        self.step()
    }
}
