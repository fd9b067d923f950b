//! Scenarios in the formats of GENIUS and GeniusWeb.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod brute_force;
mod campaign;
mod conflicts;
mod files;
mod hostile;
mod rectangles;
