//! Scenarios analysed: which method takes on which kind.

use super::additive::{self, Tables};
use super::count;
use super::domain::{Outcome, Value, Values};
use super::figures::{Exactness, Figures, Point, TOLERANCE, of_frontier, reservations};
use super::profile::Utility;
use super::scenario::Scenario;

/// Most comparisons of partial deals.
const MOST_COMPARISONS: u64 = 1_000_000_000;
/// Most different partial sums of either half when outcomes are counted.
const MOST_SUMS: usize = 4_000_000;
/// Most numbers in the tables of what values add.
const MOST_NUMBERS: u64 = 1 << 25;

impl Scenario {
    /// The figures; `None` where nothing could be established, because the scenario is of a kind or size that no
    /// method here takes on.
    #[must_use]
    pub fn figures(&self) -> Option<Figures> {
        self.additive_figures()
            .or_else(|| self.rectangle_figures())
            .or_else(|| self.covered_figures())
    }

    /// The Pareto frontier alone, with what is proven of it; else as [`figures`](Self::figures).
    #[must_use]
    pub fn frontier(&self) -> Option<(Vec<Point>, Exactness)> {
        let additive = || Some((self.additive_frontier(&self.tables()?)?, Exactness::Exact));
        additive()
            .or_else(|| self.rectangle_frontier())
            .or_else(|| {
                let figures = self.covered_figures()?;
                Some((figures.pareto, figures.exactness))
            })
    }

    fn additive_frontier(&self, tables: &Tables) -> Option<Vec<Point>> {
        let merged = additive::frontier(tables, MOST_COMPARISONS)?.into_iter();
        let points = merged.map(|one| Point {
            outcome: self.outcome_at(&one.picks),
            utilities: one.utilities,
        });
        Some(points.collect())
    }

    /// What every value of every issue adds to each party's utility; `None` where an issue is real or a profile is not
    /// additive, or where the tables would be too long.
    fn tables(&self) -> Option<Tables> {
        let counts = self.domain().issues().iter();
        let values: u64 = counts.filter_map(|issue| issue.values.count()).sum();
        if values.checked_mul(self.profiles().len() as u64)? > MOST_NUMBERS {
            return None;
        }
        let mut issues = Vec::new();
        for (at, issue) in self.domain().issues().iter().enumerate() {
            let columns: Option<Vec<Vec<f64>>> = self
                .profiles()
                .iter()
                .map(|profile| match &profile.utility {
                    Utility::Additive {
                        weights,
                        evaluators,
                    } => evaluators[at].table(weights[at], issue),
                    Utility::Rectangles { .. } => None,
                })
                .collect();
            let columns = columns?;
            let values = columns.first().map_or(0, Vec::len);
            let rows =
                (0..values).flat_map(|value| columns.iter().map(move |column| column[value]));
            issues.push(rows.collect());
        }
        Some(Tables {
            parties: self.profiles().len(),
            issues,
        })
    }

    /// The outcome at these positions of the issues' values.
    fn outcome_at(&self, picks: &[u32]) -> Outcome {
        let issues = self.domain().issues().iter();
        issues
            .zip(picks)
            .map(|(issue, pick)| match &issue.values {
                Values::Discrete(_) => Value::Option(*pick as usize),
                Values::Integer { lower, .. } => Value::Integer(lower + i64::from(*pick)),
                Values::Real { lower, .. } => Value::Real(*lower),
            })
            .collect()
    }

    /// The figures of an additive scenario without issues of reals; `None` for another, or where more partial deals
    /// than memory has room for would have to be kept.
    ///
    /// # Complexity
    /// Partial deals on their own frontiers × the values of the next issue, × the logarithm of that: not the number of
    /// outcomes.
    fn additive_figures(&self) -> Option<Figures> {
        let tables = self.tables()?;
        let pareto = self.additive_frontier(&tables)?;
        let reservation = reservations(self.profiles());
        let rational = count::at_least(&tables, &reservation, TOLERANCE, MOST_SUMS);
        of_frontier(
            self.domain().outcomes(),
            reservation,
            rational,
            pareto,
            Exactness::Exact,
        )
    }
}
