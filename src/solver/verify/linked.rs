//! Variables that hang together, weighed together by bucket elimination (Dechter & Rish 2003).
//!
//! What counts lies in a pool of tables: joint effects, and patterns, which are worth −∞. To take a variable out, all
//! tables that speak of it are taken out of the pool, summed with what its kinds are worth by themselves, and maximised
//! over it, and what comes of that is put back. So nothing is left out, and nothing is counted twice.

use std::borrow::Cow;

use super::super::program::Program;
use super::kinds::{Kinds, Tests};
use super::order::{ENTRIES, entries, order};
use super::upward::{plus, weigh};

/// A number for every combination of the kinds that a box leaves of some variables, those of the last changing fastest.
type Table = (Vec<usize>, Vec<f64>);

/// An upper bound on what linked variables and joint effects are worth together, given the worths of the variables'
/// kinds: −∞ for a kind of which a box leaves nothing. −∞ where the patterns are shown to leave nothing.
pub(super) fn greatest(
    program: &Program,
    kinds: &Kinds,
    worths: &[Vec<f64>],
    multipliers: &[f64],
) -> f64 {
    let left = worths.iter().map(|worths| {
        let kinds = (0..worths.len()).filter(|kind| worths[*kind] > f64::NEG_INFINITY);
        kinds.collect()
    });
    let left: Vec<Vec<usize>> = left.collect();
    if left.iter().any(Vec::is_empty) {
        return f64::NEG_INFINITY;
    }
    let all: Vec<usize> = worths.iter().map(Vec::len).collect();
    let mut total = 0.0;
    let mut pool: Vec<Table> = Vec::new();
    let mut apart = vec![0.0; program.joints().len()];
    for (index, tests) in kinds.conjunctions.iter().enumerate() {
        let Some(scope) = open(tests, &left) else {
            continue;
        };
        let joint = program.joints().get(index);
        let worth = joint.map_or(f64::NEG_INFINITY, |joint| weigh(multipliers, &joint.effect));
        if scope.is_empty() {
            total = plus(total, worth);
        } else if entries(&scope, &all) > ENTRIES {
            // A pattern may be passed over: the maximum is then over more points.
            if joint.is_some() {
                apart[index] = worth;
            }
        } else {
            let table = table(tests, &scope, &left, worth);
            match pool.iter_mut().find(|known| known.0 == scope) {
                Some((_, known)) => {
                    for (known, worth) in known.iter_mut().zip(table) {
                        *known = plus(*known, worth);
                    }
                }
                None => pool.push((scope, table)),
            }
        }
    }
    for group in &kinds.groups {
        let worths = group.iter().map(|joint| apart[*joint]);
        total = plus(total, worths.fold(0.0, f64::max));
    }
    let sizes: Vec<usize> = left.iter().map(Vec::len).collect();
    let order = match &kinds.order {
        Some(order) => Cow::Borrowed(order),
        None => Cow::Owned(order(pool.iter().map(|table| &*table.0), &all).0),
    };
    for &taken in order.iter() {
        let worths = left[taken].iter().map(|kind| worths[taken][*kind]);
        let mut tables = vec![(vec![taken], worths.collect())];
        tables.extend(pool.extract_if(.., |(scope, _)| scope.contains(&taken)));
        for (scope, tables) in groups(tables, taken, &all) {
            let most = maximise(&tables, &scope, taken, &sizes);
            if scope.is_empty() {
                total = plus(total, most[0]);
            } else {
                pool.push((scope, most));
            }
        }
    }
    total
}

/// The variables on whose kinds, of those left, it hangs whether a conjunction holds; `None` where it never does.
fn open(tests: &Tests, left: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut scope = Vec::with_capacity(tests.len());
    for (place, passing) in tests {
        let mut left = left[*place].iter();
        if !left.clone().any(|kind| passing[*kind]) {
            return None;
        }
        if !left.all(|kind| passing[*kind]) {
            scope.push(*place);
        }
    }
    Some(scope)
}

/// The worth of a conjunction where it holds, else nothing.
fn table(tests: &Tests, scope: &[usize], left: &[Vec<usize>], worth: f64) -> Vec<f64> {
    scope.iter().fold(vec![worth], |table, place| {
        let mut longer = Vec::with_capacity(table.len() * left[*place].len());
        for entry in table {
            let passing = left[*place].iter().map(|kind| tests[place][*kind]);
            longer.extend(passing.map(|passes| if passes { entry } else { 0.0 }));
        }
        longer
    })
}

