//! The exact zone against brute force: every combination of choices, each with linear programs over the amounts.
//!
//! The oracle reads surpluses off [`Values`] alone. The amounts are cut into cells at every bound of a condition, every
//! knot of a curve and every public position: inside a cell the surplus is affine and the same patterns match. All
//! tests on amounts are strict, so the closure of a cell is allowed wherever its inside is.

use dealzone::conflict::{Conflict, Outlook, Situation};
use dealzone::index::{IssueIndex, OptionIndex, PartyIndex};
use dealzone::party::{Curve, Valuation};
use dealzone::space::{Condition, Deal, Domain, Level, Relation, Rule, Test};
use dealzone::zone::{Demand, Demands, Values, Verdict};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome};

use super::random;

/// An amount fixed at a point (`from == to`), or the inside of an interval.
#[derive(Debug, Clone, Copy)]
struct Cell {
    from: f64,
    to: f64,
}

impl Cell {
    fn at(self, part: f64) -> Level {
        Level::Amount(if self.from == self.to {
            self.from
        } else {
            self.from + (self.to - self.from) * part
        })
    }
}

/// What one issue may be, for the enumeration.
#[derive(Debug, Clone)]
enum Branch {
    Option(usize),
    Cell(Cell),
}

/// z\* by brute force, at the opening, under these demands: −∞ where no deal meets constraints and red lines, 0 where
/// nobody needs to gain and some deal does.
pub(crate) fn optimum(conflict: &Conflict, demands: &Demands) -> f64 {
    Oracle::new(conflict, demands).optimum()
}

struct Oracle<'a> {
    conflict: &'a Conflict,
    demands: &'a Demands,
    situation: Situation,
    outlook: Outlook,
    branches: Vec<Vec<Branch>>,
}

impl<'a> Oracle<'a> {
    fn new(conflict: &'a Conflict, demands: &'a Demands) -> Self {
        let situation = Situation::opening(conflict);
        let outlook = Outlook::new(conflict, &situation);
        let issues = conflict.space().issues().len();
        let branches = (0..issues).map(|issue| branches(conflict, issue)).collect();
        Self {
            conflict,
            demands,
            situation,
            outlook,
            branches,
        }
    }

    fn optimum(&self) -> f64 {
        let mut best = f64::NEG_INFINITY;
        let mut places = vec![0; self.branches.len()];
        loop {
            let chosen: Vec<&Branch> = places
                .iter()
                .zip(&self.branches)
                .map(|(place, branches)| &branches[*place])
                .collect();
            best = best.max(self.best_of(&chosen, best));
            let Some(next) =
                (0..places.len()).find(|&issue| places[issue] + 1 < self.branches[issue].len())
            else {
                return best;
            };
            places[next] += 1;
            places[..next].fill(0);
        }
    }

    /// The optimum with choices fixed and every amount in its cell, if it is better than what is known.
    fn best_of(&self, chosen: &[&Branch], known: f64) -> f64 {
        let inside = deal(chosen, |_| 0.5);
        if !self.allows(&inside) {
            return f64::NEG_INFINITY;
        }
        let open: Vec<usize> = (0..chosen.len())
            .filter(|&issue| matches!(chosen[issue], Branch::Cell(cell) if cell.from < cell.to))
            .collect();
        let centre = self.scaled_surplus(&inside);
        let slopes: Vec<Vec<f64>> = open
            .iter()
            .map(|&issue| {
                let moved = deal(chosen, |other| if other == issue { 0.75 } else { 0.5 });
                let surplus = self.scaled_surplus(&moved);
                surplus
                    .iter()
                    .zip(&centre)
                    .map(|(moved, centre)| (moved - centre) * 4.0)
                    .collect()
            })
            .collect();
        let reach = (0..centre.len())
            .map(|row| {
                centre[row]
                    + slopes
                        .iter()
                        .map(|slope| slope[row].abs() / 2.0)
                        .sum::<f64>()
            })
            .fold(
                if centre.is_empty() {
                    0.0
                } else {
                    f64::INFINITY
                },
                f64::min,
            );
        if reach <= known {
            return f64::NEG_INFINITY;
        }
        self.linear_program(chosen, &open, &centre, &slopes)
    }

