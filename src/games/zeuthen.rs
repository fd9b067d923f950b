//! Who gives way next: Zeuthen (1930), "Problems of Monopoly and Economic Warfare"; Harsanyi (1956), "Approaches to the
//! Bargaining Problem Before and After the Theory of Games", Econometrica 24: 144–157.

use super::error::{GameError, number, pair};
use super::{Division, Player};

/// Two sides that each demand a utility, and give way in turn: always the one that would risk less by insisting.
///
/// The greatest risk of a breakdown that a side would run rather than accept what the other offers is its *risk limit*,
/// (own demand − what the other offers) / (own demand − own disagreement). The one with the lower limit gives way by a
/// little, and so on until the demands meet. Harsanyi: each step is towards the greater product of gains, so that they
/// meet at the Nash solution.
///
/// ```
/// use dealzone::games::{Division, Zeuthen};
///
/// let talks = Zeuthen::new(Division::PIE, [0.1, 0.2])?;
/// let agreed = talks.concede(1e-5)?;
/// assert!((agreed[0] - 0.45).abs() < 1e-4);
/// # Ok::<(), dealzone::games::GameError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Zeuthen {
    division: Division,
    disagreement: [f64; 2],
}

impl Zeuthen {
    /// The smallest step of a concession, as a share of what can be gained.
    pub const SMALLEST_STEP: f64 = 1e-7;

    /// What is divided, and what each side has if there is no agreement.
    ///
    /// # Errors
    /// [`GameError`] when a disagreement value is not finite or below zero, or both cannot be had.
    pub fn new(division: Division, disagreement: [f64; 2]) -> Result<Self, GameError> {
        pair(
            "the disagreement value",
            disagreement,
            |at| at >= 0.0,
            "0 or more",
        )?;
        let [first, second] = disagreement;
        match division.left_for(Player::Second, first) {
            Some(left) if left >= second => Ok(Self {
                division,
                disagreement,
            }),
            _ => Err(GameError::NothingToShare { first, second }),
        }
    }

    /// The most a side can ask: all that leaves the other its disagreement value.
    #[must_use]
    pub fn opening(&self, player: Player) -> f64 {
        self.division
            .rest(player, self.disagreement[player.other().index()])
    }

    /// A side's risk limit when these utilities are demanded: 0 where it has nothing to insist on, 1 where the other
    /// offers it no more than no agreement does.
    #[must_use]
    pub fn risk_limit(&self, player: Player, demands: [f64; 2]) -> f64 {
        let (own, other) = (player.index(), player.other().index());
        let gain = demands[own] - self.disagreement[own];
        if gain <= 0.0 {
            return 0.0;
        }
        let offered = self.division.rest(player, demands[other]);
        ((demands[own] - offered) / gain).clamp(0.0, 1.0)
    }

    /// Concedes from the openings until the demands can both be met, each step this share of what the side that gives
    /// way can gain; the utilities agreed on. On a tie both give way.
    ///
    /// # Errors
    /// [`GameError::Number`] unless the step is from [`Self::SMALLEST_STEP`] to 1.
    pub fn concede(&self, step: f64) -> Result<[f64; 2], GameError> {
        number(
            "the step",
            step,
            |step| (Self::SMALLEST_STEP..=1.0).contains(&step),
            "from 1e-7 to 1",
        )?;
        let openings = Player::BOTH.map(|player| self.opening(player));
        let mut demands = openings;
        while demands[0] > self.division.rest(Player::First, demands[1]) {
            let limits = Player::BOTH.map(|player| self.risk_limit(player, demands));
            for player in Player::BOTH {
                let own = player.index();
                if limits[own] <= limits[1 - own] {
                    let least = self.disagreement[own];
                    let gain = openings[own] - least;
                    demands[own] = (demands[own] - step * gain).max(least);
                }
            }
        }
        Ok(demands)
    }
}
