//! Where scenarios come from: files, text, and the library itself.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::{Fault, Scenario, ScenarioError, builtin, read, root};

impl Scenario {
    /// Reads a scenario from a file.
    ///
    /// # Errors
    /// [`ScenarioError`] for a file that cannot be read or is too big, and for all that [`Scenario::from_toml`]
    /// refuses.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, ScenarioError> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let refused = |fault| {
            read::File {
                name: &name,
                text: "",
            }
            .refused(fault)
        };
        let unreadable = |error: io::Error| {
            refused(Fault::Unreadable {
                kind: error.kind(),
                reason: error.to_string(),
            })
        };
        let too_big = || {
            refused(Fault::TooBig {
                limit: Self::MAX_BYTES,
            })
        };
        let file = File::open(path).map_err(unreadable)?;
        let most = Self::MAX_BYTES as u64;
        if file.metadata().map_err(unreadable)?.len() > most {
            return Err(too_big());
        }
        // What is not a regular file may have no length and no end.
        let mut bytes = Vec::new();
        file.take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        if bytes.len() > Self::MAX_BYTES {
            return Err(too_big());
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self::from_toml(&text, &name),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let found = match error.as_bytes() {
                    [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
                        "the byte order mark of UTF-16".to_owned()
                    }
                    bytes => format!("the byte {:#04x}", bytes.get(at).copied().unwrap_or(0)),
                };
                let text = String::from_utf8_lossy(error.as_bytes());
                // All before the fault is sound, so its place in the repaired text is the same.
                let file = read::File {
                    name: &name,
                    text: &text,
                };
                Err(file.error(at..at + 1, "", Fault::NotUtf8 { found }))
            }
        }
    }

    /// The scenario that the library carries with it under this id, or else the one in the file at this path.
    ///
    /// What a command line takes for a scenario: no id of those has a dot or a slash, so that a file can always be meant.
    ///
    /// # Errors
    /// As [`Scenario::from_file`]; where there is no such file either, the error names the ids.
    pub fn open(id_or_path: &str) -> Result<Self, ScenarioError> {
        if Self::builtins().any(|id| id == id_or_path) {
            return Self::builtin(id_or_path);
        }
        Self::from_file(id_or_path).map_err(|error| match error.fault() {
            Fault::Unreadable {
                kind: io::ErrorKind::NotFound,
                ..
            } => ScenarioError::new(
                id_or_path,
                "",
                Fault::NeitherFileNorBuiltIn {
                    known: Self::builtins().map(str::to_owned).collect(),
                },
                Vec::new(),
            ),
            _ => error,
        })
    }

    /// Reads a scenario from text; errors call it by `name`.
    ///
    /// # Errors
    /// [`ScenarioError`] for the first fault found, with its line, column and key.
    pub fn from_toml(text: &str, name: &str) -> Result<Self, ScenarioError> {
        let file = read::File { name, text };
        if text.len() > Self::MAX_BYTES {
            return Err(file.refused(Fault::TooBig {
                limit: Self::MAX_BYTES,
            }));
        }
        if text.trim_start_matches('\u{feff}').trim().is_empty() {
            return Err(file.error(0..0, "", Fault::Empty));
        }
        read::with_document(file, root::read)
    }

    /// A scenario that the library carries with it, by its id.
    ///
    /// # Errors
    /// [`ScenarioError`] for an id that is not one of [`Scenario::builtins`].
    pub fn builtin(id: &str) -> Result<Self, ScenarioError> {
        match builtin::TEXTS.iter().find(|(known, _)| *known == id) {
            Some((_, text)) => Self::from_toml(text, &format!("{id}.toml")),
            None => Err(ScenarioError::new(
                id,
                "",
                Fault::NotBuiltIn {
                    known: Self::builtins().map(str::to_owned).collect(),
                },
                Vec::new(),
            )),
        }
    }

    /// The ids of the scenarios that the library carries with it.
    pub fn builtins() -> impl Iterator<Item = &'static str> {
        builtin::TEXTS.iter().map(|&(id, _)| id)
    }
}
