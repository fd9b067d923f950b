//! A report as one JSON document.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Finding, Transcript};
use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::scenario::Scenario;
use crate::space::{Deal, Level};
use crate::talks::{Breakdown, Ending, Event, Outcome, Round, ZoneReading};
use crate::war::WarEnd;
use crate::zone::{Closest, Demand, Demands, Verdict};

/// A report as data; serialise it with serde. In JSON it has these fields:
///
/// ```text
/// scenario     id of the scenario
/// as_of        its date, "2026-01-23"
/// demand_sets  one entry for each set of demands (one with the id "as_written" where the scenario has none):
///   id, label
///   verdict    "exists", "empty" or "undecided"
///   lower      z* is at least this; null where the constraints and red lines alone exclude every deal
///   upper      z* is at most this; null likewise
///   clashes    minimal sets of demands that cannot hold together: lists of
///              {party, kind: "red_line" or "participation", id (of a red line), label}
///   lifts      minimal sets to lift, likewise
///   closest    null, or {deal, surplus, lifted}: option id or amount by issue id; gain over fighting on by party id,
///              in the party's utility; the demands that it does not meet
/// talks        seed, demand_set, rounds (a list), outcome
///   rounds     number, positions (slices that the first belligerent holds, by axis), regime (position in the file),
///              shares (of the region of each issue that has one), war_values by party id,
///              zone: {verdict, lower}, ripe, events, in order:
///              {event, by, axis, change, from, to, deal, surplus}, each with those that it has
///   outcome    ending: "peace", "no_zone", "talks_failed", "not_ratified" or "not_kept"; round;
///              reason (of a breakdown); party; deal; after_years
/// ```
#[derive(Debug, Clone, Serialize)]
pub struct Document<'a> {
    scenario: &'a str,
    as_of: String,
    demand_sets: Vec<DemandSet<'a>>,
    talks: Talks<'a>,
}

#[derive(Debug, Clone, Serialize)]
struct DemandSet<'a> {
    id: &'a str,
    label: &'a str,
    verdict: &'static str,
    lower: Option<f64>,
    upper: Option<f64>,
    clashes: Vec<Vec<NamedDemand<'a>>>,
    lifts: Vec<Vec<NamedDemand<'a>>>,
    closest: Option<ClosestDeal<'a>>,
}

#[derive(Debug, Clone, Serialize)]
struct NamedDemand<'a> {
    party: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    label: String,
}

#[derive(Debug, Clone, Serialize)]
struct ClosestDeal<'a> {
    deal: Terms<'a>,
    surplus: ByParty<'a>,
    lifted: Vec<NamedDemand<'a>>,
}

#[derive(Debug, Clone, Serialize)]
struct Talks<'a> {
    seed: u64,
    demand_set: &'a str,
    rounds: Vec<RoundEntry<'a>>,
    outcome: Option<OutcomeEntry<'a>>,
}

#[derive(Debug, Clone, Serialize)]
struct RoundEntry<'a> {
    number: u32,
    positions: &'a [usize],
    regime: usize,
    shares: BTreeMap<&'a str, f64>,
    war_values: ByParty<'a>,
    zone: ZoneEntry,
    ripe: bool,
    events: Vec<EventEntry<'a>>,
}

#[derive(Debug, Clone, Serialize)]
struct ZoneEntry {
    verdict: &'static str,
    lower: Option<f64>,
}

#[derive(Debug, Clone, Default, Serialize)]
struct EventEntry<'a> {
    event: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    axis: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deal: Option<Terms<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    surplus: Option<ByParty<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    levers: Option<BTreeMap<&'a str, f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    foul: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct OutcomeEntry<'a> {
    ending: Ending,
    round: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    party: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deal: Option<Terms<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_years: Option<f64>,
}

type ByParty<'a> = BTreeMap<&'a str, f64>;
type Terms<'a> = BTreeMap<&'a str, Term<'a>>;

#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum Term<'a> {
    Option(&'a str),
    Amount(f64),
}

