//! How variables hang together: which of them joint effects and forbidden patterns link, and in how few classes their
//! options fall there.
//!
//! Two options (or two amounts) that no literal tells apart are of one class. Over classes every conjunction is a small
//! table, and the best reply to multipliers can weigh linked variables together instead of each on its own.

use std::borrow::Cow;

use super::domain::{Domain, Range};
use super::plan::{Consequence, Factor, Plan};
use super::program::{Literal, Program, Variable, VariableTest};
use super::weigh::Weighing;

/// Most classes a variable can have: they are bits of a word.
const CLASSES: usize = 64;

/// The values of a linked variable, by class.
#[derive(Debug, Clone)]
pub(super) enum Classes {
    /// The class of every option.
    Options(Vec<usize>),
    /// First and last amount of every class.
    Cells(Vec<(f64, f64)>),
}

/// A variable that some literal tests.
#[derive(Debug, Clone)]
pub(super) struct Linked {
    pub(super) variable: usize,
    pub(super) classes: Classes,
    pub(super) count: usize,
}

impl Linked {
    /// The class of an amount.
    pub(super) fn cell(&self, amount: f64) -> usize {
        match &self.classes {
            Classes::Cells(cells) => cells
                .iter()
                .position(|(_, last)| amount <= *last)
                .unwrap_or(cells.len() - 1),
            Classes::Options(_) => 0,
        }
    }

    /// The classes that a box leaves.
    fn alive(&self, range: Range<'_>) -> u64 {
        match (&self.classes, range) {
            (Classes::Options(classes), range @ Range::Options(_)) => range
                .options()
                .fold(0, |alive, option| alive | 1 << classes[option]),
            (Classes::Cells(cells), Range::Amounts(from, to)) => cells
                .iter()
                .enumerate()
                .filter(|(_, (first, last))| *first <= to && from <= *last)
                .fold(0, |alive, (class, _)| alive | 1 << class),
            _ => 0,
        }
    }
}

/// See the module.
#[derive(Debug, Clone)]
pub(super) struct Links {
    /// By variable: its position among the linked ones.
    pub(super) places: Vec<Option<usize>>,
    pub(super) linked: Vec<Linked>,
    /// The joint effects in their order, then the patterns.
    pub(super) factors: Vec<Factor>,
    /// How to weigh them over the whole space.
    pub(super) plan: Plan,
    /// Whether the patterns exclude every combination of classes.
    pub(super) is_excluded: bool,
}

impl Links {
    pub(super) fn new(program: &Program) -> Self {
        let conjunctions: Vec<(Consequence, &[Literal])> = program
            .joints()
            .iter()
            .enumerate()
            .map(|(index, joint)| (Consequence::Joint(index), joint.when.as_slice()))
            .chain(
                program
                    .forbidden()
                    .iter()
                    .enumerate()
                    .map(|(index, pattern)| (Consequence::Forbidden(index), pattern.as_slice())),
            )
            .collect();
        let mut links = Self {
            places: vec![None; program.variable_count()],
            linked: Vec::new(),
            factors: Vec::new(),
            plan: Plan::default(),
            is_excluded: false,
        };
        for literal in conjunctions.iter().flat_map(|(_, literals)| *literals) {
            if links.places[literal.variable].is_none() {
                links.places[literal.variable] = Some(links.linked.len());
                links.linked.push(whole(program, literal.variable));
            }
        }
        for linked in &mut links.linked {
            let variable = linked.variable;
            let literals = conjunctions
                .iter()
                .flat_map(|(_, literals)| *literals)
                .filter(|literal| literal.variable == variable);
            for literal in literals {
                linked.tell_apart(program, literal);
            }
            linked.count = linked.classes.count();
        }
        links.factors = conjunctions
            .iter()
            .map(|(consequence, literals)| Factor {
                consequence: *consequence,
                tests: links.tests(literals),
            })
            .collect();
        let sizes = links.sizes();
        let all: Vec<u64> = sizes.iter().map(|count| every(*count)).collect();
        links.plan = Plan::new(&links.factors, &sizes, &all);
        let mut weighing = Weighing::new(&links.plan, links.linked.iter().map(|it| it.count));
        weighing.worths.fill(0.0);
        links.is_excluded = links.plan.is_forbidden || !weighing.solve(&links.plan, &[], &[]);
        links
    }

