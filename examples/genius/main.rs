//! Scenarios that other people wrote: the frontier and the deals that stand out, of every GENIUS or GeniusWeb scenario
//! in a folder, and talks over them.
//!
//! `cargo run --release --features genius --example genius -- FOLDER` prints a table, with `--json` an object. Without
//! a folder it reads the domains of the project's own tests.

mod against;
mod entry;
#[path = "../common/finish.rs"]
mod finish;
mod json;
mod play;
mod table;

use std::error::Error;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use dealzone::genius::scenarios;
use dealzone::talks::Entrant;
use serde_json::{Map, Value};

use entry::Entry;
use finish::finish;

/// Where the project's own domains are.
const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/genius/domains");

/// What the program ends with.
const CODES: &str = "\
Exit codes: 0, with scenarios that cannot be read told in their place; 1 where the folder cannot be read, or where
--against finds a difference or a scenario missing; 2 for options that are none.";

/// The frontier of scenarios in the formats of GENIUS and GeniusWeb, and the deals that stand out.
#[derive(Parser)]
#[command(after_help = CODES)]
pub(crate) struct Options {
    /// A scenario, or a folder with scenarios at any depth
    pub(crate) folder: Option<PathBuf>,
    /// Prints a JSON object instead, keyed by each scenario's path under the folder
    #[arg(long)]
    pub(crate) json: bool,
    /// Compares with figures of another program instead: a JSON file in the form that --json prints
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub(crate) against: Option<PathBuf>,
    /// Runs talks over each scenario too: strategies for the parties in turn, such as boulware, conceder, tit-for-tat,
    /// micro, trade-off, bayesian or hardliner, or a concession exponent β
    #[arg(long, value_name = "STRATEGIES", value_delimiter = ',', value_parser = Entrant::named)]
    pub(crate) play: Vec<Entrant>,
    /// For how many rounds they talk
    #[arg(long, value_name = "COUNT", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rounds: u32,
    /// Adds to the JSON how long the frontier took, the least of several runs, in milliseconds
    #[arg(long, requires = "json")]
    pub(crate) times: bool,
    /// How many profiles count, in the order of their names; the rest is told as left out
    #[arg(long, value_name = "COUNT", default_value_t = 3)]
    pub(crate) parties: usize,
}

fn main() -> ExitCode {
    finish(run(&Options::parse()), ExitCode::FAILURE)
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let root = options.folder.clone().unwrap_or_else(|| OWN.into());
    if root.is_file() {
        let told = format!(
            "{} is a file; expected the folder that holds it",
            root.display()
        );
        return Err(told.into());
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    if let Some(file) = &options.against {
        return against::against(&root, file, options, &mut out);
    }
    if !options.json {
        table::header(&mut out)?;
    }
    let mut document = Map::new();
    let (mut all, mut unread) = (0, 0);
    for path in scenarios(&root)? {
        let entry = Entry::read(&root, &path, options);
        all += 1;
        unread += usize::from(entry.read.is_err());
        if options.json {
            document.insert(entry.path.clone(), json::told(&entry));
        } else {
            table::write(&entry, &mut out)?;
            out.flush()?;
        }
    }
    if options.json {
        writeln!(out, "{:#}", Value::from(document))?;
    }
    out.flush()?;
    if all == 0 {
        eprintln!("no scenario in {}", root.display());
    } else if unread > 0 {
        eprintln!("{unread} of {all} scenarios could not be read");
    }
    Ok(())
}
