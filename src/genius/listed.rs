//! Frontiers that others have listed, held against ours.

use super::figures::{Exactness, Figures, Point};

/// What a listed point is worth.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// It is on the frontier.
    Agrees,
    /// This deal is worth no less to anybody and more to somebody.
    Beaten(Point),
    /// It is not reached by any deal that is known; where the frontier is exact there is none.
    Unreached,
}

/// A list held against a frontier.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Each point of the list, and what it is worth.
    pub listed: Vec<(Vec<f64>, Standing)>,
    /// Points of the frontier that are not on the list.
    pub missing: Vec<Point>,
    /// Whether the frontier is proven, and so what `Unreached` says.
    pub is_proven: bool,
}

/// Lists are printed from numbers of 24 bits: within this points count as the same.
const PRINTED: f64 = 1e-6;

impl Figures {
    /// Holds a list of utilities against the frontier; vectors of another length are left out.
    #[must_use]
    pub fn compare(&self, listed: &[Vec<f64>]) -> Comparison {
        let same = |point: &Point, other: &[f64]| {
            let mut pairs = point.utilities.iter().zip(other);
            pairs.all(|(a, b)| (a - b).abs() <= PRINTED)
        };
        let covers = |point: &&Point, other: &[f64]| {
            let mut pairs = point.utilities.iter().zip(other);
            pairs.all(|(a, b)| *a >= b - PRINTED)
        };
        let standing = |vector: &[f64]| {
            if self.pareto.iter().any(|point| same(point, vector)) {
                return Standing::Agrees;
            }
            let beats = self.pareto.iter().find(|point| covers(point, vector));
            beats.map_or(Standing::Unreached, |point| Standing::Beaten(point.clone()))
        };
        let fits = |vector: &&Vec<f64>| vector.len() == self.reservation.len();
        let missing = self.pareto.iter().filter(|point| {
            let mut listed = listed.iter().filter(fits);
            !listed.any(|vector| same(point, vector))
        });
        Comparison {
            missing: missing.cloned().collect(),
            listed: listed
                .iter()
                .filter(fits)
                .map(|vector| (vector.clone(), standing(vector)))
                .collect(),
            is_proven: self.exactness == Exactness::Exact,
        }
    }
}
