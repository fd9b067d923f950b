//! Time-dependent agents against runs that were recorded elsewhere: do they make the same offers, and agree in the same
//! step on the same deal?
//!
//! ```text
//! cargo run --release --example replay_traces -- FILE
//! ```
//!
//! The file is JSON, of this form; other keys are passed over, and `scenario` and `variant` may be left out:
//!
//! ```text
//! {"scenarios": [{
//!   "scenario": "two", "variant": "raw",       names, shown with each run
//!   "utilities": [[0.0, 0.5, 1.0],             what each outcome is worth to the first party,
//!                 [1.0, 0.7, 0.2]],            to the second, and so on; any finite numbers
//!   "reservation": [0.2, null],                by party; null where any outcome will do
//!   "runs": [{
//!     "kinds": "BL",                           by party: B holds out (β = 1/4), L concedes evenly (1), C gives way early (4)
//!     "n_steps": 4,                            after how many steps the talks end; 1 to 100,000
//!     "offers": [[0, 0, 1.0, 0.2],             step from zero, party from zero, worth to the first, to the second, …
//!                [0, 1, 0.0, 1.0]],            in the order in which they were made; an acceptance is no offer
//!     "final_step": 4,                         steps begun: one more than that of the last move
//!     "agreement_utilities": null,             worth of what was agreed, by party; null without agreement
//!     "timed_out": true                        whether there was none
//!   }]
//! }]}
//! ```
//!
//! In a step each party in turn accepts the offer that stands or makes one of its own. The last line is `N of M runs
//! match`; the exit code is 0 where all do, 1 where some do not, and 2 for a file that cannot be read or has no runs.
#![allow(missing_docs)]

#[path = "common/finish.rs"]
mod finish;

use std::io::{Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use dealzone::conflict::Conflict;
use dealzone::index::{OptionIndex, PartyIndex};
use dealzone::party::{Party, Preferences, Valuation};
use dealzone::space::{Deal, Family, Issue, Level, Space};
use dealzone::talks::{Choice, Clock, Protocol, Reserve, Talks, TalksSettings, TimeDependent};
use serde::Deserialize;

use finish::finish;

/// The most steps that a run may have: what is played in seconds.
const MOST_STEPS: u32 = 100_000;

/// Replays time-dependent agents against recorded runs
#[derive(Debug, Parser)]
struct Options {
    /// The recorded runs, as JSON in the form that the head of this example's source describes; without it, a small
    /// file that comes along (tests/traces/small.json)
    file: Option<PathBuf>,
    /// Say nothing of runs that match
    #[arg(long)]
    quiet: bool,
}

#[derive(Debug, Deserialize)]
struct File {
    scenarios: Vec<Recorded>,
}

/// What outcomes are worth, and what was seen.
#[derive(Debug, Deserialize)]
struct Recorded {
    #[serde(default)]
    scenario: String,
    #[serde(default)]
    variant: String,
    reservation: Vec<Option<f64>>,
    /// `utilities[party][outcome]`.
    utilities: Vec<Vec<f64>>,
    runs: Vec<Run>,
}

#[derive(Debug, Deserialize)]
struct Run {
    kinds: String,
    n_steps: u32,
    #[serde(flatten)]
    seen: Seen,
}

/// What happens in a run.
#[derive(Debug, PartialEq, Deserialize)]
struct Seen {
    // Read as a value that must be there: null says that there was no agreement, and no such key says nothing.
    #[serde(deserialize_with = "Option::deserialize")]
    agreement_utilities: Option<Vec<f64>>,
    final_step: u32,
    timed_out: bool,
    /// Step, party, and the worth to each party.
    offers: Vec<Vec<f64>>,
}

type Error = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    finish(replay(&Options::parse()), ExitCode::from(2))
}

