//! Where to divide a box.

use super::super::domain::{Domain, Range, Standing};
use super::super::effect::{Piece, effect_at, piece_at};
use super::super::links::Classes;
use super::super::oracle::Column;
use super::super::program::{Literal, Pick, Program, Variable, VariableTest};

/// Where to cut a box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cut {
    /// One part for each option of a choice.
    Options(usize),
    /// At an amount, which goes to the lower part.
    Amounts(usize, f64),
}

/// The cut most likely to lower the bound: through the choice on which the mixture is most divided, else between two
/// classes of an amount on which it is divided; where linked variables were bounded apart through one of them; else
/// through the amount on which the mixture's mean falls furthest short. `None` where the mixture is a point of the
/// program.
pub(super) fn choose_cut(
    program: &Program,
    domain: &Domain,
    is_exact: bool,
    mixture: &[(f64, Column)],
    multipliers: &[f64],
    bound: f64,
) -> Option<Cut> {
    let mut best = None;
    let mut most = 0.0;
    for variable in 0..program.variable_count() {
        let range = domain.range(program.slot(variable));
        if !matches!(range, Range::Options(_)) || range.is_fixed() {
            continue;
        }
        let first = mixture[0].1.picks[variable];
        if mixture
            .iter()
            .all(|(_, column)| column.picks[variable] == first)
        {
            continue;
        }
        let mut division = 0.0;
        for (row, multiplier) in multipliers.iter().enumerate() {
            let effects = || {
                mixture.iter().map(move |(weight, column)| {
                    (
                        *weight,
                        program.effect(variable, row, column.picks[variable]),
                    )
                })
            };
            let mean: f64 = effects().map(|(weight, effect)| weight * effect).sum();
            let spread: f64 = effects()
                .map(|(weight, effect)| weight * (effect - mean).abs())
                .sum();
            division += spread * multiplier.abs().max(1e-3);
        }
        // A tie in effects still has to be settled: options can differ in patterns alone.
        if division + 1e-12 > most {
            (best, most) = (Some(Cut::Options(variable)), division + 1e-12);
        }
    }
    best.or_else(|| cut_classes(program, mixture))
        .or_else(|| (!is_exact).then(|| cut_links(program, domain, multipliers))?)
        .or_else(|| cut_amount(program, domain, mixture, multipliers, bound))
}

/// Between two classes of an amount that both have a part in the mixture.
fn cut_classes(program: &Program, mixture: &[(f64, Column)]) -> Option<Cut> {
    program.links().linked.iter().find_map(|linked| {
        let Classes::Cells(cells) = &linked.classes else {
            return None;
        };
        let classes = mixture
            .iter()
            .map(|(_, column)| match column.picks[linked.variable] {
                Pick::Amount(amount) => linked.cell(amount),
                Pick::Option(_) => 0,
            });
        let least = classes.clone().min()?;
        (classes.max()? > least).then(|| Cut::Amounts(linked.variable, cells[least].1))
    })
}

/// Through a variable of a joint effect or a pattern that is still open, the one that weighs most.
fn cut_links(program: &Program, domain: &Domain, multipliers: &[f64]) -> Option<Cut> {
    let joints = program.joints().iter().map(|joint| {
        let effects = joint.effect.iter().zip(multipliers);
        let weight: f64 = effects
            .map(|(effect, multiplier)| (effect * multiplier).abs())
            .sum();
        (weight, &joint.when)
    });
    let patterns = program.forbidden().iter().map(|pattern| (0.0, pattern));
    joints
        .chain(patterns)
        .filter(|(_, literals)| domain.conjunction(program, literals) == Standing::Open)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .and_then(|(_, literals)| cut_literal(program, domain, literals))
}

fn cut_literal(program: &Program, domain: &Domain, literals: &[Literal]) -> Option<Cut> {
    literals
        .iter()
        .find(|literal| domain.standing(program, literal) == Standing::Open)
        .map(|literal| match &literal.test {
            VariableTest::AnyOf(_) => Cut::Options(literal.variable),
            VariableTest::Above(bound) => Cut::Amounts(literal.variable, *bound),
            VariableTest::Below(bound) => Cut::Amounts(literal.variable, bound.next_down()),
        })
}

