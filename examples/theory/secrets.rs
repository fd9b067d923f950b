//! What the sides do not know of each other, and who tells them.

use dealzone::games::{BilateralTrade, DoubleAuction, MediatedDemand, MediatedDemandParts, Prior};
use dealzone::units::Probability;

use super::row::{Rows, row};

pub(super) fn secrets() -> Rows {
    let unit = Prior::uniform(0.0, 1.0)?;
    let trade = BilateralTrade::new(unit, unit)?;
    let auction = DoubleAuction::new(Probability::new(0.5)?, [0.0, 1.0], [0.0, 1.0])?;
    let (best, found, second) = (trade.first_best(), auction.outcome(), trade.second_best());
    let paper = "Chatterjee & Samuelson 1983, Incomplete information";
    let other = "Myerson & Satterthwaite 1983, Efficient mechanisms";
    Ok(vec![
        row(paper, "probability of a zone", 0.5, best.deal),
        row(paper, "probability of a deal", 0.28125, found.deal),
        row(
            paper,
            "probability of a zone and no deal",
            0.21875,
            best.deal - found.deal,
        ),
        row(paper, "gains", 0.140_625, found.gains),
        row(
            other,
            "subsidy that would bring every deal about",
            1.0 / 6.0,
            trade.subsidy(),
        ),
        row(
            other,
            "most that can be gained without one",
            0.140_625,
            second.gains,
        ),
    ])
}

/// Advice from somebody who takes a side.
pub(super) fn advice() -> Rows {
    let advice = MediatedDemand::new(MediatedDemandParts {
        odds: Probability::new(0.5)?,
        cost: 0.10,
        low: 0.05,
        high: 0.25,
        error: Probability::new(0.1)?,
        loss: 0.2,
    })?;
    let biases = advice.believed_biases().ok_or("no mediator is believed")?;
    let paper = "Kydd 2003, Which side are you on? (derived)";
    Ok(vec![
        row(
            paper,
            "doubt up to which a bold demand is best",
            0.571_429,
            advice.boldness_limit(),
        ),
        row(
            paper,
            "least bias of a mediator that is believed",
            0.114_286,
            biases.least,
        ),
    ])
}
