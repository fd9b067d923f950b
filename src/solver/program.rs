//! Programs: rows, variables, joint effects and forbidden patterns.

use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::ROW_TOLERANCE;
use super::effect::{Piece, effect_at};
use super::links::Links;
use super::row::Row;
use super::slot::Slot;

/// The value of one variable.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pick {
    /// An option of a choice, from zero.
    Option(usize),
    /// An amount.
    Amount(f64),
}

/// A value for every variable of a program, in its order.
pub type Assignment = Vec<Pick>;

/// What a literal asks of its variable.
#[derive(Debug, Clone, PartialEq)]
pub enum VariableTest {
    /// The option is one of these.
    AnyOf(Vec<usize>),
    /// The amount is greater.
    Above(f64),
    /// The amount is less.
    Below(f64),
}

/// A test of one variable.
#[derive(Debug, Clone, PartialEq)]
pub struct Literal {
    /// The variable.
    pub variable: usize,
    /// What is asked of it.
    pub test: VariableTest,
}

impl Literal {
    pub(super) fn holds(&self, picks: &[Pick]) -> bool {
        self.passes(picks[self.variable])
    }

    /// Whether a pick of its variable passes.
    pub(super) fn passes(&self, pick: Pick) -> bool {
        match (&self.test, pick) {
            (VariableTest::AnyOf(options), Pick::Option(option)) => options.contains(&option),
            (VariableTest::Above(bound), Pick::Amount(amount)) => amount > *bound,
            (VariableTest::Below(bound), Pick::Amount(amount)) => amount < *bound,
            _ => false,
        }
    }
}

/// An effect on every row that counts where all literals hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Joint {
    /// The conjunction.
    pub when: Vec<Literal>,
    /// What it adds, row by row.
    pub effect: Vec<f64>,
}

/// One variable of a program.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Variable {
    Choice {
        options: usize,
        /// Where its effects begin among those of all choices.
        first: usize,
    },
    Amount {
        lower: f64,
        upper: f64,
        step: Option<f64>,
        /// Row by row.
        effects: Vec<Vec<Piece>>,
    },
}

/// A separable max–min program; see the [module](super) for what it asks.
///
/// Building never fails: lists shorter than the rows are filled with zeros, longer ones cut, and a literal on a
/// variable that is not there makes its pattern one that never holds. Numbers that no program can have are found when
/// it is to be searched or a proof about it checked ([`ProgramError`](super::ProgramError)).
#[derive(Debug, Clone)]
pub struct Program {
    rows: Vec<Row>,
    variables: Vec<Variable>,
    /// Of all choices, option by option and row by row.
    effects: Vec<f64>,
    /// By variable: its place in a box.
    slots: Vec<Slot>,
    joints: Vec<Joint>,
    /// Joints of which at most one can hold at a time, so that a bound need count only the best of them.
    exclusive: Vec<Vec<usize>>,
    forbidden: Arc<Vec<Vec<Literal>>>,
    /// Worked out when first asked for, and anew after every change.
    links: OnceLock<Arc<Links>>,
}

impl Program {
    /// A program with these rows and no variables yet.
    #[must_use]
    pub fn new(rows: Vec<Row>) -> Self {
        Self {
            rows,
            variables: Vec::new(),
            effects: Vec::new(),
            slots: Vec::new(),
            joints: Vec::new(),
            exclusive: Vec::new(),
            forbidden: Arc::default(),
            links: OnceLock::new(),
        }
    }

    /// Adds a choice and returns its index. `effects[option * rows + row]`; at least one option.
    pub fn add_choice(&mut self, mut effects: Vec<f64>) -> usize {
        let rows = self.rows.len().max(1);
        let options = effects.len().div_ceil(rows).max(1);
        effects.resize(options * rows, 0.0);
        let first = self.slots.iter().rev().find_map(|slot| match slot {
            Slot::Words(first, count) => Some(first + count),
            Slot::Interval(_) => None,
        });
        let slot = Slot::of_choice(first.unwrap_or(0), options);
        let first = self.effects.len();
        self.effects.append(&mut effects);
        self.add(Variable::Choice { options, first }, slot)
    }

    /// Adds an amount in `lower ..= upper`, on a grid of `step` from `lower` where there is one, and returns its
    /// index. `effects[row]` are the pieces of its effect, in increasing order, and must be continuous.
    pub fn add_amount(
        &mut self,
        lower: f64,
        upper: f64,
        step: Option<f64>,
        mut effects: Vec<Vec<Piece>>,
    ) -> usize {
        effects.resize(self.rows.len(), Vec::new());
        let before = self.slots.iter().rev().find_map(|slot| match slot {
            Slot::Interval(index) => Some(index + 1),
            Slot::Words(..) => None,
        });
        let variable = Variable::Amount {
            lower,
            upper: match step {
                // The last level on the grid: what lies beyond it cannot be picked.
                Some(step) => lower + step * ((upper - lower) / step + ROW_TOLERANCE).floor(),
                None => upper,
            },
            step,
            effects,
        };
        self.add(variable, Slot::Interval(before.unwrap_or(0)))
    }

