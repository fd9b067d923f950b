//! The points of one part of a program, in a tree: halves of points that add much the same, down to single points and
//! to cells that are cut when somebody asks.

use std::rc::Rc;

use super::region::{Range, Region};

/// Some points of a part, as they stand in its own constraints, and what they add to the objective rows.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    /// The measure of those that meet the constraints, at least.
    pub(super) low: f64,
    /// And at most.
    pub(super) high: f64,
    /// By objective row: the least and the most that any of them adds.
    pub(super) spans: Vec<(f64, f64)>,
    /// Where it can be cut; not a single point, nor as little as arithmetic can tell apart.
    pub(super) cell: Option<Cell>,
}

/// A box that can be cut.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) ranges: Vec<Range>,
    pub(super) cut: usize,
}

/// The most points that are listed before anybody asks.
pub(super) const MOST: usize = 4_096;

/// The points of a part, by its choices.
pub(super) fn leaves(region: &Region) -> Vec<Leaf> {
    let boxes = listed(region).into_iter();
    boxes.filter_map(|ranges| region.leaf(ranges)).collect()
}

/// Every combination of the choices of a part that may meet its constraints, where they are few enough; else some
/// choices are left open.
pub(super) fn listed(region: &Region) -> Vec<Vec<Range>> {
    let mut listed = Vec::new();
    let mut open = vec![region.whole()];
    while let Some(ranges) = open.pop() {
        let choice = ranges.iter().position(|range| *range == Range::Any);
        match choice.filter(|_| listed.len() + open.len() < MOST) {
            Some(at) if !region.is_outside(&ranges) => open.extend(region.parts(&ranges, at)),
            Some(_) => {}
            None => listed.push(ranges),
        }
    }
    listed
}

/// Every pair of points of two parts, as one leaf; only for leaves that cannot be cut.
pub(super) fn product(one: &[Leaf], other: &[Leaf]) -> Vec<Leaf> {
    let pairs = one.iter().flat_map(|a| other.iter().map(move |b| (a, b)));
    pairs
        .map(|(a, b)| Leaf {
            low: a.low * b.low,
            high: a.high * b.high,
            spans: a
                .spans
                .iter()
                .zip(&b.spans)
                .map(|(a, b)| (a.0 + b.0, a.1 + b.1))
                .collect(),
            cell: None,
        })
        .collect()
}

/// What lies below a node.
#[derive(Debug)]
enum Below {
    Nothing,
    Nodes(Vec<u32>),
    Cell(Cell),
}

#[derive(Debug)]
struct Node {
    low: f64,
    high: f64,
    below: Below,
}

/// The leaves of a part, gathered by what they add.
#[derive(Debug)]
pub(super) struct Tree {
    /// What cells are cut in; `None` for a product of parts, which has none.
    region: Option<Rc<Region>>,
    nodes: Vec<Node>,
    /// Node by node and row by row.
    spans: Vec<(f64, f64)>,
    rows: usize,
    pub(super) root: u32,
}

impl Tree {
    /// A tree of these leaves; `None` where there are none. `scales` are the units of the objective rows.
    pub(super) fn new(
        region: Option<Rc<Region>>,
        mut leaves: Vec<Leaf>,
        scales: &[f64],
    ) -> Option<Self> {
        if leaves.is_empty() {
            return None;
        }
        let mut tree = Self {
            region,
            nodes: Vec::with_capacity(2 * leaves.len()),
            spans: Vec::with_capacity(2 * leaves.len() * scales.len()),
            rows: scales.len(),
            root: 0,
        };
        tree.root = tree.gather(&mut leaves, scales);
        Some(tree)
    }

