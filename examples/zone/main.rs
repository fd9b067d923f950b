//! One deal zone, taken apart: the verdict and its proof, why it is so, and what would change it.
//!
//! `cargo run --release --example zone -- --help` lists the options; any scenario file can be given.

mod document;
mod proof;

use std::error::Error;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use dealzone::analysis::{Scan, Sweep, Thresholds};
use dealzone::report::Finding;
use dealzone::report::text::{self, Colour};
use dealzone::scenario::Scenario;

use document::document;

/// Is there a deal that every side prefers to fighting on? If not, why not, and what would open one?
#[derive(Parser)]
struct Options {
    /// A scenario file, or the id of a scenario built in
    #[arg(long, value_name = "FILE|ID", default_value = "ukraine-2026-01-23")]
    scenario: String,
    /// The demand set, instead of the first
    #[arg(long, value_name = "ID")]
    demands: Option<String>,
    /// Look closely at where this number flips the verdict, instead of coarsely at all numbers
    #[arg(long, value_name = "KEY")]
    parameter: Option<String>,
    /// Write the proof that the zone is empty to this file, as JSON; an error where it is not
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Check a proof of this scenario that was written before, and nothing else
    #[arg(long, value_name = "FILE", conflicts_with_all = ["parameter", "certificate", "json"])]
    check: Option<PathBuf>,
    /// Print one JSON document instead of text
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // What is wrong in a file says so itself.
            eprintln!("error: {}", error.to_string().trim_start_matches("error: "));
            ExitCode::FAILURE
        }
    }
}

/// What the numbers of the scenario do to the verdict.
enum Numbers {
    All(Sweep),
    One(Thresholds),
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let scenario = Scenario::open(&options.scenario).map_err(|error| error.render())?;
    if let Some(path) = &options.check {
        print!(
            "{}",
            proof::check(&scenario, options.demands.as_deref(), path)?
        );
        return Ok(());
    }
    let setting = scenario.setting();
    let set = match &options.demands {
        Some(id) => Some(id.as_str()),
        None => scenario.demand_sets().next().map(|set| set.id.as_str()),
    };
    let conflict = scenario.conflict_at(&setting, set)?;
    let label = scenario
        .demand_sets()
        .find(|demands| Some(demands.id.as_str()) == set)
        .map_or("the demands as written", |demands| &demands.label);
    let finding = Finding::new(set.unwrap_or(Finding::AS_WRITTEN), label, conflict);
    if let Some(path) = &options.certificate {
        proof::write(&scenario, set, &finding, path)?;
    }
    let query = finding.conflict.zone();
    let attribution = query.attribution()?;
    let opening = query.opening();
    let numbers = match &options.parameter {
        Some(key) => Numbers::One(scenario.thresholds(&setting, set, key, Scan::default())?),
        None => Numbers::All(scenario.sweep(&setting, set, Scan::coarse())?),
    };
    let mut out = io::stdout().lock();
    if options.json {
        let document = document(&scenario, &finding, &attribution, &opening, &numbers);
        serde_json::to_writer_pretty(&mut out, &document)?;
        writeln!(out)?;
        return Ok(());
    }
    let plain = std::env::var_os("NO_COLOR").is_some() || !out.is_terminal();
    let colour = if plain { Colour::Never } else { Colour::Always };
    let conflict = &finding.conflict;
    write!(out, "{}", text::heading(&scenario, conflict, colour))?;
    write!(out, "{}", text::finding(&finding, colour))?;
    write!(out, "{}", text::attribution(&attribution, colour))?;
    write!(out, "{}", text::lifts(conflict, &finding.clashes, colour))?;
    write!(out, "{}", text::opening(conflict, &opening, colour))?;
    let page = match &numbers {
        Numbers::All(sweep) => text::sweep(&scenario, sweep, colour),
        Numbers::One(thresholds) => text::thresholds(&scenario, thresholds, colour),
    };
    write!(out, "{page}")?;
    Ok(())
}
