//! Demands and constraints by the thousand.

use dealzone::prelude::*;
use dealzone::space::{Constraint, Rule, Test};
use dealzone::stream::{Purpose, Stream};
use dealzone::zone::{Compared, Verdict};

const CROWD: usize = 4_000;

/// Two sides to a choice of sixty options and an amount, with these constraints; what one gains the other loses.
fn conflict(constraints: Vec<Constraint>) -> Conflict {
    let names: Vec<String> = (0..60).map(|option| format!("o{option}")).collect();
    let which = Issue::choice("which", Family::Other, names.iter().map(String::as_str));
    let how_much = Issue::amount("how-much", Family::Other, 0.0, 1.0, "share");
    let space = Space::new(vec![which, how_much], constraints).unwrap();
    let side = |id, rises: bool| {
        let level = |share: f64| if rises { share } else { 1.0 - share };
        let table = Valuation::table((0..60).map(|option| level(f64::from(option) / 59.0)));
        let curve = Curve::Linear {
            at_lower: level(0.0),
            at_upper: level(1.0),
        };
        Party::new(
            id,
            Preferences::new(vec![0.5, 0.5], vec![table, Valuation::Amount(curve)]),
        )
    };
    Conflict::builder(space)
        .party(side("first", true))
        .party(side("second", false))
        .reservations([0.4, 0.4])
        .build()
        .unwrap()
}

fn excluded(number: usize, condition: Condition) -> Constraint {
    let rule = Rule::Excludes(Pattern::new([condition]));
    Constraint::new(format!("c{number}"), rule)
}

fn option(option: usize) -> Condition {
    Condition::any_of(IssueIndex(0), [OptionIndex(option)])
}

fn beyond(amount: f64) -> Condition {
    Condition {
        issue: IssueIndex(1),
        test: Test::Above(amount),
    }
}

/// A deal in the zone must take both to .4: the shares add up to .8 to 1.2.
#[test]
fn thousands_of_exclusions_on_one_issue_leave_the_answer_what_it_is() {
    let mut stream = Stream::new(7, 0, Purpose::Sampling, 0);
    let mut below = |bound: usize| (stream.uniform() * bound as f64) as usize;
    // Only the option 59 of the choice, and only amounts up to .25, are left.
    let crowd = |last: usize, below: &mut dyn FnMut(usize) -> usize| -> Vec<Constraint> {
        (0..CROWD)
            .map(|number| {
                let condition = match number % 2 {
                    0 if number / 2 < last => option(number / 2),
                    0 => option(below(last)),
                    _ => beyond(0.25 + below(1_000) as f64 / 2_000.0),
                };
                excluded(number, condition)
            })
            .chain([excluded(CROWD, beyond(0.25))])
            .collect()
    };
    let some = conflict(crowd(59, &mut below)).deal_zone();
    // 59 is worth 1 to the first and nothing to the second: at 0 of the amount they have .5 each.
    assert!((some.lower() - 0.1).abs() < 1e-9, "{some:?}");
    assert!(some.boxes() < 20, "{}", some.boxes());
    let none = conflict(crowd(60, &mut below)).deal_zone();
    assert_eq!(none.upper(), f64::NEG_INFINITY);
    let Verdict::Empty { certificate } = none.verdict() else {
        panic!("{none:?}");
    };
    let empty = conflict(crowd(60, &mut below));
    certificate
        .verify(&empty, &Situation::opening(&empty))
        .unwrap();
}

/// Pairs of an option and an amount, by the thousand.
#[test]
fn thousands_of_patterns_over_two_issues_leave_the_answer_what_it_is() {
    let constraints = (0..CROWD)
        .map(|number| {
            // Whatever the option, no amount beyond .5; for a few options none beyond .1.
            let least = if number % 60 < 3 { 0.1 } else { 0.5 };
            let bound = least + (number / 60) as f64 / 1_000.0;
            let pair = [option(number % 60), beyond(bound)];
            Constraint::new(format!("c{number}"), Rule::Excludes(Pattern::new(pair)))
        })
        .collect();
    let zone = conflict(constraints).deal_zone();
    assert!((zone.lower() - 0.1).abs() < 1e-6, "{zone:?}");
}

/// Issues on each of which one side refuses the one option, and the other side the other: as many clashes of two red
/// lines, which have nothing in common.
fn pairs(count: usize) -> Conflict {
    let issues = (0..count).map(|at| Issue::choice(format!("i{at}"), Family::Other, ["a", "b"]));
    let space = Space::new(issues.collect(), vec![]).unwrap();
    let side = |id, refused: usize| {
        let share = 1.0 / count as f64;
        let table = Valuation::table([refused as f64, 1.0 - refused as f64]);
        let mut party = Party::new(id, Preferences::new(vec![share; count], vec![table; count]));
        for issue in 0..count {
            let refuses =
                Pattern::new([Condition::any_of(IssueIndex(issue), [OptionIndex(refused)])]);
            party
                .red_lines
                .push(RedLine::absolute(format!("r{issue}"), refuses));
        }
        party
    };
    Conflict::builder(space)
        .parties([side("first", 1), side("second", 0)])
        .reservations([0.0, 0.0])
        .build()
        .unwrap()
}

#[test]
fn a_dozen_clashes_apart_have_every_way_to_lift_them_listed() {
    let clashes = pairs(12).zone().clashes();
    assert!(clashes.is_complete());
    assert_eq!(clashes.sets().len(), 12);
    assert_eq!(clashes.lifts().len(), 1 << 12);
    assert!(clashes.tests() < 4_500, "{}", clashes.tests());
}

/// There are 2²⁰ ways: not all of them can be listed, and the closest deal needs but some.
#[test]
fn a_score_of_clashes_apart_are_all_found_within_the_limits() {
    let conflict = pairs(20);
    let clashes = conflict.zone().clashes();
    assert!(!clashes.is_complete());
    assert_eq!(clashes.sets().len(), 20);
    assert!(clashes.sets().iter().all(|set| set.as_slice().len() == 2));
    assert!(clashes.lifts().len() > 4_000);
    assert!(clashes.lifts().iter().all(|set| set.as_slice().len() == 20));
    assert!(clashes.tests() <= 5_000);

    let zone = conflict.deal_zone();
    assert!(zone.is_empty() && zone.boxes() < 1_000, "{}", zone.boxes());
    let closest = zone.closest().unwrap();
    assert_eq!(closest.lifted.as_slice().len(), 20);
    assert_eq!(closest.compared, Compared::Some(64));
}
