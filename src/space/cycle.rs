//! Whether implications lead back to where they start.

use super::{Condition, Constraint, Pattern, Rule, Space, SpaceError, Test};

/// Refuses implications that lead back to where they start: they are one statement written as several, and a reader
/// cannot tell which level is the cause.
pub(super) fn check_acyclic(space: &Space) -> Result<(), SpaceError> {
    let rules: Vec<Implication<'_>> = space
        .constraints()
        .iter()
        .filter_map(Implication::of)
        .collect();
    let Some(cycle) = Graph::new(space, &rules).cycle() else {
        return Ok(());
    };
    Err(SpaceError::CyclicImplications {
        constraints: cycle
            .into_iter()
            .filter_map(|node| rules.get(node))
            .map(|rule| rule.id.to_owned())
            .collect(),
    })
}

struct Implication<'a> {
    id: &'a str,
    when: &'a Pattern,
    then: &'a Condition,
}

impl<'a> Implication<'a> {
    fn of(constraint: &'a Constraint) -> Option<Self> {
        match &constraint.rule {
            Rule::Implies { when, then } => Some(Self {
                id: &constraint.id,
                when,
                then,
            }),
            _ => None,
        }
    }
}

/// What leads to what. The first nodes are the rules. Between them stand the levels that a consequence and a premise
/// have in common, so that the graph is no larger than the rules as written: joining rules directly would take the
/// square of their number.
struct Graph {
    /// By node.
    leads_to: Vec<Vec<usize>>,
}

/// What the rules say of one issue.
#[derive(Default)]
struct Mentions {
    /// By option, the node that stands for it where a consequence names it.
    options: Vec<Option<usize>>,
    /// Premises on an amount: the bound and the rule.
    above: Vec<(f64, usize)>,
    below: Vec<(f64, usize)>,
}

