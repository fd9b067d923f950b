//! One deal zone, taken apart: the verdict and its proof, why it is so, and what would change it.
//!
//! `cargo run --release --example zone -- --help` lists the options; any scenario file can be given.

use std::error::Error;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use dealzone::analysis::{Attribution, Reading, Scan, Sweep, Threshold, Thresholds};
use dealzone::conflict::{Conflict, Situation};
use dealzone::index::PartyIndex;
use dealzone::report::Finding;
use dealzone::report::text::{self, Colour};
use dealzone::scenario::Scenario;
use dealzone::zone::{Certificate, Clashes, Demands, Opening, Price, Verdict};
use serde_json::{Value, json};

/// Is there a deal that every side prefers to fighting on? If not, why not, and what would open one?
#[derive(Parser)]
struct Options {
    /// A scenario file, instead of the one built in
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// The demand set, instead of the first
    #[arg(long, value_name = "ID")]
    demands: Option<String>,
    /// Look closely at where this number flips the verdict, instead of coarsely at all numbers
    #[arg(long, value_name = "KEY")]
    parameter: Option<String>,
    /// Write the proof that the zone is empty to this file, as JSON
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Check a proof that was written before, and nothing else
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
    let scenario = match &options.scenario {
        Some(path) => Scenario::from_file(path),
        None => Scenario::builtin("ukraine-2026-01-23"),
    }
    .map_err(|error| error.render())?;
    let setting = scenario.setting();
    let set = match &options.demands {
        Some(id) => Some(id.as_str()),
        None => scenario.demand_sets().next().map(|set| set.id.as_str()),
    };
    let conflict = scenario.conflict_at(&setting, set)?;
    if let Some(path) = &options.check {
        return check(&conflict, path);
    }
    let label = scenario
        .demand_sets()
        .find(|demands| Some(demands.id.as_str()) == set)
        .map_or("the demands as written", |demands| &demands.label);
    let finding = Finding::new(set.unwrap_or(Finding::AS_WRITTEN), label, conflict);
    let query = finding.conflict.zone();
    let attribution = query.attribution()?;
    let opening = query.opening();
    let numbers = match &options.parameter {
        Some(key) => Numbers::One(scenario.thresholds(&setting, set, key, Scan::default())?),
        None => Numbers::All(scenario.sweep(&setting, set, Scan::coarse())?),
    };
    if let Some(path) = &options.certificate {
        match finding.checked_proof() {
            Some(proof) => fs::write(path, serde_json::to_vec(proof)?)?,
            None => eprintln!("no proof to write: the zone is not empty"),
        }
    }

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

/// Recomputes a certificate from the scenario alone.
fn check(conflict: &Conflict, path: &Path) -> Result<(), Box<dyn Error>> {
    let read = |error: &dyn Error| format!("{}: {error}", path.display());
    let text = fs::read(path).map_err(|error| read(&error))?;
    let certificate: Certificate = serde_json::from_slice(&text).map_err(|error| read(&error))?;
    certificate
        .verify(conflict, &Situation::opening(conflict))
        .map_err(|error| read(&error))?;
    println!(
        "The proof holds: branches and leaves recomputed with outward rounding: {}.",
        certificate.proof().nodes.len()
    );
    let all = Demands::all(conflict);
    let aside = all.as_slice().iter();
    for demand in aside.filter(|demand| !certificate.demands().contains(**demand)) {
        println!("It needs no appeal to: {}", demand.describe(conflict));
    }
    match certificate.upper() {
        f64::NEG_INFINITY => println!("No deal zone: the demands alone exclude every deal."),
        upper if upper < 0.0 => {
            println!(
                "No deal zone: no deal gives every side more than {upper:+.4} over fighting on."
            );
        }
        upper => {
            let text = "a bound on what all can gain, and no proof that there is no zone";
            return Err(format!("it shows no more than {upper:+.4} for every side: {text}").into());
        }
    }
    Ok(())
}

/// The same as data. Amounts are in utility; a null bound is infinite.
fn document(
    scenario: &Scenario,
    finding: &Finding,
    attribution: &Attribution,
    opening: &Opening,
    numbers: &Numbers,
) -> Value {
    let conflict = &finding.conflict;
    let zone = &finding.zone;
    let sets = |sets: &[Demands]| sets.iter().map(|set| named(conflict, set)).collect();
    let (clashes, lifts): (Vec<Value>, Vec<Value>) = (
        sets(Clashes::sets(&finding.clashes)),
        sets(Clashes::lifts(&finding.clashes)),
    );
    json!({
        "scenario": scenario.id(),
        "demand_set": finding.id,
        "verdict": match zone.verdict() {
            Verdict::Exists { .. } => "exists",
            Verdict::Empty { .. } => "empty",
            _ => "undecided",
        },
        "lower": zone.lower(),
        "upper": zone.upper(),
        "proof_nodes": finding.checked_proof().map(|proof| proof.proof().nodes.len()),
        "clashes": clashes,
        "lifts": lifts,
        "attribution": {
            "frictionless": attribution.frictionless(),
            "actual": attribution.actual(),
            "decisive": attribution.decisive(),
            "shares": attribution.shares().iter().map(|share| json!({
                "explanation": share.explanation,
                "share": share.share,
                "alone": share.alone,
                "taken_away": share.taken_away,
            })).collect::<Vec<_>>(),
        },
        "opening": {
            "gifts": by_party(conflict, &opening.gifts),
            "payments": price(&opening.payments),
            "subsidy": price(&opening.subsidy),
            "war": by_party(conflict, &opening.war),
            "war_for_all": price(&opening.war_for_all),
            "lottery": opening.lottery.as_ref().map(|lottery| json!({
                "chances": lottery.draws.iter().map(|(chance, _)| chance).collect::<Vec<_>>(),
                "value": lottery.value,
                "upper": lottery.upper,
                "surplus": lottery.surplus,
            })),
        },
        "flips": match numbers {
            Numbers::All(sweep) => sweep.flips.iter().map(|flip| {
                let key = &scenario.parameters()[flip.parameter.get()].key;
                threshold(key, Some(flip.distance), &flip.threshold)
            }).collect::<Vec<_>>(),
            Numbers::One(found) => found.flips.iter().map(|flip| {
                threshold(&scenario.parameters()[found.parameter.get()].key, None, flip)
            }).collect(),
        },
    })
}

fn named(conflict: &Conflict, demands: &Demands) -> Value {
    let demands = demands.as_slice().iter();
    demands.map(|demand| demand.describe(conflict)).collect()
}

fn by_party(conflict: &Conflict, prices: &[(PartyIndex, Price)]) -> Value {
    let id = |party: PartyIndex| conflict.parties()[party.get()].id.clone();
    prices
        .iter()
        .map(|(party, found)| (id(*party), price(found)))
        .collect()
}

fn price(price: &Price) -> Value {
    match price {
        Price::Of(payment) => json!({
            "at_least": payment.at_least,
            "enough": payment.enough,
            "by_party": payment.by_party,
        }),
        Price::Never => json!("never"),
        _ => json!("unknown"),
    }
}

fn threshold(key: &str, distance: Option<f64>, threshold: &Threshold) -> Value {
    let side = |value: f64, reading: &Reading| {
        json!({
            "value": value,
            "exists": reading.exists(),
            "proof_nodes": match reading {
                Reading::Empty { certificate } => Some(certificate.proof().nodes.len()),
                _ => None,
            },
        })
    };
    json!({
        "parameter": key,
        "distance": distance,
        "below": side(threshold.below.value, &threshold.below.reading),
        "above": side(threshold.above.value, &threshold.above.reading),
    })
}
