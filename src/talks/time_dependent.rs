//! Concession by the clock (Faratin, Sierra & Jennings 1998).

use super::{Negotiator, Response, TalksError, View};
use crate::space::Deal;

/// A party that lowers its target as the deadline nears, from the best that it could have to what war is worth.
///
/// # Formula
/// target(t) = (1 − a(t)) · best, with a(t) = (t/T)^(1/β) (Faratin, Sierra & Jennings 1998, eq. 4): β < 1 holds out
/// (Boulware), β = 1 is linear, β > 1 gives way early (conceder).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeDependent {
    beta: f64,
}

impl TimeDependent {
    /// Concedes in proportion to time.
    pub const LINEAR: Self = Self { beta: 1.0 };

    /// A concession exponent β, above zero.
    ///
    /// # Errors
    /// [`TalksError::Concession`] unless it is finite and above zero.
    pub fn new(beta: f64) -> Result<Self, TalksError> {
        if beta.is_finite() && beta > 0.0 {
            Ok(Self { beta })
        } else {
            Err(TalksError::Concession { found: beta })
        }
    }

    /// β.
    #[must_use]
    pub fn beta(self) -> f64 {
        self.beta
    }

    /// a(t): the share of the way from best to reservation that is conceded after this part of the time, 0 to 1.
    #[must_use]
    pub fn conceded(self, elapsed: f64) -> f64 {
        libm::pow(elapsed.clamp(0.0, 1.0), 1.0 / self.beta)
    }

    fn target(self, view: &View<'_>) -> f64 {
        (1.0 - self.conceded(view.elapsed())) * view.best_surplus().max(0.0)
    }
}

impl Negotiator for TimeDependent {
    fn propose(&self, view: &View<'_>) -> Option<Deal> {
        let best = view.best_deal()?;
        match view.last_offer_of_others() {
            Some(theirs) => view.closest_to(theirs, self.target(view)),
            None => None,
        }
        .or(Some(best))
    }

    fn respond(&self, view: &View<'_>, offer: &Deal) -> Response {
        let surplus = view.surplus(offer);
        if !view.refuses(offer) && surplus >= 0.0 && surplus >= self.target(view) {
            Response::Accept
        } else {
            Response::Reject
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faratin_1998_boulware_and_conceder() {
        let conceded = |beta| TimeDependent::new(beta).unwrap().conceded(0.5);
        assert!((conceded(0.5) - 0.25).abs() < 1e-15);
        assert!((conceded(2.0) - 0.5_f64.sqrt()).abs() < 1e-15);
        assert!(TimeDependent::new(0.0).is_err());
        assert!(TimeDependent::new(f64::NAN).is_err());
    }
}
