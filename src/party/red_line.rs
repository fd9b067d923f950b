//! Red lines: what a party will not sign.

use crate::space::Pattern;

/// How firmly a red line holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Force {
    /// At no price.
    Absolute,
    /// At this cost in utility, paid once on signing; above zero.
    Priced(f64),
}

/// Levels, or a conjunction of levels, that a party will not sign.
#[derive(Debug, Clone, PartialEq)]
pub struct RedLine {
    /// Unique within the party: lower-case letters, digits, `_` and `-`.
    pub id: String,
    /// What a reader is shown: what is demanded, as a clause ("Donetsk and Luhansk recognised de jure").
    pub label: String,
    /// What crosses it: any deal that matches one of these patterns. Bounds on amounts lie within the amount's range,
    /// ends included.
    pub refuses: Vec<Pattern>,
    /// Whether it excludes a deal or makes it dearer.
    pub force: Force,
}

impl RedLine {
    /// An absolute red line against one pattern, its label the id.
    pub fn absolute(id: impl Into<String>, refuses: Pattern) -> Self {
        let id = id.into();
        Self {
            label: id.clone(),
            id,
            refuses: vec![refuses],
            force: Force::Absolute,
        }
    }
}
