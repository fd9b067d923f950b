//! Working out what it would take to open the zone: each price is the optimum of the zone's programs with amounts added
//! that stand for the payments.

use super::compile::{Ask, Compiled};
use super::optimum::Optimum;
use super::price::{Opening, Payment, Price};
use super::query::ZoneQuery;
use super::{DealTerms, Demand};
use crate::conflict::Outlook;
use crate::index::PartyIndex;
use crate::parallel;
use crate::party::{Force, Party, Role};
use crate::solver::{Pick, Piece};

/// How closely a price is pinned down.
const GAP: f64 = 1e-6;
/// The least effect of a unit of war that counts; below it no fall of the value of war is searched for.
const LEAST_SLOPE: f64 = 1e-6;

impl ZoneQuery<'_> {
    /// What it would take to open the zone, one way at a time; below zero, what could be taken with the zone still open.
    ///
    /// A fall of the value of war W by Δ is worth Δ·(1 − b) to a deal, and not Δ: with the weight b of
    /// [`DealTerms::broken`] the deal itself ends in that war. Flows of utility under a deal that lets the fighting go
    /// on until delivery are left as they are.
    ///
    /// # Complexity
    /// One exact optimum for each price: twice the parties, and three more; and those of the
    /// [lottery](Self::lottery).
    ///
    /// # Exactness
    /// The two bounds of a payment are at most 10⁻⁶ apart (for payments, times the number of parties) unless the budget
    /// ran out, or the 20,000 boxes that a price takes at the most; parties that are to lose nothing may lose up to [`ROW_TOLERANCE`](crate::solver::ROW_TOLERANCE) by
    /// rounding.
    #[must_use]
    pub fn opening(&self) -> Opening {
        let outlook = Outlook::new(self.conflict, &self.situation);
        let parties: Vec<PartyIndex> = (0..self.conflict.parties().len())
            .map(PartyIndex)
            .filter(|party| {
                self.demands
                    .contains(Demand::Participation { party: *party })
            })
            .collect();
        let fighting: Vec<PartyIndex> = parties
            .iter()
            .copied()
            .filter(|party| self.party(*party).role == Role::Belligerent)
            .collect();
        let question = Question {
            query: self,
            reach: parties
                .iter()
                .map(|party| self.reach(&outlook, *party))
                .fold(0.0, f64::max),
            outlook,
            parties,
        };
        let (count, both) = (question.parties.len(), fighting.len());
        let mut prices = parallel::map(count + both + 3, |task| {
            if let Some(party) = question.parties.get(task) {
                question.gift(*party)
            } else if let Some(party) = fighting.get(task - count) {
                question.war(&[(*party, 1.0)])
            } else if task == count + both {
                question.payments()
            } else if task == count + both + 1 {
                question.subsidy()
            } else {
                let each = fighting
                    .iter()
                    .map(|party| (*party, self.party(*party).scale));
                question.war(&each.collect::<Vec<_>>())
            }
        })
        .into_iter();
        Opening {
            gifts: question
                .parties
                .iter()
                .copied()
                .zip(prices.by_ref())
                .collect(),
            war: fighting.iter().copied().zip(prices.by_ref()).collect(),
            payments: prices.next().unwrap_or(Price::Unknown),
            subsidy: prices.next().unwrap_or(Price::Unknown),
            war_for_all: prices.next().unwrap_or(Price::Unknown),
            lottery: self.lottery(),
        }
    }

    fn party(&self, party: PartyIndex) -> &Party {
        &self.conflict.parties()[party.get()]
    }

    /// More than any deal can bring a party or cost it, in units of its scale.
    fn reach(&self, outlook: &Outlook, index: PartyIndex) -> f64 {
        let (at, party) = (index.get(), self.party(index));
        let together: f64 = party
            .preferences
            .interactions()
            .iter()
            .map(|interaction| interaction.value.abs())
            .sum();
        let aftermath: f64 = party
            .aftermath
            .iter()
            .map(|effect| effect.change.abs())
            .sum();
        let prices: f64 = party
            .red_lines
            .iter()
            .map(|line| match line.force {
                Force::Priced(price) => price * line.refuses.len() as f64,
                Force::Absolute => 0.0,
            })
            .sum();
        let war = outlook.war[at].abs();
        let flows = (1.0 + together)
            .max(outlook.status_quo[at].abs() + outlook.fighting_cost[at])
            .max(war + aftermath);
        2.0 * (flows + war + party.audience.cost + prices) / party.scale
    }
}

/// A question about prices, and what all of them need.
struct Question<'a> {
    query: &'a ZoneQuery<'a>,
    outlook: Outlook,
    /// Those who must gain.
    parties: Vec<PartyIndex>,
    /// Twice the most that a deal can bring any of them, in units of σ: payments need never be larger.
    reach: f64,
}

/// An amount that is added to the programs of a question: where it begins and ends, and what a unit adds to each row.
struct Lever {
    lower: f64,
    upper: f64,
    slopes: Vec<f64>,
}

