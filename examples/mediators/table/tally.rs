//! What came of runs, added up.

use dealzone::index::PartyIndex;
use dealzone::party::Role;
use dealzone::talks::{Event, Outcome, Playbook, Round, Talks, TalksSettings};

use super::Failure;

/// What came of runs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) signed: u64,
    /// Rounds to the signature.
    pub(super) rounds: u64,
    /// Ratified, and kept for as long as watched.
    pub(super) kept: u64,
    /// What the side gains that gains less, over fighting on without any levers pulled.
    pub(super) worst: f64,
    /// What the mediator gains, net of what its levers cost it.
    pub(super) mediator: f64,
}

impl Tally {
    /// One run of this seed.
    pub(super) fn of(
        playbook: &Playbook<'_>,
        settings: TalksSettings,
        seed: u64,
    ) -> Result<Self, Failure> {
        let conflict = playbook.conflict();
        let mut pulled = Vec::new();
        let mut talks = Talks::by(playbook, settings, seed, 0)?;
        let mut last: Option<Round> = None;
        for round in talks.by_ref() {
            for event in &round.events {
                if let Event::Levers { pulled: now, .. } = event {
                    pulled.clone_from(now);
                }
            }
            last = Some(round);
        }
        let Some(round) = last else {
            return Ok(Self::default());
        };
        let outcome = round.outcome.as_ref();
        let Some(deal) = outcome.and_then(Outcome::deal) else {
            return Ok(Self::default());
        };
        let gains = round.events.iter().rev().find_map(|event| match event {
            Event::Offer {
                deal: offered,
                surplus,
                ..
            } if offered == deal => Some(surplus),
            _ => None,
        });
        let (mut worst, mut mediator) = (f64::INFINITY, 0.0);
        for (index, gain) in gains.into_iter().flatten().enumerate() {
            let party = PartyIndex(index);
            // A stick makes a deal look better by making the war worse: that is no gain.
            let sticks = conflict
                .leverage()
                .map(|levers| levers.sum(&pulled, party).war);
            match conflict.parties()[index].role {
                Role::Belligerent => worst = worst.min(gain + sticks.unwrap_or(0.0)),
                Role::Mediator => mediator = *gain,
            }
        }
        Ok(Self {
            signed: 1,
            rounds: u64::from(round.number),
            kept: u64::from(matches!(outcome, Some(Outcome::Kept { .. }))),
            worst,
            mediator,
        })
    }

    /// What came of all of these runs.
    pub(super) fn sum(runs: &[Self]) -> Self {
        let all = runs.iter();
        all.fold(Self::default(), |sum, run| sum.add(*run))
    }

    fn add(self, other: Self) -> Self {
        Self {
            signed: self.signed + other.signed,
            rounds: self.rounds + other.rounds,
            kept: self.kept + other.kept,
            worst: self.worst + other.worst,
            mediator: self.mediator + other.mediator,
        }
    }
}

/// Runs in any order on all cores, in the order of their seeds.
pub(super) fn in_parallel(
    runs: u64,
    play: impl Fn(u64) -> Result<Tally, Failure> + Sync,
) -> Result<Vec<Tally>, Failure> {
    let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let tallies = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|first| {
                let play = &play;
                scope.spawn(move || -> Result<Vec<(u64, Tally)>, Failure> {
                    let seeds = (first..runs).step_by(threads as usize);
                    seeds.map(|seed| Ok((seed, play(seed)?))).collect()
                })
            })
            .collect();
        let mut tallies = Vec::new();
        for worker in workers {
            tallies.extend(worker.join().map_err(|_| "a worker panicked")??);
        }
        Ok::<_, Failure>(tallies)
    });
    let mut tallies = tallies?;
    tallies.sort_by_key(|(seed, _)| *seed);
    Ok(tallies.into_iter().map(|(_, tally)| tally).collect())
}
