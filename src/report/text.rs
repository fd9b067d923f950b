//! Reports in words, for a terminal of 80 columns.

use std::fmt::{self, Display, Write};

use anstyle::{AnsiColor, Style};
use textwrap::core::display_width;

use super::{Finding, Transcript, names};
use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::scenario::{Kind, Scenario};
use crate::space::Deal;
use crate::talks::{Breakdown, Event, Outcome, Round, ZoneReading};
use crate::war::WarEnd;
use crate::zone::{Closest, Demands, Verdict};

/// The width that reports are set to, in columns.
pub const WIDTH: usize = 80;

/// The widest column of issues beside their levels; longer labels have a line of their own.
const LABELS: usize = 40;

/// Whether words are coloured by ANSI codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Never,
    /// With codes, for a terminal.
    Always,
}

const HEADING: Style = Style::new().bold();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const OPEN: Style = AnsiColor::Yellow.on_default().bold();
const FAINT: Style = Style::new().dimmed();

impl Colour {
    fn paint(self, style: Style, text: impl Display) -> String {
        match self {
            Self::Never => text.to_string(),
            Self::Always => format!("{style}{text}{style:#}"),
        }
    }
}

/// What a scenario is, in a few lines.
#[must_use]
pub fn heading(scenario: &Scenario, conflict: &Conflict, colour: Colour) -> String {
    let count = |kind: Kind| {
        let of_kind = scenario
            .parameters()
            .iter()
            .filter(|parameter| parameter.kind == kind);
        (of_kind.count(), kind)
    };
    let kinds: Vec<String> = [
        Kind::Measured,
        Kind::Reported,
        Kind::Computed,
        Kind::Assumption,
    ]
    .map(count)
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, kind)| format!("{count} {kind}"))
    .collect();
    let title = textwrap::wrap(scenario.title(), WIDTH)
        .into_iter()
        .map(|line| colour.paint(HEADING, line))
        .collect::<Vec<_>>()
        .join("\n");
    let numbers = format!(
        "As of {}: {} parties, {} issues; {} uncertain numbers ({}) from {} sources. That a zone exists is no \
         recommendation of any deal in it.",
        scenario.as_of(),
        conflict.parties().len(),
        conflict.space().issues().len(),
        scenario.parameters().len(),
        kinds.join(", "),
        scenario.sources().len(),
    );
    format!("{title}\n{}\n", textwrap::fill(&numbers, WIDTH))
}

/// A finding: the verdict, its proof, the clashes, and the closest deal.
#[must_use]
pub fn finding(finding: &Finding, colour: Colour) -> String {
    let mut page = String::new();
    // Writing to a string does not fail.
    let _ = write_finding(&mut page, finding, colour);
    page
}

fn write_finding(page: &mut String, finding: &Finding, colour: Colour) -> fmt::Result {
    let zone = &finding.zone;
    rule(page, &finding.id, colour)?;
    paragraph(page, "", &finding.label)?;
    let by_demands = zone.upper() == f64::NEG_INFINITY;
    match zone.verdict() {
        Verdict::Exists { .. } => {
            let verdict = colour.paint(GOOD, "A deal zone exists.");
            writeln!(page, "{verdict} {}", bounds(zone.lower(), zone.upper()))?;
        }
        Verdict::Empty { .. } => {
            let verdict = colour.paint(BAD, "No deal zone.");
            if by_demands {
                writeln!(page, "{verdict} The demands alone exclude every deal.")?;
            } else {
                writeln!(page, "{verdict} {}", bounds(zone.lower(), zone.upper()))?;
            }
            let proof = match finding.checked_proof() {
                Some(certificate) => format!(
                    "Proof: {} branches and leaves, each recomputed with outward rounding.",
                    certificate.proof().nodes.len()
                ),
                None => "Proof: the checker did not accept it. Please report this.".to_owned(),
            };
            writeln!(page, "{}", colour.paint(FAINT, proof))?;
        }
        Verdict::Undecided => {
            let verdict = colour.paint(OPEN, "Undecided: the budget ran out.");
            writeln!(page, "{verdict} {}", bounds(zone.lower(), zone.upper()))?;
        }
    }
    if !finding.clashes.sets().is_empty() {
        writeln!(page, "What clashes:")?;
        for (number, set) in finding.clashes.sets().iter().enumerate() {
            demands(page, &finding.conflict, set, &format!("  {}. ", number + 1))?;
        }
    }
    if let Some(closest) = zone.closest() {
        write_closest(page, &finding.conflict, closest)?;
    }
    Ok(())
}

