//! Scenarios that the library carries with it.

/// Id and text, in the order of the alphabet. Each file is named after its id.
pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "istanbul-2022-03-30",
        include_str!("builtin/istanbul-2022-03-30.toml"),
    ),
    (
        "minsk-2015-02-11",
        include_str!("builtin/minsk-2015-02-11.toml"),
    ),
    (
        "ukraine-2026-01-23",
        include_str!("builtin/ukraine-2026-01-23.toml"),
    ),
];
