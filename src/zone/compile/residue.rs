//! Forbidden patterns, frame by frame.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::super::demand::{Demand, Demands};
use crate::conflict::Conflict;
use crate::solver::{Literal, VariableTest};
use crate::space::{Condition, Frame, Pattern, Test};

/// The patterns that no deal may match: constraints, and the red lines among the demands.
pub(in crate::zone) fn forbidden(conflict: &Conflict, demands: &Demands) -> Vec<Pattern> {
    let space = conflict.space();
    let mut patterns: Vec<Pattern> = space
        .constraints()
        .iter()
        .flat_map(|constraint| constraint.rule.forbidden(space))
        .collect();
    for demand in demands.as_slice() {
        if let Demand::RedLine { party, line } = demand {
            let line = conflict
                .parties()
                .get(party.get())
                .and_then(|party| party.red_lines.get(*line));
            patterns.extend(line.into_iter().flat_map(|line| line.refuses.clone()));
        }
    }
    patterns
}

/// A pattern taken apart: what the frame decides, and what is left to the other choices.
#[derive(Debug)]
pub(super) struct Residue {
    pub(super) framing: Vec<Condition>,
    pub(super) literals: Vec<Literal>,
}

impl Residue {
    pub(super) fn new(pattern: &Pattern, framing: &[bool]) -> Self {
        let (framing, others): (Vec<Condition>, Vec<Condition>) = pattern
            .conditions
            .iter()
            .cloned()
            .partition(|condition| framing[condition.issue.get()]);
        Self {
            framing,
            literals: others.iter().map(literal).collect(),
        }
    }

    /// Whether the pattern can still be matched in a frame: its literals then decide.
    pub(super) fn is_left(&self, frame: &Frame) -> bool {
        self.framing.iter().all(|condition| {
            let chosen = frame
                .choices
                .iter()
                .find(|(issue, _)| *issue == condition.issue)
                .map(|(_, option)| option);
            match (&condition.test, chosen) {
                (Test::AnyOf(options), Some(option)) => options.contains(option),
                _ => false,
            }
        })
    }
}

pub(super) fn literal(condition: &Condition) -> Literal {
    Literal {
        variable: condition.issue.get(),
        test: match &condition.test {
            Test::AnyOf(options) => {
                VariableTest::AnyOf(options.iter().map(|option| option.get()).collect())
            }
            Test::Above(bound) => VariableTest::Above(*bound),
            Test::Below(bound) => VariableTest::Below(*bound),
        },
    }
}

/// The same patterns, those of one literal put together: by the thousand they come to one for each choice and two for
/// each amount.
pub(super) fn merged(patterns: impl IntoIterator<Item = Vec<Literal>>) -> Vec<Vec<Literal>> {
    let mut merged: Vec<Vec<Literal>> = Vec::new();
    let mut places = BTreeMap::new();
    for pattern in patterns {
        let [literal] = pattern.as_slice() else {
            merged.push(pattern);
            continue;
        };
        let kind = match literal.test {
            VariableTest::AnyOf(_) => 0,
            VariableTest::Above(_) => 1,
            VariableTest::Below(_) => 2,
        };
        match places.entry((literal.variable, kind)) {
            Entry::Vacant(place) => {
                place.insert(merged.len());
                merged.push(pattern);
            }
            Entry::Occupied(place) => {
                for held in &mut merged[*place.get()] {
                    widen(&mut held.test, &literal.test);
                }
            }
        }
    }
    merged
}

/// Makes a test pass where either does; both are of one kind.
fn widen(test: &mut VariableTest, other: &VariableTest) {
    match (test, other) {
        (VariableTest::AnyOf(options), VariableTest::AnyOf(more)) => {
            for option in more {
                if !options.contains(option) {
                    options.push(*option);
                }
            }
        }
        (VariableTest::Above(bound), VariableTest::Above(other)) => *bound = bound.min(*other),
        (VariableTest::Below(bound), VariableTest::Below(other)) => *bound = bound.max(*other),
        _ => {}
    }
}
