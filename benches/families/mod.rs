//! Families of random instances, the same on every machine: a seed fixes each.

use dealzone::conflict::Conflict;
use dealzone::party::{Party, Preferences, Valuation};
use dealzone::solver::{Budget, Goal, Joint, Literal, Piece, Program, Row, Search, VariableTest};
use dealzone::space::Family::Other;
use dealzone::space::{Issue, Space};
use dealzone::stream::{Purpose, Stream};

/// Options of every choice.
const OPTIONS: usize = 5;
/// How far from zero z* may lie in a hard instance.
const NEAR: f64 = 0.01;

/// What the instances of a family have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Family {
    /// Choices of five options.
    pub(crate) choices: usize,
    /// Amounts, under a shared pool and one more linear constraint.
    pub(crate) amounts: usize,
    /// Objective rows.
    pub(crate) parties: usize,
    /// Programs in the union.
    pub(crate) frames: usize,
    /// Pairwise implications between choices.
    pub(crate) implications: usize,
    /// Pairs of choices with effects of their own.
    pub(crate) interactions: usize,
    /// Whether z* is moved to within one per cent of zero.
    pub(crate) hard: bool,
}

impl Family {
    /// Additive utilities over choices alone.
    pub(crate) fn additive(choices: usize, parties: usize, hard: bool) -> Self {
        Self {
            choices,
            amounts: 0,
            parties,
            frames: 1,
            implications: 0,
            interactions: 0,
            hard,
        }
    }

    /// The same with amounts, implications and interactions.
    pub(crate) fn linked(self) -> Self {
        Self {
            amounts: 5,
            implications: self.choices / 5,
            interactions: self.choices / 5,
            ..self
        }
    }

    /// The instance of a seed: the programs of its frames.
    pub(crate) fn instance(&self, seed: u64) -> Vec<Program> {
        let (shape, floors) = self.drawn(seed);
        shape.programs(&floors)
    }

    /// The same instance as a conflict, for families of choices alone.
    #[allow(dead_code, reason = "not every benchmark asks for it")]
    pub(crate) fn conflict(&self, seed: u64) -> Conflict {
        let (shape, floors) = self.drawn(seed);
        shape.conflict(&floors)
    }

    fn drawn(&self, seed: u64) -> (Shape, Vec<f64>) {
        let mut draw = Draw(Stream::new(seed, 0, Purpose::Sampling, 0));
        let shape = self.shape(&mut draw);
        if !self.hard {
            let floors: Vec<f64> = (0..self.parties)
                .map(|_| draw.between(0.45, 0.85))
                .collect();
            return (shape, floors);
        }
        let target = draw.between(-NEAR, NEAR);
        let base = vec![0.5; self.parties];
        let budget = Budget {
            boxes: 2_000,
            ..Budget::default()
        };
        let mut search = Search::new(shape.programs(&base)).unwrap();
        search.run(Goal::Optimum(1e-3), budget);
        let summary = search.summary();
        let best = summary
            .best
            .map_or(summary.upper, |(_, value, _)| (value + summary.upper) / 2.0);
        let shift = if best.is_finite() { best - target } else { 0.0 };
        (shape, vec![0.5 + shift; self.parties])
    }

    fn shape(&self, draw: &mut Draw) -> Shape {
        let parties = self.parties;
        let issues = self.choices + self.amounts;
        let weights: Vec<Vec<f64>> = (0..parties).map(|_| draw.weights(issues)).collect();
        let choices = (0..self.choices)
            .map(|issue| {
                let values: Vec<Vec<f64>> = (0..parties).map(|_| draw.values()).collect();
                (0..OPTIONS)
                    .map(|option| {
                        (0..parties)
                            .map(|party| weights[party][issue] * values[party][option])
                            .collect()
                    })
                    .collect()
            })
            .collect();
        let amounts = (self.choices..issues)
            .map(|issue| {
                let slope = |weights: &Vec<f64>| {
                    let weight = weights[issue];
                    if draw.below(2) == 0 { weight } else { -weight }
                };
                weights.iter().map(slope).collect()
            })
            .collect();
        let implications = (0..self.implications)
            .map(|_| {
                let [first, second] = draw.pair(self.choices);
                let option = draw.below(OPTIONS);
                let others = [draw.below(OPTIONS), draw.below(OPTIONS)];
                vec![
                    literal(first, vec![option]),
                    literal(second, others.to_vec()),
                ]
            })
            .collect();
        let joints = (0..self.interactions)
            .flat_map(|_| {
                let pair = draw.pair(self.choices);
                let party = draw.below(parties);
                let size = 2.0 / issues as f64;
                [0, 1].map(|_| {
                    let mut effect = vec![0.0; parties];
                    effect[party] = draw.between(-size, size);
                    Joint {
                        when: pair
                            .map(|choice| literal(choice, vec![draw.below(OPTIONS)]))
                            .to_vec(),
                        effect,
                    }
                })
            })
            .collect();
        let frames = (0..self.frames)
            .map(|_| {
                (0..parties)
                    .map(|_| {
                        let delivered = if self.frames == 1 {
                            1.0
                        } else {
                            draw.between(0.7, 1.0)
                        };
                        (delivered, (1.0 - delivered) * draw.between(0.4, 0.6))
                    })
                    .collect()
            })
            .collect();
        Shape {
            choices,
            amounts,
            implications,
            joints,
            frames,
        }
    }
}

