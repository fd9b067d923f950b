//! Offers in turn.

use dealzone::games::{AlternatingOffers, Legislature, Player};
use dealzone::units::{AnnualRate, Period};

use super::row::{Rows, row};

pub(super) fn offers() -> Rows {
    let game = AlternatingOffers::new([0.9, 0.8])?;
    let alike = AlternatingOffers::new([0.9, 0.9])?;
    let rates = [AnnualRate::new(0.05)?, AnnualRate::new(0.10)?];
    let fast = AlternatingOffers::from_rates(rates, Period::new(1e-6)?)?;
    let paper = "Rubinstein 1982, Perfect equilibrium";
    let by = |game: &AlternatingOffers, player| game.equilibrium(player).of(player);
    let mut rows = vec![
        row(
            paper,
            "share of the first, who proposes, δ = (.9, .8)",
            0.714_286,
            by(&game, Player::First),
        ),
        row(
            paper,
            "share of the second, if it proposes",
            0.357_143,
            by(&game, Player::Second),
        ),
        row(
            paper,
            "share of the one who proposes, δ = (.9, .9)",
            0.526_316,
            by(&alike, Player::First),
        ),
        row(
            paper,
            "share as rounds grow short, rates .05 and .10",
            2.0 / 3.0,
            by(&fast, Player::First),
        ),
    ];
    let deadlines = [
        "a last round, δ = (.9, .8)",
        "two rounds",
        "three",
        "four",
        "five",
        "six",
    ];
    let shares = [1.0, 0.2, 0.92, 0.344, 0.8624, 0.44768];
    for (rounds, (what, published)) in (1..).zip(deadlines.into_iter().zip(shares)) {
        let found = game.with_deadline(Player::First, rounds);
        let found = found
            .first()
            .map_or(f64::NAN, |agreed| agreed.of(Player::First));
        rows.push(row("Ståhl 1972, Bargaining theory", what, published, found));
    }
    let paper = "Binmore, Shaked & Sutton 1989, Outside options";
    for (what, option, published) in [
        ("share of the proposer where the other has .4", 0.4, 0.6),
        (
            "the same where it has .2, which does not bind",
            0.2,
            0.714_286,
        ),
    ] {
        let game = game.clone().with_outside_options([0.0, option])?;
        rows.push(row(paper, what, published, by(&game, Player::First)));
    }
    let paper = "Baron & Ferejohn 1989, Bargaining in legislatures";
    for (what, members, quota, discount, published) in [
        (
            "share of the proposer, 3 members, majority, δ = 1",
            3,
            2,
            1.0,
            2.0 / 3.0,
        ),
        ("the same, δ = .8", 3, 2, 0.8, 0.733_333),
        ("5 members, δ = 1", 5, 3, 1.0, 0.6),
        ("3 members, all must agree, δ = .8", 3, 3, 0.8, 0.466_667),
    ] {
        let found = Legislature::equal(members, quota, discount)?.equilibrium();
        rows.push(row(paper, what, published, found.proposer_share(0)));
    }
    Ok(rows)
}
