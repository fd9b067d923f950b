//! Lots drawn among deals: what indivisible terms cost.

use super::ZoneQuery;
use super::field::{Aim, Field, Point};
use crate::solver::{Combination, Mixture, Priced, Row, extent, mix};
use crate::space::Deal;

/// How closely the value is pinned down, in scaled surplus.
const GAP: f64 = 1e-9;
/// Most deals that are looked for.
const ROUNDS: usize = 200;

/// A lottery among deals with the greatest least expected gain: what the parties could agree on if they could draw lots.
///
/// Terms that cannot be split can be raffled: with lots the gains that can be had are all that lie between those of
/// deals, so that an indivisible prize closes no zone (Fearon 1995; Powell 2006). By how much
/// [`value`](Self::value) exceeds the greatest least gain of a single deal is what indivisible terms, and bent value
/// functions, cost. Whether the loser of the draw would keep to it is another question.
#[derive(Debug, Clone, PartialEq)]
pub struct Lottery {
    /// The deals with their chances, which are above zero and sum to one; as many as there are participants, at most,
    /// and one more. In the order in which they were found.
    pub draws: Vec<(f64, Deal)>,
    /// What each party of the conflict expects to gain over fighting on, in its own utility.
    pub surplus: Vec<f64>,
    /// The least expected gain of any participant, in units of its scale σ. At zero or above every participant prefers
    /// the lottery to fighting on.
    pub value: f64,
    /// No lottery has a greater value: a bound by duality, not rounded outward.
    pub upper: f64,
}

impl ZoneQuery<'_> {
    /// The best lottery among the deals that meet the constraints and the demanded red lines. `None` where no such deal
    /// was found, or nobody's participation is demanded.
    ///
    /// Every participant weighs a lottery by its expected surplus; a demanded red line holds for each deal drawn.
    ///
    /// # Complexity
    /// An exact search for each deal that is tried, a few for each participant. The budget of the question holds for
    /// each; where it runs out `upper` is the further off.
    ///
    /// ```
    /// use dealzone::prelude::*;
    ///
    /// // One prize that cannot be split, and a war that each side has even chances to win, at a cost of 0.1.
    /// let space = Space::new(vec![Issue::choice("prize", Family::Other, ["first", "second"])], vec![])?;
    /// let party = |id: &str, worth: [f64; 2]| {
    ///     Party::new(id, Preferences::new(vec![1.0], vec![Valuation::table(worth)]))
    /// };
    /// let conflict = Conflict::builder(space)
    ///     .parties([party("first", [1.0, 0.0]), party("second", [0.0, 1.0])])
    ///     .reservations([0.4, 0.4])
    ///     .build()?;
    ///
    /// assert!(!conflict.deal_zone().exists());
    /// let lottery = conflict.zone().lottery().ok_or("no deal at all")?;
    /// assert_eq!(lottery.draws.len(), 2);
    /// assert!((lottery.value - 0.1).abs() < 1e-9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn lottery(&self) -> Option<Lottery> {
        let field = Field::new(self)?;
        let even: Vec<Aim> = field
            .scales
            .iter()
            .map(|&scale| Aim::Raise { floor: 0.0, scale })
            .collect();
        let first = field.raise(&even, GAP, field.budget(), &[]).point?;
        let rows: Vec<Row> = field
            .scales
            .iter()
            .map(|scale| Row::objective(0.0, *scale))
            .collect();
        let least = least_slacks(&field);
        let mut points = vec![first];
        let sums = field.slacks(&points[0]);
        let mixture = mix(&rows, sums, ROUNDS, GAP, |multipliers| {
            let sum = Combination {
                weights: multipliers.to_vec(),
                floor: 0.0,
            };
            let found = field.combine(&least, &[sum], GAP / 4.0, field.budget(), &points);
            Priced {
                upper: found.upper,
                sums: found.point.map(|point| {
                    let sums = field.slacks(&point);
                    points.push(point);
                    sums
                }),
            }
        });
        Some(told(&field, &points, &mixture))
    }
}

/// Below what no deal leaves the participants.
fn least_slacks(field: &Field<'_>) -> Vec<f64> {
    let mut least = vec![f64::INFINITY; field.parties.len()];
    for program in field.programs() {
        for ((least, (low, _)), row) in least.iter_mut().zip(extent(program)).zip(program.rows()) {
            *least = least.min(low - row.floor - 1.0);
        }
    }
    least
}

fn told(field: &Field<'_>, points: &[Point], mixture: &Mixture) -> Lottery {
    let total: f64 = mixture.weights.iter().map(|(_, weight)| weight).sum();
    let draws: Vec<(f64, Deal)> = mixture
        .weights
        .iter()
        .map(|(place, weight)| (weight / total, field.deal(&points[*place])))
        .collect();
    let gains: Vec<Vec<f64>> = draws.iter().map(|(_, deal)| field.surplus(deal)).collect();
    let count = gains.first().map_or(0, Vec::len);
    let surplus: Vec<f64> = (0..count)
        .map(|party| {
            let pairs = draws.iter().zip(&gains);
            pairs.map(|((chance, _), gain)| chance * gain[party]).sum()
        })
        .collect();
    let pairs = field.weighed(&surplus).into_iter().zip(&field.scales);
    let value = pairs
        .map(|(gain, scale)| gain / scale)
        .fold(f64::INFINITY, f64::min);
    Lottery {
        draws,
        surplus,
        value,
        upper: mixture.upper.max(value),
    }
}
