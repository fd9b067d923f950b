//! The zone under one set of demands.

use std::fmt::{self, Write};

use super::page::{BAD, Colour, FAINT, GOOD, OPEN, WIDTH, paragraph, rule, write_terms};
use crate::conflict::Conflict;
use crate::report::Finding;
use crate::zone::{Closest, Compared, Demands, Verdict};

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
                Some(certificate) => match certificate.proof().nodes.len() {
                    1 => "Proof: one leaf, recomputed with outward rounding.".to_owned(),
                    count => format!(
                        "Proof: {count} branches and leaves, each recomputed with outward rounding."
                    ),
                },
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
        if let Compared::Some(count) = closest.compared {
            let text =
                format!("It is the best of {count} such sets; others as small were not tried.");
            paragraph(page, "  ", &text)?;
        }
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
    write_terms(page, conflict, &closest.deal)
}

pub(super) fn demands(
    page: &mut String,
    conflict: &Conflict,
    set: &Demands,
    first: &str,
) -> fmt::Result {
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
