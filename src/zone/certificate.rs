//! Certificates: a proven upper bound on what a deal can give every party, for anyone to check.

use std::borrow::Cow;

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Demands;
use super::compile::{Ask, Compiled};
use crate::conflict::{Conflict, Outlook, Situation, SituationError};
use crate::solver::{self, Proof, ProofError, ZERO_TOLERANCE};

/// A claim that no deal which meets the constraints and these demands' red lines gives every participating party a
/// scaled surplus above [`upper`](Self::upper), with its proof.
///
/// The proof is a tree of branches over the space, and at each leaf Lagrange multipliers show the bound: one set of them,
/// or several between which combinations of choices are gone through one after another.
/// [`verify`](Self::verify) works the surpluses out of the conflict anew, checks that the leaves cover the space and
/// recomputes every one with sums rounded outward (compare Cheung, Gleixner & Steffy 2017).
///
/// A deal meets a linear constraint that it misses by no more than [`Rule::TOLERANCE`](crate::space::Rule::TOLERANCE).
/// The proof speaks of all deals that miss none by more than twice that: each leaf's bound is raised by what such a deal
/// could gain. So no deal that the space admits is outside of it, and a deal and a proof that there is none are never
/// both to be had.
///
/// Saved, it carries a checksum: the CRC-32 of the compact JSON array of its demands and its proof, in the order of their
/// fields. What was changed in any way is refused when it is read, be the claim still true or not. A checksum guards against
/// accidents, not against liars; those are for `verify`.
#[derive(Debug, Clone, PartialEq)]
pub struct Certificate {
    pub(super) demands: Demands,
    pub(super) proof: Proof,
}

/// A certificate as it is saved.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved<'a> {
    demands: Cow<'a, Demands>,
    proof: Cow<'a, Proof>,
    checksum: u32,
}

impl Saved<'_> {
    /// What the checksum is to be.
    fn sum(&self) -> Result<u32, serde_json::Error> {
        let content = serde_json::to_vec(&(&self.demands, &self.proof))?;
        Ok(crc32fast::hash(&content))
    }
}

impl Serialize for Certificate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut saved = Saved {
            demands: Cow::Borrowed(&self.demands),
            proof: Cow::Borrowed(&self.proof),
            checksum: 0,
        };
        saved.checksum = saved.sum().map_err(S::Error::custom)?;
        saved.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Certificate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let saved = Saved::deserialize(deserializer)?;
        let (found, written) = (saved.sum().map_err(D::Error::custom)?, saved.checksum);
        if found != written {
            return Err(D::Error::custom(format!(
                "the certificate is not as it was written: its checksum is {found}, not {written}"
            )));
        }
        Ok(Self::new(
            saved.demands.into_owned(),
            saved.proof.into_owned(),
        ))
    }
}

/// What a certificate that holds proves of a conflict in a situation.
///
/// What is proven under some of the demands holds under all of them: each further demand only leaves fewer deals, or one
/// more party that must gain. So neither answer rests on the certificate naming every demand; both are of the whole
/// conflict.
#[derive(Debug, Clone, PartialEq)]
pub enum Proven {
    /// There is no deal zone.
    Empty {
        /// No deal gives every party a scaled surplus above this, which is below zero; −∞ where the red lines alone
        /// exclude every deal.
        upper: f64,
        /// Demands of the conflict that the proof makes no appeal to: with all of these lifted there is no deal still.
        unneeded: Demands,
    },
    /// A bound alone, which leaves open whether there is a zone.
    Bound {
        /// No deal gives every party a scaled surplus above this, which is not below zero.
        upper: f64,
    },
}

impl Proven {
    /// Whether it is proven that there is no deal zone.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty { .. })
    }
}

/// Why a certificate does not hold.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// The situation is not one of the conflict.
    #[error(transparent)]
    Situation(#[from] SituationError),
    /// It names a party that the conflict does not have, or a red line that the party does not draw as an absolute one.
    #[error("the certificate names a demand that the conflict does not have")]
    UnknownDemand,
    /// The proof does not hold.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl Certificate {
    /// A claim, by whomever: that these demands leave no deal above the proof's bound. Nothing is checked before
    /// [`verify`](Self::verify).
    #[must_use]
    pub fn new(demands: Demands, proof: Proof) -> Self {
        Self { demands, proof }
    }

    /// The bound claimed on the least scaled surplus; −∞ where the red lines alone exclude every deal.
    #[must_use]
    pub fn upper(&self) -> f64 {
        self.proof.upper
    }

    /// The demands it is about.
    #[must_use]
    pub fn demands(&self) -> &Demands {
        &self.demands
    }

    /// The branches and the leaves.
    #[must_use]
    pub fn proof(&self) -> &Proof {
        &self.proof
    }

    /// A certificate with the same branches and multipliers for another conflict, where they prove that its zone is
    /// empty too.
    ///
    /// Where little has changed this takes the place of a search.
    #[must_use]
    pub(crate) fn carried_over(&self, conflict: &Conflict, situation: &Situation) -> Option<Self> {
        let mut carried = self.clone();
        if carried.proof.upper.is_finite() {
            carried.proof.upper = -ZERO_TOLERANCE;
        }
        let proven = carried.verify(conflict, situation).ok()?;
        proven.is_empty().then_some(carried)
    }

    /// Checks the claim against a conflict in a situation, and says what it proves.
    ///
    /// That a claim holds is not yet that the zone is empty: a bound above zero may be claimed too, and hold.
    ///
    /// # Errors
    /// [`CertificateError`] for the first thing that does not hold.
    ///
    /// # Complexity
    /// One pass over options and multipliers for each leaf, and up to 2²⁷ sums for all lists of combinations together: a
    /// proof that asks for more is refused.
    pub fn verify(
        &self,
        conflict: &Conflict,
        situation: &Situation,
    ) -> Result<Proven, CertificateError> {
        situation.check(conflict)?;
        let mut demands = self.demands.as_slice().iter();
        let known = demands.all(|demand| demand.is_known(conflict));
        if !known {
            return Err(CertificateError::UnknownDemand);
        }
        let outlook = Outlook::new(conflict, situation);
        let compiled = Compiled::new(
            conflict,
            situation,
            &outlook,
            &self.demands,
            &Ask::participation(conflict, &self.demands),
        );
        solver::verify(&compiled.programs, &self.proof)?;
        let upper = self.proof.upper;
        Ok(if upper < 0.0 {
            Proven::Empty {
                upper,
                unneeded: Demands::all(conflict).without(&self.demands),
            }
        } else {
            Proven::Bound { upper }
        })
    }
}
