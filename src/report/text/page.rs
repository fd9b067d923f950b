//! What every page of text is made of.

use std::fmt::{self, Display, Write};

use anstyle::{AnsiColor, Style};
use textwrap::core::display_width;

use crate::conflict::Conflict;
use crate::report::names;
use crate::space::Deal;

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

pub(super) const HEADING: Style = Style::new().bold();
pub(super) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(super) const OPEN: Style = AnsiColor::Yellow.on_default().bold();
pub(super) const FAINT: Style = Style::new().dimmed();

impl Colour {
    pub(super) fn paint(self, style: Style, text: impl Display) -> String {
        match self {
            Self::Never => text.to_string(),
            Self::Always => format!("{style}{text}{style:#}"),
        }
    }
}

pub(super) fn rule(page: &mut String, title: &str, colour: Colour) -> fmt::Result {
    let used = display_width(title) + 4;
    let line = format!("── {title} {}", "─".repeat(WIDTH.saturating_sub(used)));
    writeln!(page, "\n{}", colour.paint(HEADING, line))
}

pub(super) fn paragraph(page: &mut String, indent: &str, text: &str) -> fmt::Result {
    let hang = " ".repeat(indent.len());
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(indent)
        .subsequent_indent(&hang);
    writeln!(page, "{}", textwrap::fill(text, options))
}

/// The terms of a deal that are not the status quo, an issue a line and indented by four columns, and how many are.
#[must_use]
pub fn terms(conflict: &Conflict, deal: &Deal) -> String {
    let mut page = String::new();
    // Writing to a string does not fail.
    let _ = write_terms(&mut page, conflict, deal);
    page
}

pub(super) fn write_terms(page: &mut String, conflict: &Conflict, deal: &Deal) -> fmt::Result {
    let rows: Vec<(&str, String)> = names::changes(conflict, deal)
        .map(|(issue, level)| (issue.label.as_str(), issue.describe(level)))
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
    match same {
        0 => {}
        1 => writeln!(page, "    (1 issue as it is now)")?,
        _ => writeln!(page, "    ({same} issues as they are now)")?,
    }
    Ok(())
}