    fn add(&mut self, variable: Variable, slot: Slot) -> usize {
        self.links = OnceLock::new();
        self.variables.push(variable);
        self.slots.push(slot);
        self.variables.len() - 1
    }

    /// Adds an effect that several variables have together.
    pub fn add_joint(&mut self, mut joint: Joint) {
        if !self.is_known(&joint.when) {
            return;
        }
        joint.effect.resize(self.rows.len(), 0.0);
        let excludes = |other: &usize| {
            self.joints[*other].when.iter().any(|left| {
                joint
                    .when
                    .iter()
                    .any(|right| match (&left.test, &right.test) {
                        (VariableTest::AnyOf(some), VariableTest::AnyOf(others)) => {
                            left.variable == right.variable
                                && !some.iter().any(|option| others.contains(option))
                        }
                        _ => false,
                    })
            })
        };
        let next = self.joints.len();
        match self
            .exclusive
            .iter()
            .position(|group| group.iter().all(excludes))
        {
            Some(group) => self.exclusive[group].push(next),
            None => self.exclusive.push(vec![next]),
        }
        self.joints.push(joint);
        self.links = OnceLock::new();
    }

    /// Forbids every point at which all of these literals hold.
    pub fn forbid(&mut self, pattern: Vec<Literal>) {
        if self.is_known(&pattern) {
            Arc::make_mut(&mut self.forbidden).push(pattern);
            self.links = OnceLock::new();
        }
    }

    /// Forbids many patterns at once, on variables that are all there; programs that are given the same list share it.
    pub(crate) fn forbid_all(&mut self, patterns: &Arc<Vec<Vec<Literal>>>) {
        if self.forbidden.is_empty() {
            self.forbidden = Arc::clone(patterns);
        } else {
            Arc::make_mut(&mut self.forbidden).extend_from_slice(patterns);
        }
        self.links = OnceLock::new();
    }

    fn is_known(&self, literals: &[Literal]) -> bool {
        literals
            .iter()
            .all(|literal| literal.variable < self.variables.len())
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Asks something else of a row, its effects as they are; ignored where there is no such row.
    pub(crate) fn set_row(&mut self, row: usize, asked: Row) {
        if let Some(row) = self.rows.get_mut(row) {
            *row = asked;
        }
    }

    /// How many variables there are.
    #[must_use]
    pub fn variable_count(&self) -> usize {
        self.variables.len()
    }

    /// How many effects of options on rows there are.
    pub(crate) fn effect_count(&self) -> usize {
        self.effects.len()
    }

    pub(super) fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The place of a variable in a box.
    pub(super) fn slot(&self, variable: usize) -> Slot {
        self.slots[variable]
    }

    /// How the variables hang together.
    pub(super) fn links(&self) -> &Links {
        self.links.get_or_init(|| Arc::new(Links::new(self)))
    }

    /// Takes over the links of a program in which the same literals test the same variables.
    pub(crate) fn share_links(&mut self, other: &Self) -> bool {
        let alike = self.is_linked_like(other);
        if alike && self.links.get().is_none() {
            other.links();
            self.links.clone_from(&other.links);
        }
        alike
    }

    /// Whether the same literals test the same variables here and there.
    pub(super) fn is_linked_like(&self, other: &Self) -> bool {
        self.slots == other.slots
            && (Arc::ptr_eq(&self.forbidden, &other.forbidden) || self.forbidden == other.forbidden)
            && self.joints.len() == other.joints.len()
            && self
                .joints
                .iter()
                .zip(&other.joints)
                .all(|(a, b)| a.when == b.when)
            && self
                .variables
                .iter()
                .zip(&other.variables)
                .all(|pair| match pair {
                    (
                        Variable::Choice { options, .. },
                        Variable::Choice {
                            options: others, ..
                        },
                    ) => options == others,
                    (
                        Variable::Amount { lower, step, .. },
                        Variable::Amount {
                            lower: other_lower,
                            step: other_step,
                            ..
                        },
                    ) => lower == other_lower && step == other_step,
                    _ => false,
                })
    }

    /// Whether both are the same but for what has been worked out of them.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        self.rows == other.rows
            && self.variables == other.variables
            && self.effects == other.effects
            && self.joints == other.joints
            && self.forbidden == other.forbidden
    }

    /// Whether the links are worked out.
    pub(super) fn has_links(&self) -> bool {
        self.links.get().is_some()
    }

