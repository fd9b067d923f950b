//! The checker: recomputes a proof from the programs alone, rounding every sum outward.
//!
//! Of the search it takes on trust nothing. It shares with it the program, the boxes and the pieces' own formulas, and
//! takes its advice in what order linked variables are best taken out: a bound comes out in any order, and advice by
//! which anything is counted twice or left out is refused. Which variables hang together, and how, it works out by
//! itself.
//!
//! `mod` walks the tree and checks that parts cover their boxes; `bound` weighs a box by its multipliers, `list` goes
//! through combinations by several sets of them, `linkage` weighs the variables that conjunctions link, `worth` options and
//! amounts, and `upward` adds; `audit` reads the conjunctions of a program, and `grid` knows the amounts that can be
//! picked.

mod audit;
mod bound;
mod grid;
mod linkage;
mod list;
mod upward;
mod worth;

use std::rc::Rc;

use self::audit::Audit;
use self::bound::Bound;
use self::grid::Grid;
use self::list::{Limits, List};
use super::domain::{Domain, Range};
use super::form::{ProgramError, check};
use super::program::{Program, Variable};
use super::proof::{Kept, Proof, ProofNode};
use super::slot::Slot;

/// Why a proof does not hold.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// A program that no proof can be about.
    #[error(transparent)]
    Program(#[from] ProgramError),
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
    /// Multipliers of the wrong number or sign.
    #[error("the multipliers of node {node} are not one for each row, finite and not negative")]
    Multipliers {
        /// The node's index.
        node: usize,
    },
    /// A list without sets of multipliers that weigh the objective, or of something else than choices that stand alone,
    /// each named once, 256 at most.
    #[error(
        "the list of node {node} has no multipliers that weigh the objective, or is not one of choices that stand alone, each named once"
    )]
    List {
        /// The node's index.
        node: usize,
    },
    /// Lists that are longer, all together, than any that a search makes.
    #[error("with node {node}, the lists of the proof take too long to go through")]
    Long {
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

/// Checks a proof that no point of these programs has a value above `proof.upper`: none of those that miss no constraint
/// row by more than twice [`ROW_TOLERANCE`](super::ROW_TOLERANCE), and so none of those that count, which miss none by
/// more than once that.
///
/// # Errors
/// [`ProofError`] for the first node that does not hold, or for a program that is not well formed.
pub fn verify(programs: &[Program], proof: &Proof) -> Result<(), ProofError> {
    check(programs)?;
    let limits = Limits::of_claim(proof.upper);
    walk(programs, proof, limits, |node, bound| {
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

/// The least bound that the leaves of a proof support, whatever it claims itself; lists are gone through as far as they
/// have to be if it is about this.
pub(super) fn proven(programs: &[Program], proof: &Proof, about: f64) -> Result<f64, ProofError> {
    let mut most = f64::NEG_INFINITY;
    walk(programs, proof, Limits::about(about), |_, bound| {
        most = most.max(bound);
        Ok(())
    })?;
    Ok(most)
}

fn walk(
    programs: &[Program],
    proof: &Proof,
    mut limits: Limits,
    mut leaf: impl FnMut(usize, f64) -> Result<(), ProofError>,
) -> Result<(), ProofError> {
    let mut reached = vec![false; proof.nodes.len()];
    let audits = audits(programs);
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
        let here = &programs[program];
        match &proof.nodes[node] {
            ProofNode::Multipliers(multipliers) => {
                let bound = Bound::new(here, &audits[program], &domain, multipliers)
                    .ok_or(ProofError::Multipliers { node })?
                    .of_box();
                leaf(node, bound)?;
            }
            ProofNode::Narrowed {
                multipliers,
                kept,
                node: child,
            } => {
                let bound = Bound::new(here, &audits[program], &domain, multipliers)
                    .ok_or(ProofError::Multipliers { node })?
                    .of_all_but(kept)
                    .ok_or(ProofError::Cover { node })?;
                leaf(node, bound)?;
                let mut narrowed = domain;
                for Kept { variable, options } in kept {
                    narrowed.keep_options(here.slot(*variable), options);
                }
                stack.push((*child, program, narrowed));
            }
            ProofNode::Listed { multipliers, order } => {
                let sets: Option<Vec<Bound<'_>>> = multipliers
                    .iter()
                    .map(|set| Bound::new(here, &audits[program], &domain, set))
                    .collect();
                let sets = sets.ok_or(ProofError::Multipliers { node })?;
                let list = List::new(here, &audits[program], &domain, &sets, order)
                    .ok_or(ProofError::List { node })?;
                let bound = list.bound(&mut limits);
                leaf(node, bound.ok_or(ProofError::Long { node })?)?;
            }
            _ => {
                for (child, part) in parts(here, proof, node, &domain)? {
                    stack.push((child, program, part));
                }
            }
        }
    }
    match reached.iter().filter(|mark| !**mark).count() {
        0 => Ok(()),
        count => Err(ProofError::Unreached { count }),
    }
}

/// What is to be known of each program, worked out once for those in a row that have the same conjunctions.
fn audits(programs: &[Program]) -> Vec<Rc<Audit>> {
    let mut audits: Vec<Rc<Audit>> = Vec::with_capacity(programs.len());
    for (index, program) in programs.iter().enumerate() {
        let known = audits
            .last()
            .filter(|_| program.is_linked_like(&programs[index - 1]));
        audits.push(match known {
            Some(known) => Rc::clone(known),
            None => Rc::new(Audit::new(program)),
        });
    }
    audits
}

/// Checks that a node's claims follow from those of its children, and returns these with their boxes.
fn parts(
    program: &Program,
    proof: &Proof,
    node: usize,
    domain: &Domain,
) -> Result<Vec<(usize, Domain)>, ProofError> {
    let narrowed = |variable: usize, narrow: &dyn Fn(&mut Domain, Slot)| {
        let mut part = domain.clone();
        narrow(&mut part, program.slot(variable));
        part
    };
    let range_of = |variable: usize| {
        (variable < program.variable_count()).then(|| domain.range(program.slot(variable)))
    };
    match &proof.nodes[node] {
        ProofNode::Options { variable, parts } => {
            let Some(range @ Range::Options(_)) = range_of(*variable) else {
                return Err(ProofError::Cover { node });
            };
            let named = |option| parts.iter().any(|part| part.options.contains(&option));
            if !range.options().all(named) {
                return Err(ProofError::Cover { node });
            }
            Ok(parts
                .iter()
                .map(|part| {
                    let keep = |domain: &mut Domain, slot| domain.keep_options(slot, &part.options);
                    (part.node, narrowed(*variable, &keep))
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
                (range_of(*variable), program.variables().get(*variable))
            else {
                return Err(ProofError::Cover { node });
            };
            let next = Grid::new(*lower, *step).above(*below);
            // No amount lies strictly between the two ends.
            if above.is_nan() || *above > next {
                return Err(ProofError::Cover { node });
            }
            Ok(vec![
                (
                    nodes[0],
                    narrowed(*variable, &|part, slot| {
                        part.set_interval(slot, from, below.min(to));
                    }),
                ),
                (
                    nodes[1],
                    narrowed(*variable, &|part, slot| {
                        part.set_interval(slot, above.max(from), to);
                    }),
                ),
            ])
        }
        ProofNode::Narrowed { .. } | ProofNode::Listed { .. } | ProofNode::Multipliers(_) => {
            Ok(Vec::new())
        }
        ProofNode::Open => Err(ProofError::Open { node }),
    }
}
