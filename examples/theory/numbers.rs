//! How an answer moves with the numbers that go in.

use dealzone::analysis::Sensitivity;

use super::row::{Row, Rows, row};

pub(super) fn numbers() -> Rows {
    let mut rows = Vec::new();
    let indices = Sensitivity::new(3)?
        .samples(1 << 15)?
        .resamples(0)
        .seed(1)
        .run(|x| {
            let at = |input: usize| std::f64::consts::PI * (2.0 * x[input] - 1.0);
            let (first, second, third) = (libm::sin(at(0)), libm::sin(at(1)), at(2));
            first + 7.0 * second * second + 0.1 * third.powi(4) * first
        })?;
    let published = [[0.3139, 0.5576], [0.4424, 0.4424], [0.0, 0.2437]];
    let names = [
        ["first-order index of x₁ (sampled)", "total index of x₁"],
        ["first-order index of x₂", "total index of x₂"],
        ["first-order index of x₃", "total index of x₃"],
    ];
    for ((input, published), names) in indices.inputs.iter().zip(published).zip(names) {
        for (place, estimate) in [input.first, input.total].into_iter().enumerate() {
            rows.push(Row {
                within: 0.03,
                ..row(
                    "Sobol' 2001; Ishigami & Homma 1990",
                    names[place],
                    published[place],
                    estimate.value,
                )
            });
        }
    }
    Ok(rows)
}
