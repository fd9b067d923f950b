//! Every non-dominated point of programs with finitely many points.
//!
//! Variables are merged one by one, and of the partial sums those that another one matches or beats in every row are
//! dropped at once (Nemhauser & Ullmann 1969; multi-objective label setting, Martins 1984). A partial point carries the
//! picks of variables that joint effects or patterns still ask about, and is compared only with others of the same
//! picks.

use std::collections::BTreeMap;

use super::ZERO_TOLERANCE;
use super::extent::span;
use super::program::{Assignment, Literal, Pick, Program, Variable};

/// Most levels of an amount in steps that are told apart one by one.
const MOST_LEVELS: f64 = 4096.0;

/// A non-dominated point.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FinitePoint {
    pub(crate) program: usize,
    pub(crate) picks: Assignment,
    /// The slack of each objective row.
    pub(crate) slacks: Vec<f64>,
}

/// What enumeration came to.
#[derive(Debug)]
pub(crate) enum Finite {
    /// All non-dominated points, one for each vector of slacks, and how many partial points were made.
    Points(Vec<FinitePoint>, u64),
    /// An amount varies continuously, or has too many levels.
    Continuous,
    /// More partial points than allowed.
    TooMany,
}

/// All non-dominated points of a union of programs, by the slacks of their first `objectives` rows. Of points whose
/// slacks differ by no more than [`ZERO_TOLERANCE`] one is kept. Points with a slack below `least` are left out.
/// `labels` bounds the partial points that are made.
pub(crate) fn non_dominated(
    programs: &[Program],
    objectives: usize,
    least: f64,
    labels: u64,
) -> Finite {
    let mut left = labels;
    let mut points = Vec::new();
    for (index, program) in programs.iter().enumerate() {
        let Some(levels) = levels(program) else {
            return Finite::Continuous;
        };
        match enumerate(program, &levels, objectives, least, &mut left) {
            Some(found) => points.extend(found.into_iter().map(|(picks, slacks)| FinitePoint {
                program: index,
                picks,
                slacks,
            })),
            None => return Finite::TooMany,
        }
    }
    let keys: Vec<&[f64]> = points.iter().map(|point| point.slacks.as_slice()).collect();
    let kept = undominated(&keys, ZERO_TOLERANCE);
    let kept = kept.into_iter().map(|at| points[at].clone()).collect();
    Finite::Points(kept, labels - left)
}

/// The picks of every variable; `None` where one varies continuously.
fn levels(program: &Program) -> Option<Vec<Vec<Pick>>> {
    program
        .variables()
        .iter()
        .map(|variable| match variable {
            Variable::Choice { options, .. } => Some((0..*options).map(Pick::Option).collect()),
            Variable::Amount {
                lower,
                upper,
                step: Some(step),
                ..
            } => {
                let count = ((upper - lower) / step).round();
                (count < MOST_LEVELS).then(|| {
                    (0..=count as usize)
                        .map(|level| Pick::Amount((lower + step * level as f64).min(*upper)))
                        .collect()
                })
            }
            Variable::Amount { step: None, .. } => None,
        })
        .collect()
}

/// The order of merging: variables that joint effects or patterns tie together first, each time the one that leaves
/// fewest waiting; then all others.
fn order(program: &Program) -> Vec<usize> {
    let ties: Vec<&[Literal]> = ties(program).collect();
    let mut order: Vec<usize> = Vec::new();
    let tied = |variable: usize| {
        ties.iter()
            .any(|tie| tie.iter().any(|literal| literal.variable == variable))
    };
    let count = program.variable_count();
    let mut left: Vec<usize> = (0..count).filter(|&variable| tied(variable)).collect();
    while !left.is_empty() {
        let waiting = |next: usize| {
            let merged = |variable: usize| variable == next || order.contains(&variable);
            (0..count)
                .filter(|&variable| merged(variable))
                .filter(|&variable| {
                    ties.iter().any(|tie| {
                        tie.iter().any(|literal| literal.variable == variable)
                            && !tie.iter().all(|literal| merged(literal.variable))
                    })
                })
                .count()
        };
        let best = (0..left.len())
            .min_by_key(|&place| waiting(left[place]))
            .unwrap_or(0);
        order.push(left.remove(best));
    }
    order.extend((0..count).filter(|&variable| !tied(variable)));
    order
}

