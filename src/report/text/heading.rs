//! What a scenario is.

use super::page::{Colour, HEADING, WIDTH};
use crate::conflict::Conflict;
use crate::report::names::counted;
use crate::scenario::{Kind, Scenario};

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
        "As of {}: {} parties, {}; {} ({}) from {}. That a zone exists is no recommendation of any deal in it.",
        scenario.as_of(),
        conflict.parties().len(),
        counted(conflict.space().issues().len(), "issue", "issues"),
        counted(
            scenario.parameters().len(),
            "uncertain number",
            "uncertain numbers"
        ),
        kinds.join(", "),
        counted(scenario.sources().len(), "source", "sources"),
    );
    format!("{title}\n{}\n", textwrap::fill(&numbers, WIDTH))
}
