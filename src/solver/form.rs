//! Whether a program is well formed: what the search and the checker rely on.

use super::effect::{Basis, Piece, effect_at};
use super::program::{Program, Variable, VariableTest};
use super::row::Row;

/// Why a program cannot be searched, nor a proof about it checked.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ProgramError {
    /// A row whose floor is not finite, or whose scale is not finite or below zero.
    #[error(
        "row {row} asks for {floor} + {scale} · t: both must be finite, and the scale zero or more"
    )]
    Row {
        /// The row's index.
        row: usize,
        /// Its floor.
        floor: f64,
        /// Its scale.
        scale: f64,
    },
    /// No row has a scale above zero, so that t has no bound.
    #[error("no row has a scale above zero: there is nothing to make as large as possible")]
    NoObjective,
    /// Programs of one union whose rows differ in number.
    #[error("program {program} has {found} rows, the first one {expected}")]
    RowCount {
        /// The program's index.
        program: usize,
        /// How many rows it has.
        found: usize,
        /// How many the first has.
        expected: usize,
    },
    /// An effect that is not finite.
    #[error("the effect of variable {variable} on row {row} is not finite")]
    Effect {
        /// The variable's index.
        variable: usize,
        /// The row's index.
        row: usize,
    },
    /// A joint effect, or the bound of a literal, that is not finite.
    #[error("joint effect {joint} holds a number that is not finite")]
    Joint {
        /// Its index, in the order added.
        joint: usize,
    },
    /// A forbidden pattern that tests against a bound that is not finite.
    #[error("forbidden pattern {pattern} holds a bound that is not finite")]
    Pattern {
        /// Its index, in the order added.
        pattern: usize,
    },
    /// An amount whose range is empty or not finite.
    #[error(
        "variable {variable} lies in {lower} ..= {upper}: that range must be finite and not empty"
    )]
    Range {
        /// The variable's index.
        variable: usize,
        /// The least amount.
        lower: f64,
        /// The greatest.
        upper: f64,
    },
    /// An amount whose step is not finite and above zero.
    #[error("variable {variable} has a step of {step}: a step must be finite and above zero")]
    Step {
        /// The variable's index.
        variable: usize,
        /// The step.
        step: f64,
    },
    /// Pieces out of order, with a jump between them, or of a shape that has no values.
    #[error(
        "the pieces of variable {variable} in row {row} must follow each other without a jump, each with a span that is \
         not zero, an exponent above zero or a curvature that is not zero"
    )]
    Pieces {
        /// The variable's index.
        variable: usize,
        /// The row's index.
        row: usize,
    },
}

/// By how much two pieces may differ where they meet, relative to the size of what they add.
const JUMP: f64 = 1e-9;

/// Whether programs are well formed and have as many rows as each other.
pub(super) fn check(programs: &[Program]) -> Result<(), ProgramError> {
    let expected = programs.first().map_or(0, |first| first.rows().len());
    for (index, program) in programs.iter().enumerate() {
        let found = program.rows().len();
        if found != expected {
            return Err(ProgramError::RowCount {
                program: index,
                found,
                expected,
            });
        }
        check_rows(program.rows())?;
        for (index, variable) in program.variables().iter().enumerate() {
            check_variable(program, index, variable)?;
        }
        check_literals(program)?;
    }
    Ok(())
}

fn check_rows(rows: &[Row]) -> Result<(), ProgramError> {
    for (row, &Row { floor, scale, .. }) in rows.iter().enumerate() {
        if !(floor.is_finite() && scale.is_finite() && scale >= 0.0) {
            return Err(ProgramError::Row { row, floor, scale });
        }
    }
    if rows.iter().any(|row| row.scale > 0.0) {
        Ok(())
    } else {
        Err(ProgramError::NoObjective)
    }
}

fn check_variable(
    program: &Program,
    index: usize,
    variable: &Variable,
) -> Result<(), ProgramError> {
    match variable {
        Variable::Choice { .. } => {
            for row in 0..program.rows().len() {
                if !program.choice_effects(index, row).all(f64::is_finite) {
                    return Err(ProgramError::Effect {
                        variable: index,
                        row,
                    });
                }
            }
        }
        Variable::Amount {
            lower,
            upper,
            step,
            effects,
        } => {
            if let Some(step) = *step
                && !(step.is_finite() && step > 0.0)
            {
                return Err(ProgramError::Step {
                    variable: index,
                    step,
                });
            }
            if !(lower.is_finite() && upper.is_finite() && lower <= upper) {
                return Err(ProgramError::Range {
                    variable: index,
                    lower: *lower,
                    upper: *upper,
                });
            }
            for (row, pieces) in effects.iter().enumerate() {
                let finite = [*lower, *upper].map(|end| effect_at(pieces, end).is_finite());
                if finite != [true, true] {
                    return Err(ProgramError::Effect {
                        variable: index,
                        row,
                    });
                }
                if !are_joined(pieces, *lower, *upper) {
                    return Err(ProgramError::Pieces {
                        variable: index,
                        row,
                    });
                }
            }
        }
    }
    Ok(())
}

/// Whether pieces are of shapes that have values, and meet within the range.
fn are_joined(pieces: &[Piece], lower: f64, upper: f64) -> bool {
    let is_shaped = |piece: &Piece| {
        let numbers = [
            piece.offset,
            piece.coefficient,
            piece.origin,
            piece.span,
            match piece.basis {
                Basis::Straight => 1.0,
                Basis::Power(exponent) => exponent.max(0.0),
                Basis::Exponential(curvature) => curvature,
            },
        ];
        numbers.iter().all(|number| number.is_finite())
            && numbers[3] != 0.0
            && numbers[4] != 0.0
            && !piece.upto.is_nan()
    };
    pieces.iter().all(is_shaped)
        && pieces.windows(2).all(|pair| {
            let end = pair[0].upto;
            if !(lower..upper).contains(&end) {
                return end <= pair[1].upto;
            }
            let [before, after] = [pair[0].at(end), pair[1].at(end)];
            end <= pair[1].upto
                && (before - after).abs() <= JUMP * before.abs().max(after.abs()).max(1.0)
        })
}

fn check_literals(program: &Program) -> Result<(), ProgramError> {
    let is_number = |test: &VariableTest| match test {
        VariableTest::AnyOf(_) => true,
        VariableTest::Above(bound) | VariableTest::Below(bound) => bound.is_finite(),
    };
    for (index, joint) in program.joints().iter().enumerate() {
        let tests = joint.when.iter().all(|literal| is_number(&literal.test));
        if !(tests && joint.effect.iter().all(|effect| effect.is_finite())) {
            return Err(ProgramError::Joint { joint: index });
        }
    }
    for (index, pattern) in program.forbidden().iter().enumerate() {
        if !pattern.iter().all(|literal| is_number(&literal.test)) {
            return Err(ProgramError::Pattern { pattern: index });
        }
    }
    Ok(())
}
