//! Proofs: the branches of a search, and at each leaf why nothing better lies there.

use serde::{Deserialize, Serialize};

/// Most choices of a list: a bound on how deep the checker goes.
pub(super) const MOST_LISTED: usize = 256;
/// Most sums that the checker forms for all lists of a proof. A search makes no list once they take half as many.
pub(super) const MOST_SUMS: u64 = 1 << 27;

/// Some options of a choice, and the node that covers them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The options, from zero.
    pub options: Vec<usize>,
    /// Index of the node.
    pub node: usize,
}

/// The options of a choice that a box is narrowed to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// The choice; no joint effect and no forbidden pattern tests it.
    pub variable: usize,
    /// The options left, from zero.
    pub options: Vec<usize>,
}

/// One node of a proof tree. Each covers a box of the space: the root all of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ProofNode {
    /// The box is cut along a choice; the parts cover all its allowed options.
    Options {
        /// The choice.
        variable: usize,
        /// The parts.
        parts: Vec<Part>,
    },
    /// The box is cut along an amount.
    Amounts {
        /// The amount.
        variable: usize,
        /// Last amount of the lower part.
        below: f64,
        /// First amount of the upper part: the next number, or the next step.
        above: f64,
        /// Nodes of the lower and the upper part.
        nodes: [usize; 2],
    },
    /// These multipliers bound every point of the box that has another option of these choices than the kept ones.
    Narrowed {
        /// The multipliers, one a row.
        multipliers: Vec<f64>,
        /// What is kept of the choices narrowed.
        kept: Vec<Kept>,
        /// The node of the narrowed box.
        node: usize,
    },
    /// Lagrange multipliers, one a row, that bound the box or show it infeasible. Forbidden patterns count in the
    /// bound; where they cover the whole box, any multipliers will do.
    Multipliers(Vec<f64>),
    /// Listing the combinations of these choices closes the box: each is dropped, as far as it is made, as soon as one of
    /// these sets of multipliers bounds what is left of it.
    Listed {
        /// The sets, each with one multiplier a row.
        multipliers: Vec<Vec<f64>>,
        /// The choices in the order in which they are made; no joint effect and no forbidden pattern tests them.
        order: Vec<usize>,
    },
    /// Nothing is claimed: the search ran out here.
    Open,
}

/// A claim that no point of a union of programs has a value above `upper`, with its reasons.
///
/// [`verify`](super::verify()) checks it against the programs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The bound claimed; −∞ (written as null in JSON) where every point is infeasible.
    #[serde(with = "minus_infinity_as_null")]
    pub upper: f64,
    /// The nodes: the roots of the programs first, in their order.
    pub nodes: Vec<ProofNode>,
}

mod minus_infinity_as_null {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        Some(*value)
            .filter(|value| *value != f64::NEG_INFINITY)
            .serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        Ok(Option::deserialize(deserializer)?.unwrap_or(f64::NEG_INFINITY))
    }
}