fn replay(options: &Options) -> Result<ExitCode, Error> {
    let mut out = stdout().lock();
    let own = || {
        PathBuf::from(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/traces/small.json"
        ))
    };
    let path = options.file.clone().unwrap_or_else(own);
    let name = path.display();
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{name}: {error}"))?;
    let file: File = serde_json::from_str(&text).map_err(|error| format!("{name}: {error}"))?;
    let (mut matching, mut all) = (0, 0);
    for (index, recorded) in file.scenarios.iter().enumerate() {
        let place = format!("{name}: scenario {index} {:?}", recorded.scenario);
        recorded
            .check()
            .map_err(|fault| format!("{place}: {fault}"))?;
        let scale = Scale::of(recorded);
        let conflict = conflict(recorded, &scale).map_err(|error| format!("{place}: {error}"))?;
        for run in &recorded.runs {
            let found = play(&conflict, recorded, run, &scale)?;
            let matches = found == run.seen;
            all += 1;
            matching += usize::from(matches);
            if !(matches && options.quiet) {
                writeln!(
                    out,
                    "{} {} {} {}: {}",
                    recorded.scenario,
                    recorded.variant,
                    run.kinds,
                    run.n_steps,
                    compare(&found, &run.seen)
                )?;
            }
        }
    }
    if all == 0 {
        return Err(format!("{name}: there are no runs in it").into());
    }
    writeln!(out, "{matching} of {all} runs match")?;
    Ok(ExitCode::from(u8::from(matching < all)))
}

impl Recorded {
    fn check(&self) -> Result<(), String> {
        let parties = self.utilities.len();
        let outcomes = self.utilities.first().map_or(0, Vec::len);
        if parties < 2 || outcomes == 0 {
            return Err("needs utilities of two parties at least, and an outcome".to_owned());
        }
        if let Some(other) = self.utilities.iter().find(|list| list.len() != outcomes) {
            return Err(format!(
                "one party has utilities of {outcomes} outcomes, another of {}",
                other.len()
            ));
        }
        if self.reservation.len() != parties {
            let found = self.reservation.len();
            return Err(format!("{found} reservations for {parties} parties"));
        }
        for run in &self.runs {
            let known = run.kinds.chars().all(|kind| "BLC".contains(kind));
            if !known || run.kinds.len() != parties {
                return Err(format!(
                    "kinds {:?} are not one of B, L and C for each of {parties} parties",
                    run.kinds
                ));
            }
            if !(1..=MOST_STEPS).contains(&run.n_steps) {
                let found = run.n_steps;
                return Err(format!("a run of {found} steps, not of 1 to {MOST_STEPS}"));
            }
        }
        Ok(())
    }
}

/// From the file's utilities to the library's, which are 0 to 1: divided by a power of two, which loses no bit; where
/// some are below zero, moved up by a power of two before.
struct Scale {
    lift: f64,
    size: f64,
}

impl Scale {
    fn of(recorded: &Recorded) -> Self {
        let all = || recorded.utilities.iter().flatten().copied();
        let power = |at_least: f64| {
            let mut power = 1.0;
            while power < at_least {
                power *= 2.0;
            }
            power
        };
        let least = all().fold(0.0, f64::min);
        let lift = if least < 0.0 { power(-least) } else { 0.0 };
        let most = all().fold(0.0, f64::max);
        Self {
            lift,
            size: power(most + lift),
        }
    }

    fn of_utility(&self, utility: f64) -> f64 {
        (utility + self.lift) / self.size
    }
}

/// One issue with an option for every outcome.
fn conflict(recorded: &Recorded, scale: &Scale) -> Result<Conflict, Error> {
    let outcomes = recorded.utilities[0].len();
    let names: Vec<String> = (0..outcomes).map(|outcome| format!("o{outcome}")).collect();
    let issue = Issue::choice("outcome", Family::Other, names.iter().map(String::as_str));
    let mut builder = Conflict::builder(Space::new(vec![issue], Vec::new())?);
    for (party, utilities) in recorded.utilities.iter().enumerate() {
        let table = Valuation::table(utilities.iter().map(|utility| scale.of_utility(*utility)));
        let preferences = Preferences::new(vec![1.0], vec![table]);
        builder = builder.party(Party::new(format!("p{party}"), preferences));
    }
    // Below the worst outcome a reservation makes no difference. Nor does it above the best: the recorded agents aim at no
    // more than their best, and sign it.
    let pairs = recorded.reservation.iter().zip(&recorded.utilities);
    let reservations = pairs.map(|(reservation, utilities)| {
        let worst = utilities.iter().copied().fold(f64::INFINITY, f64::min);
        let best = utilities.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        scale.of_utility(reservation.unwrap_or(worst).min(best))
    });
    Ok(builder.reservations(reservations).build()?)
}

