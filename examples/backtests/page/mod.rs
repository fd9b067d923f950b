//! The tables of the page on back-tests.

mod case;
mod endings;
mod guess;
mod played;
mod terms;
mod verdicts;
#[path = "../../common/wilson.rs"]
mod wilson;

use std::error::Error;

use dealzone::analysis::Baselines;
use dealzone::report::Finding;
use dealzone::scenario::Scenario;

pub(crate) use case::{CASES, Case};
use endings::endings;
use guess::{Guess, of_the_model};
use played::Played;
use terms::{scores, terms, worth};
use verdicts::{explanations, flips, verdicts};

/// Talks at the central values on the page.
pub(crate) const RUNS: u64 = 100;
/// Settings drawn on the page.
pub(crate) const SETTINGS: u64 = 100;

/// All tables of a case, in markdown.
pub(crate) fn tables(case: &Case, runs: u64, settings: u64) -> Result<String, Box<dyn Error>> {
    let scenario = Scenario::builtin(case.scenario).map_err(|error| error.render())?;
    let findings = Finding::all(&scenario, &scenario.setting())?;
    let conflict = &findings[0].conflict;
    let baselines = Baselines::new(conflict).ok_or("there are not two sides")?;
    let happened = case
        .happened
        .iter()
        .map(|(issue, levels)| case::fitting(conflict, issue, levels))
        .collect::<Result<Vec<_>, _>>()?;

    let mut talks = Vec::new();
    for finding in &findings {
        talks.push(Played::at_the_centre(&scenario, finding, runs)?);
    }
    let mut guesses = Vec::new();
    for (finding, played) in findings.iter().zip(&talks) {
        guesses.extend(of_the_model(finding));
        guesses.extend(played.commonest(conflict).map(|deal| Guess {
            name: format!("talks under `{}`", finding.id),
            signs: 2 * played.signed() > played.runs,
            deal,
            under: &finding.conflict,
        }));
    }
    guesses.push(Guess {
        name: "midpoint of the opening offers".to_owned(),
        signs: true,
        deal: baselines.midpoint(),
        under: conflict,
    });
    guesses.push(Guess {
        name: "last line frozen".to_owned(),
        signs: true,
        deal: baselines.last_line(),
        under: conflict,
    });

    let mut page = format!("# {}\n", scenario.id());
    let mut table = |title: &str, rows: Vec<Vec<String>>| {
        page += &format!("\n{title}\n\n");
        for (at, row) in rows.iter().enumerate() {
            page += &format!("| {} |\n", row.join(" | "));
            if at == 0 {
                page += &format!("|{}\n", "---|".repeat(row.len()));
            }
        }
    };
    table("The verdicts", verdicts(&findings));
    table("Why the gain is no greater", explanations(&findings)?);
    table("Where the verdict flips", flips(&scenario, &findings)?);
    table(
        "The talks",
        endings(&scenario, &findings, &talks, settings)?,
    );
    table(
        "The terms",
        terms(conflict, &baselines, &guesses, &happened),
    );
    table(
        "How near they came",
        scores(case, &baselines, &guesses, &happened),
    );
    table(
        "What they are worth, and whether they would last",
        worth(case, conflict, &baselines, &guesses, &happened),
    );
    Ok(page)
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn gain(gain: f64) -> String {
    if !gain.is_finite() {
        "–".to_owned()
    } else if gain.abs() < 0.0005 {
        "0.000".to_owned()
    } else {
        format!("{gain:+.3}")
    }
}