fn write_closest(page: &mut String, conflict: &Conflict, closest: &Closest) -> fmt::Result {
    if closest.lifted.as_slice().is_empty() {
        writeln!(page, "The best deal for whoever gains least:")?;
    } else {
        writeln!(page, "The closest deal; it would need these lifted:")?;
        demands(page, conflict, &closest.lifted, "  - ")?;
    }
    let gains: Vec<String> = conflict
        .parties()
        .iter()
        .zip(&closest.surplus)
        .map(|(party, surplus)| format!("{} {surplus:+.3}", party.label))
        .collect();
    paragraph(
        page,
        "  ",
        &format!("Gains over fighting on: {}", gains.join(", ")),
    )?;
    terms(page, conflict, &closest.deal)
}

/// Terms that are not the status quo, an issue a line.
fn terms(page: &mut String, conflict: &Conflict, deal: &Deal) -> fmt::Result {
    let rows: Vec<(&str, String)> = names::changes(conflict, deal)
        .map(|(issue, level)| (issue.label.as_str(), names::level(issue, level)))
        .collect();
    let column = rows
        .iter()
        .map(|(issue, _)| display_width(issue) + 2)
        .filter(|width| *width <= LABELS)
        .max()
        .unwrap_or(LABELS);
    let hang = " ".repeat(4 + column);
    for (issue, level) in rows {
        let levels = textwrap::wrap(&level, WIDTH - hang.len());
        let mut levels = levels.iter();
        if display_width(issue) + 2 <= column {
            let gap = " ".repeat(column - display_width(issue));
            let first = levels.next().map_or("", |level| level);
            writeln!(page, "    {issue}{gap}{first}")?;
        } else {
            writeln!(page, "    {issue}")?;
        }
        for level in levels {
            writeln!(page, "{hang}{level}")?;
        }
    }
    let same = deal.levels().len() - names::changes(conflict, deal).count();
    if same > 0 {
        writeln!(page, "    ({same} issues as they are now)")?;
    }
    Ok(())
}

fn demands(page: &mut String, conflict: &Conflict, set: &Demands, first: &str) -> fmt::Result {
    let hang = " ".repeat(first.len());
    if set.as_slice().is_empty() {
        return paragraph(
            page,
            first,
            "the constraints of the space exclude every deal",
        );
    }
    let is_bullet = first.trim_start().starts_with('-');
    for (number, demand) in set.as_slice().iter().enumerate() {
        let indent = if number == 0 || is_bullet {
            first
        } else {
            &hang
        };
        let options = textwrap::Options::new(WIDTH)
            .initial_indent(indent)
            .subsequent_indent(&hang);
        writeln!(
            page,
            "{}",
            textwrap::fill(&demand.describe(conflict), options)
        )?;
    }
    Ok(())
}

fn bounds(lower: f64, upper: f64) -> String {
    if upper - lower < 1e-6 {
        format!("The least gain of any side is {lower:+.4} at best.")
    } else if lower == f64::NEG_INFINITY {
        format!("The least gain of any side is at most {upper:+.4}.")
    } else {
        format!("The least gain of any side is {lower:+.4} to {upper:+.4} at best.")
    }
}