impl<'a> Document<'a> {
    /// The report of these findings, and of talks under the demands of one of them.
    #[must_use]
    pub fn new(
        scenario: &'a Scenario,
        findings: &'a [Finding],
        talks_under: &'a Finding,
        transcript: &'a Transcript,
    ) -> Self {
        let conflict = &talks_under.conflict;
        Self {
            scenario: scenario.id(),
            as_of: scenario.as_of().to_string(),
            demand_sets: findings.iter().map(demand_set).collect(),
            talks: Talks {
                seed: transcript.seed,
                demand_set: &talks_under.id,
                rounds: transcript
                    .rounds
                    .iter()
                    .map(|entry| round(conflict, entry))
                    .collect(),
                outcome: transcript.rounds.last().and_then(|last| {
                    let ended = last.outcome.as_ref()?;
                    Some(outcome(conflict, last.number, ended))
                }),
            },
        }
    }
}

fn demand_set(finding: &Finding) -> DemandSet<'_> {
    let (zone, conflict) = (&finding.zone, &finding.conflict);
    let finite = |bound: f64| Some(bound).filter(|bound| bound.is_finite());
    let sets = |sets: &[Demands]| sets.iter().map(|set| named(conflict, set)).collect();
    DemandSet {
        id: &finding.id,
        label: &finding.label,
        verdict: match zone.verdict() {
            Verdict::Exists { .. } => "exists",
            Verdict::Empty { .. } => "empty",
            Verdict::Undecided => "undecided",
        },
        lower: finite(zone.lower()),
        upper: finite(zone.upper()),
        clashes: sets(finding.clashes.sets()),
        lifts: sets(finding.clashes.lifts()),
        closest: zone.closest().map(|found| closest(conflict, found)),
    }
}

fn closest<'a>(conflict: &'a Conflict, closest: &'a Closest) -> ClosestDeal<'a> {
    ClosestDeal {
        deal: terms(conflict, &closest.deal),
        surplus: by_party(conflict, &closest.surplus),
        lifted: named(conflict, &closest.lifted),
    }
}

fn named<'a>(conflict: &'a Conflict, demands: &Demands) -> Vec<NamedDemand<'a>> {
    demands
        .as_slice()
        .iter()
        .map(|demand| {
            let party = &conflict.parties()[demand.party().get()];
            let (kind, id) = match demand {
                Demand::RedLine { line, .. } => {
                    let line = party.red_lines.get(*line);
                    ("red_line", line.map(|line| line.id.as_str()))
                }
                Demand::Participation { .. } => ("participation", None),
            };
            NamedDemand {
                party: &party.id,
                kind,
                id,
                label: demand.describe(conflict),
            }
        })
        .collect()
}

fn by_party<'a>(conflict: &'a Conflict, values: &[f64]) -> ByParty<'a> {
    conflict
        .parties()
        .iter()
        .zip(values)
        .map(|(party, value)| (party.id.as_str(), *value))
        .collect()
}

fn terms<'a>(conflict: &'a Conflict, deal: &Deal) -> Terms<'a> {
    conflict
        .space()
        .issues()
        .iter()
        .zip(deal.levels())
        .map(|(issue, level)| {
            let term = match level {
                Level::Option(option) => Term::Option(
                    issue
                        .domain
                        .options()
                        .get(option.get())
                        .map_or("", |option| option.id.as_str()),
                ),
                Level::Amount(amount) => Term::Amount(*amount),
            };
            (issue.id.as_str(), term)
        })
        .collect()
}

fn party_id(conflict: &Conflict, party: PartyIndex) -> Option<&str> {
    let party = conflict.parties().get(party.get())?;
    Some(&party.id)
}

