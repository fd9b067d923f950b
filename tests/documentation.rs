//! What the pages say that a program can check.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use dealzone::party::Force;
use dealzone::report::text::{self, Colour};
use dealzone::report::{Finding, Transcript};
use dealzone::scenario::{Kind, Parameter, ProcessPlan, Scenario};
use dealzone::talks::Talks;

const ODD: &str = include_str!("../src/documentation/odd.md");
const LIMITS: &str = include_str!("../src/documentation/limits.md");
const THEORY: &str = include_str!("../src/documentation/theory.md");
const README: &str = include_str!("../README.md");
const CONTRIBUTING: &str = include_str!("../CONTRIBUTING.md");
const ARCHITECTURE: &str = include_str!("../ARCHITECTURE.md");
const MANIFEST: &str = include_str!("../Cargo.toml");

fn ukraine() -> Scenario {
    Scenario::builtin("ukraine-2026-01-23").unwrap()
}

/// What the page on the model counts, and how many there are.
fn counts(scenario: &Scenario) -> Vec<(String, usize)> {
    let conflict = scenario.conflict().unwrap();
    let of_kind = |kind| {
        let of = |parameter: &&Parameter| parameter.kind == kind;
        scenario.parameters().iter().filter(of).count()
    };
    let in_unit = |unit| {
        let of = |parameter: &&Parameter| parameter.unit == unit;
        scenario.parameters().iter().filter(of).count()
    };
    let issues = conflict.space().issues();
    let choices = issues
        .iter()
        .filter(|issue| !issue.domain.options().is_empty())
        .count();
    let assumed = scenario
        .sources()
        .iter()
        .filter(|source| source.is_assumption())
        .count();
    let (regimes, horizon) = regimes_and_horizon(scenario);
    let mut rows: Vec<(String, usize)> = [
        ("uncertain numbers", scenario.parameters().len()),
        ("of them measured", of_kind(Kind::Measured)),
        ("of them reported", of_kind(Kind::Reported)),
        (
            "of them computed from reported ones",
            of_kind(Kind::Computed),
        ),
        ("of them assumed", of_kind(Kind::Assumption)),
        ("weights", in_unit("share of weight")),
        (
            "values of options and points of curves",
            in_unit("value 0 to 1"),
        ),
        ("sources", scenario.sources().len()),
        ("of them publications", scenario.sources().len() - assumed),
        ("of them stated assumptions", assumed),
        ("parties", conflict.parties().len()),
        ("issues", issues.len()),
        ("issues with options", choices),
        ("issues that are amounts", issues.len() - choices),
        (
            "issues that frame the deal",
            issues.iter().filter(|issue| issue.frame.is_some()).count(),
        ),
        ("frames", conflict.space().frames(conflict.breach()).len()),
        ("constraints", conflict.space().constraints().len()),
        ("demand sets", scenario.demand_sets().count()),
        ("regions", conflict.territory().regions().len()),
        ("axes of the front", conflict.territory().axes().len()),
        ("slices of the front", conflict.territory().axes().sum()),
        ("regimes", regimes),
        ("strengths in the grid", conflict.war().strengths()),
        ("periods to the horizon", horizon),
        ("rounds of talks", scenario.talks().rounds as usize),
    ]
    .into_iter()
    .map(|(what, count)| (what.to_owned(), count))
    .collect();
    for set in scenario.demand_sets() {
        let conflict = scenario
            .conflict_at(&scenario.setting(), Some(&set.id))
            .unwrap();
        let lines: Vec<Force> = conflict
            .parties()
            .iter()
            .flat_map(|party| &party.red_lines)
            .map(|line| line.force)
            .collect();
        let absolute = lines
            .iter()
            .filter(|force| **force == Force::Absolute)
            .count();
        rows.push((format!("absolute red lines under `{}`", set.id), absolute));
        let priced = lines.len() - absolute;
        rows.push((format!("priced red lines under `{}`", set.id), priced));
    }
    rows
}

