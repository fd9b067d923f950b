//! Scenarios that other people wrote: the frontier and the deals that stand out, of every GENIUS or GeniusWeb scenario
//! in a folder, and talks over them.
//!
//! `cargo run --release --features genius --example genius -- FOLDER` prints a table, with `--json` an object. Without
//! a folder it reads the domains of the project's own tests.

use std::error::Error;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Parser;
use dealzone::genius::{
    Comparison, Exactness, Figures, Point, Scenario, Solution, Standing, listed_frontier, scenarios,
};
use dealzone::talks::{Entrant, Protocol, Talks, TalksSettings};
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
    /// Runs talks over each scenario too: strategies for the parties in turn, such as boulware, conceder, tit-for-tat,
    /// micro, trade-off, bayesian or hardliner, or a concession exponent β
    #[arg(long, value_name = "STRATEGIES", value_delimiter = ',', value_parser = Entrant::named)]
    play: Vec<Entrant>,
    /// For how many rounds they talk
    #[arg(long, value_name = "COUNT", default_value_t = 100)]
    rounds: u32,
    /// Adds to the JSON how long the frontier took, the least of several runs, in milliseconds
    #[arg(long, requires = "json")]
    times: bool,
    /// How many profiles count, in the order of their names
    #[arg(long, value_name = "COUNT", default_value_t = 3)]
    parties: usize,
}

/// One scenario of the tree.
struct Entry {
    path: String,
    read: Result<Analysed, String>,
}

/// What there is to tell of a scenario that could be read.
struct Analysed {
    scenario: Scenario,
    figures: Option<Figures>,
    /// Milliseconds, where they were asked for.
    took: Option<f64>,
    /// What somebody else's list is worth, or why it could not be read.
    listed: Option<Result<Comparison, String>>,
    /// How the talks ended, where they were asked for.
    talks: Option<Result<Played, String>>,
}

/// How talks ended.
struct Played {
    rounds: u32,
    /// The utilities of the deal; `None` where there was none.
    deal: Option<Vec<f64>>,
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
    let folder = root.join(path);
    let loaded = Scenario::load_first(&folder, options.parties.max(1));
    Entry {
        path: if shown.is_empty() {
            ".".to_owned()
        } else {
            shown.join("/")
        },
        read: loaded
            .map(|scenario| analyse(&folder, scenario, options))
            .map_err(|error| error.to_string()),
    }
}

fn analyse(folder: &Path, scenario: Scenario, options: &Options) -> Analysed {
    let figures = scenario.figures();
    let listed = figures
        .as_ref()
        .and_then(|figures| match listed_frontier(folder) {
            Ok(listed) => listed.map(|listed| Ok(figures.compare(&listed))),
            Err(error) => Some(Err(error.to_string())),
        });
    Analysed {
        took: options.times.then(|| least_time(&scenario)),
        talks: (!options.play.is_empty()).then(|| play(&scenario, options)),
        scenario,
        figures,
        listed,
    }
}

/// The least time that the frontier takes, in milliseconds.
fn least_time(scenario: &Scenario) -> f64 {
    let run = |_| {
        let start = Instant::now();
        std::hint::black_box(scenario.frontier());
        start.elapsed().as_secs_f64() * 1e3
    };
    let first = run(0);
    let more = if first > 100.0 { 2 } else { 20 };
    (0..more).map(run).fold(first, f64::min)
}

