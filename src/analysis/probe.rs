//! The verdict at one value of one number of a scenario.

use std::sync::Arc;

use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::ParameterIndex;
use crate::party::RedLine;
use crate::scenario::{AssemblyError, Scenario, Setting, SettingError};
use crate::space::{Deal, Space};
use crate::zone::{Certificate, Values, Verdict};

/// How many deals and certificates are kept to try again.
const KEPT: usize = 6;

/// What the answer is at one value.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Reading {
    /// A deal that is in the zone.
    Exists {
        /// The deal.
        witness: Deal,
    },
    /// A proof that the zone is empty: it holds for the conflict at this value.
    Empty {
        /// The proof; one may serve at several values.
        certificate: Arc<Certificate>,
    },
    /// The budget ran out, or rounding decides.
    Undecided,
    /// The scenario cannot be assembled at this value.
    Refused(AssemblyError),
}

impl Reading {
    /// Whether the zone exists; `None` where it is not known.
    #[must_use]
    pub fn exists(&self) -> Option<bool> {
        match self {
            Self::Exists { .. } => Some(true),
            Self::Empty { .. } => Some(false),
            Self::Undecided | Self::Refused(_) => None,
        }
    }
}

/// What keeps a scenario from being analysed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AnalysisError {
    /// A parameter that is not there, or a value out of its range.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// The scenario cannot be assembled where the analysis starts.
    #[error(transparent)]
    Assembly(#[from] AssemblyError),
}

/// Deals and proofs found so far: where little has changed one of them decides, and no search is needed.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    deals: Vec<Deal>,
    certificates: Vec<Arc<Certificate>>,
    /// A proof that no deal is allowed at all, with all that it rests on.
    no_deals: Option<NoDeals>,
}

/// Which deals are allowed depends on the space and the red lines alone: where they are the same, so is the proof.
#[derive(Debug, Clone)]
struct NoDeals {
    certificate: Arc<Certificate>,
    space: Space,
    red_lines: Vec<Vec<RedLine>>,
}

impl NoDeals {
    fn new(conflict: &Conflict, certificate: &Arc<Certificate>) -> Self {
        Self {
            certificate: Arc::clone(certificate),
            space: conflict.space().clone(),
            red_lines: conflict
                .parties()
                .iter()
                .map(|party| party.red_lines.clone())
                .collect(),
        }
    }

    fn holds_for(&self, conflict: &Conflict) -> bool {
        let parties = conflict.parties().iter();
        self.space == *conflict.space()
            && self.red_lines.len() == conflict.parties().len()
            && self
                .red_lines
                .iter()
                .zip(parties)
                .all(|(lines, party)| *lines == party.red_lines)
    }
}

/// A scenario at a setting, to be read at other values.
#[derive(Debug)]
pub(super) struct Probe<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) setting: &'a Setting,
    demand_set: Option<&'a str>,
    base: Conflict,
}

impl<'a> Probe<'a> {
    pub(super) fn new(
        scenario: &'a Scenario,
        setting: &'a Setting,
        demand_set: Option<&'a str>,
    ) -> Result<Self, AnalysisError> {
        Ok(Self {
            scenario,
            setting,
            demand_set,
            base: scenario.conflict_at(setting, demand_set)?,
        })
    }

    /// The answer at the setting itself.
    pub(super) fn centre(&self, known: &mut Known) -> Reading {
        // The best deal and the tightest bound there are: they will decide the most of what is close by.
        known.learn(&self.base, self.base.zone().solve().verdict())
    }

    /// The answer with one number changed, within its range or beyond it.
    pub(super) fn read(
        &self,
        parameter: ParameterIndex,
        value: f64,
        known: &mut Known,
    ) -> Result<Reading, SettingError> {
        if value == self.setting.value(parameter) {
            return Ok(known.read(&self.base));
        }
        let mut setting = self.setting.clone();
        setting.put(parameter, value)?;
        let conflict = self
            .scenario
            .builder_at(&setting, self.demand_set)
            .and_then(|builder| Ok(builder.like(&self.base).build()?));
        Ok(match conflict {
            Ok(conflict) => known.read(&conflict),
            Err(error) => Reading::Refused(error),
        })
    }
}

impl Known {
    fn read(&mut self, conflict: &Conflict) -> Reading {
        if let Some(known) = &self.no_deals
            && known.holds_for(conflict)
        {
            return Reading::Empty {
                certificate: Arc::clone(&known.certificate),
            };
        }
        let situation = Situation::opening(conflict);
        if let Some(witness) = self.witness(conflict, &situation) {
            return Reading::Exists { witness };
        }
        let carried =
            |certificate: &Arc<Certificate>| certificate.carried_over(conflict, &situation);
        if let Some(certificate) = self.certificates.iter().find_map(carried) {
            let certificate = Arc::new(certificate);
            return Reading::Empty { certificate };
        }
        self.learn(conflict, conflict.zone().verdict_only().solve().verdict())
    }

    fn learn(&mut self, conflict: &Conflict, verdict: &Verdict) -> Reading {
        match verdict {
            Verdict::Exists { witness } => {
                keep(&mut self.deals, witness);
                Reading::Exists {
                    witness: witness.clone(),
                }
            }
            Verdict::Empty { certificate } => {
                let certificate = Arc::new(certificate.clone());
                if certificate.upper() == f64::NEG_INFINITY {
                    self.no_deals = Some(NoDeals::new(conflict, &certificate));
                }
                keep(&mut self.certificates, &certificate);
                Reading::Empty { certificate }
            }
            Verdict::Undecided => Reading::Undecided,
        }
    }

    /// A known deal that is in the zone here too.
    fn witness(&self, conflict: &Conflict, situation: &Situation) -> Option<Deal> {
        let outlook = Outlook::new(conflict, situation);
        let is_in_zone = |deal: &&Deal| {
            conflict.space().admits(deal)
                && Values::new(conflict, situation, &outlook, deal)
                    .parties()
                    .iter()
                    .all(|value| !value.refused && value.surplus() >= 0.0)
        };
        self.deals.iter().find(is_in_zone).cloned()
    }
}

/// Puts the newest first.
fn keep<T: Clone>(list: &mut Vec<T>, newest: &T) {
    list.insert(0, newest.clone());
    list.truncate(KEPT);
}