/// Regimes and periods of the war along a chain.
fn regimes_and_horizon(scenario: &Scenario) -> (usize, usize) {
    match &scenario.war().process {
        ProcessPlan::Chain(plan) => {
            let periods = plan.horizon.in_periods(scenario.talks().period).ceil();
            (plan.regimes.len(), periods as usize)
        }
        other => panic!("the war of the built-in scenario is not a chain: {other:?}"),
    }
}

/// Whether a page holds a text, however its lines are broken.
fn says(page: &str, text: &str) -> bool {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    words(page).contains(&words(text))
}

#[test]
fn the_counts_of_the_built_in_scenario_are_its_own() {
    let rows = counts(&ukraine());
    let missing: Vec<String> = rows
        .iter()
        .map(|(what, count)| format!("| {what} | {count} |"))
        .filter(|row| !ODD.lines().any(|line| line == row))
        .collect();
    assert!(
        missing.is_empty(),
        "src/documentation/odd.md should say\n{}",
        missing.join("\n")
    );
    let count = |wanted: &str| {
        let row = rows.iter().find(|(what, _)| what == wanted);
        row.map(|(_, count)| *count).unwrap()
    };
    let sentence = format!(
        "Of the {} uncertain numbers of the scenario `ukraine-2026-01-23`, {} are assumed.",
        count("uncertain numbers"),
        count("of them assumed")
    );
    assert!(says(LIMITS, &sentence), "limits.md should say: {sentence}");
    let choices: f64 = ukraine()
        .space(&ukraine().setting())
        .unwrap()
        .issues()
        .iter()
        .map(|issue| issue.domain.options().len().max(1) as f64)
        .product();
    let sentence = format!(
        "The choices alone make {:.1} × 10¹¹ combinations",
        choices / 1e11
    );
    assert!(says(ODD, &sentence), "odd.md should say: {sentence}");
}

#[test]
fn the_excerpt_in_the_readme_is_what_the_example_prints() {
    let scenario = ukraine();
    let setting = scenario.setting();
    let findings: Vec<Finding> = scenario
        .demand_sets()
        .map(|set| {
            let conflict = scenario.conflict_at(&setting, Some(&set.id)).unwrap();
            Finding::new(&set.id, &set.label, conflict)
        })
        .collect();
    let settings = scenario.talks_settings(&setting).unwrap();
    let mut talks = Talks::new(&findings[0].conflict, settings, 1).unwrap();
    let transcript = Transcript::of(1, &mut talks);
    let mut report: String = findings
        .iter()
        .map(|finding| text::finding(finding, Colour::Never))
        .collect();
    report += &text::transcript(
        &findings[0].conflict,
        &findings[0].id,
        &transcript,
        Colour::Never,
    );

    let excerpt = README
        .split("```")
        .map(|block| block.strip_prefix("text\n").unwrap_or_default())
        .find(|block| block.starts_with("──"))
        .unwrap();
    let mut printed = report.lines();
    for line in excerpt.lines().filter(|line| *line != "…") {
        assert!(
            printed.any(|found| found == line),
            "the example does not print, in this order: {line}\n\n{report}"
        );
    }
}

/// What the references of a page are called, and where they lead.
fn references(page: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = page.lines().filter(|line| line.starts_with('['));
    lines
        .filter_map(|line| line.split_once("]: "))
        .filter(|(_, target)| !target.starts_with('`'))
}

/// Where the links of a page lead but for the web and for places on the page, in line or by reference.
fn links(page: &str) -> Vec<&str> {
    let inline = page
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let by_reference = references(page).map(|(_, target)| target);
    inline
        .chain(by_reference)
        .filter(|link| !link.starts_with("http") && !link.starts_with('#'))
        .collect()
}

