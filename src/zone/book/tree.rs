//! What can be combined with what: a tree of choices in which alternatives and independent parts take turns (the AND/OR
//! trees of Dechter & Mateescu 2007).

use std::collections::BTreeMap;
use std::ops::Range;

use super::layout::{Joint, Layout, Literal};

/// Most branches of all trees of a book, those that turn out to be excluded among them.
const MOST_BRANCHES: usize = 1 << 16;

/// Levels that no deal may combine; those of one amount without steps among them, where there is one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Exclusion {
    pub(super) when: Vec<Literal>,
    /// A position in the list of limits.
    pub(super) limit: Option<usize>,
}

/// One choice, or the amounts without steps.
#[derive(Debug)]
pub(super) enum Node {
    /// An issue of which nothing follows, its options side by side from this slot on.
    Options {
        first: usize,
        branches: Range<usize>,
    },
    /// An issue, and what follows of each of its options.
    Choice(Range<usize>),
    /// The amounts, with the limits that hold: a position in the list of gates.
    Amounts(usize),
}

/// One option, and the independent parts that are left to choose with it.
#[derive(Debug)]
pub(super) struct Branch {
    pub(super) issue: usize,
    pub(super) option: usize,
    pub(super) slot: usize,
    /// Further slots that count with it, and the nodes of its parts, in the tree's list.
    joints: Range<usize>,
    parts: Range<usize>,
}

/// All deals of a frame but for the amounts without steps: nodes of a [`Forest`].
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) roots: Vec<usize>,
    /// All nodes below the roots, parts before what they are parts of.
    order: Vec<usize>,
    /// Slots that count in every deal.
    pub(super) fixed: Vec<usize>,
}

/// The nodes of many trees, which have most of them in common. A node comes after the parts of its branches.
#[derive(Debug, Default)]
pub(super) struct Forest {
    pub(super) nodes: Vec<Node>,
    pub(super) branches: Vec<Branch>,
    /// Joint slots and parts of the branches.
    extra: Vec<usize>,
}

/// Why there is no tree.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoTree {
    /// No deal is left.
    Excluded,
    /// It would be too large.
    TooLarge,
}

/// What is still open somewhere in a tree.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Open {
    issues: Vec<usize>,
    amounts: bool,
    exclusions: Vec<Exclusion>,
    joints: Vec<Joint>,
}

/// Builds trees that share nodes and a list of gates.
#[derive(Debug)]
pub(super) struct Grower<'a> {
    layout: &'a Layout,
    forest: Forest,
    /// What the parts met with have become; `None` for those that hold no deal.
    known: BTreeMap<Open, Option<usize>>,
    /// Sets of limits that hold together, and the place of each.
    gates: BTreeMap<Vec<usize>, usize>,
    /// Branches that may still grow.
    left: usize,
}

impl<'a> Grower<'a> {
    pub(super) fn new(layout: &'a Layout) -> Self {
        Self {
            layout,
            forest: Forest::default(),
            known: BTreeMap::new(),
            gates: BTreeMap::new(),
            left: MOST_BRANCHES,
        }
    }

    /// The nodes, and the sets of limits met with, in the order of their places.
    pub(super) fn finish(self) -> (Forest, Vec<Vec<usize>>) {
        let mut gates = vec![Vec::new(); self.gates.len()];
        for (limits, place) in self.gates {
            gates[place] = limits;
        }
        (self.forest, gates)
    }

