//! The stepper: whole runs are their rounds one by one, and a saved state is not taken on trust;
//! and whose turn it is.
#![allow(clippy::unwrap_used, clippy::panic)]

mod damage;
mod runs;
mod turns;
