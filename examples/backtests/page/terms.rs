//! The tables on the terms: what they were, how near guesses came, and what they are worth.

use dealzone::analysis::Baselines;
use dealzone::conflict::{Conflict, Outlook, Situation};
use dealzone::index::{IssueIndex, PartyIndex};
use dealzone::party::Role;
use dealzone::space::{Deal, Domain, Level};
use dealzone::zone::{Rearming, Values};

use super::case::Case;
use super::guess::Guess;
use super::{gain, row};

fn level(conflict: &Conflict, issue: usize, level: Level) -> String {
    let domain = &conflict.space().issues()[issue].domain;
    match (level, domain) {
        (Level::Option(option), domain) => format!("`{}`", domain.options()[option.get()].id),
        (Level::Amount(amount), Domain::Amount { unit, .. }) => format!("{amount:.0} {unit}"),
        (Level::Amount(amount), _) => format!("{amount:.0}"),
    }
}

pub(super) fn terms(
    conflict: &Conflict,
    baselines: &Baselines<'_>,
    guesses: &[Guess<'_>],
    happened: &[(IssueIndex, Vec<Level>)],
) -> Vec<Vec<String>> {
    let mut heading = row(["issue", "what was written down"]);
    heading.extend(guesses.iter().map(|guess| guess.name.clone()));
    let mut rows = vec![heading];
    for (at, issue) in conflict.space().issues().iter().enumerate() {
        let fits = happened.iter().find(|(issue, _)| issue.get() == at);
        let mut cells = vec![
            format!("`{}`", issue.id),
            fits.map_or("open".to_owned(), |(_, levels)| {
                let named: Vec<String> = levels.iter().map(|it| level(conflict, at, *it)).collect();
                named.join(" or ")
            }),
        ];
        cells.extend(guesses.iter().map(|guess| {
            let guessed = guess.deal.levels()[at];
            let hit = fits.is_some_and(|(issue, levels)| baselines.is_hit(*issue, guessed, levels));
            format!(
                "{}{}",
                level(conflict, at, guessed),
                if hit { " ✓" } else { "" }
            )
        }));
        rows.push(cells);
    }
    rows
}

pub(super) fn scores(
    case: &Case,
    baselines: &Baselines<'_>,
    guesses: &[Guess<'_>],
    happened: &[(IssueIndex, Vec<Level>)],
) -> Vec<Vec<String>> {
    let mut rows = vec![row([
        "guess",
        "says that a deal is signed",
        "right",
        "issues hit",
        "mean distance",
    ])];
    let right = |signs: bool| if signs == case.signed { "yes" } else { "no" };
    for guess in guesses {
        let score = baselines.score(&guess.deal, happened);
        rows.push(vec![
            guess.name.clone(),
            if guess.signs { "yes" } else { "no" }.to_owned(),
            right(guess.signs).to_owned(),
            format!("{} of {}", score.hits, score.issues),
            format!("{:.2}", score.distance),
        ]);
    }
    rows.push(row(["no agreement", "no", right(false), "–", "–"]));
    rows
}

pub(super) fn worth(
    case: &Case,
    conflict: &Conflict,
    baselines: &Baselines<'_>,
    guesses: &[Guess<'_>],
    happened: &[(IssueIndex, Vec<Level>)],
) -> Vec<Vec<String>> {
    let mut heading = row(["terms"]);
    heading.extend(
        conflict
            .parties()
            .iter()
            .map(|party| format!("gain of {}", party.label)),
    );
    heading.extend(row([
        "crosses a red line of",
        "first to break it, and when",
    ]));
    let mut rows = vec![heading];
    let mut deals: Vec<(String, Deal, &Conflict)> = Vec::new();
    if case.signed && happened.len() == conflict.space().issues().len() {
        let mut written = baselines.last_line();
        for (issue, levels) in happened {
            written = written.with(*issue, levels[0]);
        }
        deals.push(("what was signed".to_owned(), written, conflict));
    }
    for (at, party) in conflict.parties().iter().enumerate() {
        if party.role == Role::Belligerent {
            let offer = baselines.opening_offer(PartyIndex(at));
            deals.push((format!("opening offer of {}", party.label), offer, conflict));
        }
    }
    deals.extend(
        guesses
            .iter()
            .map(|guess| (guess.name.clone(), guess.deal.clone(), guess.under)),
    );
    for (name, deal, under) in deals {
        let situation = Situation::opening(under);
        let outlook = Outlook::new(under, &situation);
        let values = Values::new(under, &situation, &outlook, &deal);
        let crossed: Vec<&str> = values
            .parties()
            .iter()
            .zip(under.parties())
            .filter(|(value, _)| value.refused)
            .map(|(_, party)| party.label.as_str())
            .collect();
        let breach = under
            .zone()
            .durability(&deal, &Rearming::default())
            .breach();
        let mut cells = vec![name];
        cells.extend(values.surplus().iter().map(|it| gain(*it)));
        cells.push(if crossed.is_empty() {
            "–".to_owned()
        } else {
            crossed.join(", ")
        });
        cells.push(
            breach.map_or("nobody within five years".to_owned(), |breach| {
                let party = &conflict.parties()[breach.party.get()].label;
                let after = breach.after.get();
                if after == 0.0 {
                    format!("{party}, at once")
                } else {
                    format!("{party}, after {after:.1} years")
                }
            }),
        );
        rows.push(cells);
    }
    rows
}
