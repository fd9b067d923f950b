//! Branch and bound for single deals over rectangles: the best of an aim, exact without the frontier.

mod aim;
mod cliques;
mod relax;

pub(super) use self::aim::{Aim, Limits};
use self::relax::{Open, Part, Side, Workshop, to_simplex};

/// Times that the bound of the whole is lowered before it is parted.
const FIRST: u32 = 1500;
/// Times that the bound of a part is lowered at most.
const LATER: u32 = 40;
/// Issues that are tried before one is parted.
const TRIED: usize = 6;
/// What the better half of a parting counts beside the worse.
const BETTER_HALF: f64 = 0.2;

/// A rectangle of classes that adds to one party's gain, or takes away from it.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) party: usize,
    pub(super) weight: f64,
    /// Issue, first and last class.
    pub(super) sides: Vec<(usize, u32, u32)>,
}

/// Where deals are hunted: issues of classes of values, and rectangles over them.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    /// How many classes each issue has; at least one.
    pub(super) classes: Vec<u32>,
    pub(super) pieces: Vec<Piece>,
    /// What every deal gives each party, apart from the rectangles.
    pub(super) always: Vec<f64>,
    pub(super) limits: Limits,
}

/// A deal found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Catch {
    pub(super) value: f64,
    pub(super) gains: Vec<f64>,
    /// By issue.
    pub(super) classes: Vec<u32>,
}

/// The end of a hunt.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bag {
    /// The best deal; `None` where none comes into question, or none was found.
    pub(super) best: Option<Catch>,
    /// No deal is better; −∞ where none comes into question. Equal to the best's value where that is proven.
    pub(super) upper: f64,
    /// The multipliers that bound the whole.
    lambda: Vec<f64>,
}

impl Bag {
    /// Whether no deal is better.
    pub(super) fn is_proven(&self) -> bool {
        self.best
            .as_ref()
            .map_or(self.upper == f64::NEG_INFINITY, |best| {
                self.upper <= best.value
            })
    }
}

impl Piece {
    /// Whether two rectangles have no class in common on some issue.
    fn clashes(&self, other: &Self) -> bool {
        self.sides.iter().any(|(issue, low, high)| {
            let mut others = other.sides.iter().filter(|side| side.0 == *issue);
            others.any(|(_, other_low, other_high)| high < other_low || other_high < low)
        })
    }
}

impl Ground {
    /// What a deal gives each party.
    pub(super) fn gains(&self, classes: &[u32]) -> Vec<f64> {
        let mut gains = self.always.clone();
        for piece in &self.pieces {
            let mut sides = piece.sides.iter();
            if sides.all(|(issue, low, high)| (*low..=*high).contains(&classes[*issue])) {
                gains[piece.party] += piece.weight;
            }
        }
        gains
    }

    fn whole(&self, lambda: Vec<f64>) -> Part {
        let mut whole = Part {
            ranges: self.classes.iter().map(|count| (0, count - 1)).collect(),
            gains: self.always.clone(),
            open: Vec::new(),
            sides: Vec::new(),
            shares: Vec::new(),
            lambda,
            bound: f64::INFINITY,
        };
        for piece in &self.pieces {
            let count = piece.sides.len();
            whole.open.push(Open {
                party: piece.party as u32,
                sides: count as u32,
                weight: piece.weight,
            });
            let sides = piece.sides.iter();
            whole.sides.extend(sides.map(|(issue, low, high)| Side {
                issue: *issue as u32,
                low: *low,
                high: *high,
            }));
            let share = if piece.weight > 0.0 {
                1.0 / count as f64
            } else {
                0.5
            };
            whole.shares.extend(std::iter::repeat_n(share, count));
        }
        // Sides that hold the whole range are met everywhere.
        match self.classes.first() {
            Some(count) => whole.cut(0, (0, count - 1)),
            None => whole,
        }
    }

    /// The best deal of an aim. `seeds` are deals known before, and `work` bounds the steps.
    ///
    /// Deals are parted by issue first. Where that does not end soon rectangles are chosen instead, which does better
    /// where most of them clash; what is left of the budget goes to parting again.
    pub(super) fn hunt(&self, aim: &Aim, seeds: &[Vec<u32>], work: u64) -> Bag {
        let first = self.by_parting(aim, seeds, work / 8);
        if first.is_proven() {
            return first;
        }
        let second = cliques::hunt(self, aim, &first, work / 2).unwrap_or(first);
        if second.is_proven() {
            return second;
        }
        let known: Vec<Vec<u32>> = second
            .best
            .iter()
            .map(|best| best.classes.clone())
            .collect();
        let last = self.by_parting(aim, &known, work / 2);
        Bag {
            upper: last.upper.min(second.upper),
            ..last
        }
    }

