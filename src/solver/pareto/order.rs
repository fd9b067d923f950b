//! In what order variables are merged.

use super::super::program::{Literal, Program};

/// The order of merging: variables that joint effects or patterns tie together first, each time the one that leaves
/// fewest waiting; then all others.
pub(super) fn order(program: &Program) -> Vec<usize> {
    let ties: Vec<&[Literal]> = ties(program).collect();
    let mut order: Vec<usize> = Vec::new();
    let tied = |variable: usize| {
        ties.iter()
            .any(|tie| tie.iter().any(|literal| literal.variable == variable))
    };
    let count = program.variable_count();
    let mut left: Vec<usize> = (0..count).filter(|&variable| tied(variable)).collect();
    while !left.is_empty() {
        let waiting = |next: usize| {
            let merged = |variable: usize| variable == next || order.contains(&variable);
            (0..count)
                .filter(|&variable| merged(variable))
                .filter(|&variable| {
                    ties.iter().any(|tie| {
                        tie.iter().any(|literal| literal.variable == variable)
                            && !tie.iter().all(|literal| merged(literal.variable))
                    })
                })
                .count()
        };
        let best = (0..left.len())
            .min_by_key(|&place| waiting(left[place]))
            .unwrap_or(0);
        order.push(left.remove(best));
    }
    order.extend((0..count).filter(|&variable| !tied(variable)));
    order
}

pub(super) fn ties(program: &Program) -> impl Iterator<Item = &[Literal]> {
    let joints = program.joints().iter().map(|joint| joint.when.as_slice());
    let patterns = program.forbidden().iter().map(Vec::as_slice);
    joints.chain(patterns)
}
