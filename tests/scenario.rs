//! The sample scenario against what its file says, field by field.
#![allow(clippy::expect_used, clippy::panic)]

use dealzone::index::{IssueIndex, OptionIndex, PartyIndex};
use dealzone::mediator::Style;
use dealzone::party::{Curve, End, Force, Interaction, OptionValue, Party, Role, Valuation};
use dealzone::scenario::{AssemblyError, Kind, ProcessPlan, Scenario, StrategyPlan};
use dealzone::space::{
    Condition, Domain, Family, Interim, Level, Pattern, Relation, Rule, Space, Test,
};
use dealzone::talks::Protocol;
use dealzone::units::{Period, Years};
use dealzone::war::RegimeIndex;

const SAMPLE: &str = include_str!("scenarios/two-regions.toml");

const EAST_LINE: IssueIndex = IssueIndex(0);
const EAST_STATUS: IssueIndex = IssueIndex(1);
const SEQUENCE: IssueIndex = IssueIndex(2);
const FUND: IssueIndex = IssueIndex(3);
const RETURNED: IssueIndex = IssueIndex(4);
const NONE: OptionIndex = OptionIndex(0);
const DE_FACTO: OptionIndex = OptionIndex(1);
const DE_JURE: OptionIndex = OptionIndex(2);
const FRONT: OptionIndex = OptionIndex(0);
const CEDED: OptionIndex = OptionIndex(1);
const RESTORED: OptionIndex = OptionIndex(2);

fn read(text: &str) -> Scenario {
    Scenario::from_toml(text, "two-regions.toml")
        .unwrap_or_else(|error| panic!("{}", error.render()))
}

fn sample() -> Scenario {
    read(SAMPLE)
}

fn space() -> Space {
    let scenario = sample();
    scenario
        .space(&scenario.setting())
        .expect("the sample has a space")
}

fn parties(demand_set: Option<&str>) -> Vec<Party> {
    let scenario = sample();
    scenario
        .parties(&scenario.setting(), demand_set)
        .expect("the sample has parties")
}

fn any_of<const N: usize>(issue: IssueIndex, options: [OptionIndex; N]) -> Condition {
    Condition::any_of(issue, options)
}

fn amount(issue: IssueIndex, test: Test) -> Condition {
    Condition { issue, test }
}

#[test]
fn the_head_of_the_file() {
    let scenario = sample();
    assert_eq!(scenario.id(), "two-regions");
    assert_eq!(scenario.title(), "Two regions");
    assert_eq!(scenario.as_of().to_string(), "2026-01-23");
    assert!(scenario.summary().starts_with("North holds most"));
    assert_eq!(scenario.setting().value(scenario.breach_rate()), 0.25);
    let [invented, map, speech] = scenario.sources() else {
        panic!("three sources");
    };
    assert!(invented.is_assumption() && !map.is_assumption());
    assert_eq!(map.address.as_deref(), Some("maps.example/front"));
    assert_eq!(speech.key, "speech");
    assert_eq!(speech.published.to_string(), "2025-12-31");
}

#[test]
fn a_parameter_has_its_own_provenance_and_inherits_the_rest() {
    let scenario = sample();
    let bound = scenario
        .parameter("constraint.pool.bound")
        .expect("a bound");
    assert_eq!((bound.low, bound.value, bound.high), (260.0, 300.0, 375.0));
    assert_eq!(
        (bound.unit.as_str(), bound.kind),
        ("USD bn", Kind::Reported)
    );
    assert_eq!(bound.as_of.to_string(), "2026-01-02");
    assert_eq!(bound.note.as_deref(), Some("As the clearing house says."));
    assert_eq!(
        scenario
            .source(bound.source)
            .map(|source| source.key.as_str()),
        Some("map")
    );
    let held = scenario
        .parameter("war.region.east_line.held")
        .expect("an area");
    assert_eq!((held.unit.as_str(), held.kind), ("km2", Kind::Measured));
    let weight = scenario
        .parameter("issue.fund.weight.south")
        .expect("a weight");
    assert_eq!(
        (weight.unit.as_str(), weight.kind),
        ("share of weight", Kind::Assumption)
    );
    assert_eq!(weight.as_of.to_string(), "2026-01-23");
    assert_eq!(scenario.parameter("issue.fund.weight.east"), None);
}

