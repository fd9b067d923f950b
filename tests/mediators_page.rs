//! The page on mediators says what the example prints.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../examples/mediators/table/mod.rs"]
mod example;

const PAGE: &str = include_str!("../src/documentation/mediators.md");

fn check(table: &str) {
    assert!(
        PAGE.contains(table),
        "src/documentation/mediators.md should say\n{table}"
    );
}

#[test]
fn the_table_on_random_conflicts_is_what_the_example_prints() {
    check(&example::on_random_conflicts(example::CONFLICTS).unwrap());
}

#[test]
#[ignore = "half a minute"]
fn the_table_on_the_scenario_is_what_the_example_prints() {
    check(&example::on_the_scenario(example::RUNS).unwrap());
}
