//! Longer pages: the model in full, its limits, why it is built as it is, how it compares, which published results
//! it is held to, and what it would have said of talks whose end is known.
//!
//! | page | question |
//! |---|---|
//! | [`odd`] | what exactly is modelled? The ODD protocol, with every formula |
//! | [`limits`] | what does an answer not say? |
//! | [`design`] | why is it built this way? Opinions, with reasons |
//! | [`comparison`] | what do other tools do? Facts, with a date |
//! | [`genius`] | what do the figures of GENIUS domains mean, and where do the tools differ? |
//! | [`backtests`] | what does it say of talks whose end is known, and how near do naive guesses come? |
//! | [`mediators`] | what comes of the three styles of mediation, on random conflicts and on a scenario? |
//! | [`theory`] | which published results does the library reproduce, and which test says so? |

#[doc = include_str!("documentation/odd.md")]
pub mod odd {}

#[doc = include_str!("documentation/limits.md")]
pub mod limits {}

#[doc = include_str!("documentation/design.md")]
pub mod design {}

#[doc = include_str!("documentation/comparison.md")]
pub mod comparison {}

#[doc = include_str!("documentation/genius.md")]
pub mod genius {}

#[doc = include_str!("documentation/theory.md")]
pub mod theory {}

#[doc = include_str!("documentation/mediators.md")]
pub mod mediators {}

#[doc = include_str!("documentation/backtests.md")]
pub mod backtests {}