    /// The tree of these issues and of the amounts.
    pub(super) fn grow(
        &mut self,
        issues: Vec<usize>,
        exclusions: Vec<Exclusion>,
        joints: Vec<Joint>,
    ) -> Result<Tree, NoTree> {
        let (fixed, joints) = joints.into_iter().partition(|joint| joint.when.is_empty());
        let fixed: Vec<Joint> = fixed;
        let mut tree = Tree {
            fixed: fixed.iter().map(|joint| joint.slot).collect(),
            ..Tree::default()
        };
        let open = Open {
            issues,
            amounts: true,
            exclusions,
            joints,
        };
        tree.roots = self.parts(open)?;
        let mut left = tree.roots.clone();
        let mut seen = vec![false; self.forest.nodes.len()];
        while let Some(node) = left.pop() {
            if !std::mem::replace(&mut seen[node], true)
                && let Node::Choice(branches) = &self.forest.nodes[node]
            {
                let branches = &self.forest.branches[branches.clone()];
                left.extend(branches.iter().flat_map(|branch| self.forest.parts(branch)));
            }
        }
        tree.order = (0..seen.len()).filter(|node| seen[*node]).collect();
        Ok(tree)
    }

    /// The independent parts of what is open, a node each.
    fn parts(&mut self, mut open: Open) -> Result<Vec<usize>, NoTree> {
        let mut nodes = Vec::new();
        while !open.issues.is_empty() || open.amounts {
            let part = open.take_part();
            let node = match self.known.get(&part) {
                Some(known) => *known,
                None => {
                    let node = match self.node(&part) {
                        Ok(node) => Some(node),
                        Err(NoTree::Excluded) => None,
                        Err(NoTree::TooLarge) => return Err(NoTree::TooLarge),
                    };
                    self.known.insert(part, node);
                    node
                }
            };
            nodes.push(node.ok_or(NoTree::Excluded)?);
        }
        Ok(nodes)
    }

    fn node(&mut self, part: &Open) -> Result<usize, NoTree> {
        let Some(hub) = part.hub() else {
            let limits = part.exclusions.iter().filter_map(|rule| rule.limit);
            let mut limits: Vec<usize> = limits.collect();
            limits.sort_unstable();
            limits.dedup();
            let next = self.gates.len();
            let gate = *self.gates.entry(limits).or_insert(next);
            self.forest.nodes.push(Node::Amounts(gate));
            return Ok(self.forest.nodes.len() - 1);
        };
        // Options are counted before they are looked into: what turns out to be excluded took work too.
        let options = self.layout.count(hub);
        self.left = self.left.checked_sub(options).ok_or(NoTree::TooLarge)?;
        let mut branches = Vec::new();
        for option in 0..options {
            let Some((rest, joints)) = part.choosing(hub, option) else {
                continue;
            };
            let parts = match self.parts(rest) {
                Ok(parts) => parts,
                Err(NoTree::Excluded) => continue,
                Err(large) => return Err(large),
            };
            let first = self.layout.first(hub).ok_or(NoTree::Excluded)?;
            let extra = &mut self.forest.extra;
            let mut list = |more: &[usize]| {
                extra.extend_from_slice(more);
                extra.len() - more.len()..extra.len()
            };
            branches.push(Branch {
                issue: hub,
                option,
                slot: first + option,
                joints: list(&joints),
                parts: list(&parts),
            });
        }
        if branches.is_empty() {
            return Err(NoTree::Excluded);
        }
        let start = self.forest.branches.len();
        self.forest.branches.append(&mut branches);
        let branches = start..self.forest.branches.len();
        let first = self.forest.branches[start].slot;
        let is_plain = self.forest.branches[start..]
            .iter()
            .enumerate()
            .all(|(at, branch)| {
                branch.slot == first + at && branch.joints.is_empty() && branch.parts.is_empty()
            });
        self.forest.nodes.push(if is_plain {
            Node::Options { first, branches }
        } else {
            Node::Choice(branches)
        });
        Ok(self.forest.nodes.len() - 1)
    }
}

