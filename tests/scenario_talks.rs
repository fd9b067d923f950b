//! How the parties talk, as a scenario file says it: every strategy, rule and protocol, and the mistakes that one makes.
#![allow(clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;

use dealzone::scenario::{Scenario, ScenarioError};
use dealzone::talks::{Event, Protocol, Talks, WalkOut};

const BORDER: &str = include_str!("scenarios/border-dispute.toml");
const REGIONS: &str = include_str!("scenarios/two-regions.toml");
const FORMAT: &str = include_str!("../src/scenario/format.md");

/// The entry that is replaced, of the belligerent `hill`.
const ENTRY: &str = "hill = { exponent = [1, 0.5, 2] }";

fn read(text: &str) -> Scenario {
    Scenario::from_toml(text, "talks.toml").unwrap_or_else(|error| panic!("{}", error.render()))
}

fn with_entry(entry: &str) -> String {
    assert!(BORDER.contains(ENTRY));
    BORDER.replacen(ENTRY, &format!("hill = {entry}"), 1)
}

/// An entry for each strategy, each of its keys, and each rule.
const ENTRIES: &[&str] = &[
    "{ exponent = [0.3, 0.1, 0.5] }",
    "{ strategy = \"time_dependent\", exponent = [2, 1, 3], initial = [0.1, 0, 0.2], reserve = \"worst_deal\", choice = \"nearest\" }",
    "{ exponent = [2, 1, 3], curve = \"exponential\", initial = [0.1, 0.01, 0.2], reserve = \"war\", choice = \"most_alike\" }",
    "{ exponent = [1, 1, 1], model = { rule = \"frequency\" } }",
    "{ exponent = [1, 1, 1], model = { rule = \"bayesian\", concession = [0.05, 0, 0.1], deviation = [0.25, 0.1, 0.5] } }",
    "{ strategy = \"tit_for_tat\", returns = \"relative\" }",
    "{ strategy = \"tit_for_tat\", returns = \"random_absolute\", steps = 2, most = [0.01, 0, 0.02] }",
    "{ strategy = \"tit_for_tat\", returns = \"averaged\", steps = 3 }",
    "{ strategy = \"micro\" }",
    "{ strategy = \"trade_off\", step = [0.02, 0.01, 0.05] }",
    "{ strategy = \"hardliner\", accepts = { rule = \"combined\", from = [0.9, 0.8, 1] } }",
    "{ strategy = \"random_walker\", accepts = { rule = \"time\", from = [0.5, 0.4, 0.6] } }",
    "{ strategy = \"micro\", accepts = { rule = \"aim\" } }",
    "{ exponent = [1, 1, 1], accepts = { rule = \"next\", factor = [1.1, 1, 1.2], gap = [0.01, 0, 0.02] } }",
    "{ exponent = [1, 1, 1], accepts = { rule = \"constant\", least = [0.5, 0.4, 0.6] } }",
];

#[test]
fn every_entry_becomes_its_negotiator() {
    let mut lines = String::new();
    for entry in ENTRIES {
        let scenario = read(&with_entry(entry));
        let conflict = scenario.conflict().expect("a conflict");
        let settings = scenario.talks_settings(&scenario.setting()).expect("talks");
        let hill = conflict.find_party("hill").expect("Hill");
        let _ = writeln!(lines, "{entry}\n  {:?}", settings.negotiators[hill.get()]);
        // Whatever it is, it plays to the end.
        Talks::new(&conflict, settings, 1).expect("talks").run();
    }
    insta::assert_snapshot!(lines);
}

#[test]
fn a_number_of_a_strategy_is_a_parameter_like_any_other() {
    let scenario = read(&with_entry(
        "{ strategy = \"trade_off\", step = [0.02, 0.01, 0.05] }",
    ));
    let step = "talks.concession.hill.step";
    assert!(scenario.parameter(step).is_some());
    let setting = scenario.setting().with(step, 0.05).expect("in range");
    let settings = scenario.talks_settings(&setting).expect("talks");
    let hill = format!("{:?}", settings.negotiators[0]);
    assert!(hill.contains("TradeOff { step: 0.05 }"), "{hill}");
}

