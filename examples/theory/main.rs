//! Published results, each beside what the library makes of it, through its public interface alone.
//!
//! `cargo run --release --example theory -- --help` lists the options. Exits with 1 where a number is missed.

mod contests;
#[path = "../common/finish.rs"]
mod finish;
mod numbers;
mod offers;
mod pie;
mod row;
mod secrets;
mod solutions;
mod zone;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use serde_json::json;

use finish::finish;
use row::Row;

/// Which published numbers come out of the library?
#[derive(Parser)]
struct Options {
    /// Only papers whose author or year holds this text
    #[arg(value_name = "TEXT")]
    paper: Option<String>,
    /// Print one JSON document instead of text
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    finish(run(&Options::parse()), ExitCode::FAILURE)
}

fn run(options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    let mut rows = Vec::new();
    let parts = [
        zone::zone,
        solutions::solutions,
        offers::offers,
        secrets::secrets,
        contests::contests,
        secrets::advice,
        numbers::numbers,
    ];
    for part in parts {
        rows.extend(part()?);
    }
    if let Some(text) = &options.paper {
        let text = text.to_lowercase();
        rows.retain(|row| row.paper.to_lowercase().contains(&text));
        if rows.is_empty() {
            return Err(format!("no paper here holds {text:?}").into());
        }
    }
    let holds = |row: &Row| (row.computed - row.published).abs() <= row.within;
    let held = rows.iter().filter(|row| holds(row)).count();
    let mut out = std::io::stdout().lock();
    if options.json {
        let rows: Vec<_> = rows
            .iter()
            .map(|row| {
                json!({
                    "paper": row.paper,
                    "result": row.what,
                    "published": row.published,
                    "computed": row.computed,
                    "within": row.within,
                    "holds": holds(row),
                })
            })
            .collect();
        writeln!(out, "{:#}", json!({ "results": rows }))?;
    } else {
        writeln!(out, "{:<54}{:>11}{:>12}", "", "published", "computed")?;
        let mut before = "";
        for row in &rows {
            if row.paper != before {
                writeln!(out, "\n{}", row.paper)?;
                before = row.paper;
            }
            let miss = if holds(row) { "" } else { "  missed" };
            // What rounds to zero has no sign.
            let [published, computed] = [row.published, row.computed]
                .map(|number| if number.abs() < 5e-7 { 0.0 } else { number });
            writeln!(
                out,
                "  {:<52}{published:>11.6}{computed:>12.6}{miss}",
                row.what
            )?;
        }
        writeln!(out, "\n{held} of {} numbers hold", rows.len())?;
    }
    Ok(ExitCode::from(u8::from(held < rows.len())))
}
