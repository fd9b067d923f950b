//! The master problem of column generation: the best mixture of columns, and the multipliers that price new ones.
//!
//! A revised primal simplex with an explicit inverse. Its basis is as large as the rows plus one, a dozen or so,
//! however many variables the program has.

use super::row::Row;
use super::vector::dot;

const PIVOT: f64 = 1e-10;
const PRICE: f64 = 1e-12;
/// A weight below this is rounding. Dropping more than that would move the mean of a mixture, and with it a sum of
/// sharpened rows by a thousand times as much.
const WEIGHT: f64 = 1e-14;
/// Pivots between two rebuildings of the inverse.
const REFRESH: usize = 50;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Basic {
    /// The weight of a column.
    Column(usize),
    /// The objective level t; free.
    Level,
    /// What a row has above its floor.
    Surplus(usize),
    /// What a row lacks (or, with the flag, has too much of) while no feasible mixture is known.
    Artificial(usize, bool),
}

/// See the module.
#[derive(Debug)]
pub(super) struct Master<'a> {
    rows: &'a [Row],
    columns: Vec<Vec<f64>>,
    basis: Vec<Basic>,
    values: Vec<f64>,
    /// Row-major, (rows + 1)².
    inverse: Vec<f64>,
    /// Whether a mixture that meets all constraint rows is still sought.
    seeking: bool,
    pivots: usize,
}

impl<'a> Master<'a> {
    /// Starts from one column.
    pub(super) fn new(rows: &'a [Row], first: Vec<f64>) -> Self {
        let slack: Vec<f64> = rows
            .iter()
            .zip(&first)
            .map(|(row, sum)| sum - row.floor)
            .collect();
        let tightest = (0..rows.len())
            .filter(|&row| rows[row].scale > 0.0)
            .min_by(|&a, &b| (slack[a] / rows[a].scale).total_cmp(&(slack[b] / rows[b].scale)));
        let mut seeking = false;
        let mut basis: Vec<Basic> = (0..rows.len())
            .map(|row| {
                if Some(row) == tightest {
                    Basic::Level
                } else if rows[row].scale == 0.0 && (slack[row] < 0.0 || rows[row].equal) {
                    seeking |= slack[row] != 0.0;
                    Basic::Artificial(row, slack[row] > 0.0)
                } else {
                    Basic::Surplus(row)
                }
            })
            .collect();
        basis.push(Basic::Column(0));
        let size = basis.len();
        let mut master = Self {
            rows,
            columns: vec![first],
            basis,
            values: vec![0.0; size],
            inverse: vec![0.0; size * size],
            seeking,
            pivots: 0,
        };
        master.refresh();
        master
    }

    pub(super) fn add(&mut self, sums: Vec<f64>) {
        self.columns.push(sums);
    }

    /// Whether the constraint rows are not yet met.
    pub(super) fn is_seeking(&self) -> bool {
        self.seeking
    }

    /// Takes the constraint rows as met from here on.
    pub(super) fn stop_seeking(&mut self) {
        self.seeking = false;
    }

    /// How much is missing on constraint rows.
    pub(super) fn missing(&self) -> f64 {
        let artificial = |basic: &Basic| matches!(basic, Basic::Artificial(..));
        self.basis
            .iter()
            .zip(&self.values)
            .filter(|(basic, _)| artificial(basic))
            .map(|(_, value)| value.abs())
            .sum()
    }

    /// The level t of the present mixture.
    pub(super) fn level(&self) -> f64 {
        self.basis
            .iter()
            .zip(&self.values)
            .find(|(basic, _)| **basic == Basic::Level)
            .map_or(f64::INFINITY, |(_, value)| *value)
    }

    /// Columns of the present mixture with their weights.
    pub(super) fn mixture(&self) -> Vec<(usize, f64)> {
        let mut mixture: Vec<(usize, f64)> = self
            .basis
            .iter()
            .zip(&self.values)
            .filter_map(|(basic, value)| match basic {
                Basic::Column(column) if *value > WEIGHT => Some((*column, *value)),
                _ => None,
            })
            .collect();
        mixture.sort_unstable_by_key(|(column, _)| *column);
        mixture
    }

