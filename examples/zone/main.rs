//! One deal zone, taken apart: the verdict and its proof, why it is so, and what would change it.
//!
//! `cargo run --release --example zone -- --help` lists the options; any scenario file can be given.

mod document;
#[path = "../common/finish.rs"]
mod finish;
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
use dealzone::zone::Demands;

use document::document;
use finish::finish;

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
    /// Look from here on, within the parameter's range or beyond it
    #[arg(long, value_name = "A", requires_all = ["parameter", "to"], allow_negative_numbers = true)]
    from: Option<f64>,
    /// Look up to here
    #[arg(long, value_name = "B", requires_all = ["parameter", "from"], allow_negative_numbers = true)]
    to: Option<f64>,
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
    finish(run(&Options::parse()), ExitCode::FAILURE)
}

/// What the numbers of the scenario do to the verdict.
enum Numbers {
    All(Sweep),
    One(Thresholds),
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let scenario = Scenario::open(&options.scenario).map_err(|error| error.render())?;
    let mut out = io::stdout().lock();
    if let Some(path) = &options.check {
        let shown = proof::check(&scenario, options.demands.as_deref(), path)?;
        write!(out, "{shown}")?;
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
    // Where red lines exclude every deal nothing has a price until some are lifted.
    let lifted = finding.zone.closest().map(|closest| &closest.lifted);
    let lifted = lifted.filter(|lifted| !lifted.as_slice().is_empty());
    let after = lifted.map(|lifted| {
        let rest = Demands::all(&finding.conflict).without(lifted);
        (lifted, finding.conflict.zone().demands(rest).opening())
    });
    let numbers = match &options.parameter {
        Some(key) => Numbers::One(look_closely(&scenario, set, key, options)?),
        None => Numbers::All(scenario.sweep(&setting, set, Scan::coarse())?),
    };
    if options.json {
        let document = document(
            &scenario,
            &finding,
            &attribution,
            (&opening, after.as_ref()),
            &numbers,
        );
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
    if let Some((lifted, opening)) = &after {
        let page = text::opening_after(conflict, lifted, opening, colour);
        write!(out, "{page}")?;
    }
    let page = match &numbers {
        Numbers::All(sweep) => text::sweep(&scenario, sweep, colour),
        Numbers::One(thresholds) => text::thresholds(&scenario, thresholds, colour),
    };
    write!(out, "{page}")?;
    Ok(())
}

/// Where one number flips the verdict, within the bounds asked for or else within its range.
fn look_closely(
    scenario: &Scenario,
    set: Option<&str>,
    key: &str,
    options: &Options,
) -> Result<Thresholds, Box<dyn Error>> {
    let (setting, scan) = (scenario.setting(), Scan::default());
    if let (Some(from), Some(to)) = (options.from, options.to) {
        return Ok(scenario.thresholds_within(&setting, set, key, from..=to, scan)?);
    }
    let found = scenario.thresholds(&setting, set, key, scan)?;
    if found.low == found.high {
        return Err(format!("`{key}` has no range: --from and --to say where to look").into());
    }
    Ok(found)
}
