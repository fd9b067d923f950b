//! Answering, with as much work as is given.

use super::clash::{Fewest, fewest_lifts};
use super::compile::{Ask, Compiled, Compiler};
use super::glance::glance;
use super::precision::Precision;
use super::query::ZoneQuery;
use super::verdict::{Closest, Compared, DealZone, Verdict};
use super::{Certificate, Demand, Demands, Values};
use crate::conflict::Outlook;
use crate::solver::{Budget, Goal, Proof, Search, Status, Summary, ZERO_TOLERANCE};
use crate::space::Deal;

impl ZoneQuery<'_> {
    /// The smallest sets of red lines to lift where they are known to exclude every deal, of very many the first; no
    /// situation changes them. Empty where the budget runs out.
    pub(crate) fn smallest_lifts(&self) -> Vec<Demands> {
        let outlook = Outlook::new(self.conflict, &self.situation);
        smallest_lifts(self, &outlook, &mut self.budget.clone()).lifts
    }

    /// Which of these sets of red lines to lift; `None` where the budget runs out.
    pub(crate) fn lifting(&self, lifts: &[Demands]) -> Option<Demands> {
        if let [only] = lifts {
            return Some(only.clone());
        }
        let outlook = Outlook::new(self.conflict, &self.situation);
        let lifts = Fewest {
            lifts: lifts.to_vec(),
            complete: false,
        };
        let closest = closest_after(self, &outlook, &lifts, &mut self.budget.clone());
        closest.map(|closest| closest.lifted)
    }
}

/// A question about the deal zone that is being worked on, made by [`ZoneQuery::begin`].
///
/// A search that a budget leaves undecided goes on with the next one where it stood: no box is bounded twice.
///
/// ```
/// use dealzone::scenario::Scenario;
/// use dealzone::solver::Budget;
/// use dealzone::zone::Verdict;
///
/// let conflict = Scenario::builtin("ukraine-2026-01-23")?.conflict()?;
/// let few = Budget { boxes: 10, ..Budget::default() };
/// let mut search = conflict.zone().begin();
/// let mut zone = search.run(few);
/// while !search.is_settled() {
///     println!("{} <= z* <= {} after {} boxes", zone.lower(), zone.upper(), zone.boxes());
///     zone = search.run(few);
/// }
/// assert!(!matches!(zone.verdict(), Verdict::Undecided));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ZoneSearch<'a> {
    query: ZoneQuery<'a>,
    outlook: Outlook,
    stage: Stage,
    /// Boxes spent on glances and on what to lift.
    aside: u64,
}

#[derive(Debug)]
enum Stage {
    New,
    /// A glance at the first frames has shown that there is a zone.
    Seen {
        value: f64,
        deal: Deal,
    },
    Searching(Box<Searching>),
}

#[derive(Debug)]
struct Searching {
    compiled: Compiled,
    /// Settles the sign; where a deal exists it goes on to the best.
    sign: Search,
    status: Status,
    /// Where no deal exists: pruning at zero proves the sign and no more, so the optimum needs a search of its own.
    optimum: Option<(Search, Status)>,
    precision: Precision,
    /// Where the red lines exclude every deal: the best after lifting a smallest set of them.
    lifted: Option<Closest>,
}

impl<'a> ZoneQuery<'a> {
    /// The same question, to be worked on by and by: each [`run`](ZoneSearch::run) has a budget of its own, and goes on
    /// where the last one stopped.
    #[must_use]
    pub fn begin(&self) -> ZoneSearch<'a> {
        ZoneSearch::new(self.clone())
    }

    /// Answers, within the budget of the question.
    #[must_use]
    pub fn solve(&self) -> DealZone {
        self.begin().run(self.budget)
    }
}

impl<'a> ZoneSearch<'a> {
    fn new(query: ZoneQuery<'a>) -> Self {
        Self {
            outlook: Outlook::new(query.conflict, &query.situation),
            query,
            stage: Stage::New,
            aside: 0,
        }
    }

    /// Works on until the verdict is settled, and z\* pinned down where the question asks for more than the verdict, or
    /// until the budget is spent; then says what is known.
    ///
    /// A verdict that is settled stays as it is. What bounds memory is [`Budget::waiting`]: where that many boxes wait
    /// the search stops, and a budget that lets no more wait takes it no further.
    pub fn run(&mut self, budget: Budget) -> DealZone {
        let mut left = budget;
        if matches!(self.stage, Stage::New) {
            self.stage = self.start(&mut left);
            self.aside = budget.boxes - left.boxes;
        }
        if let Stage::Searching(searching) = &mut self.stage {
            searching.settle(&mut left);
            if self.query.refine {
                searching.refine(&mut left);
            }
            if searching.lifted.is_none() && searching.summary().upper == f64::NEG_INFINITY {
                let before = left.boxes;
                searching.lifted = closest_by_lifting(&self.query, &self.outlook, &mut left);
                self.aside += before - left.boxes;
            }
        }
        self.zone()
    }

