//! Which part of each region the first belligerent holds, as the front moves.

mod check;

pub use check::TerritoryError;

use std::collections::BTreeMap;

use super::chain::Chain;
use crate::index::IssueIndex;

/// A region that the talks are about, and that the front may run through.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Region {
    /// The issue of who holds it; no two regions have the same.
    pub issue: IssueIndex,
    /// Its area in km², above zero.
    pub area: f64,
    /// What the first belligerent holds of it when the talks open, in km², 0 to `area`.
    pub held: f64,
}

/// What changes hands when the line on an axis moves by one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slice {
    /// Position of the region in the list of regions.
    pub region: usize,
    /// Its area in km², above zero.
    pub area: f64,
}

/// Which part of each region the first belligerent holds, from the positions of the axes.
///
/// A position counts the slices that the first belligerent holds on an axis, from its own rear. What it holds of a
/// region is what it held when the talks opened, and the slices that the front has passed since:
///
/// share = (held ± areas of the slices of the region between the opening and the position) / area.
///
/// Each axis adds its own change, so that shares are additive over axes, as the value of a front is.
///
/// ```
/// use dealzone::index::IssueIndex;
/// use dealzone::war::{Region, Slice, Territory};
///
/// let region = Region { issue: IssueIndex(1), area: 800.0, held: 400.0 };
/// let slice = Slice { region: 0, area: 100.0 };
/// let territory = Territory::new(vec![region], vec![vec![slice; 4], vec![slice; 2]], vec![2, 1])?;
///
/// assert_eq!(territory.shares(&[2, 1], 3), [0.0, 0.5, 0.0]);
/// assert_eq!(territory.shares(&[4, 0], 3), [0.0, 0.625, 0.0]);
/// assert_eq!(territory.change(0, 4), [(IssueIndex(1), 0.25)]);
/// # Ok::<(), dealzone::war::TerritoryError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Territory {
    regions: Vec<Region>,
    /// By axis, from the first belligerent's rear to the second's.
    axes: Vec<Vec<Slice>>,
    /// By axis.
    opening: Vec<usize>,
    /// By axis and position.
    changes: Vec<Vec<Vec<(IssueIndex, f64)>>>,
}

impl Territory {
    /// Regions, the slices of each axis from the first belligerent's rear to the second's, and the position of each
    /// axis when the talks open.
    ///
    /// # Errors
    /// [`TerritoryError`] when a number is out of range, two regions have the same issue, an axis opens beyond its
    /// end, or the slices could take what is held of a region below zero or above its area (by more than 10⁻⁹ of the
    /// area). It names the region, or the axis and the slice, and what was found there.
    pub fn new(
        regions: Vec<Region>,
        axes: Vec<Vec<Slice>>,
        opening: Vec<usize>,
    ) -> Result<Self, TerritoryError> {
        let mut territory = Self {
            regions,
            axes,
            opening,
            changes: Vec::new(),
        };
        territory.check()?;
        let axes = territory.axes.iter().zip(&territory.opening);
        let changes = axes.map(|(slices, &opening)| territory.changes(slices, opening));
        territory.changes = changes.collect();
        Ok(territory)
    }

    /// No regions and no axes: the talks are about other things.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The regions, in the order that they were given in.
    #[must_use]
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// How many slices each axis has.
    #[must_use]
    pub fn axes(&self) -> impl ExactSizeIterator<Item = usize> {
        self.axes.iter().map(Vec::len)
    }

    /// The position of each axis when the talks open.
    #[must_use]
    pub fn opening(&self) -> &[usize] {
        &self.opening
    }

    /// The share that the first belligerent holds of the region of each issue, 0 to 1; zero for an issue without a
    /// region.
    ///
    /// An axis without a position is at its opening, and a position past the end is read as the last.
    #[must_use]
    pub fn shares(&self, positions: &[usize], issues: usize) -> Vec<f64> {
        let mut shares = vec![0.0; issues];
        for region in &self.regions {
            if let Some(share) = shares.get_mut(region.issue.get()) {
                *share = region.held / region.area;
            }
        }
        for (axis, &position) in positions.iter().enumerate() {
            for &(issue, change) in self.change(axis, position) {
                if let Some(share) = shares.get_mut(issue.get()) {
                    *share += change;
                }
            }
        }
        for share in &mut shares {
            *share = share.clamp(0.0, 1.0);
        }
        shares
    }

    /// How much the share of each region changes by one axis alone being at a position instead of its opening, in
    /// the order of the regions; those that it leaves unchanged are left out.
    ///
    /// A position past the end is read as the last; an axis that is not there changes nothing.
    #[must_use]
    pub fn change(&self, axis: usize, position: usize) -> &[(IssueIndex, f64)] {
        let changes = self.changes.get(axis);
        let change = changes.and_then(|changes| changes.get(position).or(changes.last()));
        change.map_or(&[], Vec::as_slice)
    }

