//! What things are called in a report.

use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::space::{Deal, Domain, Issue, Level};
use crate::war::RegimeIndex;

/// The label of a party.
pub(super) fn party(conflict: &Conflict, party: PartyIndex) -> &str {
    conflict
        .parties()
        .get(party.get())
        .map_or("", |party| party.label.as_str())
}

/// The name of a regime, or its number where it has none.
pub(super) fn regime(conflict: &Conflict, regime: RegimeIndex) -> String {
    match conflict.war().regime_name(regime) {
        Some(name) => name.to_owned(),
        None => format!("regime {}", regime.get() + 1),
    }
}

/// The name of an axis, or its number where it has none.
pub(super) fn axis(conflict: &Conflict, axis: usize) -> String {
    match conflict.war().axis_name(axis) {
        Some(name) => name.to_owned(),
        None => (axis + 1).to_string(),
    }
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

/// A number to four significant digits or all those before the point, without zeros at its end.
pub(super) fn number(value: f64) -> String {
    let before = if value.abs() < 1.0 {
        1
    } else {
        libm::log10(value.abs()) as usize + 1
    };
    let fixed = format!("{value:.*}", 4_usize.saturating_sub(before));
    let trimmed = if fixed.contains('.') {
        fixed.trim_end_matches('0').trim_end_matches('.')
    } else {
        &fixed
    };
    if trimmed == "-0" { "0" } else { trimmed }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_short_names() {
        let numbers = [0.0, 600.0, 294.598_6, 12_345.6, 0.123_45, 1.0, -2.5];
        assert_eq!(
            numbers.map(number),
            ["0", "600", "294.6", "12346", "0.123", "1", "-2.5"]
        );
        assert_eq!(short("United States"), "US");
        assert_eq!(short("Switzerland"), "Switzer");
    }
}
