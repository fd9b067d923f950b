//! The explanations that the literature gives for why fighting goes on though every side would gain by a deal.

use serde::{Deserialize, Serialize};

/// One explanation of why there is no deal zone, and what the conflict is without it.
///
/// Costly war alone leaves a zone (Fearon 1995): each of these can close it. None is a rival of the others; a
/// [`Attribution`](super::Attribution) says how much each accounts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Explanation {
    /// Each side thinks better of its chances than the others do (Blainey 1973; Fearon 1995; Slantchev 2003).
    ///
    /// Without it every party believes the average of what the belligerents believe: the linear pool (Stone 1961),
    /// which changes how far they are apart and not what they think on average.
    MutualOptimism,
    /// The more patient side outwaits the other (Spaniel, Bils & Judd 2018).
    ///
    /// Without it every party discounts at the mean of the belligerents' rates. A war along a chain is valued anew.
    UnequalPatience,
    /// A deal may be broken, and then leaves a side worse off than before (Fearon 1995; Powell 2006).
    ///
    /// Without it no deal breaks.
    BrokenPromises,
    /// Some terms are out of the question: red lines, absolute ones and those with a price. Of what the literature
    /// calls indivisible issues (Fearon 1995; Toft 2006) this is what parties insist on; options that cannot be split
    /// stay as they are, and what that costs is told by [`lottery`](crate::zone::ZoneQuery::lottery).
    ///
    /// Without it no red line is drawn.
    ForbiddenTerms,
    /// Value functions over amounts bend (Fearon 1995, note 26: a risk-acceptant side can close the zone).
    ///
    /// Without it every value function over an amount is the straight line between its two ends.
    RiskAttitude,
    /// Falling short of public positions costs at home (Fearon 1994).
    ///
    /// Without it nothing was said in public.
    AudienceCosts,
    /// A third party has a price of its own (compare Kydd 2003).
    ///
    /// Without it no mediator need gain.
    ThirdPartyPrice,
}

impl Explanation {
    /// All seven, in the order in which shares are listed.
    pub const ALL: [Self; 7] = [
        Self::MutualOptimism,
        Self::UnequalPatience,
        Self::BrokenPromises,
        Self::ForbiddenTerms,
        Self::RiskAttitude,
        Self::AudienceCosts,
        Self::ThirdPartyPrice,
    ];

    /// Its name for a reader: "mutual optimism".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::MutualOptimism => "mutual optimism",
            Self::UnequalPatience => "unequal patience",
            Self::BrokenPromises => "promises that may be broken",
            Self::ForbiddenTerms => "terms out of the question",
            Self::RiskAttitude => "attitude to risk",
            Self::AudienceCosts => "audience costs",
            Self::ThirdPartyPrice => "a third party's own price",
        }
    }

    pub(super) fn bit(self) -> usize {
        1 << (self as usize)
    }
}
