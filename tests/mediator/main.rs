//! The mediator: its levers, its styles, and what no style may do.
#![allow(clippy::unwrap_used, clippy::panic)]

mod levers;
mod random;
mod styles;
