//! Inputs that are meant to do harm, or that came from somewhere they should not have: each is refused with one error
//! that says where, what was found and what was expected; none takes long.
#![allow(clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use dealzone::scenario::{Fault, Scenario, ScenarioError};

const SAMPLE: &str = include_str!("scenarios/two-regions.toml");

/// Generous, because the machine may be busy: what counts is that nothing takes minutes.
const QUICK: Duration = Duration::from_secs(60);

/// The error about the sample after a replacement: on one line, and at a line of the file.
fn broken(from: &str, to: &str) -> ScenarioError {
    assert!(SAMPLE.contains(from), "the sample has no {from}");
    refused(&SAMPLE.replacen(from, to, 1))
}

fn refused(text: &str) -> ScenarioError {
    let start = Instant::now();
    let error = Scenario::from_toml(text, "hostile.toml").expect_err("the file is broken");
    assert!(start.elapsed() < QUICK, "{:?}", start.elapsed());
    assert_sound(&error);
    error
}

fn assert_sound(error: &ScenarioError) {
    let line = error.to_string();
    assert!(!line.contains('\n') && line.len() < 8192, "{line}");
    assert!(
        line.contains("found ") && line.contains(", expected "),
        "{line}"
    );
    assert!(!error.render().is_empty());
}

/// The error about a file of these bytes.
fn refused_bytes(name: &str, bytes: &[u8]) -> ScenarioError {
    let path = temporary(name);
    fs::write(&path, bytes).expect("a file");
    let error = Scenario::from_file(&path).expect_err("the file is broken");
    fs::remove_file(&path).expect("the file goes");
    assert_sound(&error);
    assert_eq!(error.file(), path.display().to_string());
    error
}

fn temporary(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("dealzone-hostile-{}-{name}", std::process::id()))
}

#[test]
fn an_unknown_key() {
    let error = broken("breach_rate = ", "breech_rate = 1\nbreach_rate = ");
    insta::assert_snapshot!(error, @"hostile.toml:7:1: key `breech_rate`: found a key that is not known here, expected one of `format`, `id`, `title`, `as_of`, `summary`, `breach_rate`, `cite`, `source`, `issue`, `constraint`, `party`, `demand_set`, `war`, `talks` (did you mean `breach_rate`?)");
}

#[test]
fn a_missing_key() {
    let error = broken("opening_regime = \"sustained\"\n", "");
    insta::assert_snapshot!(error, @"hostile.toml:246:1: key `war.opening_regime`: found no such key, expected it in this table");
}

