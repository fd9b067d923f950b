//! The checker: recomputes a proof from the programs alone, rounding every sum outward.
//!
//! It shares with the search the program, the boxes and the pieces' own formulas, and no bound: which values of variables
//! literals tell apart, which variables hang together, and what they are worth together, it works out by itself.
//!
//! `mod` walks the tree and checks that parts cover their boxes; `bound` weighs a box by its multipliers, and `list`
//! goes through combinations by several sets of them. `kinds` reads the conjunctions of a program, `linked` weighs
//! variables together, in the `order` of their tables' sizes, `worth` options and amounts, and `upward` adds.

mod bound;
mod kinds;
mod linked;
mod list;
mod order;
mod upward;
mod worth;

use std::slice::from_ref;

use self::bound::Bound;
use self::kinds::{Kinds, around};
use self::list::{Limits, List};
use self::upward::plus;
use super::domain::{Domain, Range};
use super::form::{ProgramError, check};
use super::program::{Program, Variable};
use super::proof::{Kept, MOST_LISTED, Proof, ProofNode};

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
    /// A list, or a box narrowed, by something else than choices that no joint effect and no forbidden pattern tests,
    /// each named once, 256 at most in a list.
    #[error("node {node} names choices twice or too many, or what is no choice that stands alone")]
    Choices {
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
    walk(programs, proof, Limits::new(proof.upper, proof.upper)).map(drop)
}

/// The least bound that the leaves of a proof support, whatever it claims itself; lists are gone through as far as they
/// have to be if it is about this.
pub(super) fn proven(programs: &[Program], proof: &Proof, about: f64) -> Result<f64, ProofError> {
    let low = about + 1e-13 * about.abs().max(1.0);
    walk(programs, proof, Limits::new(low, f64::INFINITY))
}

/// The greatest bound of all nodes, none of which is above the higher limit.
fn walk(programs: &[Program], proof: &Proof, mut limits: Limits) -> Result<f64, ProofError> {
    let mut reached = vec![false; proof.nodes.len()];
    let mut most = f64::NEG_INFINITY;
    let mut kinds = Kinds::default();
    for (root, program) in programs.iter().enumerate() {
        if root == 0 || !program.is_linked_like(&programs[root - 1]) {
            kinds = Kinds::new(program);
        }
        let mut waiting = vec![(root, Domain::whole(program))];
        while let Some((node, domain)) = waiting.pop() {
            match reached.get_mut(node) {
                Some(mark) if !*mark => *mark = true,
                _ => return Err(ProofError::Node { node }),
            }
            let here = Node {
                program,
                kinds: &kinds,
                domain: &domain,
                node,
            };
            let (bound, parts) = match &proof.nodes[node] {
                ProofNode::Multipliers(set) => {
                    (here.leaf(from_ref(set), &[], &mut limits)?, vec![])
                }
                ProofNode::Listed { multipliers, order } => {
                    (here.leaf(multipliers, order, &mut limits)?, vec![])
                }
                ProofNode::Narrowed {
                    multipliers,
                    kept,
                    node,
                } => {
                    let (bound, narrowed) = here.narrowed(multipliers, kept)?;
                    (bound, vec![(*node, narrowed)])
                }
                cut => (f64::NEG_INFINITY, here.parts(cut)?),
            };
            let holds = bound <= limits.high;
            if !holds {
                let upper = limits.high;
                return Err(ProofError::Bound { node, bound, upper });
            }
            most = most.max(bound);
            waiting.extend(parts);
        }
    }
    match reached.iter().filter(|mark| !**mark).count() {
        0 => Ok(most),
        count => Err(ProofError::Unreached { count }),
    }
}

/// A node, and the box that it covers.
struct Node<'a> {
    program: &'a Program,
    kinds: &'a Kinds,
    domain: &'a Domain,
    node: usize,
}