/// A key is a promise to those who keep results: a change here breaks what they have stored.
#[test]
fn the_keys_of_the_parameters() {
    let keys: Vec<String> = sample()
        .parameters()
        .iter()
        .map(|parameter| parameter.key.clone())
        .collect();
    insta::assert_snapshot!(keys.join("\n"));
}

#[test]
fn the_documentation_has_every_unit() {
    let documented = include_str!("../src/scenario/format.md");
    for parameter in sample().parameters() {
        // An amount's unit is its own.
        let unit = format!("`{}`", parameter.unit);
        assert!(unit == "`USD bn`" || documented.contains(&unit), "{unit}");
    }
}

#[test]
fn the_issues() {
    let space = space();
    let [line, status, sequence, fund, returned] = space.issues() else {
        panic!("five issues");
    };
    assert_eq!(
        (line.id.as_str(), line.label.as_str()),
        ("east_line", "Line in the East")
    );
    assert_eq!(
        (line.family, line.status_quo),
        (Family::Territory, Level::Option(FRONT))
    );
    assert!(matches!(&line.domain, Domain::Choice(options) if options[2].id == "restored"));
    assert!(matches!(&status.domain, Domain::Ordinal(options) if options.len() == 3));
    let effects = sequence.frame.as_deref().expect("the sequence frames");
    assert_eq!(
        effects[1].delay,
        Years::from_months(6.0).expect("half a year")
    );
    assert_eq!(
        effects
            .iter()
            .map(|effect| effect.breach_factor)
            .collect::<Vec<_>>(),
        [1.0, 0.5, 1.0]
    );
    assert_eq!(effects[2].interim, Interim::Fighting);
    assert_eq!(effects[0].interim, Interim::Ceasefire);
    let amount = |step| Domain::Amount {
        lower: 0.0,
        upper: 300.0,
        unit: "USD bn".to_owned(),
        step,
    };
    assert_eq!(fund.domain, amount(Some(10.0)));
    assert_eq!(returned.domain, amount(None));
    assert_eq!(returned.status_quo, Level::Amount(0.0));
}

#[test]
fn the_constraints() {
    let space = space();
    let [pool, status, exclusion] = space.constraints() else {
        panic!("three constraints");
    };
    assert_eq!(pool.label, "No more is paid than there is");
    let Rule::Linear {
        terms,
        relation,
        bound,
    } = &pool.rule
    else {
        panic!("a sum");
    };
    assert_eq!(
        terms.iter().map(|term| term.issue).collect::<Vec<_>>(),
        [FUND, RETURNED]
    );
    assert_eq!((*relation, *bound), (Relation::AtMost, 300.0));
    assert_eq!(status.label, "status_needs_line");
    assert_eq!(
        status.rule,
        Rule::Implies {
            when: Pattern::new([
                any_of(EAST_STATUS, [DE_JURE]),
                amount(FUND, Test::Above(100.0)),
            ]),
            then: any_of(EAST_LINE, [FRONT, CEDED]),
        }
    );
    assert_eq!(
        exclusion.rule,
        Rule::Excludes(Pattern::new([
            any_of(EAST_LINE, [CEDED]),
            any_of(EAST_STATUS, [NONE]),
            amount(RETURNED, Test::Below(50.0)),
        ]))
    );
}

