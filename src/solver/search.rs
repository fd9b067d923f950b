//! Branch and bound over a union of programs.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::rc::Rc;

use super::ZERO_TOLERANCE;
use super::domain::{Domain, Range, Standing};
use super::oracle::{Column, Oracle};
use super::program::{Assignment, Pick, Program, Variable, VariableTest};
use super::proof::{Part, Proof, ProofNode};
use super::relaxation::{Relaxed, even_multipliers, relax};
use super::rounding::round;
use super::verify;

/// What a search is to settle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// Whether any point has a value of zero or more.
    Sign,
    /// The greatest value, to within this gap (0 or more).
    Optimum(f64),
}

/// How much work a search may do before it must answer with what it has. Counted, not clocked, so that the answer
/// does not depend on the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Boxes that may be bounded, in this call.
    pub boxes: u64,
    /// Boxes that may wait at one time: a bound on memory.
    pub waiting: usize,
}

impl Default for Budget {
    /// A million boxes, of which at most half may wait at one time.
    fn default() -> Self {
        Self {
            boxes: 1_000_000,
            waiting: 500_000,
        }
    }
}

/// How far a search has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The goal is settled.
    Settled,
    /// The budget ran out; another call goes on from here.
    OutOfBudget,
}

/// What a search knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The best point found: its program, its value and its picks.
    pub best: Option<(usize, f64, Assignment)>,
    /// No point has a greater value, up to rounding (a [`Proof`] has the bound rounded outward). −∞ where every point
    /// is infeasible.
    pub upper: f64,
    /// Boxes bounded so far.
    pub boxes: u64,
}

/// A box that waits to be bounded.
#[derive(Debug)]
struct Waiting {
    bound: f64,
    /// Tells boxes of equal bound apart, the first made first.
    order: u64,
    program: usize,
    domain: Domain,
    multipliers: Rc<[f64]>,
    node: usize,
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound
            .total_cmp(&other.bound)
            .then(other.order.cmp(&self.order))
    }
}

/// A search that can be stopped and continued.
#[derive(Debug)]
pub struct Search {
    programs: Vec<Program>,
    waiting: BinaryHeap<Waiting>,
    nodes: Vec<ProofNode>,
    best: Option<(usize, f64, Assignment)>,
    /// The greatest bound among boxes closed.
    closed: f64,
    boxes: u64,
    made: u64,
    /// Multipliers that closed the last box: often good for the next.
    last: Vec<f64>,
}

impl Search {
    /// A search over the union of these programs, which have the same rows in the same order.
    #[must_use]
    pub fn new(programs: Vec<Program>) -> Self {
        let start = programs
            .first()
            .map(|program| even_multipliers(program.rows()))
            .unwrap_or_default();
        Self::with_multipliers(programs, start)
    }

    /// The same, trying these multipliers first: those of a similar search, say. Multipliers that do not fit are
    /// replaced by even ones.
    #[must_use]
    pub fn with_multipliers(programs: Vec<Program>, multipliers: Vec<f64>) -> Self {
        let mut search = Self {
            nodes: vec![ProofNode::Open; programs.len()],
            waiting: BinaryHeap::new(),
            best: None,
            closed: f64::NEG_INFINITY,
            boxes: 0,
            made: 0,
            last: Vec::new(),
            programs,
        };
        for index in 0..search.programs.len() {
            let program = &search.programs[index];
            let fits = multipliers.len() == program.rows().len()
                && multipliers.iter().all(|multiplier| *multiplier >= 0.0);
            let start: Rc<[f64]> = if fits {
                multipliers.as_slice().into()
            } else {
                even_multipliers(program.rows()).into()
            };
            let domain = Domain::whole(program);
            search.wait(f64::INFINITY, index, domain, start, index);
        }
        search
    }

    /// The programs searched.
    #[must_use]
    pub fn programs(&self) -> &[Program] {
        &self.programs
    }

    /// The multipliers that closed the last box; to start a similar search with.
    #[must_use]
    pub fn multipliers(&self) -> &[f64] {
        &self.last
    }

    /// Offers a point, found elsewhere; ignored unless it is feasible and better than the best known.
    pub fn offer(&mut self, program: usize, point: Assignment) {
        if let Some(value) = self
            .programs
            .get(program)
            .and_then(|program| program.value(&point))
        {
            self.improve(program, value, point);
        }
    }

