//! What is compared.

use std::error::Error;

/// One number of one paper.
pub(super) struct Row {
    pub(super) paper: &'static str,
    pub(super) what: &'static str,
    pub(super) published: f64,
    pub(super) computed: f64,
    /// How far they may be apart: half of the last decimal published, or what sampling leaves.
    pub(super) within: f64,
}

pub(super) type Rows = Result<Vec<Row>, Box<dyn Error>>;

/// A number given to six decimals.
pub(super) fn row(paper: &'static str, what: &'static str, published: f64, computed: f64) -> Row {
    Row {
        paper,
        what,
        published,
        computed,
        within: 6e-7,
    }
}
