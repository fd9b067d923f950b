//! What the checker works out of a program by itself: which variables literals link, and which of their values no
//! literal tells apart.

use super::super::domain::Range;
use super::super::program::{Literal, Program, Variable, VariableTest};
use super::grid::Grid;

/// Values of a linked variable on which every literal of the program is the same.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Options(Vec<usize>),
    /// The first and the last amount.
    Amounts(f64, f64),
}

/// A variable that some literal tests.
#[derive(Debug)]
pub(super) struct Linked {
    pub(super) variable: usize,
    pub(super) kinds: Vec<Kind>,
}

/// The test of a conjunction on one linked variable: by kind, whether it passes.
#[derive(Debug)]
pub(super) struct KindTest {
    /// Position among the linked variables.
    pub(super) place: usize,
    pub(super) passing: Vec<bool>,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Audit {
    /// In the order in which joint effects, and then patterns, first test them.
    pub(super) linked: Vec<Linked>,
    /// By variable: whether it is linked.
    pub(super) is_linked: Vec<bool>,
    /// Of the joint effects in their order, then of the patterns.
    pub(super) conjunctions: Vec<Vec<KindTest>>,
    /// The joint effects, each in one group; at most one of a group holds at a point.
    pub(super) groups: Vec<Vec<usize>>,
}

impl Audit {
    pub(super) fn new(program: &Program) -> Self {
        let joints = program.joints().iter().map(|joint| joint.when.as_slice());
        let patterns = program.forbidden().iter().map(Vec::as_slice);
        let all: Vec<&[Literal]> = joints.chain(patterns).collect();
        let mut tested: Vec<Vec<&Literal>> = vec![Vec::new(); program.variable_count()];
        let mut order = Vec::new();
        for literal in all.iter().copied().flatten() {
            if tested[literal.variable].is_empty() {
                order.push(literal.variable);
            }
            // Many patterns test a choice in few ways.
            if !tested[literal.variable].contains(&literal) {
                tested[literal.variable].push(literal);
            }
        }
        let mut places = vec![0; program.variable_count()];
        for (place, &variable) in order.iter().enumerate() {
            places[variable] = place;
        }
        let linked: Vec<Linked> = order
            .into_iter()
            .map(|variable| Linked {
                variable,
                kinds: kinds(&program.variables()[variable], &tested[variable]),
            })
            .collect();
        let conjunctions: Vec<Vec<KindTest>> = all
            .iter()
            .map(|literals| tests(literals, &linked, &places))
            .collect();
        Self {
            is_linked: tested.iter().map(|tests| !tests.is_empty()).collect(),
            groups: groups(&conjunctions[..program.joints().len()]),
            linked,
            conjunctions,
        }
    }
}

impl Kind {
    /// Whether a literal holds at the values of this kind: at one of them, and so at all.
    fn passes(&self, literal: &Literal) -> bool {
        match (self, &literal.test) {
            (Self::Options(options), VariableTest::AnyOf(passing)) => options
                .first()
                .is_some_and(|option| passing.contains(option)),
            (Self::Amounts(first, _), VariableTest::Above(bound)) => first > bound,
            (Self::Amounts(first, _), VariableTest::Below(bound)) => first < bound,
            _ => false,
        }
    }

