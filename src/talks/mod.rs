//! The talks: what these parties would do, round by round.
//!
//! | page | what it holds |
//! |---|---|
//! | [`Talks`] | the stepper: an iterator of rounds that can be saved and resumed |
//! | [`Playbook`] | what many runs over one conflict have in common, worked out once |
//! | [`TalksSettings`] | protocol, deadline, concessions, statements, mediation |
//! | [`Negotiator`] | how a party proposes and answers; an [`Agent`] is one made of an [`OfferStrategy`] and an [`AcceptanceRule`] |
//! | [`TimeDependent`], [`TitForTat`], [`Micro`], [`TradeOff`], [`Modelled`], [`Hardliner`], [`RandomWalker`], [`Rubinstein`] | which deal to offer |
//! | [`Accept`] | which offers are good enough |
//! | [`Frequency`], [`Bayesian`] | what another party is guessed to want |
//! | [`View`] | all that a negotiator may see |
//! | [`Trace`] | a run written down, to be read by others and played again |
//! | [`Tournament`] | everybody against everybody |
//! | [`Round`] | what happened in a round, as typed [`Event`]s |
//! | [`Outcome`] | how the talks ended; the four kinds of failure are never merged |
//!
//! A round always goes the same way: the front and the regime move; beliefs follow; war values and the zone are worked
//! out anew; somebody proposes and the others answer; statements are made; it ends, or goes on.

mod acceptance;
mod aftermath;
mod answers;
mod audit;
mod catalogue;
mod error;
mod ground;
mod halves;
mod history;
mod ledger;
mod legacy;
mod menu;
mod negotiator;
mod offer;
mod opponent;
mod outcome;
mod playbook;
mod protocol;
mod ripeness;
mod round;
mod settings;
mod state;
mod stepper;
mod strategies;
mod tournament;
mod trace;
mod view;

pub use acceptance::{Accept, AcceptanceRule};
pub use audit::Damage;
pub use error::TalksError;
pub use history::Offer;
pub use negotiator::{Consent, Negotiator, Response};
pub use opponent::{Bayesian, Estimate, Frequency, IssueEstimate, OpponentModel};
pub use outcome::{Breakdown, Ending, Outcome};
pub use playbook::Playbook;
pub use protocol::{Foul, Move, Protocol, Turn};
pub use ripeness::{Ripeness, Unripe};
pub use round::{Event, Round, ZoneReading};
pub use settings::{Clock, TalksSettings, WalkOut};
pub use state::TalksState;
pub use stepper::Talks;
pub use strategies::{
    Agent, Choice, Concession, Hardliner, Micro, Modelled, OfferStrategy, RandomWalker,
    Reciprocity, Reserve, Rubinstein, TimeDependent, TitForTat, TradeOff,
};
pub use tournament::{Arena, Entrant, Match, Results, Standing, Tournament};
pub use trace::{Trace, TraceError};
pub use view::View;

pub(crate) use offer::OfferSearch;
