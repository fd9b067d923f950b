//! Published results, each beside what the library makes of it, through its public interface alone.
//!
//! `cargo run --release --example theory -- --help` lists the options. Exits with 1 where a number is missed.

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use dealzone::analysis::Sensitivity;
use dealzone::conflict::{Conflict, ConflictBuilder};
use dealzone::games::{
    AlternatingOffers, AudienceCosts, BilateralTrade, Division, DoubleAuction, Lanchester,
    LanchesterLaw, Legislature, MediatedDemand, MediatedDemandParts, Player, Prior,
    PrivateAttrition, TakeItOrLeaveIt, WarOfAttrition, Zeuthen,
};
use dealzone::party::{Curve, End, Party, Preferences, Valuation};
use dealzone::prelude::*;
use dealzone::units::{AnnualRate, Period, Probability};
use dealzone::war::{BattleStakes, Belief, OneBattle};
use serde_json::json;

/// Which published numbers come out of the library?
#[derive(Parser)]
struct Options {
    /// Only papers whose author or year holds this text
    #[arg(value_name = "TEXT")]
    paper: Option<String>,
    /// Print one JSON document instead of text
    #[arg(long)]
    json: bool,
}

/// One number of one paper.
struct Row {
    paper: &'static str,
    what: &'static str,
    published: f64,
    computed: f64,
    /// How far they may be apart: half of the last decimal published, or what sampling leaves.
    within: f64,
}

type Rows = Result<Vec<Row>, Box<dyn Error>>;

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<bool, Box<dyn Error>> {
    let mut rows = Vec::new();
    for part in [zone, solutions, offers, secrets, contests, others] {
        rows.extend(part()?);
    }
    if let Some(text) = &options.paper {
        let text = text.to_lowercase();
        rows.retain(|row| row.paper.to_lowercase().contains(&text));
        if rows.is_empty() {
            return Err(format!("no paper here holds {text:?}").into());
        }
    }
    let holds = |row: &Row| (row.computed - row.published).abs() <= row.within;
    let held = rows.iter().filter(|row| holds(row)).count();
    let mut out = std::io::stdout().lock();
    if options.json {
        let rows: Vec<_> = rows
            .iter()
            .map(|row| {
                json!({
                    "paper": row.paper,
                    "result": row.what,
                    "published": row.published,
                    "computed": row.computed,
                    "within": row.within,
                    "holds": holds(row),
                })
            })
            .collect();
        writeln!(out, "{:#}", json!({ "results": rows }))?;
    } else {
        writeln!(out, "{:<54}{:>11}{:>12}", "", "published", "computed")?;
        let mut before = "";
        for row in &rows {
            if row.paper != before {
                writeln!(out, "\n{}", row.paper)?;
                before = row.paper;
            }
            let miss = if holds(row) { "" } else { "  missed" };
            // What rounds to zero has no sign.
            let [published, computed] = [row.published, row.computed]
                .map(|number| if number.abs() < 5e-7 { 0.0 } else { number });
            writeln!(
                out,
                "  {:<52}{published:>11.6}{computed:>12.6}{miss}",
                row.what
            )?;
        }
        writeln!(out, "\n{held} of {} numbers hold", rows.len())?;
    }
    Ok(held == rows.len())
}

/// A number given to six decimals.
fn row(paper: &'static str, what: &'static str, published: f64, computed: f64) -> Row {
    Row {
        paper,
        what,
        published,
        computed,
        within: 6e-7,
    }
}

/// A pie of size one between two sides with these values of the first one's share.
fn pie(curves: [Curve; 2]) -> Result<ConflictBuilder, Box<dyn Error>> {
    let share = Issue::amount("share", Family::Territory, 0.0, 1.0, "of the prize");
    let [first, second] = curves;
    let side = |id, curve| {
        Party::new(
            id,
            Preferences::new(vec![1.0], vec![Valuation::Amount(curve)]),
        )
    };
    Ok(Conflict::builder(Space::new(vec![share], vec![])?)
        .party(side("first", first))
        .party(side("second", second)))
}

const RISING: Curve = Curve::Linear {
    at_lower: 0.0,
    at_upper: 1.0,
};
const FALLING: Curve = Curve::Linear {
    at_lower: 1.0,
    at_upper: 0.0,
};

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

fn zone() -> Rows {
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

fn solutions() -> Rows {
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

fn offers() -> Rows {
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

fn secrets() -> Rows {
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

fn contests() -> Rows {
    let war = WarOfAttrition::new([1.0, 1.0], [0.10, 0.25])?;
    let uniform = PrivateAttrition::new(Prior::uniform(0.0, 1.0)?)?;
    let exponential = PrivateAttrition::new(Prior::exponential(1.0)?)?;
    let crisis = AudienceCosts::new([1.0, 1.0], [0.1, 0.1], [-0.3, -0.9])?;
    let battle = Lanchester::new([1000.0, 800.0], [0.01, 0.01])?;
    let (square, linear) = (
        battle.fight(LanchesterLaw::Square),
        battle.fight(LanchesterLaw::Linear),
    );
    let paper = "Maynard Smith 1974, war of attrition";
    let private = "Bishop, Cannings & Maynard Smith 1978";
    let public = "Fearon 1994, Domestic audiences (derived)";
    let lanchester = "Lanchester 1916, Aircraft in warfare";
    Ok(vec![
        row(
            paper,
            "expected length, costs .10 and .25",
            2.857_143,
            war.expected_length(),
        ),
        row(
            paper,
            "probability that the costlier side gives up first",
            0.285_714,
            war.gives_up_first(Player::Second),
        ),
        row(
            private,
            "endurance of .5 where values are uniform",
            0.193_147,
            uniform.gives_up_after(0.5),
        ),
        row(
            private,
            "endurance of 2 where they are exponential",
            2.0,
            exponential.gives_up_after(2.0),
        ),
        row(
            public,
            "conceded by t = 3 at a rate of .1",
            0.230_769,
            crisis.conceded_by(Player::Second, 3.0),
        ),
        row(
            public,
            "when a value of war of −.3 locks a leader in",
            3.0,
            crisis.lock_in(Player::First),
        ),
        row(
            lanchester,
            "left of 1,000 against 800, aimed fire",
            600.0,
            square.left,
        ),
        Row {
            within: 5e-4,
            ..row(lanchester, "after what time", 109.861, square.after)
        },
        row(lanchester, "left, fire at an area", 200.0, linear.left),
    ])
}

fn others() -> Rows {
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
    let mut rows = vec![
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
    ];
    let indices = Sensitivity::new(3)?
        .samples(1 << 15)?
        .resamples(0)
        .seed(1)
        .run(|x| {
            let at = |input: usize| std::f64::consts::PI * (2.0 * x[input] - 1.0);
            let (first, second, third) = (libm::sin(at(0)), libm::sin(at(1)), at(2));
            first + 7.0 * second * second + 0.1 * third.powi(4) * first
        })?;
    let published = [[0.3139, 0.5576], [0.4424, 0.4424], [0.0, 0.2437]];
    let names = [
        ["first-order index of x₁ (sampled)", "total index of x₁"],
        ["first-order index of x₂", "total index of x₂"],
        ["first-order index of x₃", "total index of x₃"],
    ];
    for ((input, published), names) in indices.inputs.iter().zip(published).zip(names) {
        for (place, estimate) in [input.first, input.total].into_iter().enumerate() {
            rows.push(Row {
                within: 0.03,
                ..row(
                    "Sobol' 2001; Ishigami & Homma 1990",
                    names[place],
                    published[place],
                    estimate.value,
                )
            });
        }
    }
    Ok(rows)
}
