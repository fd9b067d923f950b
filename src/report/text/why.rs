//! Why the zone is as it is, and what would change the answer.

use std::fmt::{self, Write};

use textwrap::core::display_width;

use super::finding::demands;
use super::page::{BAD, Colour, FAINT, GOOD, WIDTH, paragraph, rule};
use crate::analysis::{Attribution, Side, Sweep, Threshold, Thresholds};
use crate::conflict::Conflict;
use crate::scenario::Scenario;
use crate::space::number;
use crate::zone::Clashes;

/// Most sets to lift that a page lists.
const LIFTS: usize = 20;
/// Most flips that a page lists.
const FLIPS: usize = 12;
/// The width of the longest bar, in columns.
const BAR: usize = 24;

/// Which demands to lift: every smallest set that leaves a deal.
#[must_use]
pub fn lifts(conflict: &Conflict, clashes: &Clashes, colour: Colour) -> String {
    let mut page = String::new();
    // Writing to a string does not fail, here and below.
    let _ = write_lifts(&mut page, conflict, clashes, colour);
    page
}

fn write_lifts(
    page: &mut String,
    conflict: &Conflict,
    clashes: &Clashes,
    colour: Colour,
) -> fmt::Result {
    if clashes.lifts().is_empty() {
        return Ok(());
    }
    rule(page, "any one of these lifted leaves a deal", colour)?;
    for (number, set) in clashes.lifts().iter().take(LIFTS).enumerate() {
        demands(page, conflict, set, &format!("{:>3}. ", number + 1))?;
    }
    if let Some(more) = clashes.lifts().len().checked_sub(LIFTS + 1) {
        paragraph(page, "", &format!("And {} more.", more + 1))?;
    }
    if !clashes.is_complete() {
        paragraph(
            page,
            "",
            "There may be more: the search for them was stopped.",
        )?;
    }
    Ok(())
}

/// How much of the fall of z\* each explanation accounts for.
#[must_use]
pub fn attribution(attribution: &Attribution, colour: Colour) -> String {
    let mut page = String::new();
    let _ = write_attribution(&mut page, attribution, colour);
    page
}

fn write_attribution(page: &mut String, attribution: &Attribution, colour: Colour) -> fmt::Result {
    rule(page, "why, as shares", colour)?;
    let (before, after) = (attribution.frictionless(), attribution.actual());
    if let Some(decisive) = attribution.decisive() {
        let text = format!(
            "Decisive: {}. They exclude every deal, whatever else holds. With no red line drawn the least gain of any \
             side would be {after:+.4} at best, down from {before:+.4} without the explanations below:",
            decisive.label()
        );
        paragraph(page, "", &text)?;
    } else {
        let text = format!(
            "The least gain of any side at best falls from {before:+.4} without any of these explanations to \
             {after:+.4} as it is. Each one's share (its Shapley value):"
        );
        paragraph(page, "", &text)?;
    }
    let mut shares: Vec<_> = attribution
        .shares()
        .iter()
        .filter(|share| share.share.abs().max(share.alone.abs()) > attribution.within())
        .collect();
    shares.sort_by(|a, b| b.share.total_cmp(&a.share));
    let most = shares
        .iter()
        .map(|share| share.share.abs())
        .fold(0.0, f64::max);
    if shares.is_empty() {
        return paragraph(page, "  ", "none of them is at work");
    }
    writeln!(
        page,
        "{:32}{:>8}{:>9}{:>12}",
        "", "share", "alone", "without it"
    )?;
    for share in shares {
        let length = (share.share.abs() / most * BAR as f64 / 2.0).round() as usize;
        let (style, mark) = if share.share > 0.0 {
            (BAD, "▬")
        } else {
            (GOOD, "▭")
        };
        let bar = mark.repeat(length);
        writeln!(
            page,
            "  {:30}{:>+8.4}{:>+9.4}{:>+12.4}{}",
            share.explanation.label(),
            -share.share,
            -share.alone,
            share.taken_away,
            if length > 0 {
                format!("  {}", colour.paint(style, bar))
            } else {
                String::new()
            },
        )?;
    }
    let text = "share: its part of the change; alone: the change with it alone; without it: the change if it alone is \
                taken away.";
    writeln!(page, "{}", colour.paint(FAINT, textwrap::fill(text, WIDTH)))
}

