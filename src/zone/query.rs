//! Asking for the deal zone.

use super::clash::{Clashes, OutOfBudget, find_clashes};
use super::compile::{Ask, Compiled, Compiler};
use super::verdict::{Closest, DealZone, Verdict};
use super::{Certificate, Demand, Demands, Values};
use crate::conflict::{Conflict, Outlook, Situation, SituationError};
use crate::solver::{Budget, Goal, Search, Status, ZERO_TOLERANCE};
use crate::space::Deal;

/// How closely z\* is pinned down once the verdict is known.
const GAP: f64 = 1e-9;
/// Boxes spent on pinning it down, unless the caller wants the verdict alone.
pub(super) const REFINEMENT: u64 = 20_000;
/// Frames tried one by one before all are compiled, where the verdict alone is wanted.
const GLANCED: usize = 32;

impl Conflict {
    /// Is there a deal that every party prefers to fighting on, as things stand when the talks open?
    ///
    /// ```
    /// use dealzone::prelude::*;
    ///
    /// // A pie of size one; A would win the war with probability .6, and it costs them .10 and .15 (Fearon 1995).
    /// let share = Issue::amount("share", Family::Territory, 0.0, 1.0, "share of the pie");
    /// let space = Space::new(vec![share], vec![])?;
    /// let linear = |at_lower, at_upper| {
    ///     Preferences::new(vec![1.0], vec![Valuation::Amount(Curve::Linear { at_lower, at_upper })])
    /// };
    /// let conflict = Conflict::builder(space)
    ///     .party(Party::new("a", linear(0.0, 1.0)))
    ///     .party(Party::new("b", linear(1.0, 0.0)))
    ///     .reservations([0.6 - 0.10, 0.4 - 0.15])
    ///     .build()?;
    ///
    /// let zone = conflict.deal_zone();
    /// assert!(zone.exists());
    /// assert!((zone.lower() - 0.125).abs() < 1e-9); // each gains half of the costs saved
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn deal_zone(&self) -> DealZone {
        self.zone().solve()
    }

    /// The same question with a situation, demands, a budget of one's own.
    #[must_use]
    pub fn zone(&self) -> ZoneQuery<'_> {
        ZoneQuery {
            conflict: self,
            situation: Situation::opening(self),
            demands: Demands::all(self),
            budget: Budget::default(),
            refine: true,
        }
    }
}

/// A question about the deal zone, made by [`Conflict::zone`].
#[derive(Debug, Clone)]
pub struct ZoneQuery<'a> {
    pub(crate) conflict: &'a Conflict,
    pub(crate) situation: Situation,
    pub(crate) demands: Demands,
    pub(crate) budget: Budget,
    refine: bool,
}

