//! Reports: what a person reads, and what a program does.
//!
//! [`Finding`] is what is known of the zone under one set of demands, and [`Transcript`] what happened at the talks.
//! [`text`] puts them into words for a terminal of 80 columns; [`Document`] is the same as JSON.

mod finding;
mod json;
mod names;
pub mod text;
mod transcript;

pub use finding::Finding;
pub use json::Document;
pub use transcript::Transcript;
