//! Good points near a mixture.

use super::domain::Domain;
use super::exchange::{improve, put};
use super::oracle::{Column, Oracle};
use super::program::{Assignment, Pick, Program, Variable};
use super::relaxation::{Aim, Relaxed, relax};

/// Most combinations of the mixture's disputed choices that are tried.
const COMBINATIONS: usize = 64;
/// Of these, how many have their amounts worked out anew.
const SETTLED: usize = 2;

/// The best point found near a mixture, with its value. A thorough look climbs from there.
pub(super) fn round(
    program: &Program,
    domain: &Domain,
    mixture: &[(f64, Column)],
    multipliers: &[f64],
    is_thorough: bool,
) -> Option<(f64, Assignment)> {
    let mut near = candidates(program, mixture);
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (value, point) = near
        .into_iter()
        .take(SETTLED)
        .filter_map(|(_, point)| settle_amounts(program, domain, point, multipliers))
        .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    if !is_thorough {
        return Some((value, point));
    }
    let (improved, point) = improve(program, domain, multipliers, value, point);
    if improved > value {
        settle_amounts(program, domain, point.clone(), multipliers)
            .filter(|(settled, _)| *settled >= improved)
            .or(Some((improved, point)))
    } else {
        Some((value, point))
    }
}

/// Points near a mixture with their values as they are, −∞ where they break something: its own points, and its mean
/// with the disputed choices in their best combination.
fn candidates(program: &Program, mixture: &[(f64, Column)]) -> Vec<(f64, Assignment)> {
    let mut base = Vec::with_capacity(program.variable_count());
    let mut disputed: Vec<(usize, Vec<usize>)> = Vec::new();
    for variable in 0..program.variable_count() {
        if let Some(mean) = mean(mixture, variable) {
            base.push(Pick::Amount(mean));
            continue;
        }
        let first = mixture[0].1.picks[variable];
        base.push(first);
        if mixture
            .iter()
            .any(|(_, column)| column.picks[variable] != first)
        {
            let options = by_weight(mixture, variable);
            base[variable] = Pick::Option(options[0]);
            disputed.push((variable, options));
        }
    }
    let mut combinations = 1;
    disputed.retain(|(_, options)| {
        let fits = combinations * options.len() <= COMBINATIONS;
        combinations *= if fits { options.len() } else { 1 };
        fits
    });
    let mut near: Vec<(f64, Assignment)> = mixture
        .iter()
        .map(|(_, column)| (worth(program, &column.picks), column.picks.clone()))
        .collect();
    let stand_alone = disputed
        .iter()
        .all(|(variable, _)| program.links().places[*variable].is_none());
    let sums = program.sums(&base);
    let mut changed = sums.clone();
    let mut best: Option<(f64, usize)> = None;
    for code in 0..combinations {
        let value = if stand_alone {
            changed.copy_from_slice(&sums);
            for (variable, heaviest, option) in combination(&disputed, code) {
                put(&mut changed, program, variable, heaviest, option);
            }
            program.value_of_sums(&changed).unwrap_or(f64::NEG_INFINITY)
        } else {
            for (variable, _, option) in combination(&disputed, code) {
                base[variable] = Pick::Option(option);
            }
            worth(program, &base)
        };
        if best.is_none_or(|(most, _)| value > most) {
            best = Some((value, code));
        }
    }
    if let Some((value, code)) = best {
        for (variable, _, option) in combination(&disputed, code) {
            base[variable] = Pick::Option(option);
        }
        near.push((value, base));
    }
    near
}

/// The disputed choices, each with its heaviest option and the one that it has in a combination.
fn combination(
    disputed: &[(usize, Vec<usize>)],
    mut code: usize,
) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
    disputed.iter().map(move |(variable, options)| {
        let option = options[code % options.len()];
        code /= options.len();
        (*variable, options[0], option)
    })
}

/// The options of a choice that have a part in a mixture, the heaviest first.
fn by_weight(mixture: &[(f64, Column)], variable: usize) -> Vec<usize> {
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
    weights.into_iter().map(|(option, _)| option).collect()
}

fn worth(program: &Program, point: &[Pick]) -> f64 {
    program.value(point).unwrap_or(f64::NEG_INFINITY)
}

/// With the choices as they are, the best amounts (on the grid where there are steps), and the value.
///
/// The amounts given are kept where they are better: of many best mixtures another may have its mean off the grid.
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
    if let Relaxed::Bounded { mixture, .. } = relax(
        &mut oracle,
        program.rows(),
        multipliers,
        Vec::new(),
        Aim::EXACT,
    ) {
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
