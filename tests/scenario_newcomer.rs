//! Scenarios written from the documentation of the format alone, and the mistakes that one makes at first.
#![allow(clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;

use dealzone::conflict::{Outlook, Situation};
use dealzone::index::PartyIndex;
use dealzone::scenario::{Scenario, ScenarioError};
use dealzone::units::Years;

const BORDER: &str = include_str!("scenarios/border-dispute.toml");
const BATTLE: &str = include_str!("scenarios/one-battle.toml");

fn read(text: &str) -> Scenario {
    Scenario::from_toml(text, "new.toml").unwrap_or_else(|error| panic!("{}", error.render()))
}

fn broken(text: &str, from: &str, to: &str) -> ScenarioError {
    assert!(text.contains(from), "there is no {from}");
    Scenario::from_toml(&text.replacen(from, to, 1), "new.toml").expect_err("the file is broken")
}

#[test]
fn a_border_dispute_with_fixed_reservations_has_a_deal_zone() {
    let scenario = read(BORDER);
    let conflict = scenario.conflict().expect("a conflict");
    assert!(conflict.deal_zone().exists());
    let settings = scenario.talks_settings(&scenario.setting());
    assert_eq!(settings.expect("talks").watch, Years::FIVE);
}

#[test]
fn before_a_battle_the_line_runs_where_the_armies_stand() {
    let scenario = read(BATTLE);
    let conflict = scenario.conflict().expect("a conflict");
    let outlook = Outlook::new(&conflict, &Situation::opening(&conflict));
    assert_eq!(outlook.shares[0], 500.0 / 800.0);
    // Red holds five eighths of the march and pays nothing.
    assert!((outlook.status_quo[0] - (0.7 * 0.625 + 0.3)).abs() < 1e-12);
    let red = conflict.find_party("red");
    assert_eq!(red, Some(PartyIndex(0)));
    let settings = scenario.talks_settings(&scenario.setting());
    assert_eq!(settings.expect("talks").watch.get(), 2.5);
}

/// What is replaced in the border dispute, and by what.
const MISTAKES: &[(&str, &str)] = &[
    // A bare number where a quantity belongs.
    ("discount = [0.05, 0.02, 0.1]", "discount = 0.05"),
    // The range before the value.
    (
        "breach_rate = [0.1, 0.02, 0.3]",
        "breach_rate = [0.02, 0.1, 0.3]",
    ),
    // A date in quotes.
    (
        "as_of = 2024-06-01\nsummary",
        "as_of = \"2024-06-01\"\nsummary",
    ),
    // A table instead of a list of tables.
    ("[[constraint]]", "[constraint]"),
    // Weights in per cent.
    ("hill = [0.6, 0.5, 0.7]", "hill = [60, 50, 70]"),
    // A party forgotten in a table.
    (
        ", plain = [0.5, 0.4, 0.6] }\n\n[[issue.option]]",
        " }\n\n[[issue.option]]",
    ),
    // Beyond the range of the amount: above it, and a range that leaves it.
    (
        "refuses = [{ border = [\"foot\"] }]",
        "refuses = [{ water = { above = 60 } }]",
    ),
    (
        "refuses = [{ border = [\"foot\"] }]",
        "requires = { water = { above = [45, 30, 60] } }",
    ),
    // A label for an id.
    (
        "refuses = [{ border = [\"foot\"] }]",
        "refuses = [{ border = [\"At the foot of the hills\"] }]",
    ),
    // A pattern that is not in a list, and an option that is not.
    (
        "refuses = [{ border = [\"foot\"] }]",
        "refuses = { border = [\"foot\"] }",
    ),
    (
        "refuses = [{ border = [\"foot\"] }]",
        "refuses = [{ border = \"foot\" }]",
    ),
    // A measured number that cites a guess.
    ("source = \"gauge\", ", ""),
    // A status quo that is not on the table.
    ("status_quo = 10", "status_quo = 60"),
    // A red line without anyone who says so.
    (
        "source = \"guess\"\nas_of = 2024-05-01",
        "as_of = 2024-05-01",
    ),
    // A key of another kind of issue, and one of another process of war.
    ("unit = \"hm3\"", "unit = \"hm3\"\noption = []"),
    (
        "second = \"plain\"",
        "second = \"plain\"\nhorizon_years = 5",
    ),
    // A section forgotten.
    ("[talks.concession]", "[talks.concesion]"),
    ("[war]", "[conflict]"),
    ("[war.reservation]", "[war.reservations]"),
    // A single text without a mediator, and a style without what it needs.
    ("\"alternating\"", "\"single_text\""),
    // Words that only one account of the war knows.
    (
        "role = \"belligerent\"\n",
        "role = \"belligerent\"\nbelief = { mean = [0, 0, 0], sd = [1, 1, 1] }\n",
    ),
    // A comma for a point.
    ("[0.1, 0.02, 0.3]", "[0,1, 0,02, 0,3]"),
    // Text without quotes.
    ("title = \"The valley\"", "title = The valley"),
];

#[test]
fn what_a_newcomer_is_told() {
    let mut told = String::new();
    for (from, to) in MISTAKES {
        let error = broken(BORDER, from, to);
        let shown = |text: &str| text.replace('\n', "⏎");
        let _ = writeln!(told, "{} → {}\n  {error}", shown(from), shown(to));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_mediator_that_manipulates_needs_levers() {
    let error = broken(BATTLE, "\"formulation\"", "\"manipulation\"");
    insta::assert_snapshot!(error, @r#"new.toml:116:9: key `talks.mediator.style`: found manipulation without levers, expected `[[talks.mediator.lever]]`"#);
}

#[test]
fn a_mediator_stays_for_a_round_at_least() {
    let error = broken(BATTLE, "patience = [10, 5, 20]", "patience = [10, 0.5, 20]");
    insta::assert_snapshot!(error, @"new.toml:117:17: key `talks.mediator.patience`: found 0.5, expected 1 or more");
}

#[test]
fn a_deal_is_watched_for_some_time() {
    let error = broken(BATTLE, "watch_years = 2.5", "watch_years = 0");
    insta::assert_snapshot!(error, @"new.toml:105:15: key `talks.watch_years`: found 0, expected a number above 0");
    let error = broken(BATTLE, "watch_years = 2.5", "watch_years = [5, 1, 9]");
    insta::assert_snapshot!(error, @"new.toml:105:15: key `talks.watch_years`: found a list of 3, expected a finite number");
}

#[test]
fn a_table_by_party_may_cite() {
    let cited = BATTLE.replacen(
        "[issue.weight]",
        "[issue.weight]\ncite = { as_of = 1700-04-02 }",
        1,
    );
    let scenario = read(&cited);
    let date = |key: &str| {
        let parameter = scenario.parameter(key).expect("a parameter");
        parameter.as_of.to_string()
    };
    assert_eq!(date("issue.march.weight.blue"), "1700-04-02");
    assert_eq!(date("issue.ransom.weight.blue"), "1700-05-01");
}

#[test]
fn a_party_called_cite_is_refused() {
    let text = BATTLE
        .replace("abbot = ", "cite = ")
        .replace("[war.outcome.abbot]", "[war.outcome.cite]")
        .replace("\"abbot\"", "\"cite\"");
    let error = Scenario::from_toml(&text, "new.toml").expect_err("no party is called that");
    insta::assert_snapshot!(error, @"new.toml:69:6: key `party.cite.id`: found a party called `cite`, expected another id: in a table by party that key says where the numbers come from");
}