#[test]
fn what_the_parties_want() {
    let [north, south, west] = &parties(None)[..] else {
        panic!("three parties");
    };
    assert_eq!(
        (north.label.as_str(), north.role),
        ("North", Role::Belligerent)
    );
    assert_eq!(west.role, Role::Mediator);
    assert_eq!(
        (north.discount.get(), north.scale, west.scale),
        (0.1, 1.0, 0.5)
    );
    assert_eq!(north.preferences.weights(), [0.4, 0.2, 0.1, 0.2, 0.1]);
    assert_eq!(
        north.preferences.values()[0],
        Valuation::Options(vec![
            OptionValue::AtFront {
                none: 0.0,
                all: 1.0
            },
            OptionValue::Constant(1.0),
            OptionValue::Constant(0.0),
        ])
    );
    let curve = |party: &Party, issue: IssueIndex| match &party.preferences.values()[issue.get()] {
        Valuation::Amount(curve) => curve.clone(),
        Valuation::Options(_) => panic!("an amount"),
    };
    assert_eq!(
        curve(north, FUND),
        Curve::Linear {
            at_lower: 1.0,
            at_upper: 0.0
        }
    );
    assert_eq!(
        curve(south, FUND),
        Curve::Power {
            best: End::Upper,
            exponent: 0.8
        }
    );
    assert_eq!(
        curve(west, FUND),
        Curve::Exponential {
            best: End::Upper,
            curvature: 2.0
        }
    );
    assert_eq!(
        curve(north, RETURNED),
        Curve::Piecewise(vec![(0.0, 0.0), (100.0, 0.6), (300.0, 1.0)])
    );
    // A curvature of zero is a straight line.
    assert_eq!(
        curve(west, RETURNED),
        Curve::Linear {
            at_lower: 1.0,
            at_upper: 0.0
        }
    );
    let [interaction] = north.preferences.interactions() else {
        panic!("one interaction");
    };
    let both = [(EAST_LINE, CEDED), (EAST_STATUS, DE_JURE)];
    assert_eq!(*interaction, Interaction::between(both, 0.03));
    assert_eq!(south.aftermath.len(), 1);
    assert_eq!(
        (south.aftermath[0].issue, south.aftermath[0].option),
        (SEQUENCE, OptionIndex(1))
    );
    assert_eq!(south.aftermath[0].change, -0.05);
    assert_eq!(west.sponsors, [FUND]);
}

#[test]
fn what_the_parties_have_said_and_who_must_agree_at_home() {
    let [north, south, west] = &parties(None)[..] else {
        panic!("three parties");
    };
    assert_eq!((north.audience.cost, north.audience.hardening), (0.3, 0.1));
    assert_eq!(north.audience.fading.get(), 0.5);
    let said: Vec<_> = north
        .audience
        .public
        .iter()
        .map(|position| (position.issue, position.level, position.firmness))
        .collect();
    assert_eq!(
        said,
        [
            (EAST_STATUS, Level::Option(DE_JURE), 0.5),
            (RETURNED, Level::Amount(200.0), 0.3)
        ]
    );
    assert!(west.audience.public.is_empty() && north.ratification.is_none());
    let home = south.ratification.as_ref().expect("South votes");
    assert_eq!(
        (
            home.support.get(),
            home.threshold.get(),
            home.standard_error
        ),
        (0.43, 0.5, 0.02)
    );
    assert_eq!(
        (
            home.shifts[0].issue,
            home.shifts[0].option,
            home.shifts[0].shift
        ),
        (EAST_LINE, CEDED, -0.2)
    );
}

#[test]
fn red_lines_refuse_and_require() {
    let [north, south, _] = &parties(Some("autumn"))[..] else {
        panic!("three parties");
    };
    let [line] = &north.red_lines[..] else {
        panic!("one red line in autumn");
    };
    assert_eq!(
        (line.id.as_str(), line.force),
        ("no_restoration", Force::Absolute)
    );
    assert_eq!(
        line.refuses,
        [
            Pattern::new([any_of(EAST_LINE, [RESTORED])]),
            Pattern::new([amount(FUND, Test::Above(250.0))]),
        ]
    );
    let [line] = &south.red_lines[..] else {
        panic!("one red line");
    };
    assert_eq!(line.force, Force::Priced(0.1));
    assert_eq!(
        line.refuses,
        [
            Pattern::new([any_of(EAST_STATUS, [DE_JURE])]),
            Pattern::new([amount(FUND, Test::Below(50.0))]),
        ]
    );
}

