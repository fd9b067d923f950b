//! A round robin of strategies over conflicts drawn at random: who agrees, at what gain, and how far from the frontier.
//!
//! ```text
//! cargo run --release --example tournament
//! cargo run --release --example tournament -- --conflicts 50 --rounds 100
//! ```
#![allow(missing_docs)]

#[path = "common/finish.rs"]
mod finish;

use std::error::Error;
use std::io::{Write, stdout};
use std::process::ExitCode;

use clap::Parser;
use dealzone::conflict::Conflict;
use dealzone::party::{Party, Preferences, Valuation};
use dealzone::space::{Family, Issue, Space};
use dealzone::stream::{Purpose, Stream};
use dealzone::talks::{Arena, Entrant, Protocol, TalksSettings, Tournament};
use indicatif::{ProgressBar, ProgressStyle};

use finish::finish;

/// A round robin of strategies
#[derive(Debug, Parser)]
struct Options {
    /// How many conflicts to draw
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    conflicts: u64,
    /// After how many rounds talks end
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// The seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Four issues of five options, weighed and valued at random; reservations leave a zone more often than not.
fn draw(seed: u64, number: u64) -> Result<Conflict, Box<dyn Error>> {
    let mut stream = Stream::new(seed, number, Purpose::Sampling, 0);
    let names = ["a", "b", "c", "d", "e"];
    let issues = (1..=4).map(|at| Issue::choice(format!("issue-{at}"), Family::Other, names));
    let mut builder = Conflict::builder(Space::new(issues.collect(), Vec::new())?);
    for id in ["first", "second"] {
        let raw: Vec<f64> = (0..4).map(|_| 0.1 + stream.uniform()).collect();
        let sum: f64 = raw.iter().sum();
        let values = (0..4)
            .map(|_| Valuation::table((0..5).map(|_| stream.uniform())))
            .collect();
        let weights = raw.iter().map(|weight| weight / sum).collect();
        builder = builder.party(Party::new(id, Preferences::new(weights, values)));
    }
    let reservations = [0.4, 0.4].map(|least| least + 0.2 * stream.uniform());
    Ok(builder.reservations(reservations).build()?)
}

fn main() -> ExitCode {
    finish(run(&Options::parse()), ExitCode::FAILURE)
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let conflicts: Vec<Conflict> = (0..options.conflicts)
        .map(|number| draw(options.seed, number))
        .collect::<Result<_, _>>()?;
    let arenas = conflicts.iter().enumerate().map(|(at, conflict)| {
        let mut settings = TalksSettings::alternating(conflict, options.rounds);
        settings.protocol = Protocol::Stacked;
        Arena {
            name: format!("conflict {at}"),
            conflict,
            settings,
        }
    });
    let entrants = Entrant::NAMES
        .into_iter()
        .map(Entrant::named)
        .collect::<Result<Vec<_>, _>>()?;
    let tournament = Tournament::new(entrants.clone(), arenas.collect(), options.seed);

    // The bar goes to standard error, and only where that is a terminal.
    let bar = ProgressBar::new(tournament.len() as u64).with_style(ProgressStyle::with_template(
        "{bar:40} {pos}/{len} matches, {eta} left",
    )?);
    let results = tournament.play(|| bar.inc(1))?;
    bar.finish_and_clear();

    let mut standings = results.standings;
    standings.sort_by(|one, other| other.gain.total_cmp(&one.gain));
    let mut out = stdout().lock();
    writeln!(
        out,
        "{} matches over {} conflicts, {} rounds at most",
        results.matches.len(),
        conflicts.len(),
        options.rounds
    )?;
    writeln!(
        out,
        "{:<22} {:>9} {:>8} {:>8} {:>6} {:>11} {:>8}",
        "strategy", "agreement", "gain", "others'", "time", "to frontier", "to Nash"
    )?;
    let or_dash =
        |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"));
    for standing in &standings {
        writeln!(
            out,
            "{:<22} {:>8.0}% {:>+8.3} {:>+8.3} {:>6.2} {:>11} {:>8}",
            entrants[standing.entrant].name,
            100.0 * standing.agreements,
            standing.gain,
            standing.others,
            standing.time,
            or_dash(standing.to_frontier),
            or_dash(standing.to_nash),
        )?;
    }
    Ok(())
}
