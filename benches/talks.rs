//! The talks: one round, and a whole run of the built-in scenario.
//!
//! `cargo bench --bench talks`
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use dealzone::scenario::Scenario;
use dealzone::talks::Talks;

fn talks(criterion: &mut Criterion) {
    let scenario = Scenario::builtin("ukraine-2026-01-23").unwrap();
    let setting = scenario.setting();
    let conflict = scenario.conflict_at(&setting, Some("freeze")).unwrap();
    let settings = scenario.talks_settings(&setting).unwrap();
    let opened = || Talks::new(&conflict, settings.clone(), 1).unwrap();

    criterion.bench_function("talks/one round", |bencher| {
        let mut talks = opened();
        talks.step();
        let state = talks.state().clone();
        bencher.iter_batched(
            || Talks::resume(&conflict, settings.clone(), state.clone()).unwrap(),
            |mut talks| black_box(talks.step()),
            BatchSize::SmallInput,
        );
    });

    let mut group = criterion.benchmark_group("talks");
    group.sample_size(10);
    group.bench_function("whole run", |bencher| {
        bencher.iter_batched(
            opened,
            |mut talks| black_box(talks.run()),
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

criterion_group!(benches, talks);
criterion_main!(benches);
