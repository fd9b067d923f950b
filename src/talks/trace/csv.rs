//! A trace as a table for a spreadsheet.

use std::fmt::Write;

use serde::Serialize;
use serde_json::Value;

use super::Trace;
use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::space::{Deal, Level};
use crate::talks::{Breakdown, Event, Outcome, Round, ZoneReading};
use crate::war::WarEnd;

/// Columns that are there whatever the conflict.
const FIXED: [&str; 9] = [
    "round", "event", "party", "reason", "axis", "amount", "from", "to", "zone",
];

impl Trace {
    /// A table, as RFC 4180 has it, with a row for each event in order, and a first row for each round.
    ///
    /// | column | what it holds |
    /// |---|---|
    /// | `round` | the round, from one |
    /// | `event` | `round` for what is known when a round opens; the name of an [`Event`]; how the talks ended, as an [`Ending`](crate::talks::Ending) |
    /// | `party` | the id of who did it; at the end, of who walked out or did not ratify |
    /// | `reason` | of a `foul`, what is wrong (the message of a panic is in JSON alone); at the end, why the talks broke down: `deadline`, `walk_out`, `mediator_withdrew`, `collapse`, `war_burnt_out` or `war_horizon` |
    /// | `axis` | where the front moved or collapsed, counted from zero |
    /// | `amount` | of `front_moved`, the slices that the first belligerent gained; of `round`, the least scaled surplus that is known in the zone; of a breakdown, the rounds of the deadline or without progress; of `not_kept`, the years to the breach |
    /// | `from`, `to` | of `regime_changed`, the regimes, counted from zero |
    /// | `zone` | of `round`, what is known of the deal zone: `exists`, `empty` or `undecided` |
    /// | one an issue, by its id | the level, of an `offer`, of what was `confided` and of what was signed |
    /// | `gain of PARTY` | of an `offer`, what the party would gain by it over fighting on |
    /// | `war of PARTY` | of `round`, what fighting on is worth to it |
    /// | `pull of LEVER` | of `levers`, how far it is pulled, 0 to 1 |
    ///
    /// What does not belong to an event is empty.
    #[must_use]
    pub fn to_csv(&self, conflict: &Conflict) -> String {
        let mut table = Table::new(conflict);
        for round in &self.rounds {
            table.open(round);
            for event in &round.events {
                table.event(round, event);
            }
            if let Some(outcome) = &round.outcome {
                table.close(round, outcome);
            }
        }
        table.text
    }
}

/// The table as it grows.
struct Table<'a> {
    conflict: &'a Conflict,
    text: String,
}

/// A row: what it says in the fixed columns, and in those of the conflict.
#[derive(Default)]
struct Row<'a> {
    event: String,
    party: Option<PartyIndex>,
    reason: String,
    axis: Option<usize>,
    amount: String,
    /// From which regime to which.
    regimes: Option<[usize; 2]>,
    zone: String,
    deal: Option<&'a Deal>,
    gains: &'a [f64],
    wars: &'a [f64],
    pulled: &'a [f64],
}

impl<'a> Table<'a> {
    fn new(conflict: &'a Conflict) -> Self {
        let mut head: Vec<String> = FIXED.iter().map(|name| (*name).to_owned()).collect();
        head.extend(
            conflict
                .space()
                .issues()
                .iter()
                .map(|issue| issue.id.clone()),
        );
        let ids = || conflict.parties().iter().map(|party| &party.id);
        head.extend(ids().map(|id| format!("gain of {id}")));
        head.extend(ids().map(|id| format!("war of {id}")));
        let levers = conflict.leverage().into_iter();
        let levers = levers.flat_map(|leverage| &leverage.levers);
        head.extend(levers.map(|lever| format!("pull of {}", lever.id)));
        let mut table = Self {
            conflict,
            text: String::new(),
        };
        table.line(&head);
        table
    }

    /// What is known when a round opens.
    fn open(&mut self, round: &Round) {
        let amount = match round.zone {
            ZoneReading::Exists { at_least } => format!("{at_least:?}"),
            ZoneReading::Empty | ZoneReading::Undecided => String::new(),
        };
        let row = Row {
            event: "round".to_owned(),
            amount,
            zone: word(&round.zone),
            wars: &round.war_values,
            ..Row::default()
        };
        self.row(round, &row);
    }

