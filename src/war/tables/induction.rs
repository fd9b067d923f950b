//! F(n,g,t) at each strength, by backward induction from the horizon: nearly all the time of solving a war.

use std::array::from_fn;

use crate::war::chain::{Chain, MoveOdds};
use crate::war::state::RegimeIndex;

/// One axis to one party: what the induction is over.
#[derive(Debug, Clone, Copy)]
pub(super) struct FrontInduction<'a> {
    pub(super) chain: &'a Chain,
    pub(super) axis: usize,
    /// φ(n), by position.
    pub(super) values: &'a [f64],
    /// δ.
    pub(super) discount: f64,
}

impl FrontInduction<'_> {
    /// The numbers in one period: strengths × regimes × positions, in that order, so that the innermost loops run
    /// along positions, where the odds do not change.
    pub(super) fn layer_length(self) -> usize {
        let parts = self.chain.parts();
        parts.strengths.len() * parts.regimes.len() * self.values.len()
    }

    /// Runs from the horizon down to a period; `visit` sees the layer of each period.
    ///
    /// The recursion of [`ChainWar`](crate::war::ChainWar) splits into a part that is the same in every period,
    ///
    /// B(n,g) = (1−δ) φ(n) + Σ_n' δp(n'|n,g) · h φ(n') Σ_g' P(g'|g),
    ///
    /// and F(n,g,t) = B(n,g) + Σ_n' δp(n'|n,g) · M(n',g), where M(n',g) = Σ_g' (1−h) P(g'|g) F(n',g',t+1) mixes
    /// the regimes once for all the moves that lead to n'.
    pub(super) fn run(self, down_to: u32, mut visit: impl FnMut(u32, &[f64])) {
        let parts = self.chain.parts();
        let positions = self.values.len();
        let odds = self.odds();
        let lasting = self.lasting(&odds);
        let mixing = self.mixing();

        let mut layer = self.values.repeat(odds.len());
        let mut mixed = vec![0.0; parts.regimes.len() * (positions + 2)];
        let strength_rows = parts.regimes.len() * positions;
        for period in (down_to..parts.horizon).rev() {
            let strengths = layer
                .chunks_exact_mut(strength_rows)
                .zip(lasting.chunks_exact(strength_rows))
                .zip(odds.chunks_exact(parts.regimes.len()));
            for ((rows, lasting), odds) in strengths {
                mix(&mut mixed, rows, &mixing, positions);
                let regimes = rows
                    .chunks_exact_mut(positions)
                    .zip(lasting.chunks_exact(positions))
                    .zip(mixed.chunks_exact(positions + 2))
                    .zip(odds);
                for (((row, lasting), mixed), &odds) in regimes {
                    add_moves(row, lasting, mixed, odds);
                }
            }
            visit(period, &layer);
        }
    }

    /// δ·p of each move, by strength, then regime.
    fn odds(self) -> Vec<MoveOdds> {
        let parts = self.chain.parts();
        let regimes = 0..parts.regimes.len();
        (0..parts.strengths.len())
            .flat_map(|strength| regimes.clone().map(move |regime| (strength, regime)))
            .filter_map(|(strength, regime)| {
                self.chain
                    .move_odds(self.axis, RegimeIndex(regime), strength)
            })
            .map(|odds| MoveOdds {
                retreat: self.discount * odds.retreat,
                stay: self.discount * odds.stay,
                advance: self.discount * odds.advance,
            })
            .collect()
    }

    /// B(n,g), a layer.
    fn lasting(self, odds: &[MoveOdds]) -> Vec<f64> {
        let now: Vec<f64> = self
            .values
            .iter()
            .map(|value| (1.0 - self.discount) * value)
            .collect();
        let hazard = self.chain.hazard().get();
        let transitions = &self.chain.parts().transitions;
        let mut padded = vec![0.0; now.len() + 2];
        let mut lasting = vec![0.0; odds.len() * now.len()];
        let rows = lasting.chunks_exact_mut(now.len());
        for ((row, &odds), chances) in rows.zip(odds).zip(transitions.iter().cycle()) {
            let frozen = hazard * chances.iter().map(|chance| chance.get()).sum::<f64>();
            for (padded, value) in padded[1..].iter_mut().zip(self.values) {
                *padded = frozen * value;
            }
            pad(&mut padded);
            add_moves(row, &now, &padded, odds);
        }
        lasting
    }

    /// (1−h) P(g'|g), by g, then g'.
    fn mixing(self) -> Vec<f64> {
        let goes_on = self.chain.hazard().complement().get();
        let transitions = self.chain.parts().transitions.iter().flatten();
        transitions.map(|chance| goes_on * chance.get()).collect()
    }
}