    /// By position, what an axis changes that opens at another.
    fn changes(&self, slices: &[Slice], opening: usize) -> Vec<Vec<(IssueIndex, f64)>> {
        let share = |(&region, &area): (&usize, &f64)| {
            let region: Region = self.regions[region];
            (region.issue, area / region.area)
        };
        let mut changes = vec![Vec::new(); slices.len() + 1];
        // Summed from the opening outwards, so that rounding cannot turn an advance into a loss.
        let mut passed: BTreeMap<usize, f64> = BTreeMap::new();
        for (position, slice) in (0..opening).rev().zip(slices[..opening].iter().rev()) {
            *passed.entry(slice.region).or_default() -= slice.area;
            changes[position] = passed.iter().map(share).collect();
        }
        passed.clear();
        for (position, slice) in (opening + 1..).zip(&slices[opening..]) {
            *passed.entry(slice.region).or_default() += slice.area;
            changes[position] = passed.iter().map(share).collect();
        }
        changes
    }

    /// Checks that the axes have the slices and the openings of the front of a chain. A territory without axes fits
    /// every chain: the front moves none of it.
    ///
    /// # Errors
    /// [`TerritoryError`] names the first axis that does not fit.
    pub fn fits(&self, chain: &Chain) -> Result<(), TerritoryError> {
        let axes = &chain.parts().axes;
        if self.axes.is_empty() {
            return Ok(());
        }
        if self.axes.len() != axes.len() {
            return Err(TerritoryError::Axes {
                found: self.axes.len(),
                axes: axes.len(),
            });
        }
        for ((axis, slices), &opening) in axes.iter().zip(&self.axes).zip(&self.opening) {
            if slices.len() != axis.slices {
                return Err(TerritoryError::Slices {
                    axis: axis.id.clone(),
                    found: slices.len(),
                    slices: axis.slices,
                });
            }
            if opening != axis.opening {
                return Err(TerritoryError::FrontOpening {
                    axis: axis.id.clone(),
                    found: opening,
                    opening: axis.opening,
                });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(issue: usize, area: f64, held: f64) -> Region {
        let issue = IssueIndex(issue);
        Region { issue, area, held }
    }

    fn slices(regions: &[usize]) -> Vec<Slice> {
        let slice = |&region| Slice { region, area: 1.0 };
        regions.iter().map(slice).collect()
    }

    /// An axis through two regions, and one through the second alone.
    fn two_regions() -> Territory {
        let regions = vec![region(3, 4.0, 3.0), region(1, 8.0, 2.0)];
        let axes = vec![slices(&[0, 0, 0, 1, 1]), slices(&[1, 1])];
        Territory::new(regions, axes, vec![2, 1]).unwrap()
    }

    #[test]
    fn the_front_passes_from_one_region_into_the_next() {
        let territory = two_regions();
        assert_eq!(territory.axes().collect::<Vec<_>>(), [5, 2]);
        assert_eq!(territory.opening(), [2, 1]);
        assert_eq!(territory.shares(&[2, 1], 5), [0.0, 0.25, 0.0, 0.75, 0.0]);
        assert_eq!(territory.shares(&[5, 2], 5), [0.0, 0.625, 0.0, 1.0, 0.0]);
        assert_eq!(territory.shares(&[0, 0], 5), [0.0, 0.125, 0.0, 0.25, 0.0]);
        let changes = [(IssueIndex(3), 0.25), (IssueIndex(1), 0.125)];
        assert_eq!(territory.change(0, 4), changes);
        assert_eq!(territory.change(0, 0), [(IssueIndex(3), -0.5)]);
        assert_eq!(territory.change(1, 0), [(IssueIndex(1), -0.125)]);
        assert_eq!(territory.change(1, 1), []);
    }

    #[test]
    fn what_is_not_there_is_not_moved() {
        let territory = two_regions();
        assert_eq!(territory.change(2, 1), []);
        assert_eq!(territory.change(0, 99), territory.change(0, 5));
        assert_eq!(territory.shares(&[], 2), territory.shares(&[2, 1], 2));
        assert_eq!(territory.shares(&[2, 1, 7], 2), [0.0, 0.25]);
        assert_eq!(Territory::none().shares(&[1, 2], 2), [0.0, 0.0]);
        assert_eq!(Territory::none().regions(), []);
    }

    #[test]
    fn rounding_in_the_areas_is_forgiven_and_kept_out_of_the_shares() {
        let tenths = vec![vec![
            Slice {
                region: 0,
                area: 0.1
            };
            10
        ]];
        // Ten times 0.1 falls short of 1, and three times 0.1 exceeds 0.3.
        for (opening, held) in [(10, 1.0), (0, 0.0), (3, 0.3)] {
            let regions = vec![region(0, 1.0, held)];
            let territory = Territory::new(regions, tenths.clone(), vec![opening]).unwrap();
            for position in 0..=10 {
                let share = territory.shares(&[position], 1)[0];
                assert!((0.0..=1.0).contains(&share), "{share}");
                assert!((share - position as f64 / 10.0).abs() < 1e-15, "{share}");
            }
        }
    }
}
