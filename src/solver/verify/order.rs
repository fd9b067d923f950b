//! In what order linked variables are taken out.
//!
//! Any order proves what it proves. But where tables are bounded in parts, how good the bound is hangs on the order, and
//! multipliers are chosen for the search's: so the rule is the same, found anew.

use std::collections::BTreeSet;

/// Most entries of a table, in kinds of the whole space. What would take more is bounded in parts.
pub(super) const ENTRIES: usize = 2048;

/// The entries of a table of these variables.
pub(super) fn entries<'a>(scope: impl IntoIterator<Item = &'a usize>, sizes: &[usize]) -> usize {
    let sizes = scope.into_iter().map(|place| sizes[*place]);
    sizes.fold(1, usize::saturating_mul)
}

/// All variables, each time the one whose table is the smallest, and the entries of the largest table; given which
/// variables hang together, and of how many kinds each is.
pub(super) fn order<'a>(
    scopes: impl Iterator<Item = &'a [usize]>,
    sizes: &[usize],
) -> (Vec<usize>, usize) {
    let alone = (0..sizes.len()).map(|place| BTreeSet::from([place]));
    let mut around: Vec<BTreeSet<usize>> = alone.collect();
    for scope in scopes {
        for place in scope {
            around[*place].extend(scope);
        }
    }
    let costs = around.iter().map(|around| entries(around, sizes));
    let mut costs: Vec<usize> = costs.collect();
    let mut left: Vec<usize> = (0..sizes.len()).collect();
    let mut order = Vec::with_capacity(left.len());
    let mut largest = 0;
    while let Some(at) = (0..left.len()).min_by_key(|at| costs[left[*at]]) {
        let next = left.remove(at);
        order.push(next);
        largest = largest.max(costs[next]);
        let mut others = std::mem::take(&mut around[next]);
        others.remove(&next);
        for &place in &others {
            around[place].extend(&others);
            around[place].remove(&next);
            costs[place] = entries(&around[place], sizes);
        }
    }
    (order, largest)
}