/// M(n,g) from the rows of F, with the ends padded.
fn mix(mixed: &mut [f64], rows: &[f64], mixing: &[f64], positions: usize) {
    // Where the count is known to the compiler, one pass along the positions mixes all regimes.
    match rows.len() / positions {
        1 => mix_known::<1>(mixed, rows, mixing, positions),
        2 => mix_known::<2>(mixed, rows, mixing, positions),
        3 => mix_known::<3>(mixed, rows, mixing, positions),
        4 => mix_known::<4>(mixed, rows, mixing, positions),
        regimes => mix_any(mixed, rows, mixing, positions, regimes),
    }
}

fn mix_known<const REGIMES: usize>(
    mixed: &mut [f64],
    rows: &[f64],
    mixing: &[f64],
    positions: usize,
) {
    let rows: [&[f64]; REGIMES] = from_fn(|regime| &rows[regime * positions..][..positions]);
    let mixed = mixed.chunks_exact_mut(positions + 2);
    for (mixed, chances) in mixed.zip(mixing.chunks_exact(REGIMES)) {
        let chances: [f64; REGIMES] = from_fn(|regime| chances[regime]);
        for (position, mixed) in mixed[1..=positions].iter_mut().enumerate() {
            let mut sum = 0.0;
            for (chance, row) in chances.iter().zip(&rows) {
                sum += chance * row[position];
            }
            *mixed = sum;
        }
        pad(mixed);
    }
}

fn mix_any(mixed: &mut [f64], rows: &[f64], mixing: &[f64], positions: usize, regimes: usize) {
    let mixed = mixed.chunks_exact_mut(positions + 2);
    for (mixed, chances) in mixed.zip(mixing.chunks_exact(regimes)) {
        let inner = &mut mixed[1..=positions];
        inner.fill(0.0);
        for (row, &chance) in rows.chunks_exact(positions).zip(chances) {
            for (mixed, value) in inner.iter_mut().zip(row) {
                *mixed += chance * value;
            }
        }
        pad(mixed);
    }
}

/// Repeats the first and the last position one step outside the row, so that a blocked move finds the value of
/// staying and the ends need no code of their own.
fn pad(row: &mut [f64]) {
    let last = row.len() - 1;
    row[0] = row[1];
    row[last] = row[last - 1];
}

/// row(n) = base(n) + Σ_n' odds(n'|n) · padded(n').
///
/// The two moves are added to each other first: swapping the sides then changes no rounding.
fn add_moves(row: &mut [f64], base: &[f64], padded: &[f64], odds: MoveOdds) {
    let MoveOdds {
        retreat,
        stay,
        advance,
    } = odds;
    let near = padded.iter().zip(&padded[1..]).zip(&padded[2..]);
    for ((row, base), ((below, here), above)) in row.iter_mut().zip(base).zip(near) {
        *row = base + (stay * here + (retreat * below + advance * above));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::{Purpose, Stream};

    #[test]
    fn any_number_of_regimes_is_mixed_in_the_same_way() {
        let mut stream = Stream::new(1, 0, Purpose::Sampling, 0);
        for regimes in 1..=5 {
            for positions in [1, 2, 7, 30] {
                let mut draws =
                    |count: usize| -> Vec<f64> { (0..count).map(|_| stream.uniform()).collect() };
                let (rows, mixing) = (draws(regimes * positions), draws(regimes * regimes));
                let mut known = vec![0.0; regimes * (positions + 2)];
                let mut any = known.clone();
                mix(&mut known, &rows, &mixing, positions);
                mix_any(&mut any, &rows, &mixing, positions, regimes);
                assert_eq!(known, any, "{regimes} regimes, {positions} positions");
            }
        }
    }
}