impl Node<'_> {
    /// What sets of multipliers prove, when these choices are made one after another.
    fn leaf(
        &self,
        sets: &[Vec<f64>],
        order: &[usize],
        limits: &mut Limits,
    ) -> Result<f64, ProofError> {
        let node = self.node;
        let bounds: Result<Vec<Bound<'_>>, _> = sets.iter().map(|set| self.bound(set)).collect();
        let bounds = bounds?;
        if bounds.is_empty() {
            return Err(ProofError::Multipliers { node });
        }
        if order.len() > MOST_LISTED {
            return Err(ProofError::Choices { node });
        }
        self.check_choices(order.iter().copied())?;
        let list = List::new(self.program, self.domain, &bounds, order);
        list.bound(limits).ok_or(ProofError::Long { node })
    }

    /// What multipliers prove of all points that have another option of these choices than the kept ones, and the box of
    /// the others.
    fn narrowed(&self, multipliers: &[f64], kept: &[Kept]) -> Result<(f64, Domain), ProofError> {
        let bound = self.bound(multipliers)?;
        self.check_choices(kept.iter().map(|kept| kept.variable))?;
        let mut most = f64::NEG_INFINITY;
        let mut narrowed = self.domain.clone();
        for Kept { variable, options } in kept {
            let slot = self.program.slot(*variable);
            for option in self.domain.range(slot).options() {
                if !options.contains(&option) {
                    let total = plus(bound.total, bound.change(*variable, option));
                    most = most.max(bound.value(total));
                }
            }
            narrowed.keep_options(slot, options);
        }
        Ok((most, narrowed))
    }

    fn bound<'b>(&'b self, multipliers: &'b [f64]) -> Result<Bound<'b>, ProofError> {
        let bound = Bound::new(self.program, self.kinds, self.domain, multipliers);
        bound.ok_or(ProofError::Multipliers { node: self.node })
    }

    /// Whether these are choices that stand alone, each named once.
    fn check_choices(&self, choices: impl Iterator<Item = usize>) -> Result<(), ProofError> {
        let mut named = vec![false; self.program.variable_count()];
        for choice in choices {
            let variable = self.program.variables().get(choice);
            let is_choice = matches!(variable, Some(Variable::Choice { .. }));
            if !is_choice || self.kinds.places[choice].is_some() || named[choice] {
                return Err(ProofError::Choices { node: self.node });
            }
            named[choice] = true;
        }
        Ok(())
    }

    /// The parts of a cut, which together cover the box, and their nodes.
    fn parts(&self, cut: &ProofNode) -> Result<Vec<(usize, Domain)>, ProofError> {
        let node = self.node;
        let (ProofNode::Options { variable, .. } | ProofNode::Amounts { variable, .. }) = cut
        else {
            return Err(ProofError::Open { node });
        };
        let known = self.program.variables().get(*variable);
        let known = known.ok_or(ProofError::Cover { node })?;
        let slot = self.program.slot(*variable);
        let part = |narrow: &dyn Fn(&mut Domain)| {
            let mut part = self.domain.clone();
            narrow(&mut part);
            part
        };
        match (cut, self.domain.range(slot)) {
            (ProofNode::Options { parts, .. }, range @ Range::Options(_)) => {
                let named = |option| parts.iter().any(|part| part.options.contains(&option));
                let is_covered = range.options().all(named);
                let parts = parts.iter().map(|it| {
                    let kept = part(&|part| part.keep_options(slot, &it.options));
                    (it.node, kept)
                });
                is_covered.then(|| parts.collect())
            }
            (
                ProofNode::Amounts {
                    below,
                    above,
                    nodes,
                    ..
                },
                Range::Amounts(from, to),
            ) => {
                // No amount lies strictly between the two ends.
                let is_covered = *above <= around(known, *below)[1];
                let lower = part(&|part| part.set_interval(slot, from, below.min(to)));
                let upper = part(&|part| part.set_interval(slot, above.max(from), to));
                is_covered.then(|| vec![(nodes[0], lower), (nodes[1], upper)])
            }
            _ => None,
        }
        .ok_or(ProofError::Cover { node })
    }
}

#[cfg(test)]
mod tests {
    use super::super::program::{Literal, VariableTest};
    use super::super::row::Row;
    use super::*;

    /// What a checker says of a proof that lists choices of a program with three of them, the last one linked, and an
    /// amount.
    fn listed(multipliers: &[Vec<f64>], order: &[usize]) -> Result<(), ProofError> {
        let mut program = Program::new(vec![Row::objective(0.0, 1.0), Row::objective(0.0, 1.0)]);
        for _ in 0..3 {
            program.add_choice(vec![0.5; 4]);
        }
        program.add_amount(0.0, 1.0, None, Vec::new());
        program.forbid(vec![Literal {
            variable: 2,
            test: VariableTest::AnyOf(vec![0]),
        }]);
        let node = ProofNode::Listed {
            multipliers: multipliers.to_vec(),
            order: order.to_vec(),
        };
        let proof = Proof {
            upper: 1.6,
            nodes: vec![node],
        };
        verify(&[program], &proof)
    }

    #[test]
    fn what_is_no_list_is_refused() {
        let even = [vec![1.0, 1.0]];
        assert_eq!(listed(&even, &[0, 1]), Ok(()));
        let none = listed(&[], &[0, 1]);
        assert_eq!(none, Err(ProofError::Multipliers { node: 0 }));
        let nothing = listed(&[vec![0.0, 0.0]], &[0, 1]).unwrap_err();
        assert!(matches!(nothing, ProofError::Bound { .. }), "{nothing}");
        for order in [&[0, 0][..], &[2], &[3], &[99], &[0; 300]] {
            let refused = listed(&even, order);
            assert_eq!(refused, Err(ProofError::Choices { node: 0 }), "{order:?}");
        }
    }

    /// A row with a scale is one to be as high as can be, whatever else it says.
    #[test]
    fn only_equal_constraints_have_negative_multipliers() {
        let of = |scale: f64| {
            let asked = Row {
                floor: 1.0,
                scale,
                equal: true,
            };
            let mut program = Program::new(vec![Row::objective(0.0, 1.0), asked]);
            program.add_choice(vec![1.0, 1.0]);
            let proof = Proof {
                upper: 1.5,
                nodes: vec![ProofNode::Multipliers(vec![2.0, -1.0])],
            };
            verify(&[program], &proof)
        };
        assert_eq!(of(1.0), Err(ProofError::Multipliers { node: 0 }));
        assert_eq!(of(0.0), Ok(()));
    }
}
