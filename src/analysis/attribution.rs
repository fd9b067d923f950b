//! Why there is no zone, as shares: how much of the fall of z\* each explanation accounts for.

use super::variant::{Variant, present};
use super::{Explanation, ShapleyError, shapley};
use crate::conflict::{ConflictError, Outlook};
use crate::parallel;
use crate::party::Role;
use crate::zone::{Ask, Compiled, Demand, Optimum, Values, ZoneQuery};

/// How closely the z\* of each set is pinned down: well below the digits that a share is worth reading to.
const GAP: f64 = 1e-5;

/// What one explanation accounts for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Which of the explanations of the literature the numbers below are about.
    pub explanation: Explanation,
    /// Its Shapley value: by how much it lowers z\*, averaged over all orders in which the explanations can be added.
    /// Below zero where it raises z\*, as pessimism does.
    pub share: f64,
    /// By how much it lowers z\* when it is the only one at work.
    pub alone: f64,
    /// By how much z\* rises when it alone is taken away from the conflict as it is; for what is decisive see
    /// [`Attribution::decisive`].
    pub taken_away: f64,
}

/// The fall of z\* from the conflict without any of the [explanations](Explanation) to the conflict as it is, shared out
/// among them.
///
/// Every set of explanations is a conflict of its own, with an exact z\*: the value of the set is how far z\* falls
/// with it at work, and a share is the [Shapley value](shapley()) of that game. So the shares sum to the whole fall.
///
/// Absolute red lines can exclude every deal. Then z\* is −∞ with them at work, whatever else holds, and no finite
/// share would mean anything: a penalty in place of −∞ would set every share by its size. They are reported as
/// [`decisive`](Self::decisive) instead, and the fall is that of the conflict without any red line, shared out among the
/// others.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    shares: Vec<Share>,
    decisive: Option<Explanation>,
    /// Explanations in the game, in the order of its bits.
    players: Vec<Explanation>,
    /// z\* by the set of explanations at work.
    values: Vec<f64>,
    within: f64,
}

/// Why there is nothing to attribute.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AttributionError {
    /// The constraints of the space exclude every deal, whatever is demanded.
    #[error("the constraints of the space exclude every deal")]
    NoDeals,
    /// The budget ran out before any deal was found.
    #[error("the budget ran out before any deal was found")]
    OutOfBudget,
    /// The conflict without an explanation is none.
    #[error(transparent)]
    Conflict(#[from] ConflictError),
    /// The values are not those of a game.
    #[error(transparent)]
    Game(#[from] ShapleyError),
}

impl Attribution {
    /// By explanation, in the order of [`Explanation::ALL`]; zero for those that are not there at all, and without an
    /// entry for what is decisive.
    #[must_use]
    pub fn shares(&self) -> &[Share] {
        &self.shares
    }

    /// What alone excludes every deal, with everything else taken away: [`Explanation::ForbiddenTerms`] or nothing.
    #[must_use]
    pub fn decisive(&self) -> Option<Explanation> {
        self.decisive
    }

    /// z\* without any of the explanations.
    #[must_use]
    pub fn frictionless(&self) -> f64 {
        self.values.first().copied().unwrap_or(f64::NAN)
    }

    /// z\* with all of them at work but what is decisive.
    #[must_use]
    pub fn actual(&self) -> f64 {
        self.values.last().copied().unwrap_or(f64::NAN)
    }

    /// z\* with these explanations at work and no others; −∞ where what is decisive is among them.
    #[must_use]
    pub fn value(&self, at_work: &[Explanation]) -> f64 {
        if at_work
            .iter()
            .any(|explanation| Some(*explanation) == self.decisive)
        {
            return f64::NEG_INFINITY;
        }
        let set: usize = self
            .players
            .iter()
            .enumerate()
            .filter(|(_, player)| at_work.contains(player))
            .map(|(bit, _)| 1 << bit)
            .sum();
        self.values.get(set).copied().unwrap_or(f64::NAN)
    }

    /// How far any z\* behind the shares, and so any share, may be off: the widest gap between the proven bounds of a
    /// search, 10⁻⁵ unless the budget ran out.
    #[must_use]
    pub fn within(&self) -> f64 {
        self.within
    }
}

impl ZoneQuery<'_> {
    /// How much of the fall of z\* each explanation of war accounts for.
    ///
    /// The answer does not depend on the number of threads, of which as many run as there are cores.
    ///
    /// # Errors
    /// [`AttributionError`] where the constraints leave no deal at all, or the budget ran out before any was found.
    ///
    /// # Complexity
    /// One exact optimum for each set of the explanations that are there: 2⁷ at most.
    pub fn attribution(&self) -> Result<Attribution, AttributionError> {
        let present = present(self);
        let mut players: Vec<Explanation> = Explanation::ALL
            .into_iter()
            .filter(|explanation| present & explanation.bit() != 0)
            .collect();
        let forbidden = Explanation::ForbiddenTerms;
        let mut decisive = None;
        if players.contains(&forbidden) {
            // Which deals are allowed does not depend on any other explanation.
            let alone = solve(self, forbidden.bit())?;
            if alone.lower == f64::NEG_INFINITY && alone.upper == f64::NEG_INFINITY {
                decisive = Some(forbidden);
                players.retain(|player| *player != forbidden);
            }
        }
        let game = solve_all(self, &players)?;
        let mut values = Vec::with_capacity(game.len());
        let mut within = 0.0_f64;
        for Solved { lower, upper, .. } in game {
            if lower == f64::NEG_INFINITY {
                return Err(if upper == f64::NEG_INFINITY {
                    AttributionError::NoDeals
                } else {
                    AttributionError::OutOfBudget
                });
            }
            within = within.max(upper - lower);
            values.push(lower);
        }
        let rises = shapley(&values)?;
        let all = values.len() - 1;
        let shares = Explanation::ALL
            .into_iter()
            .filter(|explanation| Some(*explanation) != decisive)
            .map(|explanation| {
                let player = players.iter().position(|player| *player == explanation);
                let of = |value: &dyn Fn(usize) -> f64| player.map_or(0.0, value);
                Share {
                    explanation,
                    share: of(&|player| -rises[player]),
                    alone: of(&|player| values[0] - values[1 << player]),
                    taken_away: of(&|player| values[all & !(1 << player)] - values[all]),
                }
            })
            .collect();
        Ok(Attribution {
            shares,
            decisive,
            players,
            values,
            within,
        })
    }
}