    /// How to weigh the links over a box: as over the whole space where that is exact, else as suits the box.
    pub(super) fn plan(&self, program: &Program, domain: &Domain) -> Cow<'_, Plan> {
        if self.plan.is_exact {
            Cow::Borrowed(&self.plan)
        } else {
            let alive = self.alive(program, domain);
            Cow::Owned(Plan::new(&self.factors, &self.sizes(), &alive))
        }
    }

    /// How many classes each linked variable has.
    fn sizes(&self) -> Vec<usize> {
        self.linked.iter().map(|linked| linked.count).collect()
    }

    /// The classes that a box leaves of each linked variable.
    fn alive(&self, program: &Program, domain: &Domain) -> Vec<u64> {
        self.linked
            .iter()
            .map(|linked| linked.alive(domain.range(program.slot(linked.variable))))
            .collect()
    }

    fn tests(&self, literals: &[Literal]) -> Option<Vec<(usize, u64)>> {
        let mut tests: Vec<(usize, u64)> = Vec::with_capacity(literals.len());
        for literal in literals {
            let place = self.places[literal.variable]?;
            let passing = self.linked[place].passing(literal)?;
            match tests.binary_search_by_key(&place, |test| test.0) {
                Ok(at) => tests[at].1 &= passing,
                Err(at) => tests.insert(at, (place, passing)),
            }
        }
        Some(tests)
    }
}

/// A mask of the first `count` classes.
fn every(count: usize) -> u64 {
    if count >= CLASSES {
        u64::MAX
    } else {
        (1 << count) - 1
    }
}

/// A variable with all of its values in one class.
fn whole(program: &Program, variable: usize) -> Linked {
    Linked {
        variable,
        count: 1,
        classes: match &program.variables()[variable] {
            Variable::Choice { options, .. } => Classes::Options(vec![0; *options]),
            Variable::Amount { .. } => Classes::Cells(vec![(f64::NEG_INFINITY, f64::INFINITY)]),
        },
    }
}

impl Classes {
    fn count(&self) -> usize {
        match self {
            Self::Options(classes) => classes.iter().max().map_or(1, |most| most + 1),
            Self::Cells(cells) => cells.len(),
        }
    }
}

impl Linked {
    /// Splits classes so that the literal holds all over a class or nowhere in it. Where that would take too many
    /// classes, nothing is split.
    fn tell_apart(&mut self, program: &Program, literal: &Literal) {
        if self.passing(literal).is_some() {
            return;
        }
        match (&mut self.classes, &literal.test) {
            (Classes::Options(classes), VariableTest::AnyOf(passing)) => {
                let mut seen: Vec<(usize, bool)> = Vec::new();
                let split: Vec<usize> = classes
                    .iter()
                    .enumerate()
                    .map(|(option, class)| {
                        let part = (*class, passing.contains(&option));
                        seen.iter()
                            .position(|known| *known == part)
                            .unwrap_or_else(|| {
                                seen.push(part);
                                seen.len() - 1
                            })
                    })
                    .collect();
                if seen.len() <= CLASSES {
                    *classes = split;
                }
            }
            (Classes::Cells(cells), VariableTest::Above(bound) | VariableTest::Below(bound)) => {
                let bound = match literal.test {
                    VariableTest::Below(_) => bound.next_down(),
                    _ => *bound,
                };
                let [below, above] = program.cut(literal.variable, bound);
                let cut = cells
                    .iter()
                    .position(|(first, last)| *first <= below && above <= *last);
                if let Some(at) = cut.filter(|_| cells.len() < CLASSES) {
                    let (first, last) = cells[at];
                    cells[at] = (first, below);
                    cells.insert(at + 1, (above, last));
                }
            }
            _ => {}
        }
    }

    /// The classes in which a literal holds; `None` where it holds in part of one.
    fn passing(&self, literal: &Literal) -> Option<u64> {
        let mut passing = 0;
        match (&self.classes, &literal.test) {
            (Classes::Options(classes), VariableTest::AnyOf(options)) => {
                let mut failing = 0;
                for (option, class) in classes.iter().enumerate() {
                    if options.contains(&option) {
                        passing |= 1 << class;
                    } else {
                        failing |= 1 << class;
                    }
                }
                if passing & failing != 0 {
                    return None;
                }
            }
            (Classes::Cells(cells), VariableTest::Above(bound)) => {
                for (class, (first, last)) in cells.iter().enumerate() {
                    if first > bound {
                        passing |= 1 << class;
                    } else if last > bound {
                        return None;
                    }
                }
            }
            (Classes::Cells(cells), VariableTest::Below(bound)) => {
                for (class, (first, last)) in cells.iter().enumerate() {
                    if last < bound {
                        passing |= 1 << class;
                    } else if first < bound {
                        return None;
                    }
                }
            }
            _ => {}
        }
        Some(passing)
    }
}
