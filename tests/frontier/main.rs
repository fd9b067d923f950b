//! Frontier, solution points, share, robustness and durability: against enumeration and against the literature.

#![allow(clippy::unwrap_used, clippy::panic)]

mod amounts;
mod choices;
mod durability;
mod lottery;
mod random;
mod theory;