    fn gather(&mut self, leaves: &mut [Leaf], scales: &[f64]) -> u32 {
        if let [leaf] = leaves {
            let below = leaf.cell.take().map_or(Below::Nothing, Below::Cell);
            self.spans.append(&mut leaf.spans);
            return self.add(leaf.low, leaf.high, below);
        }
        let centre = |leaf: &Leaf, row: usize| leaf.spans[row].0 + leaf.spans[row].1;
        let spread = |row: usize| {
            let centres = leaves.iter().map(|leaf| centre(leaf, row));
            let (least, most) = centres.fold((f64::INFINITY, f64::NEG_INFINITY), |found, at| {
                (found.0.min(at), found.1.max(at))
            });
            (most - least) / scales[row]
        };
        let widest = (0..scales.len())
            .map(|row| (spread(row), row))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let half = leaves.len() / 2;
        if let Some((_, row)) = widest {
            leaves.select_nth_unstable_by(half, |a, b| centre(a, row).total_cmp(&centre(b, row)));
        }
        let (below, above) = leaves.split_at_mut(half);
        let halves = [self.gather(below, scales), self.gather(above, scales)];
        for row in 0..self.rows {
            let [a, b] = halves.map(|half| self.spans(half)[row]);
            self.spans.push((a.0.min(b.0), a.1.max(b.1)));
        }
        let [a, b] = halves.map(|half| &self.nodes[half as usize]);
        let (low, high) = (a.low + b.low, a.high + b.high);
        self.add(low, high, Below::Nodes(halves.to_vec()))
    }

    /// Adds a node whose spans are there already.
    fn add(&mut self, low: f64, high: f64, below: Below) -> u32 {
        self.nodes.push(Node { low, high, below });
        (self.nodes.len() - 1) as u32
    }

    /// By objective row: the least and the most that points of a node add.
    pub(super) fn spans(&self, node: u32) -> &[(f64, f64)] {
        let from = node as usize * self.rows;
        &self.spans[from..from + self.rows]
    }

    /// The measure of points of a node that meet the part's constraints, at least and at most.
    pub(super) fn measure(&self, node: u32) -> (f64, f64) {
        let node = &self.nodes[node as usize];
        (node.low, node.high)
    }

    pub(super) fn can_be_divided(&self, node: u32) -> bool {
        !matches!(self.nodes[node as usize].below, Below::Nothing)
    }

    /// Cuts cells of which it is not known how many points meet the part's constraints: so many, the largest first.
    pub(super) fn settle(&mut self, mut cuts: usize) {
        let mut open = vec![self.root];
        let mut order = Vec::new();
        let mut at = 0;
        while at < open.len() {
            let here = open[at];
            at += 1;
            let Node { low, high, .. } = &self.nodes[here as usize];
            let is_cell = matches!(self.nodes[here as usize].below, Below::Cell(_));
            if low == high || (is_cell && cuts == 0) || !self.can_be_divided(here) {
                continue;
            }
            cuts -= usize::from(is_cell);
            open.extend_from_slice(self.divided(here));
            order.push(here);
        }
        for here in order.into_iter().rev() {
            let (mut low, mut high) = (0.0, 0.0);
            if let Below::Nodes(below) = &self.nodes[here as usize].below {
                for node in below {
                    low += self.nodes[*node as usize].low;
                    high += self.nodes[*node as usize].high;
                }
            }
            let node = &mut self.nodes[here as usize];
            (node.low, node.high) = (low, high);
        }
    }

    /// The nodes that a node is divided into; a cell is cut for it, and may turn out to hold nothing.
    pub(super) fn divided(&mut self, node: u32) -> &[u32] {
        let at = node as usize;
        if let (Below::Cell(cell), Some(region)) = (&self.nodes[at].below, &self.region) {
            let parts = region.parts(&cell.ranges, cell.cut);
            let leaves: Vec<Leaf> = parts
                .into_iter()
                .filter_map(|part| region.leaf(part))
                .collect();
            let mut nodes = Vec::with_capacity(leaves.len());
            for mut leaf in leaves {
                self.spans.append(&mut leaf.spans);
                let below = leaf.cell.map_or(Below::Nothing, Below::Cell);
                nodes.push(self.add(leaf.low, leaf.high, below));
            }
            self.nodes[at].below = Below::Nodes(nodes);
        }
        match &self.nodes[at].below {
            Below::Nodes(nodes) => nodes,
            _ => &[],
        }
    }
}
