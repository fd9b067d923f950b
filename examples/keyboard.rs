//! One side played by a person at the keyboard, the other by an agent that concedes by the clock.
//!
//! ```text
//! cargo run --example keyboard
//! printf 'accept\n' | cargo run --example keyboard
//! ```
//!
//! In each turn: `offer LEVEL LEVEL` for a level on every issue, `accept`, `pass` or `quit`. Input that ends is taken for
//! passing from then on.
#![allow(missing_docs)]

use std::io::{BufRead, Write};

use clap::Parser;
use dealzone::prelude::*;
use dealzone::talks::{Move, Negotiator, Response, Turn, View};

/// One side played by a person at the keyboard
///
/// In each turn: `offer LEVEL LEVEL` for a level on every issue, `accept`, `pass` or `quit`.
#[derive(Parser)]
struct Options {
    /// After how many rounds the talks end
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
}

/// Whoever types.
#[derive(Debug)]
struct Person;

impl Person {
    /// A line of input without its end; `None` where there is no more.
    fn read() -> Option<String> {
        print!("> ");
        std::io::stdout().flush().ok()?;
        let mut line = String::new();
        match std::io::stdin().lock().read_line(&mut line) {
            Ok(0) | Err(_) => {
                println!("(no more input: you pass)");
                None
            }
            Ok(_) => Some(line.trim().to_lowercase()),
        }
    }

    /// The deal that words stand for, or what is wrong with them.
    fn parse(space: &Space, words: &[&str]) -> Result<Deal, String> {
        let issues = space.issues();
        if words.len() != issues.len() {
            let (found, expected) = (words.len(), issues.len());
            return Err(format!(
                "an offer needs {expected} levels, one an issue; there are {found}"
            ));
        }
        let level = |(issue, word): (&Issue, &&str)| match &issue.domain {
            Domain::Choice(options) | Domain::Ordinal(options) => options
                .iter()
                .position(|option| option.id == **word)
                .map(|at| Level::Option(OptionIndex(at)))
                .ok_or_else(|| format!("{} has no option {word:?}: {}", issue.id, levels(issue))),
            Domain::Amount { .. } => word
                .parse()
                .ok()
                .map(Level::Amount)
                .filter(|level| issue.domain.contains(*level))
                .ok_or_else(|| format!("{word:?} is no amount of {}: {}", issue.id, levels(issue))),
        };
        let levels: Result<_, _> = issues.iter().zip(words).map(level).collect();
        Ok(Deal::new(levels?))
    }
}

/// The levels of an issue, in words.
fn levels(issue: &Issue) -> String {
    match &issue.domain {
        Domain::Choice(options) | Domain::Ordinal(options) => {
            let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
            ids.join(" or ")
        }
        Domain::Amount {
            lower, upper, unit, ..
        } => format!("{lower} to {upper} {unit}"),
    }
}

fn show(space: &Space, deal: &Deal) -> String {
    let pairs = space.issues().iter().zip(deal.levels());
    let words = pairs.map(|(issue, level)| match level {
        Level::Option(option) => issue.domain.options()[option.get()].id.clone(),
        Level::Amount(amount) => format!("{amount:.1}"),
    });
    words.collect::<Vec<_>>().join(" ")
}

impl Negotiator for Person {
    fn propose(&self, _: &View<'_>) -> Option<Deal> {
        None
    }

    fn respond(&self, _: &View<'_>, _: &Deal) -> Response {
        Response::Reject
    }

    fn act(&self, view: &View<'_>, turn: Turn<'_>) -> Move {
        println!("\nRound {} of {}.", view.round(), view.rounds());
        if let Turn::Answer(offer) | Turn::AcceptOrReplace(offer) = turn {
            let gain = view.surplus(offer);
            println!(
                "On the table: {} (you gain {gain:+.3})",
                show(view.space(), offer)
            );
        }
        loop {
            let Some(line) = Self::read() else {
                return Move::Decline;
            };
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["accept"] => return Move::Accept,
                ["pass"] => return Move::Decline,
                ["quit"] => {
                    println!("You leave the table.");
                    std::process::exit(0);
                }
                ["offer", words @ ..] => match Self::parse(view.space(), words) {
                    Ok(deal) if view.would_sign(&deal) => return Move::Offer(deal),
                    Ok(deal) => println!("you would lose by that: {:+.3}", view.surplus(&deal)),
                    Err(fault) => println!("{fault}"),
                },
                _ => {
                    println!("say `offer` with a level for every issue, `accept`, `pass` or `quit`")
                }
            }
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::parse();
    let line = Issue::choice("line", Family::Territory, ["front", "shared", "ceded"]);
    let fund = Issue::amount("fund", Family::Assets, 0.0, 300.0, "USD bn");
    let space = Space::new(vec![line, fund], vec![])?;
    let wants = |weights: [f64; 2], line: [f64; 3], at_lower, at_upper| {
        let fund = Valuation::Amount(Curve::Linear { at_lower, at_upper });
        Preferences::new(weights.to_vec(), vec![Valuation::table(line), fund])
    };
    let you = Party::new("you", wants([0.4, 0.6], [1.0, 0.5, 0.0], 0.0, 1.0));
    let mut other = Party::new("other", wants([0.7, 0.3], [0.0, 0.6, 1.0], 1.0, 0.0));
    other.label = "The other side".to_owned();
    let conflict = Conflict::builder(space)
        .parties([you, other])
        .reservations([0.3, 0.3])
        .build()?;
    for issue in conflict.space().issues() {
        println!("{}: {}", issue.id, levels(issue));
    }
    println!("Say `offer LEVEL LEVEL`, `accept`, `pass` or `quit`.");
    println!("You want the line at the front and a large fund. War is worth 0.3 to you.");

    let mut settings = TalksSettings::alternating(&conflict, options.rounds);
    settings.protocol = Protocol::Stacked;
    let settings = settings
        .seat(PartyIndex(0), Person)
        .seat(PartyIndex(1), TimeDependent::new(0.8)?);
    for round in Talks::new(&conflict, settings, 1)? {
        for event in &round.events {
            match event {
                Event::Offer {
                    by: PartyIndex(1),
                    deal,
                    ..
                } => {
                    println!("The other side offers {}.", show(conflict.space(), deal));
                }
                Event::Accepted { by: PartyIndex(1) } => println!("The other side accepts."),
                Event::Foul { by, foul } => {
                    println!(
                        "{} {foul}; it does not count.",
                        conflict.parties()[by.get()].label
                    );
                }
                _ => {}
            }
        }
        if let Some(outcome) = &round.outcome {
            match outcome.deal() {
                Some(deal) => {
                    println!(
                        "\nSigned in round {}: {}",
                        round.number,
                        show(conflict.space(), deal)
                    );
                }
                None => println!("\nNo deal by round {}.", round.number),
            }
        }
    }
    Ok(())
}
