//! Concession by the clock (Faratin, Sierra & Jennings 1998, section 4.1).

use super::{OfferStrategy, best_to_sign};
use crate::space::Deal;
use crate::talks::{Move, Negotiator, Response, TalksError, Turn, View};

/// How much is conceded with time: a(t), from 0 for nothing to 1 for all, at the elapsed share t of the time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Concession {
    /// a(t) = κ + (1 − κ) t^(1/β) (eq. 4).
    Polynomial {
        /// β: below 1 holds out (Boulware), 1 is linear, above 1 gives way early (conceder).
        beta: f64,
        /// κ: what is conceded at once, 0 to 1.
        initial: f64,
    },
    /// a(t) = exp((1 − t)^β ln κ) (eq. 5).
    Exponential {
        /// β, as above.
        beta: f64,
        /// κ: what is conceded at once, above 0 to 1.
        initial: f64,
    },
}

impl Concession {
    /// a(t), for t from 0 to 1.
    #[must_use]
    pub fn at(self, elapsed: f64) -> f64 {
        let elapsed = elapsed.clamp(0.0, 1.0);
        match self {
            Self::Polynomial { beta, initial } => {
                initial + (1.0 - initial) * power(elapsed, 1.0 / beta)
            }
            Self::Exponential { beta, initial } => {
                libm::exp(libm::pow(1.0 - elapsed, beta) * libm::log(initial))
            }
        }
    }

    fn check(self) -> Result<(), TalksError> {
        let (Self::Polynomial { beta, initial } | Self::Exponential { beta, initial }) = self;
        if !(beta.is_finite() && beta > 0.0) {
            return Err(TalksError::Concession { found: beta });
        }
        let lowest_is_zero = matches!(self, Self::Polynomial { .. });
        if !(0.0..=1.0).contains(&initial) || (initial == 0.0 && !lowest_is_zero) {
            return Err(TalksError::Tactic {
                what: "the initial concession κ",
                found: initial,
                expected: "from 0 to 1, and above 0 for an exponential",
            });
        }
        Ok(())
    }
}

/// A power, the usual exponents of concession without the general formula.
fn power(base: f64, exponent: f64) -> f64 {
    if exponent == 1.0 {
        base
    } else if exponent == 2.0 {
        base * base
    } else if exponent == 4.0 {
        let square = base * base;
        square * square
    } else if exponent == 0.5 {
        libm::sqrt(base)
    } else if exponent == 0.25 {
        libm::sqrt(libm::sqrt(base))
    } else {
        libm::pow(base, exponent)
    }
}

/// Where concessions end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reserve {
    /// At the value of war.
    #[default]
    War,
    /// At the value of war, or at its worst deal where that is worth more.
    WorstDeal,
}

/// Which of the deals that are worth what is aimed at is offered.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Choice {
    /// The one most like the last offer of the others; before there is one, the deal that it would like best.
    #[default]
    MostAlike,
    /// The one that is worth least to itself, or one that misses the aim by no more than this if it is nearer.
    Nearest {
        /// By how much the aim may be missed, in utility; 0 or more.
        tolerance: f64,
    },
}

/// Lowers its aim as the deadline nears, from the best that it could have to its reserve.
///
/// # Formula
/// aim(t) = reserve + (1 − a(t)) (best − reserve) − slack, within reserve and best, with a(t) the [`Concession`] (Faratin,
/// Sierra & Jennings 1998, eq. 2). As a negotiator it accepts what is worth its aim or more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeDependent {
    concession: Concession,
    reserve: Reserve,
    choice: Choice,
    slack: f64,
}

impl TimeDependent {
    /// Concedes in proportion to time.
    pub const LINEAR: Self = Self {
        concession: Concession::Polynomial {
            beta: 1.0,
            initial: 0.0,
        },
        reserve: Reserve::War,
        choice: Choice::MostAlike,
        slack: 0.0,
    };

    /// A polynomial concession with exponent 1/β that begins with nothing; β above zero.
    ///
    /// # Errors
    /// [`TalksError::Concession`] unless β is finite and above zero.
    pub fn new(beta: f64) -> Result<Self, TalksError> {
        Self::conceding(Concession::Polynomial { beta, initial: 0.0 })
    }

    /// Any concession.
    ///
    /// # Errors
    /// [`TalksError`] for a number out of range.
    pub fn conceding(concession: Concession) -> Result<Self, TalksError> {
        concession.check()?;
        Ok(Self {
            concession,
            ..Self::LINEAR
        })
    }

    /// With this reserve.
    #[must_use]
    pub fn down_to(self, reserve: Reserve) -> Self {
        Self { reserve, ..self }
    }

    /// With this choice among the deals that are worth what it aims at.
    #[must_use]
    pub fn choosing(self, choice: Choice) -> Self {
        Self { choice, ..self }
    }

    /// Aiming this much lower, in utility, but never below its reserve.
    ///
    /// # Errors
    /// [`TalksError::Tactic`] unless the slack is finite and 0 or more.
    pub fn with_slack(self, slack: f64) -> Result<Self, TalksError> {
        if slack.is_finite() && slack >= 0.0 {
            Ok(Self { slack, ..self })
        } else {
            Err(TalksError::Tactic {
                what: "slack",
                found: slack,
                expected: "a finite number of 0 or more",
            })
        }
    }