    /// Whether the verdict is settled, so that more work would tell no more of it. Where z\* is zero to within rounding
    /// it is settled and yet [`Undecided`](Verdict::Undecided).
    #[must_use]
    pub fn is_settled(&self) -> bool {
        match &self.stage {
            Stage::New => false,
            Stage::Seen { .. } => true,
            Stage::Searching(searching) => searching.status == Status::Settled,
        }
    }

    fn start(&self, left: &mut Budget) -> Stage {
        let query = &self.query;
        let asks = Ask::participation(query.conflict, &query.demands);
        if !query.refine
            && let Some((value, deal)) = seen(query, &self.outlook, &query.demands, &asks, left)
        {
            return Stage::Seen { value, deal };
        }
        let mut compiled = Compiled::new(
            query.conflict,
            &query.situation,
            &self.outlook,
            &query.demands,
            &asks,
        );
        Stage::Searching(Box::new(Searching {
            precision: Precision::new(query.within, &compiled.programs),
            sign: Search::over(std::mem::take(&mut compiled.programs)),
            compiled,
            status: Status::OutOfBudget,
            optimum: None,
            lifted: None,
        }))
    }

    /// What is known now.
    fn zone(&self) -> DealZone {
        match &self.stage {
            Stage::New => DealZone {
                verdict: Verdict::Undecided,
                lower: f64::NEG_INFINITY,
                upper: f64::INFINITY,
                closest: None,
                boxes: 0,
            },
            Stage::Seen { value, deal } => DealZone {
                verdict: Verdict::Exists {
                    witness: deal.clone(),
                },
                lower: *value,
                upper: f64::INFINITY,
                closest: Some(self.closest(deal.clone())),
                boxes: self.aside,
            },
            Stage::Searching(searching) => self.answer(searching),
        }
    }

    fn answer(&self, searching: &Searching) -> DealZone {
        let summary = searching.summary();
        let mut upper = summary.upper;
        let found = summary
            .best
            .map(|(program, value, picks)| (value, searching.compiled.deal(program, &picks)));
        let verdict = match &found {
            Some((value, deal)) if *value >= -ZERO_TOLERANCE => Verdict::Exists {
                witness: deal.clone(),
            },
            _ if searching.status == Status::Settled => {
                if let Some(proof) = searching.proof_of_emptiness() {
                    upper = proof.upper;
                    Verdict::Empty {
                        certificate: Certificate {
                            demands: self.query.demands.clone(),
                            proof,
                        },
                    }
                } else {
                    // The optimum is zero to within rounding, from below: neither side is proven.
                    Verdict::Undecided
                }
            }
            _ => Verdict::Undecided,
        };
        DealZone {
            verdict,
            lower: found
                .as_ref()
                .map_or(f64::NEG_INFINITY, |(value, _)| *value),
            upper,
            closest: found
                .map(|(_, deal)| self.closest(deal))
                .or_else(|| searching.lifted.clone()),
            boxes: self.aside + searching.boxes(),
        }
    }

    fn closest(&self, deal: Deal) -> Closest {
        let none = (Demands::new([]), Compared::All(1));
        closest(&self.query, &self.outlook, deal, none)
    }
}

impl Searching {
    /// Settles the sign of z\*.
    fn settle(&mut self, left: &mut Budget) {
        if self.status == Status::OutOfBudget {
            self.status = spend(&mut self.sign, Goal::Sign, left);
        }
    }

    /// Pins z\* down, once the sign is settled.
    fn refine(&mut self, left: &mut Budget) {
        // Where no deal was come across the search for the optimum finds one, or that there is none to find.
        let is_excluded = self.sign.summary().upper == f64::NEG_INFINITY;
        if self.status == Status::OutOfBudget || is_excluded {
            return;
        }
        if is_below_zero(&self.sign) {
            let (search, status) = self.optimum.get_or_insert_with(|| {
                let mut search = Search::with_multipliers(
                    self.sign.programs().to_vec(),
                    self.sign.multipliers().to_vec(),
                );
                if let Some((program, _, picks)) = self.sign.summary().best {
                    search.offer(program, picks);
                }
                (search, Status::OutOfBudget)
            });
            if *status == Status::OutOfBudget {
                *status = self.precision.pin_down(search, left);
            }
        } else {
            self.precision.pin_down(&mut self.sign, left);
        }
    }

    /// The search that knows most.
    fn proving(&self) -> &Search {
        match &self.optimum {
            Some((search, Status::Settled)) if is_below_zero(search) => search,
            _ => &self.sign,
        }
    }

