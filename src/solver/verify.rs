//! The checker: recomputes a proof from the programs alone, rounding every sum outward.
//!
//! It shares with the search only the program, the boxes, the pieces' own formulas, and the order in which linked
//! variables are taken out, which would give a bound in any order; it uses none of the search's tables and bounds.

use super::domain::{Domain, Range, Slot, Standing};
use super::effect::{Piece, piece_at};
use super::links::{Classes, Consequence};
use super::plan::Plan;
use super::program::{Program, Variable};
use super::proof::{Kept, Proof, ProofNode};

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
        let here = &programs[program];
        match &proof.nodes[node] {
            ProofNode::Multipliers(multipliers) => {
                let bound = Bound::new(here, &domain, multipliers)
                    .ok_or(ProofError::Multipliers { node })?
                    .of_box();
                leaf(node, bound)?;
            }
            ProofNode::Narrowed {
                multipliers,
                kept,
                node: child,
            } => {
                let bound = Bound::new(here, &domain, multipliers)
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
            let next = match step {
                None => below.next_up(),
                // No level of the grid lies strictly between the two ends.
                Some(step) => lower + step * (((below - lower) / step).round() + 1.0),
            };
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
        ProofNode::Narrowed { .. } | ProofNode::Multipliers(_) => Ok(Vec::new()),
        ProofNode::Open => Err(ProofError::Open { node }),
    }
}

/// What multipliers prove of a box, term by term.
struct Bound<'a> {
    program: &'a Program,
    domain: &'a Domain,
    multipliers: &'a [f64],
    /// The floors, the linked variables and the joint effects.
    base: Upward,
    /// By variable: the most that it is worth where it stands alone; zero where it is linked.
    alone: Vec<f64>,
}

impl<'a> Bound<'a> {
    /// `None` where these are not multipliers of the program.
    fn new(program: &'a Program, domain: &'a Domain, multipliers: &'a [f64]) -> Option<Self> {
        let rows = program.rows();
        let sound = multipliers.len() == rows.len()
            && multipliers.iter().zip(rows).all(|(multiplier, row)| {
                multiplier.is_finite() && (row.equal || *multiplier >= 0.0)
            });
        if !sound {
            return None;
        }
        let links = program.links();
        let alone = (0..program.variable_count())
            .map(|variable| {
                let range = domain.range(program.slot(variable));
                if range.is_empty() {
                    f64::NEG_INFINITY
                } else if links.places[variable].is_some() {
                    0.0
                } else {
                    most(program, multipliers, variable, range)
                }
            })
            .collect();
        let mut base = Upward(0.0);
        for (row, multiplier) in rows.iter().zip(multipliers) {
            base.add_product(-row.floor, *multiplier);
        }
        let plan = links.plan(program, domain);
        // A pattern that the steps leave out counts where the whole box matches it.
        let matches = |pattern: &Vec<_>| domain.conjunction(program, pattern) == Standing::Holds;
        if (plan.is_forbidden || !plan.loose.is_empty()) && program.forbidden().iter().any(matches)
        {
            base.add(f64::NEG_INFINITY);
        }
        let mut linked = Linkage::new(program, domain, multipliers);
        base.add(linked.greatest(&plan)?);
        for group in program.exclusive() {
            base.add(linked.apart(group));
        }
        Some(Self {
            program,
            domain,
            multipliers,
            base,
            alone,
        })
    }

    /// No point of the box has a greater value. −∞ where it is shown to be infeasible, or is empty, +∞ where nothing is
    /// shown.
    fn of_box(&self) -> f64 {
        let mut total = self.base;
        for most in &self.alone {
            total.add(*most);
        }
        self.value(total)
    }

