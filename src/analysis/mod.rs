//! Analysis of a verdict: which explanations close the zone and by how much each, where the verdict flips, which inputs a
//! result depends on, and what a naive guess would have been.
//!
//! | page | what it answers |
//! |---|---|
//! | [`Attribution`] | how much of the fall of z\* each explanation of war accounts for, as Shapley values |
//! | [`Thresholds`] | at which values of one number of a scenario the verdict flips, with a proof on either side |
//! | [`Sensitivity`] | how much of a result's variance each uncertain input brings, alone and with others |
//! | [`Sweep`] | which numbers of a scenario flip the verdict within their ranges, each by itself |
//! | [`Baselines`] | what the midpoint of the opening offers would be, and how near a guess came to what happened |
//!
//! What would open the zone by itself, in utility, is [`Opening`](crate::zone::Opening); which demands clash is
//! [`Clashes`](crate::zone::Clashes).

mod attribution;
mod baseline;
mod explanation;
mod probe;
mod sensitivity;
mod shapley;
mod sweep;
mod threshold;
mod variant;

pub use attribution::{Attribution, AttributionError, Share};
pub use baseline::{Baselines, Score};
pub use explanation::Explanation;
pub use probe::{AnalysisError, Reading};
pub use sensitivity::{Estimate, InputIndices, Sensitivity, SensitivityError, SobolIndices};
pub use shapley::{MAX_PLAYERS, ShapleyError, shapley};
pub use sweep::{Flip, Sweep};
pub use threshold::{Scan, Side, Threshold, Thresholds};