/// Pages are read in the project too, where no path of the crate leads anywhere.
#[test]
fn every_link_of_a_page_leads_to_a_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tables = ["src/documentation.rs", "src/scenario/mod.rs"]
        .map(|path| fs::read_to_string(root.join(path)).unwrap())
        .concat();
    let mut pages: Vec<PathBuf> = fs::read_dir(root.join("src/documentation"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    pages.push(root.join("src/scenario/format.md"));
    for page in &pages {
        let text = fs::read_to_string(page).unwrap();
        // And in the reference, where the library's source says where they lead.
        for (label, _) in references(&text) {
            let row = format!("#[doc = \"{label}]: crate::");
            assert!(tables.contains(&row), "{}: {label}]", page.display());
        }
    }
    let others = [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "benches/README.md",
    ];
    pages.extend(others.map(|page| root.join(page)));
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        for link in links(&text) {
            let file = link.split('#').next().unwrap();
            let target = page.parent().unwrap().join(file);
            assert!(target.exists(), "{} links to {link}", page.display());
        }
    }
}

#[test]
fn the_readme_lists_every_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for entry in fs::read_dir(root.join("examples")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.join("main.rs").exists() {
            continue; // what examples share
        }
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(
            README.contains(&format!("\n| `{name}` | ")),
            "README.md does not list {name}"
        );
    }
}

#[test]
fn every_dependency_has_a_reason() {
    let mut in_dependencies = false;
    for line in MANIFEST.lines() {
        if line.starts_with('[') {
            in_dependencies = line.ends_with("dependencies]");
        } else if in_dependencies && let Some((name, _)) = line.split_once(" = ") {
            assert!(
                CONTRIBUTING.contains(&format!("| {name} |")),
                "CONTRIBUTING.md gives no reason for {name}"
            );
        }
    }
}

/// Every Rust file below a directory of the project, with its text.
fn sources(directory: &str) -> Vec<(PathBuf, String)> {
    fn walk(path: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(&root.join(directory), &mut found);
    found.sort();
    found
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path.strip_prefix(root).unwrap().to_owned(), text)
        })
        .collect()
}

#[test]
fn every_long_test_is_listed() {
    for (path, text) in sources("src").into_iter().chain(sources("tests")) {
        let mut lines = text.lines().map(str::trim);
        while lines.any(|line| line.starts_with("#[ignore")) {
            let name = lines
                .find_map(|line| line.strip_prefix("fn "))
                .and_then(|line| line.split('(').next())
                .unwrap();
            assert!(
                CONTRIBUTING.contains(&format!("| `{name}` |")),
                "CONTRIBUTING.md does not list {name} of {}",
                path.display()
            );
        }
    }
}

#[test]
fn every_test_that_the_theory_page_names_is_there() {
    let all: String = sources("src")
        .into_iter()
        .chain(sources("tests"))
        .map(|(_, text)| text)
        .collect();
    let named = THEORY
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|name| name.contains('_') && !name.contains([' ', ':']));
    for name in named {
        assert!(
            all.contains(&format!("fn {name}(")),
            "theory.md names {name}, which is not a test"
        );
    }
}

/// What each module may use, as the table in ARCHITECTURE.md says.
const LAYERS: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("index", &[]),
    ("stream", &[]),
    ("solver", &[]),
    ("parallel", &[]),
    ("space", &["units", "index"]),
    ("party", &["units", "index", "space"]),
    ("war", &["units", "index", "stream"]),
    ("conflict", &["units", "index", "space", "party", "war"]),
    (
        "zone",
        &[
            "units", "index", "stream", "space", "party", "war", "conflict", "solver", "parallel",
        ],
    ),
    ("games", &["units", "index", "stream", "war"]),
    (
        "mediator",
        &[
            "units", "index", "stream", "space", "party", "war", "conflict", "zone", "solver",
        ],
    ),
    (
        "talks",
        &[
            "units", "index", "stream", "space", "party", "war", "conflict", "zone", "solver",
            "mediator", "games", "parallel",
        ],
    ),
    (
        "analysis",
        &[
            "units", "index", "stream", "space", "party", "war", "conflict", "solver", "zone",
            "scenario", "parallel",
        ],
    ),
    (
        "genius",
        &[
            "units", "index", "space", "party", "war", "conflict", "solver", "zone",
        ],
    ),
    (
        "scenario",
        &[
            "units", "index", "space", "party", "war", "conflict", "solver", "zone", "mediator",
            "talks",
        ],
    ),
];