    /// What is known now.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let open = self
            .waiting
            .peek()
            .map_or(f64::NEG_INFINITY, |waiting| waiting.bound);
        Summary {
            best: self.best.clone(),
            upper: self.closed.max(open).max(self.best_value()),
            boxes: self.boxes,
        }
    }

    /// The reasons for the upper bound, which is claimed as the leaves prove it with every sum rounded outward.
    ///
    /// Boxes that still wait are left open, and then the proof claims +∞.
    #[must_use]
    pub fn proof(&self) -> Proof {
        let mut proof = Proof {
            upper: f64::INFINITY,
            nodes: self.nodes.clone(),
        };
        if let Ok(upper) = verify::proven(&self.programs, &proof) {
            proof.upper = upper;
        }
        proof
    }

    /// Works until the goal is settled or the budget is spent. A later call goes on from there.
    pub fn run(&mut self, goal: Goal, budget: Budget) -> Status {
        let end = self.boxes.saturating_add(budget.boxes);
        loop {
            let cutoff = self.cutoff(goal);
            if matches!(goal, Goal::Sign) && self.best_value() >= -ZERO_TOLERANCE {
                return Status::Settled;
            }
            let Some(waiting) = self.waiting.peek() else {
                return Status::Settled;
            };
            if waiting.bound <= cutoff {
                // The greatest bound is low enough, and so are all others: their parents' multipliers prove it.
                while let Some(waiting) = self.waiting.pop() {
                    self.close(waiting.node, waiting.bound, &waiting.multipliers);
                }
                return Status::Settled;
            }
            if self.boxes >= end || self.waiting.len() > budget.waiting {
                return Status::OutOfBudget;
            }
            if let Some(waiting) = self.waiting.pop() {
                self.boxes += 1;
                self.examine(waiting, goal);
            }
        }
    }

    fn best_value(&self) -> f64 {
        self.best
            .as_ref()
            .map_or(f64::NEG_INFINITY, |(_, value, _)| *value)
    }

    /// Boxes bounded at or below this hold nothing of interest.
    fn cutoff(&self, goal: Goal) -> f64 {
        match goal {
            // Twice the tolerance, so that the bound stays below zero when rounded outward.
            Goal::Sign => -2.0 * ZERO_TOLERANCE,
            Goal::Optimum(gap) => self.best_value() + gap,
        }
    }

    fn wait(
        &mut self,
        bound: f64,
        program: usize,
        domain: Domain,
        multipliers: Rc<[f64]>,
        node: usize,
    ) {
        self.made += 1;
        self.waiting.push(Waiting {
            bound,
            order: self.made,
            program,
            domain,
            multipliers,
            node,
        });
    }

    fn node(&mut self) -> usize {
        self.nodes.push(ProofNode::Open);
        self.nodes.len() - 1
    }

    fn close(&mut self, node: usize, bound: f64, multipliers: &[f64]) {
        self.nodes[node] = ProofNode::Multipliers(multipliers.to_vec());
        self.closed = self.closed.max(bound);
    }

    fn improve(&mut self, program: usize, value: f64, point: Assignment) {
        if value > self.best_value() {
            self.best = Some((program, value, point));
        }
    }

    fn examine(&mut self, waiting: Waiting, goal: Goal) {
        let Waiting {
            program: index,
            mut domain,
            multipliers,
            mut node,
            bound: inherited,
            ..
        } = waiting;
        if !self.propagate(index, &mut domain, &mut node) {
            return;
        }
        let program = &self.programs[index];
        let rows = program.rows();
        let oracle = Oracle::new(program, &domain);
        let cutoff = self.cutoff(goal);
        let mut start = &*multipliers;
        if self.last.len() == rows.len() && inherited == f64::INFINITY {
            start = &self.last;
        }
        let (bound, multipliers, mixture) = match relax(&oracle, rows, start, cutoff) {
            Relaxed::Infeasible { multipliers } => {
                self.close(node, f64::NEG_INFINITY, &multipliers);
                return;
            }
            Relaxed::Bounded {
                bound,
                multipliers,
                mixture,
            } => (bound, multipliers, mixture),
        };
        self.last.clone_from(&multipliers);
        if bound <= cutoff || mixture.is_empty() {
            self.close(node, bound, &multipliers);
            return;
        }
        let found = round(program, &domain, &mixture, &multipliers);
        let cut = choose_cut(program, &domain, &oracle, &mixture, &multipliers, bound);
        if let Some((value, point)) = found {
            self.improve(index, value, point);
        }
        let done = match goal {
            Goal::Sign => self.best_value() >= -ZERO_TOLERANCE,
            Goal::Optimum(_) => bound <= self.cutoff(goal),
        };
        match cut {
            Some(cut) if !done => self.branch(index, &domain, node, bound, multipliers, cut),
            // A box that nothing can cut further has been weighed exactly.
            Some(_) if matches!(goal, Goal::Sign) => {
                self.wait(bound, index, domain, multipliers.into(), node);
            }
            _ => self.close(node, bound, &multipliers),
        }
    }

    /// Draws the consequences of forbidden patterns; `false` where nothing of the box is left.
    fn propagate(&mut self, index: usize, domain: &mut Domain, node: &mut usize) -> bool {
        let count = self.programs[index].forbidden().len();
        let mut pattern = 0;
        while pattern < count {
            let literals = &self.programs[index].forbidden()[pattern];
            let (standing, last_open) = domain.conjunction(literals);
            match (
                standing,
                last_open.map(|position| literals[position].clone()),
            ) {
                (Standing::Holds, _) => {
                    self.nodes[*node] = ProofNode::Forbidden(pattern);
                    return false;
                }
                (Standing::Open, Some(literal)) => {
                    let (broken, kept) = (self.nodes.len(), self.nodes.len() + 1);
                    let range = &domain.0[literal.variable];
                    let cut = match (&literal.test, range) {
                        (VariableTest::AnyOf(options), Range::Options(_)) => {
                            let (within, without) = range.split_options(options);
                            let part = |range: &Range, node| Part {
                                options: range.options().collect(),
                                node,
                            };
                            let parts = vec![part(&within, broken), part(&without, kept)];
                            domain.0[literal.variable] = without;
                            ProofNode::Options {
                                variable: literal.variable,
                                parts,
                            }
                        }
                        (test, Range::Amounts(from, to)) => {
                            let (from, to) = (*from, *to);
                            let (below, above, nodes, left) = match test {
                                VariableTest::Above(bound) => {
                                    let [below, above] =
                                        self.cut_at(index, literal.variable, *bound);
                                    (below, above, [kept, broken], Range::Amounts(from, below))
                                }
                                VariableTest::Below(bound) => {
                                    let [below, above] =
                                        self.cut_at(index, literal.variable, bound.next_down());
                                    (below, above, [broken, kept], Range::Amounts(above, to))
                                }
                                VariableTest::AnyOf(_) => return true,
                            };
                            domain.0[literal.variable] = left;
                            ProofNode::Amounts {
                                variable: literal.variable,
                                below,
                                above,
                                nodes,
                            }
                        }
                        _ => return true,
                    };
                    self.nodes[*node] = cut;
                    self.nodes.push(ProofNode::Forbidden(pattern));
                    self.nodes.push(ProofNode::Open);
                    *node = kept;
                    // What was narrowed may bring an earlier pattern within one literal of holding.
                    pattern = 0;
                }
                _ => pattern += 1,
            }
        }
        true
    }

    /// The last amount at or below a bound that can be picked, and the first above it.
    fn cut_at(&self, index: usize, variable: usize, bound: f64) -> [f64; 2] {
        match &self.programs[index].variables()[variable] {
            Variable::Amount {
                lower,
                step: Some(step),
                ..
            } => {
                let level = |count: f64| lower + step * count;
                let mut count = ((bound - lower) / step).floor();
                // Division may be off by one level either way.
                if level(count + 1.0) <= bound {
                    count += 1.0;
                } else if level(count) > bound {
                    count -= 1.0;
                }
                [level(count), level(count + 1.0)]
            }
            _ => [bound, bound.next_up()],
        }
    }

    fn branch(
        &mut self,
        index: usize,
        domain: &Domain,
        node: usize,
        bound: f64,
        multipliers: Vec<f64>,
        cut: Cut,
    ) {
        let multipliers: Rc<[f64]> = multipliers.into();
        match cut {
            Cut::Options(variable) => {
                let count = match &self.programs[index].variables()[variable] {
                    Variable::Choice { options, .. } => *options,
                    Variable::Amount { .. } => 0,
                };
                let options: Vec<usize> = domain.0[variable].options().collect();
                // What each option is worth at these multipliers tells how far it lies below the box's bound.
                let worth = |option: usize| -> f64 {
                    multipliers
                        .iter()
                        .enumerate()
                        .map(|(row, multiplier)| {
                            let pick = Pick::Option(option);
                            multiplier * self.programs[index].effect(variable, row, pick)
                        })
                        .sum()
                };
                let worths: Vec<f64> = options.iter().map(|&option| worth(option)).collect();
                let most = worths.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let mut parts = Vec::with_capacity(options.len());
                for (option, worth) in options.into_iter().zip(worths) {
                    let child = self.node();
                    parts.push(Part {
                        options: vec![option],
                        node: child,
                    });
                    let mut part = domain.clone();
                    part.0[variable] = Range::of_options(count, [option]);
                    self.wait(
                        bound - (most - worth),
                        index,
                        part,
                        multipliers.clone(),
                        child,
                    );
                }
                self.nodes[node] = ProofNode::Options { variable, parts };
            }
            Cut::Amounts(variable, at) => {
                let [below, above] = self.cut_at(index, variable, at);
                let nodes = [self.node(), self.node()];
                if let Range::Amounts(from, to) = domain.0[variable] {
                    let parts = [Range::Amounts(from, below), Range::Amounts(above, to)];
                    for (child, range) in nodes.into_iter().zip(parts) {
                        let mut part = domain.clone();
                        part.0[variable] = range;
                        self.wait(bound, index, part, multipliers.clone(), child);
                    }
                }
                self.nodes[node] = ProofNode::Amounts {
                    variable,
                    below,
                    above,
                    nodes,
                };
            }
        }
    }
}

