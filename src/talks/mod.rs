//! The talks: what these parties would do, round by round.
//!
//! | page | what it holds |
//! |---|---|
//! | [`Talks`] | the stepper: an iterator of rounds that can be saved and resumed |
//! | [`TalksSettings`] | protocol, deadline, concessions, statements, mediation |
//! | [`Negotiator`] | how a party proposes and answers; [`TimeDependent`] is the one built in |
//! | [`View`] | all that a negotiator may see |
//! | [`Round`] | what happened in a round, as typed [`Event`]s |
//! | [`Outcome`] | how the talks ended; the four kinds of failure are never merged |
//!
//! A round always goes the same way: the front and the regime move; beliefs follow; war values and the zone are worked
//! out anew; somebody proposes and the others answer; statements are made; it ends, or goes on.

mod aftermath;
mod error;
mod ground;
mod history;
mod negotiator;
mod offer;
mod outcome;
mod protocol;
mod ripeness;
mod round;
mod settings;
mod state;
mod stepper;
mod time_dependent;
mod view;

pub use error::TalksError;
pub use history::Offer;
pub use negotiator::{Consent, Negotiator, Response};
pub use outcome::{Breakdown, Ending, Outcome};
pub use protocol::{Foul, Move, Protocol, Turn};
pub use ripeness::{Ripeness, Unripe};
pub use round::{Event, Round, ZoneReading};
pub use settings::{Clock, TalksSettings};
pub use state::TalksState;
pub use stepper::Talks;
pub use time_dependent::TimeDependent;
pub use view::View;

pub(crate) use offer::OfferSearch;