/// Through the amount whose effects at the mixture's mean fall furthest short of the mixture's.
fn cut_amount(
    program: &Program,
    domain: &Domain,
    mixture: &[(f64, Column)],
    multipliers: &[f64],
    bound: f64,
) -> Option<Cut> {
    let total: f64 = mixture.iter().map(|(weight, _)| weight).sum();
    let mean = |variable: usize| -> f64 {
        mixture
            .iter()
            .map(|(weight, column)| match column.picks[variable] {
                Pick::Amount(amount) => weight * amount / total,
                Pick::Option(_) => 0.0,
            })
            .sum()
    };
    let mut best = None;
    let mut most = 0.0;
    for (variable, amount) in program.variables().iter().enumerate() {
        let (Range::Amounts(from, to), Variable::Amount { step, effects, .. }) =
            (domain.range(program.slot(variable)), amount)
        else {
            continue;
        };
        if from >= to {
            continue;
        }
        let middle = mean(variable);
        let shortfall = match step {
            // Off the grid there is nothing to pick.
            Some(step) => {
                let off = (middle - from) / step;
                (off - off.round())
                    .abs()
                    .max(curved_shortfall(effects, multipliers, from, to))
            }
            None => curved_shortfall(effects, multipliers, from, to),
        };
        if shortfall > most {
            // Near an end a cut takes little away from the larger part.
            let room = 0.2 * (to - from);
            let at = match step {
                Some(_) => middle.clamp(from, to.next_down()),
                None => middle.clamp(from + room, to - room),
            };
            (best, most) = (Some(Cut::Amounts(variable, at)), shortfall);
        }
    }
    // Below the rounding of the bound itself another cut proves nothing.
    best.filter(|_| most > 1e-14 * bound.abs().max(1.0))
}

/// How far weighted effects over an interval lie below their least concave cover, or rise above their chords.
///
/// The relaxation mixes points of the interval, and so takes the cover for the effect.
fn curved_shortfall(effects: &[Vec<Piece>], multipliers: &[f64], from: f64, to: f64) -> f64 {
    let mut knots = vec![from, to];
    for piece in effects.iter().flatten() {
        if from < piece.upto && piece.upto < to {
            knots.push(piece.upto);
        }
    }
    knots.sort_by(f64::total_cmp);
    knots.dedup();
    // Between knots an effect is concave or convex throughout: the middle tells which.
    let middles: Vec<f64> = knots
        .windows(2)
        .map(|ends| ends[0] + (ends[1] - ends[0]) / 2.0)
        .collect();
    knots.extend(middles);
    knots.sort_by(f64::total_cmp);
    knots.dedup();
    let mut shortfall = 0.0;
    for (pieces, multiplier) in effects.iter().zip(multipliers) {
        let points: Vec<(f64, f64)> = knots
            .iter()
            .map(|&knot| (knot, effect_at(pieces, knot)))
            .collect();
        let rise = piece_at(pieces, to).map_or(0.0, |piece| piece.excess(from, to));
        shortfall += multiplier.abs().max(1e-6) * (below_cover(&points) + rise);
    }
    shortfall
}

/// How far points, in increasing order, lie below the least concave function above them all.
fn below_cover(points: &[(f64, f64)]) -> f64 {
    let chord = |left: (f64, f64), right: (f64, f64), at: f64| {
        left.1 + (right.1 - left.1) * ((at - left.0) / (right.0 - left.0))
    };
    let mut cover: Vec<(f64, f64)> = Vec::new();
    for &point in points {
        while let [.., left, middle] = cover[..] {
            if middle.1 > chord(left, point, middle.0) {
                break;
            }
            cover.pop();
        }
        cover.push(point);
    }
    let mut below = 0.0_f64;
    let mut ends = 0;
    for point in points {
        while ends + 2 < cover.len() && cover[ends + 1].0 < point.0 {
            ends += 1;
        }
        if let [left, right, ..] = cover[ends..] {
            below = below.max(chord(left, right, point.0) - point.1);
        }
    }
    below
}
