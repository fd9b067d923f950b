//! The parts of a program that no constraint, pattern or joint effect ties to each other: what lies in one can be
//! counted whatever is picked in the others.

use super::super::program::{Joint, Literal, Program, Variable};
use super::super::row::Row;
use super::enclosure::Enclosure;
use super::region::Region;

/// What is the same all over a program: the sums of joint effects without a condition.
pub(super) fn constant(program: &Program) -> Vec<Enclosure> {
    let mut sums = vec![Enclosure::ZERO; program.rows().len()];
    for joint in program
        .joints()
        .iter()
        .filter(|joint| joint.when.is_empty())
    {
        for (sum, effect) in sums.iter_mut().zip(&joint.effect) {
            *sum = sum.plus(Enclosure::exactly(*effect));
        }
    }
    sums
}

/// The parts of a program, each a program of its own in which objective rows ask nothing. `None` where a constraint or a
/// pattern that no variable has a say in leaves no point.
pub(super) fn components(program: &Program, constant: &[Enclosure]) -> Option<Vec<Program>> {
    let mut ties = Ties::new(program.variable_count());
    for joint in program.joints() {
        ties.tie(joint.when.iter().map(|literal| literal.variable));
    }
    for pattern in program.forbidden() {
        if pattern.is_empty() {
            return None;
        }
        ties.tie(pattern.iter().map(|literal| literal.variable));
    }
    for (row, asked) in program.rows().iter().enumerate() {
        if asked.scale > 0.0 {
            continue;
        }
        let tied = tied_by(program, row);
        if tied.is_empty() && !Region::is_met(asked, constant[row].low) {
            return None;
        }
        ties.tie(tied.into_iter());
    }
    let firsts = (0..program.variable_count()).filter(|&at| ties.first[at] == at);
    let parts = firsts.map(|first| part(program, constant, &ties.members(first)));
    Some(parts.collect())
}

/// Variables that add anything to a row.
fn tied_by(program: &Program, row: usize) -> Vec<usize> {
    let variables = (0..program.variable_count()).filter(|&at| match &program.variables()[at] {
        Variable::Choice { .. } => program.choice_effects(at, row).any(|effect| effect != 0.0),
        Variable::Amount { effects, .. } => !effects[row].is_empty(),
    });
    let joints = program
        .joints()
        .iter()
        .filter(|joint| joint.effect[row] != 0.0);
    variables
        .chain(joints.flat_map(|joint| joint.when.iter().map(|literal| literal.variable)))
        .collect()
}

/// The part of a program that these variables make up.
fn part(program: &Program, constant: &[Enclosure], members: &[usize]) -> Program {
    let rows = program.rows().iter().enumerate().map(|(row, asked)| {
        let tied = tied_by(program, row);
        let is_asked = asked.scale == 0.0 && tied.iter().any(|at| members.contains(at));
        Row {
            floor: if is_asked {
                asked.floor - constant[row].low
            } else {
                f64::NEG_INFINITY
            },
            equal: asked.equal && is_asked,
            // Units are no matter to what lies in a part, which is the same where only they differ.
            scale: if asked.scale > 0.0 { 1.0 } else { 0.0 },
        }
    });
    let mut part = Program::new(rows.collect());
    for &at in members {
        match &program.variables()[at] {
            Variable::Choice { options, .. } => part.add_choice(
                (0..*options)
                    .flat_map(|option| program.option_effects(at, option))
                    .copied()
                    .collect(),
            ),
            Variable::Amount {
                lower,
                upper,
                step,
                effects,
            } => part.add_amount(*lower, *upper, *step, effects.clone()),
        };
    }
    let moved = |literals: &[Literal]| -> Option<Vec<Literal>> {
        literals
            .iter()
            .map(|literal| {
                Some(Literal {
                    variable: members.binary_search(&literal.variable).ok()?,
                    test: literal.test.clone(),
                })
            })
            .collect()
    };
    for joint in program
        .joints()
        .iter()
        .filter(|joint| !joint.when.is_empty())
    {
        if let Some(when) = moved(&joint.when) {
            part.add_joint(Joint {
                when,
                effect: joint.effect.clone(),
            });
        }
    }
    for pattern in program.forbidden() {
        if let Some(pattern) = moved(pattern) {
            part.forbid(pattern);
        }
    }
    part
}

/// Which variables hang together.
struct Ties {
    /// By variable: the first of those that it is tied to.
    first: Vec<usize>,
}

impl Ties {
    fn new(count: usize) -> Self {
        Self {
            first: (0..count).collect(),
        }
    }

    fn tie(&mut self, variables: impl Iterator<Item = usize>) {
        let tied: Vec<usize> = variables.map(|at| self.first[at]).collect();
        let Some(least) = tied.iter().copied().min() else {
            return;
        };
        for first in &mut self.first {
            if tied.contains(first) {
                *first = least;
            }
        }
    }

    fn members(&self, first: usize) -> Vec<usize> {
        (0..self.first.len())
            .filter(|&at| self.first[at] == first)
            .collect()
    }
}