/// The rule of the recordings: aim(t) = (best − m) (1 − t^e) + m − 10⁻⁴, with t = step/(steps + 1).
fn agent(kind: char, scale: &Scale) -> Result<TimeDependent, Error> {
    let beta = match kind {
        'B' => 0.25,
        'C' => 4.0,
        _ => 1.0,
    };
    let nearest = Choice::Nearest {
        tolerance: 1e-6 / scale.size,
    };
    Ok(TimeDependent::new(beta)?
        .down_to(Reserve::WorstDeal)
        .choosing(nearest)
        .with_slack(1e-4 / scale.size)?)
}

fn play(conflict: &Conflict, recorded: &Recorded, run: &Run, scale: &Scale) -> Result<Seen, Error> {
    let mut settings = TalksSettings::alternating(conflict, run.n_steps);
    settings.protocol = Protocol::Stacked;
    settings.clock = Clock::Open;
    for (party, kind) in run.kinds.chars().enumerate() {
        settings = settings.seat(PartyIndex(party), agent(kind, scale)?);
    }
    let mut talks = Talks::new(conflict, settings, 0)?;
    let outcome = talks.run();
    let worth = |deal: &Deal| -> Vec<f64> {
        let outcome = match deal.levels()[0] {
            Level::Option(OptionIndex(outcome)) => outcome,
            Level::Amount(_) => 0,
        };
        recorded
            .utilities
            .iter()
            .map(|list| list[outcome])
            .collect()
    };
    let offers = talks.state().offers().iter();
    Ok(Seen {
        agreement_utilities: outcome.deal().map(worth),
        final_step: talks.state().round(),
        timed_out: outcome.deal().is_none(),
        offers: offers
            .map(|offer| {
                let head = [f64::from(offer.round - 1), offer.by.get() as f64];
                head.into_iter().chain(worth(&offer.deal)).collect()
            })
            .collect(),
    })
}

/// In what a run differs from what was seen, in words.
fn compare(found: &Seen, seen: &Seen) -> String {
    let offers = found.offers.iter().zip(&seen.offers);
    if let Some((at, (found, seen))) = offers.enumerate().find(|(_, (found, seen))| found != seen) {
        let (found, seen) = (numbers(found), numbers(seen));
        format!("differs: offer {at} is {found}, recorded {seen}")
    } else if found.offers.len() != seen.offers.len() {
        let (found, seen) = (found.offers.len(), seen.offers.len());
        format!("differs: offers made {found}, recorded {seen}")
    } else if found.final_step != seen.final_step {
        let (found, seen) = (found.final_step, seen.final_step);
        format!("differs: ends in step {found}, recorded {seen}")
    } else if found.agreement_utilities != seen.agreement_utilities {
        let agreed = |seen: &Seen| match &seen.agreement_utilities {
            Some(worth) => format!("agreement worth {}", numbers(worth)),
            None => "no agreement".to_owned(),
        };
        format!("differs: {}, recorded {}", agreed(found), agreed(seen))
    } else if found.timed_out != seen.timed_out {
        // Runs that are played time out just where nothing is agreed: the recording is at odds with itself.
        let (agreed, timed_out) = match found.timed_out {
            true => ("no agreement", "not timed out"),
            false => ("an agreement", "timed out"),
        };
        format!("differs: the same to the end, recorded as {timed_out} with {agreed}")
    } else {
        match found.offers.len() {
            1 => "matches, 1 offer".to_owned(),
            count => format!("matches, {count} offers"),
        }
    }
}

/// A list of numbers as the file has it.
fn numbers(list: &[f64]) -> String {
    let list: Vec<String> = list.iter().map(f64::to_string).collect();
    format!("[{}]", list.join(", "))
}
