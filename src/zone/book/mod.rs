//! The deals of a conflict laid out once, for questions that come again and again while the situation moves.
//!
//! In every frame a party's surplus is constant + delivered · Σ flow + Σ direct, where the sums run over what the deal
//! says on each issue. No situation changes what can be combined with what, so that is worked out once, as a tree of
//! choices a frame ([`Book`]); what moves from round to round is a number for each option and each frame ([`Lens`]). The
//! best deal of one party ([`Solo`]), the one that is best for what is asked of two, levers pulled beside it or not
//! ([`Duo`]), and those that leave one party so much ([`Shelf`]) are then found by walks down these trees.
//! [`best_deal`](super::best_deal) answers the same questions by a search that needs nothing laid out; it is the yardstick
//! of this one, and answers where a conflict cannot be laid out.

mod aim;
mod amounts;
mod candidate;
mod columns;
mod dive;
mod duo;
mod eyes;
mod grow;
mod hunt;
mod layout;
mod lens;
mod levers;
mod likes;
mod look;
mod memory;
mod question;
mod rope;
mod shelf;
mod sight;
mod solo;
mod tree;
mod worths;

use std::collections::BTreeMap;

use self::amounts::{Amounts, Limit};
use self::columns::Columns;
use self::grow::{Exclusion, Grower, NoTree};
use self::layout::{Joint, Place};
use self::tree::{Forest, Tree};
use super::Demands;
use super::compile::forbidden;
use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::space::{Deal, Level, Test};

pub(crate) use aim::Aim;
pub(crate) use duo::Duo;
pub(crate) use hunt::Nearest;
pub(crate) use layout::Layout;
pub(crate) use lens::Lens;
pub(crate) use levers::Levers;
pub(crate) use memory::Memory;
pub(crate) use question::{Asked, Side};
pub(crate) use shelf::Shelf;
pub(crate) use solo::Solo;

/// The deals that meet the constraints and some red lines.
#[derive(Debug)]
struct Book {
    amounts: Amounts,
    /// By gate, the limits that hold together.
    gates: Vec<Vec<Limit>>,
    forest: Forest,
    trees: Vec<Tree>,
    /// The frames that hold a deal, each with its tree.
    frames: Vec<(usize, usize)>,
    /// All deals of all frames and more: what the choice of a frame excludes is not left out.
    loose: Tree,
    /// What the trees count.
    columns: Columns,
    /// Columns of joints that the choice of a frame may complete.
    framed_joints: Vec<usize>,
}

