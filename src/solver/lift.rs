//! Rows that weigh several rows together, by lifting.

use super::effect::Piece;
use super::extent::extent;
use super::program::{Joint, Program, Variable};
use super::row::Row;

/// What lifted rows are multiplied by, so that what a constraint may miss by rounding is a thousandth of what it is
/// elsewhere.
const SHARPER: f64 = 1024.0;

/// An objective that weighs rows together: Σ weights_i · slack_i ≥ floor + t, the slack of a row being its sum less its
/// floor.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Combination {
    /// One weight for each of the lifted rows, above zero.
    pub(crate) weights: Vec<f64>,
    /// The constant on the right-hand side.
    pub(crate) floor: f64,
}

/// The program whose objective rows are combinations of the first rows of another, one for each of `least`, the slack
/// that each of these rows must have. `None` where a row cannot have it.
///
/// A sum of two curved effects is no piece of an effect. So each combined row gets an amount y of its own with the
/// constraint y ≤ sum, and combinations are of the y: at the optimum y is the sum. The amounts come behind the
/// variables of the program, which keep their places.
pub(crate) fn lift(
    program: &Program,
    least: &[f64],
    combinations: &[Combination],
) -> Option<Program> {
    let lifted = least.len();
    let floors: Vec<f64> = program.rows()[..lifted]
        .iter()
        .map(|row| row.floor)
        .collect();
    let mut rows = vec![Row::constraint(0.0); lifted];
    rows.extend_from_slice(&program.rows()[lifted..]);
    let constraints = rows.len();
    rows.extend(combinations.iter().map(|combination| {
        let shift: f64 = dot(&combination.weights, &floors);
        Row::objective(combination.floor + shift, 1.0)
    }));
    let count = rows.len();
    let widen = |effects: &[f64]| -> Vec<f64> {
        let mut wide: Vec<f64> = effects.to_vec();
        wide[..lifted]
            .iter_mut()
            .for_each(|effect| *effect *= SHARPER);
        wide.resize(count, 0.0);
        wide
    };
    let mut result = Program::new(rows);
    for (index, variable) in program.variables().iter().enumerate() {
        match variable {
            Variable::Choice { options, .. } => {
                let wide = (0..*options)
                    .flat_map(|option| widen(program.option_effects(index, option)))
                    .collect();
                result.add_choice(wide);
            }
            Variable::Amount {
                lower,
                upper,
                step,
                effects,
            } => {
                let wide = effects
                    .iter()
                    .enumerate()
                    .map(|(row, pieces)| {
                        let factor = if row < lifted { SHARPER } else { 1.0 };
                        pieces
                            .iter()
                            .map(|piece| Piece {
                                offset: piece.offset * factor,
                                coefficient: piece.coefficient * factor,
                                ..*piece
                            })
                            .collect()
                    })
                    .collect();
                result.add_amount(*lower, *upper, *step, wide);
            }
        }
    }
    for (row, ((_, most), (floor, least))) in extent(program)
        .into_iter()
        .zip(floors.iter().zip(least))
        .enumerate()
    {
        // Room for rounding: a sum may fall short of its greatest value by the order of its terms.
        let (low, high) = (floor + least, most + 1e-9);
        if low >= high {
            return None;
        }
        let mut effects = vec![Vec::new(); count];
        effects[row] = vec![Piece::line(high, -SHARPER)];
        for (place, combination) in combinations.iter().enumerate() {
            effects[constraints + place] = vec![Piece::line(high, combination.weights[row])];
        }
        result.add_amount(low, high, None, effects);
    }
    for joint in program.joints() {
        result.add_joint(Joint {
            when: joint.when.clone(),
            effect: widen(&joint.effect),
        });
    }
    for pattern in program.forbidden() {
        result.forbid(pattern.clone());
    }
    Some(result)
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}
