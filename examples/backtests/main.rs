//! Two rounds of talks whose end is known: what the model says of each on the eve, beside what happened and beside naive
//! guesses. The page `documentation::backtests` holds the tables that this prints.
//!
//! `cargo run --release --example backtests`

#[path = "../common/finish.rs"]
mod finish;
mod page;

use std::error::Error;
use std::io::{Write, stdout};
use std::process::ExitCode;

use clap::Parser;

use finish::finish;
use page::{CASES, RUNS, SETTINGS, tables};

/// What does the model say of talks whose end is known?
#[derive(Parser)]
struct Options {
    /// Talks played at the central values, for each set of demands
    #[arg(long, value_name = "N", default_value_t = RUNS, value_parser = clap::value_parser!(u64).range(1..))]
    runs: u64,
    /// Settings drawn from the ranges of all numbers, for each set of demands
    #[arg(long, value_name = "N", default_value_t = SETTINGS, value_parser = clap::value_parser!(u64).range(1..))]
    settings: u64,
}

fn main() -> ExitCode {
    finish(run(&Options::parse()), ExitCode::FAILURE)
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut out = stdout().lock();
    for case in CASES {
        let page = tables(case, options.runs, options.settings)?;
        writeln!(out, "{page}")?;
    }
    Ok(())
}
