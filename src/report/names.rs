//! What things are called in a report.

use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::space::{Deal, Domain, Issue, Level};

/// The label of a party.
pub(super) fn party(conflict: &Conflict, party: PartyIndex) -> &str {
    conflict
        .parties()
        .get(party.get())
        .map_or("", |party| party.label.as_str())
}

/// A name of a party for a narrow column: the initials of several words, the beginning of one.
pub(super) fn short(label: &str) -> String {
    let mut words = label.split_whitespace();
    match (words.next(), words.next()) {
        (Some(word), None) => word.chars().take(7).collect(),
        _ => label
            .split_whitespace()
            .filter_map(|word| word.chars().next())
            .take(7)
            .collect(),
    }
}

/// A level as a reader is shown it.
pub(super) fn level(issue: &Issue, level: Level) -> String {
    match (&issue.domain, level) {
        (Domain::Choice(options) | Domain::Ordinal(options), Level::Option(option)) => options
            .get(option.get())
            .map_or(String::new(), |option| option.label.clone()),
        (Domain::Amount { unit, .. }, Level::Amount(amount)) => {
            format!("{} {unit}", number(amount))
        }
        _ => String::new(),
    }
}

/// Terms of a deal that are not the status quo, with their issues.
pub(super) fn changes<'a>(
    conflict: &'a Conflict,
    deal: &'a Deal,
) -> impl Iterator<Item = (&'a Issue, Level)> {
    conflict
        .space()
        .issues()
        .iter()
        .zip(deal.levels())
        .filter(|(issue, level)| issue.status_quo != **level)
        .map(|(issue, level)| (issue, *level))
}

/// A number to three decimals, without those that are zero.
fn number(value: f64) -> String {
    let fixed = format!("{value:.3}");
    let trimmed = fixed.trim_end_matches('0').trim_end_matches('.');
    if trimmed == "-0" { "0" } else { trimmed }.to_owned()
}
