//! Kydd, A. (2003). Which side are you on? Bias, credibility, and mediation. American Journal of Political Science 47:
//! 597–611. The thresholds below are derived from the paper's mechanism.
//!
//! Only a mediator that leans to one side is believed when it tells that side to press on.

use dealzone::games::{MediatedDemand, MediatedDemandParts};
use dealzone::units::Probability;
use proptest::prelude::*;

fn parts(odds: f64, costs: [f64; 3], error: f64, loss: f64) -> MediatedDemandParts {
    let [cost, low, high] = costs;
    MediatedDemandParts {
        odds: Probability::new(odds).unwrap(),
        cost,
        low,
        high,
        error: Probability::new(error).unwrap(),
        loss,
    }
}

/// T12: costs of .1, .05 and .25 give q\* = .571429; with p = .5, e = .1 and w = .2 the least bias is .114286.
#[test]
fn kydd_2003_only_a_biased_mediator_is_believed() {
    let game = MediatedDemand::new(parts(0.5, [0.1, 0.05, 0.25], 0.1, 0.2)).unwrap();
    assert!((game.boldness_limit() - 0.571_429).abs() < 5e-7);
    let biases = game.believed_biases().unwrap();
    assert!((biases.least - 0.114_286).abs() < 5e-7, "{biases:?}");
    for (bias, believed) in [(0.0, false), (0.114, false), (0.115, true), (0.5, true)] {
        assert_eq!(game.is_believed(bias), believed, "{bias}");
    }
    // In doubt the advice decides; where the other side is nearly sure to be resolved, it does not.
    assert!(game.is_followed(Probability::new(0.5).unwrap()));
    assert!(!game.is_followed(Probability::new(0.99).unwrap()));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn kydd_2003_closed_form(
        odds in 0.1..0.6_f64,
        cost in 0.01..0.3_f64,
        low in 0.0..0.15_f64,
        more in 0.01..0.2_f64,
        error in 0.0..0.45_f64,
        loss in 0.01..1.0_f64,
    ) {
        let high = low + more;
        let game = MediatedDemand::new(parts(odds, [cost, low, high], error, loss)).unwrap();
        let limit = more / (high + cost);
        prop_assert!((game.boldness_limit() - limit).abs() < 1e-12);
        // e w / ((1 − e) x_H + e p − x_L), where that is above zero.
        let gain = (1.0 - error) * (odds + high) + error * odds - (odds + low);
        match game.believed_biases() {
            Some(biases) => {
                prop_assert!((biases.least - error * loss / gain).abs() < 1e-9 * (1.0 + biases.least));
                prop_assert!(biases.least >= 0.0 && biases.most > biases.least);
                let inside = if biases.most.is_finite() {
                    f64::midpoint(biases.least, biases.most)
                } else {
                    biases.least + 1.0
                };
                prop_assert!(game.is_believed(inside));
                prop_assert!(!game.is_believed(biases.least * 0.999 - 1e-9));
            }
            None => prop_assert!(gain <= 0.0),
        }
        // One who may be wrong and does not care who gets what counsels caution, whatever it has seen.
        if error > 0.0 {
            prop_assert!(!game.is_believed(0.0));
        }
    }
}

#[test]
fn kydd_2003_faults_are_told() {
    let message = |parts| MediatedDemand::new(parts).unwrap_err().to_string();
    assert_eq!(
        message(parts(0.5, [0.1, 0.3, 0.25], 0.1, 0.2)),
        "the high cost of war is 0.25, not above the low cost and at most the other side's odds of winning"
    );
    assert_eq!(
        message(parts(0.5, [0.1, 0.05, 0.25], 0.5, 0.2)),
        "the mediator's error is 0.5, not below one half"
    );
}
