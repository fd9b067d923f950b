//! What a territory may be made of.

use std::collections::BTreeMap;

use super::{Region, Territory};
use crate::index::IssueIndex;

/// How far the slices in a region may reach beyond its area, as a share of it.
const AREA_TOLERANCE: f64 = 1e-9;

/// What is wrong with a territory; regions, axes and slices are counted from zero.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TerritoryError {
    /// A region without a positive, finite area.
    #[error("region {region} has an area of {found} km², not above 0")]
    Area {
        /// The region.
        region: usize,
        /// Its area.
        found: f64,
    },
    /// More is held of a region than there is, or less than nothing.
    #[error("{found} km² of region {region} are held, not 0 to {area}")]
    Held {
        /// The region.
        region: usize,
        /// What the first belligerent holds of it.
        found: f64,
        /// Its area.
        area: f64,
    },
    /// Two regions have the same issue.
    #[error("regions {first} and {second} are both about issue {}", .issue.get())]
    SameIssue {
        /// One of the regions.
        first: usize,
        /// The other.
        second: usize,
        /// Their issue.
        issue: IssueIndex,
    },
    /// Not one opening for each axis.
    #[error("there are openings for {found} axes, not {axes}")]
    Openings {
        /// How many openings there are.
        found: usize,
        /// How many axes there are.
        axes: usize,
    },
    /// The opening is beyond the last slice.
    #[error("axis {axis} opens at {found}, beyond its {slices} slices")]
    Opening {
        /// The axis.
        axis: usize,
        /// Its opening.
        found: usize,
        /// How many slices it has.
        slices: usize,
    },
    /// A slice of a region that is not there.
    #[error("slice {slice} of axis {axis} is in region {found}, there are {regions}")]
    SliceRegion {
        /// The axis.
        axis: usize,
        /// The slice.
        slice: usize,
        /// Its region.
        found: usize,
        /// How many regions there are.
        regions: usize,
    },
    /// A slice without a positive, finite area.
    #[error("slice {slice} of axis {axis} has an area of {found} km², not above 0")]
    SliceArea {
        /// The axis.
        axis: usize,
        /// The slice.
        slice: usize,
        /// Its area.
        found: f64,
    },
    /// The first belligerent could lose more of a region than it holds.
    #[error("{found} km² of region {region} could be lost, of {held} held")]
    Loss {
        /// The region.
        region: usize,
        /// The area of the slices on the first belligerent's side of the line.
        found: f64,
        /// What the first belligerent holds of the region.
        held: f64,
    },
    /// The first belligerent could gain more of a region than it does not hold.
    #[error("{found} km² of region {region} could be gained, of {left} not held")]
    Gain {
        /// The region.
        region: usize,
        /// The area of the slices on the second belligerent's side of the line.
        found: f64,
        /// What the first belligerent does not hold of the region.
        left: f64,
    },
    /// The front has another number of axes.
    #[error("there are slices for {found} axes, the front has {axes}")]
    Axes {
        /// Axes of the territory.
        found: usize,
        /// Axes of the front.
        axes: usize,
    },
    /// An axis of the front has another number of slices.
    #[error("axis \"{axis}\" has {slices} slices on the front, but areas for {found}")]
    Slices {
        /// The axis.
        axis: String,
        /// Its slices in the territory.
        found: usize,
        /// Its slices on the front.
        slices: usize,
    },
    /// An axis of the front opens somewhere else.
    #[error("axis \"{axis}\" opens at {opening} on the front, but its areas at {found}")]
    FrontOpening {
        /// The axis.
        axis: String,
        /// Its opening in the territory.
        found: usize,
        /// Its opening on the front.
        opening: usize,
    },
}

impl Territory {
    pub(super) fn check(&self) -> Result<(), TerritoryError> {
        self.check_regions()?;
        self.check_axes()?;
        self.check_reach()
    }

    fn check_regions(&self) -> Result<(), TerritoryError> {
        let mut seen = BTreeMap::new();
        for (region, &Region { issue, area, held }) in self.regions.iter().enumerate() {
            if !is_area(area) {
                return Err(TerritoryError::Area {
                    region,
                    found: area,
                });
            }
            if !(0.0..=area).contains(&held) {
                return Err(TerritoryError::Held {
                    region,
                    found: held,
                    area,
                });
            }
            if let Some(first) = seen.insert(issue, region) {
                return Err(TerritoryError::SameIssue {
                    first,
                    second: region,
                    issue,
                });
            }
        }
        Ok(())
    }

    fn check_axes(&self) -> Result<(), TerritoryError> {
        if self.opening.len() != self.axes.len() {
            return Err(TerritoryError::Openings {
                found: self.opening.len(),
                axes: self.axes.len(),
            });
        }
        let regions = self.regions.len();
        for (axis, (slices, &found)) in self.axes.iter().zip(&self.opening).enumerate() {
            if found > slices.len() {
                let slices = slices.len();
                return Err(TerritoryError::Opening {
                    axis,
                    found,
                    slices,
                });
            }
            for (number, slice) in slices.iter().enumerate() {
                if slice.region >= regions {
                    return Err(TerritoryError::SliceRegion {
                        axis,
                        slice: number,
                        found: slice.region,
                        regions,
                    });
                }
                if !is_area(slice.area) {
                    return Err(TerritoryError::SliceArea {
                        axis,
                        slice: number,
                        found: slice.area,
                    });
                }
            }
        }
        Ok(())
    }

    /// Wherever the axes stand, what is held of a region lies between nothing and all of it.
    fn check_reach(&self) -> Result<(), TerritoryError> {
        let mut losses = vec![0.0; self.regions.len()];
        let mut gains = losses.clone();
        for (slices, &opening) in self.axes.iter().zip(&self.opening) {
            let (behind, ahead) = slices.split_at(opening);
            for (slices, sums) in [(behind, &mut losses), (ahead, &mut gains)] {
                for slice in slices {
                    sums[slice.region] += slice.area;
                }
            }
        }
        for (region, &Region { area, held, .. }) in self.regions.iter().enumerate() {
            let (loss, gain, left) = (losses[region], gains[region], area - held);
            if loss - held > AREA_TOLERANCE * area {
                return Err(TerritoryError::Loss {
                    region,
                    found: loss,
                    held,
                });
            }
            if gain - left > AREA_TOLERANCE * area {
                return Err(TerritoryError::Gain {
                    region,
                    found: gain,
                    left,
                });
            }
        }
        Ok(())
    }
}

fn is_area(area: f64) -> bool {
    area.is_finite() && area > 0.0
}
