//! The strategies by name, at the numbers that are usual for them.

use std::sync::Arc;

use super::{
    Accept, Agent, Bayesian, Choice, Entrant, Frequency, Hardliner, Micro, Modelled, Negotiator,
    RandomWalker, Reciprocity, TalksError, TimeDependent, TitForTat, TradeOff,
};

/// β of those who hold out, and of those who give way early.
const BOULWARE: f64 = 0.2;
const CONCEDER: f64 = 5.0;
/// What a trade-off gives up of its aim when a round has changed nothing.
const STEP: f64 = 0.02;
/// From which part of the time on a hardliner takes what it can get.
const LATE: f64 = 0.95;

impl Entrant {
    /// The names that [`named`](Self::named) knows.
    pub const NAMES: [&'static str; 11] = [
        "boulware",
        "linear",
        "conceder",
        "selfish",
        "tit-for-tat",
        "micro",
        "trade-off",
        "frequency",
        "bayesian",
        "hardliner",
        "random-walker",
    ];

    /// A strategy by its name, or a time-dependent one by its exponent β.
    ///
    /// | name | offers | accepts |
    /// |---|---|---|
    /// | `boulware`, `linear`, `conceder` | time-dependent, β = 0.2, 1, 5, near the other side's last offer | what meets its aim |
    /// | `selfish` | `boulware` without a look at the other side | what it would offer next |
    /// | `tit-for-tat` | giving in proportion to what the other side gave in the round before | what it would offer next |
    /// | `micro` | one deal further down as often as the other side does | what is worth its least offer, or the next where it is ready to make one |
    /// | `trade-off` | along the surface of its aim, in steps of 0.02 | what it would offer next |
    /// | `frequency`, `bayesian` | `boulware`, best for the other side by a model of it | what meets its aim |
    /// | `hardliner` | its best | in the last twentieth of the time, what is no worse than it was offered lately |
    /// | `random-walker` | at random above its reservation | what it would offer next |
    ///
    /// # Errors
    /// [`TalksError::Strategy`] for another name; [`TalksError::Concession`] for an exponent that is not above zero.
    pub fn named(name: &str) -> Result<Self, TalksError> {
        let boulware = TimeDependent::new(BOULWARE)?;
        let negotiator: Arc<dyn Negotiator> = match name {
            "boulware" => Arc::new(boulware),
            "linear" => Arc::new(TimeDependent::LINEAR),
            "conceder" => Arc::new(TimeDependent::new(CONCEDER)?),
            "selfish" => {
                let nearest = Choice::Nearest { tolerance: 0.0 };
                Arc::new(Agent::new(boulware.choosing(nearest), Accept::NEXT))
            }
            "tit-for-tat" => {
                let averaged = TitForTat::new(Reciprocity::Averaged { gamma: 1 })?;
                Arc::new(Agent::new(averaged, Accept::NEXT))
            }
            "micro" => Arc::new(Agent::new(Micro, Accept::Aim)),
            "trade-off" => Arc::new(Agent::new(TradeOff::new(STEP)?, Accept::NEXT)),
            "frequency" => Arc::new(Agent::new(Modelled::new(boulware, Frequency), Accept::Aim)),
            "bayesian" => {
                let modelled = Modelled::new(boulware, Bayesian::PAPER);
                Arc::new(Agent::new(modelled, Accept::Aim))
            }
            "hardliner" => Arc::new(Agent::new(Hardliner, Accept::Combined { from: LATE })),
            "random-walker" => Arc::new(Agent::new(RandomWalker, Accept::NEXT)),
            other => match other.parse() {
                Ok(beta) => Arc::new(TimeDependent::new(beta)?),
                Err(_) => {
                    return Err(TalksError::Strategy {
                        found: other.to_owned(),
                    });
                }
            },
        };
        Ok(Self {
            name: name.to_owned(),
            negotiator,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_known_and_no_other() {
        for name in Entrant::NAMES {
            assert_eq!(Entrant::named(name).unwrap().name, name);
        }
        assert!(Entrant::named("0.5").is_ok());
        assert!(matches!(
            Entrant::named("-1"),
            Err(TalksError::Concession { .. })
        ));
        let unknown = Entrant::named("soft").unwrap_err().to_string();
        assert!(unknown.contains("soft") && unknown.contains("tit-for-tat"));
    }
}
