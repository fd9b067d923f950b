//! Constraints that leave nothing to agree on.

use std::collections::{BTreeMap, BTreeSet};

use crate::conflict::Conflict;
use crate::index::IssueIndex;
use crate::party::{Curve, Party, Preferences, Valuation};
use crate::solver::Budget;
use crate::space::{Condition, Constraint, Domain, Issue, Rule, Space};
use crate::zone::Demands;

/// Numbers that the program of one question may hold, so that none exhausts memory.
const MAX_NUMBERS: usize = 1 << 22;
/// Steps that all questions about one scenario may take: a few seconds of them.
const WORK: usize = 1 << 31;
/// The most boxes of one question.
const MAX_BOXES: usize = 4096;

/// The ids of constraints that together exclude every deal, in the order of the space: none to spare among them,
/// unless there are too many for that to be found out. Nothing where a deal exists, and where a bounded search cannot
/// tell.
pub(super) fn find(space: &Space) -> Vec<String> {
    let mut search = Search { space, work: WORK };
    for group in groups(space) {
        if search.clash(&group) {
            let mut kept = search.needed(&[], false, &group);
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

/// What a question takes.
struct Size {
    /// Numbers in its program.
    numbers: usize,
    /// Steps to bound a box of it, at worst: patterns may narrow the box level by level, each time to be looked at
    /// anew.
    steps: usize,
}

fn size(issues: &[Issue], constraints: &[Constraint]) -> Size {
    let levels = |issue: &Issue| issue.domain.options().len().max(1);
    let looked_at = |condition: &Condition| levels(&issues[condition.issue.get()]);
    let (mut rows, mut looks) = (1_usize, 0_usize);
    for constraint in constraints {
        looks += match &constraint.rule {
            Rule::Linear { .. } => {
                rows += 1;
                0
            }
            Rule::Implies { when, then } => {
                when.conditions.iter().chain([then]).map(looked_at).sum()
            }
            Rule::Excludes(pattern) => pattern.conditions.iter().map(looked_at).sum(),
        };
    }
    let levels: usize = issues.iter().map(levels).sum();
    let numbers = levels.saturating_mul(rows);
    Size {
        numbers,
        steps: numbers
            .saturating_mul(rows)
            .saturating_add(levels.saturating_mul(looks)),
    }
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

/// Questions about sets of constraints, with what work is left for them.
struct Search<'a> {
    space: &'a Space,
    work: usize,
}

impl Search<'_> {
    /// What of `open` clashes with `fixed`, none of it to spare; `fixed` and `open` together are known to clash.
    /// `grown` says that something was fixed since the last question.
    ///
    /// By halves (QuickXplain: Junker 2004), which asks few questions where few of many constraints clash. A question
    /// without an answer leaves more in the set than is needed.
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

    /// Whether it is proven that no deal meets all of these constraints.
    fn clash(&mut self, constraints: &[usize]) -> bool {
        let chosen: Vec<Constraint> = constraints
            .iter()
            .map(|&constraint| self.space.constraints()[constraint].clone())
            .collect();
        let spoken_of: BTreeSet<usize> = chosen
            .iter()
            .flat_map(|constraint| issues_of(&constraint.rule))
            .collect();
        let issues: Vec<Issue> = self
            .space
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
        if size.numbers > MAX_NUMBERS || size.steps > self.work {
            return false;
        }
        let Some(conflict) = bare(issues, chosen) else {
            return false;
        };
        let boxes = (self.work / size.steps.max(1)).clamp(1, MAX_BOXES);
        let zone = conflict
            .zone()
            .demands(Demands::new([]))
            .verdict_only()
            .budget(Budget {
                boxes: boxes as u64,
                waiting: boxes,
            })
            .solve();
        // Putting the question together counts as one more box.
        let boxes = usize::try_from(zone.boxes()).unwrap_or(boxes) + 1;
        self.work = self.work.saturating_sub(boxes * size.steps);
        zone.upper() == f64::NEG_INFINITY
    }
}
