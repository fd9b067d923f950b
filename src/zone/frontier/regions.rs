//! What a list of points leaves to be searched.

/// A corner of the part of surplus space that no listed point covers: all vectors above `lower` in every component,
/// `None` bounding nothing (Klamroth, Lacour & Vanderpooten 2015).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Region {
    pub(super) lower: Vec<Option<f64>>,
    /// Nothing in the region lies further above `lower` than this, in scaled surplus.
    pub(super) bound: f64,
}

impl Region {
    pub(super) fn whole(parties: usize) -> Self {
        Self {
            lower: vec![None; parties],
            bound: f64::INFINITY,
        }
    }

    fn holds(&self, point: &[f64]) -> bool {
        self.lower
            .iter()
            .zip(point)
            .all(|(lower, value)| lower.is_none_or(|lower| *value > lower))
    }

    /// Whether every vector of the other region is in this one.
    fn covers(&self, other: &Self) -> bool {
        self.lower
            .iter()
            .zip(&other.lower)
            .all(|(own, theirs)| match (own, theirs) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(own), Some(theirs)) => own <= theirs,
            })
    }
}

/// The regions that are left once a point is listed.
pub(super) fn without(regions: Vec<Region>, point: &[f64]) -> Vec<Region> {
    let (cut, mut kept): (Vec<Region>, Vec<Region>) =
        regions.into_iter().partition(|region| region.holds(point));
    let mut parts: Vec<Region> = Vec::new();
    for region in &cut {
        for (at, value) in point.iter().enumerate() {
            let mut part = region.clone();
            part.lower[at] = Some(*value);
            if region.lower.iter().all(Option::is_none) {
                // What was said of the whole is not measured from the new corner.
                part.bound = f64::INFINITY;
            }
            parts.push(part);
        }
    }
    for (at, part) in parts.iter().enumerate() {
        let twice = parts.iter().enumerate().any(|(other_at, other)| {
            other_at != at
                && other.covers(part)
                && (other != part || other_at < at)
                && (!part.covers(other) || other_at < at)
        });
        if !twice && !kept.iter().any(|other| other.covers(part)) {
            kept.push(part.clone());
        }
    }
    kept
}
