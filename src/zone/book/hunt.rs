//! Deals that leave a party as near as can be to so much.

use super::columns::Sheet;
use super::dive::TooMany;
use super::layout::Layout;
use super::lens::Lens;
use super::shelf::{ROUNDING, Shelf};
use super::solo::first_highest;
use super::tree::{Branch, Forest, Node, Tree};
use crate::space::Deal;

/// Most branches that are tried in a frame before it is left for the next.
const MOST_BRANCHES: usize = 2_000;
/// Halvings until amounts are as near as they can be told apart.
const HALVINGS: usize = 60;

/// Nearest which side a surplus is to be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nearest {
    /// The least that is no less.
    Above,
    /// The greatest that is no more.
    Below,
}

impl Nearest {
    /// What surpluses are multiplied by, so that the least is looked for.
    fn sign(self) -> f64 {
        match self {
            Self::Above => 1.0,
            Self::Below => -1.0,
        }
    }
}

/// The best deal come across.
#[derive(Debug)]
struct Hit {
    value: f64,
    place: usize,
    columns: Vec<usize>,
    gate: usize,
}

/// A hunt through the frames, one after the other.
struct Hunt<'h> {
    forest: &'h Forest,
    target: f64,
    gap: f64,
    /// By column, and then by node, what it adds in the frame that is looked at: at least and at most.
    least: Vec<f64>,
    most: Vec<f64>,
    open: Vec<usize>,
    columns: Vec<usize>,
    gate: Option<usize>,
    place: usize,
    found: Option<Hit>,
    left: usize,
}

impl Shelf {
    /// The deal whose surplus for the party is nearest to this one from one side, to within `gap`; `None` where there is none
    /// on that side. `Err` where it is not found by the work that is allowed.
    pub(crate) fn nearest(
        &self,
        layout: &Layout,
        lens: &Lens,
        (from, surplus): (Nearest, f64),
        gap: f64,
    ) -> Result<Option<Deal>, TooMany> {
        let sign = from.sign();
        let book = &self.book;
        let mut sheet = Sheet::default();
        book.columns.fill(lens, &mut sheet);
        let mut hunt = Hunt {
            forest: &book.forest,
            target: sign * surplus - ROUNDING,
            gap,
            least: Vec::new(),
            most: Vec::new(),
            open: Vec::new(),
            columns: Vec::new(),
            gate: None,
            place: 0,
            found: None,
            left: MOST_BRANCHES,
        };
        // The frames in the order of what they are worth by themselves.
        let constants = book.frames.iter().map(|(frame, _)| lens.constants[*frame]);
        let mut constants: Vec<f64> = constants.collect();
        let mut is_open = false;
        while let Some(place) = first_highest(&constants) {
            if constants[place] == f64::NEG_INFINITY {
                break;
            }
            constants[place] = f64::NEG_INFINITY;
            let (frame, tree) = book.frames[place];
            let delivered = layout.delivered(Some(self.party), frame);
            sheet.weigh(delivered, 1.0, &mut hunt.most);
            hunt.most.iter_mut().for_each(|score| *score *= sign);
            let ends = |end: usize| {
                let ends = self.ends.iter();
                let worths = ends.map(move |ends| Some(delivered * ends.as_ref()?[end].worth[0]));
                worths.collect::<Vec<Option<f64>>>()
            };
            hunt.place = place;
            let base = sign * lens.constants[frame];
            hunt.left = MOST_BRANCHES;
            match hunt.through(&book.trees[tree], base, [ends(0), ends(1)], from) {
                Ok(false) => {}
                Ok(true) => {
                    is_open = false;
                    break;
                }
                // In another frame amounts may count for more, and one near enough is soon found.
                Err(TooMany) => is_open = true,
            }
        }
        if is_open {
            return Err(TooMany);
        }
        let Some(hit) = hunt.found else {
            return Ok(None);
        };
        let (frame, tree) = book.frames[hit.place];
        let delivered = layout.delivered(Some(self.party), frame);
        sheet.weigh(delivered, 1.0, &mut hunt.most);
        let columns = hit.columns.iter().chain(&book.trees[tree].fixed);
        let options: f64 = columns.map(|column| hunt.most[*column]).sum();
        let short = sign * (hit.value + ROUNDING) - lens.constants[frame] - options;
        let amounts = self.amounts(hit.gate, (delivered, short), from);
        let amounts = amounts.ok_or(TooMany)?;
        Ok(Some(book.deal(layout, hit.place, &hit.columns, &amounts)))
    }

