//! Is there a deal that every side of a war prefers to fighting on? An exact test, a proof either way, and the talks
//! that would find it.
//!
//! ```
//! use dealzone::scenario::Scenario;
//! use dealzone::talks::Talks;
//!
//! let scenario = Scenario::builtin("ukraine-2026-01-23")?;
//! let conflict = scenario.conflict()?;
//! println!("a deal zone exists: {}", conflict.deal_zone().exists());
//!
//! let settings = scenario.talks_settings(&scenario.setting())?;
//! for round in Talks::new(&conflict, settings, 1)? {
//!     println!("round {}: {} events", round.number, round.events.len());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A *deal* gives every issue a level. *War* is what happens while nothing is signed: a front that moves at random
//! while the sides pay for the fighting. Each party values both by the same preferences, on one scale, so that what it
//! gains by a deal over fighting on is a number, its *surplus*. The *deal zone* holds the deals that meet all
//! constraints and absolute red lines and leave no party with a surplus below zero.
//!
//! # The main types
//!
//! - A [`Scenario`](scenario::Scenario) is a conflict in a file, every uncertain number with its range, source and
//!   date. It is assembled at a [`Setting`](scenario::Setting), a value for each of those numbers.
//! - A [`Conflict`](conflict::Conflict) is a space of deals, the parties, and what happens without agreement. It is
//!   built in code or from a scenario, and does not change; what moves from round to round is a
//!   [`Situation`](conflict::Situation).
//! - A [`DealZone`](zone::DealZone) is the answer. Its [`Verdict`](zone::Verdict) is that a zone exists, with a deal to
//!   show for it; that it is empty, with a [`Certificate`](zone::Certificate) that can be saved and checked apart from
//!   the search; or that it is undecided, with bounds. [`Clashes`](zone::Clashes) say which demands rule each other
//!   out; [`Frontier`](zone::Frontier), [`Solutions`](zone::Solutions) and [`Durability`](zone::Durability) say which
//!   deals a zone holds, which of them stand out, and whether they would last.
//! - [`Talks`](talks::Talks) are an iterator of [`Round`](talks::Round)s that ends in an [`Outcome`](talks::Outcome).
//!
//! # The way through
//!
//! Data goes one way, and nothing reaches back:
//!
//! ```text
//! scenario ──► space ─┐
//!      │       party ─┼─► conflict ──► zone ──► talks ──► report
//!      └─────► war  ──┘                  mediator ┘
//! ```
//!
//! | module | question |
//! |---|---|
//! | [`scenario`] | what does the file say, and where is it wrong? |
//! | [`space`] | what can be agreed? |
//! | [`party`] | who must agree, and what does each want and refuse? |
//! | [`war`] | what happens without agreement, and what is that worth? |
//! | [`conflict`] | do the parts fit together, and how do things stand? |
//! | [`zone`] | is there a deal that all prefer to fighting on? If not, why not? If so, which, and would it last? |
//! | [`analysis`] | which explanations close the zone, which numbers flip the answer, what would a naive guess be? |
//! | [`games`] | what would players do who play in equilibrium, as in the published results? |
//! | [`mediator`] | what text would a mediator write, and for how long would it try? |
//! | [`talks`] | what would these parties do, round by round? |
//! | [`report`] | how is all that shown to a person, and to a program? |
//!
//! Under them lie [`units`], [`index`] (positions that cannot be mixed up), [`stream`] (randomness that a seed fixes)
//! and [`solver`] (the mathematics of the zone, which knows nothing of parties). [`prelude`] has the types for building
//! a conflict in code and letting its parties talk. [`documentation`] has longer pages: the model with every formula, its limits, the reasons for
//! its design, a comparison with other tools, the published results that it is held to, and back-tests on talks whose
//! end is known.
//!
//! # What it promises
//!
//! - **The same input gives the same output, bit for bit.** No verdict draws a random number, and limits on
//!   work are counted, never clocked. Talks are fixed by the scenario, the setting, the settings of the
//!   talks, the seed and the number of the run; they can be saved after any round and resumed with the same future.
//! - **A verdict is proven or withheld.** `Exists` comes with a deal, `Empty` with a certificate; the rest is
//!   `Undecided`.
//! - **Every agreement lies in the zone of its round**, whatever negotiators do, those of a user included.
//! - **Bad data is an error, not a panic**, and an error in a scenario file has its line, column and key.
//!
//! # What it refuses to say
//!
//! That a zone exists is no recommendation of any deal in it, and that none exists is no advice to fight. Whether a
//! deal would be lawful or just is outside the model. Nothing here is a probability of peace: the numbers are
//! assumptions for the most part, each marked as one, and an answer is about them. [`documentation::limits`] goes
//! through what is left out.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod analysis;
pub mod conflict;
pub mod documentation;
pub mod games;
#[cfg(feature = "genius")]
pub mod genius;
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

/// The code of the README, compiled and run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

// Random conflicts, for tests of what cannot be reached from outside.
#[cfg(test)]
extern crate self as dealzone;
#[cfg(test)]
#[path = "../tests/zone/random.rs"]
#[allow(dead_code)]
mod random;
