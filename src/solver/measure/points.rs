//! Lists of points: how many there are of each, and what they add to the objective rows.

use super::enclosure::Enclosure;

/// So many times as many pairs are listed as are left once they are thinned out.
const PAIRS: usize = 4;

/// Points, told apart by what they add.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Points {
    rows: usize,
    measures: Vec<Enclosure>,
    /// Point by point and row by row.
    spans: Vec<Enclosure>,
}

impl Points {
    pub(super) fn new(rows: usize) -> Self {
        Self {
            rows,
            measures: Vec::new(),
            spans: Vec::new(),
        }
    }

    /// One point, which adds nothing.
    pub(super) fn origin(rows: usize) -> Self {
        let mut points = Self::new(rows);
        points.push(Enclosure::ONE, (0..rows).map(|_| Enclosure::ZERO));
        points
    }

    pub(super) fn push(&mut self, measure: Enclosure, spans: impl Iterator<Item = Enclosure>) {
        self.measures.push(measure);
        self.spans.extend(spans);
    }

    pub(super) fn append(&mut self, mut other: Self) {
        self.measures.append(&mut other.measures);
        self.spans.append(&mut other.spans);
    }

    pub(super) fn len(&self) -> usize {
        self.measures.len()
    }

    pub(super) fn measure(&self, at: usize) -> Enclosure {
        self.measures[at]
    }

    /// By row: what a point adds.
    pub(super) fn spans(&self, at: usize) -> &[Enclosure] {
        &self.spans[at * self.rows..(at + 1) * self.rows]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Enclosure, &[Enclosure])> {
        (0..self.len()).map(|at| (self.measures[at], self.spans(at)))
    }

    /// How many there are in all.
    pub(super) fn total(&self) -> Enclosure {
        let measures = self.measures.iter().copied();
        measures.fold(Enclosure::ZERO, Enclosure::plus)
    }

    /// Whether there is a known whole number of each.
    pub(super) fn are_whole(&self) -> bool {
        let is_whole = |measure: &Enclosure| measure.width() == 0.0 && measure.low.fract() == 0.0;
        self.measures.iter().all(is_whole)
    }

    /// By row: what any of them adds; zero where there are none.
    pub(super) fn extent(&self) -> Vec<Enclosure> {
        let mut points = self.iter().map(|(_, spans)| spans);
        let mut extent = points
            .next()
            .map_or_else(|| vec![Enclosure::ZERO; self.rows], <[Enclosure]>::to_vec);
        for spans in points {
            for (all, span) in extent.iter_mut().zip(spans) {
                *all = all.or(*span);
            }
        }
        extent
    }

    /// The points, each of which takes away what it adds.
    pub(super) fn negated(&self) -> Self {
        let turned = self.spans.iter().map(|span| Enclosure {
            low: -span.high,
            high: -span.low,
        });
        Self {
            rows: self.rows,
            measures: self.measures.clone(),
            spans: turned.collect(),
        }
    }

    /// Every pair of a point here and one there of which what they add meets a condition, thinned out to about so many.
    pub(super) fn times(
        &self,
        other: &Self,
        most: usize,
        keeps: impl Fn(&[Enclosure]) -> bool,
    ) -> Self {
        let pairs = self.len().saturating_mul(other.len());
        if pairs > PAIRS * most.max(1) {
            // The longer is thinned, until there is room to list all pairs.
            let (long, short) = (self.len().max(other.len()), self.len().min(other.len()));
            let fewer = (PAIRS * most.max(1) / short.max(1)).clamp(1, long / 2);
            let [one, two] = [self, other].map(|list| match list.len() == long {
                true => list.clone().thinned(fewer),
                false => list.clone(),
            });
            return one.times(&two, most, keeps);
        }
        let mut pairs = Self::new(self.rows);
        for (measure, spans) in self.iter() {
            for (others, also) in other.iter() {
                let from = pairs.spans.len();
                let sums = spans.iter().zip(also).map(|(a, b)| a.plus(*b));
                pairs.spans.extend(sums);
                if keeps(&pairs.spans[from..]) {
                    pairs.measures.push(measure.times(others));
                } else {
                    pairs.spans.truncate(from);
                }
            }
        }
        pairs.thinned(most)
    }

    /// The points a second time, those that add about the same as one: so many at the most.
    fn thinned(self, most: usize) -> Self {
        if self.len() <= most {
            return self;
        }
        let extent = self.extent();
        let spread: Vec<usize> = (0..self.rows)
            .filter(|row| extent[*row].width() > 0.0)
            .take(most.max(1).ilog2() as usize)
            .collect();
        let parts = side(most, spread.len());
        let mut place = vec![None; parts.pow(spread.len() as u32)];
        let mut thin = Self::new(self.rows);
        for (measure, spans) in self.iter() {
            let cell = spread.iter().fold(0, |cell, &row| {
                let middle = spans[row].low + (spans[row].high - spans[row].low) / 2.0;
                let share = (middle - extent[row].low) / extent[row].width();
                cell * parts + ((share * parts as f64) as usize).min(parts - 1)
            });
            match place[cell] {
                None => {
                    place[cell] = Some(thin.len());
                    thin.push(measure, spans.iter().copied());
                }
                Some(at) => {
                    thin.measures[at] = thin.measures[at].plus(measure);
                    let all = &mut thin.spans[at * self.rows..(at + 1) * self.rows];
                    for (all, span) in all.iter_mut().zip(spans) {
                        *all = all.or(*span);
                    }
                }
            }
        }
        thin
    }
}

/// By row: what any of some spans holds; nothing where there are none.
pub(super) fn either<'a>(mut spans: impl Iterator<Item = &'a Vec<Enclosure>>) -> Vec<Enclosure> {
    let mut all = spans.next().cloned().unwrap_or_default();
    for other in spans {
        for (all, span) in all.iter_mut().zip(other) {
            *all = all.or(*span);
        }
    }
    all
}

/// By row: what some extents add up to.
pub(super) fn sum(rows: usize, extents: impl Iterator<Item = Vec<Enclosure>>) -> Vec<Enclosure> {
    extents.fold(vec![Enclosure::ZERO; rows], |sum, extent| {
        let pairs = sum.iter().zip(&extent);
        pairs.map(|(a, b)| a.plus(*b)).collect()
    })
}

/// In how many parts each of some rows may be divided, for so many cells in all.
pub(super) fn side(most: usize, rows: usize) -> usize {
    let mut parts = 1;
    let fits = |parts: usize| (0..rows).try_fold(1_usize, |cells, _| cells.checked_mul(parts));
    while rows > 0 && parts < most && fits(parts + 1).is_some_and(|cells| cells <= most) {
        parts += 1;
    }
    parts
}
