//! Talks over a scenario.

use std::error::Error;
use std::sync::Arc;

use dealzone::genius::Scenario;
use dealzone::talks::{Protocol, Talks, TalksSettings};

use crate::Options;

/// How talks ended.
pub(crate) struct Played {
    pub(crate) rounds: u32,
    /// The utilities of the deal; `None` where there was none.
    pub(crate) deal: Option<Vec<f64>>,
}

/// Alternating offers, stacked for three and more.
pub(crate) fn play(scenario: &Scenario, options: &Options) -> Result<Played, String> {
    let told = |error: &dyn Error| error.to_string();
    let conflict = scenario.conflict().map_err(|error| told(&error))?;
    let mut settings = TalksSettings::alternating(&conflict, options.rounds);
    if conflict.parties().len() > 2 {
        settings.protocol = Protocol::Stacked;
    }
    for (seat, entrant) in settings
        .negotiators
        .iter_mut()
        .zip(options.play.iter().cycle())
    {
        *seat = Arc::clone(&entrant.negotiator);
    }
    let talks = Talks::new(&conflict, settings, 1).map_err(|error| told(&error))?;
    let mut played = Played {
        rounds: 0,
        deal: None,
    };
    for round in talks {
        played.rounds = round.number;
        if let Some(deal) = round.outcome.as_ref().and_then(|outcome| outcome.deal()) {
            played.deal = scenario.utilities(&scenario.outcome_of(deal));
        }
    }
    Ok(played)
}