    /// Whether a deal inside its cells breaks no pattern; linear constraints are left to the linear program.
    fn allows(&self, deal: &Deal) -> bool {
        let constraints = self.conflict.space().constraints().iter();
        constraints
            .filter(|constraint| !matches!(constraint.rule, Rule::Linear { .. }))
            .all(|constraint| constraint.rule.holds(self.conflict.space(), deal))
            && !self.demands.as_slice().iter().any(|demand| match demand {
                Demand::RedLine { party, line } => self.conflict.parties()[party.get()].red_lines
                    [*line]
                    .refuses
                    .iter()
                    .any(|pattern| pattern.matches(deal)),
                Demand::Participation { .. } => false,
            })
    }

    fn scaled_surplus(&self, deal: &Deal) -> Vec<f64> {
        let values = Values::new(self.conflict, &self.situation, &self.outlook, deal);
        let parties = self.conflict.parties().iter().zip(values.surplus());
        let scaled = parties.enumerate().filter(|(party, _)| {
            let party = PartyIndex(*party);
            self.demands.contains(Demand::Participation { party })
        });
        scaled
            .map(|(_, (party, surplus))| surplus / party.scale)
            .collect()
    }

    /// Each open amount is its place in its cell, 0 to 1.
    fn linear_program(
        &self,
        chosen: &[&Branch],
        open: &[usize],
        centre: &[f64],
        slopes: &[Vec<f64>],
    ) -> f64 {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let most = if centre.is_empty() { 0.0 } else { 1e3 };
        let level = problem.add_var(1.0, (-1e3, most));
        let places: Vec<_> = open
            .iter()
            .map(|_| problem.add_var(0.0, (0.0, 1.0)))
            .collect();
        for (row, centre) in centre.iter().enumerate() {
            let mut terms = vec![(level, -1.0)];
            terms.extend(
                places
                    .iter()
                    .zip(slopes)
                    .map(|(place, slope)| (*place, slope[row])),
            );
            let corner = centre - slopes.iter().map(|slope| slope[row] / 2.0).sum::<f64>();
            problem.add_constraint(terms, ComparisonOp::Ge, -corner);
        }
        for constraint in self.conflict.space().constraints() {
            let Rule::Linear {
                terms,
                relation,
                bound,
            } = &constraint.rule
            else {
                continue;
            };
            let mut left = *bound;
            let mut weighed = Vec::new();
            for term in terms {
                let issue = term.issue.get();
                let Branch::Cell(cell) = chosen[issue] else {
                    panic!("a linear constraint on a choice");
                };
                left -= term.coefficient * cell.from;
                if let Some(place) = open.iter().position(|&other| other == issue) {
                    weighed.push((places[place], term.coefficient * (cell.to - cell.from)));
                }
            }
            if weighed.is_empty() {
                let met = match relation {
                    Relation::AtMost => left >= -1e-9,
                    Relation::Equal => left.abs() <= 1e-9,
                    Relation::AtLeast => left <= 1e-9,
                };
                if !met {
                    return f64::NEG_INFINITY;
                }
                continue;
            }
            let relation = match relation {
                Relation::AtMost => ComparisonOp::Le,
                Relation::Equal => ComparisonOp::Eq,
                Relation::AtLeast => ComparisonOp::Ge,
            };
            problem.add_constraint(weighed, relation, left);
        }
        match problem.solve() {
            Ok(SolveOutcome::Solution(solution)) => solution.objective(),
            _ => f64::NEG_INFINITY,
        }
    }
}

fn deal(chosen: &[&Branch], part: impl Fn(usize) -> f64) -> Deal {
    let level = |(issue, branch): (usize, &&Branch)| match branch {
        Branch::Option(option) => Level::Option(OptionIndex(*option)),
        Branch::Cell(cell) => cell.at(part(issue)),
    };
    Deal::new(chosen.iter().enumerate().map(level).collect())
}

