//! One scenario of the tree, read and analysed.

use std::path::Path;
use std::time::Instant;

use dealzone::genius::{Comparison, Figures, Scenario, listed_frontier};

use crate::Options;
use crate::play::{Played, play};

/// One scenario of the tree.
pub(crate) struct Entry {
    pub(crate) path: String,
    pub(crate) read: Result<Analysed, String>,
}

/// What there is to tell of a scenario that could be read.
pub(crate) struct Analysed {
    pub(crate) scenario: Scenario,
    pub(crate) figures: Option<Figures>,
    /// Milliseconds, where they were asked for.
    pub(crate) took: Option<f64>,
    /// What somebody else's list is worth, or why it could not be read.
    pub(crate) listed: Option<Result<Comparison, String>>,
    /// How the talks ended, where they were asked for.
    pub(crate) talks: Option<Result<Played, String>>,
}

impl Entry {
    pub(crate) fn read(root: &Path, path: &Path, options: &Options) -> Self {
        let shown: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        let folder = root.join(path);
        let loaded = Scenario::load_first(&folder, options.parties.max(1));
        Self {
            path: if shown.is_empty() {
                ".".to_owned()
            } else {
                shown.join("/")
            },
            read: loaded
                .map(|scenario| analyse(&folder, scenario, options))
                .map_err(|error| error.to_string()),
        }
    }
}

fn analyse(folder: &Path, scenario: Scenario, options: &Options) -> Analysed {
    let figures = scenario.figures();
    let listed = figures
        .as_ref()
        .and_then(|figures| match listed_frontier(folder) {
            Ok(listed) => listed.map(|listed| Ok(figures.compare(&listed))),
            Err(error) => Some(Err(error.to_string())),
        });
    Analysed {
        took: options.times.then(|| least_time(&scenario)),
        talks: (!options.play.is_empty()).then(|| play(&scenario, options)),
        scenario,
        figures,
        listed,
    }
}

/// The least time that the frontier takes, in milliseconds.
fn least_time(scenario: &Scenario) -> f64 {
    let run = |_| {
        let start = Instant::now();
        std::hint::black_box(scenario.frontier());
        start.elapsed().as_secs_f64() * 1e3
    };
    let first = run(0);
    let more = if first > 100.0 { 2 } else { 20 };
    (0..more).map(run).fold(first, f64::min)
}
