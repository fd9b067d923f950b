//! The deal zone: is there a deal that every party prefers to fighting on? Exactly, with a proof either way.
//!
//! [`DealZone`] is the answer and [`ZoneQuery`] asks for it in other ways than the default. [`Values`] is what one deal
//! is worth to each party, by the formula; [`Certificate`] proves that no deal is worth more than a bound to all of
//! them; [`Clashes`] are the smallest sets of demands that cannot hold together, and [`Opening`] is what it would take to
//! open the zone.

mod certificate;
mod clash;
mod compile;
mod demand;
mod opening;
mod optimum;
mod price;
mod query;
mod terms;
mod value;
mod verdict;

pub use certificate::{Certificate, CertificateError};
pub use clash::Clashes;
pub use demand::{Demand, Demands};
pub use price::{Opening, Payment, Price};
pub use query::ZoneQuery;
pub use terms::DealTerms;
pub use value::{PartyValue, Values};
pub use verdict::{Closest, DealZone, Verdict};

pub(crate) use compile::{Ask, Compiled};
pub(crate) use optimum::Optimum;
