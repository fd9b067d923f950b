//! The deals that stand out over rectangles, where the frontier could not be told in full: each by a hunt of its own.

use super::additive::told_apart;
use super::domain::{Outcome, Value, Values};
use super::figures::{Figures, Solution};
use super::hunt::{Aim, Bag, Ground, Limits, Piece};
use super::profile::Utility;
use super::rectangles::{Collected, Found};
use super::scenario::Scenario;
use super::signed::class_starts;

/// Most steps of one hunt.
const WORK: u64 = 100_000_000;

/// What hunts have proven of the figures.
pub(super) struct Outstanding {
    nash: f64,
    egalitarian: f64,
    /// `None` where the ideal itself is not proven.
    kalai_smorodinsky: Option<f64>,
    welfare: f64,
}

impl Outstanding {
    /// Puts what is proven into the figures, whose deals hold those found.
    pub(super) fn settle(&self, figures: &mut Figures) {
        let settle = |solution: &mut Option<Solution>, upper: f64| {
            if let Some(solution) = solution {
                solution.upper = solution.value.max(upper);
            }
        };
        settle(&mut figures.nash, self.nash);
        settle(&mut figures.egalitarian, self.egalitarian);
        if let Some(upper) = self.kalai_smorodinsky {
            settle(&mut figures.kalai_smorodinsky, upper);
        }
        figures.welfare.upper = figures.welfare.value.max(self.welfare);
    }
}

impl Scenario {
    /// Hunts for the best of each party, alone and among rational deals, and for each solution. The deals found join those
    /// known, and the bests bound all deals.
    pub(super) fn outstanding(&self, collected: &Collected, found: &mut Found) -> Outstanding {
        let parties = self.profiles().len();
        let (ground, starts) = self.ground(collected);
        let mut seeds: Vec<Vec<u32>> = found
            .deals
            .iter()
            .map(|(_, outcome)| classes_of(outcome, &starts))
            .collect();
        let mut deals = Vec::new();
        let mut hunt = |aim: Aim| -> Bag {
            let bag = ground.hunt(&aim, &seeds, WORK);
            if let Some(best) = &bag.best {
                seeds.push(best.classes.clone());
                deals.push(best.classes.clone());
            }
            bag
        };
        let alone: Vec<Bag> = (0..parties).map(|party| hunt(Aim::Alone(party))).collect();
        let own: Vec<Bag> = (0..parties)
            .map(|party| {
                let floors = vec![0.0; parties];
                hunt(Aim::Own { party, floors })
            })
            .collect();
        let nash = hunt(Aim::Product).upper;
        let egalitarian = hunt(Aim::Least {
            scales: vec![1.0; parties],
        })
        .upper;
        let ideal: Option<Vec<f64>> = own
            .iter()
            .zip(&ground.limits.caps)
            .map(|(bag, cap)| {
                let best = bag.best.as_ref().filter(|_| bag.is_proven())?;
                Some(best.value.min(*cap))
            })
            .collect();
        let kalai_smorodinsky = ideal.map(|ideal| {
            let scale = |ideal: f64| {
                if ideal > super::figures::TOLERANCE {
                    ideal
                } else {
                    0.0
                }
            };
            hunt(Aim::Least {
                scales: ideal.into_iter().map(scale).collect(),
            })
            .upper
        });
        let reservations: f64 = self.profiles().iter().map(|one| one.reservation).sum();
        let welfare = hunt(Aim::Total).upper + reservations;
        for classes in deals {
            let outcome = self.outcome_of_classes(&classes, &starts);
            let mut sums = vec![0.0; parties];
            for one in collected
                .rectangles
                .iter()
                .filter(|one| one.holds(&outcome))
            {
                for (sum, add) in sums.iter_mut().zip(&one.adds) {
                    *sum += add;
                }
            }
            found.deals.push((sums, outcome));
        }
        let flat: Vec<f64> = found
            .deals
            .iter()
            .flat_map(|(sums, _)| sums.clone())
            .collect();
        let mut kept: Vec<(Vec<f64>, Outcome)> = told_apart(&flat, parties)
            .into_iter()
            .map(|at| found.deals[at as usize].clone())
            .collect();
        kept.reverse();
        found.deals = kept;
        for (party, bag) in alone.iter().enumerate() {
            let most = if bag.is_proven() {
                let sums = found.deals.iter().map(|(sums, _)| sums[party]);
                sums.fold(f64::NEG_INFINITY, f64::max)
            } else {
                let profile = &self.profiles()[party];
                (bag.upper + profile.reservation) * stated(&profile.utility)
                    - collected.always[party]
            };
            for bound in found.beyond.iter_mut().flatten() {
                bound[party] = bound[party].min(most);
            }
        }
        Outstanding {
            nash,
            egalitarian,
            kalai_smorodinsky,
            welfare,
        }
    }

