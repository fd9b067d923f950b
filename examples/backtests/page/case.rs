//! Talks whose end is known.

use std::error::Error;

use dealzone::conflict::Conflict;
use dealzone::index::IssueIndex;
use dealzone::space::{Domain, Level};

/// Talks, and how they ended. What is here came after the scenario's date, and is in no scenario file.
pub(crate) struct Case {
    pub(crate) scenario: &'static str,
    /// Whether the sides signed.
    pub(super) signed: bool,
    /// The levels that fit what they wrote down, by issue; issues that their text left open are not here.
    pub(super) happened: &'static [(&'static str, &'static [&'static str])],
}

pub(crate) const CASES: &[Case] = &[
    // The draft of 15 April 2022, on the articles that neither side had marked as refused.
    Case {
        scenario: "istanbul-2022-03-30",
        signed: false,
        happened: &[
            ("alignment", &["neutrality", "neutrality_strict"]),
            ("crimea_status", &["deferred"]),
            ("donbas_status", &["deferred"]),
            ("forces", &["limited"]),
        ],
    },
    // The Package of Measures of 12 February 2015. On elections points 4 and 12 fit two options; Debaltseve is not in it.
    Case {
        scenario: "minsk-2015-02-11",
        signed: true,
        happened: &[
            ("donbas_line", &["two_lines"]),
            ("debaltseve_line", &["front"]),
            ("status", &["lasting_status"]),
            ("elections", &["law_agreed", "ukrainian_law"]),
            ("border", &["after_settlement"]),
            ("foreign_forces", &["promised"]),
            ("zone_width", &["50"]),
            ("monitoring", &["mission_enlarged"]),
            ("amnesty", &["full"]),
            ("payments", &["worked_out"]),
            ("sequence", &["ceasefire_first"]),
        ],
    },
];

/// The levels of an issue, by their names.
pub(super) fn fitting(
    conflict: &Conflict,
    id: &str,
    levels: &[&str],
) -> Result<(IssueIndex, Vec<Level>), Box<dyn Error>> {
    let issue = conflict.space().find(id).ok_or(format!("no issue {id}"))?;
    let domain = &conflict.space().issues()[issue.get()].domain;
    let level = |text: &&str| match domain {
        Domain::Amount { .. } => text.parse().ok().map(Level::Amount),
        _ => domain.find(text).map(Level::Option),
    };
    let levels: Option<Vec<Level>> = levels.iter().map(level).collect();
    Ok((issue, levels.ok_or(format!("no such level of {id}"))?))
}
