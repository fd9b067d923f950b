//! Forbidden patterns, frame by frame.

use super::super::demand::{Demand, Demands};
use crate::conflict::Conflict;
use crate::solver::{Literal, VariableTest};
use crate::space::{Condition, Frame, Pattern, Test};

/// The patterns that no deal may match: constraints, and the red lines among the demands.
pub(super) fn forbidden(conflict: &Conflict, demands: &Demands) -> Vec<Pattern> {
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
