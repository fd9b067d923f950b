//! From a scenario at a setting to [`TalksSettings`].

use std::sync::Arc;

use super::{AssemblyError, Scenario, Setting};
use crate::talks::{Consent, Negotiator, TalksSettings};
use crate::units::Probability;

impl Scenario {
    /// How the parties talk, at a setting.
    ///
    /// # Errors
    /// [`AssemblyError`] for a setting of another scenario.
    pub fn talks_settings(&self, setting: &Setting) -> Result<TalksSettings, AssemblyError> {
        self.check(setting)?;
        let plan = self.talks();
        Ok(TalksSettings {
            rounds: plan.rounds,
            protocol: plan.protocol,
            opener: plan.opener,
            clock: plan.clock,
            negotiators: plan
                .concession
                .iter()
                .map(|plan| match plan {
                    Some(plan) => plan.build(setting),
                    None => Ok(Arc::new(Consent) as Arc<dyn Negotiator>),
                })
                .collect::<Result<_, _>>()?,
            statements: plan
                .statements
                .iter()
                .map(|probability| match probability {
                    Some(probability) => Probability::new(setting.value(*probability)),
                    None => Ok(Probability::ZERO),
                })
                .collect::<Result<_, _>>()?,
            mediation: plan
                .mediation
                .as_ref()
                .map(|plan| plan.build(setting))
                .transpose()?,
            walk_out: plan.walk_out,
            absence: plan.absence,
            watch: plan.watch,
        })
    }
}
