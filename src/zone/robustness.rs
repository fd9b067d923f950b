//! How far a deal stands from being refused.

use super::{Values, ZoneQuery};
use crate::conflict::Outlook;
use crate::index::PartyIndex;
use crate::space::Deal;

/// How far one party stands from refusing a deal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Margin {
    /// The party.
    pub party: PartyIndex,
    /// s: what it gains over fighting on, in its utility; below zero where it refuses.
    pub surplus: f64,
    /// s/σ.
    pub scaled: f64,
}

/// How far a deal stands from each side's refusal.
#[derive(Debug, Clone, PartialEq)]
pub struct Robustness {
    /// By party, for those whose participation is demanded.
    pub margins: Vec<Margin>,
    /// ρ = min s/σ: the deal stays in the zone while no party's surplus falls by more than ρ·σ. Below zero where the
    /// deal is not in the zone. +∞ where nobody's participation is demanded.
    pub radius: f64,
    /// Who refuses first; the first of equals.
    pub binding: Option<PartyIndex>,
}

impl ZoneQuery<'_> {
    /// How far a deal stands from each side's refusal, for the parties whose participation is demanded. Red lines are
    /// not weighed here: they are crossed or not.
    #[must_use]
    pub fn robustness(&self, deal: &Deal) -> Robustness {
        let outlook = Outlook::new(self.conflict, &self.situation);
        let margins: Vec<Margin> = self
            .participants()
            .into_iter()
            .map(|party| {
                let value = Values::of_party(self.conflict, &self.situation, &outlook, deal, party);
                let surplus = value.surplus();
                Margin {
                    party,
                    surplus,
                    scaled: surplus / self.conflict.parties()[party.get()].scale,
                }
            })
            .collect();
        let least = margins.iter().min_by(|a, b| a.scaled.total_cmp(&b.scaled));
        Robustness {
            radius: least.map_or(f64::INFINITY, |margin| margin.scaled),
            binding: least.map(|margin| margin.party),
            margins,
        }
    }
}
