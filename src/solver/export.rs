//! Programs as mixed-integer programs in the CPLEX .lp format, for other solvers to check.

use std::fmt::Write;

use super::effect::Piece;
use super::program::{Literal, Pick, Program, Variable, VariableTest};

/// What the .lp format cannot say, or this writer does not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// An amount whose effect is not one straight piece.
    #[error("the effect of variable {variable} on row {row} of program {program} is not straight")]
    NotStraight {
        /// The program.
        program: usize,
        /// The amount.
        variable: usize,
        /// The row.
        row: usize,
    },
    /// A joint effect that tests an amount.
    #[error("joint effect {joint} of program {program} tests an amount")]
    JointAmount {
        /// The program.
        program: usize,
        /// The joint effect.
        joint: usize,
    },
    /// A program whose rows are not those of the first but for their floors.
    #[error("the rows of program {program} differ from those of the first in more than floors")]
    Rows {
        /// The program.
        program: usize,
    },
}

/// The union of programs as one mixed-integer program that maximises t.
///
/// A binary for each program says which is taken, a binary for each option which is chosen; a joint effect is a
/// variable held between the sums that its literals allow, and a forbidden pattern is a cut. The union is written as
/// its hull: a program that is not taken has all its variables at zero. Numbers are written so that they are read back
/// to the last bit, and rows without a tolerance: the other solver brings its own. Where a forbidden pattern tests an amount against a bound, the bound itself is taken to pass: a
/// mixed-integer program knows no strict inequalities.
///
/// # Errors
/// [`ExportError`] for what the format cannot say.
pub fn to_lp(programs: &[Program]) -> Result<String, ExportError> {
    let mut model = Model::default();
    for (index, program) in programs.iter().enumerate() {
        let alike = program.rows().len() == programs[0].rows().len()
            && program
                .rows()
                .iter()
                .zip(programs[0].rows())
                .all(|(row, first)| row.scale == first.scale && row.equal == first.equal);
        if !alike {
            return Err(ExportError::Rows { program: index });
        }
        model.add(index, program)?;
    }
    Ok(model.write(programs))
}

/// A weighted sum of named variables.
type Terms = Vec<(f64, String)>;

#[derive(Debug, Default)]
struct Model {
    /// By row of the programs: the effects, less the floor of the program taken.
    rows: Vec<Terms>,
    /// Terms, relation, right-hand side.
    constraints: Vec<(Terms, &'static str, f64)>,
    binaries: Vec<String>,
    integers: Vec<String>,
    /// Variables that may be below zero.
    free: Vec<String>,
}

impl Model {
    fn add(&mut self, index: usize, program: &Program) -> Result<(), ExportError> {
        let taken = format!("y{index}");
        self.rows.resize(program.rows().len(), Terms::new());
        for (terms, row) in self.rows.iter_mut().zip(program.rows()) {
            terms.push((-row.floor, taken.clone()));
        }
        for (at, variable) in program.variables().iter().enumerate() {
            match variable {
                Variable::Choice { options, .. } => {
                    let names: Vec<String> = (0..*options)
                        .map(|option| format!("x{index}_{at}_{option}"))
                        .collect();
                    let mut sum: Terms = names.iter().map(|name| (1.0, name.clone())).collect();
                    sum.push((-1.0, taken.clone()));
                    self.constraints.push((sum, "=", 0.0));
                    for (option, name) in names.iter().enumerate() {
                        for (row, terms) in self.rows.iter_mut().enumerate() {
                            let effect = program.effect(at, row, Pick::Option(option));
                            terms.push((effect, name.clone()));
                        }
                    }
                    self.binaries.extend(names);
                }
                Variable::Amount {
                    lower,
                    upper,
                    step,
                    effects,
                } => {
                    let name = format!("a{index}_{at}");
                    for (bound, relation) in [(*lower, ">="), (*upper, "<=")] {
                        let terms = vec![(1.0, name.clone()), (-bound, taken.clone())];
                        self.constraints.push((terms, relation, 0.0));
                    }
                    if let Some(step) = step {
                        let count = format!("n{index}_{at}");
                        let terms = vec![
                            (1.0, name.clone()),
                            (-step, count.clone()),
                            (-lower, taken.clone()),
                        ];
                        self.constraints.push((terms, "=", 0.0));
                        self.integers.push(count);
                    }
                    for (row, pieces) in effects.iter().enumerate() {
                        let (slope, constant) = line(pieces).ok_or(ExportError::NotStraight {
                            program: index,
                            variable: at,
                            row,
                        })?;
                        self.rows[row].push((slope, name.clone()));
                        self.rows[row].push((constant, taken.clone()));
                    }
                    self.free.push(name);
                }
            }
        }
        self.add_joints(index, program, &taken)?;
        self.add_patterns(index, program, &taken);
        Ok(())
    }

