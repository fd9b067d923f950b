//! What the ground of one round leaves to the next: it saves work, and changes no answer.

use std::sync::{Arc, OnceLock};

use crate::space::Deal;
use crate::zone::{Appraisal, Lens, PartyValue};

/// What a ground leaves to the next; nothing at first.
#[derive(Debug, Default)]
pub(super) struct Legacy {
    /// By party, the deal that it liked best when that was last looked for.
    pub(super) liked: Vec<Option<Deal>>,
    /// By party, what it made of what deals can say, for the room that this takes.
    pub(super) lenses: Vec<Option<Lens>>,
    /// Deals that were looked at.
    pub(super) looked_at: Vec<LookedAt>,
}

/// A deal, and what it is worth by party.
#[derive(Debug)]
pub(super) struct LookedAt {
    pub(super) deal: Deal,
    /// As far as no situation changes it.
    pub(super) appraisals: Arc<[OnceLock<Appraisal>]>,
    pub(super) values: Vec<OnceLock<PartyValue>>,
}

impl LookedAt {
    /// What is known of a deal that is looked at for the first time: what was found of it before, in whatever situation.
    pub(super) fn new(deal: &Deal, parties: usize, before: &[Self]) -> Self {
        let mut known = before.iter();
        let known = known.find(|known| known.deal.is_clone_of(deal));
        Self {
            deal: deal.clone(),
            appraisals: match known {
                Some(known) => Arc::clone(&known.appraisals),
                None => (0..parties).map(|_| OnceLock::new()).collect(),
            },
            values: (0..parties).map(|_| OnceLock::new()).collect(),
        }
    }
}