    /// The rectangles in gains, over classes of values that lie in the same rectangles, and where the classes begin.
    fn ground(&self, collected: &Collected) -> (Ground, Vec<Vec<i64>>) {
        let issues = self.domain().issues().iter().enumerate();
        let starts: Vec<Vec<i64>> = issues
            .map(|(at, issue)| class_starts(&issue.values, at, &collected.rectangles))
            .collect();
        let mut pieces = Vec::new();
        for one in &collected.rectangles {
            for (party, add) in one.adds.iter().enumerate().filter(|(_, add)| **add != 0.0) {
                let sides = one.sides.iter().map(|side| {
                    let starts = &starts[side.issue];
                    (
                        side.issue,
                        class_of(side.min, starts),
                        class_of(side.max, starts),
                    )
                });
                pieces.push(Piece {
                    party,
                    weight: add / stated(&self.profiles()[party].utility),
                    sides: sides.collect(),
                });
            }
        }
        let (mut always, mut caps, mut steps) = (Vec::new(), Vec::new(), Vec::new());
        for (party, profile) in self.profiles().iter().enumerate() {
            let stated = stated(&profile.utility);
            always.push(collected.always[party] / stated - profile.reservation);
            caps.push(match profile.utility {
                Utility::Rectangles { .. } => 1.0 - profile.reservation,
                Utility::Additive { .. } => f64::INFINITY,
            });
            let adds = collected.rectangles.iter().map(|one| one.adds[party]);
            steps.push(common_step(adds) / stated);
        }
        let ground = Ground {
            classes: starts.iter().map(|starts| starts.len() as u32).collect(),
            pieces,
            limits: Limits {
                caps,
                steps,
                from: always.clone(),
            },
            always,
        };
        (ground, starts)
    }

    fn outcome_of_classes(&self, classes: &[u32], starts: &[Vec<i64>]) -> Outcome {
        let issues = self.domain().issues().iter().zip(classes).zip(starts);
        issues
            .map(|((issue, class), starts)| {
                let start = starts.get(*class as usize).copied().unwrap_or(0);
                match issue.values {
                    Values::Discrete(_) => Value::Option(start.max(0) as usize),
                    Values::Integer { .. } => Value::Integer(start),
                    Values::Real { lower, .. } => Value::Real(lower),
                }
            })
            .collect()
    }
}

fn stated(utility: &Utility) -> f64 {
    match utility {
        Utility::Rectangles { largest, .. } => *largest,
        Utility::Additive { .. } => 1.0,
    }
}

fn class_of(value: i64, starts: &[i64]) -> u32 {
    starts
        .partition_point(|start| *start <= value)
        .saturating_sub(1) as u32
}

fn classes_of(outcome: &[Value], starts: &[Vec<i64>]) -> Vec<u32> {
    let pairs = outcome.iter().zip(starts);
    pairs
        .map(|(value, starts)| match value {
            Value::Option(at) => class_of(*at as i64, starts),
            Value::Integer(value) => class_of(*value, starts),
            Value::Real(_) => 0,
        })
        .collect()
}

/// The greatest whole number that divides all of these; zero where one is not whole.
fn common_step(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut step = 0_u64;
    for number in numbers {
        if number.fract() != 0.0 || number.abs() > 1e9 {
            return 0.0;
        }
        let mut other = number.abs() as u64;
        while other != 0 {
            (step, other) = (other, step % other);
        }
    }
    step as f64
}
