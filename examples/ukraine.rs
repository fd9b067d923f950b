//! The war in Ukraine as of 23 January 2026, the morning after the night in the Kremlin.
//!
//! For each of the demand sets on record: is there a deal that every side prefers to fighting on, the proof either
//! way, which demands clash, and the deal that comes closest. Then the talks, round by round.
//!
//! `cargo run --release --example ukraine -- --help` lists the options; any other scenario file can be given.

#[path = "common/finish.rs"]
mod finish;

use std::error::Error;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;
use dealzone::mediator::Style;
use dealzone::report::text::{self, Colour};
use dealzone::report::{Document, Finding, Transcript};
use dealzone::scenario::Scenario;
use dealzone::talks::Talks;

use finish::finish;

/// Is there a deal that every side prefers to fighting on, and would these parties find it?
#[derive(Parser)]
struct Options {
    /// A scenario file, or the id of a scenario built in
    #[arg(long, value_name = "FILE|ID", default_value = "ukraine-2026-01-23")]
    scenario: String,
    /// The seed of the talks
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// After how many rounds the talks end, instead of the scenario's number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    rounds: Option<u32>,
    /// The demand set that the talks are held under, instead of the first
    #[arg(long, value_name = "ID")]
    demands: Option<String>,
    /// What the mediator does, instead of what the scenario says
    #[arg(long, value_name = "STYLE", value_parser = Style::ALL.map(Style::word))]
    style: Option<String>,
    /// Print one JSON document instead of text
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    finish(run(&Options::parse()), ExitCode::FAILURE)
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let scenario = Scenario::open(&options.scenario).map_err(|error| error.render())?;
    let setting = scenario.setting();
    let findings = Finding::all(&scenario, &setting)?;
    let under = match &options.demands {
        None => &findings[0],
        Some(id) => findings
            .iter()
            .find(|finding| finding.id == *id)
            .ok_or_else(|| {
                let known: Vec<&str> = findings.iter().map(|finding| finding.id.as_str()).collect();
                format!(
                    "there is no demand set \"{id}\"; there are: {}",
                    known.join(", ")
                )
            })?,
    };
    let mut settings = scenario.talks_settings(&setting)?;
    settings.rounds = options.rounds.unwrap_or(settings.rounds);
    if let Some(style) = options.style.as_deref().and_then(Style::from_word) {
        settings = settings.in_style(style);
    }
    let mut talks = Talks::new(&under.conflict, settings, options.seed)?;
    let transcript = Transcript::of(options.seed, &mut talks);

    let mut out = std::io::stdout().lock();
    if options.json {
        let document = Document::new(&scenario, &findings, under, &transcript);
        serde_json::to_writer_pretty(&mut out, &document)?;
        writeln!(out)?;
    } else {
        let plain = std::env::var_os("NO_COLOR").is_some() || !out.is_terminal();
        let colour = if plain { Colour::Never } else { Colour::Always };
        write!(out, "{}", text::heading(&scenario, &under.conflict, colour))?;
        for finding in &findings {
            write!(out, "{}", text::finding(finding, colour))?;
        }
        let page = text::transcript(&under.conflict, &under.id, &transcript, colour);
        write!(out, "{page}")?;
    }
    Ok(())
}
