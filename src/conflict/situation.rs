//! What moves from round to round.

use serde::{Deserialize, Serialize};

use super::Conflict;
use crate::index::{IssueIndex, PartyIndex};
use crate::party::Commitment;
use crate::war::{Belief, StateError, WarState};

/// A situation that does not belong to the conflict it was given to.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SituationError {
    /// The state of the war is not one of its process.
    #[error(transparent)]
    War(#[from] StateError),
    /// Not one belief and one list of commitments for each party.
    #[error(
        "the situation has {beliefs} beliefs and {commitments} lists of commitments for {parties} parties"
    )]
    Parties {
        /// Beliefs in the situation.
        beliefs: usize,
        /// Lists of commitments in the situation.
        commitments: usize,
        /// Parties of the conflict.
        parties: usize,
    },
    /// A belief over another grid of strengths.
    #[error("the belief of party {party} is over {found} strengths, the war has {expected}")]
    Belief {
        /// The party, counted from zero.
        party: usize,
        /// Strengths of the belief.
        found: usize,
        /// Strengths of the war.
        expected: usize,
    },
    /// Levers that are not there, are pulled by what is not a share, or cost more than the budget.
    #[error("levers are pulled that are not there, beyond their full use, or beyond the budget")]
    Levers,
    /// A commitment to what is not a level of an issue, of a firmness outside 0 to 1, or on an issue that has one.
    #[error(
        "party {party} is committed to what is not a level of its issue, by a firmness outside 0 to 1, or twice on one issue"
    )]
    Commitment {
        /// The party, counted from zero.
        party: usize,
    },
}

/// Where a conflict stands: the war, what each party believes, and what it has said in public.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Situation {
    /// Where the war stands: positions on the axes, the regime, and how long it has gone on.
    pub war: WarState,
    /// What each party believes of the strength behind the front.
    pub beliefs: Vec<Belief>,
    /// What each party has said in public, and how firmly it stands; by party.
    pub commitments: Vec<Vec<Commitment>>,
    /// How far the mediator pulls each of its levers, 0 to 1; empty where it pulls none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levers: Vec<f64>,
}

impl Situation {
    /// How things stand when the talks open.
    #[must_use]
    pub fn opening(conflict: &Conflict) -> Self {
        Self {
            war: conflict.war().opening(),
            beliefs: conflict.priors().to_vec(),
            commitments: conflict
                .parties()
                .iter()
                .map(|party| party.audience.public.clone())
                .collect(),
            levers: Vec::new(),
        }
    }

    /// The same, had nobody said anything in public.
    pub(crate) fn silent(&self) -> Self {
        Self {
            commitments: vec![Vec::new(); self.commitments.len()],
            ..self.clone()
        }
    }

    /// Checks that a situation, read from a file say, belongs to a conflict.
    ///
    /// # Errors
    /// [`SituationError`] for the first thing that does not fit.
    pub fn check(&self, conflict: &Conflict) -> Result<(), SituationError> {
        conflict.war().validate(&self.war)?;
        let parties = conflict.parties().len();
        if self.beliefs.len() != parties || self.commitments.len() != parties {
            return Err(SituationError::Parties {
                beliefs: self.beliefs.len(),
                commitments: self.commitments.len(),
                parties,
            });
        }
        let expected = conflict.war().strengths();
        for (party, belief) in self.beliefs.iter().enumerate() {
            let found = belief.weights().len();
            if found != expected {
                return Err(SituationError::Belief {
                    party,
                    found,
                    expected,
                });
            }
        }
        let allowed = match conflict.leverage() {
            Some(leverage) => leverage.allows(&self.levers),
            None => self.levers.is_empty(),
        };
        if !allowed {
            return Err(SituationError::Levers);
        }
        for (party, commitments) in self.commitments.iter().enumerate() {
            let sound = commitments.iter().enumerate().all(|(at, commitment)| {
                (0.0..=1.0).contains(&commitment.firmness)
                    && !commitments[..at]
                        .iter()
                        .any(|earlier| earlier.issue == commitment.issue)
                    && conflict
                        .space()
                        .issue(commitment.issue)
                        .is_some_and(|issue| issue.domain.contains(commitment.level))
            });
            if !sound {
                return Err(SituationError::Commitment { party });
            }
        }
        Ok(())
    }

    /// What a party has said on an issue; `None` where nothing stands.
    #[must_use]
    pub fn commitment(&self, party: PartyIndex, issue: IssueIndex) -> Option<&Commitment> {
        self.commitments
            .get(party.get())?
            .iter()
            .find(|commitment| commitment.issue == issue)
    }
}