fn branches(conflict: &Conflict, index: usize) -> Vec<Branch> {
    let issue = &conflict.space().issues()[index];
    let Domain::Amount {
        lower, upper, step, ..
    } = issue.domain
    else {
        let options = 0..issue.domain.options().len();
        return options.map(Branch::Option).collect();
    };
    let point = |at| Branch::Cell(Cell { from: at, to: at });
    if let Some(step) = step {
        let levels = (0..=((upper - lower) / step).ceil() as usize)
            .map(|count| (lower + step * count as f64).min(upper));
        let levels = levels.filter(|level| issue.domain.contains(Level::Amount(*level)));
        return levels.map(point).collect();
    }
    let mut cuts = cuts(conflict, IssueIndex(index));
    cuts.retain(|cut| lower < *cut && *cut < upper);
    cuts.extend([lower, upper]);
    cuts.sort_by(f64::total_cmp);
    cuts.dedup();
    // No two conditions of a random conflict share a bound, so each cut belongs to the closure of a cell in which the
    // same patterns match: it needs no branch of its own.
    cuts.windows(2)
        .map(|ends| {
            Branch::Cell(Cell {
                from: ends[0],
                to: ends[1],
            })
        })
        .collect()
}

/// Where the surplus bends or a pattern begins to match.
fn cuts(conflict: &Conflict, issue: IssueIndex) -> Vec<f64> {
    let mut cuts = Vec::new();
    let mut add = |condition: &Condition| {
        if let (true, Test::Above(bound) | Test::Below(bound)) =
            (condition.issue == issue, &condition.test)
        {
            cuts.push(*bound);
        }
    };
    for constraint in conflict.space().constraints() {
        match &constraint.rule {
            Rule::Linear { .. } => {}
            Rule::Implies { when, then } => when.conditions.iter().chain([then]).for_each(&mut add),
            Rule::Excludes(pattern) => pattern.conditions.iter().for_each(&mut add),
        }
    }
    for party in conflict.parties() {
        for pattern in party.red_lines.iter().flat_map(|line| &line.refuses) {
            pattern.conditions.iter().for_each(&mut add);
        }
    }
    for party in conflict.parties() {
        let said = party.audience.public.iter();
        cuts.extend(
            said.filter(|said| said.issue == issue)
                .filter_map(|said| match said.level {
                    Level::Amount(amount) => Some(amount),
                    Level::Option(_) => None,
                }),
        );
        if let Valuation::Amount(Curve::Piecewise(points)) =
            &party.preferences.values()[issue.get()]
        {
            // Between two knots the audience cost begins where the curve passes the value of the public position.
            cuts.extend(points.iter().map(|point| point.0));
            cuts.extend(said_again(conflict, party, issue, points));
        }
    }
    cuts
}

/// Amounts at which a piecewise curve has the value of the public position.
fn said_again(
    conflict: &Conflict,
    party: &dealzone::party::Party,
    issue: IssueIndex,
    points: &[(f64, f64)],
) -> Vec<f64> {
    let domain = &conflict.space().issues()[issue.get()].domain;
    let said = party
        .audience
        .public
        .iter()
        .find(|said| said.issue == issue);
    let Some(said) = said else {
        return Vec::new();
    };
    let value = party.preferences.values()[issue.get()].at(said.level, domain, 0.0);
    points
        .windows(2)
        .filter_map(|ends| {
            let part = (value - ends[0].1) / (ends[1].1 - ends[0].1);
            (0.0..=1.0)
                .contains(&part)
                .then(|| ends[0].0 + part * (ends[1].0 - ends[0].0))
        })
        .collect()
}

/// How many zones exist, are empty, and are empty because no deal is allowed at all.
#[derive(Debug, Default, PartialEq)]
struct Count {
    exists: usize,
    empty: usize,
    nothing_allowed: usize,
}