/// z\* with a set of explanations at work.
#[derive(Debug, Clone, Copy)]
struct Solved {
    lower: f64,
    upper: f64,
    /// Whether the best deal gives every mediator that much as well, though none was asked for.
    suits_mediators: bool,
}

/// z\* for every set of players.
fn solve_all(
    query: &ZoneQuery<'_>,
    players: &[Explanation],
) -> Result<Vec<Solved>, AttributionError> {
    let at_work = |set: usize| {
        players
            .iter()
            .enumerate()
            .filter(|(bit, _)| set & (1 << bit) != 0)
            .map(|(_, player)| player.bit())
            .sum()
    };
    let all = 1 << players.len();
    // A third party's price comes last, and where the best deal without it meets it, it changes nothing.
    let first = if players.last() == Some(&Explanation::ThirdPartyPrice) {
        all / 2
    } else {
        all
    };
    let mut solved = parallel::map(first, |set| solve(query, at_work(set)))
        .into_iter()
        .collect::<Result<Vec<Solved>, AttributionError>>()?;
    let with_price = parallel::map(all - first, |set| match solved[set] {
        same if same.suits_mediators => Ok(same),
        _ => solve(query, at_work(first + set)),
    });
    for found in with_price {
        solved.push(found?);
    }
    Ok(solved)
}

fn solve(query: &ZoneQuery<'_>, at_work: usize) -> Result<Solved, AttributionError> {
    let Variant {
        conflict,
        situation,
        demands,
    } = Variant::new(query, at_work)?;
    let outlook = Outlook::new(&conflict, &situation);
    let asks = Ask::participation(&conflict, &demands);
    let mut compiled = Compiled::new(&conflict, &situation, &outlook, &demands, &asks);
    let optimum = Optimum::of(&mut compiled, GAP, query.budget);
    let suits_mediators = optimum.deal(&compiled).is_some_and(|deal| {
        let values = Values::new(&conflict, &situation, &outlook, &deal);
        let asked = query
            .demands
            .as_slice()
            .iter()
            .filter_map(|demand| match demand {
                Demand::Participation { party } => Some(party.get()),
                Demand::RedLine { .. } => None,
            });
        asked
            .filter(|party| conflict.parties()[*party].role == Role::Mediator)
            .all(|party| {
                values.parties()[party].surplus() / conflict.parties()[party].scale >= optimum.lower
            })
    });
    Ok(Solved {
        lower: optimum.lower,
        upper: optimum.upper,
        suits_mediators,
    })
}
