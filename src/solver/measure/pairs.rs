//! Of all pairs of a question and an answer, how many in which the answer meets the question: answers are put into a
//! table, and questions looked up.

use super::enclosure::Enclosure;
use super::points::{Points, either, side};
use super::questions::Questions;
use super::table::{CELLS, Table, Window};

/// Points that are what one here and one there add up to.
pub(super) struct Sums {
    pub(super) one: Points,
    pub(super) other: Points,
}

impl Sums {
    fn len(&self) -> usize {
        self.one.len() * self.other.len()
    }

    /// How many points are listed for them.
    pub(super) fn listed(&self) -> usize {
        self.one.len() + self.other.len()
    }

    fn extent(&self) -> Vec<Enclosure> {
        let pairs = self.one.extent().into_iter().zip(self.other.extent());
        pairs.map(|(a, b)| a.plus(b)).collect()
    }

    fn total(&self) -> Enclosure {
        self.one.total().times(self.other.total())
    }

    fn are_whole(&self) -> bool {
        self.one.are_whole() && self.other.are_whole()
    }
}

/// In so many blocks questions that are near each other are put together, each with a table for what is near to it.
pub(super) const BLOCKS: usize = 64;
/// Fewer questions are not divided into blocks.
const FEW: usize = 64;
/// The most answers that are remembered one by one.
const KEPT: usize = 1 << 19;
/// Whole numbers up to here are told apart by floats.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// How many of all pairs there are in which the answer is no less than the question in every row. About so many answers are
/// put into tables, or looked at one by one because they lie in a cell that a question cuts through.
pub(super) fn answered(questions: &Questions, answers: &Sums, work: usize) -> Enclosure {
    if questions.len() == 0 || answers.len() == 0 {
        return Enclosure::ZERO;
    }
    let all = questions.total().times(answers.total());
    let held = answers.extent();
    let each = questions.extents();
    let asked = either(each.iter());
    if asked
        .iter()
        .zip(&held)
        .all(|(asked, held)| asked.high <= held.low)
    {
        return all;
    }
    // Sums of a question and of an answer are rounded to the nearest, by less than this.
    let slack = asked.iter().zip(&held).map(|(asked, held)| {
        let size = asked.low.abs().max(asked.high.abs()) + held.low.abs().max(held.high.abs());
        8.0 * f64::EPSILON * size
    });
    let cells = (4 * (questions.len() + answers.len())).min(CELLS);
    let slices = side(cells, held.len()) as f64;
    let pairs = questions.len() as f64 * answers.len() as f64;
    let counting = Counting {
        questions,
        answers,
        slack: slack.collect(),
        most: (questions.count() / (work / answers.len()).clamp(1, BLOCKS)).max(FEW),
        cells,
        keeps: answers.len() <= KEPT && pairs * held.len() as f64 / slices <= work as f64,
        held,
        asked: each,
    };
    let mut order: Vec<usize> = (0..questions.count()).collect();
    let counted = counting.all_of(&mut order);
    if questions.are_whole() && answers.are_whole() && all.high <= WHOLE {
        return counted;
    }
    // Sums of numbers of one sign err by a unit in the last place for each of them (Higham 2002).
    let steps = (questions.len() + answers.len() + CELLS) as f64;
    counted.times(Enclosure::about(1.0, 2.0 * steps * f64::EPSILON))
}

struct Counting<'a> {
    questions: &'a Questions,
    /// By question with what stands beside it, row by row: what is asked.
    asked: Vec<Vec<Enclosure>>,
    answers: &'a Sums,
    /// By row: what answers come to.
    held: Vec<Enclosure>,
    /// By row: what is taken off a sum and added to it so that rounding is no matter.
    slack: Vec<f64>,
    /// The most questions of a block.
    most: usize,
    cells: usize,
    /// Whether answers are remembered one by one.
    keeps: bool,
}

impl Counting<'_> {
    /// The pairs with some of the questions, divided into blocks where they differ most.
    fn all_of(&self, order: &mut [usize]) -> Enclosure {
        let asked = either(order.iter().map(|at| &self.asked[*at]));
        let widest = (0..self.held.len())
            .filter(|row| self.held[*row].width() > 0.0)
            .max_by(|&a, &b| {
                let spread = |row: usize| asked[row].width() / self.held[row].width();
                spread(a).total_cmp(&spread(b)).then(b.cmp(&a))
            });
        match widest.filter(|_| order.len() > self.most) {
            Some(row) => {
                let half = order.len() / 2;
                let low = |at: usize| self.asked[at][row].low;
                order.select_nth_unstable_by(half, |a, b| {
                    low(*a).total_cmp(&low(*b)).then(a.cmp(b))
                });
                let (below, above) = order.split_at_mut(half);
                self.all_of(below).plus(self.all_of(above))
            }
            None => self.block(order, &asked),
        }
    }

    /// The pairs with a block of questions.
    fn block(&self, order: &[usize], asked: &[Enclosure]) -> Enclosure {
        let rows = asked.iter().zip(&self.slack).zip(&self.held);
        let window: Window = rows
            .map(|((asked, slack), held)| (asked.plus(Enclosure::about(0.0, *slack)), *held))
            .collect();
        Enclosure {
            low: self.side(order, &window, true),
            high: self.side(order, &window, false),
        }
    }

    /// How many pairs there are for sure, or may be: the least that answers come to against the most that is asked, or the
    /// other way about.
    fn side(&self, order: &[usize], window: &Window, is_sure: bool) -> f64 {
        let Some(mut table) = Table::new(window, self.cells) else {
            return 0.0;
        };
        if self.keeps {
            table.keep();
        }
        let least = |span: Enclosure| if is_sure { span.low } else { span.high };
        let most = |span: Enclosure| if is_sure { span.high } else { span.low };
        // What is out of reach or beyond all questions, whatever stands with it, is not looked at pair by pair.
        let (mut near, mut beyond) = (Vec::new(), 0.0);
        let with = self.answers.one.extent();
        for (measure, spans) in self.answers.other.iter() {
            if table.tops(|row| spans[row].plus(with[row]).low) {
                beyond += least(measure);
            } else if table.takes(|row| spans[row].plus(with[row]).high) {
                near.push((measure, spans));
            }
        }
        for (measure, spans) in self.answers.one.iter() {
            table.add(|_| f64::INFINITY, least(measure) * beyond);
            for (others, also) in &near {
                table.add(
                    |row| least(spans[row]) + least(also[row]),
                    least(measure) * least(*others),
                );
            }
        }
        table.close();
        let mut found = 0.0;
        for &at in order {
            let (measure, spans) = self.questions.point(at);
            for (others, also) in self.questions.beside(at).iter() {
                let asked = |row: usize| {
                    let slack = if is_sure {
                        self.slack[row]
                    } else {
                        -self.slack[row]
                    };
                    most(spans[row]) + most(also[row]) + slack
                };
                let (sure, possible) = table.reaching(asked);
                let answers = if is_sure { sure } else { possible };
                found += least(measure) * least(others) * answers;
            }
        }
        found
    }
}
