//! Individually rational outcomes over rectangles, counted by cells: the outcomes that lie in the same rectangles.

use super::domain::{Domain, Outcome, Value, Values};
use super::figures::TOLERANCE;
use super::profile::{Profile, Utility};
use super::rectangles::Collected;
use super::scenario::Scenario;
use super::signed::class_starts;

/// Most rectangles and sides looked at.
const WORK: f64 = 3e8;

/// How many outcomes leave every party its reservation value; `None` where the cells are too many, or an issue is real.
///
/// # Complexity
/// Cells × sides of all rectangles. The cells are the product over issues of the values told apart by sides.
pub(super) fn rational(scenario: &Scenario, collected: &Collected) -> Option<f64> {
    let issues = scenario.domain().issues();
    let mut classes: Vec<Vec<(Value, f64)>> = Vec::new();
    let mut cells: f64 = 1.0;
    for (at, issue) in issues.iter().enumerate() {
        issue.values.count()?;
        let starts = class_starts(&issue.values, at, &collected.rectangles);
        cells *= starts.len() as f64;
        classes.push(sizes(&issue.values, &starts));
    }
    let looked_at: usize = scenario
        .profiles()
        .iter()
        .map(|one| parts(one, scenario.domain()))
        .sum();
    if cells * looked_at as f64 > WORK {
        return None;
    }
    let mut picks = vec![0; classes.len()];
    let mut outcome: Outcome = classes.iter().map(|own| own[0].0).collect();
    let mut count = 0.0;
    loop {
        let is_rational = |one: &Profile| one.utility(&outcome) >= one.reservation - TOLERANCE;
        if scenario.profiles().iter().all(is_rational) {
            let pairs = classes.iter().zip(&picks);
            count += pairs
                .map(|(own, pick): (_, &usize)| own[*pick].1)
                .product::<f64>();
        }
        // The next cell, the last issue fastest.
        let Some(issue) = (0..picks.len())
            .rev()
            .find(|issue| picks[*issue] + 1 < classes[*issue].len())
        else {
            return Some(count);
        };
        picks[issue] += 1;
        picks[issue + 1..].fill(0);
        for at in issue..picks.len() {
            outcome[at] = classes[at][picks[at]].0;
        }
    }
}

/// The first value of every class and how many values it has.
fn sizes(values: &Values, starts: &[i64]) -> Vec<(Value, f64)> {
    let (_, last) = values.ends();
    let ends = starts.iter().skip(1).copied().chain([last + 1]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| {
            let value = match values {
                Values::Discrete(_) => Value::Option(*start as usize),
                _ => Value::Integer(*start),
            };
            (value, (end - start) as f64)
        })
        .collect()
}

/// How much is looked at for one utility.
fn parts(profile: &Profile, domain: &Domain) -> usize {
    match &profile.utility {
        Utility::Rectangles { rectangles, .. } => {
            rectangles.iter().map(|one| 1 + one.sides.len()).sum()
        }
        // Of a table the largest is looked for each time.
        Utility::Additive { .. } => {
            let counts = domain.issues().iter().map(|issue| match &issue.values {
                Values::Discrete(values) => values.len(),
                _ => 1,
            });
            counts.sum()
        }
    }
}
