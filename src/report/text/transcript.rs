//! Talks, round by round.

use std::fmt::{self, Write};

use super::page::{BAD, Colour, FAINT, GOOD, HEADING, OPEN, WIDTH, paragraph, rule, write_terms};
use crate::conflict::{Conflict, Lever};
use crate::index::PartyIndex;
use crate::party::Party;
use crate::report::{Transcript, names};
use crate::solver::ZERO_TOLERANCE;
use crate::talks::{Breakdown, Event, Outcome, Round, ZoneReading};
use crate::war::WarEnd;

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
        format!("The front: km2 gained by {first} since the opening; the")
    } else {
        "The".to_owned()
    };
    let legend = format!(
        "{front} value of war to each party; what the best deal known would gain every party at the least (none: there \
         is no zone, ?: left open); what each would gain over fighting on by the offer. * offers, y accepts, n rejects, \
         x rejects what crosses a red line of its own."
    );
    paragraph(page, "", &legend)?;
    write_levers(page, conflict, transcript)?;
    let mut header = format!("{:>5}", "round");
    if has_front {
        let _ = write!(header, " {:>6}", "front");
    }
    for short in &shorts {
        let _ = write!(header, " {short:>7}");
    }
    let _ = write!(header, " {:>6}", "gain ≥");
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
        let words = describe(conflict, last.number, outcome, &tally(conflict, transcript));
        for line in textwrap::wrap(&words, WIDTH) {
            writeln!(page, "{}", colour.paint(style, line))?;
        }
        if let Some(deal) = outcome.deal() {
            writeln!(page, "Its terms:")?;
            write_terms(page, conflict, deal)?;
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
    let known = match round.zone {
        ZoneReading::Exists { at_least } => format!("{at_least:+.3}"),
        ZoneReading::Empty => "none".to_owned(),
        ZoneReading::Undecided => "?".to_owned(),
    };
    let style = match round.zone {
        ZoneReading::Exists { .. } => GOOD,
        ZoneReading::Empty => BAD,
        ZoneReading::Undecided => OPEN,
    };
    let width = line.chars().count() + 7;
    let _ = write!(line, " {}", colour.paint(style, format!("{known:>6}")));
    let offers = offers(conflict, round);
    line.push_str(offers.first().map_or("", String::as_str));
    writeln!(page, "{}", line.trim_end())?;
    for offer in offers.iter().skip(1) {
        writeln!(page, "{:width$}{}", "", offer.trim_end())?;
    }
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

/// The offers of a round: each party's gain and answer.
fn offers(conflict: &Conflict, round: &Round) -> Vec<String> {
    let mut offers: Vec<(&[f64], Vec<char>)> = Vec::new();
    for event in &round.events {
        if let Event::Offer { by, deal, surplus } = event {
            let parties = conflict.parties().iter();
            let mut marks: Vec<char> = parties
                .map(|party| if party.refuses(deal) { 'x' } else { ' ' })
                .collect();
            marks[by.get()] = '*';
            offers.push((surplus, marks));
        } else if let Some((_, marks)) = offers.last_mut() {
            match event {
                Event::Accepted { by } => marks[by.get()] = 'y',
                Event::Rejected { by } if marks[by.get()] != 'x' => marks[by.get()] = 'n',
                _ => {}
            }
        }
    }
    let line = |(gains, marks): (&[f64], Vec<char>)| {
        let pairs = gains.iter().zip(marks);
        pairs
            .map(|(gain, mark)| format!(" {gain:>+6.3} {mark}"))
            .collect()
    };
    offers.into_iter().map(line).collect()
}

/// What the talks came to in sight of a zone.
struct Tally {
    /// Offers on the table.
    offers: usize,
    /// Those of them that were deals of the zone when they were made.
    of_zone: usize,
    /// Rounds in which the test left open whether there is a zone.
    open: usize,
}

fn tally(conflict: &Conflict, transcript: &Transcript) -> Tally {
    let rounds = &transcript.rounds;
    let mut tally = Tally {
        offers: 0,
        of_zone: 0,
        open: rounds
            .iter()
            .filter(|round| round.zone == ZoneReading::Undecided)
            .count(),
    };
    for event in rounds.iter().flat_map(|round| &round.events) {
        if let Event::Offer { deal, surplus, .. } = event {
            let mut pairs = conflict.parties().iter().zip(surplus);
            let sign = |(party, gain): (&Party, &f64)| {
                gain / party.scale >= -ZERO_TOLERANCE && !party.refuses(deal)
            };
            tally.offers += 1;
            tally.of_zone += usize::from(pairs.all(sign));
        }
    }
    tally
}

/// What else happened, in words.
fn notes(conflict: &Conflict, round: &Round) -> Vec<String> {
    let name = |party: PartyIndex| names::party(conflict, party);
    let mut notes = Vec::new();
    let mut speakers = Vec::new();
    for event in &round.events {
        match event {
            Event::RegimeChanged { to, .. } => {
                notes.push(format!("from now on: {}", names::regime(conflict, *to)));
            }
            Event::Levers { by, pulled } => notes.push(levers(conflict, *by, pulled)),
            Event::Left { by } => notes.push(format!(
                "{} leaves: there is no deal that it would sign",
                name(*by)
            )),
            Event::Returned { by } => notes.push(format!("{} comes back", name(*by))),
            Event::Passed { by } => notes.push(format!("{} has nothing to offer", name(*by))),
            Event::Foul { by, foul } => {
                notes.push(format!("{} {foul}; it does not count", name(*by)));
            }
            Event::Statement { by } => speakers.push(name(*by)),
            _ => {}
        }
    }
    if !speakers.is_empty() {
        notes.push(format!("restated in public: {}", speakers.join(", ")));
    }
    notes
}

/// What the short names of the levers stand for, where any is pulled.
fn write_levers(page: &mut String, conflict: &Conflict, transcript: &Transcript) -> fmt::Result {
    let mut events = transcript.rounds.iter().flat_map(|round| &round.events);
    let Some(leverage) = conflict.leverage() else {
        return Ok(());
    };
    if !events.any(|event| matches!(event, Event::Levers { .. })) {
        return Ok(());
    }
    paragraph(
        page,
        "",
        "Levers, each pulled by a part of what it is in full:",
    )?;
    for lever in &leverage.levers {
        paragraph(
            page,
            "  ",
            &format!("{}: {}", short_name(lever), lever.label),
        )?;
    }
    Ok(())
}

fn short_name(lever: &Lever) -> String {
    lever.id.replace('_', " ")
}

/// What a mediator pulls, and how far.
fn levers(conflict: &Conflict, by: PartyIndex, pulled: &[f64]) -> String {
    let all = conflict
        .leverage()
        .into_iter()
        .flat_map(|found| &found.levers);
    let used: Vec<String> = all
        .zip(pulled)
        .filter(|(_, share)| **share > 0.0)
        .map(|(lever, share)| format!("{} {:.0} %", short_name(lever), share * 100.0))
        .collect();
    let name = names::party(conflict, by);
    if used.is_empty() {
        format!("{name} lets go of its levers")
    } else {
        format!("{name} pulls: {}", used.join(", "))
    }
}

/// How talks ended, in a sentence or two.
fn describe(conflict: &Conflict, round: u32, outcome: &Outcome, tally: &Tally) -> String {
    let name = |party: PartyIndex| names::party(conflict, party);
    match outcome {
        Outcome::Kept { .. } => {
            format!("Agreement in round {round}: ratified, and kept as long as watched.")
        }
        Outcome::Broken { after, .. } => format!(
            "Agreement in round {round}: ratified, and broken after {:.1} months.",
            after.get() * 12.0
        ),
        Outcome::NotRatified { party, .. } => format!(
            "Agreement in round {round}, and not ratified: {} turns it down at home.",
            name(*party)
        ),
        Outcome::NoDeal {
            breakdown,
            rounds_with_zone,
        } => {
            let end = self::breakdown(conflict, breakdown);
            let zone = zone_in_words(*rounds_with_zone, round, tally);
            format!("No deal. In round {round} {end}. {zone}")
        }
    }
}

/// Why talks broke down, as the end of a sentence, such as "the deadline of 52 rounds passes".
#[must_use]
pub fn breakdown(conflict: &Conflict, breakdown: &Breakdown) -> String {
    match breakdown {
        Breakdown::Deadline { rounds } => format!("the deadline of {rounds} rounds passes"),
        Breakdown::WalkOut { party } => format!(
            "{} walks out: there is no deal that it would sign",
            names::party(conflict, *party)
        ),
        Breakdown::MediatorWithdrew { without_progress } => {
            format!("the mediator withdraws after {without_progress} rounds without progress")
        }
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
    }
}

/// In how many rounds there was a zone, and what became of it.
fn zone_in_words(with_zone: u32, rounds: u32, tally: &Tally) -> String {
    match (with_zone, tally.open) {
        (0, 0) => return "There was no deal zone in any round.".to_owned(),
        (0, open) => {
            return format!(
                "No deal zone was known in any round; in {open} of {rounds} the test left it open."
            );
        }
        _ => {}
    }
    let Tally {
        offers, of_zone, ..
    } = tally;
    let became = match of_zone {
        0 => "no offer was a deal of it".to_owned(),
        1 => format!("1 of {offers} offers was a deal of it, and not all accepted it"),
        _ => format!("{of_zone} of {offers} offers were deals of it, and none was accepted by all"),
    };
    format!("There was a deal zone in {with_zone} of {rounds} rounds: {became}.")
}
