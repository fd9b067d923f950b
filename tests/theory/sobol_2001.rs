//! Sobol', I. M. (2001). Global sensitivity indices for nonlinear mathematical models. Mathematics and Computers in
//! Simulation 55: 271–280; the test function of Ishigami, T. & Homma, T. (1990).

use dealzone::analysis::Sensitivity;
use dealzone::units::Probability;
use proptest::prelude::*;

/// sin x₁ + a sin² x₂ + b x₃⁴ sin x₁, each x uniform from −π to π.
fn ishigami(x: &[f64]) -> f64 {
    let [first, second, third] =
        [0, 1, 2].map(|input: usize| std::f64::consts::PI * (2.0 * x[input] - 1.0));
    first.sin() + 7.0 * second.sin().powi(2) + 0.1 * third.powi(4) * first.sin()
}

/// T22: a = 7 and b = .1 give S = .3139, .4424, 0 and totals of .5576, .4424, .2437.
#[test]
fn sobol_2001_ishigami_function() {
    let found = Sensitivity::new(3)
        .unwrap()
        .samples(1 << 16)
        .unwrap()
        .resamples(200)
        .confidence(Probability::new(0.999).unwrap())
        .seed(2001)
        .run(ishigami)
        .unwrap();
    let first = [0.3139, 0.4424, 0.0];
    let total = [0.5576, 0.4424, 0.2437];
    for (input, (first, total)) in found.inputs.iter().zip(first.into_iter().zip(total)) {
        for (estimate, expected) in [(input.first, first), (input.total, total)] {
            assert!(
                (estimate.value - expected).abs() < 0.02,
                "{estimate:?} {expected}"
            );
            // The figures have four decimals.
            assert!(
                estimate.lower - 1e-4 <= expected && expected <= estimate.upper + 1e-4,
                "{estimate:?}"
            );
            assert!(estimate.upper - estimate.lower < 0.05, "{estimate:?}");
        }
    }
    assert!((found.mean - 3.5).abs() < 0.05);
    assert!((found.variance - 13.8446).abs() < 0.2);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 16, ..ProptestConfig::default() })]

    /// Sums have shares in the square of their weights and no interactions; a product of two has totals above its
    /// first-order indices, by its closed form.
    #[test]
    fn sobol_2001_closed_forms(weights in [0.2..3.0_f64, 0.2..3.0_f64], seed in 0_u64..1000) {
        let analysis = Sensitivity::new(2).unwrap().samples(20_000).unwrap().resamples(0).seed(seed);
        let sum = analysis.run(|x| weights[0] * x[0] + weights[1] * x[1]).unwrap();
        let squares = weights.map(|weight| weight * weight);
        for (input, square) in sum.inputs.iter().zip(squares) {
            let share = square / (squares[0] + squares[1]);
            prop_assert!((input.first.value - share).abs() < 0.05);
            prop_assert!((input.total.value - share).abs() < 0.05);
        }
        // f = x y: V = 1/9 − 1/16 = 7/144; S = (1/48)/V = 3/7; ST = 1 − 3/7 = 4/7.
        let product = analysis.run(|x| x[0] * x[1]).unwrap();
        for input in &product.inputs {
            prop_assert!((input.first.value - 3.0 / 7.0).abs() < 0.05);
            prop_assert!((input.total.value - 4.0 / 7.0).abs() < 0.05);
        }
    }
}
