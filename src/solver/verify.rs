//! The checker: recomputes a proof from the programs alone, rounding every sum outward.
//!
//! It shares with the search only the program, the boxes and the pieces' own formulas; it uses none of its bounds.

use super::domain::{Domain, Range, Standing};
use super::effect::{Piece, piece_at};
use super::program::{Program, Variable};
use super::proof::{Proof, ProofNode};

/// Chords to a curved effect, in the checker.
const CHORDS: usize = 4;

/// Why a proof does not hold.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// A node that is not there, or that more than one branch leads to.
    #[error("node {node} is missing or is reached twice")]
    Node {
        /// The node's index.
        node: usize,
    },
    /// Nodes that no branch leads to.
    #[error("{count} nodes are not reached from a root")]
    Unreached {
        /// How many.
        count: usize,
    },
    /// A cut that does not cover its box.
    #[error("the parts of node {node} do not cover its box")]
    Cover {
        /// The node's index.
        node: usize,
    },
    /// A forbidden pattern that the box does not match, or that is not there.
    #[error("the box of node {node} does not match the forbidden pattern it names")]
    Pattern {
        /// The node's index.
        node: usize,
    },
    /// Multipliers of the wrong number or sign.
    #[error("the multipliers of node {node} are not one for each row, finite and not negative")]
    Multipliers {
        /// The node's index.
        node: usize,
    },
    /// A leaf whose bound is above the one claimed.
    #[error("node {node} is bounded by {bound}, above the claimed {upper}")]
    Bound {
        /// The node's index.
        node: usize,
        /// What its multipliers prove.
        bound: f64,
        /// What the proof claims.
        upper: f64,
    },
    /// A node that claims nothing.
    #[error("node {node} is left open")]
    Open {
        /// The node's index.
        node: usize,
    },
}

/// Checks a proof that no point of these programs has a value above `proof.upper`.
///
/// # Errors
/// [`ProofError`] for the first node that does not hold.
pub fn verify(programs: &[Program], proof: &Proof) -> Result<(), ProofError> {
    walk(programs, proof, |node, bound| {
        if bound <= proof.upper {
            Ok(())
        } else {
            Err(ProofError::Bound {
                node,
                bound,
                upper: proof.upper,
            })
        }
    })
}

/// The least bound that the leaves of a proof support, whatever it claims itself.
pub(super) fn proven(programs: &[Program], proof: &Proof) -> Result<f64, ProofError> {
    let mut most = f64::NEG_INFINITY;
    walk(programs, proof, |_, bound| {
        most = most.max(bound);
        Ok(())
    })?;
    Ok(most)
}

fn walk(
    programs: &[Program],
    proof: &Proof,
    mut leaf: impl FnMut(usize, f64) -> Result<(), ProofError>,
) -> Result<(), ProofError> {
    let mut reached = vec![false; proof.nodes.len()];
    let mut stack: Vec<(usize, usize, Domain)> = programs
        .iter()
        .enumerate()
        .rev()
        .map(|(index, program)| (index, index, Domain::whole(program)))
        .collect();
    while let Some((node, program, domain)) = stack.pop() {
        match reached.get_mut(node) {
            Some(mark) if !*mark => *mark = true,
            _ => return Err(ProofError::Node { node }),
        }
        let program_here = &programs[program];
        if let ProofNode::Multipliers(multipliers) = &proof.nodes[node] {
            let bound = bound(program_here, &domain, multipliers)
                .ok_or(ProofError::Multipliers { node })?;
            leaf(node, bound)?;
        } else {
            for (child, part) in parts(program_here, proof, node, &domain)? {
                stack.push((child, program, part));
            }
        }
    }
    match reached.iter().filter(|mark| !**mark).count() {
        0 => Ok(()),
        count => Err(ProofError::Unreached { count }),
    }
}

/// Checks that a node's claims follow from those of its children, and returns these with their boxes.
fn parts(
    program: &Program,
    proof: &Proof,
    node: usize,
    domain: &Domain,
) -> Result<Vec<(usize, Domain)>, ProofError> {
    let narrowed = |variable: usize, range: Range| {
        let mut part = domain.clone();
        part.0[variable] = range;
        part
    };
    match &proof.nodes[node] {
        ProofNode::Options { variable, parts } => {
            let Some(range @ Range::Options(_)) = domain.0.get(*variable) else {
                return Err(ProofError::Cover { node });
            };
            let named = |option| parts.iter().any(|part| part.options.contains(&option));
            if !range.options().all(named) {
                return Err(ProofError::Cover { node });
            }
            Ok(parts
                .iter()
                .map(|part| {
                    let (within, _) = range.split_options(&part.options);
                    (part.node, narrowed(*variable, within))
                })
                .collect())
        }
        ProofNode::Amounts {
            variable,
            below,
            above,
            nodes,
        } => {
            let (Some(Range::Amounts(from, to)), Some(Variable::Amount { lower, step, .. })) =
                (domain.0.get(*variable), program.variables().get(*variable))
            else {
                return Err(ProofError::Cover { node });
            };
            let next = match step {
                None => below.next_up(),
                // The first level of the grid above the lower end, made as the search makes it: none lies strictly
                // between the two ends.
                Some(step) => {
                    let count = ((below - lower) / step).floor();
                    [count, count + 1.0, count + 2.0]
                        .map(|count| lower + step * count)
                        .into_iter()
                        .find(|level| level > below)
                        .unwrap_or(*below)
                }
            };
            if above.is_nan() || *above > next {
                return Err(ProofError::Cover { node });
            }
            Ok(vec![
                (
                    nodes[0],
                    narrowed(*variable, Range::Amounts(*from, below.min(*to))),
                ),
                (
                    nodes[1],
                    narrowed(*variable, Range::Amounts(above.max(*from), *to)),
                ),
            ])
        }
        ProofNode::Forbidden(pattern) => match program.forbidden().get(*pattern) {
            Some(pattern) if domain.conjunction(pattern).0 == Standing::Holds => Ok(Vec::new()),
            _ => Err(ProofError::Pattern { node }),
        },
        ProofNode::Multipliers(_) => Ok(Vec::new()),
        ProofNode::Open => Err(ProofError::Open { node }),
    }
}