/// Where to cut a box.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Cut {
    /// One part for each option of a choice.
    Options(usize),
    /// At an amount, which goes to the lower part.
    Amounts(usize, f64),
}

/// The cut most likely to lower the bound: through the choice on which the mixture is most divided, else through a
/// variable of an open joint effect, else through the amount on which the mixture's mean falls furthest short.
/// `None` where the mixture is a point of the program.
fn choose_cut(
    program: &Program,
    domain: &Domain,
    oracle: &Oracle<'_>,
    mixture: &[(f64, Column)],
    multipliers: &[f64],
    bound: f64,
) -> Option<Cut> {
    let mut best = None;
    let mut most = 0.0;
    for (variable, range) in domain.0.iter().enumerate() {
        if !matches!(range, Range::Options(_)) || range.is_fixed() {
            continue;
        }
        let first = mixture[0].1.picks[variable];
        if mixture
            .iter()
            .all(|(_, column)| column.picks[variable] == first)
        {
            continue;
        }
        let mut division = 0.0;
        for (row, multiplier) in multipliers.iter().enumerate() {
            let effects = || {
                mixture.iter().map(move |(weight, column)| {
                    (
                        *weight,
                        program.effect(variable, row, column.picks[variable]),
                    )
                })
            };
            let mean: f64 = effects().map(|(weight, effect)| weight * effect).sum();
            let spread: f64 = effects()
                .map(|(weight, effect)| weight * (effect - mean).abs())
                .sum();
            division += spread * multiplier.abs().max(1e-3);
        }
        // A tie in effects still has to be settled: options can differ in patterns alone.
        if division + 1e-12 > most {
            (best, most) = (Some(Cut::Options(variable)), division + 1e-12);
        }
    }
    best.or_else(|| cut_joint(program, domain, oracle, multipliers))
        .or_else(|| cut_forbidden(program, domain))
        .or_else(|| cut_amount(program, domain, mixture, multipliers, bound))
}

