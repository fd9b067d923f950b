//! Covering a frontier to within ε by exact searches.

use super::FrontierPoint;
use super::regions::{Region, without};
use crate::solver::{Budget, undominated};
use crate::zone::field::{Aim, Field};

/// A list of deals that covers the frontier.
pub(super) struct Cover {
    pub(super) points: Vec<FrontierPoint>,
    /// For every deal there is one on the list that gives no participant less by more than this, in scaled surplus.
    pub(super) gap: f64,
    pub(super) boxes: u64,
}

/// Each step takes the region that may reach furthest above its corner and asks the exact search for the deal that does.
/// Where none rises above the corner by more than ε the region is done; else the deal is listed and its corner of the
/// region cut away (the adaptive ε-constraint method, Laumanns, Thiele & Zitzler 2006, with the max–min search that
/// Klamroth, Lacour & Vanderpooten 2015 use for more than two objectives).
///
/// What is proven: no deal lies in a region further than `gap` above its corner, so lowering any deal by `gap` brings
/// it below a listed one.
pub(super) fn cover(field: &Field<'_>, within: f64, most: usize, rational: bool) -> Cover {
    let parties = field.parties.len();
    let floor = if rational { Aim::Keep(0.0) } else { Aim::Free };
    let mut regions = vec![Region::whole(parties)];
    let mut done: f64 = 0.0;
    let mut listed: Vec<FrontierPoint> = Vec::new();
    let mut boxes = 0;
    // Half of ε for the search, so that a region it leaves open has a deal at least half of ε above its corner.
    let gap = within / 2.0;
    while let Some(at) = furthest(&regions) {
        let spent = listed.len() >= most || boxes >= field.budget().boxes;
        if spent {
            break;
        }
        let region = &regions[at];
        let is_whole = region.lower.iter().all(Option::is_none);
        let aims: Vec<Aim> = region
            .lower
            .iter()
            .zip(&field.scales)
            .map(|(lower, &scale)| match lower {
                Some(floor) => Aim::Raise {
                    floor: *floor,
                    scale,
                },
                None if is_whole => Aim::Raise { floor: 0.0, scale },
                None => floor,
            })
            .collect();
        let budget = Budget {
            boxes: field.budget().boxes - boxes,
            ..field.budget()
        };
        // Whether there is any deal in the zone is a matter of sign, not of ε.
        let found = field.raise(&aims, if is_whole { 1e-9 } else { gap }, budget, &[]);
        boxes += found.boxes;
        let bound = found.upper.min(region.bound);
        // Of the whole region the first search shows only whether there is any deal in the zone.
        let nothing = if is_whole && rational {
            found.value < -1e-9
        } else {
            found.value <= gap && !is_whole
        };
        if nothing || found.point.is_none() {
            let is_closed = if is_whole {
                found.upper < 0.0 || found.upper == f64::NEG_INFINITY
            } else {
                bound <= within
            };
            if !is_closed {
                // Out of budget in the middle of a search: what it showed of this region is kept.
                regions[at].bound = if is_whole { f64::INFINITY } else { bound };
                break;
            }
            if !is_whole {
                done = done.max(bound.max(0.0));
            }
            regions.remove(at);
            continue;
        }
        let Some(point) = found.point else { break };
        if !is_whole {
            regions[at].bound = bound;
        }
        let left = Budget {
            boxes: field.budget().boxes.saturating_sub(boxes),
            ..field.budget()
        };
        let (point, more) = field.polish(point, gap, left);
        boxes += more;
        let deal = field.deal(&point);
        let surplus = field.surplus(&deal);
        regions = without(regions, &field.weighed(&surplus));
        listed.push(FrontierPoint { deal, surplus });
    }
    let open = regions.iter().map(|region| region.bound);
    let gap = open.fold(done, f64::max);
    Cover {
        points: keep_undominated(field, listed),
        gap,
        boxes,
    }
}

fn furthest(regions: &[Region]) -> Option<usize> {
    (0..regions.len()).max_by(|&a, &b| {
        let bounds = regions[a].bound.total_cmp(&regions[b].bound);
        bounds.then(b.cmp(&a))
    })
}

fn keep_undominated(field: &Field<'_>, listed: Vec<FrontierPoint>) -> Vec<FrontierPoint> {
    let keys: Vec<Vec<f64>> = listed
        .iter()
        .map(|point| field.weighed(&point.surplus))
        .collect();
    let keys: Vec<&[f64]> = keys.iter().map(Vec::as_slice).collect();
    undominated(&keys, 0.0)
        .into_iter()
        .map(|at| listed[at].clone())
        .collect()
}