/// Entries that are wrong, one mistake each.
const MISTAKES: &[&str] = &[
    // No such strategy: misspelt, by the name it has elsewhere, or of another kind.
    "{ strategy = \"micor\" }",
    "{ strategy = \"tit-for-tat\", returns = \"averaged\" }",
    "{ strategy = \"boulware\" }",
    "{ strategy = \"rubinstein\" }",
    "{ strategy = \"nice\" }",
    "{ strategy = 3 }",
    "\"micro\"",
    "0.5",
    // A key that belongs to another strategy, and one that belongs to none.
    "{ strategy = \"micro\", step = [0.02, 0.01, 0.05] }",
    "{ strategy = \"trade_off\", exponent = [1, 0.5, 2], step = [0.02, 0.01, 0.05] }",
    "{ exponent = [1, 0.5, 2], steps = 3 }",
    "{ strategy = \"micro\", beta = [1, 1, 1] }",
    "{ strategy = \"tit_for_tat\", returns = \"averaged\", step = 3 }",
    // A key forgotten.
    "{}",
    "{ strategy = \"tit_for_tat\" }",
    "{ strategy = \"trade_off\" }",
    "{ strategy = \"tit_for_tat\", returns = \"random_absolute\" }",
    "{ exponent = [1, 1, 1], curve = \"exponential\" }",
    "{ exponent = [1, 1, 1], model = { rule = \"bayesian\", deviation = [0.25, 0.1, 0.5] } }",
    "{ exponent = [1, 1, 1], accepts = { rule = \"constant\" } }",
    // A number out of range, without one, or without a source of its own kind.
    "{ exponent = [0, 0, 1] }",
    "{ exponent = [1, 1, 1], initial = [0.5, 0, 1.5] }",
    "{ exponent = [1, 1, 1], curve = \"exponential\", initial = [0.1, 0, 0.2] }",
    "{ strategy = \"trade_off\", step = 0.02 }",
    "{ strategy = \"trade_off\", step = [0, 0, 0] }",
    "{ strategy = \"tit_for_tat\", returns = \"averaged\", steps = 0 }",
    "{ strategy = \"tit_for_tat\", returns = \"averaged\", steps = [1, 1, 2] }",
    "{ strategy = \"tit_for_tat\", returns = \"random_absolute\", most = [0, -1, 1] }",
    "{ exponent = [1, 1, 1], accepts = { rule = \"time\", from = [0.5, 0.5, 2] } }",
    "{ exponent = [1, 1, 1], model = { rule = \"bayesian\", concession = [0.05, 0, 0.1], deviation = [0, 0, 0.5] } }",
    "{ exponent = { value = 1, range = [1, 2], kind = \"measured\" } }",
    // Words that are not known, and parts that do not go together.
    "{ strategy = \"tit_for_tat\", returns = \"average\" }",
    "{ exponent = [1, 1, 1], curve = \"exponentail\", initial = [0.1, 0.1, 0.2] }",
    "{ exponent = [1, 1, 1], reserve = \"worst\" }",
    "{ exponent = [1, 1, 1], choice = \"bayesian\" }",
    "{ exponent = [1, 1, 1], model = \"frequency\" }",
    "{ exponent = [1, 1, 1], model = { rule = \"bayes\" } }",
    "{ exponent = [1, 1, 1], model = { rule = \"frequency\", deviation = [0.25, 0.1, 0.5] } }",
    "{ exponent = [1, 1, 1], model = { rule = \"frequency\" }, choice = \"nearest\" }",
    "{ strategy = \"tit_for_tat\", returns = \"relative\", most = [0, 0, 1] }",
    "{ exponent = [1, 1, 1], accepts = \"next\" }",
    "{ exponent = [1, 1, 1], accepts = {} }",
    "{ exponent = [1, 1, 1], accepts = { rule = \"ac_next\" } }",
    "{ exponent = [1, 1, 1], accepts = { rule = \"aim\", from = [0.5, 0.4, 0.6] } }",
];

#[test]
fn mistakes_in_an_entry_are_named() {
    let mut lines = String::new();
    for entry in MISTAKES {
        let error = Scenario::from_toml(&with_entry(entry), "talks.toml");
        let _ = writeln!(lines, "{entry}\n  {}", error.expect_err("a mistake"));
    }
    insta::assert_snapshot!(lines);
}

/// The sample with the talks of the documented format in place of its own.
fn documented() -> String {
    let (before, _) = REGIONS.split_once("[talks]\n").expect("talks");
    let (_, after) = FORMAT.split_once("\n# Talks\n").expect("a section");
    let (section, _) = after.split_once("\n# Units\n").expect("a section");
    let blocks: Vec<&str> = section
        .split("```toml\n")
        .skip(1)
        .filter_map(|block| block.split_once("```"))
        .map(|(block, _)| block)
        .collect();
    let [talks, negotiators, mediation] = blocks[..] else {
        panic!("three blocks");
    };
    // Entries of one party each in place of the brief ones.
    let (talks, _) = talks.split_once("[talks.concession]").expect("an entry");
    format!("{before}{talks}{negotiators}{mediation}")
}

