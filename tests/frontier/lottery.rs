//! Lotteries among deals against a linear program over all of them.

use dealzone::conflict::Conflict;
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome};

use crate::random::{all_deals, conflict};

/// The greatest least expected scaled gain; `None` where no deal is allowed.
fn by_linear_program(conflict: &Conflict) -> Option<f64> {
    let deals: Vec<_> = all_deals(conflict)
        .into_iter()
        .filter(|(_, _, refused)| !refused)
        .collect();
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let least = problem.add_var(1.0, (-1e3, 1e3));
    let chances: Vec<_> = deals
        .iter()
        .map(|_| problem.add_var(0.0, (0.0, 1.0)))
        .collect();
    let certain: Vec<_> = chances.iter().map(|chance| (*chance, 1.0)).collect();
    problem.add_constraint(&certain[..], ComparisonOp::Eq, 1.0);
    for (at, party) in conflict.parties().iter().enumerate() {
        let mut expected = vec![(least, -1.0)];
        let gains = deals
            .iter()
            .map(|(_, surplus, _)| surplus[at] / party.scale);
        expected.extend(chances.iter().copied().zip(gains));
        problem.add_constraint(&expected[..], ComparisonOp::Ge, 0.0);
    }
    match problem.solve() {
        Ok(SolveOutcome::Solution(solution)) if !deals.is_empty() => Some(solution.objective()),
        _ => None,
    }
}

#[test]
fn a_lottery_is_the_best_mixture_of_all_deals() {
    let (mut better, mut opening) = (0, 0);
    for seed in 0..600 {
        let conflict = conflict(seed);
        let Some(lottery) = conflict.zone().lottery() else {
            assert_eq!(by_linear_program(&conflict), None, "seed {seed}");
            continue;
        };
        let expected = by_linear_program(&conflict).unwrap();
        assert!(
            (lottery.value - expected).abs() < 1e-7,
            "seed {seed}: {lottery:?} {expected}"
        );
        assert!(
            lottery.upper >= expected - 1e-9 && lottery.upper - lottery.value < 1e-8,
            "seed {seed}"
        );
        let chances: f64 = lottery.draws.iter().map(|(chance, _)| chance).sum();
        assert!(
            (chances - 1.0).abs() < 1e-12 && lottery.draws.len() <= conflict.parties().len() + 1
        );
        assert!(lottery.draws.iter().all(|(chance, _)| *chance > 0.0));
        let zone = conflict.deal_zone();
        assert!(lottery.value >= zone.lower() - 1e-8, "seed {seed}");
        better += usize::from(lottery.value > zone.upper() + 1e-6);
        opening += usize::from(lottery.value > 0.0 && zone.upper() < 0.0);
    }
    assert!(better > 100 && opening > 10, "{better} {opening}");
}
