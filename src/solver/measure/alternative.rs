//! A part of a program as alternatives: its choices listed, and what each combination of them leaves of its amounts.
//!
//! Combinations that leave the same are one alternative: of the many choices that constraints tie to some amounts, most
//! only say whether a constraint holds.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::program::{Joint, Literal, Pick, Program, Variable, VariableTest};
use super::super::row::Row;
use super::cells::{Leaf, MOST, leaves, listed};
use super::enclosure::Enclosure;
use super::region::{Range, Region};

/// Some of the points of a part: every one of the choices with every one of the amounts.
pub(super) struct Alternative {
    /// The combinations of choices.
    pub(super) choices: Vec<Leaf>,
    /// What is left to be picked; `None` where nothing is.
    pub(super) rest: Option<Rc<Region>>,
}

/// What a combination of choices leaves: the bits of the floors of rows, and which patterns and joint effects it leaves
/// to the amounts.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Left {
    floors: Vec<u64>,
    patterns: Vec<bool>,
    joints: Vec<bool>,
}

/// The points of a part, as so many alternatives at the most; nothing where it has none.
pub(super) fn alternatives(part: Program, most: usize) -> Vec<Alternative> {
    let is_amount = |variable: &Variable| matches!(variable, Variable::Amount { .. });
    let amounts = part.variables().iter().filter(|it| is_amount(it)).count();
    let region = Region::new(part);
    if amounts == 0 {
        let choices = leaves(&region);
        let has_cells = choices.iter().any(|leaf| leaf.cell.is_some());
        return if has_cells {
            vec![whole(region)]
        } else {
            vec![Alternative {
                choices,
                rest: None,
            }]
        };
    }
    if amounts == region.program.variable_count() {
        return stretches(&region).unwrap_or_else(|| vec![whole(region)]);
    }
    let mut found: BTreeMap<Left, (Vec<Leaf>, Vec<Range>)> = BTreeMap::new();
    for ranges in listed(&region) {
        let is_open = ranges.contains(&Range::Any);
        if let Some(left) = left_by(&region.program, &ranges) {
            let (choices, _) = found
                .entry(left)
                .or_insert_with(|| (Vec::new(), ranges.clone()));
            choices.push(point(&region.program, &ranges));
            if is_open || found.len() > most {
                return vec![whole(region)];
            }
        }
    }
    found
        .into_values()
        .map(|(choices, ranges)| Alternative {
            choices,
            rest: Some(Rc::new(Region::new(rest(&region.program, &ranges)))),
        })
        .collect()
}

/// All points of a part, none of its choices listed.
fn whole(region: Region) -> Alternative {
    let objectives = objectives(&region.program).count();
    Alternative {
        choices: vec![Leaf {
            measure: Enclosure::ONE,
            spans: vec![Enclosure::ZERO; objectives],
            cell: None,
        }],
        rest: Some(Rc::new(region)),
    }
}

/// An amount in steps by itself as a list of its levels, stretch by stretch where joint effects set in or end: what is far
/// apart is better kept apart. `None` where it is anything else.
fn stretches(region: &Region) -> Option<Vec<Alternative>> {
    let program = &region.program;
    let [
        Variable::Amount {
            lower,
            upper,
            step: Some(step),
            ..
        },
    ] = program.variables()
    else {
        return None;
    };
    let last = ((upper - lower) / step).round();
    if last >= MOST as f64 || (0..program.rows().len()).any(|row| asks(program, row)) {
        return None;
    }
    let mut found: Vec<Alternative> = Vec::new();
    let mut before = Vec::new();
    for count in 0..=last as usize {
        let level = lower + step * count as f64;
        let at = [Pick::Amount(level)];
        let holds = |literals: &[Literal]| literals.iter().all(|literal| literal.holds(&at));
        if program.forbidden().iter().any(|pattern| holds(pattern)) {
            continue;
        }
        let joints = program.joints().iter();
        let held: Vec<bool> = joints.map(|joint| holds(&joint.when)).collect();
        let leaf = Leaf {
            measure: Enclosure::ONE,
            spans: objectives(program)
                .map(|row| region.row(row, &[Range::Amount(level, level)], None))
                .collect(),
            cell: None,
        };
        match found.last_mut().filter(|_| held == before) {
            Some(stretch) => stretch.choices.push(leaf),
            None => found.push(Alternative {
                choices: vec![leaf],
                rest: None,
            }),
        }
        before = held;
    }
    Some(found)
}