/// Puts tables together as long as they make no large one, each group with its variables but the one taken out. In
/// groups by themselves tables are worth no less than all at once.
fn groups(tables: Vec<Table>, taken: usize, sizes: &[usize]) -> Vec<(Vec<usize>, Vec<Table>)> {
    let mut groups: Vec<(Vec<usize>, Vec<Table>)> = Vec::new();
    for table in tables {
        let joined = |scope: &[usize]| {
            let mut joined: Vec<usize> = scope.iter().chain(&table.0).copied().collect();
            joined.retain(|place| *place != taken);
            joined.sort_unstable();
            joined.dedup();
            joined
        };
        let fitting = groups.iter_mut().find_map(|(scope, tables)| {
            let joined = joined(scope);
            let size = entries(&joined, sizes).saturating_mul(sizes[taken]);
            (scope.is_empty() || size <= ENTRIES).then_some((scope, tables, joined))
        });
        if let Some((scope, tables, joined)) = fitting {
            *scope = joined;
            tables.push(table);
        } else {
            groups.push((joined(&[]), vec![table]));
        }
    }
    groups
}

/// For every combination of a scope, the most that tables come to over the kinds of one more variable.
fn maximise(tables: &[Table], scope: &[usize], over: usize, sizes: &[usize]) -> Vec<f64> {
    let axes: Vec<usize> = scope.iter().copied().chain([over]).collect();
    let mut sums = vec![0.0; entries(&axes, sizes)];
    for (scope, table) in tables {
        // By axis: its size, and how far its next kind is in the table.
        let steps = axes.iter().map(|axis| {
            let position = scope.iter().position(|place| place == axis);
            let stride = position.map_or(0, |at| entries(&scope[at + 1..], sizes));
            (sizes[*axis], stride)
        });
        let steps: Vec<(usize, usize)> = steps.collect();
        let mut kinds = vec![0; axes.len()];
        let mut place = 0;
        for sum in &mut sums {
            *sum = plus(*sum, table[place]);
            for (kind, (size, stride)) in kinds.iter_mut().zip(&steps).rev() {
                *kind += 1;
                place += stride;
                if *kind < *size {
                    break;
                }
                *kind = 0;
                place -= size * stride;
            }
        }
    }
    let most = |sums: &[f64]| sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    sums.chunks_exact(sizes[over]).map(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solver::domain::Domain;
    use crate::solver::oracle::Oracle;
    use crate::solver::verify::bound::Bound;
    use crate::solver::{Joint, Literal, Piece, Row, VariableTest};
    use crate::stream::{Purpose, Stream};

    /// Where tables would grow too large the bound hangs on how they are parted: a proof holds only if the checker is
    /// no weaker than the search.
    #[test]
    fn the_bound_is_no_weaker_than_that_of_the_search() {
        let mut in_parts = 0;
        for seed in 0..200 {
            let mut stream = Stream::new(seed, 0, Purpose::Sampling, 0);
            let mut between = |low: f64, high: f64| low + (high - low) * stream.uniform();
            let mut program = Program::new(vec![Row::objective(0.0, 1.0)]);
            for _ in 0..8 {
                program.add_choice((0..5).map(|_| between(0.0, 1.0)).collect());
            }
            program.add_amount(0.0, 1.0, Some(0.1), vec![vec![Piece::line(1.0, 0.5)]]);
            for number in 0..10 + seed % 50 {
                let literals = (0..2 + number % 3).map(|_| {
                    let variable = between(0.0, 9.0) as usize;
                    let test = match variable {
                        8 if number % 2 == 0 => VariableTest::Above(between(0.0, 1.0)),
                        8 => VariableTest::Below(between(0.0, 1.0)),
                        _ => VariableTest::AnyOf(vec![
                            between(0.0, 5.0) as usize,
                            between(0.0, 5.0) as usize,
                        ]),
                    };
                    Literal { variable, test }
                });
                let when: Vec<Literal> = literals.collect();
                if number % 3 == 0 {
                    program.forbid(when);
                } else {
                    let effect = vec![between(-0.5, 0.5)];
                    program.add_joint(Joint { when, effect });
                }
            }
            let kinds = Kinds::new(&program);
            let mut domain = Domain::whole(&program);
            for fixed in 0..7 {
                let mut oracle = Oracle::new(&program, &domain);
                in_parts += usize::from(!oracle.is_exact());
                let searched = oracle.reply(&[1.0]).map_or(f64::NEG_INFINITY, |it| it.0);
                let total = Bound::new(&program, &kinds, &domain, &[1.0]).unwrap().total;
                assert!(
                    total <= searched + 1e-12,
                    "seed {seed}, {fixed} fixed: {total} {searched}"
                );
                domain.fix_option(program.slot(fixed), between(0.0, 5.0) as usize);
            }
        }
        assert!(in_parts > 300, "{in_parts}");
    }
}
