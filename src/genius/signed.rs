//! Rectangles that may add less than nothing, where independent sets say nothing of the sum: the deals are labelled issue
//! by issue instead.

use super::boxes::Weighted;
use super::domain::{Outcome, Value, Values};
use super::profile::Side;
use super::scenario::Scenario;
use crate::solver::{Finite, Joint, Literal, Pick, Program, Row, VariableTest, non_dominated};

/// Most partial deals made.
const LABELS: u64 = 3_000_000;

/// The frontier of the sums, each with a deal; `None` where more partial deals would have to be made.
///
/// Of the values of an issue those count as one that lie in the same rectangles.
pub(super) fn frontier(
    scenario: &Scenario,
    rectangles: &[Weighted],
) -> Option<Vec<(Vec<f64>, Outcome)>> {
    let parties = scenario.profiles().len();
    let issues = scenario.domain().issues();
    let firsts: Vec<Vec<i64>> = (0..issues.len())
        .map(|issue| class_starts(&issues[issue].values, issue, rectangles))
        .collect();
    let mut program = Program::new(vec![Row::objective(0.0, 1.0); parties]);
    for starts in &firsts {
        program.add_choice(vec![0.0; starts.len() * parties]);
    }
    for rectangle in rectangles {
        let literal = |side: &Side| {
            let starts = firsts[side.issue].iter().enumerate();
            let inside = starts.filter(|(_, start)| (side.min..=side.max).contains(*start));
            Literal {
                variable: side.issue,
                test: VariableTest::AnyOf(inside.map(|(class, _)| class).collect()),
            }
        };
        program.add_joint(Joint {
            when: rectangle.sides.iter().map(literal).collect(),
            effect: rectangle.adds.clone(),
        });
    }
    let Finite::Points(points, _) = non_dominated(&[program], parties, f64::NEG_INFINITY, LABELS)
    else {
        return None;
    };
    let outcome = |picks: &[Pick]| -> Outcome {
        let classes = issues.iter().zip(&firsts).zip(picks);
        classes
            .map(|((issue, starts), pick)| {
                let class = match pick {
                    Pick::Option(class) => *class,
                    Pick::Amount(_) => 0,
                };
                let start = starts.get(class).copied().unwrap_or(0);
                match issue.values {
                    Values::Discrete(_) => Value::Option(start.max(0) as usize),
                    Values::Integer { .. } => Value::Integer(start),
                    Values::Real { lower, .. } => Value::Real(lower),
                }
            })
            .collect()
    };
    let found = points.into_iter().map(|point| {
        let outcome = outcome(&point.picks);
        (point.slacks, outcome)
    });
    Some(found.collect())
}

/// The first value of each class, in order: the issue's own first, where a side begins, and after where one ends.
pub(super) fn class_starts(values: &Values, issue: usize, rectangles: &[Weighted]) -> Vec<i64> {
    let (first, last) = values.ends();
    let sides = rectangles.iter().flat_map(|one| &one.sides);
    let mut starts: Vec<i64> = sides
        .filter(|side| side.issue == issue)
        .flat_map(|side| [side.min, side.max.saturating_add(1)])
        .filter(|start| (first..=last).contains(start))
        .chain([first])
        .collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}
