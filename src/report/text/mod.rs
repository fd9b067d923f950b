//! Reports in words, for a terminal of 80 columns.

mod finding;
mod heading;
mod opening;
mod page;
mod transcript;
mod why;

pub use finding::finding;
pub use heading::heading;
pub use opening::{opening, opening_after};
pub use page::{Colour, WIDTH, terms};
pub use transcript::{breakdown, transcript};
pub use why::{attribution, lifts, sweep, thresholds};
