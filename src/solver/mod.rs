//! Exact answers for separable max–min programs: the mathematics under the deal zone, knowing nothing of parties.
//!
//! A [`Program`] asks for the point x of a product space (choices and amounts) that solves
//!
//! ```text
//! max t   subject to   Σ_k effect_rk(x_k) + Σ joint effects_r(x)  ≥  floor_r + scale_r · t     for every row r
//! ```
//!
//! and avoids every forbidden pattern. A row with a positive scale is a party's surplus; a row of scale zero is a
//! constraint. [`Search`] solves a union of programs by branch and bound. The bound is the Lagrangian one: for
//! multipliers λ ≥ 0 with Σ scale_r λ_r = 1 no point is better than max_x Σ_r λ_r (effects_r(x) − floor_r), and that
//! maximum splits variable by variable (Geoffrion 1974). Variables that joint effects or patterns link are maximised
//! together, by bucket elimination over small tables (Dechter & Rish 2003). The best multipliers come from column
//! generation (Dantzig & Wolfe 1960); options that they rule out by themselves are left out of what is divided further.
//! A box in which nothing but choices that stand alone is open may be closed by a list: its combinations are gone through
//! choice by choice, and dropped as soon as one of several sets of multipliers bounds what is left (implicit enumeration,
//! Balas 1965). The [`Proof`] keeps the branches and each leaf's multipliers, and [`verify()`] checks them by arithmetic of
//! its own, rounded outward.

mod domain;
mod effect;
mod exchange;
mod export;
mod extent;
mod form;
mod lift;
mod links;
mod master;
mod measure;
mod mixture;
mod oracle;
mod pareto;
mod plan;
mod program;
mod proof;
mod relaxation;
mod rounding;
mod row;
mod search;
mod slot;
mod vector;
mod verify;
mod warm;
mod weigh;

pub use effect::{Basis, Piece};
pub use export::{ExportError, to_lp};
pub(crate) use extent::extent;
pub use form::ProgramError;
pub(crate) use lift::{Combination, lift};
pub(crate) use measure::{Enclosure, Measure, measure};
pub(crate) use mixture::{Mixture, Priced, mix};
pub(crate) use pareto::{Finite, non_dominated, undominated};
pub use program::{Assignment, Joint, Literal, Pick, Program, VariableTest};
pub use proof::{Kept, Part, Proof, ProofNode};
pub use row::Row;
pub use search::{Budget, Goal, Search, Status, Summary};
pub use verify::{ProofError, verify};

/// A max–min value this close below zero counts as zero: below it, rounding decides, not the scenario.
pub const ZERO_TOLERANCE: f64 = 1e-12;

/// By how much a point may miss a constraint row and count: rounding, not slack. It is relative to the floor where that
/// is above one in size; rows are to be scaled so that their terms are about one.
///
/// A proof speaks of all points that miss no constraint row by more than twice this: of every point that counts,
/// whatever the rounding of its sums, so that a point that counts and a proof that there is none cannot both be.
pub const ROW_TOLERANCE: f64 = 1e-9;
