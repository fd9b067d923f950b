//! From a scenario at a setting to [`TalksSettings`].

use super::{AssemblyError, Scenario, Setting};
use crate::talks::{TalksSettings, TimeDependent};
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
            concession: plan
                .concession
                .iter()
                .map(|exponent| match exponent {
                    Some(exponent) => TimeDependent::new(setting.value(*exponent)),
                    None => Ok(TimeDependent::LINEAR),
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
            watch: plan.watch,
        })
    }
}
