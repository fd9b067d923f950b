//! The best reply of a box to given multipliers: the Lagrangian maximum, variable by variable where they stand alone,
//! together where they are linked.

use std::borrow::Cow;

use super::domain::{Domain, Range, Standing};
use super::effect::piece_at;
use super::links::{Classes, Consequence, Links};
use super::plan::Plan;
use super::program::{Pick, Program, Variable};
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
    knots: Vec<Option<Knots>>,
    /// What holds all over the box: joint effects whose literals all hold.
    constant: Vec<f64>,
    /// Joint effects bounded apart, in groups of which at most one can hold.
    loose: Vec<Vec<usize>>,
    /// Whether a forbidden pattern holds all over the box.
    is_forbidden: bool,
    weighing: Weighing,
    /// By class of the linked variables: the option or knot that is best in it.
    picks: Vec<usize>,
}

impl<'a> Oracle<'a> {
    pub(super) fn new(program: &'a Program, domain: &'a Domain) -> Self {
        let links = program.links();
        let plan = links.plan(program, domain);
        let knots = program
            .variables()
            .iter()
            .enumerate()
            .map(|(index, variable)| {
                let Variable::Amount { effects, .. } = variable else {
                    return None;
                };
                let Range::Amounts(from, to) = domain.range(program.slot(index)) else {
                    return None;
                };
                let linked = links.places[index].map(|place| &links.linked[place].classes);
                Some(match linked {
                    Some(Classes::Cells(cells)) => Knots::by_cell(effects, cells, from, to),
                    _ => Knots::new(effects, from, to),
                })
            })
            .collect();
        let weighing = Weighing::new(&plan, links.linked.iter().map(|linked| linked.count));
        let mut oracle = Self {
            program,
            domain,
            links,
            knots,
            constant: vec![0.0; program.rows().len()],
            loose: Vec::new(),
            is_forbidden: plan.is_forbidden,
            picks: vec![0; weighing.worths.len()],
            weighing,
            plan,
        };
        oracle.settle();
        oracle
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
        let mut picks = Vec::with_capacity(self.knots.len());
        self.weighing.worths.fill(f64::NEG_INFINITY);
        for (index, variable) in self.program.variables().iter().enumerate() {
            match (variable, &self.knots[index]) {
                (Variable::Choice { effects, .. }, _) => {
                    let options = self.domain.range(self.program.slot(index)).options();
                    let worths = options.map(|option| {
                        (
                            option,
                            dot(multipliers, &effects[option * rows..(option + 1) * rows]),
                        )
                    });
                    let classes = match self.links.places[index] {
                        Some(place) => match &self.links.linked[place].classes {
                            Classes::Options(classes) => Some((place, classes.as_slice())),
                            Classes::Cells(_) => None,
                        },
                        None => None,
                    };
                    let best = best_of(worths, classes, &mut self.weighing, &mut self.picks)?;
                    if classes.is_none() {
                        add(&mut sums, &effects[best * rows..(best + 1) * rows]);
                    }
                    picks.push(Pick::Option(best));
                }
                (Variable::Amount { .. }, Some(knots)) => {
                    let worths = knots
                        .effects
                        .chunks_exact(rows)
                        .map(|effect| dot(multipliers, effect))
                        .enumerate();
                    let classes =
                        self.links.places[index].map(|place| (place, knots.classes.as_slice()));
                    let best = best_of(worths, classes, &mut self.weighing, &mut self.picks)?;
                    if classes.is_none() {
                        add(&mut sums, &knots.effects[best * rows..(best + 1) * rows]);
                    }
                    picks.push(Pick::Amount(knots.amounts[best]));
                }
                (Variable::Amount { lower, .. }, None) => picks.push(Pick::Amount(*lower)),
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
                let variable = self.links.linked[step.place].variable;
                let best = self.picks[self.weighing.first[step.place] + class];
                match (&self.program.variables()[variable], &self.knots[variable]) {
                    (Variable::Choice { effects, .. }, _) => {
                        add(&mut sums, &effects[best * rows..(best + 1) * rows]);
                        picks[variable] = Pick::Option(best);
                    }
                    (_, Some(knots)) => {
                        add(&mut sums, &knots.effects[best * rows..(best + 1) * rows]);
                        picks[variable] = Pick::Amount(knots.amounts[best]);
                    }
                    _ => {}
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

/// The best of some values; of a linked variable also the best of each class. `None` where there are none.
fn best_of(
    worths: impl Iterator<Item = (usize, f64)>,
    classes: Option<(usize, &[usize])>,
    weighing: &mut Weighing,
    picks: &mut [usize],
) -> Option<usize> {
    let mut best = None;
    let mut most = f64::NEG_INFINITY;
    for (value, worth) in worths {
        if worth > most {
            (best, most) = (Some(value), worth);
        }
        if let Some((place, classes)) = classes {
            let class = weighing.first[place] + classes[value];
            if worth > weighing.worths[class] {
                weighing.worths[class] = worth;
                picks[class] = value;
            }
        }
    }
    best
}

fn add(sums: &mut [f64], effect: &[f64]) {
    for (sum, effect) in sums.iter_mut().zip(effect) {
        *sum += effect;
    }
}

pub(super) fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}
