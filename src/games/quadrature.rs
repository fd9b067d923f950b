//! Integrals of smooth functions: the double exponential rule of Takahasi and Mori (1974).

/// Steps on each side of the middle, and their width; beyond the last the weights are below 10⁻¹⁶ of the whole.
const STEPS: i32 = 112;
const WIDTH: f64 = 1.0 / 32.0;

/// ∫ f from `from` to `to`, zero where the interval is empty or not bounded; for functions that are smooth inside,
/// whatever their slope at the ends.
///
/// With x = tanh(π/2 · sinh t) the weights fall so fast that equal steps in t serve any end.
pub(super) fn integrate(from: f64, to: f64, f: impl Fn(f64) -> f64) -> f64 {
    let half = (to - from) / 2.0;
    if half <= 0.0 || !half.is_finite() {
        return 0.0;
    }
    let mut sum = 0.0;
    for step in -STEPS..=STEPS {
        let t = f64::from(step) * WIDTH;
        let sinh = std::f64::consts::FRAC_PI_2 * libm::sinh(t);
        let cosh = libm::cosh(sinh);
        let weight = std::f64::consts::FRAC_PI_2 * libm::cosh(t) / (cosh * cosh);
        // The distance from the nearer end, 1 − |tanh s| = 2 / (e^{2|s|} + 1), keeps its digits.
        let near = half * 2.0 / (libm::exp(2.0 * sinh.abs()) + 1.0);
        let x = if step < 0 { from + near } else { to - near };
        if x > from && x < to {
            sum += weight * f(x);
        }
    }
    sum * half * WIDTH
}

/// ∫ f over an interval that is cut where the function has kinks; cuts outside it do not count.
pub(super) fn integrate_pieces(from: f64, to: f64, cuts: &[f64], f: impl Fn(f64) -> f64) -> f64 {
    let mut cuts: Vec<f64> = cuts
        .iter()
        .copied()
        .filter(|&cut| cut > from && cut < to)
        .collect();
    cuts.sort_by(f64::total_cmp);
    cuts.push(to);
    let mut start = from;
    let mut sum = 0.0;
    for cut in cuts {
        sum += integrate(start, cut, &f);
        start = cut;
    }
    sum
}

/// Where a rising function passes zero between two numbers, to the last bit or nearly; the nearer end where it does
/// not.
pub(super) fn root(from: f64, to: f64, rising: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (from, to);
    if rising(low) >= 0.0 {
        return low;
    }
    if rising(high) <= 0.0 {
        return high;
    }
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return high;
        }
        if rising(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrals_with_known_values() {
        assert!((integrate(0.0, 1.0, |x| x * x * x) - 0.25).abs() < 1e-14);
        assert!((integrate(0.0, 2.0, libm::exp) - (libm::exp(2.0) - 1.0)).abs() < 1e-13);
        assert!((integrate(0.0, 1.0, libm::sqrt) - 2.0 / 3.0).abs() < 1e-14);
        assert!((integrate(0.0, 1.0, |x| libm::log(1.0 / x)) - 1.0).abs() < 1e-13);
        assert_eq!(integrate(1.0, 0.0, |x| x), 0.0);
        let kink = |x: f64| (x - 0.3).abs();
        let found = integrate_pieces(0.0, 1.0, &[0.3, 7.0], kink);
        assert!((found - (0.045 + 0.245)).abs() < 1e-14);
    }

    #[test]
    fn roots_are_found_or_the_nearer_end() {
        let found = root(0.0, 2.0, |x| x * x - 2.0);
        assert!((found - std::f64::consts::SQRT_2).abs() < 1e-15);
        assert_eq!(root(1.0, 2.0, |x| x), 1.0);
        assert_eq!(root(1.0, 2.0, |x| x - 3.0), 2.0);
    }
}
