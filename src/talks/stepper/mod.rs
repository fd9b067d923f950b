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
use super::legacy::Legacy;
use super::playbook::Opening;
use super::{
    Breakdown, Negotiator, Outcome, Playbook, Ripeness, Round, TalksError, TalksSettings,
    TalksState, View, ZoneReading,
};
use crate::conflict::{Conflict, Situation};
use crate::index::PartyIndex;
use crate::mediator::Style;
use crate::stream::{Purpose, Stream};
use crate::zone::Memory;
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
    /// By party, whether it was let put its last offer on the table since anything moved.
    cleared: Vec<bool>,
    /// Whether nothing moves in the round under way.
    still: bool,
    /// Where things stand in it.
    ground: Arc<Ground<'a>>,
    /// What was seen of possible texts; it saves work and changes nothing else, so it is not of the state.
    memory: Option<Memory>,
}

/// What is read off a round besides its events.
#[derive(Debug)]
struct Observed {
    zone: ZoneReading,
    ripeness: Ripeness,
}

impl<'a> Talks<'a> {
    /// For how many offers there is room from the beginning.
    const ROOM: usize = 256;

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
        Self::by(&Playbook::new(conflict), settings, seed, run)
    }

    /// Opens the talks of one run among many over one conflict, whose playbook they share: the same run as
    /// [`new_run`](Self::new_run) opens, and faster.
    ///
    /// # Errors
    /// [`TalksError`] when the settings do not fit the conflict.
    pub fn by(
        playbook: &Playbook<'a>,
        settings: TalksSettings,
        seed: u64,
        run: u64,
    ) -> Result<Self, TalksError> {
        let conflict = playbook.conflict();
        settings.check(conflict)?;
        let situation = Situation::opening(conflict);
        let ground = Ground::new(playbook.clone(), situation.clone(), Legacy::default());
        let nature = conflict.nature().weights().iter().copied();
        let state = TalksState {
            version: TalksState::VERSION,
            seed,
            run,
            round: 0,
            war_values: ground.outlook.war.clone(),
            situation,
            strength: Stream::new(seed, run, Purpose::Nature, 0).weighted(nature),
            offers: Vec::with_capacity(Self::ROOM.min(2 * settings.rounds as usize)),
            standing: Vec::new(),
            accepted: 0,
            without_progress: 0,
            rounds_with_zone: 0,
            away: vec![None; conflict.parties().len()],
            witness: None,
            impasse: None,
            outcome: None,
        };
        Ok(Self::at(conflict, settings, state, ground))
    }

    /// Goes on with saved talks, under the settings and the negotiators that they had.
    ///
    /// A state from a file is not taken on trust: what no talks could have come to is refused. Whether they did come to it
    /// is not asked; [`Trace::check`](super::Trace::check) plays a run again.
    ///
    /// # Errors
    /// [`TalksError`] when the settings or the state do not fit the conflict, and [`TalksError::Damaged`] for a state that
    /// contradicts itself.
    pub fn resume(
        conflict: &'a Conflict,
        settings: TalksSettings,
        state: TalksState,
    ) -> Result<Self, TalksError> {
        settings.check(conflict)?;
        state.audit(conflict, &settings)?;
        let playbook = Playbook::new(conflict);
        let ground = Ground::new(playbook, state.situation.clone(), Legacy::default());
        let talks = Self::at(conflict, settings, state, ground);
        let table = talks.tested().space();
        if talks.state.witness.iter().any(|deal| !table.admits(deal)) {
            let what = "a deal that is not of the space";
            return Err(TalksError::Foreign { what });
        }
        if talks.state.impasse.is_some() {
            let found = match talks.ground.playbook.opening(talks.manipulates()) {
                Opening::Impasse(lifted) => Some(lifted),
                Opening::Deal(_) | Opening::Nothing => None,
            };
            talks.state.check_impasse(found)?;
        }
        Ok(talks)
    }

    fn at(
        conflict: &'a Conflict,
        settings: TalksSettings,
        state: TalksState,
        ground: Ground<'a>,
    ) -> Self {
        Self {
            conflict,
            sides: super::protocol::sides(&settings, conflict),
            cleared: vec![false; conflict.parties().len()],
            still: false,
            ground: Arc::new(ground),
            memory: None,
            settings,
            state,
        }
    }

    /// Lets somebody else negotiate for a party. It makes its offers in the place of whoever did so before.
    ///
    /// # Errors
    /// [`TalksError::NoParty`] when there is no such party, and [`TalksError::Roles`] when the opener would no longer offer
    /// anything.
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
        self.settings.check(self.conflict)?;
        self.sides = super::protocol::sides(&self.settings, self.conflict);
        Ok(self)
    }

    /// All that the next round depends on.
    #[must_use]
    pub fn state(&self) -> &TalksState {
        &self.state
    }

    /// Plays the rounds that are left and says how the talks ended.
    ///
    /// It ends as rounds played one by one do, in the same state, and is faster: nothing is written down, and where nothing
    /// moves the zone is tested once.
    pub fn run(&mut self) -> Outcome {
        loop {
            if let Some(outcome) = &self.state.outcome {
                return outcome.clone();
            }
            self.play(&mut Log::closed());
        }
    }

    /// Plays one round; `None` once the talks have ended.
    pub fn step(&mut self) -> Option<Round> {
        if self.state.outcome.is_some() {
            return None;
        }
        let mut log = Log::open();
        let Observed { zone, ripeness } = self.play(&mut log)?;
        Some(Round {
            number: self.state.round,
            war: self.ground.situation.war.clone(),
            shares: self.ground.outlook.shares.clone(),
            war_values: self.ground.outlook.war.clone(),
            zone,
            ripeness,
            events: log.into_events(),
            outcome: self.state.outcome.clone(),
        })
    }

    /// One round, always in this order; what an observer sees of it where the log is open.
    fn play(&mut self, log: &mut Log) -> Option<Observed> {
        self.state.round += 1;
        let war_end = self.move_front(log);
        self.look_around(log);
        let observed = self.observe(log);
        let over = self.over_before_talking(war_end, log);
        let agreed = match over {
            None => self.exchange(log),
            Some(_) => None,
        };
        self.make_statements(log);
        self.pass_messages(log);
        if !self.still {
            self.state.war_values.clone_from(&self.ground.outlook.war);
        }
        self.state.outcome = match (agreed, over) {
            (Some(deal), _) => {
                let stream = &mut self.state.stream(Purpose::Aftermath);
                let watch = self.settings.watch;
                Some(aftermath::follow(self.conflict, deal, watch, stream))
            }
            (None, over) => over
                .or_else(|| self.over_without_deal())
                .map(|breakdown| self.fail(breakdown, log)),
        };
        if self.state.outcome.is_some() {
            self.state.forget();
        }
        observed
    }

    /// Takes stock of the situation, unless nothing has moved.
    fn look_around(&mut self, log: &Log) {
        self.still = self.is_still();
        if !self.still {
            self.take_stock();
        } else if log.is_open() {
            // Only the count of periods has changed.
            if let Some(ground) = Arc::get_mut(&mut self.ground) {
                ground.situation.war.period = self.state.situation.war.period;
            }
        }
    }

    fn take_stock(&mut self) {
        let playbook = self.ground.playbook.clone();
        let (situation, legacy) = (self.state.situation.clone(), self.ground.leave());
        self.ground = Arc::new(Ground::new(playbook, situation, legacy));
        self.cleared.fill(false);
    }

    /// Whether nothing moves: neither the front, nor a belief, nor what was said in public. Levers are looked at when they
    /// are pulled.
    fn is_still(&self) -> bool {
        let commitments = &self.state.situation.commitments;
        let style = self.settings.mediation.map(|mediation| mediation.style());
        self.conflict.war().is_still()
            && commitments.iter().all(Vec::is_empty)
            && style != Some(Style::Facilitation)
    }

    /// Whether the next round finds what this one did: nothing moves, and no mediator moves anything.
    fn is_quiet(&self) -> bool {
        self.still && self.settings.mediation.is_none()
    }

    /// Whether the zone is not looked at round by round: nobody reads it and the next round would find the same.
    fn is_postponed(&self, log: &Log) -> bool {
        self.is_quiet() && !log.is_open()
    }

    fn observe(&mut self, log: &Log) -> Option<Observed> {
        if self.is_postponed(log) {
            return None;
        }
        let zone = self.read_zone();
        log.is_open().then(|| Observed {
            zone,
            ripeness: self.ripeness(),
        })
    }

    /// The end of talks without a deal.
    fn fail(&mut self, breakdown: Breakdown, log: &Log) -> Outcome {
        if self.is_postponed(log) {
            self.state.rounds_with_zone = self.count_rounds_with_zone();
        }
        Outcome::NoDeal {
            breakdown,
            rounds_with_zone: self.state.rounds_with_zone,
        }
    }

    /// What a party sees now.
    fn view(&self, party: PartyIndex) -> View<'_> {
        View::new(&self.ground, &self.settings, &self.state, party)
    }

    fn ripeness(&self) -> Ripeness {
        Ripeness::new(self.conflict.belligerents().map(|party| {
            let at = party.get();
            let (before, now) = (self.state.war_values[at], self.ground.outlook.war[at]);
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
