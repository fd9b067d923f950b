//! The whole frontier of a finite space.

use super::FrontierPoint;
use crate::solver::{Finite, non_dominated};
use crate::zone::field::{Field, Point};

/// Every non-dominated deal with a surplus of `least` or more for each participant; `None` where the space is not
/// finite, or more than `labels` partial deals were made. With how many were made.
pub(in crate::zone) fn enumerate(
    field: &Field<'_>,
    least: f64,
    labels: u64,
) -> Option<(Vec<FrontierPoint>, u64)> {
    match non_dominated(field.programs(), field.parties.len(), least, labels) {
        Finite::Points(points, made) => Some((
            points
                .into_iter()
                .map(|found| {
                    let deal = field.deal(&Point {
                        program: found.program,
                        picks: found.picks,
                    });
                    FrontierPoint {
                        surplus: field.surplus(&deal),
                        deal,
                    }
                })
                .collect(),
            made,
        )),
        Finite::Continuous | Finite::TooMany => None,
    }
}
