//! Runs written down: as JSON Lines, to be played again and checked; as CSV, for a spreadsheet.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::{Event, Round, Talks, TalksError, TalksSettings};
use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::space::{Level, Space};

/// A run of talks, written down round by round.
///
/// ```
/// # use dealzone::{scenario::Scenario, talks::{Talks, Trace}};
/// # let scenario = Scenario::builtin("ukraine-2026-01-23")?;
/// # let conflict = scenario.conflict_at(&scenario.setting(), Some("freeze"))?;
/// # let mut settings = scenario.talks_settings(&scenario.setting())?;
/// # settings.rounds = 2;
/// let trace = Trace::of(&mut Talks::new(&conflict, settings.clone(), 1)?);
/// let saved = trace.to_json_lines();
/// Trace::from_json_lines(&saved)?.check(&conflict, settings)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// The seed of the run.
    pub seed: u64,
    /// The number of the run among those of its seed.
    pub run: u64,
    /// The rounds, in order, from the first on.
    pub rounds: Vec<Round>,
}

/// The first line of a trace.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    trace: u32,
    seed: u64,
    run: u64,
}

/// The version of the form.
const VERSION: u32 = 1;

/// Why a trace cannot be read, or is not what happens.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TraceError {
    /// A line that is not what belongs there.
    #[error("line {line} of the trace: {fault}")]
    Line {
        /// The line, from one.
        line: usize,
        /// What is wrong with it.
        fault: String,
    },
    /// A trace of another version.
    #[error("the trace is of version {found}; this library reads version {VERSION}")]
    Version {
        /// The version found.
        found: u32,
    },
    /// Talks that cannot be opened.
    #[error(transparent)]
    Talks(#[from] TalksError),
    /// A round that is not in the trace as it is played.
    #[error("round {round} is played otherwise than it is written down")]
    Differs {
        /// The first such round, from one.
        round: u32,
    },
    /// A trace that is longer or shorter than the run.
    #[error("the trace has {found} rounds, the run {expected}")]
    Length {
        /// Rounds in the trace.
        found: usize,
        /// Rounds of the run.
        expected: usize,
    },
}

impl Trace {
    /// Plays talks to their end and writes them down; talks that have begun are written down from where they stand.
    #[must_use]
    pub fn of(talks: &mut Talks<'_>) -> Self {
        let state = talks.state();
        Self {
            seed: state.seed,
            run: state.run,
            rounds: talks.collect(),
        }
    }

    /// One line of JSON for the run and one for each round, each a whole document.
    #[must_use]
    pub fn to_json_lines(&self) -> String {
        let head = Head {
            trace: VERSION,
            seed: self.seed,
            run: self.run,
        };
        // Numbers, names and lists: there is nothing in them that JSON could not say.
        let mut text = serde_json::to_string(&head).unwrap_or_default();
        for round in &self.rounds {
            text.push('\n');
            text.push_str(&serde_json::to_string(round).unwrap_or_default());
        }
        text.push('\n');
        text
    }

