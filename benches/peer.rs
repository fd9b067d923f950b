//! Times the verdict on whole families of instances, and prints a table by size.
//!
//! ```text
//! cargo bench --bench peer -- [instances per cell]
//! ```
#![allow(clippy::unwrap_used, missing_docs)]

mod families;

use std::time::Instant;

use dealzone::solver::{Budget, Goal, Search, Status};
use families::Family;

fn main() {
    let count: u64 = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(30);
    println!(
        "family | K | parties | median ms | 90 % | worst ms | boxes, most | exist | undecided"
    );
    for (name, make) in KINDS {
        for choices in [10, 20, 50, 100] {
            for parties in [2, 3, 5] {
                let family = make(choices, parties);
                let mut times = Vec::new();
                let (mut boxes, mut exist, mut undecided) = (0, 0, 0);
                for seed in 0..count {
                    let programs = family.instance(seed);
                    let start = Instant::now();
                    let mut search = Search::new(programs);
                    let status = search.run(
                        Goal::Sign,
                        Budget {
                            boxes: 50_000,
                            ..Budget::default()
                        },
                    );
                    times.push(start.elapsed().as_secs_f64() * 1e3);
                    let summary = search.summary();
                    boxes = boxes.max(summary.boxes);
                    exist += u64::from(summary.best.is_some_and(|best| best.1 >= -1e-12));
                    undecided += u64::from(status != Status::Settled);
                }
                times.sort_by(f64::total_cmp);
                let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
                println!(
                    "{name} | {choices} | {parties} | {:.3} | {:.3} | {:.3} | {boxes} | {exist} | {undecided}",
                    at(0.5),
                    at(0.9),
                    at(1.0),
                );
            }
        }
    }
}

type Kind = (&'static str, fn(usize, usize) -> Family);

const KINDS: [Kind; 5] = [
    ("easy", |choices, parties| {
        Family::additive(choices, parties, false)
    }),
    ("hard", |choices, parties| {
        Family::additive(choices, parties, true)
    }),
    ("amounts, hard", |choices, parties| Family {
        amounts: 5,
        ..Family::additive(choices, parties, true)
    }),
    ("linked, hard", |choices, parties| Family {
        amounts: 5,
        implications: choices / 5,
        interactions: choices / 5,
        ..Family::additive(choices, parties, true)
    }),
    ("10 frames, hard", |choices, parties| Family {
        frames: 10,
        ..Family::additive(choices, parties, true)
    }),
];