    /// No point of the box that has another option of these choices than the kept ones has a greater value. `None` where
    /// they are not choices that stand alone, each named once.
    fn of_all_but(&self, kept: &[Kept]) -> Option<f64> {
        // What all variables but one are worth: those before it and those after it.
        let mut after = vec![Upward(0.0)];
        for most in self.alone.iter().rev() {
            let mut sum = after[after.len() - 1];
            sum.add(*most);
            after.push(sum);
        }
        after.reverse();
        let mut before = self.base;
        let mut found = 0;
        let mut bound = f64::NEG_INFINITY;
        for (variable, most) in self.alone.iter().enumerate() {
            let mut here = kept.iter().filter(|kept| kept.variable == variable);
            if let Some(kept) = here.next() {
                let is_choice =
                    matches!(self.program.variables()[variable], Variable::Choice { .. });
                if !is_choice || self.program.links().places[variable].is_some() {
                    return None;
                }
                found += 1;
                let others = self
                    .domain
                    .range(self.program.slot(variable))
                    .options()
                    .filter(|option| !kept.options.contains(option));
                for option in others {
                    let effects = self.program.option_effects(variable, option);
                    let mut total = before;
                    total.add(weigh(self.multipliers, effects));
                    total.add(after[variable + 1].0);
                    bound = bound.max(self.value(total));
                }
            }
            before.add(*most);
        }
        (found == kept.len()).then_some(bound)
    }

    /// Divides a total by the objective's weight, on the side that makes the bound greater.
    fn value(&self, total: Upward) -> f64 {
        if total.0 == f64::NEG_INFINITY {
            return f64::NEG_INFINITY;
        }
        let mut heavy = Upward(0.0);
        let mut light = Upward(0.0);
        for (row, multiplier) in self.program.rows().iter().zip(self.multipliers) {
            heavy.add_product(row.scale, *multiplier);
            light.add_product(-row.scale, *multiplier);
        }
        let weight = if total.0 > 0.0 { -light.0 } else { heavy.0 };
        match (total.0 < 0.0, weight > 0.0) {
            (_, true) => (total.0 / weight).next_up(),
            (true, false) => f64::NEG_INFINITY,
            (false, false) => f64::INFINITY,
        }
    }
}

/// An upper bound on what a variable that stands alone is worth over its range.
fn most(program: &Program, multipliers: &[f64], variable: usize, range: Range<'_>) -> f64 {
    match (&program.variables()[variable], range) {
        (Variable::Choice { .. }, _) => range
            .options()
            .map(|option| weigh(multipliers, program.option_effects(variable, option)))
            .fold(f64::NEG_INFINITY, f64::max),
        (Variable::Amount { effects, .. }, Range::Amounts(from, to)) => {
            greatest(effects, multipliers, from, to)
        }
        (Variable::Amount { .. }, Range::Options(_)) => f64::INFINITY,
    }
}

/// The linked variables of a box, to be weighed together.
struct Linkage<'a> {
    program: &'a Program,
    domain: &'a Domain,
    /// By linked variable and class: an upper bound on its worth; −∞ where the box leaves no value of the class.
    worths: Vec<Vec<f64>>,
    /// By joint effect: its worth, and whether it has been counted.
    joints: Vec<(f64, bool)>,
}

impl<'a> Linkage<'a> {
    fn new(program: &'a Program, domain: &'a Domain, multipliers: &[f64]) -> Self {
        let worths = program.links().linked.iter().map(|linked| {
            let mut worths = vec![f64::NEG_INFINITY; linked.count];
            let range = domain.range(program.slot(linked.variable));
            match (
                &program.variables()[linked.variable],
                &linked.classes,
                range,
            ) {
                (Variable::Choice { .. }, Classes::Options(classes), range) => {
                    for option in range.options() {
                        let worth =
                            weigh(multipliers, program.option_effects(linked.variable, option));
                        worths[classes[option]] = worths[classes[option]].max(worth);
                    }
                }
                (
                    Variable::Amount { effects, .. },
                    Classes::Cells(cells),
                    Range::Amounts(from, to),
                ) => {
                    for (worth, (first, last)) in worths.iter_mut().zip(cells) {
                        let (from, to) = (from.max(*first), to.min(*last));
                        if from <= to {
                            *worth = greatest(effects, multipliers, from, to);
                        }
                    }
                }
                _ => worths.fill(f64::INFINITY),
            }
            worths
        });
        Self {
            worths: worths.collect(),
            joints: program
                .joints()
                .iter()
                .map(|joint| (weigh(multipliers, &joint.effect), false))
                .collect(),
            program,
            domain,
        }
    }

    /// Whether a test passes all over the box.
    fn holds(&self, (place, passing): &(usize, u64)) -> bool {
        self.worths[*place]
            .iter()
            .enumerate()
            .all(|(class, worth)| *worth == f64::NEG_INFINITY || passing >> class & 1 == 1)
    }