fn round<'a>(conflict: &'a Conflict, round: &'a Round) -> RoundEntry<'a> {
    let issues = conflict.space().issues();
    RoundEntry {
        number: round.number,
        positions: &round.war.positions,
        regime: round.war.regime.get(),
        shares: conflict
            .territory()
            .regions()
            .iter()
            .map(|region| {
                let at = region.issue.get();
                (issues[at].id.as_str(), round.shares[at])
            })
            .collect(),
        war_values: by_party(conflict, &round.war_values),
        zone: match round.zone {
            ZoneReading::Exists { at_least } => ZoneEntry {
                verdict: "exists",
                lower: Some(at_least),
            },
            ZoneReading::Empty => ZoneEntry {
                verdict: "empty",
                lower: None,
            },
            ZoneReading::Undecided => ZoneEntry {
                verdict: "undecided",
                lower: None,
            },
        },
        ripe: round.ripeness.is_ripe(),
        events: round
            .events
            .iter()
            .map(|entry| event(conflict, entry))
            .collect(),
    }
}

fn event<'a>(conflict: &'a Conflict, event: &Event) -> EventEntry<'a> {
    let of = |name: &'static str, by: PartyIndex| EventEntry {
        event: name,
        by: party_id(conflict, by),
        ..EventEntry::default()
    };
    match event {
        Event::FrontMoved { axis, by } => EventEntry {
            event: "front_moved",
            axis: Some(*axis),
            change: Some(*by),
            ..EventEntry::default()
        },
        Event::RegimeChanged { from, to } => EventEntry {
            event: "regime_changed",
            from: Some(from.get()),
            to: Some(to.get()),
            ..EventEntry::default()
        },
        Event::Offer { by, deal, surplus } => EventEntry {
            deal: Some(terms(conflict, deal)),
            surplus: Some(by_party(conflict, surplus)),
            ..of("offer", *by)
        },
        Event::Confided { by, deal } => EventEntry {
            deal: Some(terms(conflict, deal)),
            ..of("confided", *by)
        },
        Event::Levers { by, pulled } => EventEntry {
            levers: Some(levers(conflict, pulled)),
            ..of("levers", *by)
        },
        Event::Message { by } => of("message", *by),
        Event::Left { by } => of("left", *by),
        Event::Returned { by } => of("returned", *by),
        Event::Passed { by } => of("passed", *by),
        Event::Foul { by, foul } => EventEntry {
            foul: Some(foul.to_string()),
            ..of("foul", *by)
        },
        Event::Accepted { by } => of("accepted", *by),
        Event::Rejected { by } => of("rejected", *by),
        Event::Statement { by } => of("statement", *by),
    }
}

/// How far each lever is pulled, by its id.
fn levers<'a>(conflict: &'a Conflict, pulled: &[f64]) -> BTreeMap<&'a str, f64> {
    let levers = conflict
        .leverage()
        .into_iter()
        .flat_map(|found| &found.levers);
    levers
        .map(|lever| lever.id.as_str())
        .zip(pulled.iter().copied())
        .collect()
}

fn outcome<'a>(conflict: &'a Conflict, round: u32, outcome: &Outcome) -> OutcomeEntry<'a> {
    let mut entry = OutcomeEntry {
        ending: outcome.ending(),
        round,
        reason: None,
        party: None,
        deal: outcome.deal().map(|deal| terms(conflict, deal)),
        after_years: None,
    };
    match outcome {
        Outcome::Kept { .. } => {}
        Outcome::Broken { after, .. } => entry.after_years = Some(after.get()),
        Outcome::NotRatified { party, .. } => entry.party = party_id(conflict, *party),
        Outcome::NoDeal { breakdown, .. } => {
            entry.reason = Some(match breakdown {
                Breakdown::Deadline { .. } => "deadline",
                Breakdown::WalkOut { party } => {
                    entry.party = party_id(conflict, *party);
                    "walk_out"
                }
                Breakdown::MediatorWithdrew { .. } => "mediator_withdrew",
                Breakdown::Collapse { .. } => "collapse",
                Breakdown::WarEnded {
                    end: WarEnd::BurntOut,
                } => "war_burnt_out",
                Breakdown::WarEnded {
                    end: WarEnd::Horizon,
                } => "war_horizon",
            });
        }
    }
    entry
}
