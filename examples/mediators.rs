//! Three styles of mediation compared: facilitation, formulation and manipulation (Beardsley, Quinn, Biswas & Wilkenfeld
//! 2006), on random conflicts and on a scenario.
//!
//! This example demonstrates in particular:
//!
//! - a conflict built in code, with a mediator that has levers;
//! - many runs of talks, in parallel, with results that do not depend on the number of threads.
//!
//! ```text
//! cargo run --release --example mediators
//! ```
//!
//! Seeds are fixed and nothing is tuned: the table shows whichever style comes out ahead.

use std::error::Error;
use std::fmt::Write;
use std::process::ExitCode;

use clap::Parser;
use dealzone::conflict::{Conflict, Lever, LeverEffect, Leverage, Timing};
use dealzone::index::PartyIndex;
use dealzone::mediator::{Mediation, Style};
use dealzone::party::{Curve, Party, Preferences, Role, Valuation};
use dealzone::scenario::Scenario;
use dealzone::space::{Family, FrameEffect, Interim, Issue, Space};
use dealzone::stream::{Purpose, Stream};
use dealzone::talks::{Event, Outcome, Protocol, Round, Talks, TalksSettings, TimeDependent};
use dealzone::units::{AnnualRate, Probability, Years};
use dealzone::war::{BattleStakes, Belief, OneBattle};

/// Whatever stood in the way.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// Three styles of mediation compared
#[derive(Parser)]
struct Options {
    /// How many random conflicts
    #[arg(long, value_name = "N", default_value_t = CONFLICTS)]
    conflicts: u64,
    /// How many runs of the scenario under each style
    #[arg(long, value_name = "N", default_value_t = RUNS)]
    runs: u64,
}

/// How many random conflicts there are unless told otherwise.
pub(crate) const CONFLICTS: u64 = 1_000;
/// How many runs of the scenario there are under each style unless told otherwise.
pub(crate) const RUNS: u64 = 10;

