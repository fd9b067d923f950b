//! The bound of a box by given multipliers, rounded outward.

use super::super::domain::{Domain, Range, Standing};
use super::super::program::{Program, Variable};
use super::super::proof::Kept;
use super::audit::Audit;
use super::linkage::Linkage;
use super::upward::Upward;
use super::worth::{greatest, weigh};

/// What multipliers prove of a box, term by term.
pub(super) struct Bound<'a> {
    program: &'a Program,
    audit: &'a Audit,
    domain: &'a Domain,
    multipliers: &'a [f64],
    /// The floors, the linked variables and the joint effects.
    base: Upward,
    /// By variable: the most that it is worth where it stands alone; zero where it is linked.
    alone: Vec<f64>,
    /// The objective's weight, rounded down and up.
    weight: [f64; 2],
}

impl<'a> Bound<'a> {
    /// `None` where these are not multipliers of the program.
    pub(super) fn new(
        program: &'a Program,
        audit: &'a Audit,
        domain: &'a Domain,
        multipliers: &'a [f64],
    ) -> Option<Self> {
        let rows = program.rows();
        let sound = multipliers.len() == rows.len()
            && multipliers.iter().zip(rows).all(|(multiplier, row)| {
                multiplier.is_finite() && (row.equal || *multiplier >= 0.0)
            });
        if !sound {
            return None;
        }
        let mut light = Upward(0.0);
        let mut heavy = Upward(0.0);
        for (row, multiplier) in rows.iter().zip(multipliers) {
            light.add_product(-row.scale, *multiplier);
            heavy.add_product(row.scale, *multiplier);
        }
        let weight = [-light.0, heavy.0];
        // How the search would weigh the linked variables, and whether it thinks that the patterns exclude everything:
        // advice.
        let plan = program.links().plan(program, domain);
        if program.is_excluded()
            && Linkage::new(program, audit, domain, &[]).greatest(&plan)? == f64::NEG_INFINITY
        {
            return Some(Self {
                program,
                audit,
                domain,
                multipliers,
                base: Upward(f64::NEG_INFINITY),
                alone: vec![0.0; program.variable_count()],
                weight,
            });
        }
        let alone = (0..program.variable_count())
            .map(|variable| {
                let range = domain.range(program.slot(variable));
                if range.is_empty() {
                    f64::NEG_INFINITY
                } else if audit.is_linked[variable] {
                    0.0
                } else {
                    most(program, multipliers, variable, range)
                }
            })
            .collect();
        let mut base = Upward(0.0);
        for (row, multiplier) in rows.iter().zip(multipliers) {
            base.add_product(-row.floor, *multiplier);
            // A point counts that misses a constraint by its tolerance: the proof speaks of those too.
            base.add_product(row.allowance(), multiplier.abs());
        }
        // A pattern that the steps leave out counts where the whole box matches it.
        let matches = |pattern: &Vec<_>| domain.conjunction(program, pattern) == Standing::Holds;
        if (plan.is_forbidden || !plan.loose.is_empty()) && program.forbidden().iter().any(matches)
        {
            base.add(f64::NEG_INFINITY);
        }
        let mut linked = Linkage::new(program, audit, domain, multipliers);
        base.add(linked.greatest(&plan)?);
        for group in &audit.groups {
            base.add(linked.apart(group));
        }
        Some(Self {
            program,
            audit,
            domain,
            multipliers,
            base,
            alone,
            weight,
        })
    }

    /// No point of the box has a greater value. −∞ where it is shown to be infeasible, or is empty, +∞ where nothing is
    /// shown.
    pub(super) fn of_box(&self) -> f64 {
        let mut total = self.base;
        for most in &self.alone {
            total.add(*most);
        }
        self.value(total)
    }

    /// No point of the box that has another option of these choices than the kept ones has a greater value. `None` where
    /// they are not choices that stand alone, each named once.
    pub(super) fn of_all_but(&self, kept: &[Kept]) -> Option<f64> {
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
                if !is_choice || self.audit.is_linked[variable] {
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

    /// The multipliers.
    pub(super) fn multipliers(&self) -> &[f64] {
        self.multipliers
    }

    /// Whether a greater value of the objective makes a greater sum: else the multipliers bound nothing but the empty set.
    pub(super) fn weighs_objective(&self) -> bool {
        self.weight[0] > 0.0
    }

    /// The most that a variable is worth where it stands alone.
    pub(super) fn most(&self, variable: usize) -> f64 {
        self.alone[variable]
    }

    /// The most that all but these variables, which stand alone, are worth.
    pub(super) fn without(&self, left_out: &[bool]) -> Upward {
        let mut total = self.base;
        let others = self.alone.iter().zip(left_out);
        for (most, _) in others.filter(|(_, is_left_out)| !**is_left_out) {
            total.add(*most);
        }
        total
    }

    /// Divides a total by the objective's weight, on the side that makes the bound greater.
    pub(super) fn value(&self, total: Upward) -> f64 {
        if total.0 == f64::NEG_INFINITY {
            return f64::NEG_INFINITY;
        }
        let [light, heavy] = self.weight;
        let weight = if total.0 > 0.0 { light } else { heavy };
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
