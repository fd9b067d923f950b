//! The tables on the zone: verdicts, explanations and flips.

use std::error::Error;

use dealzone::analysis::{Explanation, Scan};
use dealzone::report::Finding;
use dealzone::scenario::Scenario;

use super::guess::smallest;
use super::{gain, row};

pub(super) fn verdicts(findings: &[Finding]) -> Vec<Vec<String>> {
    let mut rows = vec![row([
        "demands",
        "a deal zone",
        "greatest least gain",
        "smallest sets of demands to lift",
    ])];
    for finding in findings {
        let verdict = match (finding.zone.exists(), finding.checked_proof()) {
            (true, _) => "exists".to_owned(),
            (false, Some(_)) if finding.zone.upper().is_finite() => "empty, proven".to_owned(),
            (false, Some(_)) => "empty: the demands alone exclude every deal".to_owned(),
            (false, None) => "undecided".to_owned(),
        };
        let lifts = smallest(finding)
            .iter()
            .map(|lift| {
                let demands = lift.as_slice().iter();
                let named: Vec<String> = demands
                    .map(|demand| demand.describe(&finding.conflict))
                    .collect();
                named.join(" and ")
            })
            .collect::<Vec<_>>();
        rows.push(vec![
            format!("`{}`", finding.id),
            verdict,
            gain(finding.zone.lower()),
            if lifts.is_empty() {
                "–".to_owned()
            } else {
                lifts.join("; or ")
            },
        ]);
    }
    rows
}

pub(super) fn explanations(findings: &[Finding]) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let mut heading = row(["demands", "without any of these"]);
    heading.extend(Explanation::ALL.map(|it| it.label().to_owned()));
    let mut rows = vec![heading];
    for finding in findings {
        let attribution = finding.conflict.zone().attribution()?;
        let mut cells = vec![
            format!("`{}`", finding.id),
            gain(attribution.frictionless()),
        ];
        cells.extend(Explanation::ALL.map(|explanation| {
            let mut shares = attribution.shares().iter();
            match shares.find(|share| share.explanation == explanation) {
                Some(share) => gain(-share.share),
                None if attribution.decisive() == Some(explanation) => "excludes all".to_owned(),
                None => "–".to_owned(),
            }
        }));
        rows.push(cells);
    }
    Ok(rows)
}

pub(super) fn flips(
    scenario: &Scenario,
    findings: &[Finding],
) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let mut rows = vec![row([
        "demands",
        "numbers tried",
        "flip it alone",
        "the nearest, from their value to the flip",
    ])];
    for finding in findings {
        let sweep = scenario.sweep(&scenario.setting(), Some(&finding.id), Scan::coarse())?;
        let nearest: Vec<String> = sweep
            .flips
            .iter()
            .take(4)
            .map(|flip| {
                let parameter = &scenario.parameters()[flip.parameter.get()];
                let value = flip.threshold.value();
                format!("`{}` {} to {value:.3}", parameter.key, parameter.value)
            })
            .collect();
        rows.push(vec![
            format!("`{}`", finding.id),
            sweep.tried.to_string(),
            sweep.flips.len().to_string(),
            if nearest.is_empty() {
                "–".to_owned()
            } else {
                nearest.join("; ")
            },
        ]);
    }
    Ok(rows)
}
