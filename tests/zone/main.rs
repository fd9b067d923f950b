//! The deal zone against brute force, and against what must hold of every answer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod brute_force;
mod budget;
mod certificates;
mod clashes;
mod crowded;
mod forged;
mod grids;
mod invariants;
mod laid_out;
mod odd;
mod random;
mod rebuild;
mod saved;
mod tolerance;
