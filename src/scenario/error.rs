//! Errors that say where: file, line, column and key.

use std::fmt;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::Fault;
use super::read::Spot;

/// What is wrong with a scenario file, and where.
///
/// Shown on one line, `FILE:LINE:COL: key …: found …, expected …`; [`render`](Self::render) shows the lines of the
/// file too.
#[derive(Clone)]
pub struct ScenarioError(Box<Report>);

#[derive(Debug, Clone)]
struct Report {
    file: String,
    key: String,
    fault: Fault,
    /// The place itself and then others that bear on it; none where the file could not be read.
    spots: Vec<Spot>,
}

impl ScenarioError {
    pub(super) fn new(
        file: impl Into<String>,
        key: impl Into<String>,
        fault: Fault,
        spots: Vec<Spot>,
    ) -> Self {
        Self(Box::new(Report {
            file: file.into(),
            key: key.into(),
            fault,
            spots,
        }))
    }

    /// The name of the file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.0.file
    }

    /// Line and column of the place, both from one and the column in characters; `None` where the file could not be
    /// read.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        self.0.spots.first().map(|spot| (spot.line, spot.column))
    }

    /// The key of the place as a dotted path made of ids, such as `issue.donbas_line.weight.russia`; empty for the
    /// file as a whole.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.0.key
    }

    /// What was found, and what was expected.
    #[must_use]
    pub fn fault(&self) -> &Fault {
        &self.0.fault
    }

    /// The error with the lines that it is about, for a terminal without colour. Several lines, no line break at the
    /// end.
    #[must_use]
    pub fn render(&self) -> String {
        self.render_with(&Renderer::plain())
    }

    /// The same with ANSI colours.
    #[must_use]
    pub fn render_coloured(&self) -> String {
        self.render_with(&Renderer::styled())
    }

    fn render_with(&self, renderer: &Renderer) -> String {
        let shown: Option<Vec<_>> = self
            .0
            .spots
            .iter()
            .enumerate()
            .map(|(rank, spot)| {
                let kind = match rank {
                    0 => AnnotationKind::Primary,
                    _ => AnnotationKind::Context,
                };
                let snippet = Snippet::source(spot.text.as_deref()?)
                    .path(self.0.file.as_str())
                    .line_start(spot.line)
                    .annotation(kind.span(spot.span.clone()).label(spot.label.as_str()));
                Some(snippet)
            })
            .collect();
        match shown {
            Some(snippets) if !snippets.is_empty() => {
                let title = Level::ERROR.primary_title(self.0.fault.to_string());
                renderer.render(&[title.elements(snippets)])
            }
            _ => format!("error: {self}"),
        }
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.file)?;
        if let Some((line, column)) = self.position() {
            write!(f, ":{line}:{column}")?;
        }
        if !self.0.key.is_empty() {
            write!(f, ": key `{}`", self.0.key)?;
        }
        write!(f, ": {}", self.0.fault)
    }
}

impl fmt::Debug for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScenarioError")
            .field("file", &self.file())
            .field("position", &self.position())
            .field("key", &self.key())
            .field("fault", &self.fault())
            .finish()
    }
}

impl std::error::Error for ScenarioError {}
