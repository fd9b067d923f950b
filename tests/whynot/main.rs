//! Why there is no zone, and what would open one: prices, thresholds and shares against brute force and the papers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attribution;
mod prices;
mod small;
mod textbook;
mod thresholds;
