//! Scenarios of the textbook: one prize, one battle.

use dealzone::analysis::{Reading, Scan, Side, Threshold, Thresholds};
use dealzone::conflict::{Outlook, Situation};
use dealzone::scenario::Scenario;
use dealzone::solver::ZERO_TOLERANCE;
use dealzone::zone::Values;

/// Two sides, one prize and one battle for it. `issues` are the issues, with their values for `a` and `b`; `beliefs`
/// are the mean of each side's belief over the `strengths`.
pub(crate) fn battle(
    issues: &str,
    strengths: &str,
    beliefs: [f64; 2],
    costs: [f64; 2],
) -> Scenario {
    let [mean_a, mean_b] = beliefs;
    let [cost_a, cost_b] = costs;
    let text = format!(
        r#"
format = 1
id = "textbook"
title = "One prize, one battle"
as_of = 2026-01-23
summary = "From a textbook."
breach_rate = [0, 0, 0]
cite = {{ source = "invented", as_of = 2026-01-23, kind = "assumption" }}

[[source]]
key = "invented"
title = "From a textbook."
published = 2026-01-23
assumption = true

{issues}

[[party]]
id = "a"
label = "A"
role = "belligerent"
discount = [0.1, 0.1, 0.1]
belief = {{ mean = [{mean_a}, -3, 3], sd = [1, 1, 1] }}

[[party]]
id = "b"
label = "B"
role = "belligerent"
discount = [0.1, 0.1, 0.1]
belief = {{ mean = [{mean_b}, -3, 3], sd = [1, 1, 1] }}

[war]
process = "battle"
first = "a"
second = "b"
strengths = {strengths}
truth = {{ mean = [0, 0, 0], sd = [1, 1, 1] }}
[war.outcome]
a = {{ first_wins = [1, 1, 1], second_wins = [0, 0, 0], cost = [{cost_a}, 0, 1] }}
b = {{ first_wins = [0, 0, 0], second_wins = [1, 1, 1], cost = [{cost_b}, 0, 1] }}

[talks]
period_days = 7
rounds = 4
protocol = "alternating"
opener = "a"
[talks.concession]
a = {{ exponent = [1, 1, 1] }}
b = {{ exponent = [1, 1, 1] }}
"#
    );
    Scenario::from_toml(&text, "textbook.toml").unwrap_or_else(|error| panic!("{}", error.render()))
}

/// A pie of which each side's share has this value: share^exponent.
pub(crate) fn pie(exponent: f64) -> String {
    format!(
        r#"
[[issue]]
id = "share"
label = "Share of A"
family = "territory"
domain = "amount"
lower = 0
upper = 1
unit = "share"
status_quo = 0
weight = {{ a = [1, 1, 1], b = [1, 1, 1] }}
[issue.value]
a = {{ power = {{ best = "upper", exponent = [{exponent}, 0.1, 4] }} }}
b = {{ power = {{ best = "lower", exponent = [{exponent}, 0.1, 4] }} }}
"#
    )
}

/// The log-odds of a probability, as the only strength there is: each side believes it.
pub(crate) fn certain(probability: f64) -> String {
    format!("[{}]", libm::log(probability / (1.0 - probability)))
}

/// Checks what is claimed on both sides of every flip, and returns where they are.
pub(crate) fn flips(scenario: &Scenario, demands: Option<&str>, key: &str, scan: Scan) -> Vec<f64> {
    let setting = scenario.setting();
    let found: Thresholds = scenario.thresholds(&setting, demands, key, scan).unwrap();
    for side in &found.readings {
        holds(scenario, demands, key, side);
    }
    let range = scenario.parameter(key).unwrap();
    for threshold in &found.flips {
        let Threshold { below, above } = threshold;
        holds(scenario, demands, key, below);
        holds(scenario, demands, key, above);
        assert_ne!(below.reading.exists(), above.reading.exists());
        assert!(threshold.width() <= scan.tolerance * (range.high - range.low));
    }
    found.flips.iter().map(Threshold::value).collect()
}

/// The witness is in the zone, or the certificate holds, in the conflict assembled at the value.
fn holds(scenario: &Scenario, demands: Option<&str>, key: &str, side: &Side) {
    let setting = scenario.setting().with(key, side.value).unwrap();
    let conflict = match scenario.conflict_at(&setting, demands) {
        Ok(conflict) => conflict,
        Err(error) => return assert_eq!(side.reading, Reading::Refused(error)),
    };
    let situation = Situation::opening(&conflict);
    match &side.reading {
        Reading::Exists { witness } => {
            assert!(conflict.space().admits(witness));
            let outlook = Outlook::new(&conflict, &situation);
            for value in Values::new(&conflict, &situation, &outlook, witness).parties() {
                assert!(!value.refused && value.surplus() >= -2.0 * ZERO_TOLERANCE);
            }
        }
        Reading::Empty { certificate } => {
            assert!(certificate.upper() < 0.0);
            certificate.verify(&conflict, &situation).unwrap();
        }
        other => panic!("{key} at {}: {other:?}", side.value),
    }
}
