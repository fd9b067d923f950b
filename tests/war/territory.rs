//! What the first belligerent holds of each region: what is refused, and what holds wherever the front is.

use dealzone::index::IssueIndex;
use dealzone::war::{Region, Slice, Territory};
use proptest::prelude::*;

use crate::wars::{chain, realistic};

/// The message, and what is done to good parts to get it.
type Case = (&'static str, fn(&mut Parts));

#[derive(Debug, Clone)]
struct Parts {
    regions: Vec<Region>,
    axes: Vec<Vec<Slice>>,
    opening: Vec<usize>,
}

impl Parts {
    fn territory(&self) -> Territory {
        let Self {
            regions,
            axes,
            opening,
        } = self.clone();
        Territory::new(regions, axes, opening).unwrap()
    }
}

/// The slices of the realistic war, in two regions.
fn realistic_parts() -> Parts {
    let (parts, _) = realistic();
    let region = |issue| Region {
        issue: IssueIndex(issue),
        area: 10_000.0,
        held: 5_000.0,
    };
    let slice = |number| Slice {
        region: number % 2,
        area: 100.0,
    };
    let axis = |slices| (0..slices).map(slice).collect();
    Parts {
        regions: vec![region(4), region(2)],
        axes: parts.axes.iter().map(|at| axis(at.slices)).collect(),
        opening: parts.axes.iter().map(|at| at.opening).collect(),
    }
}

#[test]
fn territories_name_the_region_or_the_axis() {
    let cases: [Case; 13] = [
        ("region 1 has an area of 0 km², not above 0", |parts| {
            parts.regions[1].area = 0.0
        }),
        ("region 0 has an area of inf km², not above 0", |parts| {
            parts.regions[0].area = f64::INFINITY
        }),
        ("12000 km² of region 0 are held, not 0 to 10000", |parts| {
            parts.regions[0].held = 12_000.0
        }),
        ("NaN km² of region 1 are held, not 0 to 10000", |parts| {
            parts.regions[1].held = f64::NAN
        }),
        ("regions 0 and 1 are both about issue 4", |parts| {
            parts.regions[1].issue = IssueIndex(4)
        }),
        ("there are openings for 2 axes, not 3", |parts| {
            parts.opening.pop();
        }),
        ("axis 2 opens at 9, beyond its 8 slices", |parts| {
            parts.opening[2] = 9
        }),
        ("slice 3 of axis 1 is in region 2, there are 2", |parts| {
            parts.axes[1][3].region = 2
        }),
        (
            "slice 0 of axis 2 has an area of -1 km², not above 0",
            |parts| parts.axes[2][0].area = -1.0,
        ),
        (
            "slice 1 of axis 0 has an area of NaN km², not above 0",
            |parts| parts.axes[0][1].area = f64::NAN,
        ),
        (
            "6000 km² of region 1 could be lost, of 5000 held",
            |parts| one_axis(parts, 6_000.0, 1),
        ),
        (
            "6000 km² of region 1 could be gained, of 5000 not held",
            |parts| one_axis(parts, 6_000.0, 0),
        ),
        (
            "inf km² of region 1 could be gained, of 5000 not held",
            |parts| {
                one_axis(parts, f64::MAX, 0);
                let slice = parts.axes[0][0];
                parts.axes[0].push(slice);
            },
        ),
    ];
    realistic_parts().territory();
    for (message, spoil) in cases {
        let mut parts = realistic_parts();
        spoil(&mut parts);
        let refused = Territory::new(parts.regions, parts.axes, parts.opening);
        assert_eq!(refused.unwrap_err().to_string(), message);
    }
}

/// The whole front is one slice of the second region.
fn one_axis(parts: &mut Parts, area: f64, opening: usize) {
    parts.axes = vec![vec![Slice { region: 1, area }]];
    parts.opening = vec![opening];
}

#[test]
fn a_territory_fits_the_front_it_was_drawn_for() {
    let (parts, _) = realistic();
    let chain = chain(&parts);
    let found = |spoil: fn(&mut Parts)| {
        let mut parts = realistic_parts();
        spoil(&mut parts);
        let fits = parts.territory().fits(&chain);
        fits.map_err(|error| error.to_string())
    };
    let refused = |message: &str| Err(message.to_owned());
    assert_eq!(found(|_| {}), Ok(()));
    assert_eq!(Territory::none().fits(&chain), Ok(()));
    assert_eq!(
        found(|parts| one_axis(parts, 1.0, 1)),
        refused("there are slices for 1 axes, the front has 3")
    );
    assert_eq!(
        found(|parts| {
            parts.axes[2].pop();
        }),
        refused("axis \"south\" has 8 slices on the front, but areas for 7")
    );
    let message = format!(
        "axis \"north\" opens at {} on the front, but its areas at 0",
        parts.axes[0].opening
    );
    assert_eq!(found(|parts| parts.opening[0] = 0), refused(&message));
}

prop_compose! {
    /// Slices of any size, with regions that are just large enough for them, or larger.
    fn any_parts()(
        axes in prop::collection::vec(
            prop::collection::vec((0..3_usize, 0.01..100.0), 1..6).prop_flat_map(|slices| {
                let last = slices.len();
                (Just(slices), 0..=last)
            }),
            1..4,
        ),
        spare in prop::collection::vec(prop::option::of((0.0..50.0, 0.0..50.0)), 3),
    ) -> Parts {
        let mut parts = Parts { regions: vec![], axes: vec![], opening: vec![] };
        // A region must have an area, whether or not there is a slice in it.
        let mut sums = spare.into_iter().map(|spare| spare.unwrap_or((0.0, 1e-3))).collect::<Vec<_>>();
        for (slices, opening) in axes {
            for (number, &(region, area)) in slices.iter().enumerate() {
                let (held, left) = &mut sums[region];
                *(if number < opening { held } else { left }) += area;
            }
            parts.axes.push(slices.into_iter().map(|(region, area)| Slice { region, area }).collect());
            parts.opening.push(opening);
        }
        // The regions are about every other issue, last to first.
        let regions = sums.into_iter().enumerate();
        parts.regions = regions.map(|(number, (held, left))| Region {
            issue: IssueIndex(4 - 2 * number), area: held + left, held,
        }).collect();
        parts
    }
}

/// Every list of positions that the axes can have.
fn all_positions(territory: &Territory) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    for last in territory.axes() {
        all = all
            .iter()
            .flat_map(|positions: &Vec<usize>| {
                (0..=last).map(move |position| {
                    let mut positions = positions.clone();
                    positions.push(position);
                    positions
                })
            })
            .collect();
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shares_are_bounded_monotone_and_additive(parts in any_parts()) {
        let territory = parts.territory();
        let opening = territory.shares(territory.opening(), 5);
        for positions in all_positions(&territory) {
            let shares = territory.shares(&positions, 5);
            let mut sums = opening.clone();
            for (axis, &position) in positions.iter().enumerate() {
                for (issue, change) in territory.change(axis, position) {
                    sums[issue.get()] += change;
                }
                if position < parts.axes[axis].len() {
                    let mut advanced = positions.clone();
                    advanced[axis] += 1;
                    let advanced = territory.shares(&advanced, 5);
                    prop_assert!(shares.iter().zip(&advanced).all(|(now, then)| now <= then));
                    let gained = parts.regions[parts.axes[axis][position].region].issue.get();
                    prop_assert!(shares[gained] < advanced[gained]);
                }
            }
            for (&share, sum) in shares.iter().zip(sums) {
                prop_assert!((0.0..=1.0).contains(&share));
                prop_assert!((share - sum).abs() < 1e-12);
            }
            for region in &parts.regions {
                let held: f64 = parts.axes.iter().zip(&parts.opening).zip(&positions)
                    .flat_map(|((slices, &opening), &position)| {
                        slices.iter().enumerate().map(move |(number, slice)| {
                            let signs = f64::from(number < position) - f64::from(number < opening);
                            (slice.region, signs * slice.area)
                        })
                    })
                    .filter(|&(number, _)| parts.regions[number] == *region)
                    .map(|(_, area)| area)
                    .sum();
                let expected = (region.held + held) / region.area;
                prop_assert!((shares[region.issue.get()] - expected).abs() < 1e-12);
            }
            prop_assert_eq!((shares[1], shares[3]), (0.0, 0.0));
        }
    }
}