/// An instance before its floors are set.
struct Shape {
    /// `[choice][option][party]`.
    choices: Vec<Vec<Vec<f64>>>,
    /// `[amount][party]`: slopes over 0 to 1.
    amounts: Vec<Vec<f64>>,
    implications: Vec<Vec<Literal>>,
    joints: Vec<Joint>,
    /// `[frame][party]`: weight of the terms, and what else there is.
    frames: Vec<Vec<(f64, f64)>>,
}

impl Shape {
    /// Each choice an issue, whose weight for a party is what the best option brings it.
    fn conflict(&self, floors: &[f64]) -> Conflict {
        let issues = (0..self.choices.len()).map(|at| {
            let options = ["a", "b", "c", "d", "e"];
            Issue::choice(format!("i{at}"), Other, options)
        });
        let space = Space::new(issues.collect(), Vec::new()).unwrap();
        let parties = (0..floors.len()).map(|party| {
            let worth = |choice: &Vec<Vec<f64>>| -> Vec<f64> {
                choice.iter().map(|option| option[party]).collect()
            };
            let best = |choice| worth(choice).into_iter().fold(0.0, f64::max);
            let weights: Vec<f64> = self.choices.iter().map(best).collect();
            let tables = self.choices.iter().zip(&weights);
            let tables = tables.map(|(choice, weight)| {
                Valuation::table(worth(choice).into_iter().map(|value| value / weight))
            });
            Party::new(
                format!("p{party}"),
                Preferences::new(weights.clone(), tables.collect()),
            )
        });
        Conflict::builder(space)
            .parties(parties)
            .reservations(floors.to_vec())
            .build()
            .unwrap()
    }

    fn programs(&self, floors: &[f64]) -> Vec<Program> {
        self.frames
            .iter()
            .map(|frame| self.program(frame, floors))
            .collect()
    }

    fn program(&self, frame: &[(f64, f64)], floors: &[f64]) -> Program {
        // Slopes may be negative: what an amount takes from a party counts from its worst end.
        let worst = |party: usize| -> f64 {
            self.amounts
                .iter()
                .map(|slopes| slopes[party].min(0.0))
                .sum()
        };
        let mut rows: Vec<Row> = floors
            .iter()
            .zip(frame)
            .enumerate()
            .map(|(party, (floor, (delivered, rest)))| {
                Row::objective(floor - rest + delivered * worst(party), 1.0)
            })
            .collect();
        let pool = self.amounts.len() as f64;
        if !self.amounts.is_empty() {
            // The amounts share a pool, and half of them together may not fall short of a tenth of it.
            rows.push(Row::constraint(-0.6));
            rows.push(Row::constraint(0.1));
        }
        let mut program = Program::new(rows);
        for options in &self.choices {
            let effects = options.iter().flat_map(|option| {
                let parties = option
                    .iter()
                    .zip(frame)
                    .map(|(effect, (delivered, _))| effect * delivered);
                let linear = std::iter::repeat_n(0.0, 2 * usize::from(!self.amounts.is_empty()));
                parties.chain(linear)
            });
            program.add_choice(effects.collect());
        }
        for (index, slopes) in self.amounts.iter().enumerate() {
            let line = |slope| vec![Piece::line(1.0, slope)];
            let mut effects: Vec<Vec<Piece>> = slopes
                .iter()
                .zip(frame)
                .map(|(slope, (delivered, _))| line(slope * delivered))
                .collect();
            effects.push(line(-1.0 / pool));
            effects.push(line(if index % 2 == 0 { 1.0 / pool } else { 0.0 }));
            program.add_amount(0.0, 1.0, None, effects);
        }
        for joint in &self.joints {
            let mut joint = joint.clone();
            for (effect, (delivered, _)) in joint.effect.iter_mut().zip(frame) {
                *effect *= delivered;
            }
            program.add_joint(joint);
        }
        for pattern in &self.implications {
            program.forbid(pattern.clone());
        }
        program
    }
}

fn literal(variable: usize, options: Vec<usize>) -> Literal {
    Literal {
        variable,
        test: VariableTest::AnyOf(options),
    }
}

struct Draw(Stream);

impl Draw {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.0.uniform()
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.0.uniform() * bound as f64) as usize
    }

    fn pair(&mut self, count: usize) -> [usize; 2] {
        let first = self.below(count);
        let second = self.below(count - 1);
        [first, second + usize::from(second >= first)]
    }

    /// Positive weights that sum to one.
    fn weights(&mut self, count: usize) -> Vec<f64> {
        let drawn: Vec<f64> = (0..count).map(|_| 0.1 + self.0.uniform()).collect();
        let total: f64 = drawn.iter().sum();
        drawn.iter().map(|weight| weight / total).collect()
    }

    /// Values of the options, the worst 0 and the best 1.
    fn values(&mut self) -> Vec<f64> {
        let drawn: Vec<f64> = (0..OPTIONS).map(|_| self.0.uniform()).collect();
        let least = drawn.iter().copied().fold(f64::INFINITY, f64::min);
        let most = drawn.iter().copied().fold(0.0, f64::max);
        drawn
            .iter()
            .map(|value| (value - least) / (most - least))
            .collect()
    }
}
