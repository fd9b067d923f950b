//! In what order linked variables are weighed: bucket elimination over small tables (Dechter & Rish 2003).
//!
//! Each step takes one variable out: for every combination of the variables that it still hangs together with, its
//! best class is found and passed on as a message. Where the table would grow too large the step is split, each part
//! weighing a copy of the variable of its own; the result is then an upper bound instead of the maximum.

use super::links::{Consequence, Links};

/// Most entries of a table.
const ENTRIES: usize = 2048;

/// Takes one variable (or one copy of it) out.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// The linked variable.
    pub(super) place: usize,
    /// Whether the variable's own worth counts here: in the first of its copies.
    pub(super) carries: bool,
    /// The other variables of the table.
    pub(super) scope: Vec<usize>,
    /// Conjunctions that count here.
    pub(super) factors: Vec<usize>,
    /// Earlier steps whose messages count here.
    pub(super) messages: Vec<usize>,
    /// The table: its entries are combinations of the scope, and within each the classes of the variable.
    pub(super) table: Table,
}

/// What a step needs at hand to be taken for any multipliers.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// Classes of the variable.
    pub(super) classes: usize,
    /// Zero, or −∞ where a forbidden pattern holds.
    pub(super) base: Vec<f64>,
    /// Joint effects, and the entries at which each holds.
    pub(super) joints: Vec<(usize, Vec<usize>)>,
    /// By message: the combination of its scope at each entry.
    pub(super) reads: Vec<Vec<usize>>,
}

/// See the module.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    /// The steps, each after those whose messages it reads.
    pub(super) steps: Vec<Step>,
    /// Joint effects that hold all over the box.
    pub(super) holding: Vec<usize>,
    /// Conjunctions too large for a table, to be bounded apart.
    pub(super) loose: Vec<usize>,
    /// Whether a forbidden pattern holds all over the box.
    pub(super) is_forbidden: bool,
    /// Whether the outcome is the maximum itself: nothing loose, no variable in copies.
    pub(super) is_exact: bool,
}

/// Something to be counted: a conjunction, or the message of a step.
#[derive(Debug, Clone)]
struct Item {
    scope: Vec<usize>,
    factor: Option<usize>,
    step: Option<usize>,
}

impl Plan {
    /// A plan for a box in which these classes of each linked variable are left.
    pub(super) fn new(links: &Links, alive: &[u64]) -> Self {
        let sizes: Vec<usize> = links.linked.iter().map(|linked| linked.count).collect();
        let mut plan = Self {
            is_exact: true,
            ..Self::default()
        };
        let mut items = plan.items(links, alive, &sizes);
        let mut left: Vec<usize> = (0..sizes.len()).collect();
        // A variable's table changes only when one that it hangs together with goes.
        let mut costs: Vec<usize> = left
            .iter()
            .map(|&place| cost(&items, place, &sizes))
            .collect();
        while let Some(at) = (0..left.len()).min_by_key(|&at| costs[left[at]]) {
            let place = left.remove(at);
            let (bucket, rest) = items
                .into_iter()
                .partition(|item: &Item| item.scope.contains(&place));
            items = rest;
            let mut touched = Vec::new();
            for (copy, group) in groups(bucket, place, &sizes).into_iter().enumerate() {
                plan.is_exact &= copy == 0;
                let step = plan.step(links, place, copy == 0, group, &sizes);
                if !step.scope.is_empty() {
                    touched.extend(step.scope.iter().copied());
                    items.push(Item {
                        scope: step.scope.clone(),
                        factor: None,
                        step: Some(plan.steps.len()),
                    });
                }
                plan.steps.push(step);
            }
            for place in touched {
                costs[place] = cost(&items, place, &sizes);
            }
        }
        plan
    }

    /// The conjunctions that are open in the box and small enough for a table.
    fn items(&mut self, links: &Links, alive: &[u64], sizes: &[usize]) -> Vec<Item> {
        let mut items = Vec::new();
        for (index, factor) in links.factors.iter().enumerate() {
            let Some(tests) = &factor.tests else {
                self.loose.push(index);
                continue;
            };
            if tests
                .iter()
                .any(|(place, passing)| passing & alive[*place] == 0)
            {
                continue;
            }
            let scope: Vec<usize> = tests
                .iter()
                .filter(|(place, passing)| alive[*place] & !passing != 0)
                .map(|(place, _)| *place)
                .collect();
            match (scope.is_empty(), factor.consequence) {
                (true, Consequence::Joint(_)) => self.holding.push(index),
                (true, Consequence::Forbidden(_)) => self.is_forbidden = true,
                (false, _) if entries(&scope, sizes) > ENTRIES => self.loose.push(index),
                (false, _) => items.push(Item {
                    scope,
                    factor: Some(index),
                    step: None,
                }),
            }
        }
        self.is_exact &= self.loose.is_empty();
        items
    }

