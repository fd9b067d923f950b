//! Rounds a second of alternating offers between time-dependent agents, whole runs from opening to end.
//!
//! ```text
//! cargo bench --bench rounds                 # a table
//! cargo bench --bench rounds -- write FOLDER # the same as JSON, a file a domain, for benches/peers/negmas_rounds.py
//! ```
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use dealzone::conflict::Conflict;
use dealzone::index::PartyIndex;
use dealzone::party::{Party, Preferences, Valuation};
use dealzone::space::{Family, Issue, Space};
use dealzone::stream::{Purpose, Stream};
use dealzone::talks::{Choice, Clock, Protocol, Reserve, Talks, TalksSettings, TimeDependent};
use serde_json::json;

/// Options of each issue: 27 to 112,896 deals.
const DOMAINS: &[&[usize]] = &[
    &[3, 3, 3],
    &[3, 3, 4, 5],
    &[4, 4, 5, 6, 3],
    &[5, 6, 5, 5, 3, 5],
    &[7, 8, 6, 7, 8, 6],
];
const ROUNDS: [u32; 2] = [100, 1_000];
/// Batches of which the fastest counts, and how long one takes at least. Time is that of the processor.
const BATCHES: usize = 5;
const BATCH: Duration = Duration::from_millis(60);

/// The time that this thread has had a processor; where the system does not tell, the time that has passed.
fn clock(start: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok();
    let told = told.and_then(|text| text.split(' ').next()?.parse().ok());
    told.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

/// Weights, and values by issue and option, of each party.
type Tables = Vec<(Vec<f64>, Vec<Vec<f64>>)>;

fn tables(sizes: &[usize]) -> Tables {
    let mut stream = Stream::new(1, sizes.len() as u64, Purpose::Sampling, 0);
    (0..2)
        .map(|_| {
            let raw: Vec<f64> = sizes.iter().map(|_| 0.2 + stream.uniform()).collect();
            let sum: f64 = raw.iter().sum();
            let weights = raw.iter().map(|weight| weight / sum).collect();
            let values = sizes.iter().map(|size| {
                let mut values: Vec<f64> = (0..*size).map(|_| stream.uniform()).collect();
                let least = values.iter().copied().fold(1.0, f64::min);
                let most = values.iter().copied().fold(0.0, f64::max);
                for value in &mut values {
                    *value = (*value - least) / (most - least);
                }
                values
            });
            (weights, values.collect())
        })
        .collect()
}

fn conflict(sizes: &[usize], tables: &Tables) -> Conflict {
    let issues = sizes.iter().enumerate().map(|(at, size)| {
        let names: Vec<String> = (0..*size).map(|option| format!("o{option}")).collect();
        Issue::choice(
            format!("i{at}"),
            Family::Other,
            names.iter().map(String::as_str),
        )
    });
    let parties = tables.iter().enumerate().map(|(at, (weights, values))| {
        let values = values.iter().map(|values| Valuation::table(values.clone()));
        Party::new(
            format!("p{at}"),
            Preferences::new(weights.clone(), values.collect()),
        )
    });
    Conflict::builder(Space::new(issues.collect(), Vec::new()).unwrap())
        .parties(parties)
        .reservations([0.0, 0.0])
        .build()
        .unwrap()
}

/// Boulware agents with an exponent of 4, as the peer's defaults have them.
fn settings(conflict: &Conflict, rounds: u32) -> TalksSettings {
    let agent = TimeDependent::new(0.25)
        .unwrap()
        .down_to(Reserve::WorstDeal)
        .choosing(Choice::Nearest { tolerance: 1e-6 })
        .with_slack(1e-4)
        .unwrap();
    let mut settings = TalksSettings::alternating(conflict, rounds);
    settings.protocol = Protocol::Stacked;
    settings.clock = Clock::Open;
    settings
        .seat(PartyIndex(0), agent)
        .seat(PartyIndex(1), agent)
}

struct Measured {
    rounds_a_second: f64,
    ended: u32,
    agreed: Option<Vec<f64>>,
}

fn measure(conflict: &Conflict, rounds: u32) -> Measured {
    let settings = settings(conflict, rounds);
    let play = || {
        let mut talks = Talks::new(conflict, settings.clone(), 1).unwrap();
        let outcome = black_box(talks.run());
        (talks.state().round(), outcome)
    };
    let (ended, outcome) = play();
    let mut best = 0.0_f64;
    for _ in 0..BATCHES {
        let mut played = 0_u64;
        let (start, began) = (Instant::now(), clock(Instant::now()));
        while start.elapsed() < BATCH {
            for _ in 0..8 {
                played += u64::from(play().0);
            }
        }
        let taken = clock(start).saturating_sub(began);
        best = best.max(played as f64 / taken.as_secs_f64());
    }
    let shares = vec![0.0; conflict.space().issues().len()];
    let agreed = outcome.deal().map(|deal| {
        let parties = conflict.parties().iter();
        let utility = |party: &Party| party.preferences.utility(conflict.space(), deal, &shares);
        parties.map(utility).collect()
    });
    Measured {
        rounds_a_second: best,
        ended,
        agreed,
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let folder = match arguments.as_slice() {
        [word, folder] if word == "write" => Some(Path::new(folder)),
        _ => None,
    };
    if folder.is_none() {
        println!(
            "{:>9} {:>7} {:>9} {:>14}",
            "deals", "rounds", "ended in", "rounds/s"
        );
    }
    for sizes in DOMAINS {
        let deals: usize = sizes.iter().product();
        let tables = tables(sizes);
        let conflict = conflict(sizes, &tables);
        let mut runs = Vec::new();
        for rounds in ROUNDS {
            let Measured {
                rounds_a_second,
                ended,
                agreed,
            } = measure(&conflict, rounds);
            if folder.is_none() {
                println!("{deals:>9} {rounds:>7} {ended:>9} {rounds_a_second:>14.0}");
            }
            runs.push(json!({
                "rounds": rounds, "ended": ended, "agreed": agreed, "rounds_a_second": rounds_a_second,
            }));
        }
        if let Some(folder) = folder {
            std::fs::create_dir_all(folder).unwrap();
            let parties: Vec<_> = tables
                .iter()
                .map(|(weights, values)| json!({ "weights": weights, "values": values }))
                .collect();
            let text = json!({ "deals": deals, "sizes": sizes, "parties": parties, "runs": runs });
            std::fs::write(folder.join(format!("{deals}.json")), text.to_string()).unwrap();
        }
    }
}