impl ZoneQuery<'_> {
    /// In this situation, instead of at the opening of the talks.
    ///
    /// # Errors
    /// [`SituationError`] when it is not a situation of the conflict.
    pub fn at(mut self, situation: Situation) -> Result<Self, SituationError> {
        situation.check(self.conflict)?;
        self.situation = situation;
        Ok(self)
    }

    /// Under these demands only, instead of all: red lines that are not among them may be crossed, and parties whose
    /// participation is not among them may lose. Demands that the conflict does not have are passed over.
    #[must_use]
    pub fn demands(mut self, demands: Demands) -> Self {
        self.demands = demands.known(self.conflict);
        self
    }

    /// With this much work at the most for the verdict.
    #[must_use]
    pub fn budget(mut self, budget: Budget) -> Self {
        self.budget = budget;
        self
    }

    /// Only whether a zone exists: the bounds are then no tighter than the verdict needs, and the closest deal is the
    /// best that was come across.
    #[must_use]
    pub fn verdict_only(mut self) -> Self {
        self.refine = false;
        self
    }

    /// Answers.
    #[must_use]
    pub fn solve(&self) -> DealZone {
        let outlook = Outlook::new(self.conflict, &self.situation);
        let mut zone = self.decide(&outlook, &self.demands);
        if zone.closest.is_none() && zone.upper == f64::NEG_INFINITY {
            zone.closest = self.closest_by_lifting(&outlook);
        }
        zone
    }

    /// Every smallest set of demands that cannot hold together, and every smallest set to lift; both empty where a
    /// zone exists.
    #[must_use]
    pub fn clashes(&self) -> Clashes {
        let outlook = Outlook::new(self.conflict, &self.situation);
        let mut lately = 0;
        find_clashes(&self.demands, |demands| {
            self.meets(&outlook, demands, &mut lately)
        })
    }

    /// A deal that meets these demands, and all demands of the question that it meets; `None` where there is none,
    /// `Err` where the budget ran out.
    ///
    /// Frame by frame, the one first in which the last deal was found: most questions need only one.
    fn meets(
        &self,
        outlook: &Outlook,
        demands: &Demands,
        lately: &mut usize,
    ) -> Result<Option<Demands>, OutOfBudget> {
        let asks = Ask::participation(self.conflict, demands);
        let mut compiler = Compiler::new(self.conflict, &self.situation, outlook, demands, &asks);
        if compiler.is_excluded_everywhere() {
            return Ok(None);
        }
        let first = *lately;
        let others = (0..compiler.frame_count()).filter(|frame| *frame != first);
        let frames = std::iter::once(first).chain(others);
        let found = seek(&mut compiler, frames, usize::MAX, self.budget)?;
        Ok(found.map(|found| {
            *lately = found.frame;
            self.met_by(outlook, &found.deal, demands)
        }))
    }

    /// A zone that one of the first frames shows to exist.
    fn glance(&self, outlook: &Outlook, demands: &Demands, asks: &[Ask]) -> Option<DealZone> {
        let mut compiler = Compiler::new(self.conflict, &self.situation, outlook, demands, asks);
        if compiler.is_excluded_everywhere() {
            return None;
        }
        let frames = 0..compiler.frame_count();
        let found = seek(&mut compiler, frames, GLANCED, self.budget);
        let Found {
            value, deal, boxes, ..
        } = found.ok()??;
        Some(DealZone {
            verdict: Verdict::Exists {
                witness: deal.clone(),
            },
            lower: value,
            upper: f64::INFINITY,
            closest: Some(self.closest(outlook, deal, Demands::new([]))),
            boxes,
        })
    }

    /// The demands of the question that a deal meets, those known to be met among them.
    fn met_by(&self, outlook: &Outlook, deal: &Deal, known: &Demands) -> Demands {
        let values = Values::new(self.conflict, &self.situation, outlook, deal);
        Demands::new(self.demands.as_slice().iter().copied().filter(|demand| {
            known.contains(*demand)
                || match demand {
                    Demand::RedLine { party, line } => !self.conflict.parties()[party.get()]
                        .red_lines[*line]
                        .refuses
                        .iter()
                        .any(|pattern| pattern.matches(deal)),
                    Demand::Participation { party } => {
                        values.parties()[party.get()].surplus() >= 0.0
                    }
                }
        }))
    }

    fn decide(&self, outlook: &Outlook, demands: &Demands) -> DealZone {
        let asks = Ask::participation(self.conflict, demands);
        if !self.refine
            && let Some(zone) = self.glance(outlook, demands, &asks)
        {
            return zone;
        }
        let mut compiled = Compiled::new(self.conflict, &self.situation, outlook, demands, &asks);
        let mut search = Search::new(std::mem::take(&mut compiled.programs));
        let mut status = search.run(Goal::Sign, self.budget);
        let mut boxes = search.summary().boxes;
        // Where no deal was come across the search for the optimum finds one, or that there is none to find.
        if self.refine && search.summary().upper > f64::NEG_INFINITY {
            let refinement = self.refinement();
            if is_settled_empty(&search, status) {
                // Pruning at zero proves the sign and no more: the optimum needs a search of its own.
                let mut refined = Search::with_multipliers(
                    search.programs().to_vec(),
                    search.multipliers().to_vec(),
                );
                if let Some((program, _, picks)) = search.summary().best {
                    refined.offer(program, picks);
                }
                let refined_status = refined.run(Goal::Optimum(GAP), refinement);
                boxes += refined.summary().boxes;
                if refined_status == Status::Settled && is_settled_empty(&refined, refined_status) {
                    (search, status) = (refined, refined_status);
                }
            } else {
                search.run(Goal::Optimum(GAP), refinement);
                boxes = search.summary().boxes;
            }
        }
        let summary = search.summary();
        let mut upper = summary.upper;
        let found = summary
            .best
            .map(|(program, value, picks)| (value, compiled.deal(program, &picks)));
        let verdict = match &found {
            Some((value, deal)) if *value >= -ZERO_TOLERANCE => Verdict::Exists {
                witness: deal.clone(),
            },
            _ if status == Status::Settled => {
                let proof = search.proof();
                if proof.upper < 0.0 {
                    upper = proof.upper;
                    Verdict::Empty {
                        certificate: Certificate {
                            demands: demands.clone(),
                            proof,
                        },
                    }
                } else {
                    // The optimum is zero to within rounding, from below: neither side is proven.
                    Verdict::Undecided
                }
            }
            _ => Verdict::Undecided,
        };
        DealZone {
            verdict,
            lower: found
                .as_ref()
                .map_or(f64::NEG_INFINITY, |(value, _)| *value),
            upper,
            closest: found.map(|(_, deal)| self.closest(outlook, deal, Demands::new([]))),
            boxes,
        }
    }

    fn closest(&self, outlook: &Outlook, deal: Deal, lifted: Demands) -> Closest {
        let values = Values::new(self.conflict, &self.situation, outlook, &deal);
        Closest {
            surplus: values.surplus(),
            deal,
            lifted,
        }
    }

    /// Where the red lines exclude every deal: the best deal after lifting a smallest set of them.
    fn closest_by_lifting(&self, outlook: &Outlook) -> Option<Closest> {
        let red_lines = Demands::new(
            self.demands
                .as_slice()
                .iter()
                .copied()
                .filter(|demand| matches!(demand, Demand::RedLine { .. })),
        );
        let mut lately = 0;
        let clashes = find_clashes(&red_lines, |demands| {
            let met = self.meets(outlook, demands, &mut lately)?;
            Ok(met.map(|met| {
                Demands::new(
                    met.as_slice()
                        .iter()
                        .copied()
                        .filter(|demand| red_lines.contains(*demand)),
                )
            }))
        });
        let fewest = clashes.lifts().first()?.as_slice().len();
        let lifts = clashes
            .lifts()
            .iter()
            .take_while(|lifted| lifted.as_slice().len() == fewest);
        if !self.refine {
            let seen = lifts.clone().find_map(|lifted| {
                let demands = self.demands.without(lifted);
                let asks = Ask::participation(self.conflict, &demands);
                let mut closest = self.glance(outlook, &demands, &asks)?.closest?;
                closest.lifted = lifted.clone();
                Some(closest)
            });
            if seen.is_some() {
                return seen;
            }
        }
        // One search over the programs of all lifts: most are soon seen not to hold the best deal.
        let mut programs = Vec::new();
        let mut ways = Vec::new();
        for lifted in lifts {
            let demands = self.demands.without(lifted);
            let asks = Ask::participation(self.conflict, &demands);
            let mut compiled =
                Compiled::new(self.conflict, &self.situation, outlook, &demands, &asks);
            let first = programs.len();
            programs.append(&mut compiled.programs);
            ways.push((first, lifted, compiled));
        }
        let mut search = Search::new(programs);
        if self.refine {
            search.run(Goal::Optimum(GAP), self.refinement());
        } else {
            search.run(Goal::Sign, self.budget);
        }
        let (program, _, picks) = search.summary().best?;
        let (first, lifted, compiled) = ways.iter().rfind(|(first, ..)| *first <= program)?;
        let deal = compiled.deal(program - first, &picks);
        Some(self.closest(outlook, deal, (*lifted).clone()))
    }

    fn refinement(&self) -> Budget {
        Budget {
            boxes: self.budget.boxes.min(REFINEMENT),
            ..self.budget
        }
    }
}