    /// The options of this kind that a range leaves.
    pub(super) fn options(&self, range: Range<'_>) -> impl Iterator<Item = usize> {
        let options = match self {
            Self::Options(options) => options.as_slice(),
            Self::Amounts(..) => &[],
        };
        options
            .iter()
            .copied()
            .filter(move |option| range.has(*option))
    }
}

/// Groups the values of a variable by what these literals, all that test it, say of them.
fn kinds(variable: &Variable, literals: &[&Literal]) -> Vec<Kind> {
    match variable {
        Variable::Choice { options, .. } => {
            let mut kinds: Vec<(Vec<bool>, Vec<usize>)> = Vec::new();
            for option in 0..*options {
                let alone = Kind::Options(vec![option]);
                let said: Vec<bool> = literals
                    .iter()
                    .map(|literal| alone.passes(literal))
                    .collect();
                match kinds.iter_mut().find(|kind| kind.0 == said) {
                    Some((_, options)) => options.push(option),
                    None => kinds.push((said, vec![option])),
                }
            }
            kinds
                .into_iter()
                .map(|(_, options)| Kind::Options(options))
                .collect()
        }
        Variable::Amount { lower, step, .. } => {
            let grid = Grid::new(*lower, *step);
            // A literal is the same on either side of its bound: up to `last`, and above it.
            let mut lasts: Vec<f64> = literals
                .iter()
                .filter_map(|literal| match literal.test {
                    VariableTest::Above(bound) => Some(bound),
                    VariableTest::Below(bound) => Some(bound.next_down()),
                    VariableTest::AnyOf(_) => None,
                })
                .collect();
            lasts.sort_by(f64::total_cmp);
            let mut first = f64::NEG_INFINITY;
            let mut kinds = Vec::new();
            for last in lasts.into_iter().map(|last| grid.up_to(last)) {
                if first <= last {
                    kinds.push(Kind::Amounts(first, last));
                    first = grid.above(last);
                }
            }
            kinds.push(Kind::Amounts(first, f64::INFINITY));
            kinds
        }
    }
}

/// A conjunction variable by variable.
fn tests(literals: &[Literal], linked: &[Linked], places: &[usize]) -> Vec<KindTest> {
    let mut tests: Vec<KindTest> = Vec::new();
    for literal in literals {
        let place = places[literal.variable];
        let passes = linked[place].kinds.iter().map(|kind| kind.passes(literal));
        match tests.iter_mut().find(|test| test.place == place) {
            Some(test) => {
                for (passing, passes) in test.passing.iter_mut().zip(passes) {
                    *passing &= passes;
                }
            }
            None => tests.push(KindTest {
                place,
                passing: passes.collect(),
            }),
        }
    }
    tests
}

/// Puts each joint effect to the first group of which it excludes every member.
fn groups(joints: &[Vec<KindTest>]) -> Vec<Vec<usize>> {
    let excludes = |one: usize, other: usize| {
        joints[one].iter().any(|left| {
            joints[other].iter().any(|right| {
                let mut both = left.passing.iter().zip(&right.passing);
                left.place == right.place && !both.any(|(left, right)| *left && *right)
            })
        })
    };
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for joint in 0..joints.len() {
        let fitting = groups
            .iter_mut()
            .find(|group| group.iter().all(|&other| excludes(joint, other)));
        match fitting {
            Some(group) => group.push(joint),
            None => groups.push(vec![joint]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::solver::{Joint, Pick, Row};

    /// A program with one row, two choices and two amounts, one of these on a grid, and these conjunctions.
    fn program(conjunctions: Vec<Vec<Literal>>) -> Program {
        let mut program = Program::new(vec![Row::objective(0.0, 1.0)]);
        program.add_choice(vec![0.0; 6]);
        program.add_choice(vec![0.0; 4]);
        program.add_amount(0.0, 1.0, None, Vec::new());
        program.add_amount(0.0, 1.0, Some(0.1), Vec::new());
        for (number, when) in conjunctions.into_iter().enumerate() {
            if number % 2 == 0 {
                program.add_joint(Joint {
                    when,
                    effect: vec![1.0],
                });
            } else {
                program.forbid(when);
            }
        }
        program
    }

    fn any_literal() -> impl Strategy<Value = Literal> {
        let bound = (0..12_u8).prop_map(|tenths| f64::from(tenths) / 10.0);
        prop_oneof![
            (0..2_usize, prop::collection::vec(0..6_usize, 1..4)).prop_map(
                |(variable, options)| {
                    Literal {
                        variable,
                        test: VariableTest::AnyOf(options),
                    }
                }
            ),
            (2..4_usize, bound, any::<bool>()).prop_map(|(variable, bound, above)| Literal {
                variable,
                test: if above {
                    VariableTest::Above(bound)
                } else {
                    VariableTest::Below(bound)
                },
            }),
        ]
    }

    proptest! {
        /// At every point the tests by kind say what the literals say, and no two of a group hold.
        #[test]
        fn kinds_say_what_the_literals_say(
            conjunctions in prop::collection::vec(prop::collection::vec(any_literal(), 1..4), 1..8),
            options in (0..6_usize, 0..4_usize),
            amount in prop_oneof![0.0..1.0_f64, (0..=10_u8).prop_map(|tenths| f64::from(tenths) / 10.0)],
            level in 0..=10_u8,
        ) {
            let program = program(conjunctions);
            let audit = Audit::new(&program);
            let point = [
                Pick::Option(options.0),
                Pick::Option(options.1),
                Pick::Amount(amount),
                Pick::Amount(0.1 * f64::from(level)),
            ];
            let kind_of = |place: usize| {
                let Linked { variable, kinds } = &audit.linked[place];
                kinds.iter().position(|kind| match (kind, point[*variable]) {
                    (Kind::Options(options), Pick::Option(option)) => options.contains(&option),
                    (Kind::Amounts(first, last), Pick::Amount(amount)) => {
                        (*first..=*last).contains(&amount)
                    }
                    _ => false,
                })
            };
            let joints = program.joints().iter().map(|joint| &joint.when);
            let holding: Vec<bool> = joints
                .chain(program.forbidden())
                .map(|when| when.iter().all(|literal| literal.holds(&point)))
                .collect();
            for (tests, holds) in audit.conjunctions.iter().zip(&holding) {
                let passes = tests
                    .iter()
                    .all(|test| test.passing[kind_of(test.place).unwrap()]);
                prop_assert_eq!(passes, *holds);
            }
            for group in &audit.groups {
                prop_assert!(group.iter().filter(|joint| holding[**joint]).count() <= 1);
            }
            let mut grouped: Vec<usize> = audit.groups.concat();
            grouped.sort_unstable();
            prop_assert_eq!(grouped, (0..program.joints().len()).collect::<Vec<_>>());
        }
    }
}
