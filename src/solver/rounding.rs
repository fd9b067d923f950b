//! Good points near a mixture: rounding, then improvement one choice at a time.

use super::domain::Domain;
use super::oracle::{Column, Oracle};
use super::program::{Assignment, Pick, Program, Variable};
use super::relaxation::{Relaxed, relax};

/// Most combinations of the mixture's disputed choices that are tried.
const COMBINATIONS: usize = 64;
/// Most passes of improvement over all choices.
const PASSES: usize = 20;

/// The best point found near a mixture, with its value.
pub(super) fn round(
    program: &Program,
    domain: &Domain,
    mixture: &[(f64, Column)],
    multipliers: &[f64],
) -> Option<(f64, Assignment)> {
    let mut best: Option<(f64, Assignment)> = None;
    for point in candidates(program, mixture) {
        let Some(found) = settle_amounts(program, domain, point, multipliers) else {
            continue;
        };
        if best.as_ref().is_none_or(|(value, _)| found.0 > *value) {
            best = Some(found);
        }
    }
    let (value, point) = best?;
    let (improved, point) = improve(program, domain, value, point);
    if improved > value {
        settle_amounts(program, domain, point.clone(), multipliers)
            .filter(|(settled, _)| *settled >= improved)
            .or(Some((improved, point)))
    } else {
        Some((value, point))
    }
}

/// The mixture's mean with each choice at its heaviest option, and combinations of the disputed ones.
fn candidates(program: &Program, mixture: &[(f64, Column)]) -> Vec<Assignment> {
    let mut base = Vec::with_capacity(program.variable_count());
    let mut disputed: Vec<(usize, Vec<usize>)> = Vec::new();
    for variable in 0..program.variable_count() {
        if let Some(mean) = mean(mixture, variable) {
            base.push(Pick::Amount(mean));
            continue;
        }
        let mut weights: Vec<(usize, f64)> = Vec::new();
        for (weight, column) in mixture {
            if let Pick::Option(option) = column.picks[variable] {
                match weights.iter_mut().find(|entry| entry.0 == option) {
                    Some(entry) => entry.1 += weight,
                    None => weights.push((option, *weight)),
                }
            }
        }
        weights.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        base.push(Pick::Option(weights.first().map_or(0, |entry| entry.0)));
        if weights.len() > 1 {
            disputed.push((variable, weights.iter().map(|entry| entry.0).collect()));
        }
    }
    let mut points = vec![base];
    for (variable, options) in disputed {
        if points.len() * options.len() > COMBINATIONS {
            break;
        }
        points = points
            .into_iter()
            .flat_map(|point| {
                options.iter().map(move |&option| {
                    let mut point = point.clone();
                    point[variable] = Pick::Option(option);
                    point
                })
            })
            .collect();
    }
    points
}

/// With the choices as they are, the best amounts (on the grid where there are steps), and the value.
fn settle_amounts(
    program: &Program,
    domain: &Domain,
    point: Assignment,
    multipliers: &[f64],
) -> Option<(f64, Assignment)> {
    if !point.iter().any(|pick| matches!(pick, Pick::Amount(_))) {
        return Some((program.value(&point)?, point));
    }
    let mut fixed = domain.clone();
    for (variable, pick) in point.iter().enumerate() {
        if let Pick::Option(option) = pick {
            fixed.fix_option(program.slot(variable), *option);
        }
    }
    let mut oracle = Oracle::new(program, &fixed);
    let mut settled = point.clone();
    if let Relaxed::Bounded { mixture, .. } =
        relax(&mut oracle, program.rows(), multipliers, f64::NEG_INFINITY)
    {
        for (variable, pick) in settled.iter_mut().enumerate() {
            if let (Pick::Amount(amount), Some(mean)) = (pick, mean(&mixture, variable)) {
                *amount = mean;
            }
        }
    }
    // Where patterns or steps are in the way, the point may do where its improvement does not.
    [settled, point]
        .into_iter()
        .filter_map(|mut point| {
            snap(program, &mut point);
            Some((program.value(&point)?, point))
        })
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
}

/// The mean of an amount over a mixture; `None` where there is nothing to take it of.
fn mean(mixture: &[(f64, Column)], variable: usize) -> Option<f64> {
    let (mut sum, mut total) = (0.0, 0.0);
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for (weight, column) in mixture {
        if let Pick::Amount(amount) = column.picks[variable] {
            sum += weight * amount;
            total += weight;
            (least, most) = (least.min(amount), most.max(amount));
        }
    }
    // Rounding may not carry it out of the part of the interval that the mixture keeps to.
    (total > 0.0).then(|| (sum / total).clamp(least, most))
}

/// Moves amounts that come in steps to the nearest level of their grid.
fn snap(program: &Program, point: &mut [Pick]) {
    for (variable, pick) in program.variables().iter().zip(point) {
        if let (
            Variable::Amount {
                lower,
                upper,
                step: Some(step),
                ..
            },
            Pick::Amount(amount),
        ) = (variable, pick)
        {
            *amount = (lower + step * ((*amount - lower) / step).round()).min(*upper);
        }
    }
}

/// Changes one choice at a time for as long as that raises the value.
fn improve(
    program: &Program,
    domain: &Domain,
    mut value: f64,
    mut point: Assignment,
) -> (f64, Assignment) {
    let mut in_joint = vec![false; program.variable_count()];
    for literal in program.joints().iter().flat_map(|joint| &joint.when) {
        in_joint[literal.variable] = true;
    }
    let mut sums = program.sums(&point);
    for _ in 0..PASSES {
        let before = value;
        for variable in 0..point.len() {
            let Pick::Option(held) = point[variable] else {
                continue;
            };
            let mut best = held;
            for option in domain
                .range(program.slot(variable))
                .options()
                .filter(|&option| option != held)
            {
                point[variable] = Pick::Option(option);
                let changed = if in_joint[variable] {
                    program.sums(&point)
                } else {
                    let mut changed = sums.clone();
                    for (row, sum) in changed.iter_mut().enumerate() {
                        *sum += program.effect(variable, row, Pick::Option(option))
                            - program.effect(variable, row, Pick::Option(held));
                    }
                    changed
                };
                if let Some(found) = program.value_of_sums(&changed)
                    && found > value
                    && program.allows(&point)
                {
                    (value, best) = (found, option);
                }
            }
            point[variable] = Pick::Option(best);
            if best != held {
                sums = program.sums(&point);
            }
        }
        if value <= before {
            break;
        }
    }
    // Running sums carry rounding: the value told is the point's own.
    match program.value(&point) {
        Some(value) => (value, point),
        None => (f64::NEG_INFINITY, point),
    }
}