#[test]
fn the_first_demand_set_is_the_default() {
    let spring = parties(Some("spring"));
    assert_eq!(parties(None), spring);
    assert_eq!(
        spring[0].red_lines[1].refuses,
        [
            Pattern::new([any_of(EAST_LINE, [FRONT, RESTORED])]),
            Pattern::new([any_of(EAST_STATUS, [NONE, DE_FACTO])]),
        ]
    );
    let scenario = sample();
    let ids: Vec<&str> = scenario.demand_sets().map(|set| set.id.as_str()).collect();
    assert_eq!(ids, ["spring", "autumn"]);
    let demands: Vec<&str> = scenario
        .demands(PartyIndex(0), None)
        .map(|demand| demand.label.as_str())
        .collect();
    assert_eq!(
        demands,
        [
            "the East is not given back",
            "the East is ceded and recognised"
        ]
    );
    assert_eq!(scenario.demands(PartyIndex(0), Some("autumn")).count(), 1);
    assert!(matches!(
        scenario.parties(&scenario.setting(), Some("winter")),
        Err(AssemblyError::UnknownDemandSet { known, .. }) if known == ["spring", "autumn"]
    ));
}

#[test]
fn the_war() {
    let scenario = sample();
    let setting = scenario.setting();
    let war = scenario.war();
    assert_eq!((war.first, war.second), (PartyIndex(0), PartyIndex(1)));
    assert_eq!(war.regions[0].issue, EAST_LINE);
    assert_eq!(setting.value(war.regions[0].held), 7000.0);
    let ProcessPlan::Chain(chain) = &war.process else {
        panic!("a chain");
    };
    assert_eq!(chain.horizon.get(), 5.0);
    assert_eq!(chain.strengths, [-0.6, -0.3, 0.0, 0.3, 0.6]);
    assert_eq!(setting.value(chain.truth.sd), 0.3);
    assert_eq!(
        (chain.regimes[0].id.as_str(), chain.opening_regime),
        ("sustained", 0)
    );
    assert_eq!(chain.regimes[0].leaves_for[0], None);
    assert_eq!(
        chain.regimes[0].leaves_for[1].map(|rate| setting.value(rate)),
        Some(0.3)
    );
    assert_eq!(chain.regimes[1].leaves_for, [None, None]);
    let axis = &chain.axes[0];
    assert_eq!(
        (axis.opening, axis.slices[0].count, axis.slices[0].region),
        (20, 50, 0)
    );
    assert_eq!(setting.value(axis.odds[1].advance), 0.8);
    let south = &chain.parties[1];
    assert_eq!(setting.value(south.cost[1]), 0.2);
    assert_eq!(setting.value(south.exhaustion), 0.15);
    assert_eq!(setting.value(south.belief.mean), -0.2);
    let built = scenario.conflict().expect("a conflict");
    let regime = built.war().regime_name(RegimeIndex(0));
    assert_eq!(regime, Some("Help from abroad goes on"));
    assert_eq!(built.war().axis_name(0), Some("Along the river"));
}

/// The same conflict with another account of the war: `[war]` is replaced, and what only a chain asks of the parties
/// is left out.
fn with_war(war: &str, keeps_belief: bool) -> Scenario {
    let (before, after) = SAMPLE.split_once("[war]").expect("the sample has a war");
    let (_, talks) = after.split_once("[talks]").expect("the sample has talks");
    let dropped = |line: &&str| {
        let belief = line.starts_with("belief") && !keeps_belief;
        !(belief || line.starts_with("war_cost") || line.starts_with("exhaustion"))
    };
    let before: Vec<&str> = before.lines().filter(dropped).collect();
    let region = "[[war.region]]\nissue = \"east_line\"\narea = [10, 9, 11]\nheld = [7, 6, 8]\n";
    read(&format!(
        "{}\n[war]\nfirst = \"north\"\nsecond = \"south\"\n{war}\n{region}\n[talks]{talks}",
        before.join("\n")
    ))
}

