//! Broken scenario files, each made from the sample by one replacement, and what is said about them.
#![allow(clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;

use dealzone::scenario::{Fault, Scenario, ScenarioError};

const SAMPLE: &str = include_str!("scenarios/two-regions.toml");

fn error(text: &str) -> ScenarioError {
    Scenario::from_toml(text, "two-regions.toml").expect_err("the file is broken")
}

/// The error after the first occurrence of a text was replaced.
fn broken(from: &str, to: &str) -> ScenarioError {
    assert!(SAMPLE.contains(from), "the sample has no {from}");
    error(&SAMPLE.replacen(from, to, 1))
}

/// What is replaced, and by what.
const BROKEN: &[(&str, &str)] = &[
    // The text itself.
    ("format = 1", "format = "),
    ("format = 1", "format = 1\nformat = 1"),
    ("[talks]", "[war]"),
    ("[talks]", "[talks"),
    ("\"Two regions\"", "\"Two regions"),
    (
        "[talks.mediator]",
        "[talks.mediator.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p]",
    ),
    // The top of the file.
    ("format = 1", "format = 2"),
    ("format = 1\n", ""),
    ("id = \"two-regions\"", "id = \"Two Regions\""),
    ("title = \"Two regions\"", "title = 2"),
    ("title = \"Two regions\"", "title = \" \""),
    ("as_of = 2026-01-23", "as_of = \"2026-01-23\""),
    ("as_of = 2026-01-23", "as_of = 2026-01-23T10:00:00Z"),
    ("as_of = 2026-01-23", "as_of = 2026-02-30"),
    ("as_of = 2026-01-23", "as_of = 2026-01-05"),
    ("summary = ", "sumary = "),
    ("[[demand_set]]", "[[demands]]"),
    // Sources and provenance.
    ("key = \"map\"", "key = \"invented\""),
    ("published = 2026-01-20", "published = 2026-02-20"),
    ("address = \"maps.example/front\"\n", ""),
    ("assumption = true", "assumption = true\naddress = \"here\""),
    ("source = \"speech\"", "source = \"speach\""),
    ("source = \"invented\"\nas_of", "as_of"),
    ("\nkind = \"assumption\"", ""),
    ("kind = \"assumption\"", "kind = \"guess\""),
    ("kind = \"assumption\"", "kind = \"measured\""),
    ("kind = \"reported\"", "kind = \"assumption\""),
    ("as_of = 2026-01-02", "as_of = 2026-01-24"),
    // Quantities.
    ("breach_rate = [0.25, 0.05, 0.8]", "breach_rate = 0.25"),
    (
        "breach_rate = [0.25, 0.05, 0.8]",
        "breach_rate = [0.25, 0.05]",
    ),
    (
        "breach_rate = [0.25, 0.05, 0.8]",
        "breach_rate = [0.25, 0.5, 0.8]",
    ),
    (
        "breach_rate = [0.25, 0.05, 0.8]",
        "breach_rate = [0.25, -0.05, 0.8]",
    ),
    (
        "breach_rate = [0.25, 0.05, 0.8]",
        "breach_rate = [nan, 0, 1]",
    ),
    (
        "breach_rate = [0.25, 0.05, 0.8]",
        "breach_rate = [0.25, 0.05, inf]",
    ),
    (
        "breach_rate = [0.25, 0.05, 0.8]",
        "breach_rate = [0.25, 0.05, 1e999]",
    ),
    (
        "breach_rate = [0.25, 0.05, 0.8]",
        "breach_rate = [\"0.25\", 0.05, 0.8]",
    ),
    ("range = [260, 375]", "range = [260]"),
    ("range = [260, 375], ", ""),
    ("unit = \"USD bn\", source", "unit = \"EUR bn\", source"),
    ("unit = \"USD bn\", source", "units = \"USD bn\", source"),
    (
        "kind = \"assumption\"",
        "kind = \"assumption\"\nunit = \"share\"",
    ),
    // Issues.
    ("id = \"east_status\"", "id = \"east_line\""),
    ("id = \"ceded\"", "id = \"front\""),
    ("family = \"territory\"", "family = \"territories\""),
    ("domain = \"choice\"", "domain = \"choices\""),
    ("status_quo = \"front\"", "status_quo = \"frnt\""),
    ("step = 10\nstatus_quo = 0", "step = 10\nstatus_quo = 5"),
    ("status_quo = 0", "status_quo = 301"),
    ("step = 10", "step = 400"),
    ("upper = 300", "upper = 0"),
    (
        "north = [0.4, 0.3, 0.5], south",
        "nort = [0.4, 0.3, 0.5], south",
    ),
    ("north = [0.4, 0.3, 0.5], south", "south"),
    (
        "north = [0.4, 0.3, 0.5], south",
        "north = [0.5, 0.3, 0.5], south",
    ),
    (
        "north = [0.4, 0.3, 0.5], south",
        "north = [0.4, -0.3, 0.5], south",
    ),
    ("west = [0.4, 0.2, 0.6]", "west = [0.4, 0.2, 1.6]"),
    ("frame = true\n", ""),
    ("interim = \"fighting\"", "interim = \"fight\""),
    (
        "linear = { lower = [1, 1, 1], upper = [0, 0, 0] }",
        "linear = { lower = [1, 1, 1] }",
    ),
    (
        "linear = { lower = [1, 1, 1], upper = [0, 0, 0] }",
        "straight = true",
    ),
    ("linear = { lower = [1, 1, 1], upper = [0, 0, 0] }", ""),
    ("{ at = 0, value", "{ at = 1, value"),
    ("{ at = 100, value", "{ at = 0, value"),
    ("{ at = 300, value", "{ at = 290, value"),
    ("curvature = [2, 0.5, 4]", "curvature = [2, 0.5, 1000]"),
    ("exponent = [0.8, 0.5, 1.0]", "exponent = [0.8, 0, 1.0]"),
    // Constraints.
    (
        "terms = { returned = 1, fund = 1 }",
        "terms = { returned = 1, fnud = 1 }",
    ),
    (
        "terms = { returned = 1, fund = 1 }",
        "terms = { returned = 1, east_line = 1 }",
    ),
    (
        "terms = { returned = 1, fund = 1 }",
        "terms = { returned = 1, \"fund\\n\" = 1 }",
    ),
    ("terms = { returned = 1, fund = 1 }", "terms = {}"),
    ("relation = \"at_most\"\n", ""),
    (
        "relation = \"at_most\"",
        "relation = \"at_most\"\nexcludes = { east_line = [\"ceded\"] }",
    ),
    (
        "relation = \"at_most\"",
        "relation = \"at_most\"\nthen = { east_line = [\"ceded\"] }",
    ),
    (
        "then = { east_line = [\"front\", \"ceded\"] }",
        "then = { east_line = [\"front\"], fund = { above = 1 } }",
    ),
    (
        "then = { east_line = [\"front\", \"ceded\"] }",
        "then = { east_status = [\"de_jure\"] }",
    ),
    (
        "excludes = { east_line = [\"ceded\"]",
        "excludes = { east_line = \"ceded\"",
    ),
    (
        "excludes = { east_line = [\"ceded\"]",
        "excludes = { east_line = [\"ceded\", \"ceded\"]",
    ),
    (
        "excludes = { east_line = [\"ceded\"]",
        "excludes = { east_line = []",
    ),
    ("fund = { above = 100 }", "fund = [\"all\"]"),
    (
        "fund = { above = 100 }",
        "fund = { above = 100, below = 200 }",
    ),
    // Parties.
    ("id = \"south\"", "id = \"north\""),
    ("role = \"mediator\"", "role = \"belligerent\""),
    ("role = \"mediator\"", "role = \"observer\""),
    (
        "discount = [0.1, 0.02, 0.5]",
        "discount = [0.1, 0.02, 0.5]\nwar_costs = 1",
    ),
    ("sustained = [0.1, 0.05, 0.2], cut", "cut"),
    (
        "sustained = [0.1, 0.05, 0.2], cut",
        "sustained = [0.1, 0.05, 0.2], ended = [0, 0, 0], cut",
    ),
    ("sponsors = [\"fund\"]", "sponsors = [\"found\"]"),
    ("sponsors = [\"fund\"]", "sponsors = [\"fund\", \"fund\"]"),
    ("issue = \"returned\"", "issue = \"east_status\""),
    ("level = \"de_jure\"", "level = 3"),
    ("level = 200", "level = 2000"),
    ("scale = [0.5, 0.3, 1]", "scale = [0.5, 0, 1]"),
    ("price = [0.1, 0.05, 0.3]", "price = [0, 0, 0.3]"),
    (
        "requires = { east_status = [\"none\", \"de_facto\"]",
        "requires = { east_status = [\"none\", \"de_facto\", \"de_jure\"]",
    ),
    (
        "refuses = [{ east_line = [\"restored\"] }, { fund = { above = [250, 200, 300] } }]",
        "",
    ),
    (
        "refuses = [{ east_line = [\"restored\"] }, {",
        "refuses = [{}, {",
    ),
    ("east_line = \"ceded\" }", "fund = \"ceded\" }"),
    (
        "east_status = \"de_jure\", east_line = \"ceded\"",
        "east_status = \"de_jure\"",
    ),
    (
        "standard_error = [0.02, 0.01, 0.05]",
        "standard_error = [0.02, 0, 0.05]",
    ),
    ("shift = [-0.2, -0.3, -0.1]", "shift = [-20, -30, -10]"),
    // Demand sets.
    ("id = \"autumn\"", "id = \"spring\""),
    ("party = \"north\"", "party = \"nord\""),
    ("id = \"all_of_it\"", "id = \"no_restoration\""),
    // The war.
    ("process = \"chain\"", "process = \"fixed\""),
    ("second = \"south\"", "second = \"north\""),
    ("second = \"south\"", "second = \"west\""),
    ("horizon_years = 5", "horizon_years = 500"),
    (
        "strengths = [-0.6, -0.3, 0",
        "strengths = [-0.6, -0.3, -0.3",
    ),
    (
        "opening_regime = \"sustained\"",
        "opening_regime = \"open\"",
    ),
    ("leaves_for = { cut", "leaves_for = { sustained"),
    ("issue = \"east_line\"\ncite", "issue = \"fund\"\ncite"),
    (
        "issue = \"east_line\"\ncite",
        "issue = \"east_status\"\ncite",
    ),
    ("held = [7000", "held = [1500, 1000, 1600] #"),
    ("opening = 20", "opening = 51"),
    ("count = 50", "count = 2000"),
    ("count = 50", "count = 0.5"),
    ("region = \"east_line\"", "region = \"east\""),
    // The talks.
    ("period_days = 7", "period_days = 0"),
    ("rounds = 52", "rounds = 0"),
    ("opener = \"north\"", "opener = \"west\""),
    ("party = \"west\"", "party = \"north\""),
    ("south = { exponent = [0.5, 0.1, 2] }", ""),
    (
        "statements = { north = [0.2, 0.1, 0.4]",
        "statements = { north = [0.2, 0.1, 1.4]",
    ),
];

