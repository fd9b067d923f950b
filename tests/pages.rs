//! What people read, kept as it was: a change here is a change to every reader.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use dealzone::conflict::Conflict;
use dealzone::index::{IssueIndex, OptionIndex};
use dealzone::party::{Party, Preferences, RedLine, Valuation};
use dealzone::report::text::{self, Colour};
use dealzone::report::{Document, Finding, Transcript};
use dealzone::scenario::Scenario;
use dealzone::space::{Condition, Family, Issue, Pattern, Space};
use dealzone::talks::{
    Accept, Agent, Choice, Hardliner, Negotiator, Protocol, Talks, TalksSettings, TimeDependent,
};
use dealzone::zone::Demands;

fn pages(scenario: &Scenario) -> (String, Vec<Finding>, Transcript) {
    let setting = scenario.setting();
    let findings = Finding::all(scenario, &setting).unwrap();
    let under = findings.last().unwrap();
    let mut settings = scenario.talks_settings(&setting).unwrap();
    settings.rounds = settings.rounds.min(6);
    let mut talks = Talks::new(&under.conflict, settings, 1).unwrap();
    let transcript = Transcript::of(1, &mut talks);
    let mut page = text::heading(scenario, &under.conflict, Colour::Never);
    for finding in &findings {
        page += &text::finding(finding, Colour::Never);
    }
    page += &text::transcript(&under.conflict, &under.id, &transcript, Colour::Never);
    (page, findings, transcript)
}

#[test]
fn a_border_dispute_in_words() {
    let scenario = Scenario::from_file("tests/scenarios/border-dispute.toml").unwrap();
    insta::assert_snapshot!(pages(&scenario).0);
}

#[test]
fn two_regions_in_words() {
    let scenario = Scenario::from_file("tests/scenarios/two-regions.toml").unwrap();
    insta::assert_snapshot!(pages(&scenario).0);
}

/// A pie in fifths; no less than 0.2 and 0.3 will do, and the first is not to have it all.
fn fifths() -> Conflict {
    let share = Issue::choice("share", Family::Other, ["0", "1", "2", "3", "4", "5"]);
    let wants = |values: [f64; 6]| Preferences::new(vec![1.0], vec![Valuation::table(values)]);
    let rising = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];
    let falling = rising.map(|value| 1.0 - value);
    let mut second = Party::new("second", wants(falling));
    let all = Condition::any_of(IssueIndex(0), [OptionIndex(5)]);
    second
        .red_lines
        .push(RedLine::absolute("not_all", Pattern::new([all])));
    Conflict::builder(Space::new(vec![share], Vec::new()).unwrap())
        .parties([Party::new("first", wants(rising)), second])
        .reservations([0.2, 0.3])
        .build()
        .unwrap()
}

/// Stacked offers of a conflict in words, and the last lines by themselves.
fn stacked(conflict: &Conflict, agents: [Arc<dyn Negotiator>; 2]) -> (String, String) {
    let mut settings = TalksSettings::alternating(conflict, 3);
    settings.protocol = Protocol::Stacked;
    settings.negotiators = agents.to_vec();
    let mut talks = Talks::new(conflict, settings, 1).unwrap();
    let transcript = Transcript::of(1, &mut talks);
    let page = text::transcript(conflict, "none", &transcript, Colour::Never);
    let end = page.split_once("No deal.").unwrap().1.replace('\n', " ");
    (page, end)
}

/// A round of several offers has a line for each, with a mark where one crosses a red line; and what became of a zone is
/// told apart: whether deals of it lay on the table, or none did.
#[test]
fn offers_across_red_lines_and_deals_of_the_zone_are_told_apart() {
    let conflict = fifths();
    let never = Accept::Constant { least: 2.0 };
    let hard = || Arc::new(Agent::new(Hardliner, never)) as Arc<dyn Negotiator>;
    let (page, end) = stacked(&conflict, [hard(), hard()]);
    let first = page
        .lines()
        .filter(|line| line.ends_with("+0.800 * -0.300 x"));
    let second = page
        .lines()
        .filter(|line| line.ends_with("-0.200   +0.700 *"));
    assert_eq!((first.count(), second.count()), (3, 3), "{page}");
    assert!(
        end.contains("There was a deal zone in 3 of 3 rounds: no offer was a deal of it."),
        "{end}"
    );
    let giving = TimeDependent::new(5.0).unwrap();
    let giving = giving.choosing(Choice::Nearest { tolerance: 0.0 });
    let (_, end) = stacked(&conflict, [Arc::new(Agent::new(giving, never)), hard()]);
    assert!(
        end.contains(
            "3 of 3 rounds: 2 of 6 offers were deals of it, and none was accepted by all."
        ),
        "{end}"
    );
}

