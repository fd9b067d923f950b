//! What is known of the zone under one set of demands.

use crate::conflict::{Conflict, Situation};
use crate::parallel;
use crate::scenario::{AssemblyError, Scenario, Setting};
use crate::zone::{Certificate, Clashes, DealZone, Verdict};

/// The answer for one set of demands at the opening of the talks, with what explains it.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The id of the demand set; "as_written" where the scenario has none.
    pub id: String,
    /// What a reader is shown of it.
    pub label: String,
    /// The conflict under these demands.
    pub conflict: Conflict,
    /// The answer at the opening: the verdict with its proof, bounds, and the closest deal.
    pub zone: DealZone,
    /// Which demands cannot hold together, and which to lift; [`Clashes::none`] where there is a zone.
    pub clashes: Clashes,
}

impl Finding {
    /// The id of a finding about a scenario without demand sets.
    pub const AS_WRITTEN: &str = "as_written";

    /// Asks for the zone, and for the clashes where it is empty.
    #[must_use]
    pub fn new(id: impl Into<String>, label: impl Into<String>, conflict: Conflict) -> Self {
        let zone = conflict.deal_zone();
        let clashes = if zone.is_empty() {
            conflict.zone().clashes()
        } else {
            Clashes::none()
        };
        Self {
            id: id.into(),
            label: label.into(),
            conflict,
            zone,
            clashes,
        }
    }

    /// A finding for each demand set of a scenario, in their order; one as written where it has none.
    ///
    /// They are worked out on all cores; the findings do not depend on how many.
    ///
    /// # Errors
    /// [`AssemblyError`] when the scenario cannot be assembled at the setting.
    pub fn all(scenario: &Scenario, setting: &Setting) -> Result<Vec<Self>, AssemblyError> {
        let mut questions = Vec::new();
        for set in scenario.demand_sets() {
            let conflict = scenario.conflict_at(setting, Some(&set.id))?;
            questions.push((set.id.as_str(), set.label.as_str(), conflict));
        }
        if questions.is_empty() {
            let conflict = scenario.conflict_at(setting, None)?;
            questions.push((Self::AS_WRITTEN, "the demands as written", conflict));
        }
        Ok(parallel::map(questions.len(), |at| {
            let (id, label, conflict) = &questions[at];
            Self::new(*id, *label, conflict.clone())
        }))
    }

    /// Branches and leaves of the proof that the zone is empty, once the checker has passed them; `None` where there is
    /// no such proof, or it does not hold.
    #[must_use]
    pub fn checked_proof(&self) -> Option<&Certificate> {
        match self.zone.verdict() {
            Verdict::Empty { certificate } => {
                let opening = Situation::opening(&self.conflict);
                let proven = certificate.verify(&self.conflict, &opening).ok()?;
                proven.is_empty().then_some(certificate)
            }
            _ => None,
        }
    }
}
