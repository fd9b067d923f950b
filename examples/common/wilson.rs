//! How sure a share of runs is.

/// The normal quantile of 95 % on both sides.
const QUANTILE: f64 = 1.959_963_984_540_054;

/// Wilson's interval at 95 % for a share (Wilson 1927), 0 to 1; all of that where there were no draws.
pub(crate) fn wilson(hits: f64, draws: f64) -> (f64, f64) {
    if draws == 0.0 {
        return (0.0, 1.0);
    }
    let square = QUANTILE * QUANTILE / draws;
    let share = hits / draws;
    let spread = (square * (share * (1.0 - share) + square / 4.0)).sqrt();
    let centre = share + square / 2.0;
    let end = |end: f64| (end / (1.0 + square)).clamp(0.0, 1.0);
    (end(centre - spread), end(centre + spread))
}
