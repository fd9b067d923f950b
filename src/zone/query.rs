//! Asking for the deal zone.

use super::clash::{Clashes, OutOfBudget, find_clashes};
use super::compile::{Ask, Compiler};
use super::glance::seek;
use super::verdict::DealZone;
use super::{Demand, Demands, Values};
use crate::conflict::{Conflict, Outlook, Situation, SituationError};
use crate::index::PartyIndex;
use crate::solver::Budget;
use crate::space::Deal;

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
            within: None,
            among: None,
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
    pub(super) refine: bool,
    pub(super) within: Option<f64>,
    among: Option<Vec<PartyIndex>>,
}

impl<'a> ZoneQuery<'a> {
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
    /// participation is not among them may lose. Demands that the conflict does not have are passed over, and so are red
    /// lines with a price, which forbid nothing.
    #[must_use]
    pub fn demands(mut self, demands: Demands) -> Self {
        self.demands = demands.known(self.conflict);
        self
    }

    /// With this much work at the most, in boxes of the space that are bounded. What that is the most for depends on
    /// what is asked:
    ///
    /// | asked | the budget holds for |
    /// |---|---|
    /// | [`solve`](Self::solve) | the verdict, pinning z\* down (of which 20,000 boxes at the most), and the closest deal |
    /// | [`clashes`](Self::clashes) | all tests of sets together |
    /// | [`frontier`](Self::frontier) | all searches together |
    /// | [`solutions`](Self::solutions), [`weighted_nash`](Self::weighted_nash), [`lottery`](Self::lottery) | each search, of which Nash may take eighty |
    /// | [`opening`](Self::opening) | each price, which takes 20,000 boxes at the most, whatever the budget; and each search of the lottery |
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

    /// z\* and the best deal to within this, in scaled surplus, as far as 20,000 boxes lead; above zero, else it counts as
    /// if nothing were said. The verdict is exact whatever is asked for here.
    ///
    /// Unless this is said they are told to within 10⁻⁹ where that takes some milliseconds, and else to within 10⁻³: on a
    /// hundred issues with five parties whose interests are finely balanced a thousandth is the work of a few boxes, and the
    /// rest that of hundreds. The bounds of the [`DealZone`] say how closely z\* is known.
    #[must_use]
    pub fn within(mut self, gap: f64) -> Self {
        self.within = (gap > 0.0).then_some(gap);
        self
    }

    /// Solution points and frontiers among these parties: their gains alone are weighed, and everybody else whose
    /// participation is demanded must lose nothing, and no more. Unless this is said all whose participation is demanded
    /// are weighed, a mediator too. What else a question asks, the verdict first of all, is as it was.
    #[must_use]
    pub fn among(mut self, parties: impl IntoIterator<Item = PartyIndex>) -> Self {
        self.among = Some(parties.into_iter().collect());
        self
    }

    /// The parties whose participation is demanded.
    pub(super) fn participants(&self) -> Vec<PartyIndex> {
        (0..self.conflict.parties().len())
            .map(PartyIndex)
            .filter(|&party| self.demands.contains(Demand::Participation { party }))
            .collect()
    }

    /// Those of them whose gains solution points and frontiers weigh.
    pub(super) fn weighed(&self) -> Vec<PartyIndex> {
        let mut parties = self.participants();
        if let Some(among) = &self.among {
            parties.retain(|party| among.contains(party));
        }
        parties
    }

    /// Every smallest set of demands that cannot hold together, and every smallest set to lift; both empty where a
    /// zone exists.
    ///
    /// # Complexity
    /// An exact test for each set to lift, and some for each clash, k·log₂ n for one of k among n demands. After 5,000
    /// tests, or 20 million comparisons of sets, it stops with what it has
    /// ([`is_complete`](Clashes::is_complete)).
    #[must_use]
    pub fn clashes(&self) -> Clashes {
        let outlook = Outlook::new(self.conflict, &self.situation);
        let mut lately = 0;
        let mut left = self.budget;
        find_clashes(&self.demands, |demands| {
            self.meets(&outlook, demands, &mut lately, &mut left)
        })
    }

    /// A deal that meets these demands, and all demands of the question that it meets; `None` where there is none,
    /// `Err` where the budget ran out.
    ///
    /// Frame by frame, the one first in which the last deal was found: most questions need only one.
    pub(super) fn meets(
        &self,
        outlook: &Outlook,
        demands: &Demands,
        lately: &mut usize,
        left: &mut Budget,
    ) -> Result<Option<Demands>, OutOfBudget> {
        let asks = Ask::participation(self.conflict, demands);
        let mut compiler = Compiler::new(self.conflict, &self.situation, outlook, demands, &asks);
        if compiler.is_excluded_everywhere() {
            return Ok(None);
        }
        let first = *lately;
        let others = (0..compiler.frame_count()).filter(|frame| *frame != first);
        let frames = std::iter::once(first).chain(others);
        let found = seek(&mut compiler, frames, left)?;
        Ok(found.map(|found| {
            *lately = found.frame;
            self.met_by(outlook, &found.deal, demands)
        }))
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
                        let scale = self.conflict.parties()[party.get()].scale;
                        values.parties()[party.get()].participates(scale)
                    }
                }
        }))
    }
}