    fn event(&mut self, round: &Round, event: &Event) {
        let mut row = Row {
            event: word(event),
            ..Row::default()
        };
        match event {
            Event::FrontMoved { axis, by } => {
                row.axis = Some(*axis);
                row.amount = by.to_string();
            }
            Event::RegimeChanged { from, to } => row.regimes = Some([from.get(), to.get()]),
            Event::Offer { by, deal, surplus } => {
                row.party = Some(*by);
                row.deal = Some(deal);
                row.gains = surplus;
            }
            Event::Confided { by, deal } => {
                row.party = Some(*by);
                row.deal = Some(deal);
            }
            Event::Levers { by, pulled } => {
                row.party = Some(*by);
                row.pulled = pulled;
            }
            Event::Foul { by, foul } => {
                row.party = Some(*by);
                row.reason = word(foul);
            }
            Event::Message { by }
            | Event::Left { by }
            | Event::Returned { by }
            | Event::Passed { by }
            | Event::Accepted { by }
            | Event::Rejected { by }
            | Event::Statement { by } => row.party = Some(*by),
        }
        self.row(round, &row);
    }

    /// How the talks ended.
    fn close(&mut self, round: &Round, outcome: &Outcome) {
        let mut row = Row {
            event: word(&outcome.ending()),
            deal: outcome.deal(),
            ..Row::default()
        };
        match outcome {
            Outcome::Kept { .. } => {}
            Outcome::Broken { after, .. } => row.amount = format!("{:?}", after.get()),
            Outcome::NotRatified { party, .. } => row.party = Some(*party),
            Outcome::NoDeal { breakdown, .. } => {
                row.reason = word(breakdown);
                match breakdown {
                    Breakdown::Deadline { rounds } => row.amount = rounds.to_string(),
                    Breakdown::WalkOut { party } => row.party = Some(*party),
                    Breakdown::MediatorWithdrew { without_progress } => {
                        row.amount = without_progress.to_string();
                    }
                    Breakdown::Collapse { axis } => row.axis = Some(*axis),
                    Breakdown::WarEnded { end } => {
                        row.reason = match end {
                            WarEnd::BurntOut => "war_burnt_out".to_owned(),
                            WarEnd::Horizon => "war_horizon".to_owned(),
                        };
                    }
                }
            }
        }
        self.row(round, &row);
    }

    fn row(&mut self, round: &Round, row: &Row<'_>) {
        let count = |count: Option<usize>| count.map(|count| count.to_string()).unwrap_or_default();
        let parties = self.conflict.parties();
        let party = row.party.and_then(|party| parties.get(party.get()));
        let [from, to] = [0, 1].map(|end| count(row.regimes.map(|regimes| regimes[end])));
        let mut fields = vec![
            round.number.to_string(),
            row.event.clone(),
            party.map(|party| party.id.clone()).unwrap_or_default(),
            row.reason.clone(),
            count(row.axis),
            row.amount.clone(),
            from,
            to,
            row.zone.clone(),
        ];
        let issues = self.conflict.space().issues().len();
        fields.extend((0..issues).map(|issue| self.level(issue, row.deal)));
        let levers = self.conflict.leverage();
        let levers = levers.map_or(0, |leverage| leverage.levers.len());
        for (numbers, columns) in [
            (row.gains, parties.len()),
            (row.wars, parties.len()),
            (row.pulled, levers),
        ] {
            let number = |at: usize| numbers.get(at).map(|number| format!("{number:?}"));
            fields.extend((0..columns).map(|at| number(at).unwrap_or_default()));
        }
        self.line(&fields);
    }

    /// A level as a reader knows it: the id of an option, or the amount.
    fn level(&self, issue: usize, deal: Option<&Deal>) -> String {
        match deal.and_then(|deal| deal.levels().get(issue)) {
            Some(Level::Option(option)) => self.conflict.space().issues()[issue]
                .domain
                .options()
                .get(option.get())
                .map_or_else(String::new, |option| option.id.clone()),
            Some(Level::Amount(amount)) => format!("{amount:?}"),
            None => String::new(),
        }
    }

    fn line(&mut self, fields: &[String]) {
        for (at, field) in fields.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            // Writing to a string cannot fail.
            let _ = if field.contains(['"', ',', '\n', '\r']) {
                write!(self.text, "{comma}\"{}\"", field.replace('"', "\"\""))
            } else {
                write!(self.text, "{comma}{field}")
            };
        }
        self.text.push_str("\r\n");
    }
}

/// The name of a variant, as JSON has it.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        Ok(Value::Object(fields)) => fields
            .into_iter()
            .next()
            .map_or_else(String::new, |(word, _)| word),
        _ => String::new(),
    }
}
