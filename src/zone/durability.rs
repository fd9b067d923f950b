//! Would it last? Whether a deal enforces itself while the sides rearm.

use super::{DealTerms, Values, ZoneQuery};
use crate::conflict::{Conflict, Outlook};
use crate::index::PartyIndex;
use crate::party::Party;
use crate::space::{Deal, Frame, Interim};
use crate::units::{AnnualRate, Years};

/// How the strength to break a deal grows while it is kept.
///
/// # Formula
/// Where a deal is broken τ years after signature party i goes back to a war worth
///
/// W_i + ψ_i · min(1, τ/R) − κ · max(0, 1 − f),
///
/// ψ_i being the aftermath that the deal's framing choices set, R the time that rearming takes, f the factor by which
/// they multiply the rate of breach, and κ the cost of breaking a deal whose guarantee rules a breach out (f = 0). The
/// scenario says what a broken deal leaves a side with and not how fast it gets there: at once after signature nobody
/// has rearmed, and the straight line is the least that can be assumed in between.
///
/// A side that keeps the deal lives with the flow u⁰ until delivery, d years after signature, and with u_i(x) from then
/// on. With γ = exp(−ρ_i · max(0, d − τ)) that is worth (1 − γ) u⁰_i + γ u_i(x).
///
/// A deal enforces itself if at no time up to the horizon any side gains by breaking it (Powell 2006). Every party whose
/// participation is demanded counts, a mediator too: one that would rather not stand by what it guarantees breaks the
/// deal as well.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rearming {
    /// R: how long it takes for the aftermath of a breach to be reached. At zero it holds from the start.
    pub time: Years,
    /// How far ahead the parties look.
    pub horizon: Years,
    /// κ, in utility, zero or more: what breaking a deal costs under a guarantee that rules a breach out.
    pub cost_of_breach: f64,
}

impl Default for Rearming {
    /// Rearmed after two years, five years ahead, no cost of breach but what the aftermath has of it.
    fn default() -> Self {
        Self {
            time: Years::new(2.0).unwrap_or(Years::FIVE),
            horizon: Years::FIVE,
            cost_of_breach: 0.0,
        }
    }
}

/// Most times that are looked at up to the horizon, however short a period is.
const MOST_TIMES: f64 = 10_000.0;

impl Rearming {
    /// What a party has from breaking a deal of a frame at a time.
    pub(super) fn breaking(
        &self,
        conflict: &Conflict,
        outlook: &Outlook,
        frame: &Frame,
        index: PartyIndex,
        after: Years,
    ) -> f64 {
        let reached = if after < self.time {
            after.get() / self.time.get()
        } else {
            1.0
        };
        let unguaranteed: f64 = frame
            .choices
            .iter()
            .filter_map(|(issue, option)| {
                let effects = conflict.space().issue(*issue)?.frame.as_ref()?;
                Some(effects.get(option.get())?.breach_factor)
            })
            .product();
        outlook.war[index.get()] + reached * aftermath(&conflict.parties()[index.get()], frame)
            - self.cost_of_breach.max(0.0) * (1.0 - unguaranteed).max(0.0)
    }

    /// The times that are looked at: every period up to the horizon, delivery, and the end of rearming.
    fn times(&self, conflict: &Conflict, frame: &Frame) -> Vec<Years> {
        let horizon = self.horizon.get();
        let step = conflict.period().get().max(horizon / MOST_TIMES);
        let mut times: Vec<f64> = (0..=(horizon / step) as usize)
            .map(|at| at as f64 * step)
            .chain([frame.delay.get(), self.time.get(), horizon])
            .filter(|time| *time <= horizon)
            .collect();
        times.sort_by(f64::total_cmp);
        times.dedup();
        times
            .into_iter()
            .filter_map(|time| Years::new(time).ok())
            .collect()
    }
}

/// ψ: what the framing choices leave a party with after a breach, beyond the value of war.
fn aftermath(party: &Party, frame: &Frame) -> f64 {
    party
        .aftermath
        .iter()
        .filter(|effect| frame.choices.contains(&(effect.issue, effect.option)))
        .map(|effect| effect.change)
        .sum()
}

/// u⁰: the flow between signature and delivery.
pub(super) fn interim_flow(outlook: &Outlook, frame: &Frame, index: PartyIndex) -> f64 {
    let at = index.get();
    match frame.interim {
        Interim::Ceasefire => outlook.status_quo[at],
        Interim::Fighting => outlook.status_quo[at] - outlook.fighting_cost[at],
    }
}

/// How a party that keeps a deal weighs the flows before and after delivery, a time after signature.
pub(super) fn kept_terms(party: &Party, frame: &Frame, after: Years) -> DealTerms {
    let wait = (frame.delay.get() - after.get()).max(0.0);
    let delivered = libm::exp(-party.discount.get() * wait);
    DealTerms {
        interim: 1.0 - delivered,
        delivered,
        broken: 0.0,
    }
}