    /// Reads what [`to_json_lines`](Self::to_json_lines) wrote.
    ///
    /// # Errors
    /// [`TraceError`] for the first line that is not what belongs there.
    pub fn from_json_lines(text: &str) -> Result<Self, TraceError> {
        let fault = |line: usize, fault: String| TraceError::Line {
            line: line + 1,
            fault,
        };
        let mut lines = text.lines().enumerate();
        let (_, first) = lines
            .next()
            .ok_or_else(|| fault(0, "there is none".to_owned()))?;
        let head: Head =
            serde_json::from_str(first).map_err(|error| fault(0, error.to_string()))?;
        if head.trace != VERSION {
            return Err(TraceError::Version { found: head.trace });
        }
        let rounds = lines
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(at, line)| {
                serde_json::from_str(line).map_err(|error| fault(at, error.to_string()))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            seed: head.seed,
            run: head.run,
            rounds,
        })
    }

    /// Plays the run again, from its beginning, and compares every round.
    ///
    /// # Errors
    /// [`TraceError::Talks`] when the settings do not fit the conflict, [`TraceError::Differs`] for the first round that is
    /// another, and [`TraceError::Length`] for a trace that is not of the whole run.
    pub fn check(&self, conflict: &Conflict, settings: TalksSettings) -> Result<(), TraceError> {
        let talks = Talks::new_run(conflict, settings, self.seed, self.run)?;
        let mut expected = 0;
        for round in talks {
            match self.rounds.get(expected) {
                Some(written) if *written != round => {
                    return Err(TraceError::Differs {
                        round: round.number,
                    });
                }
                _ => expected += 1,
            }
        }
        let found = self.rounds.len();
        if found == expected {
            Ok(())
        } else {
            Err(TraceError::Length { found, expected })
        }
    }

    /// A table with a row for each event, as RFC 4180 has it: round, event, party, a column for each issue of the deal
    /// offered, and one for what each party would gain by it. A round that ends the talks has a last row for that.
    #[must_use]
    pub fn to_csv(&self, conflict: &Conflict) -> String {
        let space = conflict.space();
        let mut head = vec!["round".to_owned(), "event".to_owned(), "party".to_owned()];
        head.extend(space.issues().iter().map(|issue| issue.id.clone()));
        let parties = conflict.parties();
        head.extend(parties.iter().map(|party| format!("gain of {}", party.id)));
        let mut text = String::new();
        line(&mut text, &head);
        for round in &self.rounds {
            for event in &round.events {
                let (name, party) = describe(event);
                let mut row = vec![round.number.to_string(), name.to_owned()];
                row.push(party.map_or_else(String::new, |party| {
                    parties
                        .get(party.get())
                        .map_or_else(String::new, |party| party.id.clone())
                }));
                if let Event::Offer { deal, surplus, .. } = event {
                    let levels = space.issues().iter().enumerate();
                    row.extend(levels.map(|(at, _)| level(space, at, deal.levels().get(at))));
                    row.extend(surplus.iter().map(|gain| format!("{gain:?}")));
                }
                row.resize(head.len(), String::new());
                line(&mut text, &row);
            }
            if let Some(outcome) = &round.outcome {
                let ending = serde_json::to_value(outcome.ending()).unwrap_or_default();
                let ending = ending.as_str().unwrap_or_default().to_owned();
                let mut row = vec![round.number.to_string(), ending];
                row.resize(head.len(), String::new());
                line(&mut text, &row);
            }
        }
        text
    }
}

fn describe(event: &Event) -> (&'static str, Option<PartyIndex>) {
    match event {
        Event::FrontMoved { .. } => ("front_moved", None),
        Event::RegimeChanged { .. } => ("regime_changed", None),
        Event::Offer { by, .. } => ("offer", Some(*by)),
        Event::Confided { by, .. } => ("confided", Some(*by)),
        Event::Levers { by, .. } => ("levers", Some(*by)),
        Event::Message { by } => ("message", Some(*by)),
        Event::Left { by } => ("left", Some(*by)),
        Event::Returned { by } => ("returned", Some(*by)),
        Event::Passed { by } => ("passed", Some(*by)),
        Event::Foul { by, .. } => ("foul", Some(*by)),
        Event::Accepted { by } => ("accepted", Some(*by)),
        Event::Rejected { by } => ("rejected", Some(*by)),
        Event::Statement { by } => ("statement", Some(*by)),
    }
}

/// A level as a reader knows it: the id of an option, or the amount.
fn level(space: &Space, issue: usize, level: Option<&Level>) -> String {
    match level {
        Some(Level::Option(option)) => space.issues()[issue]
            .domain
            .options()
            .get(option.get())
            .map_or_else(String::new, |option| option.id.clone()),
        Some(Level::Amount(amount)) => format!("{amount:?}"),
        None => String::new(),
    }
}

fn line(text: &mut String, fields: &[String]) {
    for (at, field) in fields.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        // Writing to a string cannot fail.
        let _ = if field.contains(['"', ',', '\n', '\r']) {
            write!(text, "{comma}\"{}\"", field.replace('"', "\"\""))
        } else {
            write!(text, "{comma}{field}")
        };
    }
    text.push_str("\r\n");
}