impl Question<'_> {
    fn scale(&self, party: PartyIndex) -> f64 {
        self.query.party(party).scale
    }

    /// No party loses; a last row is there to be made as large as possible.
    fn asks_with_objective(&self) -> Vec<Ask> {
        let mut asks = self.asks(|_| 0.0);
        asks.push(Ask::Likeness {
            deal: self.query.conflict.space().status_quo(),
            weights: vec![0.0; self.query.conflict.space().issues().len()],
        });
        asks
    }

    fn asks(&self, scale: impl Fn(PartyIndex) -> f64) -> Vec<Ask> {
        self.parties
            .iter()
            .map(|party| Ask::Surplus {
                party: *party,
                floor: 0.0,
                scale: scale(*party),
            })
            .collect()
    }

    fn gift(&self, to: PartyIndex) -> Price {
        let asks = self.asks(|party| f64::from(party == to));
        self.price(
            &asks,
            |_, _| Vec::new(),
            1.0,
            |value, _| {
                let mut gifts = vec![0.0; self.query.conflict.parties().len()];
                gifts[to.get()] = -value;
                gifts
            },
        )
    }

    /// One amount for each party but the last, which pays it: what is left over is shared by all alike, so the optimum
    /// is the mean of the scaled surpluses.
    fn payments(&self) -> Price {
        let asks = self.asks(|party| self.scale(party));
        let Some((last, others)) = self.parties.split_last() else {
            return Price::Unknown;
        };
        let levers = |_: usize, _: &Compiled| {
            (0..others.len())
                .map(|at| {
                    let mut slopes = vec![0.0; self.parties.len()];
                    slopes[at] = self.scale(others[at]);
                    slopes[others.len()] = -self.scale(*last);
                    Lever {
                        lower: -self.reach,
                        upper: self.reach,
                        slopes,
                    }
                })
                .collect()
        };
        let count = self.parties.len() as f64;
        self.price(&asks, levers, count, |value, received| {
            let mut payments = vec![0.0; self.query.conflict.parties().len()];
            let from_outside = (-value).max(0.0);
            let paid: f64 = received.iter().sum();
            for (party, received) in others.iter().zip(received) {
                payments[party.get()] = self.scale(*party) * (received + from_outside);
            }
            payments[last.get()] = self.scale(*last) * (from_outside - paid);
            payments
        })
    }

    fn subsidy(&self) -> Price {
        let rows = self.parties.len() + 1;
        let levers = |_: usize, _: &Compiled| {
            self.parties
                .iter()
                .enumerate()
                .map(|(at, party)| {
                    let mut slopes = vec![0.0; rows];
                    slopes[at] = self.scale(*party);
                    slopes[rows - 1] = -1.0;
                    Lever {
                        lower: 0.0,
                        upper: self.reach,
                        slopes,
                    }
                })
                .collect()
        };
        self.price(&self.asks_with_objective(), levers, 1.0, |_, given| {
            let mut gifts = vec![0.0; self.query.conflict.parties().len()];
            for (party, given) in self.parties.iter().zip(given) {
                gifts[party.get()] = self.scale(*party) * given;
            }
            gifts
        })
    }

    /// The value of war falls for these parties, by so much of their utility for each unit.
    fn war(&self, falls: &[(PartyIndex, f64)]) -> Price {
        let conflict = self.query.conflict;
        let rows = self.parties.len() + 1;
        let levers = |program: usize, compiled: &Compiled| {
            let mut slopes = vec![0.0; rows];
            slopes[rows - 1] = -1.0;
            let mut reach = self.reach;
            for (at, party) in self.parties.iter().enumerate() {
                let fall = falls.iter().find(|(fighting, _)| fighting == party);
                let (Some((_, unit)), Some(frame)) = (fall, compiled.frame(program)) else {
                    continue;
                };
                let owner = self.query.party(*party);
                let broken = DealTerms::new(owner, frame, conflict.period()).broken;
                slopes[at] = unit * (1.0 - broken);
                // Where a deal all but surely breaks a fall of any size helps it little.
                reach = reach.max(self.reach * owner.scale / slopes[at].max(LEAST_SLOPE));
            }
            vec![Lever {
                lower: -reach,
                upper: reach,
                slopes,
            }]
        };
        self.price(&self.asks_with_objective(), levers, 1.0, |_, fallen| {
            let mut by_party = vec![0.0; conflict.parties().len()];
            for (party, unit) in falls {
                by_party[party.get()] = unit * fallen.first().copied().unwrap_or(0.0);
            }
            by_party
        })
    }

    /// Solves a question with levers; the price is the optimum, sign reversed, times `count`.
    fn price(
        &self,
        asks: &[Ask],
        levers: impl Fn(usize, &Compiled) -> Vec<Lever>,
        count: f64,
        by_party: impl Fn(f64, &[f64]) -> Vec<f64>,
    ) -> Price {
        let query = self.query;
        let mut compiled = Compiled::new(
            query.conflict,
            &query.situation,
            &self.outlook,
            &query.demands,
            asks,
        );
        for program in 0..compiled.programs.len() {
            for lever in levers(program, &compiled) {
                let effects = lever
                    .slopes
                    .iter()
                    .map(|slope| match *slope {
                        0.0 => Vec::new(),
                        slope => vec![Piece::line(lever.upper, slope)],
                    })
                    .collect();
                compiled.programs[program].add_amount(lever.lower, lever.upper, None, effects);
            }
        }
        let optimum = Optimum::of(&mut compiled, GAP, query.budget);
        match (&optimum.best, optimum.deal(&compiled)) {
            (Some((_, picks)), Some(deal)) => {
                let added: Vec<f64> = picks[deal.levels().len()..]
                    .iter()
                    .map(|pick| match pick {
                        Pick::Amount(amount) => *amount,
                        Pick::Option(_) => 0.0,
                    })
                    .collect();
                Price::Of(Payment {
                    at_least: -count * optimum.upper,
                    enough: -count * optimum.lower,
                    deal,
                    by_party: by_party(optimum.lower, &added),
                })
            }
            _ if optimum.upper == f64::NEG_INFINITY => Price::Never,
            _ => Price::Unknown,
        }
    }
}
