//! Files that are no scenarios at all, or not there, or too much; and that no broken file brings the reader down.
#![allow(clippy::expect_used, clippy::panic)]

use std::time::{Duration, Instant};

use dealzone::scenario::{Fault, Scenario, ScenarioError};
use proptest::prelude::*;

const SAMPLE: &str = include_str!("scenarios/two-regions.toml");

fn error(text: &str) -> ScenarioError {
    Scenario::from_toml(text, "two-regions.toml").expect_err("the file is broken")
}

#[test]
fn files_that_are_not_text_or_not_there_are_refused() {
    let directory = std::env::temp_dir().join(format!("dealzone-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory for files");
    let path = directory.join("broken.toml");
    let refused = |bytes: &[u8]| {
        std::fs::write(&path, bytes).expect("a file");
        let error = Scenario::from_file(&path).expect_err("the file is broken");
        (error.fault().clone(), error.position())
    };
    let limit = Scenario::MAX_BYTES;
    assert_eq!(
        refused(b"format = 1\ntitle = \"\xff\"\n"),
        (
            Fault::NotUtf8 {
                found: "the byte 0xff".to_owned()
            },
            Some((2, 10))
        )
    );
    assert_eq!(refused(b"\n \n"), (Fault::Empty, Some((1, 1))));
    assert_eq!(
        refused(&vec![b'#'; 17 << 20]),
        (Fault::TooBig { limit }, None)
    );
    std::fs::remove_dir_all(&directory).expect("the directory goes");
    let error = Scenario::from_file(&path).expect_err("there is no file");
    assert!(matches!(
        error.fault(),
        Fault::Unreadable {
            kind: std::io::ErrorKind::NotFound,
            ..
        }
    ));
    assert!(error.to_string().starts_with(&path.display().to_string()));
}

#[cfg(unix)]
#[test]
fn a_file_without_end_is_refused() {
    let error = Scenario::from_file("/dev/zero").expect_err("it is no scenario");
    assert!(matches!(error.fault(), Fault::TooBig { .. }));
}

#[test]
fn a_scenario_that_is_not_built_in_is_refused() {
    let error = Scenario::builtin("atlantis").expect_err("there is no such scenario");
    assert!(matches!(error.fault(), Fault::NotBuiltIn { .. }));
}

#[test]
fn every_built_in_scenario_is_sound_and_named_after_its_id() {
    for id in Scenario::builtins() {
        assert_eq!(Scenario::builtin(id).expect("a sound scenario").id(), id);
    }
}

/// Generous, because the machine may be busy: what counts is that no size of file takes minutes.
const QUICK: Duration = Duration::from_secs(60);

#[test]
fn a_million_issues_are_refused_quickly() {
    let start = Instant::now();
    let text = format!("{SAMPLE}{}", "[[issue]]\n".repeat(1_000_000));
    let error = error(&text);
    assert!(
        matches!(error.fault(), Fault::Count { what: "issues", .. }),
        "{error}"
    );
    assert!(start.elapsed() < QUICK, "{:?}", start.elapsed());
}

#[test]
fn no_depth_overflows_the_stack() {
    let start = Instant::now();
    for (open, close) in [("[", "]"), ("{a=", "}")] {
        let depth = 1_000_000;
        let _ = error(&format!(
            "a = {}1{}",
            open.repeat(depth),
            close.repeat(depth)
        ));
    }
    // The deepest that the parser lets through.
    let key = format!("{}a", "a.".repeat(15));
    let _ = error(&format!(
        "[[{key}]]\n{key} = {}1{}",
        format!("{{{key} = ").repeat(79),
        "}".repeat(79)
    ));
    for head in ["", "[", "[["] {
        let _ = error(&format!("{head}{}a = 1", "a.".repeat(1_000_000)));
        let _ = error(&format!("{head}{}a = 1", "'a' . ".repeat(1_000_000)));
        let _ = error(&format!(
            "x = \"\"\"\ny = '''\n{head}{}a = 1",
            "a.".repeat(1_000_000)
        ));
    }
    assert!(start.elapsed() < QUICK, "{:?}", start.elapsed());
}

#[test]
fn a_line_too_long_to_show_is_still_named() {
    let error = error(&format!("x = {{ {} }}", "y = 1, ".repeat(1_000_000)));
    assert!(error.render().len() < 10_000);
}

/// Reads a text, and shows the error in every way there is.
fn survives(text: &str) {
    match Scenario::from_toml(text, "mutant.toml") {
        Ok(scenario) => {
            let setting = scenario.setting();
            let sets = scenario.demand_sets().map(|set| Some(set.id.as_str()));
            for set in sets.chain([None]) {
                let conflict = scenario.conflict_at(&setting, set);
                assert!(
                    conflict.is_ok(),
                    "what is read can be assembled: {conflict:?}"
                );
            }
            assert!(scenario.talks_settings(&setting).is_ok());
        }
        Err(error) => {
            assert!(!error.to_string().contains('\n'), "{error}");
            assert!(!error.render().is_empty() && !error.render_coloured().is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_text_makes_it_panic(text in "(?s).{0,200}") {
        survives(&text);
    }

    #[test]
    fn no_truncation_makes_it_panic(at in 0..SAMPLE.len()) {
        survives(&SAMPLE[..at]);
    }

    #[test]
    fn no_mutation_makes_it_panic(
        from in 0..SAMPLE.len(),
        length in 0_usize..40,
        inserted in prop_oneof![
            "(?s).{0,12}",
            "[0-9.e-]{1,8}",
            "[]\\[{}=,.\"'\n]{1,6}",
            Just("-1e308".to_owned()),
            Just("nan".to_owned()),
        ],
    ) {
        let to = (from + length).min(SAMPLE.len());
        survives(&format!("{}{inserted}{}", &SAMPLE[..from], &SAMPLE[to..]));
    }

    #[test]
    fn no_swap_of_numbers_makes_it_panic(nth in 0_usize..400, number in prop::num::f64::ANY) {
        let numbers: Vec<_> = SAMPLE.match_indices(|c: char| c.is_ascii_digit()).collect();
        let at = numbers[nth % numbers.len()].0;
        survives(&format!("{}{number}{}", &SAMPLE[..at], &SAMPLE[at + 1..]));
    }

    #[test]
    fn no_lines_left_out_make_it_panic(dropped in prop::collection::vec(any::<prop::sample::Index>(), 1..4)) {
        let mut lines: Vec<&str> = SAMPLE.lines().collect();
        for index in dropped {
            lines.remove(index.index(lines.len()));
        }
        survives(&lines.join("\n"));
    }
}