/// Through a variable of the open joint effect that weighs most.
fn cut_joint(
    program: &Program,
    domain: &Domain,
    oracle: &Oracle<'_>,
    multipliers: &[f64],
) -> Option<Cut> {
    oracle
        .open()
        .iter()
        .flatten()
        .map(|&member| {
            let joint = &program.joints()[member];
            let weight: f64 = joint
                .effect
                .iter()
                .zip(multipliers)
                .map(|(effect, multiplier)| (effect * multiplier).abs())
                .sum();
            (weight, joint)
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .and_then(|(_, joint)| cut_literal(domain, &joint.when))
}

/// Through a variable of a pattern that is still open.
fn cut_forbidden(program: &Program, domain: &Domain) -> Option<Cut> {
    program
        .forbidden()
        .iter()
        .filter(|pattern| domain.conjunction(pattern).0 == Standing::Open)
        .find_map(|pattern| cut_literal(domain, pattern))
}

fn cut_literal(domain: &Domain, literals: &[super::Literal]) -> Option<Cut> {
    literals
        .iter()
        .find(|literal| domain.standing(literal) == Standing::Open)
        .map(|literal| match &literal.test {
            VariableTest::AnyOf(_) => Cut::Options(literal.variable),
            VariableTest::Above(bound) => Cut::Amounts(literal.variable, *bound),
            VariableTest::Below(bound) => Cut::Amounts(literal.variable, bound.next_down()),
        })
}

/// Through the amount whose effects at the mixture's mean fall furthest short of the mixture's.
fn cut_amount(
    program: &Program,
    domain: &Domain,
    mixture: &[(f64, Column)],
    multipliers: &[f64],
    bound: f64,
) -> Option<Cut> {
    let total: f64 = mixture.iter().map(|(weight, _)| weight).sum();
    let mean = |variable: usize| -> f64 {
        mixture
            .iter()
            .map(|(weight, column)| match column.picks[variable] {
                Pick::Amount(amount) => weight * amount / total,
                Pick::Option(_) => 0.0,
            })
            .sum()
    };
    let mut best = None;
    let mut most = 0.0;
    for (variable, range) in domain.0.iter().enumerate() {
        let (Range::Amounts(from, to), Variable::Amount { step, effects, .. }) =
            (range, &program.variables()[variable])
        else {
            continue;
        };
        if from >= to {
            continue;
        }
        let middle = mean(variable);
        let shortfall = match step {
            // Off the grid there is nothing to pick.
            Some(step) => {
                let off = (middle - from) / step;
                (off - off.round())
                    .abs()
                    .max(curved_shortfall(effects, multipliers, *from, *to))
            }
            None => curved_shortfall(effects, multipliers, *from, *to),
        };
        if shortfall > most {
            // Near an end a cut takes little away from the larger part.
            let room = 0.2 * (to - from);
            let at = match step {
                Some(_) => middle.clamp(*from, to.next_down()),
                None => middle.clamp(from + room, to - room),
            };
            (best, most) = (Some(Cut::Amounts(variable, at)), shortfall);
        }
    }
    // Below the rounding of the bound itself another cut proves nothing.
    best.filter(|_| most > 1e-14 * bound.abs().max(1.0))
}

/// How far weighted effects over an interval lie below their least concave cover, or rise above their chords.
///
/// The relaxation mixes points of the interval, and so takes the cover for the effect.
fn curved_shortfall(effects: &[Vec<super::Piece>], multipliers: &[f64], from: f64, to: f64) -> f64 {
    use super::effect::{effect_at, piece_at};
    let mut knots = vec![from, to];
    for piece in effects.iter().flatten() {
        if from < piece.upto && piece.upto < to {
            knots.push(piece.upto);
        }
    }
    knots.sort_by(f64::total_cmp);
    knots.dedup();
    // Between knots an effect is concave or convex throughout: the middle tells which.
    let middles: Vec<f64> = knots
        .windows(2)
        .map(|ends| ends[0] + (ends[1] - ends[0]) / 2.0)
        .collect();
    knots.extend(middles);
    knots.sort_by(f64::total_cmp);
    knots.dedup();
    let mut shortfall = 0.0;
    for (pieces, multiplier) in effects.iter().zip(multipliers) {
        let points: Vec<(f64, f64)> = knots
            .iter()
            .map(|&knot| (knot, effect_at(pieces, knot)))
            .collect();
        let rise = piece_at(pieces, to).map_or(0.0, |piece| piece.excess(from, to));
        shortfall += multiplier.abs().max(1e-6) * (below_cover(&points) + rise);
    }
    shortfall
}

/// How far points, in increasing order, lie below the least concave function above them all.
fn below_cover(points: &[(f64, f64)]) -> f64 {
    let chord = |left: (f64, f64), right: (f64, f64), at: f64| {
        left.1 + (right.1 - left.1) * ((at - left.0) / (right.0 - left.0))
    };
    let mut cover: Vec<(f64, f64)> = Vec::new();
    for &point in points {
        while let [.., left, middle] = cover[..] {
            if middle.1 > chord(left, point, middle.0) {
                break;
            }
            cover.pop();
        }
        cover.push(point);
    }
    let mut below = 0.0_f64;
    let mut ends = 0;
    for point in points {
        while ends + 2 < cover.len() && cover[ends + 1].0 < point.0 {
            ends += 1;
        }
        if let [left, right, ..] = cover[ends..] {
            below = below.max(chord(left, right, point.0) - point.1);
        }
    }
    below
}
