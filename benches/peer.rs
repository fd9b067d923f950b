//! Times the verdict on whole families of instances.
//!
//! ```text
//! cargo bench --bench peer -- table [instances of each family]
//! cargo bench --bench peer -- answers [instances of each family]
//! cargo bench --bench peer -- serve <file> [instances at K = 10, 20, 50, 100]
//! ```
//!
//! `table` prints a line for each family. `answers` does so for `Conflict::deal_zone` without options, the verdict and
//! the best deal, on families of choices alone. `serve` is for `benches/peers/highs.py`: for every line that it reads it
//! writes the next of mixed instances to the .lp file, settles it, and prints our verdict and times.
#![allow(clippy::unwrap_used, missing_docs)]

mod families;

use std::fs;
use std::hint::black_box;
use std::io::{Write, stdin, stdout};
use std::path::Path;
use std::time::Instant;

use dealzone::solver::{Budget, Goal, Program, Search, Status, Summary, to_lp};
use families::Family;

/// Runs of which the least time counts.
const RUNS: usize = 3;

const SIZES: [usize; 4] = [10, 20, 50, 100];

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench");
    let mode = arguments.next();
    let rest: Vec<String> = arguments.collect();
    match (mode.as_deref(), rest.as_slice()) {
        (Some("serve"), [file, counts @ ..]) => {
            let counts: Vec<usize> = counts.iter().map(|count| count.parse().unwrap()).collect();
            serve(Path::new(file), &counts);
        }
        (Some("table"), [count]) => table(count.parse().unwrap()),
        (Some("answers"), [count]) => answers(count.parse().unwrap()),
        _ => table(30),
    }
}

/// A family for every number, so that each kind comes in its turn: two, three and five parties; one in three hard; a
/// quarter additive, a quarter with up to ten amounts, a quarter linked as well, and a quarter with frames.
fn mixed(choices: usize, number: usize) -> Family {
    let is_hard = (number / 3).is_multiple_of(3);
    let additive = Family::additive(choices, [2, 3, 5][number % 3], is_hard);
    let block = number / 36;
    let amounts = block % 11;
    match number / 9 % 4 {
        0 => additive,
        1 => Family {
            amounts,
            ..additive
        },
        2 => Family {
            amounts,
            ..additive.linked()
        },
        _ => Family {
            frames: [10, 3, 3, 50, 3, 3, 10, 3, 3, 10, 3, 3][block % 12],
            ..additive
        },
    }
}

/// A verdict, and the milliseconds that it took: the least of three runs, so that what else the machine does counts
/// less.
fn verdict(programs: &[Program]) -> (Status, Summary, f64) {
    let mut least = f64::INFINITY;
    let mut runs = 0;
    loop {
        let programs = programs.to_vec();
        let start = Instant::now();
        let mut search = Search::new(programs).unwrap();
        let status = search.run(Goal::Sign, Budget::default());
        let time = start.elapsed().as_secs_f64() * 1e3;
        least = least.min(time);
        runs += 1;
        if runs == RUNS {
            return (status, search.summary(), least);
        }
    }
}

fn table(count: u64) {
    println!(
        "| family | K | parties | median ms | with a deal | without | 90 % | worst ms | most boxes | a deal | undecided |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    for (name, make) in KINDS {
        for choices in SIZES {
            for parties in [2, 3, 5] {
                let family = make(choices, parties);
                // A deal takes longer to find than a proof that there is none: the two are told apart, too.
                let mut times = [Vec::new(), Vec::new()];
                let (mut boxes, mut undecided) = (0, 0);
                for seed in 0..count {
                    let (status, summary, time) = verdict(&family.instance(seed));
                    times[usize::from(!exists(&summary))].push(time);
                    boxes = boxes.max(summary.boxes);
                    undecided += u64::from(status != Status::Settled);
                }
                let exist = times[0].len();
                let all = times.concat();
                println!(
                    "| {name} | {choices} | {parties} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {boxes} | {exist} | {undecided} |",
                    quantile(&all, 0.5),
                    quantile(&times[0], 0.5),
                    quantile(&times[1], 0.5),
                    quantile(&all, 0.9),
                    quantile(&all, 1.0),
                );
            }
        }
    }
}

/// What is asked without options, from the conflict to the answer.
fn answers(count: u64) {
    println!("| family | K | parties | median ms | 90 % | worst ms | median gap | widest gap |");
    println!("|---|---|---|---|---|---|---|---|");
    for (name, hard) in [("easy", false), ("hard", true)] {
        for choices in SIZES {
            for parties in [2, 3, 5] {
                let family = Family::additive(choices, parties, hard);
                let (mut times, mut gaps) = (Vec::new(), Vec::new());
                for seed in 0..count {
                    let conflict = family.conflict(seed);
                    let runs = (0..RUNS).map(|_| {
                        let start = Instant::now();
                        let zone = black_box(&conflict).deal_zone();
                        (start.elapsed().as_secs_f64() * 1e3, zone)
                    });
                    let (time, zone) = runs.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
                    times.push(time);
                    gaps.push(zone.upper() - zone.lower());
                }
                println!(
                    "| additive, {name} | {choices} | {parties} | {:.3} | {:.3} | {:.3} | {:.1e} | {:.1e} |",
                    quantile(&times, 0.5),
                    quantile(&times, 0.9),
                    quantile(&times, 1.0),
                    quantile(&gaps, 0.5),
                    quantile(&gaps, 1.0),
                );
            }
        }
    }
}

/// The time that so large a part of some does not pass; no number where there are none.
fn quantile(times: &[f64], part: f64) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let last = times.len().saturating_sub(1) as f64;
    times
        .get((last * part) as usize)
        .copied()
        .unwrap_or(f64::NAN)
}

fn serve(file: &Path, counts: &[usize]) {
    for (choices, count) in SIZES.into_iter().zip(counts) {
        for number in 0..*count {
            let family = mixed(choices, number);
            let programs = family.instance(number as u64);
            if stdin().read_line(&mut String::new()).unwrap() == 0 {
                return;
            }
            fs::write(file, to_lp(&programs).unwrap()).unwrap();
            let (status, summary, time) = verdict(&programs);
            let verdict = match (exists(&summary), status) {
                (true, _) => "exists",
                (false, Status::Settled) => "empty",
                (false, Status::OutOfBudget) => "undecided",
            };
            let Family {
                parties,
                hard,
                frames,
                amounts,
                ..
            } = family;
            println!("{choices},{number},{parties},{hard},{frames},{amounts},{verdict},{time}");
            stdout().flush().unwrap();
        }
    }
}

fn exists(summary: &Summary) -> bool {
    summary
        .best
        .as_ref()
        .is_some_and(|best| best.1 >= -dealzone::solver::ZERO_TOLERANCE)
}

type Kind = (&'static str, fn(usize, usize) -> Family);

const KINDS: [Kind; 6] = [
    ("additive, easy", |choices, parties| {
        Family::additive(choices, parties, false)
    }),
    ("additive, hard", |choices, parties| {
        Family::additive(choices, parties, true)
    }),
    ("with amounts, hard", |choices, parties| Family {
        amounts: 5,
        ..Family::additive(choices, parties, true)
    }),
    ("linked, hard", |choices, parties| {
        Family::additive(choices, parties, true).linked()
    }),
    ("50 frames, hard", |choices, parties| Family {
        frames: 50,
        ..Family::additive(choices, parties, true)
    }),
    ("10 frames, hard", |choices, parties| Family {
        frames: 10,
        ..Family::additive(choices, parties, true)
    }),
];
