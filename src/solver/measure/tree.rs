//! The points of one part of a program, in a tree: halves of points that add much the same, down to single points and
//! to cells that are cut when somebody asks.

use std::rc::Rc;

use super::enclosure::Enclosure;
use super::region::{Range, Region};

/// Some points of a part, as they stand in its own constraints, and what they add to the objective rows.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    /// The measure of those that meet the constraints.
    pub(super) measure: Enclosure,
    /// By objective row: what they add.
    pub(super) spans: Vec<Enclosure>,
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
            measure: a.measure.times(b.measure),
            spans: a
                .spans
                .iter()
                .zip(&b.spans)
                .map(|(a, b)| a.plus(*b))
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
    measure: Enclosure,
    below: Below,
}

/// The leaves of a part, gathered by what they add.
#[derive(Debug)]
pub(super) struct Tree {
    /// What cells are cut in; `None` for a product of parts, which has none.
    region: Option<Rc<Region>>,
    nodes: Vec<Node>,
    /// Node by node and row by row.
    spans: Vec<Enclosure>,
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
            return self.add(leaf.measure, below);
        }
        let centre = |leaf: &Leaf, row: usize| leaf.spans[row].low + leaf.spans[row].high;
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
            self.spans.push(a.or(b));
        }
        let [a, b] = halves.map(|half| &self.nodes[half as usize]);
        let measure = a.measure.plus(b.measure);
        self.add(measure, Below::Nodes(halves.to_vec()))
    }

    /// Adds a node whose spans are there already.
    fn add(&mut self, measure: Enclosure, below: Below) -> u32 {
        self.nodes.push(Node { measure, below });
        (self.nodes.len() - 1) as u32
    }

    /// By objective row: what points of a node add.
    pub(super) fn spans(&self, node: u32) -> &[Enclosure] {
        let from = node as usize * self.rows;
        &self.spans[from..from + self.rows]
    }

    /// The measure of points of a node that meet the part's constraints.
    pub(super) fn measure(&self, node: u32) -> Enclosure {
        self.nodes[node as usize].measure
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
            let is_settled = self.measure(here).is_tight();
            let is_cell = matches!(self.nodes[here as usize].below, Below::Cell(_));
            if is_settled || (is_cell && cuts == 0) || !self.can_be_divided(here) {
                continue;
            }
            cuts -= usize::from(is_cell);
            open.extend_from_slice(self.divided(here));
            order.push(here);
        }
        for here in order.into_iter().rev() {
            let mut measure = Enclosure::ZERO;
            if let Below::Nodes(below) = &self.nodes[here as usize].below {
                for node in below {
                    measure = measure.plus(self.measure(*node));
                }
            }
            self.nodes[here as usize].measure = measure;
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
                nodes.push(self.add(leaf.measure, below));
            }
            self.nodes[at].below = Below::Nodes(nodes);
        }
        match &self.nodes[at].below {
            Below::Nodes(nodes) => nodes,
            _ => &[],
        }
    }
}
