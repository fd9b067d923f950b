//! What people read, kept as it was: a change here is a change to every reader.
#![allow(clippy::unwrap_used)]

use dealzone::report::text::{self, Colour};
use dealzone::report::{Document, Finding, Transcript};
use dealzone::scenario::Scenario;
use dealzone::talks::Talks;

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
