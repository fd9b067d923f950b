//! Scenarios that other people wrote: the frontier and the deals that stand out, of every GENIUS or GeniusWeb scenario
//! in a folder.
//!
//! `cargo run --release --features genius --example genius -- FOLDER` prints a table, with `--json` an object. Without
//! a folder it reads the domains of the project's own tests.

use std::error::Error;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use dealzone::genius::{Figures, Point, Scenario, Solution, scenarios};
use serde_json::{Map, Value, json};

/// Where the project's own domains are.
const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/genius/domains");

/// The frontier of scenarios in the formats of GENIUS and GeniusWeb, and the deals that stand out.
#[derive(Parser)]
struct Options {
    /// A scenario, or a folder with scenarios at any depth
    folder: Option<PathBuf>,
    /// Prints a JSON object instead, keyed by each scenario's path under the folder
    #[arg(long)]
    json: bool,
    /// Compares with figures of another program instead: a JSON file in the form that --json prints
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    against: Option<PathBuf>,
    /// How many profiles count, in the order of their names
    #[arg(long, value_name = "COUNT", default_value_t = 3)]
    parties: usize,
}

/// One scenario of the tree.
struct Entry {
    path: String,
    read: Result<(Scenario, Option<Figures>), String>,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let root = options.folder.clone().unwrap_or_else(|| OWN.into());
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut document = Map::new();
    if let Some(file) = &options.against {
        return against(&root, file, options, &mut out);
    }
    if !options.json {
        header(&mut out)?;
    }
    for path in scenarios(&root)? {
        let entry = read(&root, &path, options);
        if options.json {
            document.insert(entry.path.clone(), entry.json());
        } else {
            entry.write(&mut out)?;
            out.flush()?;
        }
    }
    if options.json {
        writeln!(out, "{:#}", Value::from(document))?;
    }
    Ok(())
}

fn read(root: &Path, path: &Path, options: &Options) -> Entry {
    let shown: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    let loaded = Scenario::load_first(root.join(path), options.parties.max(1));
    Entry {
        path: if shown.is_empty() {
            ".".to_owned()
        } else {
            shown.join("/")
        },
        read: loaded
            .map(|scenario| {
                let figures = scenario.figures();
                (scenario, figures)
            })
            .map_err(|error| error.to_string()),
    }
}

/// Within this of each other figures count as the same.
const SAME: f64 = 1e-9;

/// Every figure of a file beside ours, and an error where one differs.
fn against(
    root: &Path,
    file: &Path,
    options: &Options,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let text =
        std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let theirs: Map<String, Value> = serde_json::from_str(&text)?;
    writeln!(
        out,
        "{:<42}{:>9}{:>8}  largest difference",
        "scenario", "figures", "differ"
    )?;
    let (mut figures, mut differ, mut ours_alone) = (0, 0, Vec::new());
    let mut known = 0;
    for path in scenarios(root)? {
        let entry = read(root, &path, options);
        let Some(theirs) = theirs.get(&entry.path).and_then(Value::as_object) else {
            ours_alone.push(entry.path);
            continue;
        };
        known += 1;
        let ours = entry.json();
        let mut wrong = Vec::new();
        let mut largest: f64 = 0.0;
        for (name, expected) in theirs {
            let gap = ours
                .get(name)
                .map_or(f64::INFINITY, |found| difference(found, expected));
            largest = largest.max(gap);
            if gap > SAME {
                wrong.push(name.as_str());
            }
        }
        figures += theirs.len();
        differ += wrong.len();
        writeln!(
            out,
            "{:<42}{:>9}{:>8}  {largest:.1e} {}",
            clipped(&entry.path, 41),
            theirs.len(),
            wrong.len(),
            wrong.join(", ")
        )?;
    }
    let missing = theirs.len() - known;
    writeln!(
        out,
        "{figures} figures of {known} scenarios, {differ} differ by more than {SAME:e}"
    )?;
    if !ours_alone.is_empty() {
        writeln!(out, "not among theirs: {}", ours_alone.join(", "))?;
    }
    out.flush()?;
    if differ > 0 || missing > 0 {
        return Err(format!("{differ} figures differ, {missing} scenarios are missing").into());
    }
    Ok(())
}

