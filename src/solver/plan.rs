//! In what order linked variables are weighed: bucket elimination over small tables (Dechter & Rish 2003).
//!
//! Each step takes one variable out: for every combination of the variables that it still hangs together with, its
//! best class is found and passed on as a message. Where the table would grow too large the step is split, each part
//! weighing a copy of the variable of its own; the result is then an upper bound instead of the maximum.

/// Most entries of a table.
const ENTRIES: usize = 2048;

/// What a conjunction of literals does where it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Consequence {
    /// This joint effect counts.
    Joint(usize),
    /// This pattern forbids the point.
    Forbidden(usize),
}

/// A conjunction over classes.
#[derive(Debug, Clone)]
pub(super) struct Factor {
    pub(super) consequence: Consequence,
    /// The linked variables tested, in increasing order, each with the classes that pass. `None` where a variable has
    /// too many classes to tell.
    pub(super) tests: Option<Vec<(usize, u64)>>,
}

/// Takes one variable (or one copy of it) out.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// The linked variable.
    pub(super) place: usize,
    /// Whether the variable's own worth counts here: in the first of its copies.
    pub(super) carries: bool,
    /// The other variables of the table.
    pub(super) scope: Vec<usize>,
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
#[derive(Debug)]
enum Source {
    Factor(usize),
    Message(usize),
}

#[derive(Debug)]
struct Item {
    scope: Vec<usize>,
    source: Source,
}

impl Plan {
    /// A plan to weigh these conjunctions: by linked variable, how many classes it has and which of them a box leaves.
    pub(super) fn new(factors: &[Factor], sizes: &[usize], alive: &[u64]) -> Self {
        let mut plan = Self {
            is_exact: true,
            ..Self::default()
        };
        let items = plan.items(factors, alive, sizes);
        let order = order(&items, sizes);
        let mut turn = vec![0; sizes.len()];
        for (at, place) in order.iter().enumerate() {
            turn[*place] = at;
        }
        // Each item waits for the first of its variables to be taken out.
        let first = |scope: &[usize]| scope.iter().map(|place| turn[*place]).min();
        let mut buckets: Vec<Vec<Item>> = order.iter().map(|_| Vec::new()).collect();
        for item in items {
            if let Some(at) = first(&item.scope) {
                buckets[at].push(item);
            }
        }
        for (at, place) in order.into_iter().enumerate() {
            let bucket = std::mem::take(&mut buckets[at]);
            for (copy, group) in groups(bucket, place, sizes).into_iter().enumerate() {
                plan.is_exact &= copy == 0;
                let step = plan.step(factors, place, copy == 0, group, sizes);
                if let Some(at) = first(&step.scope) {
                    buckets[at].push(Item {
                        scope: step.scope.clone(),
                        source: Source::Message(plan.steps.len()),
                    });
                }
                plan.steps.push(step);
            }
        }
        plan
    }

    /// The conjunctions that are open in the box and small enough for a table.
    fn items(&mut self, factors: &[Factor], alive: &[u64], sizes: &[usize]) -> Vec<Item> {
        let mut items = Vec::new();
        for (index, factor) in factors.iter().enumerate() {
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
                    source: Source::Factor(index),
                }),
            }
        }
        self.is_exact &= self.loose.is_empty();
        items
    }

    fn step(
        &self,
        conjunctions: &[Factor],
        place: usize,
        carries: bool,
        group: Vec<Item>,
        sizes: &[usize],
    ) -> Step {
        let mut scope = Vec::new();
        let mut factors = Vec::new();
        let mut messages = Vec::new();
        for item in group {
            join(&mut scope, &item.scope);
            match item.source {
                Source::Factor(factor) => factors.push(factor),
                Source::Message(step) => messages.push(step),
            }
        }
        scope.retain(|&other| other != place);
        let axes: Vec<usize> = scope.iter().copied().chain([place]).collect();
        let mut table = Table {
            classes: sizes[place],
            base: vec![0.0; entries(&axes, sizes)],
            joints: Vec::new(),
            reads: Vec::new(),
        };
        for &factor in &factors {
            let Some(tests) = &conjunctions[factor].tests else {
                continue;
            };
            let holds = holding(tests, &axes, sizes);
            match conjunctions[factor].consequence {
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
            messages,
            table,
        }
    }
}

