//! After the signature: ratification, and whether the deal is kept.

use super::Outcome;
use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::space::Deal;
use crate::stream::Stream;
use crate::units::Years;

/// What becomes of a signed deal. Every party with a vote at home draws first, in order; then the time of the breach is
/// drawn from the rate of the deal's frame.
pub(super) fn follow(
    conflict: &Conflict,
    deal: Deal,
    watch: Years,
    stream: &mut Stream,
) -> Outcome {
    for (index, party) in conflict.parties().iter().enumerate() {
        if let Some(ratification) = &party.ratification
            && stream.uniform() >= ratification.probability(&deal)
        {
            return Outcome::NotRatified {
                deal,
                party: PartyIndex(index),
            };
        }
    }
    let rate = conflict
        .space()
        .frame_of(&deal, conflict.breach())
        .breach
        .get();
    let waited = -libm::log1p(-stream.uniform()) / rate;
    match Years::new(waited) {
        Ok(after) if after < watch => Outcome::Broken { deal, after },
        _ => Outcome::Kept { deal },
    }
}