impl Graph {
    fn new(space: &Space, rules: &[Implication<'_>]) -> Self {
        let mut graph = Self {
            leads_to: vec![Vec::new(); rules.len()],
        };
        let mut mentions: Vec<Mentions> =
            space.issues().iter().map(|_| Mentions::default()).collect();
        for (rule, implication) in rules.iter().enumerate() {
            let Condition { issue, test } = implication.then;
            let Test::AnyOf(options) = test else {
                continue;
            };
            let count = space.issues()[issue.get()].domain.options().len();
            let known = &mut mentions[issue.get()].options;
            known.resize(count, None);
            for option in options {
                let node = *known[option.get()].get_or_insert_with(|| graph.add());
                graph.leads_to[rule].push(node);
            }
        }
        for (rule, implication) in rules.iter().enumerate() {
            for Condition { issue, test } in &implication.when.conditions {
                let mentions = &mut mentions[issue.get()];
                match test {
                    Test::AnyOf(_) if mentions.options.is_empty() => {}
                    Test::AnyOf(options) => {
                        for option in options {
                            if let Some(node) = mentions.options[option.get()] {
                                graph.leads_to[node].push(rule);
                            }
                        }
                    }
                    Test::Above(bound) => mentions.above.push((*bound, rule)),
                    Test::Below(bound) => mentions.below.push((*bound, rule)),
                }
            }
        }
        graph.join_amounts(rules, &mut mentions);
        graph
    }

    /// A consequence above a bound meets every premise above one, and those below a greater one; likewise below. So
    /// each side is a row of nodes, from the premise easiest to meet to the hardest from one end, and a consequence
    /// leads to the first that it meets.
    fn join_amounts(&mut self, rules: &[Implication<'_>], mentions: &mut [Mentions]) {
        let rows: Vec<(usize, usize)> = mentions
            .iter_mut()
            .map(|mentions| {
                mentions
                    .above
                    .sort_by(|left, right| right.0.total_cmp(&left.0));
                mentions
                    .below
                    .sort_by(|left, right| left.0.total_cmp(&right.0));
                (self.add_row(&mentions.above), self.add_row(&mentions.below))
            })
            .collect();
        for (rule, implication) in rules.iter().enumerate() {
            let issue = implication.then.issue.get();
            let (Mentions { above, below, .. }, (first_above, first_below)) =
                (&mentions[issue], rows[issue]);
            let (met_above, met_below) = match implication.then.test {
                Test::AnyOf(_) => continue,
                Test::Above(low) => (0, below.partition_point(|&(high, _)| high <= low)),
                Test::Below(high) => (above.partition_point(|&(low, _)| low >= high), 0),
            };
            if met_above < above.len() {
                self.leads_to[rule].push(first_above + met_above);
            }
            if met_below < below.len() {
                self.leads_to[rule].push(first_below + met_below);
            }
        }
    }

    fn add(&mut self) -> usize {
        self.leads_to.push(Vec::new());
        self.leads_to.len() - 1
    }

    /// Nodes in a row, each leading to its rule and to the next; the first of them.
    fn add_row(&mut self, premises: &[(f64, usize)]) -> usize {
        let first = self.leads_to.len();
        let last = first + premises.len();
        for (node, &(_, rule)) in (first..).zip(premises) {
            let next = (node + 1 < last).then_some(node + 1);
            self.leads_to.push([rule].into_iter().chain(next).collect());
        }
        first
    }

    /// A way that ends where it starts, by a search in depth.
    fn cycle(&self) -> Option<Vec<usize>> {
        #[derive(Clone, Copy, PartialEq)]
        enum Seen {
            Never,
            OnTheWay,
            Done,
        }
        let mut seen = vec![Seen::Never; self.leads_to.len()];
        for start in 0..self.leads_to.len() {
            if seen[start] != Seen::Never {
                continue;
            }
            // Each node on the way, with how many of those that it leads to have been looked at.
            let mut way = vec![(start, 0)];
            seen[start] = Seen::OnTheWay;
            while let Some((node, looked)) = way.last_mut() {
                let Some(&next) = self.leads_to[*node].get(*looked) else {
                    seen[*node] = Seen::Done;
                    way.pop();
                    continue;
                };
                *looked += 1;
                match seen[next] {
                    Seen::Done => {}
                    Seen::Never => {
                        seen[next] = Seen::OnTheWay;
                        way.push((next, 0));
                    }
                    Seen::OnTheWay => {
                        let nodes = way.iter().map(|&(node, _)| node);
                        return Some(nodes.skip_while(|&node| node != next).collect());
                    }
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::*;
    use crate::index::{IssueIndex, OptionIndex};
    use crate::space::{Family, Issue};

    fn implies(id: usize, when: Vec<Condition>, then: Condition) -> Constraint {
        let when = Pattern::new(when);
        Constraint::new(format!("r{id}"), Rule::Implies { when, then })
    }

    fn option(issue: usize, option: usize) -> Condition {
        Condition::any_of(IssueIndex(issue), [OptionIndex(option)])
    }

    fn cycle(issues: Vec<Issue>, constraints: Vec<Constraint>) -> Option<Vec<String>> {
        match Space::new(issues, constraints) {
            Ok(_) => None,
            Err(SpaceError::CyclicImplications { constraints }) => Some(constraints),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn the_limit_of_implications_of_every_issue_takes_no_time() {
        // Every rule looks at every issue, and each leads to the next by an option of the last issue.
        let ids: Vec<String> = (0..4096).map(|at| format!("o{at}")).collect();
        let issues: Vec<Issue> = (0..Space::MAX_ISSUES)
            .map(|at| {
                let options = ids[..if at == 511 { 4096 } else { 8 }].iter();
                Issue::choice(format!("i{at}"), Family::Other, options.map(String::as_str))
            })
            .collect();
        let rules = |last: usize| -> Vec<Constraint> {
            (0..Space::MAX_CONSTRAINTS)
                .map(|rule| {
                    let mut when: Vec<_> = (0..511).map(|issue| option(issue, rule % 8)).collect();
                    when.push(option(511, rule));
                    implies(
                        rule,
                        when,
                        option(511, if rule == 4095 { last } else { rule + 1 }),
                    )
                })
                .collect()
        };
        let (straight, round) = (rules(0)[..4095].to_vec(), rules(0));
        let start = Instant::now();
        assert_eq!(cycle(issues.clone(), straight), None);
        assert_eq!(cycle(issues, round).map(|found| found.len()), Some(4096));
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "{:?}",
            start.elapsed()
        );
    }

    /// What the check is to find, one pair of rules at a time.
    fn leads_to(from: &Constraint, to: &Constraint) -> bool {
        let (Some(from), Some(to)) = (Implication::of(from), Implication::of(to)) else {
            return false;
        };
        to.when.conditions.iter().any(|condition| {
            condition.issue == from.then.issue
                && match (&condition.test, &from.then.test) {
                    (Test::AnyOf(left), Test::AnyOf(right)) => !left.is_disjoint(right),
                    (Test::Above(low), Test::Below(high))
                    | (Test::Below(high), Test::Above(low)) => low < high,
                    _ => true,
                }
        })
    }

    fn condition() -> impl Strategy<Value = Condition> {
        let bound = (0_u8..6).prop_map(f64::from);
        prop_oneof![
            (0_usize..3, prop::collection::btree_set(0_usize..4, 1..3)).prop_map(
                |(issue, options)| {
                    Condition::any_of(IssueIndex(issue), options.into_iter().map(OptionIndex))
                }
            ),
            (3_usize..5, any::<bool>(), bound).prop_map(|(issue, above, bound)| Condition {
                issue: IssueIndex(issue),
                test: if above {
                    Test::Above(bound)
                } else {
                    Test::Below(bound)
                },
            }),
        ]
    }

    proptest! {
        #[test]
        fn a_cycle_is_found_exactly_where_there_is_one(
            rules in prop::collection::vec((prop::collection::vec(condition(), 1..3), condition()), 1..6),
        ) {
            let rules: Vec<Constraint> = rules
                .into_iter()
                .enumerate()
                .map(|(id, (when, then))| implies(id, when, then))
                .collect();
            let issues = (0..5)
                .map(|at| match at {
                    0..3 => Issue::choice(format!("i{at}"), Family::Other, ["a", "b", "c", "d"]),
                    _ => Issue::amount(format!("i{at}"), Family::Other, 0.0, 6.0, "x"),
                })
                .collect();
            match cycle(issues, rules.clone()) {
                Some(found) => {
                    let named = |id: &String| rules.iter().find(|rule| rule.id == *id);
                    let round = found.iter().cycle().skip(1);
                    for (from, to) in found.iter().zip(round) {
                        let (Some(from), Some(to)) = (named(from), named(to)) else {
                            panic!("the cycle names rules");
                        };
                        prop_assert!(leads_to(from, to), "{found:?}");
                    }
                }
                None => {
                    // Without a cycle the rules can be taken away one by one, what nothing leads to first.
                    let mut left: Vec<&Constraint> = rules.iter().collect();
                    while !left.is_empty() {
                        let before = left.len();
                        left = left
                            .iter()
                            .filter(|to| left.iter().any(|from| leads_to(from, to)))
                            .copied()
                            .collect();
                        prop_assert!(left.len() < before);
                    }
                }
            }
        }
    }
}
