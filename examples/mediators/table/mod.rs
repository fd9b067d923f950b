//! The tables of the page on mediators.

mod random;
mod tally;
#[path = "../../common/wilson.rs"]
mod wilson;

use std::error::Error;
use std::fmt::Write;

use dealzone::mediator::Style;
use dealzone::scenario::Scenario;
use dealzone::talks::{Playbook, Protocol, TalksSettings};
use dealzone::units::Probability;

use random::{random, settings};
use tally::{Tally, in_parallel};
use wilson::wilson;

/// Whatever stood in the way.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// How many random conflicts there are unless told otherwise.
pub(crate) const CONFLICTS: u64 = 1_000;
/// How many runs of the scenario there are under each style unless told otherwise.
pub(crate) const RUNS: u64 = 200;

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
        Tally::of(&Playbook::new(&conflict), as_in(row, settings)?, seed)
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
    let playbook = Playbook::new(&conflict);
    writeln!(page, "ukraine-2026-01-23 under freeze, {runs} runs each")?;
    write_rows(&mut page, runs, |seed, row| {
        Tally::of(&playbook, as_in(row, settings.clone())?, seed)
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
        "{:<21} {:>14} {:>9} {:>5} {:>14} {:>9} {:>8}",
        "", "signed %", "+/-", "round", "kept %", "worst off", "mediator"
    )?;
    let mut first: Option<Vec<Tally>> = None;
    for row in &ROWS {
        let tallies = in_parallel(runs, |seed| play(seed, row))?;
        let total = Tally::sum(&tallies);
        let mean = |sum: f64, digits| match total.signed {
            0 => "-".to_owned(),
            signed => format!("{:.digits$}", sum / signed as f64),
        };
        writeln!(
            page,
            "{:<21} {:>14} {:>9} {:>5} {:>14} {:>9} {:>8}",
            row.0,
            share(total.signed, runs),
            first
                .as_deref()
                .map_or_else(String::new, |first| beside(&tallies, first)),
            mean(total.rounds as f64, 1),
            share(total.kept, total.signed),
            mean(total.worst, 3),
            mean(total.mediator, 3),
        )?;
        first.get_or_insert(tallies);
    }
    Ok(())
}

/// A share in percent and its interval.
fn share(hits: u64, draws: u64) -> String {
    if draws == 0 {
        return "-".to_owned();
    }
    let (hits, draws) = (hits as f64, draws as f64);
    let (low, high) = wilson(hits, draws);
    let [share, low, high] = [hits / draws, low, high].map(|share| 100.0 * share);
    format!("{share:.1} ({low:.0}-{high:.0})")
}

/// How many runs are signed here that are not in the first row, seed by seed, and the other way round.
fn beside(tallies: &[Tally], first: &[Tally]) -> String {
    let pairs = || tallies.iter().zip(first);
    let more = pairs().filter(|(here, there)| here.signed > there.signed);
    let fewer = pairs().filter(|(here, there)| here.signed < there.signed);
    format!("+{} -{}", more.count(), fewer.count())
}
