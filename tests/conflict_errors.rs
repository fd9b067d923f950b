//! Mistakes in a conflict that is built in code, and what is said about them.
#![allow(clippy::expect_used)]

use dealzone::conflict::ConflictError;
use dealzone::prelude::*;
use dealzone::space::{Constraint, OutOfReach, Rule, SpaceError, Test};

const LINE: IssueIndex = IssueIndex(0);
const FUND: IssueIndex = IssueIndex(1);

fn amount(test: Test) -> Pattern {
    Pattern::new([Condition { issue: FUND, test }])
}

fn issues() -> Vec<Issue> {
    vec![
        Issue::choice("line", Family::Territory, ["front", "ceded"]),
        Issue::amount("fund", Family::Assets, 0.0, 300.0, "USD bn"),
    ]
}

fn space(rules: impl IntoIterator<Item = Rule>) -> Result<Space, SpaceError> {
    let named = rules.into_iter().enumerate();
    let constraints = named.map(|(at, rule)| Constraint::new(format!("rule-{at}"), rule));
    Space::new(issues(), constraints.collect())
}

fn party(id: &str, weights: [f64; 2], at_lower: f64, at_upper: f64) -> Party {
    let line = Valuation::table([at_lower, at_upper]);
    let fund = Valuation::Amount(Curve::Linear { at_lower, at_upper });
    Party::new(id, Preferences::new(weights.to_vec(), vec![line, fund]))
}

/// The error about two parties, the second of which draws red lines.
fn refused(first: Party, red_lines: Vec<RedLine>) -> ConflictError {
    let mut second = party("south", [0.4, 0.6], 1.0, 0.0);
    second.red_lines = red_lines;
    let conflict = Conflict::builder(space([]).expect("a sound space"))
        .parties([first, second])
        .reservations([0.3, 0.3])
        .build();
    conflict.expect_err("the conflict has a mistake")
}

fn north() -> Party {
    party("north", [0.7, 0.3], 0.0, 1.0)
}

fn line(test: Test) -> ConflictError {
    refused(north(), vec![RedLine::absolute("cap", amount(test))])
}

#[test]
fn a_red_line_beyond_the_amount_is_an_error_and_one_at_its_end_is_none() {
    let said = "party \"south\": red line \"cap\" tests \"fund\" at 600, which is not within 0 to 300 USD bn";
    assert_eq!(line(Test::Above(600.0)).to_string(), said);
    assert_eq!(line(Test::Below(600.0)).to_string(), said);
    let ConflictError::Party(found) = line(Test::Above(-1.0)) else {
        unreachable!("it is about a party");
    };
    let expected = OutOfReach {
        issue: "fund".to_owned(),
        bound: -1.0,
        lower: 0.0,
        upper: 300.0,
        unit: "USD bn".to_owned(),
    };
    assert!(
        matches!(&found, dealzone::party::PartyError::RedLineBound { party, line, source }
            if party == "south" && line == "cap" && **source == expected)
    );
    let mut sound = party("south", [0.4, 0.6], 1.0, 0.0);
    // Nothing below the upper end, and nothing above the lower: both say something.
    sound.red_lines = vec![
        RedLine::absolute("all", amount(Test::Below(300.0))),
        RedLine::absolute("none", amount(Test::Above(0.0))),
    ];
    assert_eq!(sound.check(&space([]).expect("a sound space")), Ok(()));
}

#[test]
fn a_constraint_beyond_the_amount_is_an_error() {
    let beyond = || amount(Test::Above(301.0));
    let ceded = || Condition::any_of(LINE, [OptionIndex(1)]);
    let implied = Condition {
        issue: FUND,
        test: Test::Below(-0.5),
    };
    let said = |rule: Rule| space([rule]).expect_err("a bound out of reach").to_string();
    assert_eq!(
        said(Rule::Excludes(beyond())),
        "constraint \"rule-0\" tests \"fund\" at 301, which is not within 0 to 300 USD bn"
    );
    let when = Rule::Implies {
        when: beyond(),
        then: ceded(),
    };
    assert!(said(when).contains("at 301,"));
    let then = Rule::Implies {
        when: Pattern::new([ceded()]),
        then: implied,
    };
    assert!(said(then).contains("at -0.5,"));
    let at_the_end = Rule::Excludes(amount(Test::Below(300.0)));
    assert!(space([at_the_end]).is_ok());
}

/// What is said about one slip each.
#[test]
fn each_slip_is_named() {
    let weights = party("north", [0.7, 0.7], 0.0, 1.0);
    let values = Party::new("north", Preferences::new(vec![0.5, 0.5], vec![]));
    let twice = || RedLine::absolute("cap", amount(Test::Above(100.0)));
    let strange = Pattern::new([Condition::any_of(IssueIndex(7), [OptionIndex(0)])]);
    let nothing = Conflict::builder(space([]).expect("a sound space"))
        .parties([north(), party("south", [0.4, 0.6], 1.0, 0.0)])
        .build()
        .expect_err("nothing was said of war");
    let two_issues = Space::new(issues().into_iter().chain(issues()).collect(), Vec::new());
    let lines = [
        refused(weights, vec![]).to_string(),
        refused(values, vec![]).to_string(),
        refused(north(), vec![twice(), twice()]).to_string(),
        refused(north(), vec![RedLine::absolute("far", strange)]).to_string(),
        refused(party("south", [0.4, 0.6], 0.0, 1.0), vec![]).to_string(),
        nothing.to_string(),
        two_issues.expect_err("ids are not unique").to_string(),
    ];
    insta::assert_snapshot!(lines.join("\n"));
}