/// One line for each broken file, with what it was made by.
#[test]
fn each_broken_file_is_refused_at_its_fault() {
    let mut lines = String::new();
    for (from, to) in BROKEN {
        let to = if to.is_empty() { "(nothing)" } else { to };
        let _ = writeln!(
            lines,
            "{} → {}",
            from.replace('\n', "⏎"),
            to.replace('\n', "⏎")
        );
        let to = if to == "(nothing)" { "" } else { to };
        let _ = writeln!(lines, "  {}", broken(from, to));
    }
    insta::assert_snapshot!(lines);
}

#[test]
fn weights_that_do_not_sum_to_one_are_shown_together() {
    insta::assert_snapshot!(broken("north = [0.4,", "north = [0.5,").render(), @r#"
    error: found weights of "north" that sum to 1.1, expected 1
       --> two-regions.toml:38:20
        |
     38 | weight = { north = [0.5, 0.3, 0.5], south = [0.35, 0.3, 0.5], west = [0.1, 0.0, 0.2] }
        |                    ^^^^^^^^^^^^^^^ issue.east_line.weight.north
        |
       ::: two-regions.toml:61:20
        |
     61 | weight = { north = [0.2, 0.1, 0.3], south = [0.25, 0.1, 0.3], west = [0.1, 0.0, 0.2] }
        |                    --------------- issue.east_status.weight.north
        |
       ::: two-regions.toml:85:20
        |
     85 | weight = { north = [0.1, 0.05, 0.2], south = [0.1, 0.05, 0.2], west = [0.3, 0.2, 0.4] }
        |                    ---------------- issue.sequence.weight.north
        |
       ::: two-regions.toml:117:20
        |
    117 | weight = { north = [0.2, 0.1, 0.3], south = [0.2, 0.1, 0.3], west = [0.2, 0.1, 0.3] }
        |                    --------------- issue.fund.weight.north
        |
       ::: two-regions.toml:133:20
        |
    133 | weight = { north = [0.1, 0.05, 0.2], south = [0.1, 0.05, 0.2], west = [0.3, 0.2, 0.4] }
        |                    ---------------- issue.returned.weight.north
    "#);
}

#[test]
fn a_misspelt_key_is_shown_with_what_it_was_meant_to_be() {
    insta::assert_snapshot!(broken("exhaustion", "exhuastion").render(), @r#"
    error: found a key that is not known here, expected one of `id`, `label`, `role`, `scale`, `discount`, `war_cost`, `exhaustion`, `belief`, `sponsors`, `audience`, `public`, `red_line`, `interaction`, `ratification`, `cite` (did you mean `exhaustion`?)
       --> two-regions.toml:162:1
        |
    162 | exhuastion = [0.1, 0, 0.3]
        | ^^^^^^^^^^ party.north.exhuastion
    "#);
}

#[test]
fn a_cycle_of_implications_is_shown_as_a_whole() {
    let back = "then = { east_line = [\"front\", \"ceded\"] }\n\n\
        [[constraint]]\nid = \"line_needs_status\"\n\
        when = { east_line = [\"ceded\"] }\nthen = { east_status = [\"de_jure\"] }";
    let error = broken("then = { east_line = [\"front\", \"ceded\"] }", back);
    insta::assert_snapshot!(error.render(), @r"
    error: found a cycle of implications (status_needs_line → line_needs_status), expected none
       --> two-regions.toml:147:1
        |
    147 | [[constraint]]
        | ^^^^^^^^^^^^^^ constraint.status_needs_line
        |
       ::: two-regions.toml:152:1
        |
    152 | [[constraint]]
        | -------------- constraint.line_needs_status
    ");
}

#[test]
fn a_number_out_of_range_is_shown_where_it_stands() {
    let error = broken(
        "east_line = \"ceded\" }\nvalue = [0.03",
        "east_line = \"ceded\" }\nvalue = [0.3",
    );
    assert!(matches!(error.fault(), Fault::Range { .. }));
    insta::assert_snapshot!(error.render(), @r"
    error: found value 0.3 in the range 0 to 0.06, expected low ≤ value ≤ high, in brief [value, low, high]
       --> two-regions.toml:185:9
        |
    185 | value = [0.3, 0, 0.06]
        |         ^^^^^^^^^^^^^^ party.north.interaction.east_line.ceded.east_status.de_jure
    ");
    assert!(error.render_coloured().contains("\u{1b}["));
}

#[test]
fn an_error_can_be_taken_apart() {
    let error = broken("weight = { north = [0.4,", "weight = { north = [-0.4,");
    assert_eq!(error.file(), "two-regions.toml");
    assert_eq!(error.position(), Some((38, 21)));
    assert_eq!(error.key(), "issue.east_line.weight.north");
    assert!(matches!(
        error.fault(),
        Fault::OutOfRange { found: -0.4, .. }
    ));
}