    /// The multipliers of the rows (not negative but for equalities), and the worth of the best known column.
    pub(super) fn multipliers(&self) -> (Vec<f64>, f64) {
        let (raw, worth) = self.raw_multipliers();
        let multipliers = raw
            .iter()
            .zip(self.rows)
            .map(|(multiplier, row)| match row {
                Row { equal: true, .. } => *multiplier,
                // Objective rows play no part until the constraint rows are met; what they show is rounding.
                Row { scale, .. } if self.seeking && *scale > 0.0 => 0.0,
                _ => multiplier.max(0.0),
            })
            .collect();
        (multipliers, worth)
    }

    /// Finds the best mixture of the columns known.
    pub(super) fn optimise(&mut self) {
        let size = self.basis.len();
        let mut stalled = 0;
        // Far above what so small a basis needs; reached only if rounding makes it cycle, and the bound that the
        // caller computes holds whatever the multipliers.
        for _ in 0..(50 * size + 10 * self.columns.len()) {
            let Some(entering) = self.entering(stalled > size) else {
                return;
            };
            if let Some(step) = self.pivot(entering, stalled > size) {
                stalled = if step > 1e-13 { 0 } else { stalled + 1 };
            } else {
                return;
            }
        }
    }

    fn cost(&self, basic: Basic) -> f64 {
        match basic {
            Basic::Artificial(..) if self.seeking => -1.0,
            Basic::Level if !self.seeking => 1.0,
            _ => 0.0,
        }
    }

    /// The variable that gains most on entering, or the first that gains where the search has stalled (Bland 1977).
    fn entering(&self, first: bool) -> Option<Basic> {
        let (multipliers, worth) = self.raw_multipliers();
        let mut best = None;
        let mut most = PRICE;
        let surpluses = (0..self.rows.len())
            .filter(|&row| !self.rows[row].equal)
            .map(|row| (Basic::Surplus(row), -multipliers[row]));
        let columns = self
            .columns
            .iter()
            .enumerate()
            .map(|(index, sums)| (Basic::Column(index), dot(&multipliers, sums) - worth));
        for (variable, gain) in surpluses.chain(columns) {
            if gain > most && !self.basis.contains(&variable) {
                if first {
                    return Some(variable);
                }
                (best, most) = (Some(variable), gain);
            }
        }
        best
    }

    /// As [`Self::multipliers`], with the signs that tell which surplus wants to enter.
    fn raw_multipliers(&self) -> (Vec<f64>, f64) {
        let size = self.basis.len();
        let mut prices = vec![0.0; size];
        for (place, basic) in self.basis.iter().enumerate() {
            let cost = self.cost(*basic);
            if cost != 0.0 {
                for (price, entry) in prices
                    .iter_mut()
                    .zip(&self.inverse[place * size..(place + 1) * size])
                {
                    *price -= cost * entry;
                }
            }
        }
        let worth = -prices.pop().unwrap_or(0.0);
        (prices, worth)
    }

    fn coefficients(&self, variable: Basic) -> Vec<f64> {
        let rows = self.rows.len();
        let mut column = vec![0.0; rows + 1];
        match variable {
            Basic::Column(index) => {
                column[..rows].copy_from_slice(&self.columns[index]);
                column[rows] = 1.0;
            }
            Basic::Level => {
                for (entry, row) in column.iter_mut().zip(self.rows) {
                    *entry = -row.scale;
                }
            }
            Basic::Surplus(row) => column[row] = -1.0,
            Basic::Artificial(row, above) => column[row] = if above { -1.0 } else { 1.0 },
        }
        column
    }

