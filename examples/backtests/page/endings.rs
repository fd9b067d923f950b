//! The table of how talks end, at central values and at values drawn from the ranges.

use std::error::Error;

use dealzone::index::ParameterIndex;
use dealzone::report::Finding;
use dealzone::scenario::{Scenario, Setting};
use dealzone::stream::{Purpose, Stream};

use super::played::Played;
use super::row;
use super::wilson::wilson;

pub(super) fn endings(
    scenario: &Scenario,
    findings: &[Finding],
    talks: &[Played],
    settings: u64,
) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let mut rows = vec![row([
        "demands",
        "numbers",
        "a deal zone at the opening",
        "talks",
        "signed",
        "kept",
        "broken",
        "not ratified",
        "zone, no deal",
        "no zone",
    ])];
    for (finding, played) in findings.iter().zip(talks) {
        let mut cells = vec![
            format!("`{}`", finding.id),
            "central".to_owned(),
            if finding.zone.exists() { "yes" } else { "no" }.to_owned(),
        ];
        cells.extend(played.cells());
        rows.push(cells);
        let (mut zones, mut drawn_talks) = (0, Played::default());
        for run in 0..settings {
            let setting = drawn(scenario, run)?;
            let set = (finding.id != Finding::AS_WRITTEN).then_some(finding.id.as_str());
            let conflict = scenario.conflict_at(&setting, set)?;
            zones += u64::from(conflict.zone().verdict_only().solve().exists());
            drawn_talks.play(scenario, &setting, &conflict, run)?;
        }
        let (low, high) = wilson(zones as f64, settings as f64);
        let mut cells = vec![
            format!("`{}`", finding.id),
            "drawn from the ranges".to_owned(),
            format!(
                "at {zones} of {settings} settings, {:.0} to {:.0} %",
                100.0 * low,
                100.0 * high
            ),
        ];
        cells.extend(drawn_talks.cells());
        rows.push(cells);
    }
    Ok(rows)
}

/// A setting with every number drawn evenly from its range, each by itself.
fn drawn(scenario: &Scenario, run: u64) -> Result<Setting, Box<dyn Error>> {
    let mut setting = scenario.setting();
    let mut stream = Stream::new(1, run, Purpose::Sampling, 0);
    for (at, parameter) in scenario.parameters().iter().enumerate() {
        setting.set_at(ParameterIndex(at), parameter.at(stream.uniform()))?;
    }
    Ok(setting)
}
