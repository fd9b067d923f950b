//! Ripeness (Zartman 1985; 2000): a hurting stalemate and a way out, seen by every side.
//!
//! A side hurts where its value of war does not rise: dW/dt ≤ 0. A value that stays as it is counts as hurting, so that
//! with fixed reservation values every side always hurts, and a conflict is ripe where each has a deal to gain by.

use serde::{Deserialize, Serialize};

use crate::index::PartyIndex;

/// What a party lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unripe {
    /// Its value of war is rising: no hurting stalemate.
    NotHurting(PartyIndex),
    /// No deal that it would sign is better for it than war: no way out.
    NoWayOut(PartyIndex),
}

/// Whether the conflict is ripe: for every belligerent the value of war does not rise and a better deal is in sight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ripeness {
    /// What is missing, and for whom; nothing where the conflict is ripe.
    pub missing: Vec<Unripe>,
}

impl Ripeness {
    /// Zartman's two perceptions, for each of these parties: the value of war before and now, which hurts unless it has
    /// risen, and the best surplus of a deal that the party would sign, which is a way out where it is above 0.
    #[must_use]
    pub fn new(parties: impl IntoIterator<Item = (PartyIndex, f64, f64, f64)>) -> Self {
        let mut missing = Vec::new();
        for (party, before, now, best_surplus) in parties {
            if now > before {
                missing.push(Unripe::NotHurting(party));
            }
            if best_surplus <= 0.0 {
                missing.push(Unripe::NoWayOut(party));
            }
        }
        Self { missing }
    }

    /// Whether nothing is missing.
    #[must_use]
    pub fn is_ripe(&self) -> bool {
        self.missing.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_war_that_stays_hurts() {
        let at = |now| Ripeness::new([(PartyIndex(0), 0.5, now, 0.1)]);
        assert!(at(0.5).is_ripe());
        let risen = at(0.5 + f64::EPSILON);
        assert_eq!(risen.missing, [Unripe::NotHurting(PartyIndex(0))]);
    }

    /// The truth table: of the sixteen combinations of hurting and way out for two sides, one is ripe.
    #[test]
    fn zartman_1985_only_both_for_both_is_ripe() {
        let mut ripe = 0;
        for code in 0..16 {
            let flag = |bit: u32| code >> bit & 1 == 1;
            let side = |party: usize, hurting: bool, way_out: bool| {
                let now = if hurting { 0.4 } else { 0.6 };
                (
                    PartyIndex(party),
                    0.5,
                    now,
                    if way_out { 0.1 } else { -0.1 },
                )
            };
            let ripeness = Ripeness::new([side(0, flag(0), flag(1)), side(1, flag(2), flag(3))]);
            assert_eq!(
                ripeness.missing.len(),
                4 - (code as u32).count_ones() as usize
            );
            ripe += u32::from(ripeness.is_ripe());
        }
        assert_eq!(ripe, 1);
    }
}
