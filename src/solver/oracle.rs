//! The best reply of a box to given multipliers: the Lagrangian maximum, variable by variable.

use super::domain::{Domain, Range, Standing};
use super::effect::piece_at;
use super::program::{Pick, Program, Variable};

/// How many chords enclose a curved effect between two breakpoints.
const CHORDS: usize = 4;

/// A point of the relaxed box: what it adds to every row, and the picks it stands for.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) sums: Vec<f64>,
    pub(super) picks: Vec<Pick>,
}

/// Amounts at which a separable maximum can lie, each with an upper bound on its effects nearby.
#[derive(Debug)]
struct Knots {
    amounts: Vec<f64>,
    /// Knot-major.
    effects: Vec<f64>,
}

impl Knots {
    /// Encloses the effects over an interval: at every amount between two neighbouring knots, each effect is at most
    /// the chord between the knots' values.
    fn new(pieces: &[Vec<super::Piece>], from: f64, to: f64) -> Self {
        let mut amounts = vec![from];
        if from < to {
            for piece in pieces.iter().flatten() {
                if from < piece.upto && piece.upto < to {
                    amounts.push(piece.upto);
                }
            }
            let curved = pieces.iter().flatten().any(|piece| !piece.is_straight());
            if curved {
                amounts.extend(
                    (1..CHORDS).map(|part| from + (to - from) * (part as f64 / CHORDS as f64)),
                );
            }
            amounts.push(to);
            amounts.sort_by(f64::total_cmp);
            amounts.dedup();
        }
        let rows = pieces.len();
        let mut effects = vec![0.0; amounts.len() * rows];
        for (row, pieces) in pieces.iter().enumerate() {
            let mut before = 0.0;
            for (knot, amount) in amounts.iter().enumerate() {
                // Within a segment between knots a single piece holds: that of its upper end.
                let after = amounts.get(knot + 1).map_or(0.0, |next| {
                    piece_at(pieces, *next).map_or(0.0, |piece| piece.excess(*amount, *next))
                });
                effects[knot * rows + row] =
                    super::effect::effect_at(pieces, *amount) + f64::max(before, after);
                before = after;
            }
        }
        Self { amounts, effects }
    }
}

/// A box made ready to answer multipliers.
#[derive(Debug)]
pub(super) struct Oracle<'a> {
    program: &'a Program,
    domain: &'a Domain,
    knots: Vec<Option<Knots>>,
    /// What holds all over the box: joint effects whose literals all hold.
    constant: Vec<f64>,
    /// Joint effects still open, in groups of which at most one can hold.
    open: Vec<Vec<usize>>,
}

impl<'a> Oracle<'a> {
    pub(super) fn new(program: &'a Program, domain: &'a Domain) -> Self {
        let knots = program
            .variables()
            .iter()
            .zip(&domain.0)
            .map(|(variable, range)| match (variable, range) {
                (Variable::Amount { effects, .. }, Range::Amounts(from, to)) => {
                    Some(Knots::new(effects, *from, *to))
                }
                _ => None,
            })
            .collect();
        let mut constant = vec![0.0; program.rows().len()];
        let mut open = Vec::new();
        for group in program.exclusive() {
            let mut members = Vec::new();
            for &member in group {
                let joint = &program.joints()[member];
                match domain.conjunction(&joint.when).0 {
                    Standing::Fails => {}
                    Standing::Open => members.push(member),
                    Standing::Holds => {
                        members.clear();
                        for (sum, effect) in constant.iter_mut().zip(&joint.effect) {
                            *sum += effect;
                        }
                        break;
                    }
                }
            }
            if !members.is_empty() {
                open.push(members);
            }
        }
        Self {
            program,
            domain,
            knots,
            constant,
            open,
        }
    }

    /// Joint effects still open, by group.
    pub(super) fn open(&self) -> &[Vec<usize>] {
        &self.open
    }

    /// The greatest multiplier-weighted sum over the box (or more, where joint effects are open or effects curved),
    /// and the point that has it.
    pub(super) fn reply(&self, multipliers: &[f64]) -> (f64, Column) {
        let rows = multipliers.len();
        let mut sums = self.constant.clone();
        let mut picks = Vec::with_capacity(self.knots.len());
        let mut take = |effect: &[f64]| {
            for (sum, effect) in sums.iter_mut().zip(effect) {
                *sum += effect;
            }
        };
        let variables = self.program.variables().iter();
        for ((variable, range), knots) in variables.zip(&self.domain.0).zip(&self.knots) {
            match (variable, knots) {
                (Variable::Choice { effects, .. }, _) => {
                    let (mut best, mut most) = (0, f64::NEG_INFINITY);
                    for option in range.options() {
                        let worth = dot(multipliers, &effects[option * rows..(option + 1) * rows]);
                        if worth > most {
                            (best, most) = (option, worth);
                        }
                    }
                    take(&effects[best * rows..(best + 1) * rows]);
                    picks.push(Pick::Option(best));
                }
                (Variable::Amount { .. }, Some(knots)) => {
                    let (mut best, mut most) = (0, f64::NEG_INFINITY);
                    for (knot, effect) in knots.effects.chunks_exact(rows).enumerate() {
                        let worth = dot(multipliers, effect);
                        if worth > most {
                            (best, most) = (knot, worth);
                        }
                    }
                    take(&knots.effects[best * rows..(best + 1) * rows]);
                    picks.push(Pick::Amount(knots.amounts[best]));
                }
                (Variable::Amount { lower, .. }, None) => picks.push(Pick::Amount(*lower)),
            }
        }
        for group in &self.open {
            let (mut best, mut most) = (None, 0.0);
            for &member in group {
                let worth = dot(multipliers, &self.program.joints()[member].effect);
                if worth > most {
                    (best, most) = (Some(member), worth);
                }
            }
            if let Some(member) = best {
                take(&self.program.joints()[member].effect);
            }
        }
        (dot(multipliers, &sums), Column { sums, picks })
    }
}

pub(super) fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}
