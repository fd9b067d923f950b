//! One thing to divide between two sides.

use std::error::Error;

use dealzone::conflict::ConflictBuilder;
use dealzone::party::Curve;
use dealzone::prelude::*;

/// A pie of size one between two sides with these values of the first one's share.
pub(super) fn pie(curves: [Curve; 2]) -> Result<ConflictBuilder, Box<dyn Error>> {
    let share = Issue::amount("share", Family::Territory, 0.0, 1.0, "of the prize");
    let [first, second] = curves;
    let side = |id, curve| {
        Party::new(
            id,
            Preferences::new(vec![1.0], vec![Valuation::Amount(curve)]),
        )
    };
    Ok(Conflict::builder(Space::new(vec![share], vec![])?)
        .party(side("first", first))
        .party(side("second", second)))
}

pub(super) const RISING: Curve = Curve::Linear {
    at_lower: 0.0,
    at_upper: 1.0,
};
pub(super) const FALLING: Curve = Curve::Linear {
    at_lower: 1.0,
    at_upper: 0.0,
};
