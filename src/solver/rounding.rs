//! Good points near a mixture: rounding, then improvement one choice at a time.

use super::domain::{Domain, Range};
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
        let mut weights: Vec<(usize, f64)> = Vec::new();
        let mut mean = 0.0;
        let mut total = 0.0;
        for (weight, column) in mixture {
            match column.picks[variable] {
                Pick::Option(option) => match weights.iter_mut().find(|entry| entry.0 == option) {
                    Some(entry) => entry.1 += weight,
                    None => weights.push((option, *weight)),
                },
                Pick::Amount(amount) => {
                    mean += weight * amount;
                    total += weight;
                }
            }
        }
        weights.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        match weights.first() {
            Some((option, _)) => {
                base.push(Pick::Option(*option));
                if weights.len() > 1 {
                    disputed.push((variable, weights.iter().map(|entry| entry.0).collect()));
                }
            }
            None => base.push(Pick::Amount(mean / total)),
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
///
/// The amounts given are kept where they are better: of many best mixtures another may have its mean off the grid.
fn settle_amounts(
    program: &Program,
    domain: &Domain,
    mut point: Assignment,
    multipliers: &[f64],
) -> Option<(f64, Assignment)> {
    if !point.iter().any(|pick| matches!(pick, Pick::Amount(_))) {
        return Some((program.value(&point)?, point));
    }
    for (pick, range) in point.iter_mut().zip(&domain.0) {
        // A mean may pass the ends by rounding.
        if let (Pick::Amount(amount), Range::Amounts(from, to)) = (pick, range) {
            *amount = amount.clamp(*from, *to);
        }
    }
    let mut given = point.clone();
    snap(program, &mut given);
    let given = program.value(&given).map(|value| (value, given));
    let fixed = Domain(
        domain
            .0
            .iter()
            .zip(&point)
            .map(|(range, pick)| match (range, pick) {
                (Range::Options(words), Pick::Option(option)) => {
                    Range::of_options(words.len() * 64, [*option])
                }
                _ => range.clone(),
            })
            .collect(),
    );
    let oracle = Oracle::new(program, &fixed);
    if let Relaxed::Bounded { mixture, .. } =
        relax(&oracle, program.rows(), multipliers, f64::NEG_INFINITY)
    {
        for (variable, pick) in point.iter_mut().enumerate() {
            if let Pick::Amount(amount) = pick {
                let total: f64 = mixture.iter().map(|(weight, _)| weight).sum();
                let mean: f64 = mixture
                    .iter()
                    .map(|(weight, column)| match column.picks[variable] {
                        Pick::Amount(amount) => weight * amount,
                        Pick::Option(_) => 0.0,
                    })
                    .sum();
                if total > 0.0 {
                    *amount = mean / total;
                }
                if let Range::Amounts(from, to) = domain.0[variable] {
                    *amount = amount.clamp(from, to);
                }
            }
        }
    }
    snap(program, &mut point);
    match (program.value(&point), given) {
        (Some(value), Some(given)) if given.0 > value => Some(given),
        (Some(value), _) => Some((value, point)),
        (None, given) => given,
    }
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
            for option in domain.0[variable]
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
