//! Settings: what moving the numbers of a scenario does, and which values are refused.
#![allow(clippy::expect_used, clippy::panic)]

use dealzone::scenario::{AssemblyError, Scenario, Setting, SettingError};

const SAMPLE: &str = include_str!("scenarios/two-regions.toml");

fn read(text: &str) -> Scenario {
    Scenario::from_toml(text, "two-regions.toml")
        .unwrap_or_else(|error| panic!("{}", error.render()))
}

fn sample() -> Scenario {
    read(SAMPLE)
}

#[test]
fn a_setting_moves_a_value_within_its_range() {
    let scenario = sample();
    let setting = scenario
        .setting()
        .with("party.south.discount", 0.4)
        .expect("within its range");
    let parties = scenario.parties(&setting, None).expect("sound parties");
    assert_eq!(parties[1].discount.get(), 0.4);
    let refused = |key, value| {
        scenario
            .setting()
            .with(key, value)
            .expect_err("refused")
            .to_string()
    };
    assert_eq!(
        refused("party.south.discount", 0.6),
        "0.6 is outside the range of `party.south.discount`, 0.05 to 0.5"
    );
    assert_eq!(
        refused("party.soth.discount", 0.1),
        "there is no parameter `party.soth.discount`; did you mean `party.south.discount`?"
    );
    assert!(matches!(
        scenario.setting().with("party.south.discount", f64::NAN),
        Err(SettingError::OutOfRange { .. })
    ));
}

#[test]
fn a_weight_that_moves_takes_from_the_others() {
    let scenario = sample();
    let setting = scenario
        .setting()
        .with("issue.east_line.weight.north", 0.5)
        .expect("in range");
    let parties = scenario.parties(&setting, None).expect("sound parties");
    let weights = parties[0].preferences.weights();
    assert!((weights[0] - 0.5 / 1.1).abs() < 1e-15);
    assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-15);
    assert_eq!(parties[1].preferences.weights()[0], 0.35);
}

#[test]
fn the_ends_of_every_range_make_a_sound_model() {
    let scenario = sample();
    for parameter in scenario.parameters() {
        for value in [parameter.low, parameter.high] {
            let setting = scenario
                .setting()
                .with(&parameter.key, value)
                .expect("in range");
            let parties = scenario.parties(&setting, None);
            assert!(parties.is_ok(), "{} at {value}: {parties:?}", parameter.key);
        }
    }
}

#[test]
fn a_setting_of_another_scenario_is_refused() {
    let other: Setting = read(&SAMPLE.replacen("0.25", "0.2", 1)).setting();
    assert_eq!(sample().space(&other), Err(AssemblyError::ForeignSetting));
    // One read again from the same text is the same.
    assert!(sample().space(&sample().setting()).is_ok());
}

#[test]
fn a_setting_at_which_the_front_does_not_fit_names_the_region() {
    let text = SAMPLE.replace("held = [7000, 6900, 7100]", "held = [7000, 0, 7100]");
    let scenario = read(&text);
    let setting = scenario
        .setting()
        .with("war.region.east_line.held", 0.0)
        .expect("within its range");
    let error = scenario
        .conflict_at(&setting, None)
        .expect_err("nothing to lose");
    assert!(matches!(error, AssemblyError::Territory { .. }));
    let told = error.to_string();
    assert!(told.starts_with("war.region.east_line: "), "{told}");
}

#[test]
fn every_part_of_the_way_is_within_the_range() {
    let scenario = Scenario::builtin("minsk-2015-02-11").expect("it is built in");
    for parameter in scenario.parameters() {
        let (low, high) = (parameter.low, parameter.high);
        assert_eq!(parameter.at(0.0), low, "{}", parameter.key);
        assert_eq!(parameter.at(-1.0), low);
        assert_eq!(parameter.at(2.0), high);
        // (0 + 0.06) · 1 is more than 0.06 by a bit where it is added up so.
        for ninth in 0..=9 {
            let value = parameter.at(f64::from(ninth) / 9.0);
            let taken = scenario.setting().with(&parameter.key, value);
            assert!(taken.is_ok(), "{} at {ninth} of 9", parameter.key);
        }
    }
}

#[test]
fn a_scenario_is_opened_by_its_id_or_its_path() {
    let built_in = Scenario::open("minsk-2015-02-11").expect("it is built in");
    assert_eq!(built_in.id(), "minsk-2015-02-11");
    let file = Scenario::open("tests/scenarios/two-regions.toml").expect("it is there");
    assert_eq!(file, sample());
    let neither = Scenario::open("minsk-2015").expect_err("it is neither");
    assert_eq!(
        neither.to_string(),
        "minsk-2015: found no file and no built-in scenario of that name, expected a file or one of \
         `istanbul-2022-03-30`, `minsk-2015-02-11`, `ukraine-2026-01-23`"
    );
}
