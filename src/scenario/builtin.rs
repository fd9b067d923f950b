//! Scenarios that the library carries with it.

/// Id and text, in the order of the alphabet. Each file is named after its id.
pub(super) const TEXTS: &[(&str, &str)] = &[];
