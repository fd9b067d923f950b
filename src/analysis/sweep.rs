//! Which numbers of a scenario flip the verdict within their ranges, each by itself.

use super::probe::{AnalysisError, Known, Probe, Reading};
use super::threshold::{Scan, Threshold, Thresholds, thresholds};
use crate::index::ParameterIndex;
use crate::parallel;
use crate::scenario::{Scenario, Setting};

/// A number that flips the verdict, and the flip nearest to its value in the setting.
#[derive(Debug, Clone, PartialEq)]
pub struct Flip {
    /// Which number.
    pub parameter: ParameterIndex,
    /// How far the flip is from the value of the setting, as a share of the way to the end of the range on that side:
    /// above 0, at most 1.
    pub distance: f64,
    /// The two values that hold the flip between them, each with its answer and proof.
    pub threshold: Threshold,
}

/// The verdict of a scenario at a setting, and the numbers that flip it one at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    /// The answer at the setting.
    pub centre: Reading,
    /// Those that flip it, nearest first; equally near, in the order of the scenario.
    pub flips: Vec<Flip>,
    /// How many numbers have a range to run through.
    pub tried: usize,
    /// Those that could not be read at some value of the scan: undecided, or refused.
    pub unclear: Vec<ParameterIndex>,
}

impl Scan {
    /// For many numbers: two parts on either side, to a thousandth of the range.
    #[must_use]
    pub fn coarse() -> Self {
        Self {
            parts: 2,
            tolerance: 1e-3,
        }
    }
}

impl Scenario {
    /// Which numbers flip the verdict within their ranges, each by itself and all others as in a setting.
    ///
    /// The answer does not depend on the number of threads, of which as many run as there are cores.
    ///
    /// # Errors
    /// [`AnalysisError`] where the scenario cannot be assembled at the setting.
    ///
    /// # Complexity
    /// As [`Scenario::thresholds`], for each parameter.
    pub fn sweep(
        &self,
        setting: &Setting,
        demand_set: Option<&str>,
        scan: Scan,
    ) -> Result<Sweep, AnalysisError> {
        let probe = Probe::new(self, setting, demand_set)?;
        let mut known = Known::default();
        let centre = probe.centre(&mut known);
        let ranged: Vec<ParameterIndex> = self
            .parameters()
            .iter()
            .enumerate()
            .filter(|(_, parameter)| parameter.low < parameter.high)
            .map(|(index, _)| ParameterIndex(index))
            .collect();
        // Each starts from what is known at the setting and no more, so that none depends on another.
        let scanned = parallel::map(ranged.len(), |at| {
            let range = &self.parameters()[ranged[at].get()];
            let bounds = range.low..=range.high;
            let found = thresholds(&probe, ranged[at], bounds, scan, &mut known.clone())?;
            let is_unclear = found
                .readings
                .iter()
                .any(|side| side.reading.exists().is_none());
            // What was read elsewhere, proofs and all, is let go of here.
            Ok((is_unclear, nearest(self, found)))
        });
        let mut flips = Vec::new();
        let mut unclear = Vec::new();
        for (parameter, found) in ranged.iter().zip(scanned) {
            let (is_unclear, flip) = found.map_err(AnalysisError::Setting)?;
            if is_unclear {
                unclear.push(*parameter);
            }
            flips.extend(flip);
        }
        flips.sort_by(|a, b| a.distance.total_cmp(&b.distance));
        Ok(Sweep {
            centre,
            flips,
            tried: ranged.len(),
            unclear,
        })
    }
}

fn nearest(scenario: &Scenario, found: Thresholds) -> Option<Flip> {
    let range = scenario.parameters().get(found.parameter.get())?;
    let distance = |threshold: &Threshold| {
        let way = threshold.value() - found.centre;
        let end = if way > 0.0 { range.high } else { range.low };
        way / (end - found.centre)
    };
    found
        .flips
        .iter()
        .map(|threshold| (distance(threshold), threshold))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(distance, threshold)| Flip {
            parameter: found.parameter,
            distance,
            threshold: threshold.clone(),
        })
}