    /// How it concedes.
    #[must_use]
    pub fn concession(self) -> Concession {
        self.concession
    }

    /// a(t): the share of the way from best to reserve that is conceded after this part of the time, 0 to 1.
    #[must_use]
    pub fn conceded(self, elapsed: f64) -> f64 {
        self.concession.at(elapsed)
    }
}

impl OfferStrategy for TimeDependent {
    fn aim(&self, view: &View<'_>) -> f64 {
        self.aim_from(view, view.best_worth())
    }

    fn offer(&self, view: &View<'_>) -> Option<Deal> {
        self.offer_at(view, self.aim(view))
    }
}

impl TimeDependent {
    /// What it would aim at if its best deal were worth so much. The more, the higher, to the last bit.
    fn aim_from(&self, view: &View<'_>, best: f64) -> f64 {
        let war = view.war_value();
        let best = best.max(war);
        let reserve = match self.reserve {
            Reserve::War => war,
            Reserve::WorstDeal => view.worst_worth().max(war),
        };
        let aim = (best - reserve) * (1.0 - self.conceded(view.elapsed())) + reserve - self.slack;
        aim.min(best).max(reserve)
    }

    fn offer_at(&self, view: &View<'_>, aim: f64) -> Option<Deal> {
        let aimed = match self.choice {
            Choice::MostAlike => view
                .last_offer_of_others()
                .and_then(|theirs| view.closest_to(theirs, aim - view.war_value())),
            Choice::Nearest { tolerance } => view.nearest_above(aim, tolerance),
        };
        aimed.or_else(|| best_to_sign(view))
    }

    /// Its aim is never below the value of war, so what is worth its aim is no loss.
    fn accepts(view: &View<'_>, offer: &Deal, aim: f64) -> bool {
        view.worth(offer) >= aim && !view.refuses(offer)
    }
}

impl Negotiator for TimeDependent {
    fn propose(&self, view: &View<'_>) -> Option<Deal> {
        self.offer(view)
    }

    fn respond(&self, view: &View<'_>, offer: &Deal) -> Response {
        if Self::accepts(view, offer, self.aim(view)) {
            Response::Accept
        } else {
            Response::Reject
        }
    }

    /// As it would anyway, with its aim worked out once.
    fn act(&self, view: &View<'_>, turn: Turn<'_>) -> Move {
        // As often as not that takes no aim: what is a loss or crosses a red line is below any, and what is below one from a
        // good deal is so from the best.
        if let Turn::Answer(offer) = turn
            && (view.worth(offer) < view.war_value()
                || view.refuses(offer)
                || view.worth(offer) < self.aim_from(view, view.best_worth_at_least()))
        {
            return Move::Decline;
        }
        let aim = self.aim(view);
        let propose = || self.offer_at(view, aim).map_or(Move::Decline, Move::Offer);
        match turn {
            Turn::Offer => propose(),
            Turn::Answer(offer) | Turn::AcceptOrReplace(offer)
                if Self::accepts(view, offer, aim) =>
            {
                Move::Accept
            }
            Turn::AcceptOrReplace(_) => propose(),
            Turn::Answer(_) => Move::Decline,
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

    proptest::proptest! {
        #[test]
        fn faratin_1998_closed_form(beta in 0.05..20.0_f64, elapsed in 0.001..1.0_f64) {
            let conceded = TimeDependent::new(beta).unwrap().conceded(elapsed);
            proptest::prop_assert!((conceded - (elapsed.ln() / beta).exp()).abs() < 1e-12);
        }
    }

    #[test]
    fn usual_exponents_agree_with_the_general_formula() {
        for exponent in [0.25, 0.5, 1.0, 2.0, 4.0] {
            for step in 0..=100 {
                let base = f64::from(step) / 100.0;
                let off = power(base, exponent) - libm::pow(base, exponent);
                assert!(off.abs() <= 4.0 * f64::EPSILON, "{base}^{exponent}: {off}");
            }
        }
    }

    #[test]
    fn faratin_1998_both_families_run_from_the_initial_concession_to_all() {
        for beta in [0.1, 0.5, 1.0, 3.0, 50.0] {
            let initial = 0.1;
            for concession in [
                Concession::Polynomial { beta, initial },
                Concession::Exponential { beta, initial },
            ] {
                assert!(
                    (concession.at(0.0) - initial).abs() < 1e-12,
                    "{concession:?}"
                );
                assert!((concession.at(1.0) - 1.0).abs() < 1e-12, "{concession:?}");
                let steps = (0..100).map(|step| concession.at(f64::from(step) / 100.0));
                let steps: Vec<f64> = steps.collect();
                assert!(steps.windows(2).all(|pair| pair[0] <= pair[1]));
            }
        }
        // κ^((1/2)^2) at half time.
        let concession = Concession::Exponential {
            beta: 2.0,
            initial: 0.1,
        };
        assert!((concession.at(0.5) - 0.1_f64.powf(0.25)).abs() < 1e-12);
        let none = Concession::Exponential {
            beta: 2.0,
            initial: 0.0,
        };
        assert!(TimeDependent::conceding(none).is_err());
    }
}
