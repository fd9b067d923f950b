//! What the trees of a book count, side by side: the slots that no tree counts are left out, so that what is looked at
//! again and again lies close together.

use std::ops::Range;

use super::layout::Layout;
use super::lens::Lens;
use super::tree::{Forest, Tree, greatest};

/// The slots that the trees of a book count, each in a column.
#[derive(Debug)]
pub(super) struct Columns {
    /// By column, the slot of the layout; ascending.
    slots: Vec<usize>,
    /// The columns of each issue that any tree chooses.
    issues: Vec<Range<usize>>,
    /// By column, the issue and the option that it stands for; those of joint effects, which come last, are left out.
    options: Vec<(usize, usize)>,
}

/// What a party makes of the columns in one situation.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    flow: Vec<f64>,
    direct: Vec<f64>,
}

impl Columns {
    /// Gives every slot that these trees count a column, and puts columns in the place of slots.
    pub(super) fn number<'t>(
        layout: &Layout,
        forest: &mut Forest,
        trees: impl Iterator<Item = &'t mut Tree>,
    ) -> Self {
        let mut trees: Vec<&mut Tree> = trees.collect();
        let mut slots: Vec<usize> = trees.iter().flat_map(|tree| &tree.fixed).copied().collect();
        for branch in &forest.branches {
            slots.extend(forest.columns(branch));
        }
        slots.sort_unstable();
        slots.dedup();
        let from = |slot: usize| slots.partition_point(|known| *known < slot);
        let of_issue = |issue| {
            let first = layout.first(issue)?;
            Some(from(first)..from(first + layout.count(issue)))
        };
        let issues = (0..layout.places.len()).filter_map(of_issue);
        let issues = issues.filter(|columns| !columns.is_empty()).collect();
        forest.number(slots.len(), from);
        for tree in &mut trees {
            tree.fixed.iter_mut().for_each(|slot| *slot = from(*slot));
            forest.part(tree);
        }
        let options = (0..layout.places.len()).flat_map(|issue| {
            let first = layout.first(issue).unwrap_or(layout.slots);
            let own = slots[from(first)..from(first + layout.count(issue))].iter();
            own.map(move |slot| (issue, slot - first))
        });
        Self {
            options: options.collect(),
            issues,
            slots,
        }
    }

    /// The column of a slot; `None` where no tree counts it.
    pub(super) fn of(&self, slot: usize) -> Option<usize> {
        self.slots.binary_search(&slot).ok()
    }

    /// The issue and the option that a column stands for; `None` for a joint effect.
    pub(super) fn option(&self, column: usize) -> Option<(usize, usize)> {
        self.options.get(column).copied()
    }

    /// Fills a sheet with what a party makes of the columns, by its lens.
    pub(super) fn fill(&self, lens: &Lens, sheet: &mut Sheet) {
        let pairs = [
            (&lens.flow, &mut sheet.flow),
            (&lens.direct, &mut sheet.direct),
        ];
        for (sums, picked) in pairs {
            picked.resize(self.slots.len(), 0.0);
            for (picked, slot) in picked.iter_mut().zip(&self.slots) {
                *picked = sums[*slot];
            }
        }
    }

    /// By how much more a deal can be worth to a party by one sheet than by another, apart from the constant of its
    /// frame, where delivered terms count by `low` to `high`; joint effects do not move.
    pub(super) fn gain(&self, before: &Sheet, now: &Sheet, (low, high): (f64, f64)) -> f64 {
        let flow = now.flow.iter().zip(&before.flow);
        let direct = now.direct.iter().zip(&before.direct);
        let gains = flow.zip(direct).map(|((flow, then), (direct, before))| {
            let rise = flow - then;
            let (most, least) = (high * rise, low * rise);
            let weighed = if most > least { most } else { least };
            weighed + (direct - before)
        });
        let gains: Vec<f64> = gains.collect();
        let issues = self.issues.iter();
        issues
            .map(|columns| greatest(&gains[columns.clone()]))
            .sum()
    }
}

impl Sheet {
    /// Puts what every column is worth, where delivered terms count by so much, in a scale, at the front of these worths;
    /// what comes after stays.
    pub(super) fn weigh(&self, delivered: f64, scale: f64, worths: &mut Vec<f64>) {
        worths.resize(worths.len().max(self.flow.len()), 0.0);
        let part = 1.0 / scale;
        let pairs = self.flow.iter().zip(&self.direct);
        for (worth, (flow, direct)) in worths.iter_mut().zip(pairs) {
            *worth = (delivered * flow + direct) * part;
        }
    }
}
