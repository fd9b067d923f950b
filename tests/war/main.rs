//! What happens without a deal: against oracles, and against the papers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod errors;
mod one_battle;
mod oracle;
mod steps;
mod tables;
mod territory;
mod wars;
