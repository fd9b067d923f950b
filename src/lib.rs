//! Is there a deal that every side prefers to fighting on?
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod index;
pub mod party;
pub mod scenario;
pub mod space;
pub mod stream;
pub mod units;