/// The largest difference between numbers in the same places; infinite where the values differ in another way.
fn difference(found: &Value, expected: &Value) -> f64 {
    match (found, expected) {
        (Value::Number(found), Value::Number(expected)) => {
            match (found.as_f64(), expected.as_f64()) {
                (Some(found), Some(expected)) => (found - expected).abs(),
                _ => f64::INFINITY,
            }
        }
        (Value::Array(found), Value::Array(expected)) if found.len() == expected.len() => {
            let pairs = found.iter().zip(expected);
            pairs
                .map(|(one, other)| difference(one, other))
                .fold(0.0, f64::max)
        }
        _ if found == expected => 0.0,
        _ => f64::INFINITY,
    }
}

fn header(out: &mut impl Write) -> std::io::Result<()> {
    writeln!(
        out,
        "{:<38}{:>3}{:>10}{:>10}{:>7}{:>9}{:>9}{:>9}{:>9}",
        "scenario", "n", "outcomes", "rational", "Pareto", "Nash", "KS", "egal.", "welfare"
    )
}

impl Entry {
    fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        let name = clipped(&self.path, 37);
        let (scenario, figures) = match &self.read {
            Err(error) => return writeln!(out, "{name:<38}error: {error}"),
            Ok(read) => read,
        };
        let count = |count: Option<f64>| match count {
            Some(count) if count < 1e9 => format!("{count}"),
            Some(count) => format!("{count:.2e}"),
            None => "–".to_owned(),
        };
        let told = |solution: &Option<Solution>| match solution {
            Some(solution) => format!("{:.5}", solution.value),
            None => "–".to_owned(),
        };
        let parties = scenario.profiles().len();
        match figures {
            None => writeln!(
                out,
                "{name:<38}{parties:>3}{:>10}  of a kind or size that is not analysed",
                count(scenario.domain().outcomes())
            )?,
            Some(figures) => writeln!(
                out,
                "{name:<38}{parties:>3}{:>10}{:>10}{:>7}{:>9}{:>9}{:>9}{:>9.5}",
                count(figures.outcomes),
                count(figures.rational),
                figures.pareto.len(),
                told(&figures.nash),
                told(&figures.kalai_smorodinsky),
                told(&figures.egalitarian),
                figures.welfare.value,
            )?,
        }
        for warning in scenario.warnings() {
            writeln!(out, "    warning: {warning}")?;
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let (scenario, figures) = match &self.read {
            Err(error) => return json!({ "error": error }),
            Ok(read) => read,
        };
        let files: Vec<&str> = scenario
            .profiles()
            .iter()
            .map(|profile| profile.file.as_str())
            .collect();
        let mut entry = Map::new();
        entry.insert("domain".to_owned(), json!(scenario.domain_file()));
        entry.insert("profiles".to_owned(), json!(files));
        let warnings: Vec<String> = scenario
            .warnings()
            .iter()
            .map(ToString::to_string)
            .collect();
        if !warnings.is_empty() {
            entry.insert("warnings".to_owned(), json!(warnings));
        }
        match figures {
            Some(figures) => tell(figures, &mut entry),
            None => {
                let outcomes = scenario.domain().outcomes().map(whole);
                entry.insert("outcomes".to_owned(), json!(outcomes));
            }
        }
        entry.into()
    }
}

/// The figures under the names of the reference that conformance is measured against.
fn tell(figures: &Figures, entry: &mut Map<String, Value>) {
    let pareto: Vec<&Vec<f64>> = figures.pareto.iter().map(utilities).collect();
    let mut put = |name: &str, value: Value| {
        entry.insert(name.to_owned(), value);
    };
    put("outcomes", json!(figures.outcomes.map(whole)));
    put("reservation", json!(figures.reservation));
    put("rational", json!(figures.rational.map(whole)));
    put("pareto", json!(pareto));
    for (name, solution) in [
        ("nash_product", &figures.nash),
        ("ks_value", &figures.kalai_smorodinsky),
        ("egalitarian_value", &figures.egalitarian),
    ] {
        if let Some(solution) = solution {
            put(name, json!(solution.value));
        }
    }
    put("max_welfare", json!(figures.welfare.value));
}

fn utilities(point: &Point) -> &Vec<f64> {
    &point.utilities
}

/// A count as a whole number where it is known to the last digit.
fn whole(count: f64) -> Value {
    if count < 9e15 {
        json!(count as u64)
    } else {
        json!(count)
    }
}

fn clipped(text: &str, width: usize) -> String {
    let count = text.chars().count();
    if count <= width {
        text.to_owned()
    } else {
        let rest = text.chars().skip(count - width + 1);
        std::iter::once('…').chain(rest).collect()
    }
}