fn ties(program: &Program) -> impl Iterator<Item = &[Literal]> {
    let joints = program.joints().iter().map(|joint| joint.when.as_slice());
    let patterns = program.forbidden().iter().map(Vec::as_slice);
    joints.chain(patterns)
}

/// A partial point.
#[derive(Debug, Clone)]
struct Label {
    sums: Vec<f64>,
    /// Picks of variables still asked about, by variable; also names the group in which labels are compared.
    open: Vec<usize>,
    picks: Vec<u16>,
}

fn enumerate(
    program: &Program,
    levels: &[Vec<Pick>],
    objectives: usize,
    least: f64,
    left: &mut u64,
) -> Option<Vec<(Assignment, Vec<f64>)>> {
    let rows = program.rows();
    let order = order(program);
    let place: Vec<usize> = (0..order.len())
        .map(|variable| order.iter().position(|&at| at == variable).unwrap_or(0))
        .collect();
    let settled_at = |literals: &[Literal]| {
        literals
            .iter()
            .map(|literal| place[literal.variable])
            .max()
            .unwrap_or(0)
    };
    let needed = |stage: usize| -> Vec<usize> {
        (0..=stage)
            .filter(|&at| {
                ties(program).any(|tie| {
                    settled_at(tie) > stage
                        && tie.iter().any(|literal| literal.variable == order[at])
                })
            })
            .collect()
    };
    let reach = reach(program, levels, &order, &settled_at);
    let mut labels = vec![Label {
        sums: vec![0.0; rows.len()],
        open: Vec::new(),
        picks: Vec::new(),
    }];
    for (stage, &variable) in order.iter().enumerate() {
        *left = left.checked_sub((labels.len() * levels[variable].len()) as u64)?;
        let still = needed(stage);
        let mut next = Vec::new();
        let mut point: Assignment = levels.iter().map(|levels| levels[0]).collect();
        for label in &labels {
            for (at, &level) in label.picks.iter().enumerate() {
                point[order[at]] = levels[order[at]][usize::from(level)];
            }
            for (level, &pick) in levels[variable].iter().enumerate() {
                point[variable] = pick;
                let broken = program.forbidden().iter().any(|pattern| {
                    settled_at(pattern) == stage
                        && pattern.iter().all(|literal| literal.holds(&point))
                });
                if broken {
                    continue;
                }
                let mut sums = label.sums.clone();
                for (row, sum) in sums.iter_mut().enumerate() {
                    *sum += program.effect(variable, row, pick);
                }
                for joint in program.joints() {
                    if settled_at(&joint.when) == stage
                        && joint.when.iter().all(|literal| literal.holds(&point))
                    {
                        for (sum, effect) in sums.iter_mut().zip(&joint.effect) {
                            *sum += effect;
                        }
                    }
                }
                let lost = rows.iter().enumerate().any(|(row, asked)| {
                    let (low, high) = reach[stage][row];
                    let floor = if row < objectives {
                        asked.floor + least
                    } else {
                        asked.floor
                    };
                    let tolerance = super::ROW_TOLERANCE * asked.floor.abs().max(1.0);
                    let tolerance = if row < objectives {
                        ZERO_TOLERANCE
                    } else {
                        tolerance
                    };
                    sums[row] + high < floor - tolerance
                        || (asked.equal && sums[row] + low > floor + tolerance)
                });
                if lost {
                    continue;
                }
                let mut picks = label.picks.clone();
                picks.push(level as u16);
                next.push(Label {
                    sums,
                    open: still.iter().map(|&at| usize::from(picks[at])).collect(),
                    picks,
                });
            }
        }
        labels = prune(next, program);
    }
    Some(
        labels
            .into_iter()
            .filter_map(|label| {
                let mut point: Assignment = levels.iter().map(|levels| levels[0]).collect();
                for (at, level) in label.picks.iter().enumerate() {
                    point[order[at]] = levels[order[at]][usize::from(*level)];
                }
                // Running sums carry rounding: the slack told is the point's own.
                let sums = program.sums(&point);
                program.value_of_sums(&sums)?;
                let slacks = sums[..objectives]
                    .iter()
                    .zip(rows)
                    .map(|(sum, row)| sum - row.floor)
                    .collect();
                Some((point, slacks))
            })
            .collect(),
    )
}