fn main() -> ExitCode {
    let options = Options::parse();
    let tables = on_random_conflicts(options.conflicts)
        .and_then(|first| Ok((first, on_the_scenario(options.runs)?)));
    match tables {
        Ok((first, second)) => {
            print!("{first}\n{second}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What is compared: a name, a style, a protocol, and whether the sides heed what they are told.
const ROWS: [(&str, Style, Protocol, bool); 6] = [
    (
        "messenger, shuttle",
        Style::Facilitation,
        Protocol::Shuttle,
        false,
    ),
    (
        "facilitation, shuttle",
        Style::Facilitation,
        Protocol::Shuttle,
        true,
    ),
    (
        "formulation, shuttle",
        Style::Formulation,
        Protocol::Shuttle,
        true,
    ),
    (
        "manipulation, shuttle",
        Style::Manipulation,
        Protocol::Shuttle,
        true,
    ),
    (
        "formulation, text",
        Style::Formulation,
        Protocol::SingleText,
        true,
    ),
    (
        "manipulation, text",
        Style::Manipulation,
        Protocol::SingleText,
        true,
    ),
];

/// The table on random conflicts, as it is printed.
pub(crate) fn on_random_conflicts(conflicts: u64) -> Result<String, Failure> {
    let mut page = String::new();
    writeln!(page, "{conflicts} random conflicts, one run each")?;
    write_rows(&mut page, conflicts, |seed, row| {
        let conflict = random(seed)?;
        let settings = settings(&conflict, seed)?;
        Tally::of(&conflict, as_in(row, settings)?, seed)
    })?;
    Ok(page)
}

/// The table on the built-in scenario, as it is printed.
pub(crate) fn on_the_scenario(runs: u64) -> Result<String, Failure> {
    let mut page = String::new();
    let scenario = Scenario::builtin("ukraine-2026-01-23").map_err(|error| error.render())?;
    let setting = scenario.setting();
    let conflict = scenario.conflict_at(&setting, Some("freeze"))?;
    let settings = scenario.talks_settings(&setting)?;
    writeln!(page, "ukraine-2026-01-23 under freeze, {runs} runs each")?;
    write_rows(&mut page, runs, |seed, row| {
        Tally::of(&conflict, as_in(row, settings.clone())?, seed)
    })?;
    Ok(page)
}

fn as_in(
    row: &(&str, Style, Protocol, bool),
    mut settings: TalksSettings,
) -> Result<TalksSettings, Failure> {
    let (_, style, protocol, heeded) = *row;
    settings.protocol = protocol;
    if let Some(mediation) = settings.mediation {
        let mediation = mediation.with_style(style);
        settings.mediation = Some(match heeded {
            true => mediation,
            false => mediation.with_messages(Probability::ZERO, 0.0)?,
        });
    }
    Ok(settings)
}

fn write_rows(
    page: &mut String,
    runs: u64,
    play: impl Fn(u64, &(&str, Style, Protocol, bool)) -> Result<Tally, Failure> + Sync,
) -> Result<(), Failure> {
    writeln!(
        page,
        "{:<22} {:>7} {:>6} {:>6} {:>9} {:>9}",
        "", "signed", "round", "kept", "worst off", "mediator"
    )?;
    for row in &ROWS {
        let total = in_parallel(runs, |seed| play(seed, row))?;
        let signed = total.signed as f64;
        let percent = |part: f64, whole: f64| match whole > 0.0 {
            true => format!("{:.1} %", 100.0 * part / whole),
            false => "-".to_owned(),
        };
        let mean = |sum: f64, digits| match total.signed {
            0 => "-".to_owned(),
            _ => format!("{:.digits$}", sum / signed),
        };
        writeln!(
            page,
            "{:<22} {:>7} {:>6} {:>6} {:>9} {:>9}",
            row.0,
            percent(signed, runs as f64),
            mean(total.rounds as f64, 1),
            percent(total.kept as f64, signed),
            mean(total.worst, 3),
            mean(total.mediator, 3),
        )?;
    }
    Ok(())
}

/// What came of runs.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    signed: u64,
    /// Rounds to the signature.
    rounds: u64,
    /// Ratified, and kept for as long as watched.
    kept: u64,
    /// What the side gains that gains less, over fighting on without any levers pulled.
    worst: f64,
    /// What the mediator gains, net of what its levers cost it.
    mediator: f64,
}

impl Tally {
    fn of(conflict: &Conflict, settings: TalksSettings, seed: u64) -> Result<Self, Failure> {
        let mut pulled = Vec::new();
        let mut talks = Talks::new(conflict, settings, seed)?;
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

/// Runs in any order on all cores, added up in the order of their seeds.
fn in_parallel(
    runs: u64,
    play: impl Fn(u64) -> Result<Tally, Failure> + Sync,
) -> Result<Tally, Failure> {
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
    Ok(tallies
        .into_iter()
        .fold(Tally::default(), |sum, (_, tally)| sum.add(tally)))
}

/// Two sides that are each more confident of a battle than the other thinks right, a line to draw, two further issues
/// and a guarantee; a mediator with a carrot and a stick for each side.
fn random(seed: u64) -> Result<Conflict, Failure> {
    let mut stream = Stream::new(seed, 0, Purpose::Sampling, 0);
    let line = Issue::amount("line", Family::Territory, 0.0, 1.0, "share of the land");
    let status = Issue::choice("status", Family::Territory, ["none", "half", "full"]);
    let trade = Issue::choice("trade", Family::Economy, ["none", "half", "full"]);
    let mut guarantee = Issue::choice("guarantee", Family::Security, ["none", "watched", "held"]);
    guarantee.frame = Some(
        [1.0, 0.6, 0.3]
            .map(|breach_factor| FrameEffect {
                delay: Years::ZERO,
                breach_factor,
                interim: Interim::Ceasefire,
            })
            .to_vec(),
    );
    let space = Space::new(vec![line, status, trade, guarantee], Vec::new())?;
    let grid = vec![-1.0, -0.5, 0.0, 0.5, 1.0];
    let (mut beliefs, mut stakes) = (Vec::new(), Vec::new());
    let mut builder = Conflict::builder(space).breach(AnnualRate::new(0.25)?);
    for (id, role) in [
        ("a", Role::Belligerent),
        ("b", Role::Belligerent),
        ("m", Role::Mediator),
    ] {
        let first = id == "a";
        let weight = 0.4 + 0.4 * stream.uniform();
        let rest = (1.0 - weight) / 3.0;
        let (at_lower, at_upper) = match (role, first) {
            (Role::Mediator, _) => (0.5, 0.5),
            (_, true) => (0.0, 1.0),
            (_, false) => (1.0, 0.0),
        };
        let mut options = || Valuation::table((0..3).map(|_| stream.uniform()));
        let values = vec![
            Valuation::Amount(Curve::Linear { at_lower, at_upper }),
            options(),
            options(),
            options(),
        ];
        let mut party = Party::new(id, Preferences::new(vec![weight, rest, rest, rest], values));
        party.role = role;
        party.discount = AnnualRate::new(0.05 + 0.2 * stream.uniform())?;
        builder = builder.party(party);
        let hope = 1.2 * stream.uniform();
        let mean = match (role, first) {
            (Role::Mediator, _) => 0.0,
            (_, true) => hope,
            (_, false) => -hope,
        };
        beliefs.push(Belief::normal(&grid, mean, 0.4)?);
        let (if_first_wins, if_second_wins) = match (role, first) {
            (Role::Mediator, _) => (0.35, 0.35),
            (_, true) => (0.9, 0.1),
            (_, false) => (0.1, 0.9),
        };
        stakes.push(BattleStakes {
            if_first_wins,
            if_second_wins,
            cost: 0.1 * stream.uniform(),
        });
    }
    let nature = Belief::normal(&grid, 0.0, 0.4)?;
    Ok(builder
        .war(OneBattle::new(grid, stakes)?)
        .beliefs(beliefs)
        .nature(nature)
        .leverage(leverage(&mut stream))
        .build()?)
}

/// A carrot and a stick for each side, of which the mediator can afford about one and a half.
fn leverage(stream: &mut Stream) -> Leverage {
    let levers = ["carrot_for_a", "carrot_for_b", "stick_for_a", "stick_for_b"];
    Leverage {
        mediator: PartyIndex(2),
        levers: levers
            .iter()
            .enumerate()
            .map(|(place, id)| {
                let carrot = place < 2;
                let size = 0.02 + 0.08 * stream.uniform();
                let mut effects = vec![LeverEffect::default(); 3];
                match carrot {
                    true => effects[place % 2].deal = size,
                    false => effects[place % 2].war = -size,
                }
                Lever {
                    id: (*id).to_owned(),
                    label: (*id).to_owned(),
                    timing: match carrot {
                        true => Timing::OnSignature,
                        false => Timing::AtOnce,
                    },
                    cost: 0.06 * stream.uniform(),
                    effects,
                }
            })
            .collect(),
        budget: 0.05,
    }
}

/// Half a year of weeks; each side concedes as it will.
fn settings(conflict: &Conflict, seed: u64) -> Result<TalksSettings, Failure> {
    let mut stream = Stream::new(seed, 0, Purpose::Sampling, 1);
    let mut settings = TalksSettings::alternating(conflict, 26);
    for side in 0..2 {
        let beta = 0.3 + 2.0 * stream.uniform();
        settings = settings.seat(PartyIndex(side), TimeDependent::new(beta)?);
    }
    let mediation = Mediation::new(PartyIndex(2), Style::Facilitation, 20.0, 0.03)?;
    settings.mediation = Some(mediation.with_messages(Probability::new(0.1)?, 0.5)?);
    settings.absence = 8;
    settings.watch = Years::FIVE;
    Ok(settings)
}
