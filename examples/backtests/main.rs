//! Two rounds of talks whose end is known: what the model says of each on the eve, beside what happened and beside naive
//! guesses. The page `documentation::backtests` holds the tables that this prints.
//!
//! `cargo run --release --example backtests`

mod page;

use std::process::ExitCode;

use clap::Parser;

use page::{CASES, RUNS, SETTINGS, tables};

/// What does the model say of talks whose end is known?
#[derive(Parser)]
struct Options {
    /// Talks played at the central values, for each set of demands
    #[arg(long, value_name = "N", default_value_t = RUNS)]
    runs: u64,
    /// Settings drawn from the ranges of all numbers, for each set of demands
    #[arg(long, value_name = "N", default_value_t = SETTINGS)]
    settings: u64,
}

fn main() -> ExitCode {
    let options = Options::parse();
    for case in CASES {
        match tables(case, options.runs, options.settings) {
            Ok(page) => println!("{page}"),
            Err(error) => {
                eprintln!("error: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