    /// Amounts that are worth so much where delivered terms count by so much, from one side; the nearest where none are.
    fn amounts(
        &self,
        gate: usize,
        (delivered, worth): (f64, f64),
        from: Nearest,
    ) -> Option<Vec<f64>> {
        let [worst, best] = self.ends[gate].as_ref()?;
        let at = |part: f64| -> Vec<f64> {
            let pairs = worst.amounts.iter().zip(&best.amounts);
            pairs.map(|(low, high)| low + part * (high - low)).collect()
        };
        let value = |amounts: &[f64]| -> f64 {
            let wholes = self.book.amounts.wholes.iter().zip(amounts);
            let values = wholes.zip(&self.curves);
            let values = values.map(|(((lower, upper), amount), (weight, curve))| {
                weight * curve.at(*amount, *lower, *upper)
            });
            delivered * values.sum::<f64>()
        };
        // What amounts are worth never falls on the way from the worst to the best.
        let (mut low, mut high) = (0.0, 1.0);
        if value(&worst.amounts) >= worth {
            return Some(worst.amounts.clone());
        }
        if value(&best.amounts) <= worth {
            return Some(best.amounts.clone());
        }
        for _ in 0..HALVINGS {
            let middle = low + (high - low) / 2.0;
            if value(&at(middle)) < worth {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(match from {
            Nearest::Above => at(high),
            Nearest::Below => at(low),
        })
    }
}

impl Hunt<'_> {
    /// Goes through a frame, in which amounts are worth so much at their worst and their best, by gate; whether the hunt is
    /// over.
    fn through(
        &mut self,
        tree: &Tree,
        base: f64,
        [worst, best]: [Vec<Option<f64>>; 2],
        from: Nearest,
    ) -> Result<bool, TooMany> {
        let (sign, forest) = (from.sign(), self.forest);
        let (lows, highs) = match from {
            Nearest::Above => (worst, best),
            Nearest::Below => (best, worst),
        };
        let signed = |ends: &[Option<f64>], turn: f64| -> Vec<f64> {
            let ends = ends.iter();
            ends.map(|end| end.map_or(f64::NEG_INFINITY, |end| turn * sign * end))
                .collect()
        };
        // The least is the greatest of what is turned over.
        self.least.clear();
        self.least.extend(self.most.iter().map(|score| -score));
        let high = forest.best(tree, &signed(&highs, 1.0), &mut self.most);
        let low = forest.best(tree, &signed(&lows, -1.0), &mut self.least);
        self.least.iter_mut().for_each(|least| *least = -*least);
        self.columns.clear();
        self.open.clear();
        self.open.extend_from_slice(&tree.roots);
        self.deeper(base - low, base + high)
    }

    /// Whether anything in this range can be nearer than what was found.
    fn is_worth_it(&self, low: f64, high: f64) -> bool {
        let found = self.found.as_ref();
        let enough = found.map_or(f64::INFINITY, |found| found.value - self.gap);
        high >= self.target && low < enough
    }

    /// Chooses on, where all deals left are worth from `low` to `high`; whether the hunt is over.
    fn deeper(&mut self, low: f64, high: f64) -> Result<bool, TooMany> {
        if !self.is_worth_it(low, high) {
            return Ok(false);
        }
        let target = self.target.max(low);
        let Some(node) = self.open.pop() else {
            let value = target;
            self.found = Some(Hit {
                value,
                place: self.place,
                columns: self.columns.clone(),
                gate: self.gate.unwrap_or_default(),
            });
            return Ok(value <= self.target + self.gap);
        };
        let forest = self.forest;
        match &forest.nodes[node] {
            Node::Amounts(gate) => {
                self.gate = Some(*gate);
                if self.deeper(low, high)? {
                    return Ok(true);
                }
            }
            Node::Options { branches, .. } | Node::Choice(branches) => {
                let part = if high > low {
                    ((target - low) / (high - low)).min(1.0)
                } else {
                    0.0
                };
                let place = forest.place(node);
                let range = |branch: &Branch| {
                    let low = low + forest.sum(branch, &self.least) - self.least[place];
                    let high = high + forest.sum(branch, &self.most) - self.most[place];
                    (low, high)
                };
                // First the one whose range has the target where the whole range has it.
                let branches = &forest.branches[branches.clone()];
                let ranges = branches.iter().map(|branch| {
                    let (low, high) = range(branch);
                    let off = (low + part * (high - low) - target).abs();
                    (off, low, high, branch)
                });
                let mut ranges: Vec<(f64, f64, f64, &Branch)> = ranges.collect();
                ranges.sort_by(|one, other| one.0.total_cmp(&other.0));
                for (_, low, high, branch) in ranges {
                    if !self.is_worth_it(low, high) {
                        continue;
                    }
                    self.left = self.left.checked_sub(1).ok_or(TooMany)?;
                    let (taken, open) = (self.columns.len(), self.open.len());
                    self.columns.extend_from_slice(forest.columns(branch));
                    self.open.extend(forest.parts(branch));
                    if self.deeper(low, high)? {
                        return Ok(true);
                    }
                    self.open.truncate(open);
                    self.columns.truncate(taken);
                }
            }
        }
        self.open.push(node);
        Ok(false)
    }
}
