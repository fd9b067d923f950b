//! Which deal of the zone.

use std::error::Error;

use dealzone::games::{Division, Zeuthen};
use dealzone::party::{Curve, End};
use dealzone::prelude::*;

use super::pie::{FALLING, RISING, pie};
use super::row::{Row, Rows, row};

pub(super) fn solutions() -> Rows {
    let share = |deal: &Deal| match deal.level(IssueIndex(0)) {
        Some(Level::Amount(share)) => share,
        _ => f64::NAN,
    };
    let rooted = Curve::Power {
        best: End::Lower,
        exponent: 0.5,
    };
    let kinked = Curve::Piecewise(vec![(0.0, 1.0), (0.5, 0.9), (1.0, 0.0)]);
    let solve = |second: Curve, reservations: [f64; 2]| -> Result<_, Box<dyn Error>> {
        let conflict = pie([RISING, second])?.reservations(reservations).build()?;
        let query = conflict.zone();
        let solutions = query.solutions().ok_or("no zone")?;
        let nash = solutions.nash.ok_or("nobody gains")?;
        let kalai = solutions.kalai_smorodinsky.ok_or("nobody gains")?;
        let weighted = query.weighted_nash(&[0.7, 0.3]).ok_or("nobody gains")?;
        Ok([nash, kalai, weighted].map(|point| share(&point.deal)))
    };
    let plain = solve(FALLING, [0.1, 0.2])?;
    let curved = solve(rooted, [0.0, 0.0])?;
    let bent = solve(kinked, [0.0, 0.0])?;
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let zeuthen = Zeuthen::new(Division::PIE, [0.1, 0.2])?.concede(1e-6)?;
    let searched = |row: Row| Row {
        within: 1e-5,
        ..row
    };
    Ok(vec![
        searched(row(
            "Nash 1950, The bargaining problem",
            "share, disagreement at (.1, .2)",
            0.45,
            plain[0],
        )),
        searched(row(
            "Nash 1950, The bargaining problem",
            "share where the second has √(1 − x)",
            2.0 / 3.0,
            curved[0],
        )),
        searched(row(
            "Kalai 1977, Nonsymmetric Nash solutions",
            "share with weights .7 and .3",
            0.59,
            plain[2],
        )),
        searched(row(
            "Kalai & Smorodinsky 1975, Other solutions",
            "share where the second has √(1 − x)",
            golden,
            curved[1],
        )),
        searched(row(
            "Kalai & Smorodinsky 1975, Other solutions",
            "share on a frontier with a kink",
            0.642_857,
            bent[1],
        )),
        searched(row(
            "Zeuthen 1930; Harsanyi 1956",
            "where conceding by risk limits ends",
            0.45,
            zeuthen[0],
        )),
    ])
}
