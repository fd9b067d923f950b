//! How many points of a list reach each row, looked up: points are gathered on a grid, and every cell of it knows how
//! many lie above it in all rows at once (a summed-area table, Crow 1984).

use super::enclosure::Enclosure;
use super::points::side;

/// One row of the grid.
#[derive(Debug, Clone, Copy)]
struct Axis {
    row: usize,
    /// The least that is asked for; points below are left out.
    from: f64,
    /// The most that is asked for and that a point comes to; points above are in one cell.
    upto: f64,
    /// The most that is asked for.
    most: f64,
    scale: f64,
}

impl Axis {
    /// Never less for more, so that what lies in a higher cell is more, whatever rounding does.
    fn cell(&self, value: f64, parts: usize) -> usize {
        if value >= self.upto {
            return parts;
        }
        (((value - self.from) * self.scale) as usize).min(parts - 1)
    }
}

/// By row: what is asked of a table, and what its points come to, from the least to the most.
pub(super) type Window = Vec<(Enclosure, Enclosure)>;

/// Points on a grid.
#[derive(Debug)]
pub(super) struct Table {
    axes: Vec<Axis>,
    parts: usize,
    /// By cell: how many points lie in it or above it in every row.
    sums: Vec<f64>,
    /// By axis and cell: the points in that slice, where boundaries are looked at point by point.
    slices: Vec<Vec<Vec<u32>>>,
    /// What the points add, axis by axis; and how many there are of each.
    points: Vec<f64>,
    measures: Vec<f64>,
}

/// The most cells of a grid.
pub(super) const CELLS: usize = 1 << 18;
/// The most rows of a grid.
const ROWS: usize = 10;

impl Table {
    /// A table for what lies in this window, which is filled by [`add`](Self::add) and then closed; `None` where no point
    /// can reach what is asked of some row.
    pub(super) fn new(window: &Window, cells: usize) -> Option<Self> {
        let mut axes = Vec::new();
        for (row, (asked, held)) in window.iter().enumerate() {
            if asked.low > held.high {
                return None;
            }
            // Rows that all points reach are left out.
            if asked.high > held.low {
                axes.push(Axis {
                    row,
                    from: asked.low.max(held.low),
                    upto: asked.high.min(held.high),
                    most: asked.high,
                    scale: 0.0,
                });
            }
        }
        let gridded = axes.len().clamp(1, ROWS);
        let parts = side(cells.min(CELLS), gridded).clamp(3, 1 << 16) - 2;
        for axis in &mut axes {
            let width = axis.upto - axis.from;
            axis.scale = if width > 0.0 {
                parts as f64 / width
            } else {
                0.0
            };
        }
        let side = parts + 2;
        Some(Self {
            sums: vec![0.0; side.pow(axes.len().min(ROWS) as u32)],
            slices: Vec::new(),
            points: Vec::new(),
            measures: Vec::new(),
            axes,
            parts,
        })
    }

    /// Remembers points one by one from now on.
    pub(super) fn keep(&mut self) {
        let axes = self.axes.iter();
        self.slices = axes.map(|_| vec![Vec::new(); self.parts + 1]).collect();
    }

    /// Whether a point that adds this much is not left out.
    pub(super) fn takes(&self, value: impl Fn(usize) -> f64) -> bool {
        self.axes.iter().all(|axis| value(axis.row) >= axis.from)
    }

    /// Whether a point that adds this much reaches whatever is asked.
    pub(super) fn tops(&self, value: impl Fn(usize) -> f64) -> bool {
        self.axes.iter().all(|axis| value(axis.row) >= axis.most)
    }

    /// Adds a point, of which there are so many, by what it adds to each row.
    pub(super) fn add(&mut self, value: impl Fn(usize) -> f64, measure: f64) {
        let mut place = 0;
        for (at, axis) in self.axes.iter().enumerate() {
            let value = value(axis.row);
            if value < axis.from {
                return;
            }
            if at < ROWS {
                place = place * (self.parts + 2) + axis.cell(value, self.parts);
            }
        }
        self.sums[place] += measure;
        if self.slices.is_empty() {
            return;
        }
        for (axis, slices) in self.axes.iter().zip(&mut self.slices) {
            let value = value(axis.row);
            slices[axis.cell(value, self.parts)].push(self.measures.len() as u32);
            self.points.push(value);
        }
        self.measures.push(measure);
    }

    /// Sums up what lies above.
    pub(super) fn close(&mut self) {
        let side = self.parts + 2;
        let mut stride = 1;
        for _ in self.axes.iter().take(ROWS) {
            for block in self.sums.chunks_exact_mut(stride * side) {
                for at in (0..stride * (side - 1)).rev() {
                    block[at] += block[at + stride];
                }
            }
            stride *= side;
        }
    }

    /// At least and at most how many points add this much to every row.
    pub(super) fn reaching(&self, asked: impl Fn(usize) -> f64) -> (f64, f64) {
        let (mut above, mut within) = (0, 0);
        let side = self.parts + 2;
        for axis in self.axes.iter().take(ROWS) {
            let asked = asked(axis.row);
            if asked <= axis.from {
                // All that is held reaches it.
                (above, within) = (above * side, within * side);
                continue;
            }
            let cell = axis.cell(asked, self.parts);
            (above, within) = (above * side + cell + 1, within * side + cell);
        }
        let is_told = self.axes.len() <= ROWS;
        let low = if is_told { self.sums[above] } else { 0.0 };
        if self.slices.is_empty() {
            return (low, self.sums[within]);
        }
        let known = low + self.on_boundary(asked);
        (known, known)
    }

    /// Points in the cells that what is asked cuts through, one by one: each in the first slice of it that holds them.
    fn on_boundary(&self, asked: impl Fn(usize) -> f64) -> f64 {
        let mut found = 0.0;
        if self.axes.len() > ROWS {
            for (adds, measure) in self
                .points
                .chunks_exact(self.axes.len())
                .zip(&self.measures)
            {
                let mut pairs = self.axes.iter().zip(adds);
                if pairs.all(|(axis, adds)| *adds >= asked(axis.row)) {
                    found += measure;
                }
            }
            return found;
        }
        for (at, axis) in self.axes.iter().enumerate() {
            let value = asked(axis.row);
            if value <= axis.from {
                continue;
            }
            for &point in &self.slices[at][axis.cell(value, self.parts)] {
                let from = point as usize * self.axes.len();
                let adds = &self.points[from..from + self.axes.len()];
                let counts = self
                    .axes
                    .iter()
                    .zip(adds)
                    .enumerate()
                    .all(|(other, (axis, adds))| {
                        let asked = asked(axis.row);
                        *adds >= asked
                            && (other >= at
                                || asked <= axis.from
                                || axis.cell(*adds, self.parts) > axis.cell(asked, self.parts))
                    });
                if counts {
                    found += self.measures[point as usize];
                }
            }
        }
        found
    }
}
