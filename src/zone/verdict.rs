//! The answer: whether a deal zone exists, and how sure that is.

use super::{Certificate, Demands};
use crate::space::Deal;

/// Whether any deal exists that every party prefers to fighting on.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Verdict {
    /// There is one: this.
    Exists {
        /// A deal that breaks no constraint and no absolute red line and leaves no party worse off than fighting on
        /// (to within [`ZERO_TOLERANCE`](crate::solver::ZERO_TOLERANCE)): the best by the least scaled surplus that
        /// was found.
        witness: Deal,
    },
    /// There is none.
    Empty {
        /// The proof: no deal gives every party a scaled surplus above a bound that is below zero.
        certificate: Certificate,
    },
    /// The budget ran out first, or the answer lies within what rounding may take: z\* is zero to within
    /// [`ZERO_TOLERANCE`](crate::solver::ZERO_TOLERANCE) from below, or above zero only for deals that miss a linear
    /// constraint by between one and two tolerances. The bounds of the [`DealZone`] still hold.
    Undecided,
}

/// The deal that comes closest to satisfying everyone.
#[derive(Debug, Clone, PartialEq)]
pub struct Closest {
    /// The deal: the greatest least scaled surplus found among those that meet the constraints and every demand but
    /// the lifted ones.
    pub deal: Deal,
    /// What each party gains by it over fighting on, in its own utility.
    pub surplus: Vec<f64>,
    /// Demands that it does not meet: none unless the red lines exclude every deal, and then a smallest set of red
    /// lines that has to be lifted before there is any.
    pub lifted: Demands,
    /// Among how many such sets of red lines this one was chosen: beyond another of them there may be a closer deal where
    /// they are not all.
    pub compared: Compared,
}

/// How many smallest sets of red lines to lift were compared; where nothing has to be lifted that is one, the empty set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compared {
    /// These, and there are no others of that size.
    All(usize),
    /// So many, and there may be others of that size: 64 are compared at the most, and a question for the verdict alone
    /// stops at the first that shows a deal in the zone.
    Some(usize),
}

/// The answer to a question about the deal zone.
///
/// z\* is the greatest least scaled surplus, max over deals of min over parties of s/σ, and the zone is empty exactly
/// when z\* < 0.
#[derive(Debug, Clone, PartialEq)]
pub struct DealZone {
    pub(super) verdict: Verdict,
    pub(super) lower: f64,
    pub(super) upper: f64,
    pub(super) closest: Option<Closest>,
    pub(super) boxes: u64,
}

impl DealZone {
    /// Whether a deal exists.
    #[must_use]
    pub fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// Whether a deal was found that every party prefers to fighting on.
    #[must_use]
    pub fn exists(&self) -> bool {
        matches!(self.verdict, Verdict::Exists { .. })
    }

    /// Whether it is proven that there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self.verdict, Verdict::Empty { .. })
    }

    /// z\* is at least this: the least scaled surplus of the best deal found. −∞ where none was found.
    #[must_use]
    pub fn lower(&self) -> f64 {
        self.lower
    }

    /// z\* is at most this. −∞ where the constraints and red lines alone exclude every deal.
    ///
    /// Where the zone is empty it is the bound of the certificate; else it is that of the search, for deals that meet
    /// every linear constraint exactly.
    #[must_use]
    pub fn upper(&self) -> f64 {
        self.upper
    }

    /// The deal that comes closest, and what it gives each party; `None` where the constraints of the space alone
    /// exclude every deal, or the budget ran out before any was found.
    #[must_use]
    pub fn closest(&self) -> Option<&Closest> {
        self.closest.as_ref()
    }

    /// Work done: boxes of the space that were bounded.
    #[must_use]
    pub fn boxes(&self) -> u64 {
        self.boxes
    }
}
