//! Whether there is a zone, and how wide it is.

use std::error::Error;

use dealzone::games::{Prior, TakeItOrLeaveIt};
use dealzone::prelude::*;
use dealzone::units::{Period, Probability};
use dealzone::war::{BattleStakes, Belief, OneBattle};

use super::pie::{FALLING, RISING, pie};
use super::row::{Row, Rows, row};

pub(super) fn zone() -> Rows {
    let fearon = pie([RISING, FALLING])?
        .war(battle(vec![log_odds(0.6)], [0.10, 0.15])?)
        .build()?;
    let war = |party| {
        let belief = &fearon.priors()[party];
        fearon
            .war()
            .value(PartyIndex(party), &fearon.war().opening(), belief)
    };
    let ask =
        TakeItOrLeaveIt::new(Probability::new(0.6)?, 0.10, Prior::uniform(0.0, 0.3)?)?.solve();
    let paper = "Fearon 1995, Rationalist explanations for war";
    let mut rows = vec![
        row(
            paper,
            "least share A takes, p = .6, costs .10 and .15",
            0.50,
            war(0),
        ),
        row(paper, "most that B leaves", 0.75, 1.0 - war(1)),
        row(
            paper,
            "gain of each by the middle of the range",
            0.125,
            fearon.deal_zone().lower(),
        ),
        row(
            paper,
            "best demand of a rival with a cost up to .3",
            0.70,
            ask.demand,
        ),
        row(paper, "its risk of war", 1.0 / 3.0, ask.war),
    ];

    let cells = 1000;
    let chances: Vec<f64> = (0..cells)
        .map(|cell| (f64::from(cell) + 0.5) / f64::from(cells))
        .collect();
    let beta = |wins: f64, losses: f64| {
        let density = |p: &f64| libm::pow(*p, wins - 1.0) * libm::pow(1.0 - p, losses - 1.0);
        Belief::proportional(chances.iter().map(density).collect())
    };
    for (what, even, published) in [
        ("width of the range, Beta(7,3) against Beta(4,6)", 0.0, -0.1),
        ("the same after five even engagements", 2.5, 0.0),
    ] {
        let width = pie([RISING, FALLING])?
            .war(battle(
                chances.iter().map(|p| log_odds(*p)).collect(),
                [0.1, 0.1],
            )?)
            .beliefs(vec![
                beta(7.0 + even, 3.0 + even)?,
                beta(4.0 + even, 6.0 + even)?,
            ])
            .build()?
            .deal_zone()
            .lower();
        rows.push(row(
            "Slantchev 2003, The principle of convergence",
            what,
            published,
            2.0 * width,
        ));
    }

    let paper = "Raiffa 1982; Brams & Taylor 1996, Panama Canal";
    let points = [
        [22.0, 22.0, 15.0, 14.0, 11.0, 6.0, 4.0, 2.0, 2.0, 2.0],
        [9.0, 15.0, 15.0, 3.0, 15.0, 5.0, 11.0, 7.0, 7.0, 13.0],
    ];
    let points = points.map(|points: [f64; 10]| points.iter().map(|at| at / 100.0).collect());
    rows.push(row(
        paper,
        "points of the worse off, at best",
        66.0,
        100.0 * weighed(points, 0.0)?.lower(),
    ));
    let paper = "Raiffa 1982; Keeney & Raiffa 1976, log-rolling";
    let slack = |weight: f64| weighed([vec![weight, 1.0 - weight], vec![0.5; 2]], 0.55);
    rows.push(row(
        paper,
        "slack with weights (.7, .3) and (.5, .5)",
        1.0 / 30.0,
        slack(0.7)?.lower(),
    ));
    rows.push(row(
        paper,
        "slack with equal weights",
        -0.05,
        slack(0.5)?.upper(),
    ));

    let year = Period::new(1.0)?;
    let excess = |length: i32| -> Result<f64, Box<dyn Error>> {
        let [patient, hasty] = [0.95_f64, 0.80].map(|factor| factor.powi(length) * (0.7 - 0.3));
        let zone = pie([RISING, FALLING])?
            .reservations([0.3 + patient - 0.05, 0.7 - hasty - 0.05])
            .period(year)
            .build()?
            .deal_zone();
        Ok(-2.0 * zone.lower())
    };
    let paper = "Spaniel, Bils & Judd 2018, Stalling (derived)";
    for (what, length, published) in [
        ("what is missing for a deal, war of 1 period", 1, -0.0400),
        ("5 periods", 5, 0.0784),
        ("20 periods", 20, 0.0388),
        ("60 periods", 60, -0.0816),
    ] {
        rows.push(Row {
            within: 5e-5,
            ..row(paper, what, published, excess(length)?)
        });
    }
    Ok(rows)
}

/// One battle for all of it.
fn battle(log_odds: Vec<f64>, costs: [f64; 2]) -> Result<OneBattle, Box<dyn Error>> {
    let stakes = |if_first_wins, cost| BattleStakes {
        if_first_wins,
        if_second_wins: 1.0 - if_first_wins,
        cost,
    };
    let stakes = vec![stakes(1.0, costs[0]), stakes(0.0, costs[1])];
    Ok(OneBattle::new(log_odds, stakes)?)
}

fn log_odds(chance: f64) -> f64 {
    libm::log(chance / (1.0 - chance))
}

/// Two sides that divide some issues, with a weight of each on each.
fn weighed(weights: [Vec<f64>; 2], reservation: f64) -> Result<DealZone, Box<dyn Error>> {
    let issues = (0..weights[0].len())
        .map(|at| Issue::amount(format!("issue-{at}"), Family::Other, 0.0, 1.0, "share"))
        .collect();
    let [first, second] = weights;
    let side = |id, weights: Vec<f64>, curve: Curve| {
        let values = vec![Valuation::Amount(curve); weights.len()];
        Party::new(id, Preferences::new(weights, values))
    };
    Ok(Conflict::builder(Space::new(issues, vec![])?)
        .party(side("first", first, RISING))
        .party(side("second", second, FALLING))
        .reservations([reservation; 2])
        .build()?
        .deal_zone())
}
