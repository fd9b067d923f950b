//! Where the verdict flips: the value of one number of a scenario, all others fixed.

use std::ops::RangeInclusive;

use super::probe::{AnalysisError, Known, Probe, Reading};
use crate::index::ParameterIndex;
use crate::scenario::{Scenario, Setting, SettingError};

/// How closely a number is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scan {
    /// Into how many parts what is looked at is cut on either side of the value of the setting, at least one. Two flips within
    /// one part cancel out and are not seen.
    pub parts: u32,
    /// How closely a flip is bracketed, as a share of what is looked at; halving stops where no number lies between.
    pub tolerance: f64,
}

impl Default for Scan {
    /// Eight parts on either side, to a millionth of the range.
    fn default() -> Self {
        Self {
            parts: 8,
            tolerance: 1e-6,
        }
    }
}

/// One side of a flip: a value, and the answer there with its witness or its proof.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// The value of the number, in its unit.
    pub value: f64,
    /// The answer: [`Reading::Exists`] or [`Reading::Empty`].
    pub reading: Reading,
}

/// A flip of the verdict, between two values at which it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// The greatest value looked at below the flip, and the answer there.
    pub below: Side,
    /// The least value looked at above the flip, and the other answer.
    pub above: Side,
}

impl Threshold {
    /// Where the verdict flips, to within half of [`width`](Self::width): the middle of the two, in the unit of the number.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.below.value + self.width() / 2.0
    }

    /// How far the two values are from each other, in the unit of the number; at most the share of what is looked at that the
    /// [`Scan`] tolerates, where numbers are that fine.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.above.value - self.below.value
    }

    /// Whether a zone exists above and none below.
    #[must_use]
    pub fn opens_upward(&self) -> bool {
        self.above.reading.exists() == Some(true)
    }
}

/// Where the verdict flips as one number of a scenario runs through its range.
///
/// The answer is proven at every value that it names: by a deal in the zone, or by a certificate. In between only a
/// flip is certain where the answers differ; where they are the same at both ends of a part of the [`Scan`] a pair of
/// flips may lie within it, for the verdict need not be monotone (the zone can close and open again as war grows
/// longer: Spaniel, Bils & Judd 2018).
#[derive(Debug, Clone, PartialEq)]
pub struct Thresholds {
    /// Which number.
    pub parameter: ParameterIndex,
    /// Its value in the setting.
    pub centre: f64,
    /// The least value looked at.
    pub low: f64,
    /// The greatest.
    pub high: f64,
    /// The flips, in increasing order.
    pub flips: Vec<Threshold>,
    /// What was read at the ends of the parts, in increasing order.
    pub readings: Vec<Side>,
}

impl Scenario {
    /// Where the verdict flips as one number runs through its range, with all others as in a setting.
    ///
    /// # Errors
    /// [`AnalysisError`] for a key that the scenario does not have, and where it cannot be assembled at the setting. A
    /// value at which it cannot be assembled is a [`Reading::Refused`].
    ///
    /// # Complexity
    /// A verdict for each part, and log₂(1 / tolerance) for each flip. Each verdict is that of a deal or a proof known
    /// from another value where one of them decides, and a search where none does.
    pub fn thresholds(
        &self,
        setting: &Setting,
        demand_set: Option<&str>,
        key: &str,
        scan: Scan,
    ) -> Result<Thresholds, AnalysisError> {
        let parameter = setting.find(key)?;
        let range = &self.parameters()[parameter.get()];
        self.thresholds_within(setting, demand_set, key, range.low..=range.high, scan)
    }

    /// Where the verdict flips as one number runs between bounds of one's own, within its range or beyond it.
    ///
    /// # Errors
    /// As [`thresholds`](Self::thresholds), and [`SettingError::Impossible`] for a bound that the number cannot have
    /// whatever its range, such as a probability above 1, and for bounds in the wrong order.
    pub fn thresholds_within(
        &self,
        setting: &Setting,
        demand_set: Option<&str>,
        key: &str,
        bounds: RangeInclusive<f64>,
        scan: Scan,
    ) -> Result<Thresholds, AnalysisError> {
        let parameter = setting.find(key)?;
        for bound in [*bounds.start(), *bounds.end()] {
            setting.clone().put(parameter, bound)?;
        }
        if bounds.is_empty() {
            return Err(AnalysisError::Setting(SettingError::Impossible {
                key: key.to_owned(),
                value: *bounds.end(),
                expected: format!("{} or more", bounds.start()),
            }));
        }
        let probe = Probe::new(self, setting, demand_set)?;
        let mut known = Known::default();
        probe.centre(&mut known);
        Ok(thresholds(&probe, parameter, bounds, scan, &mut known)?)
    }
}

/// Scans a parameter between bounds and brackets every flip that shows.
pub(super) fn thresholds(
    probe: &Probe<'_>,
    parameter: ParameterIndex,
    bounds: RangeInclusive<f64>,
    scan: Scan,
    known: &mut Known,
) -> Result<Thresholds, SettingError> {
    let centre = probe.setting.value(parameter);
    let (low, high) = bounds.into_inner();
    let mut readings = Vec::new();
    for value in grid(low, centre, high, scan.parts.max(1)) {
        let reading = probe.read(parameter, value, known)?;
        readings.push(Side { value, reading });
    }
    let width = scan.tolerance.max(0.0) * (high - low);
    let mut flips = Vec::new();
    let decided: Vec<&Side> = readings
        .iter()
        .filter(|side| side.reading.exists().is_some())
        .collect();
    for pair in decided.windows(2) {
        if pair[0].reading.exists() != pair[1].reading.exists() {
            let ends = [pair[0].clone(), pair[1].clone()];
            flips.push(bracket(probe, parameter, ends, width, known)?);
        }
    }
    Ok(Thresholds {
        parameter,
        centre,
        low,
        high,
        flips,
        readings,
    })
}

/// Halves a bracket until it is narrow enough, or the middle cannot be decided.
fn bracket(
    probe: &Probe<'_>,
    parameter: ParameterIndex,
    ends: [Side; 2],
    width: f64,
    known: &mut Known,
) -> Result<Threshold, SettingError> {
    let [mut below, mut above] = ends;
    while above.value - below.value > width {
        let value = below.value + (above.value - below.value) / 2.0;
        if value <= below.value || value >= above.value {
            break;
        }
        let reading = probe.read(parameter, value, known)?;
        if reading.exists() == below.reading.exists() {
            below = Side { value, reading };
        } else if reading.exists() == above.reading.exists() {
            above = Side { value, reading };
        } else {
            break;
        }
    }
    Ok(Threshold { below, above })
}

/// Values from low to high through the centre, with `parts` on either side of it; through the middle where the centre is
/// not between them.
fn grid(low: f64, centre: f64, high: f64, parts: u32) -> Vec<f64> {
    let centre = match (low..=high).contains(&centre) {
        true => centre,
        false => low + (high - low) / 2.0,
    };
    let between = |from: f64, to: f64| {
        (1..parts).map(move |part| from + (to - from) * (f64::from(part) / f64::from(parts)))
    };
    let mut values = vec![low];
    values.extend(between(low, centre));
    values.push(centre);
    values.extend(between(centre, high));
    values.push(high);
    values.dedup();
    values
}
