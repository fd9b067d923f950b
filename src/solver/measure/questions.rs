//! What is left to be added to the objective rows once some parts of a forest are picked.

use std::rc::Rc;

use super::enclosure::Enclosure;
use super::points::{Points, sum};

/// The questions of some forests: each is a point of a list, less a point of the list that stands beside it.
pub(super) struct Questions {
    one: Points,
    /// By point: the list beside it.
    place: Vec<u32>,
    beside: Vec<Points>,
}

impl Questions {
    pub(super) fn new(rows: usize) -> Self {
        Self {
            one: Points::new(rows),
            place: Vec::new(),
            beside: Vec::new(),
        }
    }

    /// Adds what is asked of a forest less what its own parts add, so far as shared parts can make up for it. Where that
    /// is too many points to list, the second longest list stays beside the others.
    pub(super) fn add(
        &mut self,
        floors: &[Enclosure],
        own: &[Rc<Points>],
        shared: &[Enclosure],
        most: usize,
    ) {
        let rows = floors.len();
        let mut own: Vec<&Rc<Points>> = own.iter().collect();
        own.sort_by_key(|list| list.len());
        let size: f64 = own.iter().map(|list| list.len() as f64).product();
        let apart = match own.len() {
            count if count > 1 && size > most as f64 => Some(own.remove(count - 2)),
            _ => None,
        };
        let apart = apart.map_or_else(|| Points::origin(rows), |list| list.negated());
        let mut asked = Points::new(rows);
        asked.push(Enclosure::ONE, floors.iter().copied());
        let mut least = vec![f64::NEG_INFINITY; rows];
        for at in 0..own.len() {
            let later = own[at + 1..].iter().map(|list| list.extent());
            let mut others = sum(rows, later.chain([shared.to_vec()]));
            for (all, apart) in others.iter_mut().zip(apart.extent()) {
                *all = all.minus(apart);
            }
            let can_be_met = |asked: &[Enclosure]| {
                let mut pairs = asked.iter().zip(&others);
                pairs.all(|(asked, most)| asked.low <= most.high)
            };
            asked = asked.times(&own[at].negated(), most, can_be_met);
        }
        if asked.len() == 0 {
            return;
        }
        for (least, asked) in least.iter_mut().zip(asked.extent()) {
            *least = asked.low;
        }
        let apart = Points::origin(rows).times(&apart, most, |spans| {
            let mut rows = spans.iter().zip(&least).zip(shared);
            rows.all(|((span, least), shared)| {
                let asked = span.plus(Enclosure::exactly(*least));
                asked.low <= shared.high
            })
        });
        if apart.len() == 0 {
            return;
        }
        let place = self.beside.len() as u32;
        self.place.extend((0..asked.len()).map(|_| place));
        self.one.append(asked);
        self.beside.push(apart);
    }

    /// The questions less what a point of a list adds: as more questions, as long as these are so few, else in the lists
    /// beside them.
    pub(super) fn less(self, list: &Points, few: usize, room: usize) -> Self {
        let list = list.negated();
        if self.one.len() * list.len() > few {
            let beside = self.beside.iter();
            return Self {
                beside: beside
                    .map(|beside| beside.times(&list, room, |_| true))
                    .collect(),
                ..self
            };
        }
        let places = self.place.iter();
        Self {
            place: places
                .flat_map(|place| (0..list.len()).map(|_| *place))
                .collect(),
            one: self.one.times(&list, few, |_| true),
            beside: self.beside,
        }
    }

    /// How many points are listed for them.
    pub(super) fn listed(&self) -> usize {
        self.one.len() + self.beside.iter().map(Points::len).sum::<usize>()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        let beside = (0..self.count()).map(|at| self.beside(at).len());
        beside.sum()
    }

    /// How many points they are made of that have others beside them.
    pub(super) fn count(&self) -> usize {
        self.one.len()
    }

    pub(super) fn point(&self, at: usize) -> (Enclosure, &[Enclosure]) {
        (self.one.measure(at), self.one.spans(at))
    }

    /// What stands beside a point.
    pub(super) fn beside(&self, at: usize) -> &Points {
        &self.beside[self.place[at] as usize]
    }

    /// By point: from the least to the most that is asked with what stands beside it.
    pub(super) fn extents(&self) -> Vec<Vec<Enclosure>> {
        let beside: Vec<Vec<Enclosure>> = self.beside.iter().map(Points::extent).collect();
        let all = (0..self.count()).map(|at| {
            let pairs = self
                .one
                .spans(at)
                .iter()
                .zip(&beside[self.place[at] as usize]);
            pairs.map(|(a, b)| a.plus(*b)).collect()
        });
        all.collect()
    }

    /// How many there are in all, each as often as it comes.
    pub(super) fn total(&self) -> Enclosure {
        let beside: Vec<Enclosure> = self.beside.iter().map(Points::total).collect();
        let all = (0..self.count()).map(|at| {
            let beside = beside[self.place[at] as usize];
            self.one.measure(at).times(beside)
        });
        all.fold(Enclosure::ZERO, Enclosure::plus)
    }

    pub(super) fn are_whole(&self) -> bool {
        self.one.are_whole() && self.beside.iter().all(Points::are_whole)
    }
}
