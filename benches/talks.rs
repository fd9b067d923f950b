//! The talks: one round, and whole runs of the built-in scenario under each of its demand sets.
//!
//! `cargo bench --bench talks`
//!
//! Criterion times single runs, and how long one takes hangs on when its talks end. So the figures that are given, runs a
//! second, are printed by
//!
//! `cargo bench --bench talks -- --runs 1000`
//!
//! which plays so many runs on one core, a seed each: with the war tables and the playbook shared between them; with the
//! conflict made anew for each, its war solved, and of the playbook what does not rest on the war shared; and with all
//! made anew.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::time::Instant;

use criterion::{BatchSize, Criterion};
use dealzone::scenario::{Scenario, Setting};
use dealzone::talks::{Playbook, Talks};

/// In how many parts runs are timed: the fastest counts, for others may use the machine too.
const PARTS: u64 = 5;

fn talks(criterion: &mut Criterion) {
    let scenario = Scenario::builtin("ukraine-2026-01-23").unwrap();
    let setting = scenario.setting();
    let conflict = scenario.conflict_at(&setting, Some("freeze")).unwrap();
    let settings = scenario.talks_settings(&setting).unwrap();
    let playbook = Playbook::new(&conflict);
    let opened = || Talks::by(&playbook, settings.clone(), 1, 0).unwrap();

    criterion.bench_function("talks/one round", |bencher| {
        bencher.iter_batched(
            || {
                let mut talks = opened();
                talks.step();
                talks
            },
            |mut talks| black_box(talks.step()),
            BatchSize::SmallInput,
        );
    });
    criterion.bench_function("talks/whole run", |bencher| {
        bencher.iter_batched(
            opened,
            |mut talks| black_box(talks.run()),
            BatchSize::SmallInput,
        );
    });
}

/// Rounds played and seconds taken, of the fastest part.
fn fastest(runs: u64, mut play: impl FnMut(u64) -> u64) -> (u64, f64) {
    let each = (runs / PARTS).max(1);
    let timed = (0..PARTS).map(|part| {
        let start = Instant::now();
        let rounds = (0..each).map(|run| play(part * each + run)).sum();
        (rounds, start.elapsed().as_secs_f64())
    });
    timed
        .reduce(|fast: (u64, f64), next| {
            let pace = |(rounds, seconds): (u64, f64)| seconds / rounds as f64;
            if pace(next) < pace(fast) { next } else { fast }
        })
        .unwrap()
}

fn line(name: &str, runs: u64, (rounds, seconds): (u64, f64)) {
    let each = (runs / PARTS).max(1);
    println!(
        "{name:24} {:6.1} rounds a run  {:8.1} us a round  {:7.0} runs a second  {:7.0} of 52 rounds",
        rounds as f64 / each as f64,
        1e6 * seconds / rounds as f64,
        each as f64 / seconds,
        rounds as f64 / seconds / 52.0,
    );
}

fn count(scenario: &Scenario, setting: &Setting, runs: u64) {
    let settings = scenario.talks_settings(setting).unwrap();
    for demands in ["four_regions", "anchorage", "freeze"] {
        let conflict = scenario.conflict_at(setting, Some(demands)).unwrap();
        let playbook = Playbook::new(&conflict);
        let shared = |seed| {
            let mut talks = Talks::by(&playbook, settings.clone(), seed, 0).unwrap();
            black_box(talks.run());
            u64::from(talks.state().round())
        };
        shared(0);
        line(&format!("{demands}, shared"), runs, fastest(runs, shared));
        let few = (runs / 10).max(PARTS);
        let solved = |seed| {
            let conflict = scenario.conflict_at(setting, Some(demands)).unwrap();
            let playbook = playbook.over(&conflict).unwrap();
            let mut talks = Talks::by(&playbook, settings.clone(), seed, 0).unwrap();
            black_box(talks.run());
            u64::from(talks.state().round())
        };
        line(
            &format!("{demands}, tables anew"),
            few,
            fastest(few, solved),
        );
        let anew = |seed| {
            let conflict = scenario.conflict_at(setting, Some(demands)).unwrap();
            let mut talks = Talks::new(&conflict, settings.clone(), seed).unwrap();
            black_box(talks.run());
            u64::from(talks.state().round())
        };
        line(&format!("{demands}, all anew"), few, fastest(few, anew));
    }
}

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--runs");
    if let Some(runs) = arguments.nth(1) {
        let scenario = Scenario::builtin("ukraine-2026-01-23").unwrap();
        count(&scenario, &scenario.setting(), runs.parse().unwrap());
    } else {
        let mut criterion = Criterion::default().configure_from_args();
        talks(&mut criterion);
        criterion.final_summary();
    }
}