fn rule(page: &mut String, title: &str, colour: Colour) -> fmt::Result {
    let used = display_width(title) + 4;
    let line = format!("── {title} {}", "─".repeat(WIDTH.saturating_sub(used)));
    writeln!(page, "\n{}", colour.paint(HEADING, line))
}

fn paragraph(page: &mut String, indent: &str, text: &str) -> fmt::Result {
    let hang = " ".repeat(indent.len());
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(indent)
        .subsequent_indent(&hang);
    writeln!(page, "{}", textwrap::fill(text, options))
}

/// Talks, a line a round, and how they ended.
#[must_use]
pub fn transcript(
    conflict: &Conflict,
    under: &str,
    transcript: &Transcript,
    colour: Colour,
) -> String {
    let mut page = String::new();
    // Writing to a string does not fail.
    let _ = write_transcript(&mut page, conflict, under, transcript, colour);
    page
}

fn write_transcript(
    page: &mut String,
    conflict: &Conflict,
    under: &str,
    transcript: &Transcript,
    colour: Colour,
) -> fmt::Result {
    rule(
        page,
        &format!("talks under {under}, seed {}", transcript.seed),
        colour,
    )?;
    let shorts: Vec<String> = conflict
        .parties()
        .iter()
        .map(|party| names::short(&party.label))
        .collect();
    let has_front = !conflict.territory().regions().is_empty();
    let front = if has_front {
        let first = names::party(conflict, conflict.first_belligerent());
        format!("Front: km2 gained by {first} since the opening. ")
    } else {
        String::new()
    };
    let legend = format!(
        "{front}Then the value of war to each party; the zone: the least gain of the best deal known; the offer, \
         with each party's gain over fighting on: * offers, y accepts, n rejects."
    );
    paragraph(page, "", &legend)?;
    let mut header = format!("{:>5}", "round");
    if has_front {
        let _ = write!(header, " {:>6}", "front");
    }
    for short in &shorts {
        let _ = write!(header, " {short:>7}");
    }
    let _ = write!(header, " {:>6}", "zone");
    for short in &shorts {
        let _ = write!(header, " {short:>8}");
    }
    writeln!(page, "{}", colour.paint(HEADING, header.trim_end()))?;
    for round in &transcript.rounds {
        write_round(page, conflict, has_front, round, colour)?;
    }
    if let (Some(last), Some(outcome)) = (transcript.rounds.last(), transcript.outcome()) {
        let style = match outcome {
            Outcome::Kept { .. } => GOOD,
            _ => BAD,
        };
        let words = describe(conflict, last.number, outcome);
        for line in textwrap::wrap(&words, WIDTH) {
            writeln!(page, "{}", colour.paint(style, line))?;
        }
        if let Some(deal) = outcome.deal() {
            writeln!(page, "Its terms:")?;
            terms(page, conflict, deal)?;
        }
    }
    Ok(())
}

fn write_round(
    page: &mut String,
    conflict: &Conflict,
    has_front: bool,
    round: &Round,
    colour: Colour,
) -> fmt::Result {
    let mut line = format!("{:>5}", round.number);
    if has_front {
        let _ = write!(line, " {:>+6.0}", gained(conflict, round));
    }
    for value in &round.war_values {
        let _ = write!(line, " {value:>7.3}");
    }
    let zone = match round.zone {
        ZoneReading::Exists { at_least } => format!("{at_least:+.3}"),
        ZoneReading::Empty => "none".to_owned(),
        ZoneReading::Undecided => "?".to_owned(),
    };
    let style = match round.zone {
        ZoneReading::Exists { .. } => GOOD,
        ZoneReading::Empty => BAD,
        ZoneReading::Undecided => OPEN,
    };
    let _ = write!(line, " {}", colour.paint(style, format!("{zone:>6}")));
    line.push_str(&offer(conflict, round));
    writeln!(page, "{}", line.trim_end())?;
    for note in notes(conflict, round) {
        for part in textwrap::wrap(&note, WIDTH - 6) {
            writeln!(page, "      {}", colour.paint(FAINT, part))?;
        }
    }
    Ok(())
}

