//! Scenarios that the library carries with it.

/// Id and text, in the order of the alphabet. Each file is named after its id.
pub(super) const TEXTS: &[(&str, &str)] = &[(
    "ukraine-2026-01-23",
    include_str!("builtin/ukraine-2026-01-23.toml"),
)];
