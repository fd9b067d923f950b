//! What the checker works out of a program by itself: which values of its variables no literal tells apart, and so what
//! hangs together.

use std::collections::BTreeMap;

use super::super::program::{Literal, Pick, Program, Variable, VariableTest};
use super::order::{ENTRIES, order};

/// Values of a variable on which every literal of the program is the same.
#[derive(Debug)]
pub(super) struct Kind {
    /// A value that is told like all of these.
    like: Pick,
    pub(super) values: Values,
}

/// The values of a kind.
#[derive(Debug)]
pub(super) enum Values {
    Options(Vec<usize>),
    /// All amounts that can be picked from the first to the last.
    Amounts(f64, f64),
}

/// A variable that some literal tests.
#[derive(Debug)]
pub(super) struct Linked {
    pub(super) variable: usize,
    pub(super) kinds: Vec<Kind>,
}

/// A conjunction: for each variable that it tests, by its place among the linked ones, in which of its kinds it passes.
pub(super) type Tests = BTreeMap<usize, Vec<bool>>;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Kinds {
    /// In the order in which joint effects, and then patterns, first test them.
    pub(super) linked: Vec<Linked>,
    /// By variable: its place among the linked ones; none where it stands alone.
    pub(super) places: Vec<Option<usize>>,
    /// Of the joint effects in their order, then of the patterns.
    pub(super) conjunctions: Vec<Tests>,
    /// The joint effects, each in one group; at most one of a group holds at a point.
    pub(super) groups: Vec<Vec<usize>>,
    /// In what order to take the linked variables out; none where it takes large tables, and hangs on the box.
    pub(super) order: Option<Vec<usize>>,
}

impl Kinds {
    pub(super) fn new(program: &Program) -> Self {
        let joints = program.joints().iter().map(|joint| &joint.when);
        let all: Vec<&Vec<Literal>> = joints.chain(program.forbidden()).collect();
        let mut places = vec![None; program.variable_count()];
        let mut tested: Vec<(usize, Vec<&Literal>)> = Vec::new();
        for literal in all.iter().copied().flatten() {
            let place = *places[literal.variable].get_or_insert(tested.len());
            if place == tested.len() {
                tested.push((literal.variable, Vec::new()));
            }
            // Many patterns test a choice in few ways.
            if !tested[place].1.contains(&literal) {
                tested[place].1.push(literal);
            }
        }
        let linked = tested.into_iter().map(|(variable, literals)| Linked {
            variable,
            kinds: match &program.variables()[variable] {
                Variable::Choice { options, .. } => kinds_of_options(*options, &literals),
                amount @ Variable::Amount { .. } => kinds_of_amounts(amount, &literals),
            },
        });
        let linked: Vec<Linked> = linked.collect();
        let tests = all.iter().map(|literals| tests(literals, &places, &linked));
        let conjunctions: Vec<Tests> = tests.collect();
        let scopes = conjunctions.iter().map(scope).collect::<Vec<Vec<usize>>>();
        let sizes: Vec<usize> = linked.iter().map(|linked| linked.kinds.len()).collect();
        let (order, largest) = order(scopes.iter().map(Vec::as_slice), &sizes);
        Self {
            order: (largest <= ENTRIES).then_some(order),
            groups: groups(&conjunctions[..program.joints().len()]),
            linked,
            places,
            conjunctions,
        }
    }
}

fn kinds_of_options(options: usize, literals: &[&Literal]) -> Vec<Kind> {
    let mut alike: BTreeMap<Vec<bool>, Vec<usize>> = BTreeMap::new();
    for option in 0..options {
        let pick = Pick::Option(option);
        let told = literals.iter().map(|literal| literal.passes(pick));
        alike.entry(told.collect()).or_default().push(option);
    }
    let kind = |options: Vec<usize>| Kind {
        like: Pick::Option(options[0]),
        values: Values::Options(options),
    };
    alike.into_values().map(kind).collect()
}

