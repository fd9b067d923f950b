//! Growing trees: what is linked is chosen together, the rest apart, and what was met before is not grown again.

use std::collections::BTreeMap;

use super::layout::{Joint, Layout, Literal};
use super::tree::{Branch, Forest, Node, Tree};
use crate::index::PartyIndex;

/// Most branches of all trees of a book, those that turn out to be excluded among them.
const MOST_BRANCHES: usize = 1 << 16;

/// Levels that no deal may combine; those of one amount without steps among them, where there is one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Exclusion {
    pub(super) when: Vec<Literal>,
    /// A position in the list of limits.
    pub(super) limit: Option<usize>,
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

/// What is left to choose, and what there is no choice about.
#[derive(Debug, Default)]
struct Parts {
    nodes: Vec<usize>,
    slots: Vec<usize>,
}

/// Builds trees that share nodes and a list of gates. Slots stand for columns until these are numbered.
#[derive(Debug)]
pub(super) struct Grower<'a> {
    layout: &'a Layout,
    /// Whose wishes alone count, if they are named: what none of them likes better than something else may be left out.
    wishes: Option<&'a [PartyIndex]>,
    forest: Forest,
    /// What the parts met with have become; `None` for those that hold no deal.
    known: BTreeMap<Open, Option<usize>>,
    /// Sets of limits that hold together, and the place of each.
    gates: BTreeMap<Vec<usize>, usize>,
    /// Branches that may still grow.
    left: usize,
}

impl<'a> Grower<'a> {
    pub(super) fn new(layout: &'a Layout, wishes: Option<&'a [PartyIndex]>) -> Self {
        Self {
            layout,
            wishes,
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
        let Parts { nodes, mut slots } = self.parts(open)?;
        tree.roots = nodes;
        tree.fixed.append(&mut slots);
        tree.order = self.order(&tree.roots);
        Ok(tree)
    }

    /// All nodes below some roots, in their order.
    fn order(&self, roots: &[usize]) -> Vec<usize> {
        let mut left = roots.to_vec();
        let mut seen = vec![false; self.forest.nodes.len()];
        while let Some(node) = left.pop() {
            if !std::mem::replace(&mut seen[node], true)
                && let Node::Choice(branches) = &self.forest.nodes[node]
            {
                let branches = &self.forest.branches[branches.clone()];
                left.extend(branches.iter().flat_map(|branch| self.forest.parts(branch)));
            }
        }
        (0..seen.len()).filter(|node| seen[*node]).collect()
    }

    /// The independent parts of what is open, those with one way through apart.
    fn parts(&mut self, mut open: Open) -> Result<Parts, NoTree> {
        let mut parts = Parts::default();
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
            let node = node.ok_or(NoTree::Excluded)?;
            match &self.forest.nodes[node] {
                Node::Choice(branches) if branches.len() == 1 => {
                    let only = &self.forest.branches[branches.start];
                    parts.slots.extend(self.forest.columns(only));
                    parts.nodes.extend(self.forest.parts(only));
                }
                _ => parts.nodes.push(node),
            }
        }
        Ok(parts)
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
            let Parts { nodes, slots } = match self.parts(rest) {
                Ok(parts) => parts,
                Err(NoTree::Excluded) => continue,
                Err(large) => return Err(large),
            };
            let first = self.layout.first(hub).ok_or(NoTree::Excluded)?;
            let terms = &mut self.forest.terms;
            let start = terms.len();
            terms.push(first + option);
            terms.extend(joints.iter().chain(&slots));
            let own = terms.len() - start;
            terms.extend_from_slice(&nodes);
            branches.push(Branch {
                terms: start..terms.len(),
                own,
            });
        }
        if let Some(wishes) = self.wishes
            && branches.iter().all(|branch| branch.terms.len() == 1)
        {
            let slot = |branch: &Branch| self.forest.terms[branch.terms.start];
            branches = self.layout.undominated(wishes, branches, slot);
        }
        if branches.is_empty() {
            return Err(NoTree::Excluded);
        }
        let start = self.forest.branches.len();
        self.forest.branches.append(&mut branches);
        let branches = start..self.forest.branches.len();
        self.forest.nodes.push(Node::Choice(branches));
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
