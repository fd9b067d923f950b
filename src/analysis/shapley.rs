//! The Shapley value of a game of few players.

/// Most players of a game.
pub const MAX_PLAYERS: usize = 16;

/// A game whose values are not one for each set of players.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ShapleyError {
    /// The number of values is not a power of two up to 2^16.
    #[error("{found} values are not one for each set of at most {MAX_PLAYERS} players")]
    Count {
        /// How many values there are.
        found: usize,
    },
    /// A value that is not finite.
    #[error("set {set} is worth {found}")]
    Value {
        /// The set, as marks.
        set: usize,
        /// Its value.
        found: f64,
    },
}

/// Each player's share of what all together are worth: its marginal contribution, averaged over all orders in which
/// the players can come (Shapley 1953).
///
/// `values[set]` is what a set of players is worth, where bit i of `set` says whether player i is in it; so there are
/// 2ⁿ of them.
///
/// # Formula
/// φ_i = Σ over sets S without i of |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S)).
///
/// The shares are the only ones that are *efficient* (they sum to v(all) − v(none)), *symmetric* (players that
/// contribute alike have the same), *null* (who contributes nothing has none) and *additive* (the shares of a sum of
/// games are the sums of the shares).
///
/// # Errors
/// [`ShapleyError`] where there is not one finite value for each set.
///
/// # Complexity
/// n·2ⁿ.
///
/// ```
/// use dealzone::analysis::shapley;
///
/// // A left glove and two right ones: a pair is worth 1 (players: left, right, right).
/// let values = [0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0];
/// let shares = shapley(&values)?;
/// assert!((shares[0] - 2.0 / 3.0).abs() < 1e-15);
/// assert!((shares[1] - 1.0 / 6.0).abs() < 1e-15);
/// # Ok::<(), dealzone::analysis::ShapleyError>(())
/// ```
pub fn shapley(values: &[f64]) -> Result<Vec<f64>, ShapleyError> {
    let found = values.len();
    if !found.is_power_of_two() || found > 1 << MAX_PLAYERS {
        return Err(ShapleyError::Count { found });
    }
    if let Some(set) = values.iter().position(|value| !value.is_finite()) {
        return Err(ShapleyError::Value {
            set,
            found: values[set],
        });
    }
    let players = found.trailing_zeros() as usize;
    // |S|! (n − |S| − 1)! / n! = 1 / (n · C(n − 1, |S|)).
    let mut weights = vec![0.0; players];
    let mut choose = 1.0;
    for (size, weight) in weights.iter_mut().enumerate() {
        *weight = 1.0 / (players as f64 * choose);
        choose = choose * (players - 1 - size) as f64 / (size + 1) as f64;
    }
    let share = |player: usize| {
        (0..found)
            .filter(|set| set & (1 << player) == 0)
            .map(|set| {
                let gain = values[set | (1 << player)] - values[set];
                weights[set.count_ones() as usize] * gain
            })
            .sum()
    };
    Ok((0..players).map(share).collect())
}
