//! The Pareto frontier: deals that nobody can gain on without somebody losing.
//!
//! Where a space has choices and amounts in steps alone, and few enough partial deals survive, every non-dominated deal
//! is listed. Elsewhere the frontier is covered: for every deal there is one on the list that gives no party less by
//! more than a stated ε. Both are proven, not sampled.

mod cover;
mod enumerate;
mod regions;

pub(super) use enumerate::enumerate;

use super::ZoneQuery;
use super::field::Field;
use crate::index::PartyIndex;
use crate::space::Deal;

/// A deal on the frontier.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontierPoint {
    /// The deal.
    pub deal: Deal,
    /// What each party of the conflict gains by it over fighting on, in its own utility.
    pub surplus: Vec<f64>,
}

/// How completely a list of deals stands for the frontier.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Exactness {
    /// Every non-dominated vector of surpluses is listed once, and no other; vectors that differ by rounding (10⁻¹²)
    /// count as one.
    Exact,
    /// For every deal there is one on the list that gives no party less by more than this many of its scale σ.
    Within(f64),
}

/// The Pareto frontier of a question about the deal zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Frontier {
    /// Whose surpluses are compared: the parties whose participation is demanded, or those
    /// [among whom](ZoneQuery::among) the question is.
    pub parties: Vec<PartyIndex>,
    /// The deals, from the best for the first party to the best for the others. None of them is dominated by another.
    pub points: Vec<FrontierPoint>,
    /// What is proven of the list.
    pub exactness: Exactness,
    /// Whether what was asked for was reached within the budget. Where it was not, `exactness` says what was; an ε of
    /// +∞ says nothing.
    pub is_complete: bool,
    /// Work done: partial deals made, or boxes bounded.
    pub work: u64,
}

/// A question about the frontier, made by [`ZoneQuery::frontier`].
#[derive(Debug, Clone)]
pub struct FrontierQuery<'a> {
    query: &'a ZoneQuery<'a>,
    within: f64,
    most_points: usize,
    labels: u64,
    rational: bool,
}

impl<'a> ZoneQuery<'a> {
    /// Which deals are such that nobody can gain without somebody losing? Over deals that meet the constraints and the
    /// demands of this query; the frontier of the zone, unless [`FrontierQuery::beyond_the_zone`] is asked for.
    ///
    /// The budget of the query holds for the whole frontier.
    #[must_use]
    pub fn frontier(&'a self) -> FrontierQuery<'a> {
        FrontierQuery {
            query: self,
            within: 0.01,
            most_points: 500,
            labels: 3_000_000,
            rational: true,
        }
    }
}

impl FrontierQuery<'_> {
    /// How near the list must come to every deal where it cannot be exact, in units of each party's scale σ; above
    /// zero, else it counts as the default, 0.01.
    #[must_use]
    pub fn within(mut self, epsilon: f64) -> Self {
        if epsilon > 0.0 {
            self.within = epsilon;
        }
        self
    }

    /// How many deals may be listed where the list cannot be exact; 500 where nothing is said.
    #[must_use]
    pub fn most_points(mut self, points: usize) -> Self {
        self.most_points = points;
        self
    }

    /// How many partial deals may be made before enumeration gives way to covering; 3 million where nothing is said, a
    /// few hundred bytes each at the worst. At zero the frontier is always covered.
    #[must_use]
    pub fn labels(mut self, labels: u64) -> Self {
        self.labels = labels;
        self
    }

    /// Deals that are worse than fighting on for some party too, but for those who are not
    /// [weighed](ZoneQuery::among): they must lose nothing all the same.
    #[must_use]
    pub fn beyond_the_zone(mut self) -> Self {
        self.rational = false;
        self
    }

    /// Answers.
    ///
    /// # Complexity
    /// Enumeration: partial deals × log of their number for two and three parties, × the frontier above that. Covering:
    /// one exact search for each listed deal and each corner between them; with m parties of the order of ε^(1−m).
    #[must_use]
    pub fn solve(&self) -> Frontier {
        let Some(field) = Field::among(self.query, self.query.weighed()) else {
            return Frontier {
                parties: Vec::new(),
                points: Vec::new(),
                exactness: Exactness::Exact,
                is_complete: true,
                work: 0,
            };
        };
        let least = if self.rational {
            0.0
        } else {
            f64::NEG_INFINITY
        };
        let (listed, exactness, is_complete, work) = match enumerate(&field, least, self.labels) {
            Some((listed, made)) => (listed, Exactness::Exact, true, made),
            None => {
                let cover = cover::cover(&field, self.within, self.most_points, self.rational);
                (
                    cover.points,
                    Exactness::Within(cover.gap),
                    cover.gap <= self.within,
                    cover.boxes,
                )
            }
        };
        Frontier {
            points: listed,
            parties: field.parties,
            exactness,
            is_complete,
            work,
        }
    }
}