impl Open {
    /// Takes out the first issue, or the amounts where no issue is left, with all that is linked with it.
    fn take_part(&mut self) -> Self {
        let mut part = Self::default();
        let mut linked = Vec::new();
        match self.issues.first() {
            Some(first) => linked.push(*first),
            None => part.amounts = true,
        }
        let mut at = 0;
        loop {
            let mut found = Vec::new();
            let belongs = |when: &[Literal], limit: bool| {
                when.iter().any(|literal| linked.contains(&literal.issue))
                    || (limit && part.amounts)
            };
            let mut amounts = part.amounts;
            for exclusion in &self.exclusions {
                if belongs(&exclusion.when, exclusion.limit.is_some()) {
                    amounts |= exclusion.limit.is_some();
                    found.extend(exclusion.when.iter().map(|literal| literal.issue));
                }
            }
            for joint in self
                .joints
                .iter()
                .filter(|joint| belongs(&joint.when, false))
            {
                found.extend(joint.when.iter().map(|literal| literal.issue));
            }
            part.amounts = amounts;
            for issue in found {
                if !linked.contains(&issue) {
                    linked.push(issue);
                }
            }
            let size = linked.len() + usize::from(part.amounts);
            if size == at {
                break;
            }
            at = size;
        }
        let (inside, outside) = self.issues.iter().partition(|issue| linked.contains(issue));
        (part.issues, self.issues) = (inside, outside);
        if part.amounts {
            self.amounts = false;
        }
        let of_part = |when: &[Literal], limit: Option<usize>, part: &Self| {
            when.iter()
                .any(|literal| part.issues.contains(&literal.issue))
                || (limit.is_some() && part.amounts)
        };
        let rules = std::mem::take(&mut self.exclusions).into_iter();
        (part.exclusions, self.exclusions) =
            rules.partition(|rule| of_part(&rule.when, rule.limit, &part));
        let joints = std::mem::take(&mut self.joints).into_iter();
        (part.joints, self.joints) = joints.partition(|joint| of_part(&joint.when, None, &part));
        part
    }

    /// The issue that most hangs on: once it is chosen the rest falls apart. `None` where amounts alone are left.
    fn hub(&self) -> Option<usize> {
        let links = |issue: usize| {
            let has = |when: &[Literal]| when.iter().any(|literal| literal.issue == issue);
            let rules = self.exclusions.iter();
            let rules = rules.filter(|rule| {
                has(&rule.when) && rule.when.len() + usize::from(rule.limit.is_some()) > 1
            });
            let joints = self.joints.iter();
            let joints = joints.filter(|joint| has(&joint.when) && joint.when.len() > 1);
            rules.count() + joints.count()
        };
        let issues = self.issues.iter().copied();
        issues.reduce(|hub, next| if links(next) > links(hub) { next } else { hub })
    }

    /// What is left open once an option is chosen, and the joint slots that it completes; `None` where it is excluded.
    fn choosing(&self, issue: usize, option: usize) -> Option<(Self, Vec<usize>)> {
        let mut rest = Self {
            issues: self
                .issues
                .iter()
                .copied()
                .filter(|other| *other != issue)
                .collect(),
            amounts: self.amounts,
            ..Self::default()
        };
        for rule in &self.exclusions {
            if let Some(when) = left(&rule.when, issue, option) {
                if when.is_empty() && rule.limit.is_none() {
                    return None;
                }
                rest.exclusions.push(Exclusion {
                    when,
                    limit: rule.limit,
                });
            }
        }
        let mut complete = Vec::new();
        for joint in &self.joints {
            match left(&joint.when, issue, option) {
                Some(when) if when.is_empty() => complete.push(joint.slot),
                Some(when) => rest.joints.push(Joint {
                    when,
                    slot: joint.slot,
                }),
                None => {}
            }
        }
        Some((rest, complete))
    }
}

/// The literals that are still open once an option is chosen; `None` where it fails one.
pub(super) fn left(when: &[Literal], issue: usize, option: usize) -> Option<Vec<Literal>> {
    let passes = |literal: &Literal| literal.issue != issue || literal.passes[option];
    when.iter().all(passes).then(|| {
        when.iter()
            .filter(|literal| literal.issue != issue)
            .cloned()
            .collect()
    })
}

