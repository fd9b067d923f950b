//! How long it takes to settle whether a zone exists: random families by size, and the built-in scenario.
#![allow(clippy::unwrap_used, missing_docs)]

mod families;

use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use dealzone::scenario::Scenario;
use dealzone::solver::{Budget, Goal, Program, Search};
use families::Family;

/// Instances that a measurement goes through in turn.
const INSTANCES: u64 = 16;

fn sign(programs: Vec<Program>) -> Search {
    let mut search = Search::new(programs).unwrap();
    search.run(Goal::Sign, Budget::default());
    search
}

fn verdict(criterion: &mut Criterion) {
    for hard in [false, true] {
        let name = if hard { "hard" } else { "easy" };
        let mut group = criterion.benchmark_group(format!("zone/verdict/{name}"));
        for parties in [2, 3, 5] {
            for choices in [10, 20, 50, 100] {
                let family = Family::additive(choices, parties, hard);
                let instances: Vec<_> = (0..INSTANCES).map(|seed| family.instance(seed)).collect();
                let mut turn = instances.iter().cycle();
                let id = BenchmarkId::new(format!("{parties} parties"), choices);
                group.bench_function(id, |bench| {
                    bench.iter_batched(
                        || turn.next().unwrap().clone(),
                        sign,
                        BatchSize::SmallInput,
                    );
                });
            }
        }
        group.finish();
    }
    let linked = Family::additive(50, 3, true).linked();
    let instances: Vec<_> = (0..INSTANCES).map(|seed| linked.instance(seed)).collect();
    let mut turn = instances.iter().cycle();
    criterion.bench_function("zone/verdict/linked", |bench| {
        bench.iter_batched(|| turn.next().unwrap().clone(), sign, BatchSize::SmallInput);
    });
}

fn scenario(criterion: &mut Criterion) {
    let scenario = Scenario::builtin("ukraine-2026-01-23").unwrap();
    for set in scenario.demand_sets() {
        let conflict = scenario
            .conflict_at(&scenario.setting(), Some(&set.id))
            .unwrap();
        let mut group = criterion.benchmark_group(format!("zone/scenario/{}", set.id));
        group.sample_size(20);
        group.bench_function("verdict", |bench| {
            bench.iter(|| black_box(&conflict).zone().verdict_only().solve());
        });
        group.bench_function("answer", |bench| {
            bench.iter(|| black_box(&conflict).deal_zone())
        });
        group.bench_function("clashes", |bench| {
            bench.iter(|| black_box(&conflict).zone().clashes());
        });
        group.finish();
    }
}

criterion_group!(benches, verdict, scenario);
criterion_main!(benches);