/// The sources of the crate without the files that hold the tests of a module alone.
fn library() -> Vec<(PathBuf, String)> {
    let mut files = sources("src");
    files.retain(|(path, _)| !path.ends_with("tests.rs"));
    files
}

/// The modules of the crate that the code of a file uses; links in comments do not count, nor do its tests, which may
/// take what they try from above.
fn used(text: &str) -> impl Iterator<Item = &str> {
    text.split("#[cfg(test)]")
        .next()
        .unwrap_or_default()
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .filter_map(|rest| {
            rest.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
                .next()
        })
}

#[test]
fn modules_use_only_what_lies_beneath_them() {
    for (path, text) in library() {
        let name = path.components().nth(1).unwrap();
        let name = name.as_os_str().to_str().unwrap().trim_end_matches(".rs");
        assert!(
            matches!(name, "lib" | "prelude") || ARCHITECTURE.contains(&format!("`{name}`")),
            "ARCHITECTURE.md does not mention {name}"
        );
        let Some((_, allowed)) = LAYERS.iter().find(|(layer, _)| *layer == name) else {
            continue;
        };
        for module in used(&text) {
            assert!(
                module == name || allowed.contains(&module),
                "{} uses {module}",
                path.display()
            );
        }
    }
}

/// Words that the code of the library does without, and the files that may use them all the same.
const ABSENT: &[(&str, &[&str])] = &[
    ("std::fs", &["src/scenario/load.rs", "src/genius/folder.rs"]),
    (
        "std::io",
        &[
            "src/scenario/load.rs",
            "src/scenario/fault.rs",
            "src/genius/folder.rs",
        ],
    ),
    ("std::env", &[]),
    ("std::net", &[]),
    ("std::process", &[]),
    ("std::thread", &["src/parallel.rs"]),
    ("std::time", &[]),
    ("println!", &[]),
    ("eprintln!", &[]),
    ("HashMap", &[]),
    ("HashSet", &[]),
    ("thread_local!", &[]),
    ("static mut", &[]),
    ("Mutex", &[]),
    ("RefCell", &[]),
    (
        "OnceLock",
        &[
            "src/solver/program.rs",
            "src/talks/ground.rs",
            "src/talks/legacy.rs",
            "src/talks/playbook.rs",
        ],
    ),
    ("LazyLock", &[]),
    ("Atomic", &["src/parallel.rs", "src/talks/answers.rs"]),
    ("OnceCell", &[]),
    ("catch_unwind", &["src/talks/protocol/guard.rs"]),
    ("rand::", &["src/stream.rs"]),
    ("chacha20::", &["src/stream.rs"]),
    (".unwrap()", &[]),
    (".expect(", &[]),
    ("panic!", &[]),
    ("unreachable!", &[]),
    ("todo!", &[]),
    (" assert!", &[]),
    (" assert_eq!", &[]),
    (".exp()", &[]),
    (".ln()", &[]),
    (".powf(", &[]),
];

#[test]
fn what_the_architecture_says_is_absent_is_absent() {
    for (path, text) in library() {
        let library = text.split("#[cfg(test)]\nmod ").next().unwrap();
        for (word, excepted) in ABSENT {
            let used = library
                .lines()
                .any(|line| !line.trim_start().starts_with("//") && line.contains(word));
            assert!(
                !used || excepted.iter().any(|file| Path::new(file) == path),
                "{} uses {word}",
                path.display()
            );
        }
    }
}
