//! The zone test by number of issues, and on the built-in scenario.
//!
//! `cargo bench --bench zone`
#![allow(missing_docs, dead_code, clippy::unwrap_used)]

mod families;

use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use dealzone::scenario::Scenario;
use dealzone::solver::{Budget, Goal, Search};
use families::Family;

/// The sign of z* for three parties over additive choices of five options: easy, and within one per cent of zero.
fn by_issues(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("zone");
    group.sample_size(20);
    for hard in [false, true] {
        for issues in [10, 20, 50, 100] {
            let family = Family::additive(issues, 3, hard);
            let instances: Vec<_> = (0..5).map(|seed| family.instance(seed)).collect();
            let kind = if hard { "near zero" } else { "easy" };
            group.bench_function(BenchmarkId::new(kind, issues), |bencher| {
                let mut next = instances.iter().cycle();
                bencher.iter_batched(
                    || next.next().unwrap().clone(),
                    |programs| {
                        let mut search = Search::new(programs);
                        black_box(search.run(Goal::Sign, Budget::default()))
                    },
                    BatchSize::SmallInput,
                );
            });
        }
    }
    group.finish();
}

fn built_in(criterion: &mut Criterion) {
    let scenario = Scenario::builtin("ukraine-2026-01-23").unwrap();
    let setting = scenario.setting();
    let mut group = criterion.benchmark_group("zone of the built-in scenario");
    group.sample_size(10);
    for set in scenario.demand_sets() {
        let conflict = scenario.conflict_at(&setting, Some(&set.id)).unwrap();
        group.bench_function(BenchmarkId::new("verdict", &set.id), |bencher| {
            bencher.iter(|| black_box(conflict.zone().verdict_only().solve()));
        });
        group.bench_function(BenchmarkId::new("whole answer", &set.id), |bencher| {
            bencher.iter(|| black_box(conflict.deal_zone()));
        });
    }
    group.finish();
}

criterion_group!(benches, by_issues, built_in);
criterion_main!(benches);
