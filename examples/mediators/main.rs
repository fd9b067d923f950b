//! Three styles of mediation compared: facilitation, formulation and manipulation (Beardsley, Quinn, Biswas & Wilkenfeld
//! 2006), on random conflicts and on a scenario.
//!
//! This example demonstrates in particular:
//!
//! - a conflict built in code, with a mediator that has levers (`table/random.rs`);
//! - many runs of talks, in parallel, with results that do not depend on the number of threads (`table/tally.rs`).
//!
//! ```text
//! cargo run --release --example mediators
//! ```
//!
//! Seeds are fixed and nothing is tuned: the table shows whichever style comes out ahead. What the columns mean is on the
//! page `documentation::mediators`.

#[path = "../common/finish.rs"]
mod finish;
mod table;

use std::error::Error;
use std::io::{Write, stdout};
use std::process::ExitCode;

use clap::Parser;

use finish::finish;
use table::{CONFLICTS, Failure, RUNS, on_random_conflicts, on_the_scenario};

/// Three styles of mediation compared
#[derive(Parser)]
struct Options {
    /// How many random conflicts
    #[arg(long, value_name = "N", default_value_t = CONFLICTS, value_parser = clap::value_parser!(u64).range(1..))]
    conflicts: u64,
    /// How many runs of the scenario under each style
    #[arg(long, value_name = "N", default_value_t = RUNS, value_parser = clap::value_parser!(u64).range(1..))]
    runs: u64,
}

fn main() -> ExitCode {
    let ended = run(&Options::parse());
    finish(
        ended.map_err(|error| -> Box<dyn Error> { error }),
        ExitCode::FAILURE,
    )
}

fn run(options: &Options) -> Result<(), Failure> {
    let first = on_random_conflicts(options.conflicts)?;
    let second = on_the_scenario(options.runs)?;
    write!(stdout().lock(), "{first}\n{second}")?;
    Ok(())
}
