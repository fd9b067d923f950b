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

#[path = "common/finish.rs"]
mod finish;

use std::error::Error;
use std::io::{self, BufRead, Write, stdin, stdout};
use std::process::ExitCode;

use clap::Parser;
use dealzone::prelude::*;
use dealzone::talks::{Move, Negotiator, Response, Turn, View};

use finish::finish;

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
    /// A line of input without its end; `None` where there is no more. What is no text is kept as signs that mean nothing.
    fn read() -> io::Result<Option<String>> {
        let mut out = stdout();
        write!(out, "> ")?;
        out.flush()?;
        let mut line = Vec::new();
        match stdin().lock().read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => {
                writeln!(out, "(no more input: you pass)")?;
                Ok(None)
            }
            Ok(_) => Ok(Some(String::from_utf8_lossy(&line).trim().to_lowercase())),
        }
    }

    /// Asks until there is a move that counts.
    fn ask(view: &View<'_>, turn: Turn<'_>) -> io::Result<Move> {
        let mut out = stdout();
        writeln!(out, "\nRound {} of {}.", view.round(), view.rounds())?;
        let on_the_table = match turn {
            Turn::Offer => None,
            Turn::Answer(offer) | Turn::AcceptOrReplace(offer) => Some(offer),
        };
        if let Some(offer) = on_the_table {
            let (words, gain) = (show(view.space(), offer), view.surplus(offer));
            writeln!(out, "On the table: {words} (you gain {gain:+.3})")?;
        }
        while let Some(line) = Self::read()? {
            let words: Vec<&str> = line.split_whitespace().collect();
            let refused = match (words.as_slice(), on_the_table) {
                (["accept"], Some(offer)) if view.would_sign(offer) => return Ok(Move::Accept),
                (["accept"], Some(offer)) => loss(view, offer),
                (["accept"], None) => "there is nothing on the table to accept".to_owned(),
                (["pass"], _) => return Ok(Move::Decline),
                (["quit"], _) => {
                    writeln!(out, "You leave the table.")?;
                    std::process::exit(0);
                }
                (["offer", words @ ..], _) => match Self::parse(view.space(), words) {
                    Ok(deal) if view.would_sign(&deal) => return Ok(Move::Offer(deal)),
                    Ok(deal) => loss(view, &deal),
                    Err(fault) => fault,
                },
                _ => "say `offer` with a level for every issue, `accept`, `pass` or `quit`"
                    .to_owned(),
            };
            writeln!(out, "{refused}")?;
        }
        Ok(Move::Decline)
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

fn loss(view: &View<'_>, deal: &Deal) -> String {
    format!("you would lose by that: {:+.3}", view.surplus(deal))
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
        // Where nothing can be printed there is nobody to ask.
        Self::ask(view, turn).unwrap_or(Move::Decline)
    }
}

fn main() -> ExitCode {
    finish(run(&Options::parse()), ExitCode::FAILURE)
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let line = Issue::choice("line", Family::Territory, ["front", "shared", "ceded"]);
    let fund = Issue::amount("fund", Family::Assets, 0.0, 300.0, "USD bn");
    let space = Space::new(vec![line, fund], vec![])?;
    let wants = |weights: [f64; 2], line: [f64; 3], at_lower, at_upper| {
        let fund = Valuation::Amount(Curve::Linear { at_lower, at_upper });
        Preferences::new(weights.to_vec(), vec![Valuation::table(line), fund])
    };
    let you = Party::new("you", wants([0.4, 0.6], [1.0, 0.5, 0.0], 0.0, 1.0));
    let other = Party::new("other", wants([0.7, 0.3], [0.0, 0.6, 1.0], 1.0, 0.0));
    let conflict = Conflict::builder(space)
        .parties([you, other])
        .reservations([0.3, 0.3])
        .build()?;
    let mut out = stdout();
    for issue in conflict.space().issues() {
        writeln!(out, "{}: {}", issue.id, levels(issue))?;
    }
    writeln!(
        out,
        "Say `offer LEVEL LEVEL`, `accept`, `pass` or `quit`.\n\
         You want the line at the front and a large fund. War is worth 0.3 to you."
    )?;

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
                    let words = show(conflict.space(), deal);
                    writeln!(out, "The other side offers {words}.")?;
                }
                Event::Accepted { by: PartyIndex(1) } => {
                    writeln!(out, "The other side accepts.")?;
                }
                _ => {}
            }
        }
        let number = round.number;
        match round.outcome.as_ref().map(Outcome::deal) {
            Some(Some(deal)) => {
                let words = show(conflict.space(), deal);
                writeln!(out, "\nSigned in round {number}: {words}")?;
            }
            Some(None) => writeln!(out, "\nNo deal by round {number}.")?,
            None => {}
        }
    }
    Ok(())
}