    /// Whether a test passes nowhere in the box.
    fn fails(&self, (place, passing): &(usize, u64)) -> bool {
        self.worths[*place]
            .iter()
            .enumerate()
            .all(|(class, worth)| *worth == f64::NEG_INFINITY || passing >> class & 1 == 0)
    }

    /// An upper bound on the joint effects of a group that the steps have not counted: at most one holds.
    fn apart(&self, group: &[usize]) -> f64 {
        let mut most = 0.0_f64;
        for &member in group {
            let (worth, is_counted) = self.joints[member];
            if is_counted {
                continue;
            }
            let when = &self.program.joints()[member].when;
            let tests = &self.program.links().factors[member].tests;
            if tests.iter().flatten().any(|test| self.fails(test)) {
                continue;
            }
            match self.domain.conjunction(self.program, when) {
                Standing::Holds => return worth,
                Standing::Open => most = most.max(worth),
                Standing::Fails => {}
            }
        }
        most
    }

    /// An upper bound on what the linked variables and the joint effects that the steps count are worth; `None` if the
    /// steps count anything twice, or a variable not at all.
    fn greatest(&mut self, plan: &Plan) -> Option<f64> {
        let links = self.program.links();
        let mut messages: Vec<Option<Vec<f64>>> = Vec::with_capacity(plan.steps.len());
        let mut carried = vec![false; self.worths.len()];
        let mut total = Upward(0.0);
        for step in &plan.steps {
            if step.carries && std::mem::replace(&mut carried[step.place], true) {
                return None;
            }
            let mut read = Vec::with_capacity(step.messages.len());
            for &message in &step.messages {
                read.push((
                    &plan.steps[message].scope,
                    messages.get_mut(message)?.take()?,
                ));
            }
            let mut tests = Vec::with_capacity(step.factors.len());
            for &factor in &step.factors {
                let worth = match links.factors[factor].consequence {
                    Consequence::Joint(joint) => {
                        if std::mem::replace(&mut self.joints[joint].1, true) {
                            return None;
                        }
                        self.joints[joint].0
                    }
                    Consequence::Forbidden(_) => f64::NEG_INFINITY,
                };
                let (within, beyond): (Vec<_>, Vec<_>) = links.factors[factor]
                    .tests
                    .as_ref()?
                    .iter()
                    .partition(|(place, _)| *place == step.place || step.scope.contains(place));
                if !beyond.iter().all(|test| self.holds(test)) {
                    return None;
                }
                tests.push((within, worth));
            }
            let mut message = Vec::new();
            let mut class = vec![0; self.worths.len()];
            loop {
                let mut most = f64::NEG_INFINITY;
                for (own, worth) in self.worths[step.place].iter().enumerate() {
                    if *worth == f64::NEG_INFINITY {
                        continue;
                    }
                    class[step.place] = own;
                    let mut sum = Upward(if step.carries { *worth } else { 0.0 });
                    for (tests, worth) in &tests {
                        if tests
                            .iter()
                            .all(|(place, passing)| passing >> class[*place] & 1 == 1)
                        {
                            sum.add(*worth);
                        }
                    }
                    for (scope, message) in &read {
                        let place = scope
                            .iter()
                            .fold(0, |at, &place| at * self.worths[place].len() + class[place]);
                        sum.add(message[place]);
                    }
                    most = most.max(sum.0);
                }
                message.push(most);
                // The next combination, the last variable fastest.
                let next = step.scope.iter().rev().find(|&&place| {
                    class[place] = (class[place] + 1) % self.worths[place].len();
                    class[place] != 0
                });
                if next.is_none() {
                    break;
                }
            }
            if step.scope.is_empty() {
                total.add(message[0]);
                messages.push(None);
            } else {
                messages.push(Some(message));
            }
        }
        let complete =
            carried.iter().all(|carried| *carried) && messages.iter().all(Option::is_none);
        complete.then_some(total.0)
    }
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
        // Minus infinity stays what it is; a sum of numbers that only looks like it is rounded up to the least number.
        self.0 = if self.0 == f64::NEG_INFINITY || value == f64::NEG_INFINITY {
            f64::NEG_INFINITY
        } else {
            (self.0 + value).next_up()
        };
    }

    fn add_product(&mut self, left: f64, right: f64) {
        if left != 0.0 && right != 0.0 {
            self.add((left * right).next_up());
        }
    }
}
