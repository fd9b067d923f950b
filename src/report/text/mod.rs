//! Reports in words, for a terminal of 80 columns.

mod finding;
mod heading;
mod page;
mod transcript;
mod why;

pub use finding::finding;
pub use heading::heading;
pub use page::{Colour, WIDTH, terms};
pub use transcript::transcript;
pub use why::{attribution, lifts, opening, sweep, thresholds};
