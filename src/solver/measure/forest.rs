//! A program as parts that are independent of each other, and programs that have parts in common.

use std::rc::Rc;

use super::super::program::Program;
use super::alternative::{Alternative, alternatives};
use super::cells::Leaf;
use super::component::{components, constant};
use super::enclosure::Enclosure;
use super::points::Points;
use super::region::Region;

/// Points of a program: every one of each part with every one of the others.
pub(super) struct Forest {
    /// By objective row: what the parts must add to it.
    pub(super) asked: Vec<Enclosure>,
    /// Parts of choices.
    pub(super) lists: Vec<Rc<Points>>,
    /// Parts with amounts, or with too many combinations of choices to list.
    pub(super) regions: Vec<Rc<Region>>,
}

/// The most forests that a program is taken apart into: the alternatives of its parts multiply.
const MOST_FORESTS: usize = 64;

impl Forest {
    /// The points of a program, as forests that have none in common.
    pub(super) fn all(program: &Program) -> Vec<Self> {
        let constant = constant(program);
        let rows = program.rows().iter().zip(&constant);
        let asked: Vec<Enclosure> = rows
            .filter(|(row, _)| row.scale > 0.0)
            .map(|(row, constant)| Enclosure::exactly(row.floor - row.tolerance()).minus(*constant))
            .collect();
        let Some(parts) = components(program, &constant) else {
            return Vec::new();
        };
        let mut forests = vec![Self {
            asked,
            lists: Vec::new(),
            regions: Vec::new(),
        }];
        for part in parts {
            let most = MOST_FORESTS / forests.len().max(1);
            let alternatives: Vec<_> = alternatives(part, most)
                .into_iter()
                .filter(|part| !part.choices.is_empty())
                .map(|part| (Rc::new(listed(&part)), part.rest))
                .collect();
            let with = |before: &Self| -> Vec<Self> {
                let one = alternatives.iter().map(|(list, rest)| Self {
                    asked: before.asked.clone(),
                    lists: before.lists.iter().chain([list]).map(Rc::clone).collect(),
                    regions: before.regions.iter().chain(rest).map(Rc::clone).collect(),
                });
                one.collect()
            };
            forests = forests.iter().flat_map(with).collect();
        }
        forests
    }
}

fn listed(part: &Alternative) -> Points {
    let rows = part.choices.first().map_or(0, |leaf| leaf.spans.len());
    let mut points = Points::new(rows);
    for Leaf { measure, spans, .. } in &part.choices {
        points.push(*measure, spans.iter().copied());
    }
    points
}

/// Forests with what they have in common.
pub(super) struct Group {
    /// The regions, alike in all of them.
    pub(super) regions: Vec<Rc<Region>>,
    /// The lists that all of them have.
    pub(super) shared: Vec<Rc<Points>>,
    /// By forest: what is asked, and the lists that it has for itself.
    pub(super) own: Vec<(Vec<Enclosure>, Vec<Rc<Points>>)>,
}

/// All forests, those with the same regions together where what they share is more than what they do not.
pub(super) fn grouped(forests: Vec<Forest>) -> Vec<Group> {
    let mut alike: Vec<Vec<Forest>> = Vec::new();
    for forest in forests {
        let is_alike = |others: &&mut Vec<Forest>| {
            let first = &others[0].regions;
            first.len() == forest.regions.len()
                && first
                    .iter()
                    .zip(&forest.regions)
                    .all(|(one, other)| one.program.is_same_as(&other.program))
        };
        match alike.iter_mut().find(is_alike) {
            Some(others) => others.push(forest),
            None => alike.push(vec![forest]),
        }
    }
    alike.into_iter().flat_map(taken_apart).collect()
}

fn taken_apart(forests: Vec<Forest>) -> Vec<Group> {
    let regions = forests[0].regions.clone();
    let mut own: Vec<Vec<Rc<Points>>> = forests.iter().map(|it| it.lists.clone()).collect();
    let mut shared = Vec::new();
    for list in &forests[0].lists {
        let places: Option<Vec<usize>> = own
            .iter()
            .map(|lists| {
                lists
                    .iter()
                    .position(|other| Rc::ptr_eq(other, list) || other == list)
            })
            .collect();
        if let Some(places) = places {
            for (lists, place) in own.iter_mut().zip(places) {
                lists.remove(place);
            }
            shared.push(Rc::clone(list));
        }
    }
    let size = |lists: &[Rc<Points>]| lists.iter().map(|list| list.len() as f64).product::<f64>();
    let most = own.iter().map(|lists| size(lists)).fold(0.0, f64::max);
    if forests.len() > 1 && regions.is_empty() && size(&shared) < most {
        let alone = forests.into_iter().map(|forest| Group {
            regions: Vec::new(),
            shared: forest.lists,
            own: vec![(forest.asked, Vec::new())],
        });
        return alone.collect();
    }
    let asked = forests.into_iter().map(|forest| forest.asked);
    vec![Group {
        regions,
        shared,
        own: asked.zip(own).collect(),
    }]
}