#[test]
fn the_documented_talks_can_be_read_and_played() {
    let scenario = read(&documented());
    let conflict = scenario.conflict().expect("a conflict");
    let settings = scenario.talks_settings(&scenario.setting()).expect("talks");
    assert_eq!(settings.absence, 4);
    assert_eq!(settings.walk_out, WalkOut::Hopeless);
    let patient = documented().replacen("absence = 4 ", "", 1);
    let patient = read(&patient.replacen("\"hopeless\"", "\"never\"", 1));
    let patient = patient.talks_settings(&patient.setting()).expect("talks");
    assert_eq!(patient.walk_out, WalkOut::Never);
    let names = format!("{:?}", settings.negotiators);
    assert!(names.contains("Averaged { gamma: 3 }") && names.contains("Bayesian"));
    Talks::new(&conflict, settings, 1).expect("talks").run();
}

#[test]
fn the_documentation_names_every_protocol_strategy_and_rule() {
    for word in [
        "alternating",
        "stacked",
        "single_text",
        "shuttle",
        "time_dependent",
        "tit_for_tat",
        "micro",
        "trade_off",
        "hardliner",
        "random_walker",
        "aim",
        "next",
        "constant",
        "time",
        "combined",
        "frequency",
        "bayesian",
    ] {
        assert!(FORMAT.contains(&format!("`{word}`")), "{word}");
    }
}

#[test]
fn every_protocol_can_be_asked_for() {
    for (word, protocol) in [
        ("alternating", Protocol::Alternating),
        ("stacked", Protocol::Stacked),
        ("single_text", Protocol::SingleText),
        ("shuttle", Protocol::Shuttle),
    ] {
        let text = documented().replacen("\"single_text\"", &format!("\"{word}\""), 1);
        let scenario = read(&text);
        let conflict = scenario.conflict().expect("a conflict");
        let settings = scenario.talks_settings(&scenario.setting()).expect("talks");
        assert_eq!(settings.protocol, protocol);
        let mut talks = Talks::new(&conflict, settings, 3).expect("talks");
        talks.run();
        assert!(talks.state().round() >= 1);
    }
}

/// A third party with an entry of its own, which does not mediate, is a side: it takes its turn among the stacked offers.
#[test]
fn a_third_party_sits_at_the_table() {
    let text = documented();
    let (before, rest) = text.split_once("[talks.mediator]").expect("a mediator");
    let (_, after) = rest.split_once("\n[[region]]").unwrap_or((rest, ""));
    let entry = "[talks.concession.west]\nexponent = [1, 0.5, 2]\n";
    let text = format!("{before}{entry}\n{after}").replacen("\"single_text\"", "\"stacked\"", 1);
    let scenario = read(&text);
    let conflict = scenario.conflict().expect("a conflict");
    let settings = scenario.talks_settings(&scenario.setting()).expect("talks");
    assert_eq!(settings.mediation, None);
    let west = conflict
        .parties()
        .iter()
        .position(|party| party.id == "west")
        .expect("a party");
    let mut turns = 0;
    for round in Talks::new(&conflict, settings, 3).expect("talks") {
        turns += round
            .events
            .iter()
            .filter(|event| match event {
                Event::Offer { by, .. } | Event::Accepted { by } | Event::Passed { by } => {
                    by.get() == west
                }
                _ => false,
            })
            .count();
    }
    assert!(turns > 0);
}

fn broken(from: &str, to: &str) -> ScenarioError {
    let text = documented();
    assert!(text.contains(from), "there is no {from}");
    Scenario::from_toml(&text.replacen(from, to, 1), "talks.toml").expect_err("the file is broken")
}

/// What is replaced in the documented talks, and by what.
const BROKEN: &[(&str, &str)] = &[
    ("\"single_text\"", "\"single-text\""),
    ("\"single_text\"", "\"stacked_alternating\""),
    ("absence = 4 ", "absence = [4, 1, 8] "),
    ("absence = 4 ", "absence = -1 "),
    ("\"hopeless\"", "\"never\""),
    ("\"hopeless\"", "false"),
    ("\"closed\"", "\"open_ended\""),
    ("opener = \"north\"", "opener = \"nroth\""),
    ("[talks.concession.south]", "[talks.concession.sooth]"),
    (
        "[talks.concession.south]",
        "[talks.concession.west]\nexponent = [1, 1, 1]\n[talks.concession.south]",
    ),
    ("style = \"formulation\"", "style = \"facilitation\""),
    ("style = \"formulation\"", "style = \"formulating\""),
    ("by = [0, -0.1, 0.1]", "by = [0, -2, 2]"),
    ("toward = \"north\"", "toward = \"west\""),
    ("budget = [0.05, 0, 0.1] ", ""),
    ("timing = \"on_signature\"", "timing = \"later\""),
    ("timing = \"at_once\"", "timing = \"on_signature\""),
    ("id = \"embargo\"", "id = \"grants\""),
    ("id = \"grants\"", "id = \"fund\""),
];

#[test]
fn mistakes_in_the_talks_are_named() {
    let mut lines = String::new();
    for (from, to) in BROKEN {
        let _ = writeln!(lines, "{from} → {to}\n  {}", broken(from, to));
    }
    insta::assert_snapshot!(lines);
}
