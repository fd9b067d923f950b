//! The table.

use std::io::Write;

use dealzone::genius::{Comparison, Exactness, Figures, Scenario, Solution, Standing};

use crate::entry::{Analysed, Entry};
use crate::play::Played;

pub(crate) fn header(out: &mut impl Write) -> std::io::Result<()> {
    writeln!(
        out,
        "{:<38}{:>3}{:>10}{:>10}{:>7} {:>8} {:>8} {:>8} {:>8}",
        "scenario", "n", "outcomes", "rational", "Pareto", "Nash", "KS", "egal.", "welfare"
    )
}

pub(crate) fn write(entry: &Entry, out: &mut impl Write) -> std::io::Result<()> {
    let name = clipped(&entry.path, 37);
    let Analysed {
        scenario,
        figures,
        listed,
        talks,
        ..
    } = match &entry.read {
        Err(error) => return writeln!(out, "{name:<38}error: {error}"),
        Ok(read) => read,
    };
    let count = |count: Option<f64>| match count {
        Some(count) if count < 1e9 => format!("{count}"),
        Some(count) if count.is_infinite() => "> 1e308".to_owned(),
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
            "{name:<38}{parties:>3} {:>9} {:>9} {:>6} {:>8} {:>8} {:>8} {:>8}",
            count(figures.outcomes),
            count(figures.rational),
            figures.pareto.len(),
            told(&figures.nash),
            told(&figures.kalai_smorodinsky),
            told(&figures.egalitarian),
            figure(&figures.welfare),
        )?,
    }
    if !scenario.left_out().is_empty() {
        let files: Vec<&str> = scenario
            .profiles()
            .iter()
            .map(|one| one.file.as_str())
            .collect();
        let (counted, out_of) = (files.len(), files.len() + scenario.left_out().len());
        writeln!(
            out,
            "    {counted} of {out_of} profiles count (--parties): {}",
            files.join(", ")
        )?;
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
        Exactness::Below(bounds) if bounds.len() == 1 => {
            writeln!(
                out,
                "    the search was cut short: every deal lies at or below one bound"
            )?;
        }
        Exactness::Below(bounds) => writeln!(
            out,
            "    the search was cut short: of {} bounds every deal lies at or below one",
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

pub(crate) fn clipped(text: &str, width: usize) -> String {
    let count = text.chars().count();
    if count <= width {
        text.to_owned()
    } else {
        let rest = text.chars().skip(count - width + 1);
        std::iter::once('…').chain(rest).collect()
    }
}
