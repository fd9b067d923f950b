//! The best reply of a box to given multipliers: the Lagrangian maximum, variable by variable where they stand alone,
//! together where they are linked.

use std::borrow::Cow;

use super::domain::{Domain, Range, Standing};
use super::effect::piece_at;
use super::links::{Classes, Links};
use super::plan::{Consequence, Plan};
use super::program::{Pick, Program, Variable};
use super::vector::dot;
use super::weigh::Weighing;

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
    /// The class of each; empty where the amount is not linked.
    classes: Vec<usize>,
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
        Self {
            amounts,
            effects,
            classes: Vec::new(),
        }
    }

    /// The same within each of these cells, for those that meet the interval.
    fn by_cell(pieces: &[Vec<super::Piece>], cells: &[(f64, f64)], from: f64, to: f64) -> Self {
        let mut all = Self {
            amounts: Vec::new(),
            effects: Vec::new(),
            classes: Vec::new(),
        };
        for (class, (first, last)) in cells.iter().enumerate() {
            let (from, to) = (from.max(*first), to.min(*last));
            if from <= to {
                let knots = Self::new(pieces, from, to);
                all.classes
                    .resize(all.classes.len() + knots.amounts.len(), class);
                all.amounts.extend(knots.amounts);
                all.effects.extend(knots.effects);
            }
        }
        all
    }
}

/// A box made ready to answer multipliers.
#[derive(Debug)]
pub(super) struct Oracle<'a> {
    program: &'a Program,
    domain: &'a Domain,
    links: &'a Links,
    plan: Cow<'a, Plan>,
    /// Choices that are open, or linked.
    choices: Vec<usize>,
    amounts: Vec<(usize, Knots)>,
    /// A point of the box: right where a choice is fixed and stands alone.
    picks: Vec<Pick>,
    /// What holds all over the box: fixed choices, and joint effects whose literals all hold.
    constant: Vec<f64>,
    /// Joint effects bounded apart, in groups of which at most one can hold.
    loose: Vec<Vec<usize>>,
    /// Whether a forbidden pattern holds all over the box.
    is_forbidden: bool,
    weighing: Weighing,
    /// By class of the linked variables: the option or knot that is best in it.
    best_in_class: Vec<usize>,
}

impl<'a> Oracle<'a> {
    pub(super) fn new(program: &'a Program, domain: &'a Domain) -> Self {
        let links = program.links();
        let plan = links.plan(program, domain);
        let weighing = Weighing::new(&plan, links.linked.iter().map(|linked| linked.count));
        let mut oracle = Self {
            program,
            domain,
            links,
            choices: Vec::with_capacity(program.variable_count()),
            amounts: Vec::new(),
            picks: Vec::with_capacity(program.variable_count()),
            constant: vec![0.0; program.rows().len()],
            loose: Vec::new(),
            is_forbidden: plan.is_forbidden || links.is_excluded,
            best_in_class: vec![0; weighing.worths.len()],
            weighing,
            plan,
        };
        if !oracle.is_forbidden {
            for (index, variable) in program.variables().iter().enumerate() {
                oracle.ready(index, variable);
            }
            oracle.settle();
        }
        oracle
    }

    fn ready(&mut self, index: usize, variable: &Variable) {
        let range = self.domain.range(self.program.slot(index));
        let linked = self.links.places[index].map(|place| &self.links.linked[place].classes);
        match (variable, range) {
            (Variable::Amount { effects, .. }, Range::Amounts(from, to)) => {
                let knots = match linked {
                    Some(Classes::Cells(cells)) => Knots::by_cell(effects, cells, from, to),
                    _ => Knots::new(effects, from, to),
                };
                self.amounts.push((index, knots));
                self.picks.push(Pick::Amount(from));
            }
            (_, range) => {
                let first = range.options().next();
                self.picks.push(Pick::Option(first.unwrap_or(0)));
                match first {
                    Some(only) if linked.is_none() && range.is_fixed() => {
                        add(&mut self.constant, self.program.option_effects(index, only));
                    }
                    _ => self.choices.push(index),
                }
            }
        }
    }