    fn add_joints(
        &mut self,
        index: usize,
        program: &Program,
        taken: &str,
    ) -> Result<(), ExportError> {
        for (at, joint) in program.joints().iter().enumerate() {
            let name = format!("j{index}_{at}");
            // At least the sum of the literals less all but one of them; at most each of them.
            let mut all: Terms = vec![(1.0, name.clone())];
            for literal in &joint.when {
                let passing = passing(index, program, literal).ok_or(ExportError::JointAmount {
                    program: index,
                    joint: at,
                })?;
                let each = passing.iter().map(|option| (-1.0, option.clone()));
                let most: Terms = [(1.0, name.clone())]
                    .into_iter()
                    .chain(each.clone())
                    .collect();
                self.constraints.push((most, "<=", 0.0));
                all.extend(each);
            }
            all.push((joint.when.len() as f64 - 1.0, taken.to_owned()));
            self.constraints.push((all, ">=", 0.0));
            let most = vec![(1.0, name.clone()), (-1.0, taken.to_owned())];
            self.constraints.push((most, "<=", 0.0));
            for (terms, effect) in self.rows.iter_mut().zip(&joint.effect) {
                terms.push((*effect, name.clone()));
            }
        }
        Ok(())
    }

    fn add_patterns(&mut self, index: usize, program: &Program, taken: &str) {
        for (at, pattern) in program.forbidden().iter().enumerate() {
            let mut terms = Terms::new();
            for (place, literal) in pattern.iter().enumerate() {
                match (
                    passing(index, program, literal),
                    &program.variables()[literal.variable],
                ) {
                    (Some(passing), _) => {
                        terms.extend(passing.into_iter().map(|option| (1.0, option)));
                    }
                    (None, Variable::Amount { lower, upper, .. }) => {
                        let name = format!("p{index}_{at}_{place}");
                        let amount = format!("a{index}_{}", literal.variable);
                        // Beyond the bound only where the literal is said to hold.
                        let (bound, end, relation) = match literal.test {
                            VariableTest::Below(bound) => (bound.max(*lower), *lower, ">="),
                            VariableTest::Above(bound) => (bound.min(*upper), *upper, "<="),
                            VariableTest::AnyOf(_) => continue,
                        };
                        let limit = vec![
                            (1.0, amount),
                            (-bound, taken.to_owned()),
                            (bound - end, name.clone()),
                        ];
                        self.constraints.push((limit, relation, 0.0));
                        self.binaries.push(name.clone());
                        terms.push((1.0, name));
                    }
                    _ => {}
                }
            }
            terms.push((1.0 - pattern.len() as f64, taken.to_owned()));
            self.constraints.push((terms, "<=", 0.0));
        }
    }