    fn by_parting(&self, aim: &Aim, seeds: &[Vec<u32>], work: u64) -> Bag {
        let parties = self.always.len();
        let (mut lambda, moves) = aim.multipliers(parties);
        to_simplex(&mut lambda);
        let mut best: Option<Catch> = None;
        for seed in seeds {
            self.offer(aim, &mut best, &self.gains(seed), seed);
        }
        let mut workshop = Workshop::new(&self.classes, parties);
        let mut left = work;
        let mut root = lambda.clone();
        let mut is_first = true;
        let mut given_up = f64::NEG_INFINITY;
        let mut waiting = vec![self.whole(lambda)];
        let mut slopes = Vec::new();
        while let Some(mut own) = waiting.pop() {
            let level = best.as_ref().map(|best| best.value);
            if own.bound < aim.asked(&own.lambda, level, &self.limits, &mut slopes) - 1e-12 {
                continue;
            }
            while let Some((issue, range)) = own.narrower() {
                own = own.cut(issue, range);
            }
            if left == 0 {
                given_up = given_up.max(aim.upper(&own.lambda, own.bound, &self.limits));
                continue;
            }
            let each = (own.sides.len() + self.classes.len()) as u64;
            let rounds = if is_first { FIRST } else { LATER };
            let rounds = u64::from(rounds).min(left / each.max(1) + 1) as u32;
            let mut made = 0;
            let told = workshop.descend(
                &mut own,
                aim,
                &self.limits,
                (rounds, moves),
                &mut |gains, classes| {
                    made += 1;
                    self.offer(aim, &mut best, gains, classes);
                    best.as_ref().map(|best| best.value)
                },
            );
            if is_first {
                root.clone_from(&own.lambda);
                is_first = false;
            }
            left = left.saturating_sub(made * (own.sides.len() + self.classes.len()) as u64);
            if told.is_done || own.open.is_empty() {
                continue;
            }
            let candidates = self.splits(&own, &told, &workshop, TRIED);
            let mut chosen: Option<(f64, usize, [Part; 2], u32)> = None;
            let many = candidates.len() > 1;
            for (issue, at) in candidates {
                let (low, high) = own.ranges[issue];
                let mut halves = [own.cut(issue, (low, at)), own.cut(issue, (at + 1, high))];
                let mut score = 0.0;
                if many {
                    let falls = halves.each_mut().map(|half| {
                        half.bound = half.bound.min(workshop.bound(half));
                        own.bound - half.bound
                    });
                    left = left.saturating_sub(2 * (own.sides.len() + self.classes.len()) as u64);
                    score = falls[0].min(falls[1]) + BETTER_HALF * falls[0].max(falls[1]);
                }
                if chosen.as_ref().is_none_or(|chosen| score > chosen.0) {
                    chosen = Some((score, issue, halves, at));
                }
            }
            let Some((_, issue, parts, at)) = chosen else {
                continue;
            };
            let (low, high) = own.ranges[issue];
            let halves = [(low, at), (at + 1, high)];
            let start = workshop.starts[issue];
            let mass = |(from, to): (u32, u32)| -> u32 {
                told.taken[start + from as usize..=start + to as usize]
                    .iter()
                    .sum()
            };
            // The half that was taken more often is looked into first.
            let [first, second] = parts;
            if mass(halves[0]) > mass(halves[1]) {
                waiting.extend([second, first]);
            } else {
                waiting.extend([first, second]);
            }
        }
        let value = best.as_ref().map_or(f64::NEG_INFINITY, |best| best.value);
        Bag {
            upper: value.max(given_up),
            best,
            lambda: root,
        }
    }

    fn offer(&self, aim: &Aim, best: &mut Option<Catch>, gains: &[f64], classes: &[u32]) {
        let Some(value) = aim.value(gains, &self.limits) else {
            return;
        };
        if best.as_ref().is_none_or(|best| value > best.value) {
            *best = Some(Catch {
                value,
                gains: gains.to_vec(),
                classes: classes.to_vec(),
            });
        }
    }

