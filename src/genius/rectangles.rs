//! The figures of scenarios with rectangles.

use super::additive::told_apart;
use super::boxes::{self, Set, Weighted};
use super::cells;
use super::domain::{Outcome, Value, Values};
use super::figures::{Exactness, Figures, Point, Sums, of_frontier, reservations};
use super::profile::{Profile, Side, Utility};
use super::scenario::Scenario;
use super::signed;

/// Most steps while the frontier is looked for.
const WORK: u64 = 8_000_000;

/// Most rectangles of all parties together: every two of them are held against each other.
const MOST_RECTANGLES: usize = 8192;

/// Deals that stand for the frontier, by their sums, and bounds where they may not be all of it.
pub(super) struct Found {
    pub(super) deals: Vec<(Vec<f64>, Outcome)>,
    pub(super) beyond: Option<Vec<Vec<f64>>>,
}

/// The rectangles of all parties, and what each party has in every deal.
pub(super) struct Collected {
    pub(super) rectangles: Vec<Weighted>,
    pub(super) always: Vec<f64>,
}

impl Collected {
    /// What a deal adds up to with what each party has in any.
    fn sums(&self, one: &[f64]) -> Vec<f64> {
        let pairs = one.iter().zip(&self.always);
        pairs.map(|(sum, always)| sum + always).collect()
    }
}

impl Scenario {
    /// The figures of a scenario with rectangles; `None` where an additive party of the scenario values a real issue.
    pub(super) fn rectangle_figures(&self) -> Option<Figures> {
        let collected = self.collected()?;
        let mut found = self.found(&collected);
        let outstanding = found
            .beyond
            .is_some()
            .then(|| self.outstanding(&collected, &mut found));
        let (pareto, exactness) = self.told(&collected, &found);
        let mut figures = of_frontier(
            self.domain().outcomes(),
            reservations(self.profiles()),
            cells::rational(self, &collected),
            pareto,
            exactness,
        )?;
        figures.sums = Some(self.uncut(&collected, &found));
        if let Some(outstanding) = outstanding {
            outstanding.settle(&mut figures);
        }
        Some(figures)
    }

    /// The frontier alone.
    pub(super) fn rectangle_frontier(&self) -> Option<(Vec<Point>, Exactness)> {
        let collected = self.collected()?;
        let found = self.found(&collected);
        Some(self.told(&collected, &found))
    }

    /// Deals and bounds in utilities.
    fn told(&self, collected: &Collected, found: &Found) -> (Vec<Point>, Exactness) {
        let utilities = |one: &[f64]| -> Vec<f64> {
            let pairs = collected.sums(one).into_iter().zip(self.profiles());
            pairs.map(|(sum, profile)| cut(sum, profile)).collect()
        };
        let points: Vec<Point> = found
            .deals
            .iter()
            .map(|(sums, outcome)| Point {
                utilities: utilities(sums),
                outcome: outcome.clone(),
            })
            .collect();
        let flat: Vec<f64> = points
            .iter()
            .flat_map(|point| point.utilities.iter().copied())
            .collect();
        let pareto = told_apart(&flat, self.profiles().len())
            .into_iter()
            .map(|at| points[at as usize].clone())
            .collect();
        let exactness = match &found.beyond {
            None => Exactness::Exact,
            Some(beyond) => Exactness::Below(beyond.iter().map(|one| utilities(one)).collect()),
        };
        (pareto, exactness)
    }

    /// The frontier of the rectangles' sums: of independent sets where none adds less than nothing, else by labels.
    fn found(&self, collected: &Collected) -> Found {
        let rectangles = &collected.rectangles;
        let parties = self.profiles().len();
        let takes = |one: &Weighted| one.adds.iter().any(|add| *add < 0.0);
        if rectangles.iter().any(takes) {
            return match signed::frontier(self, rectangles) {
                Some(deals) => Found {
                    deals,
                    beyond: None,
                },
                // Nothing is known yet but that no deal has more than everything that adds.
                None => Found {
                    deals: Vec::new(),
                    beyond: Some(vec![
                        (0..parties)
                            .map(|party| {
                                rectangles.iter().map(|one| one.adds[party].max(0.0)).sum()
                            })
                            .collect(),
                    ]),
                },
            };
        }
        let front = boxes::frontier(rectangles, parties, WORK);
        let deals = front.points.into_iter().map(|point| {
            let outcome = self.outcome_in(rectangles, &point.chosen);
            (point.sums, outcome)
        });
        Found {
            deals: deals.collect(),
            beyond: front.beyond,
        }
    }

