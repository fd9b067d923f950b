//! The tables of the page on mediators.

mod random;
mod tally;

use std::error::Error;
use std::fmt::Write;

use dealzone::mediator::Style;
use dealzone::scenario::Scenario;
use dealzone::talks::{Protocol, TalksSettings};
use dealzone::units::Probability;

use random::{random, settings};
use tally::{Tally, in_parallel};

/// Whatever stood in the way.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// How many random conflicts there are unless told otherwise.
pub(crate) const CONFLICTS: u64 = 1_000;
/// How many runs of the scenario there are under each style unless told otherwise.
pub(crate) const RUNS: u64 = 10;

/// What is compared: a name, a style, a protocol, and whether the sides heed what they are told.
const ROWS: [(&str, Style, Protocol, bool); 6] = [
    (
        "messenger, shuttle",
        Style::Facilitation,
        Protocol::Shuttle,
        false,
    ),
    (
        "facilitation, shuttle",
        Style::Facilitation,
        Protocol::Shuttle,
        true,
    ),
    (
        "formulation, shuttle",
        Style::Formulation,
        Protocol::Shuttle,
        true,
    ),
    (
        "manipulation, shuttle",
        Style::Manipulation,
        Protocol::Shuttle,
        true,
    ),
    (
        "formulation, text",
        Style::Formulation,
        Protocol::SingleText,
        true,
    ),
    (
        "manipulation, text",
        Style::Manipulation,
        Protocol::SingleText,
        true,
    ),
];

/// The table on random conflicts, as it is printed.
pub(crate) fn on_random_conflicts(conflicts: u64) -> Result<String, Failure> {
    let mut page = String::new();
    writeln!(page, "{conflicts} random conflicts, one run each")?;
    write_rows(&mut page, conflicts, |seed, row| {
        let conflict = random(seed)?;
        let settings = settings(&conflict, seed)?;
        Tally::of(&conflict, as_in(row, settings)?, seed)
    })?;
    Ok(page)
}

/// The table on the built-in scenario, as it is printed.
pub(crate) fn on_the_scenario(runs: u64) -> Result<String, Failure> {
    let mut page = String::new();
    let scenario = Scenario::builtin("ukraine-2026-01-23").map_err(|error| error.render())?;
    let setting = scenario.setting();
    let conflict = scenario.conflict_at(&setting, Some("freeze"))?;
    let settings = scenario.talks_settings(&setting)?;
    writeln!(page, "ukraine-2026-01-23 under freeze, {runs} runs each")?;
    write_rows(&mut page, runs, |seed, row| {
        Tally::of(&conflict, as_in(row, settings.clone())?, seed)
    })?;
    Ok(page)
}

fn as_in(
    row: &(&str, Style, Protocol, bool),
    mut settings: TalksSettings,
) -> Result<TalksSettings, Failure> {
    let (_, style, protocol, heeded) = *row;
    settings.protocol = protocol;
    if let Some(mediation) = settings.mediation {
        let mediation = mediation.with_style(style);
        settings.mediation = Some(match heeded {
            true => mediation,
            false => mediation.with_messages(Probability::ZERO, 0.0)?,
        });
    }
    Ok(settings)
}

fn write_rows(
    page: &mut String,
    runs: u64,
    play: impl Fn(u64, &(&str, Style, Protocol, bool)) -> Result<Tally, Failure> + Sync,
) -> Result<(), Failure> {
    writeln!(
        page,
        "{:<22} {:>7} {:>6} {:>6} {:>9} {:>9}",
        "", "signed", "round", "kept", "worst off", "mediator"
    )?;
    for row in &ROWS {
        let total = in_parallel(runs, |seed| play(seed, row))?;
        let signed = total.signed as f64;
        let percent = |part: f64, whole: f64| match whole > 0.0 {
            true => format!("{:.1} %", 100.0 * part / whole),
            false => "-".to_owned(),
        };
        let mean = |sum: f64, digits| match total.signed {
            0 => "-".to_owned(),
            _ => format!("{:.digits$}", sum / signed),
        };
        writeln!(
            page,
            "{:<22} {:>7} {:>6} {:>6} {:>9} {:>9}",
            row.0,
            percent(signed, runs as f64),
            mean(total.rounds as f64, 1),
            percent(total.kept as f64, signed),
            mean(total.worst, 3),
            mean(total.mediator, 3),
        )?;
    }
    Ok(())
}
