//! When an offer is good enough (Baarslag, Hindriks & Jonker 2013, "Acceptance conditions in automated negotiation").

use std::fmt::Debug;

use super::{OfferStrategy, TalksError, View};
use crate::space::Deal;

/// When to accept. Whatever it says, an [`Agent`](super::Agent) accepts no loss.
pub trait AcceptanceRule: Debug + Send + Sync {
    /// Whether an offer is good enough, given what the party would offer itself.
    fn accepts(&self, view: &View<'_>, offer: &Deal, own: &dyn OfferStrategy) -> bool;
}

/// The conditions of the paper. u is the worth of a deal to the party that answers, in normalised utility.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Accept {
    /// What is worth no less than its strategy aims at.
    Aim,
    /// AC_next(α, β): α u(offer) + β ≥ u(own next offer).
    Next {
        /// α.
        factor: f64,
        /// β.
        gap: f64,
    },
    /// AC_const(c): u(offer) ≥ c.
    Constant {
        /// c.
        least: f64,
    },
    /// AC_time(T): anything from this part of the time on.
    Time {
        /// T, 0 to 1.
        from: f64,
    },
    /// AC_combi(T, MAX^W): AC_next(1, 0) at any time, and from T on also u(offer) ≥ the best of the offers received in the
    /// window of the same length as the time that is left.
    Combined {
        /// T, 0 to 1.
        from: f64,
    },
}

impl Accept {
    /// AC_next(1, 0): what is no worse than the deal that it would offer itself.
    pub const NEXT: Self = Self::Next {
        factor: 1.0,
        gap: 0.0,
    };

    /// Checks the numbers of a condition.
    ///
    /// # Errors
    /// [`TalksError::Tactic`] for a part of the time outside 0 to 1, or a number that is not finite.
    pub fn check(self) -> Result<Self, TalksError> {
        let finite = "a finite number";
        let part = "from 0 to 1";
        let (what, found, expected, sound) = match self {
            Self::Aim => return Ok(self),
            Self::Next { factor, gap } => {
                let found = if factor.is_finite() { gap } else { factor };
                ("α or β of AC_next", found, finite, found.is_finite())
            }
            Self::Constant { least } => ("c of AC_const", least, finite, least.is_finite()),
            Self::Time { from } | Self::Combined { from } => {
                ("T", from, part, (0.0..=1.0).contains(&from))
            }
        };
        if sound {
            Ok(self)
        } else {
            Err(TalksError::Tactic {
                what,
                found,
                expected,
            })
        }
    }
}

impl AcceptanceRule for Accept {
    fn accepts(&self, view: &View<'_>, offer: &Deal, own: &dyn OfferStrategy) -> bool {
        let worth = view.worth(offer);
        let next = || {
            own.offer(view)
                .map_or(f64::INFINITY, |deal| view.worth(&deal))
        };
        match *self {
            Self::Aim => worth >= own.aim(view),
            Self::Next { factor, gap } => factor * worth + gap >= next(),
            Self::Constant { least } => worth >= least,
            Self::Time { from } => view.elapsed() >= from,
            Self::Combined { from } => {
                worth >= next()
                    || (view.elapsed() >= from && worth >= best_in_window(view).unwrap_or(worth))
            }
        }
    }
}

/// The best worth among the offers received in the last part of the time, as long as the part that is left.
fn best_in_window(view: &View<'_>) -> Option<f64> {
    let left = view.rounds() - view.round().min(view.rounds());
    let first = view.round().saturating_sub(left);
    view.offers()
        .rev()
        .take_while(|offer| offer.round >= first)
        .filter(|offer| offer.by != view.me())
        .map(|offer| view.worth(&offer.deal))
        .reduce(f64::max)
}
