//! The page on back-tests says what the example computes, and the naive guesses are what they say they are.
#![allow(clippy::unwrap_used)]

use dealzone::analysis::Baselines;
use dealzone::conflict::Conflict;
use dealzone::index::{IssueIndex, OptionIndex, PartyIndex};
use dealzone::party::{Commitment, Curve, OptionValue, Party, Preferences, Valuation};
use dealzone::scenario::Scenario;
use dealzone::space::{Family, Issue, Level, Space};

#[path = "../examples/backtests/page/mod.rs"]
mod example;

const PAGE: &str = "src/documentation/backtests.md";

/// The lines of the tables in a text.
fn rows(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.starts_with('|')).collect()
}

/// A page with the tables of another text in place of its own, one by one.
fn with_tables(page: &str, computed: &str) -> String {
    let tables: Vec<&str> = computed
        .split("\n\n")
        .filter(|block| block.starts_with('|'))
        .collect();
    let mut tables = tables.into_iter();
    let blocks = page
        .split("\n\n")
        .map(|block| match block.starts_with('|') {
            true => tables.next().unwrap().trim_end(),
            false => block,
        });
    blocks.collect::<Vec<_>>().join("\n\n")
}

/// With `INSTA_UPDATE=always` the page is given the tables instead, as snapshots are.
#[test]
fn the_page_says_what_is_computed() {
    let tables = |case| example::tables(case, example::RUNS, example::SETTINGS).unwrap();
    let computed: Vec<String> = std::thread::scope(|scope| {
        let at_work: Vec<_> = example::CASES
            .iter()
            .map(|case| scope.spawn(move || tables(case)))
            .collect();
        let done = at_work.into_iter().map(|case| case.join().unwrap());
        done.collect()
    });
    let computed = computed.join("\n");
    let page = std::fs::read_to_string(PAGE).unwrap();
    if std::env::var("INSTA_UPDATE").is_ok_and(|how| how == "always") {
        std::fs::write(PAGE, with_tables(&page, &computed)).unwrap();
        return;
    }
    assert!(
        rows(&page) == rows(&computed),
        "{PAGE} should have these tables:\n{computed}"
    );
    for case in example::CASES {
        assert!(page.contains(&format!("`{}`\n", case.scenario)));
    }
}

#[test]
fn tables_go_to_their_places() {
    let page = "Words.\n\n| a |\n|---|\n| 1 |\n\nMore.\n\n| b |\n|---|\n";
    let computed = "# x\n\nFirst\n\n| c |\n|---|\n\nSecond\n\n| d |\n|---|\n| 2 |\n";
    let wanted = "Words.\n\n| c |\n|---|\n\nMore.\n\n| d |\n|---|\n| 2 |";
    assert_eq!(with_tables(page, computed), wanted);
}

/// One issue of three options worth (1, 0), (0.6, 0.5) and (0, 1), and an amount that the sides pull apart.
fn small() -> Conflict {
    let space = Space::new(
        vec![
            Issue::choice("line", Family::Territory, ["all", "split", "none"]),
            Issue::amount("fund", Family::Assets, 0.0, 100.0, "USD bn"),
        ],
        Vec::new(),
    )
    .unwrap();
    let side = |id: &str, values: [f64; 3], at_lower: f64| {
        let amount = Curve::Linear {
            at_lower,
            at_upper: 1.0 - at_lower,
        };
        let options = values.map(OptionValue::Constant).to_vec();
        let values = vec![Valuation::Options(options), Valuation::Amount(amount)];
        Party::new(id, Preferences::new(vec![0.7, 0.3], values))
    };
    let mut second = side("south", [0.0, 0.5, 1.0], 0.0);
    second.audience.public.push(Commitment {
        issue: IssueIndex(1),
        level: Level::Amount(60.0),
        firmness: 1.0,
    });
    Conflict::builder(space)
        .parties([side("north", [1.0, 0.6, 0.0], 1.0), second])
        .reservations([0.3, 0.3])
        .build()
        .unwrap()
}

#[test]
fn the_midpoint_lies_between_the_opening_offers() {
    let conflict = small();
    let baselines = Baselines::new(&conflict).unwrap();
    let option = |at| Level::Option(OptionIndex(at));
    let north = baselines.opening_offer(PartyIndex(0));
    let south = baselines.opening_offer(PartyIndex(1));
    assert_eq!(north.levels(), [option(0), Level::Amount(0.0)]);
    // What it said in public goes before what it likes best.
    assert_eq!(south.levels(), [option(2), Level::Amount(60.0)]);
    // Places 1, (1 + 0.6 − 0.5)/2 = 0.55 and 0: the middle of 1 and 0 is nearest to the second.
    let places = [0, 1, 2].map(|at| baselines.place(IssueIndex(0), option(at)));
    assert!((places[1] - 0.55).abs() < 1e-12);
    assert_eq!((places[0], places[2]), (1.0, 0.0));
    let midpoint = baselines.midpoint();
    assert_eq!(midpoint.levels(), [option(1), Level::Amount(30.0)]);
    assert_eq!(baselines.last_line(), conflict.space().status_quo());
}

#[test]
fn a_score_counts_hits_and_distance_between_the_sides() {
    let conflict = small();
    let baselines = Baselines::new(&conflict).unwrap();
    let option = |at| Level::Option(OptionIndex(at));
    let happened = [
        (IssueIndex(0), vec![option(0), option(2)]),
        (IssueIndex(1), vec![Level::Amount(26.0)]),
    ];
    let score = baselines.score(&baselines.midpoint(), &happened);
    // The line is missed by 0.45 or 0.55, of which the nearer counts; 30 is within a twentieth of the range of 26.
    assert_eq!((score.hits, score.issues), (1, 2));
    assert!((score.distance - f64::midpoint(0.45, 0.04)).abs() < 1e-12);
    let none = baselines.score(&baselines.midpoint(), &[]);
    assert_eq!((none.hits, none.issues, none.distance), (0, 0, 0.0));
}

#[test]
fn naming_the_other_side_first_turns_every_place_around() {
    let conflict = small();
    let turned = conflict
        .to_builder()
        .first_belligerent(PartyIndex(1))
        .build()
        .unwrap();
    let (one, other) = (
        Baselines::new(&conflict).unwrap(),
        Baselines::new(&turned).unwrap(),
    );
    for option in 0..3 {
        let place =
            |it: &Baselines<'_>| it.place(IssueIndex(0), Level::Option(OptionIndex(option)));
        assert!((place(&one) + place(&other) - 1.0).abs() < 1e-12);
    }
    assert_eq!(one.midpoint(), other.midpoint());
}

#[test]
fn no_side_of_a_built_in_scenario_opens_beyond_the_other() {
    for id in Scenario::builtins() {
        let conflict = Scenario::builtin(id).unwrap().conflict().unwrap();
        let baselines = Baselines::new(&conflict).unwrap();
        let first = conflict.first_belligerent();
        let second = PartyIndex(1 - first.get());
        let offers = [first, second].map(|side| baselines.opening_offer(side));
        for (at, issue) in conflict.space().issues().iter().enumerate() {
            let place = |level| baselines.place(IssueIndex(at), level);
            let asked = [&offers[0], &offers[1]].map(|offer| place(offer.levels()[at]));
            assert!(asked[0] >= asked[1] - 1e-9, "{id} {} {asked:?}", issue.id);
        }
    }
}