fn agrees(seed: u64, count: &mut Count) {
    let conflict = random::conflict(seed);
    let all = Demands::all(&conflict);
    let expected = optimum(&conflict, &all);
    // As closely as it can be asked for: without that, z* is told to a thousandth where closer is dear.
    let zone = conflict.zone().within(1e-9).solve();
    if expected == f64::NEG_INFINITY {
        assert!(zone.is_empty(), "seed {seed}: {zone:?}");
        assert_eq!(zone.upper(), f64::NEG_INFINITY, "seed {seed}");
        assert_eq!(zone.lower(), f64::NEG_INFINITY, "seed {seed}");
        count.nothing_allowed += 1;
    } else {
        // A proof speaks of deals that miss linear constraints by twice the tolerance as well, and the multipliers say what
        // that is worth.
        let constraints = conflict.space().constraints();
        let is_linear = |rule: &Rule| matches!(rule, Rule::Linear { .. });
        let has_linear = constraints.iter().any(|it| is_linear(&it.rule));
        let allowed = if has_linear { 1e-6 } else { 1e-9 };
        for (bound, within) in [(zone.lower(), 1e-9), (zone.upper(), allowed)] {
            assert!(
                (bound - expected).abs() < within,
                "seed {seed}: {bound} is not {expected}"
            );
        }
        assert!(zone.lower() <= zone.upper(), "seed {seed}");
        let nearly = conflict.deal_zone();
        assert!(nearly.lower() <= expected + 1e-9, "seed {seed}");
        assert!(nearly.upper() >= expected - 1e-9, "seed {seed}");
        assert!(nearly.upper() - nearly.lower() < 1.1e-3, "seed {seed}");
        let closest = zone.closest().unwrap();
        assert!(closest.lifted.as_slice().is_empty());
        check_deal(&conflict, &closest.deal, zone.lower(), seed);
        if expected.abs() > allowed {
            assert_eq!(zone.exists(), expected > 0.0, "seed {seed}");
            assert_eq!(zone.is_empty(), expected < 0.0, "seed {seed}");
        }
        if zone.exists() {
            count.exists += 1;
        } else {
            count.empty += 1;
        }
    }
    match zone.verdict() {
        Verdict::Exists { witness } => check_deal(&conflict, witness, zone.lower(), seed),
        Verdict::Empty { certificate } => {
            assert!(certificate.upper() < 0.0, "seed {seed}");
            assert_eq!(certificate.upper(), zone.upper(), "seed {seed}");
            certificate
                .verify(&conflict, &Situation::opening(&conflict))
                .unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        }
        _ => {}
    }
}

/// The deal is one of the space, crosses no absolute red line, and its least scaled surplus is the one claimed.
fn check_deal(conflict: &Conflict, deal: &Deal, claimed: f64, seed: u64) {
    assert!(conflict.space().admits(deal), "seed {seed}: {deal:?}");
    let situation = Situation::opening(conflict);
    let outlook = Outlook::new(conflict, &situation);
    let values = Values::new(conflict, &situation, &outlook, deal);
    assert!(
        values.parties().iter().all(|party| !party.refused),
        "seed {seed}"
    );
    let least = conflict
        .parties()
        .iter()
        .zip(values.surplus())
        .map(|(party, surplus)| surplus / party.scale)
        .fold(f64::INFINITY, f64::min);
    assert!(
        (least - claimed).abs() < 1e-9,
        "seed {seed}: {least} is not {claimed}"
    );
}

#[test]
fn the_zone_agrees_with_brute_force() {
    let mut count = Count::default();
    (0..10_000).for_each(|seed| agrees(seed, &mut count));
    // A test that saw no case of a kind would prove nothing of it.
    println!("{count:?}");
    assert!(count.exists > 3_000 && count.empty > 3_000 && count.nothing_allowed > 300);
}

#[test]
#[ignore = "six minutes; the short version is the_zone_agrees_with_brute_force"]
fn the_zone_agrees_with_brute_force_long() {
    let mut count = Count::default();
    (10_000..100_000).for_each(|seed| agrees(seed, &mut count));
}