    fn step(
        &self,
        links: &Links,
        place: usize,
        carries: bool,
        group: Vec<Item>,
        sizes: &[usize],
    ) -> Step {
        let mut scope = union(group.iter());
        scope.retain(|&other| other != place);
        let factors: Vec<usize> = group.iter().filter_map(|item| item.factor).collect();
        let messages: Vec<usize> = group.iter().filter_map(|item| item.step).collect();
        let axes: Vec<usize> = scope.iter().copied().chain([place]).collect();
        let mut table = Table {
            classes: sizes[place],
            base: vec![0.0; entries(&axes, sizes)],
            joints: Vec::new(),
            reads: Vec::new(),
        };
        for &factor in &factors {
            let Some(tests) = &links.factors[factor].tests else {
                continue;
            };
            let holds = holding(tests, &axes, sizes);
            match links.factors[factor].consequence {
                Consequence::Joint(joint) => table.joints.push((joint, holds)),
                Consequence::Forbidden(_) => {
                    for entry in holds {
                        table.base[entry] = f64::NEG_INFINITY;
                    }
                }
            }
        }
        table.reads = messages
            .iter()
            .map(|&message| projection(&self.steps[message].scope, &axes, sizes))
            .collect();
        Step {
            place,
            carries,
            scope,
            factors,
            messages,
            table,
        }
    }
}

/// Puts items together as long as their table stays small; at least one group.
fn groups(bucket: Vec<Item>, place: usize, sizes: &[usize]) -> Vec<Vec<Item>> {
    let mut groups: Vec<(Vec<usize>, Vec<Item>)> = vec![(vec![place], Vec::new())];
    for item in bucket {
        let fitting = groups.iter_mut().find_map(|(scope, members)| {
            let joined = union_of(scope, &item.scope);
            let fits = members.is_empty() || entries(&joined, sizes) <= ENTRIES;
            fits.then_some((scope, members, joined))
        });
        match fitting {
            Some((scope, members, joined)) => {
                *scope = joined;
                members.push(item);
            }
            None => groups.push((union_of(&[place], &item.scope), vec![item])),
        }
    }
    groups.into_iter().map(|(_, members)| members).collect()
}

/// The size of the table by which a variable would go out.
fn cost(items: &[Item], place: usize, sizes: &[usize]) -> usize {
    let scope = union(items.iter().filter(|item| item.scope.contains(&place)));
    entries(&scope, sizes)
}

fn union<'a>(items: impl Iterator<Item = &'a Item>) -> Vec<usize> {
    let mut scope: Vec<usize> = items.flat_map(|item| item.scope.iter().copied()).collect();
    scope.sort_unstable();
    scope.dedup();
    scope
}

fn union_of(left: &[usize], right: &[usize]) -> Vec<usize> {
    let mut scope = [left, right].concat();
    scope.sort_unstable();
    scope.dedup();
    scope
}

fn entries(scope: &[usize], sizes: &[usize]) -> usize {
    scope.iter().fold(1, |product: usize, &place| {
        product.saturating_mul(sizes[place])
    })
}

/// Calls back with every entry of a table and the class of each axis there; the last axis runs fastest.
fn each_entry(axes: &[usize], sizes: &[usize], mut visit: impl FnMut(usize, &[usize])) {
    let mut classes = vec![0; axes.len()];
    for entry in 0..entries(axes, sizes) {
        visit(entry, &classes);
        for (class, axis) in classes.iter_mut().zip(axes).rev() {
            *class += 1;
            if *class < sizes[*axis] {
                break;
            }
            *class = 0;
        }
    }
}

/// The entries at which all tests pass; variables that are not among the axes pass all over the box.
fn holding(tests: &[(usize, u64)], axes: &[usize], sizes: &[usize]) -> Vec<usize> {
    let passing: Vec<u64> = axes
        .iter()
        .map(|axis| {
            tests
                .iter()
                .find(|(place, _)| place == axis)
                .map_or(u64::MAX, |(_, passing)| *passing)
        })
        .collect();
    let mut holds = Vec::new();
    each_entry(axes, sizes, |entry, classes| {
        if classes
            .iter()
            .zip(&passing)
            .all(|(class, passing)| passing >> class & 1 == 1)
        {
            holds.push(entry);
        }
    });
    holds
}

/// The combination of a message's scope at each entry of a table.
fn projection(scope: &[usize], axes: &[usize], sizes: &[usize]) -> Vec<usize> {
    // How far the message's combination moves with one class of each axis.
    let strides: Vec<usize> = axes
        .iter()
        .map(|axis| {
            scope
                .iter()
                .position(|place| place == axis)
                .map_or(0, |at| entries(&scope[at + 1..], sizes))
        })
        .collect();
    let mut reads = Vec::with_capacity(entries(axes, sizes));
    each_entry(axes, sizes, |_, classes| {
        let steps = classes.iter().zip(&strides);
        reads.push(steps.map(|(class, stride)| class * stride).sum());
    });
    reads
}
