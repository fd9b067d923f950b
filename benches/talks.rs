//! The talks: one round, and whole runs of the built-in scenario under each of its demand sets.
//!
//! `cargo bench --bench talks`
//!
//! Criterion times single runs, and how long one takes hangs on when its talks end. So the figures that are given, runs a
//! second, are printed by
//!
//! `cargo bench --bench talks -- --runs 1000`
//!
//! which plays so many runs on one core, a seed each, and then those alone in which all rounds are played: with the war
//! tables and the playbook shared between them; with the conflict made anew for each, its war solved, and of the playbook
//! what does not rest on the war shared; and with all made anew.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::time::Instant;

use criterion::{BatchSize, Criterion};
use dealzone::scenario::{Scenario, Setting};
use dealzone::talks::{Playbook, Talks};

/// In how many parts runs are timed: the fastest counts, for others may use the machine too.
const PARTS: usize = 5;

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

/// Runs, rounds played and seconds taken, of the fastest part of these seeds.
fn fastest(seeds: &[u64], mut play: impl FnMut(u64) -> u32) -> (usize, u32, f64) {
    let parts = seeds.chunks_exact((seeds.len() / PARTS).max(1));
    let timed = parts.map(|part| {
        let start = Instant::now();
        let rounds = part.iter().map(|seed| play(*seed)).sum();
        (part.len(), rounds, start.elapsed().as_secs_f64())
    });
    timed
        .reduce(|fast: (usize, u32, f64), next| {
            let pace = |(_, rounds, seconds): (usize, u32, f64)| seconds / f64::from(rounds);
            if pace(next) < pace(fast) { next } else { fast }
        })
        .unwrap()
}

fn line(name: &str, seeds: &[u64], play: impl FnMut(u64) -> u32) {
    let (runs, rounds, seconds) = fastest(seeds, play);
    println!(
        "{name:45} {:6.1} rounds a run  {:8.1} us a round  {:7.0} runs a second",
        f64::from(rounds) / runs as f64,
        1e6 * seconds / f64::from(rounds),
        runs as f64 / seconds,
    );
}

fn count(scenario: &Scenario, setting: &Setting, runs: u64) {
    let settings = scenario.talks_settings(setting).unwrap();
    let last = settings.rounds;
    for demands in ["four_regions", "anchorage", "freeze"] {
        let conflict = scenario.conflict_at(setting, Some(demands)).unwrap();
        let playbook = Playbook::new(&conflict);
        let shared = |seed| {
            let mut talks = Talks::by(&playbook, settings.clone(), seed, 0).unwrap();
            black_box(talks.run());
            talks.state().round()
        };
        let solved = |seed| {
            let conflict = scenario.conflict_at(setting, Some(demands)).unwrap();
            let playbook = playbook.over(&conflict).unwrap();
            let mut talks = Talks::by(&playbook, settings.clone(), seed, 0).unwrap();
            black_box(talks.run());
            talks.state().round()
        };
        let anew = |seed| {
            let conflict = scenario.conflict_at(setting, Some(demands)).unwrap();
            let mut talks = Talks::new(&conflict, settings.clone(), seed).unwrap();
            black_box(talks.run());
            talks.state().round()
        };
        let all: Vec<u64> = (0..runs).collect();
        let whole: Vec<u64> = all
            .iter()
            .copied()
            .filter(|seed| shared(*seed) == last)
            .collect();
        let sets = [(all, "as they end"), (whole, "all rounds played")];
        for (seeds, which) in sets.into_iter().filter(|(seeds, _)| !seeds.is_empty()) {
            let few = &seeds[..seeds.len().min((seeds.len() / 10).max(PARTS))];
            let name = |what| format!("{demands}, {which}, {what}");
            line(&name("shared"), &seeds, shared);
            line(&name("tables anew"), few, solved);
            line(&name("all anew"), few, anew);
        }
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