#[test]
fn a_missing_source() {
    let error = broken("[cite]\nsource = \"invented\"\n", "[cite]\n");
    insta::assert_snapshot!(error, @"hostile.toml:7:15: key `breach_rate`: found a quantity without source, expected it here or in a `cite` above");
    let error = broken("source = \"map\"", "source = \"maps\"");
    insta::assert_snapshot!(error, @r#"hostile.toml:145:70: key `constraint.pool.bound.source`: found "maps", expected a source: one of `invented`, `map`, `speech` (did you mean `map`?)"#);
}

#[test]
fn weights_that_do_not_sum_to_one() {
    let error = broken("north = [0.4, 0.3, 0.5]", "north = [0.45, 0.3, 0.5]");
    insta::assert_snapshot!(error, @r#"hostile.toml:38:20: key `issue.east_line.weight.north`: found weights of "north" that sum to 1.05, expected 1"#);
}

#[test]
fn numbers_that_are_none() {
    for number in [
        "nan",
        "+nan",
        "inf",
        "-inf",
        "1e400",
        "99999999999999999999",
    ] {
        let error = broken("discount = [0.1, ", &format!("discount = [{number}, "));
        assert_eq!(error.position(), Some((160, 13)), "{number}: {error}");
        assert_eq!(error.key(), "party.north.discount");
    }
    let error = broken("discount = [0.1, ", "discount = [nan, ");
    insta::assert_snapshot!(error, @"hostile.toml:160:13: key `party.north.discount`: found nan, expected a finite number");
}

#[test]
fn a_negative_rate() {
    let error = broken(
        "ending_rate = [0.15, 0.05, 0.4]",
        "ending_rate = [0.15, -0.05, 0.4]",
    );
    insta::assert_snapshot!(error, @"hostile.toml:251:22: key `war.ending_rate`: found -0.05, expected 0 or more");
}

#[test]
fn a_level_outside_its_domain() {
    let error = broken("level = 200", "level = 301");
    insta::assert_snapshot!(error, @r#"hostile.toml:173:9: key `party.north.public.returned.level`: found 301, expected 0 to 300, in "USD bn""#);
    let error = broken("level = \"de_jure\"", "level = \"de_juro\"");
    insta::assert_snapshot!(error, @r#"hostile.toml:168:9: key `party.north.public.east_status.level`: found "de_juro", expected an option of the issue: one of `none`, `de_facto`, `de_jure` (did you mean `de_jure`?)"#);
}

#[test]
fn contradictory_constraints() {
    let apart = "[[constraint]]\nid = \"much\"\nterms = { returned = 1 }\nrelation = \"at_least\"\nbound = [290, 280, 300]\n\n\
        [[constraint]]\nid = \"fund_too\"\nterms = { fund = 1 }\nrelation = \"at_least\"\nbound = [20, 10, 30]\n\n[[party]]";
    let error = broken("[[party]]", apart);
    insta::assert_snapshot!(error.render(), @r"
    error: found constraints that exclude every deal together (`pool`, `much`, `fund_too`), expected room for a deal
       --> hostile.toml:140:1
        |
    140 | [[constraint]]
        | ^^^^^^^^^^^^^^ constraint.pool
        |
       ::: hostile.toml:156:1
        |
    156 | [[constraint]]
        | -------------- constraint.much
        |
       ::: hostile.toml:162:1
        |
    162 | [[constraint]]
        | -------------- constraint.fund_too
    ");
}

#[test]
fn implications_that_lead_round_in_a_circle() {
    let error = broken(
        "then = { east_line = [\"front\", \"ceded\"] }",
        "then = { fund = { above = 200 } }",
    );
    insta::assert_snapshot!(error, @"hostile.toml:147:1: key `constraint.status_needs_line`: found a cycle of implications (status_needs_line), expected none");
}

#[test]
fn duplicate_ids_and_keys() {
    let error = broken("id = \"east_status\"", "id = \"east_line\"");
    insta::assert_snapshot!(error, @"hostile.toml:56:6: key `issue.east_line.id`: found a second issue `east_line`, expected each once");
    let error = broken("step = 10", "step = 10\nstep = 20");
    insta::assert_snapshot!(error, @r#"hostile.toml:116:1: found a second "step", expected each key once"#);
}

#[test]
fn an_empty_file() {
    for bytes in [&b""[..], b"\n\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"] {
        let error = refused_bytes("empty.toml", bytes);
        assert_eq!(
            (error.fault(), error.position()),
            (&Fault::Empty, Some((1, 1)))
        );
    }
    // Nothing but a remark says no more, but is a file of the format without its keys.
    assert_eq!(refused("# nothing\n").fault(), &Fault::MissingKey);
}

#[test]
fn a_file_in_utf_16() {
    for (big, mark) in [(false, [0xff, 0xfe]), (true, [0xfe, 0xff])] {
        let unit = |unit: u16| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        };
        let text: Vec<u8> = SAMPLE.encode_utf16().flat_map(unit).collect();
        let error = refused_bytes("utf16.toml", &[&mark[..], &text].concat());
        assert!(
            error
                .to_string()
                .ends_with(":1:1: found the byte order mark of UTF-16, expected text in UTF-8"),
            "{error}"
        );
        // Without the mark it is text of a kind: every other letter is a null.
        let error = refused_bytes("utf16-unmarked.toml", &text);
        assert!(matches!(error.fault(), Fault::Syntax { .. }), "{error}");
    }
}

#[test]
fn a_file_in_latin_1() {
    let mut bytes = SAMPLE.as_bytes().to_vec();
    let at = SAMPLE.find("Line in the East").expect("a label");
    bytes[at + 1] = 0xef;
    let error = refused_bytes("latin.toml", &bytes);
    assert!(
        error
            .to_string()
            .ends_with(":34:11: found the byte 0xef, expected text in UTF-8"),
        "{error}"
    );
}

#[test]
fn a_file_of_a_gigabyte() {
    let path = temporary("big.toml");
    let file = File::create(&path).expect("a file");
    // Sparse: the length is all there is.
    file.set_len(1 << 30).expect("a long file");
    let start = Instant::now();
    let error = Scenario::from_file(&path).expect_err("it is too long");
    fs::remove_file(&path).expect("the file goes");
    assert!(matches!(error.fault(), Fault::TooBig { .. }), "{error}");
    assert_sound(&error);
    assert!(start.elapsed() < QUICK);
}

#[test]
fn a_directory_for_a_file() {
    let error = Scenario::from_file(std::env::temp_dir()).expect_err("it is no file");
    assert!(matches!(error.fault(), Fault::Unreadable { .. }), "{error}");
    assert_sound(&error);
}

#[test]
fn a_million_issues() {
    let error = refused(&format!("{SAMPLE}{}", "[[issue]]\n".repeat(1_000_000)));
    assert!(
        matches!(error.fault(), Fault::Count { what: "issues", .. }),
        "{error}"
    );
    assert_eq!(error.key(), "issue");
}

/// The sample with these constraints put before its own.
fn with_constraints(constraints: &str) -> String {
    SAMPLE.replacen(
        "[[constraint]]",
        &format!("{constraints}\n[[constraint]]"),
        1,
    )
}

#[test]
fn constraints_by_the_thousand_are_searched_in_bounded_time() {
    // Each is met by every deal but a few, in a way that no search sees at once.
    let start = Instant::now();
    let mut constraints = String::new();
    for at in 0..4000 {
        let (low, high) = (at % 60, 300 - at % 70);
        let _ = write!(
            constraints,
            "[[constraint]]\nid = \"c{at}\"\nexcludes = {{ fund = {{ above = {low}.5 }}, returned = {{ above = {low} }}, \
             east_line = [\"front\"] }}\n[[constraint]]\nid = \"d{at}\"\nterms = {{ fund = 1, returned = {}.7 }}\n\
             relation = \"at_most\"\nbound = [{high}, 0, 999]\n",
            at % 7,
        );
        if at == 2000 {
            break;
        }
    }
    let text = with_constraints(&constraints);
    match Scenario::from_toml(&text, "hostile.toml") {
        Ok(_) => {}
        Err(error) => assert_sound(&error),
    }
    assert!(start.elapsed() < QUICK, "{:?}", start.elapsed());
}

/// The sample with one more issue of so many options, each of them left out by a constraint of its own.
fn every_option_left_out(count: usize) -> String {
    let mut text = "[[issue]]\nid = \"big\"\nlabel = \"Big\"\nfamily = \"other\"\ndomain = \"choice\"\nstatus_quo = \"o0\"\n\
        weight = { north = [0, 0, 0], south = [0, 0, 0], west = [0, 0, 0] }\n"
        .to_owned();
    for at in 0..count {
        let _ = write!(
            text,
            "[[issue.option]]\nid = \"o{at}\"\nlabel = \"o\"\n\
             value = {{ north = [0, 0, 0], south = [0, 0, 0], west = [0, 0, 0] }}\n"
        );
    }
    for at in 0..count {
        let _ = write!(
            text,
            "[[constraint]]\nid = \"c{at}\"\nexcludes = {{ big = [\"o{at}\"] }}\n"
        );
    }
    with_constraints(&text)
}

#[test]
fn constraints_that_clash_only_all_together() {
    let error = refused(&every_option_left_out(60));
    let Fault::Contradiction { constraints } = error.fault() else {
        panic!("{error}");
    };
    assert_eq!(constraints.len(), 60);
}

#[test]
fn constraints_too_many_to_search_are_let_through_in_bounded_time() {
    let start = Instant::now();
    let text = every_option_left_out(4000);
    assert!(Scenario::from_toml(&text, "hostile.toml").is_ok());
    assert!(start.elapsed() < QUICK, "{:?}", start.elapsed());
}

#[test]
fn a_war_too_large_to_solve_is_refused_before_it_is_solved() {
    let error = broken("period_days = 7", "period_days = 0.01");
    insta::assert_snapshot!(error.render(), @r"
    error: found a war of 182625 periods, expected 1 to 36525, or longer periods
       --> hostile.toml:250:17
        |
    250 | horizon_years = 5
        |                 ^ war.horizon_years
        |
       ::: hostile.toml:282:15
        |
    282 | period_days = 0.01
        |               ---- talks.period_days
    ");
    let strengths: Vec<String> = (0..1024).map(|at| at.to_string()).collect();
    let fine = format!("strengths = [{}]", strengths.join(", "));
    let fine = SAMPLE.replacen("strengths = [-0.6, -0.3, 0, 0.3, 0.6]", &fine, 1);
    let many = fine
        .replacen("period_days = 7", "period_days = 1", 1)
        .replacen("rounds = 52", "rounds = 1000000", 1);
    insta::assert_snapshot!(refused(&many), @"hostile.toml:283:10: key `talks.rounds`: found tables of the war with 381652992 numbers, expected at most 67108864: fewer rounds, slices, regimes or strengths");
    let long = fine
        .replacen(
            "count = 50, area = [100, 90, 110]",
            "count = 1000, area = [1, 1, 1]",
            1,
        )
        .replacen("period_days = 7", "period_days = 0.1", 1)
        .replacen("rounds = 52", "rounds = 1", 1);
    insta::assert_snapshot!(refused(&long), @"hostile.toml:250:17: key `war.horizon_years`: found a war that takes 149760106496 steps to solve, expected at most 68719476736: a nearer horizon, longer periods, or fewer slices, regimes or strengths");
}

#[test]
fn what_the_war_cannot_bear_is_refused_at_its_place() {
    let discount = |rate| broken("discount = [0.2, 0.05, 0.5]", rate);
    insta::assert_snapshot!(discount("discount = [0, 0, 0.5]"), @"hostile.toml:191:12: key `party.south.discount`: found a discount of 0 per year, by which a round is worth nothing, expected more than that where the war is a chain");
    let error = broken("cut = [0.2, 0.1, 0.3]", "cut = [1.7e308, 0, 1.7e308]");
    insta::assert_snapshot!(error, @"hostile.toml:192:51: key `party.south.war_cost.cut`: found a cost that grows out of the range of numbers by the horizon, expected less of it");
    let error = broken(
        "held = [7000, 6900, 7100]",
        "held = [10000.000001, 0, 20000]",
    );
    insta::assert_snapshot!(error, @"hostile.toml:269:8: key `war.region.east_line.held`: found 10000.000001 km2 held, expected 0 to 10000, the area of the region");
    let third = "leaves_for = { cut = [1.5e308, 0, 1.5e308], over = [1.5e308, 0, 1.5e308] }\n\n\
        [[war.regime]]\nid = \"over\"\nlabel = \"Over\"\n";
    let text = SAMPLE
        .replacen("leaves_for = { cut = [0.3, 0.1, 0.6] }\n", third, 1)
        .replace("cut = [", "over = [0, 0, 0], cut = [")
        .replace("{ over = [0, 0, 0], cut = [1.5e308", "{ cut = [1.5e308")
        .replace(
            "\ncut = { moves",
            "\nover = { moves = [0, 0, 0], advance = [0, 0, 0] }\ncut = { moves",
        );
    insta::assert_snapshot!(refused(&text), @"hostile.toml:259:14: key `war.regime.sustained.leaves_for`: found rates out of the range of numbers, together inf, expected lower rates");
}

#[test]
fn a_value_by_the_front_needs_no_chain() {
    // What a party holds counts as well where the war is a number for each party.
    let (before, after) = SAMPLE.split_once("[war]").expect("a war");
    let talks = &after[after.find("[talks]").expect("talks")..];
    let before: Vec<&str> = before
        .lines()
        .filter(|line| {
            !["war_cost", "exhaustion", "belief"]
                .iter()
                .any(|key| line.starts_with(key))
        })
        .collect();
    let war = "[war]\nprocess = \"fixed\"\nfirst = \"north\"\nsecond = \"south\"\n\
        reservation = { north = [0.4, 0, 1], south = [0.3, 0, 1], west = [0, 0, 0] }\n\
        [[war.region]]\nissue = \"east_line\"\narea = [10, 9, 11]\nheld = [7, 6, 8]\n";
    let text = format!("{}\n{war}{talks}", before.join("\n"));
    let scenario =
        Scenario::from_toml(&text, "fixed.toml").unwrap_or_else(|error| panic!("{error}"));
    let conflict = scenario.conflict().expect("what is read can be assembled");
    assert_eq!(conflict.territory().shares(&[], 5)[0], 0.7);
    let more = text.replacen("held = [7, 6, 8]", "held = [12, 6, 18]", 1);
    insta::assert_snapshot!(refused(&more), @"hostile.toml:245:8: key `war.region.east_line.held`: found 12 km2 held, expected 0 to 10, the area of the region");
}

#[test]
fn a_regime_called_cite() {
    let text = SAMPLE
        .replace("\"cut\"", "\"cite\"")
        .replace("cut = ", "cite = ");
    insta::assert_snapshot!(refused(&text), @"hostile.toml:262:6: key `war.regime.cite.id`: found a regime called `cite`, expected another id: in a table by regime that key says where the numbers come from");
}

#[test]
fn a_cite_in_a_table_by_regime_is_no_regime() {
    let cited = "war_cost = { cite = { as_of = 2025-11-11 }, sustained = [0.1, ";
    let text = SAMPLE.replacen("war_cost = { sustained = [0.1, ", cited, 1);
    let scenario =
        Scenario::from_toml(&text, "cited.toml").unwrap_or_else(|error| panic!("{error}"));
    let date = |key| {
        scenario
            .parameter(key)
            .map(|parameter| parameter.as_of.to_string())
    };
    assert_eq!(
        date("party.north.war_cost.cut").as_deref(),
        Some("2025-11-11")
    );
    assert_eq!(
        date("party.south.war_cost.cut").as_deref(),
        Some("2026-01-23")
    );
}
