//! An agent of one's own, in a few lines: it splits the difference between its best deal and the last offer it was shown,
//! and settles for less of that as time runs out. It cannot see the red lines of others, so that what it offers may be
//! more than enough for them and still be refused: whether the talks end in a deal hangs on that.
#![allow(missing_docs)]

#[path = "common/finish.rs"]
mod finish;

use std::error::Error;
use std::io::{Write, stdout};
use std::process::ExitCode;

use clap::Parser;
use dealzone::prelude::*;
use dealzone::report::text;
use dealzone::talks::{Negotiator, Response, View};

use finish::finish;

/// An agent of one's own, in a few lines, on both sides of the table
#[derive(Parser)]
struct Options {
    /// After how many rounds the talks end
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
}

#[derive(Debug)]
struct SplitsTheDifference;

impl SplitsTheDifference {
    fn aim(view: &View<'_>) -> f64 {
        let best = view.best_surplus();
        let offered = view.last_offer_of_others();
        let middle = offered.map_or(best, |deal| f64::midpoint(best, view.surplus(deal)));
        middle.max(0.0) * (1.0 - view.elapsed())
    }
}

impl Negotiator for SplitsTheDifference {
    fn propose(&self, view: &View<'_>) -> Option<Deal> {
        let aim = Self::aim(view);
        view.last_offer_of_others()
            .and_then(|theirs| view.closest_to(theirs, aim))
            .or_else(|| view.best_deal())
    }

    fn respond(&self, view: &View<'_>, offer: &Deal) -> Response {
        if view.would_sign(offer) && view.surplus(offer) >= Self::aim(view) {
            Response::Accept
        } else {
            Response::Reject
        }
    }
}

fn main() -> ExitCode {
    finish(run(&Options::parse()), ExitCode::FAILURE)
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let scenario = Scenario::builtin("ukraine-2026-01-23")?;
    let conflict = scenario.conflict_at(&scenario.setting(), Some("freeze"))?;
    let mut settings = scenario.talks_settings(&scenario.setting())?;
    settings.protocol = Protocol::Alternating;
    settings.mediation = None;
    settings.rounds = options.rounds;
    for party in [0, 1] {
        settings = settings.seat(PartyIndex(party), SplitsTheDifference);
    }
    let mut out = stdout().lock();
    let mut talks = Talks::new(&conflict, settings, 1)?;
    for round in talks.by_ref() {
        let number = round.number;
        let name = |party: &PartyIndex| &conflict.parties()[party.get()].label;
        for event in &round.events {
            match event {
                Event::Offer { by, surplus, .. } => {
                    let by = name(by);
                    writeln!(out, "round {number:>2}: {by} offers; gains {surplus:+.3?}")?;
                }
                Event::Passed { by } => {
                    writeln!(out, "round {number:>2}: {} has nothing to offer", name(by))?;
                }
                _ => {}
            }
        }
    }
    let outcome = talks.run();
    if let Outcome::NoDeal { breakdown, .. } = &outcome {
        let why = text::breakdown(&conflict, breakdown);
        writeln!(out, "No deal: {why}.")?;
    }
    if let Some(deal) = outcome.deal() {
        let terms = deal.describe_against(conflict.space(), &conflict.space().status_quo());
        writeln!(out, "Signed:\n{terms}")?;
    }
    Ok(())
}