/// Whether a constraint asks anything of a part.
fn asks(program: &Program, row: usize) -> bool {
    let asked = &program.rows()[row];
    asked.scale == 0.0 && (asked.equal || asked.floor > f64::NEG_INFINITY)
}

fn objectives(program: &Program) -> impl Iterator<Item = usize> {
    let rows = program.rows().iter().enumerate();
    rows.filter(|(_, asked)| asked.scale > 0.0)
        .map(|(row, _)| row)
}

/// What choices leave of a conjunction: the literals on amounts; `None` where a choice fails it.
fn remaining<'a>(literals: &'a [Literal], ranges: &[Range]) -> Option<Vec<&'a Literal>> {
    let mut left = Vec::new();
    for literal in literals {
        match (&literal.test, ranges[literal.variable]) {
            (VariableTest::AnyOf(options), Range::Option(option)) => {
                if !options.contains(&option) {
                    return None;
                }
            }
            (VariableTest::AnyOf(_), _) | (_, Range::Option(_)) => return None,
            _ => left.push(literal),
        }
    }
    Some(left)
}

/// What a combination of choices leaves; `None` where it matches a pattern by itself.
fn left_by(program: &Program, ranges: &[Range]) -> Option<Left> {
    let mut patterns = Vec::with_capacity(program.forbidden().len());
    for pattern in program.forbidden() {
        let left = remaining(pattern, ranges);
        if left.as_ref().is_some_and(Vec::is_empty) {
            return None;
        }
        patterns.push(left.is_some());
    }
    let joints = program.joints().iter();
    Some(Left {
        floors: floors(program, ranges).map(f64::to_bits).collect(),
        patterns,
        joints: joints
            .map(|joint| remaining(&joint.when, ranges).is_some_and(|left| !left.is_empty()))
            .collect(),
    })
}

/// What choices add to a row.
fn sum(program: &Program, ranges: &[Range], row: usize) -> Enclosure {
    let options = ranges.iter().enumerate().map(|(at, range)| match range {
        Range::Option(option) => program.option_effects(at, *option)[row],
        _ => 0.0,
    });
    let joints = program
        .joints()
        .iter()
        .filter(|joint| remaining(&joint.when, ranges).is_some_and(|left| left.is_empty()));
    options
        .chain(joints.map(|joint| joint.effect[row]))
        .map(Enclosure::exactly)
        .fold(Enclosure::ZERO, Enclosure::plus)
}

/// The floors of constraints over what choices add to them; objective rows have none.
fn floors(program: &Program, ranges: &[Range]) -> impl Iterator<Item = f64> {
    program.rows().iter().enumerate().map(|(row, asked)| {
        if asked.scale > 0.0 {
            f64::NEG_INFINITY
        } else {
            // Rounding is nothing beside the tolerance of a constraint.
            asked.floor - sum(program, ranges, row).low
        }
    })
}

/// A combination of choices, as the point it adds to the objective rows.
fn point(program: &Program, ranges: &[Range]) -> Leaf {
    Leaf {
        measure: Enclosure::ONE,
        spans: objectives(program)
            .map(|row| sum(program, ranges, row))
            .collect(),
        cell: None,
    }
}

/// The amounts of a part under a combination of its choices.
fn rest(program: &Program, ranges: &[Range]) -> Program {
    let rows = program.rows().iter().zip(floors(program, ranges));
    let mut rest = Program::new(rows.map(|(row, floor)| Row { floor, ..*row }).collect());
    let mut place = vec![None; ranges.len()];
    for (at, variable) in program.variables().iter().enumerate() {
        if let Variable::Amount {
            lower,
            upper,
            step,
            effects,
        } = variable
        {
            place[at] = Some(rest.add_amount(*lower, *upper, *step, effects.clone()));
        }
    }
    let moved = |literals: Vec<&Literal>| -> Option<Vec<Literal>> {
        let moved = literals.into_iter().map(|literal| {
            Some(Literal {
                variable: place[literal.variable]?,
                test: literal.test.clone(),
            })
        });
        moved.collect()
    };
    let joints = program.joints().iter().filter_map(|joint| {
        let when = moved(remaining(&joint.when, ranges)?)?;
        (!when.is_empty()).then(|| Joint {
            when,
            effect: joint.effect.clone(),
        })
    });
    let joints: Vec<Joint> = joints.collect();
    for joint in joints {
        rest.add_joint(joint);
    }
    for pattern in program.forbidden() {
        if let Some(pattern) = remaining(pattern, ranges).and_then(moved) {
            rest.forbid(pattern);
        }
    }
    rest
}