/// Which numbers flip the verdict by themselves.
#[must_use]
pub fn sweep(scenario: &Scenario, sweep: &Sweep, colour: Colour) -> String {
    let mut page = String::new();
    let _ = write_sweep(&mut page, scenario, sweep, colour);
    page
}

fn write_sweep(
    page: &mut String,
    scenario: &Scenario,
    sweep: &Sweep,
    colour: Colour,
) -> fmt::Result {
    rule(page, "what would flip the verdict", colour)?;
    let count = |count: usize| match count {
        0 => "None".to_owned(),
        count => count.to_string(),
    };
    let verb = match sweep.centre.exists() {
        Some(true) => "closes",
        Some(false) => "opens",
        None => "decides",
    };
    let verb = if sweep.flips.len() > 1 {
        verb.trim_end_matches('s')
    } else {
        verb
    };
    let fixed = match scenario.parameters().len().saturating_sub(sweep.tried) {
        0 => String::new(),
        1 => " One more has no range.".to_owned(),
        more => format!(" {more} more have no range."),
    };
    let text = format!(
        "{} of the {} uncertain numbers with a range {verb} the zone by itself, at any value looked at and all others \
         as they are.{fixed}",
        count(sweep.flips.len()),
        sweep.tried
    );
    paragraph(page, "", &text)?;
    if !sweep.unclear.is_empty() {
        let text = format!("Not known at every value: {}.", sweep.unclear.len());
        paragraph(page, "", &text)?;
    }
    let unseen = "A pair of flips between two values that were looked at is not seen.";
    if sweep.flips.is_empty() {
        return writeln!(page, "{}", colour.paint(FAINT, unseen));
    }
    writeln!(
        page,
        "{:46}{:>9}{:>12}{:>12}",
        "", "now", "flips at", "of the way"
    )?;
    for flip in sweep.flips.iter().take(FLIPS) {
        let Some(parameter) = scenario.parameters().get(flip.parameter.get()) else {
            continue;
        };
        if display_width(&parameter.key) > 43 {
            writeln!(page, "  {}\n{:46}", parameter.key, "")?;
            page.pop();
        } else {
            write!(page, "  {:44}", parameter.key)?;
        }
        writeln!(
            page,
            "{:>9}{:>12}{:>10.0} %",
            number(parameter.value),
            number(flip.threshold.value()),
            100.0 * flip.distance
        )?;
    }
    if sweep.flips.len() > FLIPS {
        writeln!(page, "  and {} more", sweep.flips.len() - FLIPS)?;
    }
    let text = format!(
        "Of the way: from the value now to the end of its range. On either side of a flip the verdict is proven. {unseen}"
    );
    writeln!(
        page,
        "{}",
        colour.paint(FAINT, textwrap::fill(&text, WIDTH))
    )
}

/// Where one number flips the verdict.
#[must_use]
pub fn thresholds(scenario: &Scenario, found: &Thresholds, colour: Colour) -> String {
    let mut page = String::new();
    let _ = write_thresholds(&mut page, scenario, found, colour);
    page
}

fn write_thresholds(
    page: &mut String,
    scenario: &Scenario,
    found: &Thresholds,
    colour: Colour,
) -> fmt::Result {
    let Some(parameter) = scenario.parameters().get(found.parameter.get()) else {
        return Ok(());
    };
    rule(page, &parameter.key, colour)?;
    let text = format!(
        "{} {} now; {} to {} looked at, at {} values.",
        number(found.centre),
        parameter.unit,
        number(found.low),
        number(found.high),
        found.readings.len()
    );
    paragraph(page, "", &text)?;
    for threshold in &found.flips {
        let Threshold { below, above } = threshold;
        let line = |side: &Side| format!("{:.9}: {}", side.value, said(side));
        writeln!(page, "  {}\n  {}", line(below), line(above))?;
    }
    if let (true, Some(side)) = (found.flips.is_empty(), found.readings.first()) {
        paragraph(
            page,
            "  ",
            &format!("No flip: {} at all of them.", said(side)),
        )?;
    }
    Ok(())
}

fn said(side: &Side) -> &'static str {
    match side.reading.exists() {
        Some(true) => "a deal zone, with a witness",
        Some(false) => "no deal zone, with a proof",
        None => "not known",
    }
}
