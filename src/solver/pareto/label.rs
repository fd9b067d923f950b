//! Partial points, merged variable by variable.

use std::collections::BTreeMap;

use super::super::ZERO_TOLERANCE;
use super::super::extent::span;
use super::super::program::{Assignment, Literal, Pick, Program};
use super::order::{order, ties};
use super::staircase::undominated;

/// A partial point.
#[derive(Debug, Clone)]
struct Label {
    sums: Vec<f64>,
    /// Picks of variables still asked about, by variable; also names the group in which labels are compared.
    open: Vec<usize>,
    picks: Vec<u16>,
}

pub(super) fn enumerate(
    program: &Program,
    levels: &[Vec<Pick>],
    objectives: usize,
    least: f64,
    left: &mut u64,
) -> Option<Vec<(Assignment, Vec<f64>)>> {
    let rows = program.rows();
    let order = order(program);
    let place: Vec<usize> = (0..order.len())
        .map(|variable| order.iter().position(|&at| at == variable).unwrap_or(0))
        .collect();
    let settled_at = |literals: &[Literal]| {
        literals
            .iter()
            .map(|literal| place[literal.variable])
            .max()
            .unwrap_or(0)
    };
    let needed = |stage: usize| -> Vec<usize> {
        (0..=stage)
            .filter(|&at| {
                ties(program).any(|tie| {
                    settled_at(tie) > stage
                        && tie.iter().any(|literal| literal.variable == order[at])
                })
            })
            .collect()
    };
    let reach = reach(program, levels, &order, &settled_at);
    let mut labels = vec![Label {
        sums: vec![0.0; rows.len()],
        open: Vec::new(),
        picks: Vec::new(),
    }];
    for (stage, &variable) in order.iter().enumerate() {
        *left = left.checked_sub((labels.len() * levels[variable].len()) as u64)?;
        let still = needed(stage);
        let mut next = Vec::new();
        let mut point: Assignment = levels.iter().map(|levels| levels[0]).collect();
        for label in &labels {
            for (at, &level) in label.picks.iter().enumerate() {
                point[order[at]] = levels[order[at]][usize::from(level)];
            }
            for (level, &pick) in levels[variable].iter().enumerate() {
                point[variable] = pick;
                let broken = program.forbidden().iter().any(|pattern| {
                    settled_at(pattern) == stage
                        && pattern.iter().all(|literal| literal.holds(&point))
                });
                if broken {
                    continue;
                }
                let mut sums = label.sums.clone();
                for (row, sum) in sums.iter_mut().enumerate() {
                    *sum += program.effect(variable, row, pick);
                }
                for joint in program.joints() {
                    if settled_at(&joint.when) == stage
                        && joint.when.iter().all(|literal| literal.holds(&point))
                    {
                        for (sum, effect) in sums.iter_mut().zip(&joint.effect) {
                            *sum += effect;
                        }
                    }
                }
                let lost = rows.iter().enumerate().any(|(row, asked)| {
                    let (low, high) = reach[stage][row];
                    let floor = if row < objectives {
                        asked.floor + least
                    } else {
                        asked.floor
                    };
                    let tolerance = if row < objectives {
                        ZERO_TOLERANCE
                    } else {
                        asked.tolerance()
                    };
                    sums[row] + high < floor - tolerance
                        || (asked.equal && sums[row] + low > floor + tolerance)
                });
                if lost {
                    continue;
                }
                let mut picks = label.picks.clone();
                picks.push(level as u16);
                next.push(Label {
                    sums,
                    open: still.iter().map(|&at| usize::from(picks[at])).collect(),
                    picks,
                });
            }
        }
        labels = prune(next, program);
    }
    Some(
        labels
            .into_iter()
            .filter_map(|label| {
                let mut point: Assignment = levels.iter().map(|levels| levels[0]).collect();
                for (at, level) in label.picks.iter().enumerate() {
                    point[order[at]] = levels[order[at]][usize::from(*level)];
                }
                // Running sums carry rounding: the slack told is the point's own.
                let sums = program.sums(&point);
                program.value_of_sums(&sums)?;
                let slacks = sums[..objectives]
                    .iter()
                    .zip(rows)
                    .map(|(sum, row)| sum - row.floor)
                    .collect();
                Some((point, slacks))
            })
            .collect(),
    )
}

/// After each stage and for every row, what the variables and joint effects still to come can add.
fn reach(
    program: &Program,
    levels: &[Vec<Pick>],
    order: &[usize],
    settled_at: &impl Fn(&[Literal]) -> usize,
) -> Vec<Vec<(f64, f64)>> {
    let rows = program.rows().len();
    (0..order.len())
        .map(|stage| {
            let mut sums = vec![(0.0, 0.0); rows];
            for &variable in &order[stage + 1..] {
                for (row, (low, high)) in sums.iter_mut().enumerate() {
                    let effects = levels[variable].iter();
                    let (least, most) =
                        span(effects.map(|pick| program.effect(variable, row, *pick)));
                    *low += least;
                    *high += most;
                }
            }
            for joint in program.joints() {
                if settled_at(&joint.when) > stage {
                    for ((low, high), effect) in sums.iter_mut().zip(&joint.effect) {
                        *low += effect.min(0.0);
                        *high += effect.max(0.0);
                    }
                }
            }
            sums
        })
        .collect()
}

/// Drops dominated labels, group by group.
fn prune(labels: Vec<Label>, program: &Program) -> Vec<Label> {
    let mut groups: BTreeMap<Vec<usize>, Vec<Label>> = BTreeMap::new();
    for label in labels {
        groups.entry(label.open.clone()).or_default().push(label);
    }
    let mut kept = Vec::new();
    for group in groups.into_values() {
        // More is better in every row, but where a row must be met exactly neither more nor less is.
        let keys: Vec<Vec<f64>> = group
            .iter()
            .map(|label| {
                let equal = program.rows().iter().zip(&label.sums);
                let mirrored = equal.filter(|(row, _)| row.equal).map(|(_, sum)| -sum);
                label.sums.iter().copied().chain(mirrored).collect()
            })
            .collect();
        let keys: Vec<&[f64]> = keys.iter().map(Vec::as_slice).collect();
        let mut stays = vec![false; group.len()];
        undominated(&keys, 0.0)
            .into_iter()
            .for_each(|at| stays[at] = true);
        let group = group.into_iter().zip(stays);
        kept.extend(group.filter(|(_, stays)| *stays).map(|(label, _)| label));
    }
    kept
}