    fn write(mut self, programs: &[Program]) -> String {
        let names: Vec<String> = (0..programs.len())
            .map(|index| format!("y{index}"))
            .collect();
        let one = names.iter().map(|name| (1.0, name.clone())).collect();
        self.constraints.push((one, "=", 1.0));
        self.binaries.extend(names);
        if let Some(first) = programs.first() {
            for (mut terms, row) in self.rows.into_iter().zip(first.rows()) {
                terms.push((-row.scale, "t".to_owned()));
                let relation = if row.equal { "=" } else { ">=" };
                self.constraints.push((terms, relation, 0.0));
            }
        }
        let mut text = String::from("Maximize\n obj: t\nSubject To\n");
        for (at, (terms, relation, right)) in self.constraints.iter().enumerate() {
            let _ = write!(text, " c{at}:");
            let mut length = 0;
            for (coefficient, name) in terms.iter().filter(|(coefficient, _)| *coefficient != 0.0) {
                let sign = if *coefficient < 0.0 { '-' } else { '+' };
                let _ = write!(text, " {sign} {} {name}", coefficient.abs());
                length += 1;
                if length % 8 == 0 {
                    text.push_str("\n  ");
                }
            }
            if length == 0 {
                text.push_str(" 0 t");
            }
            let _ = writeln!(text, " {relation} {right}");
        }
        text.push_str("Bounds\n t free\n");
        for name in &self.free {
            let _ = writeln!(text, " {name} free");
        }
        for (title, names) in [("Binaries", &self.binaries), ("Generals", &self.integers)] {
            if !names.is_empty() {
                let _ = writeln!(text, "{title}");
                for name in names {
                    let _ = writeln!(text, " {name}");
                }
            }
        }
        text.push_str("End\n");
        text
    }
}

/// The binaries of the options that pass a literal, none for one of the wrong kind; `None` where it tests an amount.
fn passing(index: usize, program: &Program, literal: &Literal) -> Option<Vec<String>> {
    let variable = literal.variable;
    match (&program.variables()[variable], &literal.test) {
        (Variable::Choice { options, .. }, VariableTest::AnyOf(passing)) => Some(
            (0..*options)
                .filter(|option| passing.contains(option))
                .map(|option| format!("x{index}_{variable}_{option}"))
                .collect(),
        ),
        (Variable::Amount { .. }, VariableTest::Above(_) | VariableTest::Below(_)) => None,
        _ => Some(Vec::new()),
    }
}

/// Slope and constant of an effect of at most one piece; `None` where it bends.
fn line(pieces: &[Piece]) -> Option<(f64, f64)> {
    match pieces {
        [] => Some((0.0, 0.0)),
        [piece] if piece.is_straight() => {
            let slope = if piece.coefficient == 0.0 {
                0.0
            } else {
                piece.coefficient / piece.span
            };
            Some((slope, piece.offset - slope * piece.origin))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Basis, Joint, Row};
    use super::*;

    fn program() -> Program {
        let mut program = Program::new(vec![Row::objective(0.5, 2.0), Row::constraint(-1.0)]);
        program.add_choice(vec![0.25, 0.0, 1.0, 0.0]);
        program.add_amount(-1.0, 3.0, None, vec![vec![Piece::line(3.0, 0.5)], vec![]]);
        program
    }

    fn is_any_of(variable: usize, options: &[usize]) -> Literal {
        Literal {
            variable,
            test: VariableTest::AnyOf(options.to_vec()),
        }
    }

    #[test]
    fn writes_rows_joints_and_patterns() {
        let mut program = program();
        program.add_joint(Joint {
            when: vec![is_any_of(0, &[1])],
            effect: vec![0.125],
        });
        program.forbid(vec![
            is_any_of(0, &[0]),
            Literal {
                variable: 1,
                test: VariableTest::Above(1.0),
            },
        ]);
        let expected = "\
Maximize
 obj: t
Subject To
 c0: + 1 x0_0_0 + 1 x0_0_1 - 1 y0 = 0
 c1: + 1 a0_1 + 1 y0 >= 0
 c2: + 1 a0_1 - 3 y0 <= 0
 c3: + 1 j0_0 - 1 x0_0_1 <= 0
 c4: + 1 j0_0 - 1 x0_0_1 >= 0
 c5: + 1 j0_0 - 1 y0 <= 0
 c6: + 1 a0_1 - 1 y0 - 2 p0_0_1 <= 0
 c7: + 1 x0_0_0 + 1 p0_0_1 - 1 y0 <= 0
 c8: + 1 y0 = 1
 c9: - 0.5 y0 + 0.25 x0_0_0 + 1 x0_0_1 + 0.5 a0_1 + 0.125 j0_0 - 2 t >= 0
 c10: + 1 y0 >= 0
Bounds
 t free
 a0_1 free
Binaries
 x0_0_0
 x0_0_1
 p0_0_1
 y0
End
";
        assert_eq!(to_lp(&[program]).unwrap(), expected);
    }

    #[test]
    fn refuses_what_a_linear_program_cannot_say() {
        let mut curved = program();
        let piece = Piece {
            basis: Basis::Power(2.0),
            ..Piece::line(1.0, 1.0)
        };
        curved.add_amount(0.0, 1.0, None, vec![vec![piece], vec![]]);
        let error = to_lp(&[program(), curved]).unwrap_err();
        let expected = ExportError::NotStraight {
            program: 1,
            variable: 2,
            row: 0,
        };
        assert_eq!(error, expected);

        let mut joint = program();
        let when = vec![Literal {
            variable: 1,
            test: VariableTest::Below(0.0),
        }];
        joint.add_joint(Joint {
            when,
            effect: vec![1.0],
        });
        let expected = ExportError::JointAmount {
            program: 0,
            joint: 0,
        };
        assert_eq!(to_lp(&[joint]), Err(expected));

        let other = Program::new(vec![Row::objective(0.5, 1.0), Row::constraint(-1.0)]);
        assert_eq!(
            to_lp(&[program(), other]),
            Err(ExportError::Rows { program: 1 })
        );
    }
}
