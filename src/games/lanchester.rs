//! Battles of attrition between two forces: Lanchester (1916), "Aircraft in Warfare".

use super::Player;
use super::error::{GameError, pair};
use crate::units::Probability;

/// How losses come about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LanchesterLaw {
    /// Aimed fire: a side loses in proportion to the number that fire at it. What counts is the rate times the *square*
    /// of the number.
    Square,
    /// Fire at an area, or one against one: a side loses in proportion to both numbers.
    Linear,
}

/// Two forces that wear each other down, at rates at which one of a force puts out of action those across.
///
/// With A and B the numbers and a and b the rates, under the square law dA/dt = −bB and dB/dt = −aA, so that
/// aA² − bB² stays what it is; under the linear law dA/dt = −bAB and dB/dt = −aAB, and aA − bB does.
///
/// ```
/// use dealzone::games::{Lanchester, LanchesterLaw, Player};
///
/// let battle = Lanchester::new([1000.0, 800.0], [0.01, 0.01])?;
/// let end = battle.fight(LanchesterLaw::Square);
/// assert_eq!(end.winner, Some(Player::First));
/// assert!((end.left - 600.0).abs() < 1e-9);
/// assert!((end.after - 109.861).abs() < 1e-3);
/// # Ok::<(), dealzone::games::GameError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lanchester {
    forces: [f64; 2],
    rates: [f64; 2],
}

/// The end of a battle to the last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LastStand {
    /// Who has anything left; `None` where both end together.
    pub winner: Option<Player>,
    /// How much the winner has left.
    pub left: f64,
    /// After what time the loser has nothing left, in the unit of the rates; infinite under the linear law, and where
    /// both end together.
    pub after: f64,
}

impl Lanchester {
    /// The most units a side may have in [`Lanchester::chance`].
    pub const MAX_UNITS: usize = 10_000;

    /// The numbers of the two forces and their rates.
    ///
    /// # Errors
    /// [`GameError::OfPlayer`] unless all are finite and above zero.
    pub fn new(forces: [f64; 2], rates: [f64; 2]) -> Result<Self, GameError> {
        Ok(Self {
            forces: pair("the force", forces, |at| at > 0.0, "above 0")?,
            rates: pair("the rate of losses", rates, |at| at > 0.0, "above 0")?,
        })
    }

    /// The battle to the last, by what stays constant.
    #[must_use]
    pub fn fight(&self, law: LanchesterLaw) -> LastStand {
        let strength = |player: Player| {
            let (force, rate) = (self.forces[player.index()], self.rates[player.index()]);
            match law {
                LanchesterLaw::Square => libm::sqrt(rate) * force,
                LanchesterLaw::Linear => rate * force,
            }
        };
        let [first, second] = Player::BOTH.map(strength);
        if first == second {
            return LastStand {
                winner: None,
                left: 0.0,
                after: f64::INFINITY,
            };
        }
        let winner = if first > second {
            Player::First
        } else {
            Player::Second
        };
        let (more, less) = (first.max(second), first.min(second));
        let ratio = less / more;
        let force = self.forces[winner.index()];
        let [a, b] = self.rates;
        match law {
            LanchesterLaw::Square => LastStand {
                winner: Some(winner),
                left: force * libm::sqrt((1.0 - ratio) * (1.0 + ratio)),
                // ln((1 + r)/(1 − r)) = 2 artanh r.
                after: libm::atanh(ratio) / libm::sqrt(a * b),
            },
            LanchesterLaw::Linear => LastStand {
                winner: Some(winner),
                left: force * (1.0 - ratio),
                after: f64::INFINITY,
            },
        }
    }

    /// The numbers after a time, zero or more, until one side has nothing left.
    #[must_use]
    pub fn after(&self, law: LanchesterLaw, time: f64) -> [f64; 2] {
        let [first, second] = self.forces;
        let [a, b] = self.rates;
        match law {
            LanchesterLaw::Square => {
                let end = self.fight(law).after;
                let turn = libm::sqrt(a * b) * time.clamp(0.0, end);
                let (cosh, sinh) = (libm::cosh(turn), libm::sinh(turn));
                [
                    (first * cosh - second * libm::sqrt(b / a) * sinh).max(0.0),
                    (second * cosh - first * libm::sqrt(a / b) * sinh).max(0.0),
                ]
            }
            LanchesterLaw::Linear => {
                // With D = aA − bB constant, bB/aA falls as exp(−D t).
                let time = time.max(0.0);
                let difference = a * first - b * second;
                if difference == 0.0 {
                    let kept = 1.0 / (1.0 + b * second * time);
                    return [first * kept, second * kept];
                }
                let ratio = b * second / (a * first) * libm::exp(-difference * time);
                if ratio.is_infinite() {
                    return [0.0, -difference / b];
                }
                let left = difference / (1.0 - ratio);
                [left / a, left * ratio / b]
            }
        }
    }

    /// The first side's chance of winning when single units fall one by one at random, at the rates of the law: what a
    /// [`OneBattle`](crate::war::OneBattle) takes as its odds. The forces are rounded to whole units.
    ///
    /// With i and j units left, the next loss is the second side's with probability ai/(ai + bj) under the square law,
    /// and a/(a + b) under the linear one.
    ///
    /// # Errors
    /// [`GameError::OfPlayer`] for a force that is less than one unit or more than [`Self::MAX_UNITS`].
    pub fn chance(&self, law: LanchesterLaw) -> Result<Probability, GameError> {
        let most = Self::MAX_UNITS as f64;
        let units = pair(
            "the force in whole units",
            self.forces.map(libm::round),
            |units| (1.0..=most).contains(&units),
            "from 1 to 10,000",
        )?;
        let [first, second] = units.map(|units| units as usize);
        let [a, b] = self.rates;
        // chances[j] with i units of the first side left; with none it has lost, whatever the other has.
        let mut chances = vec![0.0; second + 1];
        for i in 1..=first {
            chances[0] = 1.0;
            for j in 1..=second {
                let [hits, losses] = match law {
                    LanchesterLaw::Square => [a * i as f64, b * j as f64],
                    LanchesterLaw::Linear => [a, b],
                };
                let hit = hits / (hits + losses);
                chances[j] = hit * chances[j - 1] + (1.0 - hit) * chances[j];
            }
        }
        Ok(Probability::new(chances[second].clamp(0.0, 1.0))?)
    }
}