    /// Works out what is the same for all multipliers.
    fn settle(&mut self) {
        let mut holding = Vec::new();
        let mut loose = Vec::new();
        for &factor in &self.plan.holding {
            if let Consequence::Joint(joint) = self.links.factors[factor].consequence {
                holding.push(joint);
            }
        }
        for &factor in &self.plan.loose {
            match self.links.factors[factor].consequence {
                Consequence::Joint(joint) => {
                    let when = &self.program.joints()[joint].when;
                    match self.domain.conjunction(self.program, when) {
                        Standing::Holds => holding.push(joint),
                        Standing::Open => loose.push(joint),
                        Standing::Fails => {}
                    }
                }
                Consequence::Forbidden(pattern) => {
                    let pattern = &self.program.forbidden()[pattern];
                    self.is_forbidden |=
                        self.domain.conjunction(self.program, pattern) == Standing::Holds;
                }
            }
        }
        for &joint in &holding {
            add(&mut self.constant, &self.program.joints()[joint].effect);
        }
        if !loose.is_empty() {
            self.loose = self
                .program
                .exclusive()
                .iter()
                // A group of which one holds has no more to give.
                .filter(|group| !group.iter().any(|joint| holding.contains(joint)))
                .map(|group| {
                    let open = group.iter().filter(|joint| loose.contains(joint));
                    open.copied().collect::<Vec<_>>()
                })
                .filter(|group| !group.is_empty())
                .collect();
        }
    }

    /// Whether a reply is a point of the program but for curved effects.
    pub(super) fn is_exact(&self) -> bool {
        self.plan.is_exact
    }

    /// The greatest multiplier-weighted sum over the box (or more, where linked variables are bounded apart or effects
    /// curved), and the point that has it. `None` where the forbidden patterns leave nothing of the box.
    pub(super) fn reply(&mut self, multipliers: &[f64]) -> Option<(f64, Column)> {
        if self.is_forbidden {
            return None;
        }
        let rows = multipliers.len();
        let mut sums = self.constant.clone();
        let mut picks = self.picks.clone();
        self.weighing.worths.fill(f64::NEG_INFINITY);
        for &index in &self.choices {
            let options = self.domain.range(self.program.slot(index)).options();
            let worths = options.map(|option| {
                (
                    option,
                    dot(multipliers, self.program.option_effects(index, option)),
                )
            });
            if let Some(place) = self.links.places[index] {
                if let Classes::Options(classes) = &self.links.linked[place].classes {
                    self.weighing
                        .weigh(place, classes, worths, &mut self.best_in_class);
                }
            } else {
                let best = best_of(worths)?;
                add(&mut sums, self.program.option_effects(index, best));
                picks[index] = Pick::Option(best);
            }
        }
        for (index, knots) in &self.amounts {
            let effects = knots.effects.chunks_exact(rows);
            let worths = effects.map(|effect| dot(multipliers, effect)).enumerate();
            if let Some(place) = self.links.places[*index] {
                self.weighing
                    .weigh(place, &knots.classes, worths, &mut self.best_in_class);
            } else {
                let best = best_of(worths)?;
                add(&mut sums, &knots.effects[best * rows..(best + 1) * rows]);
                picks[*index] = Pick::Amount(knots.amounts[best]);
            }
        }
        if !self
            .weighing
            .solve(&self.plan, self.program.joints(), multipliers)
        {
            return None;
        }
        for (step, class, joints) in self.weighing.taken(&self.plan) {
            for joint in joints {
                add(&mut sums, &self.program.joints()[joint].effect);
            }
            if step.carries {
                let index = self.links.linked[step.place].variable;
                let best = self.best_in_class[self.weighing.first[step.place] + class];
                let amount = self.amounts.iter().find(|(amount, _)| *amount == index);
                if let Some((_, knots)) = amount {
                    add(&mut sums, &knots.effects[best * rows..(best + 1) * rows]);
                    picks[index] = Pick::Amount(knots.amounts[best]);
                } else {
                    add(&mut sums, self.program.option_effects(index, best));
                    picks[index] = Pick::Option(best);
                }
            }
        }
        for group in &self.loose {
            let (mut best, mut most) = (None, 0.0);
            for &member in group {
                let worth = dot(multipliers, &self.program.joints()[member].effect);
                if worth > most {
                    (best, most) = (Some(member), worth);
                }
            }
            if let Some(member) = best {
                add(&mut sums, &self.program.joints()[member].effect);
            }
        }
        Some((dot(multipliers, &sums), Column { sums, picks }))
    }
}

/// The best of some values; `None` where there are none.
fn best_of(worths: impl Iterator<Item = (usize, f64)>) -> Option<usize> {
    let mut best = None;
    let mut most = f64::NEG_INFINITY;
    for (value, worth) in worths {
        if worth > most {
            (best, most) = (Some(value), worth);
        }
    }
    best
}

fn add(sums: &mut [f64], effect: &[f64]) {
    for (sum, effect) in sums.iter_mut().zip(effect) {
        *sum += effect;
    }
}
