//! Is there a deal that every side prefers to fighting on?
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod analysis;
pub mod conflict;
pub mod index;
pub mod mediator;
mod parallel;
pub mod party;
pub mod prelude;
pub mod report;
pub mod scenario;
pub mod solver;
pub mod space;
pub mod stream;
pub mod talks;
pub mod units;
pub mod war;
pub mod zone;