#[test]
fn the_other_accounts_of_war() {
    let reservation =
        "reservation = { north = [0.4, 0, 1], south = [0.3, 0, 1], west = [0, 0, 0] }";
    let fixed = with_war(&format!("process = \"fixed\"\n{reservation}"), false);
    let ProcessPlan::Fixed { reservation: found } = &fixed.war().process else {
        panic!("a fixed reservation");
    };
    assert_eq!(fixed.setting().value(found[1]), 0.3);
    let decay = "decay = { north = [0.1, 0, 1], south = [0.2, 0, 1], west = [0, 0, 0] }";
    let war = format!("process = \"discounted\"\n{reservation}\n{decay}");
    let discounted = with_war(&war, false);
    let ProcessPlan::Discounted { decay, .. } = &discounted.war().process else {
        panic!("a discounted reservation");
    };
    assert_eq!(discounted.setting().value(decay[0]), 0.1);
    let war = "process = \"battle\"\nstrengths = [0]\ntruth = { mean = [0, 0, 0], sd = [0, 0, 0] }\n\
        outcome.north = { first_wins = [1, 1, 1], second_wins = [0, 0, 0], cost = [0.1, 0, 0.2] }\n\
        outcome.south = { first_wins = [0, 0, 0], second_wins = [1, 1, 1], cost = [0.2, 0, 0.3] }\n\
        outcome.west = { first_wins = [0, 0, 0], second_wins = [0, 0, 0], cost = [0, 0, 0] }";
    let battle = with_war(war, true);
    let ProcessPlan::Battle(plan) = &battle.war().process else {
        panic!("a battle");
    };
    assert_eq!(battle.setting().value(plan.parties[1].cost), 0.2);
    assert_eq!(battle.setting().value(plan.parties[1].belief.mean), -0.2);
    assert!(battle.find("war.outcome.north.first_wins").is_some());
}

#[test]
fn the_talks() {
    let scenario = sample();
    let setting = scenario.setting();
    let talks = scenario.talks();
    assert_eq!(talks.period, Period::from_days(7.0).expect("a week"));
    assert_eq!((talks.rounds, talks.protocol), (52, Protocol::SingleText));
    assert_eq!(talks.opener, PartyIndex(0));
    let values = |plan: &[Option<_>]| {
        plan.iter()
            .map(|index| index.map(|index| setting.value(index)))
            .collect::<Vec<_>>()
    };
    let exponents: Vec<_> = talks
        .concession
        .iter()
        .map(|plan| match plan.as_ref()?.strategy {
            StrategyPlan::TimeDependent { exponent, .. } => Some(exponent),
            _ => None,
        })
        .collect();
    assert_eq!(values(&exponents), [Some(0.2), Some(0.5), None]);
    assert_eq!(values(&talks.statements), [Some(0.2), Some(0.1), None]);
    let mediation = talks.mediation.as_ref().expect("West mediates");
    assert_eq!(
        (mediation.party, mediation.style),
        (PartyIndex(2), Style::Formulation)
    );
    assert_eq!(setting.value(mediation.patience), 40.0);
    assert_eq!(setting.value(mediation.noise), 0.05);
}

#[test]
fn the_order_of_tables_does_not_matter() {
    let swapped = [
        ("{ returned = 1, fund = 1 }", "{ fund = 1, returned = 1 }"),
        (
            "east_line = [\"ceded\"], east_status = [\"none\"], returned = { below = [50, 0, 100] }",
            "returned = { below = [50, 0, 100] }, east_status = [\"none\"], east_line = [\"ceded\"]",
        ),
        (
            "east_status = \"de_jure\", east_line = \"ceded\"",
            "east_line = \"ceded\", east_status = \"de_jure\"",
        ),
        (
            "sustained = [0.12, 0.05, 0.2], cut = [0.2, 0.1, 0.3]",
            "cut = [0.2, 0.1, 0.3], sustained = [0.12, 0.05, 0.2]",
        ),
        (
            "north = { exponent = [0.2, 0.05, 1] }\nsouth = { exponent = [0.5, 0.1, 2] }",
            "south = { exponent = [0.5, 0.1, 2] }\nnorth = { exponent = [0.2, 0.05, 1] }",
        ),
    ];
    for (from, to) in swapped {
        assert!(SAMPLE.contains(from), "the sample has no {from}");
        assert_eq!(read(&SAMPLE.replacen(from, to, 1)), sample(), "{from}");
    }
    let (war, talks) = SAMPLE.split_at(SAMPLE.find("[talks]").expect("talks"));
    let (before, war) = war.split_at(war.find("[war]").expect("a war"));
    assert_eq!(read(&format!("{before}{talks}{war}")), sample());
}

#[test]
fn line_ends_and_a_byte_order_mark_do_not_matter() {
    assert_eq!(read(&SAMPLE.replace('\n', "\r\n")), sample());
    assert_eq!(read(&format!("\u{feff}{SAMPLE}")), sample());
}
