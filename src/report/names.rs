//! What things are called in a report.

use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::space::{Deal, Issue, Level};
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

/// A count of things: "1 round", "35 rounds".
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_and_counts() {
        assert_eq!(counted(1, "leaf", "leaves"), "1 leaf");
        assert_eq!(counted(0, "leaf", "leaves"), "0 leaves");
        assert_eq!(short("United States"), "US");
        assert_eq!(short("Switzerland"), "Switzer");
    }
}