/// How one party stands by a deal once it is signed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adherence {
    /// The party.
    pub party: PartyIndex,
    /// What it gains at the least by keeping the deal instead of breaking it, in its utility; below zero where it
    /// will break it.
    pub margin: f64,
    /// When its margin is least, after signature.
    pub worst_at: Years,
    /// When it first gains by breaking the deal; `None` where it never does.
    pub breaks_after: Option<Years>,
    /// r\*: the greatest weight that a breach may have in the value of the deal if signing is to be no worse than
    /// fighting on. See [`bearable_breach`].
    pub bearable_breach: f64,
}

/// Whether a deal lasts.
#[derive(Debug, Clone, PartialEq)]
pub struct Durability {
    /// By party, for those whose participation is demanded.
    pub parties: Vec<Adherence>,
    /// The least scaled margin, min over parties of margin/σ.
    pub margin: f64,
}

/// What makes a deal break.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Breach {
    /// Who breaks it first.
    pub party: PartyIndex,
    /// How long after signature.
    pub after: Years,
    /// What it gains by that when it gains most, in its utility.
    pub shortfall: f64,
}

impl Durability {
    /// Whether no party gains by breaking the deal at any time up to the horizon.
    #[must_use]
    pub fn is_self_enforcing(&self) -> bool {
        self.breach().is_none()
    }

    /// Who breaks the deal first, and when; of several at one time the one that gains most.
    #[must_use]
    pub fn breach(&self) -> Option<Breach> {
        self.parties
            .iter()
            .filter_map(|adherence| {
                Some(Breach {
                    party: adherence.party,
                    after: adherence.breaks_after?,
                    shortfall: -adherence.margin,
                })
            })
            .min_by(|a, b| {
                let times = a.after.get().total_cmp(&b.after.get());
                times.then(b.shortfall.total_cmp(&a.shortfall))
            })
    }
}

/// r\* = (V_d − W) / (V_d − V_r): the greatest probability of a breach at which a deal worth V_d while it is kept, and
/// V_r once it is broken, is worth no less than the war W it ends (Fearon 1995; Powell 2006). Clamped to 0 ..= 1; one
/// where a breach leaves no less than the war was worth.
#[must_use]
pub fn bearable_breach(kept: f64, war: f64, broken: f64) -> f64 {
    if kept < war {
        0.0
    } else if broken >= war {
        1.0
    } else {
        ((kept - war) / (kept - broken)).clamp(0.0, 1.0)
    }
}

impl ZoneQuery<'_> {
    /// Would a deal last, in this query's situation, for the parties whose participation is demanded?
    ///
    /// # Complexity
    /// One pass over the periods up to the horizon for each party.
    #[must_use]
    pub fn durability(&self, deal: &Deal, rearming: &Rearming) -> Durability {
        let outlook = Outlook::new(self.conflict, &self.situation);
        let mut parties = Vec::new();
        let mut least = f64::INFINITY;
        for index in self.participants() {
            let adherence = self.adherence(&outlook, deal, rearming, index);
            least = least.min(adherence.margin / self.conflict.parties()[index.get()].scale);
            parties.push(adherence);
        }
        Durability {
            parties,
            margin: least,
        }
    }

    fn adherence(
        &self,
        outlook: &Outlook,
        deal: &Deal,
        rearming: &Rearming,
        index: PartyIndex,
    ) -> Adherence {
        let conflict = self.conflict;
        let frame = conflict.space().frame_of(deal, conflict.breach());
        let party = &conflict.parties()[index.get()];
        let value = Values::of_party(conflict, &self.situation, outlook, deal, index);
        let interim = interim_flow(outlook, &frame, index);
        let (mut margin, mut worst_at, mut breaks_after) = (f64::INFINITY, Years::ZERO, None);
        for time in rearming.times(conflict, &frame) {
            let terms = kept_terms(party, &frame, time);
            let kept = terms.interim * interim + terms.delivered * value.flow;
            let gain = kept - rearming.breaking(conflict, outlook, &frame, index, time);
            if gain < margin {
                (margin, worst_at) = (gain, time);
            }
            if gain / party.scale < -crate::solver::ZERO_TOLERANCE && breaks_after.is_none() {
                breaks_after = Some(time);
            }
        }
        let unbroken = Frame {
            breach: AnnualRate::ZERO,
            ..frame.clone()
        };
        let terms = DealTerms::new(party, &unbroken, conflict.period());
        let kept = terms.interim * interim + terms.delivered * value.flow;
        Adherence {
            party: index,
            margin,
            worst_at,
            breaks_after,
            bearable_breach: bearable_breach(
                kept - value.audience_cost - value.price,
                value.war,
                value.war + aftermath(party, &frame) - value.audience_cost - value.price,
            ),
        }
    }
}