    /// Whether the forbidden patterns exclude every point, as far as the links tell.
    pub(crate) fn is_excluded(&self) -> bool {
        self.links().is_excluded
    }

    /// The last amount at or below a bound that can be picked, and the first above it.
    pub(super) fn cut(&self, variable: usize, bound: f64) -> [f64; 2] {
        match &self.variables[variable] {
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

    /// Whether a variable is an amount without steps.
    pub(super) fn is_continuous(&self, variable: usize) -> bool {
        matches!(
            self.variables[variable],
            Variable::Amount { step: None, .. }
        )
    }

    pub(super) fn joints(&self) -> &[Joint] {
        &self.joints
    }

    pub(super) fn exclusive(&self) -> &[Vec<usize>] {
        &self.exclusive
    }

    pub(super) fn forbidden(&self) -> &[Vec<Literal>] {
        &self.forbidden
    }

    /// What one pick adds to a row.
    pub(super) fn effect(&self, variable: usize, row: usize, pick: Pick) -> f64 {
        match (&self.variables[variable], pick) {
            (Variable::Choice { first, .. }, Pick::Option(option)) => {
                self.effects[first + option * self.rows.len() + row]
            }
            (Variable::Amount { effects, .. }, Pick::Amount(amount)) => {
                effect_at(&effects[row], amount)
            }
            _ => 0.0,
        }
    }

    /// What one option of a choice adds to every row.
    pub(super) fn option_effects(&self, variable: usize, option: usize) -> &[f64] {
        let rows = self.rows.len();
        match &self.variables[variable] {
            Variable::Choice { first, .. } => {
                let from = first + option * rows;
                &self.effects[from..from + rows]
            }
            Variable::Amount { .. } => &[],
        }
    }

    /// What the options of a choice add to one row.
    pub(super) fn choice_effects(&self, variable: usize, row: usize) -> impl Iterator<Item = f64> {
        let (first, options) = match &self.variables[variable] {
            Variable::Choice { options, first } => (*first, *options),
            Variable::Amount { .. } => (0, 0),
        };
        let rows = self.rows.len();
        (0..options).map(move |option| self.effects[first + option * rows + row])
    }

    /// The sum of every row at a point that fits.
    pub(crate) fn sums(&self, picks: &[Pick]) -> Vec<f64> {
        let mut sums = vec![0.0; self.rows.len()];
        for (variable, pick) in picks.iter().enumerate() {
            if let Pick::Option(option) = pick {
                let effects = self.option_effects(variable, *option);
                for (sum, effect) in sums.iter_mut().zip(effects) {
                    *sum += effect;
                }
            } else {
                for (row, sum) in sums.iter_mut().enumerate() {
                    *sum += self.effect(variable, row, *pick);
                }
            }
        }
        for joint in &self.joints {
            if joint.when.iter().all(|literal| literal.holds(picks)) {
                for (sum, effect) in sums.iter_mut().zip(&joint.effect) {
                    *sum += effect;
                }
            }
        }
        sums
    }

    /// Whether a point that fits avoids every forbidden pattern.
    pub(super) fn allows(&self, picks: &[Pick]) -> bool {
        !self
            .forbidden
            .iter()
            .any(|pattern| pattern.iter().all(|literal| literal.holds(picks)))
    }

    /// Whether picks are one for each variable, of its kind and within it.
    fn fits(&self, picks: &[Pick]) -> bool {
        let within = |(variable, pick): (&Variable, &Pick)| match (variable, pick) {
            (Variable::Choice { options, .. }, Pick::Option(option)) => option < options,
            (Variable::Amount { lower, upper, .. }, Pick::Amount(amount)) => {
                (*lower..=*upper).contains(amount)
            }
            _ => false,
        };
        picks.len() == self.variables.len() && self.variables.iter().zip(picks).all(within)
    }

    /// The value t of a point: the least slack over objective rows, or `None` where it breaks a forbidden pattern, misses
    /// a constraint by more than [`ROW_TOLERANCE`] (times its floor where that is above one in size), or is no point of
    /// this program. An amount in steps is taken as it is, on the grid or not.
    #[must_use]
    pub fn value(&self, picks: &[Pick]) -> Option<f64> {
        if !(self.fits(picks) && self.allows(picks)) {
            return None;
        }
        self.value_of_sums(&self.sums(picks))
    }

    pub(super) fn value_of_sums(&self, sums: &[f64]) -> Option<f64> {
        let mut least = f64::INFINITY;
        for (row, sum) in self.rows.iter().zip(sums) {
            let slack = sum - row.floor;
            if row.scale > 0.0 {
                least = least.min(slack / row.scale);
            } else if slack < -row.tolerance() || (row.equal && slack > row.tolerance()) {
                return None;
            }
        }
        Some(least)
    }
}