impl Book {
    /// The deals that meet the constraints and the red lines among these demands, without some that none of those whose
    /// wishes count likes better than another, where anybody is named. `None` where they cannot be laid out.
    fn new(
        conflict: &Conflict,
        layout: &Layout,
        demands: &Demands,
        wishes: Option<&[PartyIndex]>,
    ) -> Option<Self> {
        let mut limits = Vec::new();
        let mut exclusions = Vec::new();
        for pattern in forbidden(conflict, demands) {
            let mut exclusion = Exclusion {
                when: Vec::new(),
                limit: None,
            };
            for condition in &pattern.conditions {
                if let Some(literal) = layout.literal(condition) {
                    exclusion.when.push(literal);
                    continue;
                }
                let issue = condition.issue.get();
                let limit = match condition.test {
                    Test::Above(bound) => Limit {
                        issue,
                        at_most: true,
                        bound,
                    },
                    Test::Below(bound) => Limit {
                        issue,
                        at_most: false,
                        bound,
                    },
                    Test::AnyOf(_) => return None,
                };
                if exclusion.limit.is_some() {
                    return None;
                }
                exclusion.limit = Some(limits.len());
                limits.push(limit);
            }
            exclusions.push(exclusion);
        }
        let issues: Vec<usize> = (0..layout.places.len())
            .filter(|issue| {
                !matches!(layout.places[*issue], Place::Open { .. }) && !layout.frames_deal(*issue)
            })
            .collect();
        let framed =
            |when: &[layout::Literal]| when.iter().any(|literal| layout.frames_deal(literal.issue));
        let mut grower = Grower::new(layout, wishes);
        let mut trees = Vec::new();
        let mut frames = Vec::new();
        let mut known: BTreeMap<Vec<bool>, Option<usize>> = BTreeMap::new();
        for (index, frame) in layout.frames.iter().enumerate() {
            // What the frame leaves open decides which tree is its own.
            let open = |when: &[layout::Literal]| {
                when.iter().all(|literal| {
                    let chosen = frame.choices.iter();
                    let mut chosen = chosen.filter(|(issue, _)| issue.get() == literal.issue);
                    chosen.all(|(_, option)| literal.passes[option.get()])
                })
            };
            let rules = exclusions.iter().map(|rule| open(&rule.when));
            let signature: Vec<bool> = rules
                .chain(layout.joints.iter().map(|joint| open(&joint.when)))
                .collect();
            let tree = match known.get(&signature) {
                Some(tree) => *tree,
                None => {
                    let left = |when: &[layout::Literal]| -> Vec<layout::Literal> {
                        let rest = when
                            .iter()
                            .filter(|literal| !layout.frames_deal(literal.issue));
                        rest.cloned().collect()
                    };
                    let rules = exclusions.iter().filter(|rule| open(&rule.when));
                    let rules: Vec<Exclusion> = rules
                        .map(|rule| Exclusion {
                            when: left(&rule.when),
                            limit: rule.limit,
                        })
                        .collect();
                    let joints = layout.joints.iter().filter(|joint| open(&joint.when));
                    let joints = joints.map(|joint| Joint {
                        when: left(&joint.when),
                        slot: joint.slot,
                    });
                    let excluded = rules
                        .iter()
                        .any(|rule| rule.when.is_empty() && rule.limit.is_none());
                    let grown = if excluded {
                        Err(NoTree::Excluded)
                    } else {
                        grower.grow(issues.clone(), rules, joints.collect())
                    };
                    let tree = match grown {
                        Ok(tree) => {
                            trees.push(tree);
                            Some(trees.len() - 1)
                        }
                        Err(NoTree::Excluded) => None,
                        Err(NoTree::TooLarge) => return None,
                    };
                    known.insert(signature, tree);
                    tree
                }
            };
            frames.extend(tree.map(|tree| (index, tree)));
        }
        let rules = exclusions
            .iter()
            .filter(|rule| !framed(&rule.when))
            .cloned();
        let joints = layout
            .joints
            .iter()
            .filter(|joint| !framed(&joint.when))
            .cloned();
        let mut loose = match grower.grow(issues.clone(), rules.collect(), joints.collect()) {
            Ok(tree) => tree,
            // Then no frame holds a deal either.
            Err(NoTree::Excluded) => Tree::default(),
            Err(NoTree::TooLarge) => return None,
        };
        let (mut forest, gates) = grower.finish();
        let gates = gates.into_iter();
        let all = trees.iter_mut().chain([&mut loose]);
        let columns = Columns::number(layout, &mut forest, all);
        let framed_joints = layout.joints.iter().filter(|joint| framed(&joint.when));
        let framed_joints = framed_joints.filter_map(|joint| columns.of(joint.slot));
        Some(Self {
            amounts: Amounts::new(conflict, layout)?,
            gates: gates
                .map(|gate| gate.into_iter().map(|limit| limits[limit]).collect())
                .collect(),
            forest,
            trees,
            frames,
            loose,
            framed_joints: framed_joints.collect(),
            columns,
        })
    }

    /// The least and the greatest weight of delivered terms to a party among the frames.
    fn delivered(&self, layout: &Layout, party: PartyIndex) -> (f64, f64) {
        let delivered = self
            .frames
            .iter()
            .map(|(frame, _)| layout.delivered(Some(party), *frame));
        delivered.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), next| {
            (low.min(next), high.max(next))
        })
    }

    /// The deal of a frame with the options in these columns and those that its tree leaves no choice, and with these
    /// amounts.
    fn deal(&self, layout: &Layout, place: usize, columns: &[usize], amounts: &[f64]) -> Deal {
        let (frame, tree) = self.frames[place];
        let mut levels: Vec<Level> = (0..layout.places.len())
            .map(|issue| layout.level(issue, 0))
            .collect();
        for (issue, option) in &layout.frames[frame].choices {
            levels[issue.get()] = Level::Option(*option);
        }
        for column in columns.iter().chain(&self.trees[tree].fixed) {
            if let Some((issue, option)) = self.columns.option(*column) {
                levels[issue] = layout.level(issue, option);
            }
        }
        for (issue, amount) in self.amounts.issues.iter().zip(amounts) {
            levels[*issue] = amounts::level(*amount);
        }
        Deal::new(levels)
    }
}

#[cfg(test)]
mod tests;