    /// Issues that rectangles disagree most over, each with the class after which it is parted.
    fn splits(
        &self,
        own: &Part,
        told: &relax::Descent,
        workshop: &Workshop,
        most: usize,
    ) -> Vec<(usize, u32)> {
        let mut touched = vec![false; own.ranges.len()];
        for side in &own.sides {
            touched[side.issue as usize] = true;
        }
        let parted = |issue: &usize| touched[*issue] && own.ranges[*issue].0 < own.ranges[*issue].1;
        let mut issues: Vec<usize> = (0..own.ranges.len()).filter(parted).collect();
        issues.sort_by(|a, b| told.strife[*b].total_cmp(&told.strife[*a]).then(a.cmp(b)));
        issues.truncate(most);
        let cut = |issue: usize| {
            let (low, high) = own.ranges[issue];
            let start = workshop.starts[issue];
            let taken = &told.taken[start + low as usize..=start + high as usize];
            let all: u32 = taken.iter().sum();
            let mut before = 0;
            let mut cut = (low, 0, 0);
            for (class, count) in (low..high).zip(taken) {
                before += count;
                let balance = before.min(all - before);
                // Where all were in one place: as near to the middle as can be.
                let middle = (class - low + 1).min(high - class);
                if (balance, middle) > (cut.1, cut.2) {
                    cut = (class, balance, middle);
                }
            }
            (issue, cut.0)
        };
        issues.into_iter().map(cut).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CLASSES: u32 = 4;

    prop_compose! {
        fn grounds()(parties in 2_usize..=3, issues in 1_usize..=4)(
            drawn in prop::collection::vec(
                (
                    0..parties,
                    prop_oneof![4 => 1_i32..60, 1 => -40_i32..0],
                    prop::collection::btree_map(0..issues, (0..CLASSES, 0..CLASSES), 1..=issues),
                ),
                1..14,
            ),
            floor in 0_i32..40,
            parties in Just(parties),
            issues in Just(issues),
        ) -> Ground {
            let pieces = drawn.into_iter().map(|(party, weight, sides)| Piece {
                party,
                weight: f64::from(weight) / 100.0,
                sides: sides
                    .into_iter()
                    .map(|(issue, (one, other))| (issue, one.min(other), one.max(other)))
                    .collect(),
            });
            let always = vec![-f64::from(floor) / 100.0; parties];
            Ground {
                classes: vec![CLASSES; issues],
                pieces: pieces.collect(),
                limits: Limits {
                    caps: vec![1.0; parties],
                    steps: vec![0.01; parties],
                    from: always.clone(),
                },
                always,
            }
        }
    }

    fn best_of_all(ground: &Ground, aim: &Aim) -> Option<f64> {
        let count = CLASSES.pow(ground.classes.len() as u32);
        let deals = (0..count).map(|at| -> Vec<u32> {
            let issues = 0..ground.classes.len() as u32;
            issues
                .map(|issue| at / CLASSES.pow(issue) % CLASSES)
                .collect()
        });
        deals
            .filter_map(|deal| aim.value(&ground.gains(&deal), &ground.limits))
            .max_by(f64::total_cmp)
    }

    fn aims(parties: usize) -> Vec<Aim> {
        vec![
            Aim::Alone(0),
            Aim::Total,
            Aim::Own {
                party: 1,
                floors: vec![0.0; parties],
            },
            Aim::Least {
                scales: vec![0.7; parties],
            },
            Aim::Product,
        ]
    }

    /// A proven best is that of the list of all deals.
    fn is_best_of_all(ground: &Ground, aim: &Aim, bag: Bag) -> Result<(), TestCaseError> {
        prop_assert!(bag.is_proven(), "{:?}: {:?}", aim, bag);
        let found = bag.best.map(|best| best.value);
        match (found, best_of_all(ground, aim)) {
            (Some(found), Some(listed)) => {
                prop_assert!(
                    (found - listed).abs() < 1e-9,
                    "{:?}: {} {}",
                    aim,
                    found,
                    listed
                );
            }
            (found, listed) => prop_assert_eq!(found, listed, "{:?}", aim),
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn the_best_deal_is_that_of_the_list_of_all(ground in grounds()) {
            for aim in aims(ground.always.len()) {
                let bag = ground.hunt(&aim, &[], u64::MAX);
                is_best_of_all(&ground, &aim, bag)?;
            }
        }

        #[test]
        fn choosing_rectangles_finds_the_same(mut ground in grounds()) {
            ground.pieces.retain(|piece| piece.weight > 0.0);
            for aim in aims(ground.always.len()) {
                let start = ground.by_parting(&aim, &[], 0);
                let Some(bag) = cliques::hunt(&ground, &aim, &start, u64::MAX) else { continue };
                is_best_of_all(&ground, &aim, bag)?;
            }
        }

        /// Cut short at any moment, no deal is above the bound.
        #[test]
        fn the_bound_holds_whenever_the_budget_ends(ground in grounds(), work in 0_u64..3000) {
            for aim in aims(ground.always.len()) {
                let bag = ground.hunt(&aim, &[], work);
                if let Some(listed) = best_of_all(&ground, &aim) {
                    prop_assert!(bag.upper >= listed - 1e-9, "{:?}: {} {}", aim, bag.upper, listed);
                }
            }
        }
    }
}
