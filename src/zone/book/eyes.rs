//! One frame with two parties' eyes.

use super::columns::Sheet;
use super::dive::Tally;
use super::question::Question;
use super::rope::Rope;
use super::sight::Sight;
use super::tree::Tree;

/// What two parties make of one frame, in the scale of the question.
pub(super) struct Eyes<'l> {
    pub(super) question: Question<'l>,
    pub(super) tree: &'l Tree,
    /// By party: what it is worth before anything is chosen.
    pub(super) base: [f64; 2],
    /// By party: how much delivered flow counts in it.
    pub(super) counts: [f64; 2],
    /// What levers can do in it.
    levers: Option<&'l Rope>,
    /// By party and column: what that is worth in it.
    worths: &'l mut [Vec<f64>; 2],
}

impl<'l> Eyes<'l> {
    /// Eyes that look at no frame yet.
    pub(super) fn new(question: Question<'l>, worths: &'l mut [Vec<f64>; 2]) -> Self {
        Self {
            tree: &question.book.loose,
            question,
            base: [0.0; 2],
            counts: [0.0; 2],
            levers: None,
            worths,
        }
    }

    /// Turns them to a frame; `sheets` are what the parties make of the columns.
    pub(super) fn turn_to(&mut self, place: usize, sheets: &[Sheet; 2]) {
        let question = self.question;
        let (frame, tree) = question.book.frames[place];
        self.tree = &question.book.trees[tree];
        self.levers = question.levers.map(|levers| levers.rope(frame));
        let sheets = sheets.iter().zip(self.worths.iter_mut());
        for (party, (sheet, worths)) in sheets.enumerate() {
            let side = question.sides[party];
            let delivered = question.layout.delivered(question.parties[party], frame);
            self.base[party] = (side.lens.constants[frame] - side.floor) / side.scale;
            self.counts[party] = delivered / side.scale;
            sheet.weigh(delivered, side.scale, worths);
        }
    }

    /// What levers can do, and by party what a unit of utility comes to.
    pub(super) fn levers(&self) -> Option<(&'l Rope, [f64; 2])> {
        let parts = self.question.sides.map(|side| 1.0 / side.scale);
        self.levers.map(|levers| (levers, parts))
    }

    /// What both have before anything is chosen.
    pub(super) fn tally(&self) -> Tally<'_> {
        let mut tally = Tally {
            worths: self.worths,
            sums: self.base,
        };
        let fixed = self.tree.fixed.iter();
        fixed.for_each(|column| tally.add(*column));
        tally
    }

    /// Looks with this share of attention for the first party.
    pub(super) fn see(&self, share: f64, sight: &mut Sight) {
        let shares = [share, 1.0 - share];
        let forest = &self.question.book.forest;
        forest.make_room(&mut sight.scores);
        let [ones, others] = &*self.worths;
        let worths = ones.iter().zip(others);
        for (score, (one, other)) in sight.scores.iter_mut().zip(worths) {
            *score = shares[0] * one + shares[1] * other;
        }
        let counts = self.counts;
        let flow = [shares[0] * counts[0], shares[1] * counts[1]];
        let amounts = |gate: usize| {
            let worth = self.question.ropes[gate].as_ref()?.best(flow);
            Some([counts[0] * worth[0], counts[1] * worth[1]])
        };
        let (value, sums) = forest.corner(self.tree, shares, self.worths, amounts, sight);
        sight.factor = self.question.aim.factor(share);
        let mut base = self.base;
        if let Some((levers, parts)) = self.levers() {
            let worth = levers.best([shares[0] * parts[0], shares[1] * parts[1]]);
            for (party, base) in base.iter_mut().enumerate() {
                *base += parts[party] * worth[party];
            }
        }
        sight.value = shares[0] * base[0] + shares[1] * base[1] + value;
        sight.sums = [base[0] + sums[0], base[1] + sums[1]];
    }
}
