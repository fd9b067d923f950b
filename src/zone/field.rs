//! The surpluses of the parties to a question, as programs that can be asked again and again.

use super::ZoneQuery;
use super::compile::{Ask, Compiled};
use crate::conflict::Outlook;
use crate::index::PartyIndex;
use crate::solver::{
    Assignment, Budget, Combination, Goal, Pick, Program, Row, Search, Status, ZERO_TOLERANCE,
    extent, lift,
};
use crate::space::Deal;
use crate::zone::Values;

/// What is asked of one party's surplus.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Aim {
    /// At least `floor + scale · t`, for the greatest t.
    Raise { floor: f64, scale: f64 },
    /// At least this.
    Keep(f64),
    /// Anything.
    Free,
}

/// A point of a field: a program and its picks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Point {
    pub(super) program: usize,
    pub(super) picks: Assignment,
}

/// What a search of the field came to.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) point: Option<Point>,
    /// The value of the point; −∞ where there is none.
    pub(super) value: f64,
    /// No point has a greater value.
    pub(super) upper: f64,
    pub(super) boxes: u64,
    pub(super) settled: bool,
}

/// The programs of a question. Row i is the surplus of the i-th party that is weighed; further rows are those of
/// participants who only must lose nothing.
#[derive(Debug)]
pub(super) struct Field<'a> {
    query: &'a ZoneQuery<'a>,
    pub(super) outlook: Outlook,
    compiled: Compiled,
    /// Whose surpluses are weighed.
    pub(super) parties: Vec<PartyIndex>,
    /// σ of each.
    pub(super) scales: Vec<f64>,
}

impl<'a> Field<'a> {
    /// The surpluses of all participants; `None` where nobody's participation is demanded.
    pub(super) fn new(query: &'a ZoneQuery<'a>) -> Option<Self> {
        Self::among(query, query.participants())
    }

    /// The surpluses of these participants, where the others lose nothing; `None` where there are none.
    pub(super) fn among(query: &'a ZoneQuery<'a>, parties: Vec<PartyIndex>) -> Option<Self> {
        if parties.is_empty() {
            return None;
        }
        let surplus = |party, scale| Ask::Surplus {
            party,
            floor: 0.0,
            scale,
        };
        let others = query.participants().into_iter();
        let others = others.filter(|party| !parties.contains(party));
        let asks: Vec<Ask> = parties
            .iter()
            .map(|&party| surplus(party, 1.0))
            .chain(others.map(|party| surplus(party, 0.0)))
            .collect();
        let outlook = Outlook::new(query.conflict, &query.situation);
        let compiled = Compiled::new(
            query.conflict,
            &query.situation,
            &outlook,
            &query.demands,
            &asks,
        );
        let scales = parties
            .iter()
            .map(|party| query.conflict.parties()[party.get()].scale)
            .collect();
        Some(Self {
            query,
            outlook,
            compiled,
            parties,
            scales,
        })
    }

    pub(super) fn budget(&self) -> Budget {
        self.query.budget
    }

    pub(super) fn programs(&self) -> &[Program] {
        &self.compiled.programs
    }

    pub(super) fn deal(&self, point: &Point) -> Deal {
        self.compiled.deal(point.program, &point.picks)
    }

    /// The surplus of every party of the conflict at a deal.
    pub(super) fn surplus(&self, deal: &Deal) -> Vec<f64> {
        Values::new(
            self.query.conflict,
            &self.query.situation,
            &self.outlook,
            deal,
        )
        .surplus()
    }

    /// Of surpluses by party, those that are weighed.
    pub(super) fn weighed(&self, surplus: &[f64]) -> Vec<f64> {
        self.parties
            .iter()
            .map(|party| surplus[party.get()])
            .collect()
    }

    /// The surpluses that are weighed, at a point.
    pub(super) fn slacks(&self, point: &Point) -> Vec<f64> {
        self.weighed(&self.surplus(&self.deal(point)))
    }

    /// The greatest t at which every aim is met, to within `gap`. At least one aim raises.
    pub(super) fn raise(&self, aims: &[Aim], gap: f64, budget: Budget, known: &[Point]) -> Found {
        let programs: Vec<Program> = self
            .programs()
            .iter()
            .map(|program| {
                let mut program = program.clone();
                let extent = extent(&program);
                for (row, aim) in aims.iter().enumerate() {
                    let floor = program.rows()[row].floor;
                    let asked = match *aim {
                        Aim::Raise { floor: from, scale } => Row::objective(floor + from, scale),
                        Aim::Keep(least) => Row::constraint(floor + least),
                        // Nothing is as low as that.
                        Aim::Free => Row::constraint(extent[row].0 - 1.0),
                    };
                    program.set_row(row, asked);
                }
                program
            })
            .collect();
        let mut search = Search::over(programs);
        for point in known {
            search.offer(point.program, point.picks.clone());
        }
        settle(&mut search, gap, budget, |program, picks| Point {
            program,
            picks,
        })
    }

    /// The greatest t with Σ weights · surplus ≥ floor + t for every combination, where each surplus that is weighed is
    /// at least its part of `least`.
    pub(super) fn combine(
        &self,
        least: &[f64],
        combinations: &[Combination],
        gap: f64,
        budget: Budget,
        known: &[Point],
    ) -> Found {
        // Room for rounding, or what a known point has would be refused.
        let least: Vec<f64> = least.iter().map(|least| least - ZERO_TOLERANCE).collect();
        let (places, programs): (Vec<usize>, Vec<Program>) = self
            .programs()
            .iter()
            .enumerate()
            .filter_map(|(place, program)| Some((place, lift(program, &least, combinations)?)))
            .unzip();
        let mut search = Search::over(programs);
        for point in known {
            if let Some(index) = places.iter().position(|place| *place == point.program) {
                let sums = self.programs()[point.program].sums(&point.picks);
                let mut picks = point.picks.clone();
                picks.extend(sums[..least.len()].iter().map(|sum| Pick::Amount(*sum)));
                search.offer(index, picks);
            }
        }
        settle(&mut search, gap, budget, |program, mut picks| {
            let program = places[program];
            picks.truncate(self.programs()[program].variable_count());
            Point { program, picks }
        })
    }

    /// A point no worse for anyone who is weighed than this one, and as good as any such for the sum of scaled surpluses, to within
    /// `gap`; with the boxes that took.
    pub(super) fn polish(&self, point: Point, gap: f64, budget: Budget) -> (Point, u64) {
        let held = self.slacks(&point);
        let sum = Combination {
            weights: self.scales.iter().map(|scale| 1.0 / scale).collect(),
            floor: 0.0,
        };
        let known = std::slice::from_ref(&point);
        let found = self.combine(&held, &[sum], gap, budget, known);
        let better = found.point.filter(|better| {
            // What constraints may miss by rounding must not make anyone worse off.
            let pairs = self.slacks(better).into_iter().zip(&held);
            pairs.into_iter().all(|(now, before)| now >= before - 1e-9)
        });
        (better.unwrap_or(point), found.boxes)
    }
}

fn settle(
    search: &mut Search,
    gap: f64,
    budget: Budget,
    point: impl Fn(usize, Assignment) -> Point,
) -> Found {
    let status = search.run(Goal::Optimum(gap), budget);
    let summary = search.summary();
    let value = summary
        .best
        .as_ref()
        .map_or(f64::NEG_INFINITY, |best| best.1);
    Found {
        point: summary
            .best
            .map(|(program, _, picks)| point(program, picks)),
        value,
        upper: summary.upper,
        boxes: summary.boxes,
        settled: status == Status::Settled,
    }
}
