//! The bound of a box by column generation (Dantzig & Wolfe 1960): multipliers, and the mixture of points behind them.

use super::master::Master;
use super::oracle::{Column, Oracle};
use super::row::Row;
use super::vector::dot;

/// Rounds of pricing after which a bound is good enough to branch on.
const ROUNDS: usize = 400;
/// A price this close to the best known column's is the same price.
const CLOSED: f64 = 1e-13;
/// What constraint rows may miss and still count as met.
const MISSING: f64 = 1e-11;

/// What is known of a box.
#[derive(Debug)]
pub(super) enum Relaxed {
    /// No point of it meets the constraint rows, by these multipliers.
    Infeasible { multipliers: Vec<f64> },
    /// No point of it is better than `bound`, by these multipliers.
    Bounded {
        bound: f64,
        multipliers: Vec<f64>,
        /// Points whose mixture attains the bound, with weights that sum to one; empty where the box was cut off
        /// before.
        mixture: Vec<(f64, Column)>,
    },
}

/// How closely a box is to be bounded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Aim {
    /// At or below this a bound need not be any lower.
    pub(super) cutoff: f64,
    /// What a bound that cannot be brought to the cutoff may lie too high, as a part of its height above it.
    pub(super) slack: f64,
    /// Whether the bound is to hold as a proof has it: for points that miss constraint rows by what a proof allows.
    pub(super) as_proven: bool,
}

impl Aim {
    /// As closely as can be.
    pub(super) const EXACT: Self = Self {
        cutoff: f64::NEG_INFINITY,
        slack: 0.0,
        as_proven: false,
    };
}

/// Bounds a box from above, beginning with these multipliers and columns, of which all must be points of the relaxed
/// box.
pub(super) fn relax(
    oracle: &mut Oracle<'_>,
    rows: &[Row],
    start: &[f64],
    known: Vec<Column>,
    aim: Aim,
) -> Relaxed {
    let Some((worth, first)) = oracle.reply(start) else {
        return Relaxed::Infeasible {
            multipliers: start.to_vec(),
        };
    };
    let raised = |multipliers: &[f64]| raised(rows, multipliers, aim.as_proven);
    let mut bound = worth - floors(rows, start) + raised(start);
    let mut multipliers = start.to_vec();
    if !is_objective(rows, start) {
        bound = f64::INFINITY;
    } else if bound <= aim.cutoff {
        return Relaxed::Bounded {
            bound,
            multipliers,
            mixture: Vec::new(),
        };
    }
    let mut master = Master::new(rows, first.sums.clone());
    let mut columns = vec![first];
    for column in known {
        master.add(column.sums.clone());
        columns.push(column);
    }
    for _ in 0..ROUNDS {
        master.optimise();
        if master.is_seeking() && master.missing() <= MISSING {
            master.stop_seeking();
            continue;
        }
        let (prices, best_known) = master.multipliers();
        // There was a reply before, and whether there is one does not depend on the multipliers.
        let Some((worth, column)) = oracle.reply(&prices) else {
            break;
        };
        let value = worth - floors(rows, &prices);
        if master.is_seeking() {
            // What misses its rows by no more than a proof allows is for the objective to rule out.
            if value + allowed(rows, &prices) < -MISSING {
                return Relaxed::Infeasible {
                    multipliers: prices,
                };
            }
            if worth <= best_known + CLOSED {
                master.stop_seeking();
                continue;
            }
        } else {
            let value = value + raised(&prices);
            if value < bound {
                bound = value;
                multipliers = prices;
            }
            let level = master.level();
            let is_near = level > aim.cutoff && bound - level <= aim.slack * (bound - aim.cutoff);
            if bound <= aim.cutoff
                || worth <= best_known + CLOSED
                || bound <= level + CLOSED
                || is_near
            {
                break;
            }
        }
        master.add(column.sums.clone());
        columns.push(column);
    }
    let mixture = master
        .mixture()
        .into_iter()
        .map(|(column, weight)| (weight, columns[column].clone()))
        .collect();
    Relaxed::Bounded {
        bound,
        multipliers,
        mixture,
    }
}

/// The bound of a box by given multipliers: +∞ where they do not bound it, −∞ where nothing is left of the box.
pub(super) fn look(
    oracle: &mut Oracle<'_>,
    rows: &[Row],
    multipliers: &[f64],
    as_proven: bool,
) -> f64 {
    match oracle.reply(multipliers) {
        None => f64::NEG_INFINITY,
        Some((worth, _)) if is_objective(rows, multipliers) => {
            worth - floors(rows, multipliers) + raised(rows, multipliers, as_proven)
        }
        Some(_) => f64::INFINITY,
    }
}

fn floors(rows: &[Row], multipliers: &[f64]) -> f64 {
    rows.iter()
        .zip(multipliers)
        .map(|(row, multiplier)| row.floor * multiplier)
        .sum()
}

/// By how much a bound is raised where it is to hold as a proof has it.
fn raised(rows: &[Row], multipliers: &[f64], as_proven: bool) -> f64 {
    if as_proven {
        allowed(rows, multipliers)
    } else {
        0.0
    }
}

/// What the points that a proof speaks of may gain by missing constraint rows.
fn allowed(rows: &[Row], multipliers: &[f64]) -> f64 {
    rows.iter()
        .zip(multipliers)
        .map(|(row, multiplier)| row.allowance() * multiplier.abs())
        .sum()
}

/// Whether multipliers weigh the objective by one, so that they bound it.
fn is_objective(rows: &[Row], multipliers: &[f64]) -> bool {
    let scales: Vec<f64> = rows.iter().map(|row| row.scale).collect();
    (dot(&scales, multipliers) - 1.0).abs() < 1e-9
}

/// Multipliers to begin with: all objective rows alike.
pub(super) fn even_multipliers(rows: &[Row]) -> Vec<f64> {
    let count = rows.iter().filter(|row| row.scale > 0.0).count().max(1);
    rows.iter()
        .map(|row| {
            if row.scale > 0.0 {
                1.0 / (row.scale * count as f64)
            } else {
                0.0
            }
        })
        .collect()
}
