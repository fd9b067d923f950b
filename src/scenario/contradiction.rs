//! Constraints that leave nothing to agree on.

use std::collections::{BTreeMap, BTreeSet};

use crate::conflict::Conflict;
use crate::index::IssueIndex;
use crate::party::{Curve, Party, Preferences, Valuation};
use crate::solver::Budget;
use crate::space::{Constraint, Domain, Issue, Pattern, Rule, Space, Test};
use crate::zone::Demands;

/// Numbers that the programs of one question may hold, so that none exhausts memory.
const MAX_SIZE: usize = 1 << 22;
/// Work on one question: its size times the boxes searched.
const WORK: usize = 1 << 24;
/// Questions asked about a set of constraints that is known to clash, to make it smaller.
const QUESTIONS: usize = 512;

/// The ids of constraints that together exclude every deal, in the order of the space: none to spare among them,
/// unless there are too many for that to be found out. Nothing where a deal exists, and where a bounded search cannot
/// tell.
pub(super) fn find(space: &Space) -> Vec<String> {
    for group in groups(space) {
        if clash(space, &group) {
            let mut shrinking = Shrinking {
                space,
                questions: 0,
            };
            let mut kept = shrinking.needed(&[], false, &group);
            kept.sort_unstable();
            let id = |&constraint: &usize| space.constraints()[constraint].id.clone();
            return kept.iter().map(id).collect();
        }
    }
    Vec::new()
}

/// The issues that a rule speaks of.
fn issues_of(rule: &Rule) -> BTreeSet<usize> {
    let issue = |index: IssueIndex| index.get();
    match rule {
        Rule::Linear { terms, .. } => terms.iter().map(|term| issue(term.issue)).collect(),
        Rule::Implies { when, then } => when
            .conditions
            .iter()
            .chain([then])
            .map(|condition| issue(condition.issue))
            .collect(),
        Rule::Excludes(pattern) => pattern
            .conditions
            .iter()
            .map(|condition| issue(condition.issue))
            .collect(),
    }
}

/// Positions of constraints, those together that share issues, directly or through others: only among these can there
/// be a clash.
fn groups(space: &Space) -> Vec<Vec<usize>> {
    let mut leader: Vec<usize> = (0..space.issues().len()).collect();
    fn lead(leader: &mut [usize], mut issue: usize) -> usize {
        while leader[issue] != issue {
            leader[issue] = leader[leader[issue]];
            issue = leader[issue];
        }
        issue
    }
    let mut first_issues = Vec::new();
    for constraint in space.constraints() {
        let issues = issues_of(&constraint.rule);
        let first = issues.first().copied().unwrap_or(0);
        for issue in issues {
            let (left, right) = (lead(&mut leader, first), lead(&mut leader, issue));
            leader[right] = left;
        }
        first_issues.push(first);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (constraint, first) in first_issues.into_iter().enumerate() {
        let group = groups.entry(lead(&mut leader, first)).or_default();
        group.push(constraint);
    }
    groups.into_values().collect()
}

/// Whether it is proven that no deal meets all of these constraints.
fn clash(space: &Space, constraints: &[usize]) -> bool {
    let chosen: Vec<Constraint> = constraints
        .iter()
        .map(|&constraint| space.constraints()[constraint].clone())
        .collect();
    let spoken_of: BTreeSet<usize> = chosen
        .iter()
        .flat_map(|constraint| issues_of(&constraint.rule))
        .collect();
    let issues: Vec<Issue> = space
        .issues()
        .iter()
        .enumerate()
        .map(|(index, issue)| match spoken_of.contains(&index) {
            // What an option does to the timing of a deal does not matter to whether there is one.
            true => Issue {
                frame: None,
                ..issue.clone()
            },
            false => Issue::choice(&issue.id, issue.family, ["any"]),
        })
        .collect();
    let size = size(&issues, &chosen);
    if size > MAX_SIZE {
        return false;
    }
    let Some(conflict) = bare(issues, chosen) else {
        return false;
    };
    let boxes = (WORK / size.max(1)).clamp(1, 10_000);
    let clashes = conflict
        .zone()
        .demands(Demands::new([]))
        .budget(Budget {
            boxes: boxes as u64,
            waiting: boxes,
        })
        .clashes();
    clashes.is_complete() && !clashes.sets().is_empty()
}

/// Numbers in the program of a question.
fn size(issues: &[Issue], constraints: &[Constraint]) -> usize {
    let levels: usize = issues
        .iter()
        .map(|issue| issue.domain.options().len().max(1))
        .sum();
    let tested = |pattern: &Pattern| -> usize {
        let tested = pattern
            .conditions
            .iter()
            .map(|condition| match &condition.test {
                Test::AnyOf(options) => options.len(),
                Test::Above(_) | Test::Below(_) => 1,
            });
        tested.sum()
    };
    let (mut rows, mut literals) = (1_usize, 0_usize);
    for constraint in constraints {
        literals += match &constraint.rule {
            Rule::Linear { .. } => {
                rows += 1;
                0
            }
            // It forbids what misses the consequence: the other options.
            Rule::Implies { when, then } => {
                tested(when) + issues[then.issue.get()].domain.options().len().max(1)
            }
            Rule::Excludes(pattern) => tested(pattern),
        };
    }
    levels.saturating_mul(rows).saturating_add(literals)
}

/// A conflict over issues and constraints in which nobody wants anything.
fn bare(issues: Vec<Issue>, constraints: Vec<Constraint>) -> Option<Conflict> {
    let mut weights = vec![0.0; issues.len()];
    *weights.first_mut()? = 1.0;
    let values = issues
        .iter()
        .map(|issue| match &issue.domain {
            Domain::Amount { .. } => Valuation::Amount(Curve::Linear {
                at_lower: 0.0,
                at_upper: 0.0,
            }),
            domain => Valuation::table(domain.options().iter().map(|_| 0.0)),
        })
        .collect();
    let party = Party::new("a", Preferences::new(weights, values));
    let other = Party {
        id: "b".to_owned(),
        ..party.clone()
    };
    Conflict::builder(Space::new(issues, constraints).ok()?)
        .parties([party, other])
        .reservations([0.0, 0.0])
        .build()
        .ok()
}

/// The search for a clashing set with none to spare, by halves (QuickXplain: Junker 2004), which asks few questions
/// where few of many constraints clash.
struct Shrinking<'a> {
    space: &'a Space,
    questions: usize,
}

impl Shrinking<'_> {
    /// What of `open` clashes with `fixed`, none of it to spare; `fixed` and `open` together are known to clash.
    /// `grown` says that something was fixed since the last question.
    fn needed(&mut self, fixed: &[usize], grown: bool, open: &[usize]) -> Vec<usize> {
        if grown && self.clash(fixed) {
            return Vec::new();
        }
        if open.len() <= 1 {
            return open.to_vec();
        }
        let (left, right) = open.split_at(open.len() / 2);
        let of_right = self.needed(&[fixed, left].concat(), !left.is_empty(), right);
        let of_left = self.needed(&[fixed, &of_right].concat(), !of_right.is_empty(), left);
        [of_left, of_right].concat()
    }

    fn clash(&mut self, constraints: &[usize]) -> bool {
        self.questions += 1;
        self.questions <= QUESTIONS && clash(self.space, constraints)
    }
}