/// Alternating offers, stacked for three and more.
fn play(scenario: &Scenario, options: &Options) -> Result<Played, String> {
    let told = |error: &dyn Error| error.to_string();
    let conflict = scenario.conflict().map_err(|error| told(&error))?;
    let mut settings = TalksSettings::alternating(&conflict, options.rounds);
    if conflict.parties().len() > 2 {
        settings.protocol = Protocol::Stacked;
    }
    for (seat, entrant) in settings
        .negotiators
        .iter_mut()
        .zip(options.play.iter().cycle())
    {
        *seat = Arc::clone(&entrant.negotiator);
    }
    let talks = Talks::new(&conflict, settings, 1).map_err(|error| told(&error))?;
    let mut played = Played {
        rounds: 0,
        deal: None,
    };
    for round in talks {
        played.rounds = round.number;
        if let Some(deal) = round.outcome.as_ref().and_then(|outcome| outcome.deal()) {
            played.deal = scenario.utilities(&scenario.outcome_of(deal));
        }
    }
    Ok(played)
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
        let Analysed {
            scenario,
            figures,
            listed,
            talks,
            ..
        } = match &self.read {
            Err(error) => return writeln!(out, "{name:<38}error: {error}"),
            Ok(read) => read,
        };
        let count = |count: Option<f64>| match count {
            Some(count) if count < 1e9 => format!("{count}"),
            Some(count) => format!("{count:.2e}"),
            None => "–".to_owned(),
        };
        let told = |solution: &Option<Solution>| match solution {
            Some(solution) => figure(solution),
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
                "{name:<38}{parties:>3}{:>10}{:>10}{:>7}{:>9}{:>9}{:>9}{:>9}",
                count(figures.outcomes),
                count(figures.rational),
                figures.pareto.len(),
                told(&figures.nash),
                told(&figures.kalai_smorodinsky),
                told(&figures.egalitarian),
                figure(&figures.welfare),
            )?,
        }
        for warning in scenario.warnings() {
            writeln!(out, "    warning: {warning}")?;
        }
        if let Some(figures) = figures {
            write_proof(out, figures)?;
        }
        match listed {
            Some(Ok(comparison)) => write_listed(out, scenario, comparison)?,
            Some(Err(error)) => writeln!(out, "    warning: {error}")?,
            None => {}
        }
        match talks {
            Some(Ok(Played {
                rounds,
                deal: Some(utilities),
            })) => writeln!(
                out,
                "    talks: a deal in round {rounds}, worth {}",
                vector(utilities)
            ),
            Some(Ok(Played { rounds, .. })) => writeln!(out, "    talks: none in {rounds} rounds"),
            Some(Err(error)) => writeln!(out, "    talks: not held: {error}"),
            None => Ok(()),
        }
    }

    fn json(&self) -> Value {
        let read = match &self.read {
            Err(error) => return json!({ "error": error }),
            Ok(read) => read,
        };
        let scenario = &read.scenario;
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
        match &read.figures {
            Some(figures) => tell(figures, &mut entry),
            None => {
                let outcomes = scenario.domain().outcomes().map(whole);
                entry.insert("outcomes".to_owned(), json!(outcomes));
            }
        }
        match &read.listed {
            Some(Ok(comparison)) => {
                entry.insert("listed".to_owned(), tell_listed(comparison));
            }
            Some(Err(error)) => {
                entry.insert("listed".to_owned(), json!({ "error": error }));
            }
            None => {}
        }
        match &read.talks {
            Some(Ok(played)) => {
                let talks = json!({ "rounds": played.rounds, "deal": played.deal });
                entry.insert("talks".to_owned(), talks);
            }
            Some(Err(error)) => {
                entry.insert("talks".to_owned(), json!({ "error": error }));
            }
            None => {}
        }
        if let Some(took) = read.took {
            entry.insert("frontier_ms".to_owned(), json!(took));
        }
        entry.into()
    }
}

/// A value, with ≥ where a greater one is not ruled out.
fn figure(solution: &Solution) -> String {
    let mark = if solution.upper > solution.value {
        "≥"
    } else {
        ""
    };
    format!("{mark}{:.5}", solution.value)
}

fn vector(numbers: &[f64]) -> String {
    let numbers: Vec<String> = numbers
        .iter()
        .map(|number| format!("{number:.5}"))
        .collect();
    format!("({})", numbers.join(", "))
}