impl Forest {
    /// The greatest sum of scores, one a slot, with what the amounts add, one a gate; −∞ where a gate lets nothing
    /// through. In `best` it leaves what every node adds at most.
    pub(super) fn best(
        &self,
        tree: &Tree,
        scores: &[f64],
        amounts: &[f64],
        best: &mut Vec<f64>,
    ) -> f64 {
        best.resize(self.nodes.len(), f64::NEG_INFINITY);
        for &node in &tree.order {
            let most = match &self.nodes[node] {
                Node::Amounts(gate) => amounts[*gate],
                Node::Options { first, branches } => {
                    greatest(&scores[*first..first + branches.len()])
                }
                Node::Choice(branches) => {
                    let sums = self.branches[branches.clone()].iter();
                    sums.map(|branch| self.sum(branch, scores, best)).fold(
                        f64::NEG_INFINITY,
                        |most, sum| if sum > most { sum } else { most },
                    )
                }
            };
            best[node] = most;
        }
        let fixed: f64 = tree.fixed.iter().map(|slot| scores[*slot]).sum();
        let roots = tree.roots.iter().map(|root| best[*root]);
        fixed + roots.sum::<f64>()
    }

    /// What an option adds with the best of all that follows.
    pub(super) fn sum(&self, branch: &Branch, scores: &[f64], best: &[f64]) -> f64 {
        let mut sum = scores[branch.slot];
        for joint in &self.extra[branch.joints.clone()] {
            sum += scores[*joint];
        }
        for part in &self.extra[branch.parts.clone()] {
            sum += best[*part];
        }
        sum
    }

    /// The branch of a node that is best; of equals the first.
    pub(super) fn taken(
        &self,
        node: usize,
        branches: &Range<usize>,
        scores: &[f64],
        best: &[f64],
    ) -> usize {
        // Summed as the best was, so that one of them is as great to the last bit.
        let is_best = |branch: &Branch| self.sum(branch, scores, best) >= best[node];
        let found = self.branches[branches.clone()].iter().position(is_best);
        branches.start + found.unwrap_or(0)
    }

    /// Visits what is best: each branch, then the gate.
    pub(super) fn follow<'t>(
        &'t self,
        tree: &Tree,
        scores: &[f64],
        best: &[f64],
        open: &mut Vec<usize>,
        mut visit: impl FnMut(Step<'t>),
    ) {
        open.clear();
        open.extend_from_slice(&tree.roots);
        while let Some(node) = open.pop() {
            match &self.nodes[node] {
                Node::Amounts(gate) => visit(Step::Gate(*gate)),
                Node::Options { branches, .. } | Node::Choice(branches) => {
                    let branch = &self.branches[self.taken(node, branches, scores, best)];
                    visit(Step::Branch(branch));
                    open.extend_from_slice(self.parts(branch));
                }
            }
        }
    }

    /// What is left to choose with a branch.
    pub(super) fn parts(&self, branch: &Branch) -> &[usize] {
        &self.extra[branch.parts.clone()]
    }

    /// The slots that count with a branch: its own, and those of the joints that it completes.
    pub(super) fn slots<'t>(&'t self, branch: &'t Branch) -> impl Iterator<Item = usize> + 't {
        let joints = self.extra[branch.joints.clone()].iter().copied();
        std::iter::once(branch.slot).chain(joints)
    }
}

/// The greatest of some numbers, in four lanes.
fn greatest(numbers: &[f64]) -> f64 {
    let mut lanes = [f64::NEG_INFINITY; 4];
    let chunks = numbers.chunks_exact(4);
    let rest = chunks.remainder();
    for chunk in chunks {
        for (lane, number) in lanes.iter_mut().zip(chunk) {
            *lane = if *number > *lane { *number } else { *lane };
        }
    }
    let all = lanes.iter().chain(rest);
    all.fold(
        f64::NEG_INFINITY,
        |most, next| if *next > most { *next } else { most },
    )
}

/// A step down a tree.
#[derive(Debug)]
pub(super) enum Step<'t> {
    Branch(&'t Branch),
    Gate(usize),
}
