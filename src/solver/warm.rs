//! What a box hands down to its parts, so that they need not begin from nothing.

use super::domain::{Domain, Range};
use super::oracle::Column;
use super::program::{Pick, Program, Variable};

/// The multipliers that bounded a box, and the columns of its mixture.
#[derive(Debug, Default)]
pub(super) struct Start {
    pub(super) multipliers: Vec<f64>,
    columns: Vec<Packed>,
}

/// A column in little room: many boxes can wait.
#[derive(Debug)]
struct Packed {
    sums: Box<[f64]>,
    options: Box<[u16]>,
    amounts: Box<[f64]>,
}

impl Start {
    /// Multipliers alone.
    pub(super) fn from_multipliers(multipliers: Vec<f64>) -> Self {
        Self {
            multipliers,
            columns: Vec::new(),
        }
    }

    /// Multipliers and columns; the columns only where they will be points of the parts as well.
    pub(super) fn new(
        program: &Program,
        is_exact: bool,
        multipliers: Vec<f64>,
        mixture: &[(f64, Column)],
    ) -> Self {
        let fits = is_exact && program.variables().iter().all(is_straight);
        let columns = mixture
            .iter()
            .filter(|_| fits)
            .filter_map(|(_, column)| pack(column));
        Self {
            columns: columns.collect(),
            multipliers,
        }
    }

    /// The columns that lie in a box, or do once choices that stand alone are put to their only option.
    pub(super) fn columns(&self, program: &Program, domain: &Domain) -> Vec<Column> {
        self.columns
            .iter()
            .filter_map(|packed| unpack(packed, program, domain))
            .collect()
    }
}

fn is_straight(variable: &Variable) -> bool {
    match variable {
        Variable::Choice { .. } => true,
        Variable::Amount { effects, .. } => effects.iter().flatten().all(super::Piece::is_straight),
    }
}

fn pack(column: &Column) -> Option<Packed> {
    let mut options = Vec::new();
    let mut amounts = Vec::new();
    for pick in &column.picks {
        match pick {
            Pick::Option(option) => options.push(u16::try_from(*option).ok()?),
            Pick::Amount(amount) => amounts.push(*amount),
        }
    }
    Some(Packed {
        sums: column.sums.as_slice().into(),
        options: options.into(),
        amounts: amounts.into(),
    })
}

fn unpack(packed: &Packed, program: &Program, domain: &Domain) -> Option<Column> {
    let mut options = packed.options.iter();
    let mut amounts = packed.amounts.iter();
    let mut sums = packed.sums.to_vec();
    let mut picks = Vec::with_capacity(program.variable_count());
    for variable in 0..program.variable_count() {
        picks.push(match domain.range(program.slot(variable)) {
            range @ Range::Options(_) => {
                let held = usize::from(*options.next()?);
                if range.has(held) {
                    Pick::Option(held)
                } else if range.is_fixed() && program.links().places[variable].is_none() {
                    let only = range.options().next()?;
                    let (from, to) = (
                        program.option_effects(variable, held),
                        program.option_effects(variable, only),
                    );
                    for (sum, (from, to)) in sums.iter_mut().zip(from.iter().zip(to)) {
                        *sum += to - from;
                    }
                    Pick::Option(only)
                } else {
                    return None;
                }
            }
            Range::Amounts(from, to) => {
                let amount = *amounts.next()?;
                if amount < from || amount > to {
                    return None;
                }
                Pick::Amount(amount)
            }
        });
    }
    Some(Column { sums, picks })
}
