//! The deal zone: is there a deal that every party prefers to fighting on? Exactly, with a proof either way.
//!
//! [`DealZone`] is the answer and [`ZoneQuery`] asks for it in other ways than the default; a
//! [`ZoneSearch`] can be stopped and continued. [`Values`] is what one deal
//! is worth to each party, by the formula; [`Certificate`] proves that no deal is worth more than a bound to all of
//! them; [`Clashes`] are the smallest sets of demands that cannot hold together, and [`Opening`] is what it would take to
//! open the zone.
//!
//! Where there is a zone, [`Frontier`] lists the deals on which nobody can gain without somebody losing, [`Solutions`]
//! the ones that bargaining theory singles out, [`Share`] says how much of the space the zone is, [`Robustness`] how far
//! a deal is from being refused, and [`Durability`] whether it would last.

mod appraisal;
mod best;
mod book;
mod certificate;
mod clash;
mod compile;
mod concept;
mod demand;
mod durability;
mod durable;
mod field;
mod frontier;
mod glance;
mod lottery;
mod nash;
mod opening;
mod optimum;
mod precision;
mod price;
mod query;
mod robustness;
mod sampled;
mod search;
mod share;
mod solution;
mod terms;
mod value;
mod verdict;

pub use certificate::{Certificate, CertificateError, Proven};
pub use clash::Clashes;
pub use concept::{Concept, SolutionPoint};
pub use demand::{Demand, Demands};
pub use durability::{Adherence, Breach, Durability, Rearming, bearable_breach};
pub use durable::MostDurable;
pub use frontier::{Exactness, Frontier, FrontierPoint, FrontierQuery};
pub use lottery::Lottery;
pub use price::{Opening, Payment, Price};
pub use query::ZoneQuery;
pub use robustness::{Margin, Robustness};
pub use sampled::SampledShare;
pub use search::ZoneSearch;
pub use share::Share;
pub use solution::{NoNash, Solutions};
pub use terms::DealTerms;
pub use value::{PartyValue, Values};
pub use verdict::{Closest, Compared, DealZone, Verdict};

pub(crate) use appraisal::Appraisal;
pub(crate) use best::best_deal;
pub(crate) use book::{Aim, Asked, Duo, Layout, Lens, Levers, Memory, Nearest, Shelf, Side, Solo};
pub(crate) use compile::{Ask, Compiled, Guess};
pub(crate) use optimum::Optimum;
