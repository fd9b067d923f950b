//! Talks played, and how they ended.

use std::error::Error;

use dealzone::conflict::Conflict;
use dealzone::index::OptionIndex;
use dealzone::report::Finding;
use dealzone::scenario::{Scenario, Setting};
use dealzone::space::{Deal, Level};
use dealzone::talks::{Ending, Talks};

/// How some talks ended.
#[derive(Default)]
pub(super) struct Played {
    pub(super) runs: u64,
    endings: [u64; 5],
    deals: Vec<Deal>,
}

const ENDINGS: [Ending; 5] = [
    Ending::Peace,
    Ending::NotKept,
    Ending::NotRatified,
    Ending::TalksFailed,
    Ending::NoZone,
];

impl Played {
    pub(super) fn at_the_centre(
        scenario: &Scenario,
        finding: &Finding,
        runs: u64,
    ) -> Result<Self, Box<dyn Error>> {
        let mut played = Self::default();
        for run in 0..runs {
            played.play(scenario, &scenario.setting(), &finding.conflict, run)?;
        }
        Ok(played)
    }

    pub(super) fn play(
        &mut self,
        scenario: &Scenario,
        setting: &Setting,
        conflict: &Conflict,
        run: u64,
    ) -> Result<(), Box<dyn Error>> {
        let settings = scenario.talks_settings(setting)?;
        let last = Talks::new_run(conflict, settings, 1, run)?.last();
        let outcome = last
            .and_then(|round| round.outcome)
            .ok_or("talks without an outcome")?;
        let ending = outcome.ending();
        self.runs += 1;
        for (count, known) in self.endings.iter_mut().zip(ENDINGS) {
            *count += u64::from(ending == known);
        }
        self.deals.extend(outcome.deal().cloned());
        Ok(())
    }

    pub(super) fn signed(&self) -> u64 {
        self.deals.len() as u64
    }

    pub(super) fn cells(&self) -> Vec<String> {
        [self.runs, self.signed()]
            .iter()
            .chain(&self.endings)
            .map(u64::to_string)
            .collect()
    }

    /// Of the deals that were signed the commonest level of each issue, of amounts the mean; `None` where none was.
    pub(super) fn commonest(&self, conflict: &Conflict) -> Option<Deal> {
        let first = self.deals.first()?;
        let issues = conflict.space().issues().iter().enumerate();
        let levels = issues.map(|(at, issue)| match first.levels()[at] {
            Level::Amount(_) => {
                let amounts = self.deals.iter().map(|deal| match deal.levels()[at] {
                    Level::Amount(amount) => amount,
                    Level::Option(_) => 0.0,
                });
                Level::Amount(amounts.sum::<f64>() / self.deals.len() as f64)
            }
            Level::Option(_) => {
                let counts = (0..issue.domain.options().len()).map(|option| {
                    let level = Level::Option(OptionIndex(option));
                    let among = self.deals.iter();
                    (
                        among.filter(|deal| deal.levels()[at] == level).count(),
                        level,
                    )
                });
                // The first of equals.
                let best = counts.rev().max_by_key(|(count, _)| *count);
                best.map_or(first.levels()[at], |(_, level)| level)
            }
        });
        Some(Deal::new(levels.collect()))
    }
}