    /// The tightest proof that there is no deal; `None` where none of the searches has one.
    ///
    /// Near zero the bounds of the optimum, which are of deals that meet every linear constraint, may prove less than
    /// those of the sign, which are of deals that miss one by as much as a proof allows.
    fn proof_of_emptiness(&self) -> Option<Proof> {
        let proofs = [self.proving(), &self.sign].into_iter().map(Search::proof);
        let proofs = proofs.filter(|proof| proof.upper < 0.0);
        proofs.min_by(|a, b| a.upper.total_cmp(&b.upper))
    }

    fn summary(&self) -> Summary {
        self.proving().summary()
    }

    fn boxes(&self) -> u64 {
        let optimum = self.optimum.as_ref().map(|(search, _)| search);
        [Some(&self.sign), optimum]
            .into_iter()
            .flatten()
            .map(|search| search.summary().boxes)
            .sum()
    }
}

/// Runs a search, and takes what it spends off the budget.
pub(super) fn spend(search: &mut Search, goal: Goal, left: &mut Budget) -> Status {
    let before = search.summary().boxes;
    let status = search.run(goal, *left);
    *left = left.less(search.summary().boxes - before);
    status
}

fn is_below_zero(search: &Search) -> bool {
    let best = search.summary().best;
    best.is_none_or(|(_, value, _)| value < -ZERO_TOLERANCE)
}

/// A deal that one of the first frames shows, with its least scaled surplus.
fn seen(
    query: &ZoneQuery<'_>,
    outlook: &Outlook,
    demands: &Demands,
    asks: &[Ask],
    left: &mut Budget,
) -> Option<(f64, Deal)> {
    let mut compiler = Compiler::new(query.conflict, &query.situation, outlook, demands, asks);
    if compiler.is_excluded_everywhere() {
        return None;
    }
    let found = glance(&mut compiler, left)?;
    Some((found.value, found.deal))
}

fn closest(
    query: &ZoneQuery<'_>,
    outlook: &Outlook,
    deal: Deal,
    (lifted, compared): (Demands, Compared),
) -> Closest {
    let values = Values::new(query.conflict, &query.situation, outlook, &deal);
    Closest {
        surplus: values.surplus(),
        deal,
        lifted,
        compared,
    }
}

/// Where the red lines exclude every deal: the best deal after lifting a smallest set of them.
fn closest_by_lifting(
    query: &ZoneQuery<'_>,
    outlook: &Outlook,
    left: &mut Budget,
) -> Option<Closest> {
    let lifts = smallest_lifts(query, outlook, left);
    closest_after(query, outlook, &lifts, left)
}

/// Where the red lines exclude every deal: the smallest sets of them to lift.
fn smallest_lifts(query: &ZoneQuery<'_>, outlook: &Outlook, left: &mut Budget) -> Fewest {
    let red_lines = |demands: &Demands| {
        let demands = demands.as_slice().iter().copied();
        Demands::new(demands.filter(|demand| matches!(demand, Demand::RedLine { .. })))
    };
    let mut lately = 0;
    fewest_lifts(&red_lines(&query.demands), |demands| {
        query.meets(outlook, demands, &mut lately, left)
    })
}

/// The best deal after lifting one of these sets of red lines.
fn closest_after(
    query: &ZoneQuery<'_>,
    outlook: &Outlook,
    fewest: &Fewest,
    left: &mut Budget,
) -> Option<Closest> {
    let lifts = &fewest.lifts;
    let compared = |count| {
        if fewest.complete && count == lifts.len() {
            Compared::All(count)
        } else {
            Compared::Some(count)
        }
    };
    if !query.refine {
        let seen = lifts.iter().zip(1..).find_map(|(lifted, count)| {
            let demands = query.demands.without(lifted);
            let asks = Ask::participation(query.conflict, &demands);
            let (_, deal) = seen(query, outlook, &demands, &asks, left)?;
            let lifted = (lifted.clone(), compared(count));
            Some(closest(query, outlook, deal, lifted))
        });
        if seen.is_some() {
            return seen;
        }
    }
    // One search over the programs of all lifts: most are soon seen not to hold the best deal.
    let mut programs = Vec::new();
    let mut ways = Vec::new();
    for lifted in lifts {
        let demands = query.demands.without(lifted);
        let asks = Ask::participation(query.conflict, &demands);
        let mut compiled =
            Compiled::new(query.conflict, &query.situation, outlook, &demands, &asks);
        let first = programs.len();
        programs.append(&mut compiled.programs);
        ways.push((first, lifted, compiled));
    }
    let mut search = Search::over(programs);
    if query.refine {
        Precision::new(query.within, search.programs()).pin_down(&mut search, left);
    } else {
        spend(&mut search, Goal::Sign, left);
    }
    let (program, _, picks) = search.summary().best?;
    let (first, lifted, compiled) = ways.iter().rfind(|(first, ..)| *first <= program)?;
    let deal = compiled.deal(program - first, &picks);
    let lifted = ((*lifted).clone(), compared(lifts.len()));
    Some(closest(query, outlook, deal, lifted))
}
