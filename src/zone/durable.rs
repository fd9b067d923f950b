//! The deal of the zone that lasts best.

use super::compile::{Ask, Compiled};
use super::{Durability, Rearming, ZoneQuery};
use crate::conflict::Outlook;
use crate::index::PartyIndex;
use crate::solver::{Goal, Row, Search, Status, ZERO_TOLERANCE};
use crate::space::Deal;
use crate::units::Years;

/// How closely the least margin is searched for, in scaled utility.
const GAP: f64 = 1e-9;
/// Most searches, each with the times at which the last one's deal was worst.
const ROUNDS: usize = 30;

/// The deal of the zone with the greatest least margin against breaking it.
#[derive(Debug, Clone, PartialEq)]
pub struct MostDurable {
    /// The deal.
    pub deal: Deal,
    /// What each party of the conflict gains by it over fighting on, in its own utility.
    pub surplus: Vec<f64>,
    /// How it lasts. Where it enforces itself so does this deal at the least; where it does not, no deal in the zone
    /// does (if `upper` is below zero), and this says who breaks the best one, and when.
    pub durability: Durability,
    /// No deal in the zone has a least scaled margin above this.
    pub upper: f64,
}

impl ZoneQuery<'_> {
    /// Which deal of the zone comes nearest to enforcing itself? `None` where no deal in the zone was found, or nobody's
    /// participation is demanded.
    ///
    /// For each party and time the margin is one more row of the exact search. Times are added where the deal found is
    /// at its worst, until none is worse than the search took for granted (semi-infinite programming by exchange,
    /// Blankenship & Falk 1976).
    #[must_use]
    pub fn most_durable(&self, rearming: &Rearming) -> Option<MostDurable> {
        let participants = self.participants();
        if participants.is_empty() {
            return None;
        }
        let outlook = Outlook::new(self.conflict, &self.situation);
        let rearmed = if rearming.time < rearming.horizon {
            rearming.time
        } else {
            rearming.horizon
        };
        let mut rows: Vec<(PartyIndex, Years)> = participants
            .iter()
            .flat_map(|&party| [(party, Years::ZERO), (party, rearmed)])
            .collect();
        rows.dedup();
        let mut best: Option<(f64, Deal, Durability)> = None;
        let mut upper = f64::INFINITY;
        for _ in 0..ROUNDS {
            let (deal, bound, settled) = self.most_kept(&outlook, rearming, &participants, &rows);
            upper = upper.min(bound);
            let Some(deal) = deal else { break };
            let durability = self.durability(&deal, rearming);
            let worse: Vec<(PartyIndex, Years)> = durability
                .parties
                .iter()
                .map(|adherence| (adherence.party, adherence.worst_at))
                .filter(|row| !rows.contains(row))
                .collect();
            if best.as_ref().is_none_or(|best| durability.margin > best.0) {
                best = Some((durability.margin, deal, durability));
            }
            let reached = best
                .as_ref()
                .is_some_and(|best| upper - best.0 <= 2.0 * GAP);
            if reached || worse.is_empty() || !settled {
                break;
            }
            rows.extend(worse);
        }
        let (_, deal, durability) = best?;
        Some(MostDurable {
            surplus: super::Values::new(self.conflict, &self.situation, &outlook, &deal).surplus(),
            deal,
            durability,
            upper,
        })
    }

    /// The deal in the zone with the greatest least margin at these times, an upper bound on it, and whether the search
    /// came to its end.
    fn most_kept(
        &self,
        outlook: &Outlook,
        rearming: &Rearming,
        participants: &[PartyIndex],
        rows: &[(PartyIndex, Years)],
    ) -> (Option<Deal>, f64, bool) {
        let signed = participants.iter().map(|&party| Ask::Surplus {
            party,
            floor: 0.0,
            scale: 1.0,
        });
        let kept = rows.iter().map(|&(party, after)| Ask::Kept {
            party,
            after,
            rearming: *rearming,
            scale: self.conflict.parties()[party.get()].scale,
        });
        let asks: Vec<Ask> = signed.chain(kept).collect();
        let mut compiled = Compiled::new(
            self.conflict,
            &self.situation,
            outlook,
            &self.demands,
            &asks,
        );
        let mut programs = std::mem::take(&mut compiled.programs);
        for program in &mut programs {
            for row in 0..participants.len() {
                // In the zone, to within what rounding may take.
                let floor = program.rows()[row].floor - ZERO_TOLERANCE;
                program.set_row(row, Row::constraint(floor));
            }
        }
        let mut search = Search::over(programs);
        let status = search.run(Goal::Optimum(GAP), self.budget);
        let summary = search.summary();
        let deal = summary
            .best
            .map(|(program, _, picks)| compiled.deal(program, &picks));
        (deal, summary.upper, status == Status::Settled)
    }
}