/// km² that the first belligerent holds beyond what it held at the opening.
fn gained(conflict: &Conflict, round: &Round) -> f64 {
    conflict
        .territory()
        .regions()
        .iter()
        .map(|region| round.shares[region.issue.get()] * region.area - region.held)
        .sum()
}

/// The offer of a round: each party's gain and answer.
fn offer(conflict: &Conflict, round: &Round) -> String {
    let mut marks = vec![' '; conflict.parties().len()];
    let mut gains: &[f64] = &[];
    for event in &round.events {
        match event {
            Event::Offer { by, surplus, .. } => {
                gains = surplus;
                marks[by.get()] = '*';
            }
            Event::Accepted { by } => marks[by.get()] = 'y',
            Event::Rejected { by } => marks[by.get()] = 'n',
            _ => {}
        }
    }
    gains
        .iter()
        .zip(marks)
        .map(|(gain, mark)| format!(" {gain:>+6.3} {mark}"))
        .collect()
}

/// What else happened, in words.
fn notes(conflict: &Conflict, round: &Round) -> Vec<String> {
    let name = |party: PartyIndex| names::party(conflict, party);
    let mut notes = Vec::new();
    let mut speakers = Vec::new();
    for event in &round.events {
        match event {
            Event::RegimeChanged { from, to } => notes.push(format!(
                "support behind the war: {} after {}",
                names::regime(conflict, *to),
                names::regime(conflict, *from)
            )),
            Event::Passed { by } => notes.push(format!("{} has nothing to offer", name(*by))),
            Event::IllegalOffer { by } => notes.push(format!(
                "{} offers what it could not sign or is no deal; it is set aside",
                name(*by)
            )),
            Event::Statement { by } => speakers.push(name(*by)),
            _ => {}
        }
    }
    if !speakers.is_empty() {
        notes.push(format!("restated in public: {}", speakers.join(", ")));
    }
    notes
}

/// How talks ended, in a sentence or two.
fn describe(conflict: &Conflict, round: u32, outcome: &Outcome) -> String {
    let name = |party: PartyIndex| names::party(conflict, party);
    match outcome {
        Outcome::Kept { .. } => {
            format!("Agreement in round {round}: ratified, and kept as long as watched.")
        }
        Outcome::Broken { after, .. } => format!(
            "Agreement in round {round}: ratified, and broken after {:.1} years.",
            after.get()
        ),
        Outcome::NotRatified { party, .. } => format!(
            "Agreement in round {round}, and not ratified: {} turns it down at home.",
            name(*party)
        ),
        Outcome::NoDeal {
            breakdown,
            rounds_with_zone,
        } => {
            let end = match breakdown {
                Breakdown::Deadline { rounds } => format!("the deadline of {rounds} rounds passes"),
                Breakdown::WalkOut { party } => format!(
                    "{} walks out: no deal that it would sign is better for it than war",
                    name(*party)
                ),
                Breakdown::MediatorWithdrew { without_progress } => format!(
                    "the mediator withdraws after {without_progress} rounds without progress"
                ),
                Breakdown::Collapse { axis } => format!(
                    "the front collapses: one side has taken all there was on the axis {}",
                    names::axis(conflict, *axis)
                ),
                Breakdown::WarEnded {
                    end: WarEnd::BurntOut,
                } => "the war burns out, frozen where it stands".to_owned(),
                Breakdown::WarEnded {
                    end: WarEnd::Horizon,
                } => "the war reaches its horizon, frozen where it stands".to_owned(),
            };
            let zone = match rounds_with_zone {
                0 => "There was no deal zone in any round.".to_owned(),
                count => {
                    format!("There was a deal zone in {count} of the rounds, and it was not found.")
                }
            };
            format!("No deal. In round {round} {end}. {zone}")
        }
    }
}