/// What multipliers prove of a box: no point has a greater value. −∞ where they show it infeasible, +∞ where they
/// show nothing, `None` where they are not multipliers. An empty box is infeasible.
pub(super) fn bound(program: &Program, domain: &Domain, multipliers: &[f64]) -> Option<f64> {
    let rows = program.rows();
    let sound = multipliers.len() == rows.len()
        && multipliers
            .iter()
            .zip(rows)
            .all(|(multiplier, row)| multiplier.is_finite() && (row.equal || *multiplier >= 0.0));
    if !sound {
        return None;
    }
    if domain.0.iter().any(Range::is_empty) {
        return Some(f64::NEG_INFINITY);
    }
    let mut total = Upward(0.0);
    for (row, multiplier) in rows.iter().zip(multipliers) {
        total.add_product(-row.floor, *multiplier);
    }
    for (variable, range) in program.variables().iter().zip(&domain.0) {
        let most = match (variable, range) {
            (Variable::Choice { effects, .. }, _) => range
                .options()
                .map(|option| weigh(multipliers, &effects[option * rows.len()..]))
                .fold(f64::NEG_INFINITY, f64::max),
            (Variable::Amount { effects, .. }, Range::Amounts(from, to)) => {
                greatest(effects, multipliers, *from, *to)
            }
            (Variable::Amount { .. }, Range::Options(_)) => return None,
        };
        total.add(most);
    }
    for group in program.exclusive() {
        let mut most = 0.0_f64;
        for &member in group {
            let joint = &program.joints()[member];
            let worth = weigh(multipliers, &joint.effect);
            match domain.conjunction(&joint.when).0 {
                Standing::Holds => {
                    most = worth;
                    break;
                }
                Standing::Open => most = most.max(worth),
                Standing::Fails => {}
            }
        }
        total.add(most);
    }
    // Divide by the objective's weight, on the side that makes the bound greater.
    let mut heavy = Upward(0.0);
    let mut light = Upward(0.0);
    for (row, multiplier) in rows.iter().zip(multipliers) {
        heavy.add_product(row.scale, *multiplier);
        light.add_product(-row.scale, *multiplier);
    }
    let weight = if total.0 > 0.0 { -light.0 } else { heavy.0 };
    Some(match (total.0 < 0.0, weight > 0.0) {
        (_, true) => (total.0 / weight).next_up(),
        (true, false) => f64::NEG_INFINITY,
        (false, false) => f64::INFINITY,
    })
}

/// An upper bound on the weighted effects of an amount over an interval.
fn greatest(effects: &[Vec<Piece>], multipliers: &[f64], from: f64, to: f64) -> f64 {
    let mut cuts = vec![from, to];
    let pieces = effects.iter().flatten();
    cuts.extend(
        pieces
            .map(|piece| piece.upto)
            .filter(|cut| (from..to).contains(cut)),
    );
    if effects.iter().flatten().any(|piece| !piece.is_straight()) {
        cuts.extend((1..CHORDS).map(|part| from + (to - from) * (part as f64 / CHORDS as f64)));
    }
    cuts.sort_by(f64::total_cmp);
    let mut most = f64::NEG_INFINITY;
    for ends in cuts.windows(2) {
        for end in ends {
            let mut total = Upward(0.0);
            for (pieces, multiplier) in effects.iter().zip(multipliers) {
                // The piece of the upper end holds on the whole segment.
                let Some(piece) = piece_at(pieces, ends[1]) else {
                    continue;
                };
                let (value, excess) = (piece.at(*end), piece.excess(ends[0], ends[1]));
                // libm's power and exponential err by less than an ulp or two; the point of greatest excess is found
                // to half the digits, and the excess itself, flat there, to nearly all.
                let size = piece.offset.abs() + piece.coefficient.abs() + value.abs();
                let guard = if piece.is_straight() {
                    4.0 * f64::EPSILON * size
                } else {
                    1e-13 * size + 1e-9 * excess
                };
                if *multiplier >= 0.0 {
                    total.add_product(value + excess + guard, *multiplier);
                } else {
                    // Only equalities, whose effects are straight, have negative multipliers.
                    total.add_product(value - guard, *multiplier);
                    if !piece.is_straight() {
                        total.add(f64::INFINITY);
                    }
                }
            }
            most = most.max(total.0);
        }
    }
    most
}

fn weigh(multipliers: &[f64], effects: &[f64]) -> f64 {
    let mut total = Upward(0.0);
    for (multiplier, effect) in multipliers.iter().zip(effects) {
        total.add_product(*multiplier, *effect);
    }
    total.0
}

/// A sum that is never below the true one: each product and each addition is rounded to the next number up.
#[derive(Debug, Clone, Copy)]
struct Upward(f64);

impl Upward {
    fn add(&mut self, value: f64) {
        self.0 = (self.0 + value).next_up();
    }

    fn add_product(&mut self, left: f64, right: f64) {
        if left != 0.0 && right != 0.0 {
            self.add((left * right).next_up());
        }
    }
}