    /// The frontier before division and cutting.
    fn uncut(&self, collected: &Collected, found: &Found) -> Sums {
        let deals = found.deals.iter().map(|(one, _)| collected.sums(one));
        let mut frontier: Vec<Vec<f64>> = deals.collect();
        frontier.reverse();
        let bounds: Vec<Vec<f64>> = match &found.beyond {
            Some(beyond) => beyond.iter().map(|one| collected.sums(one)).collect(),
            None => frontier.clone(),
        };
        let best = |vectors: &[Vec<f64>]| -> Vec<f64> {
            let parties = 0..self.profiles().len();
            let most = |party: usize| {
                let own = vectors.iter().map(|one| one[party]);
                own.fold(f64::NEG_INFINITY, f64::max)
            };
            parties.map(most).collect()
        };
        let stated = self.profiles().iter().map(|profile| match profile.utility {
            Utility::Rectangles { largest, .. } => largest,
            Utility::Additive { .. } => 1.0,
        });
        Sums {
            best: best(&frontier),
            upper: best(&bounds),
            stated: stated.collect(),
            frontier,
        }
    }

    /// The rectangles of all; `None` where there are none, or an additive party values a real issue.
    fn collected(&self) -> Option<Collected> {
        let rectangular = |profile: &Profile| matches!(profile.utility, Utility::Rectangles { .. });
        if !self.profiles().iter().any(rectangular) {
            return None;
        }
        let parties = self.profiles().len();
        let mut rectangles: Vec<Weighted> = Vec::new();
        let mut always = vec![0.0; parties];
        for (party, profile) in self.profiles().iter().enumerate() {
            let mut add = |utility: f64, mut sides: Vec<Side>| {
                for side in &mut sides {
                    let (first, last) = self.domain().issues()[side.issue].values.ends();
                    *side = Side {
                        issue: side.issue,
                        min: side.min.max(first),
                        max: side.max.min(last),
                    };
                }
                sides.sort_by_key(|side| side.issue);
                let empty = sides.iter().any(|side| side.min > side.max);
                if sides.is_empty() {
                    always[party] += utility;
                } else if !empty && utility != 0.0 {
                    let mut adds = vec![0.0; parties];
                    adds[party] = utility;
                    rectangles.push(Weighted { adds, sides });
                }
            };
            match &profile.utility {
                Utility::Rectangles { rectangles, .. } => {
                    for one in rectangles {
                        if one.outside {
                            // Outside is everywhere less inside.
                            add(one.utility, Vec::new());
                            add(-one.utility, one.sides.clone());
                        } else {
                            add(one.utility, one.sides.clone());
                        }
                    }
                }
                Utility::Additive {
                    weights,
                    evaluators,
                } => {
                    for (at, issue) in self.domain().issues().iter().enumerate() {
                        if issue.values.count()? > MOST_RECTANGLES as u64 {
                            return None;
                        }
                        let table = evaluators[at].table(weights[at], issue)?;
                        let first = match issue.values {
                            Values::Integer { lower, .. } => lower,
                            _ => 0,
                        };
                        for (utility, value) in table.into_iter().zip(first..) {
                            let side = Side {
                                issue: at,
                                min: value,
                                max: value,
                            };
                            add(utility, vec![side]);
                        }
                    }
                }
            }
        }
        (rectangles.len() <= MOST_RECTANGLES).then_some(Collected { rectangles, always })
    }

    /// The first outcome that lies in all of these rectangles.
    fn outcome_in(&self, rectangles: &[Weighted], chosen: &Set) -> Outcome {
        let issues = self.domain().issues().iter().enumerate();
        issues
            .map(|(at, issue)| {
                let inside = rectangles
                    .iter()
                    .enumerate()
                    .filter(|(place, _)| chosen[place / 64] >> (place % 64) & 1 == 1)
                    .flat_map(|(_, rectangle)| &rectangle.sides)
                    .filter(|side| side.issue == at);
                let least = inside.map(|side| side.min).max();
                match issue.values {
                    Values::Discrete(_) => Value::Option(least.unwrap_or(0).max(0) as usize),
                    Values::Integer { lower, .. } => Value::Integer(least.unwrap_or(lower)),
                    Values::Real { lower, .. } => Value::Real(lower),
                }
            })
            .collect()
    }
}

/// The utility that a sum is worth.
fn cut(sum: f64, profile: &Profile) -> f64 {
    match profile.utility {
        Utility::Rectangles { largest, .. } => (sum / largest).min(1.0),
        Utility::Additive { .. } => sum,
    }
}