/// The verdicts of the built-in scenario and the demands that clash; the deals that come closest are left out, because
/// among deals of one value rounding chooses.
#[test]
fn the_verdicts_of_january_2026() {
    let scenario = Scenario::builtin("ukraine-2026-01-23").unwrap();
    let findings = Finding::all(&scenario, &scenario.setting()).unwrap();
    let mut page = String::new();
    for finding in &findings {
        let text = text::finding(finding, Colour::Never);
        let lines = text
            .lines()
            .take_while(|line| !line.starts_with("The closest") && !line.starts_with("The best"));
        for line in lines.filter(|line| !line.starts_with("Proof:")) {
            page += line;
            page.push('\n');
        }
        assert_eq!(finding.zone.is_empty(), finding.checked_proof().is_some());
    }
    insta::assert_snapshot!(page);
}

#[test]
fn no_line_is_wider_than_the_page() {
    for scenario in [
        Scenario::from_file("tests/scenarios/two-regions.toml").unwrap(),
        Scenario::builtin("ukraine-2026-01-23").unwrap(),
    ] {
        for line in pages(&scenario).0.lines() {
            assert!(line.chars().count() <= text::WIDTH, "{line}");
        }
    }
}

#[test]
fn the_document_has_the_fields_it_lists() {
    let scenario = Scenario::builtin("ukraine-2026-01-23").unwrap();
    let (_, findings, transcript) = pages(&scenario);
    let document = Document::new(&scenario, &findings, &findings[2], &transcript);
    let json = serde_json::to_value(&document).unwrap();
    assert_eq!(json["scenario"], "ukraine-2026-01-23");
    assert_eq!(json["as_of"], "2026-01-23");
    let sets = json["demand_sets"].as_array().unwrap();
    let verdicts: Vec<_> = sets
        .iter()
        .map(|set| set["verdict"].as_str().unwrap())
        .collect();
    assert_eq!(verdicts, ["empty", "empty", "exists"]);
    // Where the demands alone exclude every deal there are no bounds, but there is a closest deal.
    assert!(sets[0]["lower"].is_null() && sets[0]["upper"].is_null());
    assert!(sets[0]["closest"]["surplus"]["ukraine"].is_number());
    assert_eq!(sets[1]["clashes"][0].as_array().unwrap().len(), 2);
    assert!(sets[2]["lower"].as_f64().unwrap() > 0.0);
    assert_eq!(json["talks"]["seed"], 1);
    assert_eq!(
        json["talks"]["rounds"].as_array().unwrap().len(),
        transcript.rounds.len()
    );
    assert!(json["talks"]["outcome"]["ending"].is_string());
}

/// A prize that cannot be cut, of which A expects 0.6 of war and B 0.3; with red lines neither may let it go.
fn prize(is_sacred: bool) -> Conflict {
    let issue = Issue::choice("prize", Family::Territory, ["to_a", "to_b"]);
    let party = |id: &str, values: [f64; 2], other| {
        let wants = Preferences::new(vec![1.0], vec![Valuation::table(values)]);
        let mut party = Party::new(id, wants);
        party.label = id.to_uppercase();
        if is_sacred {
            let lost = Pattern::new([Condition::any_of(IssueIndex(0), [OptionIndex(other)])]);
            party.red_lines.push(RedLine::absolute("never_lost", lost));
        }
        party
    };
    Conflict::builder(Space::new(vec![issue], Vec::new()).unwrap())
        .parties([party("a", [1.0, 0.0], 1), party("b", [0.0, 1.0], 0)])
        .reservations([0.6, 0.3])
        .build()
        .unwrap()
}

#[test]
fn who_pays_whom_is_said() {
    let conflict = prize(false);
    let opening = conflict.zone().opening();
    let page = text::opening(&conflict, &opening, Colour::Never);
    insta::assert_snapshot!("payments_for_a_prize", page);
}

#[test]
fn prices_after_lifting_are_said_where_there_are_none_before() {
    let conflict = prize(true);
    let mut page = text::opening(&conflict, &conflict.zone().opening(), Colour::Never);
    let zone = conflict.deal_zone();
    let lifted = &zone.closest().unwrap().lifted;
    let rest = Demands::all(&conflict).without(lifted);
    let opening = conflict.zone().demands(rest).opening();
    page += &text::opening_after(&conflict, lifted, &opening, Colour::Never);
    insta::assert_snapshot!("prices_after_lifting", page);
}