/// The linked variables in the order of their tables' sizes, each time the one whose table is smallest.
fn order(items: &[Item], sizes: &[usize]) -> Vec<usize> {
    let count = sizes.len();
    let mut together = vec![false; count * count];
    let link = |scope: &[usize], together: &mut [bool]| {
        for &left in scope {
            for &right in scope {
                together[left * count + right] |= left != right;
            }
        }
    };
    for item in items {
        link(&item.scope, &mut together);
    }
    let neighbours = |place: usize, together: &[bool]| -> Vec<usize> {
        let row = &together[place * count..(place + 1) * count];
        (0..count).filter(|&other| row[other]).collect()
    };
    let cost = |place: usize, around: &[usize]| sizes[place].saturating_mul(entries(around, sizes));
    let mut costs: Vec<usize> = (0..count)
        .map(|place| cost(place, &neighbours(place, &together)))
        .collect();
    let mut left: Vec<usize> = (0..count).collect();
    let mut order = Vec::with_capacity(count);
    while let Some(at) = (0..left.len()).min_by_key(|&at| costs[left[at]]) {
        let place = left.remove(at);
        order.push(place);
        let around = neighbours(place, &together);
        link(&around, &mut together);
        for &other in &around {
            together[other * count + place] = false;
            costs[other] = cost(other, &neighbours(other, &together));
        }
    }
    order
}

/// Puts items together as long as their table stays small; at least one group.
fn groups(bucket: Vec<Item>, place: usize, sizes: &[usize]) -> Vec<Vec<Item>> {
    let mut groups: Vec<(Vec<usize>, Vec<Item>)> = vec![(vec![place], Vec::new())];
    for item in bucket {
        let fitting = groups.iter_mut().find_map(|(scope, members)| {
            let mut joined = scope.clone();
            join(&mut joined, &item.scope);
            let fits = members.is_empty() || entries(&joined, sizes) <= ENTRIES;
            fits.then_some((scope, members, joined))
        });
        match fitting {
            Some((scope, members, joined)) => {
                *scope = joined;
                members.push(item);
            }
            None => groups.push((item.scope.clone(), vec![item])),
        }
    }
    groups.into_iter().map(|(_, members)| members).collect()
}

/// Adds to a scope what it lacks of another; both are in increasing order.
fn join(scope: &mut Vec<usize>, other: &[usize]) {
    for place in other {
        if let Err(at) = scope.binary_search(place) {
            scope.insert(at, *place);
        }
    }
}

fn entries(scope: &[usize], sizes: &[usize]) -> usize {
    scope.iter().fold(1, |product: usize, &place| {
        product.saturating_mul(sizes[place])
    })
}

/// The entries at which all tests pass, in increasing order; variables that are not tested, or that are not among the
/// axes, pass all over the box.
fn holding(tests: &[(usize, u64)], axes: &[usize], sizes: &[usize]) -> Vec<usize> {
    let mut holds = vec![0];
    for axis in axes {
        let passing = tests
            .iter()
            .find(|(place, _)| place == axis)
            .map_or(u64::MAX, |(_, passing)| *passing);
        let size = sizes[*axis];
        holds = holds
            .iter()
            .flat_map(|entry| {
                (0..size)
                    .filter(|class| passing >> class & 1 == 1)
                    .map(move |class| entry * size + class)
            })
            .collect();
    }
    holds
}

/// The combination of a message's scope at each entry of a table.
fn projection(scope: &[usize], axes: &[usize], sizes: &[usize]) -> Vec<usize> {
    let mut reads = vec![0];
    for axis in axes {
        // How far the message's combination moves with one class of this axis.
        let stride = scope
            .iter()
            .position(|place| place == axis)
            .map_or(0, |at| entries(&scope[at + 1..], sizes));
        let classes = sizes[*axis];
        reads = reads
            .iter()
            .flat_map(|read| (0..classes).map(move |class| read + class * stride))
            .collect();
    }
    reads
}