/// A deal that meets what is asked.
struct Found {
    frame: usize,
    value: f64,
    deal: Deal,
    boxes: u64,
}

/// Looks for a deal that meets what is asked, frame by frame, in at most so many frames; `Err` where the budget runs out
/// first.
fn seek(
    compiler: &mut Compiler<'_>,
    frames: impl Iterator<Item = usize>,
    most: usize,
    mut budget: Budget,
) -> Result<Option<Found>, OutOfBudget> {
    let mut multipliers = Vec::new();
    let mut tried = 0;
    let mut boxes = 0;
    for frame in frames {
        if tried == most {
            break;
        }
        if compiler.is_excluded(frame) {
            continue;
        }
        let Some(program) = compiler.program(frame) else {
            continue;
        };
        tried += 1;
        let mut search = Search::with_multipliers(vec![program], multipliers);
        let status = search.run(Goal::Sign, budget);
        multipliers = search.multipliers().to_vec();
        let summary = search.summary();
        boxes += summary.boxes;
        match summary.best {
            Some((_, value, picks)) if value >= -ZERO_TOLERANCE => {
                let deal = compiler.deal(frame, &picks);
                return Ok(Some(Found {
                    frame,
                    value,
                    deal,
                    boxes,
                }));
            }
            _ if status == Status::Settled => budget.boxes -= summary.boxes,
            _ => return Err(OutOfBudget),
        }
    }
    Ok(None)
}

fn is_settled_empty(search: &Search, status: Status) -> bool {
    let value = search
        .summary()
        .best
        .map_or(f64::NEG_INFINITY, |best| best.1);
    status == Status::Settled && value < -ZERO_TOLERANCE
}