/// A literal is the same for all amounts from one bound (above it) to the next (that included).
fn kinds_of_amounts(amount: &Variable, literals: &[&Literal]) -> Vec<Kind> {
    let bounds = literals.iter().map(|literal| match literal.test {
        VariableTest::Above(bound) => bound,
        VariableTest::Below(bound) => bound.next_down(),
        VariableTest::AnyOf(_) => f64::INFINITY,
    });
    let mut bounds: Vec<f64> = bounds.chain([f64::INFINITY]).collect();
    bounds.sort_by(f64::total_cmp);
    bounds.dedup();
    let mut first = f64::NEG_INFINITY;
    let mut kinds = Vec::with_capacity(bounds.len());
    for bound in bounds {
        let [last, next] = around(amount, bound);
        if first <= last {
            kinds.push(Kind {
                like: Pick::Amount(bound),
                values: Values::Amounts(first, last),
            });
            first = next;
        }
    }
    kinds
}

/// The last amount that can be picked and is not above a bound, and the first above it; the bound itself and the next
/// number where there is no grid.
pub(super) fn around(amount: &Variable, bound: f64) -> [f64; 2] {
    if let Variable::Amount {
        lower,
        step: Some(step),
        ..
    } = amount
    {
        let count = ((bound - lower) / step).floor();
        // Division may be off by one either way.
        let levels = [-1.0, 0.0, 1.0, 2.0].map(|more| lower + step * (count + more));
        for pair in levels.windows(2) {
            if pair[0] <= bound && bound < pair[1] {
                return [pair[0], pair[1]];
            }
        }
    }
    [bound, bound.next_up()]
}

/// A conjunction variable by variable.
fn tests(literals: &[Literal], places: &[Option<usize>], linked: &[Linked]) -> Tests {
    let mut tests = Tests::new();
    for literal in literals {
        if let Some(place) = places[literal.variable] {
            let kinds = &linked[place].kinds;
            let passing = tests
                .entry(place)
                .or_insert_with(|| vec![true; kinds.len()]);
            for (passing, kind) in passing.iter_mut().zip(kinds) {
                *passing &= literal.passes(kind.like);
            }
        }
    }
    tests
}

/// The variables on whose kinds it hangs whether a conjunction holds.
fn scope(tests: &Tests) -> Vec<usize> {
    let open = tests.iter().filter(|(_, passing)| passing.contains(&false));
    open.map(|(place, _)| *place).collect()
}

/// Puts each joint effect to the first group of which it excludes every member.
fn groups(joints: &[Tests]) -> Vec<Vec<usize>> {
    let excludes = |one: usize, other: usize| {
        joints[one].iter().any(|(place, left)| {
            let right = joints[other].get(place);
            right.is_some_and(|right| !left.iter().zip(right).any(|(left, right)| *left && *right))
        })
    };
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for joint in 0..joints.len() {
        let mut groups_left = groups.iter_mut();
        match groups_left.find(|group| group.iter().all(|other| excludes(joint, *other))) {
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
            let kinds = Kinds::new(&program);
            let point = [
                Pick::Option(options.0),
                Pick::Option(options.1),
                Pick::Amount(amount),
                Pick::Amount(0.1 * f64::from(level)),
            ];
            let kind_of = |place: usize| {
                let Linked { variable, kinds } = &kinds.linked[place];
                kinds.iter().position(|kind| match (&kind.values, point[*variable]) {
                    (Values::Options(options), Pick::Option(option)) => options.contains(&option),
                    (Values::Amounts(first, last), Pick::Amount(amount)) => {
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
            for (tests, holds) in kinds.conjunctions.iter().zip(&holding) {
                let passes = tests
                    .iter()
                    .all(|(place, passing)| passing[kind_of(*place).unwrap()]);
                prop_assert_eq!(passes, *holds);
            }
            for group in &kinds.groups {
                prop_assert!(group.iter().filter(|joint| holding[**joint]).count() <= 1);
            }
            let mut grouped: Vec<usize> = kinds.groups.concat();
            grouped.sort_unstable();
            prop_assert_eq!(grouped, (0..program.joints().len()).collect::<Vec<_>>());
        }
    }
}