    /// Brings a variable into the basis; returns the length of the step, or `None` where nothing can leave.
    fn pivot(&mut self, entering: Basic, first: bool) -> Option<f64> {
        let size = self.basis.len();
        let column = self.coefficients(entering);
        let direction: Vec<f64> = self
            .inverse
            .chunks_exact(size)
            .map(|row| dot(row, &column))
            .collect();
        let mut leaving: Option<(usize, f64)> = None;
        for (place, change) in direction.iter().enumerate() {
            let ratio = match self.basis[place] {
                Basic::Level => continue,
                // An artificial that has served stays at zero: it leaves as soon as anything would move it.
                Basic::Artificial(..) if !self.seeking && change.abs() > PIVOT => 0.0,
                _ if *change > PIVOT => self.values[place].max(0.0) / change,
                _ => continue,
            };
            let better = match leaving {
                None => true,
                Some((_, least)) if ratio < least - 1e-14 => true,
                // Among ties the largest pivot is the most accurate; Bland's rule takes the first instead.
                Some((held, least)) => {
                    !first && ratio <= least + 1e-14 && change.abs() > direction[held].abs()
                }
            };
            if better {
                leaving = Some((place, ratio));
            }
        }
        let (place, step) = leaving?;
        for (other, change) in direction.iter().enumerate() {
            self.values[other] -= step * change;
        }
        self.values[place] = step;
        self.basis[place] = entering;
        self.pivots += 1;
        if self.pivots.is_multiple_of(REFRESH) {
            self.refresh();
        } else {
            let pivot = direction[place];
            let (head, rest) = self.inverse.split_at_mut(place * size);
            let (pivot_row, tail) = rest.split_at_mut(size);
            for entry in pivot_row.iter_mut() {
                *entry /= pivot;
            }
            let others = head
                .chunks_exact_mut(size)
                .chain(tail.chunks_exact_mut(size));
            let factors = direction[..place].iter().chain(&direction[place + 1..]);
            for (row, factor) in others.zip(factors) {
                if *factor != 0.0 {
                    for (entry, pivot_entry) in row.iter_mut().zip(pivot_row.iter()) {
                        *entry -= factor * pivot_entry;
                    }
                }
            }
        }
        Some(step)
    }

    /// Computes the inverse and the values anew from the basis (Gauss–Jordan with partial pivoting).
    fn refresh(&mut self) {
        let size = self.basis.len();
        let mut matrix = vec![0.0; size * size];
        for (place, basic) in self.basis.iter().enumerate() {
            for (row, entry) in self.coefficients(*basic).into_iter().enumerate() {
                matrix[row * size + place] = entry;
            }
        }
        let mut inverse = vec![0.0; size * size];
        for row in 0..size {
            inverse[row * size + row] = 1.0;
        }
        for lead in 0..size {
            let pivot_row = (lead..size)
                .max_by(|&a, &b| {
                    let size_of = |row: usize| matrix[row * size + lead].abs();
                    size_of(a).total_cmp(&size_of(b))
                })
                .unwrap_or(lead);
            let pivot = matrix[pivot_row * size + lead];
            if pivot == 0.0 {
                // A singular basis cannot arise from pivots above PIVOT; keep the old inverse if rounding says so.
                return;
            }
            for column in 0..size {
                matrix.swap(lead * size + column, pivot_row * size + column);
                inverse.swap(lead * size + column, pivot_row * size + column);
            }
            for column in 0..size {
                matrix[lead * size + column] /= pivot;
                inverse[lead * size + column] /= pivot;
            }
            for row in (0..size).filter(|&row| row != lead) {
                let factor = matrix[row * size + lead];
                if factor != 0.0 {
                    for column in 0..size {
                        matrix[row * size + column] -= factor * matrix[lead * size + column];
                        inverse[row * size + column] -= factor * inverse[lead * size + column];
                    }
                }
            }
        }
        self.inverse = inverse;
        for (value, row) in self.values.iter_mut().zip(self.inverse.chunks_exact(size)) {
            *value = row
                .iter()
                .zip(self.rows)
                .map(|(entry, row)| entry * row.floor)
                .sum::<f64>()
                + row[size - 1];
        }
    }
}
