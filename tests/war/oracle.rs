//! Two slow ways to the value of war that share no code with the tables.

use dealzone::war::{Belief, ChainParts, Stakes, WarState};

/// The probability of a move by −1, 0 or +1 slices, from the formula.
fn chance_of_move(
    parts: &ChainParts,
    (axis, regime, strength): (usize, usize, usize),
    from: usize,
    to: usize,
) -> f64 {
    let odds = parts.axes[axis].odds[regime];
    let mobility = odds.mobility.get();
    let up = mobility / (1.0 + (-(odds.advance_log_odds + parts.strengths[strength])).exp());
    let down = mobility - up;
    let last = parts.axes[axis].slices;
    let mut stay = 1.0 - mobility;
    if from == 0 {
        stay += down;
    }
    if from == last {
        stay += up;
    }
    match to as isize - from as isize {
        -1 => down,
        0 => stay,
        1 => up,
        _ => 0.0,
    }
}

fn neighbours(position: usize, slices: usize) -> std::ops::RangeInclusive<usize> {
    position.saturating_sub(1)..=(position + 1).min(slices)
}

fn hazard(parts: &ChainParts) -> f64 {
    1.0 - (-parts.ending.get() * parts.period.get()).exp()
}

fn discount(parts: &ChainParts, stakes: &Stakes) -> f64 {
    (-stakes.discount.get() * parts.period.get()).exp()
}

/// The recursion, written down as it is printed, filling a table with nothing left out.
pub(crate) fn simple_value(
    parts: &ChainParts,
    stakes: &Stakes,
    state: &WarState,
    belief: &Belief,
) -> f64 {
    let (regime, period) = (state.regime.get(), state.period);
    let mut value = stakes.rest - simple_cost(parts, stakes, regime, period);
    for (strength, weight) in belief.weights().iter().enumerate() {
        for (axis, &position) in state.positions.iter().enumerate() {
            let table = simple_front(parts, stakes, axis, strength, period);
            value += weight * table[position][regime];
        }
    }
    value
}

fn simple_front(
    parts: &ChainParts,
    stakes: &Stakes,
    axis: usize,
    strength: usize,
    period: u32,
) -> Vec<Vec<f64>> {
    let (h, d) = (hazard(parts), discount(parts, stakes));
    let flow = &stakes.front[axis];
    let regimes = parts.regimes.len();
    let mut later: Vec<Vec<f64>> = flow.iter().map(|&value| vec![value; regimes]).collect();
    for _ in period..parts.horizon {
        let ahead = |n: usize, g: usize| -> f64 {
            let mut ahead = 0.0;
            for m in neighbours(n, parts.axes[axis].slices) {
                for (k, p) in parts.transitions[g].iter().enumerate() {
                    ahead += chance_of_move(parts, (axis, g, strength), n, m)
                        * p.get()
                        * (h * flow[m] + (1.0 - h) * later[m][k]);
                }
            }
            ahead
        };
        let now = |n: usize, g: usize| (1.0 - d) * flow[n] + d * ahead(n, g);
        let row = |n: usize| (0..regimes).map(|g| now(n, g)).collect();
        later = (0..flow.len()).map(row).collect();
    }
    later
}

fn simple_cost(parts: &ChainParts, stakes: &Stakes, regime: usize, period: u32) -> f64 {
    let (h, d) = (hazard(parts), discount(parts, stakes));
    let mut later = vec![0.0; parts.regimes.len()];
    for t in (period..parts.horizon).rev() {
        later = (0..parts.regimes.len())
            .map(|g| {
                let ahead: f64 = (0..parts.regimes.len())
                    .map(|k| parts.transitions[g][k].get() * later[k])
                    .sum();
                let years = f64::from(t) * parts.period.get();
                (1.0 - d) * stakes.cost[g] * (1.0 + stakes.exhaustion * years)
                    + d * (1.0 - h) * ahead
            })
            .collect();
    }
    later[regime]
}

/// The average over every path that the whole front can take, each with its own discounted sum of flows.
pub(crate) fn enumerated_value(
    parts: &ChainParts,
    stakes: &Stakes,
    state: &WarState,
    belief: &Belief,
) -> f64 {
    belief
        .weights()
        .iter()
        .enumerate()
        .map(|(strength, weight)| {
            let mut total = 0.0;
            let paths = Paths {
                parts,
                stakes,
                strength,
                discount: discount(parts, stakes),
            };
            let start = Path {
                positions: state.positions.clone(),
                regime: state.regime.get(),
                period: state.period,
                chance: 1.0,
                weight: 1.0,
                so_far: 0.0,
            };
            paths.follow(start, &mut total);
            weight * total
        })
        .sum()
}

struct Paths<'a> {
    parts: &'a ChainParts,
    stakes: &'a Stakes,
    strength: usize,
    discount: f64,
}

#[derive(Clone)]
struct Path {
    positions: Vec<usize>,
    regime: usize,
    period: u32,
    /// The probability of the path so far.
    chance: f64,
    /// The discount factor to the power of its length.
    weight: f64,
    /// Discounted flows up to now, normalised.
    so_far: f64,
}

impl Paths<'_> {
    fn flow(&self, positions: &[usize]) -> f64 {
        let front = self.stakes.front.iter().zip(positions);
        self.stakes.rest
            + front
                .map(|(values, &position)| values[position])
                .sum::<f64>()
    }

    /// A frozen front is a constant flow, so its discounted sum is the flow itself.
    fn frozen(&self, path: &Path) -> f64 {
        path.chance * (path.so_far + path.weight * self.flow(&path.positions))
    }

    fn follow(&self, mut path: Path, total: &mut f64) {
        if path.period == self.parts.horizon {
            *total += self.frozen(&path);
            return;
        }
        let years = f64::from(path.period) * self.parts.period.get();
        let cost = self.stakes.cost[path.regime] * (1.0 + self.stakes.exhaustion * years);
        path.so_far += path.weight * (1.0 - self.discount) * (self.flow(&path.positions) - cost);
        path.weight *= self.discount;
        path.period += 1;
        self.move_axis(0, path.clone(), &path, total);
    }

    fn move_axis(&self, axis: usize, path: Path, before: &Path, total: &mut f64) {
        if axis == self.parts.axes.len() {
            self.move_regime(path, total);
            return;
        }
        let from = before.positions[axis];
        for to in neighbours(from, self.parts.axes[axis].slices) {
            let mut path = path.clone();
            path.positions[axis] = to;
            let place = (axis, before.regime, self.strength);
            path.chance *= chance_of_move(self.parts, place, from, to);
            self.move_axis(axis + 1, path, before, total);
        }
    }

    fn move_regime(&self, path: Path, total: &mut f64) {
        let h = hazard(self.parts);
        for (regime, chance) in self.parts.transitions[path.regime].iter().enumerate() {
            let mut path = path.clone();
            path.regime = regime;
            path.chance *= chance.get();
            *total += h * self.frozen(&path);
            path.chance *= 1.0 - h;
            if path.chance > 0.0 {
                self.follow(path, total);
            }
        }
    }
}