/// After each stage and for every row, what the variables and joint effects still to come can add.
fn reach(
    program: &Program,
    levels: &[Vec<Pick>],
    order: &[usize],
    settled_at: &impl Fn(&[Literal]) -> usize,
) -> Vec<Vec<(f64, f64)>> {
    let rows = program.rows().len();
    (0..order.len())
        .map(|stage| {
            let mut sums = vec![(0.0, 0.0); rows];
            for &variable in &order[stage + 1..] {
                for (row, (low, high)) in sums.iter_mut().enumerate() {
                    let effects = levels[variable].iter();
                    let (least, most) =
                        span(effects.map(|pick| program.effect(variable, row, *pick)));
                    *low += least;
                    *high += most;
                }
            }
            for joint in program.joints() {
                if settled_at(&joint.when) > stage {
                    for ((low, high), effect) in sums.iter_mut().zip(&joint.effect) {
                        *low += effect.min(0.0);
                        *high += effect.max(0.0);
                    }
                }
            }
            sums
        })
        .collect()
}

/// Drops dominated labels, group by group.
fn prune(labels: Vec<Label>, program: &Program) -> Vec<Label> {
    let mut groups: BTreeMap<Vec<usize>, Vec<Label>> = BTreeMap::new();
    for label in labels {
        groups.entry(label.open.clone()).or_default().push(label);
    }
    let mut kept = Vec::new();
    for group in groups.into_values() {
        // More is better in every row, but where a row must be met exactly neither more nor less is.
        let keys: Vec<Vec<f64>> = group
            .iter()
            .map(|label| {
                let equal = program.rows().iter().zip(&label.sums);
                let mirrored = equal.filter(|(row, _)| row.equal).map(|(_, sum)| -sum);
                label.sums.iter().copied().chain(mirrored).collect()
            })
            .collect();
        let keys: Vec<&[f64]> = keys.iter().map(Vec::as_slice).collect();
        let mut stays = vec![false; group.len()];
        undominated(&keys, 0.0)
            .into_iter()
            .for_each(|at| stays[at] = true);
        let group = group.into_iter().zip(stays);
        kept.extend(group.filter(|(_, stays)| *stays).map(|(label, _)| label));
    }
    kept
}

/// The positions of vectors that no other one matches or beats in every component to within `tolerance`, from the
/// greatest first component down; of equals one.
///
/// Sorting, then a staircase for two and three components (Kung, Luccio & Preparata 1975): O(n log n); above that each
/// against those kept.
pub(crate) fn undominated(vectors: &[&[f64]], tolerance: f64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..vectors.len()).collect();
    order.sort_by(|&a, &b| {
        let pairs = vectors[b].iter().zip(vectors[a]);
        pairs
            .map(|(right, left)| right.total_cmp(left))
            .find(|order| order.is_ne())
            .unwrap_or(a.cmp(&b))
    });
    let mut kept: Vec<usize> = Vec::new();
    // Second component, as a key in its own order, to the greatest third among vectors with no less of the second.
    let mut stairs: BTreeMap<i64, f64> = BTreeMap::new();
    for at in order {
        let vector = vectors[at];
        if vector.len() > 3 {
            let beaten = kept.iter().rev().any(|&other| {
                let pairs = vectors[other].iter().zip(vector);
                pairs
                    .into_iter()
                    .all(|(theirs, own)| *theirs >= own - tolerance)
            });
            if !beaten {
                kept.push(at);
            }
            continue;
        }
        let second = vector.get(1).copied().unwrap_or(0.0);
        let third = vector.get(2).copied().unwrap_or(0.0);
        let above = stairs.range(ordered(second - tolerance)..).next();
        if above.is_some_and(|(_, most)| *most >= third - tolerance) {
            continue;
        }
        kept.push(at);
        let key = ordered(second);
        let below: Vec<i64> = stairs
            .range(..=key)
            .rev()
            .take_while(|(_, most)| **most <= third)
            .map(|(key, _)| *key)
            .collect();
        for step in below {
            stairs.remove(&step);
        }
        stairs.insert(key, third);
    }
    kept
}

/// A key that orders as the number does.
fn ordered(value: f64) -> i64 {
    // Adding zero makes minus zero plus zero.
    let bits = (value + 0.0).to_bits() as i64;
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}
