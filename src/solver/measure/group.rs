//! The measure of forests that have parts in common: some parts go into questions, the others into answers.

use std::rc::Rc;

use super::Measure;
use super::cells::{Need, cut, leaves};
use super::enclosure::Enclosure;
use super::forest::Group;
use super::pairs::{BLOCKS, Sums, answered};
use super::points::{Points, either, sum};
use super::questions::Questions;

/// A list may have so many points for each cell that amounts are cut into.
const POINTS_A_CELL: usize = 16;
/// And so many questions, of all forests, for each point of a list.
const QUESTIONS: usize = 4;
/// As many answers as are put into tables for each question that may be looked up.
const LOOKED_UP: usize = 4;
/// So many questions are kept in blocks, and the rest of what they are made of beside them.
const BLOCKED: usize = 1 << 16;

impl Group {
    /// How many points of all forests reach what is asked, of lists of about `room` points, with about so much put into
    /// tables.
    pub(super) fn measure(&self, room: usize, work: usize) -> Measure {
        let rows = self.own.first().map_or(0, |(asked, _)| asked.len());
        let uncut: Vec<_> = self.regions.iter().map(|region| leaves(region)).collect();
        let spans = uncut.iter().map(|leaves| {
            let mut points = Points::new(rows);
            for leaf in leaves {
                points.push(leaf.measure, leaf.spans.iter().copied());
            }
            points.extent()
        });
        let spans: Vec<Vec<Enclosure>> = spans.collect();
        let mut lists: Vec<Rc<Points>> = self.shared.clone();
        let extents = lists.iter().map(|list| list.extent()).chain(spans.clone());
        let shared = sum(rows, extents);
        let mut asked = Questions::new(rows);
        let most = QUESTIONS * room / self.own.len();
        for (floors, own) in &self.own {
            asked.add(floors, own, &shared, most);
        }
        if asked.len() == 0 {
            return Measure {
                bounds: Enclosure::ZERO,
                boxes: 0,
            };
        }
        let all = either(asked.extents().iter());
        for ((region, leaves), own) in self.regions.iter().zip(uncut).zip(&spans) {
            let need = Need::new(&all, &shared, own);
            let most = room / POINTS_A_CELL;
            lists.push(Rc::new(cut(region, leaves, &need, most)));
        }
        if lists.iter().any(|list| list.len() == 0) {
            return Measure {
                bounds: Enclosure::ZERO,
                boxes: asked.listed() as u64,
            };
        }
        let (questions, answers) = divided(asked, lists, rows, (room, work));
        let boxes = questions.listed() + answers.listed();
        Measure {
            bounds: answered(&questions, &answers, work),
            boxes: boxes as u64,
        }
    }
}

impl Need {
    /// What a part is asked, where all parts that forests share add this much and the part itself that much of it.
    fn new(asked: &[Enclosure], shared: &[Enclosure], own: &[Enclosure]) -> Self {
        let rows = asked.iter().zip(shared).zip(own);
        let (mut wanted, mut unit) = (Vec::new(), Vec::new());
        for ((asked, shared), own) in rows {
            let others = Enclosure {
                low: (shared.low - own.low).next_down(),
                high: (shared.high - own.high).next_up(),
            };
            let left = asked.minus(others);
            wanted.push(left);
            unit.push((left.width() + own.width()).max(f64::MIN_POSITIVE));
        }
        Self {
            asked: wanted,
            unit,
        }
    }
}

/// Lists as questions and answers: those that differ least go with the questions, as long as these are not too many, nor
/// many more than the answers.
fn divided(
    mut asked: Questions,
    mut lists: Vec<Rc<Points>>,
    rows: usize,
    (room, work): (usize, usize),
) -> (Questions, Sums) {
    let extents: Vec<_> = lists.iter().map(|list| list.extent()).collect();
    let all = sum(rows, extents.into_iter());
    let spread = |list: &Points| -> f64 {
        let pairs = list.extent().into_iter().zip(&all);
        let shares = pairs.filter(|(_, all)| all.width() > 0.0);
        shares.map(|(own, all)| own.width() / all.width()).sum()
    };
    lists.sort_by(|a, b| spread(a).total_cmp(&spread(b)));
    let largest = (0..lists.len()).max_by_key(|&at| lists[at].len());
    let other = largest.map_or_else(
        || Rc::new(Points::origin(rows)),
        |largest| lists.remove(largest),
    );
    let mut left: f64 = lists.iter().map(|list| list.len() as f64).product();
    let mut one = Points::origin(rows);
    for list in lists {
        left /= list.len() as f64;
        let questions = asked.len() as f64 * list.len() as f64;
        let weight = asked.len().min(BLOCKS) as f64;
        let answers = left * (one.len() * other.len()) as f64;
        if questions > weight * answers || questions > (work / LOOKED_UP) as f64 {
            one = one.times(&list, room.min(work / other.len()), |_| true);
        } else {
            asked = asked.less(&list, BLOCKED, room);
        }
    }
    let other = Rc::unwrap_or_clone(other);
    (asked, Sums { one, other })
}
