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

mod table;

use std::process::ExitCode;

use clap::Parser;

use table::{CONFLICTS, RUNS, on_random_conflicts, on_the_scenario};

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
