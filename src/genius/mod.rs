//! Scenarios that other people wrote: the domains and profiles of GENIUS (XML) and GeniusWeb (JSON).
//!
//! Needs the feature `genius`.
//!
//! ```no_run
//! use dealzone::genius::Scenario;
//!
//! let scenario = Scenario::load("domains/Laptop")?;
//! for warning in scenario.warnings() {
//!     eprintln!("{warning}");
//! }
//! println!("{:?} outcomes", scenario.domain().outcomes());
//! # Ok::<(), dealzone::genius::GeniusError>(())
//! ```
//!
//! | page | what it holds |
//! |---|---|
//! | [`Scenario`] | a [`Domain`] and the [`Profile`]s of those who negotiate over it; a folder on disk |
//! | [`Figures`] | the frontier, the deals that stand out, and how many outcomes are individually rational |
//! | [`Comparison`] | a frontier that somebody else has listed, held against ours |
//! | [`GeniusError`], [`Warning`] | what cannot be read, and what was read all the same |
//!
//! What every figure means, and where the tools differ, is on the page `documentation::genius`.

mod additive;
mod analysis;
mod boxes;
mod cells;
mod conflict;
mod count;
mod domain;
mod encoding;
mod error;
mod figures;
mod folder;
mod hunt;
mod listed;
mod notes;
mod outstanding;
mod profile;
mod rectangles;
mod scenario;
mod signed;
mod web;
mod xml;

pub use conflict::ConversionError;
pub use domain::{Domain, Issue, Outcome, Value, Values};
pub use error::{Fault, GeniusError, Oddity, Place, Warning};
pub use figures::{Exactness, Figures, Point, Solution, Sums, TOLERANCE};
pub use folder::{Format, listed_frontier, scenarios};
pub use listed::{Comparison, Standing};
pub use profile::{Evaluator, Profile, Rectangle, Side, Utility};
pub use scenario::Scenario;