/// What is proven, where that is not plain, and what rectangles add up to.
fn write_proof(out: &mut impl Write, figures: &Figures) -> std::io::Result<()> {
    match &figures.exactness {
        Exactness::Exact => {}
        Exactness::Within(gap) => {
            writeln!(
                out,
                "    every deal is matched by one listed to within {gap:.4}"
            )?;
        }
        Exactness::Below(bounds) => writeln!(
            out,
            "    the search was cut short: {} bounds, of which every deal lies at or below one",
            bounds.len()
        )?,
    }
    let Some(sums) = &figures.sums else {
        return Ok(());
    };
    for (party, ((best, upper), stated)) in sums
        .best
        .iter()
        .zip(&sums.upper)
        .zip(&sums.stated)
        .enumerate()
    {
        let proven = if upper > best {
            format!("found, {upper} at most")
        } else {
            "proven".to_owned()
        };
        let cut = if best > stated { ", cut at 1" } else { "" };
        let party = party + 1;
        writeln!(
            out,
            "    best sum of party {party}: {best} ({proven}) of {stated}{cut}"
        )?;
    }
    Ok(())
}

fn write_listed(
    out: &mut impl Write,
    scenario: &Scenario,
    comparison: &Comparison,
) -> std::io::Result<()> {
    let proven = if comparison.is_proven {
        "no deal reaches it"
    } else {
        "no deal found reaches it"
    };
    for (point, standing) in &comparison.listed {
        write!(out, "    listed {} ", vector(point))?;
        match standing {
            Standing::Agrees => writeln!(out, "agrees")?,
            Standing::Unreached => writeln!(out, "cannot be matched: {proven}")?,
            Standing::Beaten(better) => {
                let recomputed = scenario.utilities(&better.outcome).unwrap_or_default();
                writeln!(out, "is beaten by {}", vector(&recomputed))?;
            }
        }
    }
    for point in &comparison.missing {
        writeln!(out, "    not listed: {}", vector(&point.utilities))?;
    }
    Ok(())
}

fn tell_listed(comparison: &Comparison) -> Value {
    let points: Vec<Value> = comparison
        .listed
        .iter()
        .map(|(point, standing)| match standing {
            Standing::Agrees => json!({ "point": point, "standing": "agrees" }),
            Standing::Beaten(by) => {
                json!({ "point": point, "standing": "beaten", "by": by.utilities })
            }
            Standing::Unreached => json!({ "point": point, "standing": "unreached" }),
        })
        .collect();
    let missing: Vec<&Vec<f64>> = comparison.missing.iter().map(utilities).collect();
    json!({ "proven": comparison.is_proven, "points": points, "missing": missing })
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
    let welfare = Some(figures.welfare.clone());
    for (name, solution) in [
        ("nash_product", &figures.nash),
        ("ks_value", &figures.kalai_smorodinsky),
        ("egalitarian_value", &figures.egalitarian),
        ("max_welfare", &welfare),
    ] {
        if let Some(solution) = solution {
            put(name, json!(solution.value));
            if solution.upper > solution.value {
                put(&format!("{name}_upper"), json!(solution.upper));
            }
        }
    }
    match &figures.exactness {
        Exactness::Exact => {}
        Exactness::Within(gap) => put("pareto_within", json!(gap)),
        Exactness::Below(bounds) => put("pareto_upper", json!(bounds)),
    }
    if let Some(sums) = &figures.sums {
        let parties = 0..figures.reservation.len();
        let best = parties.map(|party| {
            let own = figures.pareto.iter().map(|point| point.utilities[party]);
            own.fold(f64::NEG_INFINITY, f64::max)
        });
        put("best", json!(best.collect::<Vec<f64>>()));
        put("best_sum", json!(sums.best));
        put("best_sum_upper", json!(sums.upper));
        put("max_utility", json!(sums.stated));
        put("pareto_sums", json!(sums.frontier));
        for (name, solution) in [
            ("nash_utilities", &figures.nash),
            ("ks_utilities", &figures.kalai_smorodinsky),
            ("egalitarian_utilities", &figures.egalitarian),
        ] {
            if let Some(solution) = solution {
                put(name, json!(solution.point.utilities));
            }
        }
    }
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
