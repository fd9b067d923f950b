//! Runs written down: as JSON Lines, to be played again and checked; as CSV, for a spreadsheet.

mod csv;

use serde::{Deserialize, Serialize};

use super::{Round, Talks, TalksError, TalksSettings};
use crate::conflict::Conflict;

/// A run of talks, written down round by round.
///
/// ```
/// # use dealzone::{scenario::Scenario, talks::{Talks, Trace}};
/// # let scenario = Scenario::builtin("ukraine-2026-01-23")?;
/// # let conflict = scenario.conflict_at(&scenario.setting(), Some("freeze"))?;
/// # let mut settings = scenario.talks_settings(&scenario.setting())?;
/// # settings.rounds = 2;
/// let trace = Trace::of(&mut Talks::new(&conflict, settings.clone(), 1)?)?;
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
    /// Talks that are not written down from their opening on.
    #[error("{rounds} rounds of the talks have been played already, and a trace is of all of them")]
    Begun {
        /// Rounds that have been played.
        rounds: u32,
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
    /// Plays talks from their opening to their end and writes them down.
    ///
    /// # Errors
    /// [`TraceError::Begun`] for talks of which rounds have been played: they would be missing.
    pub fn of(talks: &mut Talks<'_>) -> Result<Self, TraceError> {
        let state = talks.state();
        let (seed, run) = (state.seed, state.run);
        match state.round() {
            0 => Ok(Self {
                seed,
                run,
                rounds: talks.collect(),
            }),
            rounds => Err(TraceError::Begun { rounds }),
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
}
